package board

import "fyne.io/fyne/v2"

// room is the part of the board that no panel covers.
func (b *Board) room() fyne.Size {
	size := b.Size()
	return fyne.NewSize(max(size.Width-b.covered, 0), size.Height)
}

// SetCovered tells how much of the board's right lies under a panel. What
// cannot be seen there is not drawn, does not get the keyboard, and takes no
// card; columns can be scrolled out from under it.
func (b *Board) SetCovered(width float32) {
	if b.covered != width {
		b.covered = width
		b.arrange()
		b.repaint()
	}
}
