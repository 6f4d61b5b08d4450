//go:build e2e

package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

const tokenPath = "/oauth2/access_token"

// wire is the line to the sandbox, tapped: it passes everything on unchanged,
// and remembers what was said on it that nobody else may know. It can keep the
// requests for tokens waiting.
type wire struct {
	*httptest.Server

	mu        sync.Mutex
	addresses []string            // of requests, with what they came from
	secrets   map[string]struct{} // tokens and codes
	callbacks []string            // where the consent page has sent the browser
	exchanges int                 // requests for tokens that came
	pairs     int                 // of tokens that went
	gate      chan struct{}       // closed when requests for tokens pass
}

func newWire(t *testing.T, sandbox string) *wire {
	t.Helper()
	to, err := url.Parse(sandbox)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{secrets: map[string]struct{}{}, gate: make(chan struct{})}
	close(w.gate)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host // the account is where it was asked for
		},
		ModifyResponse: w.listen,
		// A program that has died asks for nothing more.
		ErrorHandler: func(rw http.ResponseWriter, _ *http.Request, _ error) { rw.WriteHeader(http.StatusBadGateway) },
	}
	w.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if w.pass(r) {
			proxy.ServeHTTP(rw, r)
		}
	}))
	t.Cleanup(w.Close)
	return w
}

// pass notes a request, and holds it when it is for tokens. It reports whether
// somebody still waits for the answer.
func (w *wire) pass(r *http.Request) bool {
	w.mu.Lock()
	w.addresses = append(w.addresses, fmt.Sprintf("%s %s from %q", r.Method, r.URL, r.Referer()))
	gate := w.gate
	if r.URL.Path == tokenPath {
		w.exchanges++
	}
	w.mu.Unlock()
	if r.URL.Path != tokenPath {
		return true
	}
	// Only a request whose body was read tells when its sender goes away.
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	select {
	case <-gate:
		return true
	case <-r.Context().Done():
		return false
	}
}

// listen reads what the sandbox answers.
func (w *wire) listen(answer *http.Response) error {
	switch {
	case answer.Request.URL.Path == tokenPath:
		return w.listenToPair(answer)
	case answer.Request.URL.Path == "/oauth" && answer.Header.Get("Location") != "":
		to, err := url.Parse(answer.Header.Get("Location"))
		if err != nil {
			return err
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.callbacks = append(w.callbacks, to.String())
		if code := to.Query().Get("code"); code != "" {
			w.secrets[code] = struct{}{}
		}
	}
	return nil
}

func (w *wire) listenToPair(answer *http.Response) error {
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	var pair struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	if err := json.Unmarshal(body, &pair); err != nil || pair.Access == "" {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pairs++
	w.secrets[pair.Access], w.secrets[pair.Refresh] = struct{}{}, struct{}{}
	return nil
}

// hold keeps requests for tokens waiting until release.
func (w *wire) hold() (release func()) {
	gate := make(chan struct{})
	w.mu.Lock()
	w.gate = gate
	w.mu.Unlock()
	return sync.OnceFunc(func() { close(gate) })
}

// counts are the requests for tokens that came, and the pairs that went.
func (w *wire) counts() (exchanges, pairs int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.exchanges, w.pairs
}

// lastCallback is where the browser was sent last.
func (w *wire) lastCallback() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.callbacks) == 0 {
		return ""
	}
	return w.callbacks[len(w.callbacks)-1]
}

// heard are the tokens and codes that went over the line.
func (w *wire) heard() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]string, 0, len(w.secrets))
	for secret := range w.secrets {
		all = append(all, secret)
	}
	return all
}

// asked are the addresses of all requests, one a line.
func (w *wire) asked() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.addresses, "\n")
}
