package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/cache/merge"
)

// Conflict is one field of an unsent change that somebody else has set to
// something else meanwhile. Nothing is sent of the change until all its
// conflicts are decided.
type Conflict struct {
	ChangeID int64
	Entity   Entity
	EntityID int64
	LeadID   int64  // the lead it is about, 0 for none
	Field    string // a key of package merge
	Before   json.RawMessage
	Mine     json.RawMessage
	Theirs   json.RawMessage
	TheirsBy int64 // 0 unknown, or a robot
	TheirsAt int64 // Unix seconds of the server, 0 unknown
}

// Clash is what the engine has found of one field in conflict: who has set it,
// and when, as far as the events tell.
type Clash struct {
	Field string
	By    int64
	At    int64
}

// Take says whose value a field gets.
type Take uint8

// The sides of a Choice.
const (
	TakeMine Take = iota + 1
	TakeTheirs
	TakeNew // a third value
)

// Choice decides a conflict.
type Choice struct {
	Take  Take
	Value json.RawMessage // with TakeNew
}

// Conflicts returns all conflicts, oldest change first.
func (s *Store) Conflicts(ctx context.Context) (list []Conflict, err error) {
	defer func() { err = s.fail(err, "read conflicts") }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		list, err = conflictsWhere(ctx, tx, `TRUE`)
		return err
	})
	return list, err
}

func conflictsWhere(ctx context.Context, q querier, where string, args ...any) (list []Conflict, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var c Conflict
		var before, theirs, after []byte
		err := rows.Scan(&c.ChangeID, &c.Entity, &c.EntityID, &c.Field, &before, &theirs, &c.TheirsBy, &c.TheirsAt, &after, &c.LeadID)
		if err != nil {
			return err
		}
		c.Before, c.Theirs = before, theirs
		var fields merge.Fields
		err = json.Unmarshal(after, &fields)
		c.Before, c.Mine, c.Theirs = before, fields[c.Field], theirs
		list = append(list, c)
		return err
	}, `SELECT f.change_id, o.entity, o.entity_id, f.field, f.before, f.theirs, f.theirs_by, f.theirs_at, o.after,
			CASE o.entity WHEN 'leads' THEN o.entity_id
				WHEN 'tasks' THEN coalesce((SELECT lead_id FROM tasks WHERE id = o.entity_id), 0) ELSE 0 END
		FROM conflicts AS f JOIN outbox AS o ON o.id = f.change_id WHERE `+where+` ORDER BY f.change_id, f.field`, args...)
	return list, err
}

// ConflictChange notes that somebody else has changed fields that the change
// is about: what the server has becomes the base, and the change waits for the
// person. theirs has the row.
func (s *Store) ConflictChange(ctx context.Context, id int64, clashes []Clash, theirs Batch) (err error) {
	defer func() { err = s.fail(err, "mark conflict of change %d", id) }()
	return s.write(ctx, func(w *writing) error {
		c, err := w.change(id)
		if err != nil {
			return err
		}
		if !theirs.rows()[Row{c.Entity, c.EntityID}] {
			return fmt.Errorf("it is about %s %d, which was not read", c.Entity, c.EntityID)
		}
		if err := w.apply(&theirs); err != nil {
			return err
		}
		m, err := readRecord(w.ctx, w.tx, c.Entity, c.EntityID)
		if err != nil {
			return fmt.Errorf("%s %d: %w", c.Entity, c.EntityID, err)
		}
		for _, clash := range clashes {
			now, err := m.row.Get(clash.Field)
			if err != nil {
				return err
			}
			_, err = w.exec(`INSERT OR REPLACE INTO conflicts (change_id, field, before, theirs, theirs_by, theirs_at) VALUES (?, ?, ?, ?, ?, ?)`,
				id, clash.Field, orNull(c.Before[clash.Field]), orNull(now), clash.By, clash.At)
			if err != nil {
				return err
			}
		}
		w.note(Outbox, id)
		w.note(c.Entity, c.EntityID)
		_, err = w.exec(`UPDATE outbox SET state = ?, tried = 0 WHERE id = ?`, ChangeConflict, id)
		return errors.Join(err, w.settle(id, actConflict))
	})
}

func orNull(v json.RawMessage) string {
	if len(v) == 0 {
		return "null"
	}
	return string(v)
}

// decision is a change with its conflicts, as they stood before a choice.
type decision struct {
	Change    Change
	Conflicts []Conflict
}

// Resolve decides a conflict of a change: field is a key, or "" for all of
// them. With the last one decided the change goes on its way, or away when
// nothing is left of it. The choice is an act of its own, and undoing it
// brings the conflict back. It fails with ErrNotFound when there is none.
func (s *Store) Resolve(ctx context.Context, changeID int64, field string, choice Choice) (a Act, err error) {
	defer func() { err = s.fail(err, "resolve conflict of change %d", changeID) }()
	err = s.write(ctx, func(w *writing) error {
		acting, err := w.beginAct(0)
		if err != nil {
			return err
		}
		if err := w.resolve(acting, changeID, field, choice); err != nil {
			return err
		}
		if err := w.endAct(acting); err != nil {
			return err
		}
		a, err = readAct(w.ctx, w.tx, acting.id)
		return err
	})
	return a, err
}

