package cache

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"voronka/amo"
)

// fillBudget is what the first filter by a field may take at 100,000 leads, ms.
const fillBudget = 2_000.0

// The fields of the benchmark beside a dozen and a half others.
const (
	benchOrigin  = 294_471 + iota // select
	benchArea                     // numeric
	benchAddress                  // text
	benchPaid                     // checkbox
	benchOthers
)

const benchFields = 20

// fieldsOfBench are the definitions.
func fieldsOfBench(b testing.TB) []amo.CustomField {
	list := make([]string, 0, benchFields)
	for i := range benchFields {
		kind := "text"
		switch benchOrigin + i {
		case benchOrigin:
			kind = "select"
		case benchArea:
			kind = "numeric"
		case benchPaid:
			kind = "checkbox"
		}
		list = append(list, fmt.Sprintf(`{"id":%d,"name":"Maydon %d","type":%q,"sort":%d}`, benchOrigin+i, i, kind, i))
	}
	return decode[[]amo.CustomField](b, "["+strings.Join(list, ",")+"]")
}

// benchFielded is benchLead with a value in each of the fields.
func benchFielded(b testing.TB, r *rand.Rand, i int) amo.Lead {
	list := make([]string, 0, benchFields)
	add := func(id int, kind, value string) {
		list = append(list, fmt.Sprintf(`{"field_id":%d,"field_name":"Maydon %d","field_code":null,"field_type":%q,"values":[%s]}`, id, id-benchOrigin, kind, value))
	}
	add(benchOrigin, "select", fmt.Sprintf(`{"value":"Tanlov","enum_id":%d,"enum_code":null}`, 881_001+2*r.IntN(8)))
	add(benchArea, "numeric", fmt.Sprintf(`{"value":"%d.5"}`, r.IntN(1000)))
	add(benchAddress, "text", fmt.Sprintf(`{"value":"Toshkent, %s koʻchasi, %d-uy"}`, leadNames[r.IntN(4)], r.IntN(200)))
	add(benchPaid, "checkbox", fmt.Sprintf(`{"value":%v}`, r.IntN(2) == 0))
	for id := benchOthers; len(list) < benchFields; id++ {
		add(id, "text", fmt.Sprintf(`{"value":"Buyurtma qiymati %d"}`, r.IntN(1_000_000)))
	}
	lead := benchLead(b, r, i)
	base := string(lead.Raw())
	return decode[amo.Lead](b, strings.Replace(base, `"custom_fields_values":null`, `"custom_fields_values":[`+strings.Join(list, ",")+`]`, 1))
}

// BenchmarkFieldFilter filters 100,000 leads of 20 fields each.
func BenchmarkFieldFilter(b *testing.B) {
	const n = 100_000
	dir, err := os.MkdirTemp("", "voronka-bench-*")
	check(b, err)
	b.Cleanup(func() { check(b, os.RemoveAll(dir)) })
	s := openAccount(b, openFolder(b, dir))
	check(b, s.Apply(b.Context(), Batch{Pipelines: testPipelines(b), CustomFields: map[Entity][]amo.CustomField{Leads: fieldsOfBench(b)}}))
	r := rand.New(rand.NewPCG(11, 12))
	check(b, s.BeginBulk(b.Context()))
	page := make([]amo.Lead, 250)
	for at := 0; at < n; at += len(page) {
		for i := range page {
			page[i] = benchFielded(b, r, at+i)
		}
		check(b, s.Apply(b.Context(), Batch{Leads: page}))
	}
	check(b, s.EndBulk(b.Context()))
	b.Run("First", func(b *testing.B) { benchFill(b, s) })
	benchFiltered(b, s)
	b.Run("Apply", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			for i := range page {
				page[i] = benchFielded(b, r, r.IntN(n))
			}
			b.StartTimer()
			check(b, s.Apply(b.Context(), Batch{Leads: page}))
		}
		b.ReportMetric(float64(len(page)*b.N)/b.Elapsed().Seconds(), "leads/s")
		b.ReportMetric(changedBudget, "budget-leads/s")
	})
}

// benchFill is the first filter by a field, and how long it keeps a command
// waiting at most.
func benchFill(b *testing.B, s *Store) {
	var longest time.Duration
	for b.Loop() {
		b.StopTimer()
		check(b, s.write(b.Context(), func(w *writing) error { return w.dropFields(`TRUE`) }))
		b.StartTimer()
		done := make(chan error, 1)
		go func() {
			_, err := s.Board(b.Context(), BoardQuery{PipelineID: salesID, Filter: Filter{Fields: []FieldFilter{{FieldID: benchAddress, Test: FieldFilled}}}})
			done <- err
		}()
		for waiting := true; waiting; {
			select {
			case err := <-done:
				check(b, err)
				waiting = false
			default:
				began := time.Now()
				check(b, s.write(b.Context(), func(*writing) error { return nil }))
				longest = max(longest, time.Since(began))
				time.Sleep(10 * time.Millisecond)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/field")
	b.ReportMetric(fillBudget, "budget-ms")
	b.ReportMetric(float64(longest.Microseconds())/1000, "ms-longest-wait")
}

func benchFiltered(b *testing.B, s *Store) {
	from, to := 100.0, 300.0
	origin := FieldFilter{FieldID: benchOrigin, Test: FieldAnyOf, Enums: []int64{881_001, 881_005}}
	area := FieldFilter{FieldID: benchArea, Test: FieldBetween, From: &from, To: &to}
	for _, c := range []struct {
		name   string
		fields []FieldFilter
	}{
		{"choice", []FieldFilter{origin}},
		{"number", []FieldFilter{area}},
		{"text", []FieldFilter{{FieldID: benchAddress, Test: FieldContains, Text: "o'tkir"}}},
		{"filled", []FieldFilter{{FieldID: benchAddress, Test: FieldFilled}}},
		{"not ticked", []FieldFilter{{FieldID: benchPaid, Test: FieldNo}}},
		{"two", []FieldFilter{origin, area}},
	} {
		b.Run(c.name, func(b *testing.B) {
			q := BoardQuery{PipelineID: salesID, Filter: Filter{Fields: c.fields}}
			must(s.Board(b.Context(), q))(b)
			for b.Loop() {
				must(s.Board(b.Context(), q))(b)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/board")
			b.ReportMetric(boardBudget, "budget-ms")
		})
	}
}
