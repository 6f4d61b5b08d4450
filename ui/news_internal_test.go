package ui

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"voronka/cache"
)

func TestNewsComeAtOnceAndThenInBundles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var got []map[cache.Entity]rows
		n := newNews(ctx, func(f func()) { f() }, func(h map[cache.Entity]rows) { got = append(got, h) })
		n.add(cache.Changed{Entity: cache.Leads, IDs: []int64{1}})
		synctest.Wait()
		if len(got) != 1 || !slices.Equal(got[0][cache.Leads].list(), []int64{1}) {
			t.Fatalf("first delivery: %v", got)
		}
		for id := range int64(1000) {
			n.add(cache.Changed{Entity: cache.Leads, IDs: []int64{id}})
		}
		n.add(cache.Changed{Entity: cache.Outbox})
		synctest.Wait()
		if len(got) != 1 {
			t.Fatalf("%d deliveries within the pause", len(got))
		}
		time.Sleep(newsPause)
		synctest.Wait()
		if len(got) != 2 || len(got[1][cache.Leads].list()) != 1000 || got[1][cache.Outbox].list() != nil {
			t.Fatalf("second delivery: %d, %v", len(got), got[1][cache.Outbox])
		}
		cancel()
		n.Wait()
	})
}
