package sandbox

import (
	"net/http"
	"sync"
	"time"
)

// keptRequests is how many requests the log remembers one by one.
const keptRequests = 10_000

// RequestRecord is a request the sandbox received, hooks excepted.
type RequestRecord struct {
	At     time.Time `json:"at"` // by the sandbox's clock
	Method string    `json:"method"`
	Path   string    `json:"path"`
	Query  string    `json:"query,omitempty"`
	Route  string    `json:"route,omitempty"` // such as "/leads/*", empty when none was reached
	Status int       `json:"status"`          // 0: unfinished, or the connection was cut
}

type logEntry struct {
	record RequestRecord
	route  string
}

// requestLog remembers the last requests and counts all of them.
type requestLog struct {
	mu      sync.Mutex
	records []RequestRecord // a ring
	oldest  int
	counts  map[string]int
	total   int
}

func newRequestLog() *requestLog { return &requestLog{counts: map[string]int{}} }

func (l *requestLog) begin(req *http.Request, now time.Time) *logEntry {
	return &logEntry{record: RequestRecord{At: now, Method: req.Method, Path: req.URL.Path, Query: req.URL.RawQuery}}
}

func (l *requestLog) end(e *logEntry, status int) {
	r := e.record
	r.Route, r.Status = e.route, status
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total++
	name := r.Route
	if name == "" {
		name = r.Path
	}
	if len(l.counts) < keptRequests || l.counts[r.Method+" "+name] > 0 {
		l.counts[r.Method+" "+name]++
	}
	if len(l.records) < keptRequests {
		l.records = append(l.records, r)
		return
	}
	l.records[l.oldest] = r
	l.oldest = (l.oldest + 1) % keptRequests
}

func (l *requestLog) list() []RequestRecord {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]RequestRecord, 0, len(l.records))
	out = append(out, l.records[l.oldest:]...)
	return append(out, l.records[:l.oldest]...)
}

func (l *requestLog) counters() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make(map[string]int, len(l.counts))
	for k, n := range l.counts {
		out[k] = n
	}
	return out
}

func (l *requestLog) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.records, l.oldest, l.total = nil, 0, 0
	l.counts = map[string]int{}
}
