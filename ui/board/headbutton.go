package board

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// headButton is a small button in the head of a column. The head draws its
// sign; the button itself shows only that the pointer or the keyboard is there.
// UI goroutine only.
type headButton struct {
	widget.BaseWidget
	name    string // of the id "button:name"
	label   string
	frame   *canvas.Rectangle
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

func newHeadButton(tapped func()) *headButton {
	f := &headButton{tapped: tapped, frame: canvas.NewRectangle(nil)}
	f.frame.CornerRadius = 5
	f.frame.Hide()
	f.all = []fyne.CanvasObject{f.frame}
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
	f.frame.StrokeColor, f.frame.StrokeWidth = themeColor(theme.ColorFaint), 1
	if f.focused {
		f.frame.StrokeColor, f.frame.StrokeWidth = themeColor(theme.ColorFocus), 2
	}
	setVisible(f.frame, f.over || f.focused)
	canvas.Refresh(f.frame)
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

// CreateRenderer gives the frame to Fyne.
func (f *headButton) CreateRenderer() fyne.WidgetRenderer { return headRenderer{f} }

type headRenderer struct{ f *headButton }

func (r headRenderer) Destroy()                     {}
func (r headRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(headButtonSize) }
func (r headRenderer) Objects() []fyne.CanvasObject { return r.f.all }
func (r headRenderer) Refresh()                     { r.f.paint() }
func (r headRenderer) Layout(size fyne.Size)        { r.f.frame.Resize(size) }
