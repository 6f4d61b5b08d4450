package cache

import (
	"errors"
	"testing"
	"time"

	"voronka/amo"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// threeMoves returns a store with leads 1 to 3 and a held move of each.
func threeMoves(t *testing.T) (*Store, *clock, []Change) {
	t.Helper()
	s, clock := newStore(t)
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, leadSpec{ID: 1}, leadSpec{ID: 2}, leadSpec{ID: 3})}))
	var changes []Change
	for id := range int64(3) {
		changes = append(changes, must(s.MoveLead(t.Context(), Move{LeadID: id + 1, StatusID: measureID}, time.Duration(id+1)*10*time.Second))(t))
	}
	return s, clock, changes
}

func idsOf(changes []Change) []int64 {
	var ids []int64
	for _, c := range changes {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestDue(t *testing.T) {
	s, _, changes := threeMoves(t)
	ctx := t.Context()
	for _, c := range []struct {
		name  string
		now   int64
		limit int
		want  int
	}{
		{"held", testStart + 9, 9, 0},
		{"first hold over", testStart + 10, 9, 1},
		{"all holds over", testStart + 30, 9, 3},
		{"limited", testStart + 30, 2, 2},
		{"clock set back", testStart - 1, 9, 3},
	} {
		if got := idsOf(must(s.Due(ctx, c.now, c.limit))(t)); !cmp.Equal(got, idsOf(changes)[:c.want], cmpopts.EquateEmpty()) {
			t.Errorf("%s: due %v", c.name, got)
		}
	}
	at, ok, err := s.NextDue(ctx)
	if err != nil || !ok || at != testStart+10 {
		t.Errorf("next due at %d, %v, %v", at, ok, err)
	}
	check(t, s.ReleaseHolds(ctx))
	if got := must(s.Due(ctx, testStart, 9))(t); len(got) != 3 || got[0].State != ChangeQueued {
		t.Errorf("released: %+v", got)
	}
	for _, c := range changes {
		check(t, s.CancelChange(ctx, c.ID))
	}
	if _, ok, err := s.NextDue(ctx); ok || err != nil {
		t.Errorf("empty outbox has a next due time, %v", err)
	}
}

func TestRowsDoNotBlockEachOther(t *testing.T) {
	for _, c := range []struct {
		name string
		stop func(s *Store, id int64) error
	}{
		{"sending", func(s *Store, id int64) error { return s.StartSending(t.Context(), []int64{id}, 0) }},
		{"refused", func(s *Store, id int64) error { return s.RefuseChange(t.Context(), id, 400, "no") }},
		{"conflict", func(s *Store, id int64) error {
			return s.ConflictChange(t.Context(), id, []Clash{{Field: "status_id"}}, Batch{Leads: []amo.Lead{leadSpec{ID: 1, Status: contractID}.lead(t)}})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _, changes := threeMoves(t)
			ctx := t.Context()
			check(t, s.StartSending(ctx, idsOf(changes[:1]), 0))
			must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: 142}, 0))(t) // waits behind the first
			if c.name != "sending" {
				check(t, c.stop(s, changes[0].ID))
			}
			if got := idsOf(must(s.Due(ctx, testStart+99, 9))(t)); !cmp.Equal(got, idsOf(changes[1:])) {
				t.Errorf("due %v", got)
			}
			at, _, err := s.NextDue(ctx)
			if err != nil || at != testStart+20 {
				t.Errorf("next due at %d, %v", at, err)
			}
		})
	}
}

