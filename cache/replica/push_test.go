package replica

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"voronka/amo"
	"voronka/cache"
)

// pushModel is a loaded replica of n leads in the first status.
func pushModel(t *testing.T, n int) (*modelServer, *cache.Store, Options) {
	t.Helper()
	m := newModelServer(100)
	for id := int64(1); id <= int64(n); id++ {
		m.leads[id] = &modelLead{id: id, pipeline: modelPipeline, status: modelFirst, stamp: m.clock - id}
	}
	store := newStore(t, t.TempDir())
	options := Options{Store: store, API: m, Patience: 2 * time.Second}
	once(t, options)
	for id := int64(1); id <= int64(n); id++ {
		move(t, store, id, 102, 0)
	}
	return m, store, options
}

func refusal(status int, kind amo.Kind, invalid ...amo.Invalid) error {
	return &amo.Error{Method: http.MethodPatch, Path: "/api/v4/leads", Status: status, Kind: kind, Detail: "No.", Validation: invalid}
}

// states counts the outbox by state.
func states(t testing.TB, store *cache.Store) map[cache.ChangeState]int {
	t.Helper()
	list, err := store.Outbox(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	n := map[cache.ChangeState]int{}
	for _, c := range list {
		n[c.State]++
	}
	return n
}

// TestUnnamedRefusalIsNarrowedDown: the server says no to a batch without
// telling which item it means.
func TestUnnamedRefusalIsNarrowedDown(t *testing.T) {
	m, store, options := pushModel(t, 50)
	bad := int64(37)
	m.update = func(patches []amo.LeadPatch, do func(amo.LeadPatch)) ([]amo.Updated, error) {
		for _, p := range patches {
			if p.ID == bad {
				return nil, refusal(http.StatusBadRequest, amo.KindValidation)
			}
		}
		for _, p := range patches {
			do(p)
		}
		return m.receipts(patches), nil
	}
	sum := once(t, options)
	if sum.Pushed != 49 || sum.Refused != 1 {
		t.Fatalf("%+v", sum)
	}
	for id, l := range m.leads {
		if want := map[bool]int64{true: modelFirst, false: 102}[id == bad]; l.status != want {
			t.Errorf("lead %d has status %d, want %d", id, l.status, want)
		}
	}
	// 50 → 25+25 → 12+13 … : two requests for each halving.
	if len(m.writes) > 13 {
		t.Errorf("%d writes to find one of 50: %v", len(m.writes), m.writes)
	}
	list, err := store.Outbox(t.Context())
	if err != nil || len(list) != 1 || list[0].EntityID != bad || list[0].Error != "No." || list[0].ErrorCode != 400 {
		t.Fatalf("outbox %+v, %v", list, err)
	}
}

// TestEveryAnswerToAWrite: what becomes of two moves, of leads 1 and 2, when
// the server answers the write in each of its ways, and once only.
func TestEveryAnswerToAWrite(t *testing.T) {
	type outcome = map[cache.ChangeState]int
	done := outcome{}
	for _, tt := range []struct {
		name   string
		answer func(patches []amo.LeadPatch, do func(amo.LeadPatch)) ([]amo.Updated, error)
		err    bool    // of Once
		want   outcome // after it
		left   outcome // after another Once with a good server
	}{
		{name: "network, not applied", answer: fails(&amo.NetworkError{Op: "PATCH", Host: "h", Err: errors.New("reset")}), want: done, left: done},
		{name: "network, applied", answer: applies(&amo.NetworkError{Op: "PATCH", Host: "h", Err: errors.New("reset")}), want: done, left: done},
		{name: "cut short, applied", answer: applies(&amo.BadReplyError{Method: "PATCH", Status: 200, Reason: "the answer is cut short"}), want: done, left: done},
		{name: "504, applied", answer: applies(refusal(504, amo.KindTemporary)), want: done, left: done},
		{name: "500", answer: fails(refusal(500, amo.KindTemporary)), want: done, left: done},
		{name: "repeat", answer: fails(refusal(400, amo.KindTemporary)), want: done, left: done},
		{name: "429", answer: fails(refusal(429, amo.KindRateLimited)), want: done, left: done},
		{name: "401", answer: fails(refusal(401, amo.KindUnauthorized)), err: true, want: outcome{cache.ChangeQueued: 2}, left: done},
		{name: "402", answer: fails(refusal(402, amo.KindPayment)), err: true, want: outcome{cache.ChangeQueued: 2}, left: done},
		{name: "403, once", answer: fails(refusal(403, amo.KindForbidden)), want: done, left: done},
		{name: "blocked", answer: fails(refusal(403, amo.KindBlocked)), err: true, want: outcome{cache.ChangeQueued: 2}, left: done},
		{name: "404", answer: fails(refusal(404, amo.KindNotFound)), want: done, left: done},
		{name: "422", answer: fails(refusal(422, amo.KindUnprocessable)), want: done, left: done},
		{
			name: "one named", answer: fails(refusal(400, amo.KindValidation, amo.Invalid{ID: 2, Path: "status_id"})),
			want: outcome{cache.ChangeRefused: 1}, left: outcome{cache.ChangeRefused: 1},
		},
		{
			name: "all named", answer: fails(refusal(400, amo.KindValidation, amo.Invalid{ID: 2, Path: "status_id"}, amo.Invalid{ID: 1, Path: "status_id"})),
			want: outcome{cache.ChangeRefused: 2}, left: outcome{cache.ChangeRefused: 2},
		},
		{name: "one left out, applied", answer: applies(&amo.MissingError{Entity: "leads", IDs: []int64{1, 2}}), want: done, left: done},
		{
			name: "both left out", answer: fails(&amo.MissingError{Entity: "leads", IDs: []int64{1, 2}}),
			want: outcome{cache.ChangeRefused: 2}, left: outcome{cache.ChangeRefused: 2},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // backoffs take no time
				m, store, options := pushModel(t, 2)
				options.Patience = 10 * time.Second
				m.update = func(patches []amo.LeadPatch, do func(amo.LeadPatch)) ([]amo.Updated, error) {
					m.update = nil
					return tt.answer(patches, do)
				}
				sum, err := New(options).Once(t.Context())
				if (err != nil) != tt.err {
					t.Fatalf("once: %+v, %v", sum, err)
				}
				if got := states(t, store); fmt.Sprint(got) != fmt.Sprint(tt.want) {
					t.Fatalf("outbox %v, want %v", got, tt.want)
				}
				once(t, options)
				if got := states(t, store); fmt.Sprint(got) != fmt.Sprint(tt.left) {
					t.Fatalf("outbox at last %v, want %v", got, tt.left)
				}
				if len(tt.left) == 0 {
					for id, l := range m.leads {
						if l.status != 102 {
							t.Errorf("lead %d has status %d", id, l.status)
						}
					}
				}
				m.expectEqual(t, store)
			})
		})
	}
}

