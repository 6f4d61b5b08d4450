package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// words are pages whose text is the kind of the outcome, in Uzbek if it worked.
type words struct{}

func (words) Page(outcome error) Page {
	if outcome == nil {
		return Page{Language: "uz", Title: "Ulandi", Text: "Sahifani yopib, oʻz ishingizga qayting."}
	}
	return Page{Language: "en", Title: "Failed <b>", Text: fmt.Sprintf("kind %d & <script>alert(1)</script>", KindOf(outcome))}
}

// freeURI is a redirect URI on a port that was free a moment ago.
func freeURI(t testing.TB, host string) string {
	t.Helper()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close() //nolint:errcheck // it carried nothing
	return fmt.Sprintf("http://%s:%d/callback", host, socket.Addr().(*net.TCPAddr).Port)
}

func listen(t testing.TB, uri string) *Listener {
	t.Helper()
	l, err := Listen(t.Context(), uri, words{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return l
}

// page is an answer of the listener.
type page struct {
	status int
	header http.Header
	body   string
}

func visit(t testing.TB, req *http.Request) page {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		t.Errorf("%s: %v", req.URL.Path, err)
		return page{}
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return page{resp.StatusCode, resp.Header, string(body)}
}

func get(t testing.TB, address string) page {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Error(err)
		return page{}
	}
	return visit(t, req)
}

// answered calls the listener as soon as somebody waits for the state: an answer
// that comes before is not taken.
func (l *Listener) answered(t testing.TB, state *State, address string) page {
	t.Helper()
	for awaited := false; !awaited && t.Context().Err() == nil; time.Sleep(time.Millisecond) {
		l.mu.Lock()
		awaited = l.asks != nil && l.asks.state == state
		l.mu.Unlock()
	}
	return get(t, address)
}

func answerOf(state *State) string {
	return "?" + url.Values{"code": {sampleCode}, "referer": {"nurmebel.amocrm.ru"}, "state": {state.Value()}, "platform": {"1"}}.Encode()
}

func TestListenerTakesTheAnswer(t *testing.T) {
	for _, host := range []string{"localhost", "127.0.0.1"} {
		uri := freeURI(t, host)
		l, state := listen(t, uri), NewState()
		shown := make(chan page, 1)
		go func() { shown <- l.answered(t, state, uri+answerOf(state)) }()
		v, err := l.Wait(t.Context(), state)
		if err != nil {
			t.Fatal(err)
		}
		if v.Err != nil || v.Callback.Code != sampleCode || v.Callback.Referer != "nurmebel.amocrm.ru" || v.Callback.Platform != "1" {
			t.Errorf("callback %#v, %v", plain(v.Callback), v.Err)
		}
		select {
		case p := <-shown:
			t.Fatalf("the browser was answered before the exchange: %d", p.status)
		default:
		}
		v.Answer(nil)
		v.Answer(errors.New("too late"))
		checkPage(t, <-shown, http.StatusOK, "Ulandi")
		if again := get(t, uri+answerOf(state)); again.status != http.StatusForbidden || !strings.Contains(again.body, kindText(KindReplay)) {
			t.Errorf("a replay is answered with %d %s", again.status, again.body)
		}
	}
}

func kindText(k Kind) string { return fmt.Sprintf("kind %d &amp;", k) }

// checkPage looks at the page's protection and its words.
func checkPage(t *testing.T, p page, status int, text string) {
	t.Helper()
	if p.status != status || !strings.Contains(p.body, text) {
		t.Errorf("status %d, page %q, want %d with %q", p.status, p.body, status, text)
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		"X-Frame-Options": "DENY", "Content-Type": "text/html; charset=utf-8",
	} {
		if got := p.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	_, style, _ := strings.Cut(p.body, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	hash := sha256.Sum256([]byte(style))
	policy := p.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "'sha256-"+base64.StdEncoding.EncodeToString(hash[:])+"'") || !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("the policy %q does not fit the style", policy)
	}
	if strings.Contains(p.body, "<script") || strings.Contains(p.body, sampleCode) {
		t.Errorf("the page has a script or the code in it: %s", p.body)
	}
}

func TestFailurePageIsEscaped(t *testing.T) {
	uri := freeURI(t, "localhost")
	l, state := listen(t, uri), NewState()
	shown := make(chan page, 1)
	go func() { shown <- l.answered(t, state, uri+answerOf(state)) }()
	v, err := l.Wait(t.Context(), state)
	if err != nil {
		t.Fatal(err)
	}
	v.Answer(&TokenError{Kind: KindCodeExpired})
	checkPage(t, <-shown, http.StatusBadRequest, kindText(KindCodeExpired))
}

// TestNothingElseEndsTheWait tries the port's other visitors.
func TestNothingElseEndsTheWait(t *testing.T) {
	uri := freeURI(t, "localhost")
	l, state := listen(t, uri), NewState()
	if p := get(t, uri+answerOf(state)); p.status != http.StatusForbidden || !strings.Contains(p.body, kindText(KindWrongState)) {
		t.Errorf("before anyone waits: %d", p.status)
	}
	visits := l.expect(state, nil)
	root := strings.TrimSuffix(uri, "/callback")
	wrong := NewState()
	tests := []struct {
		name, method, address, host string
		status                      int
	}{
		{"favicon", "GET", root + "/favicon.ico", "", 404},
		{"root", "GET", root + "/", "", 404},
		{"slash behind", "GET", uri + "/" + answerOf(state), "", 404},
		{"longer path", "GET", uri + "s" + answerOf(state), "", 404},
		{"escaped path", "GET", root + "/%63allback" + answerOf(state), "", 404},
		{"other case", "GET", root + "/Callback" + answerOf(state), "", 404},
		{"post", "POST", uri + answerOf(state), "", 405},
		{"head", "HEAD", uri + answerOf(state), "", 405},
		{"options", "OPTIONS", uri + answerOf(state), "", 405},
		{"foreign host", "GET", uri + answerOf(state), "evil.example", 421},
		{"foreign host with our port", "GET", uri + answerOf(state), "evil.example:" + strconv.Itoa(l.to.port), 421},
		{"host without port", "GET", uri + answerOf(state), "localhost", 421},
		{"host by number", "GET", uri + answerOf(state), "127.0.0.1:" + strconv.Itoa(l.to.port), 421},
		{"no query", "GET", uri, "", 400},
		{"other query", "GET", uri + "?utm=1", "", 400},
		{"wrong state", "GET", uri + answerOf(wrong), "", 403},
		{"no state", "GET", uri + "?code=" + sampleCode, "", 403},
		{"state twice", "GET", uri + answerOf(state) + "&state=" + state.Value(), "", 403},
		{"refused without state", "GET", uri + "?error=access_denied", "", 403},
		{"refused with a wrong state", "GET", uri + "?error=access_denied&state=" + wrong.Value(), "", 403},
		{"bad query", "GET", uri + "?code=%zz&state=" + state.Value(), "", 403},
	}
	for _, test := range tests {
		req, err := http.NewRequestWithContext(t.Context(), test.method, test.address, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = test.host
		p := visit(t, req)
		if p.status != test.status {
			t.Errorf("%s: status %d, want %d", test.name, p.status, test.status)
		}
		if p.header.Get("Cache-Control") != "no-store" || p.header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s: unprotected: %v", test.name, p.header)
		}
		if strings.Contains(p.body, state.Value()) {
			t.Errorf("%s: the answer tells the state", test.name)
		}
	}
	select {
	case <-visits:
		t.Fatal("the wait has ended")
	default:
	}
	shown := make(chan page, 1)
	go func() { shown <- get(t, uri+answerOf(state)) }()
	v := <-visits
	v.Answer(nil)
	checkPage(t, <-shown, http.StatusOK, "Ulandi")
}

func TestDeniedEndsTheWait(t *testing.T) {
	uri := freeURI(t, "localhost")
	l, state := listen(t, uri), NewState()
	shown := make(chan page, 1)
	go func() { shown <- l.answered(t, state, uri+"?error=access_denied&state="+state.Value()) }()
	v, err := l.Wait(t.Context(), state)
	if err != nil || KindOf(v.Err) != KindDenied {
		t.Fatalf("got %v", err)
	}
	v.Answer(v.Err)
	checkPage(t, <-shown, http.StatusBadRequest, kindText(KindDenied))
}

func TestWaitEnds(t *testing.T) {
	uri := freeURI(t, "localhost")
	l := listen(t, uri)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := l.Wait(ctx, NewState()); KindOf(err) != KindTimeout || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("out of time: %v", err)
	}
	ctx, give := context.WithCancel(t.Context())
	give()
	if _, err := l.Wait(ctx, NewState()); KindOf(err) != KindCancelled || !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	waited := make(chan error)
	go func() { _, err := l.Wait(t.Context(), NewState()); waited <- err }()
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if err := <-waited; KindOf(err) != KindCancelled {
		t.Errorf("closed: %v", err)
	}
	if conn, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(l.to.port)); err == nil {
		_ = conn.Close()
		t.Error("the port is open after Close")
	}
}

