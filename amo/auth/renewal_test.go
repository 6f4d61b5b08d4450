package auth

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"voronka/amo"
)

func TestLostPair(t *testing.T) {
	tests := []struct {
		name   string
		faults []fault
		kind   Kind
	}{
		{"cut before", []fault{cutBefore}, KindUnknown},
		{"cut after", []fault{cutAfter}, KindLostPair},
		{"half an answer", []fault{half200}, KindLostPair},
		{"gateway", []fault{after502}, KindLostPair},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.fail(test.faults...)
			_, err := b.tokens.Refresh(t.Context(), b.first.Access)
			if _, spent := b.times(b.first.Refresh); KindOf(err) != test.kind || spent != 1 {
				t.Errorf("kind %d, spent %d times: %v", KindOf(err), spent, err)
			}
			var lost *LostPairError
			if errors.As(err, &lost) != (test.kind == KindLostPair) || NeedsSignIn(err) != (test.kind == KindLostPair) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestDoubtIsRemembered: an answer is lost and the line stays dead for all
// attempts; the refusal of a later call is then known as a loss.
func TestDoubtIsRemembered(t *testing.T) {
	b := newBench(t)
	b.fail(cutAfter, cutBefore, cutBefore)
	if _, err := b.tokens.Refresh(t.Context(), b.first.Access); !amo.IsOffline(err) {
		t.Fatalf("a dead line: %v", err)
	}
	if _, err := b.tokens.Refresh(t.Context(), b.first.Access); KindOf(err) != KindLostPair {
		t.Errorf("the line is back: %v", err)
	}
}

func TestRenamedAccount(t *testing.T) {
	const newHome = "yangi.localhost:8443"
	for _, gone := range []int{http.StatusNotFound, http.StatusUnauthorized} {
		var moves []string
		b := newBench(t, WithOnMoved(func(from, to string) { moves = append(moves, from+" "+to) }))
		b.gone = gone
		b.move(newHome)
		if _, err := b.tokens.Refresh(t.Context(), b.first.Access); err != nil {
			t.Fatalf("%d: %v", gone, err)
		}
		if err := b.tokens.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if stored := b.store.stored(); stored.BaseURL != "http://"+newHome || stored.Version != 2 {
			t.Errorf("%d: stored address %s, version %d", gone, stored.BaseURL, stored.Version)
		}
		if want := []string{b.base() + " http://" + newHome}; !slices.Equal(moves, want) {
			t.Errorf("%d: moves %q", gone, moves)
		}
		want := []string{
			home + " POST /oauth2/access_token", "api-b.localhost:8443 GET /oauth2/account/current/subdomain",
			newHome + " POST /oauth2/access_token",
		}
		if !slices.Equal(b.seen(), want) {
			t.Errorf("%d: requests %q", gone, b.seen())
		}
	}
}

func TestRenameToAForeignHost(t *testing.T) {
	b := newBench(t)
	b.move("evil.example")
	if _, err := b.tokens.Refresh(t.Context(), b.first.Access); KindOf(err) != KindMoved || !NeedsSignIn(err) {
		t.Errorf("got %v", err)
	}
	for _, r := range b.seen() {
		if r[:4] == "evil" {
			t.Errorf("the secret went to %s", r)
		}
	}
}

func TestRenameToAnotherAccount(t *testing.T) {
	b := newBench(t)
	b.move("yangi.localhost:8443")
	b.accountID++
	if _, err := b.tokens.Refresh(t.Context(), b.first.Access); KindOf(err) != KindMoved {
		t.Errorf("got %v", err)
	}
	if n := b.count("access_token"); n != 1 {
		t.Errorf("%d requests for tokens", n)
	}
}

// TestWrongSecretIsNotARename: the account is where it was, so a 401 without a
// hint is about the client.
func TestWrongSecretIsNotARename(t *testing.T) {
	b := newBench(t)
	b.store.set(func(_ *Pair, app *App) { app.Secret = "regenerated" })
	if _, err := b.tokens.Refresh(t.Context(), b.first.Access); KindOf(err) != KindInvalidClient {
		t.Errorf("got %v", err)
	}
	if a, s := b.count("access_token"), b.count("subdomain"); a != 1 || s != 1 {
		t.Errorf("%d requests for tokens, %d look-ups", a, s)
	}
}

// TestRealHostsOverTLS renames an account of the real platform. Every name
// leads to the fake.
func TestRealHostsOverTLS(t *testing.T) {
	f := newFake(t)
	secure := httptest.NewTLSServer(f)
	defer secure.Close()
	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	client := &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{RootCAs: roots, ServerName: "example.com"},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, secure.Listener.Addr().String())
		},
	}}
	f.host = "nurmebel.amocrm.ru"
	pair := f.grantPair()
	pair.BaseURL = "https://nurmebel.amocrm.ru"
	pair.Access = fakeJWT(map[string]any{"account_id": f.accountID, "api_domain": "api-b.amocrm.ru"})
	f.host = "yangi.amocrm.ru"
	store := newMemStore(f.app, pair)
	tokens := NewTokens(store, WithHTTPClient(client))
	if _, err := tokens.Refresh(t.Context(), pair.Access); err != nil {
		t.Error(err)
	}
	if err := tokens.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if got := store.stored().BaseURL; got != "https://yangi.amocrm.ru" {
		t.Errorf("stored address %s", got)
	}
	// A token can name any host; the refresh token goes to none but the platform's.
	for _, domain := range []string{"evil.example", "api-b.amocrm.ru.evil.example", "127.0.0.1", "x@evil.example", ""} {
		pair.Access = fakeJWT(map[string]any{"api_domain": domain})
		if got := AmoRU().lookupBase(pair); got != pair.BaseURL {
			t.Errorf("api_domain %q: the look-up goes to %s", domain, got)
		}
	}
}
