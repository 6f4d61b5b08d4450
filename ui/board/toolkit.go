package board

import (
	"image"

	"voronka/ui/format"
)

// toolkit is what every part of the board draws with. UI goroutine only.
type toolkit struct {
	bitmaps  *bitmaps
	words    *words
	letters  letters
	format   *format.Format
	density  Density
	dark     func() bool
	counting bool                       // counts and sums are not known yet
	upright  map[uprightKey]image.Image // texts turned by a quarter
}