// TestCloseFreesABrowserThatWaits: its page must come although nobody says how
// the exchange went.
func TestCloseFreesABrowserThatWaits(t *testing.T) {
	uri := freeURI(t, "localhost")
	l, state := listen(t, uri), NewState()
	shown := make(chan page, 1)
	go func() { shown <- l.answered(t, state, uri+answerOf(state)) }()
	if _, err := l.Wait(t.Context(), state); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	checkPage(t, <-shown, http.StatusBadRequest, kindText(KindCancelled))
}

func TestPortTaken(t *testing.T) {
	for _, network := range []string{"127.0.0.1", "[::1]"} {
		socket, err := net.Listen("tcp", network+":0")
		if err != nil {
			t.Logf("no address %s here: %v", network, err)
			continue
		}
		port := socket.Addr().(*net.TCPAddr).Port
		_, err = Listen(t.Context(), fmt.Sprintf("http://localhost:%d/callback", port), words{})
		var taken *PortError
		if !errors.As(err, &taken) || taken.Port != port || KindOf(err) != KindPortTaken || !strings.Contains(err.Error(), strconv.Itoa(port)) {
			t.Errorf("%s: %v", network, err)
		}
		if err := socket.Close(); err != nil {
			t.Error(err)
		}
		// What was taken half must be given back.
		l, err := Listen(t.Context(), fmt.Sprintf("http://localhost:%d/callback", port), words{})
		if err != nil {
			t.Fatalf("%s: the port is not free again: %v", network, err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestBothAddressesOfLocalhost(t *testing.T) {
	uri := freeURI(t, "localhost")
	l := listen(t, uri)
	for _, address := range l.to.addr {
		conn, err := net.Dial("tcp", address)
		if noSuchAddress(err) {
			t.Logf("no address %s here", address)
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestRedirectForms(t *testing.T) {
	tests := []struct {
		uri, host, path string
		port            int // 0: refused
	}{
		{"http://localhost:8917/callback", "localhost:8917", "/callback", 8917},
		{"http://LocalHost:8917/callback", "localhost:8917", "/callback", 8917},
		{"http://localhost:8917", "localhost:8917", "/", 8917},
		{"http://localhost:8917/", "localhost:8917", "/", 8917},
		{"http://127.0.0.1:8917/a/b?x=1", "127.0.0.1:8917", "/a/b", 8917},
		{"http://[::1]:8917/callback", "[::1]:8917", "/callback", 8917},
		{"http://localhost/callback", "localhost", "/callback", 80},
		{"https://localhost:8917/callback", "", "", 0},
		{"http://example.com:8917/callback", "", "", 0},
		{"http://0.0.0.0:8917/callback", "", "", 0},
		{"http://192.168.1.2:8917/callback", "", "", 0},
		{"http://localhost.evil.example:8917/", "", "", 0},
		{"http://localhost:0/callback", "", "", 0},
		{"http://localhost:99999/callback", "", "", 0},
		{"http://u:p@localhost:8917/callback", "", "", 0},
		{"http://localhost:8917/callback#x", "", "", 0},
		{"localhost:8917/callback", "", "", 0},
		{"http://a b/", "", "", 0},
		{"", "", "", 0},
	}
	for _, test := range tests {
		r, err := parseRedirect(test.uri)
		if r.host != test.host || r.path != test.path || r.port != test.port || (err != nil) != (test.port == 0) {
			t.Errorf("%q: %+v, %v", test.uri, r, err)
		}
		if err != nil && KindOf(err) != KindRedirectForm {
			t.Errorf("%q: kind %d", test.uri, KindOf(err))
		}
	}
}
