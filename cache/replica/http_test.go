package replica

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
)

func TestFirstLoadEqualsServer(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 2000, Seed: 1})
	store := newStore(t, t.TempDir())
	sum := once(t, Options{Store: store, API: h.client()})
	if sum.Leads != 2000 {
		t.Fatalf("loaded %d leads of 2000", sum.Leads)
	}
	expectReplica(t, h, store)
	if open := len(openLeads(t, store, 1)); open == 0 {
		t.Fatal("no open leads")
	}
}

// TestFirstLoadWastesNothing holds the number of requests against the floor:
// full pages of every list, one request for each part of the directory, and
// one for each list in the round that ends the load.
func TestFirstLoadWastesNothing(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 20_000, Seed: 3})
	store := newStore(t, t.TempDir())
	sum := once(t, Options{Store: store, API: h.client()})
	floor := floor(t, store, 5)
	ratio := float64(sum.Requests) / float64(floor)
	t.Logf("%d requests, floor %d, ratio %.3f", sum.Requests, floor, ratio)
	if ratio > 1.05 {
		t.Fatalf("%d requests for what %d can do", sum.Requests, floor)
	}
}

// TestStoppedLoadReadsAtMostOnePageAgain stops a load again and again and then
// looks at the server's log: no page was asked for twice, but for one a stop.
func TestStoppedLoadReadsAtMostOnePageAgain(t *testing.T) {
	for _, stopEvery := range []int{2, 3, 5} {
		h := newHost(t, sandbox.Options{Leads: 1500, Seed: 2})
		store := newStore(t, t.TempDir())
		stops := 0
		for {
			ctx, cancel := context.WithCancel(t.Context())
			var asked atomic.Int64
			h.account.Before(func(*http.Request) {
				if asked.Add(1) == int64(stopEvery) && stops < 15 {
					cancel()
				}
			})
			sum, err := New(Options{Store: store, API: h.client()}).Once(ctx)
			stopped := ctx.Err() != nil
			cancel()
			if err == nil && sum.Done {
				break
			}
			if !stopped {
				t.Fatal(err)
			}
			stops++
		}
		h.account.Before(nil)
		again, seen := 0, map[string]bool{}
		for _, r := range h.account.Requests() {
			key := r.Path + "?" + r.Query
			if seen[key] && !strings.Contains(r.Query, "from") {
				again++
			}
			seen[key] = true
		}
		if stops == 0 || again > stops {
			t.Fatalf("stopped %d times, %d requests were made again", stops, again)
		}
		expectReplica(t, h, store)
	}
}

func TestPullBringsWhatChanged(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 1500, Seed: 4})
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
	if sum.Requests > 12 {
		t.Errorf("%d requests for a handful of changes", sum.Requests)
	}
	if sum.Leads != 1499 {
		t.Errorf("%d leads after one of 1500 was deleted", sum.Leads)
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
	h := newHost(t, sandbox.Options{Leads: 1000, Seed: 5})
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

func TestMoveReachesServer(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 500, Seed: 6})
	store := newStore(t, t.TempDir())
	options := Options{Store: store, API: h.client()}
	once(t, options)
	l := openLeads(t, store, 1)[0]
	move(t, store, l.ID, amo.StatusWon, time.Hour)
	sum := once(t, options)
	if sum.Pushed != 1 || sum.Conflicts != 0 || sum.Refused != 0 {
		t.Fatalf("%+v", sum)
	}
	expectStatus(t, h, l.ID, amo.StatusWon)
	expectOutbox(t, store, 0)
	expectReplica(t, h, store)
	if n := h.account.Counters()["PATCH /leads"]; n != 1 {
		t.Fatalf("%d writes for one move", n)
	}
}

func TestMoveWaitsForServer(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 500, Seed: 7})
	store := newStore(t, t.TempDir())
	once(t, Options{Store: store, API: h.client()})
	e := run(t, Options{Store: store, API: h.client(), Poll: 50 * time.Millisecond})
	eventually(t, "idle", func() bool { return e.Status().Phase == PhaseIdle })
	h.down()
	l := openLeads(t, store, 1)[0]
	move(t, store, l.ID, amo.StatusWon, 0)
	eventually(t, "offline", func() bool { return e.Status().Phase == PhaseOffline })
	if err := e.Status().Err; !amo.IsOffline(err) {
		t.Errorf("offline because of %v", err)
	}
	expectOutbox(t, store, 1)
	h.up()
	back := time.Now()
	eventually(t, "the move is sent", func() bool { return outbox(t, store) == 0 })
	t.Logf("sent %v after the server was back", time.Since(back))
	expectStatus(t, h, l.ID, amo.StatusWon)
	eventually(t, "idle again", func() bool { return e.Status().Phase == PhaseIdle })
}

