package ui

import (
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/input"
	"voronka/ui/kit"
)

// titleName is how many characters of a field's name stand over a menu.
const titleName = 40

// chooseField offers the fields of leads to filter by.
func (w *window) chooseField(anchor fyne.CanvasObject) {
	items := make([]kit.Item, len(w.fields))
	for i := range w.fields {
		def := &w.fields[i]
		items[i] = kit.Item{ID: fieldChip(def.ID), Text: def.Name, Checked: w.filters.field(def.ID) != nil, Do: func() { w.fieldMenu(def.ID)(anchor) }}
	}
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: "fields", Title: w.texts.T("filter.by_field"), Items: items})
}

// fieldMenu offers what can be asked of a field.
func (w *window) fieldMenu(id int64) func(anchor fyne.CanvasObject) {
	return func(anchor fyne.CanvasObject) {
		def, c := fieldIn(w.fields, id), w.filters.field(id)
		if c != nil && !c.applies(def) || def == nil {
			w.goneFieldMenu(anchor, id)
			return
		}
		w.prepareField(id)
		if slices.Contains(cache.FieldTests(def.Type), cache.FieldAnyOf) {
			w.choicesMenu(anchor, def)
		} else {
			w.shell.MenuUnder(anchor, kit.MenuParams{Name: "field", Title: clipped(def.Name, titleName), Items: w.testItems(def)})
		}
	}
}

// prepareField has the replica read the values of a field while the person still
// chooses among them.
func (w *window) prepareField(id int64) {
	ctx, store := w.ctx, w.p.Account.Store
	w.tasks.Go(func() {
		if err := store.PrepareField(ctx, id); err != nil && ctx.Err() == nil {
			w.do(func() { w.boardFailed(err) })
		}
	})
}

// goneFieldMenu says of a condition why it narrows nothing.
func (w *window) goneFieldMenu(anchor fyne.CanvasObject, id int64) {
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: "field-gone", Title: w.texts.T("filter.field_gone_why"), Items: []kit.Item{
		{ID: "drop-field", Text: w.texts.T("filter.take_away"), Do: func() { w.filter(func(f *filters) { f.dropField(id) }) }},
	}})
}

// choicesMenu stays open while choices are ticked.
func (w *window) choicesMenu(anchor fyne.CanvasObject, def *amo.CustomField) {
	rule := input.Rule{Field: *def, Format: w.format}
	choices := rule.Choices()
	byID := make(map[string]int64, len(choices))
	var items []kit.Item
	add := func(e amo.FieldEnum) {
		id := "choice-" + formatID(e.ID)
		byID[id] = e.ID
		items = append(items, kit.Item{ID: id, Text: e.Value, Hint: rule.Above(e.ID), Do: func() {
			w.filter(func(f *filters) { f.toggleChoice(def, e.ID) })
		}})
	}
	for _, e := range choices {
		add(e)
	}
	if c := w.filters.field(def.ID); c != nil {
		for _, id := range c.Enums {
			if _, known := rule.Choice(id); !known {
				add(amo.FieldEnum{ID: id, Value: "#" + formatID(id)})
			}
		}
	}
	for i, it := range w.plainItems(def) {
		it.Separator = i == 0 && len(choices) > 0
		items = append(items, it)
	}
	checked := func(item string) bool {
		c := w.filters.field(def.ID)
		if c == nil {
			return false
		}
		choice, isChoice := byID[item]
		return isChoice && slices.Contains(c.Enums, choice) || item == "field-"+string(c.Test)
	}
	for i := range items {
		items[i].Checked = checked(items[i].ID)
	}
	w.shell.MenuUnder(anchor, kit.MenuParams{Name: "field", Title: clipped(def.Name, titleName), Items: items, Stay: true, Checked: checked})
}

// testItems are what can be asked of a field that has no choices.
func (w *window) testItems(def *amo.CustomField) (items []kit.Item) {
	switch tests := cache.FieldTests(def.Type); tests[0] {
	case cache.FieldContains:
		items = append(items, kit.Item{ID: "field-contains", Text: w.texts.T("filter.contains"), Checked: w.asks(def, cache.FieldContains), Do: func() { w.askText(def) }})
	case cache.FieldBetween:
		ask := func() { w.askNumbers(def) }
		ranged := w.asks(def, cache.FieldBetween)
		if isTime(def.Type) {
			ask = func() { w.askDays(def) }
			ranged = ranged && w.filters.field(def.ID).When == ""
		}
		if def.Type != amo.FieldBirthday {
			items = w.periodItems(def)
		}
		items = append(items, kit.Item{ID: "field-range", Text: w.texts.T("filter.range"), Checked: ranged, Separator: len(items) > 0, Do: ask})
	}
	for i, it := range w.plainItems(def) {
		it.Separator = i == 0 && len(items) > 0
		items = append(items, it)
	}
	return items
}

