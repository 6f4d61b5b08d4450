package replica

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"pgregory.net/rapid"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
)

// TestConvergence lets a person here and people there move the same few leads
// at random while an engine runs and the server fails now and then. At no time
// may a pull hide what the person wants (P8); when all is quiet, the replica
// must equal the server in every row, and every move must have arrived or be
// shown as in conflict or refused (P14).
func TestConvergence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			w.act(t)
			w.expectOwnWrites(t)
		}
		w.quiesce(t)
	})
}

// world is a small account with an engine on it.
type world struct {
	account *sandbox.Server
	store   *cache.Store
	engine  *Engine
	options Options
	leads   []int64
	places  []amo.StatusRef
	// wanted is where the person has put leads, while that is unsent, and
	// stays the same until somebody else puts the lead elsewhere.
	wanted, stays map[int64]amo.StatusRef
}

func newWorld(t *rapid.T) *world {
	account, err := sandbox.New(sandbox.Options{Leads: 30, Contacts: 10, Seed: 1})
	if err != nil {
		t.Fatalf("sandbox: %v", err)
	}
	server := httptest.NewServer(account)
	t.Cleanup(server.Close)
	client, err := amo.NewClient(server.URL, amo.StaticToken(account.Credentials().LongLivedToken),
		amo.WithLimiter(amo.NewLimiter(amo.Limits{})))
	if err != nil {
		t.Fatalf("client: %v", err)
	}
	t.Cleanup(client.Close)
	w := &world{account: account, store: tempStore(t), wanted: map[int64]amo.StatusRef{}, stays: map[int64]amo.StatusRef{}}
	w.options = Options{Store: w.store, API: client, Poll: 3 * time.Millisecond, DeletedEvery: time.Millisecond, RefreshEvery: time.Hour}
	if _, err := New(w.options).Once(context.Background()); err != nil {
		t.Fatalf("first load: %v", err)
	}
	rows, err := w.store.Leads(context.Background(), cache.LeadQuery{})
	if err != nil {
		t.Fatalf("leads: %v", err)
	}
	for _, r := range rows[:5] {
		w.leads = append(w.leads, r.ID)
	}
	pipelines, err := w.store.Pipelines(context.Background())
	if err != nil {
		t.Fatalf("pipelines: %v", err)
	}
	for _, p := range pipelines {
		for _, s := range p.Embedded.Statuses {
			if s.Type != amo.StatusUnsorted {
				w.places = append(w.places, amo.StatusRef{PipelineID: p.ID, StatusID: s.ID})
			}
		}
	}
	w.start(t)
	return w
}

func (w *world) start(t *rapid.T) {
	w.engine = New(w.options)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func(e *Engine) { done <- e.Run(ctx) }(w.engine)
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
	})
}

func (w *world) act(t *rapid.T) {
	lead := rapid.SampledFrom(w.leads).Draw(t, "lead")
	to := rapid.SampledFrom(w.places).Draw(t, "to")
	patch := map[string]any{"pipeline_id": to.PipelineID, "status_id": to.StatusID}
	switch rapid.SampledFrom([]string{"mine", "mine", "mine", "theirs", "price", "wait", "fault", "poke"}).Draw(t, "act") {
	case "mine":
		w.move(t, lead, to)
	case "theirs":
		if err := w.account.Edit(0, "leads", lead, patch); err != nil {
			t.Fatalf("edit: %v", err)
		}
		delete(w.stays, lead)
	case "price":
		if err := w.account.Edit(0, "leads", lead, map[string]any{"price": rapid.IntRange(0, 1000).Draw(t, "price")}); err != nil {
			t.Fatalf("edit: %v", err)
		}
	case "wait":
		// Not for a condition: the point is that any number of rounds and
		// sendings may happen now.
		time.Sleep(time.Duration(rapid.IntRange(0, 8).Draw(t, "ms")) * time.Millisecond)
	case "fault":
		w.account.SetFaults(sandbox.Faults{CutAfter: 0.5, CutBefore: 0.5, Times: rapid.IntRange(1, 2).Draw(t, "faults")})
	case "poke":
		w.engine.Poke()
	}
}

