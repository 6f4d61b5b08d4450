package board

import "math"

// point is a place on the board.
type point struct{ x, y float32 }

// dragSession is one press of the mouse that may become a drag: pure state, no
// Fyne and no goroutine. It names the lead, so it does not care what the
// column does with its cards meanwhile.
type dragSession struct {
	lead   int64
	from   int // column
	grab   point
	start  point
	last   point
	target int  // column under the pointer, -1 for none
	live   bool // the threshold was passed
	dead   bool // cancelled, the rest of the press does nothing
}

func newDragSession(lead int64, from int, start, grab point) *dragSession {
	return &dragSession{lead: lead, from: from, start: start, last: start, grab: grab, target: from}
}

// move records the pointer. It reports whether the drag has just begun and
// whether the target changed.
func (s *dragSession) move(p point, find func(point) int) (began, retargeted bool) {
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

// outcome is what a release means.
type outcome int

const (
	nothing outcome = iota
	tapped          // the pointer hardly moved
	dropped         // on another column
)

// end says what the release of the button does.
func (s *dragSession) end() outcome {
	switch {
	case s.dead:
		return nothing
	case !s.live:
		return tapped
	case s.target < 0 || s.target == s.from:
		return nothing
	}
	return dropped
}
