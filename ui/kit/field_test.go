package kit_test

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	base "fyne.io/fyne/v2/theme"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

func typed(f *kit.Field, text string) {
	for _, r := range text {
		f.Entry().TypedRune(r)
	}
}

// told is what a field says to whoever looks from outside.
func told(t *testing.T, f *kit.Field) string {
	t.Helper()
	named, ok := f.Entry().(kit.Inspectable)
	if !ok {
		t.Fatal("the field has no name")
	}
	_, _, text := named.Inspect()
	return text
}

func TestFieldTellsWhatAPersonDoes(t *testing.T) {
	start(t)
	var changes []string
	left, submitted := 0, 0
	f := kit.NewField(kit.FieldParams{
		Name: "name", Label: "Name", Changed: func(s string) { changes = append(changes, s) },
		Left: func() { left++ }, Submitted: func() { submitted++ },
	})
	w := shown(t, f, 500, 60)
	f.Focus()
	if w.Canvas().Focused() != f.Entry() {
		t.Fatal("the field does not get the keyboard")
	}
	typed(f, "ab")
	f.Entry().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	w.Canvas().Unfocus()
	if strings.Join(changes, " ") != "a ab" || left != 1 || submitted != 1 || told(t, f) != "ab" {
		t.Errorf("changes %q, left %d, submitted %d", changes, left, submitted)
	}
	f.SetText("other")
	if len(changes) != 2 || f.Text() != "other" {
		t.Errorf("the program's own text %q is told as a person's: %q", f.Text(), changes)
	}
}

func TestLockedFieldCanBeReadAndCopied(t *testing.T) {
	start(t)
	f := kit.NewField(kit.FieldParams{Name: "uri", Label: "URI"})
	w := shown(t, f, 500, 60)
	f.SetText("http://localhost")
	free := w.Canvas().Capture()
	f.SetLocked(true)
	if equal(free, w.Canvas().Capture()) {
		t.Error("a locked field looks like a free one")
	}
	f.Focus()
	board := fyne.CurrentApp().Clipboard()
	board.SetContent("pasted")
	keys, ok := f.Entry().(fyne.Shortcutable)
	if !ok {
		t.Fatal("the field takes no shortcuts")
	}
	typed(f, "x")
	f.Entry().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	keys.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	keys.TypedShortcut(&fyne.ShortcutSelectAll{})
	keys.TypedShortcut(&fyne.ShortcutCut{Clipboard: board})
	if f.Text() != "http://localhost" {
		t.Fatalf("it was changed to %q", f.Text())
	}
	keys.TypedShortcut(&fyne.ShortcutSelectAll{})
	keys.TypedShortcut(&fyne.ShortcutCopy{Clipboard: board})
	if got := board.Content(); got != "http://localhost" {
		t.Errorf("copied %q", got)
	}
	f.SetLocked(false)
	typed(f, "x")
	if !strings.Contains(f.Text(), "x") {
		t.Error("a free field takes no letters")
	}
}

// TestSecretStaysOne: not told, not copied, and gone after Wipe, from Undo too.
func TestSecretStaysOne(t *testing.T) {
	start(t)
	f := kit.NewField(kit.FieldParams{Name: "secret", Label: "Secret", Secret: true, Reveal: "Show", Conceal: "Hide"})
	w := shown(t, f, 500, 60)
	f.Focus()
	typed(f, "hush")
	if got := told(t, f); got == "" || strings.Contains(got, "hush") {
		t.Errorf("it tells %q", got)
	}
	w.Canvas().Unfocus()
	hidden := w.Canvas().Capture()
	test.Tap(find(t, f, "button:reveal-secret"))
	if equal(hidden, w.Canvas().Capture()) {
		t.Error("it cannot be revealed")
	}
	if got := told(t, f); strings.Contains(got, "hush") {
		t.Errorf("revealed to the person, it tells %q", got)
	}
	f.Wipe()
	keys, ok := f.Entry().(fyne.Shortcutable)
	if !ok {
		t.Fatal("the field takes no shortcuts")
	}
	keys.TypedShortcut(&fyne.ShortcutUndo{})
	if f.Text() != "" {
		t.Error("Undo brings a wiped secret back")
	}
	typed(f, "hush")
	if !equal(hidden, w.Canvas().Capture()) {
		t.Error("after Wipe the next secret is shown")
	}
	private := kit.NewField(kit.FieldParams{Name: "code", Label: "Code", Private: true})
	private.SetText("def502")
	if got := told(t, private); strings.Contains(got, "def502") {
		t.Errorf("a private field tells %q", got)
	}
}

