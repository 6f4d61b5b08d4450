package shell_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

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

// TestLayout holds in every language and at every width: parts of the bars do
// not cover each other, nothing leaves the window, and no word is cut by its
// own control.
func TestLayout(t *testing.T) {
	states := []shell.SyncState{
		{LastAt: 1_795_000_000},
		{Phase: shell.Offline, Pending: 3},
		{Phase: shell.Syncing, Percent: 43},
		{Phase: shell.SignIn},
		{Phase: shell.Blocked},
		{Phase: shell.Unpaid},
		{Phase: shell.SlowedUp},
	}
	for _, lang := range []string{"uz", "ru", "en"} {
		for _, width := range []float32{760, 900, 1099, 1100, 1280, 1440, 1920} {
			s := newStage(t, lang, width, 900)
			for _, state := range states {
				s.SetSync(state)
				s.checkLayout(t, fmt.Sprintf("%s %v phase %d", lang, width, state.Phase), width)
			}
		}
	}
}

func (s *stage) checkLayout(t *testing.T, where string, width float32) {
	t.Helper()
	parts := s.parts(t)
	var names []string
	for id := range parts {
		if !strings.HasPrefix(id, "panel:") && id != "snackbar" {
			names = append(names, id)
		}
	}
	slices.Sort(names)
	for i, a := range names {
		p := parts[a]
		if p.x < 0 || p.y < 0 || p.x+p.w > width || p.y+p.h > 900 {
			t.Errorf("%s: %s stands at %v,%v with %v×%v", where, a, p.x, p.y, p.w, p.h)
		}
		for _, b := range names[i+1:] {
			if p.overlaps(parts[b]) {
				t.Errorf("%s: %s covers %s", where, a, b)
			}
		}
		if field := strings.HasPrefix(a, "field:"); !field {
			checkWords(t, where, p)
		} else if p.w < 120 {
			t.Errorf("%s: %s is %v wide", where, a, p.w)
		}
	}
}

// checkWords holds the texts of a part to its width.
func checkWords(t *testing.T, where string, p area) {
	t.Helper()
	visit(t, p.o, fyne.NewPos(p.x, p.y).Subtract(p.o.Position()), func(o fyne.CanvasObject, at fyne.Position) {
		words, ok := o.(*canvas.Text)
		if !ok || words.Text == "" {
			return
		}
		if right := at.X + words.MinSize().Width; right > p.x+p.w+1 || at.X < p.x-1 {
			t.Errorf("%s: %q is cut in %s: it ends at %v of %v", where, words.Text, p.id, right-p.x, p.w)
		}
	})
}

func TestRailFolds(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	if at, size := s.Bounds(); at != fyne.NewPos(208, 100) || size != fyne.NewSize(1232, 800) || s.Narrow() {
		t.Errorf("wide: the screen stands at %v with %v", at, size)
	}
	s.window.Resize(fyne.NewSize(1000, 900))
	if at, size := s.Bounds(); at != fyne.NewPos(56, 100) || size != fyne.NewSize(944, 800) || !s.Narrow() {
		t.Errorf("narrow: the screen stands at %v with %v", at, size)
	}
	if s.parts(t)["nav:tasks"].text != "Vazifalar 7" {
		t.Error("a folded item forgets its words")
	}
}

func TestActions(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	for id, want := range map[string]string{
		"nav:contacts": "go contacts", "nav:settings": "go settings", "button:new-lead": "new lead", "pill:sync": "sync",
		"button:account": "account", "chip:mine": "filter mine", "chip:created": "filter created",
	} {
		s.done = nil
		if s.tap(t, id); len(s.done) != 1 || s.done[0] != want {
			t.Errorf("%s does %q, want %q", id, s.done, want)
		}
	}
}

func TestPipelineMenu(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	s.tap(t, "button:pipeline")
	f := s.window.Canvas().Focused()
	if f == nil {
		t.Fatal("the menu has not the keyboard")
	}
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(s.done) != 1 || s.done[0] != "pipeline 2" {
		t.Errorf("done: %q", s.done)
	}
	s.SetPipelines([]shell.Pipeline{{ID: 2, Name: strings.Repeat("Juda uzun voronka nomi ", 6)}}, 2)
	if p := s.parts(t)["button:pipeline"]; p.w > 310 || !strings.HasSuffix(p.text, "…") {
		t.Errorf("a long name is %q, %v wide", p.text, p.w)
	}
	s.SetPipelines(nil, 0)
	if got := s.parts(t)["button:pipeline"].text; got != "Voronka yoʻq" {
		t.Errorf("without pipelines: %q", got)
	}
}

