package field

import (
	"strconv"

	"voronka/amo"
	"voronka/ui/input"
)

// Keyed is a field of a form and its key, by which drafts and the ids of
// controls go.
type Keyed struct {
	Key string
	*Field
}

// Set is the fields of a form, in their order.
type Set []Keyed

// Field is the field with a key, nil without one.
func (s Set) Field(key string) *Field {
	for _, f := range s {
		if f.Key == key {
			return f.Field
		}
	}
	return nil
}

// CustomKey is the key of a custom field: "cf-" and its id.
func CustomKey(id int64) string { return "cf-" + strconv.FormatInt(id, 10) }

// Choice is the rule of a field that chooses one of some rows.
func Choice(enums []amo.FieldEnum) input.Rule {
	return input.Rule{Field: amo.CustomField{Type: amo.FieldSelect, Enums: enums}}
}

// Chosen is the value of such a field: none for id 0, and a number for a row
// without a name.
func Chosen(id int64, name string) []amo.Value {
	if id == 0 {
		return nil
	}
	if name == "" {
		name = "#" + strconv.FormatInt(id, 10)
	}
	return []amo.Value{amo.Enum{EnumID: id, Value: name}}
}
