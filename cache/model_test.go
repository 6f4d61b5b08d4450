package cache

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voronka/amo"
)

// spot is a status of a pipeline with the loss reason kept beside it.
type spot struct{ pipeline, status, loss int64 }

func (s spot) place() spot { return spot{s.pipeline, s.status, 0} }

// model is what a Store should be, in a few lines of Go without a database.
type model struct {
	base    map[int64]spot
	changes []modelChange // oldest first
	made    int64
}

type modelChange struct {
	id, lead   int64
	from, to   spot
	withReason bool
	state      ChangeState
	tried      bool
}

// shown is a lead as the person sees it, with the changes before upTo over it.
func (m *model) shown(lead, upTo int64) spot {
	at := m.base[lead]
	for _, c := range m.changes {
		if c.lead == lead && c.id < upTo {
			at = c.over(at)
		}
	}
	return at
}

func (c modelChange) over(at spot) spot {
	loss := at.loss
	if c.withReason {
		loss = c.to.loss
	}
	if c.to.status != amo.StatusWon && c.to.status != amo.StatusLost {
		loss = 0
	}
	return spot{c.to.pipeline, c.to.status, loss}
}

const endOfTime = 1 << 60

// move returns what MoveLead should fail with, nil if it should not.
func (m *model) move(lead int64, to spot, withReason bool, hold bool) error {
	if _, ok := m.base[lead]; !ok {
		return ErrNotFound
	}
	now := m.shown(lead, endOfTime)
	if now.place() == to.place() && (!withReason || now.loss == to.loss) {
		return ErrUnchanged
	}
	state := ChangeQueued
	if hold {
		state = ChangeHeld
	}
	last := -1
	for i, c := range m.changes {
		if c.lead == lead {
			last = i
		}
	}
	if last >= 0 {
		c := &m.changes[last]
		if c.state != ChangeSending && c.state != ChangeConflict && !c.tried {
			under := m.shown(lead, c.id)
			from := c.from
			if !c.withReason {
				from.loss = under.loss
			}
			if from.place() == to.place() && under.place() == to.place() && (!withReason || from.loss == to.loss && under.loss == to.loss) {
				m.changes = slices.Delete(m.changes, last, last+1)
				return nil
			}
			*c = modelChange{id: c.id, lead: lead, from: from, to: to, withReason: withReason, state: state}
			return nil
		}
	}
	m.made++
	m.changes = append(m.changes, modelChange{id: m.made, lead: lead, from: now, to: to, withReason: withReason, state: state})
	return nil
}

func (m *model) find(id int64) *modelChange {
	for i := range m.changes {
		if m.changes[i].id == id {
			return &m.changes[i]
		}
	}
	return nil
}

func (m *model) remove(id int64) {
	m.changes = slices.DeleteFunc(m.changes, func(c modelChange) bool { return c.id == id })
}

func (m *model) cancel(id int64) error {
	c := m.find(id)
	switch {
	case c == nil:
		return ErrNotFound
	case c.state == ChangeSending:
		return ErrSending
	}
	start, withReason := c.from, c.withReason
	if base, ok := m.base[c.lead]; ok && c.state == ChangeConflict {
		start = base
	}
	for i := range m.changes {
		if next := &m.changes[i]; next.lead == c.lead && next.id > id {
			loss := next.from.loss
			if withReason && next.withReason {
				loss = start.loss
			}
			next.from = spot{start.pipeline, start.status, loss}
			break
		}
	}
	m.remove(id)
	return nil
}

// due are the ids of the changes that may be sent as far as order goes.
func (m *model) due() []int64 {
	var ids []int64
	seen := map[int64]bool{}
	for _, c := range m.changes {
		if !seen[c.lead] && (c.state == ChangeHeld || c.state == ChangeQueued) {
			ids = append(ids, c.id)
		}
		seen[c.lead] = true
	}
	return ids
}

// deleted takes a lead away with what was not sent of it.
func (m *model) deleted(lead int64) {
	delete(m.base, lead)
	for i := range m.changes {
		if c := &m.changes[i]; c.lead == lead && (c.state == ChangeHeld || c.state == ChangeQueued) {
			c.state, c.tried = ChangeRefused, false
		}
	}
}

var spots = []spot{
	{salesID, newID, 0},
	{salesID, measureID, 0},
	{salesID, contractID, 0},
	{salesID, 142, 0},
	{salesID, 143, 0},
	{serviceID, onlyService, 0},
	{serviceID, 143, 0},
}

// machine runs a Store beside its model.
type machine struct {
	t     *testing.T
	s     *Store
	m     *model
	clock *clock
	saved int64 // updated_at of the next server row, so that rows differ
	looks int
}

func (x *machine) lead(rt *rapid.T) int64 { return rapid.Int64Range(1, 4).Draw(rt, "lead") }

// change draws the id of a change: mostly one that is there.
func (x *machine) change(rt *rapid.T) int64 {
	return rapid.Int64Range(max(0, x.m.made-5), x.m.made+1).Draw(rt, "change")
}

