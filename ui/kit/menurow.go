package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/theme"
)

// menuRow draws one entry of a menu; which one changes as the menu scrolls.
type menuRow struct {
	ground  *canvas.Rectangle
	line    *canvas.Rectangle
	picture *picture
	dot     *canvas.Circle
	words   *canvas.Text
	hint    *canvas.Text
	check   *picture
	tag     *rowTag
	objects []fyne.CanvasObject
}

// rowTag says which entry stands here, to a test that looks from outside. It
// draws nothing and takes no events.
type rowTag struct {
	widget.BaseWidget
	item Item
}

var _ Inspectable = (*rowTag)(nil)

func newRowTag() *rowTag { t := &rowTag{}; t.ExtendBaseWidget(t); return t }

// Inspect names the entry.
func (t *rowTag) Inspect() (id, kind, text string) {
	if t.item.ID == "" {
		return "", "", ""
	}
	return "item:" + t.item.ID, "item", t.item.Text
}

// CreateRenderer draws nothing.
func (t *rowTag) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

func newMenuRow() *menuRow {
	w := &menuRow{
		ground: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil),
		picture: newPicture(""), dot: canvas.NewCircle(nil),
		words: newText(theme.TextBase, regular), hint: newText(theme.TextSmall, regular),
		check: newPicture(theme.IconCheck), tag: newRowTag(),
	}
	w.objects = []fyne.CanvasObject{w.ground, w.line, w.picture.image, w.dot, w.words, w.hint, w.check.image, w.tag}
	return w
}

func (w *menuRow) hide() {
	for _, o := range w.objects {
		setVisible(o, false)
	}
}

// show draws an entry at y; marked is under the pointer or the keyboard, and a
// line above is left out in the first row.
func (w *menuRow) show(it Item, marked, lines bool, fit *format.Fitter, y, width float32) {
	ground, words := fyne.ThemeColorName(""), theme.ColorText
	if marked {
		ground = theme.ColorHover
	}
	if it.Danger {
		words = theme.ColorRed
	}
	if it.Disabled {
		words = theme.ColorFaint
	}
	fillRect(w.ground, ground, "", theme.RadiusField)
	place(w.ground, 0, y, width, rowHeight)
	w.tag.item = it
	setVisible(w.tag, true)
	place(w.tag, 0, y, width, rowHeight)
	setVisible(w.line, it.Separator && lines)
	w.line.FillColor = base.Color(theme.ColorLine)
	place(w.line, rowPad, y, width-2*rowPad, 1)

	left, right := rowPad, width-rowPad
	left = w.mark(it, words, left, y)
	setVisible(w.check.image, it.Checked)
	if it.Checked {
		w.check.tint(theme.IconCheck, theme.ColorAccent, true)
		place(w.check.image, right-rowIcon, y+(rowHeight-rowIcon)/2, rowIcon, rowIcon)
		right -= rowIcon + 8
	}
	setVisible(w.hint, it.Hint != "")
	if it.Hint != "" {
		say(w.hint, it.Hint, theme.ColorMuted)
		wide := Measure(it.Hint, theme.TextSmall, false)
		placeText(w.hint, right-wide, y, wide, rowHeight)
		right -= wide + 12
	}
	setVisible(w.words, true)
	say(w.words, fit.Fit(it.Text, right-left, theme.TextBase, false), words)
	placeText(w.words, left, y, right-left, rowHeight)
}

// mark draws the icon or dot and returns where the words begin.
func (w *menuRow) mark(it Item, words fyne.ThemeColorName, left, y float32) float32 {
	setVisible(w.picture.image, it.Icon != "")
	setVisible(w.dot, it.Icon == "" && it.Dot != "")
	switch {
	case it.Icon != "":
		colour := theme.ColorMuted
		if it.Danger || it.Disabled {
			colour = words
		}
		w.picture.tint(it.Icon, colour, true)
		place(w.picture.image, left, y+(rowHeight-rowIcon)/2, rowIcon, rowIcon)
	case it.Dot != "":
		const side = 10
		dark := theme.IsDark(base.Color(theme.ColorBackground))
		w.dot.FillColor = theme.StatusBar(it.Dot, dark)
		w.dot.StrokeColor, w.dot.StrokeWidth = base.Color(theme.ColorLine), 1
		w.dot.Refresh()
		place(w.dot, left+3, y+(rowHeight-side)/2, side, side)
	default:
		return left
	}
	return left + rowIcon + 8
}
