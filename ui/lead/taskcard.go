package lead

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// taskCard is one task: what, until when, by whom, and what can be done.
type taskCard struct {
	widget.BaseWidget
	t         *tasks
	row       cache.TaskRow
	finishing bool // the result is being written

	ground *canvas.Rectangle
	check  *kit.Check
	words  *kit.Prose
	due    *canvas.Text
	rest   *canvas.Text
	fit    *format.Fitter
	more   *kit.Button
	result *kit.Field
	done   *kit.Button
}

var _ field.Block = (*taskCard)(nil)

func newTaskCard(t *tasks, row cache.TaskRow) *taskCard {
	texts := t.v.texts()
	id := strconv.FormatInt(row.ID, 10)
	c := &taskCard{
		t: t, ground: canvas.NewRectangle(nil), words: kit.NewProse("", theme.TextBase, theme.ColorText, 4),
		due: small("", theme.ColorMuted), rest: small("", theme.ColorMuted), fit: format.NewFitter(kit.Measure, 4),
	}
	c.check = kit.NewCheck(kit.CheckParams{
		Name: "task-" + id, Label: texts.T("lead.complete_task"), Words: func(kit.Mark) string { return "" }, Changed: func(m kit.Mark) { c.ticked(m == kit.On) },
	})
	c.more = kit.NewIconButton("more-task-"+id, texts.T("lead.more"), theme.IconMore, c.menu)
	c.result = kit.NewField(kit.FieldParams{
		Name: "result-" + id, Label: texts.T("lead.task_result"), Bare: true, Placeholder: texts.T("lead.task_result"), Submitted: c.finish,
		Key: func(k fyne.KeyName) bool {
			if k == fyne.KeyEscape {
				c.unfold(false)
			}
			return k == fyne.KeyEscape
		},
	})
	c.done = kit.NewPrimaryButton("finish-task-"+id, texts.T("lead.finish_task"), "", c.finish)
	c.ExtendBaseWidget(c)
	return c
}

// set shows another state of the task.
func (c *taskCard) set(row cache.TaskRow) {
	if row == c.row && !row.Completed {
		c.tell() // its time may have come
		return
	}
	c.row = row
	c.finishing = c.finishing && !row.Completed
	c.tell()
}

// tell puts the task into words.
func (c *taskCard) tell() {
	v := c.t.v
	text, colour := c.row.Text, theme.ColorText
	mark := kit.Off
	if c.row.Completed {
		mark, colour = kit.On, theme.ColorMuted
		if c.row.Result != "" {
			text += " — " + c.row.Result
		}
	}
	if c.finishing {
		mark = kit.On
	}
	c.check.Set(mark)
	c.words.Set(text, colour)
	due, urgency := v.format.Due(c.row.DueAt, v.p.Now())
	c.due.Color = base.Color(theme.ColorMuted)
	if c.row.Completed {
		due = v.format.Date(c.row.DueAt)
	} else {
		switch urgency {
		case format.Overdue:
			c.due.Color = base.Color(theme.ColorRed)
		case format.Today:
			c.due.Color = base.Color(theme.ColorAmber)
		case format.Later:
			c.due.Color = base.Color(theme.ColorGreen)
		}
	}
	c.due.Text = "● " + due
	var rest []string
	for _, s := range []string{c.t.kindName(c.row.TypeID, c.row.TypeName), c.row.OwnerName} {
		if s != "" {
			rest = append(rest, s)
		}
	}
	switch {
	case c.row.Refused, c.row.Conflict:
		rest = append(rest, v.texts().T("card.refused"))
	case c.row.Pending:
		rest = append(rest, v.texts().T("card.pending"))
	}
	c.rest.Text = strings.Join(rest, " · ")
	c.Refresh()
}

// ticked completes the task, after asking for the result, or opens it again.
func (c *taskCard) ticked(on bool) {
	switch {
	case c.row.Completed:
		c.t.v.do(cache.TaskEdit{ID: c.row.ID, Completed: amo.Set(false)})
	default:
		c.unfold(on)
	}
}

func (c *taskCard) unfold(open bool) {
	c.finishing = open
	c.tell()
	c.t.form.Arrange()
	if open {
		c.result.Focus()
	}
}

func (c *taskCard) finish() {
	edit := cache.TaskEdit{ID: c.row.ID, Completed: amo.Set(true)}
	if text := strings.TrimSpace(c.result.Text()); text != "" {
		edit.Result = amo.Set(text)
	}
	c.t.v.do(edit)
}

