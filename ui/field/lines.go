package field

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"voronka/ui/i18n"
	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/phone"
	"voronka/ui/theme"
)

// lines is any number of texts with a kind each: phones, e-mails.
type lines struct {
	f    *Field
	rows []*lineRow
	add  *kit.Link
}

// lineRow is one text of several.
type lineRow struct {
	line  input.Line
	entry *kit.Field
	kind  *kit.Choice // nil in a field without kinds
	call  *kit.Glyph  // dials, or writes a letter; nil where neither can be done
	chat  *kit.Glyph  // writes to the number in a messenger; nil likewise
	shape *suffix     // how a number will be written; nil where kinds stand there
	drop  *kit.Glyph
}

const (
	lineGap float32 = 6
	addHigh float32 = 26
	glyph   float32 = 26
)

func linesHeight(n int) float32 {
	return float32(n)*(theme.HeightControl+lineGap) + addHigh
}

func newLines(f *Field) *lines {
	c := &lines{f: f}
	c.add = kit.NewLink("add-"+f.p.Name, f.p.Rule.Format.Texts().T("field.add_line"), func() {
		c.rows = append(c.rows, c.row(input.Line{Kind: c.firstKind()}, len(c.rows)))
		c.f.typed.Lines = c.typed()
		c.f.shaped()
		c.rows[len(c.rows)-1].entry.Focus()
	})
	return c
}

func (c *lines) firstKind() string {
	if kinds := c.f.p.Rule.Kinds(); len(kinds) > 0 {
		return kinds[0]
	}
	return ""
}

// row makes the objects of one text.
func (c *lines) row(l input.Line, at int) *lineRow {
	r := &lineRow{line: l}
	name := c.f.p.Name + "-" + strconv.Itoa(at+1)
	texts := c.f.p.Rule.Format.Texts()
	p := kit.FieldParams{
		Name: name, Label: c.f.p.Label, Bare: true, Gained: c.f.gained, Placeholder: c.placeholder(),
		Changed: func(text string) { r.line.Text = text; c.tellShape(r); c.changed() },
		Left:    func() { c.tidy(r); c.f.left() },
	}
	kinds := c.f.p.Rule.Kinds()
	if i := slices.Index(kinds, l.Kind); i >= 0 {
		names := make([]string, len(kinds))
		for i, k := range kinds {
			names[i] = KindName(texts, k)
		}
		r.kind = kit.NewChoice("kind-"+name, texts.T("field.kind"), names, func(to int) { r.line.Kind = kinds[to]; c.changed() })
		r.kind.Choose(i)
		if c.f.kindsBefore() {
			r.kind.Lead()
			if c.f.p.Rule.IsPhone() {
				r.shape = newSuffix("")
				p.Tail = r.shape
			}
		} else {
			p.Tail = r.kind
		}
	}
	r.entry = kit.NewField(p)
	r.entry.SetText(l.Text)
	if c.f.p.Follow != nil {
		switch rule := c.f.p.Rule; {
		case rule.IsPhone():
			r.call = kit.NewGlyph("call-"+name, texts.T("field.call"), theme.IconPhone, func() { c.follow("tel", phone.Plain(r.line.Text)) })
			r.chat = kit.NewGlyph("chat-"+name, texts.T("field.chat"), theme.IconChat, func() { c.chats(r) })
		case rule.IsEmail():
			r.call = kit.NewGlyph("write-"+name, texts.T("field.write"), theme.IconMail, func() { c.follow("mailto", r.line.Text) })
		}
	}
	r.drop = kit.NewGlyph("drop-"+name, texts.T("field.clear"), theme.IconClose, func() { c.remove(r) })
	return r
}

func (c *lines) placeholder() string {
	switch {
	case c.f.p.Placeholder != "":
		return c.f.p.Placeholder
	case c.f.p.Rule.IsPhone():
		return "+998 90 123-45-67"
	case c.f.p.Rule.IsEmail():
		return "nom@sayt.uz"
	}
	return ""
}

func (c *lines) follow(scheme, to string) {
	if to != "" {
		c.f.p.Follow(&url.URL{Scheme: scheme, Opaque: to})
	}
}

// chats offers the messengers a number may be reached by.
func (c *lines) chats(r *lineRow) {
	n, ok := phone.Parse(r.line.Text)
	if !ok {
		return // of no plan: no messenger knows it
	}
	digits := strings.TrimPrefix(n.Plain(), "+")
	open := func(host, path string) func() {
		return func() { c.f.p.Follow(&url.URL{Scheme: "https", Host: host, Path: path}) }
	}
	p := menu(c.f)
	p.Items = []kit.Item{
		{ID: "telegram", Text: "Telegram", Do: open("t.me", "/+"+digits)},
		{ID: "whatsapp", Text: "WhatsApp", Do: open("wa.me", "/"+digits)},
	}
	showMenu(r.chat, p)
}