func TestOnceFailsWithoutServer(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 100, Seed: 8})
	store := newStore(t, t.TempDir())
	options := Options{Store: store, API: h.client(), Patience: time.Second}
	once(t, options)
	l := openLeads(t, store, 1)[0]
	move(t, store, l.ID, amo.StatusLost, time.Hour)
	h.down()
	sum, err := New(options).Once(t.Context())
	if !amo.IsOffline(err) || sum.Done {
		t.Fatalf("%+v, %v", sum, err)
	}
	expectOutbox(t, store, 1)
	h.up()
	if sum := once(t, options); sum.Pushed != 1 {
		t.Fatalf("%+v", sum)
	}
	expectStatus(t, h, l.ID, amo.StatusLost)
}

func TestRefusedItemDoesNotKeepOthersBack(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 500, Seed: 9})
	store := newStore(t, t.TempDir())
	options := Options{Store: store, API: h.client()}
	once(t, options)
	leads := openLeads(t, store, 6)
	bad := leads[3]
	for _, l := range leads {
		m := cache.Move{LeadID: l.ID, StatusID: amo.StatusLost}
		if l.ID == bad.ID {
			m.LossReasonID = new(int64(999_999_999)) // there is no such reason
		}
		if _, err := store.MoveLead(t.Context(), m, 0); err != nil {
			t.Fatal(err)
		}
	}
	sum := once(t, options)
	if sum.Pushed != 5 || sum.Refused != 1 {
		t.Fatalf("%+v", sum)
	}
	for _, l := range leads {
		if l.ID != bad.ID {
			expectStatus(t, h, l.ID, amo.StatusLost)
		}
	}
	expectStatus(t, h, bad.ID, bad.StatusID)
	list, err := store.Outbox(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].EntityID != bad.ID || list[0].State != cache.ChangeRefused ||
		list[0].ErrorCode != http.StatusBadRequest || !strings.Contains(list[0].Error, "loss_reason_id") {
		t.Fatalf("left in the outbox: %+v", list)
	}
	if n := h.account.Counters()["PATCH /leads"]; n != 2 {
		t.Errorf("%d writes, expected one refused and one without the refused item", n)
	}
}

func TestMoveOfAnotherIsAConflict(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 500, Seed: 10})
	store := newStore(t, t.TempDir())
	options := Options{Store: store, API: h.client()}
	once(t, options)
	leads := openLeads(t, store, 3)
	theirs, same, other := leads[0], leads[1], leads[2]
	for _, l := range leads {
		move(t, store, l.ID, amo.StatusWon, 0)
	}
	edit(t, h, "leads", theirs.ID, map[string]any{"pipeline_id": theirs.PipelineID, "status_id": amo.StatusLost})
	edit(t, h, "leads", same.ID, map[string]any{"pipeline_id": same.PipelineID, "status_id": amo.StatusWon})
	edit(t, h, "leads", other.ID, map[string]any{"price": 77}) // another field is no conflict
	h.account.ResetRequests()
	sum := once(t, options)
	if sum.Conflicts != 1 || sum.Pushed != 2 {
		t.Fatalf("%+v", sum)
	}
	expectStatus(t, h, theirs.ID, amo.StatusLost)
	expectStatus(t, h, same.ID, amo.StatusWon)
	expectStatus(t, h, other.ID, amo.StatusWon)
	detail, err := store.Lead(t.Context(), theirs.ID)
	if err != nil {
		t.Fatal(err)
	}
	if detail.Lead.StatusID != amo.StatusWon || detail.Base.StatusID != amo.StatusLost || detail.Changes[0].State != cache.ChangeConflict {
		t.Fatalf("in conflict the person sees %d over %d, change %+v", detail.Lead.StatusID, detail.Base.StatusID, detail.Changes)
	}
	if detail, err = store.Lead(t.Context(), other.ID); err != nil || detail.Base.Price != 77 {
		t.Fatalf("price %d, %v: only touched fields may be sent", detail.Base.Price, err)
	}
	if n := h.account.Counters()["PATCH /leads"]; n != 1 {
		t.Errorf("%d writes", n)
	}
	// Nothing more happens to a conflict by itself.
	if sum := once(t, options); sum.Conflicts != 1 || sum.Pushed != 0 || !sum.Done {
		t.Fatalf("%+v", sum)
	}
}

