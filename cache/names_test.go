package cache

import (
	"testing"

	"voronka/amo"
)

func TestNamesAreThoseSeenNow(t *testing.T) {
	s := openAccount(t, openFolder(t, t.TempDir()))
	var b Batch
	b.Leads = []amo.Lead{{ID: 7, Name: "Mebel", StatusID: 1, PipelineID: 1}}
	b.Contacts = []amo.Contact{{ID: 7, Name: "Alisher"}}
	if err := s.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Do(t.Context(), Command{Edits: []Edit{LeadEdit{ID: 7, Name: amo.Set("Mebel, yangi")}}}); err != nil {
		t.Fatal(err)
	}
	lead, contact := Row{Leads, 7}, Row{Contacts, 7}
	names, err := s.Names(t.Context(), []Row{lead, contact, {Companies, 7}, {Tasks, 1}, {Notes, 1}})
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != 2 || names[lead] != "Mebel, yangi" || names[contact] != "Alisher" {
		t.Fatalf("the names are %v", names)
	}
}
