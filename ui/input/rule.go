package input

import (
	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
)

// Shape is how a field is edited.
type Shape int

// The shapes.
const (
	Fixed   Shape = iota // only shown
	Text                 // a line
	Area                 // several lines
	Number               // a decimal number
	Flag                 // yes, no, or neither
	One                  // one of the choices
	Many                 // any of the choices
	Day                  // a day of the calendar
	Moment               // a day and a time
	Link                 // an address on the web
	Lines                // any number of texts with a kind each
	Address              // parts of an address
	Firm                 // particulars of a firm
	Chain                // elements of catalogs
)

// Rule is how one field is read, checked and written.
type Rule struct {
	Field    amo.CustomField
	Format   *format.Format              // the language, the currency and the zone of the account
	Required bool                        // an empty field is a mistake
	Whole    bool                        // a Number is a sum of whole units from 0 on
	Elements map[cache.ElementRef]string // what elements of a Chain are called, as far as known
}

// Shape is how the field is edited. Fields that people must not edit (api-only
// and computed ones), that only the server fills, and those of types this
// version does not know are Fixed.
func (r Rule) Shape() Shape {
	if r.Field.IsAPIOnly || r.Field.IsComputed {
		return Fixed
	}
	switch r.Field.Type {
	case amo.FieldText, amo.FieldStreetAddress, amo.FieldOrgLegalName:
		return Text
	case amo.FieldTextarea:
		return Area
	case amo.FieldNumeric, amo.FieldMonetary, amo.FieldPrice:
		return Number
	case amo.FieldCheckbox:
		return Flag
	case amo.FieldSelect, amo.FieldRadioButton:
		return One
	case amo.FieldMultiselect:
		return Many
	case amo.FieldDate, amo.FieldBirthday:
		return Day
	case amo.FieldDateTime:
		return Moment
	case amo.FieldURL:
		return Link
	case amo.FieldMultitext:
		return Lines
	case amo.FieldSmartAddress:
		return Address
	case amo.FieldLegalEntity:
		return Firm
	case amo.FieldChainedList:
		return Chain
	case amo.FieldLinkedEntity:
		if r.searched() != 0 {
			return Chain
		}
	case amo.FieldCategory:
		if len(r.Field.Nested) > 0 {
			return One
		}
	}
	return Fixed
}

// WhyFixed says why a field can only be looked at, in a person's language.
func (r Rule) WhyFixed() string {
	t := r.Format.Texts()
	switch {
	case r.Field.IsComputed:
		return t.T("fixed.computed")
	case r.Field.IsAPIOnly && r.Field.Type != amo.FieldTrackingData:
		return t.T("fixed.api_only")
	}
	switch r.Field.Type {
	case amo.FieldTrackingData:
		return t.T("fixed.tracking")
	case amo.FieldFile:
		return t.T("fixed.file")
	case amo.FieldCategory:
		return t.T("fixed.category")
	case amo.FieldItems, amo.FieldLinkedEntity, amo.FieldPayer, amo.FieldSupplier:
		return t.T("fixed.elsewhere")
	}
	if r.Shape() != Fixed { // it is the value that does not fit
		return t.T("fixed.value")
	}
	return t.T("fixed.unknown")
}

// Longest is the most characters a text of the field may have.
func (r Rule) Longest() int {
	switch r.Field.Type {
	case amo.FieldTextarea:
		return 65_000
	case amo.FieldURL:
		return 2_000
	}
	return 256
}

// IsPhone reports whether the field's texts are telephone numbers.
func (r Rule) IsPhone() bool { return r.code() == "PHONE" }

// IsEmail reports whether the field's texts are e-mail addresses.
func (r Rule) IsEmail() bool { return r.code() == "EMAIL" }

func (r Rule) code() string {
	if r.Field.Code == nil {
		return ""
	}
	return *r.Field.Code
}

// Kinds are the kinds a line may have, in the account's order.
func (r Rule) Kinds() []string {
	var kinds []string
	for _, e := range r.Field.Enums {
		kinds = append(kinds, kindOf(e))
	}
	return kinds
}

func kindOf(e amo.FieldEnum) string {
	if e.Code != nil && *e.Code != "" {
		return *e.Code
	}
	return e.Value
}

// Outcome is what comes of something typed.
type Outcome struct {
	Values  []amo.Value // what is sent; nil clears the field
	Mistake Mistake     // why nothing can be sent; none when its Reason is empty
	Notice  Mistake     // what the person should know though it is sent
}

// Check turns something typed into what is sent. was are the values the field
// has: what was not touched of them is kept as it came.
func (r Rule) Check(t Typed, was []amo.Value) Outcome {
	o := r.check(t, was)
	if len(o.Values) == 0 && o.Mistake.Reason == "" && r.Required {
		o.Mistake = Mistake{Reason: Missing}
	}
	return o
}

func (r Rule) check(t Typed, was []amo.Value) Outcome {
	switch r.Shape() {
	case Text, Area:
		return r.checkText(t.Text)
	case Number:
		return r.checkNumber(t.Text)
	case Flag:
		return checkFlag(t.Text)
	case One, Many:
		return r.checkChoice(t.Picked, was)
	case Day:
		return r.checkDay(t.Text)
	case Moment:
		return r.checkMoment(t.Text)
	case Link:
		return r.checkLink(t.Text)
	case Lines:
		return r.checkLines(t.Lines, was)
	case Address:
		return r.checkAddress(t.Parts, was)
	case Firm:
		return r.checkFirm(t.Parts, was)
	case Chain:
		return r.checkChain(t.Elements, was)
	}
	return Outcome{Values: was}
}

func wrong(reason Reason) Outcome { return Outcome{Mistake: Mistake{Reason: reason}} }
