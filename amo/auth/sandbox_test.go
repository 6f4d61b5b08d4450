package auth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/auth"
	"voronka/amo/sandbox"
)

// house is a sandbox with a person who signs in to it.
type house struct {
	*sandbox.Server
	t        *testing.T
	url      string
	platform auth.Platform
	app      auth.App
	decision string
	shown    chan string
}

func newHouse(t *testing.T, o sandbox.OAuthOptions) *house {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.RedirectURI = fmt.Sprintf("http://localhost:%d/callback", socket.Addr().(*net.TCPAddr).Port)
	if err := socket.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := sandbox.New(sandbox.Options{Leads: -1, OAuth: o})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	platform, err := auth.Sandbox(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := s.Credentials()
	return &house{
		Server: s, t: t, url: server.URL, platform: platform, decision: "allow", shown: make(chan string, 1),
		app: auth.App{ClientID: c.ClientID, Secret: c.ClientSecret, RedirectURI: o.RedirectURI},
	}
}

// browse clicks on the consent page and follows to where it leads.
func (h *house) browse(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	form := u.Query()
	form.Set("account_id", fmt.Sprint(h.Credentials().AccountID))
	form.Set("decision", h.decision)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.PostForm(h.url+"/oauth", form)
	if err != nil {
		return err
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	page, err := io.ReadAll(resp.Body)
	h.shown <- string(page)
	return err
}

func (h *house) params() auth.Params {
	return auth.Params{
		Platform: h.platform, App: h.app, Open: h.browse, Patience: 20 * time.Second,
		Pages: auth.PagesFunc(func(outcome error) auth.Page {
			return auth.Page{Language: "en", Title: fmt.Sprintf("kind %d", auth.KindOf(outcome))}
		}),
	}
}

// shelf is the plainest Store there is.
type shelf struct {
	lock sync.Mutex
	mu   sync.Mutex
	app  auth.App
	pair auth.Pair
}

func (s *shelf) Load(context.Context) (auth.Pair, auth.App, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pair.Access == "" {
		return auth.Pair{}, s.app, auth.ErrNoPair
	}
	return s.pair, s.app, nil
}

func (s *shelf) Save(_ context.Context, p auth.Pair) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pair = p
	return nil
}

func (s *shelf) Lock(context.Context) (func(), error) {
	s.lock.Lock()
	return s.lock.Unlock, nil
}

// TestSandboxSignIn goes from the consent page to calls of the API with tokens
// that are renewed, and on to an account that is renamed and cut off.
func TestSandboxSignIn(t *testing.T) {
	h := newHouse(t, sandbox.OAuthOptions{StrictRefresh: true})
	store := &shelf{app: h.app}
	p := h.params()
	p.Keep = func(ctx context.Context, pair auth.Pair) error {
		_, err := auth.Keep(ctx, store, pair)
		return err
	}
	pair, err := auth.SignIn(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if page := <-h.shown; !strings.Contains(page, "kind 0") || pair.AccountID != h.Credentials().AccountID || pair.BaseURL != h.url {
		t.Errorf("page %q, pair %v of account %d", page, pair, pair.AccountID)
	}
	moved := make(chan string, 1)
	tokens := auth.NewTokens(store, auth.WithOnMoved(func(_, to string) { moved <- to }))
	defer func() {
		if err := tokens.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	h.call(tokens, nil)
	if err := h.SetClockOffset(25 * time.Hour); err != nil {
		t.Fatal(err)
	}
	h.call(tokens, nil) // the old token has ended by the server's clock
	if store.pair.Version != 2 {
		t.Errorf("version %d", store.pair.Version)
	}

	_, port, _ := strings.Cut(strings.TrimPrefix(h.url, "http://"), ":")
	if err := h.MoveAccount(sandbox.Move{Subdomain: "yangi", Host: "localhost:" + port}); err != nil {
		t.Fatal(err)
	}
	if _, err := tokens.Refresh(t.Context(), store.pair.Access); err != nil {
		t.Fatalf("a renamed account: %v", err)
	}
	if to := <-moved; to != "http://localhost:"+port || store.pair.BaseURL != to {
		t.Errorf("moved to %s, stored %s", to, store.pair.BaseURL)
	}
	if err := h.MoveAccount(sandbox.Move{}); err != nil {
		t.Fatal(err)
	}
	if err := h.RevokeGrant(h.Grants()[0].ID); err != nil {
		t.Fatal(err)
	}
	h.call(tokens, amo.ErrToken)
	if _, err := tokens.Refresh(t.Context(), store.pair.Access); auth.KindOf(err) != auth.KindRevoked {
		t.Errorf("cut off: %v", err)
	}
}

// call reads the account.
func (h *house) call(tokens amo.Tokens, want error) {
	h.t.Helper()
	client, err := amo.NewClient(h.url, tokens)
	if err != nil {
		h.t.Fatal(err)
	}
	defer client.Close()
	if _, err := client.Account(h.t.Context()); !errors.Is(err, want) {
		h.t.Errorf("a call of the API: %v, want %v", err, want)
	}
}

// TestSandboxRefuses has the sandbox refuse in each of its ways.
func TestSandboxRefuses(t *testing.T) {
	tests := []struct {
		name    string
		options sandbox.OAuthOptions
		arrange func(h *house, p *auth.Params)
		kind    auth.Kind
	}{
		{"refused", sandbox.OAuthOptions{}, func(h *house, _ *auth.Params) { h.decision = "refuse" }, auth.KindDenied},
		{"foreign referer", sandbox.OAuthOptions{Referer: "nurmebel.amocrm.ru.evil.example"}, nil, auth.KindForeignHost},
		{"wrong secret", sandbox.OAuthOptions{}, func(_ *house, p *auth.Params) { p.App.Secret = "wrong-secret" }, auth.KindInvalidClient},
		{"redirect mismatch", sandbox.OAuthOptions{}, func(_ *house, p *auth.Params) { p.App.RedirectURI += "?x=1" }, auth.KindRedirectMismatch},
		{"expired code", sandbox.OAuthOptions{}, func(h *house, p *auth.Params) {
			p.Open = func(address string) error {
				h.Before(func(req *http.Request) {
					if req.URL.Path == "/oauth2/access_token" {
						if err := h.SetClockOffset(21 * time.Minute); err != nil {
							t.Error(err)
						}
					}
				})
				return h.browse(address)
			}
		}, auth.KindCodeExpired},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := newHouse(t, test.options)
			p := h.params()
			if test.arrange != nil {
				test.arrange(h, &p)
			}
			if _, err := auth.SignIn(t.Context(), p); auth.KindOf(err) != test.kind {
				t.Errorf("kind %d: %v", auth.KindOf(err), err)
			}
			if page := <-h.shown; !strings.Contains(page, fmt.Sprintf("kind %d", test.kind)) {
				t.Errorf("page %q", page)
			}
		})
	}
}
