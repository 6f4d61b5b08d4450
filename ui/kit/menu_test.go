package kit_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"voronka/ui/kit"
)

func ids(t *testing.T, c fyne.Canvas) []string {
	t.Helper()
	var all []string
	walk(t, c.Overlays().Top(), func(o fyne.CanvasObject) {
		if named, ok := o.(kit.Inspectable); ok {
			if id, _, _ := named.Inspect(); strings.HasPrefix(id, "item:") {
				all = append(all, id)
			}
		}
	})
	return all
}

func openMenu(t *testing.T, n int, chosen *[]string) fyne.Canvas {
	t.Helper()
	w := shown(t, container.NewWithoutLayout(), 800, 600)
	var items []kit.Item
	for i := range n {
		name := fmt.Sprintf("Bosqich %d", i)
		if i == 1 {
			name = "Toʻlov kutilmoqda"
		}
		items = append(items, kit.Item{ID: fmt.Sprint(i), Text: name, Disabled: i == 2, Checked: i == 3, Do: func() { *chosen = append(*chosen, name) }})
	}
	m := kit.NewMenu(w.Canvas(), kit.MenuParams{Name: "status", Title: "Stage", Items: items, Search: "Find", Empty: "Nothing"})
	m.ShowAt(fyne.NewPos(790, 590)) // outside: it is moved in
	return w.Canvas()
}

func key(c fyne.Canvas, names ...fyne.KeyName) {
	for _, n := range names {
		if f := c.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: n})
		}
	}
}

func TestMenuByKeyboard(t *testing.T) {
	start(t)
	var chosen []string
	c := openMenu(t, 6, &chosen)
	if got := len(ids(t, c)); got != 6 {
		t.Fatalf("%d entries are shown", got)
	}
	key(c, fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn) // from the ticked 3 past the disabled 2 to 1, to 0
	if len(chosen) != 1 || chosen[0] != "Bosqich 0" {
		t.Errorf("chosen: %q", chosen)
	}
	if c.Overlays().Top() != nil {
		t.Error("the menu stays open")
	}
	c = openMenu(t, 6, &chosen)
	c.Focused().TypedRune('t')
	key(c, fyne.KeySpace)
	if len(chosen) != 2 || chosen[1] != "Toʻlov kutilmoqda" {
		t.Errorf("chosen by a letter: %q", chosen)
	}
	c = openMenu(t, 6, &chosen)
	key(c, fyne.KeyEscape)
	if c.Overlays().Top() != nil || len(chosen) != 2 {
		t.Error("Esc does not just close the menu")
	}
}

func TestMenuBySearch(t *testing.T) {
	start(t)
	var chosen []string
	c := openMenu(t, 5000, &chosen)
	if got := len(ids(t, c)); got > 12 {
		t.Errorf("%d of 5000 entries are drawn", got)
	}
	field, ok := c.Focused().(*kit.SearchField)
	if !ok {
		t.Fatal("a long menu does not begin with the search")
	}
	test.Type(field, "TO'LOV") // another apostrophe, other letters
	if got := ids(t, c); len(got) != 1 || got[0] != "item:1" {
		t.Errorf("found %q", got)
	}
	key(c, fyne.KeyReturn)
	if len(chosen) != 1 || chosen[0] != "Toʻlov kutilmoqda" {
		t.Errorf("chosen: %q", chosen)
	}

	c = openMenu(t, 5000, &chosen)
	field, ok = c.Focused().(*kit.SearchField)
	if !ok {
		t.Fatal("no search")
	}
	test.Type(field, "nothing like it")
	key(c, fyne.KeyReturn)
	if len(chosen) != 1 || len(ids(t, c)) != 0 {
		t.Error("nothing found, and something chosen")
	}
	key(c, fyne.KeyEscape) // empties the field
	if len(ids(t, c)) != 12 || c.Overlays().Top() == nil {
		t.Error("Esc does not empty the field first")
	}
	key(c, fyne.KeyPageDown, fyne.KeyPageDown, fyne.KeyEscape)
	if c.Overlays().Top() != nil {
		t.Error("Esc in the empty field does not close the menu")
	}
}

func TestMenuStaysInTheWindow(t *testing.T) {
	start(t)
	var chosen []string
	c := openMenu(t, 30, &chosen)
	walk(t, c.Overlays().Top(), func(o fyne.CanvasObject) {
		named, ok := o.(kit.Inspectable)
		if !ok {
			return
		}
		if id, _, _ := named.Inspect(); id != "dialog:status" {
			return
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		if at.X < 0 || at.Y < 0 || at.X+o.Size().Width > 800 || at.Y+o.Size().Height > 600 {
			t.Errorf("the menu stands at %v with %v", at, o.Size())
		}
	})
}

func BenchmarkMenuOf5000(b *testing.B) {
	start(b)
	w := shown(b, container.NewWithoutLayout(), 800, 600)
	items := make([]kit.Item, 5000)
	for i := range items {
		items[i].Text = fmt.Sprintf("Xodim %d", i)
	}
	b.ReportAllocs()
	for b.Loop() {
		m := kit.NewMenu(w.Canvas(), kit.MenuParams{Name: "users", Items: items})
		m.ShowAt(fyne.NewPos(10, 10))
		m.Hide()
	}
}
