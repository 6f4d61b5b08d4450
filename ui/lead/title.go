package lead

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

// title is the lead's name, edited where it stands: a press turns it into a
// field, Enter and leaving take what was typed, Esc does not.
type title struct {
	widget.BaseWidget
	was, now string
	label    string // what it is
	unnamed  string // what is shown of a lead without a name
	words    *kit.Prose
	ground   *canvas.Rectangle
	entry    *kit.Field
	editing  bool
	over     bool
	focused  bool
	changed  func() // another name
	shaped   func() // another height
}

var (
	_ fyne.Tappable      = (*title)(nil)
	_ fyne.Focusable     = (*title)(nil)
	_ desktop.Hoverable  = (*title)(nil)
	_ desktop.Cursorable = (*title)(nil)
	_ kit.Inspectable    = (*title)(nil)
	_ fyne.Accessible    = (*title)(nil)
)

const (
	titleLines      = 3
	titleEntryLines = 3
	titlePad        = theme.Grid
	longestName     = 255
)

func newTitle(name, unnamed, label string, changed, shaped func()) *title {
	t := &title{was: name, now: name, label: label, unnamed: unnamed, words: kit.NewHeading("", titleLines), ground: canvas.NewRectangle(nil), changed: changed, shaped: shaped}
	t.entry = kit.NewField(kit.FieldParams{
		Name: "lead-name", Label: label, Bare: true, Lines: titleEntryLines, Left: func() { t.finish(true) },
		Key: func(k fyne.KeyName) bool {
			switch k {
			case fyne.KeyReturn, fyne.KeyEnter:
				t.finish(true)
			case fyne.KeyEscape:
				t.finish(false)
			default:
				return false
			}
			return true
		},
	})
	t.ExtendBaseWidget(t)
	return t
}

// set replaces the name that was read. A name being edited stays.
func (t *title) set(name string) {
	if t.now == t.was && !t.editing {
		t.now = name
	}
	t.was = name
	t.Refresh()
}

// restore puts back a name from a draft.
func (t *title) restore(name string) {
	t.now = name
	t.Refresh()
}

func (t *title) isChanged() bool { return t.now != t.was }

// Tapped turns the name into a field.
func (t *title) Tapped(*fyne.PointEvent) { t.edit() }

func (t *title) edit() {
	if t.editing {
		return
	}
	t.editing = true
	t.entry.SetText(t.now)
	t.Refresh()
	t.shaped()
	t.entry.Focus()
}

// finish ends the editing. A name of nothing but spaces is none and stays as
// it was.
func (t *title) finish(take bool) {
	if !t.editing {
		return
	}
	t.editing = false
	if name := cutName(t.entry.Text()); take && name != "" && name != t.now {
		t.now = name
		t.changed()
	}
	t.Refresh()
	t.shaped()
}

// cutName is a text as a name: one line, no spaces around it, no longer than
// the server takes.
func cutName(text string) string {
	name := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " "))
	return string(name[:min(len(name), longestName)])
}

// TypedKey begins to edit at Enter.
func (t *title) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter || ev.Name == fyne.KeyF2 {
		t.edit()
	}
}

// TypedRune does nothing.
func (t *title) TypedRune(rune) {}

// FocusGained lights the name and puts a ring around it.
func (t *title) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost takes the light away.
func (t *title) FocusLost() { t.focused = false; t.Refresh() }

// MouseIn lights the name.
func (t *title) MouseIn(*desktop.MouseEvent) { t.over = true; t.Refresh() }

// MouseMoved does nothing.
func (t *title) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the light away.
func (t *title) MouseOut() { t.over = false; t.Refresh() }

// Cursor is that of text.
func (t *title) Cursor() desktop.Cursor { return desktop.TextCursor }

// Inspect names the title.
func (t *title) Inspect() (id, kind, text string) { return "title:lead", "title", t.now }

// AccessibilityLabel says what it is, and the name.
func (t *title) AccessibilityLabel() string { return t.label + ": " + t.shown() }

// AccessibilityRole tells that it is text.
func (t *title) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (t *title) shown() string {
	if t.now == "" {
		return t.unnamed
	}
	return t.now
}

// heightFor is the height at a width.
func (t *title) heightFor(width float32) float32 {
	if t.editing {
		return t.entry.HeightFor(width)
	}
	t.words.Set(t.shown(), theme.ColorText)
	return t.words.HeightFor(width)
}

// CreateRenderer gives the parts to Fyne.
func (t *title) CreateRenderer() fyne.WidgetRenderer {
	f := titleFace{t}
	f.Refresh()
	return f
}

type titleFace struct{ t *title }

func (f titleFace) Destroy()           {}
func (f titleFace) MinSize() fyne.Size { return fyne.NewSize(120, theme.HeightControl) }

// Objects are the name, or the field.
func (f titleFace) Objects() []fyne.CanvasObject {
	if f.t.editing {
		return []fyne.CanvasObject{f.t.entry}
	}
	return []fyne.CanvasObject{f.t.ground, f.t.words}
}

// Layout gives the name its width.
func (f titleFace) Layout(size fyne.Size) {
	move(f.t.ground, -titlePad, 0, size.Width+2*titlePad, size.Height)
	move(f.t.words, 0, 0, size.Width, size.Height)
	move(f.t.entry, -titlePad, 0, size.Width+2*titlePad, size.Height)
}

// Refresh follows state and theme.
func (f titleFace) Refresh() {
	f.t.ground.FillColor, f.t.ground.StrokeWidth = nil, 0
	if f.t.focused {
		f.t.ground.StrokeColor, f.t.ground.StrokeWidth = base.Color(theme.ColorFocus), 2
	}
	if f.t.over || f.t.focused {
		f.t.ground.FillColor = base.Color(theme.ColorHover)
	}
	f.t.ground.CornerRadius = theme.RadiusField
	f.t.words.Set(f.t.shown(), theme.ColorText)
	f.t.words.Refresh()
	f.t.ground.Refresh()
	f.Layout(f.t.Size())
	canvas.Refresh(f.t)
}

func move(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
