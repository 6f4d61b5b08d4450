package ui

import (
	"context"

	"github.com/pkg/browser"

	"voronka/amo/auth"
	"voronka/cache"
	"voronka/ui/account"
	"voronka/ui/connect"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// Accounts is what the window needs to connect accounts, list them and take
// them off again. It is called off the UI goroutine; *account.Accounts is one.
type Accounts interface {
	List(ctx context.Context) ([]cache.Connection, error)
	Browser(ctx context.Context, s account.SignIn) (cache.Connection, error)
	Code(ctx context.Context, s account.SignIn, pasted string) (cache.Connection, error)
	Token(ctx context.Context, base, pasted string) (cache.Connection, error)
	Disconnect(ctx context.Context, accountID int64, dropUnsent bool) error
	SaveUnsent(ctx context.Context, accountID int64) (path string, err error)
}

var _ Accounts = (*account.Accounts)(nil)

// connecting lets the connect screen work on Accounts.
type connecting struct {
	accounts Accounts
	pages    auth.Pages
}

func signInOf(r connect.Request) account.SignIn {
	return account.SignIn{
		Address: r.Address,
		App:     auth.App{ClientID: r.ClientID, Secret: r.Secret, RedirectURI: r.RedirectURI},
	}
}

// SignIn signs in through the browser.
func (c connecting) SignIn(ctx context.Context, r connect.Request, on connect.Progress) (int64, error) {
	s := signInOf(r)
	s.Pages, s.Open, s.Report = c.pages, on.Open, on.Report
	conn, err := c.accounts.Browser(ctx, s)
	return conn.AccountID, err
}

// WithCode signs in with a pasted code or address.
func (c connecting) WithCode(ctx context.Context, r connect.Request, pasted string) (int64, error) {
	conn, err := c.accounts.Code(ctx, signInOf(r), pasted)
	return conn.AccountID, err
}

// WithToken connects by a long-lived token.
func (c connecting) WithToken(ctx context.Context, address, token string) (int64, error) {
	conn, err := c.accounts.Token(ctx, address, token)
	return conn.AccountID, err
}

// showConnect shows the connect screen in place of everything; known is filled
// in. The engine of an account that is open goes on behind it.
func (w *window) showConnect(known connect.Request) {
	w.endConnect()
	on := connect.Events{Connected: w.turnTo, Demo: w.openDemo}
	if w.p.Account.ID != 0 {
		on.Back = w.leaveConnect
	}
	w.known = known
	w.connect = connect.New(connect.Params{
		Texts: w.texts, Accounts: connecting{w.p.Accounts, connect.Pages(w.texts)}, Do: w.do,
		Browse: browser.OpenURL, CopyText: w.p.App.Clipboard().SetContent, Known: known, On: on,
	})
	w.win.SetContent(w.connect.Object())
}

// leaveConnect goes back to the account that is open.
func (w *window) leaveConnect() {
	w.endConnect()
	w.win.SetContent(w.shell.Object())
}

// endConnect gives up the connect screen. The attempt under way lets go of its
// port behind the back of the UI goroutine.
func (w *window) endConnect() {
	if w.connect == nil {
		return
	}
	screen := w.connect
	w.connect = nil
	w.tasks.Go(screen.Close)
}

// noAccount is what a window without an account shows.
func (w *window) noAccount() {
	if w.p.Accounts != nil {
		w.showConnect(connect.Request{})
		return
	}
	w.shell.SetContent(kit.NewEmptyState("account", theme.IconUser,
		w.texts.T("empty.account"), w.texts.T("empty.account_shell"), nil))
}

// tell says something that a person has to close.
func (w *window) tell(text string) {
	kit.NewDialog(w.win.Canvas(), kit.DialogParams{
		Name: "failure", Title: w.texts.T("app.name"), Text: text,
		Cancel: kit.Answer{Name: "failure-close", Text: w.texts.T("snackbar.close")},
	}).Show()
}

// signInAgain shows the connect screen for the account that is open.
func (w *window) signInAgain() {
	w.tasks.Go(func() {
		list, err := w.p.Accounts.List(w.ctx)
		w.do(func() {
			if err != nil {
				w.fail(err)
				return
			}
			for _, c := range list {
				if c.AccountID == w.p.Account.ID {
					w.showConnect(requestOf(c))
				}
			}
		})
	})
}

// requestOf is what is known of how a person signed in. The secret is not.
func requestOf(c cache.Connection) connect.Request {
	return connect.Request{Address: c.BaseURL, ClientID: c.ClientID, RedirectURI: c.RedirectURI}
}

// openDemo opens the demo account in a window of its own.
func (w *window) openDemo() {
	if w.p.Demo == nil {
		return
	}
	w.tasks.Go(func() {
		if err := w.p.Demo(); err != nil {
			w.do(func() { w.fail(err) })
		}
	})
}
