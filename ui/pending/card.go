package pending

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// card is one item on the page. What it is drawn with is made when it is first
// seen, so that a long outbox costs little. Its height follows from the item
// alone.
type card struct {
	widget.BaseWidget
	page *Page
	item item
	face *cardFace // nil until it is seen
}

var (
	_ field.Block     = (*card)(nil)
	_ kit.Inspectable = (*card)(nil)
)

func newCard(p *Page, it item) *card {
	c := &card{page: p, item: it}
	c.ExtendBaseWidget(c)
	return c
}

// set shows other words of the same item. Its buttons stay, unless they are
// others, so that the keyboard stays where it is.
func (c *card) set(it item) {
	if c.item.same(&it) {
		return
	}
	shape := c.item.sameShape(&it)
	c.item = it
	if c.face == nil {
		return
	}
	if !shape {
		c.face.build()
	}
	c.Refresh()
}

// Inspect names the item; its text is all that it says.
func (c *card) Inspect() (id, kind, text string) {
	parts := []string{c.item.sign, c.item.title, c.item.line, c.item.note}
	for _, l := range c.item.table {
		parts = append(parts, strings.Join([]string{l.name, l.before, l.mine, l.theirs}, " | "))
	}
	return "pending:" + c.item.key, "pending", strings.Join(parts, "\n")
}

// The card's distances, in Fyne units.
const (
	cardPad  float32 = 14
	cardTop  float32 = 9
	lineHigh float32 = 18
	rowHigh  float32 = 30
	footHigh float32 = theme.HeightControl + 18
	noteRows         = 2
	dotSide  float32 = 8
)

// HeightFor is the height; it does not depend on the width.
func (c *card) HeightFor(float32) float32 {
	h := 2*cardTop + 2*lineHigh
	if c.item.note != "" {
		h += noteRows * lineHigh
	}
	if len(c.item.table) > 0 {
		h += rowHigh * float32(len(c.item.table)+1)
	}
	if c.item.stacked() {
		h += footHigh
	}
	return h
}

// stacked reports whether the buttons stand at the foot rather than at the
// right.
func (i *item) stacked() bool { return len(i.table) > 0 || len(i.acts) > 2 }

// CreateRenderer gives the parts to Fyne.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	if c.face == nil {
		c.face = &cardFace{c: c, fit: format.NewFitter(kit.Measure, 8)}
		c.face.build()
	}
	c.face.Refresh()
	return c.face
}

type cardFace struct {
	c       *card
	fit     *format.Fitter
	ground  *canvas.Rectangle
	dot     *canvas.Circle
	sign    *canvas.Text
	title   *canvas.Text
	line    *canvas.Text
	note    *kit.Prose
	table   *table // nil without one
	buttons []*kit.Button
	objects []fyne.CanvasObject
}

func small(bold bool) *canvas.Text {
	t := canvas.NewText("", nil)
	t.TextSize = theme.TextSmall
	kit.Strong(t, bold)
	return t
}

// build makes the parts of the item.
func (f *cardFace) build() {
	f.ground = canvas.NewRectangle(nil)
	f.dot = canvas.NewCircle(nil)
	f.sign, f.title, f.line = small(true), canvas.NewText("", nil), small(false)
	f.title.TextSize = theme.TextBase
	f.note = kit.NewProse("", theme.TextSmall, theme.ColorMuted, noteRows)
	f.objects = []fyne.CanvasObject{f.ground, f.dot, f.sign, f.title, f.line, f.note}
	f.table, f.buttons = nil, nil
	if len(f.c.item.table) > 0 {
		f.table = newTable(f.c)
		f.objects = append(f.objects, f.table.objects...)
	}
	for _, a := range f.c.item.acts {
		make := func(name, text string, tapped func()) *kit.Button { return kit.NewPlainButton(name, text, "", tapped) }
		if a.main {
			make = func(name, text string, tapped func()) *kit.Button {
				return kit.NewPrimaryButton(name, text, "", tapped)
			}
		}
		b := make(a.name, a.text, func() { f.c.page.do(f.c.item.row, a) })
		f.buttons = append(f.buttons, b)
		f.objects = append(f.objects, b)
	}
}

// Destroy has nothing to release.
func (f *cardFace) Destroy() {}

// MinSize is narrow: the page gives the width.
func (f *cardFace) MinSize() fyne.Size { return fyne.NewSize(200, f.c.HeightFor(0)) }

