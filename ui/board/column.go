package board

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/ui/theme"
)

// columnView is one open status: its head with count and sum, and the cards.
// UI goroutine only.
type columnView struct {
	widget.BaseWidget
	kit    *toolkit
	status amo.Status
	body   *body
	fold   *foldButton

	bar     *surface
	name    *canvas.Text
	count   *canvas.Text
	sum     *canvas.Text
	frame   [4]*canvas.Line // lit while a drag is over the column
	objects []fyne.CanvasObject
	title   string
}

func newColumnView(k *toolkit, sink bodySink, onFold func(status int64)) *columnView {
	v := &columnView{kit: k, body: newBody(k, sink)}
	v.bar = newSurface(k.bitmaps, look{})
	v.name, v.count, v.sum = newText(baseSize, true), newText(baseSize, false), newText(smallSize, false)
	v.fold = newFoldButton(func() { onFold(v.status.ID) })
	v.objects = []fyne.CanvasObject{&v.bar.Raster, v.name, v.count, v.sum, v.fold, v.body}
	for i := range v.frame {
		v.frame[i] = canvas.NewLine(nil)
		v.frame[i].StrokeWidth = 2
		v.frame[i].Hide()
		v.objects = append(v.objects, v.frame[i])
	}
	v.ExtendBaseWidget(v)
	return v
}

// show takes a column's state. It does not look at the cards; the body does.
func (v *columnView) show(c *column) {
	v.status = c.status
	v.title = c.status.Name
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
	place(v.fold, size.Width-20, 28, 20, 20)
	place(v.body, 0, headerHeight, size.Width+barWidth, size.Height-headerHeight)
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
	v.body.Refresh()
}

// foldButton folds a column; it shows itself under the pointer only.
type foldButton struct {
	widget.BaseWidget
	strokes [2]*canvas.Line
	tapped  func()
}

var (
	_ fyne.Tappable     = (*foldButton)(nil)
	_ desktop.Hoverable = (*foldButton)(nil)
)

func newFoldButton(tapped func()) *foldButton {
	f := &foldButton{tapped: tapped}
	for i := range f.strokes {
		f.strokes[i] = canvas.NewLine(themeColor(theme.ColorFaint))
		f.strokes[i].StrokeWidth = 1.5
	}
	f.ExtendBaseWidget(f)
	return f
}

// Tapped folds the column.
func (f *foldButton) Tapped(*fyne.PointEvent) { f.tapped() }

// MouseIn makes the button stand out.
func (f *foldButton) MouseIn(*desktop.MouseEvent) { f.tint(theme.ColorText) }

// MouseMoved does nothing.
func (f *foldButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut makes the button quiet again.
func (f *foldButton) MouseOut() { f.tint(theme.ColorFaint) }

func (f *foldButton) tint(name fyne.ThemeColorName) {
	for _, s := range f.strokes {
		s.StrokeColor = themeColor(name)
		canvas.Refresh(s)
	}
}

// CreateRenderer draws two short strokes pointing left.
func (f *foldButton) CreateRenderer() fyne.WidgetRenderer { return foldRenderer{f} }

type foldRenderer struct{ f *foldButton }

func (r foldRenderer) Destroy() {}

func (r foldRenderer) Layout(size fyne.Size) {
	x, y := size.Width/2, size.Height/2
	r.f.strokes[0].Position1, r.f.strokes[0].Position2 = fyne.NewPos(x+2, y-4), fyne.NewPos(x-2, y)
	r.f.strokes[1].Position1, r.f.strokes[1].Position2 = fyne.NewPos(x-2, y), fyne.NewPos(x+2, y+4)
}

func (r foldRenderer) MinSize() fyne.Size { return fyne.NewSize(20, 20) }

func (r foldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.f.strokes[0], r.f.strokes[1]}
}

func (r foldRenderer) Refresh() { r.f.tint(theme.ColorFaint) }
