package replica

import (
	"context"
	"errors"
	"testing"

	"voronka/amo"
	"voronka/cache"
)

// TestFenceKeepsStalePagesOut: a page that was read before a move was sent is
// written after it. The card must stay where it was put.
func TestFenceKeepsStalePagesOut(t *testing.T) {
	row := func(status, stamp int64) amo.Lead {
		return (&modelLead{id: 1, pipeline: modelPipeline, status: status, stamp: stamp}).row()
	}
	store := newStore(t, t.TempDir())
	ctx := context.Background()
	for _, tt := range []struct {
		name  string
		page  amo.Lead // read before
		after bool     // or after the sending
		want  int64    // status then
	}{
		{"older", row(101, 100), false, 102},
		{"same second", row(101, 200), false, 102},
		{"newer", row(103, 201), false, 103},
		{"read afterwards", row(103, 200), true, 103},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFence()
			tick := f.now()
			if err := f.learn(map[cache.Row]int64{{Entity: cache.Leads, ID: 1}: 200}, func() error {
				return store.Apply(ctx, cache.Batch{Leads: []amo.Lead{row(102, 200)}})
			}); err != nil {
				t.Fatal(err)
			}
			if tt.after {
				tick = f.now()
			}
			if err := f.apply(ctx, store, cache.Batch{Leads: []amo.Lead{tt.page}}, tick); err != nil {
				t.Fatal(err)
			}
			got, err := store.Lead(ctx, 1)
			if err != nil || got.Lead.StatusID != tt.want {
				t.Fatalf("status %d, %v, want %d", got.Lead.StatusID, err, tt.want)
			}
		})
	}
}

func TestFenceLearnsNothingFromAFailedWrite(t *testing.T) {
	f, broken := newFence(), errors.New("broken")
	if err := f.learn(map[cache.Row]int64{{Entity: cache.Leads, ID: 1}: 200}, func() error { return broken }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if kept := f.admit(cache.Batch{Leads: []amo.Lead{{ID: 1, UpdatedAt: 100}}}, 0).Leads; len(kept) != 1 {
		t.Fatal("a row is held back for nothing")
	}
}

func TestWatermark(t *testing.T) {
	const now = 1_700_000_000
	for _, tt := range []struct {
		name    string
		saved   int64
		date    int64
		stamps  []int64
		crowded bool
		last    bool
		want    int64 // 0: not moved
	}{
		{"within a round", now - 1000, now, []int64{now - 500, now - 400}, false, false, now - 460},
		{"busy end", now - 1000, now, []int64{now - 5}, false, true, now - 65},
		{"quiet end", now - 1000, now, []int64{now - 500}, false, true, now - 500},
		{"quiet end of many", now - 1000, now, []int64{now - 500}, true, true, now - 499},
		{"nothing", now - 1000, now, nil, false, true, 0},
		{"only the overlap again", now - 60, now, []int64{now - 30}, false, true, 0},
		{"no date", now - 1000, 0, []int64{now - 500}, false, true, now - 560},
		{"one from the future", now - 1000, now, []int64{now - 5, now + 1_000_000}, false, true, now - 65},
		{"only the future", now - 1000, now, []int64{now + 1_000_000}, false, true, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := &watermark{key: "k", saved: tt.saved}
			w.page(tt.date, nil)
			for _, s := range tt.stamps {
				w.saw(s)
			}
			if tt.crowded {
				w.page(tt.date, &crowd{stamp: w.newest})
			}
			var b cache.Batch
			moved := w.mark(&b, tt.last)
			want := ""
			if tt.want != 0 {
				want = intText(tt.want)
			}
			if moved != (tt.want != 0) || b.Marks["k"] != want {
				t.Fatalf("moved %v to %q, want %q", moved, b.Marks["k"], want)
			}
		})
	}
}

// TestClockAheadOfItsStamps: very many rows of the future are a server whose
// Date lags behind its stamps, not a few odd rows.
func TestClockAheadOfItsStamps(t *testing.T) {
	w := &watermark{key: "k", saved: 5}
	w.page(1000, nil)
	for i := range int64(2 * pageSize) {
		w.saw(1_000_000 + i)
	}
	var b cache.Batch
	if !w.mark(&b, true) || b.Marks["k"] == "5" {
		t.Fatal("the watermark stays behind for ever")
	}
}
