package kit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// TagsParams says what a row of tags is like. The words are needed.
type TagsParams struct {
	Add           string                  // on the one that adds a tag
	Drop          func(tag string) string // for a screen reader: takes a tag away
	New           func(tag string) string // offers to make a tag of what is typed
	Search, Empty string                  // of the menu of tags
	Most          int                     // characters of a tag
	Changed       func()                  // by a person
}

// Tags are the tags of something in as many lines as they take, with one to
// add more. It keeps those it was given and what the person has changed over
// them. UI goroutine only.
type Tags struct {
	chipLines
	p        TagsParams
	was, now []string
	known    []string // that the account has
}

// NewTags returns a row without tags.
func NewTags(p TagsParams) *Tags {
	t := &Tags{p: p, chipLines: newChipLines()}
	t.add = newTagAdder(p.Add, "add-tag", t.choose)
	t.ExtendBaseWidget(t)
	t.build()
	return t
}

// Set replaces the tags that were read and those the account has; what the
// person has added and removed stays so.
func (t *Tags) Set(was, known []string) {
	add, remove := t.Changes()
	t.was, t.known = was, known
	t.now = slices.Clone(was)
	t.Apply(add, remove)
}

// Apply adds and removes tags as if the person had; Changed is not told.
func (t *Tags) Apply(add, remove []string) {
	t.now = slices.DeleteFunc(t.now, func(n string) bool { return slices.Contains(remove, n) })
	for _, n := range add {
		if !slices.Contains(t.now, n) {
			t.now = append(t.now, n)
		}
	}
	t.build()
}

// Stored takes tags that were added and removed as those there are now; what
// the person has changed since then is a change to that.
func (t *Tags) Stored(add, remove []string) {
	t.was = slices.DeleteFunc(slices.Clone(t.was), func(n string) bool { return slices.Contains(remove, n) })
	for _, n := range add {
		if !slices.Contains(t.was, n) {
			t.was = append(t.was, n)
		}
	}
}

// Revert takes back what the person has changed.
func (t *Tags) Revert() {
	t.now = slices.Clone(t.was)
	t.build()
}

// Changes are the tags the person has added and removed.
func (t *Tags) Changes() (add, remove []string) {
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

// Now are the tags as they would be saved.
func (t *Tags) Now() []string { return slices.Clone(t.now) }

// IsChanged reports whether there are any.
func (t *Tags) IsChanged() bool {
	add, remove := t.Changes()
	return len(add)+len(remove) > 0
}

func (t *Tags) build() {
	t.chips = nil
	for _, n := range t.now {
		t.chips = append(t.chips, newTagChip(t.letters.Fit(n, tagWidest, theme.TextTiny, false), "tag-"+n, nil, NewGlyph("drop-tag-"+n, t.p.Drop(n), theme.IconClose, func() {
			t.Apply(nil, []string{n})
			t.told()
		})))
	}
	t.Refresh()
}

func (t *Tags) told() {
	if t.p.Changed != nil {
		t.p.Changed()
	}
}

// choose offers the account's tags, and to make a new one of what is typed.
func (t *Tags) choose() {
	on := fyne.CurrentApp().Driver().CanvasForObject(t)
	if on == nil {
		return
	}
	take := func(name string) func() {
		return func() {
			t.Apply([]string{name}, nil)
			t.told()
		}
	}
	p := MenuParams{Name: "add-tag", Search: t.p.Search, Empty: t.p.Empty}
	for _, n := range t.known {
		if !slices.Contains(t.now, n) {
			p.Items = append(p.Items, Item{ID: "tag-" + n, Text: n, Do: take(n)})
		}
	}
	p.Offer = func(text string) (Item, bool) {
		name := t.cut(text)
		if slices.ContainsFunc(t.now, func(n string) bool { return strings.EqualFold(n, name) }) {
			return Item{}, false
		}
		return Item{Text: t.p.New(name), Icon: theme.IconPlus, Do: take(name)}, name != ""
	}
	NewMenu(on, p).ShowUnder(t.add)
}

// cut is what was typed as a tag may be: one line, and not too long.
func (t *Tags) cut(text string) string {
	name := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " "))
	return string(name[:min(len(name), t.p.Most)])
}

