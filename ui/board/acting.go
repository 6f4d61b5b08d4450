package board

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"voronka/cache"
)

var (
	_ fyne.Focusable    = (*Board)(nil)
	_ fyne.Shortcutable = (*Board)(nil)
)

// Cursor is the lead with the keyboard and a place on the canvas to open a menu
// at.
func (b *Board) Cursor() (lead int64, at fyne.Position, ok bool) {
	col, row, ok := b.model.find(b.cursor)
	if !ok {
		return 0, fyne.Position{}, false
	}
	at = fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
	if v := b.columns[b.model.columns[col].status.ID]; v != nil && col < len(b.slots) {
		y := headerHeight + float32(row)*v.body.rowHeight() - v.body.offset
		at = at.AddXY(b.slots[col].x-b.strip+24, min(max(y+24, headerHeight), b.Size().Height/2))
	}
	return b.cursor, at, true
}

// MoveTo moves a lead to a status, of this pipeline or another. The screen
// follows as soon as the replica has stored it.
func (b *Board) MoveTo(lead, pipeline, status int64) {
	name, price := b.nameAndPrice(lead)
	fromStatus := b.StatusOf(lead)
	statusName := b.statusName(status)
	move := cache.Move{LeadID: lead, PipelineID: pipeline, StatusID: status}
	hold, ctx := b.holdTime(), context.WithoutCancel(b.ctx) // what was begun is finished
	b.leaving[lead]++
	b.refill()
	b.work.Go(func() {
		change, err := b.p.Replica.MoveLead(ctx, move, hold)
		b.p.Do(func() {
			if b.leaving[lead]--; b.leaving[lead] == 0 {
				delete(b.leaving, lead)
			}
			if err != nil {
				b.show()
				b.fail(Moving, err)
				return
			}
			b.moved(move, price)
			if b.p.On.Moved != nil {
				b.p.On.Moved(Moved{
					Change: change, Lead: lead, Name: name, StatusTo: statusName,
					PipelineID: b.model.pipeline.ID, StatusID: fromStatus,
				})
			}
		})
	})
}

func (b *Board) moved(m cache.Move, price int64) {
	status := m.StatusID
	if m.PipelineID != 0 && m.PipelineID != b.model.pipeline.ID {
		status = -1
	}
	if b.model.move(m.LeadID, status, price) {
		b.shelf.spoil([]int64{m.LeadID})
		b.show()
	}
}

func (b *Board) nameAndPrice(lead int64) (string, int64) {
	if e := b.shelf.cards[lead]; e != nil && e.content != nil {
		return e.content.name, e.content.card.Price
	}
	return "", 0
}

// StatusOf is the status a lead stands in on the board, 0 when it is not there.
func (b *Board) StatusOf(lead int64) int64 {
	if col, _, ok := b.model.find(lead); ok {
		return b.model.columns[col].status.ID
	}
	return 0
}

func (b *Board) statusName(status int64) string {
	if i := b.model.columnOf(status); i >= 0 {
		return b.model.columns[i].status.Name
	}
	return ""
}

// content is what a card of a lead shows, nil while it is being read.
func (b *Board) content(lead int64) *fitted {
	width := columnMin
	for i, c := range b.model.columns {
		if !c.folded && i < len(b.slots) {
			width = b.slots[i].width
			break
		}
	}
	return b.shelf.get(lead, b.kit.letters, width, b.kit.density)
}

func (b *Board) stateOf(lead int64) faceState {
	switch {
	case b.leaving[lead] > 0, b.drag.carries(lead):
		return vacated
	case lead == b.opened, b.focused && lead == b.cursor:
		return focused
	}
	return plain
}

func (b *Board) tapped(v *body, row int, _ fyne.Position) {
	if row < len(v.ids) {
		b.activate(v.ids[row])
	}
}

func (b *Board) activate(lead int64) {
	b.cursor = lead
	b.takeFocus()
	b.refill()
	if b.p.On.Open != nil {
		b.p.On.Open(lead)
	}
}

func (b *Board) menu(v *body, row int, at fyne.Position) {
	if row >= len(v.ids) {
		return
	}
	b.cursor = v.ids[row]
	b.takeFocus()
	b.refill()
	if b.p.On.Menu != nil {
		b.p.On.Menu(b.cursor, at)
	}
}

