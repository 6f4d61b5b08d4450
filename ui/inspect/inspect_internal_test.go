//go:build inspect

package inspect

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// The test app listens to its settings as long as the process lives.
		goleak.IgnoreAnyFunction("fyne.io/fyne/v2/test.(*app).watchSettings"),
		goleak.IgnoreAnyFunction("fyne.io/fyne/v2/test.(*testSettings).apply"))
}

// plate is a named object of a fixed size.
type plate struct {
	widget.BaseWidget
	id string
}

func newPlate(id string, x, y, w, h float32) *plate {
	p := &plate{id: id}
	p.ExtendBaseWidget(p)
	p.Move(fyne.NewPos(x, y))
	p.Resize(fyne.NewSize(w, h))
	return p
}

func (p *plate) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(nil))
}

func (p *plate) Inspect() (id, kind, text string) {
	kind, _, _ = strings.Cut(p.id, ":")
	return p.id, kind, "text of " + p.id
}

// free lays out nothing: plates stand where they were put.
func free(objects ...fyne.CanvasObject) *fyne.Container {
	return container.NewWithoutLayout(objects...)
}

func TestWalkFindsWhatIsOnTheScreen(t *testing.T) {
	test.NewTempApp(t)
	hidden := newPlate("card:hidden", 0, 0, 10, 10)
	hidden.Hide()
	inner := free(newPlate("card:1", 5, 6, 20, 30))
	inner.Move(fyne.NewPos(100, 200))
	long := free(newPlate("card:top", 0, 0, 50, 40), newPlate("card:cut", 0, 80, 50, 40), newPlate("card:below", 0, 400, 50, 40))
	long.Resize(fyne.NewSize(50, 500))
	scroll := container.NewVScroll(long)
	scroll.Move(fyne.NewPos(200, 10))
	scroll.Resize(fyne.NewSize(60, 100))
	content := free(inner, hidden, newPlate("", 0, 0, 5, 5), newPlate("card:outside", 900, 0, 5, 5), newPlate("card:edge", 390, 290, 50, 50), scroll)

	c := test.NewCanvas()
	c.SetPadded(false)
	c.SetScale(2)
	c.SetContent(content)
	c.Resize(fyne.NewSize(400, 300))
	c.Overlays().Add(free(newPlate("dialog:x", 1, 2, 3, 4)))

	seen := walkCanvas(c)
	want := []placed{
		{ID: "card:1", Kind: "card", Text: "text of card:1", X: 210, Y: 412, W: 40, H: 60},
		{ID: "card:edge", Kind: "card", Text: "text of card:edge", X: 780, Y: 580, W: 20, H: 20},
		{ID: "card:top", Kind: "card", Text: "text of card:top", X: 400, Y: 20, W: 100, H: 80},
		{ID: "card:cut", Kind: "card", Text: "text of card:cut", X: 400, Y: 180, W: 100, H: 40},
		{ID: "dialog:x", Kind: "dialog", Text: "text of dialog:x", X: 2, Y: 4, W: 6, H: 8},
	}
	if !slices.Equal(seen.objects, want) {
		t.Errorf("seen\n%+v, want\n%+v", seen.objects, want)
	}
	if seen.visible < 15 {
		t.Errorf("%d visible objects", seen.visible)
	}
}

// clockwork drives a probe by hand.
type clockwork struct {
	at   time.Time
	tick func() // nil while the frame clock rests
}

func newClockwork() (*clockwork, *Probe) {
	c := &clockwork{at: time.Unix(1000, 0)}
	return c, &Probe{
		now:  func() time.Time { return c.at },
		born: c.at,
		frames: func(tick func()) func() {
			c.tick = tick
			return func() { c.tick = nil }
		},
	}
}

// run lets frames of a length pass.
func (c *clockwork) run(frames int, length time.Duration) {
	for range frames {
		c.at = c.at.Add(length)
		if c.tick != nil {
			c.tick()
		}
	}
}

func TestProbeCountsFramesOfADrag(t *testing.T) {
	c, p := newClockwork()
	c.run(100, time.Second) // nothing moves, nothing counts
	p.DragStarted()
	c.run(50, 20*time.Millisecond)
	p.DragEnded()
	c.run(100, time.Second)
	if frames, _ := p.figures(); frames < 49 || frames > 51 {
		t.Errorf("%.1f frames a second instead of 50", frames)
	}
	if c.tick != nil {
		t.Error("the frame clock runs on")
	}
	p.reset()
	if frames, _ := p.figures(); frames != 0 {
		t.Errorf("%.1f frames a second after a reset", frames)
	}
	p.Scrolled()
	c.run(10, 100*time.Millisecond) // counts until the scroll is over
	if frames, _ := p.figures(); frames != 10 {
		t.Errorf("%.1f frames a second of scrolling instead of 10", frames)
	}
}

func TestProbeKnowsWhenCardsArePainted(t *testing.T) {
	c, p := newClockwork()
	c.run(1, 300*time.Millisecond)
	p.CardsShown()
	if _, ready := p.figures(); ready != 0 {
		t.Errorf("ready after %.0f ms, before anything was painted", ready)
	}
	c.run(1, 20*time.Millisecond)
	if _, ready := p.figures(); ready != 0 {
		t.Errorf("ready after %.0f ms, before the first frame ended", ready)
	}
	c.run(1, 80*time.Millisecond)
	p.CardsShown() // the first time counts
	c.run(10, time.Second)
	if _, ready := p.figures(); ready != 400 {
		t.Errorf("ready after %.0f ms instead of 400", ready)
	}
	p.reset()
	if _, ready := p.figures(); ready != 400 {
		t.Errorf("a reset makes it ready after %.0f ms", ready)
	}
	if c.tick != nil {
		t.Error("the frame clock runs on")
	}
}

