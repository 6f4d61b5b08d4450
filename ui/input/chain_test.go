package input_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/input"
)

func chained(lists ...amo.ChainedList) input.Rule {
	return input.Rule{Field: amo.CustomField{ID: 7, Type: amo.FieldChainedList, ChainedLists: lists}, Format: in("uz")}
}

func TestLevels(t *testing.T) {
	list := func(catalog, parent int64) amo.ChainedList {
		l := amo.ChainedList{CatalogID: catalog, Title: ptr(fmt.Sprint("L", catalog))}
		if parent != 0 {
			l.ParentCatalogID = &parent
		}
		return l
	}
	for name, c := range map[string]struct {
		lists []amo.ChainedList
		want  string
	}{
		"none":                   {nil, "[]"},
		"in order":               {[]amo.ChainedList{list(90, 0), list(91, 90), list(92, 91)}, "[{90 L90} {91 L91} {92 L92}]"},
		"children first":         {[]amo.ChainedList{list(92, 91), list(91, 90), list(90, 0)}, "[{90 L90} {91 L91} {92 L92}]"},
		"a parent that is not":   {[]amo.ChainedList{list(91, 5), list(90, 0)}, "[{91 L91} {90 L90}]"},
		"a ring":                 {[]amo.ChainedList{list(90, 91), list(91, 90)}, "[{90 L90} {91 L91}]"},
		"its own parent":         {[]amo.ChainedList{list(90, 90)}, "[{90 L90}]"},
		"the same catalog twice": {[]amo.ChainedList{list(90, 0), list(90, 0)}, "[{90 L90}]"},
		"without a title":        {[]amo.ChainedList{{CatalogID: 90}, {}}, "[{90 }]"},
	} {
		if got := fmt.Sprint(chained(c.lists...).Levels()); got != c.want && (got != "[]" || c.want != "[]") {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestElementNames(t *testing.T) {
	r := chained(amo.ChainedList{CatalogID: 90, Title: ptr("Toifa")})
	r.Elements = map[cache.ElementRef]string{{CatalogID: 90, ID: 1}: "Stol", {CatalogID: 90, ID: 2}: ""}
	for want, e := range map[string]input.Element{
		"Stol": {Catalog: 90, ID: 1}, "Toifa #2": {Catalog: 90, ID: 2}, "Stul": {Catalog: 90, ID: 3, Name: "Stul"}, "#1": {Catalog: 91, ID: 1},
	} {
		if got := r.ElementName(e); got != want {
			t.Errorf("%+v is %q, want %q", e, got, want)
		}
	}
	was := values(t, amo.FieldChainedList, `[{"catalog_id":90,"catalog_element_id":1},{"catalog_id":90,"catalog_element_id":9}]`)
	if got := r.Show(was); got != "Stol, Toifa #9" {
		t.Errorf("shown as %q", got)
	}
}

// TestElementsOfDrafts: what was chosen comes out of a draft with its name,
// which says nothing about whether it was changed.
func TestElementsOfDrafts(t *testing.T) {
	typed := input.Typed{Elements: []input.Element{{Catalog: 90, ID: 1, Name: "Stol"}}}
	kept, err := json.Marshal(typed)
	if err != nil {
		t.Fatal(err)
	}
	var back input.Typed
	if err := json.Unmarshal(kept, &back); err != nil || back.Elements[0] != typed.Elements[0] {
		t.Errorf("kept as %s: %+v, %v", kept, back, err)
	}
	if !typed.Same(elements(90, 1)) || typed.Same(elements(91, 1)) || typed.Same(elements()) || typed.IsEmpty() {
		t.Error("elements are told apart wrongly")
	}
}

func TestElementsOfValues(t *testing.T) {
	var have amo.FieldValues
	text := `{"field_id":7,"field_type":"chained_list","values":[{"catalog_id":90,"catalog_element_id":8001}]}`
	if err := json.Unmarshal([]byte(text), &have); err != nil {
		t.Fatal(err)
	}
	other := amo.FieldValues{FieldID: 8, FieldType: amo.FieldText}
	if got := fmt.Sprint(input.Elements([]amo.FieldValues{other, have})); got != "[{90 8001}]" {
		t.Errorf("they name %s", got)
	}
}
