package field

import (
	"maps"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"

	"voronka/ui/format"
	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// parts is a form inside a field: an address, the particulars of a firm. It is
// a line that says what there is, and opens to one line for each part.
type parts struct {
	f    *Field
	head *kit.Picker
	open bool
	rows []*partRow // made when it is first opened
	fit  *format.Fitter
}

type partRow struct {
	part   input.Part
	label  *canvas.Text
	entry  *kit.Field  // nil for a part that is chosen
	choice *kit.Picker // nil for a part that is typed
}

const (
	partGap    float32 = 6
	partIndent float32 = 12
)

func newParts(f *Field) *parts {
	c := &parts{f: f, fit: format.NewFitter(kit.Measure, 16)}
	texts := f.p.Rule.Format.Texts()
	c.head = kit.NewPicker(kit.PickerParams{
		Name: f.p.Name, Label: f.p.Label, Placeholder: texts.T("field.fill_in"), ClearLabel: texts.T("field.clear"),
		Open: func() { c.unfold(!c.open) }, Clear: f.clear, Gained: f.gained, Left: f.left,
	})
	return c
}

func (c *parts) unfold(open bool) {
	c.open = open
	c.build()
	c.f.shaped()
	if open && len(c.rows) > 0 {
		c.rows[0].focus()
	}
}

// build makes the lines of the parts that are shown.
func (c *parts) build() {
	if !c.open || c.rows != nil {
		return
	}
	for _, p := range c.f.p.Rule.Parts() {
		if p.Seldom && c.f.typed.Parts[p.Name] == "" && c.f.read.Parts[p.Name] == "" {
			continue
		}
		c.rows = append(c.rows, c.row(p))
	}
	c.show()
}

func (c *parts) row(p input.Part) *partRow {
	texts := c.f.p.Rule.Format.Texts()
	r := &partRow{part: p, label: canvas.NewText(c.fit.Fit(input.PartName(texts, p.Name), Column-partIndent-10, theme.TextSmall, false), nil)}
	r.label.TextSize = theme.TextSmall
	name := c.f.p.Name + "-" + p.Name
	if p.Name == input.EntityType {
		r.choice = kit.NewPicker(kit.PickerParams{
			Name: name, Label: input.PartName(texts, p.Name), Placeholder: texts.T("field.choose"), ClearLabel: texts.T("field.clear"),
			Gained: c.f.gained, Left: c.f.left, Clear: func() { c.set(r, "") }, Open: func() { c.kinds(r) },
		})
		return r
	}
	r.entry = kit.NewField(kit.FieldParams{
		Name: name, Label: input.PartName(texts, p.Name), Bare: true, Gained: c.f.gained, Left: c.f.left,
		Changed: func(text string) { c.set(r, text) },
	})
	return r
}

func (r *partRow) focus() {
	if r.entry != nil {
		r.entry.Focus()
		return
	}
	kit.Focus(r.choice, r.choice)
}

// kinds lets a person choose what a firm is.
func (c *parts) kinds(r *partRow) {
	p := menu(c.f)
	for _, kind := range []string{input.Company, input.Person} {
		p.Items = append(p.Items, kit.Item{
			ID: kind, Text: c.kindName(kind), Checked: c.f.typed.Parts[input.EntityType] == kind, Do: func() { c.set(r, kind) },
		})
	}
	showMenu(r.choice, p)
}

func (c *parts) kindName(kind string) string {
	texts := c.f.p.Rule.Format.Texts()
	switch kind {
	case "":
		return ""
	case input.Person:
		return texts.T("part.person")
	case input.Company:
		return texts.T("part.company")
	}
	return "#" + kind // a kind this version does not know
}

func (c *parts) set(r *partRow, text string) {
	list := maps.Clone(c.f.typed.Parts)
	if list == nil {
		list = make(map[string]string)
	}
	list[r.part.Name] = text
	c.f.put(input.Typed{Parts: list})
	c.sum()
	if r.choice != nil {
		r.choice.Set(c.kindName(text), 0)
	}
}

// sum says in one line what there is.
func (c *parts) sum() {
	var words []string
	for _, p := range c.f.p.Rule.Parts() {
		text := strings.TrimSpace(c.f.typed.Parts[p.Name])
		if text == "" || p.Name == input.EntityType {
			continue
		}
		if p.Digits {
			text = input.PartName(c.f.p.Rule.Format.Texts(), p.Name) + " " + text
		}
		words = append(words, text)
	}
	c.head.Set(strings.Join(words, ", "), 0)
}

func (c *parts) show() {
	c.sum()
	for _, r := range c.rows {
		text := c.f.typed.Parts[r.part.Name]
		if r.choice != nil {
			r.choice.Set(c.kindName(text), 0)
		} else if r.entry.Text() != text {
			r.entry.SetText(text)
		}
	}
}

func (c *parts) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{c.head}
	if !c.open {
		return all
	}
	for _, r := range c.rows {
		r.label.Color = base.Color(theme.ColorMuted)
		all = append(all, r.label)
		if r.entry != nil {
			all = append(all, r.entry)
		} else {
			all = append(all, r.choice)
		}
	}
	return all
}

func (c *parts) height(float32) float32 {
	if !c.open {
		return theme.HeightControl
	}
	return theme.HeightControl + float32(len(c.rows))*(theme.HeightControl+partGap)
}

func (c *parts) arrange(width float32) {
	move(c.head, Column, 0, width-Column, theme.HeightControl)
	if !c.open {
		return
	}
	y := theme.HeightControl + partGap
	for _, r := range c.rows {
		h := r.label.MinSize().Height
		move(r.label, partIndent, y+float32(int((theme.HeightControl-h)/2))-1, Column-partIndent, h)
		if r.entry != nil {
			move(r.entry, Column, y, width-Column, theme.HeightControl)
		} else {
			move(r.choice, Column, y, width-Column, theme.HeightControl)
		}
		y += theme.HeightControl + partGap
	}
}

// mark frames the part that is wrong; a part that was not shown is.
func (c *parts) mark(m input.Mistake) {
	c.head.MarkWrong(m.Reason != "" && (!c.open || m.Part == ""))
	for _, r := range c.rows {
		if r.entry != nil {
			r.entry.MarkWrong(m.Reason != "" && m.Part == r.part.Name)
		}
	}
}

func (c *parts) focus()      { kit.Focus(c.f, c.head) }
func (c *parts) fixed() bool { return false }
