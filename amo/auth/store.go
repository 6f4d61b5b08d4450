package auth

import (
	"context"
	"errors"
)

// Store keeps the pair and the integration of one connection. It is safe for
// use by many goroutines.
type Store interface {
	// Load reads the newest pair, whichever process stored it, and the
	// integration it was got with. It fails with ErrNoPair when there is none;
	// the App may be filled all the same.
	Load(ctx context.Context) (Pair, App, error)
	// Save replaces the pair. When it returns nil, the pair outlives a loss of
	// power.
	Save(ctx context.Context, p Pair) error
	// Lock takes the right to renew the pair, against all other users of the
	// store, in other processes too. It waits until it has it or the context
	// ends. A process that dies loses the right.
	Lock(ctx context.Context) (unlock func(), err error)
}

// Keep stores the pair of a new sign-in, in place of any there is, and gives
// it back with its Version. It waits for a renewal under way to end. It fails
// with *StoreError.
func Keep(ctx context.Context, s Store, p Pair) (Pair, error) {
	unlock, err := s.Lock(ctx)
	if err != nil {
		return Pair{}, &StoreError{Op: "lock", Err: err}
	}
	defer unlock()
	old, _, err := s.Load(ctx)
	if err != nil && !errors.Is(err, ErrNoPair) {
		return Pair{}, &StoreError{Op: "load", Err: err}
	}
	p.Version = old.Version + 1
	if err := s.Save(ctx, p); err != nil {
		return Pair{}, &StoreError{Op: "save", Err: err}
	}
	return p, nil
}
