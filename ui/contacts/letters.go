package contacts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// letterBar is the letters the list can be narrowed to, under each other.
type letterBar struct {
	widget.BaseWidget
	list   []cache.Letter
	chosen string
	over   int // -1 for none
	texts  []*canvas.Text
	under  *kit.Ground
	pick   func(letter string)
}

var (
	_ fyne.Tappable      = (*letterBar)(nil)
	_ desktop.Hoverable  = (*letterBar)(nil)
	_ desktop.Cursorable = (*letterBar)(nil)
	_ kit.Inspectable    = (*letterBar)(nil)
	_ fyne.Accessible    = (*letterBar)(nil)
)

func newLetterBar(pick func(string)) *letterBar {
	b := &letterBar{pick: pick, over: -1, under: kit.NewGround(theme.ColorAccentBackground, "", theme.RadiusTag)}
	b.ExtendBaseWidget(b)
	return b
}

func (b *letterBar) set(list []cache.Letter, chosen string) {
	b.list, b.chosen = list, chosen
	for len(b.texts) < len(list) {
		t := canvas.NewText("", nil)
		t.TextSize, t.Alignment = theme.TextTiny, fyne.TextAlignCenter
		b.texts = append(b.texts, t)
	}
	b.Refresh()
}

const letterMost float32 = 22

func (b *letterBar) step() float32 {
	if len(b.list) == 0 {
		return letterMost
	}
	return min(b.Size().Height/float32(len(b.list)), letterMost)
}

func (b *letterBar) at(y float32) int {
	if i := int(y / b.step()); y >= 0 && i < len(b.list) {
		return i
	}
	return -1
}

// Tapped narrows the list to a letter, or widens it again.
func (b *letterBar) Tapped(e *fyne.PointEvent) {
	if i := b.at(e.Position.Y); i >= 0 {
		b.pick(b.list[i].Letter)
	}
}

// MouseIn marks the letter under the pointer.
func (b *letterBar) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved marks the letter under the pointer.
func (b *letterBar) MouseMoved(e *desktop.MouseEvent) {
	if i := b.at(e.Position.Y); i != b.over {
		b.over = i
		b.Refresh()
	}
}

// MouseOut takes the mark away.
func (b *letterBar) MouseOut() { b.over = -1; b.Refresh() }

// Cursor is a hand.
func (b *letterBar) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Inspect names the letters.
func (b *letterBar) Inspect() (id, kind, text string) {
	for _, l := range b.list {
		text += l.Letter
	}
	return "letters:people", "letters", text
}

// AccessibilityLabel says the letters.
func (b *letterBar) AccessibilityLabel() string {
	if _, _, text := b.Inspect(); text != "" {
		return text
	}
	return "A–Z"
}

// AccessibilityRole tells that it holds other things.
func (b *letterBar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer gives the letters to Fyne.
func (b *letterBar) CreateRenderer() fyne.WidgetRenderer { return letterFace{b} }

type letterFace struct{ b *letterBar }

func (f letterFace) Destroy()           {}
func (f letterFace) MinSize() fyne.Size { return fyne.NewSize(lettersW, 60) }

// Objects are the letters of now.
func (f letterFace) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	if f.b.chosen != "" {
		all = append(all, f.b.under)
	}
	for _, t := range f.b.texts[:len(f.b.list)] {
		all = append(all, t)
	}
	return all
}

// Layout puts the letters under each other.
func (f letterFace) Layout(size fyne.Size) {
	step := f.b.step()
	for i, l := range f.b.list {
		t := f.b.texts[i]
		t.Text = l.Letter
		high := t.MinSize().Height
		move(t, 0, float32(i)*step+(step-high)/2, size.Width, high)
		if l.Letter == f.b.chosen {
			move(f.b.under, 1, float32(i)*step, size.Width-2, step)
		}
	}
}

// Refresh follows the letters, the pointer and the theme.
func (f letterFace) Refresh() {
	f.Layout(f.b.Size())
	for i, l := range f.b.list {
		t := f.b.texts[i]
		colour := theme.ColorMuted
		if i == f.b.over || l.Letter == f.b.chosen {
			colour = theme.ColorAccent
		}
		t.Color = base.Color(colour)
		kit.Strong(t, l.Letter == f.b.chosen)
		t.Refresh()
	}
	canvas.Refresh(f.b)
}
