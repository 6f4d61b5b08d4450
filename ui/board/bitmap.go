package board

import (
	"image"
	"image/color"
	"math"
)

// shape describes a bitmap with rounded corners. Equal shapes share one image.
type shape struct {
	w, h   int // pixels
	radius float32
	border float32 // pixels, 0 for none
	fill   color.NRGBA
	line   color.NRGBA
	dash   float32 // pixels of a dash and of the gap after it, 0 for a whole line
	form   form
	arc    uint8 // of a ring: how many of ringSteps are drawn, 0 for all
}

// bitmaps keeps the images that many cards share. Without a GPU a card drawn
// as such an image costs a fraction of the same card drawn as a rounded
// rectangle with a border. UI goroutine only.
type bitmaps struct{ images map[shape]*image.RGBA }

func newBitmaps() *bitmaps { return &bitmaps{images: make(map[shape]*image.RGBA)} }

// maxBitmaps bounds the cache; a resized window leaves sizes behind that are
// never asked for again.
const maxBitmaps = 256

func (b *bitmaps) get(s shape) *image.RGBA {
	if img, ok := b.images[s]; ok {
		return img
	}
	if len(b.images) >= maxBitmaps {
		clear(b.images)
	}
	img := s.draw()
	b.images[s] = img
	return img
}

func (s shape) draw() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, max(s.w, 1), max(s.h, 1)))
	for y := range s.h {
		for x := range s.w {
			img.SetRGBA(x, y, s.at(float64(x)+0.5, float64(y)+0.5))
		}
	}
	return img
}

// at is the colour of a pixel by its distance to the rounded outline.
func (s shape) at(x, y float64) color.RGBA {
	hw, hh := float64(s.w)/2, float64(s.h)/2
	if s.form != formBox {
		return blend(s.fill, coverage(s.form.depth(x-hw, y-hh, hw, hh)))
	}
	r := math.Min(float64(s.radius), math.Min(hw, hh))
	dx, dy := math.Abs(x-hw)-hw+r, math.Abs(y-hh)-hh+r
	d := math.Hypot(math.Max(dx, 0), math.Max(dy, 0)) + math.Min(math.Max(dx, dy), 0) - r
	outer := coverage(-d)
	if s.border == 0 {
		return blend(s.fill, outer)
	}
	inner := coverage(-d - float64(s.border))
	line := outer - inner
	if s.dash > 0 && s.gapAt(x, y) {
		line = 0
	}
	if s.arc > 0 && !within(x-hw, y-hh, s.arc) {
		line *= 0.25
	}
	f, l := blend(s.fill, inner), blend(s.line, line)
	return color.RGBA{f.R + l.R, f.G + l.G, f.B + l.B, f.A + l.A}
}

// gapAt reports whether a point of the outline falls into the gap of a dashed
// line, counted along the nearer pair of sides.
func (s shape) gapAt(x, y float64) bool {
	along := x
	if math.Min(x, float64(s.w)-x) < math.Min(y, float64(s.h)-y) {
		along = y
	}
	return math.Mod(along, float64(2*s.dash)) >= float64(s.dash)
}

func coverage(depth float64) float64 { return math.Min(math.Max(depth+0.5, 0), 1) }

func blend(c color.NRGBA, cover float64) color.RGBA {
	a := float64(c.A) / 255 * cover
	return color.RGBA{
		uint8(float64(c.R)*a + 0.5), uint8(float64(c.G)*a + 0.5), uint8(float64(c.B)*a + 0.5), uint8(255*a + 0.5),
	}
}
