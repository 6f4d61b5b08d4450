package cache

import (
	"context"

	"voronka/amo"
	"voronka/cache/merge"
)

// Redo carries out an act again that was undone; 0 is the one undone last. It
// fails with ErrNotFound when there is none, or when something else was done
// since, and with *UndoError.
func (s *Store) Redo(ctx context.Context, actID int64) (a Act, err error) {
	defer func() { err = s.fail(err, "redo act %d", actID) }()
	err = s.write(ctx, func(w *writing) error {
		if actID == 0 {
			if actID, err = lastUndone(ctx, w.tx); err != nil {
				return err
			}
		}
		a, err = w.redoAct(actID)
		return err
	})
	if err != nil {
		return Act{}, err
	}
	return a, nil
}

// redoAct redoes an act and marks it as standing.
func (w *writing) redoAct(actID int64) (Act, error) {
	was, err := readAct(w.ctx, w.tx, actID)
	if err != nil {
		return Act{}, err
	}
	if !was.Undone {
		return Act{}, ErrNotFound
	}
	if err := w.redo(was); err != nil {
		return Act{}, err
	}
	if _, err := w.exec(`UPDATE acts SET undone = 0 WHERE id = ?`, actID); err != nil {
		return Act{}, err
	}
	return readAct(w.ctx, w.tx, actID)
}

func (w *writing) redo(was Act) error {
	a := &acting{id: was.ID, again: true}
	list, err := historyWhere(w.ctx, w.tx, `act_id = ? AND part = ?`, was.ID, partDo)
	if err != nil {
		return err
	}
	if was.Kind == ActResolve {
		return &UndoError{ActID: was.ID, Row: was.Rows[0], Reason: UndoChanged}
	}
	made, err := w.newIDs(list)
	if err != nil {
		return err
	}
	bundle := int64(0)
	for _, h := range list {
		for old, id := range made {
			h.before, _ = h.before.Rename(old, id)
			h.after, _ = h.after.Rename(old, id)
		}
		switch id := made[h.row.ID]; {
		case h.kind == ChangeCreate && id != 0:
			err = w.remake(a, h, id, &bundle)
		case h.kind == ChangeCreate:
			err = w.reopen(a, h)
		default:
			if id != 0 { // a row of the same act, under its new id
				a.remakeOf, h.row.ID = h.row.ID, id
			}
			err = w.redoEdit(a, h)
			a.remakeOf = 0
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// newIDs gives the rows that an undo has taken away their new ids.
func (w *writing) newIDs(list []act) (map[int64]int64, error) {
	made := map[int64]int64{}
	for _, h := range list {
		if h.kind != ChangeCreate || h.row.ID >= 0 {
			continue
		}
		id, err := w.nextLocal()
		if err != nil {
			return nil, err
		}
		made[h.row.ID] = id
	}
	return made, nil
}

func (w *writing) redoEdit(a *acting, h act) error {
	forth, err := w.standing(a, h, h.before, h.after)
	if err != nil {
		return err
	}
	return w.editRow(a, h.row, h.kind, actOfKind(h.kind), forth)
}

// remake makes a row again that an undo has taken away. Whoever still holds
// its old id finds the new one.
func (w *writing) remake(a *acting, h act, id int64, bundle *int64) error {
	with := *bundle
	if h.row.Entity != Contacts && h.row.Entity != Companies {
		with = 0
	}
	a.remakeOf = h.row.ID
	changeID, err := w.createRow(a, Row{h.row.Entity, id}, h.after, with)
	a.remakeOf = 0
	if err != nil {
		return err
	}
	if h.row.Entity == Leads {
		*bundle = changeID
	}
	_, err = w.exec(`INSERT OR REPLACE INTO aliases (local_id, id) VALUES (?, ?)`, h.row.ID, id)
	return err
}

// reopen takes back how the undo of a create has closed a row that the server
// has.
func (w *writing) reopen(a *acting, h act) error {
	from := merge.Fields{merge.Completed: []byte("true")}
	to := merge.Fields{merge.Completed: []byte("false")}
	kind := ChangeEdit
	if h.row.Entity == Leads {
		pipeline := w.pipelineOf(h.row.ID)
		from = merge.Fields{merge.Status: number(ptr(amo.StatusLost)), merge.Pipeline: number(&pipeline)}
		to, kind = h.after.Pick([]string{merge.Status, merge.Pipeline}), ChangeMove
	}
	forth, err := w.standing(a, h, from, to)
	if err != nil {
		return err
	}
	step := &acting{id: a.id, undo: true} // a step of the way back, not of the act
	return w.editRow(step, h.row, kind, actOfKind(kind), forth)
}
