package cache

import (
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voronka/amo"
)

// standing is where a lead is shown.
func standing(t testing.TB, s *Store, id int64) string {
	t.Helper()
	lead := must(s.Lead(t.Context(), id))(t).Lead
	card := must(s.Cards(t.Context(), []int64{id}))(t)[0]
	if card.PipelineID != lead.PipelineID || card.StatusID != lead.StatusID {
		t.Errorf("card and lead disagree: %d/%d, %d/%d", card.PipelineID, card.StatusID, lead.PipelineID, lead.StatusID)
	}
	return fmt.Sprintf("%d/%d", lead.PipelineID, lead.StatusID)
}

// fieldText writes the fields of a change for comparing.
func changeText(c Change) string {
	text := func(fields map[string]string) string { return fmt.Sprint(fields) }
	plain := func(c Change, after bool) map[string]string {
		source := c.Before
		if after {
			source = c.After
		}
		out := map[string]string{}
		for key, value := range source {
			out[key] = string(value)
		}
		return out
	}
	return text(plain(c, false)) + "→" + text(plain(c, true))
}

// acts reads the history.
func acts(t testing.TB, s *Store) []string {
	t.Helper()
	var out []string
	err := s.read(t.Context(), func(tx *sql.Tx) error {
		return each(t.Context(), tx, func(rows *sql.Rows) error {
			var kind, before, after, state string
			var change int64
			err := rows.Scan(&kind, &change, &before, &after, &state)
			out = append(out, fmt.Sprintf("%s #%d %s→%s %s", kind, change, before, after, state))
			return err
		}, `SELECT kind, change_id, before, after, state FROM history ORDER BY id`)
	})
	check(t, err)
	return out
}

func TestMoveFindsThePipeline(t *testing.T) {
	for _, c := range []struct {
		name string
		move Move
		want string
		err  error
	}{
		{"own pipeline", Move{LeadID: 1, StatusID: measureID}, "11/102", nil},
		{"closed status of the own pipeline", Move{LeadID: 1, StatusID: 142}, "11/142", nil},
		{"only pipeline with the status", Move{LeadID: 1, StatusID: onlyService}, "12/201", nil},
		{"closed status of another pipeline", Move{LeadID: 1, PipelineID: serviceID, StatusID: 142}, "12/142", nil},
		{"status of another pipeline", Move{LeadID: 1, PipelineID: serviceID, StatusID: measureID}, "", &StatusError{serviceID, measureID}},
		{"unknown status", Move{LeadID: 1, StatusID: 999}, "", &StatusError{0, 999}},
		{"unknown pipeline", Move{LeadID: 1, PipelineID: 77, StatusID: 142}, "", &StatusError{77, 142}},
		{"unknown lead", Move{LeadID: 5, StatusID: measureID}, "", ErrNotFound},
		{"there already", Move{LeadID: 1, StatusID: newID}, "", ErrUnchanged},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _ := newStore(t)
			check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, leadSpec{ID: 1})}))
			_, err := s.MoveLead(t.Context(), c.move, time.Second)
			var status, wanted *StatusError
			if errors.As(c.err, &wanted) {
				if !errors.As(err, &status) || *status != *wanted {
					t.Fatalf("error %v, want %v", err, c.err)
				}
			} else if !errors.Is(err, c.err) {
				t.Fatalf("error %v, want %v", err, c.err)
			}
			if c.err != nil {
				if n := len(must(s.Outbox(t.Context()))(t)); n != 0 || len(acts(t, s)) != 0 {
					t.Errorf("a failed move left %d changes and %v", n, acts(t, s))
				}
				return
			}
			if got := standing(t, s, 1); got != c.want {
				t.Errorf("stands in %s, want %s", got, c.want)
			}
		})
	}
}

