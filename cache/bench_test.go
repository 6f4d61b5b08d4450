package cache

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"voronka/amo"
)

// The budgets the benchmarks print beside what they measure.
const (
	boardBudget   = 100.0  // ms to read a board of 100,000 leads
	cardsBudget   = 10.0   // ms to read 300 cards
	commandBudget = 10.0   // ms of a command, p95, at 100,000 leads
	bulkBudget    = 2_000  // ms of an act over a thousand leads
	sizeBudget    = 2_048  // bytes of the database file a lead
	applyBudget   = 15_000 // leads a second taken from the server into an empty account
	changedBudget = 1_750  // changed leads a second: as many as seven requests bring
)

// benchLead makes the lead number i of a lively account: most leads open, some
// hundreds of words of JSON each as amoCRM sends it.
func benchLead(b testing.TB, r *rand.Rand, i int) amo.Lead {
	statuses := []int64{incomingID, newID, newID, measureID, contractID, 142, 143}
	s := leadSpec{
		ID: int64(1_000_000 + 3*i), Name: fmt.Sprintf("%s buyurtma %d", leadNames[i%4], i),
		Status: statuses[r.IntN(len(statuses))], Price: int64(r.IntN(2000)) * 50_000, Owner: int64(7 + r.IntN(2)),
		Contact: int64(2_000_000 + i), Company: int64(3_000_000 + i/3),
		Created: 1_700_000_000 + int64(i), Updated: 1_700_000_000 + int64(r.IntN(50_000_000)), Closest: 1_760_000_000 + int64(r.IntN(1_000_000)),
	}
	if i%3 == 0 {
		s.Tags = []string{"VIP", "Instagram"}
	}
	return s.lead(b)
}

func benchLeads(b testing.TB, n int) []amo.Lead {
	r := rand.New(rand.NewPCG(1, 2))
	leads := make([]amo.Lead, n)
	for i := range leads {
		leads[i] = benchLead(b, r, i)
	}
	return leads
}

// fill applies leads with their contacts as the engine does, page by page.
func fill(b testing.TB, s *Store, leads []amo.Lead) {
	b.Helper()
	for page := range slices.Chunk(leads, 250) {
		batch := Batch{Leads: page}
		for i := range page {
			batch.Contacts = append(batch.Contacts, contact(b, page[i].MainContactID(), "Karima Gʻaniyeva"))
		}
		check(b, s.Apply(b.Context(), batch))
	}
}

// large is an account of n leads, made once for all benchmarks.
type large struct {
	once sync.Once
	dir  string
	ids  []int64
}

func (l *large) open(b *testing.B, n int) *Store {
	b.Helper()
	l.once.Do(func() {
		dir, err := os.MkdirTemp("", "voronka-bench-*")
		check(b, err)
		l.dir = dir
		f := must(OpenFolder(dir))(b)
		s := must(f.OpenAccount(b.Context(), testAccount))(b)
		check(b, s.Apply(b.Context(), Batch{Pipelines: testPipelines(b), Users: decode[[]amo.User](b, usersJSON)}))
		fill(b, s, benchLeads(b, n))
		check(b, s.Close())
		check(b, f.Close())
	})
	s := openAccount(b, openFolder(b, l.dir))
	l.ids = l.ids[:0]
	for _, c := range must(s.Board(b.Context(), BoardQuery{PipelineID: salesID}))(b).Columns {
		l.ids = append(l.ids, c.IDs...)
	}
	return s
}

func (l *large) remove(b *testing.B) { check(b, os.RemoveAll(l.dir)) }

func BenchmarkLarge(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		l := new(large)
		b.Run(fmt.Sprintf("leads=%d", n), func(b *testing.B) {
			b.Run("Board", func(b *testing.B) { benchBoard(b, l.open(b, n)) })
			b.Run("Cards", func(b *testing.B) { benchCards(b, l.open(b, n), l.ids) })
			b.Run("Do", func(b *testing.B) { benchCommands(b, l.open(b, n), l.ids) })
			b.Run("Apply", func(b *testing.B) { benchApply(b, l.open(b, n), n) })
			b.Run("Open", func(b *testing.B) { benchOpen(b, l, n) })
			l.remove(b)
		})
	}
}

