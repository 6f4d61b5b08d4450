package cache

import (
	"context"
	"encoding/json"
	"fmt"

	"voronka/amo"
	"voronka/cache/merge"
)

// seen reads rows as the person shall see them; from goes on after SELECT base
// and names a table of bases b. All reads of whole leads, contacts, companies,
// tasks and notes pass here: unsent changes stand over the server's word.
func seen[T any](ctx context.Context, q querier, from string, args ...any) ([]T, error) {
	rows, err := decoded[T](ctx, q, `SELECT b.base `+from, args...)
	if err != nil {
		return nil, err
	}
	switch rows := any(rows).(type) {
	case []amo.Lead:
		err = overlayRows(ctx, q, Leads, rows, seeLead)
	case []amo.Contact:
		err = overlayRows(ctx, q, Contacts, rows, seeContact)
	case []amo.Company:
		err = overlayRows(ctx, q, Companies, rows, seeCompany)
	case []amo.Task:
		err = overlayRows(ctx, q, Tasks, rows, seeTask)
	case []amo.Note:
		// What a note is about is never changed, so its entity does not matter here.
		err = overlayRows(ctx, q, Notes, rows, seeNote)
	default:
		err = fmt.Errorf("rows of type %T have no unsent changes", rows)
	}
	return rows, err
}

// seenOne reads one such row by id; ErrNotFound when the replica does not have
// it.
func seenOne[T any](ctx context.Context, q querier, entity Entity, id int64) (row T, err error) {
	if id, err = resolve(reading{ctx, q}, id); err != nil {
		return row, err
	}
	rows, err := seen[T](ctx, q, `FROM `+string(entity)+`_base AS b WHERE b.id = ?`, id)
	if err != nil {
		return row, err
	}
	if len(rows) == 0 {
		return row, ErrNotFound
	}
	return rows[0], nil
}

func seeLead(l *amo.Lead) (int64, merge.Row)       { return l.ID, merge.Lead(l) }
func seeContact(c *amo.Contact) (int64, merge.Row) { return c.ID, merge.Person(c) }
func seeCompany(c *amo.Company) (int64, merge.Row) { return c.ID, merge.Firm(c) }
func seeTask(t *amo.Task) (int64, merge.Row)       { return t.ID, merge.Task(t) }
func seeNote(n *amo.Note) (int64, merge.Row)       { return n.ID, merge.Note(n, "") }

// textOf is a JSON text, empty for anything else.
func textOf(raw json.RawMessage) (text string) {
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}
