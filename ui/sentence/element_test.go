package sentence_test

import (
	"fmt"
	"testing"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/sentence"
)

// TestElementsAreNamed: an act tells what was chosen from a catalog by its name.
func TestElementsAreNamed(t *testing.T) {
	chosen := merge.Fields{
		"price":   []byte("5"),
		"field:8": []byte(`{"field_id":8,"field_type":"text","values":[{"value":"\"catalog_element_id\""}]}`),
		"field:9": []byte(`{"field_id":9,"field_type":"chained_list","values":[{"catalog_id":90,"catalog_element_id":8001},{"catalog_id":90,"catalog_element_id":8002}]}`),
	}
	refs := sentence.Elements(chosen, merge.Fields{"field:9": []byte("null")}, nil)
	if got := fmt.Sprint(refs); got != "[{90 8001} {90 8002}]" {
		t.Fatalf("they name %s", got)
	}
	n := sentence.Names{
		Format: format.New(i18n.New("en"), format.Currency{Code: "UZS"}, nil),
		Fields: []amo.CustomField{{ID: 9, Name: "Choice", Type: amo.FieldChainedList}}, Elements: map[cache.ElementRef]string{refs[0]: "Oak table"},
	}
	act := cache.Act{Kind: cache.ActEdit, Changes: []cache.ActChange{{
		Row: cache.Row{Entity: cache.Leads, ID: 1}, Before: merge.Fields{"field:9": []byte("null")}, After: merge.Fields{"field:9": chosen["field:9"]},
	}}}
	if got := fmt.Sprint(n.Act(act)); got != "[Choice: — → Oak table, #8002]" {
		t.Errorf("it tells %s", got)
	}
}
