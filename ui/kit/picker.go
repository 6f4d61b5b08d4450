package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"

	"voronka/ui/format"
	"voronka/ui/theme"
)

// PickerParams says what a picker is like. Name is needed.
type PickerParams struct {
	Name        string // the picker's id is "field:Name"
	Label       string // for a screen reader
	Placeholder string // while nothing is chosen
	Avatar      bool   // a person is chosen: the initials stand before the name
	Open        func() // lets the person choose
	Clear       func() // takes the choice away; nil when there always is one
	ClearLabel  string // for a screen reader
	Gained      func() // the keyboard has come here
	Left        func() // and gone
}

// Picker looks like a field and opens something to choose from. UI goroutine
// only.
type Picker struct {
	control
	p      PickerParams
	text   string
	wrong  bool
	avatar *Avatar // nil without one
	clear  *Glyph
	face   *pickerFace
}

var (
	_ fyne.Focusable  = (*Picker)(nil)
	_ fyne.Accessible = (*Picker)(nil)
	_ Inspectable     = (*Picker)(nil)
)

// NewPicker returns a picker with nothing chosen.
func NewPicker(p PickerParams) *Picker {
	c := &Picker{p: p}
	c.init("field", p.Name, p.Open)
	if p.Avatar {
		c.avatar = NewAvatar(pickerAvatar)
		c.avatar.Hide()
	}
	c.clear = NewGlyph("clear-"+p.Name, p.ClearLabel, theme.IconClose, c.wipe)
	c.ExtendBaseWidget(c)
	c.face = newPickerFace(c)
	c.touched = c.Refresh
	return c
}

// Set shows what is chosen, an empty text for nothing; person is the id of a
// user, for the colour of the initials.
func (c *Picker) Set(text string, person int64) {
	if c.avatar != nil {
		setVisible(c.avatar, text != "")
		c.avatar.Set(person, text)
	}
	if c.text != text {
		c.text = text
		c.Refresh()
	}
}

func (c *Picker) wipe() {
	if !c.disabled && c.text != "" && c.p.Clear != nil {
		c.p.Clear()
	}
}

// Text returns what is chosen.
func (c *Picker) Text() string { return c.text }

// MarkWrong frames the picker as one with a mistake, or takes the frame away.
func (c *Picker) MarkWrong(wrong bool) {
	if c.wrong != wrong {
		c.wrong = wrong
		c.Refresh()
	}
}

// FocusGained shows the ring and tells the form.
func (c *Picker) FocusGained() {
	c.control.FocusGained()
	if c.p.Gained != nil {
		c.p.Gained()
	}
}

// FocusLost hides the ring and tells the form.
func (c *Picker) FocusLost() {
	c.control.FocusLost()
	if c.p.Left != nil {
		c.p.Left()
	}
}

// TypedKey opens the choice, or takes it away.
func (c *Picker) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		c.activate()
	case fyne.KeyDelete, fyne.KeyBackspace:
		c.wipe()
	default:
		c.control.TypedKey(ev)
	}
}

// Inspect names the picker; its text is what is chosen.
func (c *Picker) Inspect() (id, kind, text string) { return c.id, c.kind, c.text }

// AccessibilityLabel says what is chosen here.
func (c *Picker) AccessibilityLabel() string { return c.p.Label }

// CreateRenderer gives the picker's objects to Fyne.
func (c *Picker) CreateRenderer() fyne.WidgetRenderer { return c.face }

type pickerFace struct {
	c       *Picker
	ground  *canvas.Rectangle
	ring    *canvas.Rectangle
	words   *canvas.Text
	arrow   *picture
	fitter  *format.Fitter
	objects []fyne.CanvasObject
}

const (
	pickerPad    float32 = 10
	pickerAvatar float32 = 20
	pickerIcon   float32 = 12
)

func newPickerFace(c *Picker) *pickerFace {
	f := &pickerFace{
		c: c, ground: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil), words: newText(theme.TextBase, regular),
		arrow: newPicture(theme.IconChevronDown), fitter: format.NewFitter(Measure, 4),
	}
	f.objects = []fyne.CanvasObject{f.ground, f.ring, f.words, f.arrow.image, c.clear}
	if c.avatar != nil {
		f.objects = append(f.objects, c.avatar)
	}
	f.Refresh()
	return f
}

// Refresh copies the state to the canvas objects.
func (f *pickerFace) Refresh() {
	c := f.c
	ground, line, words := theme.ColorSunken, theme.ColorLine, theme.ColorText
	switch {
	case c.wrong:
		line = theme.ColorRed
	case c.hovered && !c.disabled:
		ground = theme.ColorHover
	}
	if c.text == "" || c.disabled {
		words = theme.ColorMuted
	}
	fillRect(f.ground, ground, line, theme.RadiusField)
	paintRing(f.ring, c.focused, theme.RadiusField)
	f.Layout(c.Size())
	f.words.Color = base.Color(words)
	f.words.Refresh()
	setVisible(f.arrow.image, !c.disabled)
	f.arrow.tint(theme.IconChevronDown, theme.ColorMuted, true)
	setVisible(c.clear, c.p.Clear != nil && c.text != "" && !c.disabled)
}

// Layout places the words, the mark after them, and at the right what takes
// the choice away.
func (f *pickerFace) Layout(size fyne.Size) {
	c := f.c
	place(f.ground, 0, 0, size.Width, size.Height)
	place(f.ring, 0, 0, size.Width, size.Height)
	x := pickerPad
	if c.avatar != nil && c.avatar.Visible() {
		place(c.avatar, x, (size.Height-pickerAvatar)/2, pickerAvatar, pickerAvatar)
		x += pickerAvatar + 6
	}
	text := c.text
	if text == "" {
		text = c.p.Placeholder
	}
	room := size.Width - x - pickerIcon - pickerPad - theme.HeightControl
	f.words.Text = f.fitter.Fit(text, room, theme.TextBase, false)
	w := width(f.words, f.words.Text)
	placeText(f.words, x, -1, w, size.Height)
	place(f.arrow.image, x+w+5, (size.Height-pickerIcon)/2+1, pickerIcon, pickerIcon)
	place(c.clear, size.Width-theme.HeightControl+2, 0, theme.HeightControl-4, size.Height)
}

// MinSize is a fixed one.
func (f *pickerFace) MinSize() fyne.Size { return fyne.NewSize(120, theme.HeightControl) }

// Objects returns the canvas objects.
func (f *pickerFace) Objects() []fyne.CanvasObject { return f.objects }

// Destroy has nothing to release.
func (f *pickerFace) Destroy() {}
