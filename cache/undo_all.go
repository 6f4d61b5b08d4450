package cache

import (
	"context"
	"slices"
)

// UndoAll takes those of some acts back that stand, the newest first, all or
// none: as Undo, in one go. They are listed from the newest to the oldest, as
// ActsOf does it.
func (s *Store) UndoAll(ctx context.Context, actIDs []int64) (acts []Act, err error) {
	defer func() { err = s.fail(err, "undo acts %v", actIDs) }()
	err = s.write(ctx, func(w *writing) error {
		acts, err = w.eachAct(actIDs, Act.stands, w.undoAct)
		return err
	})
	if err != nil {
		return nil, err
	}
	return acts, nil
}

// RedoAll carries those of some acts out again that were undone, the oldest
// first, all or none: as Redo, in one go. They are listed as for UndoAll.
func (s *Store) RedoAll(ctx context.Context, actIDs []int64) (acts []Act, err error) {
	defer func() { err = s.fail(err, "redo acts %v", actIDs) }()
	oldest := slices.Clone(actIDs)
	slices.Reverse(oldest)
	err = s.write(ctx, func(w *writing) error {
		acts, err = w.eachAct(oldest, func(a Act) bool { return a.Undone }, w.redoAct)
		return err
	})
	if err != nil {
		return nil, err
	}
	return acts, nil
}

// eachAct does something to those acts that want it, and fails with ErrNotFound
// when none does.
func (w *writing) eachAct(actIDs []int64, wants func(Act) bool, do func(actID int64) (Act, error)) (acts []Act, err error) {
	for _, id := range actIDs {
		a, err := readAct(w.ctx, w.tx, id)
		if err != nil {
			return nil, err
		}
		if !wants(a) {
			continue
		}
		if a, err = do(id); err != nil {
			return nil, err
		}
		acts = append(acts, a)
	}
	if len(acts) == 0 {
		return nil, ErrNotFound
	}
	return acts, nil
}

// stands reports whether there is anything of an act to take back.
func (a Act) stands() bool {
	return !a.Undone && slices.ContainsFunc(a.Changes, func(c ActChange) bool { return c.State != actCancelled })
}
