package auth

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// flight is a renewal under way, which any number of callers wait for.
type flight struct {
	done    chan struct{}
	held    received
	renewed bool
	err     error
}

// renew makes sure that the pair in use is not one that needs tells to renew.
// Callers at the same time share one renewal. A caller whose context ends goes
// away without it; the renewal goes on.
func (t *Tokens) renew(ctx context.Context, needs func(received) bool) (held received, renewed bool, err error) {
	// The renewal joined may have begun for another's reasons; its successor is
	// our own. A pair that needs renewing when it has just come is used.
	for range 2 {
		f, err := t.join(ctx, needs)
		if err != nil {
			return received{}, false, err
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return received{}, false, fmt.Errorf("waiting for a new access token: %w", context.Cause(ctx))
		}
		if f.err != nil {
			return received{}, false, f.err
		}
		held, renewed = f.held, renewed || f.renewed
		if !needs(held) {
			break
		}
	}
	return held, renewed, nil
}

// join gives the renewal under way, or starts one.
func (t *Tokens) join(ctx context.Context, needs func(received) bool) (*flight, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.closed:
		return nil, ErrClosed
	case t.flight != nil:
		return t.flight, nil
	}
	f := &flight{done: make(chan struct{})}
	t.flight = f
	t.running.Go(func() { t.fly(context.WithoutCancel(ctx), f, needs) })
	return f, nil
}

// fly carries a renewal through.
func (t *Tokens) fly(ctx context.Context, f *flight, needs func(received) bool) {
	var from string
	f.held, from, f.renewed, f.err = t.underLock(ctx, needs)
	t.mu.Lock()
	t.flight = nil
	t.mu.Unlock()
	close(f.done)
	if to := f.held.pair.BaseURL; f.renewed && from != to && t.onMoved != nil {
		t.onMoved(from, to)
	}
}

// underLock renews the pair unless another process has, which only the lock
// and another look into the store can tell. from is the account's address
// before.
func (t *Tokens) underLock(ctx context.Context, needs func(received) bool) (held received, from string, renewed bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, renewTimeout)
	defer cancel()
	unlock, err := t.store.Lock(ctx)
	if err != nil {
		return received{}, "", false, &StoreError{Op: "lock", Err: err}
	}
	defer unlock()
	pair, app, err := t.store.Load(ctx)
	if err != nil {
		return received{}, "", false, &StoreError{Op: "load", Err: err}
	}
	if pair, err = t.catchUp(ctx, pair); err != nil {
		return received{}, "", false, err
	}
	if held = t.take(pair); !needs(held) {
		return held, "", false, nil
	}
	if err := t.failed.again(pair, app, t.end.now()); err != nil {
		return received{}, "", false, err
	}
	next, err := t.next(ctx, pair, app)
	if err != nil {
		t.failed.note(pair, app, err, t.end.now())
		t.log.WarnContext(ctx, "tokens not renewed", "host", pair.Host(), "version", pair.Version, "error", err)
		return received{}, "", false, err
	}
	t.failed = failure{}
	t.log.DebugContext(ctx, "tokens renewed", "host", next.pair.Host(), "version", next.pair.Version)
	return next, pair.BaseURL, true, nil
}

// next gets the pair after this one and stores it, before anyone sees it.
func (t *Tokens) next(ctx context.Context, pair Pair, app App) (received, error) {
	next, inDoubt, err := t.end.renew(ctx, pair, app, t.doubted == pair.Refresh)
	t.doubted = ""
	if inDoubt {
		t.doubted = pair.Refresh
	}
	if err != nil {
		return received{}, err
	}
	next.pair.Version = pair.Version + 1
	if err := t.save(ctx, next); err != nil {
		return received{}, err
	}
	return next, nil
}

// saveAttempts is how often a pair is stored before that is put off.
const saveAttempts = 3

// save stores a pair and makes it the one in use. One that cannot be stored is
// kept for later: it is the only one the server knows.
func (t *Tokens) save(ctx context.Context, r received) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	var err error
	for attempt := range saveAttempts {
		if attempt > 0 && sleep(ctx, t.end.pauses.first) != nil {
			break
		}
		if err = t.store.Save(ctx, r.pair); err == nil {
			t.unsaved = nil
			t.mu.Lock()
			t.held = &r
			t.mu.Unlock()
			return nil
		}
	}
	t.unsaved = &r
	return &StoreError{Op: "save", Err: err}
}

// catchUp stores a pair that could not be stored before, unless someone has
// signed in since.
func (t *Tokens) catchUp(ctx context.Context, stored Pair) (Pair, error) {
	late := t.unsaved
	if late == nil {
		return stored, nil
	}
	if stored.Version >= late.pair.Version {
		t.unsaved = nil
		return stored, nil
	}
	if err := t.save(ctx, *late); err != nil {
		return Pair{}, err
	}
	return late.pair, nil
}

// saveLate is the last occasion to store a pair.
func (t *Tokens) saveLate(ctx context.Context) error {
	unlock, err := t.store.Lock(ctx)
	if err != nil {
		return &StoreError{Op: "lock", Err: err}
	}
	defer unlock()
	stored, _, err := t.store.Load(ctx)
	if err != nil {
		return &StoreError{Op: "load", Err: err}
	}
	_, err = t.catchUp(ctx, stored)
	return err
}

const (
	// firstRest is how long the server is left alone after it asked for
	// patience; each failure doubles it.
	firstRest   = 5 * time.Second
	longestRest = 10 * time.Minute
)

// failure is the last renewal that failed, so that every call of the API does
// not ask the server the same again. It holds for one pair and one
// integration: after a new sign-in or a corrected secret it is void.
type failure struct {
	pair Pair
	app  App
	err  error
	rest time.Duration
	till time.Time // zero for ever
}

// again is the error to give without asking the server.
func (f *failure) again(p Pair, app App, now time.Time) error {
	if f.err == nil || !f.isOf(p, app) || !f.till.IsZero() && !now.Before(f.till) {
		return nil
	}
	return f.err
}

func (f *failure) isOf(p Pair, app App) bool {
	return f.pair.Refresh == p.Refresh && f.pair.BaseURL == p.BaseURL && f.app == app
}

// note remembers a failure that would repeat itself. A lost connection would
// not: the next may hold.
func (f *failure) note(p Pair, app App, err error, now time.Time) {
	rest := firstRest
	if f.err != nil && f.isOf(p, app) {
		rest = min(2*f.rest, longestRest)
	}
	next := failure{pair: p, app: app, err: err, rest: rest}
	var refusal *TokenError
	switch {
	case NeedsSignIn(err) || NeedsSettings(err):
	case errors.As(err, &refusal):
		if refusal.Kind == KindBlocked {
			next.rest = longestRest // knocking on makes it longer
		}
		next.till = now.Add(max(next.rest, refusal.RetryAfter))
	default:
		next = failure{}
	}
	*f = next
}
