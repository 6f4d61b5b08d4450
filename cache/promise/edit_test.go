package promise

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
	"voronka/cache/merge"
	"voronka/cache/replica"
)

// TestPromise03OnlyTouchedFields: two people change different fields of one
// lead, either of them first: both stay.
//
// To see it fail, have leadPatch send the whole row.
func TestPromise03OnlyTouchedFields(t *testing.T) {
	for _, theirsFirst := range []bool{true, false} {
		w := newWorld(t, sandbox.Options{Leads: 10})
		w.sync()
		l := w.open(1)[0]
		theirs := map[string]any{"price": 777, "custom_fields_values": nil}
		if theirsFirst {
			w.edit("leads", l.ID, theirs)
		}
		w.do(cache.LeadEdit{ID: l.ID, Name: amo.Set("Meniki"), AddTags: []string{"meniki"}})
		if !theirsFirst {
			w.edit("leads", l.ID, theirs)
		}
		w.sync()
		w.expectSent()
		got := w.lead(l.ID)
		if got.Name != "Meniki" || got.Price != 777 {
			t.Errorf("theirs first %v: %q, %d", theirsFirst, got.Name, got.Price)
		}
		if seen := w.seen(l.ID).Lead; seen.Name != "Meniki" || seen.Price != 777 {
			t.Errorf("theirs first %v: seen %q, %d", theirsFirst, seen.Name, seen.Price)
		}
		for _, tag := range l.Tags {
			found := false
			for _, now := range got.Embedded.Tags {
				found = found || now.Name == tag
			}
			if !found {
				t.Errorf("tag %q is gone", tag)
			}
		}
	}
}

// TestPromise05ConflictsAreReversible: a conflict is shown with what was, what
// I want, what somebody else has set and who; whatever is chosen, undo brings
// back what stood before the choice.
//
// To see it fail, have Resolve keep no snapshot.
func TestPromise05ConflictsAreReversible(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		name   string
		choice cache.Choice
		want   int64
	}{
		{"mine", cache.Choice{Take: cache.TakeMine}, 222},
		{"theirs", cache.Choice{Take: cache.TakeTheirs}, 333},
		{"new", cache.Choice{Take: cache.TakeNew, Value: json.RawMessage("444")}, 444},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{Leads: 10})
			w.sync()
			l := w.open(1)[0]
			users, err := w.store.Users(ctx)
			if err != nil {
				t.Fatal(err)
			}
			other := users[len(users)-1].ID
			w.do(cache.LeadEdit{ID: l.ID, Price: amo.Set(int64(222)), Name: amo.Set("Meniki")})
			if err := w.server.Edit(other, "leads", l.ID, map[string]any{"price": 333}); err != nil {
				t.Fatal(err)
			}
			if sum := w.sync(); sum.Conflicts != 1 {
				t.Fatalf("%+v", sum)
			}
			conflict := func() cache.Conflict {
				t.Helper()
				list, err := w.store.Conflicts(ctx)
				if err != nil || len(list) != 1 {
					t.Fatalf("conflicts %+v, %v", list, err)
				}
				return list[0]
			}
			before := conflict()
			if before.Field != merge.Price || string(before.Mine) != "222" || string(before.Theirs) != "333" || before.TheirsBy != other || before.LeadID != l.ID {
				t.Fatalf("conflict %+v", before)
			}
			if seen := w.seen(l.ID).Lead.Price; seen != 222 {
				t.Fatalf("one sees %d while it is not decided", seen)
			}
			act, err := w.store.Resolve(ctx, before.ChangeID, "", tt.choice)
			if err != nil {
				t.Fatal(err)
			}
			if seen := w.seen(l.ID).Lead.Price; seen != tt.want {
				t.Fatalf("one sees %d after the choice", seen)
			}
			if _, err := w.store.Undo(ctx, act.ID); err != nil {
				t.Fatal(err)
			}
			if again := conflict(); again.Theirs == nil || string(again.Mine) != "222" || string(again.Theirs) != "333" || again.TheirsBy != other {
				t.Fatalf("after undo %+v, before %+v", again, before)
			}
			if seen := w.seen(l.ID).Lead.Price; seen != 222 {
				t.Fatalf("one sees %d after undo", seen)
			}
			if _, err := w.store.Resolve(ctx, before.ChangeID, merge.Price, tt.choice); err != nil {
				t.Fatal(err)
			}
			w.sync()
			w.expectSent()
			if got := w.lead(l.ID); got.Price != tt.want || got.Name != "Meniki" {
				t.Fatalf("the server has %d, %q", got.Price, got.Name)
			}
			// Also after it was sent: as the server stood then.
			if _, err := w.store.Undo(ctx, 0); err != nil && tt.choice.Take != cache.TakeTheirs {
				t.Fatal(err)
			}
			w.sync()
			if got := w.lead(l.ID); got.Price != 333 {
				t.Fatalf("after undo the server has %d", got.Price)
			}
		})
	}
}

