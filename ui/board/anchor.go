package board

import "fyne.io/fyne/v2"

// anchoring is what holds a column's cards in their places when news come: the
// card under the pointer stays there, else the one with the keyboard, else the
// first card in view. UI goroutine only.
type anchoring struct {
	pointer fyne.Position // in the column's body
	over    bool          // the pointer is there
	home    bool          // the column stood at its top, and goes back when it is let go
	held    bool          // news have moved the cards under the pointer: the ends of the list do not bind
}

// hold chooses the offset at which a new list does not move what one looks at.
func (b *body) hold(ids []int64) {
	top := b.offset <= 0 || b.home
	if top && len(ids) > 0 && (len(b.ids) == 0 || ids[0] != b.ids[0]) && b.sink.mine(ids[0]) {
		b.letGo() // what one has just put on top is to be seen
		return
	}
	row, firm := b.anchor()
	if row < 0 {
		return
	}
	first, last := b.window()
	row, at := survivor(b.ids, ids, row, first, last)
	if at < 0 {
		return
	}
	if shift := float32(at-row) * b.rowHeight(); shift != 0 {
		b.offset += shift
		b.home, b.held = top, false
	}
	b.held = b.held || firm // also when only what is below has gone
}

// anchor is the row to hold, -1 for none, and whether it may not move even when
// the list has nothing to fill the column's ends with.
func (b *body) anchor() (row int, firm bool) {
	keyboard, pointer := b.sink.holding()
	first, last := b.window()
	if keyboard != 0 {
		for r := first; r < last; r++ {
			if b.ids[r] == keyboard {
				return r, false
			}
		}
	}
	if row := int((b.pointer.Y + b.offset - b.top()) / b.rowHeight()); pointer && b.over && row >= first && row < last {
		return row, true
	}
	if b.offset > 0 && first < last {
		return first, false
	}
	return -1, false
}

// survivor finds the row nearest to the wanted one, those above it first, that
// the new list still has, and where it has it; -1 for none.
func survivor(old, ids []int64, row, first, last int) (from, at int) {
	for r := row; r >= first; r-- {
		if at := near(ids, old[r], r); at >= 0 {
			return r, at
		}
	}
	for r := row + 1; r < last; r++ {
		if at := near(ids, old[r], r); at >= 0 {
			return r, at
		}
	}
	return row, -1
}

// near finds an id in a list, looking from where it was outwards, since a
// change of a list seldom moves a row far.
func near(ids []int64, id int64, from int) int {
	for d := 0; from-d >= 0 || from+d < len(ids); d++ {
		if i := from - d; i >= 0 && i < len(ids) && ids[i] == id {
			return i
		}
		if i := from + d; i < len(ids) && ids[i] == id {
			return i
		}
	}
	return -1
}

// letGo holds nothing any more: a column that stood at its top goes back there.
func (b *body) letGo() {
	if b.home {
		b.offset = 0
	}
	b.home, b.held = false, false
}

// bound keeps an offset inside the list. Cards that are held under the pointer
// may stand beyond its ends, but do not get farther out.
func (b *body) bound(offset float32) float32 {
	bound := clampOffset(offset, b.contentHeight(), b.Size().Height)
	if !b.held {
		return bound
	}
	if offset < bound {
		return min(bound, max(offset, b.offset))
	}
	return max(bound, min(offset, b.offset))
}

// pointedAt takes note of where the pointer is.
func (b *body) pointedAt(p fyne.Position) {
	b.pointer, b.over = p, !b.sink.dragging()
	b.sink.pointed()
}

// unpointed takes note that the pointer went elsewhere.
func (b *body) unpointed() {
	b.over = false
	if b.home || b.held {
		b.letGo()
		b.rearrange()
	}
}

// holding tells a column what news may not move: the lead with the keyboard,
// when the keyboard was used last, and whether what is under the pointer counts.
// An answer to a new question moves everything.
func (b *Board) holding() (keyboard int64, pointer bool) {
	if b.asked {
		return 0, false
	}
	if b.keyed {
		keyboard = b.cursor
	}
	return keyboard, true
}

// mine reports whether the person has just brought a lead to where it is.
func (b *Board) mine(lead int64) bool {
	if lead < 0 {
		return true
	}
	for _, f := range b.flights.list {
		for _, id := range f.put.Leads {
			if id == lead {
				return true
			}
		}
	}
	return false
}

// pointed takes note that the mouse was used last.
func (b *Board) pointed() { b.keyed = false }

// answered makes sure that columns in a new order are read from the top.
func (b *Board) answered() {
	order := b.query.Order
	if order != b.order {
		for _, v := range b.columns {
			v.body.home, v.body.held, v.body.offset = false, false, 0
		}
	}
	b.order = order
}
