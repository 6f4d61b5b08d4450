package board

import (
	"strings"

	"fyne.io/fyne/v2"

	"voronka/ui/format"
)

// letters measures and cuts texts. UI goroutine only.
type letters struct {
	*format.Fitter
	measure format.Measure
}

// fitRoom is how many cut texts are remembered; cards remember their own, so
// these are heads of columns and the like.
const fitRoom = 512

func newLetters(m format.Measure) letters { return letters{format.NewFitter(m, fitRoom), m} }

func measureText(text string, size float32, bold bool) float32 {
	return fyne.MeasureText(text, size, fyne.TextStyle{Bold: bold}).Width
}

// wrap breaks a text into at most two lines at spaces; the second one ends in
// an ellipsis when the text goes on.
func (l letters) wrap(text string, width, size float32, bold bool) (first, second string) {
	if l.measure(text, size, bold) <= width {
		return text, ""
	}
	words := strings.Fields(text)
	n := len(words) - 1
	for n > 0 && l.measure(strings.Join(words[:n], " "), size, bold) > width {
		n--
	}
	if n <= 0 { // one endless word
		return l.Fit(text, width, size, bold), ""
	}
	return strings.Join(words[:n], " "), l.Fit(strings.Join(words[n:], " "), width, size, bold)
}
