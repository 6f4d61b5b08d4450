package board

import (
	"strconv"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/theme"
)

// content is what a card shows, in words and colours, made off the UI
// goroutine. It is never changed afterwards; fitted holds it cut to a width.
type content struct {
	card      cache.Card
	name      string
	money     string
	person    string
	tags      []string
	task      string
	due       string // the task without its words, for a compact card
	taskSign  sign
	taskTone  fyne.ThemeColorName
	mark      string
	markShort string // of a mark that has no room
	sign      sign   // of the mark
	markTone  fyne.ThemeColorName
	initials  string
}

// urgencies are the signs and text colours of the urgencies of a task.
var urgencies = [...]struct {
	sign sign
	tone fyne.ThemeColorName
}{
	format.NoTask: {dash, theme.ColorMuted}, format.Later: {ring, theme.ColorGreen},
	format.Today: {disc, theme.ColorAmber}, format.Overdue: {diamond, theme.ColorRed},
}

// stuckAfter is how many days without any change make a lead stuck.
const stuckAfter = 14

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
	out.due, _ = f.Due(c.TaskAt, now)
	var urgency format.Urgency
	out.task, urgency = f.Task(c.TaskAt, taskWords(c, t), now)
	out.taskSign, out.taskTone = urgencies[urgency].sign, urgencies[urgency].tone
	out.remark(t, now)
	return out
}

// remark says the most important thing that is unusual about the lead.
func (c *content) remark(t *i18n.Texts, now int64) {
	const day = 24 * 60 * 60
	switch {
	case c.card.Conflict:
		c.mark, c.sign, c.markTone = t.T("card.conflict"), triangle, theme.ColorRed
	case c.card.Refused:
		c.mark, c.sign, c.markTone = t.T("card.refused"), cross, theme.ColorRed
	case c.card.Pending:
		c.mark, c.sign, c.markTone = t.T("card.pending"), disc, theme.ColorAccent
	default:
		days := int((now - c.card.UpdatedAt) / day)
		closed := c.card.StatusID == amo.StatusWon || c.card.StatusID == amo.StatusLost
		if c.card.UpdatedAt == 0 || closed || days < stuckAfter {
			return
		}
		c.mark, c.markShort = t.N("card.stuck", days), t.N("card.stuck_short", days)
		c.sign, c.markTone = hourglass, theme.ColorMuted
	}
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
	money        string
	person       string
	task         string
	mark         string
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
	words := c.task
	if d == Compact && l.measure(words, tinySize, false) > room-avatar-20 {
		words = c.due
	}
	f.task = l.Fit(words, room-avatar-20, tinySize, false)
	f.money = c.money
	if c.sign != noSign {
		f.fitMark(l, room)
	}
	f.chips = fitChips(l, c.tags, room)
	return f
}

// fitMark puts the mark at the right of the money, as many of its words as
// there is room for; the sign always stays.
func (f *fitted) fitMark(l letters, room float32) {
	left := room - l.measure(f.content.money, baseSize, true) - 24
	for _, words := range []string{f.content.mark, f.markShort, ""} {
		w := l.measure(words, tinySize, false)
		if w <= left || words == "" {
			f.mark, f.markX = words, f.width-cardPad-w
			break
		}
	}
	f.money = l.Fit(f.content.money, f.markX-cardPad-18, baseSize, true)
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
