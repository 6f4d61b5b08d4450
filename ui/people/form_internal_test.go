package people

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/hand"
	"voronka/ui/input"
)

func (s *stage) edits() string {
	s.Helper()
	b, err := json.Marshal(s.memory.done)
	if err != nil {
		s.Fatal(err)
	}
	return string(b)
}

func (s *stage) save() {
	s.Helper()
	s.form.Save()
	s.settle("the save", func() bool { return s.saved+len(s.failed) > 0 })
}

func TestOpeningAndSavingUntouchedSendsNothing(t *testing.T) {
	s := newStage(t, newMemory(), "uz")
	s.show(Subject{Entity: cache.Contacts, ID: 6001})
	if n := s.form.changes(); n != 0 {
		t.Errorf("an untouched form has %d changes", n)
	}
	s.form.Save()
	if s.form.saving || s.shown("button:save-person") {
		t.Error("an untouched form can be saved")
	}
}

func TestOnlyWhatChangedIsSent(t *testing.T) {
	s := newStage(t, newMemory(), "uz")
	s.show(Subject{Entity: cache.Contacts, ID: 6001})
	s.write("field:last-name", "ov")
	s.form.tags.Apply([]string{"VIP"}, []string{"hamkor"})
	s.form.typed("")
	s.save()
	e, ok := s.memory.done[0].(cache.ContactEdit)
	if !ok || e.ID != 6001 || e.LastName != amo.Set("Rahimovov") || !e.FirstName.IsZero() || !e.Name.IsZero() || !e.OwnerID.IsZero() ||
		!e.CompanyID.IsZero() || len(e.Fields) != 0 || strings.Join(e.AddTags, ",") != "VIP" || strings.Join(e.RemoveTags, ",") != "hamkor" {
		t.Errorf("stored %s", s.edits())
	}
	if s.form.changes() != 0 {
		t.Errorf("after saving %d changes are left", s.form.changes())
	}
}

func TestAPhoneIsAddedAndAnotherTakenAway(t *testing.T) {
	s := newStage(t, newMemory(), "uz")
	s.show(Subject{Entity: cache.Contacts, ID: 6001})
	s.press("button:add-cf-1")
	s.write("field:cf-1-2", "901234567")
	s.save()
	e := s.memory.done[0].(cache.ContactEdit)
	if len(e.Fields) != 1 || len(e.Fields[0].Values) != 2 || e.Fields[0].Values[1].(amo.Multitext).Value != "+998901234567" {
		t.Fatalf("stored %s", s.edits())
	}
	if n := s.form.changes(); n != 0 {
		t.Errorf("after saving %d changes are left", n)
	}
}

func TestWhatIsTypedDuringASaveIsAChangeAfterIt(t *testing.T) {
	s := newStage(t, newMemory(), "uz")
	s.show(Subject{Entity: cache.Contacts, ID: 6001})
	s.write("field:last-name", "1")
	s.form.Save()
	s.write("field:last-name", "2")
	s.write("field:first-name", "3")
	s.form.tags.Apply([]string{"VIP"}, nil)
	s.settle("the save", func() bool { return s.saved > 0 })
	if e := s.form.contactEdit(); e.LastName != amo.Set("Rahimov12") || e.FirstName != amo.Set("Jasur3") || strings.Join(e.AddTags, "") != "VIP" {
		t.Errorf("left to save: %+v", e)
	}
	s.form.drafts.Close()
	if kept := s.memory.Kept("contact/6001"); !strings.Contains(kept, "Rahimov12") {
		t.Errorf("kept %q", kept)
	}
}

func TestWhatIsSavedDuringASaveIsStoredAfterIt(t *testing.T) {
	s := newStage(t, newMemory(), "uz")
	s.show(Subject{Entity: cache.Contacts, ID: 6001})
	s.write("field:last-name", "1")
	s.form.Save()
	s.write("field:first-name", "2")
	s.form.Save()
	s.settle("both saves", func() bool { return s.saved == 2 })
	if e := s.memory.done[1].(cache.ContactEdit); e.FirstName != amo.Set("Jasur2") || !e.LastName.IsZero() || s.form.changes() != 0 {
		t.Errorf("stored %s", s.edits())
	}
}

func TestWhatIsNewIsStoredOnce(t *testing.T) {
	s := newStage(t, newMemory(), "uz")
	s.show(Subject{Entity: cache.Contacts})
	s.write("field:first-name", "Aziz")
	s.form.Save()
	s.form.Save()
	s.settle("the save", func() bool { return s.left == 1 })
	if s.form.work.Wait(); len(s.memory.done) != 1 {
		t.Errorf("stored %s", s.edits())
	}
}