// Objects are the parts.
func (f *cardFace) Objects() []fyne.CanvasObject { return f.objects }

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// putText puts a text into a line of a height.
func putText(t *canvas.Text, x, y, w, h float32) {
	high := t.MinSize().Height
	put(t, x, y+float32(int((h-high)/2)), w, high)
}

// Layout places the words at the left and the buttons at the right or, when
// there are many or a table, at the foot.
func (f *cardFace) Layout(size fyne.Size) {
	it := &f.c.item
	put(f.ground, 0, 0, size.Width, size.Height)
	right := size.Width - cardPad
	if it.stacked() {
		f.foot(right, size)
	} else {
		right = f.aside(right, size)
	}
	x := cardPad
	if it.sign == "" {
		put(f.dot, x, size.Height/2-dotSide/2, dotSide, dotSide)
		x += dotSide + 10
	}
	y := cardTop
	left := x
	if it.sign != "" {
		w := kit.Measure(f.sign.Text, theme.TextSmall, true)
		putText(f.sign, x, y, w, lineHigh)
		left += w + 12
	}
	f.title.Text = f.fit.Fit(it.title, right-left, theme.TextBase, true)
	kit.Strong(f.title, true)
	putText(f.title, left, y, right-left, lineHigh)
	y += lineHigh
	f.line.Text = f.fit.Fit(it.line, right-x, theme.TextSmall, false)
	putText(f.line, x, y, right-x, lineHigh)
	y += lineHigh
	if it.note != "" {
		put(f.note, x, y, right-x, noteRows*lineHigh)
		y += noteRows * lineHigh
	}
	if f.table != nil {
		f.table.layout(cardPad, y, size.Width-2*cardPad)
	}
}

// aside puts the buttons at the right, in the middle of the height, and returns
// where they begin.
func (f *cardFace) aside(right float32, size fyne.Size) float32 {
	x := right
	for i := len(f.buttons) - 1; i >= 0; i-- {
		min := f.buttons[i].MinSize()
		x -= min.Width
		put(f.buttons[i], x, float32(int((size.Height-theme.HeightControl)/2)), min.Width, theme.HeightControl)
		x -= 8
	}
	if len(f.buttons) > 0 {
		x -= 8
	}
	return x
}

// foot puts the buttons at the foot, the main one at the right.
func (f *cardFace) foot(right float32, size fyne.Size) {
	x, y := right, size.Height-theme.HeightControl-12
	for i := len(f.buttons) - 1; i >= 0; i-- {
		b := f.buttons[i]
		w := min(b.MinSize().Width, max(x-cardPad, 0))
		b.Show()
		if w < b.MinSize().Width {
			b.Hide() // no room; the others decide as well
			continue
		}
		x -= w
		put(b, x, y, w, theme.HeightControl)
		x -= 8
	}
}

// Refresh copies the words and the theme to the parts.
func (f *cardFace) Refresh() {
	it := &f.c.item
	line, tone := theme.ColorCardBorder, theme.ColorAccent
	switch it.tone {
	case kit.ToneBad:
		tone = theme.ColorRed
		if it.alarm {
			line = theme.ColorRedDot
		}
	case kit.ToneWarn:
		tone = theme.ColorAmber
		if it.alarm {
			line = theme.ColorAmberDot
		}
	}
	f.ground.FillColor, f.ground.StrokeColor = base.Color(theme.ColorCard), base.Color(line)
	f.ground.StrokeWidth, f.ground.CornerRadius = 1, theme.RadiusCard
	f.dot.FillColor = base.Color(tone)
	if it.sign == "" {
		f.dot.Show()
	} else {
		f.dot.Hide()
	}
	f.sign.Text, f.sign.Color = "", base.Color(tone)
	if it.sign != "" {
		f.sign.Text = "▲ " + it.sign
		kit.Strong(f.sign, true)
	}
	f.title.Color, f.line.Color = base.Color(theme.ColorText), base.Color(theme.ColorMuted)
	note := theme.ColorMuted
	if it.tone != kit.ToneBusy {
		note = tone
	}
	f.note.Set(it.note, note)
	if f.table != nil {
		f.table.paint()
	}
	f.Layout(f.c.Size())
	for _, o := range f.objects {
		o.Refresh()
	}
}
