//go:build inspect

package inspect

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

const (
	stallEvery = 10 * time.Millisecond
	stallStep  = 100 * time.Microsecond // width of a bucket
	stallCap   = 20 * time.Second       // longer waits share the last bucket; the maximum stays exact
	stallQueue = 50                     // samples waiting at once: more would keep what the window does next waiting
)

// stalls measures how long a function posted to the UI goroutine waits to run.
// Samples go out at a fixed pace whether earlier ones have run or not: one
// pause of a second counts a hundred times, as a hand on the mouse feels it.
type stalls struct {
	do      func(func())
	waiting atomic.Int64

	mu      sync.Mutex
	buckets [stallCap/stallStep + 1]uint32
	count   uint64
	max     time.Duration
}

// sample posts until the context ends.
func (s *stalls) sample(ctx context.Context) {
	tick := time.NewTicker(stallEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if s.waiting.Load() >= stallQueue {
				continue
			}
			s.waiting.Add(1)
			posted := time.Now()
			s.do(func() {
				s.waiting.Add(-1)
				s.add(time.Since(posted))
			})
		}
	}
}

func (s *stalls) add(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buckets[min(d/stallStep, stallCap/stallStep)]++
	s.count++
	s.max = max(s.max, d)
}

func (s *stalls) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.buckets[:])
	s.count, s.max = 0, 0
}

// stallFigures are waits in milliseconds.
type stallFigures struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	Max float64 `json:"max"`
}

func (s *stalls) figures() stallFigures {
	s.mu.Lock()
	defer s.mu.Unlock()
	return stallFigures{P50: s.quantile(0.50), P95: s.quantile(0.95), Max: milliseconds(s.max)}
}

// quantile is the upper edge of the bucket the q-th sample lies in, but never
// above the longest wait. The caller holds the lock.
func (s *stalls) quantile(q float64) float64 {
	rank := uint64(q * float64(s.count))
	var seen uint64
	for i, n := range s.buckets {
		if seen += uint64(n); seen > rank {
			return milliseconds(min(time.Duration(i+1)*stallStep, s.max))
		}
	}
	return milliseconds(s.max)
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
