package cache

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// UnclearChange notes that a create may have been carried out, and that
// several rows of the server could be what it has made: the person says which
// one is, or that none is.
func (s *Store) UnclearChange(ctx context.Context, id int64, candidates []int64) (err error) {
	defer func() { err = s.fail(err, "mark change %d as unclear", id) }()
	return s.write(ctx, func(w *writing) error {
		c, err := w.change(id)
		if err != nil {
			return err
		}
		if c.Kind != ChangeCreate {
			return fmt.Errorf("it is a %s, which is repeated", c.Kind)
		}
		if _, err := w.exec(`DELETE FROM candidates WHERE change_id = ?`, id); err != nil {
			return err
		}
		for _, row := range candidates {
			if _, err := w.exec(`INSERT OR IGNORE INTO candidates (change_id, row_id) VALUES (?, ?)`, id, row); err != nil {
				return err
			}
		}
		w.note(Outbox, id)
		w.note(c.Entity, c.EntityID)
		_, err = w.exec(`UPDATE outbox SET state = ? WHERE id = ? OR bundle = ?`, ChangeUnclear, id, id)
		return err
	})
}

// Candidates returns the rows of the server that may be what an unclear create
// has made.
func (s *Store) Candidates(ctx context.Context, changeID int64) (rows []Row, err error) {
	defer func() { err = s.fail(err, "read candidates of change %d", changeID) }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(r *sql.Rows) error {
			var row Row
			err := r.Scan(&row.Entity, &row.ID)
			rows = append(rows, row)
			return err
		}, `SELECT o.entity, c.row_id FROM candidates AS c JOIN outbox AS o ON o.id = c.change_id
			WHERE c.change_id = ? ORDER BY c.row_id`, changeID)
	})
	return rows, err
}

// ResolveUnclear decides an unclear create: serverID is the row it has made,
// or 0 when it has made none and is to be sent. It fails with ErrNotFound when
// the change is not unclear any more.
func (s *Store) ResolveUnclear(ctx context.Context, changeID, serverID int64) (err error) {
	defer func() { err = s.fail(err, "resolve unclear change %d", changeID) }()
	return s.write(ctx, func(w *writing) error {
		c, err := w.change(changeID)
		if err == nil && c.State != ChangeUnclear {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		if serverID != 0 {
			return w.finish(&c, serverID, map[Row]bool{})
		}
		if _, err := w.exec(`DELETE FROM candidates WHERE change_id = ?`, changeID); err != nil {
			return err
		}
		w.note(Outbox, changeID)
		_, err = w.exec(`UPDATE outbox SET state = ?, due_at = ?, tried = 0, tried_at = 0, revision = revision + 1 WHERE id = ? OR bundle = ?`,
			ChangeQueued, w.now.Unix(), changeID, changeID)
		return errors.Join(err, w.settle(changeID, actPending))
	})
}

// Adopted reports which of these ids of the server belong to rows that were
// born here: what another create has made cannot be what this one has.
func (s *Store) Adopted(ctx context.Context, ids []int64) (born map[int64]bool, err error) {
	defer func() { err = s.fail(err, "look up rows that were born here") }()
	born = map[int64]bool{}
	err = s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			born[id] = true
			return err
		}, `SELECT id FROM aliases WHERE id IN (SELECT value FROM json_each(?))`, idArray(ids))
	})
	return born, err
}

// ResolveID returns the server's id of a row that was born here, as soon as it
// is known; other ids stand for themselves. It fails with ErrNotFound for a
// row that was taken away before the server had it.
func (s *Store) ResolveID(ctx context.Context, id int64) (real int64, err error) {
	defer func() { err = s.fail(err, "resolve row %d", id) }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		real, err = resolve(reading{ctx, tx}, id)
		return err
	})
	return real, err
}
