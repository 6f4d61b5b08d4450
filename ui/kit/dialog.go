package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// Answer is one way to answer a Dialog.
type Answer struct {
	Name   string // the button's id is "button:Name"
	Text   string
	Main   bool   // what a person most likely wants
	Danger bool   // it cannot be undone
	Do     func() // may be nil: the dialog only closes
}

// DialogParams says what a dialog asks.
type DialogParams struct {
	Name    string // the dialog's id is "dialog:Name"
	Title   string
	Text    string   // what is asked, and what follows from it
	Answers []Answer // at least one, under each other
	Cancel  Answer   // the last one; Esc gives it too
}

// Dialog asks one question over the window and closes at the answer. UI
// goroutine only.
type Dialog struct {
	p       DialogParams
	popup   *widget.PopUp
	buttons []*Button
	closed  bool
}

// NewDialog returns a dialog for a canvas; Show opens it.
func NewDialog(on fyne.Canvas, p DialogParams) *Dialog {
	d := &Dialog{p: p}
	body := &dialogBody{
		d: d, title: NewHeading(p.Title, 2), text: NewProse(p.Text, theme.TextBase, theme.ColorText, 8),
	}
	body.objects = []fyne.CanvasObject{body.title, body.text}
	for _, a := range append(append([]Answer{}, p.Answers...), p.Cancel) {
		b := answerButton(a, func() { d.answer(a) })
		b.leave = d.Cancel
		d.buttons = append(d.buttons, b)
		body.objects = append(body.objects, b)
	}
	body.height = body.arrange(dialogWidth)
	body.ExtendBaseWidget(body)
	d.popup = widget.NewModalPopUp(body, on)
	return d
}

func answerButton(a Answer, tapped func()) *Button {
	switch {
	case a.Main:
		return NewPrimaryButton(a.Name, a.Text, "", tapped)
	case a.Danger:
		return NewDangerButton(a.Name, a.Text, tapped)
	default:
		return NewPlainButton(a.Name, a.Text, "", tapped)
	}
}

// Show opens the dialog. The keyboard is on Cancel, so that Enter pressed in a
// hurry does no harm.
func (d *Dialog) Show() {
	d.popup.Show()
	d.popup.Canvas.Focus(d.buttons[len(d.buttons)-1])
}

// Cancel closes the dialog as its last button does.
func (d *Dialog) Cancel() { d.answer(d.p.Cancel) }

// answer closes first: what follows may open another dialog.
func (d *Dialog) answer(a Answer) {
	if d.closed {
		return
	}
	d.closed = true
	d.popup.Hide()
	if a.Do != nil {
		a.Do()
	}
}

// dialogBody stacks the words and the buttons.
type dialogBody struct {
	widget.BaseWidget
	d       *Dialog
	title   *Prose
	text    *Prose
	height  float32 // of all parts
	objects []fyne.CanvasObject
}

var _ Inspectable = (*dialogBody)(nil)

// Inspect names the dialog; its text is the question.
func (b *dialogBody) Inspect() (id, kind, text string) {
	return "dialog:" + b.d.p.Name, "dialog", b.d.p.Title + "\n" + b.d.p.Text
}

// arrange places the parts and returns the height they take.
func (b *dialogBody) arrange(width float32) float32 {
	w, y := width-2*dialogPad, dialogPad
	for _, p := range []struct {
		words *Prose
		after float32
	}{{b.title, 8}, {b.text, 20}} {
		h := p.words.HeightFor(w)
		place(p.words, dialogPad, y, w, h)
		y += h + p.after
	}
	for _, button := range b.d.buttons {
		place(button, dialogPad, y, w, theme.HeightControl)
		y += theme.HeightControl + 8
	}
	return y - 8 + dialogPad
}

// CreateRenderer gives the parts to Fyne.
func (b *dialogBody) CreateRenderer() fyne.WidgetRenderer { return dialogFace{b} }

type dialogFace struct{ b *dialogBody }

const (
	dialogWidth float32 = 440
	dialogPad   float32 = 24
)

func (f dialogFace) Destroy()                     {}
func (f dialogFace) Objects() []fyne.CanvasObject { return f.b.objects }

// MinSize has a fixed width and the height that takes.
func (f dialogFace) MinSize() fyne.Size { return fyne.NewSize(dialogWidth, f.b.height) }

// Layout stacks the parts.
func (f dialogFace) Layout(size fyne.Size) { f.b.arrange(size.Width) }

// Refresh follows the theme.
func (f dialogFace) Refresh() {
	for _, o := range f.b.objects {
		o.Refresh()
	}
}
