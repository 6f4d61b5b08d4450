package replica

import (
	"context"
	"time"
)

// Clock is the time the engine lives by; tests bring their own. Its instants
// are compared with each other for durations (time.Time keeps a monotonic
// reading), and as Unix seconds with the due times of changes, which were
// written by the same machine. What the server did is never ordered by it.
type Clock interface {
	Now() time.Time
	// Timer fires once after d. Stop frees it early and may be called always.
	Timer(d time.Duration) (fired <-chan time.Time, stop func())
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Timer(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// pause waits for d, or less when the bell rings. It fails only when ctx ends.
func pause(ctx context.Context, clock Clock, d time.Duration, early bell) error {
	fired, stop := clock.Timer(d)
	defer stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-fired:
	case <-early:
	}
	return nil
}

// bell wakes one waiting loop. Rings while nobody waits are kept as one.
type bell chan struct{}

func newBell() bell { return make(bell, 1) }

func (b bell) ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}