func fails(err error) func([]amo.LeadPatch, func(amo.LeadPatch)) ([]amo.Updated, error) {
	return func([]amo.LeadPatch, func(amo.LeadPatch)) ([]amo.Updated, error) { return nil, err }
}

func applies(err error) func([]amo.LeadPatch, func(amo.LeadPatch)) ([]amo.Updated, error) {
	return func(patches []amo.LeadPatch, do func(amo.LeadPatch)) ([]amo.Updated, error) {
		for _, p := range patches {
			do(p)
		}
		return nil, err
	}
}

// TestChangeOfMindIsNotLost: while the base of a move is being checked, the
// person moves the lead elsewhere. What was decided about the first move must
// not be done to the second.
func TestChangeOfMindIsNotLost(t *testing.T) {
	for _, server := range []int64{modelFirst, 102, 103} { // send, already there, conflict
		m, store, options := pushModel(t, 1)
		m.leads[1].status = server
		armed := true
		m.between = func() {
			if armed {
				armed = false
				if _, err := store.MoveLead(context.Background(), cache.Move{LeadID: 1, StatusID: amo.StatusWon}, 0); err != nil {
					t.Error(err)
				}
			}
		}
		_, err := New(options).Once(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		detail, err := store.Lead(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if detail.Lead.StatusID != amo.StatusWon {
			t.Errorf("server at %d: the person sees status %d instead of the last they chose", server, detail.Lead.StatusID)
		}
		if server == modelFirst && (m.leads[1].status != amo.StatusWon || len(detail.Changes) != 0) {
			t.Errorf("server ends at %d, unsent %+v", m.leads[1].status, detail.Changes)
		}
		if server != modelFirst && (len(detail.Changes) != 1 || detail.Changes[0].State != cache.ChangeConflict) {
			t.Errorf("server at %d: unsent %+v, want a conflict", server, detail.Changes)
		}
	}
}

// TestCancelledMoveIsNotSent: the person takes a move back while its base is
// being checked.
func TestCancelledMoveIsNotSent(t *testing.T) {
	m, store, options := pushModel(t, 3)
	list, err := store.Outbox(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	armed := true
	m.between = func() {
		if armed {
			armed = false
			if err := store.CancelChange(context.Background(), list[1].ID); err != nil {
				t.Error(err)
			}
		}
	}
	if sum := once(t, options); sum.Pushed != 2 {
		t.Fatalf("%+v", sum)
	}
	if len(m.writes) != 1 || slices.Contains(m.writes[0], list[1].EntityID) {
		t.Fatalf("writes %v, of which lead %d was taken back", m.writes, list[1].EntityID)
	}
}

// TestOrderOfOneLead: a second move of a lead goes after the first, also when
// the first was tried before.
func TestOrderOfOneLead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, store, options := pushModel(t, 1)
		options.Patience = 10 * time.Second
		var seen []int64
		m.update = func(patches []amo.LeadPatch, do func(amo.LeadPatch)) ([]amo.Updated, error) {
			status, _ := patches[0].StatusID.Value()
			seen = append(seen, status)
			if len(seen) == 1 {
				// While the first is under way, the person moves on.
				if _, err := store.MoveLead(context.Background(), cache.Move{LeadID: 1, StatusID: 103}, 0); err != nil {
					t.Error(err)
				}
				return nil, refusal(500, amo.KindTemporary)
			}
			do(patches[0])
			return m.receipts(patches), nil
		}
		if sum := once(t, options); sum.Pushed != 2 {
			t.Fatalf("%+v", sum)
		}
		if !slices.Equal(seen, []int64{102, 102, 103}) {
			t.Fatalf("the server heard %v", seen)
		}
		m.expectEqual(t, store)
	})
}

