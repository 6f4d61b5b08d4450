package shell_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/shell"
	"voronka/ui/theme"
)

// clock stands still until a test moves it; one alarm at a time is enough.
type clock struct {
	now   time.Time
	alarm func()
	armed int
}

func (c *clock) Now() time.Time { return c.now }

func (c *clock) AfterFunc(_ time.Duration, f func()) func() bool {
	c.alarm = f
	c.armed++
	stopped := false
	return func() bool {
		if stopped {
			return false
		}
		stopped = true
		c.armed--
		return true
	}
}

// stage is a shell in a window, with what was done in it.
type stage struct {
	*shell.Shell
	texts  *i18n.Texts
	clock  *clock
	window fyne.Window
	done   []string
}

func newStage(t *testing.T, lang string, width, height float32) *stage {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	s := &stage{texts: i18n.New(lang), clock: &clock{now: time.Unix(1_795_000_012, 0)}}
	note := func(format string, args ...any) { s.done = append(s.done, fmt.Sprintf(format, args...)) }
	s.Shell = shell.New(shell.Params{
		Texts: s.texts, Format: format.New(s.texts, format.Currency{Code: "UZS"}, nil),
		Dispatcher: kit.DispatcherFunc(func(f func()) { f() }), Clock: s.clock, Screens: shell.AllScreens(),
		Actions: shell.Actions{
			Navigate:       func(name shell.Screen) { note("go %s", name) },
			ChooseAccount:  func(fyne.CanvasObject) { note("account") },
			ChoosePipeline: func(id int64) { note("pipeline %d", id) },
			Search:         func(text string) { note("search %s", text) },
			NewLead:        func() { note("new lead") },
			ShowSync:       func() { note("sync") },
			PanelClosed:    func() { note("panel closed") },
		},
	})
	t.Cleanup(s.Close)
	s.fill()
	s.window = test.NewTempWindow(t, s.Object())
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(width, height))
	return s
}

// fill shows what the design's pictures show.
func (s *stage) fill() {
	s.SetAccount(shell.Account{Name: "nurmebel", Host: "nurmebel.amocrm.ru"})
	s.SetScreen(shell.Board)
	s.SetBadges(shell.Badges{OverdueTasks: 7, Inbox: 12, Pending: 3})
	s.SetPipelines([]shell.Pipeline{{ID: 1, Name: "Asosiy voronka"}, {ID: 2, Name: "Ulgurji savdo"}}, 1)
	s.SetSync(shell.SyncState{LastAt: s.clock.now.Unix() - 12})
	s.SetTotals(245, 4_872_700_000)
	note := func(name string) func(fyne.CanvasObject) {
		return func(fyne.CanvasObject) { s.done = append(s.done, "filter "+name) }
	}
	t := s.texts
	s.SetFilters([]shell.Filter{
		{Name: "mine", Text: t.T("filter.mine"), Selected: true, Tapped: note("mine")},
		{Name: "owner", Text: t.T("filter.owner", "Who", t.T("filter.everyone")), Arrow: true, Tapped: note("owner")},
		{Name: "tag", Text: t.T("filter.tag"), Arrow: true, Tapped: note("tag")},
		{Name: "budget", Text: t.T("filter.budget"), Arrow: true, Tapped: note("budget")},
		{Name: "overdue", Text: t.T("filter.overdue"), Tapped: note("overdue")},
		{Name: "created", Text: t.T("filter.created", "When", t.N("filter.days", 30)), Arrow: true, Tapped: note("created")},
	})
}

// area is where a part stands on the canvas.
type area struct {
	id         string
	text       string
	o          fyne.CanvasObject
	x, y, w, h float32
}

func (a area) overlaps(b area) bool {
	return a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h
}

// parts lists the named parts that can be seen, by id.
func (s *stage) parts(t *testing.T) map[string]area {
	t.Helper()
	all := map[string]area{}
	visit(t, s.Object(), fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
		if named, ok := o.(kit.Inspectable); ok {
			if id, _, text := named.Inspect(); id != "" {
				all[id] = area{id, text, o, at.X, at.Y, o.Size().Width, o.Size().Height}
			}
		}
	})
	return all
}

func visit(t *testing.T, o fyne.CanvasObject, base fyne.Position, f func(fyne.CanvasObject, fyne.Position)) {
	t.Helper()
	if o == nil || !o.Visible() {
		return
	}
	at := base.Add(o.Position())
	f(o, at)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			visit(t, child, at, f)
		}
	case fyne.Widget:
		for _, child := range test.TempWidgetRenderer(t, o).Objects() {
			visit(t, child, at, f)
		}
	}
}

func (s *stage) tap(t *testing.T, id string) {
	t.Helper()
	part, ok := s.parts(t)[id]
	if !ok {
		t.Fatalf("no %s", id)
	}
	test.TapCanvas(s.window.Canvas(), fyne.NewPos(part.x+part.w/2, part.y+part.h/2))
}

// write types into what has the keyboard.
func (s *stage) write(text string) {
	for _, r := range text {
		s.window.Canvas().Focused().TypedRune(r)
	}
}