func (x *machine) server(rt *rapid.T, lead int64) amo.Lead {
	at := rapid.SampledFrom(spots).Draw(rt, "server")
	if at.status == amo.StatusLost {
		at.loss = rapid.SampledFrom([]int64{0, 70}).Draw(rt, "reason")
	}
	x.m.base[lead] = at
	x.saved++
	return leadSpec{ID: lead, Pipeline: at.pipeline, Status: at.status, Loss: at.loss, Price: lead * 10, Updated: x.saved}.lead(x.t)
}

func (x *machine) expect(rt *rapid.T, what string, err, want error) {
	if !errors.Is(err, want) || (err == nil) != (want == nil) {
		rt.Fatalf("%s: %v, want %v", what, err, want)
	}
}

func (x *machine) apply(rt *rapid.T) {
	lead := x.lead(rt)
	if rapid.IntRange(0, 4).Draw(rt, "delete") == 0 {
		x.m.deleted(lead)
		x.expect(rt, "delete", x.s.Apply(x.t.Context(), Batch{DeletedLeads: []int64{lead}}), nil)
		return
	}
	x.expect(rt, "apply", x.s.Apply(x.t.Context(), Batch{Leads: []amo.Lead{x.server(rt, lead)}}), nil)
}

func (x *machine) move(rt *rapid.T) {
	lead, to := x.lead(rt), rapid.SampledFrom(spots).Draw(rt, "to")
	withReason := to.status == amo.StatusLost && rapid.Bool().Draw(rt, "with reason")
	move := Move{LeadID: lead, PipelineID: to.pipeline, StatusID: to.status}
	if withReason {
		to.loss = rapid.SampledFrom([]int64{70, 71}).Draw(rt, "reason")
		move.LossReasonID = &to.loss
	}
	hold := rapid.SampledFrom([]time.Duration{0, time.Second}).Draw(rt, "hold")
	_, err := x.s.MoveLead(x.t.Context(), move, hold)
	x.expect(rt, "move", err, x.m.move(lead, to, withReason, hold > 0))
}

func (x *machine) cancel(rt *rapid.T) {
	id := x.change(rt)
	x.expect(rt, "cancel", x.s.CancelChange(x.t.Context(), id), x.m.cancel(id))
}

func (x *machine) send(rt *rapid.T) {
	due := must(x.s.Due(x.t.Context(), endOfTime, 100))(x.t)
	if len(due) == 0 {
		return
	}
	ids := idsOf(due)[:rapid.IntRange(1, len(due)).Draw(rt, "how many")]
	x.expect(rt, "start", x.s.StartSending(x.t.Context(), ids, 0), nil)
	for _, id := range ids {
		c := x.m.find(id)
		c.state, c.tried = ChangeSending, true
	}
}

// answer settles a change that is being sent in one of the possible ways.
func (x *machine) answer(rt *rapid.T) {
	ctx := x.t.Context()
	for _, c := range slices.Clone(x.m.changes) {
		if c.state != ChangeSending {
			continue
		}
		known := x.m.find(c.id)
		switch rapid.SampledFrom([]string{"sent", "sent silently", "refused", "conflict", "later", "lost", "nothing"}).Draw(rt, "answer") {
		case "sent":
			x.m.remove(c.id)
			x.expect(rt, "finish", x.s.FinishChanges(ctx, Finished{IDs: []int64{c.id}, Rows: Batch{Leads: []amo.Lead{x.server(rt, c.lead)}}}), nil)
		case "sent silently":
			if base, ok := x.m.base[c.lead]; ok {
				x.m.base[c.lead] = c.over(base)
			}
			x.m.remove(c.id)
			x.expect(rt, "finish", x.s.FinishChanges(ctx, Finished{IDs: []int64{c.id}}), nil)
		case "refused":
			known.state, known.tried = ChangeRefused, false
			x.expect(rt, "refuse", x.s.RefuseChange(ctx, c.id, 400, "no"), nil)
		case "conflict":
			known.state, known.tried = ChangeConflict, false
			x.expect(rt, "conflict", x.s.ConflictChange(ctx, c.id, []Clash{{Field: "status_id"}}, Batch{Leads: []amo.Lead{x.server(rt, c.lead)}}), nil)
		case "later":
			known.state, known.tried = ChangeQueued, false
			x.expect(rt, "postpone", x.s.PostponeChanges(ctx, []int64{c.id}, testStart, 429, "slow"), nil)
		case "lost":
			known.state = ChangeQueued
			x.expect(rt, "postpone", x.s.PostponeChanges(ctx, []int64{c.id}, testStart, 0, "reset"), nil)
		}
	}
}

func (x *machine) retry(rt *rapid.T) {
	id := x.change(rt)
	want := error(nil)
	switch c := x.m.find(id); {
	case c == nil:
		want = ErrNotFound
	case c.state == ChangeSending:
		want = ErrSending
	case c.state == ChangeConflict:
		want = ErrConflict
	default:
		c.state = ChangeQueued
	}
	x.expect(rt, "retry", x.s.RetryChange(x.t.Context(), id), want)
}

