package promise

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
)

// outcome is what becomes of a change that meets a fault.
type outcome string

const (
	sent    outcome = "sent"     // once, whatever came in between
	waits   outcome = "waits"    // queued, and sent once when the fault is over
	refused outcome = "refused"  // kept with the server's words; sent once when the person tries again
	asks    outcome = "conflict" // the value it was to replace is not there any more: the person decides
	gone    outcome = "gone"     // its row was deleted: the person keeps it as a new one or drops it
)

// trial is a fault and what becomes of each kind of change that meets it.
type trial struct {
	name string
	// answers stands in for the server, in the front of it.
	answers func(w http.ResponseWriter, c contact)
	all     bool           // it meets every request, also reads and the bystander's
	reads   bool           // likewise, but only at writes
	cut     bool           // or the server acts on each write and its first answer is lost
	happens func(s *stage) // or somebody changes the account
	want    outcome
	but     map[string]outcome // of these kinds
	status  func(error) bool   // what the engine ends with; nil: with no error
}

// TestFaults holds what becomes of each kind of change under each fault; the
// table in the README says the same. Under every one of them nothing is lost,
// nothing arrives twice, and a fault of one change does not stop another.
//
// To see it fail, have classifyWrite treat KindForbidden as classify does.
func TestFaults(t *testing.T) {
	kind := func(want amo.Kind) func(error) bool { return func(err error) bool { return amo.KindOf(err) == want } }
	for _, tt := range []trial{
		{name: "server gone", all: true, answers: func(http.ResponseWriter, contact) { panic(http.ErrAbortHandler) }, want: waits, status: amo.IsOffline},
		{name: "400 that names it", answers: invalid, want: refused},
		{name: "401", all: true, answers: problem(401, "Unauthorized"), want: waits, status: amo.IsUnauthorized},
		{name: "402", all: true, answers: problem(402, "Payment Required"), want: waits, status: kind(amo.KindPayment)},
		{name: "403", answers: problem(403, "Forbidden"), want: refused},
		{name: "403 page", all: true, answers: page(403), want: waits, status: amo.IsBlocked},
		{name: "404", answers: problem(404, "Not Found"), want: gone, but: map[string]outcome{
			"lead create": refused, "complex create": refused, "contact create": refused, "task create": refused, "note create": refused,
		}},
		{name: "429", reads: true, answers: page(429), want: waits, status: anyError},
		{name: "500", reads: true, answers: page(500), want: waits, status: anyError},
		{name: "503", all: true, answers: page(503), want: waits, status: func(err error) bool { return amo.KindOf(err) == amo.KindTemporary }},
		{name: "cut reply", cut: true, want: sent},
		{name: "lead deleted", happens: (*stage).deleteLeads, want: sent, but: map[string]outcome{
			"lead edit": gone, "lead move": gone, "lead tag": gone, "lead link": gone,
		}},
		{name: "status deleted", happens: (*stage).deleteStatus, want: sent, but: map[string]outcome{
			"lead move": refused, "lead create": refused, "complex create": refused,
		}},
		{name: "user deactivated", happens: (*stage).deactivateUser, want: sent, but: map[string]outcome{
			"lead edit": refused, "lead create": refused, "complex create": refused, "contact edit": refused,
			"contact create": refused, "company edit": refused, "task create": refused, "task edit": refused,
		}},
		{name: "field removed", happens: (*stage).removeField, want: sent, but: map[string]outcome{
			"lead edit": asks, "lead create": refused, "complex create": refused,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.play(tt)
		})
	}
}

func anyError(err error) bool { return err != nil }

// contact is a request that a fault meets.
type contact struct {
	items int
	named []int // which of them are of the kinds under trial
}

func page(status int) func(http.ResponseWriter, contact) {
	return func(w http.ResponseWriter, _ contact) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		fmt.Fprint(w, "<!DOCTYPE html><html><body>No.</body></html>")
	}
}

