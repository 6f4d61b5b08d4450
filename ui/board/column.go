package board

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/ui/theme"
)

// columnView is one open status: its head with count and sum, and the cards.
// UI goroutine only.
type columnView struct {
	widget.BaseWidget
	kit    *toolkit
	sink   columnSink
	status amo.Status
	body   *body
	fold   *headButton
	plus   *headButton
	adding *quickAdd // nil while nothing is being added

	bar     *surface
	name    *canvas.Text
	count   *canvas.Text
	sum     *canvas.Text
	frame   [4]*canvas.Line // lit while a drag is over the column
	objects []fyne.CanvasObject
	title   string
}

// columnSink is what a column asks of the board.
type columnSink interface {
	bodySink
	SetFolded(status int64, folded bool)
	add(status int64, name string)
	columnMenu(status int64, at fyne.Position)
	takeFocus()
	repaint()
	later(func()) // runs a function soon, on the UI goroutine
}

var _ fyne.SecondaryTappable = (*columnView)(nil)

func newColumnView(k *toolkit, sink columnSink) *columnView {
	v := &columnView{kit: k, sink: sink, body: newBody(k, sink)}
	v.bar = newSurface(k.bitmaps, look{})
	v.name, v.count, v.sum = newText(baseSize, true), newText(baseSize, false), newText(smallSize, false)
	v.fold = newHeadButton(glyphFold, func() { sink.SetFolded(v.status.ID, true) })
	v.plus = newHeadButton(glyphPlus, v.openAdd)
	for i := range v.frame {
		v.frame[i] = canvas.NewLine(nil)
		v.frame[i].StrokeWidth = 2
		v.frame[i].Hide()
	}
	v.collect()
	v.ExtendBaseWidget(v)
	return v
}

// collect lists the column's objects.
func (v *columnView) collect() {
	v.objects = append(v.objects[:0], &v.bar.Raster, v.name, v.count, v.sum, v.fold, v.plus)
	if v.adding != nil {
		v.objects = append(v.objects, v.adding)
	}
	v.objects = append(v.objects, v.body)
	for _, l := range v.frame {
		v.objects = append(v.objects, l)
	}
}

// show takes a column's state. It does not look at the cards; the body does.
func (v *columnView) show(c *column) {
	v.status = c.status
	v.title = c.status.Name
	id, t := strconv.FormatInt(c.status.ID, 10), v.kit.format.Texts()
	v.fold.call("fold-"+id, t.T("column.fold"))
	v.plus.call("add-"+id, t.T("column.add"))
	setVisible(v.plus, c.adds())
	v.bar.set(look{tint: theme.StatusBar(c.status.Color, v.kit.dark()), radius: 1.5})
	setText(v.count, strconv.Itoa(c.count), theme.ColorMuted)
	setText(v.sum, v.kit.format.Money(c.sum), theme.ColorMuted)
	v.arrange(v.Size())
	v.body.setIDs(c.ids)
}

func (v *columnView) arrange(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	const pad = 4
	place(&v.bar.Raster, pad, 0, size.Width-2*pad, 3)
	count := v.count.MinSize()
	line(v.count, size.Width-pad-count.Width, 11)
	setText(v.name, v.kit.letters.Fit(v.title, size.Width-3*pad-count.Width-4, baseSize, true), theme.ColorText)
	line(v.name, pad, 11)
	line(v.sum, pad, 30)
	place(v.plus, size.Width-20, 28, 20, 20)
	if v.plus.Visible() {
		place(v.fold, size.Width-42, 28, 20, 20)
	} else {
		place(v.fold, size.Width-20, 28, 20, 20)
	}
	top := headerHeight
	if v.adding != nil {
		place(v.adding, 0, top, size.Width, addHeight)
		top += addHeight + cardGap
	}
	place(v.body, 0, top, size.Width+barWidth, max(size.Height-top, 0))
	v.placeFrame(size)
}

func (v *columnView) placeFrame(size fyne.Size) {
	w, h := size.Width+4, size.Height+4
	corners := [5]fyne.Position{{X: -4, Y: -4}, {X: w, Y: -4}, {X: w, Y: h}, {X: -4, Y: h}, {X: -4, Y: -4}}
	for i, l := range v.frame {
		l.Position1, l.Position2 = corners[i], corners[i+1]
	}
}

// light marks the column as the target of a drag, over its whole height.
func (v *columnView) light(on bool) {
	for _, l := range v.frame {
		l.StrokeColor = themeColor(theme.ColorAccent)
		setVisible(l, on)
	}
	v.body.showGap(on)
}

// TappedSecondary on the head offers what can be done with the column. The
// cards answer for themselves.
func (v *columnView) TappedSecondary(e *fyne.PointEvent) {
	v.sink.columnMenu(v.status.ID, e.AbsolutePosition)
}

// Inspect names the column for outside inspection.
func (v *columnView) Inspect() (id, kind, text string) {
	return "column:" + strconv.FormatInt(v.status.ID, 10), "column", v.title + "\n" + v.count.Text + "\n" + v.sum.Text
}

// CreateRenderer gives the column's objects to Fyne.
func (v *columnView) CreateRenderer() fyne.WidgetRenderer { return columnRenderer{v} }

type columnRenderer struct{ v *columnView }

func (r columnRenderer) Destroy()                     {}
func (r columnRenderer) Layout(size fyne.Size)        { r.v.arrange(size) }
func (r columnRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r columnRenderer) Objects() []fyne.CanvasObject { return r.v.objects }

// Refresh follows a theme change.
func (r columnRenderer) Refresh() {
	v := r.v
	v.bar.set(look{tint: theme.StatusBar(v.status.Color, v.kit.dark()), radius: 1.5})
	setText(v.name, v.name.Text, theme.ColorText)
	setText(v.count, v.count.Text, theme.ColorMuted)
	setText(v.sum, v.sum.Text, theme.ColorMuted)
	v.fold.Refresh()
	v.plus.Refresh()
	v.body.Refresh()
}
