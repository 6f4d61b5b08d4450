package cache

import (
	"context"
	"errors"
	"maps"

	"voronka/cache/merge"
)

// CancelChange takes an unsent change out of the outbox and shows the row as
// if it had not been made; later changes of the row stay. It fails with
// ErrSending while the change is being sent and ErrNotFound when it is not in
// the outbox (any more).
func (s *Store) CancelChange(ctx context.Context, changeID int64) (err error) {
	defer func() { err = s.fail(err, "cancel change %d", changeID) }()
	return s.write(ctx, func(w *writing) error {
		change, err := w.change(changeID)
		if err != nil {
			return err
		}
		if change.State == ChangeSending {
			return ErrSending
		}
		if change.Kind == ChangeCreate {
			if change.Tried || change.State == ChangeUnclear {
				return ErrUnclear
			}
			return w.unmakeBundle(&change)
		}
		if err := w.rebaseAfter(&change); err != nil {
			return err
		}
		if err := errors.Join(w.removeChange(changeID), w.settle(changeID, actCancelled)); err != nil {
			return err
		}
		return w.remerge(change.Entity, change.EntityID)
	})
}

// rebaseAfter makes the next change of the row start where the one that goes
// away did: its own Before was that one's After.
//
// For a change in conflict that is what the server has now, which the person
// was shown and has chosen by cancelling. Otherwise it is what the person saw,
// even if the server has something else by now: the engine will find that and
// ask.
func (w *writing) rebaseAfter(gone *Change) error {
	changes, err := changesOf(w.ctx, w.tx, gone.Entity, gone.EntityID)
	if err != nil {
		return err
	}
	start := gone.Before
	if gone.State == ChangeConflict {
		base, err := readRecord(w.ctx, w.tx, gone.Entity, gone.EntityID)
		if err == nil {
			start, err = merge.Read(base.row, gone.After)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	for i := range changes {
		next := &changes[i]
		if next.ID <= gone.ID || next.Kind != gone.Kind {
			continue
		}
		next.Before = maps.Clone(next.Before)
		for key, value := range start {
			if _, touched := next.Before[key]; touched {
				next.Before[key] = value
			}
		}
		return w.rewriteChange(next)
	}
	return nil
}

// RetryChange makes a change that was refused, held or put off due now, as if
// it had never been tried. It fails with ErrSending while the change is being
// sent, ErrConflict for one that has to be decided first, and ErrNotFound.
func (s *Store) RetryChange(ctx context.Context, changeID int64) (err error) {
	defer func() { err = s.fail(err, "retry change %d", changeID) }()
	return s.write(ctx, func(w *writing) error {
		change, err := w.change(changeID)
		switch {
		case err != nil:
			return err
		case change.State == ChangeSending:
			return ErrSending
		case change.State == ChangeConflict:
			return ErrConflict
		case change.State == ChangeUnclear:
			return ErrUnclear
		}
		w.note(Outbox, changeID)
		if change.State == ChangeRefused {
			w.note(change.Entity, change.EntityID) // its card shows that
		}
		_, err = w.exec(`UPDATE outbox SET state = ?, attempts = 0, due_at = ? WHERE id = ? OR bundle = ?`, ChangeQueued, w.now.Unix(), changeID, changeID)
		return errors.Join(err, w.settle(changeID, actPending))
	})
}

// ReleaseHolds makes every held change due now: undo ends with the window, or
// with a command line that wants everything sent.
func (s *Store) ReleaseHolds(ctx context.Context) (err error) {
	defer func() { err = s.fail(err, "release held changes") }()
	return s.write(ctx, func(w *writing) error {
		held, err := changesWhere(w.ctx, w.tx, `state = ?`, ChangeHeld)
		if err != nil || len(held) == 0 {
			return err
		}
		for _, c := range held {
			w.note(Outbox, c.ID)
		}
		_, err = w.exec(`UPDATE outbox SET state = ?, due_at = ? WHERE state = ?`, ChangeQueued, w.now.Unix(), ChangeHeld)
		return err
	})
}
