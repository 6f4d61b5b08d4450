package ui

import (
	"slices"
	"strconv"
	"time"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/input"
	"voronka/ui/shell"
)

// fieldFilter is a condition on a custom field of leads, as it is kept.
type fieldFilter struct {
	ID    int64           `json:"id"`
	Name  string          `json:"name,omitempty"` // of the field, for when the account has it no more
	Test  cache.FieldTest `json:"test"`
	Enums []int64         `json:"enums,omitempty"` // in the order they were chosen in
	Text  string          `json:"text,omitempty"`
	From  *float64        `json:"from,omitempty"` // a number, or the first second of a day; nil open
	To    *float64        `json:"to,omitempty"`   // a number, or the last second of a day
	When  period          `json:"when,omitempty"` // instead of From and To
}

// period is a time that goes on with the days.
type period string

const (
	periodToday period = "today"
	periodWeek  period = "week"  // today and the six days after
	periodMonth period = "month" // today and the 29 days after
	periodPast  period = "past"  // before today
)

// bounds are the first and the last second of the period, nil for an open one;
// start is when today began.
func (p period) bounds(start time.Time) (from, to *float64) {
	first := float64(start.Unix())
	last := func(days int) *float64 {
		second := float64(start.AddDate(0, 0, days).Unix() - 1)
		return &second
	}
	switch p {
	case periodToday:
		return &first, last(1)
	case periodWeek:
		return &first, last(7)
	case periodMonth:
		return &first, last(30)
	case periodPast:
		return nil, last(0)
	}
	return nil, nil
}

// applies reports whether the condition means something for the field as the
// account has it, nil when it has it no more.
func (c *fieldFilter) applies(def *amo.CustomField) bool {
	return def != nil && slices.Contains(cache.FieldTests(def.Type), c.Test) && (c.When == "" || isTime(def.Type))
}

// isTime reports whether values of a type are days or moments.
func isTime(fieldType string) bool {
	return fieldType == amo.FieldDate || fieldType == amo.FieldDateTime || fieldType == amo.FieldBirthday
}

// query is the condition as the replica takes it.
func (c *fieldFilter) query(start time.Time) cache.FieldFilter {
	q := cache.FieldFilter{FieldID: c.ID, Test: c.Test, Enums: c.Enums, Text: c.Text, From: c.From, To: c.To}
	if c.When != "" {
		q.From, q.To = c.When.bounds(start)
	}
	return q
}

