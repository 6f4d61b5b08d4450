package lead

import (
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

func text(s string, size float32, bold bool, colour fyne.ThemeColorName) *canvas.Text {
	t := canvas.NewText(s, base.Color(colour))
	t.TextSize, t.TextStyle.Bold = size, bold
	return t
}

func small(s string, colour fyne.ThemeColorName) *canvas.Text {
	return text(s, theme.TextSmall, false, colour)
}

func strong(s string) *canvas.Text { return text(s, theme.TextBase, true, theme.ColorText) }

// heading is the lead's name, on as many lines as it takes.
func heading(s string) fyne.CanvasObject {
	l := widget.NewLabelWithStyle(s, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	l.SizeName, l.Wrapping = base.SizeNameHeadingText, fyne.TextWrapWord
	return container.New(inset{-8, -6, 0, -6}, l)
}

func middle(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVBox(layout.NewSpacer(), o, layout.NewSpacer())
}

func gap(h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(1, h))
	return r
}

// tagRow shows tags side by side, on as many lines as they take.
func tagRow(tags []string) fyne.CanvasObject {
	row := container.New(layout.NewRowWrapLayoutWithCustomPadding(6, 6))
	for _, t := range tags {
		ground := canvas.NewRectangle(base.Color(theme.ColorChip))
		ground.CornerRadius = theme.RadiusTag
		row.Add(container.NewStack(ground, container.New(inset{8, 2, 8, 2}, text(t, theme.TextTiny, false, theme.ColorMuted))))
	}
	return row
}

// newRow is a label with its value beside it; follow opens the value when it is
// an address, nil otherwise.
func newRow(label, value string, follow func()) fyne.CanvasObject {
	letters := format.NewFitter(kit.Measure, 1)
	name := container.New(inset{0, 8, 0, 8}, text(letters.Fit(label, labelWidth-12, theme.TextBase, false), theme.TextBase, false, theme.ColorMuted))
	if follow != nil {
		link := widget.NewHyperlink(value, &url.URL{})
		link.OnTapped, link.Truncation = follow, fyne.TextTruncateEllipsis
		return container.New(rowLayout{}, name, link)
	}
	said := widget.NewLabel(value)
	said.Wrapping, said.Selectable = fyne.TextWrapWord, true
	return container.New(rowLayout{}, name, said)
}

// rowLayout puts the label into a column of its own, so that values align.
type rowLayout struct{}

const labelWidth float32 = 156

func (rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(labelWidth, o[0].MinSize().Height))
	o[1].Move(fyne.NewPos(labelWidth-8, 0)) // the value keeps a padding of its own
	o[1].Resize(fyne.NewSize(size.Width-labelWidth+8, size.Height))
}

func (rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(labelWidth+120, max(o[0].MinSize().Height, o[1].MinSize().Height)-4)
}

// inset is a layout that keeps a distance on each side; a negative one takes
// back padding that a widget has of its own.
type inset struct{ left, top, right, bottom float32 }

func (i inset) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, c := range o {
		c.Move(fyne.NewPos(i.left, i.top))
		c.Resize(fyne.NewSize(size.Width-i.left-i.right, size.Height-i.top-i.bottom))
	}
}

func (i inset) MinSize(o []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, c := range o {
		s = s.Max(c.MinSize())
	}
	return s.AddWidthHeight(i.left+i.right, i.top+i.bottom)
}

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
