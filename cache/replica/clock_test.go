package replica

import (
	"sync"
	"time"
)

// wrongClock is a machine's clock that is set wrong.
type wrongClock struct {
	systemClock
	mu  sync.Mutex
	off time.Duration
}

func (c *wrongClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.off)
}

func (c *wrongClock) set(off time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off = off
}