func TestSearch(t *testing.T) {
	s := newStage(t, "ru", 1440, 900)
	s.FocusSearch()
	if s.window.Canvas().Focused() == nil {
		t.Fatal("the search has not the keyboard")
	}
	s.write("стол")
	if got := s.parts(t)["field:search"].text; got != "стол" {
		t.Errorf("typed: %q", got)
	}
	s.SetSearch("")
	if last := s.done[len(s.done)-1]; last != "search " {
		t.Errorf("last: %q", last)
	}
}

func TestFiltersWithoutRoom(t *testing.T) {
	s := newStage(t, "ru", 800, 900)
	parts := s.parts(t)
	more, ok := parts["chip:more"]
	if !ok || !strings.HasPrefix(more.text, "+") {
		t.Fatalf("no chip for the rest: %q", more.text)
	}
	if _, ok := parts["chip:created"]; ok {
		t.Error("a filter without room is shown")
	}
	s.tap(t, "chip:more")
	f := s.window.Canvas().Focused()
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(s.done) != 1 || s.done[0] != "filter created" {
		t.Errorf("done: %q", s.done)
	}
	s.window.Resize(fyne.NewSize(1900, 900))
	if _, ok := s.parts(t)["chip:more"]; ok {
		t.Error("with room for all, some are still behind a chip")
	}
}

func TestFiltersKeepTheirChips(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	before := s.parts(t)["chip:tag"].o
	s.SetFilters([]shell.Filter{{Name: "tag", Text: "Teg: VIP", Selected: true, Arrow: true}})
	parts := s.parts(t)
	if parts["chip:tag"].o != before || parts["chip:tag"].text != "Teg: VIP" {
		t.Error("a chip is made anew, and a menu under it would lose its anchor")
	}
	if _, ok := parts["chip:mine"]; ok {
		t.Error("a filter that is gone is shown")
	}
}

func TestTotalsAndBadges(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	parts := s.parts(t)
	if got := strings.ReplaceAll(parts["text:totals"].text, "\u00a0", " "); got != "245 bitim · 4 872 700 000 soʻm" {
		t.Errorf("totals: %q", got)
	}
	if got := parts["nav:sync"].text; got != "Sinxronlash 3" {
		t.Errorf("pending: %q", got)
	}
	s.SetBadges(shell.Badges{OverdueTasks: 123456})
	parts = s.parts(t)
	if parts["nav:tasks"].text != "Vazifalar 9999+" || parts["nav:sync"].text != "Sinxronlash" {
		t.Errorf("badges: %q, %q", parts["nav:tasks"].text, parts["nav:sync"].text)
	}
}

func TestSyncPill(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	for want, state := range map[string]shell.SyncState{
		"Onlayn · 12 s oldin":              {LastAt: s.clock.now.Unix() - 12},
		"Onlayn":                           {},
		"Sinxronlanmoqda 43 %":             {Phase: shell.Syncing, Percent: 43},
		"Sinxronlanmoqda…":                 {Phase: shell.Syncing},
		"Oflayn · 3 ta oʻzgarish kutmoqda": {Phase: shell.Offline, Pending: 3},
		"Oflayn":                           {Phase: shell.Offline},
		"Qayta kiring":                     {Phase: shell.SignIn},
		"Akkaunt bloklangan":               {Phase: shell.Blocked},
		"Toʻlov kutilmoqda":                {Phase: shell.Unpaid},
		"Limit: biroz kutilmoqda":          {Phase: shell.SlowedUp},
	} {
		s.SetSync(state)
		if got := s.parts(t)["pill:sync"].text; got != want {
			t.Errorf("%+v: %q, want %q", state, got, want)
		}
	}
}

func TestSyncPillGrowsOlder(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	s.clock.now = s.clock.now.Add(48 * time.Second)
	s.clock.alarm()
	if got := s.parts(t)["pill:sync"].text; got != "Onlayn · 1 daq oldin" {
		t.Errorf("a minute later: %q", got)
	}
	s.SetSync(shell.SyncState{Phase: shell.Offline})
	before := s.parts(t)["pill:sync"].text
	s.clock.alarm() // one that was on its way
	if got := s.parts(t)["pill:sync"].text; got != before {
		t.Errorf("a stopped clock writes %q", got)
	}
	s.SetSync(shell.SyncState{LastAt: 1})
	s.Close()
	if s.clock.armed > 1 { // the first alarm rang, and was never stopped
		t.Errorf("%d alarms after Close", s.clock.armed)
	}
}

