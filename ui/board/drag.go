package board

import "math"

// point is a place on the board.
type point struct{ x, y float32 }

// spotKind is what lies under a dragged card.
type spotKind uint8

const (
	nowhere    spotKind = iota // outside, or where nothing can be dropped
	overColumn                 // a status, folded or not
	overZone                   // a zone of the drop strip
)

// spot is where a dragged card would land. It names statuses and never
// positions, so that news from the server may rearrange the columns meanwhile.
type spot struct {
	kind   spotKind
	status int64 // of a column
	zone   zone
}

// dragSession is one press of the mouse that may become a drag: pure state, no
// Fyne and no goroutine. It names leads, so it does not care what the columns
// do with their cards meanwhile.
type dragSession struct {
	lead    int64 // under the pointer
	carried []int64
	set     map[int64]struct{} // of carried
	grab    point
	start   point
	last    point
	target  spot
	live    bool // the threshold was passed
	dead    bool // cancelled, the rest of the press does nothing
}

// newDragSession is a press on the card of a lead. Carried are the leads that
// travel with it, itself included.
func newDragSession(lead int64, carried []int64, start, grab point) *dragSession {
	s := &dragSession{lead: lead, carried: carried, start: start, last: start, grab: grab}
	s.set = make(map[int64]struct{}, len(carried))
	for _, id := range carried {
		s.set[id] = struct{}{}
	}
	return s
}

// move records the pointer. It reports whether the drag has just begun and
// whether the target changed.
func (s *dragSession) move(p point, find func(point) spot) (began, retargeted bool) {
	s.last = p
	if s.dead {
		return false, false
	}
	if !s.live {
		if math.Hypot(float64(p.x-s.start.x), float64(p.y-s.start.y)) < float64(dragDistance) {
			return false, false
		}
		s.live, began = true, true
	}
	target := find(p)
	retargeted = target != s.target
	s.target = target
	return began, retargeted
}

// inAir reports whether cards hang at the pointer now.
func (s *dragSession) inAir() bool { return s != nil && s.live && !s.dead }

// carries reports whether a lead hangs at the pointer.
func (s *dragSession) carries(lead int64) bool {
	if !s.inAir() {
		return false
	}
	_, ok := s.set[lead]
	return ok
}

// lose takes leads out of the air that no longer exist, and reports whether
// anything is left to carry.
func (s *dragSession) lose(gone func(lead int64) bool) bool {
	kept := s.carried[:0]
	for _, id := range s.carried {
		if gone(id) {
			delete(s.set, id)
			continue
		}
		kept = append(kept, id)
	}
	s.carried = kept
	return len(kept) > 0
}

// outcome is what a release means.
type outcome int

const (
	nothing outcome = iota
	tapped          // the pointer hardly moved
	dropped         // somewhere that takes cards
)

// end says what the release of the button does.
func (s *dragSession) end() outcome {
	switch {
	case s.dead:
		return nothing
	case !s.live:
		return tapped
	case s.target.kind == nowhere:
		return nothing
	}
	return dropped
}
