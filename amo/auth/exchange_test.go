package auth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"voronka/amo"
)

// quick tries as often as in life, without the pauses.
func quick() pauses {
	return pauses{attempts: 3, first: time.Millisecond, longest: 2 * time.Millisecond}
}

func (f *fake) endpoint() endpoint {
	e := newEndpoint(f.client())
	e.pauses = quick()
	return e
}

func TestExchange(t *testing.T) {
	f := newFake(t)
	code := f.newCode()
	before := time.Now()
	pair, err := Exchange(t.Context(), f.client(), f.base(), f.app, code)
	if err != nil {
		t.Fatal(err)
	}
	if pair.AccountID != f.accountID || pair.BaseURL != f.base() || pair.LivesFor != 86400 || pair.ServerTime == 0 || pair.Version != 0 {
		t.Errorf("pair %+v of account %d at %q", pair, pair.AccountID, pair.BaseURL)
	}
	if low, high := before.Add(24*time.Hour).Unix(), time.Now().Add(24*time.Hour).Unix()+1; pair.ExpiresAt < low || pair.ExpiresAt > high {
		t.Errorf("ends at %d, want %d to %d", pair.ExpiresAt, low, high)
	}
	want := map[string]string{"client_id": f.app.ClientID, "client_secret": f.app.Secret, "redirect_uri": f.app.RedirectURI, "grant_type": "authorization_code", "code": code}
	if got := f.body(); len(got) != len(want) {
		t.Errorf("the request has %d parameters, want %d", len(got), len(want))
	}
	for name, value := range want {
		if f.body()[name] != value {
			t.Errorf("parameter %s is wrong", name)
		}
	}
	if token := pair.OAuth(); token.AccessToken != pair.Access || token.RefreshToken != pair.Refresh || token.Expiry.Unix() != pair.ExpiresAt || !token.Valid() {
		t.Error("the pair as an OAuth token is another one")
	}
}

// TestRefusals goes through every row in which the endpoint refuses a code.
func TestRefusals(t *testing.T) {
	tests := []struct {
		name     string
		arrange  func(f *fake, app *App, code *string)
		faults   []fault
		kind     Kind
		status   int
		signIn   bool
		settings bool
		asked    int
	}{
		{"expired", func(f *fake, _ *App, _ *string) { f.skew = 21 * time.Minute }, nil, KindCodeExpired, 400, true, false, 1},
		{"used", func(f *fake, _ *App, code *string) { f.codes[*code].used = true }, nil, KindCodeUsed, 400, true, false, 1},
		{"garbled", func(_ *fake, _ *App, code *string) { *code = (*code)[:40] }, nil, KindCodeGarbled, 400, true, false, 1},
		{"redirect", func(_ *fake, app *App, _ *string) { app.RedirectURI += "/" }, nil, KindRedirectMismatch, 400, false, true, 1},
		{"wrong secret", func(_ *fake, app *App, _ *string) { app.Secret = "wrong" }, nil, KindInvalidClient, 401, false, true, 1},
		{"wrong id", func(_ *fake, app *App, _ *string) { app.ClientID = "wrong" }, nil, KindInvalidClient, 401, false, true, 1},
		{"no such account", func(f *fake, _ *App, _ *string) { f.host = "other.localhost:8443" }, nil, KindMoved, 404, true, false, 1},
		{"blocked", nil, []fault{page403}, KindBlocked, 403, false, false, 1},
		{"forbidden", nil, []fault{json403}, KindForbidden, 403, false, false, 1},
		{"payment", nil, []fault{pay402}, KindPayment, 402, false, false, 1},
		{"too many", nil, []fault{page429, page429, page429}, KindOverload, 429, false, false, 3},
		{"bad gateway", nil, []fault{page502, page502, page502}, KindOverload, 502, false, false, 3},
		{"a web page", nil, []fault{page200, page200, page200}, KindBadReply, 200, false, false, 3},
		{"unknown", nil, []fault{odd400}, KindRefused, 400, false, false, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFake(t)
			app, code := f.app, f.newCode()
			if test.arrange != nil {
				test.arrange(f, &app, &code)
			}
			f.fail(test.faults...)
			_, err := f.endpoint().exchange(t.Context(), f.base(), app, code)
			var refusal *TokenError
			if !errors.As(err, &refusal) || KindOf(err) != test.kind || refusal.Status != test.status {
				t.Fatalf("kind %d: %v", KindOf(err), err)
			}
			if NeedsSignIn(err) != test.signIn || NeedsSettings(err) != test.settings || errors.Is(err, amo.ErrToken) != (test.signIn || test.settings) {
				t.Errorf("sign in %t, settings %t", NeedsSignIn(err), NeedsSettings(err))
			}
			if IsTemporary(err) && NeedsSignIn(err) {
				t.Error("both temporary and final")
			}
			if asked, _ := f.times(code); asked != test.asked {
				t.Errorf("asked %d times, want %d", asked, test.asked)
			}
			checkRetrieve(t, err, test.status)
			noLeak(t, f, err.Error())
		})
	}
}

