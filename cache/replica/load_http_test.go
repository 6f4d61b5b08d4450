package replica

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"voronka/amo/sandbox"
)

func TestFirstLoadEqualsServer(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 550, Seed: 1})
	store := newStore(t, t.TempDir())
	sum := once(t, Options{Store: store, API: h.client()})
	if sum.Leads != 550 {
		t.Fatalf("loaded %d leads of 550", sum.Leads)
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
	h := newHost(t, sandbox.Options{Leads: 3000, Seed: 3})
	store := newStore(t, t.TempDir())
	sum := once(t, Options{Store: store, API: h.client()})
	floor := floor(t, store, idleRound)
	t.Logf("%d requests, floor %d", sum.Requests, floor)
	if sum.Requests > int64(floor)+4 { // the ends of lists that show only in an empty page
		t.Fatalf("%d requests for what %d can do", sum.Requests, floor)
	}
}

// TestStoppedLoadReadsAtMostOnePageAgain stops a load again and again and then
// looks at the server's log: no page was asked for twice, but for one a stop.
func TestStoppedLoadReadsAtMostOnePageAgain(t *testing.T) {
	for _, stopEvery := range []int{2, 5} {
		h := newHost(t, sandbox.Options{Leads: 550, Seed: 2})
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
