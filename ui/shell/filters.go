package shell

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// Filter is a chip of the filter line.
type Filter struct {
	Name     string // part of the id "chip:name"; stays the same while the text changes
	Text     string
	Selected bool
	Arrow    bool                           // pressing it opens a menu
	Tapped   func(anchor fyne.CanvasObject) // the chip, to open a menu under
	Clear    func()                         // takes the filter away; nil where that means nothing
}

// filterLine shows the filters, and the totals at its right. Chips without
// room are behind a last one that opens a menu.
type filterLine struct {
	widget.BaseWidget
	texts   *i18n.Texts
	filters []Filter
	chips   []*kit.Chip
	more    *kit.Chip
	hidden  int // index of the first filter behind the last chip
	totals  *totals
	objects []fyne.CanvasObject
	covered float32 // at the right, by the panel
}

func newFilterLine(t *i18n.Texts) *filterLine {
	l := &filterLine{texts: t, totals: newTotals()}
	l.more = kit.NewChip("more", "", true, l.showMore)
	l.collect()
	l.ExtendBaseWidget(l)
	return l
}

// set shows filters. Chips of the same name stay, so that a menu under one
// keeps its anchor.
func (l *filterLine) set(all []Filter) {
	old := make(map[string]*kit.Chip, len(l.chips))
	for i, c := range l.chips {
		old[l.filters[i].Name] = c
	}
	l.filters = all
	l.chips = make([]*kit.Chip, len(all))
	for i, f := range all {
		c, ok := old[f.Name]
		if !ok {
			c = kit.NewChip(f.Name, f.Text, f.Arrow, nil)
		}
		c.Set(f.Text, f.Selected)
		c.OnClear(f.Clear)
		c.OnTapped(func() {
			if f.Tapped != nil {
				f.Tapped(c)
			}
		})
		l.chips[i] = c
	}
	l.collect()
	l.Refresh()
}

func (l *filterLine) collect() {
	l.objects = l.objects[:0]
	for _, c := range l.chips {
		l.objects = append(l.objects, c)
	}
	l.objects = append(l.objects, l.more, l.totals)
}

func (l *filterLine) setTotals(text string) {
	l.totals.set(text)
	l.layout(l.Size())
}

// showMore offers the filters that have no room.
func (l *filterLine) showMore() {
	var items []kit.Item
	for _, f := range l.filters[l.hidden:] {
		items = append(items, kit.Item{ID: f.Name, Text: f.Text, Checked: f.Selected, Do: func() {
			if f.Tapped != nil {
				f.Tapped(l.more)
			}
		}})
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && len(items) > 0 {
		kit.NewMenu(c, worded(l.texts, kit.MenuParams{Name: "filters", Items: items})).ShowUnder(l.more)
	}
}

const (
	chipGap   float32 = 8
	totalsGap float32 = 20
)

func (l *filterLine) layout(size fyne.Size) {
	y := float32(int((theme.HeightFilters - theme.HeightChip) / 2))
	totals := l.totals.MinSize().Width
	move(l.totals, size.Width-barPad-totals, y, totals, theme.HeightChip)
	room := size.Width - 2*barPad - totals - totalsGap
	l.hidden = l.fitting(room)
	x := barPad
	for i, c := range l.chips {
		show(c, i < l.hidden && x < size.Width-l.covered)
		if i < l.hidden {
			w := c.MinSize().Width
			move(c, x, y, w, theme.HeightChip)
			x += w + chipGap
		}
	}
	left := len(l.chips) - l.hidden
	show(l.more, left > 0 && x < size.Width-l.covered)
	if left > 0 {
		l.more.Set("+"+strconv.Itoa(left), false)
		move(l.more, x, y, l.more.MinSize().Width, theme.HeightChip)
	}
}

// cover tells how much at the right lies under the panel. What cannot be seen
// there must not get the keyboard either.
func (l *filterLine) cover(width float32) {
	l.covered = width
	l.layout(l.Size())
}

// fitting counts the chips that have room, the last one included when some
// have none.
func (l *filterLine) fitting(room float32) int {
	const more = 56 // of the last chip with its gap
	x := float32(0)
	for i, c := range l.chips {
		x += c.MinSize().Width
		keep := float32(0)
		if i < len(l.chips)-1 {
			keep = more
		}
		if x+keep > room && !l.restFits(i, x, room) {
			return i
		}
		x += chipGap
	}
	return len(l.chips)
}

// restFits reports whether all chips after i have room too, when i ends at x.
func (l *filterLine) restFits(i int, x, room float32) bool {
	for _, c := range l.chips[i+1:] {
		x += chipGap + c.MinSize().Width
	}
	return x <= room
}

// CreateRenderer gives the parts to Fyne.
func (l *filterLine) CreateRenderer() fyne.WidgetRenderer { return filterFace{l} }

type filterFace struct{ l *filterLine }

func (f filterFace) Destroy()                     {}
func (f filterFace) MinSize() fyne.Size           { return fyne.NewSize(0, theme.HeightFilters) }
func (f filterFace) Objects() []fyne.CanvasObject { return f.l.objects }
func (f filterFace) Layout(size fyne.Size)        { f.l.layout(size) }

// Refresh follows filters and theme.
func (f filterFace) Refresh() {
	for _, o := range f.l.objects {
		o.Refresh()
	}
	f.l.layout(f.l.Size())
}

// totals is the text at the right of the filter line.
type totals struct {
	widget.BaseWidget
	words   *canvas.Text
	wide    float32
	objects []fyne.CanvasObject
}

var _ kit.Inspectable = (*totals)(nil)

func newTotals() *totals {
	t := &totals{words: canvas.NewText("", nil)}
	t.words.TextSize = theme.TextSmall
	t.objects = []fyne.CanvasObject{t.words}
	t.ExtendBaseWidget(t)
	return t
}

func (t *totals) set(text string) {
	if t.words.Text != text {
		t.words.Text = text
		t.wide = t.words.MinSize().Width
		t.Refresh()
	}
}

// Inspect names the totals.
func (t *totals) Inspect() (id, kind, text string) { return "text:totals", "text", t.words.Text }

// CreateRenderer gives the text to Fyne.
func (t *totals) CreateRenderer() fyne.WidgetRenderer {
	f := totalsFace{t}
	f.Refresh()
	return f
}

type totalsFace struct{ t *totals }

func (f totalsFace) Destroy()                     {}
func (f totalsFace) MinSize() fyne.Size           { return fyne.NewSize(f.t.wide, theme.HeightChip) }
func (f totalsFace) Objects() []fyne.CanvasObject { return f.t.objects }

// Layout puts the text in the middle of the line.
func (f totalsFace) Layout(size fyne.Size) {
	h := f.t.words.MinSize().Height
	move(f.t.words, 0, (size.Height-h)/2, size.Width, h)
}

// Refresh follows the theme.
func (f totalsFace) Refresh() {
	f.t.words.Color = base.Color(theme.ColorMuted)
	f.t.words.Refresh()
}
