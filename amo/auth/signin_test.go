package auth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"voronka/amo"
)

// browser is a person with a browser in front of a fake's consent page.
type browser struct {
	*fake
	params Params
	shown  chan page
}

// newBrowser answers the consent page with what answer makes of the state.
func newBrowser(t *testing.T, answer func(f *fake, state string) url.Values) *browser {
	f := newFake(t)
	f.app.RedirectURI = freeURI(t, "localhost")
	platform, err := Sandbox(f.base())
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{fake: f, shown: make(chan page, 1)}
	b.params = Params{
		Platform: platform, App: f.app, Pages: words{}, HTTP: f.client(), Patience: 20 * time.Second,
		Open: func(address string) error {
			u, err := url.Parse(address)
			if err != nil {
				return err
			}
			b.shown <- get(t, f.app.RedirectURI+"?"+answer(f, u.Query().Get("state")).Encode())
			return nil
		},
	}
	return b
}

func allow(f *fake, state string) url.Values {
	return url.Values{"code": {f.newCode()}, "referer": {home}, "state": {state}}
}

func TestSignIn(t *testing.T) {
	b := newBrowser(t, allow)
	var kept Pair
	b.params.Keep = func(_ context.Context, p Pair) error {
		kept = p
		select {
		case <-b.shown:
			t.Error("the browser was told before the pair was stored")
		default:
		}
		return nil
	}
	address := ""
	b.params.OnAddress = func(a string) { address = a }
	pair, err := SignIn(t.Context(), b.params)
	if err != nil {
		t.Fatal(err)
	}
	if pair.Access == "" || kept != pair || pair.BaseURL != b.base() {
		t.Errorf("pair %v", pair)
	}
	if !strings.HasPrefix(address, b.base()+"/oauth?") {
		t.Errorf("address %q", address)
	}
	noLeak(t, b.fake, address)
	checkPage(t, <-b.shown, http.StatusOK, "Ulandi")
	if _, err := net.Dial("tcp", strings.TrimPrefix(strings.TrimSuffix(b.app.RedirectURI, "/callback"), "http://")); err == nil {
		t.Error("the port is open afterwards")
	}
}

// TestSignInFails has each way to fail end in its kind, on the page too.
func TestSignInFails(t *testing.T) {
	tests := []struct {
		name    string
		answer  func(f *fake, state string) url.Values
		arrange func(b *browser)
		kind    Kind
		asked   int // requests for tokens
	}{
		{"refused", func(_ *fake, state string) url.Values {
			return url.Values{"error": {"access_denied"}, "state": {state}}
		}, nil, KindDenied, 0},
		{"no code", func(_ *fake, state string) url.Values {
			return url.Values{"referer": {home}, "state": {state}}
		}, nil, KindCodeMissing, 0},
		{"foreign referer", func(f *fake, state string) url.Values {
			return url.Values{"code": {f.newCode()}, "referer": {"evil.example"}, "state": {state}}
		}, nil, KindForeignHost, 0},
		{"expired code", func(f *fake, state string) url.Values {
			v := allow(f, state)
			f.skew = 21 * time.Minute
			return v
		}, nil, KindCodeExpired, 1},
		{"wrong secret", allow, func(b *browser) { b.params.App.Secret = "wrong" }, KindInvalidClient, 1},
		{"redirect mismatch", allow, func(b *browser) { b.fake.app.RedirectURI += "/" }, KindRedirectMismatch, 1},
		{"not stored", allow, func(b *browser) {
			b.params.Keep = func(context.Context, Pair) error { return &StoreError{Op: "save", Err: errors.New("disk full")} }
		}, KindStore, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBrowser(t, test.answer)
			uri := b.app.RedirectURI
			if test.arrange != nil {
				test.arrange(b)
			}
			open := b.params.Open
			b.params.Open = func(address string) error {
				registered := b.fake.app.RedirectURI
				b.fake.app.RedirectURI = uri // where the browser is sent
				defer func() { b.fake.app.RedirectURI = registered }()
				return open(address)
			}
			if test.name == "redirect mismatch" {
				b.params.Open = func(address string) error {
					u, err := url.Parse(address)
					if err != nil {
						return err
					}
					b.shown <- get(t, uri+"?"+test.answer(b.fake, u.Query().Get("state")).Encode())
					return nil
				}
			}
			pair, err := SignIn(t.Context(), b.params)
			if KindOf(err) != test.kind || pair != (Pair{}) {
				t.Fatalf("kind %d: %v", KindOf(err), err)
			}
			checkPage(t, <-b.shown, http.StatusBadRequest, kindText(test.kind))
			if n := b.count("access_token"); n != test.asked {
				t.Errorf("%d requests for tokens", n)
			}
			noLeak(t, b.fake, err.Error())
		})
	}
}