func TestMovesOfOneLeadBecomeOneChange(t *testing.T) {
	s, clock := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1})}))
	first := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, 5*time.Second))(t)
	clock.Turn(3 * time.Second)
	second := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: contractID}, 5*time.Second))(t)
	if second.ID != first.ID || second.CreatedAt != testStart || second.DueAt != testStart+8 {
		t.Errorf("second move: %+v after %+v", second, first)
	}
	if got, want := changeText(second), "map[pipeline_id:11 status_id:101]→map[pipeline_id:11 status_id:103]"; got != want {
		t.Errorf("change %s, want %s", got, want)
	}
	if due := must(s.Due(ctx, testStart+7, 10))(t); len(due) != 0 {
		t.Errorf("due before the new hold has passed: %+v", due)
	}
	third := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: newID}, 5*time.Second))(t)
	if third.ID != 0 || len(must(s.Outbox(ctx))(t)) != 0 {
		t.Errorf("a move back left change %+v", third)
	}
	want := []string{
		`move #1 {"pipeline_id":11,"status_id":101}→{"pipeline_id":11,"status_id":102} cancelled`,
		`move #1 {"pipeline_id":11,"status_id":102}→{"pipeline_id":11,"status_id":103} cancelled`,
		`move #1 {"pipeline_id":11,"status_id":103}→{"pipeline_id":11,"status_id":101} cancelled`,
	}
	if diff := cmp.Diff(want, acts(t, s)); diff != "" {
		t.Errorf("history: %s", diff)
	}
	if next := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, 0))(t); next.ID == first.ID || next.State != ChangeQueued {
		t.Errorf("the id of a change was used again: %+v", next)
	}
}

func TestMoveBackIsSentWhenTheServerWentElsewhere(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1})}))
	must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, time.Minute))(t)
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Status: contractID, Updated: 9})}))
	back := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: newID}, time.Minute))(t)
	if back.ID == 0 {
		t.Fatal("the move back was dropped, though the server has the lead elsewhere")
	}
	if got := standing(t, s, 1); got != "11/101" {
		t.Errorf("stands in %s", got)
	}
}

func TestLossReason(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1}, leadSpec{ID: 2, Status: 143, Loss: 70})}))
	loss := func(id int64) int64 {
		t.Helper()
		return valueOr(must(s.Lead(ctx, id))(t).Lead.LossReasonID, 0)
	}
	lost := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: amo.StatusLost, LossReasonID: ptr[int64](71)}, time.Minute))(t)
	if got, want := changeText(lost), "map[loss_reason_id:null pipeline_id:11 status_id:101]→map[loss_reason_id:71 pipeline_id:11 status_id:143]"; got != want {
		t.Errorf("change %s, want %s", got, want)
	}
	if loss(1) != 71 || must(s.Lead(ctx, 1))(t).Lead.ClosedAt == nil {
		t.Errorf("lost lead: reason %d", loss(1))
	}
	again := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, time.Minute))(t)
	if got, want := changeText(again), "map[pipeline_id:11 status_id:101]→map[pipeline_id:11 status_id:102]"; got != want {
		t.Errorf("change %s, want %s", got, want)
	}
	if loss(1) != 0 {
		t.Errorf("an open lead has the reason %d", loss(1))
	}

	must(s.MoveLead(ctx, Move{LeadID: 2, StatusID: newID}, time.Minute))(t)
	if d := must(s.Lead(ctx, 2))(t); d.Lead.LossReasonID != nil || d.Lead.ClosedAt != nil || *d.Base.LossReasonID != 70 {
		t.Errorf("reopened lead: %+v", d.Lead)
	}
	other := must(s.MoveLead(ctx, Move{LeadID: 2, StatusID: 143, LossReasonID: ptr[int64](72)}, time.Minute))(t)
	if got, want := changeText(other), "map[loss_reason_id:70 pipeline_id:11 status_id:143]→map[loss_reason_id:72 pipeline_id:11 status_id:143]"; got != want {
		t.Errorf("change %s, want %s", got, want)
	}
	if back := must(s.MoveLead(ctx, Move{LeadID: 2, StatusID: 143, LossReasonID: ptr[int64](70)}, time.Minute))(t); back.ID != 0 {
		t.Errorf("the reason it had left a change: %+v", back)
	}
	if loss(2) != 70 {
		t.Errorf("reason %d", loss(2))
	}
	if _, err := s.MoveLead(ctx, Move{LeadID: 2, StatusID: 143}, 0); !errors.Is(err, ErrUnchanged) {
		t.Errorf("lost again without a reason: %v", err)
	}
}

