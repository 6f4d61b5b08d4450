package kit_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/ui/hand"
	"voronka/ui/kit"
)

// TestPicks: what is chosen stands in as many lines as it takes; the keyboard
// chooses one more, takes the last one away and steps out.
func TestPicks(t *testing.T) {
	start(t)
	var told []string
	say := func(words ...any) { told = append(told, fmt.Sprint(words...)) }
	c := kit.NewPicks(kit.PicksParams{
		Name: "cf-7", Label: "Tanlov", Add: "+ Toifa", Open: func() { say("open") }, Drop: func(text string) string { return "no " + text },
		Remove: func(name string) { say("remove ", name) }, Gained: func() { say("gained") }, Left: func() { say("left") },
	})
	c.OnLeave(func() { say("leave") })
	w := test.NewTempWindow(t, c)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 200))
	low := c.HeightFor(300)
	c.Set([]kit.Pick{{"1", "Oshxona mebeli"}, {"2", "Yotoqxona mebeli"}, {"3", "Bolalar mebeli"}})
	if c.HeightFor(300) <= low || c.HeightFor(1000) != low {
		t.Errorf("its height is %v, and %v with room", c.HeightFor(300), c.HeightFor(1000))
	}
	if id, kind, text := c.Inspect(); id != "field:cf-7" || kind != "field" || text != "Oshxona mebeli, Yotoqxona mebeli, Bolalar mebeli" {
		t.Errorf("it is %s, %s: %s", id, kind, text)
	}
	c.Focus()
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn, fyne.KeyBackspace, fyne.KeyEscape, fyne.KeyTab} {
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
	}
	w.Canvas().Unfocus()
	hand.Tap(t, w, "button:drop-cf-7-2")
	c.Set(nil)
	hand.Focus(t, w, "chip:add-cf-7")
	hand.Key(w, fyne.KeyBackspace) // nothing is left
	if got, want := fmt.Sprint(told), "[gained open open remove 3 leave left remove 2 gained]"; got != want {
		t.Errorf("it told %s, want %s", got, want)
	}
}

// TestPicksWithoutMore: where none can be added there is no chip for it.
func TestPicksWithoutMore(t *testing.T) {
	start(t)
	c := kit.NewPicks(kit.PicksParams{Name: "cf-7", Drop: func(string) string { return "" }, Remove: func(string) {}})
	c.Set([]kit.Pick{{"1", "Stol"}})
	c.OnLeave(func() {})
	c.Focus()
	c.MarkWrong(true)
	if len(test.WidgetRenderer(c).Objects()) != 1 || c.Adder() != fyne.CanvasObject(c) {
		t.Error("one can be added")
	}
}