func (w *writing) resolve(a *acting, changeID int64, field string, choice Choice) error {
	c, err := w.change(changeID)
	if err != nil {
		return err
	}
	was := decision{Change: c}
	if was.Conflicts, err = conflictsWhere(w.ctx, w.tx, `f.change_id = ?`, changeID); err != nil {
		return err
	}
	c.Before, c.After = c.Before.Pick(c.Before.Keys()), c.After.Pick(c.After.Keys()) // copies
	before, after := merge.Fields{}, merge.Fields{}
	left := 0
	for _, f := range was.Conflicts {
		if field != "" && f.Field != field {
			left++
			continue
		}
		before[f.Field] = f.Mine
		after[f.Field] = choose(&c, f, choice)
	}
	if len(after) == 0 {
		return ErrNotFound
	}
	if err := w.keepSnapshot(a, was); err != nil {
		return err
	}
	for key := range after {
		if _, err := w.exec(`DELETE FROM conflicts WHERE change_id = ? AND field = ?`, changeID, key); err != nil {
			return err
		}
	}
	a.did(ActResolve)
	r := Row{c.Entity, c.EntityID}
	if err := w.goOn(&c, left); err != nil {
		return err
	}
	if err := w.record(a, act{kind: ChangeEdit, row: r, before: before, after: after, state: actSent}); err != nil {
		return err
	}
	w.note(Outbox, changeID)
	return w.remerge(c.Entity, c.EntityID)
}

// choose puts a choice into the change and returns the value it stands for.
func choose(c *Change, f Conflict, choice Choice) json.RawMessage {
	switch choice.Take {
	case TakeTheirs:
		delete(c.Before, f.Field)
		delete(c.After, f.Field)
		return f.Theirs
	case TakeNew:
		c.After[f.Field] = choice.Value
	}
	c.Before[f.Field] = f.Theirs // seen, and decided over
	return c.After[f.Field]
}

// goOn sends a decided change on its way.
func (w *writing) goOn(c *Change, left int) error {
	for key := range c.After {
		if merge.Same(key, c.Before[key], c.After[key]) && c.Kind != ChangeMove {
			delete(c.Before, key)
			delete(c.After, key)
		}
	}
	if left == 0 && (len(c.After) == 0 || merge.SameFields(c.Before, c.After)) {
		return errors.Join(w.removeChange(c.ID), w.settle(c.ID, actCancelled))
	}
	if left == 0 {
		c.State, c.DueAt = ChangeQueued, w.now.Unix()
		return errors.Join(w.updateChange(c), w.settle(c.ID, actPending))
	}
	return w.rewriteChange(c)
}

func (w *writing) keepSnapshot(a *acting, was decision) error {
	b, err := json.Marshal(was)
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO resolutions (act_id, change_id, snapshot) VALUES (?, ?, ?)`, a.id, was.Change.ID, string(b))
	return err
}

// undoResolve brings a decided conflict back. When the choice was sent
// meanwhile, the other's value is put back instead, which is how the server
// stood then.
func (w *writing) undoResolve(was Act) error {
	var text []byte
	if err := w.row(`SELECT snapshot FROM resolutions WHERE act_id = ?`, was.ID).Scan(&text); err != nil {
		return err
	}
	var s decision
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	c := s.Change
	now, err := w.change(c.ID)
	switch {
	case errors.Is(err, ErrNotFound):
		var sent bool
		if err := w.row(`SELECT count(*) FROM history WHERE change_id = ? AND state = 'sent'`, c.ID).Scan(&sent); err != nil {
			return err
		}
		if sent {
			return w.undoSentChoice(was, s)
		}
		if err := w.putBack(&c); err != nil {
			return err
		}
	case err != nil:
		return err
	case now.State == ChangeSending || now.Tried:
		return &UndoError{ActID: was.ID, Row: Row{c.Entity, c.EntityID}, Reason: UndoSending}
	}
	return w.restore(s)
}

// restore makes a change stand as it did before a choice.
func (w *writing) restore(s decision) error {
	c := s.Change
	if err := w.rewriteChange(&c); err != nil {
		return err
	}
	if _, err := w.exec(`UPDATE outbox SET state = ?, tried = 0, revision = revision + 1 WHERE id = ?`, c.State, c.ID); err != nil {
		return err
	}
	for _, f := range s.Conflicts {
		_, err := w.exec(`INSERT OR REPLACE INTO conflicts (change_id, field, before, theirs, theirs_by, theirs_at) VALUES (?, ?, ?, ?, ?, ?)`,
			c.ID, f.Field, orNull(f.Before), orNull(f.Theirs), f.TheirsBy, f.TheirsAt)
		if err != nil {
			return err
		}
	}
	w.note(Outbox, c.ID)
	_, err := w.exec(`UPDATE history SET state = ? WHERE change_id = ? AND state <> 'sent'`, actConflict, c.ID)
	return errors.Join(err, w.remerge(c.Entity, c.EntityID))
}

// putBack puts a change into the outbox again under its old id.
func (w *writing) putBack(c *Change) error {
	before, after, err := c.encode()
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO outbox (id, entity, entity_id, kind, before, after, state, attempts, error, error_code, created_at, due_at, tried, revision, act_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', 0, ?, ?, 0, 0, ?)`,
		c.ID, c.Entity, c.EntityID, c.Kind, before, after, c.State, c.CreatedAt, c.DueAt, c.ActID)
	return err
}

func (w *writing) undoSentChoice(was Act, s decision) error {
	a := &acting{id: was.ID, undo: true}
	back := merge.Fields{}
	for _, f := range s.Conflicts {
		back[f.Field] = f.Theirs
	}
	return w.editRow(a, Row{s.Change.Entity, s.Change.EntityID}, s.Change.Kind, ActResolve, back)
}