func TestStrangersAreReported(t *testing.T) {
	b := newBrowser(t, allow)
	open := b.params.Open
	b.params.Open = func(address string) error {
		for range 20 {
			get(t, b.app.RedirectURI+answerOf(NewState()))
		}
		return open(address)
	}
	reports := 0
	b.params.Report = func(err error) {
		reports++
		if KindOf(err) != KindWrongState {
			t.Errorf("reported %v", err)
		}
	}
	if _, err := SignIn(t.Context(), b.params); err != nil {
		t.Error(err)
	}
	if reports == 0 {
		t.Error("nothing was reported")
	}
	<-b.shown
}

func TestBrowserMissing(t *testing.T) {
	b := newBrowser(t, allow)
	cause := errors.New("exec: xdg-open: not found")
	b.params.Open = func(string) error { return cause }
	_, err := SignIn(t.Context(), b.params)
	if KindOf(err) != KindBrowser || !errors.Is(err, cause) {
		t.Errorf("without anyone to tell: %v", err)
	}
	// With someone to tell, the person copies the address.
	open := newBrowserOpen(t, b)
	address := make(chan string, 1)
	b.params.OnAddress = func(a string) { address <- a }
	b.params.Report = func(err error) {
		if KindOf(err) != KindBrowser {
			t.Errorf("reported %v", err)
		}
		go open(<-address)
	}
	if _, err := SignIn(t.Context(), b.params); err != nil {
		t.Errorf("by a copied address: %v", err)
	}
	<-b.shown
}

func newBrowserOpen(t *testing.T, b *browser) func(string) {
	return func(address string) {
		u, err := url.Parse(address)
		if err != nil {
			t.Error(err)
			return
		}
		b.shown <- get(t, b.app.RedirectURI+"?"+allow(b.fake, u.Query().Get("state")).Encode())
	}
}

func TestBrowserErrorHidesTheAddress(t *testing.T) {
	b := newBrowser(t, allow)
	state := ""
	b.params.Open = func(address string) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		state = u.Query().Get("state")
		return fmt.Errorf("cannot open %s", address)
	}
	_, err := SignIn(t.Context(), b.params)
	for _, e := range append(causes(err), err) {
		if state == "" || strings.Contains(e.Error(), state) {
			t.Errorf("the state is in %q", e)
		}
	}
}

