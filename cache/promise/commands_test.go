package promise

import (
	"context"
	"slices"
	"testing"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
)

// TestEveryCommandReachesTheServer: one of each, and what the server has
// afterwards is what the person saw before.
func TestEveryCommandReachesTheServer(t *testing.T) {
	w := newWorld(t, sandbox.Options{Leads: 30})
	w.sync()
	ctx := context.Background()
	l := w.open(3)
	users, err := w.store.Users(ctx)
	if err != nil || len(users) < 2 {
		t.Fatalf("users %v, %v", users, err)
	}
	text := w.field(cache.Leads, amo.FieldText)

	// A lead with a contact and a company, and what hangs on them.
	act := w.do(cache.LeadEdit{
		Name: amo.Set("Yangi buyurtma"), Price: amo.Set(int64(1_250_000)), AddTags: []string{"VIP", "Sayt"},
		Fields:  []cache.FieldEdit{{FieldID: text.ID, Values: []amo.Value{amo.Text{Value: "A-77"}}}},
		Contact: &cache.ContactEdit{FirstName: amo.Set("Alisher"), LastName: amo.Set("Toʻrayev")},
		Company: &cache.CompanyEdit{Name: amo.Set("Namuna MChJ")},
	})
	lead := act.Made[0]
	if len(act.Made) != 3 || lead.Entity != cache.Leads || lead.ID >= 0 {
		t.Fatalf("made %+v", act.Made)
	}
	w.do(cache.TaskEdit{Entity: cache.Leads, EntityID: lead.ID, Text: amo.Set("Qoʻngʻiroq"), CompleteTill: amo.Set(int64(1893456000))})
	w.do(cache.NoteEdit{Entity: cache.Leads, EntityID: lead.ID, Text: "Narx kelishildi"})
	w.do(cache.LeadEdit{ID: lead.ID, Price: amo.Set(int64(1_300_000)), StatusID: l[0].StatusID, PipelineID: l[0].PipelineID})
	// Edits of what is there.
	w.do(cache.LeadEdit{ID: l[0].ID, Name: amo.Set("Boshqa nom"), OwnerID: amo.Set(users[1].ID), AddTags: []string{"Shoshilinch"}})
	w.do(cache.LeadEdit{ID: l[1].ID, StatusID: amo.StatusLost, LossReasonID: amo.Null[int64]()}, cache.LeadEdit{ID: l[2].ID, StatusID: amo.StatusWon})
	contact := w.do(cache.ContactEdit{Name: amo.Set("Malika"), CompanyID: amo.Null[int64]()}).Made[0]
	w.do(cache.LeadEdit{ID: l[0].ID, Link: []int64{contact.ID}, MainContactID: contact.ID})

	before := w.seen(lead.ID)
	if before.Lead.Price != 1_300_000 || len(before.Contacts) != 1 || before.Company == nil || len(before.Tasks) != 1 {
		t.Fatalf("seen before it is sent: %+v", before)
	}
	sum := w.sync()
	w.expectSent()
	if sum.Refused+sum.Conflicts != 0 {
		t.Fatalf("%+v", sum)
	}
	after := w.seen(lead.ID) // the old id goes on
	if after.Lead.ID <= 0 || len(after.Changes) != 0 || len(after.Contacts) != 1 || after.Contacts[0].Name != "Alisher Toʻrayev" {
		t.Fatalf("seen afterwards: %+v", after)
	}
	got := w.lead(after.Lead.ID)
	tags := []string{}
	for _, tag := range got.Embedded.Tags {
		tags = append(tags, tag.Name)
	}
	slices.Sort(tags)
	if got.Name != "Yangi buyurtma" || got.Price != 1_300_000 || got.CompanyID() == 0 || got.MainContactID() == 0 || !slices.Equal(tags, []string{"Sayt", "VIP"}) {
		t.Fatalf("the server has %+v", got)
	}
	if tasks, err := w.client().Tasks(ctx, amo.TaskQuery{EntityType: "leads", EntityIDs: []int64{got.ID}}); err != nil || len(tasks.Items) != 1 {
		t.Fatalf("tasks %+v, %v", tasks.Items, err)
	}
	if notes, err := w.client().Notes(ctx, amo.NoteScope{Entity: "leads", EntityID: got.ID}, amo.NoteQuery{}); err != nil || len(notes.Items) == 0 {
		t.Fatalf("notes %+v, %v", notes.Items, err)
	}
	edited := w.lead(l[0].ID)
	if edited.Name != "Boshqa nom" || edited.ResponsibleUserID != users[1].ID || edited.MainContactID() == 0 {
		t.Fatalf("edited %+v", edited)
	}
	if main, err := w.store.ResolveID(ctx, contact.ID); err != nil || main != edited.MainContactID() {
		t.Fatalf("main contact %d, made %d, %v", edited.MainContactID(), main, err)
	}
	if w.lead(l[1].ID).StatusID != amo.StatusLost || w.lead(l[2].ID).StatusID != amo.StatusWon {
		t.Fatal("leads were not moved")
	}
}
