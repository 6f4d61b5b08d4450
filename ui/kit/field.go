package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/theme"
)

// FieldParams says what a field of a form is like. Name and Label are needed.
type FieldParams struct {
	Name        string // the field's id is "field:Name"
	Label       string // before the field
	Placeholder string

	// Secret shows dots instead of the text and keeps it from Inspect; Reveal
	// and Conceal are the words of the link that shows the text itself.
	Secret          bool
	Reveal, Conceal string
	Private         bool // shown, but kept from Inspect

	Bare  bool // no label: the field is part of something that has one
	Lines int  // a text of several lines, so many of them seen at once; 0 is one

	Tail      fyne.CanvasObject // inside, at the right; not with Secret
	Changed   func(text string) // by typing, pasting or Undo, never by SetText
	Gained    func()            // the keyboard has come here
	Left      func()            // the keyboard has gone elsewhere
	Submitted func()            // Enter; not with Lines
	Sent      func()            // Enter with Ctrl or Cmd, also with Lines

	// Reshape rewrites what was typed before Changed gets it, such as gaps into
	// a number, and says where the cursor goes, in characters. One line only.
	Reshape func(text string, cursor int) (string, int)
	// Key sees special keys before the field does; true means it has used one.
	Key func(fyne.KeyName) bool
}

// Field is a line to type into with a name before it and room for a sentence
// under it. Its height follows from its width, see HeightFor. UI goroutine
// only.
type Field struct {
	widget.BaseWidget
	p      FieldParams
	entry  *fieldEntry
	label  *canvas.Text
	frame  *canvas.Rectangle
	fitter *format.Fitter
	note   *Prose
	wrong  bool   // the note is about a mistake
	leave  func() // what Esc does; may be nil
}

// OnLeave says what Esc does while the field has the keyboard.
func (f *Field) OnLeave(leave func()) { f.leave = leave }

// FieldLabel is the width of the column of labels, in Fyne units.
const FieldLabel float32 = 152

// FieldLine is what one more line of text adds to a field's height, in Fyne
// units.
const FieldLine float32 = 20

const (
	fieldGap  = theme.Grid // between the field and its note
	noteLines = 3
)

// column is the width of the label's column.
func (f *Field) column() float32 {
	if f.p.Bare {
		return 0
	}
	return FieldLabel
}

// height is that of the part that is typed into.
func (f *Field) height() float32 {
	return theme.HeightControl + float32(max(f.p.Lines-1, 0))*FieldLine
}

// NewField returns an empty field.
func NewField(p FieldParams) *Field {
	f := &Field{
		p: p, label: newText(theme.TextBase, regular), frame: canvas.NewRectangle(nil), fitter: format.NewFitter(Measure, 2),
		note: NewProse("", theme.TextSmall, theme.ColorMuted, noteLines),
	}
	f.entry = newFieldEntry(f)
	f.ExtendBaseWidget(f)
	return f
}

// Text returns what was typed.
func (f *Field) Text() string { return f.entry.Text }

// SetText replaces the text and forgets what Undo would bring back. A locked
// field shows its beginning.
func (f *Field) SetText(text string) {
	f.entry.quiet = true
	f.entry.SetText(text)
	f.entry.quiet = false
	f.entry.CursorColumn = 0
	if !f.entry.locked && f.p.Lines == 0 {
		f.entry.CursorColumn = len([]rune(text))
	}
	f.entry.Refresh()
}

// CursorToEnd puts the cursor behind the text.
func (f *Field) CursorToEnd() {
	f.entry.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	f.entry.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
}

// MarkWrong frames the field as one with a mistake, without a sentence, or
// takes the frame away: for fields whose owner says what is wrong.
func (f *Field) MarkWrong(wrong bool) {
	if f.wrong != wrong {
		f.wrong = wrong
		f.paintFrame()
	}
}

// Wipe takes a secret off the screen and out of the field's history.
func (f *Field) Wipe() {
	f.SetText("")
	f.entry.conceal(f.p.Secret)
}

// SetLocked makes the field refuse changes, or take them again. A locked one
// can still be read and copied.
func (f *Field) SetLocked(locked bool) {
	if f.entry.locked != locked {
		f.entry.locked = locked
		f.paintFrame()
	}
}

// SetHint puts a quiet sentence under the field, or takes it away. It reports
// whether the field's height may have changed.
func (f *Field) SetHint(text string) bool { return f.say(text, false) }

// SetMistake puts a sentence about a mistake under the field. It reports
// whether the field's height may have changed.
func (f *Field) SetMistake(text string) bool { return f.say(text, text != "") }

func (f *Field) say(text string, wrong bool) bool {
	if f.note.Text() == text && f.wrong == wrong {
		return false
	}
	colour := theme.ColorMuted
	if wrong {
		colour = theme.ColorRed
	}
	f.note.Set(text, colour)
	f.MarkWrong(wrong)
	return true
}

// paintFrame draws the frame. A locked field lies flat on the form.
func (f *Field) paintFrame() {
	ground := theme.ColorSunken
	if f.entry.locked {
		ground = ""
	}
	paintEntry(f.frame, ground, f.entry.focused, f.wrong)
}

// Mistake returns the sentence about a mistake, empty without one.
func (f *Field) Mistake() string {
	if f.wrong {
		return f.note.Text()
	}
	return ""
}

// Hint returns the quiet sentence, empty without one.
func (f *Field) Hint() string {
	if f.wrong {
		return ""
	}
	return f.note.Text()
}

// Focus gives the field the keyboard.
func (f *Field) Focus() { Focus(f, f.entry) }

// Entry is what has the keyboard while a person types here.
func (f *Field) Entry() fyne.Focusable { return f.entry }

// HeightFor is the height at a width.
func (f *Field) HeightFor(width float32) float32 {
	if note := f.note.HeightFor(width - f.column()); note > 0 {
		return f.height() + fieldGap + note
	}
	return f.height()
}

// CreateRenderer gives the parts to Fyne.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	r := &fieldFace{f: f, objects: []fyne.CanvasObject{f.frame, f.label, f.entry, f.note}}
	r.Refresh()
	return r
}

type fieldFace struct {
	f       *Field
	objects []fyne.CanvasObject
}

func (r *fieldFace) Destroy()                     {}
func (r *fieldFace) MinSize() fyne.Size           { return fyne.NewSize(r.f.column()+120, r.f.height()) }
func (r *fieldFace) Objects() []fyne.CanvasObject { return r.objects }

// Layout places the label before the field and the note under it.
func (r *fieldFace) Layout(size fyne.Size) {
	f, x, h := r.f, r.f.column(), r.f.height()
	if !f.p.Bare {
		f.label.Text = f.fitter.Fit(f.p.Label, FieldLabel-8, theme.TextBase, false)
		placeText(f.label, 0, -1, FieldLabel-8, theme.HeightControl) // on one line with the text of the entry
	}
	place(f.frame, x, 0, size.Width-x, h)
	place(f.entry, x, 0, size.Width-x, h)
	place(f.note, x, h+fieldGap, size.Width-x, max(size.Height-h-fieldGap, 0))
}

// Refresh follows the theme.
func (r *fieldFace) Refresh() {
	r.Layout(r.f.Size())
	say(r.f.label, r.f.label.Text, theme.ColorMuted)
	r.f.paintFrame()
	r.f.entry.Refresh()
	r.f.note.Refresh()
}

// OneLine is a text that was pasted in pieces, as one word: codes and tokens
// are broken into lines by letters and terminals.
func OneLine(text string) string { return strings.Join(strings.Fields(text), "") }
