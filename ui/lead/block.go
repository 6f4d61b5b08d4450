package lead

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/field"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// bar is a row of buttons in a list.
type bar struct {
	widget.BaseWidget
	buttons []*kit.Button
}

var _ field.Block = (*bar)(nil)

func newBar(buttons ...*kit.Button) *bar {
	b := &bar{buttons: buttons}
	b.ExtendBaseWidget(b)
	return b
}

// HeightFor is the height at a width.
func (b *bar) HeightFor(float32) float32 { return theme.HeightControl }

// CreateRenderer gives the buttons to Fyne.
func (b *bar) CreateRenderer() fyne.WidgetRenderer { return barFace{b} }

type barFace struct{ b *bar }

func (f barFace) Destroy()           {}
func (f barFace) MinSize() fyne.Size { return fyne.NewSize(120, theme.HeightControl) }

// Objects are the buttons.
func (f barFace) Objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, len(f.b.buttons))
	for i, b := range f.b.buttons {
		all[i] = b
	}
	return all
}

// Layout puts the buttons side by side.
func (f barFace) Layout(fyne.Size) {
	x := float32(0)
	for _, b := range f.b.buttons {
		w := b.MinSize().Width
		move(b, x, 0, w, theme.HeightControl)
		x += w + 8
	}
}

// Refresh follows the theme.
func (f barFace) Refresh() {
	for _, b := range f.b.buttons {
		b.Refresh()
	}
}

// saying is a quiet sentence in a list, such as that it is empty.
type saying struct {
	widget.BaseWidget
	words *kit.Prose
}

var _ field.Block = (*saying)(nil)

func newSaying(text string) *saying {
	s := &saying{words: kit.NewProse(text, theme.TextBase, theme.ColorMuted, 4)}
	s.ExtendBaseWidget(s)
	return s
}

// HeightFor is the height at a width.
func (s *saying) HeightFor(width float32) float32 { return s.words.HeightFor(width) + 16 }

// CreateRenderer gives the words to Fyne.
func (s *saying) CreateRenderer() fyne.WidgetRenderer { return sayingFace{s} }

type sayingFace struct{ s *saying }

func (f sayingFace) Destroy()                     {}
func (f sayingFace) MinSize() fyne.Size           { return fyne.NewSize(120, 20) }
func (f sayingFace) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{f.s.words} }
func (f sayingFace) Layout(size fyne.Size)        { move(f.s.words, 0, 8, size.Width, size.Height-8) }
func (f sayingFace) Refresh()                     { f.s.words.Refresh() }
