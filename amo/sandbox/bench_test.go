package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

func BenchmarkGenerate100000(b *testing.B) {
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s, err := New(Options{Leads: 100_000})
		if err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB")
		b.ReportMetric(float64(100_000)/(b.Elapsed().Seconds()/float64(b.N)), "leads/s")
		runtime.KeepAlive(s)
	}
}

func BenchmarkFirstLoad100000(b *testing.B) {
	s, err := New(Options{Leads: 100_000, BaseURL: "http://127.0.0.1:1"})
	if err != nil {
		b.Fatal(err)
	}
	leads, bytes := 0, 0
	for b.Loop() {
		from, page := int64(0), 1
		for {
			body := call(b, s, http.MethodGet, fmt.Sprintf("/api/v4/leads?filter[updated_at][from]=%d&order[updated_at]=asc&limit=250&page=%d&with=contacts,loss_reason", from, page), "")
			bytes += len(body)
			n := strings.Count(body, `"is_deleted"`)
			leads += n
			if n < 250 {
				break
			}
			body = body[:strings.LastIndex(body, `,"closed_at":`)]
			at := strings.LastIndex(body, `"updated_at":`)
			var last int64
			fmt.Sscanf(body[at+len(`"updated_at":`):], "%d", &last)
			if last == from {
				page++
			} else {
				from, page = last, 1
			}
		}
	}
	b.ReportMetric(float64(leads)/b.Elapsed().Seconds(), "leads/s")
	b.ReportMetric(float64(bytes)/float64(leads), "B/lead")
	b.ReportMetric(20_000, "budget-leads/s")
}

func call(b testing.TB, s *Server, method, path, body string) string {
	b.Helper()
	var r io.Reader
	if body != "" {
		r = strings.NewReader(body)
	}
	req := httptest.NewRequest(method, path, r)
	req.Header.Set("Authorization", "Bearer "+s.Credentials().LongLivedToken)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	return w.Body.String()
}

func TestPrint(t *testing.T) {
	s, err := New(Options{Leads: 10000})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{
		"/api/v4/account?with=task_types,users_groups,datetime_settings,is_api_filter_enabled",
		"/api/v4/users?limit=2&with=group,role", "/api/v4/leads/pipelines", "/api/v4/leads?limit=3&with=contacts,loss_reason&order[updated_at]=desc",
		"/api/v4/contacts?limit=2&with=leads", "/api/v4/companies?limit=1&with=contacts,leads", "/api/v4/tasks?limit=2", "/api/v4/leads/loss_reasons", "/api/v4/leads/custom_fields?limit=3", "/api/v4/leads/tags?limit=2",
		"/api/v4/leads/19619/links", "/api/v4/leads/zz",
	} {
		t.Log(p, call(t, s, "GET", p, ""))
	}
	t.Log(call(t, s, "PATCH", "/api/v4/leads", `[{"id":19619,"status_id":142},{"id":19620,"price":"x"}]`))
	t.Log(call(t, s, "PATCH", "/api/v4/leads/19619", `{"status_id":143,"loss_reason_id":4011,"tags_to_add":[{"name":"yangi"}]}`))
	t.Log(call(t, s, "GET", "/api/v4/leads/19619?with=loss_reason", ""))
	st := s.state
	counts := map[string]int{}
	for _, l := range st.leads.live.byID {
		counts[fmt.Sprintf("%d/%d", l.Pipeline, l.Status)]++
	}
	t.Log(counts, len(st.tasks.byID), len(st.contacts.live.byID), len(st.companies.live.byID))
	i := 0
	for _, l := range st.leads.live.byID {
		t.Log(l.Name, l.Price, len(l.Contacts), l.Company)
		if i++; i > 40 {
			break
		}
	}
	_ = time.Now
}
