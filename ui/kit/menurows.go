package kit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/theme"
)

// menuRows is the list of a menu. It draws only the rows that fit, so a menu
// may have thousands of entries.
type menuRows struct {
	widget.BaseWidget
	items  []Item
	p      MenuParams
	asked  int // how often Find was asked: late answers are dropped
	choose func(Item)
	leave  func()

	hits    []int   // entries that match the search, by index
	at      int     // the marked one, index into hits; -1 none
	top     int     // the first row shown, index into hits
	wide    float32 // minimum width
	pool    []*menuRow
	none    *canvas.Text
	objects []fyne.CanvasObject
	fitter  *format.Fitter
}

var (
	_ fyne.Focusable    = (*menuRows)(nil)
	_ fyne.Tappable     = (*menuRows)(nil)
	_ fyne.Scrollable   = (*menuRows)(nil)
	_ desktop.Hoverable = (*menuRows)(nil)
)

const (
	rowHeight float32 = 30
	rowPad    float32 = 10
	rowIcon   float32 = 16
	rowsMost          = 12 // shown at once
	menuLeast float32 = 200
	menuMost  float32 = 420
)

func newMenuRows(p MenuParams, choose func(Item), leave func()) *menuRows {
	r := &menuRows{
		items: slices.Clone(p.Items), p: p, choose: choose, leave: leave,
		none: newText(theme.TextBase, regular), fitter: format.NewFitter(Measure, 64),
	}
	rows := rowsMost
	if p.Find == nil && p.Offer == nil {
		rows = min(len(p.Items), rowsMost)
	}
	for range rows {
		row := newMenuRow()
		r.pool = append(r.pool, row)
		r.objects = append(r.objects, row.objects...)
	}
	r.objects = append(r.objects, r.none)
	r.wide = r.measure()
	r.ExtendBaseWidget(r)
	r.filter("")
	return r
}

func (r *menuRows) measure() float32 {
	w := menuLeast
	if r.p.Find != nil {
		w = menuMost // what will be found is not known yet
	}
	for i, it := range r.items {
		if i == 200 { // enough to guess the width of a very long menu
			break
		}
		row := rowPad*2 + Measure(it.Text, theme.TextBase, false)
		if it.hasMark() {
			row += rowIcon + 8
		}
		if it.Hint != "" {
			row += 24 + Measure(it.Hint, theme.TextSmall, false)
		}
		if it.Checked {
			row += rowIcon + 8
		}
		w = max(w, row)
	}
	return ceil(min(w, menuMost))
}

func (i Item) hasMark() bool { return i.Icon != "" || i.Dot != "" }

// filter keeps the entries that have every word of the text, or lets them be
// found.
func (r *menuRows) filter(text string) {
	if r.p.Find == nil {
		r.show(text)
		return
	}
	r.asked++
	asked := r.asked
	r.p.Find(text, func(found []Item) {
		if asked == r.asked {
			r.items = slices.Clone(found)
			r.show("")
			if text != "" && r.at < 0 {
				r.step(1)
			}
			r.offer(text)
			r.Refresh()
		}
	})
}

// recheck shows the checks as they are after a choice.
func (r *menuRows) recheck(chosen string) {
	for i := range r.items {
		switch it := &r.items[i]; {
		case r.p.Checked != nil:
			it.Checked = r.p.Checked(it.ID)
		case it.ID == chosen:
			it.Checked = !it.Checked
		}
	}
	r.Refresh()
}

// offer adds an entry for the text itself, unless one has that very text.
func (r *menuRows) offer(text string) {
	text = strings.TrimSpace(text)
	r.items = slices.DeleteFunc(r.items, func(i Item) bool { return i.ID == offered })
	if text == "" || r.p.Offer == nil || slices.ContainsFunc(r.items, func(i Item) bool { return fold(i.Text) == fold(text) }) {
		return
	}
	if it, ok := r.p.Offer(text); ok {
		it.ID = offered
		r.items = append(r.items, it)
		r.hits = append(r.hits, len(r.items)-1)
		if r.at < 0 {
			r.at = 0
		}
		r.Refresh()
	}
}

// offered is the id of the entry for the text itself.
const offered = "new"

// show keeps the entries that have every word of the text.
func (r *menuRows) show(text string) {
	if r.p.Find == nil && r.p.Offer != nil {
		defer r.offer(text)
		r.items = slices.DeleteFunc(r.items, func(i Item) bool { return i.ID == offered })
	}
	words := strings.Fields(fold(text))
	r.hits = r.hits[:0]
	r.at, r.top = -1, 0
	for i, it := range r.items {
		if matches(it.Text, words) {
			r.hits = append(r.hits, i)
			if it.Checked && len(words) == 0 {
				r.at = len(r.hits) - 1
			}
		}
	}
	if r.at < 0 && len(words) > 0 {
		r.step(1)
	}
	r.reveal()
	r.Refresh()
}

