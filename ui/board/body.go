package board

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

var (
	_ fyne.Draggable         = (*body)(nil)
	_ fyne.Scrollable        = (*body)(nil)
	_ fyne.Tappable          = (*body)(nil)
	_ desktop.Hoverable      = (*body)(nil)
	_ fyne.SecondaryTappable = (*body)(nil)
)

// body is the scrolling part of a column: a window of card faces over any
// number of leads. Row r is drawn by face r modulo their number, so a scroll
// step gives new content only to the faces that wrapped round. It is the one
// event surface of its cards. UI goroutine only.
type body struct {
	widget.BaseWidget
	kit  *toolkit
	sink bodySink
	ids  []int64

	offset  float32
	faces   []*face
	objects []fyne.CanvasObject // the faces, the slot and the thumb
	gap     *surface            // where a dropped card will land
	thumb   *surface
	gapOn   bool
	hover   int // row, -1 for none
	grip    *gripDrag
	anchoring
}

// bodySink is what a column asks of the board.
type bodySink interface {
	content(lead int64) *fitted // nil while it is being read
	stateOf(lead int64) faceState
	needRows(b *body)
	tapped(b *body, row int, at fyne.Position)
	menu(b *body, row int, at fyne.Position)
	dragged(b *body, e *fyne.DragEvent)
	dragEnded()
	dragging() bool // a card is in the air
	sideways(dx float32)
	scrolled()
	holding() (keyboard int64, pointer bool)
	mine(lead int64) bool
	pointed()
}

// gripDrag is a drag of the scroll thumb.
type gripDrag struct{ y, offset float32 }

func newBody(k *toolkit, sink bodySink) *body {
	b := &body{kit: k, sink: sink, hover: -1}
	b.gap = newSurface(k.bitmaps, look{fill: theme.ColorAccentBackground, line: theme.ColorAccent, radius: 10, border: 1, dash: 4})
	b.gap.Hide()
	b.thumb = newSurface(k.bitmaps, look{fill: theme.ColorLine, radius: 2})
	b.thumb.Hide()
	b.objects = []fyne.CanvasObject{&b.gap.Raster, &b.thumb.Raster}
	b.ExtendBaseWidget(b)
	return b
}

func (b *body) rowHeight() float32 { return b.kit.density.rowHeight() }

func (b *body) top() float32 {
	if b.gapOn {
		return slotHeight + cardGap
	}
	return 0
}

func (b *body) contentHeight() float32 {
	return b.top() + float32(len(b.ids))*b.rowHeight()
}

// setIDs takes a new list of leads, without moving what one looks at.
func (b *body) setIDs(ids []int64) {
	if len(b.ids) > 0 && b.Size().Height > 0 {
		b.hold(ids)
	}
	b.ids = ids
	b.hover = -1
	b.rearrange()
	if b.over {
		b.hoverAt(b.pointer)
	}
}

// window is the range of rows that are at least partly visible.
func (b *body) window() (first, last int) {
	h := b.Size().Height
	first = max(int((b.offset-b.top())/b.rowHeight()), 0)
	last = min(int((b.offset-b.top()+h)/b.rowHeight())+1, len(b.ids))
	return first, max(last, first)
}

// rearrange places the faces for the offset and gives them their content.
func (b *body) rearrange() {
	size := b.Size()
	if size.Height <= 0 {
		return
	}
	b.offset = b.bound(b.offset)
	b.ensureFaces(int(size.Height/b.rowHeight()) + 2)
	first, last := b.window()
	n := len(b.faces)
	card := fyne.NewSize(size.Width-barWidth, b.kit.density.cardHeight())
	for r := first; r < first+n; r++ {
		f := b.faces[r%n]
		if r >= last {
			setVisible(f, false)
			continue
		}
		b.fill(f, r)
		// On whole units, or texts and bitmaps blur.
		f.Move(fyne.NewPos(0, float32(math.Round(float64(b.top()+float32(r)*b.rowHeight()-b.offset)))))
		f.Resize(card)
		setVisible(f, true)
	}
	if b.gapOn {
		place(&b.gap.Raster, 0, -b.offset, size.Width-barWidth, slotHeight)
	}
	b.placeThumb()
	b.sink.needRows(b)
}

func (b *body) fill(f *face, row int) {
	id := b.ids[row]
	state := b.sink.stateOf(id)
	if state.look == plain && row == b.hover {
		state.look = hovered
	}
	f.set(id, b.sink.content(id), state)
}

// refill looks again at what the visible cards show.
func (b *body) refill() {
	if len(b.faces) == 0 {
		return
	}
	first, last := b.window()
	for r := first; r < last; r++ {
		b.fill(b.faces[r%len(b.faces)], r)
	}
}

func (b *body) ensureFaces(n int) {
	if len(b.faces) >= n {
		return
	}
	for len(b.faces) < n {
		f := newFace(b.kit, b.kit.density)
		f.Hide()
		b.faces = append(b.faces, f)
	}
	b.objects = b.objects[:0]
	for _, f := range b.faces {
		b.objects = append(b.objects, f)
	}
	b.objects = append(b.objects, &b.gap.Raster, &b.thumb.Raster)
}

