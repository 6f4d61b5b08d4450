package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"voronka/ui/theme"
)

// Link is an action in words alone, for the end of a field or of a sentence.
// UI goroutine only.
type Link struct {
	control
	text  string
	label string   // for a screen reader; the text when empty
	arrow bool     // it opens a menu: muted, with a mark
	lead  bool     // it stands before a field: its words begin at the left
	other []string // words it may get later, which there is room for
	face  *linkFace
}

var (
	_ fyne.Focusable  = (*Link)(nil)
	_ fyne.Accessible = (*Link)(nil)
	_ Inspectable     = (*Link)(nil)
)

// NewLink returns a link with the id "button:name". It keeps room for other
// words that SetText may give it.
func NewLink(name, text string, tapped func(), other ...string) *Link {
	l := &Link{other: other}
	l.start(name, text, false, tapped)
	l.ExtendBaseWidget(l)
	return l
}

func (l *Link) start(name, text string, arrow bool, tapped func()) {
	l.text, l.arrow = text, arrow
	l.init("button", name, tapped)
	l.face = newLinkFace(l)
	l.touched = l.Refresh
}

// SetText changes the words.
func (l *Link) SetText(text string) {
	if l.text != text {
		l.text = text
		l.face.measure()
		l.Refresh()
	}
}

// Inspect names the link.
func (l *Link) Inspect() (id, kind, text string) { return l.id, l.kind, l.text }

// AccessibilityLabel says what the link does.
func (l *Link) AccessibilityLabel() string {
	if l.label != "" {
		return l.label + ": " + l.text
	}
	return l.text
}

// CreateRenderer gives the link's objects to Fyne.
func (l *Link) CreateRenderer() fyne.WidgetRenderer { return l.face }

type linkFace struct {
	l       *Link
	ground  *canvas.Rectangle
	ring    *canvas.Rectangle
	words   *canvas.Text
	wordsW  float32
	arrow   *picture
	min     fyne.Size
	objects []fyne.CanvasObject
}

const (
	linkPad    float32 = 6
	linkArrow  float32 = 12
	linkHeight float32 = 24
)

func newLinkFace(l *Link) *linkFace {
	f := &linkFace{
		l: l, ground: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
		words: newText(theme.TextBase, regular), arrow: newPicture(theme.IconChevronDown),
	}
	f.objects = []fyne.CanvasObject{f.ground, f.ring, f.words, f.arrow.image}
	f.measure()
	f.Refresh()
	return f
}

func (f *linkFace) measure() {
	f.wordsW = width(f.words, f.l.text)
	w := f.wordsW
	for _, text := range f.l.other {
		w = max(w, width(f.words, text))
	}
	w += 2 * linkPad
	if f.l.arrow {
		w += linkArrow + 3
	}
	f.min = fyne.NewSize(w+4, linkHeight) // 4 to the edge of the field it ends
}

// Refresh copies the state to the canvas objects.
func (f *linkFace) Refresh() {
	ground, words := fyne.ThemeColorName(""), theme.ColorAccent
	if f.l.arrow {
		words = theme.ColorMuted
	}
	switch {
	case f.l.disabled:
		words = theme.ColorFaint
	case f.l.hovered:
		ground = theme.ColorHover
	}
	fillRect(f.ground, ground, "", theme.RadiusTag)
	paintRing(f.ring, f.l.focused, theme.RadiusTag)
	say(f.words, f.l.text, words)
	setVisible(f.arrow.image, f.l.arrow)
	f.arrow.tint(theme.IconChevronDown, words, true)
	f.Layout(f.l.Size())
}

// Layout places the words at the right, in the middle of whatever height there
// is.
func (f *linkFace) Layout(size fyne.Size) {
	y := (size.Height-linkHeight)/2 - 1
	w := f.wordsW + 2*linkPad
	if f.l.arrow {
		w += linkArrow + 3
	}
	x := size.Width - 4 - w
	if f.l.lead {
		x = 0
	}
	place(f.ground, x, y, w, linkHeight)
	place(f.ring, x, y, w, linkHeight)
	placeText(f.words, x+linkPad, y, f.wordsW, linkHeight)
	place(f.arrow.image, x+linkPad+f.wordsW+3, y+(linkHeight-linkArrow)/2+1, linkArrow, linkArrow)
}

// MinSize is a stored value.
func (f *linkFace) MinSize() fyne.Size { return f.min }

// Objects returns the canvas objects.
func (f *linkFace) Objects() []fyne.CanvasObject { return f.objects }

// Destroy has nothing to release.
func (f *linkFace) Destroy() {}

// Choice is one of a few words, chosen from a menu, for the end of a field. UI
// goroutine only.
type Choice struct {
	Link
	name    string
	options []string
	at      int
	changed func(at int)
}

// NewChoice returns a choice with the id "button:name", on its first option.
// label tells a screen reader what is chosen; changed gets the index of what a
// person has chosen.
func NewChoice(name, label string, options []string, changed func(at int)) *Choice {
	c := &Choice{name: name, options: options, changed: changed}
	c.label, c.other = label, options
	c.start(name, options[0], true, c.open)
	c.ExtendBaseWidget(c)
	return c
}

// Lead is for a choice that stands before a field: its words begin at the left.
func (c *Choice) Lead() {
	c.lead = true
	c.Refresh()
}

// Chosen returns the index of the option.
func (c *Choice) Chosen() int { return c.at }

// Choose changes the option; changed is not told.
func (c *Choice) Choose(at int) {
	c.at = at
	c.SetText(c.options[at])
}

func (c *Choice) open() {
	on := fyne.CurrentApp().Driver().CanvasForObject(c)
	if on == nil {
		return // taken off the window meanwhile
	}
	items := make([]Item, len(c.options))
	for i, text := range c.options {
		items[i] = Item{ID: text, Text: text, Checked: i == c.at, Do: func() {
			c.Choose(i)
			c.changed(i)
		}}
	}
	NewMenu(on, MenuParams{Name: c.name, Items: items}).ShowUnder(c)
}
