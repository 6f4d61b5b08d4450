package replica

import (
	"context"
	"iter"
	"sync"
)

// ahead runs a sequence one element ahead of its consumer, so that the next
// page is asked for while this one is written. The goroutine it needs ends
// before the loop over the result does.
func ahead[T any](ctx context.Context, seq func(context.Context) iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		elements := make(chan element[T])
		var owned sync.WaitGroup
		defer owned.Wait()
		defer cancel()
		owned.Go(func() {
			defer close(elements)
			for value, err := range seq(ctx) {
				select {
				case elements <- element[T]{value, err}:
				case <-ctx.Done():
					return
				}
			}
		})
		for e := range elements {
			if !yield(e.value, e.err) {
				return
			}
		}
	}
}

type element[T any] struct {
	value T
	err   error
}
