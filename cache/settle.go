package cache

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"voronka/amo"
)

// FinishChanges takes changes the server has accepted out of the outbox and
// applies the rows it answered with afterwards, in one transaction, so that no
// screen sees a row without the one or the other. A changed lead that is not
// among leads is taken to be as it was wanted. Changes that are gone already
// are no error.
func (s *Store) FinishChanges(ctx context.Context, ids []int64, leads []amo.Lead) (err error) {
	defer func() { err = s.fail(err, "finish changes %v", ids) }()
	return s.write(ctx, func(w *writing) error {
		for _, id := range ids {
			change, err := w.change(id)
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			answered := slices.ContainsFunc(leads, func(l amo.Lead) bool { return l.ID == change.EntityID })
			if err := w.finish(&change, answered); err != nil {
				return fmt.Errorf("change %d: %w", id, err)
			}
		}
		return w.applyLeads(leads)
	})
}

// finish takes one accepted change out of the outbox.
func (w *writing) finish(c *Change, answered bool) error {
	if !answered {
		if err := w.confirm(c); err != nil {
			return err
		}
	}
	if err := errors.Join(w.removeChange(c.ID), w.settle(c.ID, actSent)); err != nil {
		return err
	}
	return w.remerge(c.EntityID)
}

// confirm puts an accepted change into the base of its lead, until the server
// is asked for the lead again.
func (w *writing) confirm(c *Change) error {
	lead, err := baseLead(w.ctx, w.tx, c.EntityID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := overlay(&lead, c); err != nil {
		return err
	}
	base, err := lead.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = w.exec(`UPDATE leads_base SET base = ? WHERE id = ?`, base, c.EntityID)
	return err
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
	w.note(Leads, change.EntityID)
	_, err = w.exec(`UPDATE outbox SET state = ?, error = ?, error_code = ?, tried = 0 WHERE id = ?`, ChangeRefused, text, code, id)
	return errors.Join(err, w.settle(id, actRefused))
}

// ConflictChange notes that somebody else has changed what the change is
// about: theirs, the lead as the server has it, becomes the base, and the
// change waits for the person.
func (s *Store) ConflictChange(ctx context.Context, id int64, theirs amo.Lead) (err error) {
	defer func() { err = s.fail(err, "mark conflict of change %d", id) }()
	return s.write(ctx, func(w *writing) error {
		change, err := w.change(id)
		if err != nil {
			return err
		}
		if change.EntityID != theirs.ID {
			return fmt.Errorf("it is about lead %d, not %d", change.EntityID, theirs.ID)
		}
		if err := w.applyLeads([]amo.Lead{theirs}); err != nil {
			return err
		}
		w.note(Outbox, id)
		w.note(Leads, change.EntityID)
		_, err = w.exec(`UPDATE outbox SET state = ?, tried = 0 WHERE id = ?`, ChangeConflict, id)
		return errors.Join(err, w.settle(id, actConflict))
	})
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
			_, err := w.exec(`UPDATE outbox SET state = ?, due_at = ?, error = ?, error_code = ?, tried = tried AND ? WHERE id = ?`,
				ChangeQueued, dueAt, text, code, mayBeMade, id)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
