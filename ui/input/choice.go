package input

import (
	"slices"

	"voronka/amo"
)

// Choice finds a choice of the field.
func (r Rule) Choice(id int64) (amo.FieldEnum, bool) {
	for _, e := range r.Field.Enums {
		if e.ID == id {
			return e, true
		}
	}
	return amo.FieldEnum{}, false
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
	for _, e := range r.Field.Enums {
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

// checkChain keeps the elements that were not taken away: which other ones
// there are is known to the account's catalogs only.
func checkChain(picked []int64, was []amo.Value) Outcome {
	var values []amo.Value
	for _, v := range was {
		if item, ok := v.(amo.ChainedItem); ok && slices.Contains(picked, item.CatalogElementID) {
			values = append(values, v)
		}
	}
	return Outcome{Values: values}
}
