package board

import (
	"image"
	"strconv"

	"fyne.io/fyne/v2"

	"voronka/ui/theme"
)

// art draws a card: a lead's content, cut to its width, in a state. It touches
// no widget, so that cards can be drawn before there is a window.
type art struct {
	kit     *toolkit
	density Density
	fitted  *fitted // nil while the content is being read
	state   faceState
}

func (a *art) ground() look {
	l := look{fill: theme.ColorCard, line: theme.ColorCardBorder, radius: 10, border: 1}
	switch {
	case a.state.look == ghosted, a.state.cursor:
		l.line, l.border = theme.ColorAccent, 2
	case a.state.selected:
		l.line = theme.ColorAccent
	case a.state.look == hovered:
		l.line = theme.ColorFaint
	}
	switch {
	case a.state.selected && a.state.look != ghosted:
		l.fill = theme.ColorAccentBackground
	case a.state.look == hovered:
		l.fill = theme.ColorCardHover
	}
	return l
}

// faintness is what is left of a card at the place it was dragged from.
const faintness = 90 // of 255

// draw paints the card, w and h in pixels. The image is valid until the next.
func (a *art) draw(w, h int, size fyne.Size) image.Image {
	pixels := a.kit.clean(w, h)
	if size.Width <= 0 {
		return pixels
	}
	b := brush{kit: a.kit, on: pixels, scale: float32(w) / size.Width}
	b.fill(0, 0, size.Width, size.Height, a.ground())
	if a.fitted != nil {
		a.content(b, size)
	}
	if a.state.look == vacated {
		fade(pixels.Pix, faintness)
	}
	return pixels
}

// fade makes premultiplied pixels see-through.
func fade(pix []uint8, part uint32) {
	for i, v := range pix {
		pix[i] = uint8(uint32(v) * part / 255)
	}
}

// content draws what the lead is; all measures are whole units.
func (a *art) content(b brush, size fyne.Size) {
	c := a.fitted
	b.write(cardPad, cardPad-3, c.name1, baseSize, true, theme.ColorText)
	y, pitch := cardPad-2, float32(22)
	if c.name2 != "" {
		pitch = 20
		b.write(cardPad, y+16, c.name2, baseSize, true, theme.ColorText)
		y += 15
	}
	y += pitch - 1
	b.write(cardPad, y, c.money, baseSize, true, theme.ColorText)
	a.mark(b, y)
	if a.density == Compact {
		y = size.Height - avatar - 8
		a.foot(b, size, y)
		a.task(b, y)
		a.badges(b, size)
		return
	}
	y += pitch
	b.write(cardPad, y, c.person, smallSize, false, theme.ColorMuted)
	y += pitch - 1
	a.chips(b, y)
	y = size.Height - avatar - 9
	a.foot(b, size, y)
	a.task(b, y)
	a.badges(b, size)
}

// mark says beside the money what is unusual about the lead. While a change is
// held, a ring in the place of the sign shows how long it can be taken back at
// no cost.
func (a *art) mark(b brush, y float32) {
	c := a.fitted
	if c.sign == noSign {
		return
	}
	if a.state.ring > 0 {
		b.fill(c.markX-15, y+4, ringSize, ringSize, look{line: theme.ColorAccent, radius: ringSize / 2, border: 2, arc: a.state.ring})
	} else {
		b.sign(c.markX-12, y+6, c.sign, c.markTone)
	}
	b.write(c.markX, y+1, c.mark, tinySize, false, c.markTone)
}

// task draws the nearest task, with a sign of its own for each urgency.
func (a *art) task(b brush, y float32) {
	c := a.fitted
	b.sign(cardPad, y+7, c.taskSign, c.taskTone)
	b.write(cardPad+13, y+3, c.task, tinySize, false, c.taskTone)
}

func (a *art) chips(b brush, y float32) {
	x, fill := cardPad, theme.ColorChip
	if a.state.selected {
		fill = theme.ColorCard
	}
	for _, ch := range a.fitted.chips {
		b.fill(x, y, ch.width, 17, look{fill: fill, radius: 5})
		b.write(x+chipPad, y+1, ch.text, tinySize, false, theme.ColorMuted)
		x += ch.width + 6
	}
}

// foot draws the owner at the right.
func (a *art) foot(b brush, size fyne.Size, y float32) {
	x := size.Width - cardPad - avatar
	if a.fitted.initials != "" {
		b.fill(x, y, avatar, avatar, look{tint: theme.Avatar(a.fitted.card.OwnerID), radius: avatar})
		b.center(x, y, avatar, avatar, a.fitted.initials, 9, theme.ColorOnAccent)
	}
}

// badges draws what lies over the card: the tick of a selected one, the number
// of cards a ghost carries.
func (a *art) badges(b brush, size fyne.Size) {
	const side = 18
	text := ""
	switch {
	case a.state.count > 1:
		text = strconv.Itoa(a.state.count)
	case a.state.selected && a.state.look != ghosted:
		text = "✓"
	default:
		return
	}
	w := max(side, b.kit.letters.measure(text, tinySize, true)+10)
	x := size.Width - w - 6
	b.fill(x, 6, w, side, look{fill: theme.ColorAccentFill, radius: side / 2})
	b.center(x, 6, w, side, text, tinySize, theme.ColorOnAccent)
}
