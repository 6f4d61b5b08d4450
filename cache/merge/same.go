package merge

import (
	"bytes"
	"encoding/json"
	"reflect"

	"voronka/amo"
)

// Same reports whether two values of a field mean the same: an absent one is
// null, a link or price is compared by value, a custom field by what a write of
// it would send, so that 12.50 is 12.5, a day is that day in whatever form, and
// a choice is its id whatever its text reads.
func Same(key string, a, b json.RawMessage) bool {
	if bytes.Equal(a, b) || isNull(a) && isNull(b) {
		return true
	}
	if _, ok := FieldID(key); ok {
		x, errX := fieldOf(a)
		y, errY := fieldOf(b)
		if errX == nil && errY == nil {
			return amo.SameValues(x, y)
		}
	}
	return sameJSON(a, b)
}

// fieldOf reads a custom field; null is one without values.
func fieldOf(v json.RawMessage) (f amo.FieldValues, err error) {
	if isNull(v) {
		return f, nil
	}
	return f, f.UnmarshalJSON(v)
}

// sameJSON compares two JSON values by meaning. A missing reference and an
// empty one are the same: null, 0, false and "".
func sameJSON(a, b json.RawMessage) bool {
	x, err := decode(a)
	if err != nil {
		return false
	}
	y, err := decode(b)
	return err == nil && (reflect.DeepEqual(x, y) || isEmpty(x) && isEmpty(y))
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case json.Number:
		return v == "0"
	}
	return false
}

func decode(raw json.RawMessage) (v any, err error) {
	if len(raw) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // ids do not fit a float
	err = d.Decode(&v)
	return v, err
}
