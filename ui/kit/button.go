package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"

	"voronka/ui/theme"
)

type buttonStyle int

const (
	primary buttonStyle = iota
	plain
	quiet // an icon without a frame
	title // a heading that opens a menu
	danger
)

// Button is a push button: filled for the main action of a screen, plain for
// the others, an icon alone, or a heading that opens a menu. UI goroutine only.
type Button struct {
	control
	style buttonStyle
	icon  theme.IconName
	text  string
	label string // for a screen reader; the text when empty

	compact bool // only the icon
	face    *buttonFace
}

var (
	_ fyne.Focusable  = (*Button)(nil)
	_ fyne.Accessible = (*Button)(nil)
	_ Inspectable     = (*Button)(nil)
)

// NewPrimaryButton returns the button of a screen's main action. name becomes
// the id "button:name"; icon may be empty.
func NewPrimaryButton(name, text string, icon theme.IconName, tapped func()) *Button {
	return newButton(primary, name, text, icon, tapped)
}

// NewPlainButton returns a button with a frame. icon may be empty.
func NewPlainButton(name, text string, icon theme.IconName, tapped func()) *Button {
	return newButton(plain, name, text, icon, tapped)
}

// NewDangerButton returns a button with a frame for what cannot be undone.
func NewDangerButton(name, text string, tapped func()) *Button {
	return newButton(danger, name, text, "", tapped)
}

// NewIconButton returns a button that is only an icon; label tells a screen
// reader what it does.
func NewIconButton(name, label string, icon theme.IconName, tapped func()) *Button {
	b := newButton(quiet, name, "", icon, tapped)
	b.label = label
	return b
}

// NewTitleButton returns a heading with a mark that it opens a menu.
func NewTitleButton(name, text string, tapped func()) *Button {
	return newButton(title, name, text, theme.IconChevronDown, tapped)
}

func newButton(style buttonStyle, name, text string, icon theme.IconName, tapped func()) *Button {
	b := &Button{style: style, icon: icon, text: text}
	b.init("button", name, tapped)
	b.ExtendBaseWidget(b)
	b.face = newButtonFace(b)
	b.touched = b.Refresh
	return b
}

// SetText changes the words of the button.
func (b *Button) SetText(text string) {
	if b.text != text {
		b.text = text
		b.face.measure()
		b.Refresh()
	}
}

// SetIcon changes the icon of the button.
func (b *Button) SetIcon(icon theme.IconName) {
	if b.icon != icon {
		b.icon = icon
		b.face.measure()
		b.Refresh()
	}
}

// SetCompact shows the icon alone, or the words too.
func (b *Button) SetCompact(compact bool) {
	if b.compact != compact {
		b.compact = compact
		b.face.measure()
		b.Refresh()
	}
}

// words is what stands on the button now.
func (b *Button) words() string {
	if b.compact && b.icon != "" {
		return ""
	}
	return b.text
}

// Text returns the words of the button.
func (b *Button) Text() string { return b.text }

// Inspect names the button.
func (b *Button) Inspect() (id, kind, text string) { return b.id, b.kind, b.AccessibilityLabel() }

// AccessibilityLabel says what the button does.
func (b *Button) AccessibilityLabel() string {
	if b.label != "" {
		return b.label
	}
	return b.text
}

// CreateRenderer gives the button's objects to Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer { return b.face }

// buttonFace draws a button; it is its own renderer.
type buttonFace struct {
	b       *Button
	ground  *canvas.Rectangle
	ring    *canvas.Rectangle
	words   *canvas.Text
	picture *picture
	min     fyne.Size
	objects []fyne.CanvasObject
}

func newButtonFace(b *Button) *buttonFace {
	w := medium
	size := theme.TextBase
	switch b.style {
	case primary:
		w = semiBold
	case title:
		w, size = semiBold, theme.TextTitle
	}
	f := &buttonFace{
		b: b, ground: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
		words: newText(size, w), picture: newPicture(b.icon),
	}
	f.objects = []fyne.CanvasObject{f.ground, f.ring, f.words, f.picture.image}
	f.measure()
	f.paint(true)
	return f
}

const (
	buttonPad  float32 = 14
	buttonIcon float32 = 15
	iconGap    float32 = 6
)