// checkRetrieve looks at the common OAuth type of a refusal.
func checkRetrieve(t *testing.T, err error, status int) {
	t.Helper()
	var common *oauth2.RetrieveError
	if !errors.As(err, &common) {
		t.Fatal("no *oauth2.RetrieveError in the error")
	}
	if common.Response.StatusCode != status || common.Response.Request != nil || common.Response.Header.Get("Set-Cookie") != "" {
		t.Errorf("the answer kept: status %d, request %v, header %v", common.Response.StatusCode, common.Response.Request, common.Response.Header)
	}
}

// TestHints has the bodies seen of real servers, in every wording.
func TestHints(t *testing.T) {
	tests := []struct {
		status    int
		hint      string
		kind      Kind
		parameter string
	}{
		{400, "Authorization code has expired", KindCodeExpired, ""},
		{400, "Authorization code has been revoked", KindCodeUsed, ""},
		{400, "Cannot decrypt the authorization code", KindCodeGarbled, ""},
		{400, "Check the `client_id` parameter", KindParameter, "client_id"},
		{400, "Check the `client_secret` parameter", KindParameter, "client_secret"},
		{400, "Check the `refresh_token` parameter", KindParameter, "refresh_token"},
		{400, "Redirect URI is not associated with client", KindRedirectMismatch, ""},
		{400, "Invalid account", KindInvalidAccount, ""},
		{400, "Invalid refresh token", KindInvalidRefresh, ""},
		{401, "Invalid refresh token", KindInvalidRefresh, ""},
		{401, "Cannot decrypt the refresh token", KindInvalidRefresh, ""},
		{401, "Token has expired", KindInvalidRefresh, ""},
		{401, "Token has been revoked", KindRevoked, ""},
		{401, "", KindInvalidClient, ""},
		{404, "", KindMoved, ""},
		{301, "", KindMoved, ""},
		{400, "", KindRefused, ""},
		{418, "something new", KindRefused, ""},
		{503, "Token has been revoked", KindOverload, ""},
	}
	for _, test := range tests {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if test.status == http.StatusMovedPermanently {
				w.Header().Set("Location", "https://evil.example/")
			}
			refuse(w, test.status, test.hint)
		}))
		e := newEndpoint(nil)
		e.pauses = pauses{attempts: 1}
		_, err := e.exchange(t.Context(), server.URL, App{ClientID: "i", Secret: "secret", RedirectURI: "r"}, sampleCode)
		server.Close()
		var refusal *TokenError
		if !errors.As(err, &refusal) || refusal.Kind != test.kind || refusal.Parameter != test.parameter {
			t.Errorf("%d %q: %v", test.status, test.hint, err)
		}
	}
}

func TestLostAnswers(t *testing.T) {
	tests := []struct {
		name   string
		faults []fault
		kind   Kind // KindUnknown: works
		spent  int
	}{
		{"cut before the work", []fault{cutBefore}, KindUnknown, 1},
		{"cut twice before the work", []fault{cutBefore, cutBefore}, KindUnknown, 1},
		{"cut after the work", []fault{cutAfter}, KindLostPair, 1},
		{"half an answer", []fault{half200}, KindLostPair, 1},
		{"gateway error after the work", []fault{after502}, KindLostPair, 1},
		{"gateway error before the work", []fault{page502}, KindUnknown, 1},
		{"always cut", []fault{cutBefore, cutBefore, cutBefore}, KindOffline, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFake(t)
			code := f.newCode()
			f.fail(test.faults...)
			_, err := f.endpoint().exchange(t.Context(), f.base(), f.app, code)
			if _, spent := f.times(code); KindOf(err) != test.kind || spent != test.spent {
				t.Errorf("kind %d, spent %d times: %v", KindOf(err), spent, err)
			}
			if err != nil {
				noLeak(t, f, err.Error())
			}
		})
	}
}

func TestServerOutOfReach(t *testing.T) {
	f := newFake(t)
	f.server.Close()
	_, err := f.endpoint().exchange(t.Context(), f.base(), f.app, f.newCode())
	if !amo.IsOffline(err) || KindOf(err) != KindOffline || !IsTemporary(err) {
		t.Errorf("got %v", err)
	}
}

