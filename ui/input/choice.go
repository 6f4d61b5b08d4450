package input

import (
	"cmp"
	"slices"
	"strings"

	"voronka/amo"
)

// Choice finds a choice of the field.
func (r Rule) Choice(id int64) (amo.FieldEnum, bool) {
	for _, e := range r.Choices() {
		if e.ID == id {
			return e, true
		}
	}
	return amo.FieldEnum{}, false
}

// Choices are what the field chooses from, in the account's order. Those of a
// category are a tree, a parent before its children.
func (r Rule) Choices() []amo.FieldEnum {
	if len(r.Field.Nested) == 0 {
		return r.Field.Enums
	}
	children := make(map[int64][]amo.NestedEnum)
	for _, n := range r.Field.Nested {
		children[parentOf(n)] = append(children[parentOf(n)], n)
	}
	var list []amo.FieldEnum
	var walk func(parent int64)
	walk = func(parent int64) {
		below := children[parent]
		delete(children, parent) // each once, also when the account's tree has a ring
		slices.SortStableFunc(below, func(a, b amo.NestedEnum) int { return cmp.Compare(a.Sort, b.Sort) })
		for _, n := range below {
			list = append(list, amo.FieldEnum{ID: n.ID, Value: n.Value, Sort: n.Sort})
			walk(n.ID)
		}
	}
	walk(0)
	return append(list, r.Field.Enums...)
}

func parentOf(n amo.NestedEnum) int64 {
	if n.ParentID == nil {
		return 0
	}
	return *n.ParentID
}

// Above says under what a choice of a category stands: "Phones › Mobile".
func (r Rule) Above(id int64) string {
	at := make(map[int64]amo.NestedEnum, len(r.Field.Nested))
	for _, n := range r.Field.Nested {
		at[n.ID] = n
	}
	var names []string
	n, ok := at[parentOf(at[id])]
	for ; ok && len(names) < len(at); n, ok = at[parentOf(n)] { // no further than there are nodes
		names = append(names, n.Value)
	}
	slices.Reverse(names)
	return strings.Join(names, " › ")
}

// checkChoice keeps what was chosen before as it came, also when the account
// has dropped that choice meanwhile: only a new choice has to exist.
func (r Rule) checkChoice(picked []int64, was []amo.Value) Outcome {
	var values []amo.Value
	for _, id := range picked {
		at := slices.IndexFunc(was, func(v amo.Value) bool { e, ok := v.(amo.Enum); return ok && r.enumID(e) == id })
		if at >= 0 {
			values = append(values, was[at])
			continue
		}
		e, ok := r.Choice(id)
		if !ok {
			return wrong(NotChoice)
		}
		values = append(values, amo.Enum{EnumID: id, Value: e.Value})
	}
	return Outcome{Values: values}
}

// enumID is the id of a choice, which a value may name by its text alone.
func (r Rule) enumID(v amo.Enum) int64 {
	if v.EnumID != 0 {
		return v.EnumID
	}
	for _, e := range r.Choices() {
		if v.EnumCode != "" && e.Code != nil && *e.Code == v.EnumCode || v.EnumCode == "" && e.Value == v.Value {
			return e.ID
		}
	}
	return 0
}

// ChoiceName is the text of a choice, or of a value that names one the account
// has no more.
func (r Rule) ChoiceName(id int64, was []amo.Value) string {
	if e, ok := r.Choice(id); ok {
		return e.Value
	}
	for _, v := range was {
		if e, ok := v.(amo.Enum); ok && r.enumID(e) == id {
			return e.Value
		}
	}
	return ""
}
