package feed

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// words draws lines of runs. It keeps its texts for the next row it shows.
type words struct{ texts []*canvas.Text }

// show places lines from a corner on and returns the texts that are used.
func (w *words) show(lines [][]run, x, y float32, plain, strong fyne.ThemeColorName, out []fyne.CanvasObject) []fyne.CanvasObject {
	n := 0
	for i, line := range lines {
		for _, r := range line {
			if n == len(w.texts) {
				w.texts = append(w.texts, canvas.NewText("", nil))
			}
			t := w.texts[n]
			n++
			colour := base.Color(plain)
			if r.bold {
				colour = base.Color(strong)
			}
			if t.Text != r.text || t.Color != colour || kit.IsStrong(t) != r.bold {
				t.Text, t.Color, t.TextSize = r.text, colour, theme.TextBase
				kit.Strong(t, r.bold)
				t.Refresh()
			}
			t.Move(fyne.NewPos(float32(int(x+r.x)), y+float32(i)*lineHigh))
			t.Resize(fyne.NewSize(r.w, lineHigh))
			out = append(out, t)
		}
	}
	return out
}

// face is what the rows have in common: what it shows and its objects.
type face struct {
	widget.BaseWidget
	it      *item
	width   float32
	words   words
	objects []fyne.CanvasObject
	layout  func(width float32)
}

func (f *face) show(it *item) {
	f.it, f.width = it, 0
	if w := f.Size().Width; w > 0 {
		f.arrange(w)
	}
}

func (f *face) arrange(width float32) {
	if f.it == nil || f.width == width {
		return
	}
	f.width = width
	f.layout(width)
	canvas.Refresh(f)
}

// CreateRenderer gives the objects of now to Fyne.
func (f *face) CreateRenderer() fyne.WidgetRenderer { return faceRenderer{f} }

type faceRenderer struct{ f *face }

func (r faceRenderer) Destroy()                     {}
func (r faceRenderer) MinSize() fyne.Size           { return fyne.NewSize(80, lineHigh) }
func (r faceRenderer) Objects() []fyne.CanvasObject { return r.f.objects }
func (r faceRenderer) Layout(size fyne.Size)        { r.f.arrange(size.Width) }

// Refresh follows the theme.
func (r faceRenderer) Refresh() {
	if r.f.it != nil && r.f.width > 0 {
		r.f.layout(r.f.width)
	}
	for _, o := range r.f.objects {
		o.Refresh()
	}
}

// noteFace is a note in a box, with its author beside it.
type noteFace struct {
	face
	avatar *kit.Avatar
	ground *kit.Ground
	meta   *canvas.Text
	state  *canvas.Text
	more   *kit.Glyph
	fit    *format.Fitter
	row    int
}

var _ kit.Inspectable = (*noteFace)(nil)

func newNoteFace(f *Feed) *noteFace {
	n := &noteFace{
		avatar: kit.NewAvatar(avatarSide), ground: kit.NewGround("", theme.ColorLine, theme.RadiusButton),
		meta: canvas.NewText("", nil), state: canvas.NewText("", nil), fit: format.NewFitter(kit.Measure, 8),
	}
	n.meta.TextSize, n.state.TextSize = theme.TextSmall, theme.TextSmall
	n.more = kit.NewGlyph("more-note", f.p.Format.Texts().T("feed.more"), theme.IconMore, func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(n.more)
		f.menu(n.row, at.AddXY(0, n.more.Size().Height))
	})
	n.layout = n.place
	n.ExtendBaseWidget(n)
	return n
}

func (n *noteFace) set(it *item, row int) {
	n.row = row
	n.avatar.Set(it.author, it.who)
	n.show(it)
}

// Inspect names the note.
func (n *noteFace) Inspect() (id, kind, text string) {
	if n.it == nil {
		return "", "note", ""
	}
	return "note:" + strconv.FormatInt(n.it.note, 10), "note", n.it.spans[0].text + " " + n.it.state
}

const moreSide float32 = 20

// noteFixed is how many objects of a note are not its text.
const noteFixed = 5

func (n *noteFace) place(width float32) {
	it := n.it
	w := width - 2*side + kitBar
	lines := it.lines(it.textWidth(width))
	if len(lines) > foldedLines && !it.open {
		lines = lines[:foldedLines]
	}
	move(n.avatar, side, 2, avatarSide, avatarSide)
	box := w - noteLeft
	left := side + noteLeft
	move(n.ground, left, 0, box, it.tall(len(it.wrapped.lines))-noteBetween)
	room := box - 2*notePad - moreSide
	n.state.Text = ""
	if it.state != "" {
		n.state.Text = "● " + it.state
		n.state.Color = base.Color(theme.ColorAccent)
		if it.alarm {
			n.state.Color = base.Color(theme.ColorRed)
		}
		wide := kit.Measure(n.state.Text, theme.TextSmall, false)
		move(n.state, left+notePad+room-wide-6, noteTop, wide, metaHigh)
		room -= wide + 14
	}
	n.state.Refresh()
	n.meta.Text, n.meta.Color = n.fit.Fit(it.meta, room, theme.TextSmall, false), base.Color(theme.ColorMuted)
	n.meta.Refresh()
	move(n.meta, left+notePad, noteTop, room, metaHigh)
	move(n.more, left+box-notePad-moreSide+6, noteTop-2, moreSide, moreSide)
	n.objects = append(n.objects[:0], n.ground, n.avatar, n.meta, n.state, n.more)
	n.objects = n.words.show(lines, left+notePad, noteTop+metaHigh+1, theme.ColorText, theme.ColorText, n.objects)
	if at := len(n.objects) - noteFixed - 1; len(lines) < len(it.wrapped.lines) && at >= 0 {
		last := n.words.texts[at]
		last.Text += "…"
		last.Refresh()
	}
}

// eventFace is an event beside a thin line.
type eventFace struct {
	face
	line *kit.Fill
}

func newEventFace() *eventFace {
	e := &eventFace{line: kit.NewFill(theme.ColorLine)}
	e.layout = e.place
	e.ExtendBaseWidget(e)
	return e
}

func (e *eventFace) set(it *item) { e.show(it) }

// Inspect names the event; its text is the sentence.
func (e *eventFace) Inspect() (id, kind, text string) {
	if e.it == nil {
		return "", "event", ""
	}
	for _, s := range e.it.spans {
		text += s.text
	}
	return "event:" + e.it.key[len("event "):], "event", text
}

func (e *eventFace) place(width float32) {
	lines := e.it.lines(e.it.textWidth(width))
	move(e.line, side+avatarSide/2, 0, 2, float32(len(lines))*lineHigh)
	e.objects = append(e.objects[:0], e.line)
	e.objects = e.words.show(lines, side+noteLeft, 0, theme.ColorMuted, theme.ColorText, e.objects)
}

// quietFace is a heading, or what stands under the last entry.
type quietFace struct {
	face
	text *canvas.Text
}

func newQuietFace() *quietFace {
	q := &quietFace{text: canvas.NewText("", nil)}
	q.text.TextSize = theme.TextSmall
	q.layout = q.place
	q.ExtendBaseWidget(q)
	return q
}

func (q *quietFace) set(it *item) { q.show(it) }

func (q *quietFace) place(width float32) {
	q.text.Text, q.text.Color = q.it.spans[0].text, base.Color(theme.ColorMuted)
	q.text.Refresh()
	move(q.text, side, 7, width-2*side, lineHigh)
	q.objects = append(q.objects[:0], q.text)
}
