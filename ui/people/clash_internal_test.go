package people

import (
	"encoding/json"
	"strings"
	"testing"

	"voronka/cache"
	"voronka/cache/merge"
)

func TestConflictsAreSaidAtTheirFieldsAndDecidedThere(t *testing.T) {
	m := newMemory()
	m.contact.Changes = []cache.Change{{ID: 7, State: cache.ChangeConflict}}
	clash := func(key, theirs string) cache.Conflict {
		return cache.Conflict{ChangeID: 7, Entity: cache.Contacts, EntityID: 6001, Field: key, Theirs: json.RawMessage(theirs), TheirsBy: 9001}
	}
	all := []cache.Conflict{
		clash(merge.LastName, `"Karimov"`), clash(merge.CustomField(3), "null"), clash("tag:VIP", "true"),
		{ChangeID: 8, Entity: cache.Companies, EntityID: 6001, Field: merge.Name, Theirs: json.RawMessage(`"x"`)},
	}
	m.clashes = all
	s := newStage(t, m, "uz")
	s.show(Subject{Entity: cache.Contacts, ID: 6001})
	if !s.form.field(keyLast).Clashes() || s.form.field(keyFirst).Clashes() || len(s.form.others) != 1 {
		t.Fatalf("said at the last name: %v, at the first: %v, beside the fields: %d", s.form.field(keyLast).Clashes(), s.form.field(keyFirst).Clashes(), len(s.form.others))
	}
	for id, want := range map[string]string{"theirs-last-name": "7last_name2", "mine-cf-3": "7field:31", "mine-tag:VIP": "7tag:VIP1"} {
		m.mu.Lock()
		m.clashes, m.contact.Changes, m.decided = all, []cache.Change{{ID: 7, State: cache.ChangeConflict}}, nil
		m.mu.Unlock()
		s.form.Reload()
		s.settle("the conflict", func() bool { return s.shown("button:" + id) })
		saved := s.saved
		s.press("button:" + id)
		s.settle("the decision", func() bool { return s.saved > saved })
		s.form.Reload()
		s.settle("no more conflict", func() bool { return !s.shown("button:" + id) })
		if got := strings.ReplaceAll(strings.Join(m.decided, ","), " ", ""); got != want {
			t.Errorf("%s decides %q, want %q", id, got, want)
		}
	}
	if s.form.changes() != 0 {
		t.Error("a decision has changed what is typed")
	}
}