func TestPanel(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	pressed := 0
	s.SetContent(kit.NewPlainButton("below", "", "", func() { pressed++ }))
	s.ShowPanel(widget.NewLabel("lead"))
	p := s.parts(t)["panel:lead"]
	if p.x != 920 || p.w != 520 || p.h != 900 || !s.PanelShown() {
		t.Errorf("the panel stands at %v with %v×%v", p.x, p.w, p.h)
	}
	test.TapCanvas(s.window.Canvas(), fyne.NewPos(1200, 700))
	if pressed != 0 {
		t.Error("a click goes through the panel")
	}
	test.TapCanvas(s.window.Canvas(), fyne.NewPos(600, 700))
	if pressed != 1 {
		t.Error("the board beside the panel cannot be reached")
	}
	s.HidePanel()
	s.HidePanel()
	if s.PanelShown() || !slices.Equal(s.done, []string{"panel closed"}) {
		t.Errorf("shown %v, done %q", s.PanelShown(), s.done)
	}
}

func TestSnackbarStandsAtTheFoot(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	s.Snackbar(kit.Message{Text: s.texts.T("snackbar.undone"), Action: s.texts.T("snackbar.undo")})
	p := s.parts(t)["snackbar"]
	if p.text == "" || p.y+p.h != 876 {
		t.Errorf("%q ends at %v", p.text, p.y+p.h)
	}
	long := s.texts.Failure(i18n.Damaged, "File", "accounts/31415926.db")
	s.Snackbar(kit.Message{Text: long})
	s.clock.alarm() // the first one goes, and the long one takes its own place
	s.window.Resize(fyne.NewSize(760, 480))
	p = s.parts(t)["snackbar"]
	if p.text != long || p.w > 656 || p.h <= 44 || p.y+p.h != 456 {
		t.Errorf("a long message: %q, %v×%v ending at %v", p.text, p.w, p.h, p.y+p.h)
	}
	checkWords(t, "long message", p)
}

// TestFailuresCanBeReadInFull: every sentence fits into the snackbar, in the
// narrowest window.
func TestFailuresCanBeReadInFull(t *testing.T) {
	for _, lang := range []string{"uz", "ru", "en"} {
		s := newStage(t, lang, 760, 480)
		for f, values := range map[i18n.Failure][]any{
			i18n.Offline: nil, i18n.Unreachable: {"Host", "nurmebel.amocrm.ru"}, i18n.TimedOut: {"Host", "nurmebel.amocrm.ru"},
			i18n.WrongToken: nil, i18n.WebPage: {"Host", "nurmebel.amocrm.ru"}, i18n.Garbled: {"Host", "nurmebel.amocrm.ru"},
			i18n.Blocked: nil, i18n.Payment: nil, i18n.RateLimited: nil, i18n.DiskFull: nil, i18n.NoBrowser: nil,
			i18n.Damaged: {"File", "accounts/31415926.db"}, i18n.Newer: {"File", "accounts/31415926.db"},
			i18n.Unwritable: {"Folder", "/home/manager/.local/share/voronka"},
		} {
			s.Snackbar(kit.Message{Text: s.texts.Failure(f, values...), Action: s.texts.T("snackbar.retry"), Key: "failure"})
			visit(t, s.parts(t)["snackbar"].o, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
				if words, ok := o.(*canvas.Text); ok && strings.HasSuffix(words.Text, "…") {
					t.Errorf("%s: %s is cut: %q", lang, f, words.Text)
				}
			})
		}
	}
}

func TestScreensWithoutFilters(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	s.SetScreen(shell.Settings)
	if _, ok := s.parts(t)["text:totals"]; ok {
		t.Error("totals of leads stand over the settings")
	}
	if at, _ := s.Bounds(); at.Y != 56 {
		t.Errorf("the screen begins at %v", at.Y)
	}
	s.SetScreen(shell.List)
	if at, _ := s.Bounds(); at.Y != 100 {
		t.Errorf("the list begins at %v", at.Y)
	}
}

// TestLayerIsOnTop: a ghost is drawn over everything and takes no click.
func TestLayerIsOnTop(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	ghost := canvas.NewRectangle(theme.New(theme.Light).RGBA(theme.ColorRedFill))
	s.Layer().Add(ghost)
	ghost.Resize(fyne.NewSize(100, 100))
	ghost.Move(fyne.NewPos(1300, 0))
	if got := s.window.Canvas().Capture().At(1350, 30); got == nil || !sameColour(got, ghost.FillColor) {
		t.Errorf("over the main action there is %v", got)
	}
	s.tap(t, "button:new-lead")
	if !slices.Equal(s.done, []string{"new lead"}) {
		t.Errorf("under the ghost: %q", s.done)
	}
	if s.Layer().Size() != fyne.NewSize(1440, 900) {
		t.Errorf("the layer is %v", s.Layer().Size())
	}
}

