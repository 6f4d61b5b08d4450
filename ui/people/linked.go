package people

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/phone"
	"voronka/ui/theme"
)

// mostLinked is how many leads or contacts a form lists.
const mostLinked = 50

// linked are the leads of a contact or company, and the contacts of a company.
func (f *Form) linked() []field.Section {
	texts, s := f.texts(), f.scene
	var list []field.Section
	if len(s.contacts) > 0 {
		sec := field.Section{Title: texts.T("people.tab_contacts")}
		for _, c := range s.contacts[:min(len(s.contacts), mostLinked)] {
			sec.Blocks = append(sec.Blocks, newLinkCard("contact-"+strconv.FormatInt(c.ID, 10), c.Name, phone.Show(firstPhone(c)), "", func() { f.p.On.Open(cache.Contacts, c.ID) }))
		}
		list = append(list, sec)
	}
	if len(s.leads) > 0 {
		sec := field.Section{Title: texts.T("people.leads")}
		for _, l := range s.leads[:min(len(s.leads), mostLinked)] {
			name := l.Name
			if name == "" {
				name = texts.T("card.no_name", "ID", l.ID)
			}
			sec.Blocks = append(sec.Blocks, newLinkCard("lead-"+strconv.FormatInt(l.ID, 10), name, f.p.Format.Money(l.Price),
				s.statusName(l.PipelineID, l.StatusID), func() { f.p.On.Open(cache.Leads, l.ID) }))
		}
		list = append(list, sec)
	}
	return list
}

func firstPhone(c amo.Contact) string {
	for _, have := range c.CustomFieldsValues {
		if have.FieldCode == nil || *have.FieldCode != codePhone {
			continue
		}
		for _, v := range have.Typed(amo.FieldMultitext) {
			if m, ok := v.(amo.Multitext); ok {
				return m.Value
			}
		}
	}
	return ""
}

// linkCard is something linked, which a press opens.
type linkCard struct {
	widget.BaseWidget
	name   string
	ground *kit.Ground
	title  *canvas.Text
	line   *canvas.Text
	right  *canvas.Text
	full   [3]string
	fit    *format.Fitter
	tapped func()
	over   bool
}

var (
	_ field.Block        = (*linkCard)(nil)
	_ fyne.Tappable      = (*linkCard)(nil)
	_ desktop.Hoverable  = (*linkCard)(nil)
	_ desktop.Cursorable = (*linkCard)(nil)
	_ kit.Inspectable    = (*linkCard)(nil)
)

func newLinkCard(name, title, line, right string, tapped func()) *linkCard {
	c := &linkCard{
		name: name, ground: kit.NewGround("", theme.ColorLine, theme.RadiusButton), full: [3]string{title, line, right},
		title: canvas.NewText("", nil), line: canvas.NewText("", nil), right: canvas.NewText("", nil),
		fit: format.NewFitter(kit.Measure, 6), tapped: tapped,
	}
	c.title.TextSize, c.line.TextSize, c.right.TextSize = theme.TextBase, theme.TextBase, theme.TextSmall
	c.ExtendBaseWidget(c)
	return c
}

// Tapped opens it.
func (c *linkCard) Tapped(*fyne.PointEvent) { c.tapped() }

// MouseIn lights the card.
func (c *linkCard) MouseIn(*desktop.MouseEvent) { c.over = true; c.Refresh() }

// MouseMoved does nothing.
func (c *linkCard) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the light away.
func (c *linkCard) MouseOut() { c.over = false; c.Refresh() }

// Cursor is a hand.
func (c *linkCard) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Inspect names the card.
func (c *linkCard) Inspect() (id, kind, text string) { return "link:" + c.name, "link", c.full[0] }

const linkHigh float32 = 56

// HeightFor is the height at a width.
func (c *linkCard) HeightFor(float32) float32 {
	if c.full[1] == "" {
		return linkHigh - 20
	}
	return linkHigh
}

// CreateRenderer gives the parts to Fyne.
func (c *linkCard) CreateRenderer() fyne.WidgetRenderer {
	f := linkFace{c}
	f.Refresh()
	return f
}

type linkFace struct{ c *linkCard }

func (f linkFace) Destroy()           {}
func (f linkFace) MinSize() fyne.Size { return fyne.NewSize(120, 36) }

// Objects are the parts.
func (f linkFace) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{f.c.ground, f.c.title, f.c.line, f.c.right}
}

// Layout puts the name over the line, and the rest at the right.
func (f linkFace) Layout(size fyne.Size) {
	c := f.c
	move(c.ground, 0, 0, size.Width, size.Height)
	const pad = 12
	c.right.Text = c.fit.Fit(c.full[2], size.Width/3, theme.TextSmall, false)
	wide := kit.Measure(c.right.Text, theme.TextSmall, false)
	move(c.right, size.Width-pad-wide, 9, wide, 18)
	c.title.Text = c.fit.Fit(c.full[0], size.Width-2*pad-wide-8, theme.TextBase, true)
	kit.Strong(c.title, true)
	move(c.title, pad, 8, size.Width-2*pad, 18)
	c.line.Text = c.fit.Fit(c.full[1], size.Width-2*pad, theme.TextBase, false)
	move(c.line, pad, 28, size.Width-2*pad, 18)
}

// Refresh follows pointer and theme.
func (f linkFace) Refresh() {
	ground := fyne.ThemeColorName("")
	if f.c.over {
		ground = theme.ColorHover
	}
	f.c.ground.Set(ground, theme.ColorLine)
	f.c.title.Color, f.c.line.Color, f.c.right.Color = base.Color(theme.ColorText), base.Color(theme.ColorText), base.Color(theme.ColorMuted)
	f.Layout(f.c.Size())
	for _, o := range f.Objects() {
		o.Refresh()
	}
}

func move(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(float32(int(x)), float32(int(y))))
	o.Resize(fyne.NewSize(w, h))
}
