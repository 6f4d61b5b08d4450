package board

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"

	"voronka/amo"
)

// zoneCenter is the middle of a zone of the drop strip on the canvas.
func (s *stage) zoneCenter(z zone) fyne.Position {
	r := zoneRects(s.board.Size())[z]
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(s.board).AddXY(r.x+r.w/2, r.y+r.h/2)
}

func TestDropStripTakesCards(t *testing.T) {
	for z, want := range map[zone]Place{
		zoneWon: {7, amo.StatusWon}, zoneLost: {7, amo.StatusLost}, zonePipeline: {},
	} {
		t.Run(z.name(), func(t *testing.T) {
			s := newStage(t, newMemory(5, 3))
			s.put = func(Drop) {}
			lead := s.board.model.columns[0].ids[1]
			from := s.center(lead)
			s.drag(from, from.AddXY(30, 5), s.zoneCenter(z))
			if p := s.board.drag.strip.parts[z]; !p.Visible() || !p.lit {
				t.Error("the zone under the pointer does not stand out")
			}
			s.bodyAt(from).DragEnd()
			s.settle()
			if len(s.drops) != 1 || s.drops[0].To != want || !slices.Equal(s.drops[0].Leads, []int64{lead}) {
				t.Fatalf("drops = %+v, want %+v", s.drops, want)
			}
			if s.board.drag.strip.parts[z].Visible() {
				t.Error("the strip stayed")
			}
			if s.board.model.columns[0].ids[1] != lead || s.board.stateOf(lead).look == vacated {
				t.Error("a drop that nobody carried out moved the card")
			}
		})
	}
}

func TestSelectedCardsTravelTogether(t *testing.T) {
	s := newStage(t, newMemory(6, 4))
	ids := slices.Clone(s.board.model.columns[0].ids)
	other := s.board.model.columns[1].ids[2]
	for _, id := range []int64{ids[3], ids[1], other} {
		s.board.selected.toggle(id)
	}
	from := s.center(ids[1])
	s.drag(from, from.AddXY(30, 5), s.center(s.board.model.columns[1].ids[0]))
	if n := s.board.drag.ghost.state.count; n != 3 {
		t.Errorf("the ghost counts %d cards", n)
	}
	if s.board.stateOf(ids[3]).look != vacated || s.board.stateOf(ids[0]).look == vacated {
		t.Error("the wrong cards have left their places")
	}
	s.bodyAt(from).DragEnd()
	if c := s.board.model.columns; c[0].count != 4 || c[1].count != 6 || !slices.Equal(c[1].ids[:2], []int64{ids[1], ids[3]}) {
		t.Errorf("at once: %+v and %+v", c[0], c[1])
	}
	s.settle()
	if want := []stored{{ids[3], 101}, {ids[1], 101}}; !slices.Equal(s.memory.moves, want) {
		t.Errorf("stored %v, want %v: the card that is there already stays", s.memory.moves, want)
	}
	if c := s.board.model.columns; c[0].count != 4 || c[1].count != 6 {
		t.Errorf("after the answer: %d and %d leads", c[0].count, c[1].count)
	}
}

func TestADropIsInstantAndSurvivesAnOlderAnswer(t *testing.T) {
	s := newStage(t, newMemory(5, 3))
	lead := s.board.model.columns[0].ids[0]
	hold := make(chan struct{})
	s.put = func(d Drop) {
		s.board.Put(Put{Leads: d.Leads, To: d.To, Store: func(context.Context) error {
			<-hold
			return s.memory.move(d.Leads, d.To.StatusID)
		}})
	}
	from := s.center(lead)
	to := s.center(s.board.model.columns[1].ids[0])
	s.drag(from, from.AddXY(30, 5), to)
	s.bodyAt(from).DragEnd()
	price := s.memory.price[lead]
	check := func(when string) {
		t.Helper()
		c := s.board.model.columns
		if c[0].count != 4 || c[1].count != 4 || c[1].ids[0] != lead || slices.Contains(c[0].ids, lead) {
			t.Fatalf("%s: %+v and %+v", when, c[0], c[1])
		}
		var sum int64
		for _, id := range c[1].ids {
			sum += s.memory.price[id]
		}
		if c[1].sum != sum || price == 0 {
			t.Fatalf("%s: the sum is %d instead of %d", when, c[1].sum, sum)
		}
	}
	check("right after the drop")
	s.board.Changed(nil) // news that do not know the move yet
	for s.board.reading {
		(<-s.queue)()
	}
	check("after an older answer")
	close(hold)
	s.settle()
	check("when it is stored")
	if len(s.board.flights.list) != 0 {
		t.Error("the move is still being shown over the answers")
	}
}

