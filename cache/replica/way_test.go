package replica

import (
	"testing"
	"time"

	"voronka/amo"
)

// TestPullFindsAWay changes one lead of many on servers of less and less use
// and looks at what the pull of it costs.
func TestPullFindsAWay(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(*modelServer)
		most  int64 // requests beyond those of an idle round and of the directory
	}{
		{"all is honoured", func(*modelServer) {}, 2},
		{"no order", func(m *modelServer) { m.ordersByID = true }, 4},
		{"nothing", func(m *modelServer) { m.ordersByID, m.ignoresFilters = true, true }, 26},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newModelServer(10)
			for id := int64(1); id <= 200; id++ {
				m.leads[id] = &modelLead{id: id, pipeline: modelPipeline, status: modelFirst, stamp: m.clock - 1000*(id%50) - id}
			}
			tt.spoil(m)
			store := newStore(t, t.TempDir())
			options := Options{Store: store, API: m, Patience: time.Second}
			once(t, options)
			m.expectEqual(t, store)
			for i := range int64(3) {
				m.clock += 500
				for id := int64(20); id < 35; id++ { // more than a page
					m.leads[id].status, m.leads[id].stamp = 102+i%2, m.clock-id
				}
				m.leads[20].status = amo.StatusLost
				sum := once(t, options)
				if sum.Requests > directoryReads+idleRound+tt.most {
					t.Errorf("%d requests for a few changes", sum.Requests)
				}
				m.expectEqual(t, store)
			}
		})
	}
}

// TestScansArePaced: a server that must be read whole is not read more often
// than it would be polled.
func TestScansArePaced(t *testing.T) {
	m := newModelServer(10)
	for id := int64(1); id <= 200; id++ {
		m.leads[id] = &modelLead{id: id, pipeline: modelPipeline, status: modelFirst, stamp: m.clock - 1000*(id%50) - id}
	}
	m.ordersByID, m.ignoresFilters = true, true
	store := newStore(t, t.TempDir())
	clock := &wrongClock{}
	options := Options{Store: store, API: m, Clock: clock, Poll: 20 * time.Second}
	c, err := New(options).begin(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	p := newPuller(c)
	for range 3 { // the load, and the rounds that find out
		if err := p.sync(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	before := m.Requests()
	for minute := range 60 {
		for third := range 3 {
			clock.set(time.Duration(minute)*time.Minute + time.Duration(third)*20*time.Second)
			if err := p.sync(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	// Three polls a minute of four lists, once a minute the others, and the
	// directory every ten.
	if n := m.Requests() - before; n > 60*(3*4+idleRound-4)+6*directoryReads {
		t.Errorf("%d requests in an hour", n)
	}
	m.expectEqual(t, store)
}
