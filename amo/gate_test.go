package amo

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// refuse makes one call end as told and returns how long it waited before.
func refuse(t *testing.T, l *Limiter, o outcome) (time.Duration, error) {
	t.Helper()
	start := time.Now()
	ticket, err := l.acquire(t.Context())
	if err != nil {
		return time.Since(start), err
	}
	l.done(ticket, o)
	return time.Since(start), nil
}

func within(d, from time.Duration) bool {
	return d >= from && d <= time.Duration(float64(from)*(1+pauseJitter))
}

func TestPausesGrowAndTheCircuitOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(Limits{})
		tooFast := outcome{kind: KindRateLimited}
		for i, want := range []time.Duration{0, 1, 2, 4, 8, 16} {
			waited, err := refuse(t, l, tooFast)
			if err != nil || !within(waited, want*time.Second) {
				t.Fatalf("call %d waited %v (%v), want %d s and a quarter at most", i, waited, err, want)
			}
		}
		waited, err := refuse(t, l, outcome{})
		var refusal *Error
		if !errors.As(err, &refusal) || !refusal.Unsent || refusal.Kind != KindRateLimited || waited != 0 {
			t.Fatalf("after 6 refusals: waited %v, error %v", waited, err)
		}
		if !within(refusal.RetryAfter, firstCooldown) {
			t.Errorf("asks to wait %v", refusal.RetryAfter)
		}
		if s := l.State(); s.Kind != KindRateLimited || time.Until(s.Until) != refusal.RetryAfter {
			t.Errorf("state %+v", s)
		}
		time.Sleep(refusal.RetryAfter)
		if waited, err := refuse(t, l, outcome{}); err != nil || waited != 0 {
			t.Errorf("trial call waited %v: %v", waited, err)
		}
		if s := l.State(); s != (LimiterState{}) {
			t.Errorf("state after a good trial call %+v", s)
		}
		if waited, err := refuse(t, l, outcome{}); err != nil || waited != 0 {
			t.Errorf("call after a good trial call waited %v: %v", waited, err)
		}
	})
}

func TestBlockOpensAtOnceAndTrialsAreSingle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(Limits{})
		blocked := outcome{kind: KindBlocked}
		cooldown := firstCooldown
		for round := range 6 {
			if waited, err := refuse(t, l, blocked); err != nil || waited != 0 {
				t.Fatalf("round %d: trial call waited %v: %v", round, waited, err)
			}
			_, err := refuse(t, l, outcome{})
			if KindOf(err) != KindBlocked || !within(time.Until(l.State().Until), cooldown) {
				t.Fatalf("round %d: error %v, open for %v, want %v", round, err, time.Until(l.State().Until), cooldown)
			}
			cooldown = min(2*cooldown, longestCooldown)
			time.Sleep(time.Until(l.State().Until))
		}
		trial, err := l.acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		second := make(chan error)
		go func() {
			_, err := l.acquire(t.Context())
			second <- err
		}()
		synctest.Wait()
		select {
		case err := <-second:
			t.Fatalf("a second call went beside the trial: %v", err)
		default:
		}
		l.done(trial, outcome{lost: true}) // tells nothing: the next call is the trial
		if err := <-second; err != nil {
			t.Error(err)
		}
	})
}

// TestOnePauseForManyRefusals: calls that were under way together and are all
// refused are one refusal.
func TestOnePauseForManyRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(Limits{})
		var tickets []ticket
		for range 5 {
			ticket, err := l.acquire(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			tickets = append(tickets, ticket)
		}
		for _, ticket := range tickets {
			l.done(ticket, outcome{kind: KindRateLimited})
		}
		if waited, err := refuse(t, l, outcome{}); err != nil || !within(waited, firstPause) {
			t.Errorf("waited %v: %v", waited, err)
		}
	})
}

func TestRetryAfterIsHonoured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(Limits{})
		if _, err := refuse(t, l, outcome{kind: KindRateLimited, retryAfter: 30 * time.Second}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		_, err := l.acquire(ctx)
		if KindOf(err) != KindRateLimited || time.Since(start) != 0 {
			t.Errorf("a call with less time than the pause: %v after %v", err, time.Since(start))
		}
		if waited, err := refuse(t, l, outcome{}); err != nil || waited != 30*time.Second {
			t.Errorf("waited %v: %v", waited, err)
		}
	})
}

func TestPauseIsNotShortened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(Limits{})
		l.Pause(10 * time.Second)
		l.Pause(time.Second)
		if waited, err := refuse(t, l, outcome{}); err != nil || waited != 10*time.Second {
			t.Errorf("waited %v: %v", waited, err)
		}
	})
}
