package amo

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTolerance: what the server may write for the same thing. Each body is
// written back as it came.
func TestTolerance(t *testing.T) {
	for name, tc := range map[string]struct {
		body string
		show func(Lead) any
		want any
	}{
		"whole price":        {`{"price":100}`, func(l Lead) any { return l.Price }, int64(100)},
		"fractional price":   {`{"price":100.5}`, func(l Lead) any { return l.Price }, int64(100)},
		"negative fraction":  {`{"price":-100.5}`, func(l Lead) any { return l.Price }, int64(-100)},
		"price with power":   {`{"price":1.5e3}`, func(l Lead) any { return l.Price }, int64(1500)},
		"price as text":      {`{"price":"100"}`, func(l Lead) any { return l.Price }, int64(100)},
		"price as fraction":  {`{"price":" 100.50 "}`, func(l Lead) any { return l.Price }, int64(100)},
		"price as no text":   {`{"price":""}`, func(l Lead) any { return l.Price }, int64(0)},
		"price false":        {`{"price":false}`, func(l Lead) any { return l.Price }, int64(0)},
		"price null":         {`{"price":null}`, func(l Lead) any { return l.Price }, int64(0)},
		"largest price":      {`{"price":9223372036854775807}`, func(l Lead) any { return l.Price }, int64(9223372036854775807)},
		"minor units text":   {`{"price_with_minor_units":"100.5"}`, func(l Lead) any { return l.PriceWithMinorUnits }, json.Number("100.5")},
		"minor units null":   {`{"price_with_minor_units":null}`, func(l Lead) any { return l.PriceWithMinorUnits }, json.Number("")},
		"id null":            {`{"id":null,"status_id":null}`, func(l Lead) any { return l.ID + l.StatusID }, int64(0)},
		"id as text":         {`{"id":"7001"}`, func(l Lead) any { return l.ID }, int64(7001)},
		"name null":          {`{"name":null}`, func(l Lead) any { return l.Name }, ""},
		"name number":        {`{"name":1001}`, func(l Lead) any { return l.Name }, "1001"},
		"name escaped":       {`{"name":"Oʻ\u0027\"\n\ud83d\ude00\/"}`, func(l Lead) any { return l.Name }, "Oʻ'\"\n😀/"},
		"fields null":        {`{"custom_fields_values":null}`, func(l Lead) any { return l.CustomFieldsValues == nil }, true},
		"fields empty":       {`{"custom_fields_values":[]}`, func(l Lead) any { return l.CustomFieldsValues != nil && len(l.CustomFieldsValues) == 0 }, true},
		"fields numbered":    {`{"custom_fields_values":{"0":{"field_id":5},"3":{"field_id":6}}}`, func(l Lead) any { return l.CustomFieldsValues[1].FieldID }, int64(6)},
		"values null":        {`{"custom_fields_values":[{"field_id":5,"values":null}]}`, func(l Lead) any { return len(l.CustomFieldsValues[0].Values) }, 0},
		"bool as number":     {`{"is_deleted":1}`, func(l Lead) any { return l.IsDeleted }, true},
		"bool as text":       {`{"is_deleted":"1"}`, func(l Lead) any { return l.IsDeleted }, true},
		"bool as zero":       {`{"is_deleted":"0"}`, func(l Lead) any { return l.IsDeleted }, false},
		"bool missing":       {`{}`, func(l Lead) any { return l.IsDeleted }, false},
		"embedded null":      {`{"_embedded":null}`, func(l Lead) any { return l.Embedded.Tags == nil }, true},
		"embedded empty":     {`{"_embedded":[]}`, func(l Lead) any { return l.Embedded.Tags == nil }, true},
		"tags null":          {`{"_embedded":{"tags":null}}`, func(l Lead) any { return l.Embedded.Tags == nil }, true},
		"loss reason object": {`{"_embedded":{"loss_reason":{"id":41,"name":"x"}}}`, func(l Lead) any { return l.Embedded.LossReason[0].ID }, int64(41)},
		"key twice":          {`{"price":1,"name":"a","price":2}`, func(l Lead) any { return l.Price }, int64(2)},
		"key escaped":        {`{"pr\u0069ce":7}`, func(l Lead) any { return l.Price }, int64(7)},
		"unknown key":        {`{"shoe_size":{"eu":[42]},"price":7}`, func(l Lead) any { return l.Price }, int64(7)},
		"spaces":             {" {\n\t\"price\" : 7 ,\r\n \"name\" : \"a\" } ", func(l Lead) any { return l.Price }, int64(7)},
	} {
		t.Run(name, func(t *testing.T) {
			var lead Lead
			if err := json.Unmarshal([]byte(tc.body), &lead); err != nil {
				t.Fatal(err)
			}
			if got := tc.show(lead); got != tc.want {
				t.Errorf("read %v, want %v", got, tc.want)
			}
			out, err := json.Marshal(lead)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(meaning(t, []byte(tc.body)), meaning(t, out)); diff != "" {
				t.Errorf("written back differently:\n%s", diff)
			}
		})
	}
}

