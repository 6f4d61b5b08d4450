package board

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"

	"voronka/ui/kit"
)

// brush draws shapes and words into one image, in units of the canvas. A card
// drawn so is one texture: without a GPU that costs a third of the same card
// as a dozen texts and fills. UI goroutine only.
type brush struct {
	kit   *toolkit
	on    *image.RGBA
	scale float32 // pixels per unit
}

func (b brush) pixels(v float32) int { return int(math.Round(float64(v * b.scale))) }

// fill draws a shape.
func (b brush) fill(x, y, w, h float32, l look) {
	img := b.kit.bitmaps.get(l.shape(b.pixels(w), b.pixels(h), b.scale))
	b.blit(img, x, y)
}

// write draws a line of text with its upper left corner at x, y.
func (b brush) write(x, y float32, text string, size float32, bold bool, name fyne.ThemeColorName) {
	if text != "" {
		b.blit(b.kit.words.get(word{text, size, bold, themeColor(name), b.scale}), x, y)
	}
}

// center draws a line of text in the middle of a box.
func (b brush) center(x, y, w, h float32, text string, size float32, name fyne.ThemeColorName) {
	if text == "" {
		return
	}
	img := b.kit.words.get(word{text, size, true, themeColor(name), b.scale})
	iw, ih := float32(img.Rect.Dx())/b.scale, float32(img.Rect.Dy())/b.scale
	b.blit(img, x+(w-iw)/2, y+(h-ih)/2)
}

func (b brush) blit(img *image.RGBA, x, y float32) {
	at := image.Pt(b.pixels(x), b.pixels(y))
	draw.Draw(b.on, img.Rect.Add(at), img, image.Point{}, draw.Over)
}

// word is a text as it is drawn; equal words share one image.
type word struct {
	text  string
	size  float32
	bold  bool
	color color.NRGBA
	scale float32
}

// words keeps the images of texts. UI goroutine only.
type words struct{ images map[word]*image.RGBA }

func newWords() *words { return &words{make(map[word]*image.RGBA)} }

// maxWords bounds the cache to the texts of a few hundred cards, some 10 MB.
const maxWords = 2000

func (w *words) get(key word) *image.RGBA {
	if img, ok := w.images[key]; ok {
		return img
	}
	if len(w.images) >= maxWords {
		clear(w.images)
	}
	img := key.draw()
	w.images[key] = img
	return img
}

// draw lets Fyne's own painter draw the text, so that it looks like any other.
func (w word) draw() *image.RGBA {
	t := canvas.NewText(w.text, w.color)
	t.TextSize = w.size
	kit.Strong(t, w.bold)
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetScale(w.scale)
	c.SetContent(t)
	c.Resize(t.MinSize())
	src := c.Capture()
	img := image.NewRGBA(image.Rect(0, 0, src.Bounds().Dx(), src.Bounds().Dy()))
	draw.Draw(img, img.Rect, src, src.Bounds().Min, draw.Src)
	return img
}
