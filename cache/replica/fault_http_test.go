package replica

import (
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
)

// TestFaultsDoNotStopTheSync moves leads while the server fails in every way
// it can. All must arrive, each once as far as anyone can see.
func TestFaultsDoNotStopTheSync(t *testing.T) {
	for _, faults := range []string{
		"429=0.3,burst=2,times=1", "500=0.4,times=4", "503=0.4,times=4", "400=0.4,times=4",
		"402=1,times=1", "cut-before=0.4,times=6", "cut-after=0.4,times=6", "truncate=0.4,times=4",
	} {
		t.Run(faults, func(t *testing.T) {
			t.Parallel()
			h := newHost(t, sandbox.Options{Leads: 60, Seed: 12})
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
	h := newHost(t, sandbox.Options{Leads: 600, Seed: 15, Faults: sandbox.Faults{Delay: 40 * time.Millisecond}})
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
