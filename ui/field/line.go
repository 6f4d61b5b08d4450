package field

import (
	"net/url"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/date"
	"voronka/ui/format"
	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// line is a text to type: words, a number, a day, an address.
type line struct {
	single
	entry *kit.Field
}

func newLine(f *Field, lines int) *line {
	c := &line{single: single{f: f}}
	p := kit.FieldParams{
		Name: f.p.Name, Label: f.p.Label, Placeholder: f.p.Placeholder, Bare: true, Lines: lines,
		Gained: f.gained, Changed: func(text string) { f.put(input.Typed{Text: text}) },
		Left: func() { c.tidy(); f.left() },
	}
	texts := f.p.Rule.Format.Texts()
	switch f.p.Rule.Shape() {
	case input.Number:
		p.Reshape = input.GroupDigits
		if unit := f.p.Rule.Currency(); unit != "" {
			p.Tail = newSuffix(unit)
		}
	case input.Day, input.Moment:
		p.Tail = kit.NewGlyph("calendar-"+f.p.Name, texts.T("field.calendar"), theme.IconCalendar, c.calendar)
		p.Key = func(k fyne.KeyName) bool {
			if k == fyne.KeyDown {
				c.calendar()
			}
			return k == fyne.KeyDown
		}
		if p.Placeholder == "" {
			p.Placeholder = texts.T("field.day_example")
			if f.p.Rule.Shape() == input.Moment {
				p.Placeholder = texts.T("field.moment_example")
			}
		}
	case input.Link:
		if f.p.Follow != nil {
			p.Tail = kit.NewGlyph("open-"+f.p.Name, texts.T("field.follow"), theme.IconExternalLink, c.follow)
		}
	}
	c.entry = kit.NewField(p)
	c.object, c.tall = c.entry, c.entry.HeightFor(0)
	return c
}

func (c *line) mark(m input.Mistake) { c.entry.MarkWrong(m.Reason != "") }
func (c *line) focus()               { c.entry.Focus() }

func (c *line) show() {
	if c.entry.Text() != c.f.typed.Text {
		c.entry.SetText(c.f.typed.Text)
	}
}

// tidy writes what was typed as it will be shown, when the person has left:
// "1.2.26" becomes "01.02.2026".
func (c *line) tidy() {
	if !c.f.Changed() {
		return
	}
	o := c.f.p.Rule.Check(c.f.typed, c.f.was)
	if o.Mistake.Reason != "" || len(o.Values) == 0 {
		return
	}
	if t, ok := c.f.p.Rule.Read(o.Values); ok && t.Text != c.f.typed.Text {
		c.f.typed = t
		c.entry.SetText(t.Text)
		if c.f.p.Changed != nil {
			c.f.p.Changed()
		}
	}
}

// calendar lets a day be chosen; a time that was typed stays.
func (c *line) calendar() {
	zone := c.f.p.Rule.Format.Location()
	at, _ := format.ParseMoment(c.f.typed.Text, zone)
	var chosen format.Day
	if strings.TrimSpace(c.f.typed.Text) != "" {
		chosen = format.DayOf(at.In(zone))
	}
	date.Show(c.entry, date.Params{
		Name: "calendar-" + c.f.p.Name, Texts: c.f.p.Rule.Format.Texts(), Today: c.f.p.Today(), Chosen: chosen,
		Choose: func(d format.Day) { c.choose(d, at.In(zone)) },
	})
}

func (c *line) choose(d format.Day, at time.Time) {
	text := d.String()
	if c.f.p.Rule.Shape() == input.Moment {
		text = c.f.p.Rule.Format.DateTime(d.Time(at.Hour(), at.Minute(), c.f.p.Rule.Format.Location()).Unix())
	}
	c.f.put(input.Typed{Text: text})
	c.show()
	c.entry.Focus()
}

// follow opens the address that stands in the field.
func (c *line) follow() {
	if address, ok := input.WebAddress(c.f.typed.Text); ok {
		if u, err := url.Parse(address); err == nil {
			c.f.p.Follow(u)
		}
	}
}

// suffix is a word at the end of a field, such as a currency.
type suffix struct {
	widget.BaseWidget
	words *canvas.Text
	wide  float32
}

func newSuffix(text string) *suffix {
	s := &suffix{words: canvas.NewText(text, nil), wide: kit.Measure(text, theme.TextBase, false)}
	s.words.TextSize = theme.TextBase
	s.ExtendBaseWidget(s)
	return s
}

// set changes the word.
func (s *suffix) set(text string) {
	s.words.Text, s.wide = text, kit.Measure(text, theme.TextBase, false)
	s.Refresh()
}

// CreateRenderer gives the word to Fyne.
func (s *suffix) CreateRenderer() fyne.WidgetRenderer {
	f := suffixFace{s}
	f.Refresh()
	return f
}

type suffixFace struct{ s *suffix }

const suffixPad float32 = 10

func (f suffixFace) Destroy()                     {}
func (f suffixFace) MinSize() fyne.Size           { return fyne.NewSize(f.s.wide+suffixPad, 1) }
func (f suffixFace) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{f.s.words} }

// Layout puts the word on one line with the text of the field.
func (f suffixFace) Layout(size fyne.Size) {
	h := f.s.words.MinSize().Height
	move(f.s.words, 0, (size.Height-h)/2-1, f.s.wide, h)
}

// Refresh follows the theme.
func (f suffixFace) Refresh() {
	f.s.words.Color = base.Color(theme.ColorMuted)
	f.s.words.Refresh()
}
