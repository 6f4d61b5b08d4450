package cache

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// twoStores opens one account twice, as two processes do.
func twoStores(t *testing.T) (a, b *Store) {
	t.Helper()
	dir := t.TempDir()
	a, b = openAccount(t, openFolder(t, dir)), openAccount(t, openFolder(t, dir))
	check(t, a.Apply(t.Context(), Batch{Pipelines: testPipelines(t), Leads: leadsOf(t, leadSpec{ID: 1}, leadSpec{ID: 2})}))
	return a, b
}

func TestStoresSeeEachOther(t *testing.T) {
	a, b := twoStores(t)
	ctx := t.Context()
	events := make(chan Changed, 100)
	defer b.Watch(func(c Changed) { events <- c })()
	change := must(a.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, time.Hour))(t)
	if got := standing(t, b, 1); got != "11/102" {
		t.Errorf("the other sees %s", got)
	}
	seen := map[Entity]bool{}
	for len(seen) < len(entities()) {
		select {
		case c := <-events:
			if c.IDs != nil {
				t.Fatalf("told %v of another process's write", c)
			}
			seen[c.Entity] = true
		case <-time.After(time.Minute):
			t.Fatalf("told of %v only", seen)
		}
	}
	second := must(b.MoveLead(ctx, Move{LeadID: 1, StatusID: contractID}, time.Hour))(t)
	if second.ID != change.ID {
		t.Errorf("the other made change %d of change %d", second.ID, change.ID)
	}
	must(a.Due(ctx, endOfTime, 9))(t)
	must(b.MoveLead(ctx, Move{LeadID: 1, StatusID: 142}, time.Hour))(t)
	if err := a.StartSending(ctx, []int64{change.ID}, 0); !errors.Is(err, ErrNotDue) {
		t.Errorf("started what the other has changed since: %v", err)
	}
	check(t, b.CancelChange(ctx, change.ID))
	if got := standing(t, a, 1); got != "11/101" {
		t.Errorf("the first sees %s", got)
	}
}

func TestOwnWritesAreToldOnceAndInOrder(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1}, leadSpec{ID: 2}, leadSpec{ID: 3}, leadSpec{ID: 4})}))
	var got []Changed // fn is called on the writing goroutine, one write at a time
	stop := s.Watch(func(c Changed) { got = append(got, c) })
	var all sync.WaitGroup
	for id := range int64(4) {
		all.Go(func() {
			for _, status := range []int64{measureID, contractID, newID, measureID} {
				if _, err := s.MoveLead(ctx, Move{LeadID: id + 1, StatusID: status}, time.Hour); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if err := s.write(ctx, func(*writing) error { return nil }); err != nil { // lets a poll under way finish
		t.Fatal(err)
	}
	stop()
	byLead := map[int64]int{}
	for i := 0; i < len(got); i += 2 {
		if got[i].Entity != Outbox || got[i+1].Entity != Leads || len(got[i].IDs) != 1 || len(got[i+1].IDs) != 1 {
			t.Fatalf("told %v and %v", got[i], got[i+1])
		}
		byLead[got[i+1].IDs[0]]++
	}
	if diff := cmp.Diff(map[int64]int{1: 4, 2: 4, 3: 4, 4: 4}, byLead); diff != "" {
		t.Errorf("told: %s", diff)
	}
	told := len(got)
	check(t, s.ReleaseHolds(ctx))
	if len(got) != told {
		t.Error("told after stop")
	}
}

func TestEndedContext(t *testing.T) {
	s, _ := newStore(t)
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, leadSpec{ID: 1})}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("write: %v", err)
	}
	if _, err := s.Counts(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("read: %v", err)
	}
	<-s.turn // somebody writes
	if _, err := s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting write: %v", err)
	}
	s.turn <- struct{}{}
	must(s.MoveLead(t.Context(), Move{LeadID: 1, StatusID: measureID}, 0))(t)
}

func TestCloseWaitsForAWrite(t *testing.T) {
	f := openFolder(t, t.TempDir())
	s := must(f.OpenAccount(t.Context(), testAccount))(t)
	begun, wrote, closed := make(chan struct{}), make(chan error, 1), make(chan error, 1)
	goOn := make(chan struct{})
	go func() {
		wrote <- s.write(context.Background(), func(w *writing) error {
			close(begun)
			<-goOn
			return w.setMarks(map[string]string{"done": "yes"})
		})
	}()
	<-begun
	go func() { closed <- s.Close() }()
	<-s.ending.Done()
	if err := s.ReleaseHolds(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("a write after Close began: %v", err)
	}
	close(goOn)
	check(t, <-wrote)
	check(t, <-closed)
	if mark := must(openAccount(t, f).Mark(t.Context(), "done"))(t); mark != "yes" {
		t.Errorf("mark %q", mark)
	}
}
