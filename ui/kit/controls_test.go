package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

// pressable is what every control of the kit can do.
type pressable interface {
	fyne.CanvasObject
	fyne.Tappable
	fyne.Focusable
	fyne.Accessible
	desktop.Hoverable
	desktop.Cursorable
	kit.Inspectable
	SetDisabled(bool)
}

func controls(tapped func()) map[string]pressable {
	pill := kit.NewPill("sync", "Sync", tapped)
	pill.Set("Online", kit.ToneGood)
	return map[string]pressable{
		"button:new-lead": kit.NewPrimaryButton("new-lead", "New lead", theme.IconPlus, tapped),
		"button:cancel":   kit.NewPlainButton("cancel", "Cancel", "", tapped),
		"button:drop":     kit.NewDangerButton("drop", "Drop", tapped),
		"button:copy":     kit.NewLink("copy", "Copy", tapped),
		"button:close":    kit.NewIconButton("close", "Close", theme.IconClose, tapped),
		"button:pipeline": kit.NewTitleButton("pipeline", "Main pipeline", tapped),
		"chip:mine":       kit.NewChip("mine", "My leads", true, tapped),
		"nav:board":       kit.NewNavItem("board", "Board", theme.IconBoard, tapped),
		"pill:sync":       pill,
	}
}

func TestControlsArePressed(t *testing.T) {
	start(t)
	n := 0
	for id, c := range controls(func() { n++ }) {
		shown(t, c, 200, 60)
		n = 0
		test.Tap(c)
		for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyA, fyne.KeyEscape} {
			c.TypedKey(&fyne.KeyEvent{Name: key})
		}
		c.TypedRune('x')
		if n != 4 {
			t.Errorf("%s ran %d times, want 4: tap, Return, Enter, Space", id, n)
		}
		c.SetDisabled(true)
		n = 0
		test.Tap(c)
		c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if n != 0 {
			t.Errorf("%s runs although it is disabled", id)
		}
		if c.Cursor() != desktop.DefaultCursor {
			t.Errorf("%s shows a hand although it is disabled", id)
		}
	}
}

func TestControlsSayWhatTheyAre(t *testing.T) {
	start(t)
	for id, c := range controls(nil) {
		got, kind, text := c.Inspect()
		if got != id || id[:len(kind)+1] != kind+":" {
			t.Errorf("%s calls itself %q of kind %q", id, got, kind)
		}
		if text == "" || c.AccessibilityLabel() == "" {
			t.Errorf("%s has no words for a screen reader", id)
		}
		if c.AccessibilityRole() != fyne.AccessibleRoleButton {
			t.Errorf("%s is a %q to a screen reader", id, c.AccessibilityRole())
		}
	}
}

// TestFocusAndPointerAreVisible compares pictures: each state looks different.
func TestFocusAndPointerAreVisible(t *testing.T) {
	start(t)
	for id, c := range controls(func() {}) {
		w := shown(t, c, 200, 60)
		plain := w.Canvas().Capture()
		c.FocusGained()
		focused := w.Canvas().Capture()
		if equal(plain, focused) {
			t.Errorf("%s does not show the keyboard", id)
		}
		c.FocusLost()
		c.MouseIn(&desktop.MouseEvent{})
		if equal(plain, w.Canvas().Capture()) {
			t.Errorf("%s does not show the pointer", id)
		}
		c.MouseOut()
		if !equal(plain, w.Canvas().Capture()) {
			t.Errorf("%s does not come back to rest", id)
		}
	}
}

// TestWordsFit holds that no text of a control is wider than the control at
// its minimum size.
func TestWordsFit(t *testing.T) {
	start(t)
	badge := kit.NewBadge()
	badge.Set("9 999+", true)
	all := map[string]fyne.CanvasObject{"badge": badge}
	for id, c := range controls(func() {}) {
		if id != "nav:board" { // the rail gives its width
			all[id] = c
		}
	}
	for id, o := range all {
		o.Resize(o.MinSize())
		w, ok := o.(fyne.Widget)
		if !ok {
			t.Fatalf("%s is no widget", id)
		}
		for _, part := range test.TempWidgetRenderer(t, w).Objects() {
			words, ok := part.(*canvas.Text)
			if !ok || !words.Visible() {
				continue
			}
			if right := words.Position().X + words.MinSize().Width; right > o.Size().Width+0.5 {
				t.Errorf("%s is %v wide, its words end at %v", id, o.Size().Width, right)
			}
		}
	}
}

