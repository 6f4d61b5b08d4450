package kit_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/ui/kit"
)

func TestPicker(t *testing.T) {
	start(t)
	var done []string
	note := func(s string) func() { return func() { done = append(done, s) } }
	p := kit.NewPicker(kit.PickerParams{
		Name: "owner", Label: "Owner", Placeholder: "Choose", Avatar: true, Open: note("open"), Clear: note("clear"), ClearLabel: "Clear",
		Gained: note("gained"), Left: note("left"),
	})
	w := shown(t, p, 300, 32)
	empty := w.Canvas().Capture()
	p.Set("Jasur Rahimov", 9001)
	if equal(empty, w.Canvas().Capture()) {
		t.Error("the choice is not shown")
	}
	if id, kind, text := p.Inspect(); id != "field:owner" || kind != "field" || text != "Jasur Rahimov" {
		t.Errorf("told as %s, %s, %q", id, kind, text)
	}
	w.Canvas().Focus(p)
	for _, k := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyDown, fyne.KeyDelete, fyne.KeyEscape} {
		p.TypedKey(&fyne.KeyEvent{Name: k})
	}
	w.Canvas().Unfocus()
	test.Tap(find(t, p, "button:clear-owner"))
	plain := w.Canvas().Capture()
	p.MarkWrong(true)
	if equal(plain, w.Canvas().Capture()) {
		t.Error("a mistake is not shown")
	}
	p.Set("", 0)
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) // there is nothing to take away
	if want := []string{"gained", "open", "open", "clear", "left", "clear"}; !slices.Equal(done, want) {
		t.Errorf("done %q, want %q", done, want)
	}
}

func TestCheck(t *testing.T) {
	start(t)
	var marks []kit.Mark
	c := kit.NewCheck(kit.CheckParams{
		Name: "paid", Label: "Paid", ClearLabel: "Clear", Changed: func(m kit.Mark) { marks = append(marks, m) },
		Words: func(m kit.Mark) string { return []string{"Not set", "No", "Yes"}[m] },
	})
	w := shown(t, c, 300, 32)
	unset := w.Canvas().Capture()
	test.Tap(c)
	if equal(unset, w.Canvas().Capture()) {
		t.Error("a tick is not shown")
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	c.Set(kit.On)
	if _, _, text := c.Inspect(); text != "Yes" {
		t.Errorf("told as %q", text)
	}
	test.Tap(find(t, c, "button:clear-paid"))
	if want := []kit.Mark{kit.On, kit.Off, kit.Unset, kit.Unset}; !slices.Equal(marks, want) {
		t.Errorf("marked %v, want %v", marks, want)
	}
}

// TestMenuOffersTheText: what nobody has yet can be made of what was typed.
func TestMenuOffersTheText(t *testing.T) {
	start(t)
	var done []string
	item := func(id, text string) kit.Item {
		return kit.Item{ID: id, Text: text, Do: func() { done = append(done, text) }}
	}
	open := func(p kit.MenuParams) fyne.Window {
		w := shown(t, kit.NewProse("under", 13, "voronkaText", 1), 700, 500)
		kit.NewMenu(w.Canvas(), p).ShowAt(fyne.NewPos(10, 10))
		return w
	}
	typing := func(w fyne.Window, text string, keys ...fyne.KeyName) {
		for _, r := range text {
			w.Canvas().Focused().TypedRune(r)
		}
		for _, k := range keys {
			w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
		}
	}
	offer := func(text string) (kit.Item, bool) { return item("", "new "+text), true }
	p := kit.MenuParams{Name: "tags", Items: []kit.Item{item("1", "VIP"), item("2", "IT")}, Offer: offer}
	typing(open(p), "vip", fyne.KeyReturn)              // there is one: it is not offered again
	typing(open(p), "vi", fyne.KeyDown, fyne.KeyReturn) // the second is the offer
	typing(open(p), "gov", fyne.KeyReturn)              // the offer alone
	p.Find = func(_ string, show func([]kit.Item)) { show([]kit.Item{item("3", "Found")}) }
	typing(open(p), "x", fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if want := []string{"VIP", "new vi", "new gov", "new x"}; !slices.Equal(done, want) {
		t.Errorf("chosen %q, want %q", done, want)
	}
	done = nil
	p = kit.MenuParams{Name: "kinds", Stay: true, Items: []kit.Item{item("1", "VIP"), item("2", "IT")}}
	w := open(p)
	typing(w, "", fyne.KeyDown, fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	if want := []string{"VIP", "IT"}; !slices.Equal(done, want) || w.Canvas().Overlays().Top() == nil {
		t.Errorf("chosen %q, want %q in a menu that stays", done, want)
	}
	// Where choices take each other's checks away, all are asked for anew.
	var asked []string
	p.Checked = func(id string) bool { asked = append(asked, id); return id == "2" }
	typing(open(p), "", fyne.KeyDown, fyne.KeyReturn)
	if want := []string{"1", "2"}; !slices.Equal(asked, want) {
		t.Errorf("after a choice the checks of %q are asked for, want %q", asked, want)
	}
}
