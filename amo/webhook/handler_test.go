package webhook

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const testSecret = "5f0c-keep-this-quiet"

// memory is a store that remembers, fails or hangs.
type memory struct {
	mu    sync.Mutex
	saved []Delivery
	err   error
	hang  bool
}

func (m *memory) SaveDelivery(ctx context.Context, d Delivery) error {
	if m.hang {
		<-ctx.Done()
		return context.Cause(ctx)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		m.saved = append(m.saved, d)
	}
	return m.err
}

func handler(t testing.TB, p Params) *Handler {
	t.Helper()
	if p.Secret == "" {
		p.Secret = testSecret
	}
	h, err := NewHandler(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Wait)
	return h
}

func send(h http.Handler, method, target, media, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const formType = "application/x-www-form-urlencoded"

func TestAnswers(t *testing.T) {
	hook, body := "/"+testSecret, "leads[add][0][id]=1"
	for name, tc := range map[string]struct {
		method, target, media, body string
		status, saved               int
	}{
		"form":                   {"POST", hook, formType, body, 200, 1},
		"form with a charset":    {"POST", hook, formType + "; charset=UTF-8", body, 200, 1},
		"below a folder":         {"POST", "/amo" + hook, formType, body, 200, 1},
		"with a slash behind":    {"POST", hook + "/", formType, body, 200, 1},
		"JSON":                   {"POST", hook, "application/json", `{"leads":{"add":[{"id":1}]}}`, 200, 1},
		"no events":              {"POST", hook, formType, "", 200, 1},
		"no secret":              {"POST", "/", formType, body, 404, 0},
		"wrong secret":           {"POST", "/other", formType, body, 404, 0},
		"secret in the query":    {"POST", "/?secret_key=" + testSecret, formType, body, 404, 0},
		"secret and more":        {"POST", hook + "x", formType, body, 404, 0},
		"a step behind":          {"POST", hook + "/x", formType, body, 404, 0},
		"read":                   {"GET", hook, "", "", 405, 0},
		"read of a wrong secret": {"GET", "/other", "", "", 404, 0},
		"no media":               {"POST", hook, "", body, 415, 0},
		"files":                  {"POST", hook, "multipart/form-data; boundary=x", "--x--", 415, 0},
		"XML":                    {"POST", hook, "application/xml", "<a/>", 415, 0},
		"too large":              {"POST", hook, formType, "a=" + strings.Repeat("x", 2000), 413, 0},
		"too many keys":          {"POST", hook, formType, strings.Repeat("a=1&", 60), 413, 0},
		"damaged":                {"POST", hook, formType, "a=%zz", 400, 0},
		"cut JSON":               {"POST", hook, "application/json", `{"leads":`, 400, 0},
	} {
		t.Run(name, func(t *testing.T) {
			store := &memory{}
			h := handler(t, Params{Store: store, MaxBody: 1000, Limits: Limits{Keys: 50}})
			w := send(h, tc.method, tc.target, tc.media, tc.body)
			if w.Code != tc.status || len(store.saved) != tc.saved {
				t.Errorf("status %d, %d stored, want %d, %d", w.Code, len(store.saved), tc.status, tc.saved)
			}
			if tc.saved == 1 && string(store.saved[0].Body) != tc.body {
				t.Errorf("stored %q", store.saved[0].Body)
			}
			if tc.status == 405 && w.Header().Get("Allow") == "" {
				t.Error("405 without Allow")
			}
		})
	}
}

func TestCompressedBodiesAreNotTaken(t *testing.T) {
	r := httptest.NewRequest("POST", "/"+testSecret, strings.NewReader("x"))
	r.Header.Set("Content-Type", formType)
	r.Header.Set("Content-Encoding", "gzip")
	w := httptest.NewRecorder()
	handler(t, Params{Store: &memory{}}).ServeHTTP(w, r)
	if w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("status %d", w.Code)
	}
}

// TestUndeclaredLength: a body without a length is bounded too.
func TestUndeclaredLength(t *testing.T) {
	server := httptest.NewServer(handler(t, Params{Store: &memory{}, MaxBody: 1000}))
	defer server.Close()
	endless := io.LimitReader(neverEnding('x'), 1<<20)
	resp, err := server.Client().Post(server.URL+"/"+testSecret, formType, io.MultiReader(strings.NewReader("a="), endless))
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, %v", resp.StatusCode, err)
	}
}

type neverEnding byte

func (b neverEnding) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(b)
	}
	return len(p), nil
}

func TestNotStored(t *testing.T) {
	h := handler(t, Params{Store: &memory{err: errors.New("disk full")}})
	if w := send(h, "POST", "/"+testSecret, formType, "a=1"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d", w.Code)
	}
}

// TestSlowStore: the answer comes before the server gives up, whatever the
// store does.
func TestSlowStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := handler(t, Params{Store: &memory{hang: true}})
		start := time.Now()
		w := send(h, "POST", "/"+testSecret, formType, "a=1")
		if took := time.Since(start); w.Code != http.StatusServiceUnavailable || took >= 2*time.Second {
			t.Errorf("status %d after %s", w.Code, took)
		}
	})
}

