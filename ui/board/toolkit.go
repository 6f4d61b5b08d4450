package board

import (
	"image"

	"voronka/ui/format"
	"voronka/ui/kit"
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
	upright  map[uprightKey]*image.RGBA // texts turned by a quarter
	sheet    *image.RGBA                // what clean gives
}

func newToolkit(f *format.Format, d Density, dark func() bool) *toolkit {
	return &toolkit{
		bitmaps: newBitmaps(), words: newWords(), letters: newLetters(kit.Measure), format: f, density: d, dark: dark,
		upright: make(map[uprightKey]*image.RGBA),
	}
}

// clean is an empty image of a size in pixels to draw on. It is valid until the
// next call: whoever paints the screen copies it at once.
func (k *toolkit) clean(w, h int) *image.RGBA {
	if k.sheet == nil || k.sheet.Rect.Dx() != w || k.sheet.Rect.Dy() != h {
		k.sheet = image.NewRGBA(image.Rect(0, 0, w, h))
	} else {
		clear(k.sheet.Pix)
	}
	return k.sheet
}
