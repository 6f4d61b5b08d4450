package kit

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// RowsParams says what a list shows and how. Count, Make and Fill are needed,
// and Step or Height.
type RowsParams struct {
	Name  string // the list's id is "list:Name"
	Label string // what the rows are, for a screen reader
	Count func() int
	Make  func(kind int) fyne.CanvasObject   // an empty row
	Fill  func(row int, o fyne.CanvasObject) // shows a row in an object made for its kind
	Kind  func(row int) int                  // rows of one kind share objects; nil: all do
	Key   func(row int) any                  // what a row is, so that Reload keeps the place; nil: its number

	Step   float32                              // the height of every row, when all are alike
	Height func(row int, width float32) float32 // of one row; asked when it comes into sight
	Guess  func(row int, width float32) float32 // a cheap first answer for rows out of sight; nil: Height is cheap

	Tapped  func(row int, at fyne.Position) // where nothing in the row takes the press; at is of the window
	Menu    func(row int, at fyne.Position) // likewise, the secondary button
	Hovers  bool                            // a row looks different under the pointer, see Hovered
	Typed   func(fyne.KeyName) bool         // sees keys first; true means it has used one
	NearEnd func()                          // the last rows are in sight: more may be read
}

// Rows is a list of any number of rows, of one height or each of its own, of
// which only what is in sight exists. UI goroutine only.
type Rows struct {
	widget.BaseWidget
	p       RowsParams
	offset  float32
	wide    float32   // that tops were worked out for
	count   int       // likewise
	tops    []float32 // where rows begin, and where the last one ends; unused with Step
	exact   []bool    // the height is not a guess
	shown   []shownRow
	spare   []shownRow // the slice of the time before, to be used again
	anchor  any        // the key of the first row in sight
	pool    map[int][]fyne.CanvasObject
	objects []fyne.CanvasObject
	thumb   *Fill
	ring    *canvas.Rectangle // while the keyboard is here
	hover   int               // -1 for none
	focused bool
	grip    *rowsGrip
}

// shownRow is a row in sight and what shows it.
type shownRow struct {
	row, kind int
	o         fyne.CanvasObject
}

// The room the thumb has at the right, in Fyne units.
const (
	rowsBar      float32 = 10
	rowsThumb    float32 = 4
	rowsShortest float32 = 28
)

// NewRows returns a list at its beginning.
func NewRows(p RowsParams) *Rows {
	r := &Rows{p: p, pool: make(map[int][]fyne.CanvasObject), thumb: NewFill(theme.ColorFaint), ring: canvas.NewRectangle(nil), hover: -1}
	r.thumb.Hide()
	r.ring.Hide()
	r.objects = []fyne.CanvasObject{r.thumb, r.ring}
	r.ExtendBaseWidget(r)
	return r
}

// AccessibilityLabel says what the rows are.
func (r *Rows) AccessibilityLabel() string { return r.p.Label }

// AccessibilityRole tells that the list holds other things.
func (r *Rows) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// Inspect names the list.
func (r *Rows) Inspect() (id, kind, text string) { return "list:" + r.p.Name, "list", "" }

// Hovered is the row under the pointer, -1 for none.
func (r *Rows) Hovered() int { return r.hover }

// Live is how many rows exist, for measures.
func (r *Rows) Live() int { return len(r.shown) }

// InSight are the rows that can be seen: from first up to but not end.
func (r *Rows) InSight() (first, end int) {
	if len(r.shown) == 0 {
		return 0, 0
	}
	return r.shown[0].row, r.shown[len(r.shown)-1].row + 1
}

// Reload takes up another list of rows and keeps the place in it.
func (r *Rows) Reload() {
	rest := float32(-1)
	first := 0
	if len(r.shown) > 0 && r.offset > 0 {
		first = r.shown[0].row
		rest = r.offset - r.top(first)
	}
	r.measure()
	if rest >= 0 {
		if at := r.near(first); at >= 0 {
			r.offset = r.top(at) + rest
		}
	}
	r.hover = -1
	r.arrange(true)
}