func (b *Board) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
}

func (b *Board) sideways(dx float32) { b.scrollStrip(dx) }

func (b *Board) scrolled() {
	if b.p.On.Scrolled != nil {
		b.p.On.Scrolled()
	}
}

// FocusGained shows which card has the keyboard.
func (b *Board) FocusGained() {
	b.focused = true
	b.refill()
}

// FocusLost hides it again.
func (b *Board) FocusLost() {
	b.focused = false
	b.refill()
}

// TypedRune does nothing: letters are commands of the menu.
func (b *Board) TypedRune(rune) {}

// TypedKey walks the cards, opens one, and steps back.
func (b *Board) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		b.StepBack()
	case fyne.KeyReturn, fyne.KeyEnter:
		if _, _, ok := b.model.find(b.cursor); ok {
			b.activate(b.cursor)
		}
	case fyne.KeyUp:
		b.walk(0, -1)
	case fyne.KeyDown:
		b.walk(0, 1)
	case fyne.KeyLeft:
		b.walk(-1, 0)
	case fyne.KeyRight:
		b.walk(1, 0)
	case fyne.KeyHome:
		b.walk(0, -1<<30)
	case fyne.KeyEnd:
		b.walk(0, 1<<30)
	case fyne.KeyPageUp:
		b.walk(0, -b.page())
	case fyne.KeyPageDown:
		b.walk(0, b.page())
	}
}

// StepBack cancels a drag, or tells the window that Esc was pressed.
func (b *Board) StepBack() {
	if b.drag.cancel() {
		return
	}
	if b.p.On.Back != nil {
		b.p.On.Back()
	}
}

// TypedShortcut moves the card with the keyboard one status left or right.
func (b *Board) TypedShortcut(s fyne.Shortcut) {
	key, ok := s.(*desktop.CustomShortcut)
	if !ok || key.Modifier != fyne.KeyModifierAlt {
		return
	}
	switch key.KeyName {
	case fyne.KeyLeft:
		b.Push(-1)
	case fyne.KeyRight:
		b.Push(1)
	}
}

// Push moves the card with the keyboard to the next open status to the left
// (-1) or right (+1).
func (b *Board) Push(step int) {
	col, _, ok := b.model.find(b.cursor)
	if !ok {
		return
	}
	if status, ok := b.model.neighbour(col, step); ok {
		b.MoveTo(b.cursor, b.model.pipeline.ID, status)
	}
}

func (b *Board) page() int {
	return max(int(b.Size().Height/b.kit.density.rowHeight())-1, 1)
}

// walk moves the keyboard to another card and brings it into view.
func (b *Board) walk(dc, dr int) {
	col, row, ok := b.model.find(b.cursor)
	if !ok {
		col, row = b.firstCard()
	} else {
		col, row = b.step(col, dc), row+dr
	}
	if col < 0 || len(b.model.columns[col].ids) == 0 {
		return
	}
	ids := b.model.columns[col].ids
	row = min(max(row, 0), len(ids)-1)
	b.cursor = ids[row]
	b.reveal(col, row)
	b.refill()
}

func (b *Board) firstCard() (col, row int) {
	col = slices.IndexFunc(b.model.columns, func(c column) bool { return len(c.ids) > 0 })
	return col, 0
}

// step is the next column with cards in a direction, or the same.
func (b *Board) step(col, dc int) int {
	for i := col + dc; dc != 0 && i >= 0 && i < len(b.model.columns); i += dc {
		if len(b.model.columns[i].ids) > 0 {
			return i
		}
	}
	return col
}

func (b *Board) reveal(col, row int) {
	s := b.slots[col]
	switch {
	case s.x-edge < b.strip:
		b.scrollStrip(s.x - edge - b.strip)
	case s.x+s.width+edge > b.strip+b.Size().Width:
		b.scrollStrip(s.x + s.width + edge - b.strip - b.Size().Width)
	}
	if v := b.columns[b.model.columns[col].status.ID]; v != nil && !b.model.columns[col].folded {
		v.body.reveal(row)
	}
}

// Reveal brings a lead's card into view and gives it the keyboard.
func (b *Board) Reveal(lead int64) {
	if col, row, ok := b.model.find(lead); ok {
		b.cursor = lead
		b.reveal(col, row)
		b.refill()
	}
}
