package tasks

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

func (b bucket) colour() fyne.ThemeColorName {
	switch b {
	case overdue:
		return theme.ColorRed
	case today:
		return theme.ColorAmber
	case tomorrow:
		return theme.ColorGreen
	case done:
		return theme.ColorMuted
	default:
		return theme.ColorText
	}
}

// head is the heading of a part of the list.
type head struct {
	widget.BaseWidget
	in    bucket
	title *canvas.Text
	count *canvas.Text
}

var _ kit.Inspectable = (*head)(nil)

func newHead() *head {
	h := &head{title: canvas.NewText("", nil), count: canvas.NewText("", nil)}
	h.title.TextSize, h.count.TextSize = theme.TextBase, theme.TextBase
	h.ExtendBaseWidget(h)
	return h
}

func (h *head) set(title, count string, in bucket) {
	h.title.Text, h.count.Text, h.in = title, count, in
	kit.Strong(h.title, true)
	h.Refresh()
}

// Inspect names the heading.
func (h *head) Inspect() (id, kind, text string) {
	return "tasks:" + strconv.Itoa(int(h.in)), "heading", h.title.Text + " " + h.count.Text
}

// CreateRenderer gives the texts to Fyne.
func (h *head) CreateRenderer() fyne.WidgetRenderer { return headFace{h} }

type headFace struct{ h *head }

func (f headFace) Destroy()           {}
func (f headFace) MinSize() fyne.Size { return fyne.NewSize(80, headHigh) }

// Objects are the two texts.
func (f headFace) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{f.h.title, f.h.count} }

// Layout puts the count behind the name.
func (f headFace) Layout(size fyne.Size) {
	w := kit.Measure(f.h.title.Text, theme.TextBase, true)
	move(f.h.title, 0, size.Height-27, w, 18)
	move(f.h.count, w+8, size.Height-27, 80, 18)
}

// Refresh follows the theme.
func (f headFace) Refresh() {
	f.h.title.Color, f.h.count.Color = base.Color(f.h.in.colour()), base.Color(theme.ColorMuted)
	f.Layout(f.h.Size())
	f.h.title.Refresh()
	f.h.count.Refresh()
}

// card is one task.
type card struct {
	widget.BaseWidget
	s      *Screen
	l      line
	ground *kit.Ground
	check  *kit.Check
	title  *canvas.Text
	about  *canvas.Text
	mark   *canvas.Circle
	due    *canvas.Text
	later  *kit.Button
	avatar *kit.Avatar
	result *kit.Field
	finish *kit.Button
	fit    *format.Fitter
}

var _ kit.Inspectable = (*card)(nil)

func newCard(s *Screen) *card {
	texts := s.texts()
	c := &card{
		s: s, ground: kit.NewGround(theme.ColorPanel, theme.ColorLine, theme.RadiusCard), title: canvas.NewText("", nil), about: canvas.NewText("", nil),
		due: canvas.NewText("", nil), mark: canvas.NewCircle(nil), avatar: kit.NewAvatar(22), fit: format.NewFitter(kit.Measure, 8),
	}
	c.title.TextSize, c.about.TextSize, c.due.TextSize = theme.TextBase, theme.TextSmall, theme.TextSmall
	c.check = kit.NewCheck(kit.CheckParams{Name: "task", Label: texts.T("tasks.complete"), Words: func(kit.Mark) string { return "" }, Changed: func(kit.Mark) { s.tick(c.l.task) }})
	c.later = kit.NewPlainButton("put-off", texts.T("tasks.plus_day"), "", func() { s.putOff(c.l.task, 1) })
	c.result = kit.NewField(kit.FieldParams{
		Name: "task-result", Label: texts.T("tasks.result"), Placeholder: texts.T("tasks.result"), Bare: true, Private: true,
		Changed: func(text string) { s.result = text }, Submitted: func() { s.complete(c.l.task) },
		Key: func(k fyne.KeyName) bool {
			if k == fyne.KeyEscape {
				s.tick(c.l.task)
			}
			return k == fyne.KeyEscape
		},
	})
	c.finish = kit.NewPrimaryButton("finish-task", texts.T("tasks.finish"), "", func() { s.complete(c.l.task) })
	c.ExtendBaseWidget(c)
	return c
}

// open reports whether the result is being written.
func (c *card) open() bool { return c.s.finish != 0 && c.s.finish == c.l.task.ID }

