package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// Panel is a sheet at the right of the window with any content. It keeps the
// pointer from what lies under it. UI goroutine only.
type Panel struct {
	widget.BaseWidget
	name    string
	under   *Fill
	edge    *Fill
	shield  *shield
	content fyne.CanvasObject
}

var _ Inspectable = (*Panel)(nil)

// NewPanel returns an empty panel with the id "panel:name".
func NewPanel(name string) *Panel {
	p := &Panel{name: name, under: NewFill(theme.ColorPanel), edge: NewLine(), shield: newShield()}
	p.ExtendBaseWidget(p)
	return p
}

// SetContent replaces what the panel shows; nil empties it.
func (p *Panel) SetContent(o fyne.CanvasObject) {
	p.content = o
	p.Refresh()
}

// Content returns what the panel shows.
func (p *Panel) Content() fyne.CanvasObject { return p.content }

// Inspect names the panel.
func (p *Panel) Inspect() (id, kind, text string) { return "panel:" + p.name, "panel", "" }

// CreateRenderer gives the panel's objects to Fyne.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	f := &panelFace{p: p}
	f.collect()
	return f
}

type panelFace struct {
	p       *Panel
	objects []fyne.CanvasObject
	shown   fyne.CanvasObject
}

func (f *panelFace) collect() {
	f.shown = f.p.content
	f.objects = []fyne.CanvasObject{f.p.under, f.p.shield, f.p.edge}
	if f.shown != nil {
		f.objects = append(f.objects, f.shown)
	}
}

func (f *panelFace) Destroy()                     {}
func (f *panelFace) MinSize() fyne.Size           { return fyne.NewSize(theme.WidthPanel, 0) }
func (f *panelFace) Objects() []fyne.CanvasObject { return f.objects }

// Layout gives the content all but the edge.
func (f *panelFace) Layout(size fyne.Size) {
	f.p.under.Resize(size)
	f.p.shield.Resize(size)
	f.p.edge.Resize(fyne.NewSize(1, size.Height))
	if f.shown != nil {
		place(f.shown, 1, 0, size.Width-1, size.Height)
	}
}

// Refresh takes up a new content.
func (f *panelFace) Refresh() {
	if f.shown != f.p.content {
		f.collect()
		f.Layout(f.p.Size())
	}
	f.p.under.Refresh()
	f.p.edge.Refresh()
	if f.shown != nil {
		f.shown.Refresh()
	}
}

// shield takes every pointer event, so that none goes through to what lies
// under it.
type shield struct{ widget.BaseWidget }

var (
	_ fyne.Tappable          = (*shield)(nil)
	_ fyne.SecondaryTappable = (*shield)(nil)
	_ fyne.Draggable         = (*shield)(nil)
	_ fyne.Scrollable        = (*shield)(nil)
	_ desktop.Hoverable      = (*shield)(nil)
	_ desktop.Mouseable      = (*shield)(nil)
)

func newShield() *shield { s := &shield{}; s.ExtendBaseWidget(s); return s }

func (*shield) Tapped(*fyne.PointEvent)          {}
func (*shield) TappedSecondary(*fyne.PointEvent) {}
func (*shield) Dragged(*fyne.DragEvent)          {}
func (*shield) DragEnd()                         {}
func (*shield) Scrolled(*fyne.ScrollEvent)       {}
func (*shield) MouseIn(*desktop.MouseEvent)      {}
func (*shield) MouseMoved(*desktop.MouseEvent)   {}
func (*shield) MouseOut()                        {}
func (*shield) MouseDown(*desktop.MouseEvent)    {}
func (*shield) MouseUp(*desktop.MouseEvent)      {}
func (*shield) Cursor() desktop.Cursor           { return desktop.DefaultCursor }
func (*shield) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}