// periodItems are the times that go on with the days, of days and moments.
func (w *window) periodItems(def *amo.CustomField) (items []kit.Item) {
	if !isTime(def.Type) {
		return nil
	}
	for _, p := range []period{periodPast, periodToday, periodWeek, periodMonth} {
		c := w.filters.field(def.ID)
		items = append(items, kit.Item{ID: "field-" + string(p), Text: w.periodText(p), Checked: c != nil && c.When == p, Do: func() {
			w.setField(def, fieldFilter{Test: cache.FieldBetween, When: p})
		}})
	}
	return items
}

// plainItems are the conditions that have nothing to choose.
func (w *window) plainItems(def *amo.CustomField) (items []kit.Item) {
	for _, test := range cache.FieldTests(def.Type) {
		if text := w.testText(test); text != "" {
			items = append(items, kit.Item{ID: "field-" + string(test), Text: text, Checked: w.asks(def, test), Do: func() {
				w.setField(def, fieldFilter{Test: test})
			}})
		}
	}
	return items
}

// asks reports whether this is what is asked of the field now.
func (w *window) asks(def *amo.CustomField, test cache.FieldTest) bool {
	c := w.filters.field(def.ID)
	return c != nil && c.Test == test
}

func (w *window) setField(def *amo.CustomField, c fieldFilter) {
	c.ID, c.Name = def.ID, def.Name
	w.filter(func(f *filters) { f.setField(c) })
}

// askText asks for a text that the field shall contain.
func (w *window) askText(def *amo.CustomField) {
	var sheet *kit.Sheet
	text := kit.NewField(kit.FieldParams{Name: "field-text", Label: w.texts.T("filter.text"), Submitted: func() { sheet.Submit() }})
	if c := w.filters.field(def.ID); c != nil {
		text.SetText(c.Text)
	}
	typed := func() string { return strings.TrimSpace(text.Text()) }
	sheet = kit.NewSheet(w.win.Canvas(), kit.SheetParams{
		Name: "field-text", Title: clipped(def.Name, titleName), Parts: []kit.SheetPart{text},
		Answers: []kit.Answer{{Name: "field-text-ok", Text: w.texts.T("filter.show"), Main: true, Do: func() {
			w.setField(def, fieldFilter{Test: cache.FieldContains, Text: typed()})
		}}},
		Cancel: kit.Answer{Name: "field-text-cancel", Text: w.texts.T("disconnect.cancel")},
		Check: func() bool {
			text.MarkWrong(typed() == "")
			return typed() != ""
		},
	})
	sheet.Show()
	w.win.Canvas().Focus(text.Entry())
}

// askNumbers asks for a least and a greatest number.
func (w *window) askNumbers(def *amo.CustomField) {
	rule := input.Rule{Field: amo.CustomField{Type: amo.FieldNumeric}, Format: w.format}
	read := func(text string) (*float64, bool) {
		o := rule.Check(input.Typed{Text: text}, nil)
		if len(o.Values) == 0 {
			return nil, o.Mistake.Reason == ""
		}
		exact, ok := o.Values[0].(amo.Number).Rat()
		if !ok {
			return nil, false
		}
		near, _ := exact.Float64()
		return &near, true
	}
	w.askBounds(def, "", input.GroupDigits, w.numberText, read, read)
}

// askDays asks for a first and a last day.
func (w *window) askDays(def *amo.CustomField) {
	read := func(of func(string) (int64, bool)) func(string) (*float64, bool) {
		return func(text string) (*float64, bool) {
			second, ok := of(text)
			if !ok || strings.TrimSpace(text) == "" {
				return nil, ok
			}
			bound := float64(second)
			return &bound, true
		}
	}
	first := func(text string) (int64, bool) { return dayOf(text, w.startOf) }
	last := func(text string) (int64, bool) { return dayOf(text, w.endOf) }
	w.askBounds(def, w.texts.T("field.day_example"), nil, w.dayText, read(first), read(last))
}

// askBounds asks for two bounds of a field, either of which may be open; both
// open take the condition away.
func (w *window) askBounds(def *amo.CustomField, hint string, shape shaping, write func(*float64) string, first, last func(string) (*float64, bool)) {
	was := fieldFilter{}
	if c := w.filters.field(def.ID); c != nil && c.When == "" {
		was = *c
	}
	got := fieldFilter{Test: cache.FieldBetween}
	w.ask(clipped(def.Name, titleName), hint, write(was.From), write(was.To), shape, func(a, b string) (fromOK, toOK bool) {
		got.From, fromOK = first(a)
		got.To, toOK = last(b)
		return fromOK, toOK && (got.From == nil || got.To == nil || *got.From <= *got.To)
	}, func() {
		if got.From == nil && got.To == nil {
			w.filter(func(f *filters) { f.dropField(def.ID) })
			return
		}
		w.setField(def, got)
	})
}

// boardFailed tells that the board could not be read. When that is because a
// field is filtered by that the account has no more, the window has yet to hear
// of it.
func (w *window) boardFailed(err error) {
	var gone *cache.FieldFilterError
	if errors.As(err, &gone) {
		w.relearn()
		return
	}
	w.fail(err)
}
