package shell_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/shell"
	"voronka/ui/theme"
)

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
		"Parollar ombori yopiq":            {Phase: shell.Locked},
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
	last := s.clock.now.Unix() - 60
	s.clock.now = s.clock.now.Add(2 * time.Minute)
	s.SetSync(shell.SyncState{LastAt: last}) // no news: only the clock writes it anew
	if got := s.parts(t)["pill:sync"].text; got != "Onlayn · 1 daq oldin" {
		t.Errorf("no news are written as %q", got)
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
	s.Snackbar(kit.Message{Text: s.texts.T("snackbar.link_copied"), Action: s.texts.T("snackbar.undo")})
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

func TestContentFillsItsPlace(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	o := container.NewWithoutLayout()
	s.SetContent(o)
	at, size := s.Bounds()
	if o.Position() != at || o.Size() != size {
		t.Errorf("the screen stands at %v with %v, want %v with %v", o.Position(), o.Size(), at, size)
	}
}
