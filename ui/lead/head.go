package lead

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// head is the top of the panel: number, name, tags, the stages, and what waits
// to be sent.
type head struct {
	widget.BaseWidget
	line    *canvas.Text
	text    string // of line
	letters *format.Fitter
	buttons []fyne.CanvasObject // at the right, in their order
	title   *title
	tags    *kit.Tags
	steps   fyne.CanvasObject
	note    *kit.Prose
}

// Distances of the head, in Fyne units.
const (
	headTop    float32 = 12
	headLine   float32 = 28
	headGap    float32 = 10
	headBottom float32 = 8
)

func newHead(buttons []fyne.CanvasObject) *head {
	h := &head{
		line: small("", theme.ColorMuted), letters: format.NewFitter(kit.Measure, 2), buttons: buttons,
		note: kit.NewProse("", theme.TextSmall, theme.ColorAccent, 2),
	}
	h.ExtendBaseWidget(h)
	return h
}

func (h *head) say(note string, alarm bool) {
	colour := theme.ColorAccent
	if alarm {
		colour = theme.ColorRed
	}
	if note != "" {
		note = "● " + note
	}
	h.note.Set(note, colour)
}

func (h *head) heightFor(width float32) float32 { return h.place(width) }

// place puts the parts under each other and returns the height they take.
func (h *head) place(width float32) float32 {
	w := width - 2*panelPad
	x := width - panelPad + 8 // the icons have room of their own around them
	for i := len(h.buttons) - 1; i >= 0; i-- {
		min := h.buttons[i].MinSize()
		x -= min.Width
		move(h.buttons[i], x, headTop+(headLine-min.Height)/2, min.Width, min.Height)
	}
	h.line.Text = h.letters.Fit(h.text, x-panelPad-8, theme.TextSmall, false)
	lh := h.line.MinSize().Height
	move(h.line, panelPad, headTop+(headLine-lh)/2, x-panelPad, lh)
	y := headTop + headLine
	t := h.title.heightFor(w)
	move(h.title, panelPad, y, w, t)
	y += t + 6
	t = h.tags.HeightFor(w)
	move(h.tags, panelPad, y, w, t)
	y += t + headGap
	t = stepsHeight(h.steps, w)
	move(h.steps, panelPad, y, w, t)
	y += t
	if t = h.note.HeightFor(w); t > 0 {
		y += 6
		move(h.note, panelPad, y, w, t)
		y += t
	}
	return y + headBottom
}

// CreateRenderer gives the parts to Fyne.
func (h *head) CreateRenderer() fyne.WidgetRenderer { return headFace{h} }

type headFace struct{ h *head }

func (f headFace) Destroy()              {}
func (f headFace) MinSize() fyne.Size    { return fyne.NewSize(240, headTop+headLine) }
func (f headFace) Layout(size fyne.Size) { f.h.place(size.Width) }

// Objects are the parts of now.
func (f headFace) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{f.h.line, f.h.title, f.h.tags, f.h.steps, f.h.note}
	return append(all, f.h.buttons...)
}

// Refresh follows the theme.
func (f headFace) Refresh() {
	for _, o := range f.Objects() {
		o.Refresh()
	}
	f.Layout(f.h.Size())
}

// foot says what is not saved and saves it.
type foot struct {
	widget.BaseWidget
	line   *kit.Fill
	words  *kit.Prose
	cancel *kit.Button
	save   *kit.Button
}

const footHigh float32 = 54

func newFoot(cancel, save *kit.Button) *foot {
	f := &foot{line: kit.NewLine(), words: kit.NewProse("", theme.TextSmall, theme.ColorMuted, 2), cancel: cancel, save: save}
	f.ExtendBaseWidget(f)
	return f
}

func (f *foot) say(text string, alarm bool) {
	colour := theme.ColorMuted
	if alarm {
		colour = theme.ColorRed
	}
	f.words.Set(text, colour)
	f.Refresh()
}

// CreateRenderer gives the parts to Fyne.
func (f *foot) CreateRenderer() fyne.WidgetRenderer { return footFace{f} }

type footFace struct{ f *foot }

func (r footFace) Destroy()           {}
func (r footFace) MinSize() fyne.Size { return fyne.NewSize(240, footHigh) }
func (r footFace) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.f.line, r.f.words, r.f.cancel, r.f.save}
}

// Layout puts the buttons at the right and the words beside them.
func (r footFace) Layout(size fyne.Size) {
	move(r.f.line, 0, 0, size.Width, 1)
	y := (size.Height - theme.HeightControl) / 2
	save, cancel := r.f.save.MinSize().Width, r.f.cancel.MinSize().Width
	x := size.Width - panelPad - save
	move(r.f.save, x, y, save, theme.HeightControl)
	x -= cancel + 8
	move(r.f.cancel, x, y, cancel, theme.HeightControl)
	h := r.f.words.HeightFor(x - panelPad - 12)
	move(r.f.words, panelPad, (size.Height-h)/2, x-panelPad-12, h)
}

// Refresh follows the words and the theme.
func (r footFace) Refresh() {
	for _, o := range r.Objects() {
		o.Refresh()
	}
	r.Layout(r.f.Size())
}
