package board

import (
	"math"

	"fyne.io/fyne/v2"

	"voronka/ui/theme"
)

// sign is a small drawing that tells a state by its form, so that colour is
// never the only carrier.
type sign uint8

const (
	noSign    sign = iota
	disc           // waits to be sent; a task of today
	ring           // a task later on
	dash           // no task
	diamond        // an overdue task
	triangle       // a conflict
	cross          // refused
	hourglass      // nothing has happened for long
)

const (
	signSize float32 = 8
	ringSize float32 = 11
	// ringSteps is how finely the ring of a held change is cut.
	ringSteps = 24
)

// look is how a sign is drawn in a tone.
func (s sign) look(tone fyne.ThemeColorName) look {
	l := look{fill: dot(tone), radius: signSize / 2}
	switch s {
	case ring:
		l = look{line: dot(tone), radius: signSize / 2, border: 1.5}
	case dash:
		l.radius = 1
	case diamond:
		l.form = formDiamond
	case triangle:
		l.form = formTriangle
	case cross:
		l.form = formCross
	case hourglass:
		l.form = formHourglass
	case disc, noSign:
	}
	return l
}

// sign draws a sign with its upper left corner at x, y.
func (b brush) sign(x, y float32, s sign, tone fyne.ThemeColorName) {
	switch s {
	case noSign:
	case dash:
		b.fill(x, y+3, signSize, 2, s.look(tone))
	default:
		b.fill(x, y, signSize, signSize, s.look(tone))
	}
}

// dot is the bright colour of a sign beside a text of the given tone.
func dot(tone fyne.ThemeColorName) fyne.ThemeColorName {
	switch tone {
	case theme.ColorGreen:
		return theme.ColorGreenDot
	case theme.ColorAmber:
		return theme.ColorAmberDot
	case theme.ColorRed:
		return theme.ColorRedDot
	}
	return tone
}

// form is the outline of a shape.
type form uint8

const (
	formBox form = iota
	formDiamond
	formTriangle
	formCross
	formHourglass
)

// depth is how far inside the outline of a form a pixel lies, in pixels;
// negative outside. hw and hh are half the width and height, x and y are
// counted from the middle.
func (f form) depth(x, y, hw, hh float64) float64 {
	switch f {
	case formDiamond:
		return (1 - math.Abs(x)/hw - math.Abs(y)/hh) * hw / math.Sqrt2
	case formTriangle:
		return math.Min((y+hh)/2-math.Abs(x)*hh/hw, hh-y)
	case formCross:
		arm := hw * 0.34
		d := math.Min(math.Abs(x-y), math.Abs(x+y)) / math.Sqrt2
		return math.Min(arm-d, hw-math.Max(math.Abs(x), math.Abs(y)))
	case formHourglass:
		return math.Min(math.Abs(y)*hw/hh+0.6-math.Abs(x), hh-math.Abs(y))
	default:
		return 0
	}
}

// within reports whether a point of a ring lies in its first part of steps,
// counted clockwise from the top.
func within(x, y float64, steps uint8) bool {
	turn := math.Atan2(x, -y) / (2 * math.Pi)
	if turn < 0 {
		turn++
	}
	return turn*ringSteps < float64(steps)
}
