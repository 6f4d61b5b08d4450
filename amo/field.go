package amo

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// FieldValues is one custom field of an entity with its values, as reads
// answer it.
type FieldValues struct {
	Source `json:"-"`

	FieldID   int64        `json:"field_id"`
	FieldName string       `json:"field_name,omitzero"`
	FieldCode *string      `json:"field_code,omitzero"` // PHONE, EMAIL, …; nil for most
	FieldType string       `json:"field_type,omitzero"` // one of the Field… constants, or one this version does not know
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

// Typed reads the values by the field's type, or by fieldType where that is
// not empty (values that came without one). What does not have the shape of
// its type becomes a RawValue, so that nothing is lost.
func (f FieldValues) Typed(fieldType string) []Value {
	if fieldType == "" {
		fieldType = f.FieldType
	}
	list := make([]Value, len(f.Values))
	for i, raw := range f.Values {
		list[i] = raw.Typed(fieldType)
	}
	return list
}

// Replace puts typed values in the place of the field's; it does not write
// them anywhere.
func (f *FieldValues) Replace(values ...Value) error {
	raw := make([]FieldValue, len(values))
	for i, v := range values {
		b, err := v.MarshalJSON()
		if err != nil {
			return fmt.Errorf("value %d of field %d: %w", i, f.FieldID, err)
		}
		raw[i] = b
	}
	f.Values = raw
	return nil
}

// Typed reads the value as one of a field of the given type.
func (v FieldValue) Typed(fieldType string) Value {
	switch fieldType {
	case FieldText, FieldTextarea, FieldStreetAddress, FieldOrgLegalName:
		return typed[Text](v)
	case FieldTrackingData:
		return typed[TrackingData](v)
	case FieldURL:
		return typed[URL](v)
	case FieldNumeric, FieldMonetary, FieldPrice:
		return typed[Number](v)
	case FieldCheckbox:
		return typed[Checkbox](v)
	case FieldDate, FieldBirthday:
		return typed[Date](v)
	case FieldDateTime:
		return typed[DateTime](v)
	case FieldSelect, FieldRadioButton, FieldMultiselect, FieldCategory:
		return typed[Enum](v)
	case FieldMultitext:
		return typed[Multitext](v)
	case FieldSmartAddress:
		return typed[AddressPart](v)
	default:
		return v.typedObject(fieldType)
	}
}

// typedObject reads the values that are objects themselves.
func (v FieldValue) typedObject(fieldType string) Value {
	switch fieldType {
	case FieldLegalEntity:
		return typed[LegalEntity](v)
	case FieldItems:
		return typed[InvoiceItem](v)
	case FieldLinkedEntity:
		return typed[LinkedEntity](v)
	case FieldChainedList:
		return typed[ChainedItem](v)
	case FieldFile:
		return typed[File](v)
	case FieldPayer:
		return typed[Payer](v)
	case FieldSupplier:
		return typed[Supplier](v)
	default:
		return rawValue(v)
	}
}

func typed[T Value](raw FieldValue) Value {
	var v T
	if decodeEntity(raw, &v) != nil {
		return rawValue(raw) // of another shape than its type promises
	}
	return v
}

func rawValue(raw FieldValue) Value { return RawValue{JSON: bytes.Clone(raw)} }

// FieldPatch sets one custom field in a write. Nil Values clear it; otherwise
// they replace all values the field had.
type FieldPatch struct {
	FieldID   int64        `json:"field_id,omitzero"`
	FieldCode string       `json:"field_code,omitzero"`
	Values    []FieldValue `json:"values"`
}

// SetField replaces all values of the field with an id; no values clear it.
// The error is that of a RawValue that is not JSON, or of a json.Number that
// is no number.
func SetField(id int64, values ...Value) (FieldPatch, error) {
	return fieldPatch(FieldPatch{FieldID: id}, values)
}

// SetFieldCode is SetField by the field's code, such as PHONE or EMAIL.
func SetFieldCode(code string, values ...Value) (FieldPatch, error) {
	return fieldPatch(FieldPatch{FieldCode: code}, values)
}

// ClearField takes all values from the field with an id. It is written as
// "values": null, the only form that clears fields of every type.
func ClearField(id int64) FieldPatch { return FieldPatch{FieldID: id} }

// ClearFieldCode is ClearField by the field's code.
func ClearFieldCode(code string) FieldPatch { return FieldPatch{FieldCode: code} }

func fieldPatch(p FieldPatch, values []Value) (FieldPatch, error) {
	for i, v := range values {
		b, err := v.written()
		if err != nil {
			return FieldPatch{}, fmt.Errorf("value %d of field %d%s: %w", i, p.FieldID, p.FieldCode, err)
		}
		p.Values = append(p.Values, b)
	}
	return p, nil
}
