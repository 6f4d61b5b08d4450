package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"voronka/cache/merge"
)

// ActState is what became of what an act did to a row.
type ActState string

// The states of a part of an act.
const (
	actPending   ActState = "pending"
	actSent      ActState = "sent"
	actCancelled ActState = "cancelled" // taken back before it was sent, or come to nothing
	actRefused   ActState = "refused"
	actConflict  ActState = "conflict"
)

// IsSent reports whether the server has what was done.
func (s ActState) IsSent() bool { return s == actSent }

// IsRefused reports whether the server has refused what was done.
func (s ActState) IsRefused() bool { return s == actRefused }

// IsWaiting reports whether what was done is still in the outbox.
func (s ActState) IsWaiting() bool { return s == actPending || s == actConflict }

// act is one row of the history: what an act did to a row. Several may have
// gone into one change.
type act struct {
	id       int64
	actID    int64
	kind     ChangeKind
	row      Row
	changeID int64
	before   merge.Fields
	after    merge.Fields
	state    ActState
}

// The parts of the history of an act.
const (
	partDo   = "do"
	partUndo = "undo"
)

// record puts a row into the history. An act that is carried out again has its
// row already.
func (w *writing) record(a *acting, h act) error {
	before, after, err := encodeFields(h.before, h.after)
	if err != nil {
		return err
	}
	if a.again {
		done, err := w.exec(`UPDATE history SET change_id = ?, state = ?, before = ?, after = ?, entity_id = ?
			WHERE act_id = ? AND part = ? AND entity = ? AND kind = ? AND entity_id IN (?, ?)`,
			h.changeID, h.state, before, after, h.row.ID, a.id, partDo, h.row.Entity, h.kind, h.row.ID, a.remakeOf)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
	}
	part := partDo
	if a.undo {
		part = partUndo
	}
	_, err = w.exec(`INSERT INTO history (at, kind, entity, entity_id, change_id, before, after, state, act_id, part) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.now.Unix(), h.kind, h.row.Entity, h.row.ID, h.changeID, before, after, h.state, a.id, part)
	return err
}

// settle notes what became of the acts that went into a change.
func (w *writing) settle(changeID int64, state ActState) error {
	_, err := w.exec(`UPDATE history SET state = ? WHERE change_id = ? AND state NOT IN ('sent', 'cancelled')`, state, changeID)
	return err
}

func encodeFields(before, after merge.Fields) (b, a string, err error) {
	x, err := json.Marshal(before)
	if err != nil {
		return "", "", err
	}
	y, err := json.Marshal(after)
	return string(x), string(y), err
}

// historyWhere reads rows of the history, oldest first.
func historyWhere(ctx context.Context, q querier, where string, args ...any) (list []act, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var h act
		var before, after []byte
		err := rows.Scan(&h.id, &h.actID, &h.kind, &h.row.Entity, &h.row.ID, &h.changeID, &before, &after, &h.state)
		if err == nil {
			err = errors.Join(json.Unmarshal(before, &h.before), json.Unmarshal(after, &h.after))
		}
		list = append(list, h)
		return err
	}, `SELECT id, act_id, kind, entity, entity_id, change_id, before, after, state FROM history WHERE `+where+` ORDER BY id`, args...)
	if err != nil {
		return nil, err
	}
	for i := range list { // what was born here is named by its id of then
		h := &list[i]
		if h.before, err = known(reading{ctx, q}, h.before); err != nil {
			return nil, err
		}
		if h.after, err = known(reading{ctx, q}, h.after); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// readAct reads an act with all it did.
func readAct(ctx context.Context, q querier, id int64) (a Act, err error) {
	var undone int64
	err = q.QueryRowContext(ctx, `SELECT id, at, kind, undone FROM acts WHERE id = ?`, id).Scan(&a.ID, &a.At, &a.Kind, &undone)
	if errors.Is(err, sql.ErrNoRows) {
		return a, ErrNotFound
	}
	if err != nil {
		return a, err
	}
	a.Undone = undone != 0
	list, err := historyWhere(ctx, q, `act_id = ? AND part = ?`, id, partDo)
	for _, h := range list {
		if !slices.Contains(a.Rows, h.row) {
			a.Rows = append(a.Rows, h.row)
		}
		if h.kind == ChangeCreate {
			a.Made = append(a.Made, h.row)
		}
		c := ActChange{Row: h.row, ChangeID: h.changeID, Before: h.before, After: h.after, State: h.state}
		if h.state == actCancelled {
			c.ChangeID = 0
		}
		a.Changes = append(a.Changes, c)
	}
	return a, err
}

// History returns the acts of this program that touched a row, newest first,
// at most limit of them (0: all); with an empty entity, all acts.
func (s *Store) History(ctx context.Context, entity Entity, id int64, limit int) (acts []Act, err error) {
	defer func() { err = s.fail(err, "read history of %s %d", entity, id) }()
	if limit <= 0 {
		limit = -1
	}
	err = s.read(ctx, func(tx *sql.Tx) error {
		id, err := resolve(reading{ctx, tx}, id)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		var ids []int64
		err = each(ctx, tx, func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		}, `SELECT DISTINCT act_id FROM history WHERE part = ? AND (? = '' OR entity = ? AND entity_id = ?)
			ORDER BY act_id DESC LIMIT ?`, partDo, entity, entity, id, limit)
		if err != nil {
			return err
		}
		for _, id := range ids {
			a, err := readAct(ctx, tx, id)
			if err != nil {
				return err
			}
			acts = append(acts, a)
		}
		return nil
	})
	return acts, err
}

// ActsOf returns the acts that went into a change, which waits or was sent, the
// newest first: what is done to a row while a change of it waits goes into that.
// It fails with ErrNotFound when there is no such change.
func (s *Store) ActsOf(ctx context.Context, changeID int64) (ids []int64, err error) {
	defer func() { err = s.fail(err, "find the acts of change %d", changeID) }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		ids, err = column[int64](ctx, tx, `SELECT DISTINCT act_id FROM history WHERE change_id = ? AND part = ? ORDER BY act_id DESC`, changeID, partDo)
		if err == nil && len(ids) == 0 {
			err = ErrNotFound
		}
		return err
	})
	return ids, err
}

// UndoState returns the act that Undo would take back next and the one that
// Redo would carry out again; nil where there is none.
func (s *Store) UndoState(ctx context.Context) (undo, redo *Act, err error) {
	defer func() { err = s.fail(err, "read what can be undone") }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		for _, want := range []struct {
			pick func(context.Context, querier) (int64, error)
			into **Act
		}{{lastAct, &undo}, {lastUndone, &redo}} {
			id, err := want.pick(ctx, tx)
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			a, err := readAct(ctx, tx, id)
			if err != nil {
				return err
			}
			*want.into = &a
		}
		return nil
	})
	return undo, redo, err
}

// lastAct is the newest act that stands.
func lastAct(ctx context.Context, q querier) (int64, error) {
	return pickAct(ctx, q, `SELECT a.id FROM acts AS a WHERE a.undone = 0 AND EXISTS
		(SELECT 1 FROM history AS h WHERE h.act_id = a.id AND h.part = 'do' AND h.state <> 'cancelled') ORDER BY a.id DESC LIMIT 1`)
}

// lastUndone is the act that was undone last, unless something was done since.
func lastUndone(ctx context.Context, q querier) (int64, error) {
	return pickAct(ctx, q, `SELECT id FROM acts WHERE undone <> 0 AND lost = 0 ORDER BY undone DESC LIMIT 1`)
}

func pickAct(ctx context.Context, q querier, query string) (id int64, err error) {
	err = q.QueryRowContext(ctx, query).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return id, err
}

// reading is a read transaction for resolve.
type reading struct {
	ctx context.Context
	tx  querier
}

func (r reading) row(query string, args ...any) *sql.Row {
	return r.tx.QueryRowContext(r.ctx, query, args...)
}
