package sandbox

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Texts longer than these are refused.
const (
	maxText     = 256
	maxTextarea = 65_000
	maxURL      = 2_000
)

// maxChained is the most items of a chained list.
const maxChained = 5

// applyFields changes the custom fields a model names and no others; the list
// of values of a named field is replaced as a whole.
func (tx *txn) applyFields(m model, fields *fieldSet, h *head) {
	items, given := m.list("custom_fields_values")
	if !given {
		return
	}
	for _, item := range items {
		f := findField(item, fields)
		if f == nil {
			continue
		}
		if !item.has("values") {
			item.missing("values")
			continue
		}
		values, ok := f.decode(item)
		if ok && f.Type == "chained_list" {
			ok = tx.checkChain(item, f)
		}
		if ok {
			h.setValues(f.ID, values)
		}
	}
}

func findField(item model, fields *fieldSet) *field {
	if item.has("field_id") && !item.isNull("field_id") {
		id, given := item.integer("field_id")
		if !given {
			return nil
		}
		f := fields.byID[id]
		if f == nil {
			item.refuse("field_id")
		}
		return f
	}
	code, given := item.text("field_code")
	if !given {
		if !item.has("field_code") {
			item.missing("field_id")
		}
		return nil
	}
	f := fields.byCode[code]
	if f == nil {
		item.refuse("field_code")
	}
	return f
}

func (h *head) setValues(fieldID int64, values []value) {
	at := slices.IndexFunc(h.Fields, func(fv fieldValues) bool { return fv.Field == fieldID })
	switch {
	case len(values) == 0 && at >= 0:
		h.Fields = slices.Delete(h.Fields, at, at+1)
	case len(values) == 0:
	case at >= 0:
		h.Fields[at].Values = values
	default:
		h.Fields = append(h.Fields, fieldValues{fieldID, values})
	}
}

// decode reads the values of one field. No values, and only empty ones, clear it.
func (f *field) decode(item model) (values []value, ok bool) {
	before := len(*item.issues)
	items, given := item.list("values")
	if !given {
		return nil, false
	}
	for _, one := range items {
		if v, filled := f.decodeValue(one); filled {
			values = append(values, v)
		}
	}
	if f.single() && len(values) > 1 {
		values = values[:1]
	}
	if f.Type == "chained_list" && len(values) > maxChained {
		item.outOfRange("values", "This collection should contain 5 elements or less.")
	}
	return values, len(*item.issues) == before
}

// single reports whether a field holds at most one value.
func (f *field) single() bool {
	switch f.Type {
	case "multiselect", "multitext", "smart_address", "file", "linked_entity", "chained_list":
		return false
	}
	return true
}

func (f *field) decodeValue(m model) (v value, filled bool) {
	switch f.Type {
	case "checkbox":
		return decodeFlag(m)
	case "numeric", "monetary", "price":
		return decodeNumber(m)
	case "date", "date_time", "birthday":
		return f.decodeTime(m)
	case "select", "multiselect", "radiobutton", "category":
		return f.decodeChoice(m)
	case "multitext", "smart_address":
		return f.decodeKinded(m)
	case "legal_entity", "file", "linked_entity":
		return f.decodeObject(m)
	case "chained_list":
		return decodeChained(m)
	case "url":
		return decodeText(m, maxURL)
	case "textarea":
		return decodeText(m, maxTextarea)
	default:
		return decodeText(m, maxText)
	}
}

// decodeChained reads one item of a chained list, which has no value wrapper.
func decodeChained(m model) (v value, filled bool) {
	for _, name := range []string{"catalog_id", "catalog_element_id"} {
		if !m.has(name) {
			m.missing(name)
		}
	}
	catalog, hasCatalog := m.integer("catalog_id")
	element, hasElement := m.integer("catalog_element_id")
	return value{Text: itoa(catalog) + ":" + itoa(element)}, hasCatalog && hasElement
}

func decodeText(m model, longest int) (v value, filled bool) {
	if !m.has("value") {
		m.missing("value")
		return v, false
	}
	if m.isNull("value") {
		return v, false
	}
	if n, isNumber := m.members["value"].(json.Number); isNumber {
		return value{Text: n.String()}, true
	}
	text, given := m.text("value")
	if given && len([]rune(text)) > longest {
		m.outOfRange("value", "This value is too long. It should have "+strconv.Itoa(longest)+" characters or less.")
		return v, false
	}
	return value{Text: text}, given && text != ""
}

func decodeNumber(m model) (v value, filled bool) {
	switch raw := m.members["value"].(type) {
	case nil:
		if !m.has("value") {
			m.missing("value")
		}
		return v, false
	case json.Number:
		if isNumber(raw.String()) {
			return value{Text: raw.String()}, true
		}
	case string:
		if raw == "" {
			return v, false
		}
		if isNumber(raw) {
			return value{Text: raw}, true
		}
	}
	m.mistyped("value", "numeric")
	return v, false
}

// isNumber leaves out what only Go takes for a number, such as Inf and 0x1p4.
func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil && strings.Trim(s, "+-.eE0123456789") == ""
}

