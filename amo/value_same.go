package amo

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"time"
)

// SameValues reports whether two states of a custom field are the same: the
// same values, compared as SameValue does. The order counts only where a field
// has one: those of a multiselect are a set. A field that became another type
// in between has the same values when they are so as either type.
func SameValues(a, b FieldValues) bool {
	switch {
	case a.FieldType == "":
		return sameStates(a.Values, b.Values, b.FieldType)
	case b.FieldType == "", b.FieldType == a.FieldType:
		return sameStates(a.Values, b.Values, a.FieldType)
	}
	return sameStates(a.Values, b.Values, a.FieldType) && sameStates(a.Values, b.Values, b.FieldType)
}

func sameStates(a, b []FieldValue, fieldType string) bool {
	same := func(v, w FieldValue) bool { return SameValue(v, w, fieldType) }
	if fieldType != FieldMultiselect {
		return slices.EqualFunc(a, b, same)
	}
	// Each has its like in the other, asked from both sides: of two choices one
	// may be named by its id and the other by its text, and a third by both.
	within := func(a, b []FieldValue) bool {
		return !slices.ContainsFunc(a, func(v FieldValue) bool {
			return !slices.ContainsFunc(b, func(w FieldValue) bool { return same(v, w) })
		})
	}
	return len(a) == len(b) && within(a, b) && within(b, a)
}

// SameValue reports whether two values of a custom field of a type mean the
// same to the server: it keeps numbers, times and choices in its own form, so
// what comes back is not what was written.
func SameValue(a, b FieldValue, fieldType string) bool {
	if bytes.Equal(a, b) {
		return true
	}
	switch x := a.Typed(fieldType).(type) {
	case Number:
		if y, ok := b.Typed(fieldType).(Number); ok {
			return x.SameAs(y)
		}
	case Date:
		if y, ok := b.Typed(fieldType).(Date); ok {
			return x.sameDay(y)
		}
	case DateTime:
		if y, ok := b.Typed(fieldType).(DateTime); ok {
			s, isTime := x.Time()
			t, isToo := y.Time()
			return isTime && isToo && s.Equal(t)
		}
	case Enum:
		if y, ok := b.Typed(fieldType).(Enum); ok {
			return x.sameChoice(y)
		}
	case Multitext:
		if y, ok := b.Typed(fieldType).(Multitext); ok {
			return x.Value == y.Value && sameKind(x, y)
		}
	}
	return sameWritten(a.Typed(fieldType), b.Typed(fieldType))
}

// sameDay compares days. One of the two may be a moment of the server's and
// the other a day with the offset of the account's zone: then that offset says
// which day the moment is of.
func (v Date) sameDay(w Date) bool {
	s, isTime := v.Value.Time()
	t, isToo := w.Value.Time()
	if !isTime || !isToo {
		return v.Value == w.Value
	}
	_, vIsMoment := v.Value.unix()
	_, wIsMoment := w.Value.unix()
	switch {
	case vIsMoment && wIsMoment:
		return s.Equal(t)
	case vIsMoment:
		s = s.In(t.Location())
	case wIsMoment:
		t = t.In(s.Location())
	}
	return s.Format(time.DateOnly) == t.Format(time.DateOnly)
}

// sameChoice compares choices by the most certain name both have.
func (v Enum) sameChoice(w Enum) bool {
	switch {
	case v.EnumID != 0 && w.EnumID != 0:
		return v.EnumID == w.EnumID
	case v.EnumCode != "" && w.EnumCode != "":
		return v.EnumCode == w.EnumCode
	}
	return v.Value == w.Value && v.Value != ""
}

// sameKind compares the kinds of two phones or addresses. One without any
// becomes the field's first kind, which is WORK.
func sameKind(v, w Multitext) bool {
	if v.EnumCode == "" && w.EnumCode == "" || v.EnumID != 0 && w.EnumID != 0 {
		return v.EnumID == w.EnumID
	}
	return kindOr(v.EnumCode) == kindOr(w.EnumCode)
}

func kindOr(code string) string {
	if code == "" {
		return KindWork
	}
	return code
}

// sameWritten compares what writes of two values would send, without the keys
// that say nothing.
func sameWritten(a, b Value) bool {
	x, okX := plainWritten(a)
	y, okY := plainWritten(b)
	return okX && okY && reflect.DeepEqual(x, y)
}

func plainWritten(v Value) (any, bool) {
	b, err := v.written()
	if err != nil {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var plain any
	if d.Decode(&plain) != nil {
		return nil, false
	}
	return withoutNothing(plain), true
}

// withoutNothing drops null and empty members of objects.
func withoutNothing(v any) any {
	object, ok := v.(map[string]any)
	if !ok {
		return v
	}
	for key, member := range object {
		if member == nil || member == "" {
			delete(object, key)
		} else {
			object[key] = withoutNothing(member)
		}
	}
	return object
}
