package lead

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

func text(s string, size float32, bold bool, colour fyne.ThemeColorName) *canvas.Text {
	t := canvas.NewText(s, base.Color(colour))
	t.TextSize = size
	kit.Strong(t, bold)
	return t
}

func small(s string, colour fyne.ThemeColorName) *canvas.Text {
	return text(s, theme.TextSmall, false, colour)
}

func strong(s string) *canvas.Text { return text(s, theme.TextBase, true, theme.ColorText) }

// tag is an invisible object that names the panel for outside inspection.
type tag struct {
	widget.BaseWidget
	id, text string
}

// Inspect names what the panel shows.
func (t *tag) Inspect() (id, kind, text string) { return t.id, "panel", t.text }

// CreateRenderer draws nothing.
func (t *tag) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	return widget.NewSimpleRenderer(canvas.NewRectangle(nil))
}