func TestAPullDuringADragKeepsItGoing(t *testing.T) {
	s := newStage(t, newMemory(5, 3, 2))
	lead := s.board.model.columns[0].ids[4]
	from := s.center(lead)
	to := s.center(s.board.model.columns[2].ids[0])
	s.drag(from, from.AddXY(30, 5), to)
	s.memory.mu.Lock()
	s.memory.board.Columns[0].IDs = slices.Insert(s.memory.board.Columns[0].IDs, 0, 9)
	s.memory.board.Columns[0].Count++
	s.memory.price[9] = 9
	s.memory.mu.Unlock()
	s.board.Changed(nil)
	s.settle()
	if got := s.board.model.columns[0].count; got != 6 {
		t.Errorf("during the drag the column counts %d leads", got)
	}
	if !s.board.dragging() || s.board.stateOf(lead).look != vacated {
		t.Fatal("the pull ended the drag")
	}
	s.bodyAt(from).DragEnd()
	s.settle()
	if got := s.memory.moves; len(got) != 1 || got[0] != (stored{lead, 102}) {
		t.Errorf("stored %v", got)
	}
}

func TestADeletedLeadFallsOutOfTheAir(t *testing.T) {
	s := newStage(t, newMemory(5, 3))
	lead := s.board.model.columns[0].ids[1]
	name := s.board.shelf.cards[lead].content.name
	from := s.center(lead)
	to := s.center(s.board.model.columns[1].ids[0])
	s.drag(from, from.AddXY(30, 5), to)
	s.memory.remove(lead)
	s.board.Changed(nil)
	s.settle()
	if s.board.dragging() || s.board.drag.ghost.Visible() {
		t.Error("a lead that is gone is still being dragged")
	}
	if !slices.Equal(s.gone, []string{name}) {
		t.Errorf("told as gone: %q", s.gone)
	}
	s.bodyAt(from).DragEnd()
	s.settle()
	if len(s.memory.moves) != 0 {
		t.Errorf("stored %v", s.memory.moves)
	}
}

func TestFocusLostEndsADrag(t *testing.T) {
	s := newStage(t, newMemory(5, 3))
	lead := s.board.model.columns[0].ids[1]
	from, to := s.center(lead), s.center(s.board.model.columns[1].ids[0])
	s.drag(from, from.AddXY(30, 5), to)
	s.board.FocusLost()
	if s.board.dragging() {
		t.Error("the drag went on without the keyboard")
	}
	s.drop(from, to, to.AddXY(2, 2))
	if len(s.memory.moves) != 0 {
		t.Errorf("stored %v", s.memory.moves)
	}
}

func TestIncomingLeadsTakeNoCards(t *testing.T) {
	m := newMemory(2, 3)
	m.board.Columns[0].Status.Type = amo.StatusUnsorted
	s := newStage(t, m)
	lead := s.board.model.columns[1].ids[0]
	from := s.center(lead)
	s.drop(from, from.AddXY(-30, 5), s.center(s.board.model.columns[0].ids[0]))
	if len(s.drops) != 0 {
		t.Errorf("drops = %+v", s.drops)
	}
	if s.board.columns[100].plus.Visible() {
		t.Error("a lead can be made among the incoming ones")
	}
}

func TestClicksSelect(t *testing.T) {
	s := newStage(t, newMemory(6, 3))
	ids := s.board.model.columns[0].ids
	click := func(id int64, held fyne.KeyModifier) {
		s.held = held
		s.board.press(id)
		s.held = 0
	}
	selected := func() []int64 { return s.board.selected.list(s.board.model) }
	click(ids[1], fyne.KeyModifierShortcutDefault)
	click(ids[4], fyne.KeyModifierShift)
	if got := selected(); !slices.Equal(got, ids[1:5]) {
		t.Fatalf("a range selects %v, want %v", got, ids[1:5])
	}
	click(ids[2], fyne.KeyModifierShortcutDefault)
	if got := selected(); !slices.Equal(got, []int64{ids[1], ids[3], ids[4]}) {
		t.Errorf("after a click with Ctrl: %v", got)
	}
	if !s.board.bulk.Visible() || s.board.bulk.count.Text != "3 leads" {
		t.Errorf("the bar says %q", s.board.bulk.count.Text)
	}
	if len(s.opened) != 0 {
		t.Errorf("opened %v", s.opened)
	}
	s.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(selected()) != 0 || s.board.bulk.Visible() {
		t.Error("Esc did not forget the selection")
	}
	click(ids[0], 0)
	if !slices.Equal(s.opened, []int64{ids[0]}) {
		t.Errorf("a plain click opened %v", s.opened)
	}
}

