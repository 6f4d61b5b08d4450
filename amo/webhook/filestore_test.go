package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func openStore(t testing.TB, dir string) *FileStore {
	t.Helper()
	s, err := OpenFileStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func save(t testing.TB, s Store, d Delivery) {
	t.Helper()
	if err := s.SaveDelivery(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

// bodies are the bodies read from a position on, and the place behind them.
func bodies(t testing.TB, dir string, from Position) (list []string, next Position) {
	t.Helper()
	next = from
	for stored, err := range Read(dir, from) {
		next = stored.Next
		var damage *DamageError
		switch {
		case errors.As(err, &damage):
			list = append(list, "damage")
		case err != nil:
			t.Fatal(err)
		default:
			list = append(list, string(stored.Delivery.Body))
		}
	}
	return list, next
}

func TestFilesKeepDeliveries(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hooks")
	s := openStore(t, dir)
	day := time.Date(2026, 2, 3, 23, 59, 59, 0, time.UTC).Unix()
	first := NewDelivery(MediaForm, []byte("a=1\n"), day)
	save(t, s, first)
	save(t, s, NewDelivery(MediaJSON, []byte("\xff\xfe"), day+1))
	save(t, s, NewDelivery(MediaForm, []byte("a=3"), day+2))
	got, next := bodies(t, dir, Position{})
	if fmt.Sprintf("%q", got) != `["a=1\n" "\xff\xfe" "a=3"]` {
		t.Errorf("read %q", got)
	}
	for stored, err := range Read(dir, Position{}) {
		if err != nil || fmt.Sprint(stored.Delivery) != fmt.Sprint(first) {
			t.Errorf("%+v, %v, want %+v", stored.Delivery, err, first)
		}
		break
	}
	if list, _ := bodies(t, dir, next); len(list) != 0 {
		t.Errorf("after the last: %q", list)
	}
	save(t, s, NewDelivery(MediaForm, []byte("a=4"), day+3))
	if list, _ := bodies(t, dir, next); fmt.Sprint(list) != "[a=4]" {
		t.Errorf("after the last: %q", list)
	}
	names, err := filepath.Glob(filepath.Join(dir, "deliveries-*.jsonl"))
	if err != nil || len(names) != 2 {
		t.Fatalf("files %v, %v", names, err)
	}
	if info, err := os.Stat(names[0]); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if out, err := json.Marshal(next); err != nil || !strings.HasPrefix(string(out), `{"day":"2026-02-04","offset":`) {
		t.Errorf("position %s, %v", out, err)
	}
}

// TestHalfLine: what a crash cut short costs that line alone.
func TestHalfLine(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "deliveries-2026-02-03.jsonl")
	half := `{"id":"x","received_at":1770076800,"media":"form","body":"a=1"}` + "\n" + `{"id":"y","rec`
	if err := os.WriteFile(name, []byte(half), 0o600); err != nil {
		t.Fatal(err)
	}
	list, next := bodies(t, dir, Position{})
	if fmt.Sprint(list) != "[a=1]" {
		t.Fatalf("before the mend: %q", list)
	}
	save(t, openStore(t, dir), NewDelivery(MediaForm, []byte("a=3"), time.Date(2026, 2, 3, 1, 0, 0, 0, time.UTC).Unix()))
	if list, _ := bodies(t, dir, next); fmt.Sprint(list) != "[damage a=3]" {
		t.Errorf("after the mend: %q", list)
	}
}

func TestReadIsTolerant(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{
		"deliveries-2026-02-03.jsonl": "\n{}\nnot JSON\n" + `{"id":"x","media":"form","body":"a=1"}` + "\n",
		"deliveries-latest.jsonl":     "nonsense\n",
		"notes.txt":                   "nonsense\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if list, _ := bodies(t, dir, Position{}); fmt.Sprint(list) != "[damage damage a=1]" {
		t.Errorf("read %q", list)
	}
	if list, _ := bodies(t, filepath.Join(dir, "none"), Position{}); len(list) != 0 {
		t.Errorf("read %q of no folder", list)
	}
	if list, _ := bodies(t, dir, Position{Day: "2026-03-01"}); len(list) != 0 {
		t.Errorf("read %q of the past", list)
	}
}

func TestOneWriter(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	if _, err := OpenFileStore(dir); !errors.Is(err, ErrInUse) {
		t.Errorf("error %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveDelivery(t.Context(), NewDelivery(MediaForm, nil, 1)); !errors.Is(err, ErrClosed) {
		t.Errorf("error %v", err)
	}
	openStore(t, dir)
}

// TestManyTogether: deliveries saved at once by many are all there, each once,
// though the store is closed while some are on their way.
func TestManyTogether(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	var wg sync.WaitGroup
	var saved atomic.Int64
	for i := range 300 {
		wg.Go(func() {
			err := s.SaveDelivery(t.Context(), NewDelivery(MediaForm, []byte(fmt.Sprint(i)), 1760000000))
			if err == nil {
				saved.Add(1)
			} else if !errors.Is(err, ErrClosed) {
				t.Error(err)
			}
			if i == 200 {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	list, _ := bodies(t, dir, Position{})
	seen := map[string]bool{}
	for _, body := range list {
		seen[body] = true
	}
	if int64(len(list)) != saved.Load() || len(seen) != len(list) || len(list) == 0 {
		t.Errorf("%d lines, %d different, %d saved", len(list), len(seen), saved.Load())
	}
}

// TestSaveEndsWithItsContext, whether it waits for a place or for the disk.
func TestSaveEndsWithItsContext(t *testing.T) {
	for name, room := range map[string]int{"no place": 0, "no disk": 1} {
		t.Run(name, func(t *testing.T) {
			idle := &FileStore{queue: make(chan saving, room), gone: make(chan struct{}), ended: make(chan struct{})}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := idle.SaveDelivery(ctx, NewDelivery(MediaForm, []byte("a=1"), 1)); !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestNotWritable(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	// A folder stands where the day's file would.
	if err := os.Mkdir(filepath.Join(dir, "deliveries-1970-01-01.jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveDelivery(t.Context(), NewDelivery(MediaForm, []byte("a=1"), 1)); err == nil {
		t.Error("stored in a folder's place")
	}
	save(t, s, NewDelivery(MediaForm, []byte("a=2"), 1760000000))
	if _, err := OpenFileStore(filepath.Join(dir, "deliveries.lock", "x")); err == nil {
		t.Error("a file is taken for a folder")
	}
}

func TestRemoveBefore(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	for _, day := range []int{1, 2, 3} {
		save(t, s, NewDelivery(MediaForm, []byte(fmt.Sprint(day)), time.Date(2026, 2, day, 12, 0, 0, 0, time.UTC).Unix()))
	}
	removed, err := RemoveBefore(dir, time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC))
	list, _ := bodies(t, dir, Position{})
	if err != nil || removed != 2 || fmt.Sprint(list) != "[3]" {
		t.Errorf("removed %d, left %q, %v", removed, list, err)
	}
}

const storedBudget = 500 // deliveries a second; the server's own limit is far below

// BenchmarkDeliveries receives deliveries over HTTP and stores each durably
// before it is answered, from many callers at once as the server has.
func BenchmarkDeliveries(b *testing.B) {
	s := openStore(b, b.TempDir())
	h, err := NewHandler(Params{Secret: testSecret, Store: s})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(h)
	defer server.Close()
	client := server.Client()
	client.Transport.(*http.Transport).MaxIdleConnsPerHost = 64
	b.SetParallelism(32)
	b.SetBytes(int64(len(statusHook)))
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			resp, err := client.Post(server.URL+"/"+testSecret, formType, strings.NewReader(statusHook))
			if err != nil {
				b.Error(err)
				return
			}
			if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
				b.Errorf("status %d, %v", resp.StatusCode, err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "stored/s")
	b.ReportMetric(storedBudget, "budget-stored/s")
}

// BenchmarkDecode makes events of a form.
func BenchmarkDecode(b *testing.B) {
	d := NewDelivery(MediaForm, []byte(statusHook), 0)
	b.SetBytes(int64(len(d.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if p, err := d.Decode(Limits{}); err != nil || len(p.Events) != 1 {
			b.Fatal(err)
		}
	}
}
