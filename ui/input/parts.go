package input

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"voronka/amo"
	"voronka/ui/i18n"
)

// Part is one line of a field with parts.
type Part struct {
	Name   string // as the API has it
	Seldom bool   // shown only when there is something in it
	Digits bool   // it has only digits
}

// Parts are the lines of an Address or a Firm, in the order a person fills
// them in. Those of a firm that other countries use are seldom needed.
func (r Rule) Parts() []Part {
	switch r.Shape() {
	case Address:
		return []Part{
			{Name: amo.AddressLine1},
			{Name: amo.AddressLine2},
			{Name: amo.AddressCity},
			{Name: amo.AddressState},
			{Name: amo.AddressZip},
			{Name: amo.AddressCountry},
		}
	case Firm:
		return []Part{
			{Name: "name"},
			{Name: EntityType},
			{Name: "vat_id", Digits: true},
			{Name: "mfo", Digits: true},
			{Name: "bank_account_number", Digits: true},
			{Name: "oked", Digits: true},
			{Name: "address"},
			{Name: "real_address", Seldom: true},
			{Name: "director"},
			{Name: "bank_code", Seldom: true},
			{Name: "tax_registration_reason_code", Seldom: true},
			{Name: "kpp", Seldom: true},
			{Name: "unp", Seldom: true},
			{Name: "bin", Seldom: true},
			{Name: "egrpou", Seldom: true},
			{Name: "external_uid", Seldom: true},
		}
	}
	return nil
}

// EntityType is the part of a firm that says what it is.
const EntityType = "entity_type"

// The values of EntityType.
const (
	Person  = "1"
	Company = "2"
)

// PartName is what a part is called.
func PartName(t *i18n.Texts, name string) string {
	key, ok := map[string]string{
		amo.AddressLine1: "part.address_line_1", amo.AddressLine2: "part.address_line_2", amo.AddressCity: "part.city",
		amo.AddressState: "part.state", amo.AddressZip: "part.zip", amo.AddressCountry: "part.country",
		"name": "part.name", EntityType: "part.entity_type", "vat_id": "part.vat_id", "mfo": "part.mfo",
		"bank_account_number": "part.account", "oked": "part.oked", "address": "part.address", "real_address": "part.real_address",
		"director": "part.director", "bank_code": "part.bank_code", "tax_registration_reason_code": "part.reason_code",
		"kpp": "part.kpp", "unp": "part.unp", "bin": "part.bin", "egrpou": "part.egrpou", "external_uid": "part.external_uid",
	}[name]
	if !ok {
		return name
	}
	return t.T(key)
}

// longestPart is the most characters of a part.
const longestPart = 256

func (r Rule) checkPart(p Part, text string) (string, Mistake) {
	text = clean(text, false)
	switch {
	case utf8.RuneCountInString(text) > longestPart:
		return "", Mistake{Reason: TooLong, Most: longestPart, Part: p.Name}
	case p.Digits:
		text = strings.Map(func(c rune) rune {
			if c == ' ' || c == '\u00a0' || c == '-' {
				return -1
			}
			return c
		}, text)
		if strings.Trim(text, "0123456789") != "" {
			return "", Mistake{Reason: NotDigits, Part: p.Name}
		}
	case p.Name == amo.AddressCountry && text != "":
		text = strings.ToUpper(text)
		if len(text) != 2 || strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return "", Mistake{Reason: NotCountry, Part: p.Name}
		}
	}
	return text, Mistake{}
}

// checkAddress keeps parts this version does not know, unless the whole
// address is emptied.
func (r Rule) checkAddress(parts map[string]string, was []amo.Value) Outcome {
	var values []amo.Value
	for _, p := range r.Parts() {
		old, had := addressPart(was, p.Name)
		if had && old.Value == parts[p.Name] {
			values = append(values, old)
			continue
		}
		text, m := r.checkPart(p, parts[p.Name])
		if m.Reason != "" {
			return Outcome{Mistake: m}
		}
		if text != "" {
			values = append(values, amo.AddressPart{Value: text, EnumCode: p.Name})
		}
	}
	if len(values) == 0 {
		return Outcome{}
	}
	for _, v := range was {
		if part, ok := v.(amo.AddressPart); !ok || partOf(part) == "" {
			values = append(values, v)
		}
	}
	return Outcome{Values: values}
}

func addressPart(values []amo.Value, name string) (amo.AddressPart, bool) {
	for _, v := range values {
		if part, ok := v.(amo.AddressPart); ok && partOf(part) == name {
			return part, true
		}
	}
	return amo.AddressPart{}, false
}

// partOf is the name of a part of an address, which a value may name by its
// number; empty for one this version does not know.
func partOf(v amo.AddressPart) string {
	names := [...]string{amo.AddressLine1, amo.AddressLine2, amo.AddressCity, amo.AddressState, amo.AddressZip, amo.AddressCountry}
	for i, name := range names {
		if v.EnumCode == name || v.EnumCode == "" && v.EnumID == int64(i+1) {
			return name
		}
	}
	return ""
}

// checkFirm changes the particulars the field has, so that those this version
// does not know stay.
func (r Rule) checkFirm(parts map[string]string, was []amo.Value) Outcome {
	var firm amo.LegalEntity
	if len(was) > 0 {
		firm, _ = was[0].(amo.LegalEntity)
	}
	before, empty := firmParts(firm.Value), true
	for _, p := range r.Parts() {
		text := parts[p.Name]
		if text != before[p.Name] {
			var m Mistake
			if text, m = r.checkPart(p, text); m.Reason != "" {
				return Outcome{Mistake: m}
			}
		}
		if text != "" && p.Name != EntityType {
			empty = false
		}
		setFirmPart(&firm.Value, p.Name, text)
	}
	switch {
	case empty:
		return Outcome{}
	case firm.Value.Name == "":
		return Outcome{Mistake: Mistake{Reason: NoName, Part: "name"}}
	}
	return Outcome{Values: []amo.Value{firm}}
}

func firmPart(d *amo.LegalDetails, name string) *string {
	switch name {
	case "name":
		return &d.Name
	case "vat_id":
		return &d.VATID
	case "mfo":
		return &d.MFO
	case "bank_account_number":
		return &d.BankAccountNumber
	case "oked":
		return &d.OKED
	case "address":
		return &d.Address
	case "real_address":
		return &d.RealAddress
	case "director":
		return &d.Director
	case "bank_code":
		return &d.BankCode
	case "tax_registration_reason_code":
		return &d.TaxRegistrationReasonCode
	case "kpp":
		return &d.KPP
	case "unp":
		return &d.UNP
	case "bin":
		return &d.BIN
	case "egrpou":
		return &d.EGRPOU
	case "external_uid":
		return &d.ExternalUID
	}
	return nil
}

func firmParts(d amo.LegalDetails) map[string]string {
	parts := make(map[string]string)
	for _, p := range (Rule{Field: amo.CustomField{Type: amo.FieldLegalEntity}}).Parts() {
		if text := firmPart(&d, p.Name); text != nil && *text != "" {
			parts[p.Name] = *text
		}
	}
	if d.EntityType != 0 {
		parts[EntityType] = strconv.FormatInt(d.EntityType, 10)
	}
	return parts
}

func setFirmPart(d *amo.LegalDetails, name, text string) {
	if name == EntityType {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			n = 0 // nothing chosen
		}
		d.EntityType = n
		return
	}
	if at := firmPart(d, name); at != nil {
		*at = text
	}
}