func TestPersonGivesUp(t *testing.T) {
	b := newBrowser(t, allow)
	b.params.Open = nil
	b.params.Patience = time.Millisecond
	if _, err := SignIn(t.Context(), b.params); KindOf(err) != KindTimeout {
		t.Errorf("out of time: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	b.params.Patience = time.Minute
	b.params.OnAddress = func(string) { cancel() }
	if _, err := SignIn(ctx, b.params); KindOf(err) != KindCancelled {
		t.Errorf("cancelled: %v", err)
	}
}

func TestPortTakenEndsTheSignIn(t *testing.T) {
	b := newBrowser(t, allow)
	u, err := url.Parse(b.app.RedirectURI)
	if err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("tcp", "127.0.0.1:"+u.Port())
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close() //nolint:errcheck // it carried nothing
	b.params.Open = func(string) error { t.Error("the browser was opened"); return nil }
	_, err = SignIn(t.Context(), b.params)
	var taken *PortError
	if port, _ := strconv.Atoi(u.Port()); !errors.As(err, &taken) || taken.Port != port {
		t.Errorf("got %v", err)
	}
}

func TestPasting(t *testing.T) {
	whole := func(f *fake, state string) string {
		return f.app.RedirectURI + "?" + allow(f, state).Encode()
	}
	tests := []struct {
		name    string
		pasted  func(f *fake, state string) string
		account string
		kind    Kind
		reports int
	}{
		{"whole address", whole, "", KindUnknown, 0},
		{"code alone", func(f *fake, _ string) string { return f.newCode() }, "http://" + home, KindUnknown, 0},
		{"refused", func(_ *fake, state string) string { return "?error=access_denied&state=" + state }, "", KindDenied, 0},
		{"foreign host", func(f *fake, state string) string {
			return "?code=" + f.newCode() + "&referer=evil.example&state=" + state
		}, "", KindForeignHost, 0},
		{"wrong state", func(f *fake, _ string) string { return whole(f, NewState().Value()) }, "", KindTimeout, 1},
		{"no code", func(*fake, string) string { return "hello there" }, "", KindTimeout, 1},
	}
	for _, test := range tests {
		for _, uri := range []string{"", "https://example.com/callback"} { // here, and out in the web
			b := newBrowser(t, allow)
			if uri != "" {
				b.fake.app.RedirectURI, b.params.App.RedirectURI = uri, uri
			}
			pasted := make(chan string, 1)
			b.params.Open, b.params.Pasted, b.params.Account = nil, pasted, test.account
			b.params.OnAddress = func(address string) {
				u, err := url.Parse(address)
				if err != nil {
					t.Error(err)
				}
				pasted <- test.pasted(b.fake, u.Query().Get("state"))
			}
			reports := 0
			b.params.Report = func(error) { reports++ }
			if test.kind == KindTimeout {
				b.params.Patience = 50 * time.Millisecond
			}
			_, err := SignIn(t.Context(), b.params)
			for reports < test.reports && KindOf(err) == KindTimeout && b.params.Patience < time.Minute {
				select {
				case <-pasted: // a busy machine had no time to read it
				default:
				}
				b.params.Patience *= 4
				_, err = SignIn(t.Context(), b.params)
			}
			if KindOf(err) != test.kind || reports != test.reports {
				t.Errorf("%s %s: kind %d, %d reports: %v", test.name, uri, KindOf(err), reports, err)
			}
		}
	}
}

func TestSignInPasted(t *testing.T) {
	b := newBrowser(t, allow)
	b.params.Account = home
	pair, err := SignInPasted(t.Context(), b.params, " "+b.newCode()+"\n")
	if err != nil || pair.BaseURL != b.base() {
		t.Errorf("a code alone: %v", err)
	}
	if pair, err = SignInPasted(t.Context(), b.params, "http://x/?code="+b.newCode()+"&referer="+home); err != nil || pair.Access == "" {
		t.Errorf("a whole address: %v", err)
	}
	b.params.Platform = AmoRU()
	for pasted, kind := range map[string]Kind{
		"nonsense, really":                            KindNotACode,
		"?code=" + sampleCode + "&referer=evil.ru":    KindForeignHost,
		"?code=" + sampleCode + "&referer=amocrm.ru":  KindForeignHost,
		"?error=access_denied":                        KindDenied,
		"http://localhost:8917/callback?referer=a.ru": KindCodeMissing,
	} {
		if _, err := SignInPasted(t.Context(), b.params, pasted); KindOf(err) != kind {
			t.Errorf("%q: %v", pasted, err)
		}
	}
	b.params.Account = ""
	if _, err := SignInPasted(t.Context(), b.params, sampleCode); KindOf(err) != KindAccountMissing {
		t.Errorf("without an account: %v", err)
	}
	b.params.App.Secret = ""
	if _, err := SignInPasted(t.Context(), b.params, sampleCode); KindOf(err) != KindSettings || !errors.Is(err, amo.ErrToken) {
		t.Errorf("without a secret: %v", err)
	}
}
