package lead

import (
	"encoding/json"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
)

// chained is a lead that has chosen an element, and one that is not known, from
// two catalogs.
func chained(t testing.TB) (*memory, amo.CustomField) {
	t.Helper()
	m := plain(t)
	def := amo.CustomField{ID: 9, Name: "Tanlov", Type: amo.FieldChainedList, ChainedLists: []amo.ChainedList{
		{CatalogID: 90, Title: ptr("Toifa")}, {CatalogID: 91, ParentCatalogID: ptr[int64](90), Title: ptr("Model")},
	}}
	m.fields = append(m.fields, def)
	m.detail.Lead.CustomFieldsValues = append(m.detail.Lead.CustomFieldsValues,
		values(t, def, `[{"catalog_id":90,"catalog_element_id":8001},{"catalog_id":91,"catalog_element_id":77,"novelty":1}]`))
	return m, def
}

// TestChain: elements are shown by name, chosen through the search of their
// catalog, taken away, and sent together with those that were there.
func TestChain(t *testing.T) {
	app(t)
	m, _ := chained(t)
	s := open(t, m)
	if first, second := s.told("field:cf-9-1"), s.told("field:cf-9-2"); first != "Stol" || second != "Model #77" || s.panel.IsChanged() {
		t.Fatalf("it says %q and %q", first, second)
	}
	s.tap("chip:add-cf-9-2")
	s.letters("Шк")
	s.key(fyne.KeyReturn)
	s.tap("button:drop-cf-9-1-90-8001")
	if first, second := s.told("field:cf-9-1"), s.told("field:cf-9-2"); first != "" || second != "Model #77, Шкаф" {
		t.Errorf("chosen, it says %q and %q", first, second)
	}
	s.tap("button:save-lead")
	e, ok := m.last(t).(cache.LeadEdit)
	if !ok || len(e.Fields) != 1 {
		t.Fatalf("saved %+v", m.last(t))
	}
	b, err := json.Marshal(e.Fields[0].Values)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%d %s", e.Fields[0].FieldID, b); got != `9 [{"catalog_id":91,"catalog_element_id":77,"novelty":1},{"catalog_id":91,"catalog_element_id":8003}]` {
		t.Errorf("saved %s", got)
	}
}

// TestChainDraft: what is chosen and not saved comes back by its name.
func TestChainDraft(t *testing.T) {
	app(t)
	m, _ := chained(t)
	s := open(t, m)
	s.tap("chip:add-cf-9-1")
	s.letters("Stul")
	s.key(fyne.KeyReturn)
	s.panel.Show(0)
	s.panel.Show(19619)
	s.settle()
	if first := s.told("field:cf-9-1"); first != "Stol, Stul" || !s.panel.IsChanged() {
		t.Errorf("the draft says %q", first)
	}
}

// TestChainNews: a pull that brings other elements brings their names, and does
// not touch what is being chosen.
func TestChainNews(t *testing.T) {
	app(t)
	m, def := chained(t)
	s := open(t, m)
	pull := func(list string) {
		m.set(func(d *cache.LeadDetail) {
			all := d.Lead.CustomFieldsValues
			d.Lead.CustomFieldsValues = append(all[:len(all)-1:len(all)-1], values(t, def, list))
		})
		s.panel.Reload()
		s.settle()
	}
	pull(`[{"catalog_id":91,"catalog_element_id":8002}]`)
	if got := s.told("field:cf-9-2"); got != "Stul" {
		t.Errorf("after a pull it says %q", got)
	}
	s.tap("chip:add-cf-9-1")
	s.letters("Stol")
	s.key(fyne.KeyReturn)
	pull(`[{"catalog_id":91,"catalog_element_id":8003}]`)
	f := s.panel.view.details.field("cf-9")
	if got := s.told("field:cf-9-2"); got != "Stul" || !f.Offered() {
		t.Errorf("while it is edited a pull makes it %q, offered: %v", got, f.Offered())
	}
	s.tap("button:take-cf-9")
	if first, second := s.told("field:cf-9-1"), s.told("field:cf-9-2"); first != "" || second != "Шкаф" {
		t.Errorf("theirs taken, it says %q and %q", first, second)
	}
}

// TestChainInHistory: the history calls elements by their names.
func TestChainInHistory(t *testing.T) {
	app(t)
	m, _ := chained(t)
	m.acts = []cache.Act{{ID: 5, At: now - 60, Kind: cache.ActEdit, Changes: []cache.ActChange{{
		Row: cache.Row{Entity: cache.Leads, ID: 19619}, Before: merge.Fields{"field:9": []byte("null")},
		After: merge.Fields{"field:9": []byte(`{"field_id":9,"field_type":"chained_list","values":[{"catalog_id":90,"catalog_element_id":8002}]}`)},
	}}}}
	s := open(t, m)
	s.panel.ShowTab("history")
	if got := s.told("act:5"); got != "Tanlov: — → Stul" {
		t.Errorf("the act is %q", got)
	}
}
