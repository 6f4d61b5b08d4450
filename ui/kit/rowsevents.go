package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"voronka/ui/theme"
)

var (
	_ fyne.Scrollable        = (*Rows)(nil)
	_ fyne.Tappable          = (*Rows)(nil)
	_ fyne.SecondaryTappable = (*Rows)(nil)
	_ fyne.Draggable         = (*Rows)(nil)
	_ fyne.Focusable         = (*Rows)(nil)
	_ desktop.Hoverable      = (*Rows)(nil)
	_ Inspectable            = (*Rows)(nil)
	_ fyne.Accessible        = (*Rows)(nil)
)

// rowsGrip is a drag of the thumb.
type rowsGrip struct{ y, offset float32 }

// Scrolled moves the list.
func (r *Rows) Scrolled(e *fyne.ScrollEvent) {
	r.scrollTo(r.offset - e.Scrolled.DY)
	r.hoverAt(e.Position)
}

// Tapped tells which row was pressed.
func (r *Rows) Tapped(e *fyne.PointEvent) {
	if row, ok := r.rowUnder(e.Position); ok && r.p.Tapped != nil {
		r.p.Tapped(row, e.AbsolutePosition)
	}
}

// TappedSecondary asks for the menu of the row.
func (r *Rows) TappedSecondary(e *fyne.PointEvent) {
	if row, ok := r.rowUnder(e.Position); ok && r.p.Menu != nil {
		r.p.Menu(row, e.AbsolutePosition)
	}
}

// Dragged moves the list by its thumb.
func (r *Rows) Dragged(e *fyne.DragEvent) {
	view, high := r.Size().Height, r.high()
	if high <= view {
		return
	}
	if r.grip == nil {
		if e.Position.X-e.Dragged.DX < r.Size().Width-rowsBar {
			return
		}
		r.grip = &rowsGrip{e.AbsolutePosition.Y - e.Dragged.DY, r.offset}
	}
	h, _ := r.thumbSpan()
	r.scrollTo(r.grip.offset + (e.AbsolutePosition.Y-r.grip.y)*(high-view)/(view-h))
}

// DragEnd lets the thumb go.
func (r *Rows) DragEnd() { r.grip = nil }

// MouseIn marks the row under the pointer.
func (r *Rows) MouseIn(e *desktop.MouseEvent) { r.hoverAt(e.Position) }

// MouseMoved marks the row under the pointer.
func (r *Rows) MouseMoved(e *desktop.MouseEvent) { r.hoverAt(e.Position) }

// MouseOut unmarks it.
func (r *Rows) MouseOut() { r.hoverTo(-1) }

func (r *Rows) hoverAt(p fyne.Position) {
	row, _ := r.rowUnder(p)
	r.hoverTo(row)
}

func (r *Rows) hoverTo(row int) {
	if !r.p.Hovers || row == r.hover {
		return
	}
	was := r.hover
	r.hover = row
	for _, s := range r.shown {
		if (s.row == was || s.row == row) && s.row < r.count {
			r.p.Fill(s.row, s.o)
		}
	}
}

// FocusGained gives the keyboard to the list, which shows it by a ring.
func (r *Rows) FocusGained() { r.focus(true) }

// FocusLost takes it away.
func (r *Rows) FocusLost() { r.focus(false) }

func (r *Rows) focus(on bool) {
	r.focused = on
	paintRing(r.ring, on, theme.RadiusField)
}

// TypedRune does nothing.
func (r *Rows) TypedRune(rune) {}

// TypedKey scrolls by pages, unless the owner uses the key.
func (r *Rows) TypedKey(e *fyne.KeyEvent) {
	if r.p.Typed != nil && r.p.Typed(e.Name) {
		return
	}
	page := r.Size().Height - rowsBar
	switch e.Name {
	case fyne.KeyUp:
		r.scrollTo(r.offset - page/8)
	case fyne.KeyDown:
		r.scrollTo(r.offset + page/8)
	case fyne.KeyPageUp:
		r.scrollTo(r.offset - page)
	case fyne.KeyPageDown:
		r.scrollTo(r.offset + page)
	case fyne.KeyHome:
		r.scrollTo(0)
	case fyne.KeyEnd:
		r.scrollTo(r.high())
	}
}
