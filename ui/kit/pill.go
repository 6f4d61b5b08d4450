package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"

	"voronka/ui/theme"
)

// Tone is the feeling of a message, told by words and colour together.
type Tone int

// The tones.
const (
	ToneGood Tone = iota
	ToneBusy
	ToneWarn
	ToneBad
)

// colours returns the colour of the words and of the dot.
func (t Tone) colours() (words, dot fyne.ThemeColorName) {
	switch t {
	case ToneBusy:
		return theme.ColorText, theme.ColorAccent
	case ToneWarn:
		return theme.ColorAmber, theme.ColorAmberDot
	case ToneBad:
		return theme.ColorRed, theme.ColorRedDot
	default:
		return theme.ColorText, theme.ColorGreenDot
	}
}

// Pill is a state in a few words with a dot, such as that of the sync. UI
// goroutine only.
type Pill struct {
	control
	text  string
	label string
	tone  Tone
	face  *pillFace
}

var (
	_ fyne.Focusable  = (*Pill)(nil)
	_ fyne.Accessible = (*Pill)(nil)
	_ Inspectable     = (*Pill)(nil)
)

// NewPill returns a pill with the id "pill:name"; label tells a screen reader
// what the state is of.
func NewPill(name, label string, tapped func()) *Pill {
	p := &Pill{label: label}
	p.init("pill", name, tapped)
	p.ExtendBaseWidget(p)
	p.face = newPillFace(p)
	p.touched = p.Refresh
	return p
}

// Set changes the state and reports whether the width has changed; an equal
// state costs nothing.
func (p *Pill) Set(text string, tone Tone) (resized bool) {
	if p.text == text && p.tone == tone {
		return false
	}
	p.text, p.tone = text, tone
	before := p.face.min
	p.face.measure()
	p.Refresh()
	return before != p.face.min
}

// Inspect names the pill.
func (p *Pill) Inspect() (id, kind, text string) { return p.id, p.kind, p.text }

// AccessibilityLabel says the state.
func (p *Pill) AccessibilityLabel() string { return p.label + ": " + p.text }

// CreateRenderer gives the pill's objects to Fyne.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer { return p.face }

type pillFace struct {
	p       *Pill
	ground  *canvas.Rectangle
	ring    *canvas.Rectangle
	dot     *canvas.Circle
	words   *canvas.Text
	wordsW  float32
	min     fyne.Size
	objects []fyne.CanvasObject
}

const pillDot float32 = 7

func newPillFace(p *Pill) *pillFace {
	f := &pillFace{
		p: p, ground: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
		dot: canvas.NewCircle(nil), words: newText(theme.TextSmall, medium),
	}
	f.objects = []fyne.CanvasObject{f.ground, f.ring, f.dot, f.words}
	f.measure()
	f.Refresh()
	return f
}

func (f *pillFace) measure() {
	f.wordsW = width(f.words, f.p.text)
	f.min = fyne.NewSize(11+pillDot+7+f.wordsW+11, theme.HeightChip)
}

// Refresh copies the state to the canvas objects.
func (f *pillFace) Refresh() {
	words, dot := f.p.tone.colours()
	line := fyne.ThemeColorName("")
	if f.p.hovered && f.p.tapped != nil {
		line = theme.ColorLine
	}
	fillRect(f.ground, theme.ColorChip, line, theme.HeightChip/2)
	paintRing(f.ring, f.p.focused, theme.HeightChip/2)
	f.dot.FillColor = base.Color(dot)
	f.dot.Refresh()
	say(f.words, f.p.text, words)
	f.Layout(f.p.Size())
}

// Layout places the dot and the words.
func (f *pillFace) Layout(size fyne.Size) {
	place(f.ground, 0, 0, size.Width, size.Height)
	place(f.ring, 0, 0, size.Width, size.Height)
	place(f.dot, 11, (size.Height-pillDot)/2, pillDot, pillDot)
	placeText(f.words, 11+pillDot+7, 0, f.wordsW, size.Height)
}

// MinSize is a stored value.
func (f *pillFace) MinSize() fyne.Size { return f.min }

// Objects returns the canvas objects.
func (f *pillFace) Objects() []fyne.CanvasObject { return f.objects }

// Destroy has nothing to release.
func (f *pillFace) Destroy() {}
