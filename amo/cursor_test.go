package amo

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// jsonSeeds are texts around the edges of the grammar.
func jsonSeeds() []string {
	return []string{
		``, ` `, `null`, `true`, `false`, `nul`, `0`, `-0`, `01`, `-`, `1.`, `.5`, `1.5e`, `1.5e+7`, `1E-7`, `+1`, `NaN`,
		`""`, `"a`, `"\u00e9"`, `"\u00g9"`, `"\x"`, "\"\t\"", "\"\x7f\xff\"", `"\ud83d\ude00"`, `"\\"`, `"\`,
		`[]`, `[1,2]`, `[1,]`, `[,1]`, `[1 2]`, `[`, `]`, `[}`, `{}`, `{"a":1}`, `{"a":1,}`, `{,}`, `{"a"}`, `{a:1}`, `{"a":1 "b":2}`,
		` [ { "a" : [ ] } , null ] `, `1 2`, `{"a":{"b":[{"c":null}]}}`, "\ufeff{}", strings.Repeat("[", 50) + strings.Repeat("]", 50),
	}
}

func sameVerdict(t *testing.T, text []byte) {
	t.Helper()
	got := (&cursor{b: text}).valid() == nil
	if want := json.Valid(text); got != want {
		t.Errorf("valid %v, encoding/json says %v: %q", got, want, text)
	}
}

func TestCursorAgreesWithEncodingJSON(t *testing.T) {
	for _, text := range jsonSeeds() {
		sameVerdict(t, []byte(text))
	}
	for _, depth := range []int{maxDepth, maxDepth + 1} {
		sameVerdict(t, []byte(strings.Repeat("[", depth)+strings.Repeat("]", depth)))
	}
}

// FuzzCursor: JSON is what encoding/json takes for JSON, no more and no less.
func FuzzCursor(f *testing.F) {
	for _, text := range jsonSeeds() {
		f.Add([]byte(text))
	}
	f.Fuzz(sameVerdict)
}

// FuzzLeadsPage: no answer crashes the decoder, and a lead it reads is written
// back as it came.
func FuzzLeadsPage(f *testing.F) {
	for _, name := range []string{"leads_page.json", "leads_plain.json", "leads_trash.json", "pipelines.json"} {
		f.Add(fixture(f, name))
	}
	f.Add([]byte(`{"_links":{"next":{}},"_embedded":{"leads":[{"price":"1.5","custom_fields_values":{"0":{"values":{"1":5}}}}]}}`))
	f.Fuzz(func(t *testing.T, body []byte) { checkPage[Lead](t, body, "leads") })
}

// FuzzCustomFields is FuzzLeadsPage for the definitions of custom fields.
func FuzzCustomFields(f *testing.F) {
	f.Add(fixture(f, "custom_fields.json"))
	f.Add([]byte(`{"_embedded":{"custom_fields":[{"id":"5","enums":{"0":{"id":1,"value":null}},"sort":1e2,"nested":[[]],"chained_lists":{},"required_statuses":null}]}}`))
	f.Fuzz(func(t *testing.T, body []byte) { checkPage[CustomField](t, body, "custom_fields") })
}

// checkPage reads a page of any bytes and writes what it read, twice.
func checkPage[T any, P interface {
	*T
	json.Marshaler
	json.Unmarshaler
	Raw() json.RawMessage
}](t *testing.T, body []byte, key string) {
	t.Helper()
	items, _, err := decodePage[T](body, key)
	if err != nil {
		return
	}
	if !json.Valid(body) {
		t.Fatalf("read from broken JSON: %q", body)
	}
	for i := range items {
		out, err := P(&items[i]).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var again T
		if err := P(&again).UnmarshalJSON(out); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		if !sameObject(planOf[T](), reflect.ValueOf(&again).Elem(), reflect.ValueOf(&items[i]).Elem()) && string(out) == string(P(&items[i]).Raw()) {
			t.Fatalf("the same text was read differently: %s", out)
		}
	}
}

// FuzzSourceEncode: a lead read from any object and changed in one field is an
// object with that change.
func FuzzSourceEncode(f *testing.F) {
	f.Add(fixture(f, "lead.json"), int64(5))
	f.Add([]byte(`{"price":1,"price":"2","\u0070rice":3,"x":[1.0]}`), int64(0))
	f.Add([]byte(`{"_embedded":{"tags":{"0":{}}},"_embedded":null}`), int64(-1))
	f.Fuzz(func(t *testing.T, raw []byte, price int64) {
		var lead Lead
		if lead.UnmarshalJSON(raw) != nil {
			return
		}
		lead.Price = price
		out, err := lead.MarshalJSON()
		if err != nil {
			t.Fatalf("%v for %s", err, raw)
		}
		var again Lead
		if err := again.UnmarshalJSON(out); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		if again.Price != price || again.Name != lead.Name || len(again.CustomFieldsValues) != len(lead.CustomFieldsValues) {
			t.Fatalf("%s became %s", raw, out)
		}
	})
}
