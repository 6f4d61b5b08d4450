package date

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// Params says what a calendar shows. All but Chosen are needed.
type Params struct {
	Name   string // the calendar's id is "dialog:Name"
	Texts  *i18n.Texts
	Today  format.Day
	Chosen format.Day // the zero day for none
	Choose func(format.Day)
}

// Show opens a calendar under an object and closes it at the choice, at Esc and
// at a click elsewhere.
func Show(under fyne.CanvasObject, p Params) {
	on := fyne.CurrentApp().Driver().CanvasForObject(under)
	if on == nil {
		return // taken off the window meanwhile
	}
	c := newCalendar(p)
	popup := widget.NewPopUp(c, on)
	c.leave = popup.Hide
	c.p.Choose = func(d format.Day) {
		popup.Hide() // first: what follows may open something
		p.Choose(d)
	}
	size := c.MinSize()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(under).AddXY(under.Size().Width-size.Width, under.Size().Height+4)
	const margin = 8
	at.X = max(min(at.X, on.Size().Width-size.Width-margin), margin)
	if at.Y+size.Height+margin > on.Size().Height {
		at.Y = max(at.Y-under.Size().Height-8-size.Height, margin)
	}
	popup.ShowAtPosition(at)
	popup.Resize(size)
	on.Focus(c)
}

// calendar is one flat widget: 42 days are texts, not widgets.
type calendar struct {
	widget.BaseWidget
	p        Params
	at       format.Day // has the keyboard; its month is shown
	days     [rows * columns]format.Day
	hover    int // index of the day under the pointer, -1 none
	leave    func()
	previous *kit.Button
	next     *kit.Button
	today    *kit.Link
	face     *calendarFace
}

var (
	_ fyne.Focusable     = (*calendar)(nil)
	_ fyne.Tappable      = (*calendar)(nil)
	_ fyne.Scrollable    = (*calendar)(nil)
	_ desktop.Hoverable  = (*calendar)(nil)
	_ desktop.Cursorable = (*calendar)(nil)
	_ fyne.Accessible    = (*calendar)(nil)
	_ kit.Inspectable    = (*calendar)(nil)
)

func newCalendar(p Params) *calendar {
	c := &calendar{p: p, at: p.Chosen, hover: -1, leave: func() {}}
	if c.at == (format.Day{}) {
		c.at = p.Today
	}
	c.previous = kit.NewIconButton("previous-month", p.Texts.T("date.previous"), theme.IconChevronLeft, func() { c.walk(shiftMonth(c.at, -1)) })
	c.next = kit.NewIconButton("next-month", p.Texts.T("date.next"), theme.IconChevronRight, func() { c.walk(shiftMonth(c.at, 1)) })
	c.today = kit.NewLink("today", p.Texts.T("date.today"), func() { c.p.Choose(c.p.Today) })
	c.days = grid(c.at.Year, c.at.Month)
	c.ExtendBaseWidget(c)
	c.face = newCalendarFace(c)
	return c
}

// walk takes the keyboard to a day.
func (c *calendar) walk(to format.Day) {
	if to.Year < 1900 || to.Year > 2199 {
		return
	}
	c.at, c.hover = to, -1
	c.days = grid(to.Year, to.Month)
	c.Refresh()
}

// TypedKey walks over the days and chooses one.
func (c *calendar) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		c.walk(shift(c.at, -1))
	case fyne.KeyRight:
		c.walk(shift(c.at, 1))
	case fyne.KeyUp:
		c.walk(shift(c.at, -columns))
	case fyne.KeyDown:
		c.walk(shift(c.at, columns))
	case fyne.KeyPageUp:
		c.walk(shiftMonth(c.at, -1))
	case fyne.KeyPageDown:
		c.walk(shiftMonth(c.at, 1))
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.p.Choose(c.at)
	case fyne.KeyEscape:
		c.leave()
	}
}

// TypedRune does nothing.
func (c *calendar) TypedRune(rune) {}

// FocusGained does nothing: the day that has the keyboard is marked anyway.
func (c *calendar) FocusGained() {}

// FocusLost does nothing.
func (c *calendar) FocusLost() {}

// Tapped chooses the day under the pointer.
func (c *calendar) Tapped(ev *fyne.PointEvent) {
	if i := c.dayAt(ev.Position); i >= 0 {
		c.p.Choose(c.days[i])
	}
}

// Scrolled turns the month.
func (c *calendar) Scrolled(ev *fyne.ScrollEvent) {
	by := 1
	if ev.Scrolled.DY > 0 {
		by = -1
	}
	c.walk(shiftMonth(c.at, by))
}

// MouseIn marks the day under the pointer.
func (c *calendar) MouseIn(ev *desktop.MouseEvent) { c.MouseMoved(ev) }

// MouseMoved marks the day under the pointer.
func (c *calendar) MouseMoved(ev *desktop.MouseEvent) {
	if i := c.dayAt(ev.Position); i != c.hover {
		c.hover = i
		c.Refresh()
	}
}

// MouseOut takes the mark away.
func (c *calendar) MouseOut() { c.hover = -1; c.Refresh() }

