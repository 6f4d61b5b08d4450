package ui

import (
	"reflect"
	"time"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/shell"
)

// showFilters puts the filters on the filter line. One that narrows stands out
// and can be taken away.
func (w *window) showFilters() {
	t, f := w.texts, w.filters
	owner := t.T("filter.everyone")
	if f.owner != 0 {
		owner = w.userName(f.owner)
	}
	tag := t.T("filter.tag")
	if f.tag != "" {
		tag = t.T("filter.tag_is", "Tag", f.tag)
	}
	created, updated := t.T("filter.created_any"), t.T("filter.updated_any")
	if !f.created.empty() {
		created = t.T("filter.created", "When", w.spanText(f.created))
	}
	if !f.updated.empty() {
		updated = t.T("filter.updated", "When", w.spanText(f.updated))
	}
	clear := func(change func(*filters)) func() { return func() { w.filter(change) } }
	var list []shell.Filter
	if chip, ok := w.awayFilter(); ok {
		list = append(list, chip)
	}
	list = append(list, shell.Filter{Name: "saved", Text: t.T("filter.saved"), Arrow: true, Tapped: w.savedFilters}) // never behind the last chip
	list = append(list, w.fieldChips()...)
	list = append(
		list,
		shell.Filter{Name: "mine", Text: t.T("filter.mine"), Selected: f.mine, Tapped: func(fyne.CanvasObject) {
			w.filter(func(f *filters) { f.mine, f.owner = !f.mine, 0 })
		}},
		shell.Filter{
			Name: "owner", Text: t.T("filter.owner", "Who", owner), Selected: f.owner != 0, Arrow: true, Tapped: w.ownerFilter,
			Clear: clear(func(f *filters) { f.owner = 0 }),
		},
		shell.Filter{
			Name: "tag", Text: tag, Selected: f.tag != "", Arrow: true, Tapped: w.tagFilter,
			Clear: clear(func(f *filters) { f.tag = "" }),
		},
		shell.Filter{
			Name: "budget", Text: w.budgetText(), Selected: f.priceFrom > 0 || f.priceTo > 0, Arrow: true, Tapped: w.budgetFilter,
			Clear: clear(func(f *filters) { f.priceFrom, f.priceTo = 0, 0 }),
		},
		shell.Filter{
			Name: "overdue", Text: w.taskText(f.task), Selected: f.task != "", Arrow: true, Tapped: w.taskFilter,
			Clear: clear(func(f *filters) { f.task = "" }),
		},
		shell.Filter{
			Name: "created", Text: created, Selected: !f.created.empty(), Arrow: true,
			Tapped: func(a fyne.CanvasObject) { w.spanFilter(a, "created", func(f *filters) *span { return &f.created }) },
			Clear:  clear(func(f *filters) { f.created = span{} }),
		},
		shell.Filter{
			Name: "updated", Text: updated, Selected: !f.updated.empty(), Arrow: true,
			Tapped: func(a fyne.CanvasObject) { w.spanFilter(a, "updated", func(f *filters) *span { return &f.updated }) },
			Clear:  clear(func(f *filters) { f.updated = span{} }),
		},
	)
	if len(w.fields) > 0 {
		list = append(list, shell.Filter{Name: "field", Text: t.T("filter.field"), Arrow: true, Tapped: w.chooseField})
	}
	if f.text != "" {
		list = append(list, shell.Filter{
			Name: "text", Text: t.T("filter.query", "Text", f.text), Selected: true,
			Tapped: func(fyne.CanvasObject) { w.openSearch(w.filters.text) }, Clear: clear(func(f *filters) { f.text = "" }),
		})
	}
	if !f.empty() {
		list = append(list, shell.Filter{Name: "clear", Text: t.T("filter.clear"), Tapped: func(fyne.CanvasObject) { w.clearFilter() }})
	}
	w.shell.SetFilters(list)
	w.shell.SetSearch(f.text)
}

func (w *window) clearFilter() { w.filter(func(f *filters) { *f = filters{} }) }

func (w *window) userName(id int64) string {
	for _, u := range w.users {
		if u.ID == id {
			return u.Name
		}
	}
	return "#" + formatID(id)
}

// filter changes the filters, remembers them for the pipeline and shows what
// they pass.
func (w *window) filter(change func(*filters)) {
	before := w.filters
	change(&w.filters)
	if w.filters.same(before) || w.board == nil {
		return
	}
	w.prefs.setFilters(w.board.Query().PipelineID, w.filters)
	w.showFilters()
	q := w.board.Query()
	q.Filter = w.filterQuery()
	w.board.SetQuery(q)
}

