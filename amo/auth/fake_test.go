package auth

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// fault is something that goes wrong with one request of the token endpoint.
type fault int

const (
	cutBefore fault = iota + 1 // the connection breaks, nothing was done
	cutAfter                   // the connection breaks after the work was done
	page403
	json403
	page429
	page502
	pay402
	page200
	half200 // the answer breaks off
	after502
	odd400
)

// fake is an amoCRM with accounts, codes and tokens, and a wire that can be
// told to break.
type fake struct {
	t      testing.TB
	server *httptest.Server
	dialTo string // where every name leads
	app    App

	mu        sync.Mutex
	skew      time.Duration // of the server's clock
	life      time.Duration // of access tokens
	host      string        // of the account, anything else is not found
	gone      int           // status of other hosts
	accountID int64
	strict    bool // a renewal kills the old access token
	codes     map[string]*fakeCode
	live      map[string]bool // refresh tokens, true while they are good
	access    map[string]time.Time
	faults    []fault
	gate      chan struct{} // when set, requests wait for it
	arrived   chan struct{}

	asked    map[string]int // grants by value, whenever presented
	spent    map[string]int // grants by value, whenever they gave a pair
	broken   map[string]int // grants by value, whose answer was cut
	requests []string       // host, method and path of each
	cookies  int
	secrets  []string // everything that must not leak
	bodies   []map[string]string
}

type fakeCode struct {
	issued time.Time
	used   bool
}

// home is where the account of a fake lives at first.
const home = "nurmebel.localhost:8443"

func newFake(t testing.TB) *fake {
	f := &fake{
		t: t, host: home, gone: http.StatusNotFound, accountID: 5135160, life: 24 * time.Hour,
		app:   App{ClientID: "5f2c1a90-0000-4000-8000-000000000001", Secret: chance("s3cr"), RedirectURI: "http://localhost:8917/callback"},
		codes: map[string]*fakeCode{}, live: map[string]bool{}, access: map[string]time.Time{},
		asked: map[string]int{}, spent: map[string]int{}, broken: map[string]int{},
		arrived: make(chan struct{}, 1000),
	}
	f.secrets = append(f.secrets, f.app.Secret)
	f.server = httptest.NewUnstartedServer(f)
	f.server.Config.ErrorLog = nil
	f.server.Start()
	f.dialTo = f.server.Listener.Addr().String()
	t.Cleanup(f.server.Close)
	return f
}

// client reaches the fake under any name.
func (f *fake) client() *http.Client {
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, f.dialTo)
		},
	}}
}

func (f *fake) base() string { return "http://" + home }

func chance(prefix string) string {
	b := make([]byte, 48)
	_, _ = rand.Read(b)
	return prefix + hex.EncodeToString(b)
}

func (f *fake) now() time.Time { return time.Now().Add(f.skew) }

func (f *fake) newCode() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	code := chance("def502")
	f.codes[code] = &fakeCode{issued: f.now()}
	f.secrets = append(f.secrets, code)
	return code
}

// grantPair gives a pair outside of any exchange.
func (f *fake) grantPair() Pair {
	f.mu.Lock()
	defer f.mu.Unlock()
	access, refresh := f.newPair()
	return Pair{
		Access: access, Refresh: refresh, BaseURL: f.base(), Version: 1, AccountID: f.accountID,
		ExpiresAt: ceilUnix(time.Now().Add(f.life)), LivesFor: int64(f.life / time.Second),
	}
}

// newPair is called with the lock held.
func (f *fake) newPair() (access, refresh string) {
	now := f.now()
	access = fakeJWT(map[string]any{
		"aud": f.app.ClientID, "jti": chance(""), "iat": now.Unix(), "nbf": now.Unix(),
		"exp": now.Add(f.life).Unix(), "sub": "504141", "account_id": f.accountID,
		"base_domain": "localhost", "api_domain": "api-b.localhost:8443", "version": 2,
	})
	refresh = chance("def502")
	f.live[refresh] = true
	f.access[access] = now.Add(f.life)
	f.secrets = append(f.secrets, access, refresh)
	return access, refresh
}

func fakeJWT(claims map[string]any) string {
	raw, _ := json.Marshal(claims)
	enc := base64.RawURLEncoding
	return enc.EncodeToString([]byte(`{"typ":"JWT","alg":"RS256"}`)) + "." + enc.EncodeToString(raw) + "." + enc.EncodeToString([]byte(chance("")))
}

func (f *fake) fail(faults ...fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = append(f.faults, faults...)
}

func (f *fake) move(host string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.host = host
}

func (f *fake) revokeAll() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for token := range f.live {
		f.live[token] = false
	}
}

// seen is every request so far.
func (f *fake) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.requests)
}

// body is what the token endpoint was sent, the first time.
func (f *fake) body() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.bodies[0]
}

// times is how often a grant was presented, and how often it gave a pair.
func (f *fake) times(value string) (asked, spent int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked[value], f.spent[value]
}

