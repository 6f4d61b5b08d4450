package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// Tab is one of the pages of a Tabs row.
type Tab struct {
	Name string // the tab's id is "tab:Name"
	Text string
}

// Tabs is a row of names over a line, one of which is chosen. Left and Right
// choose the neighbour. What the pages show is their owner's business. UI
// goroutine only.
type Tabs struct {
	widget.BaseWidget
	tabs    []*tab
	line    *Fill
	chosen  int
	changed func(name string)
}

// NewTabs returns a row with the first tab chosen; changed gets the name of the
// one a person has chosen.
func NewTabs(tabs []Tab, changed func(name string)) *Tabs {
	t := &Tabs{line: NewLine(), changed: changed}
	for i, p := range tabs {
		t.tabs = append(t.tabs, newTab(t, i, p))
	}
	t.ExtendBaseWidget(t)
	return t
}

// Chosen returns the name of the tab that is chosen.
func (t *Tabs) Chosen() string { return t.tabs[t.chosen].name }

// SetText changes the words of a tab, such as a count in them.
func (t *Tabs) SetText(name, text string) {
	for _, one := range t.tabs {
		if one.name == name && one.text != text {
			one.text = text
			one.face.min.Width = width(one.face.words, text)
			t.Refresh()
		}
	}
}

// Choose chooses a tab by name, as if a person had; an unknown name does
// nothing.
func (t *Tabs) Choose(name string) {
	for i, one := range t.tabs {
		if one.name == name {
			t.choose(i)
		}
	}
}

// SetDisabled keeps the choice as it is, or frees it.
func (t *Tabs) SetDisabled(disabled bool) {
	for _, one := range t.tabs {
		one.SetDisabled(disabled)
	}
}

func (t *Tabs) choose(i int) {
	if i < 0 || i >= len(t.tabs) || i == t.chosen {
		return
	}
	t.chosen = i
	for _, one := range t.tabs {
		one.Refresh()
	}
	if t.changed != nil {
		t.changed(t.Chosen())
	}
}

// step chooses a neighbour and gives it the keyboard.
func (t *Tabs) step(by int) {
	t.choose(t.chosen + by)
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t.tabs[t.chosen])
	}
}

// TabsHeight is the height of a row of tabs, in Fyne units.
const TabsHeight float32 = 34

const (
	tabGap      float32 = 20
	tabGapLeast float32 = 8
)

// CreateRenderer gives the tabs to Fyne.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	f := &tabsFace{t: t, objects: []fyne.CanvasObject{t.line}}
	for _, one := range t.tabs {
		f.objects = append(f.objects, one)
	}
	f.measure()
	return f
}

type tabsFace struct {
	t       *Tabs
	min     fyne.Size
	objects []fyne.CanvasObject
}

func (f *tabsFace) Destroy()                     {}
func (f *tabsFace) MinSize() fyne.Size           { return f.min }
func (f *tabsFace) Objects() []fyne.CanvasObject { return f.objects }

// measure works out the minimum size, which only the words change.
func (f *tabsFace) measure() {
	w := float32(0)
	for i, one := range f.t.tabs {
		w += one.face.min.Width
		if i > 0 {
			w += tabGap
		}
	}
	f.min = fyne.NewSize(w, TabsHeight)
}

// Layout puts the tabs side by side, closer where there is little room.
func (f *tabsFace) Layout(size fyne.Size) {
	place(f.t.line, 0, size.Height-1, size.Width, 1)
	gap := tabGap
	if n := len(f.t.tabs) - 1; n > 0 && f.min.Width > size.Width {
		gap = max(tabGap-(f.min.Width-size.Width)/float32(n), tabGapLeast)
	}
	x := float32(0)
	for _, one := range f.t.tabs {
		place(one, x, 0, one.face.min.Width, size.Height)
		x += one.face.min.Width + gap
	}
}

// Refresh follows the words and the theme.
func (f *tabsFace) Refresh() {
	f.measure()
	f.Layout(f.t.Size())
	for _, o := range f.objects {
		o.Refresh()
	}
}

// tab is one name of the row.
type tab struct {
	control
	row  *Tabs
	at   int
	name string
	text string
	face *tabFace
}

var (
	_ fyne.Focusable  = (*tab)(nil)
	_ fyne.Accessible = (*tab)(nil)
	_ Inspectable     = (*tab)(nil)
)

func newTab(row *Tabs, at int, p Tab) *tab {
	t := &tab{row: row, at: at, name: p.Name, text: p.Text}
	t.init("tab", p.Name, func() { row.choose(at) })
	t.face = newTabFace(t)
	t.touched = t.Refresh
	t.ExtendBaseWidget(t)
	return t
}

// TypedKey chooses a neighbour by arrows.
func (t *tab) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case t.disabled:
	case ev.Name == fyne.KeyLeft:
		t.row.step(-1)
	case ev.Name == fyne.KeyRight:
		t.row.step(1)
	default:
		t.control.TypedKey(ev)
	}
}

// Inspect names the tab.
func (t *tab) Inspect() (id, kind, text string) { return t.id, t.kind, t.text }

// AccessibilityLabel says what the tab shows.
func (t *tab) AccessibilityLabel() string { return t.text }

// CreateRenderer gives the tab's objects to Fyne.
func (t *tab) CreateRenderer() fyne.WidgetRenderer { t.face.Refresh(); return t.face }

type tabFace struct {
	t       *tab
	ring    *canvas.Rectangle
	words   *canvas.Text
	under   *canvas.Rectangle
	min     fyne.Size
	objects []fyne.CanvasObject
}

func newTabFace(t *tab) *tabFace {
	f := &tabFace{t: t, ring: canvas.NewRectangle(nil), words: newText(theme.TextBase, medium), under: canvas.NewRectangle(nil)}
	f.objects = []fyne.CanvasObject{f.ring, f.words, f.under}
	f.min = fyne.NewSize(width(f.words, t.text), TabsHeight)
	return f
}

// Refresh copies the state to the canvas objects.
func (f *tabFace) Refresh() {
	chosen := f.t.row.chosen == f.t.at
	colour := theme.ColorMuted
	switch {
	case chosen:
		colour = theme.ColorAccent
	case f.t.disabled:
		colour = theme.ColorFaint
	case f.t.hovered:
		colour = theme.ColorText
	}
	say(f.words, f.t.text, colour)
	setVisible(f.under, chosen)
	f.under.FillColor = base.Color(theme.ColorAccent)
	f.under.Refresh()
	paintRing(f.ring, f.t.focused, theme.RadiusTag)
	f.Layout(f.t.Size())
}

// Layout puts the mark of the chosen one over the row's line.
func (f *tabFace) Layout(size fyne.Size) {
	place(f.ring, -4, 4, size.Width+8, size.Height-10)
	placeText(f.words, 0, 0, size.Width, size.Height-6)
	place(f.under, 0, size.Height-2, size.Width, 2)
}

// MinSize is a stored value.
func (f *tabFace) MinSize() fyne.Size { return f.min }

// Objects returns the canvas objects.
func (f *tabFace) Objects() []fyne.CanvasObject { return f.objects }

// Destroy has nothing to release.
func (f *tabFace) Destroy() {}