func (w *world) move(t *rapid.T, lead int64, to amo.StatusRef) {
	hold := time.Duration(rapid.IntRange(0, 1).Draw(t, "hold")) * time.Second
	change, err := w.store.MoveLead(context.Background(), cache.Move{LeadID: lead, PipelineID: to.PipelineID, StatusID: to.StatusID}, hold)
	switch {
	case errors.Is(err, cache.ErrUnchanged):
	case err != nil:
		t.Fatalf("move: %v", err)
	case change.ID == 0:
		delete(w.wanted, lead) // back where it was: nothing is wanted any more
		delete(w.stays, lead)
	default:
		w.wanted[lead], w.stays[lead] = to, to
	}
}

// expectOwnWrites: a lead with an unsent change shows what the person wants,
// and so does one with a sent change that nobody else has moved: a page read
// before the sending must not bring the old status back for a moment.
func (w *world) expectOwnWrites(t *rapid.T) {
	for lead, to := range w.wanted {
		detail, err := w.store.Lead(context.Background(), lead)
		if err != nil {
			t.Fatalf("lead %d: %v", lead, err)
		}
		if len(detail.Changes) == 0 {
			delete(w.wanted, lead) // sent; from now on anyone may move it
			continue
		}
		if got := shownAt(detail); got != to {
			t.Fatalf("lead %d: the person put it at %v and sees it at %v, unsent %+v", lead, to, got, detail.Changes)
		}
	}
	for lead, to := range w.stays {
		detail, err := w.store.Lead(context.Background(), lead)
		if err != nil {
			t.Fatalf("lead %d: %v", lead, err)
		}
		if got := shownAt(detail); got != to {
			t.Fatalf("lead %d: the person put it at %v, nobody else moved it, and it is shown at %v", lead, to, got)
		}
	}
}

func shownAt(d cache.LeadDetail) amo.StatusRef {
	return amo.StatusRef{PipelineID: d.Lead.PipelineID, StatusID: d.Lead.StatusID}
}

func (w *world) quiesce(t *rapid.T) {
	w.account.SetFaults(sandbox.Faults{})
	ctx := context.Background()
	if err := w.store.ReleaseHolds(ctx); err != nil {
		t.Fatalf("release holds: %v", err)
	}
	deadline := time.Now().Add(time.Minute)
	for !w.settled(t) {
		if time.Now().After(deadline) {
			t.Fatalf("the outbox does not become quiet")
		}
		w.engine.Poke()
		w.expectOwnWrites(t)
		time.Sleep(time.Millisecond)
	}
	w.awaitPull(t)
	w.expectOwnWrites(t)
	for _, id := range w.leads {
		want, err := w.options.API.Lead(ctx, id, leadWith()...)
		if err != nil {
			t.Fatalf("server's lead %d: %v", id, err)
		}
		got, err := w.store.Lead(ctx, id)
		if err != nil {
			t.Fatalf("lead %d: %v", id, err)
		}
		if got.Base.StatusID != want.StatusID || got.Base.PipelineID != want.PipelineID || got.Base.Price != want.Price || got.Base.UpdatedAt != want.UpdatedAt {
			t.Fatalf("lead %d: server %d/%d price %d at %d, replica %d/%d price %d at %d", id,
				want.PipelineID, want.StatusID, want.Price, want.UpdatedAt,
				got.Base.PipelineID, got.Base.StatusID, got.Base.Price, got.Base.UpdatedAt)
		}
		if len(got.Changes) == 0 && (got.Lead.StatusID != want.StatusID || got.Lead.PipelineID != want.PipelineID) {
			t.Fatalf("lead %d is shown at %d/%d without a change", id, got.Lead.PipelineID, got.Lead.StatusID)
		}
	}
}

// settled: nothing is left that the engine could send.
func (w *world) settled(t *rapid.T) bool {
	n, err := w.engine.waiting(context.Background())
	if err != nil {
		t.Fatalf("outbox: %v", err)
	}
	return n == 0
}

// awaitPull waits for a round that began after now.
func (w *world) awaitPull(t *rapid.T) {
	token, err := w.engine.pokeHolder(context.Background())
	if err != nil {
		t.Fatalf("poke: %v", err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		poked, err := w.store.Mark(context.Background(), markPoked)
		if err != nil {
			t.Fatalf("mark: %v", err)
		}
		if poked == token {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("no pull was completed")
		}
	}
}
