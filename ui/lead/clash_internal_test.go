package lead

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"voronka/cache"
	"voronka/cache/merge"
)

// TestConflicts: what somebody else has set meanwhile is said at its field, and
// decided there.
func TestConflicts(t *testing.T) {
	app(t)
	m := plain(t)
	clash := func(key, theirs string) cache.Conflict {
		return cache.Conflict{ChangeID: 7, Entity: cache.Leads, EntityID: 19619, Field: key, Theirs: json.RawMessage(theirs), TheirsBy: 9001}
	}
	begin := func() {
		m.set(func(d *cache.LeadDetail) { d.Changes = []cache.Change{{ID: 7, State: cache.ChangeConflict}} })
		m.clashes = []cache.Conflict{
			clash(merge.Price, "99"), clash(merge.CustomField(2), `{"field_id":2,"values":[{"value":"UZ-1"}]}`), clash(merge.Name, `"Boshqa nom"`),
			clash(merge.Pipeline, "12"), clash(merge.Status, "1201"),
			{ChangeID: 8, Entity: cache.Leads, EntityID: 5, Field: merge.Price, Theirs: json.RawMessage("1")},
		}
	}
	begin()
	s := open(t, m)
	for key, words := range map[string]string{"price": "99", "cf-2": "UZ-1"} {
		if f := s.panel.view.details.field(key); !f.Clashes() {
			t.Errorf("%s says nothing of %s", key, words)
		}
	}
	for id, want := range map[string]string{"mine-price": "7price1", "theirs-cf-2": "7field:22", "theirs-name": "7name2", "mine-stage": "71"} {
		begin()
		s.panel.Reload()
		s.settle()
		m.decided = nil
		s.tap("button:" + id)
		s.panel.Reload()
		s.settle()
		if got := strings.ReplaceAll(strings.Join(m.decided, ","), " ", ""); got != want {
			t.Errorf("%s decides %q, want %q", id, got, want)
		}
		if s.has("button:"+id) || !slices.Contains(s.said, "done") {
			t.Errorf("%s is still asked; said %q", id, s.said)
		}
	}
	if len(s.memory.done) > 0 || s.panel.IsChanged() {
		t.Error("a decision has changed the lead in the panel")
	}
}
