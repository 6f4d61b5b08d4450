package amo

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// The types of custom fields, as FieldValues.FieldType and CustomField.Type
// name them.
const (
	FieldText          = "text"
	FieldTextarea      = "textarea"
	FieldStreetAddress = "streetaddress"
	FieldTrackingData  = "tracking_data"
	FieldOrgLegalName  = "org_legal_name"
	FieldNumeric       = "numeric"
	FieldMonetary      = "monetary"
	FieldPrice         = "price"
	FieldCheckbox      = "checkbox"
	FieldURL           = "url"
	FieldDate          = "date"
	FieldBirthday      = "birthday"
	FieldDateTime      = "date_time"
	FieldSelect        = "select"
	FieldRadioButton   = "radiobutton"
	FieldMultiselect   = "multiselect"
	FieldCategory      = "category"
	FieldMultitext     = "multitext"
	FieldSmartAddress  = "smart_address"
	FieldLegalEntity   = "legal_entity"
	FieldItems         = "items"
	FieldLinkedEntity  = "linked_entity"
	FieldChainedList   = "chained_list"
	FieldFile          = "file"
	FieldPayer         = "payer"
	FieldSupplier      = "supplier"
)

// Value is one value of a custom field, typed. It is one of Text, Number,
// Checkbox, URL, TrackingData, Date, DateTime, Enum, Multitext, AddressPart,
// LegalEntity, InvoiceItem, LinkedEntity, ChainedItem, File, Payer, Supplier
// and RawValue.
//
// A value read from the server keeps its Source, so that MarshalJSON gives
// back the keys this version does not know.
type Value interface {
	json.Marshaler
	// written is what a write sends of the value: what identifies it, and
	// none of what only reads have.
	written() ([]byte, error)
}

// RawValue is a value whose type this version does not know, or whose shape is
// not that of its type, as the JSON it came in.
type RawValue struct{ JSON json.RawMessage }

// MarshalJSON writes the value as it was read.
func (v RawValue) MarshalJSON() ([]byte, error) { return v.JSON.MarshalJSON() }

func (v RawValue) written() ([]byte, error) { return appendRaw(nil, v.JSON, "null") }

// Text is a value of text, textarea, streetaddress and org_legal_name.
type Text struct {
	Source `json:"-"`

	Value string `json:"value"`
}

func (v Text) written() ([]byte, error) { return v.MarshalJSON() }

// TrackingData is a value of tracking_data (leads only): what brought the
// visitor, such as a utm mark.
type TrackingData struct {
	Source `json:"-"`

	Value string `json:"value"`
}

func (v TrackingData) written() ([]byte, error) { return v.MarshalJSON() }

// URL is a value of url.
type URL struct {
	Source `json:"-"`

	Value string `json:"value"`
}

func (v URL) written() ([]byte, error) { return v.MarshalJSON() }

// Checkbox is a value of checkbox. A checkbox never touched has no value at
// all, which is not the same as false.
type Checkbox struct {
	Source `json:"-"`

	Value bool `json:"value"`
}

func (v Checkbox) written() ([]byte, error) { return v.MarshalJSON() }

// Number is a value of numeric, monetary and price: a decimal kept as text, as
// the server does, because a float would change it. The currency of a monetary
// field stands in its CustomField.
type Number struct {
	Source `json:"-"`

	Value string `json:"value"`
}

func (v Number) written() ([]byte, error) { return v.MarshalJSON() }

// ErrNumber is matched by the error of text that is not a decimal number.
var ErrNumber = errors.New("not a decimal number")

// ParseNumber reads a decimal number, with a point or a comma.
func ParseNumber(text string) (Number, error) {
	plain := strings.Replace(strings.TrimSpace(text), ",", ".", 1)
	if _, ok := decimal(plain); !ok {
		return Number{}, fmt.Errorf("%q: %w", text, ErrNumber)
	}
	return Number{Value: plain}, nil
}

// Rat is the exact number, false when the text is not one.
func (v Number) Rat() (*big.Rat, bool) { return decimal(v.Value) }

// SameAs reports whether two values are the same number: "12.50" is "12.5".
func (v Number) SameAs(w Number) bool {
	x, isNumber := v.Rat()
	y, isToo := w.Rat()
	if isNumber && isToo {
		return x.Cmp(y) == 0
	}
	return v.Value == w.Value
}

// longestDecimal bounds what is taken for a number; 40 digits are more than
// any sum has.
const longestDecimal = 40

func decimal(text string) (*big.Rat, bool) {
	if len(text) > longestDecimal {
		return nil, false
	}
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 || strings.Trim(digits, "0123456789.") != "" || strings.Trim(digits, ".") == "" {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// Enum is a value of select, radiobutton, multiselect (several values) and
// category. For writing one of the three is enough: the id goes before the
// code, and that before the text. An unknown one is refused with
// NotSupportedChoice.
type Enum struct {
	Source `json:"-"`

	Value    string `json:"value,omitzero"`
	EnumID   int64  `json:"enum_id,omitzero"`
	EnumCode string `json:"enum_code,omitzero"`
}

func (v Enum) written() ([]byte, error) {
	choice := Enum{EnumID: v.EnumID}
	if v.EnumID == 0 {
		choice.EnumCode = v.EnumCode
	}
	if v.EnumID == 0 && v.EnumCode == "" {
		choice.Value = v.Value
	}
	return choice.MarshalJSON()
}

// The kinds of phones and addresses of the predefined fields PHONE and EMAIL.
const (
	KindWork       = "WORK"   // both; what the server takes when none is given
	KindWorkDirect = "WORKDD" // phones
	KindMobile     = "MOB"    // phones
	KindFax        = "FAX"    // phones
	KindHome       = "HOME"   // phones
	KindPrivate    = "PRIV"   // e-mail
	KindOther      = "OTHER"  // both
)

// Multitext is one value of a multitext field (PHONE, EMAIL, IM) with its
// kind. The server stores phones as they are given.
type Multitext struct {
	Source `json:"-"`

	Value    string `json:"value"`
	EnumID   int64  `json:"enum_id,omitzero"`
	EnumCode string `json:"enum_code,omitzero"` // WORK, MOB, …; goes before EnumID in a write
}

func (v Multitext) written() ([]byte, error) {
	kept := Multitext{Value: v.Value, EnumCode: v.EnumCode}
	if v.EnumCode == "" {
		kept.EnumID = v.EnumID
	}
	return kept.MarshalJSON()
}
