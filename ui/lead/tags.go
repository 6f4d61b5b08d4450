package lead

import (
	"slices"
	"strings"

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

// tags are the lead's tags in as many lines as they take, with one to add more.
type tags struct {
	widget.BaseWidget
	texts    *i18n.Texts
	was, now []string
	known    []string // that the account has
	chips    []*tagChip
	add      *tagAdder
	letters  *format.Fitter
	changed  func()
}

func newTags(texts *i18n.Texts, was, known []string, changed func()) *tags {
	t := &tags{texts: texts, was: was, now: slices.Clone(was), known: known, letters: format.NewFitter(kit.Measure, 64), changed: changed}
	t.add = newTagAdder(texts.T("lead.add_tag"), t.choose)
	t.ExtendBaseWidget(t)
	t.build()
	return t
}

// set replaces the tags that were read; what the person has added and removed
// stays so.
func (t *tags) set(was, known []string) {
	add, remove := t.changes()
	t.was, t.known = was, known
	t.now = slices.Clone(was)
	t.apply(add, remove)
}

// apply adds and removes tags.
func (t *tags) apply(add, remove []string) {
	t.now = slices.DeleteFunc(t.now, func(n string) bool { return slices.Contains(remove, n) })
	for _, n := range add {
		if !slices.Contains(t.now, n) {
			t.now = append(t.now, n)
		}
	}
	t.build()
}

// revert takes back what the person has changed.
func (t *tags) revert() {
	t.now = slices.Clone(t.was)
	t.build()
}

// changes are the tags the person has added and removed.
func (t *tags) changes() (add, remove []string) {
	for _, n := range t.now {
		if !slices.Contains(t.was, n) {
			add = append(add, n)
		}
	}
	for _, n := range t.was {
		if !slices.Contains(t.now, n) {
			remove = append(remove, n)
		}
	}
	return add, remove
}

func (t *tags) isChanged() bool {
	add, remove := t.changes()
	return len(add)+len(remove) > 0
}

func (t *tags) build() {
	t.chips = nil
	for _, n := range t.now {
		t.chips = append(t.chips, newTagChip(t.letters.Fit(n, tagWidest, theme.TextTiny, false), "tag-"+n, nil, kit.NewGlyph("drop-tag-"+n, t.texts.T("lead.drop_tag", "Tag", n), theme.IconClose, func() {
			t.apply(nil, []string{n})
			t.changed()
		})))
	}
	t.Refresh()
}

// choose offers the account's tags, and to make a new one of what is typed.
func (t *tags) choose() {
	on := fyne.CurrentApp().Driver().CanvasForObject(t)
	if on == nil {
		return
	}
	take := func(name string) func() {
		return func() {
			t.apply([]string{name}, nil)
			t.changed()
		}
	}
	p := kit.MenuParams{Name: "add-tag", Search: t.texts.T("lead_menu.search"), Empty: t.texts.T("lead.no_tags")}
	for _, n := range t.known {
		if !slices.Contains(t.now, n) {
			p.Items = append(p.Items, kit.Item{ID: "tag-" + n, Text: n, Do: take(n)})
		}
	}
	p.Offer = func(text string) (kit.Item, bool) {
		name := cutName(text)
		if slices.ContainsFunc(t.now, func(n string) bool { return strings.EqualFold(n, name) }) {
			return kit.Item{}, false
		}
		return kit.Item{Text: t.texts.T("lead.new_tag", "Tag", name), Icon: theme.IconPlus, Do: take(name)}, name != ""
	}
	kit.NewMenu(on, p).ShowUnder(t.add)
}

// Sizes of tags, in Fyne units.
const (
	tagHigh   float32 = 22
	tagPad    float32 = 8
	tagGap    float32 = 6
	tagWidest float32 = 220
)

// heightFor is the height at a width.
func (t *tags) heightFor(width float32) float32 { return t.place(width) }

// place puts the tags side by side and returns the height they take.
func (t *tags) place(width float32) float32 {
	x, y := float32(0), float32(0)
	for _, c := range append(slices.Clone(t.chips), &t.add.tagChip) {
		w := c.width()
		if x > 0 && x+w > width {
			x, y = 0, y+tagHigh+tagGap
		}
		move(c, x, y, w, tagHigh)
		x += w + tagGap
	}
	return y + tagHigh
}

// CreateRenderer gives the tags to Fyne.
func (t *tags) CreateRenderer() fyne.WidgetRenderer { return tagsFace{t} }

type tagsFace struct{ t *tags }

func (f tagsFace) Destroy()              {}
func (f tagsFace) MinSize() fyne.Size    { return fyne.NewSize(80, tagHigh) }
func (f tagsFace) Layout(size fyne.Size) { f.t.place(size.Width) }

// Objects are the tags of now.
func (f tagsFace) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, c := range f.t.chips {
		all = append(all, c)
	}
	return append(all, f.t.add)
}

// Refresh follows the tags and the theme.
func (f tagsFace) Refresh() {
	f.t.place(f.t.Size().Width)
	for _, o := range f.Objects() {
		o.Refresh()
	}
	canvas.Refresh(f.t)
}