func TestTaskResult(t *testing.T) {
	for _, body := range []string{`{"result":[]}`, `{"result":{"text":"ok"}}`, `{"result":null}`, `{}`} {
		again[Task](t, []byte(body))
	}
	var task Task
	if err := task.UnmarshalJSON([]byte(`{"entity_id":null,"entity_type":null}`)); err != nil {
		t.Fatal(err)
	}
	if task.EntityID != nil || task.EntityType != nil {
		t.Errorf("a task of nothing: %+v", task)
	}
}

func TestUserRights(t *testing.T) {
	var user User
	body := `{"id":1,"rights":{"leads":{"view":"A","limit":5},"contacts":[],"tasks":null,"group_id":null,"is_active":true}}`
	if err := user.UnmarshalJSON([]byte(body)); err != nil {
		t.Fatal(err)
	}
	r := user.Rights
	if r.Leads["view"] != "A" || len(r.Leads) != 1 || r.Contacts != nil || r.Tasks != nil || r.GroupID != nil || !r.IsActive {
		t.Errorf("rights %+v", r)
	}
}

// TestMismatch: JSON that cannot be meant names the place.
func TestMismatch(t *testing.T) {
	for body, want := range map[string]string{
		`{"price":{}}`:                          "price: a whole number expected, not an object",
		`{"price":"cheap"}`:                     "price: a whole number expected, not this text",
		`{"price":1e400}`:                       "price: a whole number of 64 bits expected, not this number",
		`{"price":"0x10"}`:                      "price: a whole number expected, not this text",
		`{"price":"Infinity"}`:                  "price: a whole number expected, not this text",
		`{"name":[]}`:                           "name: text expected, not a list",
		`{"is_deleted":[]}`:                     "is_deleted: true or false expected, not a list",
		`{"custom_fields_values":5}`:            "custom_fields_values: a list expected, not this number",
		`{"custom_fields_values":[{},5]}`:       "custom_fields_values[1]: an object expected, not this number",
		`{"_embedded":{"tags":[{"id":[]}]}}`:    "_embedded.tags[0].id: a whole number expected, not a list",
		`{"_embedded":[1]}`:                     "_embedded: an object expected, not a list",
		`{"price_with_minor_units":"cheap"}`:    "price_with_minor_units: a number expected, not this text",
		`[]x`:                                   "not JSON at byte 2: end of text expected",
		`{"price":1`:                            "not JSON at byte 10: comma or end of object expected",
		`{"price":1}}`:                          "not JSON at byte 11: end of text expected",
		`{"custom_fields_values":{"a":{"b":1}}`: "not JSON at byte 37: comma or end of object expected",
		``:                                      "an object expected, not the end",
	} {
		lead := Lead{Name: "before"}
		err := lead.UnmarshalJSON([]byte(body))
		if err == nil {
			t.Errorf("%s was read", body)
			continue
		}
		if err.Error() != want {
			t.Errorf("%s: error %q, want %q", body, err, want)
		}
		if lead.Name != "before" {
			t.Errorf("%s: left half read", body)
		}
	}
}