// CreateRenderer gives the tags to Fyne.
func (t *Tags) CreateRenderer() fyne.WidgetRenderer { return chipLinesFace{&t.chipLines, t} }

// tagChip is one tag with what takes it away, or the one that adds more.
type tagChip struct {
	widget.BaseWidget
	text    string
	name    string
	wide    float32
	tapped  func() // nil where a press means nothing
	drop    *Glyph // nil for the one that adds
	ground  *canvas.Rectangle
	words   *canvas.Text
	over    bool
	focused bool
	wrong   bool // in red: a mistake
}

var (
	_ fyne.Tappable      = (*tagChip)(nil)
	_ desktop.Hoverable  = (*tagChip)(nil)
	_ desktop.Cursorable = (*tagChip)(nil)
	_ Inspectable        = (*tagChip)(nil)
	_ fyne.Accessible    = (*tagChip)(nil)
)

func newTagChip(text, name string, tapped func(), drop *Glyph) *tagChip {
	c := &tagChip{text: text, name: name, tapped: tapped, drop: drop}
	c.init(c)
	return c
}

// init makes the parts; self is the widget that Fyne gets.
func (c *tagChip) init(self fyne.Widget) {
	c.ground, c.words = canvas.NewRectangle(nil), canvas.NewText(c.text, nil)
	c.words.TextSize = theme.TextTiny
	c.wide = float32(int(Measure(c.text, theme.TextTiny, false)) + 1)
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
func (f tagChipFace) MinSize() fyne.Size { return fyne.NewSize(f.c.width(), tagHeight) }

// Objects are ground, words and what takes the tag away.
func (f tagChipFace) Objects() []fyne.CanvasObject {
	if f.c.drop != nil {
		return []fyne.CanvasObject{f.c.ground, f.c.words, f.c.drop}
	}
	return []fyne.CanvasObject{f.c.ground, f.c.words}
}

// Layout places the words in the middle of the height.
func (f tagChipFace) Layout(size fyne.Size) {
	place(f.c.ground, 0, 0, size.Width, size.Height)
	h := f.c.words.MinSize().Height
	place(f.c.words, tagPad, (size.Height-h)/2-0.5, f.c.wide, h)
	if f.c.drop != nil {
		place(f.c.drop, size.Width-tagDrop-2, 0, tagDrop, size.Height)
	}
}

// Refresh follows pointer and theme.
func (f tagChipFace) Refresh() {
	ground, words := theme.ColorChip, theme.ColorMuted
	if (f.c.over || f.c.focused) && f.c.tapped != nil {
		ground, words = theme.ColorAccentBackground, theme.ColorAccent
	}
	if f.c.wrong {
		words = theme.ColorRed
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

// tagAdder is the chip that adds one, by mouse and by keyboard.
type tagAdder struct {
	tagChip
	gained, left func() // may be nil
	leave        func() // what Esc does; may be nil
	back         func() // takes the last chip away; may be nil
}

var (
	_ fyne.Focusable  = (*tagAdder)(nil)
	_ fyne.Accessible = (*tagAdder)(nil)
)

func newTagAdder(text, name string, tapped func()) *tagAdder {
	a := &tagAdder{tagChip: tagChip{text: text, name: name, tapped: tapped}}
	a.init(a)
	return a
}

// FocusGained lights the chip and puts a ring around it.
func (a *tagAdder) FocusGained() { a.focused = true; a.Refresh(); run(a.gained) }

// FocusLost takes both away.
func (a *tagAdder) FocusLost() { a.focused = false; a.Refresh(); run(a.left) }

// TypedRune does nothing.
func (a *tagAdder) TypedRune(rune) {}

// TypedKey adds one at Enter, Space and the arrow that opens choices, and takes
// the last one away at Delete and Backspace.
func (a *tagAdder) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyDown:
		a.tapped()
	case fyne.KeyDelete, fyne.KeyBackspace:
		run(a.back)
	case fyne.KeyEscape:
		run(a.leave)
	}
}

func run(f func()) {
	if f != nil {
		f()
	}
}

// AccessibilityRole tells that the chip can be pressed.
func (a *tagAdder) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
