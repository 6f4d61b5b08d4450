package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// SheetPart is what a Sheet shows: it says how high it is at a width.
type SheetPart interface {
	fyne.CanvasObject
	HeightFor(width float32) float32
}

// Leaver is what can have the keyboard and tells when Esc is pressed in it.
type Leaver interface{ OnLeave(leave func()) }

// SheetParams says what a sheet shows and what can be answered.
type SheetParams struct {
	Name    string // the sheet's id is "dialog:Name"
	Title   string
	Width   float32 // 0: that of a question
	Parts   []SheetPart
	Answers []Answer    // side by side at the foot, the main one last
	Cancel  Answer      // the first of them; Esc gives it too
	Check   func() bool // false keeps the sheet open: something is still wrong; may be nil
}

// Sheet is a window over the window with fields or a list in it, and answers
// at its foot. An answer closes it, unless Check finds something wrong. UI
// goroutine only.
type Sheet struct {
	p       SheetParams
	body    *sheetBody
	popup   *widget.PopUp
	buttons []*Button
	closed  bool
}

// NewSheet returns a sheet for a canvas; Show opens it.
func NewSheet(on fyne.Canvas, p SheetParams) *Sheet {
	s := &Sheet{p: p}
	if s.p.Width == 0 {
		s.p.Width = dialogWidth
	}
	b := &sheetBody{s: s, title: NewHeading(p.Title, 2)}
	b.objects = []fyne.CanvasObject{b.title}
	for _, part := range p.Parts {
		b.objects = append(b.objects, part)
		if l, ok := part.(Leaver); ok {
			l.OnLeave(s.Cancel)
		}
	}
	for _, a := range append([]Answer{p.Cancel}, p.Answers...) {
		button := answerButton(a, func() { s.answer(a) })
		button.leave = s.Cancel
		s.buttons = append(s.buttons, button)
		b.objects = append(b.objects, button)
	}
	b.height = b.arrange(s.p.Width)
	b.ExtendBaseWidget(b)
	s.body = b
	s.popup = widget.NewModalPopUp(b, on)
	return s
}

// Show opens the sheet with the keyboard on its first field, or else on its
// first answer. A field cannot be asked to take the keyboard before it was
// painted, but the canvas can be asked to give it to the first that takes it.
func (s *Sheet) Show() {
	s.popup.Show()
	s.popup.Canvas.FocusNext()
}

// Cancel closes the sheet as its first answer does.
func (s *Sheet) Cancel() { s.answer(s.p.Cancel) }

// Submit gives the last answer, as Enter in a field does.
func (s *Sheet) Submit() {
	if n := len(s.p.Answers); n > 0 {
		s.answer(s.p.Answers[n-1])
	}
}

// Fit gives the sheet the height that its parts have now.
func (s *Sheet) Fit() {
	s.body.height = s.body.arrange(s.p.Width)
	s.popup.Resize(s.popup.MinSize())
	s.popup.Refresh()
}

func (s *Sheet) answer(a Answer) {
	if s.closed {
		return
	}
	if s.p.Check != nil && a.Name != s.p.Cancel.Name && !s.p.Check() {
		return
	}
	s.closed = true
	s.popup.Hide() // first: what follows may open another one
	if a.Do != nil {
		a.Do()
	}
}

// sheetBody stacks the title, the parts and the answers.
type sheetBody struct {
	widget.BaseWidget
	s       *Sheet
	title   *Prose
	height  float32
	objects []fyne.CanvasObject
}

var _ Inspectable = (*sheetBody)(nil)

// Inspect names the sheet.
func (b *sheetBody) Inspect() (id, kind, text string) {
	return "dialog:" + b.s.p.Name, "dialog", b.s.p.Title
}

const sheetGap float32 = 10