func TestANewContactGetsANewCompanyInOneEdit(t *testing.T) {
	s := newStage(t, newMemory(), "en")
	s.show(Subject{Entity: cache.Contacts})
	s.write("field:first-name", "Aziz")
	var found []field.Found
	s.form.findCompany("Yangi Zavod", func(list []field.Found) { found = list })
	s.settle("the search", func() bool { return len(found) > 0 })
	fresh := found[len(found)-1]
	if fresh.Text != "Yangi Zavod" || !isFresh(fresh.ID) {
		t.Fatalf("found %+v", found)
	}
	s.form.field(keyCompany).Choose(fresh.ID, fresh.Text)
	s.save()
	contact := s.memory.done[0].(cache.ContactEdit)
	if len(s.memory.done) != 1 || contact.Company == nil || contact.Company.Name != amo.Set("Yangi Zavod") || contact.FirstName != amo.Set("Aziz") || contact.OwnerID != amo.Set[int64](9001) {
		t.Errorf("stored %s", s.edits())
	}
	if s.left != 1 {
		t.Errorf("the form was left %d times", s.left)
	}
}

func TestANewLeadGoesOutWithItsContactAndCompanyInOneEdit(t *testing.T) {
	s := newStage(t, newMemory(), "uz")
	s.show(Subject{Entity: cache.Leads, PipelineID: 11})
	s.write("field:lead-name", "Ofis mebeli")
	s.write("field:price", "84500000")
	s.write("field:first-name", "Alisher")
	s.write("field:cf-1-1", "90 123 45 67")
	s.form.names[firstFresh-5] = "Nur Mebel"
	s.form.field(keyCompany).Choose(firstFresh-5, "Nur Mebel")
	s.save()
	if len(s.memory.done) != 1 {
		t.Fatalf("stored %s", s.edits())
	}
	e := s.memory.done[0].(cache.LeadEdit)
	if e.Name != amo.Set("Ofis mebeli") || e.Price != amo.Set[int64](84_500_000) || e.PipelineID != 11 || e.StatusID != 1101 ||
		e.Contact == nil || e.Contact.FirstName != amo.Set("Alisher") || len(e.Contact.Fields) != 1 || e.Company == nil || e.Company.Name != amo.Set("Nur Mebel") {
		t.Errorf("stored %s", s.edits())
	}
}

func TestANewLeadOfAnExistingContactIsLinked(t *testing.T) {
	s := newStage(t, newMemory(), "uz")
	s.show(Subject{Entity: cache.Leads})
	s.form.names[6001] = "Jasur Rahimov"
	s.form.field(keyWho).Choose(6001, "Jasur Rahimov")
	if s.shown("field:first-name") {
		t.Error("a chosen contact is asked for its name")
	}
	s.save()
	e := s.memory.done[0].(cache.LeadEdit)
	if e.MainContactID != 6001 || len(e.Link) != 1 || e.Contact != nil || e.Name != amo.Set("Jasur Rahimov") {
		t.Errorf("stored %s", s.edits())
	}
}

func TestANewContactOfALeadIsMadeWithItsLink(t *testing.T) {
	m := newMemory()
	s := newStage(t, m, "uz")
	s.show(Subject{Entity: cache.Contacts, LeadID: 19619})
	s.write("field:first-name", "Aziz")
	s.save()
	e, ok := m.done[0].(cache.LeadEdit)
	if !ok || len(m.done) != 1 || e.ID != 19619 || e.Contact == nil || e.Contact.FirstName != amo.Set("Aziz") || s.left != 1 {
		t.Errorf("stored %s, left %d times", s.edits(), s.left)
	}
}

func TestSomebodyWhoIsHereIsLinkedInsteadOfMadeAgain(t *testing.T) {
	m := newMemory()
	m.twins = []cache.Duplicate{{Entity: cache.Contacts, ID: 7, Name: "Alisher Karimov", By: "90 123 45 67"}}
	s := newStage(t, m, "uz")
	s.show(Subject{Entity: cache.Contacts, LeadID: 19619})
	s.write("field:cf-1-1", "901234567")
	s.settle("the warning", func() bool { return s.shown("notice:twin") })
	s.press("button:use-twin")
	s.settle("the link", func() bool { return s.saved+len(s.failed) > 0 })
	if e, ok := m.done[0].(cache.LeadEdit); !ok || e.ID != 19619 || e.Contact != nil || len(e.Link) != 1 || e.Link[0] != 7 || s.left != 1 {
		t.Errorf("stored %s, left %d times", s.edits(), s.left)
	}
	s.form.drafts.Close()
	if m.Kept("contact/of-lead/19619") != "" {
		t.Error("the draft is still kept")
	}
}

