package replica

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"
	"time"
)

// ahead runs a sequence one element ahead of its consumer, so that the next
// page is asked for while this one is written. It does so only while asking
// takes longer than writing: otherwise the page ahead would be here before
// this one is kept, little time would be won, and a kill would cost two pages
// instead of one. The goroutine it needs ends before the loop over the result
// does.
func ahead[T any](ctx context.Context, seq func(context.Context) iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		p := producer[T]{elements: make(chan element[T]), kept: make(chan struct{}, 1)}
		p.keeping.Store(int64(time.Hour)) // not known yet: the first page is waited for
		var owned sync.WaitGroup
		defer owned.Wait()
		defer cancel()
		owned.Go(func() {
			defer close(p.elements)
			p.run(ctx, seq)
		})
		for e := range p.elements {
			began := time.Now()
			if !yield(e.value, e.err) {
				return
			}
			p.keeping.Store(int64(time.Since(began)))
			p.kept <- struct{}{}
		}
	}
}

type element[T any] struct {
	value T
	err   error
}

// producer hands elements over. Each is answered by one token in kept.
type producer[T any] struct {
	elements chan element[T]
	kept     chan struct{}
	keeping  atomic.Int64 // nanoseconds the consumer took for its last element
}

func (p *producer[T]) run(ctx context.Context, seq func(context.Context) iter.Seq2[T, error]) {
	open := false // the element before is not answered yet
	answered := func() bool {
		select {
		case <-p.kept:
			open = false
			return true
		case <-ctx.Done():
			return false
		}
	}
	asked := time.Now()
	for value, err := range seq(ctx) {
		asking := time.Since(asked)
		if open && !answered() {
			return
		}
		select {
		case p.elements <- element[T]{value, err}:
			open = true
		case <-ctx.Done():
			return
		}
		if int64(asking) <= p.keeping.Load() && !answered() {
			return
		}
		asked = time.Now()
	}
}
