package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

// Section is a group of a form's blocks under a title, which may be empty.
type Section struct {
	Title  string
	Blocks []Block
}

// Form shows sections under each other and scrolls. Only what is near the
// visible part is in the window's tree, so a form may have any number of
// fields. UI goroutine only.
type Form struct {
	widget.BaseWidget
	scroll *container.Scroll
	body   *body
	wheel  *wheel
}

// The form's distances, in Fyne units.
const (
	formSide   float32 = 22
	formTop    float32 = 14
	formGap    float32 = 8
	titleAbove float32 = 14
	titleHigh  float32 = 26
	overscan   float32 = 240 // kept ready above and below the visible part
)

// NewForm returns an empty form.
func NewForm() *Form {
	f := &Form{body: &body{}}
	f.body.ExtendBaseWidget(f.body)
	f.scroll = container.NewVScroll(f.body)
	f.scroll.OnScrolled = func(fyne.Position) { f.body.look(f.scroll) }
	f.wheel = &wheel{form: f}
	f.wheel.ExtendBaseWidget(f.wheel)
	f.ExtendBaseWidget(f)
	return f
}

// Set replaces what the form shows and keeps the place, as far as there is one.
func (f *Form) Set(sections []Section) {
	f.body.set(sections)
	f.Arrange()
}

// Top scrolls to the beginning.
func (f *Form) Top() {
	f.scroll.ScrollToTop()
	f.body.look(f.scroll)
}

// Arrange gives every block its place again, after one has got another height.
func (f *Form) Arrange() {
	if f.Size().Width <= 0 {
		return // it is not in a window yet
	}
	f.body.arrange(f.Size().Width)
	f.scroll.Refresh()
	f.body.look(f.scroll)
}

// Reveal scrolls so that all of a block can be seen.
func (f *Form) Reveal(b Block) {
	y, h, ok := f.body.place(b)
	if !ok {
		return
	}
	top, room := f.scroll.Offset.Y, f.scroll.Size().Height
	switch {
	case y-titleAbove < top:
		top = max(y-titleAbove, 0)
	case y+h+formGap > top+room:
		top = min(y+h+formGap-room, max(f.body.high-room, 0))
	default:
		return
	}
	f.scroll.ScrollToOffset(fyne.NewPos(0, top))
	f.body.look(f.scroll)
}

// CreateRenderer gives the scroll to Fyne.
func (f *Form) CreateRenderer() fyne.WidgetRenderer { return formFace{f} }

type formFace struct{ f *Form }

func (r formFace) Destroy()                     {}
func (r formFace) MinSize() fyne.Size           { return fyne.NewSize(2*formSide+Column+160, 120) }
func (r formFace) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.f.scroll, r.f.wheel} }

// Layout gives the form its width.
func (r formFace) Layout(size fyne.Size) {
	r.f.body.arrange(size.Width)
	r.f.scroll.Resize(size)
	r.f.wheel.Resize(size)
	r.f.body.look(r.f.scroll)
}

// Refresh follows the theme.
func (r formFace) Refresh() { r.f.scroll.Refresh() }

// wheel lies over the form and takes the mouse wheel alone: Fyne's entries
// would keep it from the form under the pointer, also when they have nothing
// to scroll.
type wheel struct {
	widget.BaseWidget
	form *Form
}

var _ fyne.Scrollable = (*wheel)(nil)

// Scrolled scrolls the form.
func (w *wheel) Scrolled(ev *fyne.ScrollEvent) { w.form.scroll.Scrolled(ev) }

// CreateRenderer draws nothing.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// body is everything a form has, of which it shows the visible part.
type body struct {
	widget.BaseWidget
	slots []slot
	high  float32
	wide  float32
	shown []fyne.CanvasObject
}

// slot is a block or a title and where it stands.
type slot struct {
	block Block // nil for a title
	title *canvas.Text
	y, h  float32
}

func (s slot) object() fyne.CanvasObject {
	if s.block != nil {
		return s.block
	}
	return s.title
}

func (b *body) set(sections []Section) {
	b.slots = nil
	for _, s := range sections {
		if len(s.Blocks) == 0 {
			continue
		}
		if s.Title != "" {
			t := canvas.NewText(s.Title, base.Color(theme.ColorText))
			t.TextSize = theme.TextBase
			kit.Strong(t, true)
			b.slots = append(b.slots, slot{title: t})
		}
		for _, block := range s.Blocks {
			b.slots = append(b.slots, slot{block: block})
		}
	}
}

// arrange works out where everything stands.
func (b *body) arrange(width float32) {
	b.wide = width
	y := formTop
	for i := range b.slots {
		s := &b.slots[i]
		if s.block == nil {
			if i > 0 {
				y += titleAbove - formGap
			}
			s.y, s.h = y, titleHigh
			y += titleHigh
			continue
		}
		s.y, s.h = y, s.block.HeightFor(width-2*formSide)
		y += s.h + formGap
	}
	b.high = y + formTop
}

func (b *body) place(block Block) (y, h float32, ok bool) {
	for _, s := range b.slots {
		if s.block == block {
			return s.y, s.h, true
		}
	}
	return 0, 0, false
}

// look puts what is near the visible part into the tree. What has the keyboard
// stays in it.
func (b *body) look(scroll *container.Scroll) {
	from, to := scroll.Offset.Y-overscan, scroll.Offset.Y+scroll.Size().Height+overscan
	var shown []fyne.CanvasObject
	for _, s := range b.slots {
		field, isField := s.block.(*Field)
		if (s.y+s.h < from || s.y > to) && !(isField && field.focused) {
			continue
		}
		o := s.object()
		if s.block == nil {
			o.Move(fyne.NewPos(formSide, s.y+4))
			o.Resize(fyne.NewSize(b.wide-2*formSide, o.MinSize().Height))
		} else {
			o.Move(fyne.NewPos(formSide, s.y))
			o.Resize(fyne.NewSize(b.wide-2*formSide, s.h))
		}
		shown = append(shown, o)
	}
	if same(shown, b.shown) {
		return
	}
	b.shown = shown
	canvas.Refresh(b)
}

func same(a, b []fyne.CanvasObject) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// CreateRenderer gives what is shown to Fyne.
func (b *body) CreateRenderer() fyne.WidgetRenderer { return bodyFace{b} }

type bodyFace struct{ b *body }

func (r bodyFace) Destroy()                     {}
func (r bodyFace) Layout(fyne.Size)             {} // look places what is shown
func (r bodyFace) MinSize() fyne.Size           { return fyne.NewSize(1, r.b.high) }
func (r bodyFace) Objects() []fyne.CanvasObject { return r.b.shown }

// Refresh follows the theme.
func (r bodyFace) Refresh() {
	for _, s := range r.b.slots {
		if s.title != nil {
			s.title.Color = base.Color(theme.ColorText)
		}
	}
	for _, o := range r.b.shown {
		o.Refresh()
	}
}

var _ Block = (*Gap)(nil)

// Gap is room between blocks.
type Gap struct {
	widget.BaseWidget
	high float32
}

// NewGap returns room of a height in Fyne units.
func NewGap(high float32) *Gap {
	g := &Gap{high: high}
	g.ExtendBaseWidget(g)
	return g
}

// HeightFor is the height.
func (g *Gap) HeightFor(float32) float32 { return g.high }

// CreateRenderer draws nothing.
func (g *Gap) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}
