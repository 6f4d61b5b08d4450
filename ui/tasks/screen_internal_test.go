package tasks

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/hand"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

var tashkent = time.FixedZone("Tashkent", 5*3600)

// noon is a Wednesday.
var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, tashkent)

var english = format.New(i18n.New("en"), format.Currency{Code: "UZS"}, tashkent)

func TestBuckets(t *testing.T) {
	for name, c := range map[string]struct {
		due  time.Time
		want bucket
	}{
		"a minute ago":       {noon.Add(-time.Minute), overdue},
		"now":                {noon, today},
		"the end of the day": {time.Date(2026, 11, 25, 23, 59, 59, 0, tashkent), today},
		"midnight":           {time.Date(2026, 11, 26, 0, 0, 0, 0, tashkent), tomorrow},
		"Friday":             {time.Date(2026, 11, 27, 9, 0, 0, 0, tashkent), week},
		"Sunday night":       {time.Date(2026, 11, 29, 23, 59, 0, 0, tashkent), week},
		"Monday":             {time.Date(2026, 11, 30, 0, 0, 0, 0, tashkent), later},
	} {
		if got := bucketOf(cache.TaskRow{DueAt: c.due.Unix()}, noon); got != c.want {
			t.Errorf("%s is in %d, want %d", name, got, c.want)
		}
	}
	if got := bucketOf(cache.TaskRow{DueAt: 1, Completed: true}, noon); got != done {
		t.Errorf("a completed task is in %d", got)
	}
}

func TestPostponing(t *testing.T) {
	for name, c := range map[string]struct {
		due  time.Time
		days int
		want time.Time
	}{
		"a day":           {noon.Add(3 * time.Hour), 1, noon.Add(27 * time.Hour)},
		"a week":          {noon.Add(3 * time.Hour), 7, noon.Add(7*24*time.Hour + 3*time.Hour)},
		"an overdue one":  {noon.AddDate(0, 0, -9), 1, noon.AddDate(0, 0, 1)},
		"of a whole day":  {time.Date(2026, 11, 25, 23, 59, 59, 0, tashkent), 1, time.Date(2026, 11, 26, 23, 59, 59, 0, tashkent)},
		"the end of year": {time.Date(2026, 12, 31, 10, 0, 0, 0, tashkent), 1, time.Date(2027, 1, 1, 10, 0, 0, 0, tashkent)},
	} {
		if got := postponed(c.due.Unix(), c.days, noon); got != c.want.Unix() {
			t.Errorf("%s: %s, want %s", name, time.Unix(got, 0).In(tashkent), c.want)
		}
	}
}

// memory is a replica with tasks in memory.
type memory struct {
	mu     sync.Mutex
	list   []cache.TaskRow
	asked  []cache.TaskQuery
	done   []cache.TaskEdit
	refuse error
}

func (m *memory) Tasks(_ context.Context, q cache.TaskQuery) (list []cache.TaskRow, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, q)
	for _, t := range m.list {
		if q.Completed != nil && t.Completed != *q.Completed || len(q.OwnerIDs) > 0 && !slices.Contains(q.OwnerIDs, t.OwnerID) ||
			q.From != 0 && t.DueAt < q.From || q.To != 0 && t.DueAt > q.To {
			continue
		}
		list = append(list, t)
	}
	return list, nil
}

func (m *memory) TaskTypes(context.Context) ([]amo.TaskType, error) { return nil, cache.ErrNotFound }

func (m *memory) Users(context.Context) ([]amo.User, error) {
	a, b := amo.User{ID: 9, Name: "Dilnoza Karimova"}, amo.User{ID: 8, Name: "Jasur Rahimov"}
	a.Rights.IsActive, b.Rights.IsActive = true, true
	return []amo.User{a, b}, nil
}

func (m *memory) Cards(_ context.Context, ids []int64) (list []cache.Card, err error) {
	for _, id := range ids {
		list = append(list, cache.Card{ID: id, Price: 1000})
	}
	return list, nil
}

func (m *memory) Search(context.Context, string, int) ([]cache.Hit, error) { return nil, nil }

func (m *memory) Do(_ context.Context, c cache.Command) (cache.Act, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse != nil {
		return cache.Act{}, m.refuse
	}
	m.done = append(m.done, c.Edits[0].(cache.TaskEdit))
	return cache.Act{ID: 1}, nil
}

func sample() []cache.TaskRow {
	at := func(d time.Duration) int64 { return noon.Add(d).Unix() }
	return []cache.TaskRow{
		{ID: 1, Entity: cache.Leads, EntityID: 50, EntityName: "ERP", OwnerID: 9, OwnerName: "Dilnoza Karimova", Text: "Call back", DueAt: at(-48 * time.Hour)},
		{ID: 2, Entity: cache.Leads, EntityID: 51, EntityName: "Mebel", OwnerID: 9, OwnerName: "Dilnoza Karimova", Text: "Meet", DueAt: at(3 * time.Hour)},
		{ID: 3, OwnerID: 8, OwnerName: "Jasur Rahimov", Text: "Invoice", DueAt: at(24 * time.Hour)},
		{ID: 4, OwnerID: 9, Text: "Sent", Completed: true, Result: "ok", DueAt: at(-time.Hour)},
	}
}

// stage is the screen in a window, whose UI goroutine is the test's.
type stage struct {
	testing.TB
	memory *memory
	screen *Screen
	window fyne.Window
	queue  chan func()
	said   []string
	opened []cache.Row
	failed []error
	menu   kit.MenuParams
}

