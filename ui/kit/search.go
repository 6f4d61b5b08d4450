package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/theme"
)

// SearchField is an entry with a magnifying glass and the shortcut that leads
// to it. Esc empties it, and when it is empty gives the keyboard back. UI
// goroutine only.
type SearchField struct {
	widget.Entry
	name    string
	label   string
	hint    *keyHint
	frame   *canvas.Rectangle
	fitter  *format.Fitter
	focused bool
	leave   func()                  // Esc in the empty field
	onKey   func(fyne.KeyName) bool // sees keys first; true keeps one from the entry
	open    func(text string)       // opens a search of its own instead of typing here; nil without one
}

var (
	_ fyne.Accessible = (*SearchField)(nil)
	_ Inspectable     = (*SearchField)(nil)
)

// NewSearchField returns a field with the id "field:name". hint is the
// shortcut shown at its right, or empty; changed gets every new text.
func NewSearchField(name, placeholder, hint string, changed func(string)) *SearchField {
	s := &SearchField{name: name, label: placeholder, frame: canvas.NewRectangle(nil), fitter: format.NewFitter(Measure, 4)}
	s.PlaceHolder = placeholder
	s.Icon = theme.Icon(theme.IconSearch, theme.ColorMuted)
	s.Wrapping = fyne.TextWrap(fyne.TextTruncateClip) // without it a wide text brings a scroll bar
	if hint != "" {
		s.hint = newKeyHint(hint)
		s.ActionItem = s.hint
	}
	s.OnChanged = changed
	s.ExtendBaseWidget(s)
	return s
}

// OnLeave sets what Esc does in the empty field, instead of giving up the
// keyboard.
func (s *SearchField) OnLeave(f func()) { s.leave = f }

// OnKey sets a function that sees special keys before the field does; true
// means that it has used one.
func (s *SearchField) OnKey(f func(fyne.KeyName) bool) { s.onKey = f }

// OnOpen sets a function that opens a search elsewhere: the field only shows
// what is searched for, and opens it at a click, at a letter, which the function
// gets, and at Enter.
func (s *SearchField) OnOpen(f func(text string)) { s.open = f }

// Tapped opens the search, or puts the cursor.
func (s *SearchField) Tapped(ev *fyne.PointEvent) {
	if s.open != nil {
		s.open(s.Text)
		return
	}
	s.Entry.Tapped(ev)
}

// TypedRune types a letter, or opens the search with it.
func (s *SearchField) TypedRune(r rune) {
	if s.open != nil {
		s.open(string(r))
		return
	}
	s.Entry.TypedRune(r)
}

// TypedKey handles Esc.
func (s *SearchField) TypedKey(ev *fyne.KeyEvent) {
	if s.onKey != nil && s.onKey(ev.Name) {
		return
	}
	if s.open != nil && (ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter) {
		s.open(s.Text)
		return
	}
	if ev.Name != fyne.KeyEscape {
		s.Entry.TypedKey(ev)
		return
	}
	switch {
	case s.Text != "":
		s.SetText("")
	case s.leave != nil:
		s.leave()
	default:
		giveUp(s)
	}
}

// FocusGained lights the frame.
func (s *SearchField) FocusGained() {
	s.Entry.FocusGained()
	s.focused = true
	s.paintFrame()
}

// FocusLost puts the frame out.
func (s *SearchField) FocusLost() {
	s.Entry.FocusLost()
	s.focused = false
	s.paintFrame()
}

func (s *SearchField) paintFrame() { paintEntry(s.frame, theme.ColorField, s.focused, false) }

// Resize leaves out the shortcut where it would cover the words, and cuts the
// words to what is left.
func (s *SearchField) Resize(size fyne.Size) {
	if size == s.Size() {
		return
	}
	room := size.Width - 2*theme.HeightControl
	changed := false
	if s.hint != nil {
		changed = s.hint.setOff(Measure(s.label, theme.TextBase, false) > room-s.hint.wide())
		room -= s.hint.MinSize().Width
	}
	if words := s.fitter.Fit(s.label, room, theme.TextBase, false); changed || words != s.PlaceHolder {
		s.SetPlaceHolder(words)
	}
	s.Entry.Resize(size)
}

