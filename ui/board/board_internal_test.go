package board

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// Fyne's test driver keeps these for the life of the process.
		goleak.IgnoreAnyFunction("fyne.io/fyne/v2/internal/async.(*UnboundedChan[...]).processing"),
		goleak.IgnoreAnyFunction("fyne.io/fyne/v2/test.(*app).watchSettings"),
	)
}

func TestDropMovesTheLead(t *testing.T) {
	s := newStage(t, newMemory(5, 3))
	lead := s.board.model.columns[0].ids[2]
	from := s.center(lead)
	to := s.center(s.board.model.columns[1].ids[1])
	s.drop(from, from.AddXY(4, 0), from.AddXY(60, 10), to)

	if got := s.memory.moves; len(got) != 1 || got[0] != (stored{lead, 101}) {
		t.Fatalf("stored moves = %+v", got)
	}
	if len(s.drops) != 1 || !slices.Equal(s.drops[0].Leads, []int64{lead}) || s.drops[0].To != (Place{7, 101}) {
		t.Errorf("told drops = %+v", s.drops)
	}
	c0, c1 := s.board.model.columns[0], s.board.model.columns[1]
	if c0.count != 4 || c1.count != 4 || c1.ids[0] != lead || slices.Contains(c0.ids, lead) {
		t.Errorf("columns after the drop: %+v %+v", c0, c1)
	}
	if s.board.drag.ghost.Visible() {
		t.Error("the ghost stayed")
	}
}

func TestDropFarDownTheColumn(t *testing.T) {
	s := newStage(t, newMemory(5000, 3000))
	v := s.board.columns[100].body
	v.scrollTo(3200 * v.rowHeight())
	s.settle()
	lead := s.board.model.columns[0].ids[3203]
	from := s.center(lead)
	s.drop(from, from.AddXY(20, 0), fyne.NewPos(s.center(s.board.model.columns[1].ids[0]).X, 790))
	if got := s.memory.moves; len(got) != 1 || got[0] != (stored{lead, 101}) {
		t.Fatalf("stored moves = %+v, want lead %d into 101", got, lead)
	}
}

func TestDropOnAFoldedColumnKeepsItFolded(t *testing.T) {
	s := newStage(t, newMemory(5, 3))
	lead := s.board.model.columns[0].ids[0]
	from := s.center(lead)
	won := s.board.slots[2]
	s.drop(from, from.AddXY(30, 0), fyne.NewPos(won.x+won.width/2, 400))
	if got := s.memory.moves; len(got) != 1 || got[0].status != 142 {
		t.Fatalf("stored moves = %+v", got)
	}
	if !s.board.model.columns[2].folded {
		t.Error("the won column opened")
	}
}

func TestDragsThatEndInNothing(t *testing.T) {
	s := newStage(t, newMemory(3, 3))
	lead := s.board.model.columns[0].ids[1]
	from, over := s.center(lead), s.center(s.board.model.columns[1].ids[0])
	cases := map[string]func(){
		"released on its own column":  func() { s.drop(from, from.AddXY(0, 40), from.AddXY(5, 200)) },
		"released outside the window": func() { s.drop(from, over, fyne.NewPos(over.X, -40)) },
		"Esc on the way": func() {
			s.drag(from, over)
			s.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			s.drop(from, over, over.AddXY(3, 3))
		},
		"pressed beside the cards": func() { s.drop(fyne.NewPos(from.X, 780), over) },
	}
	for name, act := range cases {
		t.Run(name, func(t *testing.T) {
			act()
			if len(s.memory.moves) != 0 {
				t.Errorf("moved: %+v", s.memory.moves)
			}
			if s.board.drag.ghost.Visible() || s.board.stateOf(lead).look == vacated {
				t.Error("the drag left something on the screen")
			}
		})
	}
}

func TestShortPressOpensTheLead(t *testing.T) {
	s := newStage(t, newMemory(5, 3))
	lead := s.board.model.columns[0].ids[1]
	from := s.center(lead)
	s.drop(from, from.AddXY(3, 2)) // the driver calls this a drag and sends no tap
	test.TapCanvas(s.window.Canvas(), s.center(s.board.model.columns[1].ids[0]))
	want := []int64{lead, s.board.model.columns[1].ids[0]}
	if !slices.Equal(s.opened, want) {
		t.Errorf("opened %v, want %v", s.opened, want)
	}
}