func fieldIn(fields []amo.CustomField, id int64) *amo.CustomField {
	i := slices.IndexFunc(fields, func(f amo.CustomField) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return &fields[i]
}

// field is the condition on a field, nil without one.
func (f *filters) field(id int64) *fieldFilter {
	i := slices.IndexFunc(f.fields, func(c fieldFilter) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &f.fields[i]
}

// setField puts a condition in the place of the field's, or after the others.
func (f *filters) setField(c fieldFilter) {
	list := slices.Clone(f.fields)
	if i := slices.IndexFunc(list, func(have fieldFilter) bool { return have.ID == c.ID }); i >= 0 {
		list[i] = c
	} else {
		list = append(list, c)
	}
	f.fields = list
}

// dropField takes the condition on a field away.
func (f *filters) dropField(id int64) {
	f.fields = slices.DeleteFunc(slices.Clone(f.fields), func(c fieldFilter) bool { return c.ID == id })
	if len(f.fields) == 0 {
		f.fields = nil
	}
}

// toggleChoice adds a choice to those that pass, or takes it from them; the
// last one takes the condition with it.
func (f *filters) toggleChoice(def *amo.CustomField, choice int64) {
	c := fieldFilter{ID: def.ID, Name: def.Name, Test: cache.FieldAnyOf}
	if have := f.field(def.ID); have != nil && have.Test == cache.FieldAnyOf {
		c.Enums = slices.Clone(have.Enums)
	}
	if i := slices.Index(c.Enums, choice); i >= 0 {
		c.Enums = slices.Delete(c.Enums, i, i+1)
	} else {
		c.Enums = append(c.Enums, choice)
	}
	if len(c.Enums) == 0 {
		f.dropField(def.ID)
		return
	}
	f.setField(c)
}

// fieldChips are the chips of the conditions on fields.
func (w *window) fieldChips() (list []shell.Filter) {
	for i := range w.filters.fields {
		c := w.filters.fields[i]
		list = append(list, shell.Filter{
			Name: fieldChip(c.ID), Text: w.fieldText(&c), Selected: true, Arrow: true,
			Tapped: w.fieldMenu(c.ID), Clear: func() { w.filter(func(f *filters) { f.dropField(c.ID) }) },
		})
	}
	return list
}

func fieldChip(id int64) string { return "field-" + formatID(id) }

// How many characters of a field's name and of a value a chip shows, and how
// many choices.
const (
	chipName    = 24
	chipValue   = 24
	chipChoices = 2
)

// fieldText says what a condition asks of its field.
func (w *window) fieldText(c *fieldFilter) string {
	def := fieldIn(w.fields, c.ID)
	name := c.Name
	if def != nil {
		name = def.Name
	}
	name = clipped(name, chipName)
	if !c.applies(def) {
		return w.texts.T("filter.field_gone", "Field", name)
	}
	return w.texts.T("filter.field_is", "Field", name, "What", w.conditionText(def, c))
}

func (w *window) conditionText(def *amo.CustomField, c *fieldFilter) string {
	switch c.Test {
	case cache.FieldAnyOf:
		return w.choicesText(def, c.Enums)
	case cache.FieldContains:
		return w.texts.T("filter.quoted", "Text", clipped(c.Text, chipValue))
	case cache.FieldBetween:
		return w.betweenText(def, c)
	}
	return w.testText(c.Test)
}

// testText says a condition that has nothing to choose.
func (w *window) testText(test cache.FieldTest) string {
	switch test {
	case cache.FieldFilled:
		return w.texts.T("filter.filled")
	case cache.FieldEmpty:
		return w.texts.T("filter.empty")
	case cache.FieldYes:
		return w.texts.T("filter.ticked")
	case cache.FieldNo:
		return w.texts.T("filter.not_ticked")
	}
	return ""
}

func (w *window) choicesText(def *amo.CustomField, chosen []int64) string {
	rule := input.Rule{Field: *def, Format: w.format}
	var text string
	for i, id := range chosen {
		if i == chipChoices {
			return text + " +" + strconv.Itoa(len(chosen)-i)
		}
		if i > 0 {
			text += ", "
		}
		if e, ok := rule.Choice(id); ok {
			text += clipped(e.Value, chipValue)
		} else {
			text += "#" + formatID(id)
		}
	}
	return text
}

func (w *window) betweenText(def *amo.CustomField, c *fieldFilter) string {
	if isTime(def.Type) {
		if c.When != "" {
			return w.periodText(c.When)
		}
		return w.daysText(c)
	}
	unit := ""
	if sign := (input.Rule{Field: *def, Format: w.format}).Currency(); sign != "" {
		unit = "\u00a0" + sign
	}
	switch {
	case c.From != nil && c.To != nil:
		return w.numberText(c.From) + " – " + w.numberText(c.To) + unit
	case c.From != nil:
		return w.texts.T("filter.from_number", "Number", w.numberText(c.From)+unit)
	default:
		return w.texts.T("filter.to_number", "Number", w.numberText(c.To)+unit)
	}
}

func (w *window) daysText(c *fieldFilter) string {
	switch {
	case c.From != nil && c.To != nil:
		return w.dayText(c.From) + " – " + w.dayText(c.To)
	case c.From != nil:
		return w.texts.T("filter.since", "Day", w.dayText(c.From))
	default:
		return w.texts.T("filter.until", "Day", w.dayText(c.To))
	}
}

func (w *window) periodText(p period) string {
	switch p {
	case periodToday:
		return w.texts.T("filter.today")
	case periodWeek:
		return w.texts.N("filter.next_days", 7)
	case periodMonth:
		return w.texts.N("filter.next_days", 30)
	case periodPast:
		return w.texts.T("filter.past")
	}
	return ""
}

// numberText writes a bound as numbers are written here, "" for an open one.
func (w *window) numberText(n *float64) string {
	if n == nil {
		return ""
	}
	plain := amo.Number{Value: strconv.FormatFloat(*n, 'f', -1, 64)}
	return input.Rule{Field: amo.CustomField{Type: amo.FieldNumeric}, Format: w.format}.ShowNumber(plain)
}

// dayText writes the day of a bound, "" for an open one.
func (w *window) dayText(second *float64) string {
	if second == nil {
		return ""
	}
	return w.format.Date(int64(*second))
}

// clipped is a text of at most so many characters.
func clipped(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