// measure works out the minimum size, which only words and icon change.
func (f *buttonFace) measure() {
	w := width(f.words, f.b.words())
	switch {
	case f.b.style == quiet:
		f.min = fyne.NewSquareSize(theme.HeightControl - 4)
		return
	case f.b.style == title:
		w += 4 + buttonIcon + 8
	case w == 0:
		w = theme.HeightControl
	case f.b.icon != "":
		w += buttonIcon + iconGap + 2*buttonPad - 2
	default:
		w += 2 * buttonPad
	}
	f.min = fyne.NewSize(w, theme.HeightControl)
}

func (f *buttonFace) colours() (ground, line, words fyne.ThemeColorName) {
	b := f.b
	switch b.style {
	case primary:
		ground, words = theme.ColorAccentFill, theme.ColorOnAccent
		if b.hovered && !b.disabled {
			ground = theme.ColorAccentFillHover
		}
		if b.disabled {
			ground, words = theme.ColorHover, theme.ColorFaint
		}
	case plain:
		ground, line, words = theme.ColorField, theme.ColorLine, theme.ColorText
	case danger:
		ground, line, words = theme.ColorField, theme.ColorLine, theme.ColorRed
	case quiet:
		words = theme.ColorMuted
	case title:
		words = theme.ColorText
	}
	if b.style != primary {
		if b.hovered && !b.disabled {
			ground = theme.ColorHover
		}
		if b.disabled {
			words = theme.ColorFaint
		}
	}
	return ground, line, words
}

func (f *buttonFace) paint(again bool) {
	ground, line, words := f.colours()
	fillRect(f.ground, ground, line, theme.RadiusButton)
	paintRing(f.ring, f.b.focused, theme.RadiusButton)
	say(f.words, f.b.words(), words)
	setVisible(f.picture.image, f.b.icon != "")
	colour := words
	if f.b.style == title {
		colour = theme.ColorMuted
	}
	f.picture.tint(f.b.icon, colour, again)
}

// fillRect gives a rectangle its colours; empty names draw nothing.
func fillRect(r *canvas.Rectangle, ground, line fyne.ThemeColorName, radius float32) {
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = nil, nil, 0, radius
	if ground != "" {
		r.FillColor = base.Color(ground)
	}
	if line != "" {
		r.StrokeColor, r.StrokeWidth = base.Color(line), 1
	}
	setVisible(r, ground != "" || line != "")
	r.Refresh()
}

// paintRing shows where the keyboard is.
func paintRing(r *canvas.Rectangle, on bool, radius float32) {
	setVisible(r, on)
	if on {
		r.StrokeColor, r.StrokeWidth, r.CornerRadius = base.Color(theme.ColorFocus), 2, radius
		r.Refresh()
	}
}

// Layout places the parts in the middle of the button.
func (f *buttonFace) Layout(size fyne.Size) {
	place(f.ground, 0, 0, size.Width, size.Height)
	place(f.ring, 0, 0, size.Width, size.Height)
	w := width(f.words, f.b.words())
	mid := (size.Height - buttonIcon) / 2
	switch {
	case f.b.style == title:
		room := size.Width - 12 - buttonIcon
		placeText(f.words, 4, 0, min(w, room), size.Height)
		place(f.picture.image, 4+min(w, room)+4, mid+1, buttonIcon, buttonIcon)
	case w == 0:
		place(f.picture.image, (size.Width-buttonIcon)/2, mid, buttonIcon, buttonIcon)
	case f.b.icon != "":
		x := (size.Width - w - buttonIcon - iconGap) / 2
		place(f.picture.image, x, mid, buttonIcon, buttonIcon)
		placeText(f.words, x+buttonIcon+iconGap, 0, w, size.Height)
	default:
		placeText(f.words, (size.Width-w)/2, 0, w, size.Height)
	}
}

// MinSize is a stored value.
func (f *buttonFace) MinSize() fyne.Size { return f.min }

// Objects returns the canvas objects.
func (f *buttonFace) Objects() []fyne.CanvasObject { return f.objects }

// Refresh copies the state to the canvas objects.
func (f *buttonFace) Refresh() {
	f.paint(true)
	f.Layout(f.b.Size())
}

// Destroy has nothing to release.
func (f *buttonFace) Destroy() {}