// menu offers to put the task off and to give it to somebody else.
func (c *taskCard) menu() {
	on := fyne.CurrentApp().Driver().CanvasForObject(c)
	if on == nil {
		return
	}
	texts := c.t.v.texts()
	var items []kit.Item
	if !c.row.Completed {
		items = append(items,
			kit.Item{ID: "day", Text: texts.T("lead.put_off_day"), Icon: theme.IconClock, Do: func() { c.putOff(1) }},
			kit.Item{ID: "week", Text: texts.T("lead.put_off_week"), Icon: theme.IconCalendar, Do: func() { c.putOff(daysOfWeek) }})
	}
	for i, u := range c.t.v.details.owners() {
		items = append(items, kit.Item{
			ID: "owner-" + strconv.FormatInt(u.ID, 10), Text: texts.T("lead.give_to", "Who", u.Value), Checked: u.ID == c.row.OwnerID, Separator: i == 0,
			Do: func() { c.t.v.do(cache.TaskEdit{ID: c.row.ID, OwnerID: amo.Set(u.ID)}) },
		})
	}
	kit.NewMenu(on, kit.MenuParams{Name: "task", Items: items, Search: texts.T("lead_menu.search"), Empty: texts.T("lead_menu.nothing")}).ShowUnder(c.more)
}

const daysOfWeek = 7

// putOff moves the task by whole days: from its own day, or from today when
// that has passed, at the same time of day.
func (c *taskCard) putOff(days int) {
	v := c.t.v
	zone := v.format.Location()
	due, now := time.Unix(c.row.DueAt, 0).In(zone), time.Unix(v.p.Now(), 0).In(zone)
	day := format.DayOf(due)
	if due.Before(now) {
		day = format.DayOf(now)
	}
	at := day.Time(due.Hour(), due.Minute(), zone).AddDate(0, 0, days)
	v.do(cache.TaskEdit{ID: c.row.ID, CompleteTill: amo.Set(at.Unix())})
}

// Inspect names the card.
func (c *taskCard) Inspect() (id, kind, text string) {
	return "task:" + strconv.FormatInt(c.row.ID, 10), "task", c.row.Text
}

// HeightFor is the height at a width.
func (c *taskCard) HeightFor(width float32) float32 { return c.place(width) }

const taskText float32 = 40 // where the words begin

func (c *taskCard) place(width float32) float32 {
	move(c.check, cardPad, 3, 24, theme.HeightControl)
	min := c.more.MinSize()
	move(c.more, width-min.Width-4, 5, min.Width, min.Height)
	w := width - taskText - min.Width - 12
	y := float32(10)
	h := c.words.HeightFor(w)
	move(c.words, taskText, y, w, h)
	y += h + 4
	h = c.due.MinSize().Height
	dueW := kit.Measure(c.due.Text, theme.TextSmall, false)
	move(c.due, taskText, y, dueW, h)
	rest := c.rest.Text
	if rest != "" {
		rest = c.fit.Fit(rest, w-dueW-14, theme.TextSmall, false)
	}
	c.rest.Text = rest
	move(c.rest, taskText+dueW+14, y, w-dueW-14, h)
	y += h + 10
	if c.finishing {
		min = c.done.MinSize()
		move(c.result, taskText, y-2, width-taskText-min.Width-cardPad-8, theme.HeightControl)
		move(c.done, width-cardPad-min.Width, y-2, min.Width, theme.HeightControl)
		y += theme.HeightControl + 8
	}
	move(c.ground, 0, 0, width, y)
	return y
}

// CreateRenderer gives the parts to Fyne.
func (c *taskCard) CreateRenderer() fyne.WidgetRenderer {
	f := taskCardFace{c}
	f.paint()
	return f
}

type taskCardFace struct{ c *taskCard }

func (f taskCardFace) Destroy()              {}
func (f taskCardFace) MinSize() fyne.Size    { return fyne.NewSize(200, 40) }
func (f taskCardFace) Layout(size fyne.Size) { f.c.place(size.Width) }

// Objects are the parts of now.
func (f taskCardFace) Objects() []fyne.CanvasObject {
	c := f.c
	all := []fyne.CanvasObject{c.ground, c.check, c.words, c.due, c.rest, c.more}
	if c.finishing {
		all = append(all, c.result, c.done)
	}
	return all
}

func (f taskCardFace) paint() {
	c := f.c
	c.ground.FillColor, c.ground.StrokeColor, c.ground.StrokeWidth, c.ground.CornerRadius = base.Color(theme.ColorPanel), base.Color(theme.ColorLine), 1, theme.RadiusButton
	c.rest.Color = base.Color(theme.ColorMuted)
}

// Refresh follows the task and the theme.
func (f taskCardFace) Refresh() {
	f.paint()
	for _, o := range f.Objects() {
		o.Refresh()
	}
	f.Layout(f.c.Size())
	canvas.Refresh(f.c)
}
