package board

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
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
	sh := shape{w: w, h: h, radius: s.look.radius * scale, dash: s.look.dash * scale}
	sh.fill = s.look.tint
	if sh.fill.A == 0 {
		sh.fill = themeColor(s.look.fill)
	}
	if s.look.line != "" {
		sh.line, sh.border = themeColor(s.look.line), max(float32(int(s.look.border*scale+0.5)), 1)
	}
	return s.bitmaps.get(sh)
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
	t.Text, t.Color = s, c
	canvas.Refresh(t)
}

func newText(size float32, bold bool) *canvas.Text {
	t := canvas.NewText("", color.Transparent)
	t.TextSize = size
	t.TextStyle.Bold = bold
	return t
}
