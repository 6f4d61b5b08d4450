package sandbox_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"voronka/amo/sandbox"
)

func BenchmarkGenerate100000(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var s *sandbox.Server
	for b.Loop() {
		var err error
		if s, err = sandbox.New(sandbox.Options{Leads: 100_000}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(100_000*b.N)/b.Elapsed().Seconds(), "leads/s")
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB")
	b.ReportMetric(5, "budget-s")
	runtime.KeepAlive(s)
}

// BenchmarkFirstLoad100000 reads the whole account as a client with a moving
// edge does, without a network.
func BenchmarkFirstLoad100000(b *testing.B) {
	s := large(b)
	leads, size := 0, 0
	for b.Loop() {
		for from, page := int64(0), 1; ; {
			body := serve(s, http.MethodGet, fmt.Sprintf(
				"/api/v4/leads?filter[updated_at][from]=%d&order[updated_at]=asc&limit=250&page=%d&with=contacts,loss_reason", from, page), "").Body.String()
			n := strings.Count(body, `"is_deleted"`)
			leads, size = leads+n, size+len(body)
			if n < 250 {
				break
			}
			body = body[:strings.LastIndex(body, `,"closed_at":`)]
			var last int64
			if _, err := fmt.Sscanf(body[strings.LastIndex(body, `"updated_at":`):], `"updated_at":%d`, &last); err != nil {
				b.Fatal(err)
			}
			if last == from {
				page++
			} else {
				from, page = last, 1
			}
		}
	}
	b.ReportMetric(float64(leads)/b.Elapsed().Seconds(), "leads/s")
	b.ReportMetric(20_000, "budget-leads/s")
	b.ReportMetric(float64(size)/float64(leads), "B/lead")
}

func BenchmarkRequests100000(b *testing.B) {
	s := large(b)
	for _, c := range []struct{ name, method, path, body string }{
		{"page", "GET", "/api/v4/leads?limit=250&with=contacts,loss_reason&page=%d", ""},
		{"page by created_at desc", "GET", "/api/v4/leads?limit=250&order[created_at]=desc&page=%d", ""},
		{"page of a status", "GET", "/api/v4/leads?limit=250&filter[statuses][0][pipeline_id]=3177727&filter[statuses][0][status_id]=32392162&page=1#%d", ""},
		{"contacts", "GET", "/api/v4/contacts?limit=250&with=leads&page=%d", ""},
		{"query that finds nothing", "GET", "/api/v4/leads?query=yoqboladi#%d", ""},
		{"one lead", "GET", "/api/v4/leads/5%04d?with=contacts", ""},
		{"move", "PATCH", "/api/v4/leads/5%04d", `{"status_id":32392162}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				path, _, _ := strings.Cut(fmt.Sprintf(c.path, 1+i%300), "#")
				i++
				if w := serve(s, c.method, path, c.body); w.Code >= 300 {
					b.Fatal(w.Code, w.Body)
				}
			}
		})
	}
}

func large(b *testing.B) *sandbox.Server {
	b.Helper()
	s, err := sandbox.New(sandbox.Options{Leads: 100_000})
	if err != nil {
		b.Fatal(err)
	}
	return s
}
