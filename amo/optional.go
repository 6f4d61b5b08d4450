package amo

import "encoding/json"

// Optional is a field of a write that may be left out, set, or cleared. The
// zero Optional is left out: tag such fields with omitzero. It is comparable
// when T is.
type Optional[T any] struct {
	value T
	state optionalState
}

type optionalState uint8

const (
	absent optionalState = iota
	null
	present
)

// Set returns an Optional that writes v.
func Set[T any](v T) Optional[T] { return Optional[T]{value: v, state: present} }

// Null returns an Optional that writes JSON null, which clears a field.
func Null[T any]() Optional[T] { return Optional[T]{state: null} }

// Value returns the value and whether one is set; a null Optional has none.
func (o Optional[T]) Value() (T, bool) { return o.value, o.state == present }

// IsNull reports whether the field is cleared.
func (o Optional[T]) IsNull() bool { return o.state == null }

// IsZero reports whether the field is left out.
func (o Optional[T]) IsZero() bool { return o.state == absent }

// MarshalJSON writes the value, or null.
func (o Optional[T]) MarshalJSON() ([]byte, error) {
	if o.state != present {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON reads a value, or null as cleared.
func (o *Optional[T]) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*o = Null[T]()
		return nil
	}
	o.state = present
	return json.Unmarshal(b, &o.value)
}
