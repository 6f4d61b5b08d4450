package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// Prose is a text of a few lines in one colour. How high it is follows from
// the width its owner gives it, see HeightFor. UI goroutine only.
type Prose struct {
	widget.BaseWidget
	words   paragraph
	colour  fyne.ThemeColorName
	align   fyne.TextAlign
	objects []fyne.CanvasObject
}

// NewProse returns a text of at most most lines, in Fyne units of size.
func NewProse(text string, size float32, colour fyne.ThemeColorName, most int) *Prose {
	return newProse(text, size, regular, colour, most)
}

// NewHeading returns a heading of at most most lines.
func NewHeading(text string, most int) *Prose {
	return newProse(text, theme.TextHeading, semiBold, theme.ColorText, most)
}

func newProse(text string, size float32, w weight, colour fyne.ThemeColorName, most int) *Prose {
	p := &Prose{words: newParagraph(text, size, w, most), colour: colour}
	for _, line := range p.words.lines {
		p.objects = append(p.objects, line)
	}
	p.ExtendBaseWidget(p)
	return p
}

// Text returns the whole text, also what the lines have no room for.
func (p *Prose) Text() string { return p.words.text }

// Set changes text and colour; an equal text in an equal colour costs nothing.
func (p *Prose) Set(text string, colour fyne.ThemeColorName) {
	if p.words.text != text || p.colour != colour {
		p.words.text, p.colour = text, colour
		p.Refresh()
	}
}

// HeightFor is how high the text is at a width.
func (p *Prose) HeightFor(width float32) float32 {
	if p.words.text == "" {
		return 0
	}
	return p.words.place(0, 0, width, p.align)
}

// CreateRenderer gives the lines to Fyne.
func (p *Prose) CreateRenderer() fyne.WidgetRenderer {
	f := proseFace{p}
	f.Refresh()
	return f
}

type proseFace struct{ p *Prose }

func (f proseFace) Destroy()                     {}
func (f proseFace) MinSize() fyne.Size           { return fyne.Size{} }
func (f proseFace) Objects() []fyne.CanvasObject { return f.p.objects }

// Layout breaks the text to the width.
func (f proseFace) Layout(size fyne.Size) { f.p.words.place(0, 0, size.Width, f.p.align) }

// Refresh follows the text and the theme.
func (f proseFace) Refresh() {
	f.Layout(f.p.Size())
	f.p.words.paint(f.p.colour)
}
