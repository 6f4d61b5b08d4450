package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"voronka/amo"
)

const (
	// early is how long before its end an access token is renewed.
	early = 5 * time.Minute
	// earlyPart bounds that for tokens of short lives: a fifth of the life.
	earlyPart = 5
	// renewTimeout bounds a renewal with all its attempts, but for storing.
	renewTimeout = 2 * time.Minute
	saveTimeout  = 30 * time.Second
	// calm is how long a call waits for a renewal while its token still lives.
	calm = 5 * time.Second
)

// Tokens gives the access token of one connection and renews it. It is an
// amo.Tokens, and has the optional Refresh. It is safe for use by many
// goroutines; renewals run on goroutines of its own, which Close waits for.
type Tokens struct {
	store   Store
	end     endpoint
	early   time.Duration
	calm    time.Duration
	log     *slog.Logger
	onMoved func(from, to string)

	mu      sync.Mutex
	held    *received // last pair seen in the store, nil before the first look
	flight  *flight   // renewal under way
	closed  bool
	running sync.WaitGroup

	// Of the renewal under way alone.
	failed  failure
	unsaved *received
	doubted string // refresh token that was sent without an answer
}

var _ amo.Tokens = (*Tokens)(nil)

// Format keeps the tokens out of anything printed.
func (t *Tokens) Format(f fmt.State, _ rune) { writeText(f, "[tokens]") }

// Option changes how Tokens work.
type Option func(*Tokens)

// WithHTTPClient sets whose transport and timeout are used; see Exchange.
func WithHTTPClient(c *http.Client) Option {
	return func(t *Tokens) {
		e := newEndpoint(c)
		e.now, e.pauses = t.end.now, t.end.pauses
		t.end = e
	}
}

// WithLogger sets where renewals are noted, by host and version. Without it
// nothing is logged.
func WithLogger(l *slog.Logger) Option { return func(t *Tokens) { t.log = l } }

// WithOnMoved sets who is told that the account has a new address. It is called
// after the pair with the address is stored, on a goroutine of the Tokens;
// whoever calls the API at the old address must change over. It must not call
// Close, which waits for it.
func WithOnMoved(f func(from, to string)) Option { return func(t *Tokens) { t.onMoved = f } }

// withClock sets the local clock.
func withClock(now func() time.Time) Option { return func(t *Tokens) { t.end.now = now } }

// withPauses sets how often a grant is sent.
func withPauses(p pauses) Option { return func(t *Tokens) { t.end.pauses = p } }

// NewTokens makes the source of a connection's access tokens. It reads nothing
// yet.
func NewTokens(s Store, opts ...Option) *Tokens {
	t := &Tokens{store: s, end: newEndpoint(nil), early: early, calm: calm, log: slog.New(slog.DiscardHandler)}
	for _, opt := range opts {
		opt(t)
	}
	return t
}

// Token gives an access token, renewed when it ends within 5 minutes. While
// the old one lives, a renewal that fails or takes its time is no failure of
// Token.
//
// It fails with *TokenError, *LostPairError, *SettingsError, *StoreError,
// *amo.NetworkError, ErrNoPair, ErrClosed or the context's end. Errors that
// only a person can mend match amo.ErrToken.
func (t *Tokens) Token(ctx context.Context) (string, error) {
	h, err := t.current(ctx)
	if err != nil {
		return "", err
	}
	if !t.isDue(h, t.early) {
		return h.pair.Access, nil
	}
	if !t.isOver(h) {
		brief, cancel := context.WithTimeout(ctx, t.calm)
		defer cancel()
		next, _, err := t.renew(brief, func(h received) bool { return t.isDue(h, t.early) })
		switch {
		case err == nil:
			return next.pair.Access, nil
		case errors.Is(err, ErrClosed) || ctx.Err() != nil:
			return "", err
		case !t.isOver(h):
			return h.pair.Access, nil // the failure was logged, and comes again when it matters
		}
	}
	h, _, err = t.renew(ctx, t.isOver)
	return h.pair.Access, err
}

// Refresh gives an access token other than the failed one, which the server
// refused. If one is stored already it is used, else the pair is renewed. It
// fails like Token.
func (t *Tokens) Refresh(ctx context.Context, failed string) (string, error) {
	h, err := t.current(ctx)
	if err != nil {
		return "", err
	}
	worn := func(h received) bool { return h.pair.Access == failed || t.isOver(h) }
	if worn(h) {
		h, _, err = t.renew(ctx, worn)
	}
	return h.pair.Access, err
}

// RefreshIfNeeded renews the pair when its access token ends within the time
// given, or has a fifth of its life left if that is sooner. It tells whether
// there is a new pair. It fails like Token.
func (t *Tokens) RefreshIfNeeded(ctx context.Context, within time.Duration) (bool, error) {
	if _, err := t.reload(ctx); err != nil {
		return false, err
	}
	due := func(h received) bool { return t.isDue(h, within) }
	h, err := t.current(ctx)
	if err != nil || !due(h) {
		return false, err
	}
	_, renewed, err := t.renew(ctx, due)
	return renewed, err
}

// Pair is the pair in use. It fails with *StoreError, ErrNoPair or ErrClosed.
func (t *Tokens) Pair(ctx context.Context) (Pair, error) {
	h, err := t.current(ctx)
	return h.pair, err
}

// Close waits for a renewal under way and stores a pair that could not be
// stored before. Afterwards everything fails with ErrClosed. It fails with
// *StoreError.
func (t *Tokens) Close(ctx context.Context) error {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.running.Wait()
	if t.unsaved == nil {
		return nil
	}
	return t.saveLate(ctx)
}

// current is the pair in memory, or at first the one in the store.
func (t *Tokens) current(ctx context.Context) (received, error) {
	t.mu.Lock()
	held, closed := t.held, t.closed
	t.mu.Unlock()
	switch {
	case closed:
		return received{}, ErrClosed
	case held != nil:
		return *held, nil
	default:
		return t.reload(ctx)
	}
}

// reload reads the store.
func (t *Tokens) reload(ctx context.Context) (received, error) {
	pair, _, err := t.store.Load(ctx)
	if err != nil {
		return received{}, &StoreError{Op: "load", Err: err}
	}
	return t.take(pair), nil
}

// take makes a stored pair the one in use, unless a newer one is, and gives
// the one in use. The moment of expiry is known more exactly for a pair that
// was received here.
func (t *Tokens) take(p Pair) received {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held == nil || p.Version > t.held.pair.Version || p.Version == t.held.pair.Version && p.Access != t.held.pair.Access {
		t.held = &received{pair: p, expires: expiryOf(p)}
	}
	return *t.held
}

// expiryOf is when a stored pair's access token ends; the zero time if that is
// not known.
func expiryOf(p Pair) time.Time {
	if p.ExpiresAt <= 0 {
		return time.Time{}
	}
	return time.Unix(p.ExpiresAt, 0)
}

// isDue reports whether the access token ends within the time given.
func (t *Tokens) isDue(h received, within time.Duration) bool {
	if h.expires.IsZero() {
		return false // the server will tell by refusing it
	}
	if life := time.Duration(h.pair.LivesFor) * time.Second; life > 0 {
		within = min(within, life/earlyPart)
	}
	return !t.end.now().Before(h.expires.Add(-within))
}

// isOver reports whether the access token has ended.
func (t *Tokens) isOver(h received) bool { return t.isDue(h, 0) }
