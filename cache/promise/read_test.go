package promise

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
	"voronka/cache/replica"
)

// TestPromise08OwnWrites lets pulls run all the time while a person edits and
// others edit the same leads: whatever the person has written last and was not
// told to be in conflict is what they read, and what they are typing stays.
//
// To see it fail, have saveMerged leave out overlayRows.
func TestPromise08OwnWrites(t *testing.T) {
	w := newWorld(t, sandbox.Options{Leads: 15, Seed: 3})
	w.sync()
	leads := w.open(4)
	w.options.Poll = 2 * time.Millisecond
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	engine := replica.New(w.options)
	go func() { done <- engine.Run(ctx) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	mine := map[int64]string{}
	rapid.Check(t, func(rt *rapid.T) {
		l := rapid.SampledFrom(leads).Draw(rt, "lead").ID
		switch rapid.SampledFrom([]string{"mine", "mine", "theirs", "draft", "wait"}).Draw(rt, "act") {
		case "mine":
			name := rapid.StringMatching(`[A-Z][a-z]{3,9}`).Draw(rt, "name")
			_, err := w.store.Do(ctx, cache.Command{Edits: []cache.Edit{cache.LeadEdit{ID: l, Name: amo.Set(name)}}, Hold: time.Duration(rapid.IntRange(0, 1).Draw(rt, "hold")) * time.Millisecond})
			if err == nil {
				mine[l] = name
			}
		case "theirs": // another field, so that nobody's name is in conflict
			w.edit("leads", l, map[string]any{"price": rapid.IntRange(0, 9999).Draw(rt, "price")})
		case "draft":
			text := rapid.StringN(0, 40, -1).Draw(rt, "typed")
			if err := w.store.SaveDraft(ctx, "lead/typed", []byte(text)); err != nil {
				rt.Fatal(err)
			}
			if got, err := w.store.Draft(ctx, "lead/typed"); err != nil || string(got) != text {
				rt.Fatalf("typed %q, kept %q, %v", text, got, err)
			}
		case "wait": // not for a condition: any number of rounds may happen now
			time.Sleep(time.Duration(rapid.IntRange(0, 5).Draw(rt, "ms")) * time.Millisecond)
		}
		for id, name := range mine {
			if seen := w.seen(id).Lead.Name; seen != name {
				rt.Fatalf("lead %d: wrote %q, reads %q", id, name, seen)
			}
			if cards, err := w.store.Cards(ctx, []int64{id}); err != nil || len(cards) != 1 || cards[0].Name != name {
				rt.Fatalf("lead %d: wrote %q, its card is %+v, %v", id, name, cards, err)
			}
		}
	})
}

// TestPromise09OpeningIsNotEditing reads everything that screens read of every
// lead, contact and task, keeps drafts, and saves forms in which nothing was
// changed: nothing is sent.
//
// To see it fail, have editRow keep the fields that are as they were.
func TestPromise09OpeningIsNotEditing(t *testing.T) {
	w := newWorld(t, sandbox.Options{Leads: 60})
	w.sync()
	var mu sync.Mutex
	var writes []string
	w.front.writes = func(r *http.Request) { mu.Lock(); writes = append(writes, r.Method+" "+r.URL.Path); mu.Unlock() }
	ctx := context.Background()
	rows, err := w.store.Leads(ctx, cache.LeadQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		d := w.seen(r.ID)
		same := cache.LeadEdit{
			ID: r.ID, Name: amo.Set(d.Lead.Name), Price: amo.Set(d.Lead.Price), OwnerID: amo.Set(d.Lead.ResponsibleUserID),
			PipelineID: d.Lead.PipelineID, StatusID: d.Lead.StatusID, CompanyID: amo.Set(d.Lead.CompanyID()), MainContactID: d.Lead.MainContactID(),
		}
		for _, tag := range d.Lead.Embedded.Tags {
			same.AddTags = append(same.AddTags, tag.Name)
		}
		for _, f := range d.Lead.CustomFieldsValues {
			same.Fields = append(same.Fields, cache.FieldEdit{FieldID: f.FieldID, Values: f.Typed("")})
		}
		edits := []cache.Edit{same}
		for _, c := range d.Contacts {
			edit := cache.ContactEdit{ID: c.ID, Name: amo.Set(c.Name), FirstName: amo.Set(c.FirstName), LastName: amo.Set(c.LastName), OwnerID: amo.Set(c.ResponsibleUserID)}
			for _, f := range c.CustomFieldsValues {
				edit.Fields = append(edit.Fields, cache.FieldEdit{FieldID: f.FieldID, Values: f.Typed("")})
			}
			edits = append(edits, edit)
		}
		if act, err := w.store.Do(ctx, cache.Command{Edits: edits}); err == nil {
			t.Fatalf("saving lead %d unchanged did %+v", r.ID, act)
		}
		if err := w.store.SaveDraft(ctx, "lead/opened", []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	w.sync()
	w.expectSent()
	if len(writes) != 0 {
		t.Errorf("writes: %v", writes)
	}
}

// TestPromise10LimitsAreObeyed: a server that counts as strictly as it can and
// blocks at the third refusal is never made to refuse. How much of what it
// allows is used BenchmarkFirstLoadLimited says.
//
// To see it fail, give the client no limits.
func TestPromise10LimitsAreObeyed(t *testing.T) {
	w := newWorld(t, sandbox.Options{Leads: 5000, Limits: sandbox.Limits{PerSecond: 7, BlockAfter: 3, BlockFor: time.Hour}})
	w.options.API = w.clientWith(amo.Limits{PerSecond: 7})
	w.sync()
	requests := w.server.Requests()
	refused := 0
	for _, r := range requests {
		if r.Status == http.StatusTooManyRequests || r.Status == http.StatusForbidden {
			refused++
		}
	}
	if refused != 0 {
		t.Errorf("%d of %d requests were refused", refused, len(requests))
	}
}