// TestDeafStore: a store that ignores its deadline does not hold the answer,
// and Wait waits for it.
func TestDeafStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		h := handler(t, Params{Store: storeFunc(func(context.Context, Delivery) error { <-release; return nil })})
		if w := send(h, "POST", "/"+testSecret, formType, "a=1"); w.Code != http.StatusServiceUnavailable {
			t.Errorf("status %d", w.Code)
		}
		waited := make(chan struct{})
		go func() { h.Wait(); close(waited) }()
		synctest.Wait()
		select {
		case <-waited:
			t.Error("Wait did not wait")
		default:
		}
		close(release)
		<-waited
	})
}

// TestCrowdedStore: when every place is taken, a delivery waits no longer than
// the deadline.
func TestCrowdedStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		h := handler(t, Params{Store: storeFunc(func(context.Context, Delivery) error { <-release; return nil })})
		var wg sync.WaitGroup
		for range maxSaving {
			wg.Go(func() { send(h, "POST", "/"+testSecret, formType, "a=1") })
		}
		synctest.Wait()
		start := time.Now()
		w := send(h, "POST", "/"+testSecret, formType, "a=2")
		if took := time.Since(start); w.Code != http.StatusServiceUnavailable || took >= 2*time.Second {
			t.Errorf("status %d after %s", w.Code, took)
		}
		close(release)
		wg.Wait()
	})
}

type storeFunc func(context.Context, Delivery) error

func (f storeFunc) SaveDelivery(ctx context.Context, d Delivery) error { return f(ctx, d) }

func TestRefresh(t *testing.T) {
	for name, tc := range map[string]struct {
		method, target string
		err            error
		none           bool
		status, calls  int
	}{
		"key in the query": {"GET", "/refresh?secret_key=" + testSecret, nil, false, 200, 1},
		"key in the path":  {"POST", "/refresh/" + testSecret, nil, false, 200, 1},
		"wrong key":        {"GET", "/refresh?secret_key=x", nil, false, 404, 0},
		"wrong path":       {"GET", "/refresh/x", nil, false, 404, 0},
		"no key":           {"GET", "/refresh", nil, false, 404, 0},
		"deeper":           {"GET", "/refresh/x/" + testSecret, nil, false, 404, 0},
		"other method":     {"PUT", "/refresh/" + testSecret, nil, false, 405, 0},
		"failing":          {"GET", "/refresh/" + testSecret, errors.New("revoked"), false, 503, 1},
		"not offered":      {"GET", "/refresh/" + testSecret, nil, true, 404, 0},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			p := Params{Store: &memory{}, Refresh: func(context.Context) error { calls++; return tc.err }}
			if tc.none {
				p.Refresh = nil
			}
			w := send(handler(t, p), tc.method, tc.target, "", "")
			if w.Code != tc.status || calls != tc.calls {
				t.Errorf("status %d, %d refreshes, want %d, %d", w.Code, calls, tc.status, tc.calls)
			}
			if strings.Contains(w.Body.String(), "revoked") {
				t.Error("the cause is told to a stranger")
			}
		})
	}
}

// TestOneRefreshAtATime: the second waits for the first, and is refused when
// it takes too long.
func TestOneRefreshAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		calls := 0
		h := handler(t, Params{Store: &memory{}, Refresh: func(context.Context) error { calls++; <-release; return nil }})
		var wg sync.WaitGroup
		wg.Go(func() { send(h, "GET", "/refresh/"+testSecret, "", "") })
		synctest.Wait()
		if w := send(h, "GET", "/refresh/"+testSecret, "", ""); w.Code != http.StatusServiceUnavailable || calls != 1 {
			t.Errorf("status %d, %d refreshes", w.Code, calls)
		}
		close(release)
		wg.Wait()
	})
}

// TestSecretsAreNotLogged: neither the secret nor anything of a delivery.
func TestSecretsAreNotLogged(t *testing.T) {
	var log bytes.Buffer
	h := handler(t, Params{
		Store: &memory{err: errors.New("disk full")}, Refresh: func(context.Context) error { return errors.New("offline") },
		Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	body := "contacts[add][0][name]=Dilnoza&contacts[add][0][phone]=998900000001"
	send(h, "POST", "/"+testSecret, formType, body)
	send(h, "POST", "/"+testSecret, "application/json", `{"Dilnoza":`)
	send(h, "POST", "/wrong-guess", formType, body)
	send(h, "GET", "/refresh?secret_key="+testSecret, "", "")
	for _, secret := range []string{testSecret, "Dilnoza", "998900000001", "wrong-guess"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%s is logged: %s", secret, log.String())
		}
	}
	if !strings.Contains(log.String(), "disk full") {
		t.Errorf("the failure is not logged: %s", log.String())
	}
}

func TestBadParams(t *testing.T) {
	for name, p := range map[string]Params{
		"no secret":         {Store: &memory{}},
		"slash in a secret": {Store: &memory{}, Secret: "a/b"},
		"no store":          {Secret: testSecret},
	} {
		if _, err := NewHandler(p); err == nil {
			t.Errorf("%s: a handler was made", name)
		}
	}
	if a, b := NewSecret(), NewSecret(); a == b || len(a) < 20 {
		t.Errorf("secrets %s, %s", a, b)
	}
}
