package amo

import "encoding/json"

// FieldValues is one custom field of an entity with its values, as reads
// answer it.
type FieldValues struct {
	Source `json:"-"`

	FieldID   int64        `json:"field_id"`
	FieldName string       `json:"field_name,omitzero"`
	FieldCode *string      `json:"field_code,omitzero"` // PHONE, EMAIL, …; nil for most
	FieldType string       `json:"field_type,omitzero"`
	Values    []FieldValue `json:"values,omitzero"`
}

// FieldValue is one value of a custom field, kept as the JSON it came in: its
// shape depends on the field's type and is read on demand.
type FieldValue json.RawMessage

// MarshalJSON writes the value as it was read.
func (v FieldValue) MarshalJSON() ([]byte, error) { return json.RawMessage(v).MarshalJSON() }

// UnmarshalJSON keeps the value as it stands.
func (v *FieldValue) UnmarshalJSON(b []byte) error {
	*v = append((*v)[:0], b...)
	return nil
}

// FieldPatch sets one custom field in a write. Nil Values clear it; otherwise
// they replace all values the field had.
type FieldPatch struct {
	FieldID   int64        `json:"field_id,omitzero"`
	FieldCode string       `json:"field_code,omitzero"`
	Values    []FieldValue `json:"values"`
}
