package board

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"

	"voronka/cache"
)

// point moves the mouse over a card, as the desktop driver tells it.
func (s *stage) point(lead int64) {
	s.t.Helper()
	p := s.center(lead)
	v := s.bodyAt(p)
	e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{
		AbsolutePosition: p, Position: p.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(v)),
	}}
	v.MouseIn(e)
}

// others changes a column of the server behind the person's back.
func (s *stage) others(column int, change func(ids []int64) []int64) {
	s.t.Helper()
	s.memory.mu.Lock()
	c := &s.memory.board.Columns[column]
	c.IDs = change(c.IDs)
	for _, id := range c.IDs {
		if s.memory.price[id] == 0 {
			s.memory.price[id] = id * 1000
		}
	}
	c.Count = len(c.IDs)
	s.memory.mu.Unlock()
	s.board.Changed(nil)
	s.settle()
}

func onTop(leads ...int64) func([]int64) []int64 {
	return func(ids []int64) []int64 { return slices.Insert(ids, 0, leads...) }
}

func without(leads ...int64) func([]int64) []int64 {
	return func(ids []int64) []int64 {
		return slices.DeleteFunc(ids, func(id int64) bool { return slices.Contains(leads, id) })
	}
}

// shown is where the card of a lead is drawn on the canvas.
func (s *stage) shown(lead int64) fyne.Position {
	s.t.Helper()
	for _, v := range s.board.columns {
		for _, f := range v.body.faces {
			if f.Visible() && f.lead == lead {
				return fyne.CurrentApp().Driver().AbsolutePositionForObject(f)
			}
		}
	}
	s.t.Fatalf("lead %d is not drawn", lead)
	return fyne.Position{}
}

// News from others never move the card under the pointer, whether they come
// above or below it, at the top of a column or far down.
func TestNewsDoNotMoveTheCardUnderThePointer(t *testing.T) {
	for name, far := range map[string]int{"at the top": 0, "far down": 100} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, newMemory(500, 5))
			v := s.board.columns[100].body
			v.scrollTo(float32(far) * v.rowHeight())
			s.settle()
			ids := slices.Clone(v.ids)
			lead := ids[far+2]
			s.point(lead)
			at := s.shown(lead)
			for what, change := range map[string]func([]int64) []int64{
				"three more on top":        onTop(1, 2, 3),
				"one above gone":           without(ids[far]),
				"one below gone":           without(ids[far+3]),
				"many above gone":          without(ids[:far]...),
				"the three gone":           without(1, 2, 3, ids[far+1]),
				"it moved to the top":      func(ids []int64) []int64 { return onTop(lead)(without(lead)(ids)) },
				"everything below is gone": func(ids []int64) []int64 { return ids[:slices.Index(ids, lead)+1] },
			} {
				s.others(0, change)
				if now := s.shown(lead); now != at {
					t.Fatalf("%s: the card was at %v and is now at %v", what, at, now)
				}
				if row, ok := v.rowUnder(v.pointer); !ok || v.ids[row] != lead || v.hover != row {
					t.Fatalf("%s: the pointer is over row %d, the marked one is %d", what, row, v.hover)
				}
			}
			v.MouseOut()
			if content := v.contentHeight(); v.offset < 0 || v.offset > max(content-v.Size().Height, 0) {
				t.Errorf("without the pointer the column stands at %v of %v", v.offset, content)
			}
		})
	}
}

// A column at its top shows what comes when the pointer is not on its cards,
// and as soon as it leaves them.
func TestNewsAreSeenAtTheTop(t *testing.T) {
	s := newStage(t, newMemory(50, 5))
	v := s.board.columns[100].body
	s.others(0, onTop(1))
	if v.offset != 0 {
		t.Fatalf("without the pointer the column went to %v", v.offset)
	}
	s.point(v.ids[1])
	s.others(0, onTop(2))
	if v.offset != v.rowHeight() {
		t.Fatalf("under the pointer the column went to %v", v.offset)
	}
	v.MouseOut()
	if v.offset != 0 || s.shown(2).Y >= s.shown(1).Y {
		t.Errorf("when the pointer left the column stands at %v", v.offset)
	}
	s.point(v.ids[1])
	s.others(0, onTop(3))
	v.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -10)})
	v.MouseOut()
	if v.offset != v.rowHeight()+10 {
		t.Errorf("a column scrolled by hand went to %v", v.offset)
	}
}

