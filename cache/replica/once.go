package replica

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"voronka/cache"
)

// Summary is what Once did.
type Summary struct {
	Done            bool // false: it ended with an error before everything was pulled and pushed
	Leads, Contacts int  // in the replica now
	Pushed          int  // changes that reached the server
	Conflicts       int  // in the outbox now; they wait for a person
	Refused         int  // likewise
	Requests        int64
	Seconds         float64
}

// Once sends held changes without waiting, pulls and pushes until nothing is
// left apart from conflicts and refused changes, and ends. It fails when the
// server stays out of reach for Options.Patience, does not accept the token,
// or blocks the account; the error is the typed amo error. While another
// process has the engine lock, it has that one do the work and waits for it.
// Not to be called while Run runs on the same Engine.
func (e *Engine) Once(ctx context.Context) (Summary, error) {
	began, requests := e.options.Clock.Now(), e.options.API.Requests()
	before, err := e.waiting(ctx)
	if err != nil {
		return Summary{}, err
	}
	if err := e.options.Store.ReleaseHolds(ctx); err != nil {
		return Summary{}, err
	}
	pushed, err := e.syncOnce(ctx, before)
	sum, countErr := e.summarize(ctx)
	sum.Pushed = pushed
	sum.Done = err == nil
	sum.Requests = e.options.API.Requests() - requests
	sum.Seconds = e.options.Clock.Now().Sub(began).Seconds()
	return sum, errors.Join(err, countErr)
}

// syncOnce does the work, or has it done, whoever can get the lock first.
func (e *Engine) syncOnce(ctx context.Context, before int) (pushed int, err error) {
	if e.options.Lock == nil {
		return e.onceHere(ctx)
	}
	w := errand{left: -1}
	for {
		unlock, err := e.options.Lock()
		switch {
		case err == nil:
			defer unlock()
			return e.onceHere(ctx)
		case !errors.Is(err, cache.ErrBusy):
			return 0, fmt.Errorf("sync: %w", err)
		}
		e.board.set(func(b *statusBoard) { b.elsewhere = err })
		done, err := e.elsewhere(ctx, &w)
		if err != nil || done {
			return max(before-max(w.left, 0), 0), err
		}
		if err := pause(ctx, e.options.Clock, elsewhereLook, nil); err != nil {
			return 0, err
		}
	}
}

const elsewhereLook = 100 * time.Millisecond

// errand is work that the process with the lock was asked to do.
type errand struct {
	token string    // what markPoked will be when it is done
	left  int       // changes to send when we last looked
	moved time.Time // when that last changed
}

// elsewhere has the process with the lock pull, and reports whether it has
// done so and has nothing left to send. When it makes no headway, the server
// is asked whether it can.
func (e *Engine) elsewhere(ctx context.Context, w *errand) (done bool, err error) {
	if w.token == "" {
		if w.token, err = e.pokeHolder(ctx); err != nil {
			return false, err
		}
	}
	left, err := e.waiting(ctx)
	if err != nil {
		return false, err
	}
	now := e.options.Clock.Now()
	if left != w.left {
		w.left, w.moved = left, now
	}
	poked, err := e.options.Store.Mark(ctx, markPoked)
	if err != nil || left == 0 && poked == w.token {
		return true, err
	}
	if now.Sub(w.moved) < e.options.Patience {
		return false, nil
	}
	w.moved = now
	_, err = e.options.API.Account(ctx)
	return false, err
}

// onceHere works with the lock held.
func (e *Engine) onceHere(ctx context.Context) (pushed int, err error) {
	c, err := e.begin(ctx, e.options.Patience)
	if err != nil {
		return 0, err
	}
	if e.options.Deliveries != "" {
		c.takeDeliveries(ctx)
	}
	p := newPusher(c)
	loops, ctx := errgroup.WithContext(ctx)
	ctx, cancel := context.WithCancel(ctx)
	loops.Go(func() error {
		if err := c.probe(ctx, e.probe); ctx.Err() == nil {
			return err
		}
		return nil
	})
	loops.Go(func() error {
		defer cancel()
		return e.exchange(ctx, p)
	})
	err = loops.Wait()
	return p.pushed, err
}

// exchange sends, pulls, and sends what was done meanwhile. Changes that the
// server does not take for the moment do not keep it from pulling.
func (e *Engine) exchange(ctx context.Context, p *pusher) error {
	sendErr := e.sendAll(ctx, p)
	if sendErr != nil && !p.link.isUp() {
		return sendErr
	}
	if err := newPuller(p.core).sync(ctx); err != nil || sendErr != nil {
		return errors.Join(sendErr, err)
	}
	return e.sendAll(ctx, p)
}

// sendAll sends until no change is left that can be sent, and waits for those
// that were put off.
func (e *Engine) sendAll(ctx context.Context, p *pusher) error {
	last, at := -1, p.clock.Now()
	for {
		if err := p.drain(ctx); err != nil {
			return err
		}
		left, err := e.waiting(ctx)
		if err != nil || left == 0 {
			return err
		}
		if left != last {
			last, at = left, p.clock.Now()
		}
		if p.clock.Now().Sub(at) > e.options.Patience {
			return p.stuck(left)
		}
		wait, err := p.untilDue(ctx)
		if err != nil {
			return err
		}
		if err := pause(ctx, p.clock, min(wait, e.options.Patience), nil); err != nil {
			return err
		}
	}
}

// StuckError means that changes could be sent, and were not taken for as long
// as Once waits.
type StuckError struct {
	Left     int   // so many of them
	ChangeID int64 // the one that was tried last, 0 when none was: they wait for each other
	Status   int   // of the answer to it, 0 when none came
	Err      error // what was answered, nil when none was tried
}

func (e *StuckError) Error() string {
	text := fmt.Sprintf("sync: %d changes could not be sent", e.Left)
	if e.Err != nil {
		text += fmt.Sprintf(": change %d: %v", e.ChangeID, e.Err)
	}
	return text
}

// Unwrap gives the failure of the change that was tried last.
func (e *StuckError) Unwrap() error { return e.Err }

// stuck is the error of changes that the server would not take for a while.
func (p *pusher) stuck(left int) error {
	stuck := StuckError{}
	if p.trouble != nil {
		stuck = *p.trouble
	}
	stuck.Left = left
	return &stuck
}

// waiting counts the changes that can be sent: those that wait for the person
// cannot, nor can what stands behind one of them in the same row, or names a
// row that is made by one.
func (e *Engine) waiting(ctx context.Context) (int, error) {
	outbox, err := e.options.Store.Outbox(ctx)
	if err != nil {
		return 0, err
	}
	stuck := map[cache.Row]bool{}
	unmade := map[int64]bool{} // rows born here that wait for the person
	n := 0
	for _, change := range outbox {
		r := rowOf(change)
		switch change.State {
		case cache.ChangeConflict, cache.ChangeRefused, cache.ChangeUnclear:
			stuck[r] = true
		}
		for _, id := range change.After.References() {
			stuck[r] = stuck[r] || unmade[id]
		}
		if !stuck[r] {
			n++
		} else if r.ID < 0 {
			unmade[r.ID] = true
		}
	}
	return n, nil
}

func (e *Engine) summarize(ctx context.Context) (Summary, error) {
	ctx = context.WithoutCancel(ctx)
	counts, err := e.options.Store.Counts(ctx)
	if err != nil {
		return Summary{}, err
	}
	return Summary{
		Leads: counts.Leads, Contacts: counts.Contacts,
		Conflicts: counts.Conflicts, Refused: counts.Refused,
	}, nil
}
