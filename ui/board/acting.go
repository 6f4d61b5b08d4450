package board

import (
	"slices"

	"fyne.io/fyne/v2"
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

// Targets are the leads the next act is for: the selected ones as they stand
// on the board, else the one with the keyboard. at is a place on the canvas to
// open a menu at.
func (b *Board) Targets() (leads []int64, at fyne.Position) {
	lead, at, ok := b.Cursor()
	if b.selected.count() > 0 {
		if !ok {
			at = fyne.CurrentApp().Driver().AbsolutePositionForObject(b).AddXY(edge, headerHeight)
		}
		return b.selected.list(b.model), at
	}
	if !ok {
		return nil, at
	}
	return []int64{lead}, at
}

// StatusOf is the status a lead stands in on the board, 0 when it is not there.
func (b *Board) StatusOf(lead int64) int64 {
	if col, _, ok := b.model.find(lead); ok {
		return b.model.columns[col].status.ID
	}
	return 0
}

// content is what a card of a lead shows, nil while it is being read.
func (b *Board) content(lead int64) *fitted {
	return b.shelf.get(lead, b.kit.letters, b.cardWidth(), b.kit.density)
}

// cardWidth is the width of every card now.
func (b *Board) cardWidth() float32 {
	for i := range b.model.columns {
		if !b.model.columns[i].folded && i < len(b.slots) {
			return b.slots[i].width
		}
	}
	return columnMin
}

func (b *Board) stateOf(lead int64) faceState {
	s := faceState{
		cursor:   lead == b.opened || b.focused && lead == b.cursor,
		selected: b.selected.has(lead), ring: b.holds.ring(lead),
	}
	if b.drag.session.carries(lead) {
		s.look = vacated
	}
	return s
}

func (b *Board) tapped(v *body, row int, _ fyne.Position) {
	if row < len(v.ids) {
		b.press(v.ids[row])
	}
}

// press is a click on a card: with Ctrl (Cmd on a Mac) it selects the card,
// with Shift everything up to it, else it opens the lead.
func (b *Board) press(lead int64) {
	held := b.modifiers()
	switch {
	case held&fyne.KeyModifierShift != 0:
		if b.selected.anchor == 0 {
			b.selected.anchor = b.cursor
		}
		b.selected.reach(b.model, lead)
	case held&fyne.KeyModifierShortcutDefault != 0:
		b.selected.toggle(lead)
	default:
		b.activate(lead)
		return
	}
	b.cursor = lead
	b.takeFocus()
	b.selectionChanged()
}

func (b *Board) modifiers() fyne.KeyModifier {
	if b.p.Modifiers == nil {
		return 0
	}
	return b.p.Modifiers()
}

// selectionChanged shows which cards are selected.
func (b *Board) selectionChanged() {
	b.bulk.update()
	b.refill()
}

// Unselect forgets the selection and reports whether there was one.
func (b *Board) Unselect() bool {
	if !b.selected.clear() {
		return false
	}
	b.selectionChanged()
	return true
}

func (b *Board) activate(lead int64) {
	b.cursor = lead
	b.takeFocus()
	b.refill()
	if b.p.On.Open != nil {
		b.p.On.Open(lead)
	}
}

// menu offers what can be done with a card: with all selected ones when it is
// one of them.
func (b *Board) menu(v *body, row int, at fyne.Position) {
	if row >= len(v.ids) {
		return
	}
	lead := v.ids[row]
	leads := []int64{lead}
	if b.selected.has(lead) {
		leads = b.selected.list(b.model)
	}
	b.cursor = lead
	b.takeFocus()
	b.refill()
	if b.p.On.Menu != nil {
		b.p.On.Menu(leads, at)
	}
}

func (b *Board) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		b.taking = true
		c.Focus(b)
		b.taking = false
	}
}

func (b *Board) sideways(dx float32) { b.scrollStrip(dx) }

func (b *Board) scrolled() {
	if b.p.On.Scrolled != nil {
		b.p.On.Scrolled()
	}
}

// Push moves the selected cards, or the one with the keyboard, to the next open
// status to the left (-1) or right (+1) of where the first of them stands.
func (b *Board) Push(step int) {
	b.keyed = true
	leads, at := b.Targets()
	if len(leads) == 0 || b.p.On.Drop == nil {
		return
	}
	from := leads[0]
	if slices.Contains(leads, b.cursor) {
		from = b.cursor
	}
	col, _, ok := b.model.find(from)
	if !ok {
		return
	}
	status, ok := b.model.neighbour(col, step)
	if !ok {
		return
	}
	leads = slices.DeleteFunc(leads, func(id int64) bool { return b.StatusOf(id) == status })
	if len(leads) > 0 {
		b.p.On.Drop(Drop{Leads: leads, To: Place{b.model.pipeline.ID, status}, At: at})
	}
}

// reveal brings a card into view.
func (b *Board) reveal(col, row int) {
	s := b.slots[col]
	switch {
	case s.x-edge < b.strip:
		b.scrollStrip(s.x - edge - b.strip)
	case s.x+s.width+edge > b.strip+b.room().Width:
		b.scrollStrip(s.x + s.width + edge - b.strip - b.room().Width)
	}
	if v := b.columns[b.model.columns[col].status.ID]; v != nil && !b.model.columns[col].folded {
		v.body.reveal(row)
	}
}

// Reveal brings a lead's card into view and gives it the keyboard.
func (b *Board) Reveal(lead int64) {
	if col, row, ok := b.model.find(lead); ok {
		b.cursor, b.keyed = lead, true
		b.reveal(col, row)
		b.refill()
	}
}

// Step gives the keyboard to the card under (+1) or above (-1) the one that has
// it, and returns its lead; 0 at the end of the column.
func (b *Board) Step(step int) int64 {
	col, row, ok := b.model.find(b.cursor)
	if !ok || row+step < 0 || row+step >= len(b.model.columns[col].ids) {
		return 0
	}
	lead := b.model.columns[col].ids[row+step]
	b.Reveal(lead)
	return lead
}
