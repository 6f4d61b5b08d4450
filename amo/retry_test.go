package amo

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func inBubble(t *testing.T, f func(*testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

func TestRepetition(t *testing.T) {
	failure := answer{502, htmlType, page(502), nil}
	repeat := answer{400, problem4, `{"detail":"system error, repeat the request"}`, nil}
	receipt := answer{200, halType, `{"id":7001,"updated_at":5}`, nil}
	cut := http.HandlerFunc(hangUp)
	gone := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	for name, tc := range map[string]struct {
		method   string
		answers  []http.Handler
		requests int64
		ok       bool
	}{
		"read after failures":      {"GET", []http.Handler{failure, repeat, cut, okLead()}, 4, true},
		"read of a failing server": {"GET", []http.Handler{failure}, 4, false},
		"read after hanging up":    {"GET", []http.Handler{gone, okLead()}, 2, true},
		"write after failures":     {"PATCH", []http.Handler{failure, cut, gone, receipt}, 4, true},
		"create after a failure":   {"POST", []http.Handler{failure, receipt}, 1, false},
		"create after a cut":       {"POST", []http.Handler{cut, receipt}, 1, false},
		"create after hanging up":  {"POST", []http.Handler{gone, receipt}, 1, false},
		"wrong request":            {"GET", []http.Handler{answer{400, problem4, `{"detail":"bad id"}`, nil}, okLead()}, 1, false},
		"no rights":                {"GET", []http.Handler{answer{403, problem4, `{}`, nil}, okLead()}, 1, false},
		"not paid":                 {"GET", []http.Handler{answer{402, problem4, `{}`, nil}, okLead()}, 1, false},
		"blocked":                  {"GET", []http.Handler{answer{403, htmlType, page(403), nil}, okLead()}, 1, false},
		"web page":                 {"GET", []http.Handler{answer{200, htmlType, page(200), nil}, okLead()}, 1, false},
		"static token":             {"GET", []http.Handler{answer{401, problem4, `{}`, nil}, okLead()}, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			var bodies atomic.Int64
			handler := inTurn(tc.answers...)
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if body, err := io.ReadAll(r.Body); err == nil && (r.Method == "GET" || string(body) == `[{"id":7001}]`) {
					bodies.Add(1)
				}
				handler(w, r)
			})
			what := call{method: tc.method, path: "/api/v4/leads"}
			if tc.method != "GET" {
				what.body = []byte(`[{"id":7001}]`)
			}
			_, err := c.do(t.Context(), what)
			if (err == nil) != tc.ok || c.Requests() != tc.requests || bodies.Load() != tc.requests {
				t.Errorf("error %v, %d requests of %d, %d of them whole", err, c.Requests(), tc.requests, bodies.Load())
			}
		})
	}
}

func TestCreateIsRepeatedWhenNothingWasSent(t *testing.T) {
	c := clientOf(t, "http://127.0.0.1:1") // a port nothing listens on
	_, err := c.do(t.Context(), call{method: "POST", path: "/api/v4/leads", body: []byte(`[]`)})
	if !IsOffline(err) || c.Requests() != 4 {
		t.Errorf("error %v after %d requests", err, c.Requests())
	}
}

func TestRenewedToken(t *testing.T) {
	newServer := func(t *testing.T, tokens Tokens, good string) *Client {
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil || r.Method == "PATCH" && string(body) != `{"price":1}` {
				t.Errorf("body %q, %v", body, err)
			}
			if r.Header.Get("Authorization") != "Bearer "+good {
				answer{401, problem4, `{"detail":"Token has expired"}`, nil}.ServeHTTP(w, r)
				return
			}
			okLead().ServeHTTP(w, r)
		})
		c.tokens = tokens
		return c
	}
	t.Run("renewed once", func(t *testing.T) {
		tokens := &renewing{token: "old"}
		c := newServer(t, tokens, "fresh-1")
		if _, err := c.UpdateLead(t.Context(), LeadPatch{ID: 7001, Price: Set[int64](1)}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Lead(t.Context(), 7001); err != nil || tokens.renewed != 1 || c.Requests() != 3 {
			t.Errorf("%v after %d renewals and %d requests", err, tokens.renewed, c.Requests())
		}
	})
	t.Run("still refused", func(t *testing.T) {
		tokens := &renewing{token: "old"}
		c := newServer(t, tokens, "never")
		if _, err := c.Lead(t.Context(), 7001); !IsUnauthorized(err) || tokens.renewed != 1 || c.Requests() != 2 {
			t.Errorf("%v after %d renewals and %d requests", err, tokens.renewed, c.Requests())
		}
	})
	t.Run("cannot be renewed", func(t *testing.T) {
		revoked := errors.New("revoked")
		c := newServer(t, &renewing{token: "old", err: revoked}, "never")
		if _, err := c.Lead(t.Context(), 7001); !errors.Is(err, revoked) || c.Requests() != 1 {
			t.Errorf("%v after %d requests", err, c.Requests())
		}
	})
}

// failing is a source of tokens that has none.
type failing struct{ err error }

func (f failing) Token(context.Context) (string, error) { return "", f.err }

func TestNoToken(t *testing.T) {
	locked := errors.New("the keychain is locked")
	c := serve(t, okLead().ServeHTTP)
	c.tokens = failing{locked}
	if _, err := c.Lead(t.Context(), 1); !errors.Is(err, locked) || c.Requests() != 0 {
		t.Errorf("%v after %d requests", err, c.Requests())
	}
}

