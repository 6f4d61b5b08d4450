package account

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"voronka/amo"
	"voronka/amo/auth"
	"voronka/cache"
)

// checkPatience bounds the one request that tells whose account it is.
const checkPatience = 30 * time.Second

// SignIn is what a person gives to sign in by OAuth.
type SignIn struct {
	Address string   // of the account: https://nurmebel.amocrm.ru, or a sandbox's
	App     auth.App // integration

	// For the way through the browser; see auth.Params.
	Pages     auth.Pages
	Open      func(address string) error
	OnAddress func(address string)
	Report    func(error)
}

// Browser signs in through the browser and connects the account that was
// allowed there. It fails like auth.SignIn, or with an error of cache or vault.
func (a *Accounts) Browser(ctx context.Context, s SignIn) (cache.Connection, error) {
	var kept cache.Connection
	p, err := a.params(s, &kept)
	if err != nil {
		return cache.Connection{}, err
	}
	_, err = auth.SignIn(ctx, p)
	return kept, err
}

// Code signs in with a code, or the whole redirected address, that a person
// has pasted. It fails like Browser.
func (a *Accounts) Code(ctx context.Context, s SignIn, pasted string) (cache.Connection, error) {
	var kept cache.Connection
	p, err := a.params(s, &kept)
	if err != nil {
		return cache.Connection{}, err
	}
	_, err = auth.SignInPasted(ctx, p, pasted)
	return kept, err
}

// params makes a sign-in that keeps its pair in the folder.
func (a *Accounts) params(s SignIn, kept *cache.Connection) (auth.Params, error) {
	platform, account, err := platformOf(s.Address)
	if err != nil {
		return auth.Params{}, &TargetError{err}
	}
	return auth.Params{
		Platform: platform, App: s.App, Account: account, Pages: s.Pages, Open: s.Open, OnAddress: s.OnAddress, Report: s.Report,
		Keep: func(ctx context.Context, p auth.Pair) (err error) {
			*kept, err = a.keepPair(ctx, s.App, p)
			return err
		},
	}, nil
}

// platformOf finds where an account lives, and its host there, by its address.
func platformOf(address string) (p auth.Platform, account string, err error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		// The parser's error repeats its input, which may be a pasted secret.
		return p, "", errors.New("the account's address is not one like https://name.amocrm.ru")
	}
	for _, p := range auth.Platforms() {
		if u.Scheme == "https" && u.Port() == "" && strings.HasSuffix(strings.ToLower(u.Host), "."+p.Name) {
			return p, u.Host, nil
		}
	}
	p, err = auth.Sandbox(address)
	return p, "", err
}

// Token connects an account by its long-lived token, after asking the server
// at base whose it is. It fails with *auth.TokenTextError, *TargetError, the
// errors of an API call, or with an error of cache or vault.
func (a *Accounts) Token(ctx context.Context, base, pasted string) (cache.Connection, error) {
	text, err := tokenIn(ctx, pasted)
	if err != nil {
		return cache.Connection{}, err
	}
	account, err := a.ask(ctx, base, text)
	if err != nil {
		return cache.Connection{}, err
	}
	return a.KeepToken(ctx, base, account, text)
}

// tokenIn is the token in a pasted text. One that is shorter than amoCRM's is
// for the server to judge, which need not be amoCRM.
func tokenIn(ctx context.Context, pasted string) (string, error) {
	token, err := auth.ParseLongLived(pasted)
	if err == nil {
		return token.Token(ctx)
	}
	text := strings.TrimSpace(pasted)
	if text == "" || strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return "", err
	}
	return text, nil
}

// ask tells whose account a token opens.
func (a *Accounts) ask(ctx context.Context, base, token string) (amo.Account, error) {
	client, err := amo.NewClient(base, amo.StaticToken(token), amo.WithUserAgent(a.p.Agent), amo.WithLogger(a.p.Log))
	if err != nil {
		return amo.Account{}, &TargetError{err}
	}
	defer client.Close()
	asking, cancel := context.WithTimeout(ctx, checkPatience)
	defer cancel()
	account, err := client.Account(asking)
	if err == nil && account.ID <= 0 {
		err = &amo.BadReplyError{Method: "GET", Path: "/api/v4/account", Status: 200, Reason: "the account has no id"}
	}
	return account, err
}

// KeepToken connects an account by a long-lived token that is known to be
// good.
func (a *Accounts) KeepToken(ctx context.Context, base string, account amo.Account, token string) (cache.Connection, error) {
	sealed, err := a.keys.seal(ctx, account.ID, purposeToken, token)
	if err != nil {
		return cache.Connection{}, err
	}
	return a.keep(ctx, cache.Connection{
		AccountID: account.ID, Name: account.Name, Subdomain: account.Subdomain, BaseURL: base,
		Kind: cache.LongLived, Sealed: sealed, ExpiresAt: endOf(token),
	})
}

// endOf is when a token says it ends, in Unix seconds; 0 when it does not.
func endOf(token string) int64 {
	claims, err := auth.ParseClaims(token)
	if err != nil {
		return 0 // other servers give tokens of another form
	}
	return max(claims.ExpiresAt, 0)
}

// keepPair connects the account of a pair that was just received. The pair is
// worth keeping even when the server does not tell the account's name now.
func (a *Accounts) keepPair(ctx context.Context, app auth.App, p auth.Pair) (cache.Connection, error) {
	account, err := a.ask(ctx, p.BaseURL, p.Access)
	if err != nil {
		if p.AccountID <= 0 {
			return cache.Connection{}, err
		}
		a.p.Log.WarnContext(ctx, "account connected without its name", "account", p.AccountID, "err", err)
		name, _, _ := strings.Cut(p.Host(), ".")
		account = amo.Account{ID: p.AccountID, Name: name, Subdomain: name}
	}
	sealed, err := a.keys.sealPair(ctx, account.ID, pairOf(p))
	if err != nil {
		return cache.Connection{}, err
	}
	secret, err := a.keys.seal(ctx, account.ID, purposeSecret, app.Secret)
	if err != nil {
		return cache.Connection{}, err
	}
	return a.keep(ctx, cache.Connection{
		AccountID: account.ID, Name: account.Name, Subdomain: account.Subdomain, BaseURL: p.BaseURL,
		Kind: cache.OAuth, Sealed: sealed, ExpiresAt: p.ExpiresAt,
		ClientID: app.ClientID, RedirectURI: app.RedirectURI, SealedSecret: secret,
	})
}

// keep stores a connection in place of the one the account may have had. It
// waits for a renewal under way, whose pair would not be the newest any more.
func (a *Accounts) keep(ctx context.Context, c cache.Connection) (cache.Connection, error) {
	base, err := url.Parse(c.BaseURL)
	if err != nil {
		return cache.Connection{}, fmt.Errorf("connect account %d: its address cannot be read", c.AccountID)
	}
	c.Host, c.State = base.Host, cache.StateOK
	unlock, err := a.p.Folder.LockTokens(ctx, c.AccountID)
	if err != nil {
		return cache.Connection{}, err
	}
	defer unlock()
	old, err := a.p.Folder.Connection(ctx, c.AccountID)
	if err != nil && !errors.Is(err, cache.ErrNotFound) {
		return cache.Connection{}, err
	}
	c.Version = old.Version + 1
	if err := a.p.Folder.SaveConnection(ctx, c); err != nil {
		return cache.Connection{}, err
	}
	a.p.Log.InfoContext(ctx, "account connected", "account", c.AccountID, "host", c.Host, "kind", c.Kind)
	return a.Find(ctx, c.AccountID)
}
