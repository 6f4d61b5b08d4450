package board

import (
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
