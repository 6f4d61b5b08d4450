package cache

import (
	"context"
	"database/sql"
	"errors"
	"net/http"

	"voronka/cache/merge"
)

// GoneRow is a row that was deleted on the server, or is not visible to this
// user any more, while unsent changes of it were here. They are kept until the
// person has decided.
type GoneRow struct {
	Row
	Name    string // as it was seen here last
	Changes []Change
}

// Gone returns the rows that wait for KeepAsNew or DropGone.
func (s *Store) Gone(ctx context.Context) (list []GoneRow, err error) {
	defer func() { err = s.fail(err, "read deleted rows with unsent changes") }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		rows, err := goneRows(ctx, tx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			m, changes, err := readGone(ctx, tx, r)
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			g := GoneRow{Row: r, Changes: changes}
			if raw, err := m.row.Get(nameKey(r.Entity)); err == nil {
				g.Name = textOf(raw)
			}
			list = append(list, g)
		}
		return nil
	})
	return list, err
}

func nameKey(entity Entity) string {
	if entity == Tasks || entity == Notes {
		return merge.Text
	}
	return merge.Name
}

func goneRows(ctx context.Context, q querier) (list []Row, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var r Row
		err := rows.Scan(&r.Entity, &r.ID)
		list = append(list, r)
		return err
	}, `SELECT DISTINCT entity, entity_id FROM outbox WHERE state = ? AND error_code = ? AND entity_id > 0 ORDER BY id`, ChangeRefused, http.StatusNotFound)
	return list, err
}

// readGone reads a row as the person saw it, be it still here or not.
func readGone(ctx context.Context, q querier, r Row) (m record, changes []Change, err error) {
	m, err = readRecord(ctx, q, r.Entity, r.ID)
	if errors.Is(err, ErrNotFound) {
		var base []byte
		err = q.QueryRowContext(ctx, `SELECT base FROM gone WHERE entity = ? AND id = ?`, r.Entity, r.ID).Scan(&base)
		if errors.Is(err, sql.ErrNoRows) {
			return m, nil, ErrNotFound
		}
		if err == nil {
			m, err = newRecord(r.Entity, base, "")
		}
	}
	if err != nil {
		return m, nil, err
	}
	if changes, err = changesOf(ctx, q, r.Entity, r.ID); err != nil {
		return m, nil, err
	}
	return m, changes, m.overlay(changes)
}

// keepGone keeps the last word on rows that go while changes of them are here.
func (w *writing) keepGone(entity Entity, ids []int64) error {
	_, err := w.exec(`INSERT OR REPLACE INTO gone (entity, id, base, at)
		SELECT ?, b.id, b.base, ? FROM `+string(entity)+`_base AS b WHERE b.id IN (SELECT value FROM json_each(?))
			AND EXISTS (SELECT 1 FROM outbox AS o WHERE o.entity = ? AND o.entity_id = b.id)`,
		entity, w.now.Unix(), idArray(ids), entity)
	return err
}

// KeepAsNew makes a new row of one that was deleted on the server, as the
// person saw it, unsent changes included; the changes of the old one are
// dropped. It fails with ErrNotFound when the row is not among Gone.
func (s *Store) KeepAsNew(ctx context.Context, r Row) (act Act, err error) {
	defer func() { err = s.fail(err, "keep %s %d as new", r.Entity, r.ID) }()
	err = s.write(ctx, func(w *writing) error {
		m, changes, err := readGone(ctx, w.tx, r)
		if err != nil {
			return err
		}
		if len(changes) == 0 || changes[0].ErrorCode != http.StatusNotFound {
			return ErrNotFound
		}
		fields, err := merge.All(m.row)
		if err != nil {
			return err
		}
		a, err := w.beginAct(0)
		if err != nil {
			return err
		}
		fresh, err := w.nextRow(r.Entity)
		if err != nil {
			return err
		}
		if _, err := w.createRow(a, fresh, fields, 0); err != nil {
			return err
		}
		if err := w.dropGone(r, changes); err != nil {
			return err
		}
		if err := w.endAct(a); err != nil {
			return err
		}
		act, err = readAct(ctx, w.tx, a.id)
		return err
	})
	return act, err
}

// DropGone lets a row go that was deleted on the server, with its unsent
// changes. It fails with ErrNotFound when the row is not among Gone.
func (s *Store) DropGone(ctx context.Context, r Row) (err error) {
	defer func() { err = s.fail(err, "drop %s %d", r.Entity, r.ID) }()
	return s.write(ctx, func(w *writing) error {
		changes, err := changesOf(ctx, w.tx, r.Entity, r.ID)
		if err != nil {
			return err
		}
		if len(changes) == 0 || changes[0].ErrorCode != http.StatusNotFound {
			return ErrNotFound
		}
		return w.dropGone(r, changes)
	})
}

func (w *writing) dropGone(r Row, changes []Change) error {
	for _, c := range changes {
		if err := errors.Join(w.removeChange(c.ID), w.settle(c.ID, actCancelled)); err != nil {
			return err
		}
	}
	if _, err := w.exec(`DELETE FROM gone WHERE entity = ? AND id = ?`, r.Entity, r.ID); err != nil {
		return err
	}
	return w.dropRow(r)
}
