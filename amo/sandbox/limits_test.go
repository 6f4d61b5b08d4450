package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

const aPath = "/api/v4/leads/pipelines"

func TestSevenASecondInASlidingWindow(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, Limits: sandbox.DefaultLimits()})
	for range 4 {
		b.do(http.MethodGet, aPath, "", http.StatusOK)
	}
	b.clock.move(600 * time.Millisecond)
	for range 3 {
		b.do(http.MethodGet, aPath, "", http.StatusOK)
	}
	a := b.do(http.MethodGet, aPath, "", http.StatusTooManyRequests)
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") || !strings.Contains(a.body, "429 Too Many Requests") || a.header.Get("Retry-After") != "" {
		t.Errorf("refusal: %v %s", a.header, a.body)
	}
	// Across the second's border only the first four have left the window.
	b.clock.move(401 * time.Millisecond)
	for range 4 {
		b.do(http.MethodGet, aPath, "", http.StatusOK)
	}
	b.do(http.MethodGet, aPath, "", http.StatusTooManyRequests)
}

func TestEvenSpacingIsNeverRefused(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, Limits: sandbox.DefaultLimits()})
	for range 100 {
		b.do(http.MethodGet, aPath, "", http.StatusOK)
		b.clock.move(time.Second/7 + time.Millisecond)
	}
}

func TestMinuteLimit(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, Limits: sandbox.Limits{PerMinute: 10, RetryAfter: 3 * time.Second}})
	for range 10 {
		b.do(http.MethodGet, aPath, "", http.StatusOK)
		b.clock.move(time.Second)
	}
	if a := b.do(http.MethodGet, aPath, "", http.StatusTooManyRequests); a.header.Get("Retry-After") != "3" {
		t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
	}
	b.clock.move(50*time.Second + time.Millisecond)
	b.do(http.MethodGet, aPath, "", http.StatusOK)
	b.do(http.MethodGet, aPath, "", http.StatusTooManyRequests)
}

func TestAccountLimitCountsStrangersToo(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, Limits: sandbox.Limits{AccountPerSecond: 5}})
	for range 5 {
		req, err := http.NewRequest(http.MethodGet, b.url+aPath, nil)
		if err != nil {
			t.Fatal(err)
		}
		if a := b.send(req); a.status != http.StatusUnauthorized {
			t.Fatalf("stranger: %d", a.status)
		}
	}
	b.do(http.MethodGet, aPath, "", http.StatusTooManyRequests)
}

func TestRepeatedViolationBlocks(t *testing.T) {
	limits := sandbox.DefaultLimits()
	limits.BlockAfter, limits.BlockFor = 3, time.Minute
	b := start(t, sandbox.Options{Leads: 30, Limits: limits})
	for range 7 {
		b.do(http.MethodGet, aPath, "", http.StatusOK)
	}
	for range 3 {
		b.do(http.MethodGet, aPath, "", http.StatusTooManyRequests)
	}
	a := b.do(http.MethodGet, aPath, "", http.StatusForbidden)
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("block: %v", a.header)
	}
	b.clock.move(30 * time.Second)
	b.do(http.MethodGet, "/oauth2/access_token", "", http.StatusForbidden)
	b.clock.move(31 * time.Second)
	b.do(http.MethodGet, aPath, "", http.StatusOK)
	for range 6 {
		b.do(http.MethodGet, aPath, "", http.StatusOK)
	}
	for range 3 {
		b.do(http.MethodGet, aPath, "", http.StatusTooManyRequests)
	}
	b.do(http.MethodGet, aPath, "", http.StatusForbidden)
	b.SetLimits(sandbox.Limits{})
	for range 20 {
		b.do(http.MethodGet, aPath, "", http.StatusOK)
	}
}
