package tasks

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

// view is the screen as Fyne sees it.
type view struct {
	widget.BaseWidget
	s     *Screen
	mine  *kit.Chip
	owner *kit.Chip
	add   *kit.Button
	rows  *kit.Rows
	empty *kit.EmptyState
}

// Sizes of the screen, in Fyne units.
const (
	margin   float32 = 18
	barHigh  float32 = 48
	headHigh float32 = 40
	cardHigh float32 = 52
	cardGap  float32 = 6
	unfolded float32 = theme.HeightControl + 8
)

// The kinds of rows.
const (
	headRow = iota
	taskRow
)

func newView(s *Screen) *view {
	texts := s.texts()
	v := &view{s: s}
	v.mine = kit.NewChip("my-tasks", texts.T("tasks.mine"), false, s.toggleMine)
	v.owner = kit.NewChip("task-owner", "", true, func() { s.chooseOwner(v.owner) })
	v.add = kit.NewPlainButton("new-task", texts.T("tasks.add"), theme.IconPlus, s.Add)
	v.empty = kit.NewEmptyState("tasks", theme.IconTasks, texts.T("tasks.none"), texts.T("tasks.none_hint"), nil)
	v.rows = kit.NewRows(kit.RowsParams{
		Name:   "tasks",
		Label:  texts.T("nav.tasks"),
		Count:  func() int { return len(s.lines) },
		Key:    func(row int) any { return key(s.lines[row]) },
		Height: func(row int, _ float32) float32 { return s.high(s.lines[row]) },
		Kind: func(row int) int {
			if s.lines[row].head {
				return headRow
			}
			return taskRow
		},
		Make: func(kind int) fyne.CanvasObject {
			if kind == headRow {
				return newHead()
			}
			return newCard(s)
		},
		Fill:   v.fill,
		Hovers: true,
		Tapped: func(row int, _ fyne.Position) { s.open(s.lines[row]) },
		Menu:   func(row int, at fyne.Position) { s.menu(s.lines[row], at) },
	})
	v.ExtendBaseWidget(v)
	return v
}

func key(l line) string {
	if l.head {
		return "head " + strconv.Itoa(int(l.in))
	}
	return strconv.FormatInt(l.task.ID, 10)
}

func (s *Screen) high(l line) float32 {
	switch {
	case l.head:
		return headHigh
	case l.task.ID == s.finish:
		return cardHigh + unfolded + cardGap
	}
	return cardHigh + cardGap
}

func (v *view) fill(row int, o fyne.CanvasObject) {
	l := v.s.lines[row]
	switch face := o.(type) {
	case *head:
		face.set(l.in.title(v.s.texts()), v.s.p.Format.Number(int64(l.count)), l.in)
	case *card:
		face.set(l, v.rows.Hovered() == row)
	}
}

// CreateRenderer gives the parts to Fyne.
func (v *view) CreateRenderer() fyne.WidgetRenderer {
	f := viewFace{v}
	f.paint()
	return f
}

type viewFace struct{ v *view }

func (f viewFace) Destroy()           {}
func (f viewFace) MinSize() fyne.Size { return fyne.NewSize(480, 200) }

// Objects are the parts that mean something now.
func (f viewFace) Objects() []fyne.CanvasObject {
	v := f.v
	all := []fyne.CanvasObject{v.rows, v.mine, v.owner, v.add}
	if len(v.s.lines) == 0 && v.s.ever {
		all = append(all, v.empty)
	}
	return all
}

// Layout puts the list under the line of chips.
func (f viewFace) Layout(size fyne.Size) {
	v := f.v
	x := margin
	for _, chip := range []*kit.Chip{v.mine, v.owner} {
		min := chip.MinSize()
		move(chip, x, (barHigh-min.Height)/2+2, min.Width, min.Height)
		x += min.Width + 8
	}
	min := v.add.MinSize()
	move(v.add, size.Width-margin-min.Width, (barHigh-min.Height)/2+2, min.Width, min.Height)
	move(v.rows, margin, barHigh, size.Width-margin-8, max(size.Height-barHigh, 0))
	move(v.empty, 0, barHigh, size.Width, max(size.Height-barHigh, 0))
}

func (f viewFace) paint() {
	s := f.v.s
	me := s.p.Me()
	f.v.mine.Set(s.texts().T("tasks.mine"), s.owner != 0 && s.owner == me)
	who := s.texts().T("filter.everyone")
	if s.owner != 0 {
		who = s.userName(s.owner)
	}
	f.v.owner.Set(s.texts().T("filter.owner", "Who", who), s.owner != 0 && s.owner != me)
}

// Refresh follows the list, the filter and the theme.
func (f viewFace) Refresh() {
	f.paint()
	f.Layout(f.v.Size())
	for _, o := range f.Objects() {
		o.Refresh()
	}
	canvas.Refresh(f.v)
}

func move(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(float32(int(x)), float32(int(y))))
	o.Resize(fyne.NewSize(w, h))
}
