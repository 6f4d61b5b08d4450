package board

import "fyne.io/fyne/v2"

// room is the part of the board that no panel covers.
func (b *Board) room() fyne.Size {
	size := b.Size()
	return fyne.NewSize(max(size.Width-b.covered, 0), size.Height)
}

// SetCovered tells how much of the board's right lies under a panel. What
// cannot be seen there is not drawn, does not get the keyboard, and takes no
// card; columns can be scrolled out from under it, and the card of the opened
// lead comes out by itself.
func (b *Board) SetCovered(width float32) {
	if b.covered != width {
		b.covered = width
		b.arrange()
		b.uncover()
		b.repaint()
	}
}

// SetOpened marks the card of the lead that is shown in the panel; 0 marks
// none. The panel does not stay over the card.
func (b *Board) SetOpened(lead int64) {
	if b.opened != lead {
		b.opened = lead
		b.uncover()
		b.refill()
	}
}

// uncover brings the card of the opened lead out from under the panel.
func (b *Board) uncover() {
	if col, row, ok := b.model.find(b.opened); ok && b.covered > 0 && col < len(b.slots) {
		b.reveal(col, row)
	}
}