func sameColour(a, b interface{ RGBA() (r, g, b, a uint32) }) bool {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	return r1>>8 == r2>>8 && g1>>8 == g2>>8 && b1>>8 == b2>>8
}

// TestNoFullBackground: the window's own colour is the background, because a
// rectangle of that size would cost most of a frame without graphics hardware.
func TestNoFullBackground(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	objects := 0
	visit(t, s.Object(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		objects++
		if r, ok := o.(*canvas.Rectangle); ok && r.Size().Width*r.Size().Height > 20_000 {
			t.Errorf("a rectangle of %v", r.Size())
		}
	})
	if objects > 200 {
		t.Errorf("the frame has %d objects, which Fyne walks in every frame", objects)
	}
}

func TestMainMenu(t *testing.T) {
	s := newStage(t, "ru", 1440, 900)
	var done []string
	note := func(name string) func() { return func() { done = append(done, name) } }
	m := s.MainMenu(shell.Commands{
		NewLead: note("new"), SyncNow: note("sync"), Undo: note("undo"), Redo: note("redo"),
		Lead: shell.LeadCommands{MoveNext: note("next"), MovePrevious: note("previous")},
		View: shell.ViewCommands{
			Show: func(name shell.Screen) { done = append(done, string(name)) }, Theme: theme.Dark,
			SetTheme: func(m theme.Mode) { done = append(done, string(m)) }, SetCompact: func(bool) {}, SetLanguage: func(string) {},
		},
	})
	var menus []string
	shortcuts := map[string]string{}
	ticked := 0
	for _, menu := range m.Items {
		menus = append(menus, menu.Label)
		last := true // a line is at the beginning
		for _, item := range menu.Items {
			if item.IsSeparator && last {
				t.Errorf("%s has a line without items before it", menu.Label)
			}
			last = item.IsSeparator
			if item.Shortcut != nil {
				name := item.Shortcut.ShortcutName()
				if other, ok := shortcuts[name]; ok {
					t.Errorf("%s belongs to %q and %q", name, other, item.Label)
				}
				shortcuts[name] = item.Label
			}
			if item.ChildMenu != nil {
				for _, child := range item.ChildMenu.Items {
					if child.Checked {
						ticked++
					}
				}
			}
		}
		if last {
			t.Errorf("%s ends with a line, or is empty", menu.Label)
		}
	}
	if want := []string{"Файл", "Правка", "Вид", "Сделка"}; !slices.Equal(menus, want) {
		t.Errorf("menus: %q, want %q", menus, want)
	}
	if ticked != 3 {
		t.Errorf("%d ticks, want one each for theme, density, language", ticked)
	}
	for name, want := range map[string]string{
		(&desktop.CustomShortcut{KeyName: fyne.KeyN, Modifier: fyne.KeyModifierShortcutDefault}).ShortcutName(): "Новая сделка",
		(&desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierShortcutDefault}).ShortcutName(): "Поиск",
		(&fyne.ShortcutUndo{}).ShortcutName(): "Отменить",
	} {
		if shortcuts[name] != want {
			t.Errorf("%s is %q, want %q", name, shortcuts[name], want)
		}
	}
	if !slices.ContainsFunc(m.Items[0].Items, func(i *fyne.MenuItem) bool { return i.IsQuit && i.Label == "Выход" }) {
		t.Error("Fyne would add its own Quit")
	}
}

// TestUndoBelongsToTheField: while a person types, undo is about the text.
func TestUndoBelongsToTheField(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	undone := 0
	m := s.MainMenu(shell.Commands{Undo: func() { undone++ }})
	undo := m.Items[1].Items[0]
	undo.Action()
	if undone != 1 {
		t.Fatalf("undone %d times", undone)
	}
	s.FocusSearch()
	s.write("abc")
	undo.Action()
	if undone != 1 || s.parts(t)["field:search"].text == "abc" {
		t.Errorf("undone %d times, the field has %q", undone, s.parts(t)["field:search"].text)
	}
}

func TestContentFillsItsPlace(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	o := container.NewWithoutLayout()
	s.SetContent(o)
	at, size := s.Bounds()
	if o.Position() != at || o.Size() != size {
		t.Errorf("the screen stands at %v with %v, want %v with %v", o.Position(), o.Size(), at, size)
	}
}