// TestPromise06OrderPerEntity: one lead's change is refused; the others go, and
// what stands behind the refused one waits. Changes of one row arrive in the
// order in which they were made.
//
// To see it fail, take the first NOT EXISTS out of heads in cache/outbox.go.
func TestPromise06OrderPerEntity(t *testing.T) {
	w := newWorld(t, sandbox.Options{Leads: 40})
	w.sync()
	leads := w.open(12)
	bad := leads[4].ID
	w.front.before = refuseLead(bad)
	for i, l := range leads {
		w.do(cache.LeadEdit{ID: l.ID, Price: amo.Set(int64(1000 + i))})
		w.do(cache.LeadEdit{ID: l.ID, StatusID: amo.StatusWon})
	}
	sum := w.sync()
	if sum.Refused != 1 {
		t.Fatalf("%+v", sum)
	}
	if left := w.outbox(); len(left) != 2 || left[0].EntityID != bad || left[1].EntityID != bad || left[0].Kind != cache.ChangeEdit {
		t.Fatalf("left %+v", left)
	}
	for i, l := range leads {
		got := w.lead(l.ID)
		if l.ID == bad {
			if got.StatusID == amo.StatusWon {
				t.Error("what stood behind a refused change was sent")
			}
			continue
		}
		if got.Price != int64(1000+i) || got.StatusID != amo.StatusWon {
			t.Errorf("lead %d: %d in %d", l.ID, got.Price, got.StatusID)
		}
	}
	w.front.before = nil
	if err := w.store.RetryChange(context.Background(), w.outbox()[0].ID); err != nil {
		t.Fatal(err)
	}
	w.sync()
	w.expectSent()
	if got := w.lead(bad); got.Price != 1004 || got.StatusID != amo.StatusWon {
		t.Errorf("after a retry: %d in %d", got.Price, got.StatusID)
	}
}

// TestPromise07LocalIDsBecomeReal: a contact, a lead, a note and a task are
// made, linked and moved with the cable out, and sent over a line that breaks:
// each is on the server once, and each names the real ids.
//
// To see it fail, have adopt leave out renameInOutbox.
func TestPromise07LocalIDsBecomeReal(t *testing.T) {
	for seed := range uint64(3) {
		w := newWorld(t, sandbox.Options{Leads: 20})
		w.sync()
		ctx := context.Background()
		contact := w.do(cache.ContactEdit{Name: amo.Set("Kontakt")}).Made[0].ID
		lead := w.do(cache.LeadEdit{Name: amo.Set("Bitim"), Link: []int64{contact}, MainContactID: contact}).Made[0].ID
		company := w.do(cache.CompanyEdit{Name: amo.Set("Kompaniya")}).Made[0].ID
		w.do(cache.LeadEdit{ID: lead, CompanyID: amo.Set(company)})
		w.do(cache.ContactEdit{ID: contact, CompanyID: amo.Set(company)})
		task := w.do(cache.TaskEdit{Entity: cache.Leads, EntityID: lead, Text: amo.Set("Vazifa"), CompleteTill: amo.Set(int64(1893456000))}).Made[0].ID
		w.do(cache.TaskEdit{ID: task, Completed: amo.Set(true), Result: amo.Set("Tayyor")})
		w.do(cache.NoteEdit{Entity: cache.Contacts, EntityID: contact, Text: "Izoh"})
		place := w.elsewhere(lead)
		w.do(cache.LeadEdit{ID: lead, StatusID: place.StatusID, PipelineID: place.PipelineID})
		w.server.SetFaults(sandbox.Faults{CutAfter: 0.3, CutBefore: 0.2, Status: map[int]float64{502: 0.1}, Seed: seed, Times: 12})
		w.sync()
		w.server.SetFaults(sandbox.Faults{})
		w.sync()
		w.expectSent()
		real := func(id int64) int64 {
			t.Helper()
			got, err := w.store.ResolveID(ctx, id)
			if err != nil || got <= 0 {
				t.Fatalf("seed %d: row %d is %d, %v", seed, id, got, err)
			}
			return got
		}
		got := w.lead(real(lead))
		if got.MainContactID() != real(contact) || got.CompanyID() != real(company) || got.StatusID != place.StatusID {
			t.Fatalf("seed %d: lead %+v", seed, got.Embedded)
		}
		if c, err := w.client().Contact(ctx, real(contact)); err != nil || len(c.Embedded.Companies) != 1 || c.Embedded.Companies[0].ID != real(company) {
			t.Fatalf("seed %d: contact %+v, %v", seed, c.Embedded, err)
		}
		if v, err := w.client().Task(ctx, real(task)); err != nil || !v.IsCompleted || v.ResultText() != "Tayyor" || v.EntityID == nil || *v.EntityID != got.ID {
			t.Fatalf("seed %d: task %+v, %v", seed, v, err)
		}
		notes, err := w.client().Notes(ctx, amo.NoteScope{Entity: "contacts", EntityID: real(contact)}, amo.NoteQuery{Types: []string{"common"}})
		if err != nil || len(notes.Items) != 1 {
			t.Fatalf("seed %d: %d notes, %v", seed, len(notes.Items), err)
		}
		page, err := w.client().Leads(ctx, amo.LeadQuery{Names: []string{"Bitim"}})
		if err != nil || len(page.Items) != 1 {
			t.Fatalf("seed %d: %d leads, %v", seed, len(page.Items), err)
		}
	}
}

