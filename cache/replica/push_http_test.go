package replica

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
)

func TestMoveReachesServer(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 120, Seed: 6})
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
	h := newHost(t, sandbox.Options{Leads: 120, Seed: 7})
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
	h := newHost(t, sandbox.Options{Leads: 120, Seed: 9})
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
	h := newHost(t, sandbox.Options{Leads: 120, Seed: 10})
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
		h := newHost(t, sandbox.Options{Leads: 120, Seed: 11})
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
		if sum := once(t, options); sum.Leads != 119 {
			t.Fatalf("%d leads when the change was dropped", sum.Leads)
		}
	}
}
