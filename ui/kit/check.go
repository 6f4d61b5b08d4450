package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"voronka/ui/theme"
)

// Mark is how a check box stands.
type Mark int

// The marks.
const (
	Unset Mark = iota // never touched, which is not the same as off
	Off
	On
)

// CheckParams says what a check box is like. Name is needed.
type CheckParams struct {
	Name       string // the box's id is "field:Name"
	Label      string // for a screen reader
	Words      func(Mark) string
	Changed    func(Mark) // by a person
	Gained     func()     // the keyboard has come here
	Left       func()     // and gone
	ClearLabel string     // for a screen reader; empty: it cannot be unset
}

// Check is a box to tick, with a word after it. UI goroutine only.
type Check struct {
	control
	p     CheckParams
	mark  Mark
	clear *Glyph
	face  *checkFace
}

var (
	_ fyne.Focusable  = (*Check)(nil)
	_ fyne.Accessible = (*Check)(nil)
	_ Inspectable     = (*Check)(nil)
)

// NewCheck returns an unset box.
func NewCheck(p CheckParams) *Check {
	c := &Check{p: p}
	c.init("field", p.Name, func() {
		next := On
		if c.mark == On {
			next = Off
		}
		c.turn(next)
	})
	c.clear = NewGlyph("clear-"+p.Name, p.ClearLabel, theme.IconClose, func() { c.turn(Unset) })
	c.ExtendBaseWidget(c)
	c.face = newCheckFace(c)
	c.touched = c.Refresh
	return c
}

// Set changes the mark; an equal one costs nothing.
func (c *Check) Set(m Mark) {
	if c.mark != m {
		c.mark = m
		c.Refresh()
	}
}

// Mark returns how the box stands.
func (c *Check) Mark() Mark { return c.mark }

func (c *Check) turn(m Mark) {
	if c.disabled || c.mark == m {
		return
	}
	c.Set(m)
	if c.p.Changed != nil {
		c.p.Changed(m)
	}
}

// FocusGained shows the ring and tells the form.
func (c *Check) FocusGained() {
	c.control.FocusGained()
	if c.p.Gained != nil {
		c.p.Gained()
	}
}

// FocusLost hides the ring and tells the form.
func (c *Check) FocusLost() {
	c.control.FocusLost()
	if c.p.Left != nil {
		c.p.Left()
	}
}

// TypedKey ticks the box, or unsets it.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case (ev.Name == fyne.KeyDelete || ev.Name == fyne.KeyBackspace) && c.p.ClearLabel != "":
		c.turn(Unset)
	default:
		c.control.TypedKey(ev)
	}
}

// Inspect names the box; its text is the word after it.
func (c *Check) Inspect() (id, kind, text string) { return c.id, c.kind, c.p.Words(c.mark) }

// AccessibilityLabel says what is ticked here.
func (c *Check) AccessibilityLabel() string { return c.p.Label }

// CreateRenderer gives the box's objects to Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer { return c.face }

type checkFace struct {
	c       *Check
	box     *canvas.Rectangle
	ring    *canvas.Rectangle
	tick    *picture
	words   *canvas.Text
	objects []fyne.CanvasObject
}

const checkBox float32 = 18

func newCheckFace(c *Check) *checkFace {
	f := &checkFace{
		c: c, box: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil), tick: newPicture(theme.IconCheck), words: newText(theme.TextBase, regular),
	}
	f.objects = []fyne.CanvasObject{f.box, f.ring, f.tick.image, f.words, c.clear}
	f.Refresh()
	return f
}

// Refresh copies the state to the canvas objects.
func (f *checkFace) Refresh() {
	c := f.c
	ground, line, words := theme.ColorSunken, theme.ColorMuted, theme.ColorText
	switch {
	case c.mark == On:
		ground, line = theme.ColorAccentFill, theme.ColorAccentFill
	case c.hovered:
		ground = theme.ColorHover
	}
	if c.mark == Unset {
		words = theme.ColorMuted
	}
	fillRect(f.box, ground, line, theme.RadiusTag)
	paintRing(f.ring, c.focused, theme.RadiusField)
	setVisible(f.tick.image, c.mark == On)
	f.tick.tint(theme.IconCheck, theme.ColorOnAccent, true)
	say(f.words, c.p.Words(c.mark), words)
	setVisible(c.clear, c.mark != Unset && c.p.ClearLabel != "" && !c.disabled)
	f.Layout(c.Size())
}

// Layout places the box, its word, and what unsets it.
func (f *checkFace) Layout(size fyne.Size) {
	w := width(f.words, f.words.Text)
	place(f.box, 0, (size.Height-checkBox)/2, checkBox, checkBox)
	place(f.tick.image, 2, (size.Height-checkBox)/2+2, checkBox-4, checkBox-4)
	place(f.ring, -4, (size.Height-checkBox)/2-4, checkBox+w+18, checkBox+8)
	placeText(f.words, checkBox+8, -1, w, size.Height)
	place(f.c.clear, size.Width-theme.HeightControl+2, 0, theme.HeightControl-4, size.Height)
}

// MinSize is a fixed one.
func (f *checkFace) MinSize() fyne.Size { return fyne.NewSize(120, theme.HeightControl) }

// Objects returns the canvas objects.
func (f *checkFace) Objects() []fyne.CanvasObject { return f.objects }

// Destroy has nothing to release.
func (f *checkFace) Destroy() {}
