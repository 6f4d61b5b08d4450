package board

import (
	"fmt"
	"image"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
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
	art
	lead    int64
	picture *canvas.Raster
	all     []fyne.CanvasObject
}

var _ fyne.Accessible = (*face)(nil)

func newFace(k *toolkit, d Density) *face {
	f := &face{art: art{kit: k, density: d}}
	f.picture = canvas.NewRaster(f.paint)
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

// paint draws the card for the screen, w and h in pixels.
func (f *face) paint(w, h int) image.Image { return f.draw(w, h, f.picture.Size()) }

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