func TestMoveOfADeletedLeadIsRefused(t *testing.T) {
	for _, pullFirst := range []bool{false, true} {
		h := newHost(t, sandbox.Options{Leads: 300, Seed: 11})
		store := newStore(t, t.TempDir())
		options := Options{Store: store, API: h.client()}
		once(t, options)
		l := openLeads(t, store, 1)[0]
		if pullFirst {
			// A pull notices first, while the hold lasts.
			move(t, store, l.ID, amo.StatusWon, time.Hour)
			if err := h.account.Delete(0, "leads", l.ID); err != nil {
				t.Fatal(err)
			}
			_, stop := runUntil(t, options)
			eventually(t, "refused", func() bool { return refused(t, store) == 1 })
			stop()
		} else {
			move(t, store, l.ID, amo.StatusWon, 0)
			if err := h.account.Delete(0, "leads", l.ID); err != nil {
				t.Fatal(err)
			}
		}
		sum := once(t, options)
		if sum.Refused != 1 || sum.Pushed != 0 {
			t.Fatalf("%+v", sum)
		}
		list, err := store.Outbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if list[0].ErrorCode != http.StatusNotFound || list[0].Error != goneText {
			t.Fatalf("refused with %d %q", list[0].ErrorCode, list[0].Error)
		}
		if _, err := store.Lead(t.Context(), l.ID); err != nil {
			t.Fatalf("the lead with an unsent change has left: %v", err)
		}
		if err := store.CancelChange(t.Context(), list[0].ID); err != nil {
			t.Fatal(err)
		}
		if sum := once(t, options); sum.Leads != 299 {
			t.Fatalf("%d leads when the change was dropped", sum.Leads)
		}
	}
}

// TestFaultsDoNotStopTheSync moves leads while the server fails in every way
// it can. All must arrive, each once as far as anyone can see.
func TestFaultsDoNotStopTheSync(t *testing.T) {
	for _, faults := range []string{"429=0.3,burst=2,times=4", "500=0.4,times=6", "503=0.4,times=6", "400=0.4,times=6",
		"402=1,times=1", "cut-before=0.4,times=6", "cut-after=0.4,times=6", "truncate=0.4,times=6"} {
		t.Run(faults, func(t *testing.T) {
			t.Parallel()
			h := newHost(t, sandbox.Options{Leads: 600, Seed: 12})
			store := newStore(t, t.TempDir())
			f, err := sandbox.ParseFaults(faults)
			if err != nil {
				t.Fatal(err)
			}
			h.account.SetFaults(f)
			e := run(t, Options{Store: store, API: h.client(), Poll: 50 * time.Millisecond})
			eventually(t, "loaded", func() bool { e.Poke(); return mark(t, store, markSync) != "" })
			h.account.SetFaults(f)
			for _, l := range openLeads(t, store, 10) {
				move(t, store, l.ID, amo.StatusWon, 0)
			}
			eventually(t, "all moves are sent", func() bool { e.Poke(); return outbox(t, store) == 0 })
			h.account.SetFaults(sandbox.Faults{})
			expectReplica(t, h, store)
		})
	}
}

func TestUnacceptedTokenStopsAndWaits(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 100, Seed: 13})
	store := newStore(t, t.TempDir())
	h.account.SetFaults(sandbox.Faults{Status: map[int]float64{401: 1}})
	if _, err := New(Options{Store: store, API: h.client()}).Once(t.Context()); !amo.IsUnauthorized(err) {
		t.Fatalf("once: %v", err)
	}
	e := run(t, Options{Store: store, API: h.client(), Poll: time.Millisecond})
	eventually(t, "sign in", func() bool { return e.Status().Phase == PhaseSignIn })
	if !amo.IsUnauthorized(e.Status().Err) {
		t.Errorf("because of %v", e.Status().Err)
	}
	if n := e.Status().Requests; n > 3 {
		t.Errorf("%d requests with a token that is not accepted", n)
	}
	h.account.SetFaults(sandbox.Faults{})
	e.Poke() // the person has signed in
	eventually(t, "idle", func() bool { return e.Status().Phase == PhaseIdle && mark(t, store, markSync) != "" })
}

