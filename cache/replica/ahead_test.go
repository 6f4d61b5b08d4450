package replica

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// numbers yields 0 … n-1, taking a while for each.
func numbers(n int, each time.Duration) func(context.Context) iter.Seq2[int, error] {
	return func(ctx context.Context) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for i := range n {
				select {
				case <-time.After(each):
				case <-ctx.Done():
					yield(0, ctx.Err())
					return
				}
				if !yield(i, nil) {
					return
				}
			}
		}
	}
}

func TestAheadAsksWhileTheLastIsKept(t *testing.T) {
	for _, tt := range []struct {
		name            string
		asking, keeping time.Duration
		want            time.Duration // for 10 elements
	}{
		{"slow network", 100 * time.Millisecond, 20 * time.Millisecond, 10*100*time.Millisecond + 20*time.Millisecond},
		{"fast network", 20 * time.Millisecond, 100 * time.Millisecond, 20*time.Millisecond + 10*100*time.Millisecond},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				var got []int
				for v, err := range ahead(t.Context(), numbers(10, tt.asking)) {
					if err != nil {
						t.Fatal(err)
					}
					time.Sleep(tt.keeping)
					got = append(got, v)
				}
				if !slices.Equal(got, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}) {
					t.Fatalf("got %v", got)
				}
				if took := time.Since(began); took != tt.want {
					t.Fatalf("took %v, want %v", took, tt.want)
				}
			})
		})
	}
}

func TestAheadEndsWithItsConsumer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := false
		endless := func(ctx context.Context) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) {
				defer func() { ended = true }()
				for i := 0; yield(i, nil); i++ {
				}
			}
		}
		for v, err := range ahead(t.Context(), endless) {
			if err != nil {
				t.Fatal(err)
			}
			if v == 3 {
				break
			}
		}
		if !ended {
			t.Fatal("the producer outlived the loop")
		}
	})
}

func TestAheadPassesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	var last error
	n := 0
	for _, err := range ahead(t.Context(), func(context.Context) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			if yield(1, nil) {
				yield(0, broken)
			}
		}
	}) {
		n++
		last = err
	}
	if n != 2 || !errors.Is(last, broken) {
		t.Fatalf("%d elements, the last with %v", n, last)
	}
}
