package replica

import (
	"context"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"voronka/amo"
)

// TestLoadMissesNothing loads an account that changes between any two pages,
// with stamps crowded into few seconds, and stops it now and then. After one
// more round the replica must equal the server, row by row.
func TestLoadMissesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { loadWhileChanging(t, newModelServer(rapid.IntRange(2, 6).Draw(t, "page"))) })
}

// TestLoadMissesNothingFromPoorServers does the same with servers that ignore
// what the walk relies on. Only rows that do not move while numbered pages are
// read can be promised then, so nothing changes meanwhile.
func TestLoadMissesNothingFromPoorServers(t *testing.T) {
	spoilt := map[string]func(*modelServer){
		"no filters":      func(m *modelServer) { m.ignoresFilters = true },
		"no order":        func(m *modelServer) { m.ignoresOrder = true },
		"neither":         func(m *modelServer) { m.ignoresFilters, m.ignoresOrder = true, true },
		"no trash":        func(m *modelServer) { m.ignoresTrash = true },
		"no date":         func(m *modelServer) { m.tellsNoDate = true },
		"users forbidden": func(m *modelServer) { m.usersForbidden = true },
	}
	rapid.Check(t, func(t *rapid.T) {
		m := newModelServer(rapid.IntRange(2, 6).Draw(t, "page"))
		spoilt[rapid.SampledFrom(slices.Sorted(maps.Keys(spoilt))).Draw(t, "server")](m)
		m.fill(t)
		store := tempStore(t)
		e := New(Options{Store: store, API: m})
		if _, err := e.Once(context.Background()); err != nil {
			t.Fatalf("first load: %v", err)
		}
		m.expectEqual(t, store)
		m.do(drawAct(t))
		if _, err := e.Once(context.Background()); err != nil {
			t.Fatalf("pull: %v", err)
		}
		m.expectEqual(t, store)
	})
}

func loadWhileChanging(t *rapid.T, m *modelServer) {
	m.fill(t)
	store := tempStore(t)
	acts := rapid.SliceOfN(rapid.Custom(drawAct), 0, 30).Draw(t, "acts")
	stops := rapid.SliceOfN(rapid.IntRange(1, 12), 0, 2).Draw(t, "pages before each stop")
	// The engine asks from goroutines of its own, where nothing may be drawn.
	for i := 0; ; i++ {
		ctx, cancel := context.WithCancel(context.Background())
		left := 0
		if i < len(stops) {
			left = stops[i]
		}
		m.between = func() {
			if left--; left == 0 {
				cancel()
			}
			acts = m.play(acts)
		}
		_, err := New(Options{Store: store, API: m}).Once(ctx)
		stopped := ctx.Err() != nil
		cancel()
		if !stopped {
			if err != nil {
				t.Fatalf("load: %v", err)
			}
			break
		}
	}
	m.between = nil
	if _, err := New(Options{Store: store, API: m}).Once(context.Background()); err != nil {
		t.Fatalf("pull: %v", err)
	}
	m.expectEqual(t, store)
}

// fill gives the account leads, many of them stamped with the same second.
func (m *modelServer) fill(t *rapid.T) {
	n := rapid.IntRange(0, 40).Draw(t, "leads")
	for id := int64(1); id <= int64(n); id++ {
		m.leads[id] = &modelLead{
			id: id, pipeline: modelPipeline, status: rapid.SampledFrom(m.statuses()).Draw(t, "status"),
			stamp: m.clock - int64(rapid.IntRange(0, 8).Draw(t, "age"))*50,
		}
	}
}

// act is something that happens on the server between two pages.
type act struct {
	Wait    int // pages before it
	Seconds int64
	Kind    string // move, add, delete
	Leads   []int  // any numbers, taken modulo the number of leads
	Status  int
}

func drawAct(t *rapid.T) act {
	return act{
		Wait:    rapid.IntRange(0, 3).Draw(t, "wait"),
		Seconds: int64(rapid.SampledFrom([]int{0, 0, 0, 1, 30}).Draw(t, "seconds")),
		Kind:    rapid.SampledFrom([]string{"move", "move", "move", "add", "delete"}).Draw(t, "kind"),
		Leads:   rapid.SliceOfN(rapid.IntRange(0, 1000), 1, 12).Draw(t, "leads"),
		Status:  rapid.IntRange(0, 4).Draw(t, "status"),
	}
}

// play does the next act, if its time has come, and returns the rest.
func (m *modelServer) play(acts []act) []act {
	if len(acts) == 0 {
		return nil
	}
	if acts[0].Wait > 0 {
		acts[0].Wait--
		return acts
	}
	m.do(acts[0])
	return acts[1:]
}

func (m *modelServer) do(a act) {
	defer m.lock()()
	m.clock += a.Seconds
	if a.Kind == "add" {
		id := int64(len(m.leads) + 1)
		m.leads[id] = &modelLead{id: id, pipeline: modelPipeline, status: m.statuses()[a.Status], stamp: m.clock}
		return
	}
	for _, n := range a.Leads {
		if len(m.leads) == 0 {
			return
		}
		l := m.leads[int64(n%len(m.leads)+1)]
		switch {
		case l.deleted:
		case a.Kind == "move":
			l.status, l.stamp = m.statuses()[a.Status], m.clock
		case !m.ignoresTrash && !m.ignoresFilters:
			l.deleted, l.stamp = true, m.clock
			return
		}
	}
}

func TestStageNamesRoundTrip(t *testing.T) {
	for s := stageAccount; s <= stageDone; s++ {
		b, err := s.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back stage
		if err := back.UnmarshalText(b); err != nil || back != s {
			t.Errorf("%s: read back as %v, %v", b, back, err)
		}
	}
	var s stage
	if err := s.UnmarshalText([]byte("nonsense")); err == nil {
		t.Error("an unknown stage was read")
	}
}

func TestProgressRises(t *testing.T) {
	last := -1.0
	for s := stageAccount; s <= stageDone; s++ {
		for _, edge := range []int64{0, 900, 500, 100} {
			p := checkpoint{Stage: s, Floor: 100, Top: 1000, At: place{Edge: edge}}.progress()
			if p < last || p > 1 {
				t.Fatalf("%s at %d: progress %v after %v", s, edge, p, last)
			}
			last = p
		}
	}
	if last != 1 {
		t.Fatalf("ends at %v", last)
	}
}

var _ API = (*amo.Client)(nil)
