package cache

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"voronka/cache/merge"
)

// Do carries out a command: what the screens show, the changes in the outbox
// and the act in the history, in one transaction. When it returns, the act
// survives a kill, and Changed has been told.
//
// Errors: ErrUnchanged when nothing would change, ErrNotFound for a row the
// replica does not have (of several rows those are passed over), *StatusError,
// and *ValueError for a value the server is known to refuse. Then nothing was
// done.
func (s *Store) Do(ctx context.Context, c Command) (act Act, err error) {
	defer func() { err = s.fail(err, "carry out a command for %d rows", len(c.Edits)) }()
	err = s.write(ctx, func(w *writing) error {
		a, err := w.beginAct(c.Hold)
		if err != nil {
			return err
		}
		if err := w.carryOut(a, c.Edits); err != nil {
			return err
		}
		if err := w.endAct(a); err != nil {
			return err
		}
		act, err = readAct(w.ctx, w.tx, a.id)
		return err
	})
	if err != nil {
		return Act{}, err
	}
	return act, nil
}

func (w *writing) carryOut(a *acting, edits []Edit) error {
	missing := 0
	for _, edit := range edits {
		err := edit.into(w, a)
		if errors.Is(err, ErrNotFound) && len(edits) > 1 {
			missing++
			continue
		}
		if err != nil {
			return err
		}
	}
	if missing > 0 && missing == len(edits) {
		return ErrNotFound
	}
	return nil
}

// acting is an act under way.
type acting struct {
	id    int64
	hold  time.Duration
	kinds []ActKind // of its parts
	undo  bool      // its parts take an act back
	again bool      // its parts were undone and are carried out again
	done  int       // parts that changed something

	remakeOf int64 // of an act carried out again: which row the one being made was
}

func (a *acting) did(kind ActKind) {
	a.done++
	if !slices.Contains(a.kinds, kind) {
		a.kinds = append(a.kinds, kind)
	}
}

// kind is what the act is called: by what it made, or else by its most telling
// part.
func (a *acting) kind() ActKind {
	for _, kind := range []ActKind{ActCreate, ActMove, ActEdit, ActComplete, ActNote, ActLink} {
		if slices.Contains(a.kinds, kind) {
			return kind
		}
	}
	if len(a.kinds) == 1 {
		return a.kinds[0]
	}
	return ActEdit
}

func (w *writing) beginAct(hold time.Duration) (*acting, error) {
	done, err := w.exec(`INSERT INTO acts (at, kind) VALUES (?, '')`, w.now.Unix())
	if err != nil {
		return nil, err
	}
	id, err := done.LastInsertId()
	return &acting{id: id, hold: hold}, err
}

// endAct names the act. What was undone before it cannot be redone any more.
func (w *writing) endAct(a *acting) error {
	if a.done == 0 {
		return ErrUnchanged
	}
	_, err := w.exec(`UPDATE acts SET kind = ? WHERE id = ?`, a.kind(), a.id)
	if err != nil {
		return err
	}
	_, err = w.exec(`UPDATE acts SET lost = 1 WHERE undone <> 0 AND lost = 0`)
	return err
}

// editRow makes a change to one row, as far as it is one.
func (w *writing) editRow(a *acting, r Row, kind ChangeKind, what ActKind, after merge.Fields) error {
	after, err := known(w, after)
	if err != nil {
		return err
	}
	m, changes, err := readMerged(w.ctx, w.tx, r.Entity, r.ID)
	if err != nil {
		return fmt.Errorf("%s %d: %w", r.Entity, r.ID, err)
	}
	before, err := merge.Read(m.row, after)
	if err != nil {
		return err
	}
	if merge.SameFields(before, after) {
		return nil
	}
	if kind != ChangeMove { // pipeline and status name a place together
		for key := range after {
			if merge.Same(key, before[key], after[key]) && !isContext(r.Entity, key) {
				delete(before, key)
				delete(after, key)
			}
		}
	}
	state := actPending
	change := Change{Entity: r.Entity, EntityID: r.ID, Kind: kind, Before: before, After: after, ActID: a.id}
	if at := takesFurther(changes, kind, after); at >= 0 {
		change = changes[at]
		change.ActID = a.id
		state, err = w.enqueueAgain(&change, after, slices.Delete(slices.Clone(changes), at, at+1), a.hold)
	} else {
		change.hold(w.now, a.hold)
		err = w.addChange(&change)
	}
	if err != nil {
		return err
	}
	a.did(what)
	if err := w.record(a, act{kind: kind, row: r, changeID: change.ID, before: before, after: after, state: state}); err != nil {
		return err
	}
	return w.remerge(r.Entity, r.ID)
}

