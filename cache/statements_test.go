package cache

import (
	"context"
	"fmt"
	"testing"
)

// Statements are prepared once, a new connection after a lost one included,
// and texts that never come again do not pile up.
func TestStatementsAreKept(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	apply := func(from int64) {
		t.Helper()
		for i := range int64(3) {
			check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: from + i, Contact: 21})}))
		}
	}
	apply(1)
	if len(s.statements.kept) == 0 {
		t.Fatal("nothing is kept prepared")
	}
	// A context that ends within a write costs the connection.
	cut, cancel := context.WithCancel(ctx)
	err := s.write(cut, func(w *writing) error {
		cancel()
		_, err := w.exec(`DELETE FROM leads`)
		return err
	})
	if err == nil {
		t.Fatal("a write whose context has ended was made")
	}
	apply(11)
	if c := must(s.Counts(ctx))(t); c.Leads != 6 {
		t.Errorf("%d leads", c.Leads)
	}
	for i := range 3 * maxSeen {
		check(t, s.write(ctx, func(w *writing) error {
			_, err := w.ids(fmt.Sprintf(`SELECT id FROM leads WHERE id = %d`, i%(maxSeen+500)))
			return err
		}))
	}
	if kept, seen := len(s.statements.kept), len(s.statements.seen); kept > maxStatements || seen > maxSeen {
		t.Errorf("%d statements kept, %d remembered", kept, seen)
	}
	apply(21)
	if c := must(s.Counts(ctx))(t); c.Leads != 9 {
		t.Errorf("%d leads", c.Leads)
	}
}