func TestANamelessOneIsNotStored(t *testing.T) {
	for entity, key := range map[cache.Entity]string{cache.Contacts: keyFirst, cache.Companies: keyName, cache.Leads: keyLead} {
		s := newStage(t, newMemory(), "en")
		s.show(Subject{Entity: entity})
		s.form.Save()
		if s.form.saving || s.form.field(key).Mistake() == "" {
			t.Errorf("a nameless one of %s is stored, or nothing is said", entity)
		}
	}
}

func TestDuplicatesAreToldWhileTyping(t *testing.T) {
	m := newMemory()
	m.twins = []cache.Duplicate{{Entity: cache.Contacts, ID: 7, Name: "Alisher Karimov", CompanyName: "Nur Mebel", By: "90 123 45 67"}}
	s := newStage(t, m, "uz")
	s.show(Subject{Entity: cache.Leads})
	s.write("field:cf-1-1", "901234567")
	s.settle("the warning", func() bool { return s.shown("notice:twin") })
	s.press("button:open-twin")
	if len(s.opened) != 1 || s.opened[0] != (cache.Row{Entity: cache.Contacts, ID: 7}) {
		t.Errorf("opened %v", s.opened)
	}
	s.press("button:use-twin")
	if s.form.picked(keyWho) != 7 || s.shown("notice:twin") {
		t.Errorf("the contact of the lead is %d", s.form.picked(keyWho))
	}
}

func TestOnlyNewPhonesAreLookedFor(t *testing.T) {
	s := newStage(t, newMemory(), "uz")
	s.show(Subject{Entity: cache.Contacts, ID: 6001})
	s.press("button:add-cf-1")
	s.write("field:cf-1-2", "935551122")
	s.settle("the question", func() bool {
		s.memory.mu.Lock()
		defer s.memory.mu.Unlock()
		return len(s.memory.asked) > 0
	})
	if len(s.memory.asked) != 1 || s.memory.asked[0] != "935551122" {
		t.Errorf("asked about %v", s.memory.asked)
	}
}

func TestAPastedBlockFillsTheForm(t *testing.T) {
	s := newStage(t, newMemory(), "uz")
	s.show(Subject{Entity: cache.Contacts})
	s.paste = "Мария Иванова\nтел. +7 916 123-45-67, maria@vostok.example"
	s.form.Paste()
	get := func(key string) input.Typed { return s.form.field(key).Typed() }
	if get(keyFirst).Text != "Мария" || get(keyLast).Text != "Иванова" || get("cf-1").Lines[0].Text != "+7 916 123-45-67" || get("cf-2").Lines[0].Text != "maria@vostok.example" {
		t.Errorf("the form has %+v %+v %+v %+v", get(keyFirst), get(keyLast), get("cf-1"), get("cf-2"))
	}
}

func TestADraftSurvives(t *testing.T) {
	m := newMemory()
	s := newStage(t, m, "uz")
	s.show(Subject{Entity: cache.Contacts})
	s.write("field:first-name", "Yarim")
	s.form.names[firstFresh-9] = "Zavod"
	s.form.field(keyCompany).Choose(firstFresh-9, "Zavod")
	s.form.Close()
	if m.Kept("contact/new") == "" {
		t.Fatal("nothing was kept")
	}
	again := newStage(t, m, "uz")
	again.show(Subject{Entity: cache.Contacts})
	if again.form.said(keyFirst) != "Yarim" || again.form.picked(keyCompany) != firstFresh-9 || again.form.names[firstFresh-9] != "Zavod" {
		t.Errorf("restored %q, company %d", again.form.said(keyFirst), again.form.picked(keyCompany))
	}
	again.form.Cancel()
	again.form.drafts.Close()
	if m.Kept("contact/new") != "" {
		t.Error("a draft that was given up is still kept")
	}
}

func TestARefusedSaveIsSaidAndNothingIsLost(t *testing.T) {
	m := newMemory()
	s := newStage(t, m, "uz")
	s.show(Subject{Entity: cache.Contacts, ID: 6001})
	m.refuse = &cache.ValueError{Entity: cache.Contacts, ID: 6001, Field: "last_name", Reason: cache.ValueTooLong}
	s.write("field:last-name", "!")
	s.form.Save()
	s.settle("the refusal", func() bool { return !s.form.saving })
	if s.form.field(keyLast).Mistake() == "" || s.form.changes() != 1 {
		t.Errorf("mistake %q, %d changes", s.form.field(keyLast).Mistake(), s.form.changes())
	}
}