// isContext tells the fields that say where a row belongs rather than what it
// is: an edit of a note needs them to be sent.
func isContext(entity Entity, key string) bool {
	return entity == Notes && (key == merge.EntityType || key == merge.EntityID)
}

// takesFurther finds the unsent change of a row that an edit goes into: one of
// its kind, or the create of the row, if the person may still change it. -1
// when there is none.
func takesFurther(changes []Change, kind ChangeKind, after merge.Fields) int {
	for i := len(changes) - 1; i >= 0; i-- {
		c := &changes[i]
		if c.Kind != kind && (c.Kind != ChangeCreate || !c.canMake(kind, after)) {
			continue
		}
		if c.mayChange() {
			return i
		}
		return -1
	}
	return -1
}

// canMake reports whether a create can have these fields from the start. A
// task is completed only afterwards, and links have calls of their own.
func (c *Change) canMake(kind ChangeKind, after merge.Fields) bool {
	if kind == ChangeLink {
		return false
	}
	_, completes := after[merge.Completed]
	_, results := after[merge.Result]
	return c.Entity != Tasks || !completes && !results
}

// mayChange reports whether the person may still change c itself: the server
// has certainly not acted on it, and nothing has to be decided first.
func (c *Change) mayChange() bool {
	switch c.State {
	case ChangeSending, ChangeConflict, ChangeUnclear:
		return false
	}
	return !c.Tried
}

// enqueueAgain takes a later act into a change: what stood there first stays
// Before, what is wanted now becomes After. A change that has come to nothing
// is removed with all its acts. The others are those of the same row.
func (w *writing) enqueueAgain(c *Change, after merge.Fields, others []Change, hold time.Duration) (ActState, error) {
	if c.Kind == ChangeCreate {
		return actPending, w.enrich(c, after, hold)
	}
	m, err := readRecord(w.ctx, w.tx, c.Entity, c.EntityID)
	if err != nil {
		return "", err
	}
	if err := m.overlay(others); err != nil {
		return "", err
	}
	wanted, start := merge.Fields{}, merge.Fields{}
	for key, value := range c.After {
		// What is not touched this time stays as it was wanted, but a later
		// move takes the place of an earlier one.
		if _, again := after[key]; c.Kind != ChangeMove || again {
			wanted[key], start[key] = value, c.Before[key]
		}
	}
	maps.Copy(wanted, after)
	under, err := merge.Read(m.row, wanted)
	if err != nil {
		return "", err
	}
	for key := range wanted {
		if _, touched := start[key]; !touched {
			start[key] = under[key]
		}
	}
	// The server may have something else by now than when the first act was
	// made. Then even a way back to that has to be sent.
	if merge.SameFields(start, wanted) && merge.SameFields(under, wanted) {
		return actCancelled, errors.Join(w.removeChange(c.ID), w.settle(c.ID, actCancelled))
	}
	if c.Kind != ChangeMove {
		for key := range wanted {
			if merge.Same(key, start[key], wanted[key]) && merge.Same(key, under[key], wanted[key]) && !isContext(c.Entity, key) {
				delete(start, key)
				delete(wanted, key)
			}
		}
	}
	c.Before, c.After = start, wanted
	c.hold(w.now, hold)
	return actPending, errors.Join(w.updateChange(c), w.settle(c.ID, actPending))
}

// enrich takes an edit into the create of the row.
func (w *writing) enrich(c *Change, after merge.Fields, hold time.Duration) error {
	c.After = maps.Clone(c.After)
	maps.Copy(c.After, after)
	// A create that waits for its hold goes on waiting; one that does not is
	// not put off by a later edit.
	if left := time.Unix(c.DueAt, 0).Sub(w.now); c.State == ChangeHeld && left > hold {
		hold = left
	}
	c.hold(w.now, hold)
	return errors.Join(w.updateChange(c), w.settle(c.ID, actPending))
}

// hold sets when the change may leave. The second it was made in is not whole,
// so the time is rounded up: a hold is never shorter than the person was told.
func (c *Change) hold(now time.Time, hold time.Duration) {
	if hold <= 0 {
		c.State, c.DueAt = ChangeQueued, now.Unix()
	} else {
		c.State, c.DueAt = ChangeHeld, now.Add(hold+time.Second-time.Nanosecond).Unix()
	}
	if c.CreatedAt == 0 || c.CreatedAt > now.Unix() {
		c.CreatedAt = now.Unix()
	}
}
