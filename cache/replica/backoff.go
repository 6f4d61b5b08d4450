package replica

import (
	"math/rand/v2"
	"time"
)

// backoff is the pause before try number n+1 of something that failed n+1
// times: 1 s, 2 s, 4 s … up to most, less up to a quarter, so that many
// clients of one server do not come back in step.
func backoff(n int, most time.Duration) time.Duration {
	d := most
	if n < 16 {
		d = min(most, time.Second<<n)
	}
	return d - rand.N(d/4+1)
}
