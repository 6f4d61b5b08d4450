package sandbox_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"voronka/amo/sandbox"
)

// past is the events of a lead, newest first, without the account's address.
func (b *bench) past(lead int64) []object {
	b.Helper()
	return b.all(fmt.Sprintf("/api/v4/events?limit=100&filter[entity][]=lead&filter[entity_id][]=%d", lead), "events")
}

// TestGeneratedLeadsHaveAPast: it begins with their birth and leads to how they
// stand, and what is done to them later is added to it, also after a restart.
func TestGeneratedLeadsHaveAPast(t *testing.T) {
	o := sandbox.Options{Leads: 200, StateFile: filepath.Join(t.TempDir(), "state")}
	b := start(t, o)
	o.Now = b.clock.now
	kinds := map[string]int{}
	var kept int64
	before := map[string]bool{}
	for _, l := range b.all("/api/v4/leads?limit=250&with=contacts", "leads") {
		id, status := l.int("id"), l.int("status_id")
		events := b.past(id)
		if len(events) == 0 {
			t.Fatalf("lead %d has no past", id)
		}
		if first := events[len(events)-1]; first.text("type") != "lead_added" || first.int("created_at") != l.int("created_at") {
			t.Fatalf("lead %d begins with %v", id, first)
		}
		told := false
		for i, e := range events {
			kinds[e.text("type")]++
			if at := e.int("created_at"); at < l.int("created_at") || at > l.int("updated_at") || i > 0 && at > events[i-1].int("created_at") {
				t.Errorf("lead %d: event %d at %d is not in its life or place", id, i, at)
			}
			if one := b.get("/api/v4/events/" + e.text("id")); one.text("type") != e.text("type") || one.int("entity_id") != id {
				t.Errorf("event %s alone is %v", e.text("id"), one)
			}
			if e.text("type") == "lead_status_changed" && !told {
				told = true
				if got := e.int("value_after.0.lead_status.id"); got != status {
					t.Errorf("lead %d is in %d, its past ends in %d", id, status, got)
				}
			}
		}
		if len(events) > 4 && kept == 0 {
			kept = id
			for _, e := range events {
				before[e.text("id")] = true
			}
		}
	}
	for _, typ := range []string{"lead_status_changed", "sale_field_changed", "entity_responsible_changed", "entity_linked", "entity_tag_added"} {
		if kinds[typ] == 0 {
			t.Errorf("nobody's past has %s: %v", typ, kinds)
		}
	}
	b.do("GET", "/api/v4/events", "", 204) // the account itself has no history yet

	b.patch(leadPath(kept), `{"status_id":142,"price":77777}`)
	if err := b.Delete(0, "leads", kept); err != nil {
		t.Fatal(err)
	}
	check := func(b *bench, when string) {
		t.Helper()
		now := b.past(kept)
		if len(now) != len(before)+3 || now[0].text("type") != "lead_deleted" {
			t.Errorf("%s there are %d events, before a change %d: %v", when, len(now), len(before), now[0])
		}
		for _, e := range now[3:] {
			if !before[e.text("id")] {
				t.Errorf("%s its past has %s, which it had not", when, e.text("id"))
			}
		}
	}
	check(b, "after a change")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	check(start(t, o), "after a restart")
	if uid := strings.Repeat("z", 26); b.try("GET", "/api/v4/events/"+uid, "").status != 204 {
		t.Error("an event nobody has is found")
	}
}
