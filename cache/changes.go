package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
)

// changeColumns are what a Change is read from.
const changeColumns = `id, entity, entity_id, kind, before, after, state, attempts, error, error_code, created_at, due_at, act_id, tried, tried_at, bundle`

// scanChange reads changeColumns, and what was selected after them into more.
func scanChange(rows interface{ Scan(...any) error }, more ...any) (c Change, err error) {
	var before, after []byte
	targets := []any{&c.ID, &c.Entity, &c.EntityID, &c.Kind, &before, &after, &c.State, &c.Attempts, &c.Error, &c.ErrorCode, &c.CreatedAt, &c.DueAt, &c.ActID, &c.Tried, &c.TriedAt, &c.Bundle}
	if err := rows.Scan(append(targets, more...)...); err != nil {
		return c, err
	}
	if err := json.Unmarshal(before, &c.Before); err != nil {
		return c, err
	}
	return c, json.Unmarshal(after, &c.After)
}

// changesWhere reads changes, oldest first.
func changesWhere(ctx context.Context, q querier, where string, args ...any) (list []Change, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		c, err := scanChange(rows)
		list = append(list, c)
		return err
	}, `SELECT `+changeColumns+` FROM outbox WHERE `+where+` ORDER BY id`, args...)
	return list, err
}

// changesOf reads the unsent changes of a row, oldest first.
func changesOf(ctx context.Context, q querier, entity Entity, id int64) ([]Change, error) {
	return changesWhere(ctx, q, `entity = ? AND entity_id = ?`, entity, id)
}

// change reads one unsent change; ErrNotFound when there is none with this id.
func (w *writing) change(id int64) (Change, error) {
	c, err := scanChange(w.tx.QueryRowContext(w.ctx, `SELECT `+changeColumns+` FROM outbox WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return c, ErrNotFound
	}
	return c, err
}

// Outbox returns all unsent changes, oldest first.
func (s *Store) Outbox(ctx context.Context) (list []Change, err error) {
	defer func() { err = s.fail(err, "read outbox") }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		list, err = changesWhere(ctx, tx, `TRUE`)
		return err
	})
	return list, err
}

// addChange puts a change at the end of the outbox and sets its ID.
func (w *writing) addChange(c *Change) error {
	before, after, err := c.encode()
	if err != nil {
		return err
	}
	done, err := w.exec(`INSERT INTO outbox (entity, entity_id, kind, before, after, state, attempts, error, error_code, created_at, due_at, tried, revision, act_id, bundle)
		VALUES (?, ?, ?, ?, ?, ?, 0, '', 0, ?, ?, 0, 0, ?, ?)`,
		c.Entity, c.EntityID, c.Kind, before, after, c.State, c.CreatedAt, c.DueAt, c.ActID, c.Bundle)
	if err != nil {
		return err
	}
	if c.ID, err = done.LastInsertId(); err != nil {
		return err
	}
	w.note(Outbox, c.ID)
	return w.setNeeds(c)
}

// setNeeds notes the rows a change waits for: those it names that the server
// does not have, but for the ones that are sent with it.
func (w *writing) setNeeds(c *Change) error {
	if _, err := w.exec(`DELETE FROM outbox_needs WHERE change_id = ?`, c.ID); err != nil {
		return err
	}
	for _, id := range c.After.References() {
		if _, err := w.exec(`INSERT INTO outbox_needs (change_id, row_id) VALUES (?, ?)`, c.ID, id); err != nil {
			return err
		}
	}
	return nil
}

// updateChange writes a change that the person has changed once more, as one
// that was never tried.
func (w *writing) updateChange(c *Change) error {
	before, after, err := c.encode()
	if err != nil {
		return err
	}
	c.Attempts, c.Error, c.ErrorCode = 0, "", 0
	_, err = w.exec(`UPDATE outbox SET before = ?, after = ?, state = ?, attempts = 0, error = '', error_code = 0,
		created_at = ?, due_at = ?, tried = 0, tried_at = 0, revision = revision + 1, act_id = ? WHERE id = ?`,
		before, after, c.State, c.CreatedAt, c.DueAt, c.ActID, c.ID)
	w.note(Outbox, c.ID)
	return errors.Join(err, w.setNeeds(c))
}

// rewriteChange writes the fields of a change anew, whatever state it is in.
func (w *writing) rewriteChange(c *Change) error {
	before, after, err := c.encode()
	if err != nil {
		return err
	}
	_, err = w.exec(`UPDATE outbox SET before = ?, after = ?, revision = revision + 1 WHERE id = ?`, before, after, c.ID)
	w.note(Outbox, c.ID)
	return errors.Join(err, w.setNeeds(c))
}

// removeChange takes a change out of the outbox with all that is kept of it
// there.
func (w *writing) removeChange(id int64) error {
	w.note(Outbox, id)
	for _, statement := range []string{
		`DELETE FROM outbox WHERE id = ?`,
		`DELETE FROM outbox_needs WHERE change_id = ?`,
		`DELETE FROM conflicts WHERE change_id = ?`,
		`DELETE FROM candidates WHERE change_id = ?`,
		`UPDATE outbox SET bundle = 0 WHERE bundle = ?`,
	} {
		if _, err := w.exec(statement, id); err != nil {
			return err
		}
	}
	return nil
}

func (c *Change) encode() (before, after string, err error) {
	return encodeFields(c.Before, c.After)
}
