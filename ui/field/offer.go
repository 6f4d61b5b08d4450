package field

import (
	"bytes"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// offer says under a field that somebody has changed it meanwhile, and gives
// their value for the asking.
type offer struct {
	widget.BaseWidget
	words *kit.Prose
	take  *kit.Link
}

const offerLines = 3

func newOffer(name, text, take string, taken func()) *offer {
	o := &offer{words: kit.NewProse(text, theme.TextSmall, theme.ColorAmber, offerLines), take: kit.NewLink("take-"+name, take, taken)}
	o.ExtendBaseWidget(o)
	return o
}

// HeightFor is the height at a width.
func (o *offer) HeightFor(width float32) float32 {
	return o.words.HeightFor(width) + o.take.MinSize().Height
}

// CreateRenderer gives the parts to Fyne.
func (o *offer) CreateRenderer() fyne.WidgetRenderer { return offerFace{o} }

type offerFace struct{ o *offer }

func (f offerFace) Destroy()                     {}
func (f offerFace) MinSize() fyne.Size           { return fyne.NewSize(120, 24) }
func (f offerFace) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{f.o.words, f.o.take} }

// Layout puts the action under the sentence.
func (f offerFace) Layout(size fyne.Size) {
	h := f.o.words.HeightFor(size.Width)
	move(f.o.words, 0, 0, size.Width, h)
	min := f.o.take.MinSize()
	move(f.o.take, -6, h, min.Width, min.Height)
}

// Refresh follows the theme.
func (f offerFace) Refresh() {
	f.o.words.Refresh()
	f.o.take.Refresh()
	f.Layout(f.o.Size())
}

// Offer tells that the server has other values now than the person began with.
// The field keeps what was typed; a press on the offer takes their values. by
// is who has changed it, empty when that is not known.
func (f *Field) Offer(values []amo.Value, by string) {
	texts := f.p.Rule.Format.Texts()
	theirs := f.p.Rule.Show(values)
	if theirs == "" {
		theirs = texts.T("lead.empty_value")
	}
	text := texts.T("field.changed", "Value", theirs)
	if by != "" {
		text = texts.T("field.changed_by", "Who", by, "Value", theirs)
	}
	f.offered = values
	f.offer = newOffer(f.p.Name, text, texts.T("field.take_theirs"), func() {
		f.SetValues(values)
		f.shaped()
		if f.p.Changed != nil {
			f.p.Changed()
		}
	})
	f.shaped()
}

// Meet takes up what the server has now. It is shown at once, unless the person
// is at the field or has changed it: then it is offered.
func (f *Field) Meet(values []amo.Value, by string) {
	if sameValues(values, f.was) {
		return
	}
	if !f.Busy() {
		f.SetValues(values)
		f.shaped()
		return
	}
	if typed, ok := f.p.Rule.Read(values); ok && typed.Same(f.typed) {
		f.Rebase(values) // both want the same
		f.offer, f.offered = nil, nil
		f.shaped()
		return
	}
	if f.offer == nil || !sameValues(values, f.offered) {
		f.Offer(values, by)
	}
}

func sameValues(a, b []amo.Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, errX := a[i].MarshalJSON()
		y, errY := b[i].MarshalJSON()
		if errX != nil || errY != nil || !bytes.Equal(x, y) {
			return false
		}
	}
	return true
}

// Offered reports whether somebody else's value is offered.
func (f *Field) Offered() bool { return f.offer != nil }

// Rebase takes values as those the person began with and keeps what was typed
// over them. An offer stays as it is.
func (f *Field) Rebase(values []amo.Value) {
	typed, ok := f.p.Rule.Read(values)
	if !ok || f.fixed {
		f.SetValues(values)
		return
	}
	f.was, f.read = values, typed
	f.tell()
}