// near finds the row that was first in sight, looking from where it was
// outwards; -1 when it is gone.
func (r *Rows) near(from int) int {
	if r.p.Key == nil {
		return min(from, r.count-1)
	}
	for d := 0; from-d >= 0 || from+d < r.count; d++ {
		if i := from - d; i >= 0 && i < r.count && r.p.Key(i) == r.anchor {
			return i
		}
		if i := from + d; i < r.count && r.p.Key(i) == r.anchor {
			return i
		}
	}
	return -1
}

// Refill shows the rows in sight again.
func (r *Rows) Refill() {
	for _, s := range r.shown {
		if s.row < r.p.Count() {
			r.p.Fill(s.row, s.o)
		}
	}
}

// Resized gives rows their heights again, after some have changed it.
func (r *Rows) Resized() {
	r.measure()
	r.arrange(true)
}

// Top goes to the beginning.
func (r *Rows) Top() { r.scrollTo(0) }

// Reveal scrolls so that a row is wholly in sight.
func (r *Rows) Reveal(row int) {
	if row < 0 || row >= r.count {
		return
	}
	top, end := r.top(row), r.top(row+1)
	switch {
	case top < r.offset:
		r.scrollTo(top)
	case end > r.offset+r.Size().Height:
		r.scrollTo(end - r.Size().Height)
	}
}

// AtEnd reports whether the last row is in sight.
func (r *Rows) AtEnd() bool { return r.offset >= r.clamp(r.high()) }

// measure works out where rows begin, by guesses where there are any.
func (r *Rows) measure() {
	r.count, r.wide = r.p.Count(), r.Size().Width
	if r.p.Step > 0 {
		return
	}
	r.tops, r.exact = append(r.tops[:0], 0), r.exact[:0]
	guess := r.p.Guess
	if guess == nil {
		guess = r.p.Height
	}
	y := float32(0)
	for i := range r.count {
		y += guess(i, r.wide-rowsBar)
		r.tops, r.exact = append(r.tops, y), append(r.exact, r.p.Guess == nil)
	}
}

// settle replaces the guess of a row's height, and reports by how much it was
// wrong.
func (r *Rows) settle(row int) float32 {
	if r.p.Step > 0 || r.exact[row] {
		return 0
	}
	r.exact[row] = true
	off := r.p.Height(row, r.wide-rowsBar) - (r.tops[row+1] - r.tops[row])
	if off != 0 {
		for i := row + 1; i < len(r.tops); i++ {
			r.tops[i] += off
		}
	}
	return off
}

func (r *Rows) top(row int) float32 {
	if r.p.Step > 0 {
		return float32(row) * r.p.Step
	}
	return r.tops[min(row, len(r.tops)-1)]
}

func (r *Rows) high() float32 { return r.top(r.count) }

// at is the row at a height of the whole list.
func (r *Rows) at(y float32) int {
	if r.p.Step > 0 {
		return max(min(int(y/r.p.Step), r.count-1), 0)
	}
	return max(sort.Search(r.count, func(i int) bool { return r.tops[i+1] > y }), 0)
}

func (r *Rows) clamp(offset float32) float32 {
	return max(min(offset, r.high()-r.Size().Height), 0)
}

// scrollTo moves the list and reports whether that changed anything.
func (r *Rows) scrollTo(offset float32) bool {
	if offset = r.clamp(offset); offset == r.offset {
		return false
	}
	r.offset = offset
	r.arrange(false)
	return true
}

