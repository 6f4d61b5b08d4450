package account

import (
	"context"
	"strconv"

	"voronka/amo/auth"
	"voronka/cache"
)

// Outcome is what a round of renewals did to one account.
type Outcome struct {
	Connection cache.Connection // as it is after the round
	Renewed    bool
	Err        error
}

// Refresher renews the tokens of every account ahead of time. Its Run belongs
// to whoever starts it; it must have ended before Close.
func (a *Accounts) Refresher() *auth.Refresher {
	return &auth.Refresher{Accounts: a.renewable, Log: a.p.Log}
}

// renewable lists the accounts whose tokens can be renewed. One that has to be
// signed in to again is tried as well: its access may have been given back.
func (a *Accounts) renewable(ctx context.Context) ([]auth.Account, error) {
	all, err := a.List(ctx)
	if err != nil {
		return nil, err
	}
	var list []auth.Account
	for _, c := range all {
		if c.Kind == cache.OAuth {
			list = append(list, auth.Account{Name: strconv.FormatInt(c.AccountID, 10), Tokens: a.Tokens(c)})
		}
	}
	return list, nil
}

// Refresh goes round the accounts once. It fails when they cannot be listed;
// failures of accounts are in their outcomes. Accounts with long-lived tokens
// are among the outcomes, with nothing done.
func (a *Accounts) Refresh(ctx context.Context) ([]Outcome, error) {
	done, err := a.Refresher().Once(ctx)
	if err != nil {
		return nil, err
	}
	byName := make(map[string]auth.Outcome, len(done))
	for _, o := range done {
		byName[o.Name] = o
	}
	all, err := a.List(ctx)
	if err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, 0, len(all))
	for _, c := range all {
		o := byName[strconv.FormatInt(c.AccountID, 10)]
		outcomes = append(outcomes, Outcome{Connection: c, Renewed: o.Renewed, Err: o.Err})
	}
	return outcomes, nil
}
