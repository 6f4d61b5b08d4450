package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"voronka/ui/kit"
	"voronka/ui/shell"
)

// showFilters puts the filters on the filter line.
func (w *window) showFilters() {
	t, f := w.texts, w.filters
	owner := t.T("filter.everyone")
	if f.owner != 0 {
		owner = w.userName(f.owner)
	}
	tag, budget, created := t.T("filter.tag"), t.T("filter.budget"), t.T("filter.any_time")
	if f.tag != "" {
		tag = t.T("filter.tag_is", "Tag", f.tag)
	}
	if f.priceFrom > 0 {
		budget = t.T("filter.budget_from", "Sum", w.format.ShortMoney(f.priceFrom))
	}
	if f.days > 0 {
		created = t.N("filter.days", f.days)
	}
	list := []shell.Filter{
		{Name: "mine", Text: t.T("filter.mine"), Selected: f.mine, Tapped: func(fyne.CanvasObject) {
			w.filter(func(f *filters) { f.mine, f.owner = !f.mine, 0 })
		}},
		{Name: "owner", Text: t.T("filter.owner", "Who", owner), Selected: f.owner != 0, Arrow: true, Tapped: w.ownerFilter},
		{Name: "tag", Text: tag, Selected: f.tag != "", Arrow: true, Tapped: w.tagFilter},
		{Name: "budget", Text: budget, Selected: f.priceFrom > 0, Arrow: true, Tapped: w.budgetFilter},
		{Name: "overdue", Text: t.T("filter.overdue"), Selected: f.overdue, Tapped: func(fyne.CanvasObject) {
			w.filter(func(f *filters) { f.overdue = !f.overdue })
		}},
		{Name: "created", Text: t.T("filter.created", "When", created), Selected: f.days > 0, Arrow: true, Tapped: w.createdFilter},
	}
	if !f.empty() {
		list = append(list, shell.Filter{Name: "clear", Text: t.T("filter.clear"), Tapped: func(fyne.CanvasObject) {
			w.shell.SetSearch("")
			w.filter(func(f *filters) { *f = filters{} })
		}})
	}
	w.shell.SetFilters(list)
}

func (w *window) userName(id int64) string {
	for _, u := range w.users {
		if u.ID == id {
			return u.Name
		}
	}
	return "#" + formatID(id)
}

// filter changes the filters and shows what they pass.
func (w *window) filter(change func(*filters)) {
	before := w.filters
	change(&w.filters)
	if w.filters == before || w.board == nil {
		return
	}
	w.showFilters()
	q := w.board.Query()
	q.Filter = w.filters.query(w.account.CurrentUserID, time.Now().In(w.format.Location()))
	w.board.SetQuery(q)
}

func (w *window) ownerFilter(anchor fyne.CanvasObject) {
	items := []kit.Item{{ID: "owner-0", Text: w.texts.T("filter.everyone"), Checked: w.filters.owner == 0, Do: func() {
		w.filter(func(f *filters) { f.owner = 0 })
	}}}
	for _, u := range w.users {
		items = append(items, kit.Item{ID: "owner-" + formatID(u.ID), Text: u.Name, Checked: w.filters.owner == u.ID, Do: func() {
			w.filter(func(f *filters) { f.owner, f.mine = u.ID, false })
		}})
	}
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: "owner", Items: items})
}

func (w *window) tagFilter(anchor fyne.CanvasObject) {
	var items []kit.Item
	for i, tag := range append([]string{""}, w.tags...) {
		text := tag
		if i == 0 {
			text = w.texts.T("filter.any_tag")
		}
		items = append(items, kit.Item{ID: "tag-" + tag, Text: text, Checked: w.filters.tag == tag, Do: func() {
			w.filter(func(f *filters) { f.tag = tag })
		}})
	}
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: "tag", Items: items})
}

// budgetSteps are the least budgets one can choose, in so'm or whatever the
// account counts in.
var budgetSteps = [...]int64{0, 1_000_000, 10_000_000, 50_000_000, 100_000_000, 500_000_000}

func (w *window) budgetFilter(anchor fyne.CanvasObject) {
	var items []kit.Item
	for _, from := range budgetSteps {
		text := w.texts.T("filter.budget_any")
		if from > 0 {
			text = w.texts.T("filter.budget_from", "Sum", w.format.ShortMoney(from))
		}
		items = append(items, kit.Item{ID: "budget-" + formatID(from), Text: text, Checked: w.filters.priceFrom == from, Do: func() {
			w.filter(func(f *filters) { f.priceFrom = from })
		}})
	}
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: "budget", Items: items})
}

// createdSteps are the periods one can choose, in days.
var createdSteps = [...]int{0, 1, 7, 30, 90, 365}

func (w *window) createdFilter(anchor fyne.CanvasObject) {
	var items []kit.Item
	for _, days := range createdSteps {
		text := w.texts.T("filter.any_time")
		if days > 0 {
			text = w.texts.N("filter.days", days)
		}
		items = append(items, kit.Item{ID: "created-" + formatID(int64(days)), Text: text, Checked: w.filters.days == days, Do: func() {
			w.filter(func(f *filters) { f.days = days })
		}})
	}
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: "created", Items: items})
}

// searchPause is how long the search waits for the next letter.
const searchPause = 120 * time.Millisecond

// search narrows the board to what is typed, when the typing pauses.
func (w *window) search(text string) {
	if w.typing != nil {
		w.typing()
	}
	w.typing = kit.SystemClock().AfterFunc(searchPause, func() {
		w.do(func() {
			if w.ctx.Err() == nil {
				w.filter(func(f *filters) { f.text = text })
			}
		})
	})
}
