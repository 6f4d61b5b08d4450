package ui

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"voronka/cache"
)

func TestNewsComeAtOnceAndThenInBundles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		var heaps []map[cache.Entity]rows
		delivered := func() []map[cache.Entity]rows {
			mu.Lock()
			defer mu.Unlock()
			return slices.Clone(heaps)
		}
		n := newNews(ctx, func(f func()) { f() }, func(h map[cache.Entity]rows) {
			mu.Lock()
			defer mu.Unlock()
			heaps = append(heaps, h)
		})
		n.add(cache.Changed{Entity: cache.Leads, IDs: []int64{1}})
		synctest.Wait()
		if got := delivered(); len(got) != 1 || !slices.Equal(got[0][cache.Leads].list(), []int64{1}) {
			t.Fatalf("first delivery: %v", delivered())
		}
		for id := range int64(1000) {
			n.add(cache.Changed{Entity: cache.Leads, IDs: []int64{id}})
		}
		n.add(cache.Changed{Entity: cache.Outbox})
		synctest.Wait()
		if got := delivered(); len(got) != 1 {
			t.Fatalf("%d deliveries within the pause", len(got))
		}
		time.Sleep(newsPause)
		synctest.Wait()
		got := delivered()
		if len(got) != 2 || len(got[1][cache.Leads].list()) != 1000 || got[1][cache.Outbox].list() != nil {
			t.Fatalf("second delivery: %d, %v", len(got), got[1][cache.Outbox])
		}
		cancel()
		n.Wait()
	})
}
