package account

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"voronka/amo"
	"voronka/amo/auth"
	"voronka/cache"
	"voronka/cache/vault"
)

// Tokens gives the access token of one connected account, whichever kind it
// has, and follows a new sign-in of any process. It is an amo.Tokens with the
// optional Refresh, and an auth.Renewable. It is safe for use by many
// goroutines.
type Tokens struct {
	folder    *cache.Folder
	keys      *keys
	accountID int64
	store     *store
	pair      *auth.Tokens

	ill    atomic.Bool // the connection is marked as one to sign in to again
	movedM sync.Mutex
	moved  map[*func(base string)]struct{}

	mu      sync.Mutex
	kind    string // of the connection, empty before the first look
	token   string // long-lived, or none
	version int64  // of token, in the folder
}

var (
	_ amo.Tokens     = (*Tokens)(nil)
	_ auth.Renewable = (*Tokens)(nil)
)

func (a *Accounts) newTokens(c cache.Connection) *Tokens {
	t := &Tokens{folder: a.p.Folder, keys: &a.keys, accountID: c.AccountID, moved: make(map[*func(string)]struct{})}
	t.ill.Store(c.State == cache.StateSignIn)
	t.store = &store{folder: a.p.Folder, keys: &a.keys, accountID: c.AccountID}
	t.pair = auth.NewTokens(t.store, auth.WithLogger(a.p.Log), auth.WithOnMoved(func(_, to string) { t.tell(to) }))
	return t
}

// Format keeps the tokens out of anything printed.
func (t *Tokens) Format(f fmt.State, _ rune) {
	_, _ = f.Write([]byte("[tokens]")) // a printer that fails has nothing to be told
}

// OnMoved adds who is told the new address when the account was renamed. It is
// called on a goroutine of the tokens, until stop.
func (t *Tokens) OnMoved(f func(base string)) (stop func()) {
	t.movedM.Lock()
	defer t.movedM.Unlock()
	t.moved[&f] = struct{}{}
	return func() {
		t.movedM.Lock()
		defer t.movedM.Unlock()
		delete(t.moved, &f)
	}
}

func (t *Tokens) tell(base string) {
	t.movedM.Lock()
	all := slices.Collect(maps.Keys(t.moved))
	t.movedM.Unlock()
	for _, f := range all {
		(*f)(base)
	}
}

// Token gives an access token. It fails with *SignInError when the person has
// to sign in again, else like auth.Tokens, or with an error of cache or vault.
func (t *Tokens) Token(ctx context.Context) (string, error) {
	return t.either(ctx, t.pair.Token)
}

// Refresh gives an access token other than the failed one, which the server
// refused. A long-lived token cannot be renewed, so that is the end unless
// someone has given another. It fails like Token.
func (t *Tokens) Refresh(ctx context.Context, failed string) (string, error) {
	if _, err := t.look(ctx); err != nil {
		return "", t.judged(ctx, err)
	}
	token, err := t.either(ctx, func(ctx context.Context) (string, error) { return t.pair.Refresh(ctx, failed) })
	if err == nil && token == failed {
		return "", t.judged(ctx, errRefused)
	}
	return token, err
}

// RefreshIfNeeded renews the tokens that end within the time given, and tells
// whether it has. Long-lived ones it leaves alone. It fails like Token.
func (t *Tokens) RefreshIfNeeded(ctx context.Context, within time.Duration) (bool, error) {
	renewed := false
	kind, err := t.look(ctx)
	if err != nil || kind != cache.OAuth {
		return false, err
	}
	_, err = t.either(ctx, func(ctx context.Context) (_ string, err error) {
		renewed, err = t.pair.RefreshIfNeeded(ctx, within)
		return "", err
	})
	return renewed, err
}

// Works takes note that the server has taken a token, so that an account that
// was marked is one that works again.
func (t *Tokens) Works(ctx context.Context) error {
	if !t.ill.Load() {
		return nil
	}
	if err := t.folder.SetConnectionState(ctx, t.accountID, t.store.seen.Load(), cache.StateOK); err != nil {
		return err
	}
	t.ill.Store(false)
	return nil
}

// close waits for a renewal under way.
func (t *Tokens) close(ctx context.Context) error { return t.pair.Close(ctx) }

// either gives the long-lived token, or what the pair gives. A pair that has
// gone may have been replaced by a long-lived token.
func (t *Tokens) either(ctx context.Context, ofPair func(context.Context) (string, error)) (string, error) {
	t.mu.Lock()
	kind, token := t.kind, t.token
	t.mu.Unlock()
	switch kind {
	case "":
		if _, err := t.look(ctx); err != nil {
			return "", t.judged(ctx, err)
		}
		return t.either(ctx, ofPair)
	case cache.LongLived:
		return token, nil
	}
	token, err := ofPair(ctx)
	if auth.KindOf(err) != auth.KindNotSigned {
		return token, t.judged(ctx, err)
	}
	if now, lookErr := t.look(ctx); lookErr != nil || now != cache.LongLived {
		return "", t.judged(ctx, errors.Join(err, lookErr))
	}
	return t.either(ctx, ofPair)
}

// look reads what kind of tokens the account has now, and the token when it is
// a long-lived one.
func (t *Tokens) look(ctx context.Context) (kind string, err error) {
	c, err := t.folder.Connection(ctx, t.accountID)
	if errors.Is(err, cache.ErrNotFound) {
		return "", auth.ErrNoPair
	}
	if err != nil {
		return "", err
	}
	t.store.seen.Store(c.Version)
	t.mu.Lock()
	defer t.mu.Unlock()
	if c.Kind == cache.LongLived && (t.kind != c.Kind || t.version != c.Version) {
		if t.token, err = t.keys.unseal(ctx, t.accountID, purposeToken, c.Sealed); err != nil {
			return "", err
		}
		t.version = c.Version
	}
	t.kind = c.Kind
	return t.kind, nil
}

// judged marks the connection when the error is one that only a person can
// mend, and says so.
func (t *Tokens) judged(ctx context.Context, err error) error {
	if !errors.Is(err, errRefused) && !errors.Is(err, amo.ErrToken) && !errors.Is(err, vault.ErrSealed) {
		return err
	}
	// The caller's patience may have ended; what was found out is kept.
	saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), markTimeout)
	defer cancel()
	marked := t.folder.SetConnectionState(saving, t.accountID, t.store.seen.Load(), cache.StateSignIn)
	t.ill.Store(true)
	return &SignInError{AccountID: t.accountID, Err: errors.Join(err, marked)}
}

// markTimeout bounds a write of one row.
const markTimeout = 5 * time.Second
