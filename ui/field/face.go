package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"

	"voronka/ui/format"
	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// Block is a part of a form whose height follows from its width.
type Block interface {
	fyne.CanvasObject
	// HeightFor is the height at a width, both in Fyne units. It is asked before
	// the block is first shown.
	HeightFor(width float32) float32
}

// Column is where controls begin: the width of the column of labels.
const Column = kit.FieldLabel

const (
	noteGap   = theme.Grid
	fixedGap  = -shownTop // the value that is only shown has room under it
	noteLines = 4
)

// HeightFor is the height of the field at a width.
func (f *Field) HeightFor(width float32) float32 {
	h := f.controlHeight(width)
	if text, _, _ := f.said(); text != "" {
		f.parts()
		h += f.noteGap() + f.note.HeightFor(width-Column)
	}
	for _, o := range f.asks() {
		h += noteGap + o.HeightFor(width-Column)
	}
	return h
}

// asks are what wants the person's word under the field.
func (f *Field) asks() []Block {
	var list []Block
	if f.offer != nil {
		list = append(list, f.offer)
	}
	if f.clash != nil {
		list = append(list, f.clash)
	}
	return list
}

// noteGap is between the control and the sentence under it.
func (f *Field) noteGap() float32 {
	if f.fixed {
		return fixedGap
	}
	return noteGap
}

// kindsBefore reports whether kinds of lines stand before them.
func (f *Field) kindsBefore() bool {
	return f.p.Titled && !f.fixed && f.p.Rule.Shape() == input.Lines && len(f.p.Rule.Kinds()) > 0
}

// controlHeight is that of the control, which most kinds know before there is
// one.
func (f *Field) controlHeight(width float32) float32 {
	if f.edit == nil && !f.fixed {
		switch f.p.Rule.Shape() {
		case input.Area:
			return theme.HeightControl + (areaLines-1)*kit.FieldLine
		case input.Lines:
			return linesHeight(max(len(f.typed.Lines), 1))
		case input.Chain: // has to be asked
		default:
			return theme.HeightControl
		}
	}
	return max(f.control().height(width), theme.HeightControl)
}

// parts makes what stands around the control.
func (f *Field) parts() {
	if f.note != nil {
		return
	}
	f.label = canvas.NewText("", nil)
	f.label.TextSize = theme.TextBase
	f.fit = format.NewFitter(kit.Measure, 2)
	f.note = kit.NewProse("", theme.TextSmall, theme.ColorRed, noteLines)
	f.control()
	text, colour, wrong := f.said()
	f.note.Set(text, colour)
	f.edit.mark(wrong)
}

// CreateRenderer gives the parts to Fyne.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	f.parts()
	r := &fieldFace{f: f}
	r.collect()
	r.Layout(f.Size())
	return r
}

type fieldFace struct {
	f       *Field
	objects []fyne.CanvasObject
}

func (r *fieldFace) Destroy()                     {}
func (r *fieldFace) MinSize() fyne.Size           { return fyne.NewSize(Column+120, theme.HeightControl) }
func (r *fieldFace) Objects() []fyne.CanvasObject { return r.objects }

// Layout places the label before the control and the sentences under it.
func (r *fieldFace) Layout(size fyne.Size) {
	f := r.f
	label := f.p.Label
	if f.kindsBefore() {
		label = ""
	} else if f.p.Rule.Required {
		label += " *"
	}
	f.label.Text = f.fit.Fit(label, Column-10, theme.TextBase, false)
	h := f.label.MinSize().Height
	f.label.Move(fyne.NewPos(0, float32(int((theme.HeightControl-h)/2))-1))
	f.label.Resize(fyne.NewSize(Column-10, h))
	f.control().arrange(size.Width)
	y := f.controlHeight(size.Width)
	if f.note.Text() != "" {
		y += f.noteGap()
		note := f.note.HeightFor(size.Width - Column)
		move(f.note, Column, y, size.Width-Column, note)
		y += note
	}
	for _, o := range f.asks() {
		y += noteGap
		h := o.HeightFor(size.Width - Column)
		move(o, Column, y, size.Width-Column, h)
		y += h
	}
}

func (r *fieldFace) collect() {
	f := r.f
	r.objects = append(r.objects[:0:0], f.label, f.note)
	r.objects = append(r.objects, f.control().objects()...)
	for _, o := range f.asks() {
		r.objects = append(r.objects, o)
	}
	f.label.Color = base.Color(theme.ColorMuted)
}

// Refresh follows the control, what is said under it, and the theme.
func (r *fieldFace) Refresh() {
	r.collect()
	r.Layout(r.f.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

func move(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
