package board

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ fyne.Focusable    = (*Board)(nil)
	_ fyne.Shortcutable = (*Board)(nil)
	_ fyne.Accessible   = (*Board)(nil)
)

// FocusGained shows which card has the keyboard. Who comes by Tab finds it on
// the first one in view, if it is nowhere.
func (b *Board) FocusGained() {
	b.focused = true
	if _, _, ok := b.model.find(b.cursor); !ok && !b.taking {
		b.cursor = b.firstInView()
	}
	b.refill()
}

// FocusLost hides it again. A drag ends without a drop: nobody would hear of
// its release any more.
func (b *Board) FocusLost() {
	b.focused = false
	b.CancelDrag()
	b.refill()
}

// Type takes the keyboard for a key that was pressed while nothing had it.
func (b *Board) Type(e *fyne.KeyEvent) {
	b.takeFocus()
	b.TypedKey(e)
}

// AccessibilityLabel says which pipeline the board shows.
func (b *Board) AccessibilityLabel() string { return b.model.pipeline.Name }

// AccessibilityRole tells that it holds columns.
func (b *Board) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// TypedRune does nothing: letters are commands of the menu.
func (b *Board) TypedRune(rune) {}

// TypedKey walks the cards, selects and opens them, and steps back.
func (b *Board) TypedKey(e *fyne.KeyEvent) {
	b.keyed = true
	switch e.Name {
	case fyne.KeyEscape:
		b.StepBack()
	case fyne.KeyReturn, fyne.KeyEnter:
		if _, _, ok := b.model.find(b.cursor); ok {
			b.activate(b.cursor)
		}
	case fyne.KeySpace:
		if _, _, ok := b.model.find(b.cursor); ok {
			b.selected.toggle(b.cursor)
			b.selectionChanged()
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

// StepBack cancels a drag, else forgets the selection, else tells the window
// that Esc was pressed.
func (b *Board) StepBack() {
	if b.CancelDrag() || b.Unselect() {
		return
	}
	if b.p.On.Back != nil {
		b.p.On.Back()
	}
}

// TypedShortcut moves cards one status left or right, and selects a column.
func (b *Board) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutSelectAll); ok {
		b.SelectColumn()
		return
	}
	key, ok := s.(*desktop.CustomShortcut)
	if !ok || key.Modifier != fyne.KeyModifierAlt {
		if b.p.On.Shortcut != nil {
			b.p.On.Shortcut(s)
		}
		return
	}
	switch key.KeyName {
	case fyne.KeyLeft:
		b.Push(-1)
	case fyne.KeyRight:
		b.Push(1)
	}
}

// SelectColumn selects every lead of the column with the keyboard.
func (b *Board) SelectColumn() {
	if col, _, ok := b.model.find(b.cursor); ok {
		b.selected.add(b.model.columns[col].ids)
		b.selected.anchor = b.cursor
		b.selectionChanged()
	}
}

func (b *Board) page() int {
	return max(int(b.Size().Height/b.kit.density.rowHeight())-1, 1)
}

// walk moves the keyboard to another card and brings it into view. With Shift
// the cards on the way are selected.
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
	from := b.cursor
	b.cursor = ids[row]
	b.reveal(col, row)
	if b.modifiers()&fyne.KeyModifierShift != 0 {
		if b.selected.anchor == 0 {
			b.selected.anchor = from
		}
		b.selected.reach(b.model, b.cursor)
		b.bulk.update()
	}
	b.refill()
}

// firstInView is the first lead of the columns in view, 0 without any.
func (b *Board) firstInView() int64 {
	for i := range b.model.columns {
		v := b.columns[b.model.columns[i].status.ID]
		if b.model.columns[i].folded || v == nil || !v.Visible() {
			continue
		}
		if first, last := v.body.window(); first < last {
			return v.body.ids[first]
		}
	}
	return 0
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

// FoldCursor folds the column with the keyboard; the keyboard goes to the next
// one.
func (b *Board) FoldCursor() {
	col, _, ok := b.model.find(b.cursor)
	if !ok {
		return
	}
	status := b.model.columns[col].status.ID
	next := b.step(col, 1)
	if next == col {
		next = b.step(col, -1)
	}
	if next != col {
		b.cursor = b.model.columns[next].ids[0]
	}
	b.SetFolded(status, true)
}

// UnfoldAll opens every column.
func (b *Board) UnfoldAll() {
	for i := range b.model.columns {
		b.model.columns[i].folded = false
	}
	clear(b.model.folded)
	b.foldsChanged()
}

// AddHere opens the quick add of the column with the keyboard, or of the first
// that can have one.
func (b *Board) AddHere() {
	col, _, ok := b.model.find(b.cursor)
	if !ok || !b.model.columns[col].adds() || b.model.columns[col].folded {
		col = slices.IndexFunc(b.model.columns, func(c column) bool { return c.adds() && !c.folded })
	}
	if col < 0 {
		return
	}
	b.reveal(col, 0)
	b.columns[b.model.columns[col].status.ID].openAdd()
}
