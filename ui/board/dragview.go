package board

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"voronka/amo"
)

// dragView is a drag as it is seen: the ghost under the pointer, the lit
// target, the strip at the foot and the scrolling at the edges. UI goroutine
// only.
type dragView struct {
	board   *Board
	session *dragSession
	ghost   *face
	strip   *dropStrip
	objects []fyne.CanvasObject
	origin  fyne.Position // of the board on the canvas, taken when a drag starts
	clock   *fyne.Animation
	ticked  time.Time
	checks  int // readings of carried leads that the board does not show
}

func newDragView(b *Board) *dragView {
	d := &dragView{board: b, ghost: newFace(b.kit, b.kit.density), strip: newDropStrip(b.kit)}
	d.ghost.Hide()
	d.objects = append(d.strip.objects(), d.ghost)
	return d
}

func (d *dragView) arrange(size fyne.Size) { d.strip.arrange(size) }

// dragging reports whether a card is in the air.
func (b *Board) dragging() bool { return b.drag.session.inAir() }

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
	b := d.board
	driver := fyne.CurrentApp().Driver()
	d.origin = driver.AbsolutePositionForObject(b)
	at := driver.AbsolutePositionForObject(v)
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
	carried := []int64{lead}
	if b.selected.has(lead) {
		carried = b.selected.list(b.model)
	}
	card := fyne.NewPos(at.X, at.Y+v.top()+float32(row)*v.rowHeight()-v.offset)
	d.session = newDragSession(lead, carried, d.local(press), point{press.X - card.X, press.Y - card.Y})
	return true
}

func (d *dragView) local(abs fyne.Position) point {
	return point{abs.X - d.origin.X, abs.Y - d.origin.Y}
}

func (d *dragView) follow(p point) {
	began, retargeted := d.session.move(p, d.spotAt)
	if !d.session.inAir() {
		return
	}
	if began {
		d.begin()
		_, retargeted = d.session.move(p, d.spotAt) // the strip is there only now
	}
	if retargeted || began {
		d.light()
	}
	d.moveGhost()
}

// spotAt is what lies under a point: a zone of the strip, or a column over its
// whole height.
func (d *dragView) spotAt(p point) spot {
	b := d.board
	if !inside(fyne.NewPos(p.x, p.y), b.room()) {
		return spot{}
	}
	if z, ok := d.strip.at(b.room(), p); ok {
		return spot{kind: overZone, zone: z}
	}
	for i, s := range b.slots {
		if x := p.x + b.strip; x >= s.x-columnGap/2 && x < s.x+s.width+columnGap/2 {
			if c := &b.model.columns[i]; c.takes() {
				return spot{kind: overColumn, status: c.status.ID}
			}
			return spot{}
		}
	}
	return spot{}
}

