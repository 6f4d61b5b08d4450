package cache

import (
	"context"
	"errors"
	"fmt"

	"voronka/amo"
	"voronka/cache/merge"
)

// UndoReason says why an act cannot be taken back.
type UndoReason string

// The reasons of an UndoError.
const (
	// UndoMade: a row was made and the server has it; the API deletes nothing.
	UndoMade UndoReason = "made"
	// UndoChanged: somebody has changed the same since, so that taking the act
	// back would undo that instead.
	UndoChanged UndoReason = "changed"
	// UndoGone: the row is not here any more.
	UndoGone UndoReason = "gone"
	// UndoSending: it is being sent at this moment.
	UndoSending UndoReason = "sending"
)

// UndoError means an act cannot be taken back or carried out again. Nothing
// was done.
type UndoError struct {
	ActID  int64
	Row    Row
	Reason UndoReason
}

func (e *UndoError) Error() string {
	return fmt.Sprintf("act %d cannot be undone: %s %d: %s", e.ActID, e.Row.Entity, e.Row.ID, e.Reason)
}

// Undo takes an act back: what was not sent yet is taken out of the outbox, and
// for what was sent the opposite is put in, to go through the same checks. An
// actID of 0 is the last act that stands. A row that the act has made is taken
// away again if the server does not have it; a lead that it has is moved to
// lost, and a task completed, which is as far as the API goes.
//
// Errors: ErrNotFound when there is nothing to undo, and *UndoError when the
// act cannot be taken back. Then nothing was done.
func (s *Store) Undo(ctx context.Context, actID int64) (a Act, err error) {
	defer func() { err = s.fail(err, "undo act %d", actID) }()
	err = s.write(ctx, func(w *writing) error {
		if actID == 0 {
			if actID, err = lastAct(ctx, w.tx); err != nil {
				return err
			}
		}
		a, err = w.undoAct(actID)
		return err
	})
	if err != nil {
		return Act{}, err
	}
	return a, nil
}

// undoAct undoes an act and marks it as undone.
func (w *writing) undoAct(actID int64) (Act, error) {
	was, err := readAct(w.ctx, w.tx, actID)
	if err != nil {
		return Act{}, err
	}
	if was.Undone {
		return Act{}, ErrNotFound
	}
	if err := w.undo(was); err != nil {
		return Act{}, err
	}
	if _, err := w.exec(`UPDATE acts SET undone = (SELECT max(undone) + 1 FROM acts), lost = 0 WHERE id = ?`, actID); err != nil {
		return Act{}, err
	}
	return readAct(w.ctx, w.tx, actID)
}

func (w *writing) undo(was Act) error {
	if was.Kind == ActResolve {
		return w.undoResolve(was)
	}
	a := &acting{id: was.ID, undo: true}
	list, err := historyWhere(w.ctx, w.tx, `act_id = ? AND part = ?`, was.ID, partDo)
	if err != nil {
		return err
	}
	changed := 0
	for i := len(list) - 1; i >= 0; i-- {
		h := list[i]
		switch {
		case h.state == actCancelled:
			continue
		case h.kind == ChangeCreate:
			err = w.undoCreate(a, h)
		default:
			err = w.undoEdit(a, h)
		}
		var stuck *UndoError
		if errors.As(err, &stuck) && stuck.Reason == UndoChanged && len(list) > 1 {
			changed++ // of many rows, those that others have changed since stay
			continue
		}
		if err != nil {
			return err
		}
	}
	if changed > 0 && changed == len(list) {
		return &UndoError{ActID: was.ID, Row: list[0].row, Reason: UndoChanged}
	}
	return nil
}

// undoEdit puts back what stood in a row, where that is still what the act has
// put there.
func (w *writing) undoEdit(a *acting, h act) error {
	back, err := w.standing(a, h, h.after, h.before)
	if err != nil {
		return err
	}
	return w.editRow(a, h.row, h.kind, actOfKind(h.kind), back)
}

// standing picks from the fields of a row those that still are as from has
// them, with the values of to.
func (w *writing) standing(a *acting, h act, from, to merge.Fields) (merge.Fields, error) {
	m, _, err := readMerged(w.ctx, w.tx, h.row.Entity, h.row.ID)
	if errors.Is(err, ErrNotFound) {
		return nil, &UndoError{ActID: a.id, Row: h.row, Reason: UndoGone}
	}
	if err != nil {
		return nil, err
	}
	now, err := merge.Read(m.row, from)
	if err != nil {
		return nil, err
	}
	picked := merge.Fields{}
	for key := range from {
		if merge.Same(key, now[key], from[key]) {
			picked[key] = to[key]
			if len(to[key]) == 0 {
				picked[key] = []byte("null")
			}
		}
	}
	// A place is one thing: a lead that was moved on is left where it is.
	if h.kind == ChangeMove && len(picked) != len(from) {
		picked = nil
	}
	if len(picked) == 0 {
		return nil, &UndoError{ActID: a.id, Row: h.row, Reason: UndoChanged}
	}
	return picked, nil
}

// undoCreate takes a row away that the server does not have, and closes one
// that it has.
func (w *writing) undoCreate(a *acting, h act) error {
	changes, err := changesOf(w.ctx, w.tx, h.row.Entity, h.row.ID)
	if err != nil {
		return err
	}
	for i := range changes {
		c := &changes[i]
		if c.Kind != ChangeCreate {
			continue
		}
		if !c.mayChange() {
			return &UndoError{ActID: a.id, Row: h.row, Reason: UndoSending}
		}
		return w.unmake(h.row)
	}
	switch {
	case h.row.ID < 0: // taken away already, with another row of the act
		return nil
	case h.row.Entity == Leads:
		return w.editRow(a, h.row, ChangeMove, ActMove, merge.Fields{
			merge.Status: number(ptr(amo.StatusLost)), merge.Pipeline: number(ptr(w.pipelineOf(h.row.ID))),
		})
	case h.row.Entity == Tasks:
		return w.editRow(a, h.row, ChangeEdit, ActComplete, merge.Fields{merge.Completed: []byte("true")})
	}
	return &UndoError{ActID: a.id, Row: h.row, Reason: UndoMade}
}

func ptr[T any](v T) *T { return &v }

// pipelineOf is the pipeline a lead is seen in, 0 for one that is not here.
func (w *writing) pipelineOf(leadID int64) (id int64) {
	if err := w.row(`SELECT pipeline_id FROM leads WHERE id = ?`, leadID).Scan(&id); err != nil {
		return 0
	}
	return id
}

func actOfKind(kind ChangeKind) ActKind {
	switch kind {
	case ChangeMove:
		return ActMove
	case ChangeLink:
		return ActLink
	}
	return ActEdit
}
