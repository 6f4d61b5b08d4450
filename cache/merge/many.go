package merge

import (
	"encoding/json"
	"slices"

	"voronka/amo"
)

// hasMany tells the types of custom fields whose values stand side by side.
func hasMany(fieldType string) bool {
	return fieldType == amo.FieldMultitext || fieldType == amo.FieldMultiselect
}

// settleMany combines the values of a field that has many, one by one: what
// either side has added is there afterwards, what either has removed is not.
// When both have put something else in the place of the same value, it cannot
// be told what that value has become, and the field is in conflict.
func settleMany(key string, before, mine, theirs json.RawMessage) (json.RawMessage, bool) {
	if _, ok := FieldID(key); !ok {
		return mine, false
	}
	was, errWas := fieldOf(before)
	want, errWant := fieldOf(mine)
	now, errNow := fieldOf(theirs)
	if errWas != nil || errWant != nil || errNow != nil {
		return mine, false
	}
	whole := now // names the field, as the server does
	if len(now.Values) == 0 {
		whole = want
	}
	if !hasMany(whole.FieldType) {
		return mine, false
	}
	myAdds, myCuts := less(want, was), less(was, want)
	theirAdds, theirCuts := less(now, was), less(was, now)
	bothCut := slices.ContainsFunc(myCuts, func(v amo.FieldValue) bool { return has(theirCuts, v, whole.FieldType) })
	if bothCut && len(myAdds) > 0 && len(theirAdds) > 0 && !sameSet(myAdds, theirAdds, whole.FieldType) {
		return mine, false
	}
	values := slices.DeleteFunc(slices.Clone(now.Values), func(v amo.FieldValue) bool { return has(myCuts, v, whole.FieldType) })
	for _, v := range myAdds {
		if !has(values, v, whole.FieldType) {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return json.RawMessage("null"), true
	}
	whole.Values = values
	merged, err := whole.MarshalJSON()
	if err != nil {
		return mine, false
	}
	return merged, true
}

// less returns the values of a that b does not have.
func less(a, b amo.FieldValues) []amo.FieldValue {
	var out []amo.FieldValue
	fieldType := a.FieldType
	if fieldType == "" {
		fieldType = b.FieldType
	}
	for _, v := range a.Values {
		if !has(b.Values, v, fieldType) {
			out = append(out, v)
		}
	}
	return out
}

func has(values []amo.FieldValue, v amo.FieldValue, fieldType string) bool {
	return slices.ContainsFunc(values, func(w amo.FieldValue) bool { return amo.SameValue(v, w, fieldType) })
}

func sameSet(a, b []amo.FieldValue, fieldType string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(v amo.FieldValue) bool { return !has(b, v, fieldType) })
}
