package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// Glyph is an icon to press at the end of a field: it takes a choice away, opens
// a calendar or a link. The keyboard does not stop at it on its way from field
// to field; the field answers to a key instead. UI goroutine only.
type Glyph struct {
	widget.BaseWidget
	name    string
	label   string
	tapped  func()
	hovered bool
	ground  *canvas.Rectangle
	icon    *picture
	drawn   theme.IconName
	objects []fyne.CanvasObject
}

var (
	_ fyne.Tappable      = (*Glyph)(nil)
	_ desktop.Hoverable  = (*Glyph)(nil)
	_ desktop.Cursorable = (*Glyph)(nil)
	_ fyne.Accessible    = (*Glyph)(nil)
	_ Inspectable        = (*Glyph)(nil)
)

// NewGlyph returns a glyph with the id "button:name"; label tells a screen
// reader what it does.
func NewGlyph(name, label string, icon theme.IconName, tapped func()) *Glyph {
	c := &Glyph{name: name, label: label, tapped: tapped, ground: canvas.NewRectangle(nil), icon: newPicture(icon), drawn: icon}
	c.objects = []fyne.CanvasObject{c.ground, c.icon.image}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped does it.
func (g *Glyph) Tapped(*fyne.PointEvent) { g.tapped() }

// MouseIn lights the glyph.
func (g *Glyph) MouseIn(*desktop.MouseEvent) { g.hovered = true; g.Refresh() }

// MouseMoved does nothing.
func (g *Glyph) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the light away.
func (g *Glyph) MouseOut() { g.hovered = false; g.Refresh() }

// Cursor is a hand.
func (g *Glyph) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Inspect names the glyph.
func (g *Glyph) Inspect() (id, kind, text string) { return "button:" + g.name, "button", g.label }

// AccessibilityLabel says what is done.
func (g *Glyph) AccessibilityLabel() string { return g.label }

// AccessibilityRole tells that it can be pressed.
func (g *Glyph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer gives the objects to Fyne.
func (g *Glyph) CreateRenderer() fyne.WidgetRenderer {
	f := glyphFace{g}
	f.Refresh()
	return f
}

type glyphFace struct{ g *Glyph }

const (
	glyphSide float32 = 20
	glyphIcon float32 = 12
)

func (f glyphFace) Destroy()                     {}
func (f glyphFace) MinSize() fyne.Size           { return fyne.NewSize(glyphSide+8, glyphSide) } // room to the edge of the field it ends
func (f glyphFace) Objects() []fyne.CanvasObject { return f.g.objects }

// Layout keeps the glyph small in the middle of whatever room there is.
func (f glyphFace) Layout(size fyne.Size) {
	place(f.g.ground, (size.Width-glyphSide)/2, (size.Height-glyphSide)/2, glyphSide, glyphSide)
	place(f.g.icon.image, (size.Width-glyphIcon)/2, (size.Height-glyphIcon)/2, glyphIcon, glyphIcon)
}

// Refresh follows pointer and theme.
func (f glyphFace) Refresh() {
	ground, icon := fyne.ThemeColorName(""), theme.ColorMuted
	if f.g.hovered {
		ground, icon = theme.ColorLine, theme.ColorText
	}
	fillRect(f.g.ground, ground, "", theme.RadiusTag)
	f.g.icon.tint(f.g.drawn, icon, true)
}