func TestControlsFollowTheTheme(t *testing.T) {
	start(t)
	for id, c := range controls(func() {}) {
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
		w := shown(t, c, 200, 60)
		light := w.Canvas().Capture()
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
		c.Refresh()
		if equal(light, w.Canvas().Capture()) {
			t.Errorf("%s does not follow the theme", id)
		}
	}
}

func TestButtonChanges(t *testing.T) {
	start(t)
	b := kit.NewPrimaryButton("x", "Save", theme.IconCheck, nil)
	narrow := b.MinSize()
	b.SetText("Save and close")
	if b.MinSize().Width <= narrow.Width || b.Text() != "Save and close" {
		t.Error("a longer text does not make the button wider")
	}
	b.SetCompact(true)
	if got := b.MinSize(); got.Width > 40 {
		t.Errorf("an icon alone is %v wide", got.Width)
	}
	b.SetCompact(false)
	b.SetIcon("")
	if _, _, text := b.Inspect(); text != "Save and close" {
		t.Errorf("the button says %q", text)
	}
}

func TestChipAndPillChange(t *testing.T) {
	start(t)
	c := kit.NewChip("tag", "Tag", true, nil)
	before := c.MinSize()
	c.Set("Tag: wholesale", true)
	if !c.Selected() || c.MinSize().Width <= before.Width {
		t.Error("the chip does not take up its state")
	}
	p := kit.NewPill("sync", "Sync", nil)
	if !p.Set("Online", kit.ToneGood) || p.Set("Online", kit.ToneGood) {
		t.Error("the pill does not know when its width changes")
	}
	if !p.Set("Offline · 3 changes waiting", kit.ToneWarn) {
		t.Error("a longer state does not make the pill wider")
	}
	if got := p.AccessibilityLabel(); got != "Sync: Offline · 3 changes waiting" {
		t.Errorf("a screen reader says %q", got)
	}
}

func TestNavItem(t *testing.T) {
	start(t)
	n := kit.NewNavItem("tasks", "Tasks", theme.IconTasks, nil)
	w := shown(t, n, 188, 32)
	quiet := w.Canvas().Capture()
	n.SetBadge("7", true)
	if _, _, text := n.Inspect(); text != "Tasks 7" {
		t.Errorf("the item says %q", text)
	}
	alarm := w.Canvas().Capture()
	if equal(quiet, alarm) {
		t.Error("the badge is not drawn")
	}
	n.SetFolded(true)
	folded := w.Canvas().Capture()
	n.SetBadge("", false)
	if equal(folded, w.Canvas().Capture()) {
		t.Error("a folded item does not show that there is a badge")
	}
	n.SetFolded(false)
	if !equal(quiet, w.Canvas().Capture()) {
		t.Error("the badge does not go away")
	}
	n.SetSelected(true)
	if equal(quiet, w.Canvas().Capture()) {
		t.Error("the chosen item does not stand out")
	}
}

func TestAvatarAndEmptyState(t *testing.T) {
	start(t)
	a := kit.NewAvatar(20)
	w := shown(t, a, 20, 20)
	a.Set(1, "Dilshod Karimov")
	first := w.Canvas().Capture()
	a.Set(2, "Мария Иванова")
	if equal(first, w.Canvas().Capture()) {
		t.Error("two people look the same")
	}
	pressed := false
	button := kit.NewPlainButton("clear", "Clear", "", func() { pressed = true })
	e := kit.NewEmptyState("filter", theme.IconFilter, "Nothing found", "Loosen the filter", button)
	shown(t, e, 600, 400)
	test.Tap(button)
	if id, _, text := e.Inspect(); id != "empty:filter" || text != "Nothing found" || !pressed {
		t.Errorf("%q %q, pressed %v", id, text, pressed)
	}
}