func TestNoProbe(t *testing.T) {
	var p *Probe
	p.CardsShown()
	p.DragStarted()
	p.Scrolled()
	p.DragEnded()
	if frames, ready := p.figures(); frames != 0 || ready != 0 {
		t.Errorf("%v %v", frames, ready)
	}
}

func TestProcessStart(t *testing.T) {
	if age := time.Since(processStart()); age < 0 || age > time.Hour {
		t.Errorf("this process is said to be %s old", age)
	}
}

func TestStallQuantiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		waits := rapid.SliceOfN(rapid.Int64Range(0, int64(30*time.Second)), 1, 200).Draw(t, "waits")
		s := &stalls{}
		for _, w := range waits {
			s.add(time.Duration(w))
		}
		slices.Sort(waits)
		got := s.figures()
		if got.Max != milliseconds(time.Duration(waits[len(waits)-1])) {
			t.Fatalf("max %v of %v", got.Max, waits)
		}
		for q, value := range map[float64]float64{0.50: got.P50, 0.95: got.P95} {
			exact := time.Duration(waits[int(q*float64(len(waits)))])
			if exact < stallCap && (value < milliseconds(exact) || value > milliseconds(exact+stallStep)) {
				t.Fatalf("quantile %v is %v ms, exactly %s", q, value, exact)
			}
		}
		s.reset()
		if s.figures() != (stallFigures{}) {
			t.Fatalf("after a reset %v", s.figures())
		}
	})
}

// loop is a UI goroutine that can be held up.
type loop struct{ queue chan func() }

func newLoop(t *testing.T) *loop {
	l := &loop{queue: make(chan func(), 2*stallQueue)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for f := range l.queue {
			f()
		}
	}()
	t.Cleanup(func() { close(l.queue); <-done })
	return l
}

func (l *loop) do(f func()) { l.queue <- f }

func TestServer(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, free(newPlate("card:7", 10, 10, 50, 50)))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(200, 100))
	ui := newLoop(t)
	addr := freeAddr(t)
	var log bytes.Buffer
	stop := Start(Params{
		Addr: addr, Window: w, Do: ui.do, LiveCards: func() int { return 5 }, Probe: NewProbe(),
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	t.Cleanup(stop) // before the loop ends, also when this test fails

	var objects []map[string]any
	decode(t, http.MethodGet, "http://"+addr+"/objects", http.StatusOK, &objects)
	if len(objects) != 1 || objects[0]["id"] != "card:7" || len(objects[0]) != 7 {
		t.Errorf("objects: %v", objects)
	}

	// Hold the UI goroutine up until samples wait behind it.
	held := make(chan struct{})
	ui.do(func() { <-held })
	until(t, func() bool { return len(ui.queue) > 10 })
	close(held)
	var stats map[string]any
	until(t, func() bool {
		decode(t, http.MethodGet, "http://"+addr+"/stats", http.StatusOK, &stats)
		return stats["stall_ms"].(map[string]any)["max"].(float64) > 50
	})
	for _, key := range []string{"live_cards", "visible_objects", "stall_ms", "frames_per_s", "ready_ms", "heap_mb"} {
		if _, ok := stats[key]; !ok {
			t.Errorf("no %s in %v", key, stats)
		}
	}
	if stats["live_cards"] != 5.0 || stats["visible_objects"].(float64) < 2 || stats["heap_mb"].(float64) <= 0 {
		t.Errorf("stats: %v", stats)
	}
	decode(t, http.MethodPost, "http://"+addr+"/stats/reset", http.StatusNoContent, nil)
	decode(t, http.MethodGet, "http://"+addr+"/stats/reset", http.StatusMethodNotAllowed, nil)
	decode(t, http.MethodGet, "http://"+addr+"/", http.StatusNotFound, nil)
	http.DefaultClient.CloseIdleConnections()

	stop()
	if l, err := net.Listen("tcp", addr); err != nil {
		t.Errorf("after stop the address is taken: %v", err)
	} else if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// until waits for a condition that other goroutines bring about.
func until(t *testing.T, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatal("waited in vain")
		case <-tick.C:
		}
	}
}

func TestServesNothing(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := taken.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, addr := range []string{"", "0.0.0.0:0", "192.0.2.1:80", "localhost:0", "nonsense", taken.Addr().String()} {
		var log bytes.Buffer
		Start(Params{Addr: addr, Do: func(func()) {}, Log: slog.New(slog.NewTextHandler(&log, nil))})()
		if (addr != "") != strings.Contains(log.String(), "inspection is off") {
			t.Errorf("%q: log %q", addr, &log)
		}
	}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return l.Addr().String()
}

func decode(t *testing.T, method, url string, status int, into any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err := resp.Body.Close(); err != nil {
		t.Error(err)
	}
	if err != nil || resp.StatusCode != status {
		t.Fatalf("%s %s: %s, %v", method, url, resp.Status, err)
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			t.Fatalf("%s: %v: %s", url, err, body)
		}
	}
}
