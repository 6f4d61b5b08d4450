package amo

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	firstPause   = time.Second
	longestPause = time.Minute
	// maxStrikes is how many pauses in a row may end in another 429 before
	// calls are refused outright: going on provokes a block of the account.
	maxStrikes      = 5
	firstCooldown   = time.Minute
	longestCooldown = 15 * time.Minute
	// longestRetryAfter bounds what a strange header can do to the program.
	longestRetryAfter = 15 * time.Minute
	pauseJitter       = 0.25
)

// gate holds calls back after refusals of the server. It is a circuit breaker
// with pauses before it opens. The caller locks.
type gate struct {
	pausedUntil time.Time
	strikes     int // 429s in a row, one for each pause
	epoch       uint64
	open        bool
	openUntil   time.Time
	kind        Kind // why it is open
	cooldown    time.Duration
	probing     bool // a single trial call is under way
}

// ticket is one call that was let through.
type ticket struct {
	epoch uint64 // of the gate when it was let through
	probe bool
}

// outcome is how a call ended, as far as limits go.
type outcome struct {
	kind       Kind // KindRateLimited, KindBlocked; KindUnknown for any other answer
	lost       bool // there was no answer
	retryAfter time.Duration
}

// wait is the time until the gate may let a call through, 0 for now, forever
// for when a trial call ends; an error means that the call shall not wait.
func (g *gate) wait(ctx context.Context, now time.Time) (time.Duration, error) {
	if g.open {
		if now.Before(g.openUntil) {
			return 0, g.refusal(g.kind, g.openUntil.Sub(now))
		}
		if g.probing {
			return forever, nil
		}
		return 0, nil
	}
	if !now.Before(g.pausedUntil) {
		return 0, nil
	}
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(g.pausedUntil) {
		return 0, g.refusal(KindRateLimited, g.pausedUntil.Sub(now))
	}
	return g.pausedUntil.Sub(now), nil
}

func (g *gate) refusal(kind Kind, wait time.Duration) error {
	status := http.StatusTooManyRequests
	if kind == KindBlocked {
		status = http.StatusForbidden
	}
	return &Error{Status: status, Kind: kind, RetryAfter: wait, Unsent: true}
}

// enter lets a call through.
func (g *gate) enter() ticket {
	g.probing = g.open
	return ticket{epoch: g.epoch, probe: g.open}
}

// leave learns from a call that ended. Calls that were under way when an
// earlier one was refused tell nothing new.
func (g *gate) leave(t ticket, o outcome, now time.Time) {
	if t.probe {
		g.probing = false
	}
	if o.lost || t.epoch != g.epoch {
		return
	}
	switch o.kind {
	case KindBlocked:
		g.shut(KindBlocked, o.retryAfter, now)
	case KindRateLimited:
		g.strike(o.retryAfter, now)
	default:
		g.strikes, g.open, g.cooldown = 0, false, 0
	}
}

func (g *gate) strike(retryAfter time.Duration, now time.Time) {
	g.strikes++
	if g.open || g.strikes > maxStrikes {
		g.shut(KindRateLimited, retryAfter, now)
		return
	}
	g.epoch++
	d := min(firstPause<<(g.strikes-1), longestPause)
	g.pause(now.Add(max(jittered(d), min(retryAfter, longestRetryAfter))))
}

// shut opens the circuit: calls fail until the cooldown has passed.
func (g *gate) shut(kind Kind, retryAfter time.Duration, now time.Time) {
	g.epoch++
	g.cooldown = min(max(firstCooldown, 2*g.cooldown), longestCooldown)
	g.open, g.kind = true, kind
	g.openUntil = now.Add(max(jittered(g.cooldown), min(retryAfter, longestRetryAfter)))
}

func (g *gate) pause(until time.Time) {
	if until.After(g.pausedUntil) {
		g.pausedUntil = until
	}
}

func (g *gate) state(now time.Time) LimiterState {
	switch {
	case g.open:
		return LimiterState{Kind: g.kind, Until: g.openUntil}
	case now.Before(g.pausedUntil):
		return LimiterState{Kind: KindRateLimited, Until: g.pausedUntil}
	default:
		return LimiterState{}
	}
}

// jittered is d and up to a quarter more, so that several programs that were
// refused together do not come back together.
func jittered(d time.Duration) time.Duration {
	return d + time.Duration(rand.Float64()*pauseJitter*float64(d))
}
