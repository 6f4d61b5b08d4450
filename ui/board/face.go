package board

import (
	"fmt"
	"image"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// faceState is how a card stands out.
type faceState uint8

const (
	plain faceState = iota
	hovered
	focused // has the keyboard, or its lead is open
	ghosted // under the pointer of a drag
	vacated // the place a dragged card came from
)

// face draws one lead, as one image. It handles no event itself: the column
// under it does, so that a recycled face never holds an identity. UI goroutine
// only.
type face struct {
	widget.BaseWidget
	kit     *toolkit
	density Density
	lead    int64
	fitted  *fitted // nil while the content is being read
	state   faceState
	picture *canvas.Raster
	pixels  *image.RGBA // reused from card to card
	all     []fyne.CanvasObject
}

var _ fyne.Accessible = (*face)(nil)

func newFace(k *toolkit, d Density) *face {
	f := &face{kit: k, density: d}
	f.picture = canvas.NewRaster(f.draw)
	f.picture.ScaleMode = canvas.ImageScalePixels
	f.all = []fyne.CanvasObject{f.picture}
	f.ExtendBaseWidget(f)
	return f
}

// set shows a lead; the same content in the same state costs nothing.
func (f *face) set(lead int64, c *fitted, s faceState) {
	if f.lead == lead && f.fitted == c && f.state == s {
		return
	}
	f.lead, f.fitted, f.state = lead, c, s
	canvas.Refresh(f.picture)
}

func (f *face) ground() look {
	l := look{fill: theme.ColorCard, line: theme.ColorCardBorder, radius: 10, border: 1}
	switch f.state {
	case hovered:
		l.fill, l.line = theme.ColorCardHover, theme.ColorFaint
	case focused, ghosted:
		l.line, l.border = theme.ColorAccent, 2
	case vacated:
		l.fill, l.dash, l.line = theme.ColorSunken, 4, theme.ColorFaint
	case plain:
	}
	return l
}

// draw paints the card for the screen, w and h in pixels.
func (f *face) draw(w, h int) image.Image {
	if f.pixels == nil || f.pixels.Rect.Dx() != w || f.pixels.Rect.Dy() != h {
		f.pixels = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	clear(f.pixels.Pix)
	size := f.picture.Size()
	if size.Width <= 0 {
		return f.pixels
	}
	b := brush{kit: f.kit, on: f.pixels, scale: float32(w) / size.Width}
	b.fill(0, 0, size.Width, size.Height, f.ground())
	if f.fitted != nil && f.state != vacated {
		f.paint(b, size)
	}
	return f.pixels
}

// paint draws the content; all measures are whole units.
func (f *face) paint(b brush, size fyne.Size) {
	c := f.fitted
	b.write(cardPad, cardPad-3, c.name1, baseSize, true, theme.ColorText)
	y, pitch := cardPad-2, float32(22)
	if c.name2 != "" {
		pitch = 20
		b.write(cardPad, y+16, c.name2, baseSize, true, theme.ColorText)
		y += 15
	}
	y += pitch - 1
	b.write(cardPad, y, c.money, baseSize, true, theme.ColorText)
	if c.mark != "" {
		b.fill(c.markX-12, y+6, 7, 7, dot(c.markTone))
		b.write(c.markX, y+1, c.mark, tinySize, false, c.markTone)
	}
	if f.density == Compact {
		x := f.foot(b, size, size.Height-avatar-8)
		b.fill(x-14, size.Height-avatar-1, 7, 7, dot(c.taskTone))
		return
	}
	y += pitch
	b.write(cardPad, y, c.person, smallSize, false, theme.ColorMuted)
	y += pitch - 1
	f.chips(b, y)
	y = size.Height - avatar - 9
	f.foot(b, size, y)
	b.fill(cardPad, y+7, 7, 7, dot(c.taskTone))
	b.write(cardPad+13, y+3, c.task, tinySize, false, c.taskTone)
}

func (f *face) chips(b brush, y float32) {
	x := cardPad
	for _, ch := range f.fitted.chips {
		b.fill(x, y, ch.width, 17, look{fill: theme.ColorChip, radius: 5})
		b.write(x+chipPad, y+1, ch.text, tinySize, false, theme.ColorMuted)
		x += ch.width + 6
	}
}

// foot draws the owner at the right and returns where that begins.
func (f *face) foot(b brush, size fyne.Size, y float32) float32 {
	x := size.Width - cardPad - avatar
	if f.fitted.initials != "" {
		b.fill(x, y, avatar, avatar, look{tint: theme.Avatar(f.fitted.card.OwnerID), radius: avatar})
		b.center(x, y, avatar, avatar, f.fitted.initials, 9, theme.ColorOnAccent)
	}
	return x
}

// dot is the bright dot beside a text of the given tone.
func dot(tone fyne.ThemeColorName) look {
	switch tone {
	case theme.ColorGreen:
		tone = theme.ColorGreenDot
	case theme.ColorAmber:
		tone = theme.ColorAmberDot
	case theme.ColorRed:
		tone = theme.ColorRedDot
	}
	return look{fill: tone, radius: 4}
}

// line places a text with its own height, its left edge at x.
func line(t *canvas.Text, x, y float32) {
	t.Move(fyne.NewPos(x, y))
	t.Resize(t.MinSize())
}

func setVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}

// Inspect names the card for outside inspection.
func (f *face) Inspect() (id, kind, text string) {
	if f.lead == 0 || f.state == ghosted {
		return "", "", ""
	}
	if f.fitted != nil {
		text = f.fitted.name
	}
	return "card:" + strconv.FormatInt(f.lead, 10), "card", text
}

// AccessibilityLabel says the card in one sentence.
func (f *face) AccessibilityLabel() string {
	if f.fitted == nil {
		return ""
	}
	c := f.fitted.content
	return fmt.Sprintf("%s, %s, %s, %s %s", c.name, c.money, c.person, c.task, c.mark)
}

// AccessibilityRole tells that a card opens something.
func (f *face) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer gives the card's image to Fyne.
func (f *face) CreateRenderer() fyne.WidgetRenderer { return faceRenderer{f} }

type faceRenderer struct{ f *face }

func (r faceRenderer) Destroy()                     {}
func (r faceRenderer) Layout(size fyne.Size)        { r.f.picture.Resize(size) }
func (r faceRenderer) MinSize() fyne.Size           { return fyne.NewSize(columnMin, r.f.density.cardHeight()) }
func (r faceRenderer) Objects() []fyne.CanvasObject { return r.f.all }

// Refresh follows a theme change.
func (r faceRenderer) Refresh() { canvas.Refresh(r.f.picture) }
