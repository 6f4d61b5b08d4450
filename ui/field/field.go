package field

import (
	"net/url"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/ui/format"
	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// Params says what a field is like. Rule is needed.
type Params struct {
	Rule        input.Rule
	Name        string // the control's id is "field:Name"; "cf-" and the definition's id when empty
	Label       string // the definition's name when empty
	Placeholder string
	People      bool // the choices are users, shown with their initials
	Always      bool // one of the choices is always taken: it cannot be cleared
	Titled      bool // a title over the field names it: kinds of lines stand in the place of the label

	// Find looks for choices that are too many to list, such as companies.
	Find func(text string, show func([]Found))

	// FindElement looks for elements of a catalog for a Chain, all of them by an
	// empty text; nil: none can be added.
	FindElement func(catalog int64, text string, show func([]Found))

	Today   func() format.Day // in the account's zone; needed for days
	Follow  func(u *url.URL)  // opens an address: https, tel, mailto; nil offers none
	Changed func()            // something was typed or chosen, or its height is another
	Shaped  func()            // the height is another
	Gained  func(f *Field)    // the keyboard has come here
	Left    func(f *Field)    // and gone
}

// Found is something a search has found to choose.
type Found struct {
	ID   int64
	Text string
	Hint string // what tells it from others of the name
}

// Field is one custom field of a form. UI goroutine only.
type Field struct {
	widget.BaseWidget
	p       Params
	was     []amo.Value // what it was given
	read    input.Typed // the same, as it stands in the control
	typed   input.Typed // what stands there now
	fixed   bool        // it can only be looked at
	touched bool        // something was typed since SetValues: mistakes are shown
	focused bool
	refused string // what the owner says is wrong
	leave   func() // what Esc does; may be nil

	label   *canvas.Text
	note    *kit.Prose
	offer   *offer      // what somebody else has put there, nil for nothing
	offered []amo.Value // the same
	clash   *offer      // asks for the decision of a conflict, nil for none
	edit    control     // made when it is first seen
	fit     *format.Fitter
}

var _ Block = (*Field)(nil)

// New returns an empty field.
func New(p Params) *Field {
	if p.Name == "" {
		p.Name = "cf-" + strconv.FormatInt(p.Rule.Field.ID, 10)
	}
	if p.Label == "" {
		p.Label = p.Rule.Field.Name
	}
	f := &Field{p: p}
	f.SetValues(nil)
	f.ExtendBaseWidget(f)
	return f
}

// ID is the id of the definition.
func (f *Field) ID() int64 { return f.p.Rule.Field.ID }

// Label is the field's name as the person reads it.
func (f *Field) Label() string { return f.p.Label }

// Rule is how the field is read, checked and written.
func (f *Field) Rule() input.Rule { return f.p.Rule }

// SetRequired says whether an empty field is a mistake.
func (f *Field) SetRequired(required bool) {
	if f.p.Rule.Required != required {
		f.p.Rule.Required = required
		f.repaint()
	}
}

// SetChoices replaces the choices of a field that lists them.
func (f *Field) SetChoices(choices []amo.FieldEnum) {
	f.p.Rule.Field.Enums = choices
	f.show()
}

// SetValues shows values as they were read and forgets what was typed.
func (f *Field) SetValues(values []amo.Value) {
	typed, ok := f.p.Rule.Read(values)
	if f.fixed = !ok; f.edit != nil && f.edit.fixed() != f.fixed {
		f.edit = nil // another kind of control
	}
	f.was, f.read, f.typed, f.touched, f.offer, f.offered, f.refused = values, typed, typed, false, nil, nil, ""
	f.show()
}

// Was returns the values SetValues gave.
func (f *Field) Was() []amo.Value { return f.was }

// Values returns what would be sent: nil clears the field. What was not changed
// is what SetValues gave.
func (f *Field) Values() []amo.Value {
	if !f.Changed() {
		return f.was
	}
	return f.p.Rule.Check(f.typed, f.was).Values
}

// Changed reports whether something else stands in the field than SetValues
// gave.
func (f *Field) Changed() bool { return !f.fixed && !f.typed.Same(f.read) }

// Err returns what is wrong with what was typed. A field that was not changed
// is never wrong: what the server has may stay.
func (f *Field) Err() input.Mistake {
	if !f.Changed() {
		return input.Mistake{}
	}
	return f.p.Rule.Check(f.typed, f.was).Mistake
}

// Read returns how the values SetValues gave stand in the field.
func (f *Field) Read() input.Typed { return f.read }

// Typed returns what stands in the field, for a draft.
func (f *Field) Typed() input.Typed { return f.typed }

// IsEmpty reports whether nothing stands in the field.
func (f *Field) IsEmpty() bool { return f.typed.IsEmpty() && (!f.fixed || len(f.was) == 0) }

// Restore puts back what stood in the field when a draft was kept.
func (f *Field) Restore(t input.Typed) {
	if f.fixed || f.p.Rule.Shape() == input.Chain && len(t.Picked) > 0 { // by a version that kept elements otherwise
		return
	}
	f.typed, f.touched = t, true
	f.show()
}

// Choose takes one choice as if the person had, such as what a search found.
func (f *Field) Choose(id int64, text string) {
	f.know(id, text)
	f.put(input.Typed{Picked: []int64{id}})
	f.show()
}

// know adds a choice the field did not list.
func (f *Field) know(id int64, text string) {
	if _, ok := f.p.Rule.Choice(id); !ok {
		f.p.Rule.Field.Enums = append(f.p.Rule.Field.Enums[:len(f.p.Rule.Field.Enums):len(f.p.Rule.Field.Enums)], amo.FieldEnum{ID: id, Value: text})
	}
}

// Check shows what is wrong also when nothing was typed yet, as before saving,
// and reports whether nothing is.
func (f *Field) Check() bool {
	f.touched = true
	f.tell()
	return f.Err().Reason == ""
}

// Refuse shows a mistake the owner of the field has found, until the person
// types again.
func (f *Field) Refuse(reason input.Reason) {
	if f.Err().Reason == "" {
		f.Say(input.Mistake{Reason: reason}.Sentence(f.p.Rule.Format.Texts()))
	}
}

// Say shows a sentence about a mistake, such as the server's, until the person
// types again.
func (f *Field) Say(text string) {
	f.parts()
	f.refused = text
	f.tell()
}

// Busy reports whether the person is at the field or has changed it: then its
// values must not be replaced, only offered.
func (f *Field) Busy() bool { return f.focused || f.Changed() }

// Focus gives the field the keyboard. It has to be in the window.
func (f *Field) Focus() {
	if !f.fixed {
		f.control().focus()
	}
}

// put takes what the person has typed.
func (f *Field) put(t input.Typed) {
	f.typed, f.touched, f.refused = t, true, ""
	f.tell()
	if f.p.Changed != nil {
		f.p.Changed()
	}
}

// clear empties the field, as the person asks.
func (f *Field) clear() {
	f.put(input.Typed{})
	f.show()
}

// show puts what stands in the field into its control.
func (f *Field) show() {
	if f.edit != nil {
		f.edit.show()
	}
	f.tell()
	f.repaint()
}

// repaint shows the field's state. Refreshing a widget that was never seen
// would make all of its objects, so that waits until it is.
func (f *Field) repaint() {
	if f.note != nil {
		f.Refresh()
	}
}

// tell says under the field what is wrong with it.
func (f *Field) tell() {
	if f.note == nil {
		return // not seen yet
	}
	text, colour, wrong := f.said()
	f.edit.mark(wrong)
	if f.note.Text() != text {
		f.note.Set(text, colour)
		f.shaped()
	}
}

// said is the sentence under the field.
func (f *Field) said() (text string, colour fyne.ThemeColorName, wrong input.Mistake) {
	if f.refused != "" {
		return f.refused, theme.ColorRed, input.Mistake{Reason: input.Missing}
	}
	if f.fixed {
		return f.p.Rule.WhyFixed(), theme.ColorMuted, input.Mistake{}
	}
	if !f.touched || !f.Changed() {
		return "", theme.ColorMuted, input.Mistake{}
	}
	o := f.p.Rule.Check(f.typed, f.was)
	texts := f.p.Rule.Format.Texts()
	if o.Mistake.Reason != "" {
		return o.Mistake.Sentence(texts), theme.ColorRed, o.Mistake
	}
	return o.Notice.Sentence(texts), theme.ColorAmber, input.Mistake{}
}

// Mistake is the sentence under the field, empty for none.
func (f *Field) Mistake() string {
	text, _, _ := f.said()
	return text
}

// shaped tells the form that the field may have another height.
func (f *Field) shaped() {
	f.repaint()
	if f.p.Shaped != nil {
		f.p.Shaped()
	}
}

func (f *Field) gained() {
	f.focused = true
	if f.p.Gained != nil {
		f.p.Gained(f)
	}
}

func (f *Field) left() {
	f.focused = false
	if f.offer != nil && !f.Changed() {
		f.SetValues(f.offered) // the person has only looked
		f.shaped()
	}
	if f.p.Left != nil {
		f.p.Left(f)
	}
}

// OnLeave says what Esc does while the field has the keyboard.
func (f *Field) OnLeave(leave func()) {
	f.leave = leave
	if f.edit != nil {
		f.tellLeave()
	}
}

// OnShaped says what is done when the field has another height.
func (f *Field) OnShaped(shaped func()) { f.p.Shaped = shaped }

func (f *Field) tellLeave() {
	for _, o := range f.edit.objects() {
		if l, ok := o.(kit.Leaver); ok && f.leave != nil {
			l.OnLeave(f.leave)
		}
	}
}

// control makes the field's control when it is first needed.
func (f *Field) control() control {
	if f.edit == nil {
		f.edit = newControl(f)
		f.tellLeave()
		f.edit.show()
	}
	return f.edit
}
