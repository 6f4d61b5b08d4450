package kit_test

import (
	"image"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

func equal(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

func TestPokerCollapsesBursts(t *testing.T) {
	q := &queue{}
	n := 0
	var p *kit.Poker
	p = kit.NewPoker(q, func() {
		if n++; n == 1 {
			p.Poke() // while it runs
		}
	})
	for range 100 {
		p.Poke()
	}
	if len(q.waiting) != 1 {
		t.Fatalf("%d runs wait after a burst", len(q.waiting))
	}
	q.drain()
	if n != 2 {
		t.Errorf("ran %d times, want 2: the burst, and the poke while running", n)
	}
}

func TestPokerLosesNoPoke(t *testing.T) {
	var mu sync.Mutex
	seen, value := 0, 0
	work := make(chan func(), 64)
	done := make(chan struct{})
	go func() {
		for f := range work {
			f()
		}
		close(done)
	}()
	p := kit.NewPoker(kit.DispatcherFunc(func(f func()) { work <- f }), func() {
		mu.Lock()
		seen = value
		mu.Unlock()
	})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				mu.Lock()
				value++
				mu.Unlock()
				p.Poke()
			}
		})
	}
	wg.Wait()
	close(work)
	<-done
	if seen != value {
		t.Errorf("the last run saw %d of %d", seen, value)
	}
}

func TestSystemClock(t *testing.T) {
	c := kit.SystemClock()
	if c.Now().IsZero() {
		t.Error("no time")
	}
	rang := make(chan struct{})
	c.AfterFunc(time.Millisecond, func() { close(rang) })
	<-rang
	if stop := c.AfterFunc(time.Hour, func() {}); !stop() {
		t.Error("an alarm cannot be stopped")
	}
}

func TestSnackbarShowsOneAfterTheOther(t *testing.T) {
	start(t)
	c := newClock()
	s := kit.NewSnackbar(inline(), c)
	if s.Visible() {
		t.Error("visible without a message")
	}
	s.Push(kit.Message{Text: "one"})
	s.Push(kit.Message{Text: "two"})
	s.Push(kit.Message{Text: "three"})
	var order []string
	for s.Visible() && len(order) < 10 {
		m, _ := s.Current()
		order = append(order, m.Text)
		c.pass(2100 * time.Millisecond) // waiting ones push
	}
	if got := strings.Join(order, " "); !strings.HasPrefix(got, "one two three") {
		t.Errorf("shown: %s", got)
	}
	c.pass(time.Minute)
	if s.Visible() || c.armed() != 0 {
		t.Errorf("visible %v, %d alarms left", s.Visible(), c.armed())
	}
}

func TestSnackbarStays(t *testing.T) {
	start(t)
	c := newClock()
	s := kit.NewSnackbar(inline(), c)
	s.Push(kit.Message{Text: "moved", Action: "Undo"})
	c.pass(7 * time.Second)
	if !s.Visible() {
		t.Error("a message with an action goes too soon")
	}
	s.MouseIn(&desktop.MouseEvent{})
	c.pass(time.Minute)
	if !s.Visible() {
		t.Error("it goes while the pointer is over it")
	}
	s.MouseOut()
	c.pass(9 * time.Second)
	if s.Visible() {
		t.Error("it stays for ever")
	}
	s.Push(kit.Message{Text: "short", Stay: time.Second})
	c.pass(1100 * time.Millisecond)
	if s.Visible() {
		t.Error("its own time is not kept")
	}
}

func TestSnackbarAction(t *testing.T) {
	start(t)
	c := newClock()
	s := kit.NewSnackbar(inline(), c)
	undone := 0
	s.Push(kit.Message{Text: "moved", Action: "Undo", Do: func() { undone++ }})
	shown(t, container.NewWithoutLayout(s), 700, 100)
	s.Resize(s.MinSize())
	action := find(t, s, "button:snackbar")
	test.Tap(action)
	if undone != 1 || s.Visible() {
		t.Errorf("undone %d times, visible %v", undone, s.Visible())
	}
	c.pass(time.Minute)
	if undone != 1 {
		t.Error("a late alarm acts")
	}
}

func TestSnackbarReplacesItsOwnKind(t *testing.T) {
	start(t)
	s := kit.NewSnackbar(inline(), newClock())
	s.Push(kit.Message{Text: "offline", Key: "net"})
	s.Push(kit.Message{Text: "online", Key: "net"})
	if m, _ := s.Current(); m.Text != "online" {
		t.Errorf("shown: %q", m.Text)
	}
	s.Push(kit.Message{Text: "a", Key: "k"})
	s.Push(kit.Message{Text: "b", Key: "k"})
	s.Dismiss()
	if m, _ := s.Current(); m.Text != "b" {
		t.Errorf("waiting: %q", m.Text)
	}
	s.Dismiss()
	if s.Visible() {
		t.Error("a replaced message came back")
	}
}

// find returns the part of a widget with an id.
func find(t *testing.T, o fyne.CanvasObject, id string) fyne.Tappable {
	t.Helper()
	var found fyne.Tappable
	walk(t, o, func(o fyne.CanvasObject) {
		if named, ok := o.(kit.Inspectable); ok {
			if got, _, _ := named.Inspect(); got == id {
				if tap, ok := o.(fyne.Tappable); ok {
					found = tap
				}
			}
		}
	})
	if found == nil {
		t.Fatalf("no %s", id)
	}
	return found
}

func walk(t *testing.T, o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	t.Helper()
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walk(t, child, visit)
		}
	case fyne.Widget:
		for _, child := range test.TempWidgetRenderer(t, o).Objects() {
			walk(t, child, visit)
		}
	}
}

func TestPanelKeepsThePointer(t *testing.T) {
	start(t)
	under := 0
	below := kit.NewPlainButton("below", "Below", "", func() { under++ })
	p := kit.NewPanel("lead")
	stack := container.NewStack(below, p)
	w := shown(t, stack, 600, 400)
	test.TapCanvas(w.Canvas(), fyne.NewPos(300, 200))
	if under != 0 {
		t.Error("a click goes through the panel")
	}
	inside := kit.NewPlainButton("inside", "Inside", "", func() { under += 10 })
	p.SetContent(inside)
	test.TapCanvas(w.Canvas(), fyne.NewPos(300, 200))
	if under != 10 || p.Content() != inside {
		t.Errorf("the content is not pressed: %d", under)
	}
}

func TestSearchField(t *testing.T) {
	start(t)
	var typed []string
	s := kit.NewSearchField("search", "Search: lead, contact", "Ctrl K", func(text string) { typed = append(typed, text) })
	w := shown(t, container.NewWithoutLayout(s), 600, 60)
	s.Resize(fyne.NewSize(400, theme.HeightControl))
	if s.PlaceHolder != "Search: lead, contact" {
		t.Errorf("wide, it says %q", s.PlaceHolder)
	}
	s.Resize(fyne.NewSize(160, theme.HeightControl))
	if !strings.HasSuffix(s.PlaceHolder, "…") {
		t.Errorf("narrow, it says %q", s.PlaceHolder)
	}
	w.Canvas().Focus(s)
	test.Type(s, "ab")
	if id, _, text := s.Inspect(); id != "field:search" || text != "ab" {
		t.Errorf("%s has %q", id, text)
	}
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.Text != "" || w.Canvas().Focused() != s {
		t.Error("the first Esc empties the field and keeps the keyboard")
	}
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.Canvas().Focused() != nil {
		t.Error("the second Esc does not give the keyboard back")
	}
	if got := strings.Join(typed, ","); got != "a,ab," {
		t.Errorf("changes: %q", got)
	}
}
