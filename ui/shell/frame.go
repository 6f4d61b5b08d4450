package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// frame places the parts of the shell by hand.
type frame struct {
	widget.BaseWidget
	s           *Shell
	content     fyne.CanvasObject
	filters     bool // the filter line is shown
	contentAt   fyne.Position
	contentSize fyne.Size
	foot        float32 // height of what the screen shows at its foot
	face        *frameFace
}

// The least size of the window, in Fyne units.
const (
	leastWidth  float32 = 760
	leastHeight float32 = 480
	snackMargin float32 = 24
	snackLeast  float32 = 300 // beside the panel; with less it lies over it
)

func newFrame(s *Shell) *frame {
	f := &frame{s: s, filters: true}
	f.face = &frameFace{f: f}
	f.face.collect()
	f.ExtendBaseWidget(f)
	return f
}

func (f *frame) setContent(o fyne.CanvasObject) {
	f.content = o
	f.face.collect()
	f.arrange()
	f.Refresh()
}

func (f *frame) setFilters(on bool) {
	if f.filters == on {
		return
	}
	f.filters = on
	if on {
		f.s.filters.Show()
	} else {
		f.s.filters.Hide()
	}
	f.arrange()
}

// arrange places the parts again at the present size.
func (f *frame) arrange() { f.face.Layout(f.Size()) }

// CreateRenderer gives the parts to Fyne.
func (f *frame) CreateRenderer() fyne.WidgetRenderer { return f.face }

type frameFace struct {
	f       *frame
	objects []fyne.CanvasObject
}

// collect orders the parts from the lowest to the topmost.
func (r *frameFace) collect() {
	s := r.f.s
	r.objects = make([]fyne.CanvasObject, 0, 7)
	if r.f.content != nil {
		r.objects = append(r.objects, r.f.content)
	}
	r.objects = append(r.objects, s.filters, s.top, s.rail, s.panel, s.snack, s.layer)
}

// Layout gives every part its place.
func (r *frameFace) Layout(size fyne.Size) {
	s := r.f.s
	rail := theme.WidthRail
	narrow := size.Width < theme.NarrowBelow
	if narrow {
		rail = theme.WidthRailIcon
	}
	s.rail.fold(narrow)
	move(s.rail, 0, 0, rail, size.Height)
	width := max(size.Width-rail, 0)
	move(s.top, rail, 0, width, theme.HeightTopBar)
	y := theme.HeightTopBar
	if r.f.filters {
		move(s.filters, rail, y, width, theme.HeightFilters)
		y += theme.HeightFilters
	}
	covered := r.covered(width)
	s.top.cover(covered)
	s.filters.cover(covered)
	if s.p.Actions.Covered != nil {
		s.p.Actions.Covered(covered)
	}
	r.f.contentAt = fyne.NewPos(rail, y)
	r.f.contentSize = fyne.NewSize(width, max(size.Height-y, 0))
	if r.f.content != nil {
		r.f.content.Move(r.f.contentAt)
		r.f.content.Resize(r.f.contentSize)
	}
	panel := r.panelWidth(width)
	move(s.panel, size.Width-panel, 0, panel, size.Height)
	s.layer.Move(fyne.Position{})
	s.layer.Resize(size)
	r.layoutSnack()
}

// covered is how much of the content's right lies under the panel.
func (r *frameFace) covered(width float32) float32 {
	if !r.f.s.panel.Visible() {
		return 0
	}
	return r.panelWidth(width)
}

func (r *frameFace) panelWidth(width float32) float32 { return min(theme.WidthPanel, width) }

// layoutSnack puts the message in the middle of the content's foot, above what
// the screen shows there, and beside the panel.
func (r *frameFace) layoutSnack() {
	snack, size, rail := r.f.s.snack, r.f.Size(), r.f.contentAt.X
	room := size.Width - rail
	if free := room - r.covered(room); free >= snackLeast {
		room = free
	}
	w := max(min(snack.MinSize().Width, room-2*snackMargin), 0)
	h := snack.HeightFor(w)
	x := rail + float32(int((room-w)/2))
	move(snack, x, size.Height-h-snackMargin-r.f.foot, w, h)
}

func move(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// MinSize is the least size of the window.
func (r *frameFace) MinSize() fyne.Size { return fyne.NewSize(leastWidth, leastHeight) }

// Objects returns the parts.
func (r *frameFace) Objects() []fyne.CanvasObject { return r.objects }

// Destroy has nothing to release.
func (r *frameFace) Destroy() {}

// Refresh follows a theme change.
func (r *frameFace) Refresh() {
	for _, o := range r.objects {
		o.Refresh()
	}
}