func TestStartSending(t *testing.T) {
	s, _, changes := threeMoves(t)
	ctx := t.Context()
	must(s.Due(ctx, testStart+99, 9))(t)
	must(s.MoveLead(ctx, Move{LeadID: 2, StatusID: contractID}, 0))(t) // after it was offered
	if err := s.StartSending(ctx, idsOf(changes), 0); !errors.Is(err, ErrNotDue) {
		t.Errorf("a change made anew was started: %v", err)
	}
	for _, c := range must(s.Outbox(ctx))(t) {
		if c.State == ChangeSending || c.Attempts != 0 {
			t.Errorf("one of a failed start was started: %+v", c)
		}
	}
	must(s.Due(ctx, testStart+99, 9))(t)
	check(t, s.StartSending(ctx, idsOf(changes), 0))
	if err := s.StartSending(ctx, idsOf(changes), 0); !errors.Is(err, ErrNotDue) {
		t.Errorf("started twice: %v", err)
	}
	if err := s.CancelChange(ctx, changes[0].ID); !errors.Is(err, ErrSending) {
		t.Errorf("cancelled while sending: %v", err)
	}
	if err := s.RetryChange(ctx, changes[0].ID); !errors.Is(err, ErrSending) {
		t.Errorf("retried while sending: %v", err)
	}
	check(t, s.ResumeSending(ctx))
	if got := must(s.Due(ctx, testStart, 9))(t); len(got) != 3 || got[0].Attempts != 1 {
		t.Errorf("resumed: %+v", got)
	}
	check(t, s.CancelChange(ctx, changes[2].ID))
	if err := s.StartSending(ctx, idsOf(changes), 0); !errors.Is(err, ErrNotFound) {
		t.Errorf("started a cancelled change: %v", err)
	}
}

func TestFinish(t *testing.T) {
	s, _, changes := threeMoves(t)
	ctx := t.Context()
	check(t, s.StartSending(ctx, idsOf(changes), 0))
	// The answer has lead 1 alone; the others are taken to be as wanted.
	check(t, s.FinishChanges(ctx, Finished{IDs: idsOf(changes), Rows: Batch{Leads: leadsOf(t, leadSpec{ID: 1, Status: measureID, Updated: 77, Name: "Yangi nom"})}}))
	if n := len(must(s.Outbox(ctx))(t)); n != 0 {
		t.Errorf("%d changes left", n)
	}
	for id := range int64(3) {
		d := must(s.Lead(ctx, id+1))(t)
		if d.Base.StatusID != measureID || d.Lead.StatusID != measureID {
			t.Errorf("lead %d: base %d, lead %d", id+1, d.Base.StatusID, d.Lead.StatusID)
		}
		if string(d.Base.Raw()) == "" || !cmp.Equal(d.Lead.AccountID, int64(31)) {
			t.Errorf("lead %d lost what it had", id+1)
		}
	}
	if card := must(s.Cards(ctx, []int64{1}))(t)[0]; card.Name != "Yangi nom" || card.Pending {
		t.Errorf("card %+v", card)
	}
	for _, act := range acts(t, s) {
		if act[len(act)-4:] != "sent" {
			t.Errorf("act %s", act)
		}
	}
	check(t, s.FinishChanges(ctx, Finished{IDs: idsOf(changes)})) // gone already
}