func TestKeysSelectAndMoveMany(t *testing.T) {
	s := newStage(t, newMemory(4, 3))
	ids := slices.Clone(s.board.model.columns[0].ids)
	s.board.takeFocus()
	key := func(n fyne.KeyName) { s.board.TypedKey(&fyne.KeyEvent{Name: n}) }
	key(fyne.KeyDown)
	key(fyne.KeySpace)
	s.held = fyne.KeyModifierShift
	key(fyne.KeyDown)
	key(fyne.KeyDown)
	s.held = 0
	if got := s.board.selected.list(s.board.model); !slices.Equal(got, ids[:3]) {
		t.Fatalf("selected %v, want %v", got, ids[:3])
	}
	s.board.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierAlt})
	s.settle()
	if c := s.board.model.columns; c[0].count != 1 || c[1].count != 6 {
		t.Errorf("after Alt+Right: %d and %d leads", c[0].count, c[1].count)
	}
	if len(s.drops) != 1 || len(s.drops[0].Leads) != 3 {
		t.Errorf("three cards are %d acts", len(s.drops))
	}
	s.board.TypedShortcut(&fyne.ShortcutSelectAll{})
	if n := s.board.selected.count(); n != 6 {
		t.Errorf("Ctrl+A selects %d leads of the column", n)
	}
}

func TestSelectionForgetsWhatIsNotShown(t *testing.T) {
	s := newStage(t, newMemory(4, 3))
	ids := s.board.model.columns[0].ids
	s.board.selected.add(ids)
	s.memory.remove(ids[1])
	s.board.Changed(nil)
	s.settle()
	if n := s.board.selected.count(); n != 3 {
		t.Errorf("%d selected after one was deleted", n)
	}
	s.board.SetFolded(100, true)
	if n := s.board.selected.count(); n != 0 {
		t.Errorf("%d selected in a folded column", n)
	}
	s.settle()
}

func TestTheRingOfAHeldChangeRunsAndStops(t *testing.T) {
	m := newMemory(3, 3)
	s := newStage(t, m)
	lead := m.board.Columns[0].IDs[0]
	hold := func(until int64) {
		m.mu.Lock()
		m.held = map[int64]int64{lead: until}
		m.mu.Unlock()
		s.board.Changed([]int64{lead})
		s.settle()
	}
	hold(stageNow + 5)
	if got := s.board.stateOf(lead).ring; got != ringSteps {
		t.Fatalf("a fresh hold shows %d of %d steps", got, ringSteps)
	}
	s.clock.step(2500 * time.Millisecond)
	s.settle()
	if got := s.board.stateOf(lead).ring; got != ringSteps/2 {
		t.Errorf("half way %d of %d steps are left", got, ringSteps)
	}
	if !s.clock.runs() {
		t.Error("the ring stands still")
	}
	hold(0) // undone
	s.clock.step(time.Millisecond)
	s.settle()
	if got := s.board.stateOf(lead).ring; got != 0 || s.clock.runs() {
		t.Errorf("after an undo %d steps are left, the clock runs: %v", got, s.clock.runs())
	}
}

func TestQuickAddStaysReady(t *testing.T) {
	s := newStage(t, newMemory(3, 3))
	type made struct {
		status int64
		name   string
	}
	var got []made
	s.board.p.On.Add = func(status int64, name string) { got = append(got, made{status, name}) }
	v := s.board.columns[101]
	v.openAdd()
	canvas := s.window.Canvas()
	if canvas.Focused() != v.adding.Entry() {
		t.Fatal("the field has not the keyboard")
	}
	typed := func(text string) {
		for _, r := range text {
			canvas.Focused().TypedRune(r)
		}
		canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	typed("Birinchi")
	typed("  ")
	typed("Иккинчи")
	if want := []made{{101, "Birinchi"}, {101, "Иккинчи"}}; !slices.Equal(got, want) {
		t.Errorf("made %v, want %v", got, want)
	}
	if canvas.Focused() != v.adding.Entry() || v.adding.Text() != "" {
		t.Error("the field is not ready for the next name")
	}
	canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.settle()
	if v.adding != nil || canvas.Focused() != s.board {
		t.Error("Esc did not give the keyboard back to the board")
	}
}

func TestSessionNeverDropsWhatDidNotTravel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.Custom(func(t *rapid.T) point {
			return point{rapid.Float32Range(-20, 20).Draw(t, "x"), rapid.Float32Range(-20, 20).Draw(t, "y")}
		})
		start := at.Draw(rt, "start")
		s := newDragSession(1, []int64{1}, start, point{})
		far := false
		for _, p := range rapid.SliceOfN(at, 0, 9).Draw(rt, "path") {
			s.move(p, func(point) spot { return spot{kind: overColumn, status: 5} })
			dx, dy := p.x-start.x, p.y-start.y
			far = far || dx*dx+dy*dy >= dragDistance*dragDistance
		}
		if cancelled := rapid.Bool().Draw(rt, "Esc"); cancelled {
			s.dead = true
			if s.end() != nothing || s.carries(1) {
				rt.Fatal("a cancelled drag is not over")
			}
			return
		}
		if want := map[bool]outcome{true: dropped, false: tapped}[far]; s.end() != want {
			rt.Fatalf("travelled far: %v, but the end is %v", far, s.end())
		}
	})
}
