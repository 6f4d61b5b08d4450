package cache

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// Finished is what the server has taken: changes that are to leave the outbox,
// and what it answered.
type Finished struct {
	IDs []int64
	// Born gives the server's ids of rows that were born here, by the change
	// that made them.
	Born map[int64]int64
	// Rows are the rows as the server has them afterwards. A changed row that
	// is not among them is taken to be as it was wanted.
	Rows Batch
}

// FinishChanges takes changes the server has accepted out of the outbox, gives
// the rows it has made their ids everywhere they are named, and applies the
// rows it answered with, in one transaction, so that no screen sees the one
// without the other. Changes that are gone already are no error.
func (s *Store) FinishChanges(ctx context.Context, f Finished) (err error) {
	defer func() { err = s.fail(err, "finish changes %v", f.IDs) }()
	answered := f.Rows.rows()
	return s.write(ctx, func(w *writing) error {
		for _, id := range f.IDs {
			change, err := w.change(id)
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if err := w.finish(&change, f.Born[id], answered); err != nil {
				return fmt.Errorf("change %d: %w", id, err)
			}
		}
		return w.apply(&f.Rows)
	})
}

// rows names the rows a batch brings.
func (b *Batch) rows() map[Row]bool {
	there := map[Row]bool{}
	for i := range b.Leads {
		there[Row{Leads, b.Leads[i].ID}] = true
	}
	for i := range b.Contacts {
		there[Row{Contacts, b.Contacts[i].ID}] = true
	}
	for i := range b.Companies {
		there[Row{Companies, b.Companies[i].ID}] = true
	}
	for i := range b.Tasks {
		there[Row{Tasks, b.Tasks[i].ID}] = true
	}
	for _, notes := range b.Notes {
		for i := range notes {
			there[Row{Notes, notes[i].ID}] = true
		}
	}
	return there
}

// finish takes one accepted change out of the outbox.
func (w *writing) finish(c *Change, born int64, answered map[Row]bool) error {
	if c.Kind == ChangeCreate && c.EntityID < 0 {
		if born == 0 {
			return errors.New("a row that was made has no id")
		}
		if err := w.adopt(Row{c.Entity, c.EntityID}, born); err != nil {
			return err
		}
		fresh, err := w.change(c.ID) // the rows it names may have got their ids as well
		if err != nil {
			return err
		}
		*c = fresh
	}
	if !answered[Row{c.Entity, c.EntityID}] {
		if err := w.confirm(c); err != nil {
			return err
		}
	}
	if err := errors.Join(w.settle(c.ID, actSent), w.removeChange(c.ID)); err != nil {
		return err
	}
	return w.remerge(c.Entity, c.EntityID)
}

// confirm puts an accepted change into the base of its row, until the server
// is asked for the row again.
func (w *writing) confirm(c *Change) error {
	m, err := readRecord(w.ctx, w.tx, c.Entity, c.EntityID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := m.overlay([]Change{*c}); err != nil {
		return err
	}
	base, err := m.value.MarshalJSON()
	if err != nil {
		return err
	}
	return w.saveBase(Row{c.Entity, c.EntityID}, base)
}

// RefuseChange notes that the server said no: with which HTTP status and in
// which words. The row keeps showing what the person wants.
func (s *Store) RefuseChange(ctx context.Context, id int64, code int, text string) (err error) {
	defer func() { err = s.fail(err, "refuse change %d", id) }()
	return s.write(ctx, func(w *writing) error { return w.refuse(id, code, text) })
}

func (w *writing) refuse(id int64, code int, text string) error {
	change, err := w.change(id)
	if err != nil {
		return err
	}
	w.note(Outbox, id)
	w.note(change.Entity, change.EntityID)
	_, err = w.exec(`UPDATE outbox SET state = ?, error = ?, error_code = ?, tried = 0, tried_at = 0 WHERE id = ? OR bundle = ?`, ChangeRefused, text, code, id, id)
	return errors.Join(err, w.settle(id, actRefused))
}

// PostponeChanges puts changes back after a failure that may pass: not to be
// sent before dueAt (Unix seconds), with the HTTP status (0: no answer) and
// the words of the failure. Changes that are gone are no error.
func (s *Store) PostponeChanges(ctx context.Context, ids []int64, dueAt int64, code int, text string) (err error) {
	defer func() { err = s.fail(err, "postpone changes %v", ids) }()
	// Without an answer, or with one of a server in trouble, the change may
	// have been made; an answer of 4xx says it was not.
	mayBeMade := code < http.StatusBadRequest || code >= http.StatusInternalServerError
	return s.write(ctx, func(w *writing) error {
		for _, id := range ids {
			if _, err := w.change(id); errors.Is(err, ErrNotFound) {
				continue
			} else if err != nil {
				return err
			}
			w.note(Outbox, id)
			_, err := w.exec(`UPDATE outbox SET state = ?, due_at = ?, error = ?, error_code = ?, tried = tried AND ? WHERE id = ? OR bundle = ?`,
				ChangeQueued, dueAt, text, code, mayBeMade, id, id)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
