package board

import (
	"image"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/ui/kit"
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
	adding *kit.Field // nil while nothing is being added

	head    *canvas.Raster // bar, name, count, sum and the buttons' signs: one texture
	count   string
	sum     string
	frame   [4]*canvas.Line // lit while a drag is over the column
	objects []fyne.CanvasObject
}

// columnSink is what a column asks of the board.
type columnSink interface {
	bodySink
	SetFolded(status int64, folded bool)
	canAdd() bool
	add(status int64, name string)
	columnMenu(status int64, at fyne.Position)
	takeFocus()
	repaint()
	later(func()) // runs a function soon, on the UI goroutine
}

var (
	_ fyne.SecondaryTappable = (*columnView)(nil)
	_ fyne.Accessible        = (*columnView)(nil)
)

func newColumnView(k *toolkit, sink columnSink) *columnView {
	v := &columnView{kit: k, sink: sink, body: newBody(k, sink)}
	v.head = canvas.NewRaster(v.drawHead)
	v.head.ScaleMode = canvas.ImageScalePixels
	v.fold = newHeadButton(func() { sink.SetFolded(v.status.ID, true) })
	v.plus = newHeadButton(v.openAdd)
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
	v.objects = append(v.objects[:0], v.head, v.fold, v.plus)
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
	count, sum := v.kit.tally(c)
	changed := v.count != count || v.sum != sum || v.status.Name != c.status.Name || v.status.Color != c.status.Color
	v.status, v.count, v.sum = c.status, count, sum
	id, t := strconv.FormatInt(c.status.ID, 10), v.kit.format.Texts()
	v.fold.call("fold-"+id, t.T("column.fold"))
	v.plus.call("add-"+id, t.T("column.add"))
	setVisible(v.plus, c.adds() && v.sink.canAdd())
	if changed {
		canvas.Refresh(v.head)
	}
	v.arrange(v.Size())
	v.body.setIDs(c.ids)
}

const (
	headPad        float32 = 4
	headButtonSize float32 = 20
	headLine       float32 = 28 // of the buttons
)

// drawHead paints the head, w and h in pixels.
func (v *columnView) drawHead(w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	size := v.head.Size()
	if size.Width <= 0 {
		return out
	}
	b := brush{kit: v.kit, on: out, scale: float32(w) / size.Width}
	b.fill(headPad, 0, size.Width-2*headPad, 3, look{tint: theme.StatusBar(v.status.Color, v.kit.dark()), radius: 1.5})
	count := v.kit.letters.measure(v.count, baseSize, false)
	b.write(size.Width-headPad-count, 11, v.count, baseSize, false, theme.ColorMuted)
	name := v.kit.letters.Fit(v.status.Name, size.Width-3*headPad-count-4, baseSize, true)
	b.write(headPad, 11, name, baseSize, true, theme.ColorText)
	sum := v.kit.letters.Fit(v.sum, size.Width-headPad-2*(headButtonSize+2), smallSize, false)
	b.write(headPad, 30, sum, smallSize, false, theme.ColorMuted)
	if v.plus.Visible() {
		at := v.plus.Position()
		b.center(at.X, at.Y-1, headButtonSize, headButtonSize, "+", 16, theme.ColorMuted)
	}
	at := v.fold.Position()
	b.center(at.X, at.Y-1, headButtonSize, headButtonSize, "‹", 16, theme.ColorMuted)
	return out
}

func (v *columnView) arrange(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	place(v.plus, size.Width-headButtonSize, headLine, headButtonSize, headButtonSize)
	fold := size.Width - headButtonSize
	if v.plus.Visible() {
		fold -= headButtonSize + 2
	}
	place(v.fold, fold, headLine, headButtonSize, headButtonSize)
	place(v.head, 0, 0, size.Width, headerHeight)
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
	return "column:" + strconv.FormatInt(v.status.ID, 10), "column", v.status.Name + "\n" + v.count + "\n" + v.sum
}

// AccessibilityLabel says the status, its count and its sum.
func (v *columnView) AccessibilityLabel() string {
	return v.status.Name + ", " + v.count + ", " + v.sum
}

// AccessibilityRole tells that it holds cards.
func (v *columnView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

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
	canvas.Refresh(v.head)
	v.fold.Refresh()
	v.plus.Refresh()
	v.body.Refresh()
}
