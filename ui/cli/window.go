package cli

import (
	"context"
	"errors"

	"voronka/cache"
)

// errSecondWindow says that a folder's window is open already.
var errSecondWindow = errors.New("another window has this data folder open")

// window opens the window on the account used last, or on none.
func (r *run) window(ctx context.Context) error {
	return r.with(func(d *desk) error {
		conn, err := d.connection(ctx, r.account)
		if errors.Is(err, errNoAccount) {
			return r.show(ctx, d, cache.Connection{}, false)
		}
		if err != nil {
			return err
		}
		return r.show(ctx, d, conn, false)
	})
}

// show locks the folder, opens the window on an account, which may be none,
// and closes everything when the window has closed.
func (r *run) show(ctx context.Context, d *desk, conn cache.Connection, demo bool) (err error) {
	unlock, err := d.LockWindow()
	if errors.Is(err, cache.ErrBusy) {
		return errSecondWindow
	}
	if err != nil {
		return err
	}
	defer unlock()

	p := WindowParams{
		Folder: d.Folder, Log: d.log.Logger, Demo: demo,
		Language: r.Getenv(EnvLanguage), Theme: r.Getenv(EnvTheme), Inspect: r.Getenv(EnvInspect),
		Account:  Account{StartSync: func() {}},
		Accounts: d.accounts,
		Open:     d.openWindowAccount,
	}
	defer d.keepFresh(ctx)()
	if conn.AccountID != 0 {
		account, err := d.openWindowAccount(ctx, conn.AccountID)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, account.Close()) }()
		p.Account = account
		if demo {
			p.Account.Host = demoHost
		}
	}
	calm, err := catchCrashes(d.logDir)
	if err != nil {
		return err
	}
	err = r.openWindow(ctx, p)
	calm() // not deferred: a panic must find the crash log open
	return err
}

// openWindowAccount opens a connected account for the window and makes it the
// one to start with next time.
func (d *desk) openWindowAccount(ctx context.Context, accountID int64) (Account, error) {
	conn, err := d.connectionByID(ctx, accountID)
	if err != nil {
		return Account{}, err
	}
	s, err := d.openSession(ctx, conn)
	if err != nil {
		return Account{}, err
	}
	if err := d.remember(ctx, accountID); err != nil {
		return Account{}, errors.Join(err, s.Close())
	}
	return s.window(), nil
}