func TestDamagedTokensAreNotSent(t *testing.T) {
	for _, token := range []string{"", " \n", "two words", "line\nbreak", "kiril-токен"} {
		c := serve(t, okLead().ServeHTTP)
		c.tokens = StaticToken(token)
		_, err := c.Lead(t.Context(), 1)
		if !IsUnauthorized(err) || !errors.Is(err, ErrToken) || IsOffline(err) || c.Requests() != 0 {
			t.Errorf("%q: %v after %d requests", token, err, c.Requests())
		}
	}
	c := serve(t, okLead().ServeHTTP)
	c.tokens = StaticToken(" " + testToken + "\r\n")
	if _, err := c.Lead(t.Context(), 1); err != nil {
		t.Errorf("a pasted token: %v", err)
	}
}

// tooFast answers 429 a number of times, in virtual time.
func tooFast(times int) (*atomic.Int64, *http.Client) {
	var asked atomic.Int64
	return &asked, &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if asked.Add(1) <= int64(times) {
			return answer{429, htmlType, page(429), nil}.respond(r), nil
		}
		return okLead().respond(r), nil
	})}
}

func TestTooFastPausesEverything(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		asked, transport := tooFast(2)
		limiter := NewLimiter(Limits{})
		c := clientOf(t, "https://acme.amocrm.ru", WithHTTPClient(transport), WithLimiter(limiter))
		other := clientOf(t, "https://acme.amocrm.ru", WithHTTPClient(transport), WithLimiter(limiter))
		start := time.Now()
		finished := make(chan error, 1)
		go func() {
			_, err := c.Lead(t.Context(), 1)
			finished <- err
		}()
		synctest.Wait()
		_, err := other.Lead(t.Context(), 2)
		if first := <-finished; err != nil || first != nil || asked.Load() != 4 {
			t.Errorf("%v, %v after %d requests", first, err, asked.Load())
		}
		// The call that succeeds beside the second refusal may end the row.
		if took := time.Since(start); took < 2*time.Second || took > 4*time.Second {
			t.Errorf("two pauses took %v", took)
		}
	})
}

func TestTooFastForEverOpensTheCircuit(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		asked, transport := tooFast(1 << 30)
		c := clientOf(t, "https://acme.amocrm.ru", WithHTTPClient(transport))
		for range 3 {
			if _, err := c.Lead(t.Context(), 1); KindOf(err) != KindRateLimited || !IsTemporary(err) {
				t.Fatal(err)
			}
		}
		if n := asked.Load(); n != maxStrikes+1 {
			t.Errorf("%d requests before the circuit opened", n)
		}
		_, err := c.Lead(t.Context(), 1)
		var refusal *Error
		if !errors.As(err, &refusal) || !refusal.Unsent || refusal.Path != "/api/v4/leads/1" || refusal.Method != "GET" || c.Limiter().State().Kind != KindRateLimited {
			t.Errorf("%v", err)
		}
	})
}

func TestBlockedAccountIsLeftAlone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var asked int
		c := clientOf(t, "https://acme.amocrm.ru", WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			asked++
			return answer{403, htmlType, page(403), nil}.respond(r), nil
		})}))
		start := time.Now()
		for time.Since(start) < time.Hour {
			if _, err := c.Lead(t.Context(), 1); !IsBlocked(err) {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		if asked > 7 {
			t.Errorf("%d requests in an hour to an account that is blocked", asked)
		}
	})
}

func TestBackoffEndsWithTheContext(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		transport := roundTrip(func(r *http.Request) (*http.Response, error) {
			return answer{500, htmlType, page(500), nil}.respond(r), nil
		})
		c := clientOf(t, "https://acme.amocrm.ru", WithHTTPClient(&http.Client{Transport: transport}),
			withRetries(retryPolicy{attempts: 100, first: time.Second, longest: time.Minute}))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		_, err := c.Lead(ctx, 1)
		if !errors.Is(err, context.DeadlineExceeded) || KindOf(err) != KindTemporary || time.Since(start) != 10*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestDefaultRetriesAreBounded(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var asked int
		transport := roundTrip(func(r *http.Request) (*http.Response, error) {
			asked++
			return answer{503, htmlType, page(503), nil}.respond(r), nil
		})
		c := clientOf(t, "https://acme.amocrm.ru", WithHTTPClient(&http.Client{Transport: transport}), withRetries(defaultRetries()))
		start := time.Now()
		_, err := c.Lead(t.Context(), 1)
		if took := time.Since(start); KindOf(err) != KindTemporary || asked != 4 || took < 500*time.Millisecond || took > 10*time.Second {
			t.Errorf("%v after %d requests and %v", err, asked, took)
		}
	})
}

// TestOnceLeavesTheSecondTryToTheCaller: a write whose end is not known is not
// sent again; one that was certainly not carried out is.
func TestOnceLeavesTheSecondTryToTheCaller(t *testing.T) {
	receipt := answer{200, halType, `{"id":7001,"updated_at":5}`, nil}
	for name, tc := range map[string]struct {
		method   string
		first    http.Handler
		requests int64
	}{
		"cut":    {"PATCH", http.HandlerFunc(hangUp), 1},
		"failed": {"PATCH", answer{502, htmlType, page(502), nil}, 1},
		"busy":   {"PATCH", answer{429, htmlType, page(429), nil}, 2},
		"a read": {"GET", answer{502, htmlType, page(502), nil}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, inTurn(tc.first, receipt))
			what := call{method: tc.method, path: "/api/v4/leads"}
			if tc.method != "GET" {
				what.body = []byte(`[{"id":7001}]`)
			}
			_, err := c.do(Once(t.Context()), what)
			if (err == nil) != (tc.requests == 2) || c.Requests() != tc.requests {
				t.Errorf("%d requests, %v", c.Requests(), err)
			}
		})
	}
}