// Who works with the keyboard looks at its card, not at where the mouse was
// left.
func TestNewsDoNotMoveTheCardWithTheKeyboard(t *testing.T) {
	s := newStage(t, newMemory(500, 5))
	s.point(s.board.model.columns[0].ids[0])
	for range 3 {
		s.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	lead := s.board.cursor
	at := s.shown(lead)
	s.others(0, onTop(1, 2))
	s.others(0, without(s.board.model.columns[0].ids[2]))
	s.others(0, func(ids []int64) []int64 { // the lead under the pointer goes down
		return slices.Insert(without(ids[1])(slices.Clone(ids)), 6, ids[1])
	})
	if now := s.shown(lead); now != at {
		t.Errorf("the card was at %v and is now at %v", at, now)
	}
}

// What the person puts on top of a column is seen there, wherever the pointer
// rests; so is the top of a column in a new order.
func TestOwnActsAreSeen(t *testing.T) {
	s := newStage(t, newMemory(50, 20))
	v := s.board.columns[101].body
	s.point(v.ids[1])
	lead := s.board.model.columns[0].ids[0]
	s.store(Drop{Leads: []int64{lead}, To: Place{7, 101}})
	s.settle()
	if v.offset != 0 || v.ids[0] != lead {
		t.Errorf("after a move the column stands at %v", v.offset)
	}
	s.others(1, onTop(-5))
	if v.offset != 0 {
		t.Errorf("after a lead was made the column stands at %v", v.offset)
	}
	v.scrollTo(3 * v.rowHeight())
	s.point(v.ids[4])
	s.board.SetQuery(cache.BoardQuery{PipelineID: 7, Order: cache.OrderName})
	s.settle()
	if v.offset != 0 {
		t.Errorf("in a new order the column stands at %v", v.offset)
	}
}

// Whatever others do, the card under the pointer stays under it as long as it
// is in the column.
func TestTheCardUnderThePointerStays(t *testing.T) {
	s := newStage(t, newMemory(60, 5))
	v := s.board.columns[100].body
	rapid.Check(t, func(rt *rapid.T) {
		// Every check begins with a column of its own: it depends on what it
		// draws alone, and no lead of another column can come into this one.
		next := int64(1_000_000)
		v.MouseOut()
		s.others(0, func([]int64) []int64 { return seq(2000, rapid.IntRange(1, 60).Draw(rt, "cards")) })
		v.scrollTo(rapid.Float32Range(0, v.contentHeight()).Draw(rt, "offset"))
		s.settle()
		first, last := v.window()
		row := rapid.IntRange(first, last-1).Draw(rt, "row")
		lead := v.ids[row]
		y := float32(row)*v.rowHeight() - v.offset
		from, to := max(y, 0), min(y+v.rowHeight(), v.Size().Height) // what can be seen of the card
		if to-from < 1 {
			return
		}
		v.pointedAt(fyne.NewPos(20, (from+to)/2))
		at := s.shown(lead)
		for range rapid.IntRange(1, 5).Draw(rt, "changes") {
			where := rapid.IntRange(0, len(v.ids)-1).Draw(rt, "where")
			if v.ids[where] == lead || rapid.Bool().Draw(rt, "more") {
				next++
				s.others(0, func(ids []int64) []int64 { return slices.Insert(ids, where, next) })
			} else {
				s.others(0, without(v.ids[where]))
			}
			if now := s.shown(lead); now != at {
				rt.Fatalf("the card was at %v and is now at %v", at, now)
			}
		}
	})
}

func seq(from int64, n int) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = from + int64(i)
	}
	return out
}
