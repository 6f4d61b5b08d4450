package kit

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Ground is an area with round corners, such as a card is drawn on. It is one
// picture of exactly its size, which costs far less than a rectangle where
// there is no graphics hardware. It takes no events. UI goroutine only.
type Ground struct {
	widget.BaseWidget
	fill, line fyne.ThemeColorName // empty draws nothing
	radius     float32
	raster     *canvas.Raster
}

// NewGround returns an area of a colour of the theme with a hairline around
// it; either name may be empty.
func NewGround(fill, line fyne.ThemeColorName, radius float32) *Ground {
	g := &Ground{fill: fill, line: line, radius: radius}
	g.raster = canvas.NewRaster(g.draw)
	g.raster.ScaleMode = canvas.ImageScalePixels
	g.ExtendBaseWidget(g)
	return g
}

// Set changes the colours; equal ones cost nothing.
func (g *Ground) Set(fill, line fyne.ThemeColorName) {
	if g.fill != fill || g.line != line {
		g.fill, g.line = fill, line
		g.raster.Refresh()
	}
}

// CreateRenderer gives the picture to Fyne.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	return groundFace{g, []fyne.CanvasObject{g.raster}}
}

type groundFace struct {
	g       *Ground
	objects []fyne.CanvasObject
}

func (f groundFace) Destroy()                     {}
func (f groundFace) Layout(size fyne.Size)        { f.g.raster.Resize(size) }
func (f groundFace) MinSize() fyne.Size           { return fyne.Size{} }
func (f groundFace) Objects() []fyne.CanvasObject { return f.objects }
func (f groundFace) Refresh()                     { f.g.raster.Refresh() }

func (g *Ground) draw(w, h int) image.Image {
	scale := float64(1)
	if width := g.raster.Size().Width; width > 0 {
		scale = float64(w) / float64(width)
	}
	fill, line := named(g.fill), named(g.line)
	border := 0.0
	if line.A > 0 {
		border = math.Max(math.Round(scale), 1)
	}
	return roundRect(w, h, float64(g.radius)*scale, border, fill, line)
}

func named(name fyne.ThemeColorName) color.NRGBA {
	if name == "" {
		return color.NRGBA{}
	}
	c, ok := color.NRGBAModel.Convert(base.Color(name)).(color.NRGBA)
	if !ok {
		return color.NRGBA{}
	}
	return c
}

// roundRect draws one. Only the corners are worked out pixel by pixel.
func roundRect(w, h int, radius, border float64, fill, line color.NRGBA) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	radius = math.Min(radius, math.Min(float64(w), float64(h))/2)
	corner := int(math.Ceil(math.Max(radius, border)))
	for y := range h {
		for x := range w {
			if x >= corner && x < w-corner && y >= int(border) && y < h-int(border) {
				img.SetNRGBA(x, y, fill)
				continue
			}
			img.SetNRGBA(x, y, edgePixel(float64(x)+0.5, float64(y)+0.5, float64(w), float64(h), radius, border, fill, line))
		}
	}
	return img
}

// edgePixel is the colour of a pixel by how deep inside the shape it lies.
func edgePixel(x, y, w, h, radius, border float64, fill, line color.NRGBA) color.NRGBA {
	dx := math.Max(math.Max(radius-x, x-(w-radius)), 0)
	dy := math.Max(math.Max(radius-y, y-(h-radius)), 0)
	var depth float64
	if dx > 0 && dy > 0 {
		depth = radius - math.Hypot(dx, dy)
	} else {
		depth = math.Min(math.Min(x, w-x), math.Min(y, h-y))
	}
	cover := math.Max(math.Min(depth+0.5, 1), 0)
	if border == 0 {
		return faded(fill, cover)
	}
	inner := math.Max(math.Min(depth-border+0.5, 1), 0)
	return faded(mixed(line, fill, inner), cover)
}

func faded(c color.NRGBA, by float64) color.NRGBA {
	c.A = uint8(float64(c.A)*by + 0.5)
	return c
}

func mixed(a, b color.NRGBA, t float64) color.NRGBA {
	if b.A == 0 { // an empty inside has no colour of its own
		return faded(a, 1-t)
	}
	mix := func(x, y uint8) uint8 { return uint8(float64(x)*(1-t) + float64(y)*t + 0.5) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), mix(a.A, b.A)}
}
