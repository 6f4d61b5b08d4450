package promise

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
)

// TestPromise02CreatedOnce: thousands of leads are made while of every third
// request or so the answer is lost after the server has acted on it, or the
// connection before. Afterwards there are exactly as many as were made here,
// and each is one of the server's.
//
// To see it fail, have pusher.create send creates that were tried without
// lookUp.
func TestPromise02CreatedOnce(t *testing.T) {
	w := newWorld(t, sandbox.Options{Leads: -1})
	w.sync()
	const each = 250
	count := 1_000
	if *soak {
		count = 10_000
	}
	made := map[int64]string{}
	for n := 0; n < count; n += each {
		edits := make([]cache.Edit, each)
		for i := range edits {
			// Every tenth has a twin that only its number tells apart from it,
			// and every hundredth one that nothing does.
			edits[i] = cache.LeadEdit{Name: amo.Set(fmt.Sprintf("Buyurtma %d", (n+i)/10*10)), Price: amo.Set(int64((n + i) % 100))}
		}
		act := w.do(edits...)
		for i, row := range act.Made {
			made[row.ID] = fmt.Sprintf("Buyurtma %d", (n+i)/10*10)
		}
	}
	w.server.SetFaults(sandbox.Faults{CutAfter: 0.3, CutBefore: 0.1, Truncate: 0.05, Methods: []string{"POST"}, Seed: 7})
	w.sync()
	w.expectSent()
	w.server.SetFaults(sandbox.Faults{})
	ids := map[int64]bool{}
	for page, err := range w.client().AllLeads(context.Background(), amo.LeadQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range page.Items {
			ids[l.ID] = true
		}
	}
	if len(ids) != count {
		t.Errorf("the server has %d leads, made were %d", len(ids), count)
	}
	taken := map[int64]bool{}
	for local, name := range made {
		id, err := w.store.ResolveID(context.Background(), local)
		if err != nil || !ids[id] || taken[id] {
			t.Fatalf("lead %d became %d (taken: %v), %v", local, id, taken[id], err)
		}
		taken[id] = true
		if d := w.seen(local); d.Lead.Name != name || d.Lead.ID != id {
			t.Fatalf("lead %d is %d %q, was %q", local, d.Lead.ID, d.Lead.Name, name)
		}
	}
	if counts, err := w.store.Counts(context.Background()); err != nil || counts.Leads != count {
		t.Errorf("the replica has %d leads, %v", counts.Leads, err)
	}
}

// TestUnclearCreateAsksThePerson: somebody makes the same lead at the same
// time, with the same account, so that nothing can tell which one is ours.
func TestUnclearCreateAsksThePerson(t *testing.T) {
	for _, tt := range []struct {
		name string
		take int // which candidate, -1 for none
		want int // leads of that name afterwards
	}{{"it is the first", 0, 2}, {"it is the second", 1, 2}, {"it is none", -1, 3}} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{Leads: 5})
			w.sync()
			row := w.do(cache.LeadEdit{Name: amo.Set("Egizak"), Price: amo.Set(int64(5))}).Made[0]
			d := w.seen(row.ID).Lead
			twin := amo.LeadDraft{
				Name: "Egizak", Price: amo.Set(int64(5)), StatusID: d.StatusID, PipelineID: d.PipelineID, ResponsibleUserID: d.ResponsibleUserID,
			}
			w.front.writes = func(*http.Request) {
				w.front.writes = nil
				w.server.SetFaults(sandbox.Faults{})
				if _, err := w.client().CreateLeads(context.Background(), []amo.LeadDraft{twin}); err != nil {
					t.Error(err)
				}
				w.server.SetFaults(sandbox.Faults{CutAfter: 1, Times: 1, Methods: []string{"POST"}})
			}
			w.sync()
			changes := w.outbox()
			if len(changes) != 1 || changes[0].State != cache.ChangeUnclear {
				t.Fatalf("outbox %+v", changes)
			}
			rows, err := w.store.Candidates(context.Background(), changes[0].ID)
			if err != nil || len(rows) != 2 {
				t.Fatalf("candidates %v, %v", rows, err)
			}
			id := int64(0)
			if tt.take >= 0 {
				id = rows[tt.take].ID
			}
			if err := w.store.ResolveUnclear(context.Background(), changes[0].ID, id); err != nil {
				t.Fatal(err)
			}
			w.sync()
			w.expectSent()
			page, err := w.client().Leads(context.Background(), amo.LeadQuery{Names: []string{"Egizak"}})
			if err != nil || len(page.Items) != tt.want {
				t.Fatalf("%d leads, %v, want %d", len(page.Items), err, tt.want)
			}
			if got := w.seen(row.ID).Lead.ID; got <= 0 || id != 0 && got != id {
				t.Errorf("the lead is %d", got)
			}
		})
	}
}

// TestMarkerTellsTwinsApart: with a field chosen for it, every lead carries a
// mark, and even a twin made at the same second by the same user is no doubt.
func TestMarkerTellsTwinsApart(t *testing.T) {
	w := newWorld(t, sandbox.Options{Leads: 5})
	w.sync()
	ctx := context.Background()
	field := w.field(cache.Leads, amo.FieldText)
	if err := w.store.SetMarkerField(ctx, w.field(cache.Leads, amo.FieldNumeric).ID); err == nil {
		t.Error("marks were put into a number")
	}
	if err := w.store.SetMarkerField(ctx, field.ID); err != nil {
		t.Fatal(err)
	}
	row := w.do(cache.LeadEdit{Name: amo.Set("Egizak")}).Made[0]
	d := w.seen(row.ID).Lead
	w.front.writes = func(*http.Request) {
		w.front.writes = nil
		twin := amo.LeadDraft{Name: "Egizak", StatusID: d.StatusID, PipelineID: d.PipelineID, ResponsibleUserID: d.ResponsibleUserID}
		if _, err := w.client().CreateLeads(ctx, []amo.LeadDraft{twin}); err != nil {
			t.Error(err)
		}
		w.server.SetFaults(sandbox.Faults{CutAfter: 1, Times: 1, Methods: []string{"POST"}})
	}
	w.sync()
	w.expectSent()
	got := w.lead(w.seen(row.ID).Lead.ID)
	if len(got.CustomFieldsValues) != 1 || got.CustomFieldsValues[0].FieldID != field.ID {
		t.Fatalf("the lead %d has no mark: %+v", got.ID, got.CustomFieldsValues)
	}
	if page, err := w.client().Leads(ctx, amo.LeadQuery{Names: []string{"Egizak"}}); err != nil || len(page.Items) != 2 {
		t.Fatalf("%d leads, %v", len(page.Items), err)
	}
}
