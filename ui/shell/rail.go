package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// rail is the column at the left: the account, the screens, the settings.
type rail struct {
	widget.BaseWidget
	under   *kit.Fill
	edge    *kit.Fill
	account *accountBlock
	items   map[Screen]*kit.NavItem
	order   []Screen
	folded  bool
	objects []fyne.CanvasObject
}

func newRail(p Params) *rail {
	r := &rail{
		under: kit.NewFill(theme.ColorSunken), edge: kit.NewLine(),
		account: newAccountBlock(p.Texts, p.Actions.ChooseAccount),
		items:   make(map[Screen]*kit.NavItem), order: p.Screens,
	}
	r.objects = []fyne.CanvasObject{r.under, r.edge, r.account}
	for _, name := range p.Screens {
		var tapped func()
		if p.Actions.Navigate != nil {
			tapped = func() { p.Actions.Navigate(name) }
		}
		item := kit.NewNavItem(string(name), name.Title(p.Texts), name.Icon(), tapped)
		r.items[name] = item
		r.objects = append(r.objects, item)
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *rail) choose(name Screen) {
	for n, item := range r.items {
		item.SetSelected(n == name)
	}
}

func (r *rail) badges(b Badges, f *format.Format) {
	r.badge(Tasks, b.OverdueTasks, true, f)
	r.badge(Inbox, b.Inbox, false, f)
	r.badge(Sync, b.Pending, b.Trouble, f)
}

func (r *rail) badge(name Screen, count int, alarm bool, f *format.Format) {
	item, ok := r.items[name]
	if !ok {
		return
	}
	text := ""
	switch {
	case count > 9999:
		text = "9999+"
	case count > 0:
		text = f.Number(int64(count))
	}
	item.SetBadge(text, alarm)
}

func (r *rail) fold(folded bool) {
	if r.folded == folded {
		return
	}
	r.folded = folded
	r.account.fold(folded)
	for _, item := range r.items {
		item.SetFolded(folded)
	}
}

// CreateRenderer gives the parts to Fyne.
func (r *rail) CreateRenderer() fyne.WidgetRenderer { return railFace{r} }

type railFace struct{ r *rail }

const (
	railPad     float32 = 10
	railTop     float32 = 69 // where the screens begin
	railStep    float32 = theme.HeightNav + 3
	railFoot    float32 = 14
	accountTop  float32 = 14
	accountHigh float32 = 44
)

func (f railFace) Destroy()                     {}
func (f railFace) MinSize() fyne.Size           { return fyne.NewSize(theme.WidthRailIcon, 0) }
func (f railFace) Objects() []fyne.CanvasObject { return f.r.objects }

// Layout stacks the screens under the account, and the settings at the foot.
func (f railFace) Layout(size fyne.Size) {
	r := f.r
	move(r.under, 0, 0, size.Width-1, size.Height)
	move(r.edge, size.Width-1, 0, 1, size.Height)
	w := size.Width - 1 - 2*railPad
	move(r.account, railPad, accountTop, w, accountHigh)
	y := railTop
	for _, name := range r.order {
		at := y
		if name == Settings {
			at = max(size.Height-theme.HeightNav-railFoot, y)
		} else {
			y += railStep
		}
		move(r.items[name], railPad, at, w, theme.HeightNav)
	}
}

// Refresh follows a theme change.
func (f railFace) Refresh() {
	for _, o := range f.r.objects {
		o.Refresh()
	}
}
