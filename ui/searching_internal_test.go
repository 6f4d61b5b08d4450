package ui

import (
	"encoding/json"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/people"
	"voronka/ui/shell"
)

// find types into the search and presses Enter when a hit is offered.
func (s *scene) find(text, hit string) {
	s.t.Helper()
	s.w.openSearch("")
	top := s.w.win.Canvas().Overlays().Top()
	var field *kit.SearchField
	for _, o := range test.LaidOutObjects(top) {
		if f, ok := o.(*kit.SearchField); ok {
			field = f
		}
	}
	if field == nil {
		s.t.Fatal("nothing to type into")
	}
	field.SetText(text)
	s.until(hit+" is offered", func() bool {
		for _, o := range test.LaidOutObjects(top) {
			if i, ok := o.(kit.Inspectable); ok {
				if id, _, _ := i.Inspect(); id == "item:"+hit {
					return true
				}
			}
		}
		return false
	})
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

// A search offers what was found, and Enter opens the first of it.
func TestSearchOpensALead(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	s.find("Bitim 4", "hit-lead-7004")
	if s.w.lead.Lead() != 7004 {
		t.Errorf("lead %d is shown", s.w.lead.Lead())
	}
}

// Contacts, companies and what notes are about open as well: beside the board,
// over a lead to which closing leads back, or on their own screen.
func TestSearchOpensPeople(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	var b cache.Batch
	parse := func(text string, v any) {
		if err := json.Unmarshal([]byte(text), v); err != nil {
			t.Fatal(err)
		}
	}
	parse(`[{"id":51,"name":"Alisher Usmonov","updated_at":1760000000}]`, &b.Contacts)
	parse(`[{"id":61,"name":"Nur Mebel","updated_at":1760000000}]`, &b.Companies)
	b.Notes = make(map[cache.Entity][]amo.Note)
	notes := func(of cache.Entity, text string) {
		var list []amo.Note
		parse(text, &list)
		b.Notes[of] = list
	}
	notes(cache.Companies, `[{"id":71,"entity_id":61,"note_type":"common","params":{"text":"Shartnoma tayyor"},"created_at":1760000000,"updated_at":1760000000}]`)
	notes(cache.Leads, `[{"id":72,"entity_id":7003,"note_type":"common","params":{"text":"Ertaga keladi"},"created_at":1760000000,"updated_at":1760000000}]`)
	if err := s.store.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	beside := func(entity cache.Entity, id int64) {
		t.Helper()
		if got, want := s.w.folk.aside.Subject(), (people.Subject{Entity: entity, ID: id}); got != want || !s.w.shell.PanelShown() {
			t.Errorf("%+v is shown, want %+v", got, want)
		}
	}
	s.find("Alisher", "hit-contact-51")
	beside(cache.Contacts, 51)
	s.find("Nur Meb", "hit-company-61")
	beside(cache.Companies, 61)
	s.w.asideClosed()
	if s.w.shell.PanelShown() {
		t.Error("the closed form stays")
	}
	s.find("Ertaga keladi", "hit-note-72")
	if s.w.lead.Lead() != 7003 {
		t.Errorf("lead %d is shown", s.w.lead.Lead())
	}
	s.find("Shartnoma tayyor", "hit-note-71")
	beside(cache.Companies, 61)
	s.w.asideClosed()
	if s.w.lead.Lead() != 7003 || !s.w.shell.PanelShown() {
		t.Errorf("closing the form leads to lead %d", s.w.lead.Lead())
	}
	s.w.navigate(shell.Contacts)
	s.find("Nur Meb", "hit-company-61")
	if got := s.w.folk.contacts.Chosen(); got != (cache.Row{Entity: cache.Companies, ID: 61}) || s.w.shell.PanelShown() {
		t.Errorf("on their screen %+v is chosen", got)
	}
	s.find("Bitim 4", "hit-lead-7004")
	if s.w.lead.Lead() != 7004 || !s.w.shell.PanelShown() {
		t.Errorf("over their screen lead %d is shown", s.w.lead.Lead())
	}
}
