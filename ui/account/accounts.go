package account

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"voronka/cache"
	"voronka/cache/vault"
)

// Params is what Accounts work on.
type Params struct {
	Folder   *cache.Folder
	Keychain vault.Mode   // where the key of the folder shall be
	Log      *slog.Logger // nil for none
	Agent    string       // User-Agent header of the requests made here
}

// Accounts are the accounts that a data folder is connected to. They are safe
// for concurrent use; everything they do may wait for disk, network or
// keychain.
type Accounts struct {
	p    Params
	keys keys

	mu     sync.Mutex
	tokens map[int64]*Tokens
}

// New returns the accounts of a folder. It reads nothing yet.
func New(p Params) *Accounts {
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	return &Accounts{p: p, keys: keys{dir: p.Folder.Dir(), mode: p.Keychain}, tokens: make(map[int64]*Tokens)}
}

// Close waits for renewals under way, and stores what they brought. The folder
// must still be open.
func (a *Accounts) Close(ctx context.Context) error {
	a.mu.Lock()
	all := a.tokens
	a.tokens = make(map[int64]*Tokens)
	a.mu.Unlock()
	var errs []error
	for id, t := range all {
		if err := t.close(ctx); err != nil {
			errs = append(errs, fmt.Errorf("close account %d: %w", id, err))
		}
	}
	return errors.Join(errs...)
}

// List returns the connected accounts, oldest first.
func (a *Accounts) List(ctx context.Context) ([]cache.Connection, error) {
	return a.p.Folder.Connections(ctx)
}

// Find returns a connected account, or ErrUnknown.
func (a *Accounts) Find(ctx context.Context, accountID int64) (cache.Connection, error) {
	c, err := a.p.Folder.Connection(ctx, accountID)
	if errors.Is(err, cache.ErrNotFound) {
		return c, fmt.Errorf("account %d: %w", accountID, ErrUnknown)
	}
	return c, err
}

// Tokens gives the tokens of a connected account: the same ones to everybody
// in this process. They touch nothing before they are asked for a token.
func (a *Accounts) Tokens(c cache.Connection) *Tokens {
	a.mu.Lock()
	defer a.mu.Unlock()
	t, ok := a.tokens[c.AccountID]
	if !ok {
		t = a.newTokens(c)
		a.tokens[c.AccountID] = t
	}
	return t
}

// drop closes the tokens of an account that is no more.
func (a *Accounts) drop(ctx context.Context, accountID int64) error {
	a.mu.Lock()
	t, ok := a.tokens[accountID]
	delete(a.tokens, accountID)
	a.mu.Unlock()
	if !ok {
		return nil
	}
	return t.close(ctx)
}
