package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"

	"voronka/ui/theme"
)

// NavItem is a destination in the rail: an icon, a name and a badge; folded it
// is the icon, with a dot at its corner for the badge. UI goroutine only.
type NavItem struct {
	control
	icon     theme.IconName
	text     string
	selected bool
	folded   bool
	badge    *Badge
	face     *navFace
}

var (
	_ fyne.Focusable  = (*NavItem)(nil)
	_ fyne.Accessible = (*NavItem)(nil)
	_ Inspectable     = (*NavItem)(nil)
)

// NewNavItem returns a destination with the id "nav:name".
func NewNavItem(name, text string, icon theme.IconName, tapped func()) *NavItem {
	n := &NavItem{icon: icon, text: text, badge: NewBadge()}
	n.init("nav", name, tapped)
	n.ExtendBaseWidget(n)
	n.face = newNavFace(n)
	n.touched = n.Refresh
	return n
}

// SetSelected marks the destination as the one that is shown.
func (n *NavItem) SetSelected(selected bool) {
	if n.selected != selected {
		n.selected = selected
		n.Refresh()
	}
}

// SetFolded shows the icon alone, or all.
func (n *NavItem) SetFolded(folded bool) {
	if n.folded != folded {
		n.folded = folded
		n.Refresh()
	}
}

// SetBadge shows a count; an empty one shows none.
func (n *NavItem) SetBadge(text string, alarm bool) {
	if n.badge.text != text || n.badge.alarm != alarm {
		n.badge.Set(text, alarm)
		n.Refresh()
	}
}

// Inspect names the destination; its text ends with the badge.
func (n *NavItem) Inspect() (id, kind, text string) { return n.id, n.kind, n.AccessibilityLabel() }

// AccessibilityLabel says the destination and its count.
func (n *NavItem) AccessibilityLabel() string {
	if n.badge.text == "" {
		return n.text
	}
	return n.text + " " + n.badge.text
}

// CreateRenderer gives the item's objects to Fyne.
func (n *NavItem) CreateRenderer() fyne.WidgetRenderer { return n.face }

type navFace struct {
	n       *NavItem
	ground  *canvas.Rectangle
	ring    *canvas.Rectangle
	picture *picture
	dot     *canvas.Circle // stands for the badge when folded
	words   *canvas.Text
	wordsW  float32
	objects []fyne.CanvasObject
}

const (
	navDot  float32 = 9
	navIcon float32 = 18
	navPad  float32 = 10
)

func newNavFace(n *NavItem) *navFace {
	f := &navFace{
		n: n, ground: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
		picture: newPicture(n.icon), dot: canvas.NewCircle(nil), words: newText(theme.TextBase, medium),
	}
	f.wordsW = width(f.words, n.text)
	f.objects = []fyne.CanvasObject{f.ground, f.ring, f.picture.image, f.words, n.badge, f.dot}
	f.Refresh()
	return f
}

// Refresh copies the state to the canvas objects.
func (f *navFace) Refresh() {
	ground, words := fyne.ThemeColorName(""), theme.ColorMuted
	switch {
	case f.n.selected:
		ground, words = theme.ColorAccentBackground, theme.ColorAccent
	case f.n.disabled:
		words = theme.ColorFaint
	case f.n.hovered:
		ground, words = theme.ColorHover, theme.ColorText
	}
	fillRect(f.ground, ground, "", theme.RadiusField)
	paintRing(f.ring, f.n.focused, theme.RadiusField)
	f.picture.tint(f.n.icon, words, true)
	say(f.words, f.n.text, words)
	setVisible(f.words, !f.n.folded)
	setVisible(f.n.badge, f.n.badge.text != "" && !f.n.folded)
	setVisible(f.dot, f.n.badge.text != "" && f.n.folded)
	dot, under := theme.ColorAccent, theme.ColorSunken
	if f.n.badge.alarm {
		dot = theme.ColorRedDot
	}
	if ground != "" {
		under = ground
	}
	f.dot.FillColor, f.dot.StrokeColor, f.dot.StrokeWidth = base.Color(dot), base.Color(under), 1.5
	f.dot.Refresh()
	f.n.badge.Refresh()
	f.Layout(f.n.Size())
}

// Layout places icon, name and badge.
func (f *navFace) Layout(size fyne.Size) {
	place(f.ground, 0, 0, size.Width, size.Height)
	place(f.ring, 0, 0, size.Width, size.Height)
	badge := f.n.badge.MinSize()
	if f.n.folded {
		x := (size.Width - navIcon) / 2
		place(f.picture.image, x, (size.Height-navIcon)/2, navIcon, navIcon)
		place(f.dot, x+navIcon-navDot/2-1, (size.Height-navIcon)/2-3, navDot, navDot)
		return
	}
	place(f.picture.image, navPad, (size.Height-navIcon)/2, navIcon, navIcon)
	x := navPad + navIcon + 9
	placeText(f.words, x, 0, f.wordsW, size.Height)
	place(f.n.badge, size.Width-navPad-badge.Width, (size.Height-badge.Height)/2, badge.Width, badge.Height)
}

// MinSize is a stored value; the rail gives the width.
func (f *navFace) MinSize() fyne.Size { return fyne.NewSize(theme.HeightNav, theme.HeightNav) }

// Objects returns the canvas objects.
func (f *navFace) Objects() []fyne.CanvasObject { return f.objects }

// Destroy has nothing to release.
func (f *navFace) Destroy() {}
