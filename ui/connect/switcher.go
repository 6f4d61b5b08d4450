package connect

import (
	"strconv"

	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// State is how a connected account is doing.
type State int

// The states.
const (
	Ready       State = iota
	Offline           // its server is out of reach
	SignInAgain       // its tokens are not accepted
	Blocked
	Unpaid
	Locked // the keychain does not give the key to its tokens
)

// Account is a connected account, as the switcher lists it.
type Account struct {
	ID    int64
	Name  string // nurmebel
	Host  string // nurmebel.amocrm.ru
	State State
}

// SwitcherEvents are what a person can do with accounts. Called on the UI
// goroutine.
type SwitcherEvents struct {
	Open       func(accountID int64)
	SignIn     func(accountID int64) // for one in the state SignInAgain
	Add        func()
	Disconnect func(accountID int64)
}

// Switcher is the menu of connected accounts: each with its state, the current
// one marked, then "add" and, when there is a current one, "disconnect". current
// is 0 when none is open.
func Switcher(t *i18n.Texts, accounts []Account, current int64, on SwitcherEvents) kit.MenuParams {
	p := kit.MenuParams{
		Name: "accounts", Title: t.T("accounts.title"),
		Search: t.T("accounts.search"), Empty: t.T("lead_menu.nothing"),
	}
	known := false
	for _, a := range accounts {
		known = known || a.ID == current
		do := func() { on.Open(a.ID) }
		if a.State == SignInAgain && on.SignIn != nil {
			do = func() { on.SignIn(a.ID) }
		}
		p.Items = append(p.Items, kit.Item{
			ID: "account-" + strconv.FormatInt(a.ID, 10), Text: a.Name, Hint: a.hint(t),
			Icon: a.icon(), Checked: a.ID == current, Do: do,
		})
	}
	p.Items = append(p.Items, kit.Item{
		ID: "add-account", Text: t.T("accounts.add"), Icon: theme.IconPlus, Separator: len(accounts) > 0, Do: on.Add,
	})
	if known {
		p.Items = append(p.Items, kit.Item{
			ID: "disconnect", Text: t.T("accounts.disconnect"), Icon: theme.IconClose, Danger: true,
			Do: func() { on.Disconnect(current) },
		})
	}
	return p
}

// hint is the account's host, or what keeps it from working.
func (a Account) hint(t *i18n.Texts) string {
	switch a.State {
	case Offline:
		return t.T("pill.offline")
	case SignInAgain:
		return t.T("pill.sign_in")
	case Blocked:
		return t.T("pill.blocked")
	case Unpaid:
		return t.T("pill.payment")
	case Locked:
		return t.T("pill.locked")
	default:
		return a.Host
	}
}

func (a Account) icon() theme.IconName {
	switch a.State {
	case Ready:
		return theme.IconUser
	case Offline:
		return theme.IconOffline
	default:
		return theme.IconWarning
	}
}
