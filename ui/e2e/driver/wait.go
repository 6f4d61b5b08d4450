package driver

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// pollEvery is how often a condition is looked at.
const pollEvery = 50 * time.Millisecond

// Wait looks at a condition until it holds. When ctx ends first, it fails with
// what was waited for and why the condition last did not hold: the condition's
// own error, which may be nil.
func Wait(ctx context.Context, what string, holds func(context.Context) (bool, error)) error {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	var last error
	for {
		ok, err := holds(ctx)
		if ok {
			return nil
		}
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			last = err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waited in vain for %s: %w", what, errors.Join(last, ctx.Err()))
		case <-tick.C:
		}
	}
}

// Steady waits until look has given the same answer for as long as still, and
// gives that answer.
func Steady[T comparable](ctx context.Context, what string, still time.Duration, look func(context.Context) (T, error)) (T, error) {
	var seen T
	var since time.Time // of seen, zero before the first look
	err := Wait(ctx, what, func(ctx context.Context) (bool, error) {
		now, err := look(ctx)
		if err != nil {
			since = time.Time{}
			return false, err
		}
		if since.IsZero() || now != seen {
			seen, since = now, time.Now()
		}
		return time.Since(since) >= still, nil
	})
	return seen, err
}
