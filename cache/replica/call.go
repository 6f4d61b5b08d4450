package replica

import (
	"context"
	"errors"
	"time"

	"voronka/amo"
)

// call makes a call that is safe to repeat until it succeeds: it waits while
// the link is down and backs off while the server is in trouble. It fails when
// the server says no, when ctx ends, or when the link's patience does.
func call[T any](ctx context.Context, c *core, op func(context.Context) (T, error)) (T, error) {
	var none T
	var since time.Time
	for tries := 0; ; tries++ {
		if err := c.link.wait(ctx); err != nil {
			return none, err
		}
		out, err := op(ctx)
		f := classify(ctx, err)
		c.link.report(f, err)
		switch f {
		case failureNone:
			return out, nil
		case failureFinal, failureCancelled:
			return none, err
		case failureHiccup:
		default:
			tries = -1 // the prober's pauses count, not ours
			continue
		}
		now := c.clock.Now()
		if since.IsZero() {
			since = now
		}
		patience := c.link.patience
		if amo.KindOf(err) == amo.KindRateLimited {
			patience *= 10 // it is there, and busy
		}
		if patience > 0 && now.Sub(since) > patience {
			return none, err
		}
		c.log.Warn("call failed, trying again", "try", tries+1, "error", err)
		if err := pause(ctx, c.clock, max(backoff(tries, maxPause), retryAfter(err)), c.hurry); err != nil {
			return none, err
		}
	}
}

func retryAfter(err error) time.Duration {
	var refusal *amo.Error
	if errors.As(err, &refusal) {
		return refusal.RetryAfter
	}
	return 0
}
