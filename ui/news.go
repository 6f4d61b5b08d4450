package ui

import (
	"context"
	"sync"
	"time"

	"voronka/cache"
)

// newsPause is the least time between two deliveries of news to the screens: a
// first load changes thousands of rows a second, and nobody can read faster.
const newsPause = 250 * time.Millisecond

// news collects what changed in the replica and delivers it to the UI
// goroutine, at once when it is quiet and in bundles when it is not.
type news struct {
	do      func(func())
	deliver func(map[cache.Entity]rows) // on the UI goroutine

	mu    sync.Mutex
	heap  map[cache.Entity]rows
	wake  chan struct{} // holds one
	owner sync.WaitGroup
}

// rows are ids of an entity, or all of them.
type rows struct {
	ids map[int64]struct{}
	all bool
}

// list is the ids, nil for all.
func (r rows) list() []int64 {
	if r.all {
		return nil
	}
	out := make([]int64, 0, len(r.ids))
	for id := range r.ids {
		out = append(out, id)
	}
	return out
}

func newNews(ctx context.Context, do func(func()), deliver func(map[cache.Entity]rows)) *news {
	n := &news{do: do, deliver: deliver, heap: make(map[cache.Entity]rows), wake: make(chan struct{}, 1)}
	n.owner.Go(func() { n.run(ctx) })
	return n
}

// Wait returns when the deliverer has ended, which it does with its context.
func (n *news) Wait() { n.owner.Wait() }

// add takes a change from the store, on whatever goroutine wrote.
func (n *news) add(c cache.Changed) {
	n.mu.Lock()
	r := n.heap[c.Entity]
	if c.IDs == nil {
		r.all = true
	}
	if r.ids == nil {
		r.ids = make(map[int64]struct{}, len(c.IDs))
	}
	for _, id := range c.IDs {
		r.ids[id] = struct{}{}
	}
	n.heap[c.Entity] = r
	n.mu.Unlock()
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

func (n *news) take() map[cache.Entity]rows {
	n.mu.Lock()
	defer n.mu.Unlock()
	heap := n.heap
	n.heap = make(map[cache.Entity]rows)
	return heap
}

func (n *news) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.wake:
		}
		heap := n.take()
		n.do(func() { n.deliver(heap) })
		select {
		case <-ctx.Done():
			return
		case <-time.After(newsPause):
		}
	}
}
