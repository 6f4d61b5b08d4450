package ui

import (
	"encoding/json"
	"slices"
	"testing"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/board"
)

func TestDemandedFields(t *testing.T) {
	at := func(status, pipeline int64) []amo.FieldStatus {
		return []amo.FieldStatus{{StatusID: status, PipelineID: pipeline}}
	}
	all := []amo.CustomField{
		{ID: 1, RequiredStatuses: at(1102, 11)},
		{ID: 2, RequiredStatuses: at(142, 11)},
		{ID: 3, RequiredStatuses: at(142, 12)},
		{ID: 4, RequiredStatuses: at(1102, 11), IsAPIOnly: true}, // nobody could fill it in
		{ID: 5},
	}
	for place, want := range map[board.Place][]int64{
		{PipelineID: 11, StatusID: 1102}:          {1},
		{PipelineID: 11, StatusID: amo.StatusWon}: {2},
		{PipelineID: 12, StatusID: amo.StatusWon}: {3},
		{PipelineID: 11, StatusID: 1101}:          nil,
	} {
		var got []int64
		for _, f := range demandedBy(all, place) {
			got = append(got, f.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v demands %v, want %v", place, got, want)
		}
	}
}

func TestPhonesOfTheMainContact(t *testing.T) {
	var d cache.LeadDetail
	for text, into := range map[string]any{
		`{"id":1,"_embedded":{"contacts":[{"id":5},{"id":6,"is_main":true}]}}`: &d.Lead,
		`[{"id":5,"custom_fields_values":[{"field_id":9,"field_code":"PHONE","field_type":"multitext","values":[{"value":"+998901111111"}]}]},
		  {"id":6,"custom_fields_values":[{"field_id":8,"field_code":"EMAIL","field_type":"multitext","values":[{"value":"a@b.uz"}]},
		   {"field_id":9,"field_code":"PHONE","field_type":"multitext","values":[{"value":"+998 90 222-22-22"},{"value":""},{"value":"712000000"}]}]}]`: &d.Contacts,
	} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := phonesOf(d), []string{"+998 90 222-22-22", "712000000"}; !slices.Equal(got, want) {
		t.Errorf("phones %q, want %q", got, want)
	}
	d.Contacts = d.Contacts[:1] // the main one is not loaded yet
	if got := phonesOf(d); !slices.Equal(got, []string{"+998901111111"}) {
		t.Errorf("without the main contact: %q", got)
	}
	d.Contacts = nil
	if got := phonesOf(d); got != nil {
		t.Errorf("without contacts: %q", got)
	}
}
