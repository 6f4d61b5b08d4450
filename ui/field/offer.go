package field

import (
	"bytes"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

var _ Block = (*offer)(nil)

// offer says that somebody else has set something to another value, and gives
// the ways there are to decide.
type offer struct {
	widget.BaseWidget
	words *kit.Prose
	links []*kit.Link
}

const (
	offerLines         = 3
	offerIn    float32 = -6 // the words of a link have room before them
)

func newOffer(text string, colour fyne.ThemeColorName, links ...*kit.Link) *offer {
	o := &offer{words: kit.NewProse(text, theme.TextSmall, colour, offerLines), links: links}
	o.ExtendBaseWidget(o)
	return o
}

// HeightFor is the height at a width.
func (o *offer) HeightFor(width float32) float32 {
	h := o.words.HeightFor(width)
	o.eachLink(width, func(l *kit.Link, _, y float32) { h = max(h, o.words.HeightFor(width)+y+l.MinSize().Height) })
	return h
}

// eachLink tells where the links stand, in as many lines as they take.
func (o *offer) eachLink(width float32, tell func(l *kit.Link, x, y float32)) {
	x, y := offerIn, float32(0)
	for _, l := range o.links {
		min := l.MinSize()
		if x > 0 && x+min.Width > width {
			x, y = offerIn, y+min.Height
		}
		tell(l, x, y)
		x += min.Width + 4
	}
}

// CreateRenderer gives the parts to Fyne.
func (o *offer) CreateRenderer() fyne.WidgetRenderer { return offerFace{o} }

type offerFace struct{ o *offer }

func (f offerFace) Destroy()           {}
func (f offerFace) MinSize() fyne.Size { return fyne.NewSize(120, 24) }

// Objects are the parts.
func (f offerFace) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{f.o.words}
	for _, l := range f.o.links {
		all = append(all, l)
	}
	return all
}

// Layout puts the actions under the sentence.
func (f offerFace) Layout(size fyne.Size) {
	h := f.o.words.HeightFor(size.Width)
	move(f.o.words, 0, 0, size.Width, h)
	f.o.eachLink(size.Width, func(l *kit.Link, x, y float32) { move(l, x, h+y, l.MinSize().Width, l.MinSize().Height) })
}

// Refresh follows the theme.
func (f offerFace) Refresh() {
	for _, o := range f.Objects() {
		o.Refresh()
	}
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
	f.offer = newOffer(text, theme.ColorAmber, kit.NewLink("take-"+f.p.Name, texts.T("field.take_theirs"), func() {
		f.SetValues(values)
		f.shaped()
		if f.p.Changed != nil {
			f.p.Changed()
		}
	}))
	f.shaped()
}

// Clash is a conflict of an unsent change with what somebody else has set
// meanwhile.
type Clash struct {
	Text         string // who has set what
	Mine, Theirs func() // decide it; pressed at most once
}

// NewClash returns a block that asks for the decision of a conflict; name tells
// its links from those of others: "mine-" and "theirs-" and it.
func NewClash(texts *i18n.Texts, name string, c Clash) Block { return newClash(texts, name, c) }

func newClash(texts *i18n.Texts, name string, c Clash) *offer {
	return newOffer(c.Text, theme.ColorRed,
		kit.NewLink("theirs-"+name, texts.T("pending.take_theirs"), c.Theirs),
		kit.NewLink("mine-"+name, texts.T("pending.take_mine"), c.Mine))
}

// SetClash asks under the field for the decision of a conflict about it. The
// zero Clash is none.
func (f *Field) SetClash(c Clash) {
	if c.Text == "" && f.clash == nil {
		return
	}
	f.clash = nil
	if c.Text != "" {
		f.clash = newClash(f.p.Rule.Format.Texts(), f.p.Name, c)
	}
	f.shaped()
}

// Clashes reports whether a conflict waits for a decision.
func (f *Field) Clashes() bool { return f.clash != nil }

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