// MinSize keeps the height of a control.
func (s *SearchField) MinSize() fyne.Size { return fyne.NewSize(120, theme.HeightControl) }

// Inspect names the field; its text is what was typed.
func (s *SearchField) Inspect() (id, kind, text string) { return "field:" + s.name, "field", s.Text }

// AccessibilityLabel says what is looked for.
func (s *SearchField) AccessibilityLabel() string { return s.label }

// AccessibilityRole tells that it is text.
func (s *SearchField) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Cursor is the text cursor.
func (s *SearchField) Cursor() desktop.Cursor { return desktop.TextCursor }

// CreateRenderer gives the field's objects to Fyne.
func (s *SearchField) CreateRenderer() fyne.WidgetRenderer {
	s.paintFrame()
	return searchFace{unframe(s.Entry.CreateRenderer(), s.frame), s}
}

type searchFace struct {
	unframed
	s *SearchField
}

// Layout places the frame behind the rest.
func (f searchFace) Layout(size fyne.Size) {
	place(f.s.frame, 0, 0, size.Width, size.Height)
	f.unframed.Layout(size)
}

// Refresh follows the theme.
func (f searchFace) Refresh() {
	f.s.paintFrame()
	f.unframed.Refresh()
}

// keyHint is the name of a key in a small frame.
type keyHint struct {
	widget.BaseWidget
	frame   *canvas.Rectangle
	words   *canvas.Text
	wordsW  float32
	off     bool // there is no room for it
	objects []fyne.CanvasObject
}

func newKeyHint(text string) *keyHint {
	k := &keyHint{frame: canvas.NewRectangle(nil), words: newText(theme.TextTiny, regular)}
	k.words.Text = text
	k.wordsW = width(k.words, text)
	k.objects = []fyne.CanvasObject{k.frame, k.words}
	k.ExtendBaseWidget(k)
	return k
}

// wide is the width of the hint with what stands right of it.
func (k *keyHint) wide() float32 { return k.wordsW + 12 + 8 }

// setOff leaves the hint out, or shows it, and reports a change.
func (k *keyHint) setOff(off bool) bool {
	if k.off == off {
		return false
	}
	k.off = off
	setVisible(k.frame, !off)
	setVisible(k.words, !off)
	return true
}

// CreateRenderer gives the hint's objects to Fyne.
func (k *keyHint) CreateRenderer() fyne.WidgetRenderer {
	f := keyHintFace{k}
	f.Refresh()
	return f
}

type keyHintFace struct{ k *keyHint }

const keyHintHeight float32 = 18

func (f keyHintFace) Destroy()                     {}
func (f keyHintFace) Objects() []fyne.CanvasObject { return f.k.objects }

// MinSize is narrow when the hint is left out.
func (f keyHintFace) MinSize() fyne.Size {
	if f.k.off {
		return fyne.NewSize(theme.Grid, keyHintHeight)
	}
	return fyne.NewSize(f.k.wide(), keyHintHeight)
}

// Layout places the frame at the right.
func (f keyHintFace) Layout(size fyne.Size) {
	w := f.k.wordsW + 12
	y := (size.Height - keyHintHeight) / 2
	place(f.k.frame, 0, y, w, keyHintHeight)
	placeText(f.k.words, 6, float32(int(y+0.5)), f.k.wordsW, keyHintHeight)
}

// Refresh follows the theme.
func (f keyHintFace) Refresh() {
	fillRect(f.k.frame, "", theme.ColorLine, 4)
	setVisible(f.k.frame, !f.k.off)
	say(f.k.words, f.k.words.Text, theme.ColorMuted)
}