func benchBoard(b *testing.B, s *Store) {
	closed := []int64{142, 143}
	for _, c := range []struct {
		name string
		q    BoardQuery
	}{
		{"all", BoardQuery{}},
		{"closed folded", BoardQuery{Folded: closed}},
		{"by price", BoardQuery{Order: OrderPrice}},
		{"by name", BoardQuery{Order: OrderName}},
		{"owner", BoardQuery{Filter: Filter{OwnerIDs: []int64{7}}}},
		{"tag", BoardQuery{Filter: Filter{Tags: []string{"VIP"}}}},
		{"text", BoardQuery{Filter: Filter{Text: "o'tkir"}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			c.q.PipelineID = salesID
			for b.Loop() {
				must(s.Board(b.Context(), c.q))(b)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/board")
			b.ReportMetric(boardBudget, "budget-ms")
		})
	}
}

func benchCards(b *testing.B, s *Store, ids []int64) {
	for _, n := range []int{40, 300} {
		b.Run(fmt.Sprintf("cards=%d", n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(3, 4))
			b.ReportAllocs()
			for b.Loop() {
				from := r.IntN(len(ids) - n)
				must(s.Cards(b.Context(), ids[from:from+n]))(b)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/read")
			b.ReportMetric(cardsBudget, "budget-ms")
		})
	}
}

// benchCommands measures commands until Changed has been told: one edit, one
// move, one new lead, and one act over a thousand leads.
func benchCommands(b *testing.B, s *Store, ids []int64) {
	r := rand.New(rand.NewPCG(5, 6))
	some := func() int64 { return ids[r.IntN(len(ids))] }
	to := []int64{newID, measureID, contractID}
	for _, c := range []struct {
		name   string
		budget float64 // ms at p95
		edits  func(i int) []Edit
	}{
		{"move", commandBudget, func(i int) []Edit { return []Edit{LeadEdit{ID: some(), StatusID: to[i%3]}} }},
		{"edit", commandBudget, func(i int) []Edit {
			return []Edit{LeadEdit{ID: some(), Price: amo.Set(int64(i)), AddTags: []string{"VIP"}}}
		}},
		{"create", commandBudget, func(i int) []Edit { return []Edit{LeadEdit{Name: amo.Set(fmt.Sprint("Yangi ", i))}} }},
		{"thousand", bulkBudget, func(i int) []Edit {
			edits := make([]Edit, 1000)
			for n := range edits {
				edits[n] = LeadEdit{ID: some(), Price: amo.Set(int64(1000*i + n))}
			}
			return edits
		}},
	} {
		b.Run(c.name, func(b *testing.B) { benchCommand(b, s, c.budget, c.edits) })
	}
}

func benchCommand(b *testing.B, s *Store, budget float64, edits func(i int) []Edit) {
	var took []time.Duration
	var began time.Time
	defer s.Watch(func(c Changed) {
		if c.Entity == Leads && c.IDs != nil {
			took = append(took, time.Since(began))
		}
	})()
	for i := 0; b.Loop(); i++ {
		next := edits(i)
		began = time.Now()
		// ErrUnchanged tells no Changed.
		if _, err := s.Do(b.Context(), Command{Edits: next, Hold: time.Hour}); err != nil && !errors.Is(err, ErrUnchanged) {
			b.Fatal(err)
		}
	}
	slices.Sort(took)
	at := func(part float64) float64 {
		return float64(took[int(part*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.95), "p95-ms")
	b.ReportMetric(at(1), "max-ms")
	b.ReportMetric(budget, "budget-p95-ms")
}

// benchApply measures pages of 250 leads that have all changed, and of leads
// that have not.
func benchApply(b *testing.B, s *Store, n int) {
	r := rand.New(rand.NewPCG(7, 8))
	page := make([]amo.Lead, 250)
	b.Run("changed", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			for i := range page {
				page[i] = benchLead(b, r, r.IntN(n))
			}
			b.StartTimer()
			check(b, s.Apply(b.Context(), Batch{Leads: page}))
		}
		b.ReportMetric(float64(len(page)*b.N)/b.Elapsed().Seconds(), "leads/s")
		b.ReportMetric(changedBudget, "budget-leads/s")
	})
	b.Run("same", func(b *testing.B) {
		for b.Loop() {
			check(b, s.Apply(b.Context(), Batch{Leads: page}))
		}
		b.ReportMetric(float64(len(page)*b.N)/b.Elapsed().Seconds(), "leads/s")
	})
}

func benchOpen(b *testing.B, l *large, n int) {
	l.open(b, n)
	f := openFolder(b, l.dir)
	for b.Loop() {
		s := must(f.OpenAccount(b.Context(), testAccount))(b)
		check(b, s.Close())
	}
	size := must(fileSize(f.accountPath(testAccount)))(b)
	b.ReportMetric(float64(size)/float64(n), "B/lead")
	b.ReportMetric(sizeBudget, "budget-B/lead")
}

// BenchmarkFirstLoad measures taking new leads in, pages of 250 of an empty
// account, without their decoding.
func BenchmarkFirstLoad(b *testing.B) {
	leads := benchLeads(b, 10_000)
	for b.Loop() {
		b.StopTimer()
		f := must(OpenFolder(b.TempDir()))(b)
		s := must(f.OpenAccount(b.Context(), testAccount))(b)
		b.StartTimer()
		for page := range slices.Chunk(leads, 250) {
			check(b, s.Apply(b.Context(), Batch{Leads: page}))
		}
		b.StopTimer()
		check(b, s.Close())
		check(b, f.Close())
		b.StartTimer()
	}
	b.ReportMetric(float64(len(leads)*b.N)/b.Elapsed().Seconds(), "leads/s")
	b.ReportMetric(applyBudget, "budget-leads/s")
}