func TestSlowServer(t *testing.T) {
	f := newFake(t)
	f.gate = make(chan struct{})
	defer close(f.gate)
	e := f.endpoint()
	e.timeout, e.pauses.attempts = 30*time.Millisecond, 1
	for arrived := false; !arrived; e.timeout *= 2 { // on a busy machine the time may end on the way there
		if _, err := e.exchange(t.Context(), f.base(), f.app, f.newCode()); !amo.IsOffline(err) || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("a server that does not answer: %v", err)
		}
		select {
		case <-f.arrived:
			arrived = true
		default:
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-f.arrived; cancel() }()
	e.timeout = time.Minute
	if _, err := e.exchange(ctx, f.base(), f.app, f.newCode()); KindOf(err) != KindCancelled {
		t.Errorf("given up by the caller: %v", err)
	}
}

func TestRetryAfterIsHeeded(t *testing.T) {
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		n++
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer server.Close()
	_, err := Exchange(t.Context(), nil, server.URL, App{ClientID: "i", Secret: "secret", RedirectURI: "r"}, sampleCode)
	var refusal *TokenError
	if !errors.As(err, &refusal) || refusal.RetryAfter != 2*time.Minute || n != 1 {
		t.Errorf("asked %d times: %v", n, err)
	}
	var call *amo.Error
	if !errors.As(err, &call) || call.Kind != amo.KindRateLimited || !amo.IsTemporary(err) {
		t.Errorf("for the API's calls it is %v", call)
	}
}

// TestNothingFollowsARedirect: neither the secret nor cookies go elsewhere.
func TestNothingFollowsARedirect(t *testing.T) {
	hits := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits++ }))
	defer elsewhere.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	_, err := Exchange(t.Context(), nil, server.URL, App{ClientID: "i", Secret: "secret", RedirectURI: "r"}, sampleCode)
	if hits != 0 || KindOf(err) != KindMoved {
		t.Errorf("%d requests went elsewhere: %v", hits, err)
	}
}

func TestOddAnswers(t *testing.T) {
	for name, body := range map[string]string{
		"empty": "", "null": "null", "list": "[]", "no tokens": `{"expires_in":1}`,
		"no refresh": `{"access_token":"abcdefgh"}`, "line break": `{"access_token":"abc\ndef","refresh_token":"abcdefgh"}`,
		"number": `{"access_token":1,"refresh_token":2}`, "cut": `{"access_token":"abcdef`,
		"huge": `{"x":"` + strings.Repeat("a", maxReply) + `"}`,
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }))
		e := newEndpoint(nil)
		e.pauses = pauses{attempts: 1}
		if _, err := e.exchange(t.Context(), server.URL, App{ClientID: "i", Secret: "secret", RedirectURI: "r"}, sampleCode); KindOf(err) != KindBadReply {
			t.Errorf("%s: %v", name, err)
		}
		server.Close()
	}
}

func TestLives(t *testing.T) {
	for _, test := range []struct {
		said, claimed int64
		want          time.Duration
	}{
		{86400, 0, 24 * time.Hour},
		{0, 3600, time.Hour},
		{86400, 3600, time.Hour},
		{60, 3600, time.Minute},
		{0, 0, 24 * time.Hour},
		{-5, -5, 24 * time.Hour},
		{1 << 62, 0, 10 * 365 * 24 * time.Hour},
	} {
		if got := lifeOf(test.said, test.claimed); got != test.want {
			t.Errorf("said %d, claimed %d: %s, want %s", test.said, test.claimed, got, test.want)
		}
	}
}

func TestSettingsAreChecked(t *testing.T) {
	whole := App{ClientID: "i", Secret: "secret", RedirectURI: "r"}
	for _, app := range []App{{Secret: whole.Secret, RedirectURI: "r"}, {ClientID: "i", RedirectURI: "r"}, {ClientID: "i", Secret: "  ", RedirectURI: "r"}, {ClientID: "i", Secret: "s"}} {
		if _, err := Exchange(t.Context(), nil, "http://127.0.0.1:1", app, sampleCode); KindOf(err) != KindSettings {
			t.Errorf("%v: %v", app, err)
		}
	}
	for _, base := range []string{"", "http://nurmebel.amocrm.ru", "nurmebel.amocrm.ru", "https://a:b@nurmebel.amocrm.ru"} {
		if _, err := Exchange(t.Context(), nil, base, whole, sampleCode); err == nil || amo.IsOffline(err) {
			t.Errorf("the secret was sent to %q: %v", base, err)
		}
	}
}
