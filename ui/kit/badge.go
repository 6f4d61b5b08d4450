package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// Badge is a small count in a pill; an alarming one stands out. It hides
// itself at an empty text. UI goroutine only.
type Badge struct {
	widget.BaseWidget
	text  string
	alarm bool
	face  *badgeFace
}

const badgeHeight float32 = 18

// NewBadge returns a badge without a count.
func NewBadge() *Badge {
	b := &Badge{}
	b.ExtendBaseWidget(b)
	b.face = &badgeFace{b: b, ground: canvas.NewRectangle(nil), words: newText(theme.TextTiny, medium)}
	b.face.objects = []fyne.CanvasObject{b.face.ground, b.face.words}
	b.face.measure()
	b.Hide()
	return b
}

// Set changes the count and whether it alarms; an equal one costs nothing.
func (b *Badge) Set(text string, alarm bool) {
	if b.text != text || b.alarm != alarm {
		b.text, b.alarm = text, alarm
		b.face.measure()
		b.Refresh()
	}
	setVisible(b, text != "")
}

// CreateRenderer gives the badge's objects to Fyne.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer { b.face.Refresh(); return b.face }

type badgeFace struct {
	b       *Badge
	ground  *canvas.Rectangle
	words   *canvas.Text
	wordsW  float32
	min     fyne.Size
	objects []fyne.CanvasObject
}

func (f *badgeFace) measure() {
	f.wordsW = width(f.words, f.b.text)
	f.min = fyne.NewSize(max(f.wordsW+14, 20), badgeHeight)
}

// Refresh copies the state to the canvas objects.
func (f *badgeFace) Refresh() {
	ground, words := theme.ColorChip, theme.ColorMuted
	if f.b.alarm {
		ground, words = theme.ColorRedFill, theme.ColorOnRed
	}
	fillRect(f.ground, ground, "", badgeHeight/2)
	say(f.words, f.b.text, words)
	f.Layout(f.b.Size())
}

// Layout places the count.
func (f *badgeFace) Layout(size fyne.Size) {
	place(f.ground, 0, 0, size.Width, size.Height)
	placeText(f.words, (size.Width-f.wordsW)/2, 0, f.wordsW, size.Height)
}

// MinSize is a stored value.
func (f *badgeFace) MinSize() fyne.Size { return f.min }

// Objects returns the canvas objects.
func (f *badgeFace) Objects() []fyne.CanvasObject { return f.objects }

// Destroy has nothing to release.
func (f *badgeFace) Destroy() {}