func (f *fake) count(suffix string) int {
	n := 0
	for _, r := range f.seen() {
		if strings.HasSuffix(r, suffix) {
			n++
		}
	}
	return n
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.requests = append(f.requests, r.Host+" "+r.Method+" "+r.URL.Path)
	f.cookies += len(r.Cookies())
	gate := f.gate
	f.mu.Unlock()
	switch r.URL.Path {
	case "/oauth2/access_token":
		select {
		case f.arrived <- struct{}{}:
		default:
		}
		if gate != nil {
			select {
			case <-gate:
			case <-r.Context().Done():
				return
			}
		}
		f.token(w, r)
	case "/oauth2/account/current/subdomain":
		f.subdomain(w, r)
	case "/api/v4/account":
		f.account(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (f *fake) account(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ends, ok := f.access[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if !ok || !f.now().Before(ends) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	fmt.Fprintf(w, `{"id":%d}`, f.accountID)
}

func (f *fake) subdomain(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Host != "api-b.localhost:8443" && !strings.HasPrefix(r.Host, "api-b.amocrm.ru") || !f.live[r.Header.Get("X-Refresh-Token")] {
		refuse(w, http.StatusUnauthorized, "")
		return
	}
	name, _, _ := strings.Cut(f.host, ".")
	fmt.Fprintf(w, `{"id":%d,"subdomain":%q,"domain":%q,"top_level_domain":"ru"}`, f.accountID, name, f.host)
}

// refuse answers in the form of the token endpoint.
func refuse(w http.ResponseWriter, status int, hint string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Set-Cookie", "session=abc; path=/")
	w.WriteHeader(status)
	body := map[string]any{
		"title": "Некорректный запрос", "type": "https://developers.amocrm.ru/v3/errors/OAuthProblemJson",
		"status": status, "detail": "В запросе отсутствует ряд параметров или параметры невалидны",
	}
	if hint != "" {
		body["hint"] = hint
	}
	_ = json.NewEncoder(w).Encode(body)
}

func (f *fake) token(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var body map[string]string
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || r.Method != http.MethodPost {
		refuse(w, http.StatusBadRequest, "Check the `grant_type` parameter")
		return
	}
	f.bodies = append(f.bodies, body)
	value := body["code"] + body["refresh_token"]
	f.asked[value]++
	wrong := fault(0)
	if len(f.faults) > 0 {
		wrong, f.faults = f.faults[0], f.faults[1:]
	}
	if f.breaks(w, wrong, value) {
		return
	}
	status, hint := f.judge(r.Host, body)
	if status != http.StatusOK {
		refuse(w, status, hint)
		return
	}
	access, refresh := f.spend(body)
	reply, _ := json.Marshal(map[string]any{
		"token_type": "Bearer", "expires_in": int64(f.life / time.Second),
		"access_token": access, "refresh_token": refresh, "server_time": f.now().Unix(),
	})
	switch wrong {
	case cutAfter:
		f.broken[value]++
		hangUp(w)
	case half200:
		f.broken[value]++
		w.Header().Set("Content-Length", fmt.Sprint(len(reply)))
		_, _ = w.Write(reply[:len(reply)/2])
		_ = http.NewResponseController(w).Flush()
		hangUp(w)
	case after502:
		f.broken[value]++
		html(w, http.StatusBadGateway)
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(reply)
	}
}

// breaks answers for the faults that happen before the work.
func (f *fake) breaks(w http.ResponseWriter, wrong fault, value string) bool {
	switch wrong {
	case cutBefore:
		f.broken[value]++
		hangUp(w)
	case page403:
		html(w, http.StatusForbidden)
	case json403:
		refuse(w, http.StatusForbidden, "")
	case page429:
		html(w, http.StatusTooManyRequests)
	case page502:
		html(w, http.StatusBadGateway)
	case pay402:
		refuse(w, http.StatusPaymentRequired, "")
	case page200:
		html(w, http.StatusOK)
	case odd400:
		// A server that repeats what it was sent must not make us repeat it.
		refuse(w, http.StatusBadRequest, "odd value "+value+" and "+f.app.Secret)
	default:
		return false
	}
	return true
}

func html(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<!doctype html><title>%d</title><h1>nginx</h1>", status)
}

func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // part of the answer is written already
	}
	_ = conn.Close()
}

// judge checks a grant as amoCRM does.
func (f *fake) judge(host string, body map[string]string) (status int, hint string) {
	for _, name := range []string{"client_id", "client_secret", "redirect_uri", "grant_type"} {
		if body[name] == "" {
			return http.StatusBadRequest, "Check the `" + name + "` parameter"
		}
	}
	switch {
	case host != f.host:
		return f.gone, ""
	case body["client_id"] != f.app.ClientID || body["client_secret"] != f.app.Secret:
		return http.StatusUnauthorized, ""
	case body["redirect_uri"] != f.app.RedirectURI:
		return http.StatusBadRequest, "Redirect URI is not associated with client"
	case body["grant_type"] == "refresh_token":
		live, known := f.live[body["refresh_token"]]
		switch {
		case !known:
			return http.StatusBadRequest, "Invalid refresh token"
		case !live:
			return http.StatusUnauthorized, "Token has been revoked"
		}
		return http.StatusOK, ""
	}
	code, known := f.codes[body["code"]]
	switch {
	case !known:
		return http.StatusBadRequest, "Cannot decrypt the authorization code"
	case code.used:
		return http.StatusBadRequest, "Authorization code has been revoked"
	case f.now().Sub(code.issued) > 20*time.Minute:
		return http.StatusBadRequest, "Authorization code has expired"
	}
	return http.StatusOK, ""
}

// spend uses a grant up and gives its pair.
func (f *fake) spend(body map[string]string) (access, refresh string) {
	value := body["code"] + body["refresh_token"]
	f.spent[value]++
	if code, ok := f.codes[value]; ok {
		code.used = true
	} else {
		f.live[value] = false
		if f.strict {
			clear(f.access)
		}
	}
	return f.newPair()
}