// Cursor is a hand over a day.
func (c *calendar) Cursor() desktop.Cursor {
	if c.hover >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// dayAt is the index of the day at a place, -1 for none.
func (c *calendar) dayAt(p fyne.Position) int {
	x, y := p.X-pad, p.Y-pad-head-week
	if x < 0 || y < 0 || x >= columns*cell || y >= rows*cell {
		return -1
	}
	return int(y/cell)*columns + int(x/cell)
}

// Inspect names the calendar; its text is the month it shows.
func (c *calendar) Inspect() (id, kind, text string) {
	return "dialog:" + c.p.Name, "dialog", c.title()
}

// AccessibilityLabel says which month is shown.
func (c *calendar) AccessibilityLabel() string { return c.title() }

// AccessibilityRole tells that it holds things to press.
func (c *calendar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (c *calendar) title() string {
	return c.p.Texts.Month(c.at.Month) + " " + strconv.Itoa(c.at.Year)
}

// CreateRenderer gives the calendar's objects to Fyne.
func (c *calendar) CreateRenderer() fyne.WidgetRenderer { return c.face }

// Sizes, in Fyne units.
const (
	pad  float32 = 12
	head float32 = 34
	week float32 = 22
	cell float32 = 34
	foot float32 = 34
)

type calendarFace struct {
	c       *calendar
	title   *canvas.Text
	weekday [columns]*canvas.Text
	day     [rows * columns]*canvas.Text
	chosen  *canvas.Rectangle
	hover   *canvas.Rectangle
	ring    *canvas.Rectangle // the day that has the keyboard
	objects []fyne.CanvasObject
}

func newCalendarFace(c *calendar) *calendarFace {
	f := &calendarFace{c: c, title: canvas.NewText("", nil), chosen: canvas.NewRectangle(nil), hover: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil)}
	f.title.TextSize = theme.TextBase
	f.objects = []fyne.CanvasObject{f.title, f.hover, f.chosen, f.ring, c.previous, c.next, c.today}
	for i := range f.weekday {
		f.weekday[i] = canvas.NewText(c.p.Texts.WeekdayShort(time.Weekday((i+1)%columns)), nil)
		f.weekday[i].TextSize, f.weekday[i].Alignment = theme.TextTiny, fyne.TextAlignCenter
		f.objects = append(f.objects, f.weekday[i])
	}
	for i := range f.day {
		f.day[i] = canvas.NewText("", nil)
		f.day[i].TextSize, f.day[i].Alignment = theme.TextBase, fyne.TextAlignCenter
		f.objects = append(f.objects, f.day[i])
	}
	f.Refresh()
	return f
}

// MinSize is a fixed one.
func (f *calendarFace) MinSize() fyne.Size {
	return fyne.NewSize(2*pad+columns*cell, 2*pad+head+week+rows*cell+foot)
}

// Objects returns the canvas objects.
func (f *calendarFace) Objects() []fyne.CanvasObject { return f.objects }

// Destroy has nothing to release.
func (f *calendarFace) Destroy() {}

// Layout places the days under their weekdays.
func (f *calendarFace) Layout(fyne.Size) {
	c := f.c
	middle(f.title, pad+4, pad, columns*cell, head)
	side := c.previous.MinSize().Width
	move(c.previous, pad+columns*cell-2*side-2, pad, side, head-4)
	move(c.next, pad+columns*cell-side, pad, side, head-4)
	for i, t := range f.weekday {
		middle(t, pad+float32(i)*cell, pad+head, cell, week)
	}
	for i, t := range f.day {
		x, y := place(i)
		middle(t, x, y-1, cell, cell)
		for _, mark := range []struct {
			r  *canvas.Rectangle
			on bool
		}{{f.hover, i == c.hover}, {f.chosen, c.days[i] == c.p.Chosen}, {f.ring, c.days[i] == c.at}} {
			if mark.on {
				move(mark.r, x+2, y+2, cell-4, cell-4)
			}
		}
	}
	move(c.today, pad-4, pad+head+week+rows*cell+4, c.today.MinSize().Width, foot-4)
}

func place(i int) (x, y float32) {
	return pad + float32(i%columns)*cell, pad + head + week + float32(i/columns)*cell
}

func move(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

func middle(t *canvas.Text, x, y, w, h float32) {
	line := t.MinSize().Height
	move(t, x, y+(h-line)/2, w, line)
}

// Refresh follows the month, the pointer and the theme.
func (f *calendarFace) Refresh() {
	c := f.c
	say(f.title, c.title(), true, theme.ColorText)
	for _, t := range f.weekday {
		say(t, t.Text, false, theme.ColorMuted)
	}
	shown := false
	for i, t := range f.day {
		d := c.days[i]
		colour := theme.ColorText
		switch {
		case d == c.p.Chosen:
			colour, shown = theme.ColorOnAccent, true
		case d == c.p.Today:
			colour = theme.ColorAccent
		case d.Month != c.at.Month:
			colour = theme.ColorFaint
		}
		say(t, strconv.Itoa(d.Day), d == c.p.Today || d == c.p.Chosen, colour)
	}
	fill(f.chosen, theme.ColorAccentFill, "", shown)
	fill(f.hover, theme.ColorHover, "", c.hover >= 0)
	fill(f.ring, "", theme.ColorFocus, true)
	for _, o := range []fyne.CanvasObject{c.previous, c.next, c.today} {
		o.Refresh()
	}
	f.Layout(c.Size())
}

func say(t *canvas.Text, text string, strong bool, colour fyne.ThemeColorName) {
	t.Text, t.Color = text, base.Color(colour)
	kit.Strong(t, strong)
	t.Refresh()
}

func fill(r *canvas.Rectangle, ground, line fyne.ThemeColorName, shown bool) {
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = nil, nil, 0, theme.RadiusField
	if ground != "" {
		r.FillColor = base.Color(ground)
	}
	if line != "" {
		r.StrokeColor, r.StrokeWidth = base.Color(line), 2
	}
	r.Hidden = !shown
	r.Refresh()
}