// arrange places what is in sight; again fills also what was there before.
func (r *Rows) arrange(again bool) {
	size := r.Size()
	if size.Height <= 0 || size.Width <= 0 {
		return
	}
	if r.wide != size.Width || r.tops == nil && r.p.Step == 0 {
		r.measure()
	}
	r.offset = r.clamp(r.offset)
	before := r.shown
	r.shown, r.spare = r.spare[:0], before
	first := r.at(r.offset)
	for i := first; i < r.count && r.top(i) < r.offset+size.Height; i++ {
		if off := r.settle(i); off != 0 && i == first && r.tops[i] < r.offset {
			r.offset += off // what is seen of it stays where it is
		}
		r.shown = append(r.shown, r.take(i, before, again))
	}
	r.offset = r.clamp(r.offset)
	r.release(before)
	for _, s := range r.shown {
		// On whole units, or texts blur.
		s.o.Move(fyne.NewPos(0, float32(int(r.top(s.row)-r.offset+0.5))))
		s.o.Resize(fyne.NewSize(size.Width-rowsBar, r.top(s.row+1)-r.top(s.row)))
	}
	r.anchor = nil
	if r.p.Key != nil && len(r.shown) > 0 {
		r.anchor = r.p.Key(r.shown[0].row)
	}
	r.placeThumb()
	r.collect()
	if r.p.NearEnd != nil && (len(r.shown) == 0 || r.shown[len(r.shown)-1].row >= r.count-1) {
		r.p.NearEnd()
	}
}

// take gives a row its object: the one it has, or one that another row has left.
func (r *Rows) take(row int, before []shownRow, again bool) shownRow {
	kind := 0
	if r.p.Kind != nil {
		kind = r.p.Kind(row)
	}
	for i := range before {
		if s := before[i]; s.o != nil && s.row == row && s.kind == kind {
			before[i].o = nil
			if again {
				r.p.Fill(row, s.o)
			}
			return s
		}
	}
	var o fyne.CanvasObject
	if free := r.pool[kind]; len(free) > 0 {
		o, r.pool[kind] = free[len(free)-1], free[:len(free)-1]
	} else {
		o = r.p.Make(kind)
	}
	r.p.Fill(row, o)
	return shownRow{row, kind, o}
}

func (r *Rows) release(before []shownRow) {
	for _, s := range before {
		if s.o != nil {
			r.pool[s.kind] = append(r.pool[s.kind], s.o)
		}
	}
}

// collect gives Fyne the rows in sight, when they are others than before.
func (r *Rows) collect() {
	same := len(r.objects) == len(r.shown)+2
	for i := 0; same && i < len(r.shown); i++ {
		same = r.objects[i] == r.shown[i].o
	}
	if same {
		return
	}
	r.objects = r.objects[:0]
	for _, s := range r.shown {
		r.objects = append(r.objects, s.o)
	}
	r.objects = append(r.objects, r.thumb, r.ring)
	canvas.Refresh(r)
}

func (r *Rows) placeThumb() {
	size, high := r.Size(), r.high()
	setVisible(r.thumb, high > size.Height)
	if high > size.Height {
		h, y := r.thumbSpan()
		place(r.thumb, size.Width-rowsThumb-2, y, rowsThumb, h)
	}
}

func (r *Rows) thumbSpan() (height, y float32) {
	view, high := r.Size().Height, r.high()
	height = max(view*view/high, rowsShortest)
	return height, (view - height) * r.offset / (high - view)
}

// rowUnder is the row at a place of the list.
func (r *Rows) rowUnder(p fyne.Position) (int, bool) {
	if y := p.Y + r.offset; p.X < r.Size().Width-rowsBar && r.count > 0 && y >= 0 && y < r.high() {
		return r.at(y), true
	}
	return -1, false
}

// CreateRenderer gives the rows in sight to Fyne.
func (r *Rows) CreateRenderer() fyne.WidgetRenderer { return rowsFace{r} }

type rowsFace struct{ r *Rows }

func (f rowsFace) Destroy() {}
func (f rowsFace) Layout(size fyne.Size) {
	place(f.r.ring, 0, 0, size.Width, size.Height)
	f.r.arrange(false)
}
func (f rowsFace) MinSize() fyne.Size           { return fyne.NewSize(120, 60) }
func (f rowsFace) Objects() []fyne.CanvasObject { return f.r.objects }

// Refresh follows the theme.
func (f rowsFace) Refresh() {
	for _, o := range f.r.objects {
		o.Refresh()
	}
	canvas.Refresh(f.r)
}
