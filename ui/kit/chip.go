package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"voronka/ui/theme"
)

// Chip is a filter as a pill: selected or not, and with an arrow when it opens
// a menu. UI goroutine only.
type Chip struct {
	control
	text     string
	selected bool
	arrow    bool
	clear    func() // nil: there is nothing to take away
	face     *chipFace
}

var (
	_ fyne.Focusable  = (*Chip)(nil)
	_ fyne.Accessible = (*Chip)(nil)
	_ Inspectable     = (*Chip)(nil)
)

// NewChip returns a chip with the id "chip:name".
func NewChip(name, text string, arrow bool, tapped func()) *Chip {
	c := &Chip{text: text, arrow: arrow}
	c.init("chip", name, tapped)
	c.ExtendBaseWidget(c)
	c.face = newChipFace(c)
	c.touched = c.Refresh
	return c
}

// Set changes the words and the state; an equal one costs nothing.
func (c *Chip) Set(text string, selected bool) {
	if c.text != text || c.selected != selected {
		c.text, c.selected = text, selected
		c.face.measure()
		c.Refresh()
	}
}

// OnClear sets what takes the filter away: a selected chip then has a cross at
// its end, and Delete and Backspace do the same.
func (c *Chip) OnClear(f func()) {
	had := c.clearable()
	c.clear = f
	if had != c.clearable() {
		c.face.measure()
		c.Refresh()
	}
}

func (c *Chip) clearable() bool { return c.clear != nil && c.selected }

// Tapped takes the filter away at the cross, and elsewhere does what the chip
// is for.
func (c *Chip) Tapped(ev *fyne.PointEvent) {
	if c.clearable() && ev.Position.X > c.Size().Width-chipPad-chipArrow-4 {
		c.clear()
		return
	}
	c.control.Tapped(ev)
}

// TypedKey takes the filter away at Delete and Backspace.
func (c *Chip) TypedKey(ev *fyne.KeyEvent) {
	if c.clearable() && (ev.Name == fyne.KeyDelete || ev.Name == fyne.KeyBackspace) {
		c.clear()
		return
	}
	c.control.TypedKey(ev)
}

// Selected reports whether the chip stands out.
func (c *Chip) Selected() bool { return c.selected }

// Inspect names the chip.
func (c *Chip) Inspect() (id, kind, text string) { return c.id, c.kind, c.text }

// AccessibilityLabel says what the chip filters.
func (c *Chip) AccessibilityLabel() string { return c.text }

// CreateRenderer gives the chip's objects to Fyne.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer { return c.face }

type chipFace struct {
	c       *Chip
	ground  *canvas.Rectangle
	ring    *canvas.Rectangle
	words   *canvas.Text
	picture *picture
	wordsW  float32
	min     fyne.Size
	objects []fyne.CanvasObject
}

const (
	chipPad   float32 = 12
	chipArrow float32 = 12
)

func newChipFace(c *Chip) *chipFace {
	f := &chipFace{
		c: c, ground: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
		words: newText(theme.TextSmall, regular), picture: newPicture(theme.IconChevronDown),
	}
	f.objects = []fyne.CanvasObject{f.ground, f.ring, f.words, f.picture.image}
	f.measure()
	f.Refresh()
	return f
}

func (f *chipFace) measure() {
	Strong(f.words, f.c.selected)
	f.wordsW = width(f.words, f.c.text)
	w := f.wordsW + 2*chipPad
	if f.c.arrow || f.c.clearable() {
		w += chipArrow
	}
	f.min = fyne.NewSize(w, theme.HeightChip)
}

// Refresh copies the state to the canvas objects.
func (f *chipFace) Refresh() {
	ground, line, words := theme.ColorField, theme.ColorLine, theme.ColorMuted
	if f.c.hovered {
		ground, words = theme.ColorHover, theme.ColorText
	}
	if f.c.selected {
		ground, line, words = theme.ColorAccentBackground, "", theme.ColorAccent
	}
	fillRect(f.ground, ground, line, theme.HeightChip/2)
	paintRing(f.ring, f.c.focused, theme.HeightChip/2)
	say(f.words, f.c.text, words)
	icon := theme.IconChevronDown
	if f.c.clearable() {
		icon = theme.IconClose
	}
	setVisible(f.picture.image, f.c.arrow || f.c.clearable())
	f.picture.tint(icon, words, true)
	f.Layout(f.c.Size())
}

// Layout places the words and the arrow.
func (f *chipFace) Layout(size fyne.Size) {
	place(f.ground, 0, 0, size.Width, size.Height)
	place(f.ring, 0, 0, size.Width, size.Height)
	placeText(f.words, chipPad, 0, f.wordsW, size.Height)
	place(f.picture.image, chipPad+f.wordsW+3, (size.Height-chipArrow)/2+1, chipArrow, chipArrow)
}

// MinSize is a stored value.
func (f *chipFace) MinSize() fyne.Size { return f.min }

// Objects returns the canvas objects.
func (f *chipFace) Objects() []fyne.CanvasObject { return f.objects }

// Destroy has nothing to release.
func (f *chipFace) Destroy() {}