func TestRefusedMovePutsTheCardBack(t *testing.T) {
	m := newMemory(5, 3)
	s := newStage(t, m)
	m.refuse = errRefused
	lead := s.board.model.columns[0].ids[1]
	from := s.center(lead)
	s.drop(from, from.AddXY(30, 0), s.center(s.board.model.columns[1].ids[0]))
	if len(s.failed) != 1 || s.board.model.columns[0].ids[1] != lead || s.board.stateOf(lead).look == vacated {
		t.Errorf("failed = %v, column = %v", s.failed, s.board.model.columns[0].ids)
	}
}

func TestKeyboardWalksAndMoves(t *testing.T) {
	s := newStage(t, newMemory(3, 3))
	key := func(n fyne.KeyName) { s.board.TypedKey(&fyne.KeyEvent{Name: n}) }
	s.board.takeFocus()
	key(fyne.KeyDown)
	key(fyne.KeyDown)
	key(fyne.KeyDown)
	lead := s.board.model.columns[0].ids[2]
	if s.board.cursor != lead {
		t.Fatalf("cursor on %d, want %d", s.board.cursor, lead)
	}
	s.board.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierAlt})
	s.settle()
	s.board.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierAlt})
	s.settle()
	if len(s.memory.moves) != 1 || s.memory.moves[0].status != 101 {
		t.Errorf("moves = %+v: Alt+Right moves one status and never into won", s.memory.moves)
	}
	key(fyne.KeyReturn)
	if !slices.Equal(s.opened, []int64{lead}) {
		t.Errorf("opened %v", s.opened)
	}
}

func TestScrolledColumnShowsTheRightLeads(t *testing.T) {
	s := newStage(t, newMemory(10000))
	v := s.board.columns[100].body
	rapid.Check(t, func(rt *rapid.T) {
		v.scrollTo(rapid.Float32Range(0, v.contentHeight()).Draw(rt, "offset"))
		s.settle()
		first, last := v.window()
		for r := first; r < last; r++ {
			f := v.faces[r%len(v.faces)]
			want := v.top() + float32(r)*v.rowHeight() - v.offset
			if !f.Visible() || f.lead != v.ids[r] || f.fitted == nil || f.fitted.card.ID != f.lead || abs(f.Position().Y-want) > 0.51 {
				rt.Fatalf("row %d: visible %v lead %d content %v at %v, want lead %d at %v",
					r, f.Visible(), f.lead, f.fitted != nil, f.Position().Y, v.ids[r], want)
			}
		}
		if n := s.board.LiveCards(); n > 150 {
			rt.Fatalf("%d live cards", n)
		}
	})
}

func TestNewsAboveDoNotMoveWhatOneLooksAt(t *testing.T) {
	s := newStage(t, newMemory(500, 5))
	v := s.board.columns[100].body
	v.scrollTo(100*v.rowHeight() + 17)
	s.settle()
	top := v.ids[100]
	s.memory.mu.Lock()
	c := &s.memory.board.Columns[0]
	for id := int64(1); id <= 9; id++ {
		c.IDs = slices.Insert(c.IDs, 0, id)
		s.memory.price[id] = id
		c.Count++
	}
	s.memory.mu.Unlock()
	s.board.Changed(nil)
	s.settle()
	first, _ := v.window()
	if v.ids[first] != top {
		t.Errorf("the top card was %d and is now %d", top, v.ids[first])
	}
}

func TestModelPutKeepsTotals(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		mem := newMemory(rapid.IntRange(0, 9).Draw(rt, "a"), rapid.IntRange(1, 9).Draw(rt, "b"), rapid.IntRange(0, 9).Draw(rt, "c"))
		m := newModel()
		b, _ := mem.Board(t.Context(), cache.BoardQuery{})
		m.replace(b)
		for range rapid.IntRange(1, 20).Draw(rt, "moves") {
			col := rapid.IntRange(0, len(m.columns)-1).Draw(rt, "column")
			if len(m.columns[col].ids) == 0 {
				continue
			}
			leads := rapid.SliceOfNDistinct(rapid.SampledFrom(slices.Clone(m.columns[col].ids)), 1, 4, rapid.ID).Draw(rt, "leads")
			known := rapid.IntRange(0, 4).Draw(rt, "price known") > 0
			before := m.columns[col].count
			changed := m.put(leads, rapid.SampledFrom([]int64{100, 101, 102, 142, 143}).Draw(rt, "status"),
				func(id int64) (int64, bool) { return mem.price[id], known })
			if !known && (changed || m.columns[col].count != before) {
				rt.Fatal("leads were moved though their budgets are not known")
			}
		}
		for _, c := range m.columns {
			var sum int64
			for _, id := range c.ids {
				sum += mem.price[id]
			}
			if !c.folded && (sum != c.sum || len(c.ids) != c.count) {
				rt.Fatalf("status %d says %d leads and %d, holds %d and %d", c.status.ID, c.count, c.sum, len(c.ids), sum)
			}
		}
	})
}

