package board

import (
	"strconv"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/theme"
)

// content is what a card shows, in words and colours, made off the UI
// goroutine. It is never changed afterwards; fitted holds it cut to a width.
type content struct {
	card     cache.Card
	name     string
	money    string
	person   string
	tags     []string
	task     string
	taskTone fyne.ThemeColorName
	mark     string
	markTone fyne.ThemeColorName
	initials string
}

// tones are the text colours of the urgencies of a task.
var tones = [...]fyne.ThemeColorName{
	format.NoTask: theme.ColorMuted, format.Later: theme.ColorGreen,
	format.Today: theme.ColorAmber, format.Overdue: theme.ColorRed,
}

func newContent(c cache.Card, f *format.Format, now int64) *content {
	t := f.Texts()
	out := &content{card: c, name: c.Name, money: f.Money(c.Price), tags: c.Tags, initials: format.Initials(c.OwnerName)}
	if out.name == "" {
		out.name = t.T("card.no_name", "ID", c.ID)
	}
	out.person = c.ContactName + c.CompanyName
	if c.ContactName != "" && c.CompanyName != "" {
		out.person = c.ContactName + " · " + c.CompanyName
	}
	var urgency format.Urgency
	out.task, urgency = f.Task(c.TaskAt, taskWords(c, t), now)
	out.taskTone = tones[urgency]
	switch {
	case c.Conflict:
		out.mark, out.markTone = t.T("card.conflict"), theme.ColorRed
	case c.Refused:
		out.mark, out.markTone = t.T("card.refused"), theme.ColorRed
	case c.Pending:
		out.mark, out.markTone = t.T("card.pending"), theme.ColorAccent
	}
	return out
}

// The task types every account has; amoCRM names them in the language of the
// account's owner, Voronka in the person's.
const (
	taskCall    = 1
	taskMeeting = 2
)

func taskWords(c cache.Card, t *i18n.Texts) string {
	switch {
	case c.TaskText != "":
		return c.TaskText
	case c.TaskTypeID == taskCall:
		return t.T("task.call")
	case c.TaskTypeID == taskMeeting:
		return t.T("task.meeting")
	}
	return ""
}

// fitted is a content cut to the width of a card.
type fitted struct {
	*content
	width        float32
	name1, name2 string
	person       string
	task         string
	markX        float32
	chips        []chip
}

type chip struct {
	text  string
	width float32
}

const (
	baseSize  float32 = 13
	smallSize float32 = 12
	tinySize  float32 = 11
	avatar    float32 = 20
	chipPad   float32 = 8
	maxChips          = 4
)

// fit cuts the texts of a card to its width. UI goroutine only: it measures.
func (c *content) fit(l letters, width float32, d Density) *fitted {
	room := width - 2*cardPad
	f := &fitted{content: c, width: width}
	if d == Compact {
		f.name1 = l.Fit(c.name, room, baseSize, true)
	} else {
		lines := append(l.Wrap(c.name, room, baseSize, true, 2), "", "")
		f.name1, f.name2 = lines[0], lines[1]
	}
	f.person = l.Fit(c.person, room, smallSize, false)
	f.task = l.Fit(c.task, room-avatar-20, tinySize, false)
	if c.mark != "" {
		f.markX = width - cardPad - l.measure(c.mark, tinySize, false)
	}
	f.chips = fitChips(l, c.tags, room)
	return f
}

// fitChips takes as many tags as fit into one line; what is left over is
// counted in a last chip.
func fitChips(l letters, tags []string, room float32) []chip {
	var out []chip
	x := float32(0)
	for i, tag := range tags {
		text := l.Fit(tag, 110, tinySize, false)
		w := l.measure(text, tinySize, false) + 2*chipPad
		if x+w > room || len(out) == maxChips-1 && i < len(tags)-1 {
			more := "+" + strconv.Itoa(len(tags)-i)
			return append(out, chip{more, l.measure(more, tinySize, false) + 2*chipPad})
		}
		out = append(out, chip{text, w})
		x += w + 6
	}
	return out
}
