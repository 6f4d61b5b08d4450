package auth

import (
	"context"
	"errors"
	"fmt"
)

// attempt is one sign-in on its way.
type attempt struct {
	Params
	state    *State
	visits   <-chan *Visit // nil without a listener
	problems chan error
}

// Format keeps the state out of anything printed.
func (a *attempt) Format(f fmt.State, _ rune) { writeText(f, "[sign-in]") }

// arrival is the answer, by whichever way it came.
type arrival struct {
	callback Callback
	problem  error
	answer   func(outcome error) // shows it in the browser
}

// listen starts the listener. Without one the person can still paste.
func (a *attempt) listen(ctx context.Context) (done func(), err error) {
	l, err := Listen(ctx, a.App.RedirectURI, a.Pages)
	var elsewhere *RedirectError
	if errors.As(err, &elsewhere) && a.Pasted != nil {
		return func() {}, nil
	}
	if err != nil {
		return nil, err
	}
	a.visits = l.expect(a.state, a.note)
	// A listener that does not close well has no use for the person's attention.
	return func() { _ = l.Close() }, nil
}

// note remembers a failure for the loop. Of a flood of strange answers the
// first few tell all.
func (a *attempt) note(err error) {
	select {
	case a.problems <- err:
	default:
	}
}

// open starts the browser.
func (a *attempt) open() {
	address := ConsentURL(a.Platform, a.App, a.state.Value())
	if a.OnAddress != nil {
		a.OnAddress(address)
	}
	if a.Open == nil {
		return
	}
	go func() {
		if err := a.Open(address); err != nil {
			a.note(&BrowserError{Err: newScrubber(address, a.state.Value()).err(err)})
		}
	}()
}

// await waits for the person.
func (a *attempt) await(ctx context.Context) (arrival, error) {
	limit := a.Patience
	if limit <= 0 {
		limit = patience
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	a.open()
	var last error
	for {
		select {
		case v := <-a.visits:
			return arrival{v.Callback, v.Err, v.Answer}, nil
		case text := <-a.Pasted:
			got, err := a.paste(text)
			if err == nil {
				return got, nil
			}
			a.note(err)
		case err := <-a.problems:
			if a.Report == nil && KindOf(err) == KindBrowser {
				return arrival{}, err
			}
			last = err
			a.report(err)
		case <-ctx.Done():
			end := waitError(ctx)
			end.Last = last
			return arrival{}, end
		}
	}
}

func (a *attempt) report(err error) {
	if a.Report != nil {
		a.Report(err)
	}
}

// paste takes a pasted answer. A state in it must be ours; a code alone has
// none, and is the person's own word.
func (a *attempt) paste(text string) (arrival, error) {
	c, err := ParseCallback(text)
	if err != nil && KindOf(err) != KindDenied {
		return arrival{}, err
	}
	answer := c.State
	if answer == "" {
		answer = a.state.Value()
	}
	if wrong := a.state.Redeem(answer); wrong != nil {
		return arrival{}, wrong
	}
	return arrival{callback: c, problem: err, answer: func(error) {}}, nil
}