// arrange places everything and returns the height it takes.
func (b *sheetBody) arrange(width float32) float32 {
	w, y := width-2*dialogPad, dialogPad
	h := b.title.HeightFor(w)
	place(b.title, dialogPad, y, w, h)
	y += h + 14
	for _, p := range b.s.p.Parts {
		h := p.HeightFor(w)
		place(p, dialogPad, y, w, h)
		y += h + sheetGap
	}
	y += 6
	x := width - dialogPad
	for i := len(b.s.buttons) - 1; i >= 0; i-- {
		button := b.s.buttons[i]
		min := button.MinSize()
		x -= min.Width
		place(button, x, y, min.Width, min.Height)
		x -= 8
	}
	return y + theme.HeightControl + dialogPad
}

// CreateRenderer gives the parts to Fyne.
func (b *sheetBody) CreateRenderer() fyne.WidgetRenderer { return sheetFace{b} }

type sheetFace struct{ b *sheetBody }

func (f sheetFace) Destroy()                     {}
func (f sheetFace) Objects() []fyne.CanvasObject { return f.b.objects }

// MinSize has a fixed width and the height that takes.
func (f sheetFace) MinSize() fyne.Size { return fyne.NewSize(f.b.s.p.Width, f.b.height) }

// Layout stacks the parts.
func (f sheetFace) Layout(size fyne.Size) { f.b.arrange(size.Width) }

// Refresh follows the theme.
func (f sheetFace) Refresh() {
	for _, o := range f.b.objects {
		o.Refresh()
	}
}

// Line is a pair of texts of a LineList: a command and its key.
type Line struct{ Left, Right string }

// LineList shows pairs of texts in two columns, read from the top down. Groups
// of lines are told apart by a line with an empty Right, their heading. UI
// goroutine only.
type LineList struct {
	widget.BaseWidget
	lines   []Line
	left    []*canvas.Text
	right   []*canvas.Text
	objects []fyne.CanvasObject
}

const listLine float32 = 22

// NewLineList returns a list of lines.
func NewLineList(lines []Line) *LineList {
	l := &LineList{lines: lines}
	for _, line := range lines {
		w := regular
		if line.Right == "" {
			w = semiBold
		}
		a, b := newText(theme.TextSmall, w), newText(theme.TextSmall, medium)
		l.left, l.right = append(l.left, a), append(l.right, b)
		l.objects = append(l.objects, a, b)
	}
	l.ExtendBaseWidget(l)
	return l
}

// half is how many lines stand in the first column, which does not end with a
// heading.
func (l *LineList) half() int {
	half := (len(l.lines) + 1) / 2
	if half > 0 && half < len(l.lines) && l.lines[half-1].Right == "" {
		half++
	}
	return half
}

// HeightFor is the height of the longer column.
func (l *LineList) HeightFor(float32) float32 { return float32(l.half()) * listLine }

// Inspect names the list; its text is all of it.
func (l *LineList) Inspect() (id, kind, text string) {
	for _, line := range l.lines {
		text += line.Left + "\t" + line.Right + "\n"
	}
	return "list:lines", "list", text
}

// CreateRenderer gives the texts to Fyne.
func (l *LineList) CreateRenderer() fyne.WidgetRenderer {
	f := lineFace{l}
	f.Refresh()
	return f
}

type lineFace struct{ l *LineList }

func (f lineFace) Destroy()                     {}
func (f lineFace) MinSize() fyne.Size           { return fyne.Size{} }
func (f lineFace) Objects() []fyne.CanvasObject { return f.l.objects }

// Layout places the lines in two columns.
func (f lineFace) Layout(size fyne.Size) {
	const gap = 32
	w := (size.Width - gap) / 2
	for i := range f.l.lines {
		x, row := float32(0), i
		if half := f.l.half(); i >= half {
			x, row = w+gap, i-half
		}
		keys := width(f.l.right[i], f.l.right[i].Text)
		placeText(f.l.left[i], x, float32(row)*listLine, w-keys-8, listLine)
		placeText(f.l.right[i], x+w-keys, float32(row)*listLine, keys, listLine)
	}
}

// Refresh follows the theme.
func (f lineFace) Refresh() {
	for i, line := range f.l.lines {
		colour := theme.ColorText
		say(f.l.left[i], line.Left, colour)
		say(f.l.right[i], line.Right, theme.ColorMuted)
	}
}
