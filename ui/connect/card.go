package connect

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// The card in the middle of the window, in Fyne units.
const (
	cardWidth  float32 = 880
	cardHeight float32 = 426 // at least
	cardRadius float32 = 16
	cardMargin float32 = 24
	heroWidth  float32 = 330
	heroLeast  float32 = 260
	formLeast  float32 = 500 // a narrower form stands without the hero
)

// card is the whole screen: hero and form on a card in the middle of the
// window. Where the window is too low for it, it scrolls.
type card struct {
	widget.BaseWidget
	sheet  *sheet
	scroll *container.Scroll
}

func newCard(h *hero, f *form) *card {
	c := &card{sheet: newSheet(h, f)}
	c.scroll = container.NewVScroll(c.sheet)
	c.ExtendBaseWidget(c)
	return c
}

// fit arranges everything again, after the form has grown or shrunk.
func (c *card) fit() {
	size := c.Size()
	c.scroll.Resize(size)
	c.sheet.fit(size)
	c.scroll.Refresh()
}

// reveal scrolls as little as it takes to see a part of the form.
func (c *card) reveal(o fyne.CanvasObject) {
	top := c.sheet.form.Position().Y + o.Position().Y - cardMargin
	bottom := top + o.Size().Height + 2*cardMargin
	offset := min(max(c.scroll.Offset.Y, bottom-c.Size().Height), top)
	c.scroll.ScrollToOffset(fyne.NewPos(0, max(offset, 0)))
}

// CreateRenderer gives the parts to Fyne.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	return &cardFace{c: c, objects: []fyne.CanvasObject{c.scroll}}
}

type cardFace struct {
	c       *card
	objects []fyne.CanvasObject
}

func (f *cardFace) Destroy()                     {}
func (f *cardFace) MinSize() fyne.Size           { return fyne.NewSize(480, 320) }
func (f *cardFace) Objects() []fyne.CanvasObject { return f.objects }
func (f *cardFace) Layout(fyne.Size)             { f.c.fit() }

// Refresh follows the theme.
func (f *cardFace) Refresh() { f.c.scroll.Refresh() }

// sheet is what scrolls: the card with some air around it.
type sheet struct {
	widget.BaseWidget
	ground  *canvas.Rectangle
	edge    *canvas.Rectangle
	hero    *hero
	form    *form
	height  float32 // of the card and the air
	objects []fyne.CanvasObject
}

func newSheet(h *hero, f *form) *sheet {
	s := &sheet{ground: canvas.NewRectangle(nil), edge: canvas.NewRectangle(nil), hero: h, form: f}
	s.ground.CornerRadius, s.edge.CornerRadius, s.edge.StrokeWidth = cardRadius, cardRadius, 1
	s.objects = []fyne.CanvasObject{s.ground, s.hero, s.edge, s.form}
	s.ExtendBaseWidget(s)
	return s
}

// fit puts the card into the middle of a window of a size.
func (s *sheet) fit(window fyne.Size) {
	if window.Width <= 0 {
		return // not shown yet
	}
	width := min(cardWidth, window.Width-2*cardMargin)
	left := max(min(heroWidth, width-formLeast), heroLeast)
	if width-left < formLeast {
		left = 0
	}
	setVisible(s.hero, left > 0)
	height := max(s.form.arrange(width-left), cardHeight)
	s.height = height + 2*cardMargin
	x := (window.Width - width) / 2
	y := max((window.Height-height)/2, cardMargin)
	move(s.ground, x, y, width, height)
	move(s.edge, x, y, width, height)
	move(s.hero, x, y, left, height)
	move(s.form, x+left, y, width-left, height)
	s.Resize(fyne.NewSize(window.Width, max(window.Height, s.height)))
}

// CreateRenderer gives the parts to Fyne.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer {
	f := sheetFace{s}
	f.paint()
	return f
}

type sheetFace struct{ s *sheet }

func (f sheetFace) Destroy()                     {}
func (f sheetFace) MinSize() fyne.Size           { return fyne.NewSize(0, f.s.height) }
func (f sheetFace) Objects() []fyne.CanvasObject { return f.s.objects }

// Layout does nothing: fit has placed the parts for the window, of which the
// sheet knows nothing.
func (f sheetFace) Layout(fyne.Size) {}

// Refresh follows the theme.
func (f sheetFace) Refresh() {
	f.paint()
	f.s.hero.Refresh()
	f.s.form.Refresh()
}

func (f sheetFace) paint() {
	f.s.ground.FillColor = base.Color(theme.ColorPanel)
	line := base.Color(theme.ColorLine)
	f.s.edge.StrokeColor = line
	// Fyne mixes the edge with what it encloses, and what cannot be seen at all
	// is black to it.
	r, g, b, _ := line.RGBA()
	f.s.edge.FillColor = color.NRGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: 1}
	f.s.ground.Refresh()
	f.s.edge.Refresh()
}
