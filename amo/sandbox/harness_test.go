package sandbox_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"voronka/amo/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is a fixed day, so that the demo content never changes under a test.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.FixedZone("Tashkent", 5*3600))

// testClock is a clock that stands until it is moved.
type testClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *testClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *testClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// bench is a sandbox behind a real listener.
type bench struct {
	testing.TB
	*sandbox.Server
	url   string
	clock *testClock
}

func start(t testing.TB, o sandbox.Options) *bench {
	t.Helper()
	clock := &testClock{at: noon}
	if o.Now == nil {
		o.Now = clock.now
	}
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(s)
	t.Cleanup(func() {
		listener.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &bench{t, s, listener.URL, clock}
}

type answer struct {
	status int
	header http.Header
	body   string
	err    error // of the transport
}

func (b *bench) try(method, path, body string) answer {
	b.Helper()
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	address := path
	if strings.HasPrefix(path, "/") {
		address = b.url + path
	}
	req, err := http.NewRequest(method, address, content)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+b.Credentials().LongLivedToken)
	return b.send(req)
}

func (b *bench) send(req *http.Request) answer {
	b.Helper()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(raw), err}
}

func (b *bench) do(method, path, body string, want int) answer {
	b.Helper()
	a := b.try(method, path, body)
	if a.err != nil {
		b.Fatalf("%s %s: %v", method, path, a.err)
	}
	if a.status != want {
		b.Fatalf("%s %s: status %d, want %d: %.400s", method, path, a.status, want, a.body)
	}
	return a
}

func (b *bench) get(path string) object {
	b.Helper()
	return b.do(http.MethodGet, path, "", http.StatusOK).object(b)
}

func (b *bench) patch(path, body string) object {
	b.Helper()
	return b.do(http.MethodPatch, path, body, http.StatusOK).object(b)
}

type object map[string]any

func (a answer) object(t testing.TB) object {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader([]byte(a.body)))
	d.UseNumber()
	var o object
	if err := d.Decode(&o); err != nil {
		t.Fatalf("not an object: %v: %s", err, a.body)
	}
	return o
}

// at follows a dotted path through objects and arrays.
func (o object) at(path string) any {
	var v any = map[string]any(o)
	for _, name := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[name]
		case []any:
			var i int
			for _, c := range name {
				i = i*10 + int(c-'0')
			}
			if i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func (o object) int(path string) int64 {
	n, ok := o.at(path).(json.Number)
	if !ok {
		return 0
	}
	i, err := n.Int64()
	if err != nil {
		return 0
	}
	return i
}

func (o object) text(path string) string {
	s, _ := o.at(path).(string)
	return s
}

func (o object) list(path string) []object {
	array, _ := o.at(path).([]any)
	out := make([]object, 0, len(array))
	for _, v := range array {
		if m, ok := v.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func (o object) ids(path string) []int64 {
	var out []int64
	for _, item := range o.list(path) {
		out = append(out, item.int("id"))
	}
	return out
}

// all walks a list by its next links.
func (b *bench) all(path, key string) []object {
	b.Helper()
	var out []object
	for next := path; next != ""; {
		a := b.try(http.MethodGet, next, "")
		if a.status == http.StatusNoContent {
			break
		}
		if a.status != http.StatusOK {
			b.Fatalf("GET %s: %d %.400s %v", next, a.status, a.body, a.err)
		}
		page := a.object(b)
		out = append(out, page.list("_embedded."+key)...)
		next = page.text("_links.next.href")
	}
	return out
}

func idsOf(items []object) []int64 {
	out := make([]int64, len(items))
	for i, item := range items {
		out[i] = item.int("id")
	}
	return out
}

// handle asks a server without a listener for a list of leads.
func handle(t testing.TB, s *sandbox.Server, path string) []object {
	t.Helper()
	w := serve(s, http.MethodGet, path, "")
	if w.Code == http.StatusNoContent {
		return nil
	}
	return answer{body: w.Body.String()}.object(t).list("_embedded.leads")
}

func serve(s *sandbox.Server, method, path, body string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+s.Credentials().LongLivedToken)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	return w
}