func (x *machine) resume(rt *rapid.T) {
	for i := range x.m.changes {
		if c := &x.m.changes[i]; c.state == ChangeSending {
			c.state = ChangeQueued
		}
	}
	x.expect(rt, "resume", x.s.ResumeSending(x.t.Context()), nil)
}

func (x *machine) release(rt *rapid.T) {
	for i := range x.m.changes {
		if c := &x.m.changes[i]; c.state == ChangeHeld {
			c.state = ChangeQueued
		}
	}
	x.expect(rt, "release", x.s.ReleaseHolds(x.t.Context()), nil)
}

// compare holds everything a reader can see against the model.
func (x *machine) compare(rt *rapid.T) {
	ctx := x.t.Context()
	var got, want []string
	for _, c := range must(x.s.Outbox(ctx))(x.t) {
		got = append(got, fmt.Sprintf("#%d lead %d %s %s", c.ID, c.EntityID, c.State, changeText(c)))
	}
	for _, c := range x.m.changes {
		want = append(want, fmt.Sprintf("#%d lead %d %s %s→%s", c.id, c.lead, c.state, c.from.text(c.withReason), c.to.text(c.withReason)))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		rt.Fatalf("outbox: %s", diff)
	}
	if due := idsOf(must(x.s.Due(ctx, endOfTime, 100))(x.t)); !slices.Equal(x.m.due(), due) {
		rt.Fatalf("due %v, want %v", due, x.m.due())
	}
	x.compareLeads(rt)
}

func (s spot) text(withReason bool) string {
	switch {
	case !withReason:
		return fmt.Sprintf("map[pipeline_id:%d status_id:%d]", s.pipeline, s.status)
	case s.loss == 0:
		return fmt.Sprintf("map[loss_reason_id:null pipeline_id:%d status_id:%d]", s.pipeline, s.status)
	}
	return fmt.Sprintf("map[loss_reason_id:%d pipeline_id:%d status_id:%d]", s.loss, s.pipeline, s.status)
}

func (x *machine) compareLeads(rt *rapid.T) {
	ctx := x.t.Context()
	counts := map[int64]int{}
	sums := map[int64]int64{}
	leads := slices.Sorted(maps.Keys(x.m.base))
	for i, card := range must(x.s.Cards(ctx, leads))(x.t) {
		at := x.m.shown(leads[i], endOfTime)
		if at.pipeline == salesID {
			counts[at.status]++
			sums[at.status] += leads[i] * 10
		}
		x.compareCard(rt, leads[i], card, at)
	}
	if len(leads) > 0 {
		id := rapid.SampledFrom(leads).Draw(rt, "detail of")
		lead := must(x.s.Lead(ctx, id))(x.t).Lead
		if got, at := (spot{lead.PipelineID, lead.StatusID, valueOr(lead.LossReasonID, 0)}), x.m.shown(id, endOfTime); got != at {
			rt.Fatalf("lead %d stands in %v, want %v", id, got, at)
		}
	}
	if x.looks++; x.looks%3 != 0 {
		return // the board is the slowest to read
	}
	for _, c := range board(x.t, x.s).Columns {
		if c.Count != counts[c.Status.ID] || c.Sum != sums[c.Status.ID] {
			rt.Fatalf("column %d has %d leads worth %d, want %d and %d", c.Status.ID, c.Count, c.Sum, counts[c.Status.ID], sums[c.Status.ID])
		}
	}
}

func (x *machine) compareCard(rt *rapid.T, lead int64, card Card, at spot) {
	var pending, conflict, refused bool
	for _, c := range x.m.changes {
		if c.lead == lead {
			pending = true
			conflict = conflict || c.state == ChangeConflict
			refused = refused || c.state == ChangeRefused
		}
	}
	if card.ID != lead || card.PipelineID != at.pipeline || card.StatusID != at.status ||
		card.Pending != pending || card.Conflict != conflict || card.Refused != refused {
		rt.Fatalf("card %+v, want %v, pending %v, conflict %v, refused %v", card, at, pending, conflict, refused)
	}
}

func TestStoreFollowsTheModel(t *testing.T) {
	s, clock := newStore(t)
	_, err := s.writer.ExecContext(t.Context(), `PRAGMA synchronous = OFF`) // thousands of commits, and no power cut
	check(t, err)
	rapid.Check(t, func(rt *rapid.T) {
		for _, table := range []string{"leads", "leads_base", "outbox", "history", "sqlite_sequence"} {
			_, err := s.writer.ExecContext(t.Context(), `DELETE FROM `+table)
			check(t, err)
		}
		x := &machine{t: t, s: s, m: &model{base: map[int64]spot{}}, clock: clock}
		rt.Repeat(map[string]func(*rapid.T){
			"apply": x.apply, "apply more": x.apply, "move": x.move, "move more": x.move, "move yet more": x.move,
			"cancel": x.cancel, "send": x.send, "answer": x.answer, "retry": x.retry, "resume": x.resume, "release": x.release,
			"": x.compare,
		})
	})
}