// TestEveryEntityHasItsCodec: json.Marshal of each planned type goes over its
// source, and null leaves the zero entity.
func TestEveryEntityHasItsCodec(t *testing.T) {
	for typ := range plans.byType {
		if _, ok := reflectNew(typ).(json.Unmarshaler); !ok {
			t.Errorf("%s has no UnmarshalJSON", typ)
		}
		v := reflectNew(typ)
		const body = `{"a_key_of_tomorrow":{"x":[1]}}`
		if err := json.Unmarshal([]byte(body), v); err != nil {
			t.Errorf("%s: %v", typ, err)
		}
		out, err := json.Marshal(v)
		if err != nil || string(out) != body {
			t.Errorf("%s: wrote %s, %v", typ, out, err)
		}
		if err := json.Unmarshal([]byte(`null`), v); err != nil {
			t.Errorf("%s: null: %v", typ, err)
		}
	}
}

func TestSourceOfBadEntityIsReported(t *testing.T) {
	lead := Lead{Source: Source{raw: []byte(`{"price":{}}`)}}
	if _, err := lead.MarshalJSON(); err == nil {
		t.Error("written over a source that cannot be read")
	}
	lead = Lead{Embedded: LeadEmbedded{Origin: json.RawMessage(`{`)}}
	var syntax *syntaxError
	if _, err := lead.MarshalJSON(); !errors.As(err, &syntax) {
		t.Errorf("broken raw JSON was written: %v", err)
	}
}

func TestPageEnvelope(t *testing.T) {
	for body, want := range map[string]string{
		`{"_embedded":{"leads":[{"id":1}]}}`:                                     "1 false <nil>",
		`{"_links":{"next":{"href":"x"}},"_embedded":{"leads":[{"id":1}]}}`:      "1 true <nil>",
		`{"_links":{"next":null},"_embedded":{"leads":[{"id":1},{"id":2}]}}`:     "2 false <nil>",
		`{"_embedded":{"leads":[{"id":1}]},"_links":[]}`:                         "1 false <nil>",
		`{"_embedded":{"leads":[]}}`:                                             "0 false <nil>",
		`{"_embedded":{"leads":null}}`:                                           "0 false <nil>",
		`{"_embedded":{"tags":[]}}`:                                              "0 false _embedded.leads: a list expected, not nothing",
		`{"_embedded":[]}`:                                                       "0 false _embedded.leads: a list expected, not nothing",
		`[]`:                                                                     "0 false _embedded.leads: a list expected, not nothing",
		`{"_embedded":{"leads":{}}}`:                                             "0 false _embedded.leads: a list expected, not an object",
		`{"_embedded":{"leads":[{"id":1},7]}}`:                                   "0 false _embedded.leads[1]: an object expected, not this number",
		`{"_embedded":{"leads":[{"id":1},{"_embedded":{"tags":[{"id":"x"}]}}]}}`: "0 false _embedded.leads[1]._embedded.tags[0].id: a whole number expected, not this text",
		`{"_embedded":{"leads":[{"id":1}]`:                                       "0 false not JSON at byte 32: comma or end of object expected",
	} {
		items, next, err := decodePage[Lead]([]byte(body), "leads")
		if got := fmt.Sprint(len(items), next, err); got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
}

// TestEntitiesDoNotShareAPage: what is kept of one lead is its own text only.
func TestEntitiesDoNotShareAPage(t *testing.T) {
	body := leadsPage(3, 2)
	items, _, err := decodePage[Lead](body, "leads")
	if err != nil {
		t.Fatal(err)
	}
	for i := range body {
		body[i] = 'x'
	}
	for _, lead := range items {
		if _, err := lead.MarshalJSON(); err != nil {
			t.Fatal(err)
		}
		if cap(lead.Raw()) > len(lead.Raw())+64 {
			t.Errorf("a lead of %d bytes holds %d", len(lead.Raw()), cap(lead.Raw()))
		}
	}
}