func (d *dragView) begin() {
	b := d.board
	state := faceState{look: ghosted}
	if n := len(d.session.carried); n > 1 {
		state.count = n
	}
	d.ghost.density = b.kit.density
	d.ghost.set(d.session.lead, b.content(d.session.lead), state)
	d.ghost.Resize(fyne.NewSize(b.cardWidth(), b.kit.density.cardHeight()))
	d.ghost.Show()
	d.strip.show(true)
	b.bulk.update()
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

// light marks the target and takes the mark from everything else. A column
// where all of the cards stand already is no target.
func (d *dragView) light() {
	b := d.board
	target := spot{}
	if d.session.inAir() {
		target = d.session.target
	}
	for i := range b.model.columns {
		c := &b.model.columns[i]
		on := target.kind == overColumn && target.status == c.status.ID && len(d.newTo(c.status.ID)) > 0
		if c.folded {
			b.rails[c.status.ID].light(on)
		} else {
			b.columns[c.status.ID].light(on)
		}
	}
	d.strip.light(target)
}

// newTo lists the carried leads that do not stand in a status already.
func (d *dragView) newTo(status int64) []int64 {
	i := d.board.model.columnOf(status)
	if i < 0 {
		return d.session.carried
	}
	ids := d.board.model.columns[i].ids
	if len(d.session.carried) == 1 {
		if slices.Contains(ids, d.session.lead) {
			return nil
		}
		return d.session.carried
	}
	there := make(map[int64]struct{}, len(d.session.carried))
	for _, id := range ids {
		if _, ok := d.session.set[id]; ok {
			there[id] = struct{}{}
		}
	}
	return slices.DeleteFunc(slices.Clone(d.session.carried), func(id int64) bool {
		_, ok := there[id]
		return ok
	})
}

// tick scrolls while the pointer rests near an edge: the driver tells nothing
// when the pointer does not move, so a drag needs its own clock.
func (d *dragView) tick(now time.Time) {
	dt := float32(now.Sub(d.ticked).Seconds())
	d.ticked = now
	if !d.session.inAir() {
		return
	}
	if d.autoScroll(dt) {
		if _, retargeted := d.session.move(d.session.last, d.spotAt); retargeted {
			d.light()
		}
	}
}

// autoScroll moves the strip or the target column by what dt seconds allow.
func (d *dragView) autoScroll(dt float32) bool {
	b, p := d.board, d.session.last
	if !inside(fyne.NewPos(p.x, p.y), b.room()) || d.session.target.kind == overZone {
		return false
	}
	moved := false
	if v := autoScroll(p.x, b.room().Width); v != 0 {
		moved = b.scrollStrip(v * dt)
	}
	if v := b.columns[d.session.target.status]; d.session.target.kind == overColumn && v != nil && v.Visible() {
		foot := b.Size().Height - stripHeight - stripMargin // the strip covers the rest
		if s := autoScroll(p.y-headerHeight, foot-headerHeight); s != 0 {
			moved = v.body.scrollTo(v.body.offset+s*dt) || moved
		}
	}
	return moved
}

// dragEnded is called when the button is released.
func (b *Board) dragEnded() {
	d := b.drag
	s := d.session
	if s == nil {
		return
	}
	what := s.end()
	var drop Drop
	if what == dropped {
		drop = d.drop()
	}
	d.session = nil
	d.finish()
	switch what {
	case tapped:
		b.press(s.lead)
	case dropped:
		if len(drop.Leads) > 0 && b.p.On.Drop != nil {
			b.p.On.Drop(drop)
		}
	case nothing:
	}
}

// drop is what a release here asks for.
func (d *dragView) drop() Drop {
	s := d.session
	out := Drop{
		Leads: s.carried, To: Place{PipelineID: d.board.model.pipeline.ID},
		At: fyne.NewPos(s.last.x, s.last.y).Add(d.origin),
	}
	switch {
	case s.target.kind == overColumn:
		out.To.StatusID = s.target.status
	case s.target.zone == zoneWon:
		out.To.StatusID = amo.StatusWon
	case s.target.zone == zoneLost:
		out.To.StatusID = amo.StatusLost
	default:
		out.To.PipelineID = 0
		return out
	}
	out.Leads = d.newTo(out.To.StatusID)
	return out
}

// CancelDrag ends a drag without a drop; the rest of the press does nothing. It
// reports whether there was one.
func (b *Board) CancelDrag() bool {
	s := b.drag.session
	if !s.inAir() {
		return false
	}
	s.dead = true
	b.drag.finish()
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
	d.strip.show(false)
	d.light()
	d.board.bulk.update()
	d.board.refill()
}

// recheck follows what a reading brought: a carried lead that the board shows no more
// may stand elsewhere now, or be gone. What is gone is let go of.
func (d *dragView) recheck() {
	s := d.session
	if !s.inAir() {
		return
	}
	if _, retargeted := s.move(s.last, d.spotAt); retargeted {
		d.light()
	}
	b := d.board
	missing := slices.DeleteFunc(slices.Clone(s.carried), func(id int64) bool {
		_, _, ok := b.model.find(id)
		return ok
	})
	if len(missing) == 0 {
		return
	}
	d.checks++
	b.work.Go(func() {
		cards, err := b.p.Replica.Cards(b.ctx, missing)
		there := make(map[int64]bool, len(cards))
		for _, c := range cards {
			there[c.ID] = true
		}
		b.p.Do(func() {
			d.checks--
			if err != nil {
				b.fail(err)
				return
			}
			d.forget(s, slices.DeleteFunc(missing, func(id int64) bool { return there[id] }))
		})
	})
}

// forget drops leads from the drag that no longer exist; the last one ends it.
func (d *dragView) forget(s *dragSession, gone []int64) {
	if len(gone) == 0 || s != d.session || !s.inAir() {
		return
	}
	name := ""
	if card, ok := d.board.Card(gone[0]); ok {
		name = card.Name
	}
	if !s.lose(func(id int64) bool { return slices.Contains(gone, id) }) {
		d.board.CancelDrag()
	} else {
		d.ghost.set(s.carried[0], d.board.content(s.carried[0]), faceState{look: ghosted, count: len(s.carried)})
	}
	if d.board.p.On.Gone != nil {
		d.board.p.On.Gone(name)
	}
}
