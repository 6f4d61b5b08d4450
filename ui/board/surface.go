package board

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"voronka/ui/kit"
)

// surface is a filled shape drawn from a shared bitmap, pixel for pixel.
type surface struct {
	canvas.Raster
	bitmaps *bitmaps
	look    look
}

// look is how a surface is filled, in theme colours; empty names draw nothing.
type look struct {
	fill, line fyne.ThemeColorName
	tint       color.NRGBA // instead of fill when its alpha is not 0
	radius     float32
	border     float32
	dash       float32
	form       form
	arc        uint8 // see shape
}

func newSurface(b *bitmaps, l look) *surface {
	s := &surface{bitmaps: b, look: l}
	s.ScaleMode = canvas.ImageScalePixels
	s.Generator = s.draw
	return s
}

// set changes the look; an equal one costs nothing.
func (s *surface) set(l look) {
	if s.look != l {
		s.look = l
		canvas.Refresh(&s.Raster)
	}
}

func (s *surface) draw(w, h int) image.Image {
	scale := float32(1)
	if width := s.Size().Width; width > 0 {
		scale = float32(w) / width
	}
	return s.bitmaps.get(s.look.shape(w, h, scale))
}

// shape is the look at a size in pixels, in the colours of the theme of now.
func (l look) shape(w, h int, scale float32) shape {
	sh := shape{w: w, h: h, radius: l.radius * scale, dash: l.dash * scale, fill: l.tint, form: l.form, arc: l.arc}
	if sh.fill.A == 0 {
		sh.fill = themeColor(l.fill)
	}
	if l.line != "" {
		sh.line, sh.border = themeColor(l.line), max(float32(int(l.border*scale+0.5)), 1)
	}
	return sh
}

func themeColor(name fyne.ThemeColorName) color.NRGBA {
	if name == "" {
		return color.NRGBA{}
	}
	c, ok := color.NRGBAModel.Convert(fynetheme.Color(name)).(color.NRGBA)
	if !ok {
		return color.NRGBA{}
	}
	return c
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// label is a canvas text that is only touched when it changes: its texture is
// shared by content, so an equal text is free.
func setText(t *canvas.Text, s string, name fyne.ThemeColorName) {
	c := themeColor(name)
	if t.Text == s && t.Color == c {
		return
	}
	t.Color = c
	kit.Write(t, s)
	canvas.Refresh(t)
}

func newText(size float32, bold bool) *canvas.Text {
	t := canvas.NewText("", color.Transparent)
	t.TextSize = size
	kit.Strong(t, bold)
	return t
}
