package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// Notice is a sentence that stands out in a form: what is going on, or what
// went wrong and what to do. It hides itself at an empty text. UI goroutine
// only.
type Notice struct {
	widget.BaseWidget
	name   string
	tone   Tone
	ground *canvas.Rectangle
	icon   *picture
	words  *Prose
}

var _ Inspectable = (*Notice)(nil)

const (
	noticePad  float32 = 10
	noticeIcon float32 = 16
	noticeMost         = 6 // lines
)

// NewNotice returns a hidden notice with the id "notice:name".
func NewNotice(name string) *Notice {
	n := &Notice{
		name: name, ground: canvas.NewRectangle(nil), icon: newPicture(theme.IconInfo),
		words: NewProse("", theme.TextBase, theme.ColorText, noticeMost),
	}
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

// Set changes the sentence and its tone; an empty one hides the notice.
func (n *Notice) Set(text string, tone Tone) {
	n.tone = tone
	n.words.Set(text, theme.ColorText)
	n.Refresh()
	setVisible(n, text != "")
}

// Text returns the sentence.
func (n *Notice) Text() string { return n.words.Text() }

// Inspect names the notice.
func (n *Notice) Inspect() (id, kind, text string) {
	return "notice:" + n.name, "notice", n.words.Text()
}

// HeightFor is the height at a width.
func (n *Notice) HeightFor(width float32) float32 {
	if n.words.Text() == "" {
		return 0
	}
	return n.words.HeightFor(width-3*noticePad-noticeIcon) + 2*noticePad - 2
}

// CreateRenderer gives the parts to Fyne.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	f := noticeFace{n: n, objects: []fyne.CanvasObject{n.ground, n.icon.image, n.words}}
	f.Refresh()
	return f
}

type noticeFace struct {
	n       *Notice
	objects []fyne.CanvasObject
}

func (f noticeFace) Destroy()                     {}
func (f noticeFace) MinSize() fyne.Size           { return fyne.NewSize(120, 2*noticePad+noticeIcon) }
func (f noticeFace) Objects() []fyne.CanvasObject { return f.objects }

// Layout puts the icon beside the first line.
func (f noticeFace) Layout(size fyne.Size) {
	place(f.n.ground, 0, 0, size.Width, size.Height)
	place(f.n.icon.image, noticePad, noticePad, noticeIcon, noticeIcon)
	x := 2*noticePad + noticeIcon
	place(f.n.words, x, noticePad-1, size.Width-x-noticePad, size.Height-2*noticePad+2)
}

// Refresh follows tone and theme.
func (f noticeFace) Refresh() {
	icon, colour, ground, line := theme.IconInfo, theme.ColorAccent, theme.ColorAccentBackground, fyne.ThemeColorName("")
	switch f.n.tone {
	case ToneGood:
		icon, colour = theme.IconCheck, theme.ColorGreen
	case ToneWarn:
		icon, colour, ground, line = theme.IconWarning, theme.ColorAmber, theme.ColorSunken, theme.ColorAmberDot
	case ToneBad:
		icon, colour, ground, line = theme.IconWarning, theme.ColorRed, theme.ColorSunken, theme.ColorRedDot
	}
	fillRect(f.n.ground, ground, line, theme.RadiusField)
	f.n.icon.tint(icon, colour, true)
	f.n.words.Refresh()
	f.Layout(f.n.Size())
}
