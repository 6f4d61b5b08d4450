package board

import "fyne.io/fyne/v2"

// Density is how much a card shows.
type Density string

// The densities of the board. Every card of a density has the same height.
const (
	Comfortable Density = "comfortable"
	Compact     Density = "compact"
)

const (
	edge         float32 = 18 // left and right of the strip of columns
	columnGap    float32 = 10
	columnMin    float32 = 228
	columnMax    float32 = 300
	railWidth    float32 = 40
	headerHeight float32 = 54
	cardGap      float32 = 8
	cardPad      float32 = 12
	slotHeight   float32 = 56
	stripHeight  float32 = 64 // of the drop strip
	stripMargin  float32 = 14 // under it
	scrollZone   float32 = 56 // distance from an edge at which a drag scrolls
	barWidth     float32 = 8  // strip beside the cards that holds the scroll thumb
	dragDistance float32 = 6  // travel before a press becomes a drag
)

// cardHeight is the height of every card of a density, without the gap.
func (d Density) cardHeight() float32 {
	if d == Compact {
		return 62
	}
	return 132
}

func (d Density) rowHeight() float32 { return d.cardHeight() + cardGap }

// rowAt is the row under a y in the content of a column, and whether a card
// (not the gap under it) is there.
func (d Density) rowAt(y float32, rows int) (int, bool) {
	if y < 0 {
		return 0, false
	}
	row := int(y / d.rowHeight())
	return row, row < rows && y-float32(row)*d.rowHeight() < d.cardHeight()
}

// slot is where one column of the strip stands, in board coordinates without
// the sideways scroll.
type slot struct{ x, width float32 }

// layoutStrip places columns: folded ones are rails, open ones share what is
// left between their least and greatest width. It returns the slots and the
// width of the whole strip.
func layoutStrip(folded []bool, width float32) ([]slot, float32) {
	open := 0
	rest := width - 2*edge
	for _, f := range folded {
		if f {
			rest -= railWidth + columnGap
		} else {
			open++
			rest -= columnGap
		}
	}
	column := columnMin
	if open > 0 {
		column = min(max(float32(int((rest+columnGap)/float32(open))), columnMin), columnMax)
	}
	slots := make([]slot, len(folded))
	x := edge
	for i, f := range folded {
		w := column
		if f {
			w = railWidth
		}
		slots[i] = slot{x, w}
		x += w + columnGap
	}
	return slots, x - columnGap + edge
}

// autoScroll is the speed, in units a second, of a scroll while a drag is near
// an edge: nothing outside the zone, faster the nearer to the edge.
func autoScroll(pos, length float32) float32 {
	near := min(scrollZone, length/4)
	switch {
	case pos < near:
		return -speed(near-pos, near)
	case pos > length-near:
		return speed(pos-(length-near), near)
	}
	return 0
}

func speed(depth, zone float32) float32 {
	part := min(depth/zone, 1)
	return 120 + 1800*part*part
}

func clampOffset(offset, content, view float32) float32 {
	return min(max(offset, 0), max(content-view, 0))
}

func inside(p fyne.Position, size fyne.Size) bool {
	return p.X >= 0 && p.Y >= 0 && p.X < size.Width && p.Y < size.Height
}
