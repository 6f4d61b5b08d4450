package ui

import (
	"fmt"
	"image"
	"image/draw"
	"reflect"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"voronka/ui/board"
	"voronka/ui/kit"
	"voronka/ui/shell"
)

// places are what the window can show, each with the way there.
func (s *scene) places(visit func(where string)) {
	s.t.Helper()
	visit("board")
	s.w.board.SetFolded(1102, true)
	s.w.openLead(7000)
	s.until("the lead's panel is there", func() bool { return s.shows("panel:lead-7000") })
	for _, tab := range []string{"details", "contacts", "tasks", "feed", "history"} {
		s.w.lead.ShowTab(tab)
		visit("lead, " + tab)
	}
	s.w.newLead()
	s.until("its form is there", func() bool { return s.shows("button:person-save") || s.shows("field:lead-name") })
	visit("new lead")
	s.w.shell.HidePanel()
	for _, screen := range []shell.Screen{shell.Contacts, shell.Tasks, shell.Sync} {
		s.w.navigate(screen)
		s.rest()
		visit(string(screen))
	}
}

// rest runs what is queued until nothing comes any more.
func (s *scene) rest() {
	for {
		select {
		case f := <-s.queue:
			f()
		case <-time.After(100 * time.Millisecond):
			return
		}
	}
}

// seen calls visit for every widget on the screen.
func seen(o fyne.CanvasObject, visit func(fyne.Widget)) {
	if o == nil || !o.Visible() {
		return
	}
	switch o := o.(type) {
	case fyne.Widget:
		visit(o)
		for _, part := range test.WidgetRenderer(o).Objects() {
			seen(part, visit)
		}
	case *fyne.Container:
		for _, part := range o.Objects {
			seen(part, visit)
		}
	}
}

// Whatever can be pressed, typed into or looked through tells a screen reader
// what it is.
func TestEverythingSaysWhatItIs(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	cards, told := 0, make(map[string]bool)
	s.places(func(where string) {
		seen(s.w.win.Canvas().Content(), func(o fyne.Widget) {
			_, tappable := o.(fyne.Tappable)
			_, focusable := o.(fyne.Focusable)
			_, cursorable := o.(desktop.Cursorable)
			accessible, ok := o.(fyne.Accessible)
			if named, is := o.(kit.Inspectable); is && ok {
				if _, kind, _ := named.Inspect(); kind == "card" {
					cards++
				}
			}
			if !tappable && !focusable && !cursorable || isGround(o) {
				return
			}
			if what := fmt.Sprintf("%T", o); (!ok || accessible.AccessibilityLabel() == "" || accessible.AccessibilityRole() == "") && !told[what] {
				told[what] = true
				t.Errorf("%s: %s says nothing", where, what)
			}
		})
	})
	if cards == 0 {
		t.Error("no card says what it is")
	}
}

// isGround reports whether a widget only catches the pointer for what lies on
// it, and says nothing by itself.
func isGround(o fyne.Widget) bool {
	if _, scrolls := o.(*container.Scroll); scrolls {
		return true
	}
	switch reflect.TypeOf(o).String() {
	case "*widget.scrollBar", "*widget.scrollBarArea", "*kit.shield", "*board.body":
		return true
	}
	return false
}

// Tab goes through everything that takes the keyboard, and what has it is drawn
// in another way than before, inside the window.
func TestFocusIsVisibleEverywhere(t *testing.T) {
	s := newScene(t, 4)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	s.w.win.Resize(fyne.NewSize(960, 640)) // a picture of it is quickly taken
	checked := make(map[string]int)        // of a kind
	s.places(func(where string) { s.tabThrough(where, checked) })
	if len(checked) < 12 {
		t.Errorf("only these took the keyboard: %v", checked)
	}
}

// alike is how many widgets of one kind are looked at: a picture of the window
// takes a while.
const alike = 1

func (s *scene) tabThrough(where string, checked map[string]int) {
	s.t.Helper()
	c := s.w.win.Canvas()
	walker, ok := c.(interface{ FocusNext() })
	if !ok {
		s.t.Fatal("the canvas does not know Tab")
	}
	c.Unfocus()
	first := fyne.Focusable(nil)
	for range 200 {
		walker.FocusNext()
		now := c.Focused()
		if now == nil || now == first {
			return
		}
		if first == nil {
			first = now
		}
		kind := fmt.Sprintf("%T", now)
		if checked[kind]++; checked[kind] > alike {
			continue
		}
		o, ok := now.(fyne.CanvasObject)
		if !ok {
			s.t.Fatalf("%s: %s cannot be looked at", where, kind)
		}
		const ring = 4
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).SubtractXY(ring, ring)
		size := o.Size().AddWidthHeight(2*ring, 2*ring)
		if mid := at.AddXY(size.Width/2, size.Height/2); mid.X < 0 || mid.Y < 0 || mid.X > c.Size().Width || mid.Y > c.Size().Height {
			s.t.Errorf("%s: %s has the keyboard at %v, outside the window", where, kind, at)
			continue
		}
		with := cut(c.Capture(), at, size)
		c.Unfocus()
		without := cut(c.Capture(), at, size)
		c.Focus(now)
		if samePicture(with, without) {
			s.t.Errorf("%s: %s looks the same with the keyboard", where, kind)
		}
	}
	s.t.Fatalf("%s: Tab comes to no end", where)
}

func cut(src image.Image, at fyne.Position, size fyne.Size) *image.RGBA {
	area := image.Rect(int(at.X), int(at.Y), int(at.X+size.Width), int(at.Y+size.Height)).Intersect(src.Bounds())
	out := image.NewRGBA(area)
	draw.Draw(out, area, src, area.Min, draw.Src)
	return out
}

func samePicture(a, b *image.RGBA) bool {
	if a.Rect != b.Rect {
		return false
	}
	for i := range a.Pix {
		if a.Pix[i] != b.Pix[i] {
			return false
		}
	}
	return true
}

var _ fyne.Accessible = (*board.Board)(nil)
