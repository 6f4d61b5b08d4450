package contacts

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/hand"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

var english = format.New(i18n.New("en"), format.Currency{Code: "UZS"}, time.FixedZone("Tashkent", 5*3600))

// memory is a replica with so many contacts.
type memory struct {
	mu    sync.Mutex
	count int
	asked []cache.ContactQuery
	reads int
}

func (m *memory) ContactIDs(_ context.Context, q cache.ContactQuery) (ids []int64, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, q)
	for i := range m.count {
		if q.Text == "" || strings.Contains(fmt.Sprint("person ", i+1), q.Text) {
			ids = append(ids, int64(i+1))
		}
	}
	return ids, nil
}

func (m *memory) ContactRows(_ context.Context, ids []int64) (rows []cache.ContactRow, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	for _, id := range ids {
		rows = append(rows, cache.ContactRow{ID: id, Name: fmt.Sprint("Person ", id), CompanyName: "Artel", Phone: "+998901234567", Pending: id == 2})
	}
	return rows, nil
}

func (m *memory) ContactLetters(context.Context, cache.ContactQuery) ([]cache.Letter, error) {
	return []cache.Letter{{Letter: "A", Count: 1}, {Letter: "P", Count: m.count}}, nil
}

func (m *memory) CompanyIDs(context.Context, cache.ContactQuery) ([]int64, error) {
	return []int64{70}, nil
}

func (m *memory) CompanyRows(context.Context, []int64) ([]cache.CompanyRow, error) {
	return []cache.CompanyRow{{ID: 70, Name: "Artel Servis"}}, nil
}

func (m *memory) CompanyLetters(context.Context, cache.ContactQuery) ([]cache.Letter, error) {
	return nil, nil
}

// stage is the screen in a window, whose UI goroutine is the test's.
type stage struct {
	testing.TB
	memory *memory
	screen *Screen
	queue  chan func()
	shown  []cache.Row
	failed []error
}

func newStage(t testing.TB, m *memory) *stage {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	s := &stage{TB: t, memory: m, queue: make(chan func(), 1000)}
	s.screen = New(Params{
		Replica: m, Form: canvas.NewText("form", nil), Format: english, Clock: kit.SystemClock(), Do: func(f func()) { s.queue <- f },
		On: Events{
			Show:   func(entity cache.Entity, id int64) { s.shown = append(s.shown, cache.Row{Entity: entity, ID: id}) },
			Failed: func(err error) { s.failed = append(s.failed, err) },
		},
	})
	w := test.NewTempWindow(t, s.screen.Object())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1100, 700))
	t.Cleanup(s.screen.Close)
	s.screen.Reload()
	s.settle("the rows", func() bool { return s.names() != "" })
	return s
}

func (s *stage) settle(what string, holds func() bool) {
	s.Helper()
	hand.Settle(s, s.queue, what, holds, &s.failed)
}

// names are the rows in sight that were read.
func (s *stage) names() string {
	var list []string
	for _, o := range test.WidgetRenderer(s.screen.view.rows).Objects() {
		if r, ok := o.(*row); ok && r.one.name != "" {
			list = append(list, r.one.name)
		}
	}
	return strings.Join(list, ",")
}

func TestOnlyWhatIsSeenIsRead(t *testing.T) {
	s := newStage(t, &memory{count: 100_000})
	if n := s.screen.view.rows.Live(); n > 30 || len(s.screen.people) > 60 {
		t.Errorf("%d rows exist, %d were read", n, len(s.screen.people))
	}
	s.screen.view.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	s.settle("the last one", func() bool { return strings.Contains(s.names(), "Person 100000") })
}

func TestChoosing(t *testing.T) {
	s := newStage(t, &memory{count: 50})
	s.screen.view.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.screen.view.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if len(s.shown) != 2 || s.shown[1] != (cache.Row{Entity: cache.Contacts, ID: 2}) {
		t.Errorf("shown %v", s.shown)
	}
	s.screen.view.rows.Tapped(&fyne.PointEvent{Position: fyne.NewPos(40, rowHigh*4+5)})
	if s.screen.Chosen().ID != 5 {
		t.Errorf("chosen %v", s.screen.Chosen())
	}
}

func TestSearchAndLetters(t *testing.T) {
	s := newStage(t, &memory{count: 500})
	s.screen.search("person 49")
	s.settle("the search", func() bool { return len(s.screen.ids) == 11 })
	s.screen.pickLetter("P")
	s.settle("the letter", func() bool { return !s.screen.reading })
	if q := s.memory.asked[len(s.memory.asked)-1]; q.Letter != "P" || q.Text != "person 49" {
		t.Errorf("asked %+v", q)
	}
	s.screen.pickLetter("P")
	s.settle("all letters", func() bool { return !s.screen.reading })
	if q := s.memory.asked[len(s.memory.asked)-1]; q.Letter != "" {
		t.Errorf("asked %+v", q)
	}
}

func TestCompanies(t *testing.T) {
	s := newStage(t, &memory{count: 50})
	s.screen.turn(cache.Companies)
	s.settle("the companies", func() bool { return s.names() == "Artel Servis" })
	s.screen.Choose(cache.Contacts, 7)
	s.settle("the contacts", func() bool { return strings.HasPrefix(s.names(), "Person") })
	if s.screen.Chosen() != (cache.Row{Entity: cache.Contacts, ID: 7}) {
		t.Errorf("chosen %v", s.screen.Chosen())
	}
}

// BenchmarkScrollStep is one wheel step of a list of 100,000 contacts whose
// rows were read. Budget: that of the board, about no allocation.
func BenchmarkScrollStep(b *testing.B) {
	s := newStage(b, &memory{count: 100_000})
	quiet := func() bool { return !s.screen.fetch && len(s.screen.missing) == 0 && len(s.queue) == 0 }
	step := func(dy float32) { s.screen.view.rows.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)}) }
	for range 200 {
		step(-50)
		s.settle("rows", quiet)
	}
	b.ReportAllocs()
	dy, n := float32(25), 0
	for b.Loop() {
		if n++; n%400 == 0 {
			dy = -dy
		}
		step(dy)
	}
	b.ReportMetric(float64(s.screen.view.rows.Live()), "live-rows")
	b.ReportMetric(60, "budget-live-rows")
	b.ReportMetric(4e6, "budget-ns/op")
}

func TestANarrowLineKeepsThePhone(t *testing.T) {
	test.NewTempApp(t)
	r := newRow()
	r.one = person{firm: "Iqbol Logistika MChJ", reach: "+998 98 193-78-96"}
	for room, want := range map[float32]string{400: "Iqbol Logistika MChJ · +998 98 193-78-96", 130: "+998 98 193-78-96"} {
		if got := r.under(room); got != want {
			t.Errorf("in %v it is %q, want %q", room, got, want)
		}
	}
	if got := r.under(190); !strings.HasPrefix(got, "Iq") || !strings.HasSuffix(got, "… · +998 98 193-78-96") {
		t.Errorf("in 190 it is %q", got)
	}
}