// tagChip is one tag with what takes it away, or the one that adds more.
type tagChip struct {
	widget.BaseWidget
	text    string
	name    string
	wide    float32
	tapped  func()     // nil where a press means nothing
	drop    *kit.Glyph // nil for the one that adds
	ground  *canvas.Rectangle
	words   *canvas.Text
	over    bool
	focused bool
}

var (
	_ fyne.Tappable      = (*tagChip)(nil)
	_ desktop.Hoverable  = (*tagChip)(nil)
	_ desktop.Cursorable = (*tagChip)(nil)
	_ kit.Inspectable    = (*tagChip)(nil)
	_ fyne.Accessible    = (*tagChip)(nil)
)

func newTagChip(text, name string, tapped func(), drop *kit.Glyph) *tagChip {
	c := &tagChip{text: text, name: name, tapped: tapped, drop: drop}
	c.init(c)
	return c
}

// init makes the parts; self is the widget that Fyne gets.
func (c *tagChip) init(self fyne.Widget) {
	c.ground, c.words = canvas.NewRectangle(nil), canvas.NewText(c.text, nil)
	c.words.TextSize = theme.TextTiny
	c.wide = float32(int(kit.Measure(c.text, theme.TextTiny, false)) + 1)
	c.ExtendBaseWidget(self)
}

const tagDrop float32 = 16

func (c *tagChip) width() float32 {
	if c.drop != nil {
		return tagPad + c.wide + tagDrop + 3
	}
	return c.wide + 2*tagPad
}

// Tapped adds a tag.
func (c *tagChip) Tapped(*fyne.PointEvent) {
	if c.tapped != nil {
		c.tapped()
	}
}

// MouseIn lights the tag.
func (c *tagChip) MouseIn(*desktop.MouseEvent) { c.over = true; c.Refresh() }

// MouseMoved does nothing.
func (c *tagChip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the light away.
func (c *tagChip) MouseOut() { c.over = false; c.Refresh() }

// Cursor is a hand where a press does something.
func (c *tagChip) Cursor() desktop.Cursor {
	if c.tapped != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// Inspect names the tag.
func (c *tagChip) Inspect() (id, kind, text string) { return "chip:" + c.name, "chip", c.text }

// AccessibilityLabel says the tag.
func (c *tagChip) AccessibilityLabel() string { return c.text }

// AccessibilityRole tells that it is text; what takes it away is a button.
func (c *tagChip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer gives the parts to Fyne.
func (c *tagChip) CreateRenderer() fyne.WidgetRenderer {
	f := tagChipFace{c}
	f.Refresh()
	return f
}

type tagChipFace struct{ c *tagChip }

func (f tagChipFace) Destroy()           {}
func (f tagChipFace) MinSize() fyne.Size { return fyne.NewSize(f.c.width(), tagHigh) }

// Objects are ground, words and what takes the tag away.
func (f tagChipFace) Objects() []fyne.CanvasObject {
	if f.c.drop != nil {
		return []fyne.CanvasObject{f.c.ground, f.c.words, f.c.drop}
	}
	return []fyne.CanvasObject{f.c.ground, f.c.words}
}

// Layout places the words in the middle of the height.
func (f tagChipFace) Layout(size fyne.Size) {
	move(f.c.ground, 0, 0, size.Width, size.Height)
	h := f.c.words.MinSize().Height
	move(f.c.words, tagPad, (size.Height-h)/2-0.5, f.c.wide, h)
	if f.c.drop != nil {
		move(f.c.drop, size.Width-tagDrop-2, 0, tagDrop, size.Height)
	}
}

// Refresh follows pointer and theme.
func (f tagChipFace) Refresh() {
	ground, words := theme.ColorChip, theme.ColorMuted
	if (f.c.over || f.c.focused) && f.c.tapped != nil {
		ground, words = theme.ColorAccentBackground, theme.ColorAccent
	}
	f.c.ground.StrokeWidth = 0
	if f.c.focused {
		f.c.ground.StrokeColor, f.c.ground.StrokeWidth = base.Color(theme.ColorFocus), 2
	}
	f.c.ground.FillColor, f.c.ground.CornerRadius = base.Color(ground), theme.RadiusTag
	f.c.words.Color = base.Color(words)
	f.c.ground.Refresh()
	f.c.words.Refresh()
	f.Layout(f.c.Size())
}

// tagAdder is the chip that adds a tag, by mouse and by keyboard.
type tagAdder struct{ tagChip }

var (
	_ fyne.Focusable  = (*tagAdder)(nil)
	_ fyne.Accessible = (*tagAdder)(nil)
)

func newTagAdder(text string, tapped func()) *tagAdder {
	a := &tagAdder{tagChip{text: text, name: "add-tag", tapped: tapped}}
	a.init(a)
	return a
}

// FocusGained lights the chip and puts a ring around it.
func (a *tagAdder) FocusGained() { a.focused = true; a.Refresh() }

// FocusLost takes both away.
func (a *tagAdder) FocusLost() { a.focused = false; a.Refresh() }

// TypedRune does nothing.
func (a *tagAdder) TypedRune(rune) {}

// TypedKey adds a tag at Enter and Space.
func (a *tagAdder) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		a.tapped()
	}
}

// AccessibilityRole tells that the chip can be pressed.
func (a *tagAdder) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
