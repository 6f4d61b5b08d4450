package cache

import (
	"context"
	"database/sql"
	"encoding/json"

	"voronka/amo"
)

// markRebuild tells that a migration has added columns or tables that are made
// of the bases, which SQL alone cannot read. It is kept until all are filled,
// in one transaction, so that a kill leaves the work to the next start.
const markRebuild = "rebuild"

// rebuild fills what a migration has added, when one has.
func (s *Store) rebuild(ctx context.Context) error {
	pending, err := s.Mark(ctx, markRebuild)
	if err != nil || pending == "" {
		return err
	}
	return s.write(ctx, func(w *writing) error {
		// Another process may have been faster.
		left, err := w.names(`DELETE FROM marks WHERE key = ? RETURNING key`, markRebuild)
		if err != nil || len(left) == 0 {
			return err
		}
		if err := eachBase(w, Leads, w.saveLinks); err != nil {
			return err
		}
		if err := eachBase(w, Contacts, func(rows []amo.Contact) error {
			return w.savePeople(Contacts, peopleOf(rows, personOfContact))
		}); err != nil {
			return err
		}
		if err := eachBase(w, Companies, func(rows []amo.Company) error {
			return w.savePeople(Companies, peopleOf(rows, personOfCompany))
		}); err != nil {
			return err
		}
		return eachBase(w, Tasks, w.saveTasks)
	})
}

// rebuildSize is how many rows are in memory at a time.
const rebuildSize = 1000

// eachBase gives all rows of an entity to fn, some at a time.
func eachBase[T any](w *writing, entity Entity, fn func([]T) error) error {
	for after, more := int64(minID), true; more; {
		var rows []T
		err := each(w.ctx, w.tx, func(r *sql.Rows) error {
			var base sql.RawBytes
			if err := r.Scan(&after, &base); err != nil {
				return err
			}
			var v T
			if err := json.Unmarshal(base, &v); err != nil {
				return err
			}
			rows = append(rows, v)
			return nil
		}, `SELECT id, base FROM `+string(entity)+`_base WHERE id > ? ORDER BY id LIMIT ?`, after, rebuildSize)
		if err != nil {
			return err
		}
		more = len(rows) == rebuildSize
		if len(rows) > 0 {
			if err := fn(rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// minID is before every id, those of rows born here included.
const minID = -1 << 63