func newStage(t testing.TB, m *memory) *stage {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	s := &stage{TB: t, memory: m, queue: make(chan func(), 1000)}
	s.screen = New(Params{
		Replica: m, Format: english, Now: noon.Unix, Do: func(f func()) { s.queue <- f }, Me: func() int64 { return 9 },
		On: Events{
			Open: func(entity cache.Entity, id int64) { s.opened = append(s.opened, cache.Row{Entity: entity, ID: id}) },
			Done: func(_ cache.Act, text string) { s.said = append(s.said, text) }, Failed: func(err error) { s.failed = append(s.failed, err) },
			Menu: func(_ fyne.Position, p kit.MenuParams) { s.menu = p }, Under: func(_ fyne.CanvasObject, p kit.MenuParams) { s.menu = p },
		},
	})
	s.window = test.NewTempWindow(t, s.screen.Object())
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(1000, 700))
	t.Cleanup(s.screen.Close)
	s.screen.Reload()
	s.settle("the list", func() bool { return s.screen.ever })
	return s
}

func (s *stage) settle(what string, holds func() bool) {
	s.Helper()
	hand.Settle(s, s.queue, what, holds, &s.failed)
}

func (s *stage) row(id int64) cache.TaskRow {
	for _, l := range s.screen.lines {
		if !l.head && l.task.ID == id {
			return l.task
		}
	}
	s.Fatalf("task %d is not listed", id)
	return cache.TaskRow{}
}

func (s *stage) item(id string) {
	s.Helper()
	for _, it := range s.menu.Items {
		if it.ID == id {
			it.Do()
			return
		}
	}
	s.Fatalf("%s is not offered among %+v", id, s.menu.Items)
}

func TestTheListBeginsWithOnesOwnTasks(t *testing.T) {
	s := newStage(t, &memory{list: sample()})
	var heads []bucket
	for _, l := range s.screen.lines {
		if l.head {
			heads = append(heads, l.in)
		}
	}
	if !slices.Equal(heads, []bucket{overdue, today, done}) {
		t.Errorf("headings %v", heads)
	}
	s.screen.toggleMine()
	s.settle("everybody's", func() bool { return len(s.screen.lines) == 8 })
}

func TestATaskIsCompletedWithItsResult(t *testing.T) {
	s := newStage(t, &memory{list: sample()})
	s.screen.tick(s.row(1))
	s.screen.result = " agreed "
	s.screen.complete(s.row(1))
	s.settle("the word", func() bool { return len(s.said) == 1 })
	if e := s.memory.done[0]; e.ID != 1 || e.Completed != amo.Set(true) || e.Result != amo.Set("agreed") {
		t.Errorf("stored %+v", e)
	}
	s.screen.tick(s.row(4))
	s.settle("the word", func() bool { return len(s.said) == 2 })
	if e := s.memory.done[1]; e.ID != 4 || e.Completed != amo.Set(false) {
		t.Errorf("stored %+v", e)
	}
}

func TestATaskIsPutOffAndGiven(t *testing.T) {
	s := newStage(t, &memory{list: sample()})
	s.screen.menu(s.screen.lines[1], fyne.Position{})
	s.item("week")
	s.settle("the word", func() bool { return len(s.said) == 1 })
	if e := s.memory.done[0]; e.CompleteTill != amo.Set(noon.AddDate(0, 0, 7).Unix()) {
		t.Errorf("stored %+v", e)
	}
	s.screen.menu(s.screen.lines[1], fyne.Position{})
	s.item("give")
	s.item("owner-8")
	s.settle("the word", func() bool { return len(s.said) == 2 })
	if e := s.memory.done[1]; e.ID != 1 || e.OwnerID != amo.Set[int64](8) {
		t.Errorf("stored %+v", e)
	}
	s.screen.menu(s.screen.lines[1], fyne.Position{})
	s.item("open")
	if len(s.opened) != 1 || s.opened[0] != (cache.Row{Entity: cache.Leads, ID: 50}) {
		t.Errorf("opened %v", s.opened)
	}
}

func TestARefusalIsTold(t *testing.T) {
	s := newStage(t, &memory{list: sample(), refuse: cache.ErrDiskFull})
	s.screen.putOff(s.row(1), 1)
	s.settle("the refusal", func() bool { return len(s.failed) == 1 })
	if len(s.said) != 0 {
		t.Errorf("said %v", s.said)
	}
}

func TestRemindersAreToldOnce(t *testing.T) {
	m := &memory{list: sample()}
	due := m.list[1].DueAt
	for name, c := range map[string]struct {
		user, since, now int64
		want             int
	}{
		"just due":         {9, due - 60, due, 1},
		"told already":     {9, due, due + 60, 0},
		"not yet":          {9, due - 120, due - 60, 0},
		"of another user":  {8, due - 60, due, 0},
		"nobody":           {0, due - 60, due, 0},
		"a clock set back": {9, due, due - 60, 0},
	} {
		list, err := Reminders(t.Context(), m, english, c.user, c.since, c.now)
		if err != nil || len(list) != c.want {
			t.Errorf("%s: %v, %v", name, list, err)
		}
	}
	for i := range 5 {
		m.list = append(m.list, cache.TaskRow{ID: int64(100 + i), OwnerID: 9, Text: "x", DueAt: due})
	}
	if list, err := Reminders(t.Context(), m, english, 9, due-60, due); err != nil || len(list) != 1 || list[0].Text != "6 tasks are due" {
		t.Errorf("many: %v, %v", list, err)
	}
}

func TestManyTasksCostOnlyWhatIsSeen(t *testing.T) {
	m := &memory{}
	for i := range 20_000 {
		m.list = append(m.list, cache.TaskRow{ID: int64(i + 1), OwnerID: 9, Text: "x", DueAt: noon.Unix() + int64(i)})
	}
	s := newStage(t, m)
	if n := s.screen.view.rows.Live(); n == 0 || n > 40 {
		t.Errorf("%d rows exist", n)
	}
}