// live is how many card faces are on screen.
func (b *body) live() int {
	first, last := b.window()
	return last - first
}

func (b *body) showGap(on bool) {
	if b.gapOn == on {
		return
	}
	b.gapOn = on
	setVisible(&b.gap.Raster, on)
	b.rearrange()
}

func (b *body) placeThumb() {
	size, content := b.Size(), b.contentHeight()
	setVisible(&b.thumb.Raster, content > size.Height)
	if content <= size.Height {
		return
	}
	h, y := b.thumbSpan()
	place(&b.thumb.Raster, size.Width-5, y, 4, h)
}

func (b *body) thumbSpan() (height, y float32) {
	view, content := b.Size().Height, b.contentHeight()
	height = max(view*view/content, 28)
	return height, (view - height) * clampOffset(b.offset, content, view) / (content - view)
}

// scrollTo moves the window and reports whether that changed anything.
func (b *body) scrollTo(offset float32) bool {
	offset = b.bound(offset)
	if offset == b.offset {
		return false
	}
	b.offset, b.home = offset, false
	b.rearrange()
	b.sink.scrolled()
	return true
}

// reveal scrolls so that a row is wholly visible.
func (b *body) reveal(row int) {
	y := b.top() + float32(row)*b.rowHeight()
	switch {
	case y < b.offset:
		b.scrollTo(y)
	case y+b.rowHeight() > b.offset+b.Size().Height:
		b.scrollTo(y + b.rowHeight() - b.Size().Height)
	}
}

func (b *body) rowUnder(p fyne.Position) (int, bool) {
	row, ok := b.kit.density.rowAt(p.Y+b.offset-b.top(), len(b.ids))
	return row, ok && p.X < b.Size().Width-barWidth
}

// Scrolled moves the cards; sideways motion belongs to the board.
func (b *body) Scrolled(e *fyne.ScrollEvent) {
	if abs(e.Scrolled.DX) > abs(e.Scrolled.DY) {
		b.sink.sideways(-e.Scrolled.DX)
		return
	}
	b.scrollTo(b.offset - e.Scrolled.DY)
	b.hoverAt(e.Position)
}

// Tapped opens the card under the pointer.
func (b *body) Tapped(e *fyne.PointEvent) {
	if row, ok := b.rowUnder(e.Position); ok {
		b.sink.tapped(b, row, e.AbsolutePosition)
	}
}

// TappedSecondary offers what can be done with the card under the pointer.
func (b *body) TappedSecondary(e *fyne.PointEvent) {
	if row, ok := b.rowUnder(e.Position); ok {
		b.sink.menu(b, row, e.AbsolutePosition)
	}
}

// Dragged drags a card, or the thumb when the press was on it. Only the
// absolute position of the event is reliable.
func (b *body) Dragged(e *fyne.DragEvent) {
	if b.grip != nil {
		b.dragThumb(e)
		return
	}
	b.sink.dragged(b, e)
}

// startGrip begins a drag of the thumb if the press was beside the cards.
func (b *body) startGrip(press fyne.Position, abs fyne.Position) bool {
	if press.X < b.Size().Width-barWidth || b.contentHeight() <= b.Size().Height {
		return false
	}
	b.grip = &gripDrag{y: abs.Y, offset: b.offset}
	return true
}

func (b *body) dragThumb(e *fyne.DragEvent) {
	h, _ := b.thumbSpan()
	view := b.Size().Height
	b.scrollTo(b.grip.offset + (e.AbsolutePosition.Y-b.grip.y)*(b.contentHeight()-view)/(view-h))
}

// DragEnd ends the drag; where the pointer is was told before.
func (b *body) DragEnd() {
	if b.grip != nil {
		b.grip = nil
		return
	}
	b.sink.dragEnded()
}

// MouseIn marks the card under the pointer.
func (b *body) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved marks the card under the pointer.
func (b *body) MouseMoved(e *desktop.MouseEvent) {
	b.pointedAt(e.Position)
	b.hoverAt(e.Position)
}

// MouseOut unmarks it.
func (b *body) MouseOut() {
	b.unpointed()
	b.setHover(-1)
}

func (b *body) hoverAt(p fyne.Position) {
	row, ok := b.rowUnder(p)
	if !ok || b.sink.dragging() {
		row = -1
	}
	b.setHover(row)
}

func (b *body) setHover(row int) {
	if row != b.hover {
		b.hover = row
		b.refill()
	}
}

// CreateRenderer gives the visible cards to Fyne.
func (b *body) CreateRenderer() fyne.WidgetRenderer { return bodyRenderer{b} }

type bodyRenderer struct{ b *body }

func (r bodyRenderer) Destroy()                     {}
func (r bodyRenderer) Layout(fyne.Size)             { r.b.rearrange() }
func (r bodyRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r bodyRenderer) Objects() []fyne.CanvasObject { return r.b.objects }

// Refresh follows a theme change.
func (r bodyRenderer) Refresh() {
	for _, o := range r.b.objects {
		o.Refresh()
	}
	canvas.Refresh(r.b)
}

func abs(v float32) float32 { return max(v, -v) }