// key handles the keys of a menu and reports whether it was one of them.
func (r *menuRows) key(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyDown:
		r.step(1)
	case fyne.KeyUp:
		r.step(-1)
	case fyne.KeyPageDown:
		r.step(len(r.pool))
	case fyne.KeyPageUp:
		r.step(-len(r.pool))
	case fyne.KeyReturn, fyne.KeyEnter:
		r.pick(r.at)
		return true
	default:
		return false
	}
	r.reveal()
	r.Refresh()
	return true
}

// step moves the mark by n, past disabled entries, and stays inside.
func (r *menuRows) step(n int) {
	dir := 1
	if n < 0 {
		dir = -1
	}
	to := min(max(r.at+n, 0), len(r.hits)-1)
	for to >= 0 && to < len(r.hits) && r.items[r.hits[to]].Disabled {
		to += dir
	}
	if to >= 0 && to < len(r.hits) {
		r.at = to
	}
}

// reveal scrolls so that the mark can be seen.
func (r *menuRows) reveal() {
	if r.at >= 0 {
		r.top = min(max(r.top, r.at-len(r.pool)+1), r.at)
	}
	r.top = max(min(r.top, len(r.hits)-len(r.pool)), 0)
}

func (r *menuRows) pick(i int) {
	if i >= 0 && i < len(r.hits) && !r.items[r.hits[i]].Disabled {
		r.choose(r.items[r.hits[i]])
	}
}

// rowAt returns the index into hits under a position, or -1.
func (r *menuRows) rowAt(p fyne.Position) int {
	i := int(p.Y/rowHeight) + r.top
	if p.Y < 0 || i >= len(r.hits) || i-r.top >= len(r.pool) {
		return -1
	}
	return i
}

// Tapped chooses the entry under the pointer.
func (r *menuRows) Tapped(ev *fyne.PointEvent) { r.pick(r.rowAt(ev.Position)) }

// MouseIn marks the entry under the pointer.
func (r *menuRows) MouseIn(ev *desktop.MouseEvent) { r.MouseMoved(ev) }

// MouseMoved marks the entry under the pointer.
func (r *menuRows) MouseMoved(ev *desktop.MouseEvent) {
	if i := r.rowAt(ev.Position); i >= 0 && i != r.at && !r.items[r.hits[i]].Disabled {
		r.at = i
		r.Refresh()
	}
}

// MouseOut leaves the mark for the keyboard.
func (r *menuRows) MouseOut() {}

// Scrolled moves the list by whole rows.
func (r *menuRows) Scrolled(ev *fyne.ScrollEvent) {
	step := 1
	if ev.Scrolled.DY > 0 {
		step = -1
	}
	if top := max(min(r.top+step, len(r.hits)-len(r.pool)), 0); top != r.top {
		r.top = top
		r.Refresh()
	}
}

// TypedKey walks the menu.
func (r *menuRows) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		r.leave()
		return
	}
	if ev.Name == fyne.KeySpace {
		r.pick(r.at)
		return
	}
	r.key(ev.Name)
}

// TypedRune jumps to the next entry that begins with the letter.
func (r *menuRows) TypedRune(c rune) {
	letter := fold(string(c))
	for n := 1; n <= len(r.hits); n++ {
		i := (max(r.at, -1) + n) % len(r.hits)
		it := r.items[r.hits[i]]
		if !it.Disabled && strings.HasPrefix(fold(it.Text), letter) {
			r.at = i
			r.reveal()
			r.Refresh()
			return
		}
	}
}

// FocusGained does nothing: the mark shows where the keyboard is.
func (r *menuRows) FocusGained() {}

// FocusLost does nothing.
func (r *menuRows) FocusLost() {}

// CreateRenderer gives the rows' objects to Fyne.
func (r *menuRows) CreateRenderer() fyne.WidgetRenderer { return menuRowsFace{r} }

type menuRowsFace struct{ r *menuRows }

func (f menuRowsFace) Destroy()                     {}
func (f menuRowsFace) Objects() []fyne.CanvasObject { return f.r.objects }

// MinSize has room for the rows that are shown at once.
func (f menuRowsFace) MinSize() fyne.Size {
	return fyne.NewSize(f.r.wide, rowHeight*float32(max(len(f.r.pool), 1)))
}

// Layout places the rows under each other.
func (f menuRowsFace) Layout(size fyne.Size) { f.paint(size) }

// Refresh shows the entries from the first visible one on.
func (f menuRowsFace) Refresh() { f.paint(f.r.Size()) }

func (f menuRowsFace) paint(size fyne.Size) {
	r := f.r
	for i, row := range r.pool {
		n := r.top + i
		if n >= len(r.hits) {
			row.hide()
			continue
		}
		row.show(r.items[r.hits[n]], n == r.at, i > 0, r.fitter, rowHeight*float32(i), size.Width)
	}
	setVisible(r.none, len(r.hits) == 0)
	say(r.none, r.p.Empty, theme.ColorMuted)
	placeText(r.none, rowPad, 0, size.Width-2*rowPad, rowHeight)
}
