package replica

import (
	"context"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
)

// workplace is an account's folder as one process has it open.
type workplace struct {
	store  *cache.Store
	folder *cache.Folder
}

// openWorkplace opens a folder the way another process would: with a store of
// its own.
func openWorkplace(t testing.TB, dir string) workplace {
	t.Helper()
	folder, err := cache.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	store, err := folder.OpenAccount(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		if err := folder.Close(); err != nil {
			t.Error(err)
		}
	})
	return workplace{store, folder}
}

func (w workplace) options(h *host) Options {
	return Options{
		Store: w.store, API: h.client(), LockRetry: 20 * time.Millisecond, Poll: time.Hour,
		Lock: func() (func(), error) { return w.folder.LockEngine(1) },
	}
}

// TestOneEngineAtATime: two programs on one folder. The second waits, has its
// commands sent by the first, and takes over when that one ends.
func TestOneEngineAtATime(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 100, Seed: 20})
	dir := t.TempDir()
	first, second := openWorkplace(t, dir), openWorkplace(t, dir)
	one, stopOne := runUntil(t, first.options(h))
	defer stopOne()
	eventually(t, "the first has loaded", func() bool { return one.Status().Phase == PhaseIdle && mark(t, first.store, markSync) != "" })
	two := run(t, second.options(h))
	eventually(t, "the second waits", func() bool { return two.Status().Phase == PhaseElsewhere })

	leads := openLeads(t, second.store, 2)
	move(t, second.store, leads[0].ID, amo.StatusWon, 0)
	eventually(t, "the first sends what the second did", func() bool { return outbox(t, second.store) == 0 })
	expectStatus(t, h, leads[0].ID, amo.StatusWon)
	if n := two.Status().Requests; n != 0 {
		t.Errorf("the second sent %d requests without the lock", n)
	}

	edit(t, h, "leads", leads[1].ID, map[string]any{"price": 4242})
	two.Poke() // reaches the first through the folder
	eventually(t, "the first pulls for the second", func() bool {
		detail, err := second.store.Lead(context.Background(), leads[1].ID)
		return err == nil && detail.Base.Price == 4242
	})

	stopOne()
	eventually(t, "the second takes over", func() bool { return two.Status().Phase == PhaseIdle })
	move(t, second.store, leads[1].ID, amo.StatusLost, 0)
	eventually(t, "the second sends", func() bool { return outbox(t, second.store) == 0 })
	expectStatus(t, h, leads[1].ID, amo.StatusLost)
}

// TestOnceBesideARunningEngine: `sync --once` while the window is open has the
// window's engine do the work.
func TestOnceBesideARunningEngine(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 100, Seed: 21})
	dir := t.TempDir()
	window, shell := openWorkplace(t, dir), openWorkplace(t, dir)
	e := run(t, window.options(h))
	eventually(t, "loaded", func() bool { return e.Status().Phase == PhaseIdle && mark(t, window.store, markSync) != "" })
	l := openLeads(t, shell.store, 2)
	move(t, shell.store, l[0].ID, amo.StatusWon, time.Hour)
	edit(t, h, "leads", l[1].ID, map[string]any{"price": 99})
	sum := once(t, shell.options(h))
	if sum.Pushed != 1 || sum.Requests != 0 || sum.Leads != 100 {
		t.Fatalf("%+v", sum)
	}
	expectStatus(t, h, l[0].ID, amo.StatusWon)
	if detail, err := shell.store.Lead(t.Context(), l[1].ID); err != nil || detail.Base.Price != 99 {
		t.Fatalf("price %d, %v", detail.Base.Price, err)
	}
}

// TestQuietPollWakesNobody: an engine in which nothing happens writes nothing
// that other processes would have to look at.
func TestQuietPollWakesNobody(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 100, Seed: 22})
	dir := t.TempDir()
	here, there := openWorkplace(t, dir), openWorkplace(t, dir)
	options := here.options(h)
	options.Poll = 10 * time.Millisecond
	run(t, options)
	eventually(t, "loaded", func() bool { return mark(t, here.store, markSync) != "" })
	told := make(chan cache.Changed, 1000)
	h.account.ResetRequests()
	eventually(t, "the load's last writes are noticed", func() bool { return h.account.Counters()["GET /tasks"] >= 30 })
	defer there.store.Watch(func(c cache.Changed) { told <- c })()
	polls := func() {
		h.account.ResetRequests()
		eventually(t, "60 polls", func() bool { return h.account.Counters()["GET /tasks"] >= 60 })
	}
	polls()
	if len(told) > 0 { // of the load, late: the machine is busy
		for len(told) > 0 {
			<-told
		}
		polls()
	}
	if len(told) > 0 {
		t.Errorf("told of %v", <-told)
	}
}

// TestEngineSurvivesAWrongClock: the machine's clock is a day off, and jumps
// while changes wait (P15).
func TestEngineSurvivesAWrongClock(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 100, Seed: 23})
	store := newStore(t, t.TempDir())
	once(t, Options{Store: store, API: h.client()})
	for i, off := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		clock := &wrongClock{off: off}
		_, stop := runUntil(t, Options{Store: store, API: h.client(), Clock: clock, Poll: 20 * time.Millisecond})
		leads := openLeads(t, store, 3)
		move(t, store, leads[0].ID, amo.StatusWon, time.Hour)
		move(t, store, leads[1].ID, amo.StatusWon, 0)
		edit(t, h, "leads", leads[2].ID, map[string]any{"price": 5000 + i})
		eventually(t, "sent, and pulled", func() bool {
			detail, err := store.Lead(context.Background(), leads[2].ID)
			return err == nil && detail.Base.Price == int64(5000+i) && outbox(t, store) == 0
		})
		clock.set(-off)
		move(t, store, leads[2].ID, amo.StatusLost, 0)
		eventually(t, "sent after the jump", func() bool { return outbox(t, store) == 0 })
		stop()
		expectStatus(t, h, leads[2].ID, amo.StatusLost)
	}
}

// TestPutOffChangesSurviveAClockSetBack: a change waits out a backoff when the
// clock is set back by an hour.
func TestPutOffChangesSurviveAClockSetBack(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 100, Seed: 24})
	store := newStore(t, t.TempDir())
	once(t, Options{Store: store, API: h.client()})
	l := openLeads(t, store, 1)[0]
	move(t, store, l.ID, amo.StatusWon, 0)
	list, err := store.Outbox(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ahead := time.Now().Add(time.Hour).Unix()
	if err := store.PostponeChanges(t.Context(), []int64{list[0].ID}, ahead, 500, "put off"); err != nil {
		t.Fatal(err)
	}
	run(t, Options{Store: store, API: h.client()})
	eventually(t, "sent", func() bool { return outbox(t, store) == 0 })
	expectStatus(t, h, l.ID, amo.StatusWon)
}