// With a panel over its right, the board works in what is left of it: a card is
// not dropped under the panel, the drop strip stands beside it, and the keyboard
// brings columns out from under it.
func TestAPanelCoversTheBoard(t *testing.T) {
	s := newStage(t, newMemory(5, 3, 3, 3, 3))
	const panel = 520
	lead := s.board.model.columns[0].ids[1]
	from := s.center(lead)
	under := s.center(s.board.model.columns[3].ids[0])
	last := s.board.model.columns[4].ids[0]
	s.board.SetCovered(panel)
	edge := s.board.Size().Width - panel
	if under.X < edge {
		t.Fatalf("the column at %v is not covered", under)
	}
	s.drag(from, from.AddXY(20, 0), from.AddXY(60, 0))
	for _, z := range zoneRects(s.board.room()) {
		if z.x+z.w > edge {
			t.Errorf("a zone of the strip ends at %v, the panel begins at %v", z.x+z.w, edge)
		}
	}
	s.drop(from, under)
	if len(s.drops) != 0 {
		t.Errorf("dropped under the panel: %+v", s.drops)
	}
	s.board.Reveal(last)
	if x := s.shown(last).X; x < 0 || x+s.board.cardWidth() > edge+1 {
		t.Errorf("the revealed card stands at %v, the panel begins at %v", x, edge)
	}
	s.board.SetCovered(0)
	if s.board.strip > s.board.width {
		t.Errorf("the strip stays at %v", s.board.strip)
	}
}

// The panel that opens over a card does not stay over it, also when the next
// lead is opened while it is there; a card beside it stays where it is.
func TestThePanelDoesNotCoverTheCardItShows(t *testing.T) {
	s := newStage(t, newMemory(5, 3, 3, 3, 3))
	const panel = 520
	edge := s.board.Size().Width - panel
	beside, over, last := s.board.model.columns[0].ids[2], s.board.model.columns[3].ids[1], s.board.model.columns[4].ids[0]
	at := s.shown(beside)
	s.board.SetOpened(beside)
	s.board.SetCovered(panel)
	if got := s.shown(beside); got != at {
		t.Errorf("the panel opened beside the card, which went from %v to %v", at, got)
	}
	s.board.SetCovered(0)
	s.board.SetOpened(over)
	if s.board.strip != 0 {
		t.Errorf("without a panel the strip went to %v", s.board.strip)
	}
	s.board.SetCovered(panel)
	for _, lead := range []int64{over, last, beside} {
		s.board.SetOpened(lead)
		if x := s.shown(lead).X; x < 0 || x+s.board.cardWidth() > edge+1 {
			t.Errorf("the card of the opened lead stands at %v, the panel begins at %v", x, edge)
		}
	}
	if lead, _, _ := s.board.Cursor(); lead != 0 {
		t.Errorf("the keyboard went to lead %d", lead)
	}
}

// A notice stands under the heads of the columns in what no panel covers, and
// lets the columns be clicked.
func TestANoticeLeavesTheColumnsAlone(t *testing.T) {
	s := newStage(t, newMemory(3, 1))
	s.board.SetCovered(400)
	notice := kit.NewEmptyState("board", theme.IconBoard, "Nothing", "Make something", nil)
	s.board.SetNotice(notice)
	if got, want := notice.Size().Width, s.board.Size().Width-400; got != want {
		t.Errorf("it is %v wide, want %v", got, want)
	}
	if y := notice.Position().Y; y < headerHeight {
		t.Errorf("it begins at %v, over the heads", y)
	}
	lead := s.board.model.columns[0].ids[0]
	test.TapCanvas(s.window.Canvas(), s.center(lead))
	if !slices.Equal(s.opened, []int64{lead}) {
		t.Errorf("a click through it opened %v", s.opened)
	}
	s.board.SetNotice(nil)
	if slices.Contains(test.LaidOutObjects(s.board), fyne.CanvasObject(notice)) {
		t.Error("it does not go away")
	}
}
