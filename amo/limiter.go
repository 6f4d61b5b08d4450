package amo

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Limits are how many requests may be sent; 0 means any number.
type Limits struct {
	PerSecond float64 // evenly spaced, never two at once
	PerMinute float64 // in any 60 seconds
}

// DefaultLimits are those of one integration inside one account.
func DefaultLimits() Limits { return Limits{PerSecond: 7, PerMinute: 100} }

// Limiter spaces the requests to one account so that no limit of the server is
// passed. Several clients may share one. Interactive calls go before
// background ones (see Background). After a 429 everything waits; when
// refusals go on, or the server blocks the account, calls fail at once with an
// Error that has Unsent set, until a single trial call succeeds.
//
// A Limiter is safe for use by many goroutines and starts none of its own.
type Limiter struct {
	mu     sync.Mutex
	pace   pace
	gate   gate
	queues [2][]*waiter // by class
}

// class is who waits for a call: the lower goes first.
type class int

const (
	interactive class = iota
	background
)

func classOf(ctx context.Context) class {
	if IsBackground(ctx) {
		return background
	}
	return interactive
}

// waiter is one call in the queue. A signal on wake means that something it
// waits for may have changed.
type waiter struct {
	class class
	wake  chan struct{}
}

func (w *waiter) signal() {
	select {
	case w.wake <- struct{}{}:
	default: // it has a signal it did not read yet
	}
}

// NewLimiter makes a limiter for one account.
func NewLimiter(limits Limits) *Limiter {
	l := &Limiter{}
	l.pace.setLimits(limits)
	return l
}

// SetLimits changes the limits at once, for waiting calls too.
func (l *Limiter) SetLimits(limits Limits) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pace.setLimits(limits)
	l.wakeHead()
}

// Limits are the limits in force.
func (l *Limiter) Limits() Limits {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.pace.limits
}

// Pause holds all calls for d from now. A pause under way is never shortened.
func (l *Limiter) Pause(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gate.pause(time.Now().Add(d))
}

// LimiterState is what a limiter does with calls at the moment.
type LimiterState struct {
	Kind  Kind      // KindUnknown: sends; KindRateLimited, KindBlocked: holds or refuses calls
	Until time.Time // when it tries again; zero when it sends
}

// State tells whether calls are held back because of the server's refusals.
func (l *Limiter) State() LimiterState {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.gate.state(time.Now())
}

// acquire waits for the call's turn. A ticket must be given back with done.
func (l *Limiter) acquire(ctx context.Context) (ticket, error) {
	w := &waiter{class: classOf(ctx), wake: make(chan struct{}, 1)}
	l.mu.Lock()
	l.queues[w.class] = append(l.queues[w.class], w)
	l.mu.Unlock()
	for {
		t, wait, err := l.try(ctx, w)
		if err != nil || wait == 0 {
			return t, err
		}
		if err := sleep(ctx, w.wake, wait); err != nil {
			l.leave(w)
			return ticket{}, err
		}
	}
}

// forever is a wait that only a signal ends.
const forever = time.Duration(-1)

// try takes the turn of w if it has come; otherwise it says how long to wait.
// When it takes the turn or fails, w is no longer in the queue.
func (l *Limiter) try(ctx context.Context, w *waiter) (ticket, time.Duration, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.head() != w {
		return ticket{}, forever, nil
	}
	now := time.Now()
	wait, err := l.gate.wait(ctx, now)
	if err != nil {
		l.remove(w)
		return ticket{}, 0, err
	}
	if wait != 0 {
		return ticket{}, wait, nil
	}
	if wait = l.pace.wait(w.class, now); wait > 0 {
		return ticket{}, wait, nil
	}
	l.remove(w)
	l.pace.sent(now)
	return l.gate.enter(), 0, nil
}

// done tells how the call of a ticket ended.
func (l *Limiter) done(t ticket, o outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gate.leave(t, o, time.Now())
	l.wakeHead()
}

func (l *Limiter) leave(w *waiter) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.remove(w)
}

// remove takes w out of the queue and wakes whoever is first then.
func (l *Limiter) remove(w *waiter) {
	q := l.queues[w.class]
	if i := slices.Index(q, w); i >= 0 {
		l.queues[w.class] = slices.Delete(q, i, i+1)
	}
	l.wakeHead()
}

func (l *Limiter) head() *waiter {
	for _, q := range l.queues {
		if len(q) > 0 {
			return q[0]
		}
	}
	return nil
}

func (l *Limiter) wakeHead() {
	if w := l.head(); w != nil {
		w.signal()
	}
}

// sleep waits for the duration, a signal or the end of ctx, whose cause it
// returns.
func sleep(ctx context.Context, wake <-chan struct{}, d time.Duration) error {
	var expired <-chan time.Time
	if d != forever {
		timer := time.NewTimer(d)
		defer timer.Stop()
		expired = timer.C
	}
	select {
	case <-expired:
		return nil
	case <-wake:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