// TestPromise12UndoInsideTheHold: a move that is taken back before its hold has
// passed costs no write, be it alone, one of many, or followed by an edit.
//
// To see it fail, have Do ignore Command.Hold.
func TestPromise12UndoInsideTheHold(t *testing.T) {
	w := newWorld(t, sandbox.Options{Leads: 20})
	var ahead atomic.Int64 // of the computer's clock, nanoseconds
	w.folder.Clock = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	w.options.Clock = skewed{w.folder.Clock}
	reopen(w)
	w.sync()
	var mu sync.Mutex
	writes := 0
	w.front.writes = func(*http.Request) { mu.Lock(); writes++; mu.Unlock() }
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	engine := replica.New(w.options)
	go func() { done <- engine.Run(ctx) }()
	leads := w.open(5)
	move := cache.Command{Hold: 10 * time.Minute}
	for _, l := range leads {
		move.Edits = append(move.Edits, cache.LeadEdit{ID: l.ID, StatusID: amo.StatusWon})
	}
	act, err := w.store.Do(ctx, move)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond) // the engine has every chance to send it
	if _, err := w.store.Undo(ctx, act.ID); err != nil {
		t.Fatal(err)
	}
	if left := w.outbox(); len(left) != 0 {
		t.Errorf("left %+v", left)
	}
	ahead.Store(int64(time.Hour)) // the hold has long passed, and a whole round after it finds nothing to send
	for later := time.Now().Add(time.Hour).Unix(); engine.Status().LastSync < later; time.Sleep(time.Millisecond) {
		engine.Poke()
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if writes != 0 {
		t.Errorf("%d writes", writes)
	}
	for _, l := range leads {
		if got := w.lead(l.ID).StatusID; got != l.StatusID {
			t.Errorf("lead %d is in %d, was in %d", l.ID, got, l.StatusID)
		}
	}
}

// TestPromise13DeletionIsTold: somebody deletes a lead that has unsent edits.
// The person is told, and may keep what they wanted as a new lead, or drop it.
//
// To see it fail, have puller.removal delete rows with unsent changes, and
// deleteRows leave out keepGone.
func TestPromise13DeletionIsTold(t *testing.T) {
	ctx := context.Background()
	for _, entity := range []cache.Entity{cache.Leads, cache.Contacts} {
		for _, keep := range []bool{true, false} {
			w := newWorld(t, sandbox.Options{Leads: 10})
			w.sync()
			l := w.open(1)[0]
			row := cache.Row{Entity: entity, ID: l.ID}
			if entity == cache.Leads {
				w.do(cache.LeadEdit{ID: l.ID, Price: amo.Set(int64(555)), AddTags: []string{"qolsin"}})
			} else {
				row.ID = w.seen(l.ID).Contacts[0].ID
				w.do(cache.ContactEdit{ID: row.ID, Name: amo.Set("Qolsin")})
			}
			if err := w.server.Delete(0, string(entity), row.ID); err != nil {
				t.Fatal(err)
			}
			w.sync()
			gone, err := w.store.Gone(ctx)
			if err != nil || len(gone) != 1 || gone[0].Row != row || len(gone[0].Changes) != 1 || gone[0].Name == "" {
				t.Fatalf("%s: gone %+v, %v", entity, gone, err)
			}
			if !keep {
				if err := w.store.DropGone(ctx, row); err != nil {
					t.Fatal(err)
				}
				w.sync()
				w.expectSent()
				continue
			}
			act, err := w.store.KeepAsNew(ctx, row)
			if err != nil {
				t.Fatal(err)
			}
			w.sync()
			w.expectSent()
			id, err := w.store.ResolveID(ctx, act.Made[0].ID)
			if err != nil || id <= 0 || id == row.ID {
				t.Fatalf("%s: kept as %d, %v", entity, id, err)
			}
			if entity == cache.Contacts {
				if c, err := w.client().Contact(ctx, id); err != nil || c.Name != "Qolsin" {
					t.Fatalf("kept %+v, %v", c, err)
				}
				continue
			}
			if got := w.lead(id); got.Price != 555 || got.Name != l.Name || got.StatusID != l.StatusID {
				t.Fatalf("kept %+v", got)
			}
		}
	}
}
