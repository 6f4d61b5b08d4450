package board

import "fyne.io/fyne/v2"

// SetNotice shows something in the middle of the columns, under their heads: a
// sentence about why they are bare. Nil shows nothing. The columns work as
// ever: only what takes events itself takes them.
func (b *Board) SetNotice(o fyne.CanvasObject) {
	if b.notice == nil && o == nil {
		return
	}
	b.notice = o
	b.collect()
	b.arrange()
	b.repaint()
}

// placeNotice puts the notice into what no panel covers.
func (b *Board) placeNotice() {
	if b.notice != nil {
		room := b.room()
		place(b.notice, 0, headerHeight, room.Width, max(room.Height-headerHeight, 0))
	}
}
