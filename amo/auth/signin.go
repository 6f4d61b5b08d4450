package auth

import (
	"context"
	"net/http"
	"time"
)

// patience is how long the consent page is waited for. A code lives 20
// minutes, but an answer that late is from a tab forgotten and found again.
const patience = 15 * time.Minute

// BrowserError says that the browser could not be opened. The person can copy
// the address instead.
type BrowserError struct{ Err error }

// AuthKind is KindBrowser.
func (e *BrowserError) AuthKind() Kind { return KindBrowser }

// Error tells what to do instead. The cause is left to Unwrap: it may repeat
// the whole address.
func (e *BrowserError) Error() string {
	return "the browser could not be opened, copy the address into it by hand"
}

// Unwrap gives the cause.
func (e *BrowserError) Unwrap() error { return e.Err }

// Params is what a sign-in needs to know.
type Params struct {
	Platform Platform
	App      App
	// Account is what the person typed for the account's address; it may be
	// empty, as the platform tells it with the code, and that counts.
	Account string
	// Pages has the words of the page the browser shows at the end.
	Pages Pages
	// Open opens an address in the browser. It runs on a goroutine of its own
	// that SignIn does not wait for: some systems come back when the browser is
	// closed.
	Open func(address string) error
	// Keep stores the pair, before the browser is told that all went well; nil
	// for a caller that does it after SignIn.
	Keep func(context.Context, Pair) error

	// OnAddress gets the address of the consent page, to show it for copying;
	// may be nil.
	OnAddress func(address string)
	// Report gets failures that do not end the wait: a browser that does not
	// open, a strange answer, a pasted text that is no code. Without it a
	// browser that does not open ends the wait.
	Report func(error)
	// Pasted brings what the person pastes while the browser is waited for;
	// may be nil. With it a redirect URI of another computer will do too.
	Pasted <-chan string

	HTTP     *http.Client  // nil for one of its own
	Patience time.Duration // how long to wait for the person; 0 for 15 minutes
}

// SignIn signs in through the browser: it listens on the redirect URI, opens
// the consent page, waits for the answer, exchanges the code, keeps the pair,
// and shows the browser how it ended. Report and OnAddress are called on the
// caller's goroutine.
//
// It fails with *SettingsError, *RedirectError, *PortError, *BrowserError,
// *WaitError, *CallbackError, *TokenError, *LostPairError, *amo.NetworkError
// or what Keep failed with.
func SignIn(ctx context.Context, p Params) (Pair, error) {
	if err := p.App.check(); err != nil {
		return Pair{}, err
	}
	a := attempt{Params: p, state: NewState(), problems: make(chan error, 8)}
	done, err := a.listen(ctx)
	if err != nil {
		return Pair{}, err
	}
	defer done()
	got, err := a.await(ctx)
	if err != nil {
		return Pair{}, err
	}
	pair, err := p.finish(ctx, got.callback, got.problem)
	got.answer(err)
	return pair, err
}

// SignInPasted signs in with a code, or the whole redirected address, that the
// person copied; no browser and no listener. A code alone needs p.Account. It
// fails like SignIn.
func SignInPasted(ctx context.Context, p Params, pasted string) (Pair, error) {
	if err := p.App.check(); err != nil {
		return Pair{}, err
	}
	callback, problem := ParseCallback(pasted)
	return p.finish(ctx, callback, problem)
}

// finish goes from the answer to the stored pair.
func (p Params) finish(ctx context.Context, c Callback, problem error) (Pair, error) {
	if problem != nil {
		return Pair{}, problem
	}
	base, err := p.base(c)
	if err != nil {
		return Pair{}, err
	}
	pair, err := Exchange(ctx, p.HTTP, base, p.App, c.Code)
	if err != nil {
		return Pair{}, err
	}
	if p.Keep != nil {
		if err := p.Keep(ctx, pair); err != nil {
			return Pair{}, err
		}
	}
	return pair, nil
}

// base is the address the secret may be sent to.
func (p Params) base(c Callback) (string, error) {
	if c.Referer != "" {
		return p.Platform.BaseURL(c.Referer)
	}
	return p.Platform.AccountURL(p.Account)
}
