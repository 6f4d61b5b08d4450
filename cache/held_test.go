package cache

import (
	"testing"
	"time"
)

func TestACardKnowsHowLongItsChangeIsHeld(t *testing.T) {
	s, _ := newStore(t)
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, leadSpec{ID: 1}, leadSpec{ID: 2})}))
	held := func(id int64) int64 { return must(s.Cards(t.Context(), []int64{id}))(t)[0].HeldUntil }
	change := must(s.MoveLead(t.Context(), Move{LeadID: 1, StatusID: measureID}, time.Minute))(t)
	if got := held(1); got == 0 || got != change.DueAt {
		t.Errorf("held until %d, the change leaves at %d", got, change.DueAt)
	}
	if got := held(2); got != 0 {
		t.Errorf("a lead without changes is held until %d", got)
	}
	check(t, s.ReleaseHolds(t.Context()))
	if got := held(1); got != 0 {
		t.Errorf("held until %d after all holds were released", got)
	}
}