// TestLostReadBackKeepsTheMove: the write went through, reading the row back
// does not. The card must not jump back, and the next pull completes it.
func TestLostReadBackKeepsTheMove(t *testing.T) {
	m, store, options := pushModel(t, 1)
	m.update = func(patches []amo.LeadPatch, do func(amo.LeadPatch)) ([]amo.Updated, error) {
		do(patches[0])
		m.readErr = refusal(500, amo.KindTemporary)
		return m.receipts(patches), nil
	}
	c, err := New(options).begin(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := newPusher(c).drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	m.readErr = nil
	expectOutbox(t, store, 0)
	detail, err := store.Lead(t.Context(), 1)
	if err != nil || detail.Lead.StatusID != 102 || detail.Base.StatusID != 102 {
		t.Fatalf("shown %d over %d, %v", detail.Lead.StatusID, detail.Base.StatusID, err)
	}
	once(t, options)
	m.expectEqual(t, store)
}

// TestPageReadBeforeASendingIsOld: a move is sent while a page of a pull is on
// its way with the lead's old row. The card must stay where it was put.
func TestPageReadBeforeASendingIsOld(t *testing.T) {
	m, store, options := pushModel(t, 3)
	c, err := New(options).begin(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	m.clock += 10
	for _, l := range m.leads {
		l.stamp = m.clock // so that the pull reads them
	}
	m.answered = func() {
		m.clock += 5
		if err := newPusher(c).drain(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if err := newPuller(c).sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectOutbox(t, store, 0)
	m.expectEqual(t, store)
}

// TestIgnoredIDFilterIsNoDeletion: a server that ignores filter[id] answers
// the base check with other leads. That must not be taken for a deletion.
func TestIgnoredIDFilterIsNoDeletion(t *testing.T) {
	m, store, options := pushModel(t, 10)
	m.perPage = 3
	m.ignoresFilters = true
	if sum := once(t, options); sum.Pushed != 10 || sum.Refused != 0 {
		t.Fatalf("%+v", sum)
	}
	m.expectEqual(t, store)
}

// TestUnknownChangesAreRefused: an outbox written by a newer version.
func TestUnknownChangesAreRefused(t *testing.T) {
	for _, it := range []item{
		{change: cache.Change{Entity: cache.Leads}, send: raws("stage", "5")},
		{change: cache.Change{Entity: cache.Leads}, send: raws("status_id", `"x"`)},
		{change: cache.Change{Entity: cache.Leads}, send: raws("field:x", `null`)},
	} {
		it.row = leadTarget(amo.Lead{})
		if _, err := leadPatch(it); err == nil {
			t.Errorf("%+v was sent", it)
		}
	}
}

func TestWonAndLostNameTheirPipeline(t *testing.T) {
	p, err := leadPatch(item{
		change: cache.Change{ID: 5, Entity: cache.Leads, EntityID: 1, Kind: cache.ChangeMove},
		row:    leadTarget(amo.Lead{PipelineID: 9}),
		send:   raws("status_id", "142", "loss_reason_id", "null"),
	})
	if err != nil {
		t.Fatal(err)
	}
	pipeline, _ := p.PipelineID.Value()
	if pipeline != 9 || !p.LossReasonID.IsNull() || p.RequestID != "5" {
		t.Fatalf("%+v", p)
	}
}
