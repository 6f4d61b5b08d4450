package account

import (
	"context"
	"errors"
	"sync/atomic"

	"voronka/amo/auth"
	"voronka/cache"
)

// store keeps the pair of one connection in the data folder.
type store struct {
	folder    *cache.Folder
	keys      *keys
	accountID int64
	seen      atomic.Int64 // version read or written last
}

var _ auth.Store = (*store)(nil)

// Load reads the newest pair and the integration. An account that is gone, or
// has a long-lived token now, has no pair.
func (s *store) Load(ctx context.Context) (auth.Pair, auth.App, error) {
	c, err := s.folder.Connection(ctx, s.accountID)
	switch {
	case errors.Is(err, cache.ErrNotFound):
		return auth.Pair{}, auth.App{}, auth.ErrNoPair
	case err != nil:
		return auth.Pair{}, auth.App{}, err
	case c.Kind != cache.OAuth:
		return auth.Pair{}, auth.App{}, auth.ErrNoPair
	}
	s.seen.Store(c.Version)
	secret, err := s.keys.unseal(ctx, s.accountID, purposeSecret, c.SealedSecret)
	if err != nil {
		return auth.Pair{}, auth.App{}, err
	}
	app := auth.App{ClientID: c.ClientID, Secret: secret, RedirectURI: c.RedirectURI}
	p, err := s.keys.unsealPair(ctx, s.accountID, c.Sealed)
	if err != nil {
		return auth.Pair{}, app, err
	}
	return auth.Pair{
		Access: p.Access, Refresh: p.Refresh, ExpiresAt: c.ExpiresAt, LivesFor: p.LivesFor, ServerTime: p.ServerTime,
		AccountID: s.accountID, BaseURL: c.BaseURL, Version: c.Version,
	}, app, nil
}

// Save replaces the pair; the folder's database writes to the disk before it
// returns.
func (s *store) Save(ctx context.Context, p auth.Pair) error {
	sealed, err := s.keys.sealPair(ctx, s.accountID, pairOf(p))
	if err != nil {
		return err
	}
	err = s.folder.RenewConnection(ctx, cache.Connection{
		AccountID: s.accountID, Sealed: sealed, ExpiresAt: p.ExpiresAt, Version: p.Version, Host: p.Host(), BaseURL: p.BaseURL,
	})
	if err == nil {
		s.seen.Store(p.Version)
	}
	return err
}

func pairOf(p auth.Pair) sealedPair {
	return sealedPair{Access: p.Access, Refresh: p.Refresh, LivesFor: p.LivesFor, ServerTime: p.ServerTime}
}

// Lock takes the right to renew the pair, against other processes too.
func (s *store) Lock(ctx context.Context) (unlock func(), err error) {
	return s.folder.LockTokens(ctx, s.accountID)
}