func problem(status int, title string) func(http.ResponseWriter, contact) {
	return func(w http.ResponseWriter, _ contact) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"title":%q,"type":"https://httpstatus.es/%d","status":%d,"detail":"No."}`, title, status, status)
	}
}

// invalid names the items it does not want.
func invalid(w http.ResponseWriter, c contact) {
	var list []any
	for _, n := range c.named {
		list = append(list, map[string]any{
			"request_id": fmt.Sprint(n), "errors": []any{map[string]any{"code": "NotSupportedChoice", "path": "name", "detail": "No."}},
		})
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(http.StatusBadRequest)
	body, err := json.Marshal(map[string]any{"validation-errors": list, "title": "Bad Request", "status": 400, "detail": "Request validation failed"})
	if err != nil {
		panic(err)
	}
	w.Write(body)
}

// play has every kind of change meet the fault, and then ends the fault.
func (s *stage) play(tt trial) {
	t, ctx := s.t, context.Background()
	s.change()
	if tt.happens != nil {
		tt.happens(s)
	}
	s.fault.Store(&tt)
	patience := s.options.Patience
	if tt.status != nil {
		s.options.Patience = 300 * time.Millisecond
	}
	_, err := replica.New(s.options).Once(ctx)
	if tt.status == nil && err != nil || tt.status != nil && !tt.status(err) {
		t.Errorf("the engine ended with %v", err)
	}
	s.expect(tt, "under the fault")
	s.options.Patience = patience
	s.options.API = s.client() // a client that was blocked does not ask again for a minute
	s.fault.Store(nil)
	if tt.happens == nil {
		s.release(tt)
	}
	s.sync()
	if tt.happens != nil {
		s.expect(tt, "after another round")
		s.dropGone()
	}
	s.settled(tt)
}

// release has the person try again what was refused.
func (s *stage) release(tt trial) {
	for _, c := range s.outbox() {
		if c.State != cache.ChangeRefused {
			continue
		}
		if err := s.store.RetryChange(context.Background(), c.ID); err != nil && !errors.Is(err, cache.ErrNotFound) {
			s.t.Errorf("%s: try change %d again: %v", tt.name, c.ID, err)
		}
	}
}

// expect compares what has become of each kind with the table.
func (s *stage) expect(tt trial, when string) {
	s.t.Helper()
	for _, k := range s.kinds {
		want, ok := tt.but[k.name]
		if !ok {
			want = tt.want
		}
		if got, why := s.outcome(k); got != want {
			s.t.Errorf("%s: %s %s, not %s (%s)", k.name, when, got, want, why)
		}
	}
	want := sent
	if tt.all || tt.reads {
		want = waits
	}
	if got, why := s.outcome(s.bystander); got != want {
		s.t.Errorf("the bystander %s %s, not %s (%s)", when, got, want, why)
	}
}

// outcome is what has become of a kind's change.
func (s *stage) outcome(k *kindOfChange) (outcome, string) {
	got, why := sent, ""
	list, err := s.store.Gone(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range s.outbox() {
		if !k.changes[c.ID] {
			continue
		}
		why = fmt.Sprintf("%s %d %s", c.State, c.ErrorCode, c.Error)
		switch c.State {
		case cache.ChangeQueued, cache.ChangeHeld:
			got = waits
		case cache.ChangeRefused:
			got = refused
			if c.Error == "" {
				s.t.Errorf("%s: refused without a word", k.name)
			}
			for _, g := range list {
				if g.Entity == c.Entity && g.ID == c.EntityID {
					got = gone
				}
			}
		default:
			got = outcome(c.State)
		}
	}
	return got, why
}

func (s *stage) dropGone() {
	ctx := context.Background()
	list, err := s.store.Gone(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, g := range list {
		if g.Name == "" {
			s.t.Errorf("%s %d is gone without a name", g.Entity, g.ID)
		}
		if err := s.store.DropGone(ctx, g.Row); err != nil {
			s.t.Errorf("drop %s %d: %v", g.Entity, g.ID, err)
		}
	}
}

// settled wants everything on the server once, but for what waits for the
// person still.
func (s *stage) settled(tt trial) {
	s.t.Helper()
	for _, k := range append(s.kinds, s.bystander) {
		want := 1
		if o := tt.but[k.name]; tt.happens != nil && o != "" && o != sent {
			want = 0
		}
		if n := s.taken(k); n != want {
			s.t.Errorf("%s: the server has taken it %d times, not %d", k.name, n, want)
		}
		if got, why := s.outcome(k); want == 1 && got != sent {
			s.t.Errorf("%s: %s in the end (%s)", k.name, got, why)
		}
	}
}
