package cache

import (
	"encoding/json"
	"slices"

	"voronka/amo"
)

// fieldValues writes values of a custom field as reads have them, with the
// names of choices, so that a screen shows them before the server has seen
// them. It gives a reason when the field cannot have them.
func fieldValues(def *amo.CustomField, values []amo.Value) (json.RawMessage, ValueReason) {
	if def.IsComputed {
		return nil, ValueReadOnly
	}
	named := make([]amo.Value, len(values))
	for i, v := range values {
		var reason ValueReason
		if named[i], reason = nameValue(def, v); reason != "" {
			return nil, reason
		}
	}
	f := amo.FieldValues{FieldID: def.ID, FieldName: def.Name, FieldCode: def.Code, FieldType: def.Type}
	if err := f.Replace(named...); err != nil {
		return nil, ValueType
	}
	b, err := f.MarshalJSON()
	if err != nil {
		return nil, ValueType
	}
	return b, ""
}

// nameValue checks one value against the field and completes it.
func nameValue(def *amo.CustomField, v amo.Value) (amo.Value, ValueReason) {
	switch v := v.(type) {
	case amo.RawValue:
		if !json.Valid(v.JSON) {
			return v, ValueType
		}
		return v, ""
	case amo.Enum:
		return nameEnum(def, v)
	case amo.Multitext:
		if def.Type != amo.FieldMultitext {
			return v, ValueType
		}
		return nameKind(def, v), ""
	case amo.Number:
		if _, ok := v.Rat(); !ok {
			return v, ValueType
		}
	}
	b, err := v.MarshalJSON()
	if err != nil {
		return v, ValueType
	}
	// A value of another type than the field's does not read as one of it.
	if _, raw := amo.FieldValue(b).Typed(def.Type).(amo.RawValue); raw {
		return v, ValueType
	}
	return v, ""
}

// nameEnum finds the choice among the field's.
func nameEnum(def *amo.CustomField, v amo.Enum) (amo.Value, ValueReason) {
	switch def.Type {
	case amo.FieldSelect, amo.FieldRadioButton, amo.FieldMultiselect:
	case amo.FieldCategory:
		return v, ""
	default:
		return v, ValueType
	}
	at := slices.IndexFunc(def.Enums, func(e amo.FieldEnum) bool {
		switch {
		case v.EnumID != 0:
			return e.ID == v.EnumID
		case v.EnumCode != "":
			return e.Code != nil && *e.Code == v.EnumCode
		}
		return e.Value == v.Value
	})
	if at < 0 {
		return v, ValueUnknown
	}
	e := def.Enums[at]
	return amo.Enum{Value: e.Value, EnumID: e.ID, EnumCode: valueOr(e.Code, "")}, ""
}

// nameKind completes the kind of a phone or an address. The field's enums
// carry the kind's code as their text.
func nameKind(def *amo.CustomField, v amo.Multitext) amo.Value {
	for _, e := range def.Enums {
		if v.EnumCode != "" && (e.Value == v.EnumCode || valueOr(e.Code, "") == v.EnumCode) || v.EnumCode == "" && e.ID == v.EnumID {
			v.EnumID, v.EnumCode = e.ID, e.Value
			return v
		}
	}
	return v
}
