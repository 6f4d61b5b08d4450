package board

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// glyph is what a button of a column's head shows.
type glyph uint8

const (
	glyphPlus glyph = iota
	glyphFold
)

// headButton is a small button in the head of a column. UI goroutine only.
type headButton struct {
	widget.BaseWidget
	glyph   glyph
	name    string // of the id "button:name"
	label   string
	strokes [2]*canvas.Line
	frame   *canvas.Rectangle // while it has the keyboard
	all     []fyne.CanvasObject
	over    bool
	focused bool
	tapped  func()
}

var (
	_ fyne.Tappable      = (*headButton)(nil)
	_ fyne.Focusable     = (*headButton)(nil)
	_ fyne.Accessible    = (*headButton)(nil)
	_ desktop.Hoverable  = (*headButton)(nil)
	_ desktop.Cursorable = (*headButton)(nil)
)

func newHeadButton(g glyph, tapped func()) *headButton {
	f := &headButton{glyph: g, tapped: tapped, frame: canvas.NewRectangle(nil)}
	f.frame.CornerRadius, f.frame.StrokeWidth = 5, 2
	f.frame.Hide()
	for i := range f.strokes {
		f.strokes[i] = canvas.NewLine(themeColor(theme.ColorMuted))
		f.strokes[i].StrokeWidth = 1.5
	}
	f.all = []fyne.CanvasObject{f.frame, f.strokes[0], f.strokes[1]}
	f.ExtendBaseWidget(f)
	return f
}

// call names the button for a screen reader and for outside inspection.
func (f *headButton) call(name, label string) { f.name, f.label = name, label }

// Tapped does what the button is for.
func (f *headButton) Tapped(*fyne.PointEvent) { f.tapped() }

// TypedKey does the same on Enter and Space.
func (f *headButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		f.tapped()
	}
}

// TypedRune does nothing.
func (f *headButton) TypedRune(rune) {}

// FocusGained shows the ring.
func (f *headButton) FocusGained() { f.focused = true; f.paint() }

// FocusLost hides it.
func (f *headButton) FocusLost() { f.focused = false; f.paint() }

// MouseIn makes the button stand out.
func (f *headButton) MouseIn(*desktop.MouseEvent) { f.over = true; f.paint() }

// MouseMoved does nothing.
func (f *headButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut makes the button quiet again.
func (f *headButton) MouseOut() { f.over = false; f.paint() }

// Cursor is a hand.
func (f *headButton) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (f *headButton) paint() {
	name := theme.ColorMuted
	if f.over || f.focused {
		name = theme.ColorText
	}
	f.frame.StrokeColor = themeColor(theme.ColorFocus)
	setVisible(f.frame, f.focused)
	for _, s := range f.strokes {
		s.StrokeColor = themeColor(name)
		canvas.Refresh(s)
	}
}

// Inspect names the button for outside inspection.
func (f *headButton) Inspect() (id, kind, text string) {
	if f.name == "" {
		return "", "", ""
	}
	return "button:" + f.name, "button", f.label
}

// AccessibilityLabel says what the button does.
func (f *headButton) AccessibilityLabel() string { return f.label }

// AccessibilityRole tells that it can be pressed.
func (f *headButton) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer draws two short strokes.
func (f *headButton) CreateRenderer() fyne.WidgetRenderer { return headRenderer{f} }

type headRenderer struct{ f *headButton }

func (r headRenderer) Destroy()                     {}
func (r headRenderer) MinSize() fyne.Size           { return fyne.NewSize(20, 20) }
func (r headRenderer) Objects() []fyne.CanvasObject { return r.f.all }
func (r headRenderer) Refresh()                     { r.f.paint() }

// Layout places the strokes in the middle.
func (r headRenderer) Layout(size fyne.Size) {
	r.f.frame.Resize(size)
	x, y := float32(int(size.Width/2)), float32(int(size.Height/2))
	a, b := r.f.strokes[0], r.f.strokes[1]
	if r.f.glyph == glyphPlus {
		a.Position1, a.Position2 = fyne.NewPos(x-4, y), fyne.NewPos(x+4, y)
		b.Position1, b.Position2 = fyne.NewPos(x, y-4), fyne.NewPos(x, y+4)
		return
	}
	a.Position1, a.Position2 = fyne.NewPos(x+2, y-4), fyne.NewPos(x-2, y)
	b.Position1, b.Position2 = fyne.NewPos(x-2, y), fyne.NewPos(x+2, y+4)
}
