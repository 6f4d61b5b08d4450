package account_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/auth"
	"voronka/amo/sandbox"
	"voronka/cache"
	"voronka/ui/account"
)

func pages() auth.Pages {
	return auth.PagesFunc(func(outcome error) auth.Page {
		if outcome != nil {
			return auth.Page{Language: "en", Title: "failed"}
		}
		return auth.Page{Language: "en", Title: "worked"}
	})
}

func TestBrowser(t *testing.T) {
	for _, c := range []struct{ decision, page string }{{"allow", "worked"}, {"refuse", "failed"}} {
		t.Run(c.decision, func(t *testing.T) {
			d := newDesk(t)
			d.server.SetOAuth(sandbox.OAuthOptions{RedirectURI: freeRedirect(t)})
			s := d.signIn()
			s.Pages = pages()
			shown := make(chan string, 1)
			s.Open = func(address string) error { shown <- d.browse(address, c.decision); return nil }
			conn, err := d.Browser(t.Context(), s)
			if page := <-shown; !strings.Contains(page, c.page) {
				t.Errorf("the browser shows %q", page)
			}
			if c.decision == "refuse" {
				if auth.KindOf(err) != auth.KindDenied {
					t.Errorf("error %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if conn.AccountID != d.server.Credentials().AccountID || conn.Kind != cache.OAuth || conn.State != cache.StateOK || conn.Version != 1 {
				t.Errorf("connected %+v", conn)
			}
			if err := d.call(d.Accounts, conn); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFailuresOfACode(t *testing.T) {
	d := newDesk(t)
	good := d.signIn()
	used := d.answer("allow", "")
	if _, err := d.Code(t.Context(), good, used); err != nil {
		t.Fatal(err)
	}
	wrongSecret, wrongRedirect, elsewhere := good, good, good
	wrongSecret.App.Secret += "x"
	wrongRedirect.App.RedirectURI += "/"
	elsewhere.Address = "http://nurmebel.amocrm.ru"
	for _, c := range []struct {
		name   string
		s      account.SignIn
		pasted string
		want   auth.Kind
	}{
		{"used", good, used, auth.KindCodeUsed},
		{"refused", good, d.answer("refuse", ""), auth.KindDenied},
		{"no code", good, "hello there", auth.KindNotACode},
		{"wrong secret", wrongSecret, d.answer("allow", ""), auth.KindInvalidClient},
		{"wrong redirect URI", wrongRedirect, d.answer("allow", ""), auth.KindRedirectMismatch},
		{"foreign host", good, "http://localhost/?code=def50200abcdef&referer=evil.example.com", auth.KindForeignHost},
	} {
		if _, err := d.Code(t.Context(), c.s, c.pasted); auth.KindOf(err) != c.want {
			t.Errorf("%s: kind %d, error %v", c.name, auth.KindOf(err), err)
		}
	}
	var target *account.TargetError
	if _, err := d.Code(t.Context(), elsewhere, used); !errors.As(err, &target) {
		t.Errorf("secret in the open: %v", err)
	}
	if _, err := d.Token(t.Context(), "ftp://127.0.0.1", "tokentoken"); !errors.As(err, &target) {
		t.Errorf("another protocol: %v", err)
	}
}

func TestRenewalIsStoredBeforeItIsUsed(t *testing.T) {
	d := newDesk(t)
	d.server.SetOAuth(sandbox.OAuthOptions{AccessLife: time.Second})
	conn := d.connected()
	other := d.open(openFolder(t, d.folder.Dir()))
	deadline := time.Now().Add(time.Minute)
	for version := conn.Version; version < conn.Version+3; {
		if time.Now().After(deadline) {
			t.Fatal("the tokens are not renewed")
		}
		for _, a := range []*account.Accounts{d.Accounts, other} {
			token, err := a.Tokens(conn).Token(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			stored, err := d.Find(t.Context(), conn.AccountID)
			if err != nil {
				t.Fatal(err)
			}
			if stored.Version < version {
				t.Errorf("version %d after %d", stored.Version, version)
			}
			version = stored.Version
			if strings.Contains(string(stored.Sealed), token) {
				t.Error("the token stands in the open")
			}
		}
	}
	if grants := d.server.Grants(); len(grants) != 1 || grants[0].Pairs < 4 {
		t.Errorf("grants %+v", grants)
	}
}

func TestRefreshGoesRoundAllAccounts(t *testing.T) {
	d := newDesk(t)
	d.server.SetOAuth(sandbox.OAuthOptions{AccessLife: 24 * time.Hour})
	conn := d.connected()
	for _, want := range []bool{false, true} {
		done, err := d.Refresh(t.Context())
		if err != nil || len(done) != 1 || done[0].Err != nil || done[0].Renewed != want {
			t.Fatalf("refreshed %+v, %v; want renewed %t", done, err, want)
		}
		// Age the stored pair, as a night does.
		stored, err := d.Find(t.Context(), conn.AccountID)
		if err != nil {
			t.Fatal(err)
		}
		stored.ExpiresAt, stored.Version = time.Now().Unix()+60, stored.Version+1
		if err := d.folder.SaveConnection(t.Context(), stored); err != nil {
			t.Fatal(err)
		}
	}
	long, err := d.Token(t.Context(), d.base, d.server.Credentials().LongLivedToken)
	if err != nil || long.AccountID != conn.AccountID || long.Kind != cache.LongLived {
		t.Fatalf("%+v, %v", long, err)
	}
	if done, err := d.Refresh(t.Context()); err != nil || len(done) != 1 || done[0].Renewed || done[0].Err != nil {
		t.Errorf("a long-lived token: %+v, %v", done, err)
	}
	// The tokens of before follow the new sign-in.
	if token, err := d.Tokens(conn).Refresh(t.Context(), "old"); err != nil || token != d.server.Credentials().LongLivedToken {
		t.Errorf("not followed: %v", err)
	}
}

func TestRevokedTokensAskForASignIn(t *testing.T) {
	d := newDesk(t)
	conn := d.connected()
	if err := d.server.RevokeGrant(d.server.Grants()[0].ID); err != nil {
		t.Fatal(err)
	}
	err := d.call(d.Accounts, conn)
	var again *account.SignInError
	if !errors.As(err, &again) || amo.KindOf(err) != amo.KindUnauthorized || auth.KindOf(err) != auth.KindRevoked {
		t.Errorf("error %v", err)
	}
	if s := d.state(); s != cache.StateSignIn {
		t.Errorf("state %q", s)
	}
	d.connected()
	if s := d.state(); s != cache.StateOK {
		t.Errorf("after signing in, state %q", s)
	}
	if err := d.call(d.Accounts, conn); err != nil {
		t.Errorf("the tokens of before do not follow the sign-in: %v", err)
	}
}

func TestRevokedLongLivedToken(t *testing.T) {
	d := newDesk(t)
	conn, err := d.Token(t.Context(), d.base, "Bearer "+d.server.Credentials().LongLivedToken)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.call(d.Accounts, conn); err != nil {
		t.Fatal(err)
	}
	if err := d.server.RevokeLongLivedToken(); err != nil {
		t.Fatal(err)
	}
	if err := d.call(d.Accounts, conn); amo.KindOf(err) != amo.KindUnauthorized {
		t.Errorf("error %v", err)
	}
	if s := d.state(); s != cache.StateSignIn {
		t.Errorf("state %q", s)
	}
	if err := d.Tokens(conn).Works(t.Context()); err != nil || d.state() != cache.StateOK {
		t.Errorf("state %q, %v", d.state(), err)
	}
}

// A renamed account is followed, and its new address kept.
func TestRename(t *testing.T) {
	d := newDesk(t)
	conn := d.connected()
	host := "localhost:" + conn.Host[strings.LastIndex(conn.Host, ":")+1:]
	if err := d.server.MoveAccount(sandbox.Move{Subdomain: "yangi", Host: host}); err != nil {
		t.Fatal(err)
	}
	moved := make(chan string, 1)
	tokens := d.Tokens(conn)
	tokens.OnMoved(func(base string) { moved <- base })
	failed, err := tokens.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tokens.Refresh(t.Context(), failed); err != nil {
		t.Fatal(err)
	}
	if base := <-moved; base != "http://"+host {
		t.Errorf("moved to %s", base)
	}
	if c, err := d.Find(t.Context(), conn.AccountID); err != nil || c.BaseURL != "http://"+host || c.Host != host {
		t.Errorf("kept %s, %v", c.BaseURL, err)
	}
}

func TestUnknownAccount(t *testing.T) {
	d := newDesk(t)
	if _, err := d.Find(t.Context(), 7); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("error %v", err)
	}
	if err := d.Disconnect(t.Context(), 7, true); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("error %v", err)
	}
}
