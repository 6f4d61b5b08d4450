package board

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

// Action is something to do with the selected leads.
type Action string

// The actions of the bar of the selection.
const (
	ActionMove   Action = "move"
	ActionAssign Action = "assign"
	ActionTag    Action = "tag"
	ActionTask   Action = "task"
)

// AllActions is every action, in the order of the bar.
func AllActions() []Action { return []Action{ActionMove, ActionAssign, ActionTag, ActionTask} }

// bulkBar stands at the foot of the board while leads are selected and offers
// what can be done with all of them. UI goroutine only.
type bulkBar struct {
	widget.BaseWidget
	board   *Board
	ground  *surface
	count   *canvas.Text
	buttons []*kit.Button
	close   *kit.Button
	shown   int
	all     []fyne.CanvasObject
}

const (
	bulkHeight float32 = 48
	bulkPad    float32 = 14
)

func newBulkBar(b *Board) *bulkBar {
	v := &bulkBar{board: b, count: newText(baseSize, true)}
	v.ground = newSurface(b.kit.bitmaps, look{fill: theme.ColorPanel, line: theme.ColorFaint, radius: 10, border: 1})
	v.build()
	v.ExtendBaseWidget(v)
	v.Hide()
	return v
}

// build makes the buttons in the words of the language.
func (v *bulkBar) build() {
	t := v.board.kit.format.Texts()
	button := func(a Action, text string, icon theme.IconName) {
		var self *kit.Button
		self = kit.NewPlainButton("bulk-"+string(a), text, icon, func() { v.act(a, self) })
		v.buttons = append(v.buttons, self)
	}
	v.buttons = nil
	for _, a := range v.board.p.Actions {
		switch a {
		case ActionMove:
			button(a, t.T("bulk.move"), theme.IconArrowRight)
		case ActionAssign:
			button(a, t.T("bulk.assign"), theme.IconUser)
		case ActionTag:
			button(a, t.T("bulk.tag"), theme.IconTag)
		case ActionTask:
			button(a, t.T("bulk.task"), theme.IconTasks)
		}
	}
	v.close = kit.NewIconButton("bulk-close", t.T("bulk.close"), theme.IconClose, func() { v.board.Unselect() })
	v.all = []fyne.CanvasObject{&v.ground.Raster, v.count}
	for _, b := range v.buttons {
		v.all = append(v.all, b)
	}
	v.all = append(v.all, v.close)
}

func (v *bulkBar) act(a Action, anchor fyne.CanvasObject) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(anchor)
	if leads := v.board.selected.list(v.board.model); len(leads) > 0 && v.board.p.On.Bulk != nil {
		v.board.p.On.Bulk(a, leads, at)
	}
}

// update follows the selection. During a drag the drop strip has the place.
func (v *bulkBar) update() {
	n := v.board.selected.count()
	setVisible(v, n > 0 && !v.board.dragging())
	if tell := v.board.p.On.Foot; tell != nil {
		tell(v.foot())
	}
	if n == v.shown {
		return
	}
	v.shown = n
	setText(v.count, v.board.kit.format.Texts().N("card.selected", n), theme.ColorText)
	v.arrange(v.board.Size())
}

// foot is how much of the board's foot the bar or the drop strip takes.
func (v *bulkBar) foot() float32 {
	switch {
	case v.board.dragging():
		return stripHeight + stripMargin
	case v.Visible():
		return bulkHeight + stripMargin
	}
	return 0
}

// arrange puts the bar in the middle of the board's foot. Where there is no
// room for words the buttons keep their icons.
func (v *bulkBar) arrange(board fyne.Size) {
	for _, b := range v.buttons {
		b.SetCompact(false)
	}
	w := v.wide()
	if w > board.Width-2*edge {
		for _, b := range v.buttons {
			b.SetCompact(true)
		}
		w = v.wide()
	}
	place(v, float32(int((board.Width-w)/2)), max(board.Height-bulkHeight-stripMargin, 0), w, bulkHeight)
	v.layout()
}

func (v *bulkBar) wide() float32 {
	w := 2*bulkPad + v.count.MinSize().Width + 8
	for _, b := range v.buttons {
		w += b.MinSize().Width + 8
	}
	return float32(int(w + v.close.MinSize().Width))
}

func (v *bulkBar) layout() {
	size := v.Size()
	place(&v.ground.Raster, 0, 0, size.Width, size.Height)
	count := v.count.MinSize()
	line(v.count, bulkPad, float32(int((size.Height-count.Height)/2)))
	x := bulkPad + float32(int(count.Width)) + 16
	for _, b := range append(v.buttons[:len(v.buttons):len(v.buttons)], v.close) {
		min := b.MinSize()
		place(b, x, float32(int((size.Height-min.Height)/2)), min.Width, min.Height)
		x += min.Width + 8
	}
}

// Inspect names the bar for outside inspection.
func (v *bulkBar) Inspect() (id, kind, text string) { return "bar:selection", "bar", v.count.Text }

// CreateRenderer gives the bar's objects to Fyne.
func (v *bulkBar) CreateRenderer() fyne.WidgetRenderer { return bulkRenderer{v} }

type bulkRenderer struct{ v *bulkBar }

func (r bulkRenderer) Destroy()                     {}
func (r bulkRenderer) Layout(fyne.Size)             { r.v.layout() }
func (r bulkRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, bulkHeight) }
func (r bulkRenderer) Objects() []fyne.CanvasObject { return r.v.all }

// Refresh follows a theme change.
func (r bulkRenderer) Refresh() {
	setText(r.v.count, r.v.count.Text, theme.ColorText)
	for _, o := range r.v.all {
		o.Refresh()
	}
}
