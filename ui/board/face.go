package board

import (
	"fmt"
	"image"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// faceLook is how a card lies on the board.
type faceLook uint8

const (
	plain   faceLook = iota
	hovered          // the pointer is over it
	ghosted          // under the pointer of a drag
	vacated          // the place a dragged card came from
)

// faceState is how a card stands out.
type faceState struct {
	look     faceLook
	cursor   bool // has the keyboard, or its lead is open
	selected bool
	ring     uint8 // steps left until a held change is sent, 0 for none
	count    int   // of a ghost that carries several cards, else 0
}

// face draws one lead, as one image. It handles no event itself: the column
// under it does, so that a recycled face never holds an identity. UI goroutine
// only.
type face struct {
	widget.BaseWidget
	kit     *toolkit
	density Density
	lead    int64
	fitted  *fitted // nil while the content is being read
	state   faceState
	picture *canvas.Raster
	all     []fyne.CanvasObject
}

var _ fyne.Accessible = (*face)(nil)

func newFace(k *toolkit, d Density) *face {
	f := &face{kit: k, density: d}
	f.picture = canvas.NewRaster(f.draw)
	f.picture.ScaleMode = canvas.ImageScalePixels
	f.all = []fyne.CanvasObject{f.picture}
	f.ExtendBaseWidget(f)
	return f
}

// set shows a lead; the same content in the same state costs nothing.
func (f *face) set(lead int64, c *fitted, s faceState) {
	if f.lead == lead && f.fitted == c && f.state == s {
		return
	}
	f.lead, f.fitted, f.state = lead, c, s
	canvas.Refresh(f.picture)
}

func (f *face) ground() look {
	l := look{fill: theme.ColorCard, line: theme.ColorCardBorder, radius: 10, border: 1}
	switch {
	case f.state.look == ghosted, f.state.cursor:
		l.line, l.border = theme.ColorAccent, 2
	case f.state.selected:
		l.line = theme.ColorAccent
	case f.state.look == hovered:
		l.line = theme.ColorFaint
	}
	switch {
	case f.state.selected && f.state.look != ghosted:
		l.fill = theme.ColorAccentBackground
	case f.state.look == hovered:
		l.fill = theme.ColorCardHover
	}
	return l
}

// faintness is what is left of a card at the place it was dragged from.
const faintness = 90 // of 255

// draw paints the card for the screen, w and h in pixels.
func (f *face) draw(w, h int) image.Image {
	pixels := f.kit.clean(w, h)
	size := f.picture.Size()
	if size.Width <= 0 {
		return pixels
	}
	b := brush{kit: f.kit, on: pixels, scale: float32(w) / size.Width}
	b.fill(0, 0, size.Width, size.Height, f.ground())
	if f.fitted != nil {
		f.paint(b, size)
	}
	if f.state.look == vacated {
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

// paint draws the content; all measures are whole units.
func (f *face) paint(b brush, size fyne.Size) {
	c := f.fitted
	b.write(cardPad, cardPad-3, c.name1, baseSize, true, theme.ColorText)
	y, pitch := cardPad-2, float32(22)
	if c.name2 != "" {
		pitch = 20
		b.write(cardPad, y+16, c.name2, baseSize, true, theme.ColorText)
		y += 15
	}
	y += pitch - 1
	b.write(cardPad, y, c.money, baseSize, true, theme.ColorText)
	f.mark(b, y)
	if f.density == Compact {
		y = size.Height - avatar - 8
		f.foot(b, size, y)
		f.task(b, y)
		f.badges(b, size)
		return
	}
	y += pitch
	b.write(cardPad, y, c.person, smallSize, false, theme.ColorMuted)
	y += pitch - 1
	f.chips(b, y)
	y = size.Height - avatar - 9
	f.foot(b, size, y)
	f.task(b, y)
	f.badges(b, size)
}

// mark says beside the money what is unusual about the lead. While a change is
// held, a ring in the place of the sign shows how long it can be taken back at
// no cost.
func (f *face) mark(b brush, y float32) {
	c := f.fitted
	if c.sign == noSign {
		return
	}
	if f.state.ring > 0 {
		b.fill(c.markX-15, y+4, ringSize, ringSize, look{line: theme.ColorAccent, radius: ringSize / 2, border: 2, arc: f.state.ring})
	} else {
		b.sign(c.markX-12, y+6, c.sign, c.markTone)
	}
	b.write(c.markX, y+1, c.mark, tinySize, false, c.markTone)
}

// task draws the nearest task, with a sign of its own for each urgency.
func (f *face) task(b brush, y float32) {
	c := f.fitted
	b.sign(cardPad, y+7, c.taskSign, c.taskTone)
	b.write(cardPad+13, y+3, c.task, tinySize, false, c.taskTone)
}

func (f *face) chips(b brush, y float32) {
	x, fill := cardPad, theme.ColorChip
	if f.state.selected {
		fill = theme.ColorCard
	}
	for _, ch := range f.fitted.chips {
		b.fill(x, y, ch.width, 17, look{fill: fill, radius: 5})
		b.write(x+chipPad, y+1, ch.text, tinySize, false, theme.ColorMuted)
		x += ch.width + 6
	}
}

// foot draws the owner at the right.
func (f *face) foot(b brush, size fyne.Size, y float32) {
	x := size.Width - cardPad - avatar
	if f.fitted.initials != "" {
		b.fill(x, y, avatar, avatar, look{tint: theme.Avatar(f.fitted.card.OwnerID), radius: avatar})
		b.center(x, y, avatar, avatar, f.fitted.initials, 9, theme.ColorOnAccent)
	}
}

// badges draws what lies over the card: the tick of a selected one, the number
// of cards a ghost carries.
func (f *face) badges(b brush, size fyne.Size) {
	const side = 18
	text := ""
	switch {
	case f.state.count > 1:
		text = strconv.Itoa(f.state.count)
	case f.state.selected && f.state.look != ghosted:
		text = "✓"
	default:
		return
	}
	w := max(side, b.kit.letters.measure(text, tinySize, true)+10)
	x := size.Width - w - 6
	b.fill(x, 6, w, side, look{fill: theme.ColorAccentFill, radius: side / 2})
	b.center(x, 6, w, side, text, tinySize, theme.ColorOnAccent)
}

// line places a text with its own height, its left edge at x.
func line(t *canvas.Text, x, y float32) {
	t.Move(fyne.NewPos(x, y))
	t.Resize(t.MinSize())
}

func setVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}

// Inspect names the card for outside inspection; a ghost tells how many cards
// it carries.
func (f *face) Inspect() (id, kind, text string) {
	if f.lead == 0 {
		return "", "", ""
	}
	if f.state.look == ghosted {
		return "ghost", "ghost", strconv.Itoa(max(f.state.count, 1))
	}
	if f.fitted != nil {
		text = f.fitted.name
		for _, extra := range []string{f.fitted.content.mark, f.ringText()} {
			if extra != "" {
				text += "\n" + extra
			}
		}
	}
	return "card:" + strconv.FormatInt(f.lead, 10), "card", text
}

// ringText lets a test see the ring.
func (f *face) ringText() string {
	if f.state.ring == 0 {
		return ""
	}
	return "ring " + strconv.Itoa(int(f.state.ring))
}

// AccessibilityLabel says the card in one sentence.
func (f *face) AccessibilityLabel() string {
	if f.fitted == nil {
		return ""
	}
	c := f.fitted.content
	return fmt.Sprintf("%s, %s, %s, %s %s", c.name, c.money, c.person, c.task, c.mark)
}

// AccessibilityRole tells that a card opens something.
func (f *face) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer gives the card's image to Fyne.
func (f *face) CreateRenderer() fyne.WidgetRenderer { return faceRenderer{f} }

type faceRenderer struct{ f *face }

func (r faceRenderer) Destroy()                     {}
func (r faceRenderer) Layout(size fyne.Size)        { r.f.picture.Resize(size) }
func (r faceRenderer) MinSize() fyne.Size           { return fyne.NewSize(columnMin, r.f.density.cardHeight()) }
func (r faceRenderer) Objects() []fyne.CanvasObject { return r.f.all }

// Refresh follows a theme change.
func (r faceRenderer) Refresh() { canvas.Refresh(r.f.picture) }
