package connect

import (
	"fyne.io/fyne/v2"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

// The distances of the form, in Fyne units.
const (
	formPad      float32 = 32
	afterHeading float32 = 10
	afterTabs    float32 = 16
	fieldStep    float32 = 9
	beforeButton float32 = 16
	buttonHeight float32 = 38
	aroundLine   float32 = 18
	linkHeight   float32 = 20
)

// CreateRenderer gives the parts to Fyne.
func (f *form) CreateRenderer() fyne.WidgetRenderer { return formFace{f} }

type formFace struct{ f *form }

func (r formFace) Destroy()                     {}
func (r formFace) MinSize() fyne.Size           { return fyne.Size{} }
func (r formFace) Objects() []fyne.CanvasObject { return r.f.objects }

// Layout stacks the parts.
func (r formFace) Layout(size fyne.Size) { r.f.arrange(size.Width) }

// Refresh follows the theme.
func (r formFace) Refresh() {
	for _, o := range r.f.objects {
		o.Refresh()
	}
}

// arrange places the parts for a width and returns the height they take.
func (f *form) arrange(width float32) float32 {
	w, y := width-2*formPad, formPad-2
	room := w
	if f.back.Visible() {
		side := f.back.MinSize()
		move(f.back, formPad+w-side.Width+6, y-1, side.Width, side.Height)
		room -= side.Width
	}
	h := f.heading.HeightFor(room)
	move(f.heading, formPad, y, room, h)
	y += h + afterHeading
	move(f.tabs, formPad, y, w, kit.TabsHeight)
	y += kit.TabsHeight + afterTabs
	y = f.arrangeFields(w, y)
	y = f.arrangeButtons(w, y-fieldStep+beforeButton)
	return y + formPad
}

// arrangeFields stacks the fields that are shown, from y on.
func (f *form) arrangeFields(w, y float32) float32 {
	for _, one := range f.fields() {
		if !one.Visible() {
			continue
		}
		h := one.HeightFor(w)
		move(one, formPad, y, w, h)
		y += h
		if one == f.redirect {
			y += f.arrangeHint(w, y+3)
		}
		y += fieldStep
	}
	return y
}

// arrangeHint puts the advice about the redirect URI under it, with the link
// that changes it behind.
func (f *form) arrangeHint(w, y float32) float32 {
	link := f.change.MinSize().Width
	room := w - kit.FieldLabel - link
	h := f.hint.HeightFor(room)
	move(f.hint, formPad+kit.FieldLabel, y, room, h)
	move(f.change, formPad+w-link, y-2, link, linkHeight)
	return max(h, linkHeight) + 1
}

// arrangeButtons puts what is said, the buttons, and the foot from y on.
func (f *form) arrangeButtons(w, y float32) float32 {
	if f.notice.Visible() {
		h := f.notice.HeightFor(w)
		move(f.notice, formPad, y, w, h)
		y += h + fieldStep
	}
	if f.link.Visible() {
		h := f.link.HeightFor(w)
		move(f.link, formPad, y, w, h)
		y += h + fieldStep
	}
	wide := w
	if f.cancel.Visible() {
		cancel := f.cancel.MinSize().Width
		wide -= cancel + 8
		move(f.cancel, formPad+wide+8, y, cancel, buttonHeight)
	}
	move(f.connect, formPad, y, wide, buttonHeight)
	y += buttonHeight + aroundLine
	move(f.line, formPad, y, w, 1)
	y += 1 + aroundLine - 2
	demo := f.demo.MinSize()
	room := w - demo.Width - 12
	h := f.question.HeightFor(room)
	move(f.question, formPad, y+(theme.HeightControl-h)/2, room, h)
	move(f.demo, formPad+w-demo.Width, y, demo.Width, theme.HeightControl)
	return y + theme.HeightControl
}

func move(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(float32(int(x+0.5)), float32(int(y+0.5))))
	o.Resize(fyne.NewSize(w, h))
}
