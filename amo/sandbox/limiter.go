package sandbox

import (
	"net/http"
	"sync"
	"time"
)

// limiter counts requests in sliding windows. Refused requests do not use up
// the limit, but they count towards a block.
type limiter struct {
	mu         sync.Mutex
	limits     Limits
	passed     map[string][]time.Time // per integration, the last minute
	account    []time.Time            // the last second
	violations []time.Time            // the last minute
	blockedTo  time.Time
}

func newLimiter(l Limits) *limiter {
	return &limiter{limits: l, passed: map[string][]time.Time{}}
}

// check lets a request of an integration through (nil) or answers it. Unknown
// callers have the empty integration and only use up the account's limit.
func (l *limiter) check(integration string, now time.Time) *reply {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Before(l.blockedTo) {
		r := htmlPage(http.StatusForbidden)
		return &r
	}
	l.account = since(l.account, now.Add(-time.Second))
	mine := since(l.passed[integration], now.Add(-time.Minute))
	l.passed[integration] = mine
	lastSecond := len(since(mine, now.Add(-time.Second)))
	known := integration != ""
	if over(len(l.account), l.limits.AccountPerSecond) ||
		known && over(lastSecond, l.limits.PerSecond) ||
		known && over(len(mine), l.limits.PerMinute) {
		return l.refuse(now)
	}
	if l.limits.AccountPerSecond > 0 {
		l.account = append(l.account, now)
	}
	if known && (l.limits.PerSecond > 0 || l.limits.PerMinute > 0) {
		l.passed[integration] = append(mine, now)
	}
	return nil
}

func (l *limiter) refuse(now time.Time) *reply {
	l.violations = append(since(l.violations, now.Add(-time.Minute)), now)
	if over(len(l.violations), l.limits.BlockAfter) {
		l.violations = nil
		l.blockedTo = now.Add(l.limits.BlockFor)
	}
	r := htmlPage(http.StatusTooManyRequests)
	r.retryAfter = int(l.limits.RetryAfter / time.Second)
	return &r
}

// set changes the figures and forgets what was counted, blocks included.
func (l *limiter) set(limits Limits) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.limits = limits
	l.passed = map[string][]time.Time{}
	l.account, l.violations = nil, nil
	l.blockedTo = time.Time{}
}

func (l *limiter) get() Limits {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.limits
}

func over(count, limit int) bool { return limit > 0 && count >= limit }

// since drops the times that are not after from.
func since(times []time.Time, from time.Time) []time.Time {
	for i, t := range times {
		if t.After(from) {
			return times[i:]
		}
	}
	return nil
}