// KindName is what a kind of phones and addresses is called; one the program
// does not know keeps its own name.
func KindName(t *i18n.Texts, kind string) string {
	key, ok := map[string]string{
		"WORK": "kind.work", "WORKDD": "kind.direct", "MOB": "kind.mobile", "FAX": "kind.fax", "HOME": "kind.home",
		"PRIV": "kind.private", "OTHER": "kind.some_other",
	}[kind]
	if !ok {
		return kind
	}
	return t.T(key)
}

func (c *lines) typed() []input.Line {
	list := make([]input.Line, len(c.rows))
	for i, r := range c.rows {
		list[i] = r.line
	}
	return list
}

func (c *lines) changed() { c.f.put(input.Typed{Lines: c.typed()}) }

// tidy shows a number as all others are shown, when the person has left it.
func (c *lines) tidy(r *lineRow) {
	if !c.f.p.Rule.IsPhone() || !c.f.Changed() {
		return
	}
	if text := phone.Show(r.line.Text); text != r.line.Text {
		r.line.Text = text
		r.entry.SetText(text)
		c.tellShape(r)
		c.changed()
	}
}

// tellShape says at the end of the line how the number will be written, as long
// as it is typed in another way and there is room for both.
func (c *lines) tellShape(r *lineRow) {
	if r.shape == nil {
		return
	}
	text := ""
	if _, ok := phone.Parse(r.line.Text); ok {
		if shown := phone.Show(r.line.Text); shown != r.line.Text {
			text = "→ " + shown
		}
	}
	both := kit.Measure(r.line.Text+text, theme.TextBase, false) + 4*suffixPad
	if both > r.entry.Size().Width {
		text = ""
	}
	r.shape.set(text)
	r.entry.Refresh()
}

func (c *lines) remove(r *lineRow) {
	c.rows = slices.DeleteFunc(c.rows, func(x *lineRow) bool { return x == r })
	c.changed()
	c.show()
	c.f.shaped()
}

// show makes the rows anew where there are others than before. A field without
// any has an empty one to type into.
func (c *lines) show() {
	list := c.f.typed.Lines
	if len(list) == 0 {
		list = []input.Line{{Kind: c.firstKind()}}
	}
	if slices.Equal(list, c.typed()) && len(c.rows) > 0 {
		return
	}
	c.rows = nil
	for i, l := range list {
		c.rows = append(c.rows, c.row(l, i))
	}
}

func (c *lines) objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, r := range c.rows {
		all = append(all, r.entry)
		if r.kind != nil && c.f.kindsBefore() {
			all = append(all, r.kind)
		}
		if r.call != nil {
			all = append(all, r.call)
		}
		if r.chat != nil {
			all = append(all, r.chat)
		}
		all = append(all, r.drop)
	}
	return append(all, c.add)
}

func (c *lines) height(float32) float32 { return linesHeight(len(c.rows)) }

func (c *lines) arrange(width float32) {
	y := float32(0)
	for _, r := range c.rows {
		w := width - Column - glyph
		move(r.drop, width-glyph, y, glyph, theme.HeightControl)
		if r.chat != nil {
			w -= glyph
			move(r.chat, Column+w, y, glyph, theme.HeightControl)
		}
		if r.call != nil {
			w -= glyph
			move(r.call, Column+w, y, glyph, theme.HeightControl)
		}
		move(r.entry, Column, y, w, theme.HeightControl)
		if r.kind != nil && c.f.kindsBefore() {
			move(r.kind, -6, y, Column-4, theme.HeightControl) // its words begin where labels do
		}
		y += theme.HeightControl + lineGap
	}
	min := c.add.MinSize()
	move(c.add, Column-6, y-lineGap+2, min.Width, min.Height) // its words begin where the fields do
}

func (c *lines) mark(m input.Mistake) {
	for _, r := range c.rows {
		alone := c.f.p.Rule.Check(input.Typed{Lines: []input.Line{r.line}}, c.f.was)
		r.entry.MarkWrong(m.Reason != "" && alone.Mistake.Reason == m.Reason)
	}
}

func (c *lines) focus()      { c.rows[0].entry.Focus() }
func (c *lines) fixed() bool { return false }