func TestMoveBehindOneThatMayHaveArrived(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1})}))
	first := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, 0))(t)
	check(t, s.StartSending(ctx, []int64{first.ID}, 0))
	second := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: contractID}, 0))(t)
	if second.ID == first.ID {
		t.Fatal("a change being sent was changed")
	}
	third := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: 142}, 0))(t)
	if third.ID != second.ID {
		t.Errorf("the waiting change was not changed: %+v", third)
	}
	check(t, s.PostponeChanges(ctx, []int64{first.ID}, testStart, 0, "connection reset"))
	if due := must(s.Due(ctx, testStart, 10))(t); len(due) != 1 || due[0].ID != first.ID || due[0].Error != "connection reset" || due[0].Attempts != 1 {
		t.Errorf("due: %+v", due)
	}
	// The server may have it, so a way back must be sent, not forgotten.
	check(t, s.CancelChange(ctx, second.ID))
	if got := standing(t, s, 1); got != "11/102" {
		t.Errorf("stands in %s", got)
	}
	if back := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: newID}, 0))(t); back.ID == 0 || back.ID == first.ID {
		t.Errorf("the way back: %+v", back)
	}
	check(t, s.StartSending(ctx, []int64{first.ID}, 0))
	check(t, s.FinishChanges(ctx, Finished{IDs: []int64{first.ID}, Rows: Batch{Leads: leadsOf(t, leadSpec{ID: 1, Status: measureID, Updated: 5})}}))
	if got := standing(t, s, 1); got != "11/101" {
		t.Errorf("stands in %s", got)
	}
	due := must(s.Due(ctx, testStart, 10))(t)
	if len(due) != 1 || changeText(due[0]) != "map[pipeline_id:11 status_id:102]→map[pipeline_id:11 status_id:101]" {
		t.Errorf("due: %+v", due)
	}
}

func TestRefusedMoveCanBeMadeAnew(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1})}))
	change := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, 0))(t)
	check(t, s.StartSending(ctx, []int64{change.ID}, 0))
	check(t, s.RefuseChange(ctx, change.ID, 400, "NotSupportedChoice"))
	card := must(s.Cards(ctx, []int64{1}))(t)[0]
	if !card.Refused || !card.Pending || card.Conflict || card.StatusID != measureID {
		t.Errorf("card of a refused move: %+v", card)
	}
	again := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: contractID}, 0))(t)
	if again.ID != change.ID || again.Attempts != 0 || again.Error != "" || again.ErrorCode != 0 || again.State != ChangeQueued {
		t.Errorf("moved again: %+v", again)
	}
	if diff := cmp.Diff([]Change{again}, must(s.Outbox(ctx))(t)); diff != "" {
		t.Errorf("outbox: %s", diff)
	}
	if card := must(s.Cards(ctx, []int64{1}))(t)[0]; card.Refused || !card.Pending {
		t.Errorf("card of a move made anew: %+v", card)
	}
}

func TestHoldIsNeverShorterThanTold(t *testing.T) {
	s, clock := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1}, leadSpec{ID: 2})}))
	clock.Turn(900 * time.Millisecond)
	c := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, 5*time.Second))(t)
	if c.DueAt != testStart+6 {
		t.Errorf("made at %d.9 for 5 s, due at %d", testStart, c.DueAt)
	}
	if c := must(s.MoveLead(ctx, Move{LeadID: 2, StatusID: measureID}, 0))(t); c.DueAt != testStart || c.State != ChangeQueued {
		t.Errorf("without a hold: %+v", c)
	}
}

// What one has just moved stands on top of its new column at once, as it will
// when the server has stamped it, and goes back to its place when it is undone.
func TestMovedLeadStandsOnTop(t *testing.T) {
	s, _ := newStore(t)
	leads := leadsOf(t,
		leadSpec{ID: 1, Pipeline: salesID, Status: newID, Updated: 10},
		leadSpec{ID: 2, Pipeline: salesID, Status: measureID, Updated: 20},
		leadSpec{ID: 3, Pipeline: salesID, Status: newID, Updated: 5},
	)
	check(t, s.Apply(t.Context(), Batch{Pipelines: testPipelines(t), Leads: leads}))
	change := must(s.MoveLead(t.Context(), Move{LeadID: 1, StatusID: measureID, PipelineID: salesID}, time.Second))(t)
	if diff := cmp.Diff([]int64{1, 2}, columnIDs(board(t, s))[measureID]); diff != "" {
		t.Error("after the move:", diff)
	}
	check(t, s.CancelChange(t.Context(), change.ID))
	if diff := cmp.Diff([]int64{1, 3}, columnIDs(board(t, s))[newID]); diff != "" {
		t.Error("after the undo:", diff)
	}
}
