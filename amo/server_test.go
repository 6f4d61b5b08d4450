package amo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	testToken = "eyJ0eXAi.long-lived.c2VjcmV0"
	halType   = "application/hal+json"
	problem4  = "application/problem+json"
	htmlType  = "text/html; charset=utf-8"
)

// quickRetries repeats as often as the default but does not wait.
func quickRetries() Option {
	return withRetries(retryPolicy{attempts: 4, first: time.Microsecond, longest: time.Microsecond})
}

// serve runs a server for the test and returns a client of it without limits.
func serve(t testing.TB, handler http.HandlerFunc, opts ...Option) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return clientOf(t, server.URL, opts...)
}

func clientOf(t testing.TB, address string, opts ...Option) *Client {
	t.Helper()
	opts = append([]Option{WithLimiter(NewLimiter(Limits{})), quickRetries()}, opts...)
	c, err := NewClient(address, StaticToken(testToken), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// answer is a canned answer of a server.
type answer struct {
	status int
	media  string
	body   string
	header map[string]string
}

func (a answer) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	if a.media != "" {
		w.Header().Set("Content-Type", a.media)
	}
	for k, v := range a.header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(a.status)
	fmt.Fprint(w, a.body) //nolint:errcheck // the client may have hung up, which is its test
}

// inTurn answers with each of the answers once, the last one for ever.
func inTurn(answers ...http.Handler) http.HandlerFunc {
	var mu sync.Mutex
	next := 0
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		a := answers[min(next, len(answers)-1)]
		next++
		mu.Unlock()
		a.ServeHTTP(w, r)
	}
}

func okLead() answer { return answer{200, halType, `{"id":7001,"name":"Buyurtma"}`, nil} }

// hangUp cuts the connection in the middle of a 200.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", halType)
	w.Header().Set("Content-Length", "1000")
	fmt.Fprint(w, `{"id":7001,"na`) //nolint:errcheck // cut on purpose
	if err := http.NewResponseController(w).Flush(); err != nil {
		panic(err)
	}
	panic(http.ErrAbortHandler)
}

// checkSecret fails when an error shows the token or a query.
func checkSecret(t *testing.T, err error) {
	t.Helper()
	for e := err; e != nil; e = errors.Unwrap(e) {
		if text := fmt.Sprintf("%v %+v", e, e); strings.Contains(text, testToken) || strings.Contains(text, "998900000001") {
			t.Errorf("the error shows a secret: %s", text)
		}
	}
}

// roundTrip makes a transport of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// respond is an answer without a network, for virtual time.
func (a answer) respond(r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w.Result()
}

// renewing is a source of tokens that can renew them.
type renewing struct {
	mu      sync.Mutex
	token   string
	renewed int
	err     error
}

func (t *renewing) Token(context.Context) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.token, nil
}

func (t *renewing) Refresh(_ context.Context, failed string) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil {
		return "", t.err
	}
	if t.token == failed {
		t.renewed++
		t.token = fmt.Sprintf("fresh-%d", t.renewed)
	}
	return t.token, nil
}
