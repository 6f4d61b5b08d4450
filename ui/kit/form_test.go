package kit_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

func TestTabs(t *testing.T) {
	start(t)
	var chosen []string
	tabs := kit.NewTabs([]kit.Tab{{Name: "a", Text: "First"}, {Name: "b", Text: "Second"}, {Name: "c", Text: "Third"}},
		func(name string) { chosen = append(chosen, name) })
	w := shown(t, tabs, 400, kit.TabsHeight)
	first := w.Canvas().Capture()
	test.Tap(find(t, tabs, "tab:b"))
	test.Tap(find(t, tabs, "tab:b"))
	if equal(first, w.Canvas().Capture()) {
		t.Error("the choice is not shown")
	}
	focus, ok := find(t, tabs, "tab:b").(fyne.Focusable)
	if !ok {
		t.Fatal("a tab takes no keyboard")
	}
	w.Canvas().Focus(focus)
	for _, key := range []fyne.KeyName{fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft} {
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
	}
	if want := []string{"b", "c", "b"}; !slices.Equal(chosen, want) || tabs.Chosen() != "b" {
		t.Errorf("chosen %q, want %q", chosen, want)
	}
	tabs.SetDisabled(true)
	test.Tap(find(t, tabs, "tab:a"))
	w.Canvas().Focus(focus)
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if tabs.Chosen() != "b" {
		t.Error("disabled tabs are chosen")
	}
}

func TestNotice(t *testing.T) {
	start(t)
	n := kit.NewNotice("connect")
	w := shown(t, n, 300, 100)
	if n.Visible() || n.HeightFor(300) != 0 {
		t.Error("there is a notice without words")
	}
	n.Set("The code is too old. Get a new one.", kit.ToneBad)
	bad := w.Canvas().Capture()
	if id, _, text := n.Inspect(); id != "notice:connect" || text != n.Text() || !n.Visible() {
		t.Errorf("%s says %q", id, text)
	}
	if n.HeightFor(140) <= n.HeightFor(300) {
		t.Error("a narrow notice is not higher")
	}
	n.Set("The code is too old. Get a new one.", kit.ToneBusy)
	if equal(bad, w.Canvas().Capture()) {
		t.Error("tones look the same")
	}
	n.Set("", kit.ToneGood)
	if n.Visible() {
		t.Error("the notice stays")
	}
}

func TestDialog(t *testing.T) {
	start(t)
	var done []string
	note := func(s string) func() { return func() { done = append(done, s) } }
	ask := func() (fyne.Window, *kit.Dialog) {
		w := shown(t, kit.NewProse("under", theme.TextBase, theme.ColorText, 1), 700, 500)
		d := kit.NewDialog(w.Canvas(), kit.DialogParams{
			Name: "sure", Title: "Sure?", Text: "It cannot be undone.",
			Answers: []kit.Answer{{Name: "yes", Text: "Yes", Main: true, Do: note("yes")}, {Name: "drop", Text: "Drop", Danger: true, Do: note("drop")}},
			Cancel:  kit.Answer{Name: "no", Text: "No", Do: note("no")},
		})
		d.Show()
		return w, d
	}
	for _, id := range []string{"button:yes", "button:drop", "button:no"} {
		w, d := ask()
		top := w.Canvas().Overlays().Top()
		find(t, top, id).Tapped(&fyne.PointEvent{})
		d.Cancel() // too late
		if w.Canvas().Overlays().Top() != nil {
			t.Errorf("%s does not close the dialog", id)
		}
	}
	w, _ := ask()
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.Canvas().Overlays().Top() != nil {
		t.Error("Esc does not close the dialog")
	}
	w, _ = ask()
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if want := []string{"yes", "drop", "no", "no", "no"}; !slices.Equal(done, want) {
		t.Errorf("answered %q, want %q", done, want)
	}
}

// TestDialogNamesItself holds what a test from outside looks for.
func TestDialogNamesItself(t *testing.T) {
	start(t)
	w := shown(t, kit.NewProse("under", theme.TextBase, theme.ColorText, 1), 700, 500)
	kit.NewDialog(w.Canvas(), kit.DialogParams{Name: "sure", Title: "Sure?", Text: "Really.", Cancel: kit.Answer{Name: "no", Text: "No"}}).Show()
	var names []string
	walk(t, w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if named, ok := o.(kit.Inspectable); ok {
			id, _, text := named.Inspect()
			names = append(names, id+" "+text)
		}
	})
	if want := []string{"dialog:sure Sure?\nReally.", "button:no No"}; !slices.Equal(names, want) {
		t.Errorf("named %q, want %q", names, want)
	}
}
