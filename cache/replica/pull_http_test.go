package replica

import (
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
)

func TestPullBringsWhatChanged(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 150, Seed: 4})
	store := newStore(t, t.TempDir())
	options := Options{Store: store, API: h.client()}
	once(t, options)
	leads := openLeads(t, store, 40)
	for i, l := range leads[:20] {
		edit(t, h, "leads", l.ID, map[string]any{"price": 1000 + i})
	}
	edit(t, h, "leads", leads[20].ID, map[string]any{"pipeline_id": leads[20].PipelineID, "status_id": amo.StatusWon})
	detail, err := store.Lead(t.Context(), leads[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(detail.Contacts) == 0 {
		t.Fatal("the lead has no contact")
	}
	edit(t, h, "contacts", detail.Contacts[0].ID, map[string]any{"name": "Boshqa Ism"})
	if err := h.account.Delete(0, "leads", leads[21].ID); err != nil {
		t.Fatal(err)
	}
	sum := once(t, options)
	// A new session reads the directory as well: 13 more than an idle round,
	// and the leads whose links a deleted one's event has named.
	if sum.Requests > directoryReads+idleRound+2 {
		t.Errorf("%d requests for a handful of changes", sum.Requests)
	}
	if sum.Leads != 149 {
		t.Errorf("%d leads after one of 150 was deleted", sum.Leads)
	}
	expectReplica(t, h, store)
	detail, err = store.Lead(t.Context(), leads[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if detail.Contacts[0].Name != "Boshqa Ism" || detail.Base.Price != 1000 {
		t.Errorf("pulled contact %q and price %d", detail.Contacts[0].Name, detail.Base.Price)
	}

	if err := h.account.Restore(0, "leads", leads[21].ID); err != nil {
		t.Fatal(err)
	}
	once(t, options)
	expectReplica(t, h, store)
}

// TestQuietPullIsCheap: an account in which nothing happens is asked once a
// list, and nothing is written, so that no other process wakes.
func TestQuietPullIsCheap(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 100, Seed: 5})
	store := newStore(t, t.TempDir())
	run(t, Options{Store: store, API: h.client(), Poll: 20 * time.Millisecond, DeletedEvery: time.Hour})
	eventually(t, "the first pull", func() bool { return mark(t, store, markSync) != "" })
	written := make(chan cache.Changed, 1000)
	defer store.Watch(func(c cache.Changed) { written <- c })()
	h.account.ResetRequests()
	eventually(t, "20 polls", func() bool { return h.account.Counters()["GET /tasks"] >= 20 })
	c := h.account.Counters()
	if c["GET /leads"] > c["GET /tasks"]+1 || c["GET /contacts"] > c["GET /tasks"]+1 {
		t.Errorf("requests of quiet polls: %v", c)
	}
	if len(written) > 0 {
		t.Errorf("a quiet poll wrote %v", <-written)
	}
}

// TestAPersonWhoAsksSeesAllThatIsNew: a poke brings what has changed, a look
// also what was deleted and defined meanwhile.
func TestAPersonWhoAsksSeesAllThatIsNew(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 50, Seed: 6})
	store := newStore(t, t.TempDir())
	e := run(t, Options{Store: store, API: h.client(), Poll: time.Hour, DeletedEvery: time.Hour, RefreshEvery: time.Hour, AroundEvery: time.Hour})
	eventually(t, "the first pull", func() bool { return mark(t, store, markSync) != "" })
	leads := openLeads(t, store, 2)
	if err := h.account.Delete(0, "leads", leads[0].ID); err != nil {
		t.Fatal(err)
	}
	edit(t, h, "leads", leads[1].ID, map[string]any{"price": 4711})
	has := func(id int64) bool {
		cards, err := store.Cards(t.Context(), []int64{id})
		if err != nil {
			t.Fatal(err)
		}
		return len(cards) == 1
	}
	e.Poke()
	eventually(t, "the other's change", func() bool {
		l, err := store.Lead(t.Context(), leads[1].ID)
		return err == nil && l.Lead.Price == 4711
	})
	if !has(leads[0].ID) {
		t.Fatal("a poke looks at the trash, and would do so for every command")
	}
	e.Look()
	eventually(t, "the deleted lead to leave", func() bool { return !has(leads[0].ID) })
	refreshed := h.account.Counters()["GET /leads/pipelines"]
	e.Look()
	eventually(t, "the pipelines read again", func() bool { return h.account.Counters()["GET /leads/pipelines"] > refreshed })
}