func (c *card) set(l line, over bool) {
	c.l = l
	mark := kit.Off
	if l.task.Completed || c.open() {
		mark = kit.On
	}
	c.check.Set(mark)
	ground := theme.ColorPanel
	if over {
		ground = theme.ColorCardHover
	}
	c.ground.Set(ground, theme.ColorLine)
	c.avatar.Set(l.task.OwnerID, l.task.OwnerName)
	c.due.Text = l.in.due(l.task, c.s.now(), c.s.p.Format)
	if c.open() {
		if c.result.Text() != c.s.result {
			c.result.SetText(c.s.result)
		}
		if c.s.opening {
			c.s.opening = false
			c.s.p.Do(func() { // when the field stands in the window
				if c.open() {
					c.result.Focus()
				}
			})
		}
	}
	c.Refresh()
}

// Inspect names the task.
func (c *card) Inspect() (id, kind, text string) {
	return "task:" + strconv.FormatInt(c.l.task.ID, 10), "task", c.l.task.Text
}

// CreateRenderer gives the parts to Fyne.
func (c *card) CreateRenderer() fyne.WidgetRenderer { return cardFace{c} }

type cardFace struct{ c *card }

func (f cardFace) Destroy()           {}
func (f cardFace) MinSize() fyne.Size { return fyne.NewSize(200, cardHigh) }

// Objects are the parts that mean something now.
func (f cardFace) Objects() []fyne.CanvasObject {
	c := f.c
	all := []fyne.CanvasObject{c.ground, c.check, c.title, c.about, c.due, c.avatar}
	if c.l.task.Pending || c.l.task.Conflict || c.l.task.Refused {
		all = append(all, c.mark)
	}
	if !c.l.task.Completed {
		all = append(all, c.later)
	}
	if c.open() {
		all = append(all, c.result, c.finish)
	}
	return all
}

// Layout puts what the task is at the left, and when and whose at the right.
func (f cardFace) Layout(size fyne.Size) {
	c := f.c
	const pad, text = 12, 42
	move(c.ground, 0, 0, size.Width, size.Height-cardGap)
	move(c.check, pad, (cardHigh-theme.HeightControl)/2, 26, theme.HeightControl)
	x := size.Width - pad - 22
	move(c.avatar, x, (cardHigh-22)/2, 22, 22)
	x -= 12
	if !c.l.task.Completed {
		min := c.later.MinSize()
		x -= min.Width
		move(c.later, x, (cardHigh-min.Height)/2, min.Width, min.Height)
		x -= 12
	}
	w := kit.Measure(c.due.Text, theme.TextSmall, false)
	x -= w
	move(c.due, x, (cardHigh-16)/2, w, 16)
	x -= 16
	move(c.mark, x, (cardHigh-8)/2, 8, 8)
	room := x - text - 8
	title := c.l.task.Text
	if title == "" {
		title = c.s.typeName(c.l.task.TypeID, c.l.task.TypeName)
	}
	c.title.Text = c.fit.Fit(title, room, theme.TextBase, true)
	kit.Strong(c.title, true)
	y := float32(9)
	if c.l.about == "" {
		y = (cardHigh - 18) / 2
	}
	move(c.title, text, y, room, 18)
	c.about.Text = c.fit.Fit(c.l.about, room, theme.TextSmall, false)
	move(c.about, text, 27, room, 16)
	if c.open() {
		min := c.finish.MinSize()
		move(c.finish, size.Width-pad-min.Width, cardHigh-4, min.Width, theme.HeightControl)
		move(c.result, text, cardHigh-4, size.Width-pad-min.Width-8-text, theme.HeightControl)
	}
}

// Refresh follows the task and the theme.
func (f cardFace) Refresh() {
	c := f.c
	f.Layout(c.Size())
	title := theme.ColorText
	if c.l.task.Completed {
		title = theme.ColorMuted
	}
	due := c.l.in.colour()
	if due == theme.ColorText {
		due = theme.ColorMuted
	}
	c.title.Color, c.about.Color, c.due.Color = base.Color(title), base.Color(theme.ColorMuted), base.Color(due)
	c.mark.FillColor = base.Color(theme.ColorAccent)
	if c.l.task.Conflict || c.l.task.Refused {
		c.mark.FillColor = base.Color(theme.ColorRedDot)
	}
	for _, o := range f.Objects() {
		o.Refresh()
	}
	canvas.Refresh(c)
}
