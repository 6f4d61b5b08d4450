package replica

import (
	"context"
	"fmt"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
)

// BenchmarkFirstLoad reads whole accounts without limits over HTTP, contacts,
// companies and tasks included.
func BenchmarkFirstLoad(b *testing.B) {
	for _, leads := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("leads=%d", leads), func(b *testing.B) {
			h := newHost(b, sandbox.Options{Leads: leads, Contacts: leads, Seed: 1})
			var total float64
			for b.Loop() {
				b.StopTimer()
				store := newStore(b, b.TempDir())
				e := New(Options{Store: store, API: h.client()})
				b.StartTimer()
				sum, err := e.Once(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				total += float64(sum.Leads) / sum.Seconds
				b.ReportMetric(float64(sum.Requests), "requests")
				b.ReportMetric(float64(sum.Leads+sum.Contacts)/sum.Seconds, "leads+contacts/s")
			}
			b.ReportMetric(total/float64(b.N), "leads/s")
			b.ReportMetric(5000, "budget_leads/s")
		})
	}
}

// BenchmarkFirstLoadLimited loads an account at the most requests a second its
// limits allow: three minutes. One ratio is that of the rate reached to the rate
// allowed; the other also counts requests that a load could do without.
func BenchmarkFirstLoadLimited(b *testing.B) {
	const perSecond = 7
	h := newHost(b, sandbox.Options{Leads: 100_000, Contacts: 100_000, Seed: 1, Limits: sandbox.Limits{PerSecond: perSecond}})
	for b.Loop() {
		b.StopTimer()
		store := newStore(b, b.TempDir())
		e := New(Options{Store: store, API: h.limitedClient(amo.Limits{PerSecond: perSecond})})
		b.StartTimer()
		sum, err := e.Once(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(sum.Requests-1)/sum.Seconds/perSecond, "of_rate")
		b.ReportMetric(0.95, "budget_of_rate")
		b.ReportMetric(float64(sum.Requests), "requests")
		fewest := floor(b, store, idleRound)
		b.ReportMetric(float64(fewest), "floor_requests")
		b.ReportMetric(float64(fewest-1)/sum.Seconds/perSecond, "of_floor_rate")
		b.ReportMetric(0.95, "budget_of_floor_rate")
	}
}

// BenchmarkPullChanged pulls 1,000 changed leads of 100,000.
func BenchmarkPullChanged(b *testing.B) {
	const changed = 1000
	h := newHost(b, sandbox.Options{Leads: 100_000, Seed: 1})
	store := newStore(b, b.TempDir())
	options := Options{Store: store, API: h.client()}
	once(b, options)
	leads := openLeads(b, store, changed)
	price := 0
	for b.Loop() {
		b.StopTimer()
		price++
		for i, l := range leads {
			edit(b, h, "leads", l.ID, map[string]any{"price": price*changed + i})
		}
		b.StartTimer()
		sum := once(b, options)
		b.StopTimer()
		b.ReportMetric(sum.Seconds*1000, "ms/pull")
		b.ReportMetric(2000, "budget-ms/pull")
		b.ReportMetric(float64(sum.Requests), "requests")
		detail, err := store.Lead(context.Background(), leads[changed-1].ID)
		if err != nil || detail.Base.Price != int64(price*changed+changed-1) {
			b.Fatalf("price %d, %v", detail.Base.Price, err)
		}
		b.StartTimer()
	}
}

// BenchmarkDrain sends 1,000 moves.
func BenchmarkDrain(b *testing.B) {
	const moves = 1000
	h := newHost(b, sandbox.Options{Leads: 5000, Seed: 1})
	store := newStore(b, b.TempDir())
	options := Options{Store: store, API: h.client()}
	once(b, options)
	leads := openLeads(b, store, moves)
	to := [2]int64{amo.StatusWon, amo.StatusLost}
	for turn := 0; b.Loop(); turn++ {
		b.StopTimer()
		for _, l := range leads {
			move(b, store, l.ID, to[turn%2], time.Hour)
		}
		b.StartTimer()
		sum := once(b, options)
		if sum.Pushed != moves {
			b.Fatalf("%+v", sum)
		}
		b.ReportMetric(moves/sum.Seconds, "moves/s")
		b.ReportMetric(300, "budget-moves/s") // without limits; with them 50 go in a request
		b.ReportMetric(float64(sum.Requests), "requests")
	}
}
