package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"voronka/ui/format"
)

// paragraph is a text of a few lines, broken to a width by hand: Fyne's canvas
// text knows one line only, and its rich text is heavy.
type paragraph struct {
	text   string
	bold   bool
	lines  []*canvas.Text
	fitter *format.Fitter
}

// newParagraph returns a text of at most most lines.
func newParagraph(text string, size float32, w weight, most int) paragraph {
	p := paragraph{text: text, bold: w == semiBold, fitter: format.NewFitter(Measure, most)}
	for range most {
		line := newText(size, w)
		line.Hide()
		p.lines = append(p.lines, line)
	}
	return p
}

// lineHeight is that of one line.
func (p paragraph) lineHeight() float32 { return float32(int(p.lines[0].TextSize*1.4 + 0.5)) }

// place breaks the text and puts its lines below each other; it returns the
// height they take.
func (p paragraph) place(x, y, w float32, align fyne.TextAlign) float32 {
	size, step := p.lines[0].TextSize, p.lineHeight()
	broken := p.fitter.Wrap(p.text, w, size, p.bold, len(p.lines))
	for i, line := range p.lines {
		setVisible(line, i < len(broken))
		if i >= len(broken) {
			continue
		}
		if line.Text != broken[i] || line.Alignment != align {
			line.Alignment = align
			Write(line, broken[i])
			line.Refresh()
		}
		placeText(line, x, y+step*float32(i), w, step)
	}
	return step * float32(len(broken))
}

// paint gives the lines a colour.
func (p paragraph) paint(colour fyne.ThemeColorName) {
	for _, line := range p.lines {
		say(line, line.Text, colour)
	}
}