func decodeFlag(m model) (v value, filled bool) {
	switch raw := m.members["value"].(type) {
	case nil:
		if !m.has("value") {
			m.missing("value")
		}
		return v, false
	case bool:
		if raw {
			return value{Num: 1}, true
		}
		return value{}, true
	case json.Number:
		if raw == "0" || raw == "1" {
			return value{Num: intval(raw.String())}, true
		}
	case string:
		if raw == "" || raw == "0" || raw == "1" {
			return value{Num: intval(raw)}, true
		}
	}
	m.mistyped("value", "bool")
	return v, false
}

// decodeTime takes Unix seconds, as a number or in digits, and RFC 3339.
func (f *field) decodeTime(m model) (v value, filled bool) {
	switch raw := m.members["value"].(type) {
	case nil:
		if !m.has("value") {
			m.missing("value")
		}
		return v, false
	case json.Number:
		if n, err := raw.Int64(); err == nil {
			return value{Num: f.round(n)}, true
		}
	case string:
		if raw == "" {
			return v, false
		}
		if n, err := strconv.ParseInt(raw, 10, 64); err == nil {
			return value{Num: f.round(n)}, true
		}
		if t, err := time.Parse(time.RFC3339, raw); err == nil {
			return value{Num: f.round(t.Unix())}, true
		}
	}
	m.mistyped("value", "int")
	return v, false
}

// round makes a date the start of its day in the account's time zone.
func (f *field) round(n int64) int64 {
	if f.Type == "date_time" {
		return n
	}
	return startOfDay(time.Unix(n, 0))
}

// decodeChoice finds an enum by id, value or code.
func (f *field) decodeChoice(m model) (v value, filled bool) {
	switch {
	case m.has("enum_id") && !m.isNull("enum_id"):
		id, given := m.integer("enum_id")
		if given && f.enum(id) == nil {
			m.refuse("enum_id")
			return v, false
		}
		return value{Num: id}, given
	case m.has("enum_code") && !m.isNull("enum_code"):
		code, given := m.text("enum_code")
		return f.choose(m, "enum_code", given, func(e enum) bool { return e.Code == code && code != "" })
	case m.isNull("value") || m.members["value"] == "":
		return v, false
	case m.has("value"):
		text, given := m.text("value")
		return f.choose(m, "value", given, func(e enum) bool { return e.Value == text })
	}
	m.missing("value")
	return v, false
}

func (f *field) choose(m model, name string, given bool, match func(enum) bool) (v value, filled bool) {
	if !given {
		return v, false
	}
	at := slices.IndexFunc(f.Enums, match)
	if at < 0 {
		m.refuse(name)
		return v, false
	}
	return value{Num: f.Enums[at].ID}, true
}

// decodeKinded reads a text with a kind, such as a work phone; without a kind
// the field's first one is taken.
func (f *field) decodeKinded(m model) (v value, filled bool) {
	v, filled = decodeText(m, maxText)
	if len(f.Enums) == 0 {
		return v, filled
	}
	v.Num = f.Enums[0].ID
	if m.has("enum_id") && !m.isNull("enum_id") {
		id, given := m.integer("enum_id")
		if given && f.enum(id) == nil {
			m.refuse("enum_id")
			return v, false
		}
		v.Num = id
		return v, filled && given
	}
	if m.has("enum_code") && !m.isNull("enum_code") {
		code, given := m.text("enum_code")
		chosen, found := f.choose(m, "enum_code", given, func(e enum) bool {
			return strings.EqualFold(e.Value, code) || strings.EqualFold(e.Code, code)
		})
		v.Num = chosen.Num
		return v, filled && found
	}
	return v, filled
}

// decodeObject keeps the value of a compound field as it came.
func (f *field) decodeObject(m model) (v value, filled bool) {
	object, ok := m.members["value"].(map[string]any)
	if !ok {
		if !m.has("value") {
			m.missing("value")
		} else if !m.isNull("value") {
			m.mistyped("value", "array")
		}
		return v, false
	}
	if name, _ := object["name"].(string); f.Type == "legal_entity" && name == "" {
		m.child("value").missing("name")
		return v, false
	}
	raw, err := json.Marshal(object)
	if err == nil {
		// Numbers are kept as written, so they have to be ones that can be read.
		err = json.Unmarshal(raw, new(any))
	}
	if err != nil {
		m.mistyped("value", "array")
		return v, false
	}
	return value{Text: inOrder(object)}, true
}

// inOrder writes an object with its known members in the API's order and the
// others after them by name.
func inOrder(object map[string]any) string {
	known := []string{
		"name", "entity_type", "entity_id", "catalog_id", "vat_id", "tax_registration_reason_code", "address", "real_address",
		"bank_account_number", "director", "kpp", "bank_code", "unp", "bin", "egrpou", "mfo", "oked", "external_uid",
		"file_uuid", "version_uuid", "file_name", "file_size",
	}
	w := &writer{}
	w.object()
	add := func(name string) {
		w.next()
		w.b = append(appendText(w.b, name), ':')
		w.raw(asJSON(object[name]))
	}
	for _, name := range known {
		if _, given := object[name]; given {
			add(name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if !slices.Contains(known, name) {
			add(name)
		}
	}
	w.endObject()
	return string(w.b)
}
