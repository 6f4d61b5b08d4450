package input_test

import (
	"encoding/json"
	"strconv"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"voronka/amo"
	"voronka/ui/input"
)

func values(t interface{ Fatal(...any) }, kind, list string) []amo.Value {
	var f amo.FieldValues
	if err := json.Unmarshal([]byte(`{"field_id":7,"values":`+list+`}`), &f); err != nil {
		t.Fatal(err)
	}
	return f.Typed(kind)
}

// TestUntouchedPartsStay: what a person did not touch goes back as it came,
// with what this version does not know of it.
func TestUntouchedPartsStay(t *testing.T) {
	for name, c := range map[string]struct {
		field string
		was   string
		touch func(*input.Typed)
		want  string
	}{
		"a key of a firm": {
			amo.FieldLegalEntity, `[{"value":{"name":"Artel","entity_type":2,"novelty":{"a":1}}}]`,
			func(x *input.Typed) { x.Parts["mfo"] = "00445" },
			`[{"value":{"name":"Artel","entity_type":2,"novelty":{"a":1},"mfo":"00445"}}]`,
		},
		"a part of an address": {
			amo.FieldSmartAddress, `[{"value":"Toshkent","enum_id":3,"enum_code":"city"},{"value":"x","enum_id":9,"enum_code":"planet"}]`,
			func(x *input.Typed) { x.Parts["zip"] = "100000" },
			`[{"value":"Toshkent","enum_id":3,"enum_code":"city"},{"value":"100000","enum_code":"zip"},{"value":"x","enum_id":9,"enum_code":"planet"}]`,
		},
		"a phone as it was written": {
			"phone", `[{"value":"90 123 45 67","enum_id":11,"enum_code":"WORK"}]`,
			func(x *input.Typed) { x.Lines = append(x.Lines, input.Line{Kind: "MOB", Text: "977654321"}) },
			`[{"value":"90 123 45 67","enum_id":11,"enum_code":"WORK"},{"value":"+998977654321","enum_code":"MOB"}]`,
		},
		"a choice that is gone": {
			amo.FieldMultiselect, `[{"value":"Gone","enum_id":99,"enum_code":null}]`,
			func(x *input.Typed) { x.Picked = append(x.Picked, 1) },
			`[{"value":"Gone","enum_id":99,"enum_code":null},{"value":"Instagram","enum_id":1}]`,
		},
		"an element of a chain": {
			amo.FieldChainedList, `[{"catalog_id":90,"catalog_element_id":8001},{"catalog_id":91,"catalog_element_id":8002,"novelty":1}]`,
			func(x *input.Typed) { x.Elements = append(x.Elements[1:], input.Element{Catalog: 90, ID: 8002}) },
			`[{"catalog_id":91,"catalog_element_id":8002,"novelty":1},{"catalog_id":90,"catalog_element_id":8002}]`,
		},
		"an element that is linked": {
			"linked", `[{"value":{"name":"Stol","entity_id":7,"entity_type":"catalog_elements","catalog_id":95,"novelty":1}}]`,
			func(x *input.Typed) { x.Elements = append(x.Elements, input.Element{Catalog: 95, ID: 8, Name: "Stul"}) },
			`[{"value":{"name":"Stol","entity_id":7,"entity_type":"catalog_elements","catalog_id":95,"novelty":1}},` +
				`{"value":{"name":"Stul","entity_id":8,"entity_type":"catalog_elements","catalog_id":95}}]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := input.Rule{Field: field(c.field), Format: in("uz")}
			was := values(t, r.Field.Type, c.was)
			typed, ok := r.Read(was)
			if !ok {
				t.Fatal("it cannot be edited")
			}
			c.touch(&typed)
			if got := sent(t, r.Check(typed, was).Values); got != c.want {
				t.Errorf("sends %s,\nwant  %s", got, c.want)
			}
		})
	}
}

// TestOddShapesAreFixed: what does not fit its type can be seen and is never
// edited.
func TestOddShapesAreFixed(t *testing.T) {
	for name, c := range map[string]struct{ kind, list, show string }{
		"a text with two values":        {amo.FieldText, `[{"value":"a"},{"value":"b"}]`, "a, b"},
		"a select with two":             {amo.FieldSelect, `[{"value":"Instagram","enum_id":1},{"value":"Яндекс","enum_id":2}]`, "Instagram, Яндекс"},
		"an object for a text":          {amo.FieldText, `[{"value":{"name":"x"}}]`, "x"},
		"a word for a date":             {amo.FieldDate, `[{"value":"soon"}]`, "soon"},
		"an unknown type":               {"novelty", `[{"value":"x"}]`, "x"},
		"an unknown object":             {"novelty", `[{"value":{"x":1}}]`, ""},
		"a bare text":                   {"novelty", `["x"]`, ""},
		"a file":                        {amo.FieldFile, `[{"value":{"file_uuid":"u","file_name":"shartnoma.pdf"}}]`, "shartnoma.pdf"},
		"a linked entity":               {amo.FieldLinkedEntity, `[{"value":{"name":"Artel","entity_id":5}}]`, "Artel"},
		"a person linked":               {"linked", `[{"value":{"name":"Artel","entity_id":5,"entity_type":"companies"}}]`, "Artel"},
		"a line of an invoice":          {amo.FieldItems, `[{"value":{"description":"Stol","quantity":2}}]`, "Stol × 2"},
		"a mark of a visitor":           {amo.FieldTrackingData, `[{"value":"instagram"}]`, "instagram"},
		"a payer":                       {amo.FieldPayer, `[{"value":{"name":"Artel"}}]`, "Artel"},
		"a supplier":                    {amo.FieldSupplier, `[{"value":{"entity_id":521}}]`, "#521"},
		"a category":                    {amo.FieldCategory, `[{"value":"Phones","enum_id":9902}]`, "Phones"},
		"one part of one address twice": {amo.FieldSmartAddress, `[{"value":"a","enum_code":"city"},{"value":"b","enum_code":"city"}]`, "a, b"},
	} {
		t.Run(name, func(t *testing.T) {
			r := input.Rule{Field: field(c.kind), Format: in("uz")}
			was := values(t, r.Field.Type, c.list)
			if _, ok := r.Read(was); ok {
				t.Error("it can be edited")
			}
			if got := r.Show(was); got != c.show {
				t.Errorf("shown as %q, want %q", got, c.show)
			}
		})
	}
	r := input.Rule{Field: field(amo.FieldText), Format: in("uz")}
	for _, closed := range []func(*amo.CustomField){func(f *amo.CustomField) { f.IsAPIOnly = true }, func(f *amo.CustomField) { f.IsComputed = true }} {
		r := r
		closed(&r.Field)
		if _, ok := r.Read(values(t, amo.FieldText, `[{"value":"a"}]`)); ok || r.Shape() != input.Fixed {
			t.Error("a closed field can be edited")
		}
	}
}

func TestShown(t *testing.T) {
	for name, c := range map[string]struct{ kind, list, uz, en string }{
		"money":    {amo.FieldMonetary, `[{"value":"1234567.5"}]`, "1\u00a0234\u00a0567,5\u00a0soʻm", "1\u00a0234\u00a0567.5\u00a0soʻm"},
		"number":   {amo.FieldNumeric, `[{"value":"-1234"}]`, "-1\u00a0234", "-1\u00a0234"},
		"day":      {amo.FieldDate, `[{"value":1767225600}]`, "01.01.2026", "01.01.2026"},
		"moment":   {amo.FieldDateTime, `[{"value":1767225600}]`, "01.01.2026 05:00", "01.01.2026 05:00"},
		"yes":      {amo.FieldCheckbox, `[{"value":true}]`, "Ha", "Yes"},
		"no":       {amo.FieldCheckbox, `[{"value":false}]`, "Yoʻq", "No"},
		"firm":     {amo.FieldLegalEntity, `[{"value":{"name":"LLC"}}]`, "LLC", "LLC"},
		"renamed":  {amo.FieldSelect, `[{"value":"Insta","enum_id":1}]`, "Instagram", "Instagram"},
		"a phone":  {"phone", `[{"value":"901234567","enum_id":12}]`, "+998 90 123-45-67", "+998 90 123-45-67"},
		"elements": {amo.FieldChainedList, `[{"catalog_id":90,"catalog_element_id":8001}]`, "#8001", "#8001"},
	} {
		for lang, want := range map[string]string{"uz": c.uz, "en": c.en} {
			r := input.Rule{Field: field(c.kind), Format: in(lang)}
			if got := r.Show(values(t, r.Field.Type, c.list)); got != want {
				t.Errorf("%s, %s: %q, want %q", name, lang, got, want)
			}
		}
	}
}

// TestReadThenChecked: whatever is read is sent back as the same, so that
// touching a field and putting it back is no change of meaning.
func TestReadThenChecked(t *testing.T) {
	kinds := []string{
		amo.FieldText, amo.FieldTextarea, amo.FieldNumeric, amo.FieldMonetary, amo.FieldCheckbox, amo.FieldSelect, amo.FieldMultiselect,
		amo.FieldDate, amo.FieldDateTime, amo.FieldURL, amo.FieldLegalEntity, "phone",
	}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		r := input.Rule{Field: field(kind), Format: in(rapid.SampledFrom([]string{"uz", "ru", "en"}).Draw(t, "lang"))}
		list := draw(t, kind)
		was := values(t, r.Field.Type, list)
		typed, ok := r.Read(was)
		if !ok {
			t.Fatalf("%s cannot be edited", list)
		}
		first := r.Check(typed, was)
		if first.Mistake.Reason != "" {
			t.Fatalf("%s is a mistake: %v", list, first.Mistake)
		}
		again, ok := r.Read(first.Values)
		if !ok || !again.Same(typed) {
			t.Fatalf("%s is read as %v and, sent back, as %v", list, typed, again)
		}
	})
}

// draw writes values of a type as the server does.
func draw(t *rapid.T, kind string) string {
	word := func() string {
		b, err := json.Marshal(rapid.StringMatching(`[A-Za-zўқғҳЎ0-9][A-Za-z ]{0,12}[a-zя0-9]`).Draw(t, "word"))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	switch kind {
	case amo.FieldNumeric, amo.FieldMonetary:
		return `[{"value":"` + rapid.StringMatching(`-?[0-9]{1,12}(\.[0-9]{1,3})?`).Draw(t, "number") + `"}]`
	case amo.FieldCheckbox:
		return `[{"value":` + strconv.FormatBool(rapid.Bool().Draw(t, "flag")) + `}]`
	case amo.FieldSelect:
		return rapid.SampledFrom([]string{`[]`, `[{"value":"Instagram","enum_id":1}]`, `[{"value":"gone","enum_id":99}]`}).Draw(t, "choice")
	case amo.FieldMultiselect:
		return rapid.SampledFrom([]string{`[]`, `[{"value":"a","enum_id":3},{"value":"b","enum_id":1}]`}).Draw(t, "choice")
	case amo.FieldDate, amo.FieldDateTime:
		return `[{"value":` + strconv.FormatInt(rapid.Int64Range(-2_000_000_000, 4_000_000_000).Draw(t, "at"), 10) + `}]`
	case amo.FieldURL:
		return `[{"value":"https://` + rapid.StringMatching(`[a-z]{2,9}\.uz(/[a-z0-9]{0,9})?`).Draw(t, "address") + `"}]`
	case amo.FieldLegalEntity:
		return `[{"value":{"name":` + word() + `,"vat_id":"` + rapid.StringMatching(`[0-9]{9}`).Draw(t, "tax") + `"}}]`
	case "phone":
		return `[{"value":` + word() + `,"enum_code":"WORK"},{"value":"+99890` + rapid.StringMatching(`[0-9]{7}`).Draw(t, "phone") + `","enum_code":"MOB"}]`
	}
	return `[{"value":` + word() + `}]`
}

func TestGroupDigits(t *testing.T) {
	const gap = "\u00a0"
	for _, c := range []struct {
		text   string
		cursor int
		want   string
		at     int
	}{
		{"1234", 4, "1" + gap + "234", 5},
		{"1" + gap + "2345", 6, "12" + gap + "345", 6},
		{"1234567,5", 9, "1" + gap + "234" + gap + "567,5", 11},
		{"1" + gap + "234" + gap + "56", 1, "123" + gap + "456", 1},
		{"-1234", 5, "-1" + gap + "234", 6},
		{"", 0, "", 0},
		{"12a", 3, "12a", 3},
		{"--1234", 6, "--1234", 6},
	} {
		if got, at := input.GroupDigits(c.text, c.cursor); got != c.want || at != c.at {
			t.Errorf("%q at %d: %q at %d, want %q at %d", c.text, c.cursor, got, at, c.want, c.at)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[-+]?[0-9]{0,20}([.,][0-9]{0,4})?`).Draw(t, "text")
		cursor := rapid.IntRange(0, len(text)).Draw(t, "cursor")
		got, at := input.GroupDigits(text, cursor)
		again, _ := input.GroupDigits(got, at)
		if again != got || at < 0 || at > utf8.RuneCountInString(got) {
			t.Fatalf("%q at %d: %q at %d, then %q", text, cursor, got, at, again)
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add("date", "28.11.2026")
	f.Add("numeric", "1 234,5")
	f.Add("url", "artel.uz")
	f.Fuzz(func(t *testing.T, kind, typed string) {
		r := input.Rule{Field: field(kind), Format: in("ru")}
		for _, x := range []input.Typed{text(typed), line(typed), part("country", typed), firm("mfo", typed)} {
			o := r.Check(x, nil)
			if o.Mistake.Reason != "" && o.Mistake.Sentence(r.Format.Texts()) == "" {
				t.Errorf("%q has no sentence", o.Mistake.Reason)
			}
			if o.Mistake.Reason == "" {
				r.Read(o.Values)
			}
		}
	})
}
