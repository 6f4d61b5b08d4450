package replica

import (
	"context"
	"fmt"
	"testing"

	"voronka/amo/sandbox"
)

// BenchmarkFirstLoad reads whole accounts without limits over HTTP, contacts,
// companies and tasks included.
func BenchmarkFirstLoad(b *testing.B) {
	for _, leads := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("leads=%d", leads), func(b *testing.B) {
			h := newHost(b, sandbox.Options{Leads: leads, Seed: 1})
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