func TestFieldMakesRoomForItsSentence(t *testing.T) {
	start(t)
	f := kit.NewField(kit.FieldParams{Name: "name", Label: "A label far too long for the column it stands in"})
	w := shown(t, f, 400, 120)
	if got := f.HeightFor(400); got != theme.HeightControl {
		t.Errorf("without a sentence it is %v high", got)
	}
	quiet := w.Canvas().Capture()
	if !f.SetHint("A hint.") || f.SetHint("A hint.") {
		t.Error("the field does not know when its height changes")
	}
	one := f.HeightFor(400)
	f.SetMistake(strings.Repeat("Many words. ", 20))
	if many := f.HeightFor(400); one <= theme.HeightControl || many <= one {
		t.Errorf("heights %v, %v", one, many)
	}
	if f.Mistake() == "" || f.Hint() != "" || equal(quiet, w.Canvas().Capture()) {
		t.Error("the mistake is not shown")
	}
	f.SetMistake("")
	if f.Mistake() != "" || !equal(quiet, w.Canvas().Capture()) {
		t.Error("the mistake does not go away")
	}
}

func TestFieldFollowsTheTheme(t *testing.T) {
	start(t)
	f := kit.NewField(kit.FieldParams{Name: "name", Label: "Name"})
	f.SetText("text")
	w := shown(t, f, 400, 60)
	light := w.Canvas().Capture()
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
	f.Refresh()
	dark := w.Canvas().Capture()
	if equal(light, dark) {
		t.Error("the field does not follow the theme")
	}
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	f.Refresh()
	if !equal(light, w.Canvas().Capture()) {
		t.Error("the field does not come back to the first theme")
	}
}

func TestChoice(t *testing.T) {
	start(t)
	var chosen []int
	c := kit.NewChoice("suffix", "Domain", []string{".ru", ".example"}, func(i int) { chosen = append(chosen, i) })
	w := shown(t, c, 200, 200)
	c.Choose(1)
	if c.Chosen() != 1 || len(chosen) != 0 {
		t.Errorf("the program's own choice is told: %v", chosen)
	}
	c.Choose(0)
	test.Tap(c)
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(chosen) != 1 || chosen[0] != 1 || c.Chosen() != 1 {
		t.Errorf("chosen %v", chosen)
	}
	if _, _, text := c.Inspect(); text != ".example" || c.AccessibilityLabel() != "Domain: .example" {
		t.Errorf("it says %q and %q", text, c.AccessibilityLabel())
	}
}

func TestOneLine(t *testing.T) {
	if got := kit.OneLine(" a b\r\n\tc\u00a0d "); got != "abcd" {
		t.Errorf("%q", got)
	}
}

// Esc steps out of a field, so that the next one means what lies around it.
func TestEscLeavesAField(t *testing.T) {
	start(t)
	f := kit.NewField(kit.FieldParams{Name: "x", Label: "X"})
	w := shown(t, f, 200, 60)
	w.Canvas().Focus(f.Entry())
	f.SetText("bu qoladi")
	f.Entry().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.Canvas().Focused() != nil || f.Text() != "bu qoladi" {
		t.Errorf("%v has the keyboard, the field says %q", w.Canvas().Focused(), f.Text())
	}
}

// What is typed into has one frame, the same in a form and in a search, however
// often the theme changes: no second one of Fyne's around it.
func TestFramesAreAlike(t *testing.T) {
	start(t)
	f := kit.NewField(kit.FieldParams{Name: "x", Label: "X", Bare: true})
	s := kit.NewSearchField("search", "Search", "", nil)
	w := shown(t, container.NewWithoutLayout(f, s), 200, 80)
	f.Resize(fyne.NewSize(180, theme.HeightControl))
	f.Move(fyne.NewPos(4, 4))
	s.Resize(fyne.NewSize(180, theme.HeightControl))
	s.Move(fyne.NewPos(4, 40))
	// The test's painter lays half of a line outside: over the window's ground.
	edge := func(what string, y int, line fyne.ThemeColorName) {
		t.Helper()
		got := color.NRGBAModel.Convert(w.Canvas().Capture().At(3, y)).(color.NRGBA)
		a := color.NRGBAModel.Convert(base.Color(line)).(color.NRGBA)
		b := color.NRGBAModel.Convert(base.Color(theme.ColorBackground)).(color.NRGBA)
		off := func(got, a, b uint8) bool { return math.Abs(float64(got)-(float64(a)+float64(b))/2) > 3 }
		if off(got.R, a.R, b.R) || off(got.G, a.G, b.G) || off(got.B, a.B, b.B) {
			t.Errorf("the edge of %s is %v, not between %v and %v", what, got, a, b)
		}
	}
	for _, look := range []theme.Mode{theme.Light, theme.Dark} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(look))
		f.Refresh()
		s.Refresh()
		w.Canvas().Focus(f.Entry())
		edge("a field with the keyboard", 20, theme.ColorAccent)
		edge("a search", 56, theme.ColorLine)
		w.Canvas().Focus(s)
		edge("a field", 20, theme.ColorLine)
		edge("a search with the keyboard", 56, theme.ColorAccent)
	}
}
