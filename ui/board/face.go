package board

import (
	"fmt"
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

// face draws one lead. It handles no event itself: the column under it does,
// so that a recycled face never holds an identity. UI goroutine only.
type face struct {
	widget.BaseWidget
	kit     *toolkit
	density Density
	lead    int64
	fitted  *fitted // nil while the content is being read
	state   faceState

	ground *surface
	name   [2]*canvas.Text
	money  *canvas.Text
	person *canvas.Text
	task   *canvas.Text
	mark   *canvas.Text
	sign   *canvas.Text // initials
	dots   [2]*surface  // of the task and of the mark
	round  *surface     // avatar
	chips  [maxChips]*surface
	tags   [maxChips]*canvas.Text
	all    []fyne.CanvasObject
}

func newFace(k *toolkit, d Density) *face {
	f := &face{kit: k, density: d}
	f.ground = newSurface(k.bitmaps, look{})
	f.name[0], f.name[1] = newText(baseSize, true), newText(baseSize, true)
	f.money = newText(baseSize, true)
	f.person, f.task = newText(smallSize, false), newText(tinySize, false)
	f.mark, f.sign = newText(tinySize, false), newText(9, true)
	f.dots[0], f.dots[1] = newSurface(k.bitmaps, look{}), newSurface(k.bitmaps, look{})
	f.round = newSurface(k.bitmaps, look{})
	f.all = []fyne.CanvasObject{
		&f.ground.Raster, f.name[0], f.name[1], f.money, f.person, f.task, f.mark,
		&f.dots[0].Raster, &f.dots[1].Raster, &f.round.Raster, f.sign,
	}
	for i := range f.chips {
		f.chips[i], f.tags[i] = newSurface(k.bitmaps, look{}), newText(tinySize, false)
		f.all = append(f.all, &f.chips[i].Raster, f.tags[i])
	}
	f.ExtendBaseWidget(f)
	f.paint()
	return f
}

// set shows a lead; the same content in the same state costs nothing.
func (f *face) set(lead int64, c *fitted, s faceState) {
	if f.lead == lead && f.fitted == c && f.state == s {
		return
	}
	sameContent := f.fitted == c && f.lead == lead
	wasVacated := f.state == vacated
	f.lead, f.fitted, f.state = lead, c, s
	if sameContent && !wasVacated && s != vacated {
		f.ground.set(f.groundLook())
		return
	}
	f.paint()
	f.arrange(f.Size())
}

func (f *face) groundLook() look {
	l := look{fill: theme.ColorCard, line: theme.ColorCardBorder, radius: 10, border: 1}
	switch f.state {
	case hovered:
		l.fill, l.line = theme.ColorCardHover, theme.ColorFaint
	case focused:
		l.line, l.border = theme.ColorAccent, 2
	case ghosted:
		l.line, l.border = theme.ColorAccent, 2
	case vacated:
		l.fill, l.dash, l.line = theme.ColorSunken, 4, theme.ColorFaint
	}
	return l
}

// paint copies content and state to the canvas objects.
func (f *face) paint() {
	f.ground.set(f.groundLook())
	c := f.fitted
	if c == nil || f.state == vacated {
		for _, o := range f.all[1:] {
			o.Hide()
		}
		return
	}
	muted := theme.ColorMuted
	f.show(f.name[0], c.name1, theme.ColorText)
	f.show(f.name[1], c.name2, theme.ColorText)
	f.show(f.money, c.money, theme.ColorText)
	f.show(f.mark, c.mark, c.markTone)
	f.show(f.sign, c.initials, theme.ColorOnAccent)
	f.dot(0, dotTone(c.taskTone))
	f.dot(1, dotTone(c.markTone))
	f.round.set(look{tint: theme.Avatar(c.card.OwnerID), radius: avatar})
	setVisible(&f.dots[1].Raster, c.mark != "")
	setVisible(&f.round.Raster, c.initials != "")
	full := f.density == Comfortable
	person, task := c.person, c.task
	if !full {
		person, task = "", ""
	}
	f.show(f.person, person, muted)
	f.show(f.task, task, c.taskTone)
	f.dots[0].Show()
	for i := range f.chips {
		on := full && i < len(c.chips)
		setVisible(&f.chips[i].Raster, on)
		if !on {
			f.tags[i].Hide()
			continue
		}
		f.chips[i].set(look{fill: theme.ColorChip, radius: 5})
		f.show(f.tags[i], c.chips[i].text, muted)
	}
}

func (f *face) show(t *canvas.Text, s string, name fyne.ThemeColorName) {
	setVisible(t, s != "")
	if s != "" {
		setText(t, s, name)
	}
}

func (f *face) dot(i int, name fyne.ThemeColorName) {
	f.dots[i].set(look{fill: name, radius: 4})
}

// dotTone is the bright colour of a dot beside a text of the given tone.
func dotTone(tone fyne.ThemeColorName) fyne.ThemeColorName {
	switch tone {
	case theme.ColorGreen:
		return theme.ColorGreenDot
	case theme.ColorAmber:
		return theme.ColorAmberDot
	case theme.ColorRed:
		return theme.ColorRedDot
	}
	return tone
}

// arrange places the canvas objects; all measures are whole units.
func (f *face) arrange(size fyne.Size) {
	place(&f.ground.Raster, 0, 0, size.Width, size.Height)
	c := f.fitted
	if c == nil {
		return
	}
	y, pitch := cardPad-2, float32(22)
	if c.name2 != "" {
		pitch = 20
		line(f.name[1], cardPad, y+16)
		y += 15
	}
	line(f.name[0], cardPad, cardPad-3)
	y += pitch - 1
	line(f.money, cardPad, y)
	if c.mark != "" {
		line(f.mark, c.markX, y+1)
		place(&f.dots[1].Raster, c.markX-12, y+6, 7, 7)
	}
	if f.density == Compact {
		f.arrangeFoot(size, size.Height-avatar-8)
		return
	}
	y += pitch
	line(f.person, cardPad, y)
	y += pitch - 1
	x := cardPad
	for i, ch := range c.chips {
		place(&f.chips[i].Raster, x, y, ch.width, 17)
		line(f.tags[i], x+chipPad, y+1)
		x += ch.width + 6
	}
	f.arrangeFoot(size, size.Height-avatar-9)
}

func (f *face) arrangeFoot(size fyne.Size, y float32) {
	place(&f.dots[0].Raster, cardPad, y+7, 7, 7)
	line(f.task, cardPad+13, y+3)
	x := size.Width - cardPad - avatar
	place(&f.round.Raster, x, y, avatar, avatar)
	sign := f.sign.MinSize()
	f.sign.Move(fyne.NewPos(x+(avatar-sign.Width)/2, y+(avatar-sign.Height)/2))
	f.sign.Resize(sign)
	if f.density == Compact {
		f.dots[0].Move(fyne.NewPos(x-14, y+7))
	}
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

// CreateRenderer gives the card's objects to Fyne.
func (f *face) CreateRenderer() fyne.WidgetRenderer { return faceRenderer{f} }

type faceRenderer struct{ f *face }

func (r faceRenderer) Destroy()                     {}
func (r faceRenderer) Layout(size fyne.Size)        { r.f.arrange(size) }
func (r faceRenderer) MinSize() fyne.Size           { return fyne.NewSize(columnMin, r.f.density.cardHeight()) }
func (r faceRenderer) Objects() []fyne.CanvasObject { return r.f.all }

// Refresh follows a theme change.
func (r faceRenderer) Refresh() {
	r.f.paint()
	for _, o := range r.f.all {
		canvas.Refresh(o)
	}
}