// filterQuery is the filter of the moment as the replica takes it.
func (w *window) filterQuery() cache.Filter {
	return w.filters.query(w.account.CurrentUserID, time.Now().In(w.format.Location()), w.fields)
}

// refilter has the board read anew when the same filter has come to mean
// something else: with the time, or with what fields the account has.
func (w *window) refilter() {
	q, f := w.board.Query(), w.filterQuery()
	if f.Task != cache.TaskOverdue {
		f.Now = q.Filter.Now // means nothing to the others
	}
	if q.PipelineID != 0 && !reflect.DeepEqual(q.Filter, f) {
		q.Filter = f
		w.board.SetQuery(q)
	}
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

// taskText says which tasks leads are picked by.
func (w *window) taskText(s cache.TaskState) string {
	switch s {
	case cache.TaskOverdue:
		return w.texts.T("filter.overdue")
	case cache.TaskToday:
		return w.texts.T("filter.task_today")
	case cache.TaskNone:
		return w.texts.T("filter.task_none")
	}
	return w.texts.T("filter.task_any")
}

func (w *window) taskFilter(anchor fyne.CanvasObject) {
	var items []kit.Item
	for _, s := range []cache.TaskState{"", cache.TaskOverdue, cache.TaskToday, cache.TaskNone} {
		items = append(items, kit.Item{ID: "task-" + string(s), Text: w.taskText(s), Checked: w.filters.task == s, Do: func() {
			w.filter(func(f *filters) { f.task = s })
		}})
	}
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: "task-state", Items: items})
}

// budgetSteps are the least budgets one can choose, in so'm or whatever the
// account counts in.
var budgetSteps = [...]int64{0, 1_000_000, 10_000_000, 50_000_000, 100_000_000, 500_000_000}

func (w *window) budgetText() string {
	t, f := w.texts, w.filters
	switch {
	case f.priceFrom > 0 && f.priceTo > 0:
		return t.T("filter.budget_between", "From", w.format.Short(f.priceFrom), "To", w.format.ShortMoney(f.priceTo))
	case f.priceFrom > 0:
		return t.T("filter.budget_from", "Sum", w.format.ShortMoney(f.priceFrom))
	case f.priceTo > 0:
		return t.T("filter.budget_to", "Sum", w.format.ShortMoney(f.priceTo))
	}
	return t.T("filter.budget")
}

func (w *window) budgetFilter(anchor fyne.CanvasObject) {
	var items []kit.Item
	for _, from := range budgetSteps {
		text := w.texts.T("filter.budget_any")
		if from > 0 {
			text = w.texts.T("filter.budget_from", "Sum", w.format.ShortMoney(from))
		}
		items = append(items, kit.Item{ID: "budget-" + formatID(from), Text: text, Checked: w.filters.priceFrom == from && w.filters.priceTo == 0, Do: func() {
			w.filter(func(f *filters) { f.priceFrom, f.priceTo = from, 0 })
		}})
	}
	items = append(items, kit.Item{ID: "budget-range", Text: w.texts.T("filter.range"), Separator: true, Do: w.askBudget})
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: "budget", Items: items})
}

// spanText says which time leads are picked by.
func (w *window) spanText(s span) string {
	t := w.texts
	switch {
	case s.Days > 0:
		return t.N("filter.days", s.Days)
	case s.From != 0 && s.To != 0:
		return w.format.Date(s.From) + " – " + w.format.Date(s.To)
	case s.From != 0:
		return t.T("filter.since", "Day", w.format.Date(s.From))
	case s.To != 0:
		return t.T("filter.until", "Day", w.format.Date(s.To))
	}
	return t.T("filter.any_time")
}

// spanSteps are the periods one can choose, in days.
var spanSteps = [...]int{0, 1, 7, 30, 90, 365}

func (w *window) spanFilter(anchor fyne.CanvasObject, name string, of func(*filters) *span) {
	var items []kit.Item
	for _, days := range spanSteps {
		text := w.texts.T("filter.any_time")
		if days > 0 {
			text = w.texts.N("filter.days", days)
		}
		items = append(items, kit.Item{ID: name + "-" + formatID(int64(days)), Text: text, Checked: *of(&w.filters) == span{Days: days}, Do: func() {
			w.filter(func(f *filters) { *of(f) = span{Days: days} })
		}})
	}
	items = append(items, kit.Item{ID: name + "-range", Text: w.texts.T("filter.range"), Separator: true, Do: func() { w.askSpan(of) }})
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: name, Items: items})
}

// startOf and endOf are the first and the last second of a day here.
func (w *window) startOf(d format.Day) int64 { return d.Time(0, 0, w.format.Location()).Unix() }

func (w *window) endOf(d format.Day) int64 { return d.Time(23, 59, w.format.Location()).Unix() + 59 }
