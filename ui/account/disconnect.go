package account

import (
	"context"
	"errors"

	"voronka/cache"
)

// Disconnect wipes an account from this computer: replica, tokens, secret, the
// settings and webhook deliveries about it. In amoCRM nothing changes. It
// fails with *UnsentError while changes wait to be sent, unless told to drop
// them, with cache.ErrBusy while another window or command has the account at
// work, and with ErrUnknown. Who has the account open in this process closes
// it first.
func (a *Accounts) Disconnect(ctx context.Context, accountID int64, dropUnsent bool) error {
	c, err := a.Find(ctx, accountID)
	if err != nil {
		return err
	}
	unlock, err := a.p.Folder.LockEngine(accountID)
	if err != nil {
		return err
	}
	defer unlock()
	if !dropUnsent {
		if n, err := a.Unsent(ctx, accountID); err != nil || n > 0 {
			return errors.Join(err, unsent(c, n))
		}
	}
	// A pair that could not be stored has no use any more.
	if err := a.drop(ctx, accountID); err != nil {
		a.p.Log.WarnContext(ctx, "tokens dropped", "account", accountID, "err", err)
	}
	free, err := a.p.Folder.LockTokens(ctx, accountID)
	if err != nil {
		return err
	}
	defer free()
	if err := a.p.Folder.Forget(ctx, accountID); err != nil {
		return err
	}
	a.p.Log.InfoContext(ctx, "account disconnected", "account", accountID)
	return nil
}

func unsent(c cache.Connection, n int) error {
	if n == 0 {
		return nil
	}
	return &UnsentError{Name: c.Name, Count: n}
}

// Unsent counts the changes of an account that were not sent, conflicts and
// refused ones included.
func (a *Accounts) Unsent(ctx context.Context, accountID int64) (n int, err error) {
	if !a.p.Folder.HasReplica(accountID) {
		return 0, nil
	}
	s, err := a.p.Folder.OpenAccount(ctx, accountID)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	counts, err := s.Counts(ctx)
	return counts.Pending, err
}
