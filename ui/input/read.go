package input

import (
	"encoding/json"
	"strconv"
	"strings"

	"voronka/amo"
)

// Read is how the values of a field stand in it. It reports false when they do
// not have the shape of the field's type: then they can be shown, and must not
// be edited, because something of them would be lost.
func (r Rule) Read(values []amo.Value) (Typed, bool) {
	shape := r.Shape()
	switch shape {
	case Fixed:
		return Typed{}, false
	case Many, One, Lines, Address, Chain:
		return r.readList(shape, values)
	}
	if len(values) == 0 {
		return Typed{}, true
	}
	if len(values) > 1 {
		return Typed{}, false
	}
	switch v := values[0].(type) {
	case amo.Text:
		return Typed{Text: v.Value}, true
	case amo.URL:
		return Typed{Text: v.Value}, true
	case amo.Number:
		return Typed{Text: r.ShowNumber(v)}, true
	case amo.Checkbox:
		return Typed{Text: strconv.FormatBool(v.Value)}, true
	case amo.Date:
		t, ok := v.Value.Time()
		return Typed{Text: r.Format.Date(t.Unix())}, ok
	case amo.DateTime:
		t, ok := v.Time()
		return Typed{Text: r.Format.DateTime(t.Unix())}, ok
	case amo.LegalEntity:
		return Typed{Parts: written(firmParts(v.Value))}, true
	}
	return Typed{}, false
}

func (r Rule) readList(shape Shape, values []amo.Value) (t Typed, ok bool) {
	if shape == One && len(values) > 1 {
		return Typed{}, false
	}
	for i, v := range values {
		switch v := v.(type) {
		case amo.Enum:
			id := r.enumID(v)
			if id == 0 {
				return Typed{}, false
			}
			t.Picked = append(t.Picked, id)
		case amo.Multitext:
			t.Lines = append(t.Lines, Line{Kind: r.kind(v), Text: r.showLine(v.Value), From: i + 1})
		case amo.AddressPart:
			name := partOf(v)
			if _, twice := t.Parts[name]; twice {
				return Typed{}, false
			}
			if name != "" && v.Value != "" {
				if t.Parts == nil {
					t.Parts = make(map[string]string)
				}
				t.Parts[name] = v.Value
			}
		case amo.ChainedItem, amo.LinkedEntity:
			e, ok := r.elementOf(v)
			if !ok || shape != Chain {
				return Typed{}, false
			}
			t.Elements = append(t.Elements, e)
		default:
			return Typed{}, false
		}
	}
	return t, true
}

// Show writes the values of a field for reading; empty when there are none or
// nothing in them that a person could read.
func (r Rule) Show(values []amo.Value) string {
	parts := make([]string, 0, len(values))
	for _, v := range values {
		if text := r.show(v); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

func (r Rule) show(v amo.Value) string {
	switch v := v.(type) {
	case amo.Text:
		return v.Value
	case amo.TrackingData:
		return v.Value
	case amo.URL:
		return v.Value
	case amo.Number:
		return r.showSum(v)
	case amo.Checkbox:
		if v.Value {
			return r.Format.Texts().T("lead.yes")
		}
		return r.Format.Texts().T("lead.no")
	case amo.Date:
		if t, ok := v.Value.Time(); ok {
			return r.Format.Date(t.Unix())
		}
		return string(v.Value)
	case amo.DateTime:
		if t, ok := v.Time(); ok {
			return r.Format.DateTime(t.Unix())
		}
		return string(v.Value)
	case amo.Enum:
		if e, ok := r.Choice(v.EnumID); ok {
			return e.Value
		}
		return v.Value
	case amo.Multitext:
		return r.showLine(v.Value)
	case amo.AddressPart:
		return v.Value
	case amo.ChainedItem:
		e, _ := r.elementOf(v)
		return r.ElementName(e)
	}
	return showObject(v)
}

func (r Rule) showSum(n amo.Number) string {
	text := r.ShowNumber(n)
	switch {
	case r.Field.Type == amo.FieldNumeric || r.Currency() == "":
		return text
	default:
		return text + gap + r.Currency()
	}
}

// Currency is what stands after a sum of the field; empty for numbers.
func (r Rule) Currency() string {
	switch {
	case r.Field.Type == amo.FieldNumeric:
		return ""
	case r.currency() == "" || r.currency() == r.Format.Code():
		return r.Format.Symbol()
	default:
		return r.currency()
	}
}

func showObject(v amo.Value) string {
	switch v := v.(type) {
	case amo.LegalEntity:
		return v.Value.Name
	case amo.LinkedEntity:
		return v.Value.Name
	case amo.File:
		return v.Value.FileName
	case amo.Payer:
		return v.Value.Name
	case amo.Supplier:
		return number(v.Value.EntityID)
	case amo.InvoiceItem:
		return strings.TrimSpace(v.Value.Description + " × " + v.Value.Quantity.String())
	case amo.RawValue:
		return showRaw(v)
	}
	return ""
}

func number(id int64) string { return "#" + strconv.FormatInt(id, 10) }

// showRaw finds the text in a value of an unknown type.
func showRaw(v amo.RawValue) string {
	var item struct {
		Value any `json:"value"`
	}
	d := json.NewDecoder(strings.NewReader(string(v.JSON)))
	d.UseNumber()
	if d.Decode(&item) != nil {
		return "" // not an object with a value: nothing a person could read
	}
	switch value := item.Value.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case map[string]any:
		name, _ := value["name"].(string) // many objects carry one
		return name
	}
	return ""
}