func TestBlockedAccountKeepsTheQueue(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 100, Seed: 14})
	store := newStore(t, t.TempDir())
	once(t, Options{Store: store, API: h.client()})
	e := run(t, Options{Store: store, API: h.client(), Poll: 10 * time.Millisecond})
	eventually(t, "idle", func() bool { return e.Status().Phase == PhaseIdle })
	h.account.SetFaults(sandbox.Faults{Status: map[int]float64{402: 1}})
	l := openLeads(t, store, 1)[0]
	move(t, store, l.ID, amo.StatusWon, 0)
	eventually(t, "blocked", func() bool { return e.Status().Phase == PhaseBlocked })
	expectOutbox(t, store, 1)
	h.account.SetFaults(sandbox.Faults{})
	e.Poke()
	eventually(t, "sent", func() bool { return outbox(t, store) == 0 })
	expectStatus(t, h, l.ID, amo.StatusWon)
}

// TestPushDoesNotWaitForTheLoad moves a lead while a first load is under way.
func TestPushDoesNotWaitForTheLoad(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 5000, Seed: 15, Faults: sandbox.Faults{Delay: 20 * time.Millisecond}})
	store := newStore(t, t.TempDir())
	e := run(t, Options{Store: store, API: h.client()})
	eventually(t, "the first page", func() bool { return e.Status().Leads > 0 })
	l := openLeads(t, store, 1)[0]
	move(t, store, l.ID, amo.StatusWon, 0)
	eventually(t, "sent", func() bool { return outbox(t, store) == 0 })
	if s := e.Status(); s.Phase != PhaseFirstLoad {
		t.Fatalf("the load was over before the move was sent: %+v", s)
	}
	eventually(t, "loaded", func() bool { return e.Status().Phase == PhaseIdle })
	expectStatus(t, h, l.ID, amo.StatusWon)
	expectReplica(t, h, store)
}

func TestProgressIsReported(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 3000, Seed: 16})
	store := newStore(t, t.TempDir())
	e := New(Options{Store: store, API: h.client()})
	var seen []Status
	stop := e.Watch(func(s Status) { seen = append(seen, s) })
	if _, err := e.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop()
	last := Status{Progress: -1}
	pages := 0
	for _, s := range seen {
		if s.Phase != PhaseFirstLoad {
			continue
		}
		if s.Progress >= 0 && s.Progress < last.Progress || s.Leads < last.Leads || s.Contacts < last.Contacts {
			t.Fatalf("%+v after %+v", s, last)
		}
		if s.Leads > last.Leads {
			pages++
		}
		last = s
	}
	if pages < 10 || last.Leads != 3000 {
		t.Fatalf("%d pages of leads reported, the last with %d leads", pages, last.Leads)
	}
	if now := e.Status(); now.Phase != PhaseIdle || now.Progress != -1 || now.LastSync == 0 {
		t.Fatalf("afterwards %+v", now)
	}
}

// floor is the least number of requests a first load can do with: full pages of
// every list, of leads twice because of the two stages, one request for each
// part of the directory, and the requests of a round.
func floor(t testing.TB, store *cache.Store, round int) int {
	t.Helper()
	counts, err := store.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	pages := func(n int) int { return (n + pageSize - 1) / pageSize }
	return 3 + pages(counts.Leads) + 1 + pages(counts.Contacts) + pages(counts.Companies) + pages(counts.Tasks) + round
}

func edit(t testing.TB, h *host, kind string, id int64, patch any) {
	t.Helper()
	if err := h.account.Edit(0, kind, id, patch); err != nil {
		t.Fatal(err)
	}
}

func move(t testing.TB, store *cache.Store, lead, status int64, hold time.Duration) {
	t.Helper()
	if _, err := store.MoveLead(t.Context(), cache.Move{LeadID: lead, StatusID: status}, hold); err != nil {
		t.Fatal(err)
	}
}

func mark(t testing.TB, store *cache.Store, key string) string {
	t.Helper()
	text, err := store.Mark(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func outbox(t testing.TB, store *cache.Store) int {
	t.Helper()
	list, err := store.Outbox(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func refused(t testing.TB, store *cache.Store) int {
	t.Helper()
	counts, err := store.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return counts.Refused
}

func expectOutbox(t testing.TB, store *cache.Store, want int) {
	t.Helper()
	if got := outbox(t, store); got != want {
		t.Fatalf("%d changes in the outbox, want %d", got, want)
	}
}

func expectStatus(t testing.TB, h *host, lead, want int64) {
	t.Helper()
	l, err := h.client().Lead(context.Background(), lead)
	if err != nil {
		t.Fatal(err)
	}
	if l.StatusID != want {
		t.Fatalf("lead %d has status %d on the server, want %d", lead, l.StatusID, want)
	}
}