func TestAFormFollowsTheAccountsFields(t *testing.T) {
	m := newMemory()
	s := newStage(t, m, "uz")
	s.show(Subject{Entity: cache.Contacts, ID: 6001})
	s.write("field:last-name", "!")
	m.mu.Lock()
	m.more = []amo.CustomField{{ID: 9, Name: "Yangi maydon", Type: amo.FieldText}}
	m.mu.Unlock()
	s.form.Reload()
	s.settle("the new field", func() bool { return s.form.field("cf-9") != nil })
	if s.form.said(keyLast) != "Rahimov!" || s.form.changes() != 1 || !s.shown("field:cf-9") {
		t.Errorf("the last name is %q, %d changes", s.form.said(keyLast), s.form.changes())
	}
}

// A company chooses from a catalog as a lead does, and keeps what was there.
func TestACompanyChoosesFromACatalog(t *testing.T) {
	m := newMemory()
	m.more = []amo.CustomField{{ID: 9, Name: "Tanlov", Type: amo.FieldChainedList, ChainedLists: []amo.ChainedList{{CatalogID: 90}}}}
	have := amo.FieldValues{FieldID: 9, FieldType: amo.FieldChainedList}
	if err := have.Replace(amo.ChainedItem{CatalogID: 90, CatalogElementID: 8001}); err != nil {
		t.Fatal(err)
	}
	m.company.Company.CustomFieldsValues = append(m.company.Company.CustomFieldsValues, have)
	s := newStage(t, m, "uz")
	s.show(Subject{Entity: cache.Companies, ID: m.company.Company.ID})
	s.form.body.Reveal(s.form.field("cf-9"))
	s.press("chip:add-cf-9-1")
	s.settle("the elements", func() bool { return slices.Contains(hand.Words(s.window), "Stul") })
	hand.Key(s.window, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	s.save()
	e, ok := s.memory.done[0].(cache.CompanyEdit)
	if !ok || len(e.Fields) != 1 || len(e.Fields[0].Values) != 2 || e.Fields[0].Values[1].(amo.ChainedItem).CatalogElementID != 8002 {
		t.Errorf("stored %s", s.edits())
	}
}

func TestNewsIsOfferedOverWhatIsTyped(t *testing.T) {
	m := newMemory()
	s := newStage(t, m, "uz")
	s.show(Subject{Entity: cache.Contacts, ID: 6001})
	s.write("field:last-name", "!")
	m.mu.Lock()
	m.contact.Contact.LastName, m.contact.Contact.FirstName = "Karimov", "Anvar"
	m.mu.Unlock()
	s.form.Reload()
	s.settle("the news", func() bool { return s.form.said(keyFirst) == "Anvar" })
	if last := s.form.field(keyLast); !last.Offered() || s.form.said(keyLast) != "Rahimov!" {
		t.Errorf("the last name is %q, offered %v", s.form.said(keyLast), last.Offered())
	}
}

// A contact that was not sent yet when its form was opened is followed to its id
// of the server's, with what is typed into it meanwhile.
func TestAFormFollowsItsContactToItsID(t *testing.T) {
	m := newMemory()
	m.contact.Contact.ID = -5
	s := newStage(t, m, "uz")
	var renamed []int64
	s.form.p.On.Renamed = func(entity cache.Entity, from, to int64) {
		if entity == cache.Contacts {
			renamed = append(renamed, from, to)
		}
	}
	s.show(Subject{Entity: cache.Contacts, ID: -5})
	if s.shown("button:browse-person") || !s.shown("form:contact/-5") {
		t.Error("a contact that amoCRM does not have can be opened there")
	}
	s.write("field:last-name", "!")
	m.mu.Lock()
	m.contact.Contact.ID = 6100
	m.mu.Unlock()
	s.form.Reload()
	s.settle("the new id", func() bool { return s.form.Subject().ID == 6100 })
	if !slices.Equal(renamed, []int64{-5, 6100}) || s.form.said(keyLast) != "Rahimov!" || s.form.changes() != 1 || !s.shown("form:contact/6100") {
		t.Errorf("renamed %v, the last name is %q, %d changes", renamed, s.form.said(keyLast), s.form.changes())
	}
	s.form.Save()
	s.settle("the save", func() bool { return s.saved == 1 })
	if e, ok := m.done[0].(cache.ContactEdit); !ok || e.ID != 6100 {
		t.Errorf("stored was %+v", m.done)
	}
	s.form.Close()
	if kept := m.Kept("contact/6100") + m.Kept("contact/-5"); kept != "" {
		t.Errorf("kept is %s", kept)
	}
}
