package ui

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"voronka/ui/format"
	"voronka/ui/input"
	"voronka/ui/kit"
)

// shaping rewrites what is typed, see kit.FieldParams.Reshape.
type shaping func(text string, cursor int) (string, int)

// ask shows two fields, from and to, until what stands in them can be read;
// shape may be nil.
func (w *window) ask(title, hint, from, to string, shape shaping, read func(from, to string) (fromOK, toOK bool), take func()) {
	var sheet *kit.Sheet
	submit := func() { sheet.Submit() }
	first := kit.NewField(kit.FieldParams{Name: "range-from", Label: w.texts.T("filter.from"), Placeholder: hint, Submitted: submit, Reshape: shape})
	last := kit.NewField(kit.FieldParams{Name: "range-to", Label: w.texts.T("filter.to"), Placeholder: hint, Submitted: submit, Reshape: shape})
	first.SetText(from)
	last.SetText(to)
	sheet = kit.NewSheet(w.win.Canvas(), kit.SheetParams{
		Name: "range", Title: title, Parts: []kit.SheetPart{first, last},
		Answers: []kit.Answer{{Name: "range-ok", Text: w.texts.T("filter.show"), Main: true, Do: take}},
		Cancel:  kit.Answer{Name: "range-cancel", Text: w.texts.T("disconnect.cancel")},
		Check: func() bool {
			a, b := read(first.Text(), last.Text())
			first.MarkWrong(!a)
			last.MarkWrong(!b)
			return a && b
		},
	})
	sheet.Show()
	w.win.Canvas().Focus(first.Entry())
}

// askBudget asks for a least and a greatest budget.
func (w *window) askBudget() {
	write := func(n int64) string {
		if n == 0 {
			return ""
		}
		return w.format.Number(n)
	}
	var from, to int64
	w.ask(w.texts.T("filter.budget"), "", write(w.filters.priceFrom), write(w.filters.priceTo), input.GroupDigits, func(a, b string) (fromOK, toOK bool) {
		from, fromOK = sumOf(a)
		to, toOK = sumOf(b)
		return fromOK, toOK && (to == 0 || from <= to)
	}, func() { w.filter(func(f *filters) { f.priceFrom, f.priceTo = from, to }) })
}

// sumOf reads a sum as people type it, "10 000 000"; nothing is 0.
func sumOf(text string) (int64, bool) {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	if digits == "" {
		return 0, true
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil && n >= 0
}

// askSpan asks for a first and a last day.
func (w *window) askSpan(of func(*filters) *span) {
	write := func(unix int64) string {
		if unix == 0 {
			return ""
		}
		return w.format.Date(unix)
	}
	was, got := *of(&w.filters), span{}
	w.ask(w.texts.T("filter.range"), w.texts.T("field.day_example"), write(was.From), write(was.To), nil, func(a, b string) (fromOK, toOK bool) {
		got = span{}
		got.From, fromOK = dayOf(a, w.startOf)
		got.To, toOK = dayOf(b, w.endOf)
		return fromOK, toOK && (got.To == 0 || got.From <= got.To)
	}, func() { w.filter(func(f *filters) { *of(f) = got }) })
}

// dayOf reads a day as people type it; nothing is 0.
func dayOf(text string, second func(format.Day) int64) (int64, bool) {
	if strings.TrimSpace(text) == "" {
		return 0, true
	}
	d, ok := format.ParseDay(text)
	if !ok {
		return 0, false
	}
	return second(d), true
}

// savedFilters offers the filters that were saved under a name, and to save the
// one of the moment or take one off the list.
func (w *window) savedFilters(anchor fyne.CanvasObject) {
	saved := w.prefs.savedFilters()
	var items []kit.Item
	for i, s := range saved {
		items = append(items, kit.Item{ID: "saved-" + strconv.Itoa(i), Text: s.Name, Checked: s.Filter.same(w.filters), Do: func() {
			w.filter(func(f *filters) { *f = s.Filter })
		}})
	}
	items = append(items, kit.Item{
		ID: "save-filter", Text: w.texts.T("filter.save"), Separator: true, Disabled: w.filters.empty(), Do: w.askFilterName,
	})
	for i, s := range saved {
		if s.Filter.same(w.filters) {
			items = append(items, kit.Item{ID: "forget-filter", Text: w.texts.T("filter.forget", "Name", s.Name), Danger: true, Do: func() {
				w.prefs.setSavedFilters(slices.Delete(slices.Clone(saved), i, i+1))
			}})
		}
	}
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: "saved", Title: w.texts.T("filter.saved"), Items: items})
}

// askFilterName saves the filter of the moment under a name. One of the same
// name is replaced.
func (w *window) askFilterName() {
	var sheet *kit.Sheet
	name := kit.NewField(kit.FieldParams{Name: "filter-name", Label: w.texts.T("filter.name"), Submitted: func() { sheet.Submit() }})
	sheet = kit.NewSheet(w.win.Canvas(), kit.SheetParams{
		Name: "save-filter", Title: w.texts.T("filter.save"), Parts: []kit.SheetPart{name},
		Answers: []kit.Answer{{Name: "save-filter-ok", Text: w.texts.T("filter.save_it"), Main: true, Do: func() {
			w.saveFilter(strings.TrimSpace(name.Text()))
		}}},
		Cancel: kit.Answer{Name: "save-filter-cancel", Text: w.texts.T("disconnect.cancel")},
		Check: func() bool {
			named := strings.TrimSpace(name.Text()) != ""
			name.MarkWrong(!named)
			return named
		},
	})
	sheet.Show()
	w.win.Canvas().Focus(name.Entry())
}

func (w *window) saveFilter(name string) {
	saved := slices.DeleteFunc(w.prefs.savedFilters(), func(s savedFilter) bool { return s.Name == name })
	w.prefs.setSavedFilters(append(saved, savedFilter{name, w.filters}))
	w.shell.Snackbar(kit.Message{Text: w.texts.T("filter.is_saved", "Name", name), Key: "filter"})
}
