package promise

import (
	"context"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
)

// TestMadeTogetherIsOneAct: a contact with a new company, and a new contact of
// a lead that is there already, are one act each: taken back as one, made again
// as one, and on the server linked to each other.
func TestMadeTogetherIsOneAct(t *testing.T) {
	ctx := context.Background()
	contact := cache.ContactEdit{FirstName: amo.Set("Nodira"), Company: &cache.CompanyEdit{Name: amo.Set("Zavod")}}
	for name, edit := range map[string]func(lead int64) cache.Edit{
		"a contact with its company": func(int64) cache.Edit { return contact },
		"a lead's contact": func(lead int64) cache.Edit {
			return cache.LeadEdit{ID: lead, Contact: &cache.ContactEdit{FirstName: amo.Set("Nodira")}}
		},
		"a lead's contact and company": func(lead int64) cache.Edit { return cache.LeadEdit{ID: lead, Contact: &contact} },
		"a lead's new company and person": func(lead int64) cache.Edit {
			return cache.LeadEdit{ID: lead, Contact: &cache.ContactEdit{FirstName: amo.Set("Nodira")}, Company: contact.Company}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{Leads: 5})
			w.sync()
			lead := w.open(1)[0].ID
			before := w.seen(lead)
			act, err := w.store.Do(ctx, cache.Command{Edits: []cache.Edit{edit(lead)}, Hold: time.Hour})
			if err != nil {
				t.Fatal(err)
			}
			person := cache.Row{}
			for _, r := range act.Made {
				if r.Entity == cache.Contacts {
					person = r
				}
			}
			if act.Kind != cache.ActCreate || person.ID >= 0 {
				t.Fatalf("act %+v", act)
			}
			check := func(when string) {
				t.Helper()
				d, err := w.store.Contact(ctx, person.ID)
				if err != nil || d.Contact.Name != "Nodira" {
					t.Fatalf("%s the contact is %+v, %v", when, d.Contact, err)
				}
				if name != "a lead's contact" && (d.Company == nil || d.Company.Name != "Zavod") {
					t.Errorf("%s its company is %+v", when, d.Company)
				}
				if name != "a contact with its company" && len(w.seen(lead).Contacts) != len(before.Contacts)+1 {
					t.Errorf("%s the lead has %d contacts", when, len(w.seen(lead).Contacts))
				}
			}
			check("at once")
			for range 2 {
				if _, err := w.store.Undo(ctx, 0); err != nil {
					t.Fatal(err)
				}
				if left := w.outbox(); len(left) != 0 || len(w.seen(lead).Contacts) != len(before.Contacts) {
					t.Fatalf("after undo %d changes and %d contacts are left", len(left), len(w.seen(lead).Contacts))
				}
				if _, err := w.store.Contact(ctx, person.ID); err == nil {
					t.Error("the contact is still there after undo")
				}
				if _, err := w.store.Redo(ctx, 0); err != nil {
					t.Fatal(err)
				}
				check("after redo")
			}
			if err := w.store.ReleaseHolds(ctx); err != nil {
				t.Fatal(err)
			}
			w.sync()
			w.expectSent()
			check("when it is sent")
			if name != "a contact with its company" && len(w.lead(lead).Embedded.Contacts) != len(before.Contacts)+1 {
				t.Errorf("the server's lead has %+v", w.lead(lead).Embedded.Contacts)
			}
		})
	}
}