func TestConflictAndCancel(t *testing.T) {
	s, _, changes := threeMoves(t)
	ctx := t.Context()
	id := changes[0].ID
	check(t, s.StartSending(ctx, []int64{id}, 0))
	check(t, s.ConflictChange(ctx, id, []Clash{{Field: "status_id"}}, Batch{Leads: []amo.Lead{leadSpec{ID: 1, Status: contractID, Updated: 50}.lead(t)}}))
	card := must(s.Cards(ctx, []int64{1}))(t)[0]
	if !card.Conflict || !card.Pending || card.StatusID != measureID {
		t.Errorf("card %+v", card)
	}
	if err := s.RetryChange(ctx, id); !errors.Is(err, ErrConflict) {
		t.Errorf("a conflict was retried: %v", err)
	}
	counts := must(s.Counts(ctx))(t)
	if counts.Pending != 3 || counts.Conflicts != 1 || counts.Refused != 0 {
		t.Errorf("counts %+v", counts)
	}
	later := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: 142}, 0))(t)
	if later.ID == id {
		t.Fatal("a conflict was settled by moving on")
	}
	check(t, s.CancelChange(ctx, id))
	left := must(s.Outbox(ctx))(t)
	if got, want := changeText(left[len(left)-1]), "map[pipeline_id:11 status_id:103]→map[pipeline_id:11 status_id:142]"; got != want {
		t.Errorf("the later move starts %s, want %s", got, want)
	}
	check(t, s.CancelChange(ctx, later.ID))
	if got := standing(t, s, 1); got != "11/103" {
		t.Errorf("stands in %s", got)
	}
	if err := s.ConflictChange(ctx, changes[1].ID, []Clash{{Field: "status_id"}}, Batch{Leads: []amo.Lead{leadSpec{ID: 1}.lead(t)}}); err == nil {
		t.Error("a conflict took another lead's row")
	}
	for name, err := range map[string]error{
		"cancel":   s.CancelChange(ctx, id),
		"retry":    s.RetryChange(ctx, id),
		"refuse":   s.RefuseChange(ctx, id, 400, ""),
		"conflict": s.ConflictChange(ctx, id, []Clash{{Field: "status_id"}}, Batch{Leads: []amo.Lead{leadSpec{ID: 1}.lead(t)}}),
	} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s of a change that is gone: %v", name, err)
		}
	}
	check(t, s.PostponeChanges(ctx, []int64{id}, 1, 0, ""))
}

func TestRetry(t *testing.T) {
	s, _, changes := threeMoves(t)
	ctx := t.Context()
	check(t, s.StartSending(ctx, idsOf(changes[:2]), 0))
	check(t, s.RefuseChange(ctx, changes[0].ID, 400, "no"))
	check(t, s.PostponeChanges(ctx, idsOf(changes[1:2]), testStart+500, 502, "Bad Gateway"))
	if due := must(s.Due(ctx, testStart+499, 9))(t); len(due) != 1 || due[0].ID != changes[2].ID {
		t.Errorf("due: %+v", due)
	}
	for _, c := range changes {
		check(t, s.RetryChange(ctx, c.ID))
	}
	due := must(s.Due(ctx, testStart, 9))(t)
	if len(due) != 3 {
		t.Fatalf("due: %+v", due)
	}
	for _, c := range due {
		if c.State != ChangeQueued || c.Attempts != 0 {
			t.Errorf("retried: %+v", c)
		}
	}
	if card := must(s.Cards(ctx, []int64{1}))(t)[0]; card.Refused {
		t.Errorf("card %+v", card)
	}
}

func TestChangesSurviveReopening(t *testing.T) {
	dir := t.TempDir()
	f := openFolder(t, dir)
	ctx := t.Context()
	open := func() *Store { return must(f.OpenAccount(ctx, testAccount))(t) }
	s := open()
	check(t, s.Apply(ctx, Batch{Pipelines: testPipelines(t), Leads: leadsOf(t, leadSpec{ID: 1}), Marks: map[string]string{"page": "7", "gone": ""}}))
	must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, time.Hour))(t)
	before := must(s.Outbox(ctx))(t)
	check(t, s.StartSending(ctx, idsOf(before), 0))
	before = must(s.Outbox(ctx))(t)
	check(t, s.Close())
	s = open()
	if diff := cmp.Diff(before, must(s.Outbox(ctx))(t)); diff != "" {
		t.Errorf("outbox: %s", diff)
	}
	if got := standing(t, s, 1); got != "11/102" {
		t.Errorf("stands in %s", got)
	}
	if mark := must(s.Mark(ctx, "page"))(t); mark != "7" {
		t.Errorf("mark %q", mark)
	}
	check(t, s.Close())
	check(t, s.Close())
	for name, err := range map[string]error{
		"read":  func() error { _, err := s.Counts(ctx); return err }(),
		"write": s.ReleaseHolds(ctx),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s after closing: %v", name, err)
		}
	}
}
