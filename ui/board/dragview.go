package board

import (
	"time"

	"fyne.io/fyne/v2"
)

// dragView is a drag as it is seen: the ghost under the pointer, the lit
// target and the scrolling at the edges. UI goroutine only.
type dragView struct {
	board   *Board
	session *dragSession
	ghost   *face
	objects []fyne.CanvasObject
	origin  fyne.Position // of the board on the canvas, taken when a drag starts
	clock   *fyne.Animation
	ticked  time.Time
}

func newDragView(b *Board) *dragView {
	d := &dragView{board: b, ghost: newFace(b.kit, b.kit.density)}
	d.ghost.Hide()
	d.objects = []fyne.CanvasObject{d.ghost}
	return d
}

func (d *dragView) arrange(fyne.Size) {}

// dragging reports whether a card is in the air.
func (b *Board) dragging() bool {
	s := b.drag.session
	return s != nil && s.live && !s.dead
}

// carries reports whether a lead is in the air.
func (d *dragView) carries(lead int64) bool {
	return d.session != nil && d.session.live && !d.session.dead && d.session.lead == lead
}

// dragged is called by the column in which the press was.
func (b *Board) dragged(v *body, e *fyne.DragEvent) {
	d := b.drag
	if d.session == nil && !d.press(v, e) {
		return
	}
	d.follow(d.local(e.AbsolutePosition))
}

// press starts a session at the place where the button went down, which is
// where the first event came from.
func (d *dragView) press(v *body, e *fyne.DragEvent) bool {
	canvas := fyne.CurrentApp().Driver()
	d.origin = canvas.AbsolutePositionForObject(d.board)
	at := canvas.AbsolutePositionForObject(v)
	press := e.AbsolutePosition.SubtractXY(e.Dragged.DX, e.Dragged.DY)
	inBody := press.Subtract(at)
	if v.startGrip(inBody, press) {
		return false
	}
	row, ok := v.rowUnder(inBody)
	if !ok {
		d.session = &dragSession{dead: true}
		return true
	}
	lead := v.ids[row]
	col, _, _ := d.board.model.find(lead)
	card := fyne.NewPos(at.X, at.Y+v.top()+float32(row)*v.rowHeight()-v.offset)
	start := d.local(press)
	d.session = newDragSession(lead, col, start, point{press.X - card.X, press.Y - card.Y})
	return true
}

func (d *dragView) local(abs fyne.Position) point {
	return point{abs.X - d.origin.X, abs.Y - d.origin.Y}
}

func (d *dragView) follow(p point) {
	began, retargeted := d.session.move(p, d.targetAt)
	if d.session.dead || !d.session.live {
		return
	}
	if began {
		d.begin()
	}
	if retargeted || began {
		d.light()
	}
	d.moveGhost()
}

// targetAt is the column under a point, over its whole height; -1 outside.
func (d *dragView) targetAt(p point) int {
	b := d.board
	if !inside(fyne.NewPos(p.x, p.y), b.Size()) {
		return -1
	}
	for i, s := range b.slots {
		if x := p.x + b.strip; x >= s.x-columnGap/2 && x < s.x+s.width+columnGap/2 {
			return i
		}
	}
	return -1
}

func (d *dragView) begin() {
	b := d.board
	d.ghost.density = b.kit.density
	d.ghost.set(d.session.lead, b.content(d.session.lead), ghosted)
	width := columnMin
	if d.session.from < len(b.slots) {
		width = b.slots[d.session.from].width
	}
	d.ghost.Resize(fyne.NewSize(width, b.kit.density.cardHeight()))
	d.ghost.Show()
	b.takeFocus()
	b.refill()
	d.clock = fyne.NewAnimation(time.Hour, func(float32) { d.tick(time.Now()) })
	d.clock.Curve = fyne.AnimationLinear
	d.clock.RepeatCount = fyne.AnimationRepeatForever
	d.ticked = time.Now()
	d.clock.Start()
	d.tell(true)
}

func (d *dragView) tell(on bool) {
	if told := d.board.p.On.Dragging; told != nil {
		told(on)
	}
}

func (d *dragView) moveGhost() {
	s := d.session
	d.ghost.Move(fyne.NewPos(s.last.x-s.grab.x, s.last.y-s.grab.y))
}

// light marks the target and takes the mark from every other column.
func (d *dragView) light() {
	b := d.board
	for i, c := range b.model.columns {
		on := d.session != nil && d.session.live && !d.session.dead && i == d.session.target && i != d.session.from
		if c.folded {
			b.rails[c.status.ID].light(on)
		} else {
			b.columns[c.status.ID].light(on)
		}
	}
}

// tick scrolls while the pointer rests near an edge: the driver tells nothing
// when the pointer does not move, so a drag needs its own clock.
func (d *dragView) tick(now time.Time) {
	dt := float32(now.Sub(d.ticked).Seconds())
	d.ticked = now
	if d.session == nil || !d.session.live || d.session.dead {
		return
	}
	if d.autoScroll(dt) {
		if _, retargeted := d.session.move(d.session.last, d.targetAt); retargeted {
			d.light()
		}
	}
}

// autoScroll moves the strip or the target column by what dt seconds allow.
func (d *dragView) autoScroll(dt float32) bool {
	b, p := d.board, d.session.last
	moved := false
	if v := autoScroll(p.x, b.Size().Width); v != 0 {
		moved = b.scrollStrip(v * dt)
	}
	if t := d.session.target; t >= 0 && t < len(b.model.columns) && !b.model.columns[t].folded {
		v := b.columns[b.model.columns[t].status.ID]
		if s := autoScroll(p.y-headerHeight, v.body.Size().Height); s != 0 {
			moved = v.body.scrollTo(v.body.offset+s*dt) || moved
		}
	}
	return moved
}

// dragEnded is called when the button is released.
func (b *Board) dragEnded() {
	d := b.drag
	s := d.session
	d.session = nil
	if s == nil {
		return
	}
	d.finish()
	switch s.end() {
	case tapped:
		b.activate(s.lead)
	case dropped:
		c := b.model.columns[s.target]
		b.MoveTo(s.lead, b.model.pipeline.ID, c.status.ID)
	case nothing:
	}
}

// cancel ends the drag without a drop; the rest of the press does nothing. It
// reports whether there was one.
func (d *dragView) cancel() bool {
	if d.session == nil || d.session.dead || !d.session.live {
		return false
	}
	d.session.dead = true
	d.finish()
	return true
}

// finish takes away everything a drag put on the screen.
func (d *dragView) finish() {
	if d.clock != nil {
		d.clock.Stop()
		d.clock = nil
		d.tell(false)
	}
	d.ghost.Hide()
	d.light()
	d.board.refill()
}

// checkTarget ends a drag whose columns are no longer what they were.
func (d *dragView) checkTarget() {
	if s := d.session; s != nil && (s.from >= len(d.board.model.columns) || s.target >= len(d.board.model.columns)) {
		d.cancel()
	}
}
