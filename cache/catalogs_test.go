package cache

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voronka/amo"
)

// elementsBudget is what finding an element by a part of its name may take in a
// catalog of 10,000, ms; a person types meanwhile.
const elementsBudget = 100.0

func catalogsOfTest(t testing.TB) Batch {
	return Batch{
		CustomFields: map[Entity][]amo.CustomField{
			Leads: decode[[]amo.CustomField](t, `[{"id":5,"name":"Tanlov","type":"chained_list","chained_lists":[
				{"title":"Toifa","catalog_id":90},{"title":"Model","catalog_id":91,"parent_catalog_id":90}]},
				{"id":6,"type":"text","chained_lists":[{"catalog_id":77}]}]`),
			Companies: decode[[]amo.CustomField](t, `[{"id":7,"type":"linked_entity","search_in":"95"},{"id":8,"type":"linked_entity","search_in":"contacts"}]`),
		},
		Catalogs: decode[[]amo.Catalog](t, `[{"id":91,"name":"Modellar","sort":20},{"id":90,"name":"Toifalar","sort":10}]`),
		Elements: map[int64][]amo.Element{
			90: decode[[]amo.Element](t, `[{"id":8002,"catalog_id":90,"name":"Oʻquv doskalari","is_deleted":null},{"id":8001,"catalog_id":90,"name":"Шкаф"}]`),
			91: decode[[]amo.Element](t, `[{"id":8003,"catalog_id":91,"name":"Loft","is_deleted":false},{"id":8004,"catalog_id":91,"name":"Eski","is_deleted":true},{"id":8005}]`),
		},
	}
}

func TestCatalogs(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	told := heard(t, s)
	if len(must(s.Catalogs(ctx))(t)) != 0 || len(must(s.Elements(ctx, ElementQuery{CatalogID: 90}))(t)) != 0 {
		t.Error("there is something before anything was read")
	}
	batch := catalogsOfTest(t)
	check(t, s.Apply(ctx, batch))
	told()
	check(t, s.Apply(ctx, batch))
	if again := told(); len(again) != 0 {
		t.Errorf("the same is told again: %v", again)
	}
	if diff := cmp.Diff([]int64{90, 91, 95}, must(s.CatalogIDs(ctx))(t)); diff != "" {
		t.Errorf("catalogs of fields: %s", diff)
	}
	if list := must(s.Catalogs(ctx))(t); len(list) != 2 || list[0].Name != "Toifalar" {
		t.Errorf("catalogs %+v", list)
	}
	for _, c := range []struct {
		query ElementQuery
		want  string
	}{
		{ElementQuery{CatalogID: 90}, "8002 Oʻquv doskalari, 8001 Шкаф"},
		{ElementQuery{CatalogID: 90, Limit: 1}, "8002 Oʻquv doskalari"},
		{ElementQuery{CatalogID: 90, Text: "o'quv"}, "8002 Oʻquv doskalari"},
		{ElementQuery{CatalogID: 90, Text: "SHKAF"}, "8001 Шкаф"},
		{ElementQuery{CatalogID: 90, Text: " doska o'q "}, "8002 Oʻquv doskalari"},
		{ElementQuery{CatalogID: 90, Text: "doska shkaf"}, ""},
		{ElementQuery{CatalogID: 90, Text: "loft"}, ""},
		{ElementQuery{CatalogID: 91}, "8003 Loft, 8005 "},
		{ElementQuery{CatalogID: 5}, ""},
	} {
		var got []string
		for _, e := range must(s.Elements(ctx, c.query))(t) {
			got = append(got, fmt.Sprint(e.ID, " ", e.Name))
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%+v: %s, want %s", c.query, text, c.want)
		}
	}
	names := must(s.ElementNames(ctx, []ElementRef{{90, 8001}, {91, 8004}, {91, 8001}, {5, 1}}))(t)
	if diff := cmp.Diff(map[ElementRef]string{{90, 8001}: "Шкаф", {91, 8004}: "Eski"}, names); diff != "" {
		t.Errorf("names: %s", diff)
	}
	// One catalog's elements are replaced, the others stay; a catalog that no
	// field refers to goes with its elements.
	check(t, s.Apply(ctx, Batch{Elements: map[int64][]amo.Element{90: decode[[]amo.Element](t, `[{"id":8001,"name":"Javon"}]`)}}))
	if diff := cmp.Diff([]Changed{{Catalogs, []int64{8001, 8002}}}, told()); diff != "" {
		t.Errorf("replaced: %s", diff)
	}
	check(t, s.Apply(ctx, Batch{Catalogs: batch.Catalogs[1:]}))
	if diff := cmp.Diff([]Changed{{Catalogs, []int64{90, 91, 8003, 8004, 8005}}}, told()); diff != "" {
		t.Errorf("gone: %s", diff)
	}
	if rest := must(s.ElementNames(ctx, []ElementRef{{90, 8001}, {91, 8003}}))(t); len(rest) != 1 || rest[ElementRef{90, 8001}] != "Javon" {
		t.Errorf("left: %v", rest)
	}
}

// TestChainedValueIsKept: a value chosen offline is seen at once, and sent as
// it was given.
func TestChainedValueIsKept(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	batch := catalogsOfTest(t)
	batch.Leads = leadsOf(t, leadSpec{ID: 1})
	check(t, s.Apply(ctx, batch))
	chosen := []amo.Value{amo.ChainedItem{CatalogID: 90, CatalogElementID: 8001}, amo.ChainedItem{CatalogID: 91, CatalogElementID: 8003}}
	must(s.Do(ctx, Command{Edits: []Edit{LeadEdit{ID: 1, Fields: []FieldEdit{{FieldID: 5, Values: chosen}}}}}))(t)
	var seen []amo.Value
	for _, f := range must(s.Lead(ctx, 1))(t).Lead.CustomFieldsValues {
		if f.FieldID == 5 {
			seen = f.Typed(amo.FieldChainedList)
		}
	}
	if len(seen) != 2 || seen[1].(amo.ChainedItem).CatalogElementID != 8003 {
		t.Errorf("the lead has %+v", seen)
	}
}

func BenchmarkElements(b *testing.B) {
	s, _ := newStore(b)
	elements := make([]amo.Element, 10_000)
	for i := range elements {
		elements[i] = decode[amo.Element](b, fmt.Sprintf(`{"id":%d,"catalog_id":90,"name":"Oshxona toʻplami %d","created_by":7,"updated_by":7,`+
			`"created_at":1760000000,"updated_at":1760000000,"is_deleted":null,"custom_fields_values":[{"field_id":601,"field_name":"SKU","field_code":"SKU",`+
			`"field_type":"text","values":[{"value":"T-%d"}]}],"account_id":31}`, 8001+i, i, i))
	}
	check(b, s.Apply(b.Context(), Batch{Elements: map[int64][]amo.Element{90: elements}}))
	for b.Loop() {
		if found := must(s.Elements(b.Context(), ElementQuery{CatalogID: 90, Text: "toʻplami 9999", Limit: 50}))(b); len(found) != 1 {
			b.Fatalf("found %d", len(found))
		}
	}
	b.ReportMetric(elementsBudget, "budget-ms")
}
