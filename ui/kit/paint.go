package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// weight is the thickness of a text.
type weight int

const (
	regular  weight = iota // may hold what people typed
	medium                 // the program's own words on controls
	semiBold               // may hold what people typed
)

func newText(size float32, w weight) *canvas.Text {
	t := canvas.NewText("", color.Transparent)
	t.TextSize = size
	switch w {
	case medium:
		t.FontSource = theme.Medium()
	case semiBold:
		Strong(t, true)
	}
	return t
}

// Strong gives a text the semi-bold weight, or takes it away. The font depends
// on the letters, so whoever changes
// the text does it by Write, or calls Strong again.
func Strong(t *canvas.Text, on bool) {
	t.TextStyle, t.FontSource = fyne.TextStyle{}, nil
	if on {
		t.TextStyle, t.FontSource = theme.SemiBold(t.Text)
	}
}

// Write changes a text and keeps its weight.
func Write(t *canvas.Text, text string) {
	strong := IsStrong(t)
	t.Text = text
	if strong {
		Strong(t, true)
	}
}

// IsStrong reports whether a text has the semi-bold weight.
func IsStrong(t *canvas.Text) bool {
	return t.TextStyle.Bold || t.FontSource != nil && t.FontSource != theme.Medium()
}

// say changes a text and its colour, and touches it only when it changes.
func say(t *canvas.Text, text string, colour fyne.ThemeColorName) {
	c := base.Color(colour)
	if t.Text != text || t.Color != c {
		t.Color = c
		Write(t, text)
		t.Refresh()
	}
}

// width is the width of a text in units, rounded up to whole ones, so that
// edges stay sharp. Fyne remembers measures.
func width(t *canvas.Text, text string) float32 {
	if text == "" {
		return 0
	}
	style, source := t.TextStyle, t.FontSource
	if IsStrong(t) {
		style, source = theme.SemiBold(text)
	}
	s, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, t.TextSize, style, source)
	return ceil(s.Width)
}

// Measure returns the width of a text in the font of the current theme, in
// Fyne units. UI goroutine only. It fits format.Measure.
func Measure(text string, size float32, bold bool) float32 {
	if text == "" {
		return 0
	}
	var style fyne.TextStyle
	var source fyne.Resource
	if bold {
		style, source = theme.SemiBold(text)
	}
	s, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, size, style, source)
	return s.Width
}

func ceil(v float32) float32 {
	if w := float32(int(v)); w == v {
		return v
	}
	return float32(int(v) + 1)
}

// place puts an object somewhere, on whole units.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(float32(int(x+0.5)), float32(int(y+0.5))))
	o.Resize(fyne.NewSize(w, h))
}

// placeText puts a text at x, in the middle of a line from y with height h.
func placeText(t *canvas.Text, x, y, w, h float32) {
	line := t.MinSize().Height
	t.Move(fyne.NewPos(float32(int(x+0.5)), y+(h-line)/2))
	t.Resize(fyne.NewSize(w, line))
}

func setVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}

// picture is one of Voronka's icons on a canvas.
type picture struct {
	image  *canvas.Image
	name   theme.IconName
	colour fyne.ThemeColorName
	drawn  color.Color // what that colour was when the icon was drawn
}

func newPicture(name theme.IconName) *picture {
	p := &picture{name: name, image: canvas.NewImageFromResource(nil)}
	p.image.FillMode = canvas.ImageFillContain
	return p
}

// tint gives the icon a colour; again is true when the theme may have changed.
// Drawing an icon is far dearer than the rest of a widget, so it is drawn only
// when it looks different.
func (p *picture) tint(name theme.IconName, colour fyne.ThemeColorName, again bool) {
	same := p.image.Resource != nil && p.name == name && p.colour == colour
	if name == "" || same && (!again || p.drawn == base.Color(colour)) {
		return
	}
	p.name, p.colour, p.drawn = name, colour, base.Color(colour)
	p.image.Resource = theme.Icon(name, colour)
	p.image.Refresh()
}

// Fill is an area of one colour of the theme. It is drawn as a stretched pixel,
// which costs far less than a rectangle where there is no graphics hardware.
// It has no minimum size and takes no events. UI goroutine only.
type Fill struct {
	widget.BaseWidget
	colour fyne.ThemeColorName
}

// NewFill returns an area of a colour of the theme.
func NewFill(colour fyne.ThemeColorName) *Fill {
	f := &Fill{colour: colour}
	f.ExtendBaseWidget(f)
	return f
}

// NewLine returns a hairline; its owner makes it one unit thick.
func NewLine() *Fill { return NewFill(theme.ColorLine) }

// CreateRenderer gives the pixel to Fyne.
func (f *Fill) CreateRenderer() fyne.WidgetRenderer {
	img := canvas.NewImageFromImage(pixel(base.Color(f.colour)))
	img.ScaleMode, img.FillMode = canvas.ImageScalePixels, canvas.ImageFillStretch
	return &fillRenderer{fill: f, image: img, objects: []fyne.CanvasObject{img}}
}

type fillRenderer struct {
	fill    *Fill
	image   *canvas.Image
	objects []fyne.CanvasObject
}

func (r *fillRenderer) Destroy()                     {}
func (r *fillRenderer) Layout(size fyne.Size)        { r.image.Resize(size) }
func (r *fillRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *fillRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *fillRenderer) Refresh() {
	if c := base.Color(r.fill.colour); r.image.Image.At(0, 0) != c {
		r.image.Image = pixel(c)
		r.image.Refresh()
	}
}

func pixel(c color.Color) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 1, 1))
	img.Set(0, 0, c)
	return img
}
