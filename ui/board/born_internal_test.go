package board

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

// A lead that was made here keeps everything when the server gives it another
// id: the keyboard, its place in the selection, the mark of the open one, and
// its card under the pointer and in the air.
func TestAnAdoptedLeadKeepsItsPlace(t *testing.T) {
	s := newStage(t, newMemory(40, 5))
	s.others(0, onTop(-1, -2, -3, -4))
	b := s.board
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	b.SetOpened(-2)
	s.point(-3)
	at := s.shown(-3)
	if b.cursor != -1 || !b.selected.has(-1) {
		t.Fatalf("the keyboard is on %d", b.cursor)
	}
	s.memory.adopt(-1, 9001)
	s.memory.adopt(-2, 9002)
	s.memory.adopt(-3, 9003)
	reads := s.memory.reads
	s.others(0, func(ids []int64) []int64 { // a row more above the pointer
		return slices.Insert(slices.Clone(ids), 1, 77)
	})
	if lead, _, ok := b.Cursor(); lead != 9001 || !ok {
		t.Errorf("the keyboard is on %d, %v", lead, ok)
	}
	if !b.selected.has(9001) || b.selected.count() != 1 || b.selected.anchor != 9001 {
		t.Errorf("selected are %v from %d", b.selected.leads, b.selected.anchor)
	}
	if b.opened != 9002 || !b.stateOf(9002).cursor {
		t.Errorf("open is %d", b.opened)
	}
	if now := s.shown(9003); now != at {
		t.Errorf("the card under the pointer was at %v and is at %v", at, now)
	}
	if s.memory.reads == reads {
		t.Error("the cards were not read under their new ids")
	}
	if got := s.board.content(9001); got == nil || got.card.ID != 9001 {
		t.Errorf("the card shows %+v", got)
	}
}

// A drag of such a lead goes on, and drops the lead the server knows.
func TestALeadAdoptedInTheAirIsDropped(t *testing.T) {
	s := newStage(t, newMemory(5, 3))
	s.others(0, onTop(-1))
	from, to := s.center(-1), s.center(s.board.model.columns[1].ids[1])
	s.drag(from, from.AddXY(20, 0), to)
	s.memory.adopt(-1, 9001)
	s.board.Changed(nil)
	s.settle()
	if !s.board.dragging() || len(s.gone) > 0 {
		t.Fatalf("the drag has ended; gone are %q", s.gone)
	}
	s.drop(from, to)
	if got := s.memory.moves; len(got) != 1 || got[0] != (stored{9001, 101}) {
		t.Errorf("stored moves = %+v", got)
	}
}

// A lead whose making was taken back is let go.
func TestAnUnmadeLeadIsLetGo(t *testing.T) {
	s := newStage(t, newMemory(5, 3))
	s.others(0, onTop(-1))
	s.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.memory.adopt(-1, 0)
	s.others(0, without(0))
	if s.board.selected.count() != 0 || len(s.failed) > 0 {
		t.Errorf("selected are %v, failed %v", s.board.selected.leads, s.failed)
	}
}
