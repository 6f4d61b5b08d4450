package lead

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// newSteps shows the statuses of a pipeline as a row of segments; a tap on one
// moves the lead there.
func newSteps(steps []step, move func(status int64)) fyne.CanvasObject {
	row := container.New(stepsLayout{})
	letters := format.NewFitter(kit.Measure, 64)
	for _, s := range steps {
		row.Add(newStepButton(s, letters, func() { move(s.status) }))
	}
	return row
}

// stepsLayout shares the width among the segments, on as many lines as they
// need to stay readable. Won and lost are narrow.
type stepsLayout struct{}

const (
	stepHeight float32 = 26
	stepGap    float32 = 4
	stepLeast  float32 = 78
	stepClosed float32 = 40
)

// Layout places the segments.
func (stepsLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for i, line := range stepLines(o, size.Width) {
		placeLine(line, size.Width, float32(i)*(stepHeight+stepGap))
	}
}

// stepsHeight is how high the segments are at a width.
func stepsHeight(steps fyne.CanvasObject, width float32) float32 {
	row, ok := steps.(*fyne.Container)
	if !ok || len(row.Objects) == 0 {
		return 0
	}
	return float32(len(stepLines(row.Objects, width)))*(stepHeight+stepGap) - stepGap
}

// MinSize counts the lines at the panel's width.
func (stepsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	lines := max(len(stepLines(o, theme.WidthPanel-2*panelPad)), 1)
	return fyne.NewSize(stepLeast, float32(lines)*(stepHeight+stepGap)-stepGap)
}

// stepLines cuts the segments into lines that fit.
func stepLines(o []fyne.CanvasObject, width float32) (lines [][]fyne.CanvasObject) {
	from, x := 0, float32(0)
	for i, c := range o {
		w := stepLeast + stepGap
		if narrow(c) {
			w = stepClosed + stepGap
		}
		if x+w > width+stepGap && i > from {
			lines, from, x = append(lines, o[from:i]), i, 0
		}
		x += w
	}
	if from < len(o) {
		lines = append(lines, o[from:])
	}
	return lines
}

func placeLine(line []fyne.CanvasObject, width, y float32) {
	rest, open := width+stepGap, 0
	for _, c := range line {
		if narrow(c) {
			rest -= stepClosed + stepGap
		} else {
			open++
		}
	}
	x := float32(0)
	for _, c := range line {
		w := stepClosed
		if !narrow(c) {
			w = float32(int(rest/float32(open) - stepGap))
		}
		c.Move(fyne.NewPos(x, y))
		c.Resize(fyne.NewSize(w, stepHeight))
		x += w + stepGap
	}
}

func narrow(o fyne.CanvasObject) bool {
	b, ok := o.(*stepButton)
	return ok && b.sign != ""
}

// stepButton is one status of the row.
type stepButton struct {
	widget.BaseWidget
	step    step
	sign    string // of won and lost, drawn instead of the name
	letters *format.Fitter
	tapped  func()
	ground  *canvas.Rectangle
	words   *canvas.Text
	over    bool
}

var (
	_ fyne.Tappable      = (*stepButton)(nil)
	_ desktop.Hoverable  = (*stepButton)(nil)
	_ desktop.Cursorable = (*stepButton)(nil)
	_ fyne.Accessible    = (*stepButton)(nil)
	_ kit.Inspectable    = (*stepButton)(nil)
)

func newStepButton(s step, letters *format.Fitter, tapped func()) *stepButton {
	b := &stepButton{step: s, letters: letters, tapped: tapped, ground: canvas.NewRectangle(nil), words: text("", theme.TextTiny, s.current, theme.ColorText)}
	b.words.Alignment = fyne.TextAlignCenter
	switch s.status {
	case amo.StatusWon:
		b.sign = "✓"
	case amo.StatusLost:
		b.sign = "×"
	}
	b.ExtendBaseWidget(b)
	b.paint()
	return b
}

func (b *stepButton) paint() {
	ground, words := theme.ColorChip, theme.ColorMuted
	switch {
	case b.step.current:
		ground, words = theme.ColorAccentFill, theme.ColorOnAccent
	case b.step.passed:
		ground, words = theme.ColorAccentBackground, theme.ColorAccent
	}
	if b.over && !b.step.current {
		ground = theme.ColorLine
	}
	b.ground.FillColor, b.ground.CornerRadius = base.Color(ground), 6
	b.words.Color = base.Color(words)
	canvas.Refresh(b.ground)
}

// Tapped moves the lead to this status.
func (b *stepButton) Tapped(*fyne.PointEvent) {
	if !b.step.current {
		b.tapped()
	}
}

// MouseIn lights the segment.
func (b *stepButton) MouseIn(*desktop.MouseEvent) { b.over = true; b.paint() }

// MouseMoved does nothing.
func (b *stepButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the light away.
func (b *stepButton) MouseOut() { b.over = false; b.paint() }

// Cursor is a hand where a tap does something.
func (b *stepButton) Cursor() desktop.Cursor {
	if b.step.current {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// Inspect names the segment.
func (b *stepButton) Inspect() (id, kind, text string) {
	return "step:" + strconv.FormatInt(b.step.status, 10), "step", b.step.name
}

// AccessibilityLabel is the status's name.
func (b *stepButton) AccessibilityLabel() string { return b.step.name }

// AccessibilityRole tells that it can be pressed.
func (b *stepButton) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer gives the segment's objects to Fyne.
func (b *stepButton) CreateRenderer() fyne.WidgetRenderer { return stepFace{b} }

type stepFace struct{ b *stepButton }

func (f stepFace) Destroy()           {}
func (f stepFace) MinSize() fyne.Size { return fyne.NewSize(stepClosed, stepHeight) }
func (f stepFace) Refresh()           { f.b.paint() }

func (f stepFace) Layout(size fyne.Size) {
	f.b.ground.Resize(size)
	f.b.words.Text = f.b.sign
	if f.b.sign == "" {
		f.b.words.Text = f.b.letters.Fit(f.b.step.name, size.Width-10, theme.TextTiny, f.b.step.current)
	}
	kit.Strong(f.b.words, f.b.step.current)
	h := f.b.words.MinSize().Height
	f.b.words.Move(fyne.NewPos(0, (size.Height-h)/2))
	f.b.words.Resize(fyne.NewSize(size.Width, h))
}

func (f stepFace) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{f.b.ground, f.b.words}
}
