package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
)

// chipLines are chips in as many lines as they take, with one to add more.
type chipLines struct {
	widget.BaseWidget
	chips   []*tagChip
	add     *tagAdder // nil where none can be added
	letters *format.Fitter
}

func newChipLines() chipLines { return chipLines{letters: format.NewFitter(Measure, 64)} }

// Sizes of chips, in Fyne units.
const (
	tagHeight float32 = 22
	tagPad    float32 = 8
	tagGap    float32 = 6
	tagWidest float32 = 220
)

// HeightFor is the height at a width.
func (l *chipLines) HeightFor(width float32) float32 { return l.stack(width) }

// stack puts the chips side by side and returns the height they take.
func (l *chipLines) stack(width float32) float32 {
	x, y := float32(0), float32(0)
	all := l.chips
	if l.add != nil {
		all = append(slices.Clone(all), &l.add.tagChip)
	}
	for _, c := range all {
		w := c.width()
		if x > 0 && x+w > width {
			x, y = 0, y+tagHeight+tagGap
		}
		place(c, x, y, w, tagHeight)
		x += w + tagGap
	}
	return y + tagHeight
}

// chipLinesFace paints the chips of a widget, whose self Fyne knows.
type chipLinesFace struct {
	l    *chipLines
	self fyne.CanvasObject
}

func (f chipLinesFace) Destroy()              {}
func (f chipLinesFace) MinSize() fyne.Size    { return fyne.NewSize(80, tagHeight) }
func (f chipLinesFace) Layout(size fyne.Size) { f.l.stack(size.Width) }

// Objects are the chips of now.
func (f chipLinesFace) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, c := range f.l.chips {
		all = append(all, c)
	}
	if f.l.add != nil {
		all = append(all, f.l.add)
	}
	return all
}

// Refresh follows the chips and the theme.
func (f chipLinesFace) Refresh() {
	f.l.stack(f.l.Size().Width)
	for _, o := range f.Objects() {
		o.Refresh()
	}
	canvas.Refresh(f.self)
}
