package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/connect"
	"voronka/ui/kit"
	"voronka/ui/shell"
)

// turnTo opens another account, or the same one anew, in this window.
func (w *window) turnTo(accountID int64) {
	w.host.turn(func(ctx context.Context) (Account, error) { return w.p.Open(ctx, accountID) })
}

// chooseAccount offers the accounts under the account block.
func (w *window) chooseAccount(anchor fyne.CanvasObject) {
	w.tasks.Go(func() {
		list, err := w.p.Accounts.List(w.ctx)
		w.do(func() {
			if err != nil {
				w.fail(err)
				return
			}
			w.shell.MenuUnder(anchor, w.switcher(list))
		})
	})
}

// switcher is the menu of the connected accounts.
func (w *window) switcher(list []cache.Connection) kit.MenuParams {
	known := make(map[int64]connect.Request, len(list))
	accounts := make([]connect.Account, len(list))
	for i, c := range list {
		known[c.AccountID] = requestOf(c)
		accounts[i] = connect.Account{ID: c.AccountID, Name: orElse(c.Subdomain, c.Name), Host: c.Host, State: w.stateOf(c)}
	}
	return connect.Switcher(w.texts, accounts, w.p.Account.ID, connect.SwitcherEvents{
		Open: func(id int64) {
			if id != w.p.Account.ID {
				w.turnTo(id)
			}
		},
		SignIn:     func(id int64) { w.showConnect(known[id]) },
		Add:        func() { w.showConnect(connect.Request{}) },
		Disconnect: func(int64) { w.askDisconnect() },
	})
}

// stateOf is how an account is doing: the one that is open by its engine, the
// others by what is known of their tokens.
func (w *window) stateOf(c cache.Connection) connect.State {
	if c.AccountID == w.p.Account.ID {
		switch syncState(w.p.Account.Engine.Status(), 0).Phase {
		case shell.Offline:
			return connect.Offline
		case shell.SignIn:
			return connect.SignInAgain
		case shell.Blocked:
			return connect.Blocked
		case shell.Unpaid:
			return connect.Unpaid
		case shell.Locked:
			return connect.Locked
		case shell.Online, shell.Syncing, shell.SlowedUp:
		}
	}
	if c.State == cache.StateSignIn {
		return connect.SignInAgain
	}
	return connect.Ready
}
