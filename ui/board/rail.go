package board

import (
	"image"
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

var (
	_ fyne.Tappable     = (*rail)(nil)
	_ fyne.Focusable    = (*rail)(nil)
	_ fyne.Accessible   = (*rail)(nil)
	_ desktop.Hoverable = (*rail)(nil)
)

// rail is a folded status: a narrow strip with its name and count running
// down. A tap or Enter opens it; a card can be dropped on it without opening it. UI
// goroutine only.
type rail struct {
	widget.BaseWidget
	kit     *toolkit
	status  amo.Status
	picture *canvas.Raster // ground and text in one: a frame costs what it draws
	ground  look
	caption string
	words   string
	lit     bool
	over    bool
	focused bool
	onOpen  func(status int64)
}

func newRail(k *toolkit, onOpen func(status int64)) *rail {
	r := &rail{kit: k, onOpen: onOpen}
	r.picture = canvas.NewRaster(r.draw)
	r.picture.ScaleMode = canvas.ImageScalePixels
	r.ExtendBaseWidget(r)
	return r
}

func (r *rail) show(c *column) {
	r.status = c.status
	count, sum := r.kit.tally(c)
	r.words = c.status.Name + "\n" + count + "\n" + sum
	caption := c.status.Name + " · " + count
	switch c.status.ID {
	case amo.StatusWon:
		caption = "✓ " + caption
	case amo.StatusLost:
		caption = "× " + caption
	}
	if caption != r.caption {
		r.caption = caption
		canvas.Refresh(r.picture)
	}
	r.paint()
}

func (r *rail) paint() {
	l := look{fill: theme.ColorPanel, line: theme.ColorCardBorder, radius: 10, border: 1}
	if r.over {
		l.fill = theme.ColorHover
	}
	if r.lit {
		l.fill, l.line, l.border = theme.ColorAccentBackground, theme.ColorAccent, 2
	}
	if r.focused {
		l.line, l.border = theme.ColorAccent, 2
	}
	if l != r.ground {
		r.ground = l
		canvas.Refresh(r.picture)
	}
}

// light marks the rail as the target of a drag.
func (r *rail) light(on bool) {
	r.lit = on
	r.paint()
}

func (r *rail) tone() fyne.ThemeColorName {
	if r.status.ID == amo.StatusWon {
		return theme.ColorGreen
	}
	return theme.ColorMuted
}

// Tapped opens the column.
func (r *rail) Tapped(*fyne.PointEvent) { r.onOpen(r.status.ID) }

// TypedKey opens the column on Enter and Space.
func (r *rail) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		r.onOpen(r.status.ID)
	}
}

// TypedRune does nothing.
func (r *rail) TypedRune(rune) {}

// FocusGained shows the ring.
func (r *rail) FocusGained() { r.focused = true; r.paint() }

// FocusLost hides it.
func (r *rail) FocusLost() { r.focused = false; r.paint() }

// AccessibilityLabel says the status, its count and its sum.
func (r *rail) AccessibilityLabel() string { return strings.ReplaceAll(r.words, "\n", ", ") }

// AccessibilityRole tells that it can be pressed.
func (r *rail) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MouseIn lights the rail a little.
func (r *rail) MouseIn(*desktop.MouseEvent) { r.over = true; r.paint() }

// MouseMoved does nothing.
func (r *rail) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the light away.
func (r *rail) MouseOut() { r.over = false; r.paint() }

// Inspect names the rail for outside inspection, like an open column.
func (r *rail) Inspect() (id, kind, text string) {
	return "column:" + strconv.FormatInt(r.status.ID, 10), "rail", r.words
}

// CreateRenderer gives the rail's objects to Fyne.
func (r *rail) CreateRenderer() fyne.WidgetRenderer { return railRenderer{r} }

type railRenderer struct{ r *rail }

func (v railRenderer) Destroy() {}

func (v railRenderer) Layout(size fyne.Size) { v.r.picture.Resize(size) }

func (v railRenderer) MinSize() fyne.Size { return fyne.NewSize(railWidth, 60) }

func (v railRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.r.picture}
}

// Refresh follows a theme change.
func (v railRenderer) Refresh() {
	v.r.paint()
	canvas.Refresh(v.r.picture)
}

// railPad is what is left free above and below the text of a rail.
const railPad = 14

// draw paints the rail for the screen, w and h in pixels.
func (r *rail) draw(w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	b := brush{kit: r.kit, on: out, scale: float32(w) / railWidth}
	high := float32(h) / b.scale
	b.fill(0, 0, railWidth, high, r.ground)
	text := r.kit.letters.Fit(r.caption, max(high-2*railPad, 0), baseSize, true)
	turned := r.kit.turned(uprightKey{text, themeColor(r.tone()), b.scale})
	b.blit(turned, (railWidth-float32(turned.Rect.Dx())/b.scale)/2, railPad)
	return out
}

// uprightKey names a text turned by a quarter at a colour and scale.
type uprightKey struct {
	text  string
	color color.NRGBA
	scale float32
}

// turned draws a text as the window would and turns it clockwise, since canvas
// texts run only sideways.
func (k *toolkit) turned(key uprightKey) *image.RGBA {
	if img, ok := k.upright[key]; ok {
		return img
	}
	if len(k.upright) > maxBitmaps {
		clear(k.upright)
	}
	t := canvas.NewText(key.text, key.color)
	t.TextSize = baseSize
	kit.Strong(t, true)
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetScale(key.scale)
	c.SetContent(t)
	c.Resize(t.MinSize())
	img := quarterTurn(c.Capture())
	k.upright[key] = img
	return img
}

func quarterTurn(src image.Image) *image.RGBA {
	b := src.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Set(b.Dy()-1-y, x, src.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}
