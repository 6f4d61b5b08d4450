package cache

import (
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"voronka/amo"
	"voronka/cache/merge"
)

// markLocal holds the id last given to a row that was born here.
const markLocal = "local.id"

// nextLocal returns an id below zero that no row here has ever had.
func (w *writing) nextLocal() (id int64, err error) {
	err = w.tx.QueryRowContext(w.ctx, `INSERT INTO marks (key, value) VALUES (?, '-1')
		ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) - 1 RETURNING CAST(value AS INTEGER)`, markLocal).Scan(&id)
	return id, err
}

// createRow makes a row that the server does not have yet, under an id from
// nextLocal. Its base is what it is before any field is set. A bundle is the
// lead's create it goes with.
func (w *writing) createRow(a *acting, r Row, after merge.Fields, bundle int64) (changeID int64, err error) {
	if after, err = known(w, after); err != nil {
		return 0, err
	}
	if err := w.layBase(r, after); err != nil {
		return 0, err
	}
	c := Change{Entity: r.Entity, EntityID: r.ID, Kind: ChangeCreate, Before: merge.Fields{}, After: after, ActID: a.id, Bundle: bundle}
	c.hold(w.now, a.hold)
	if err := w.addChange(&c); err != nil {
		return 0, err
	}
	a.did(actOfCreate(r.Entity))
	err = w.record(a, act{kind: ChangeCreate, row: r, changeID: c.ID, before: c.Before, after: after, state: actPending})
	return c.ID, errors.Join(err, w.remerge(r.Entity, r.ID))
}

func actOfCreate(entity Entity) ActKind {
	if entity == Notes {
		return ActNote
	}
	return ActCreate
}

// layBase puts a row without any field into the replica, for its changes to
// stand on.
func (w *writing) layBase(r Row, after merge.Fields) error {
	me, account, err := w.whoAmI()
	if err != nil {
		return err
	}
	at := w.now.Unix()
	var base sourced
	switch r.Entity {
	case Leads:
		base = &amo.Lead{ID: r.ID, CreatedBy: me, UpdatedBy: me, CreatedAt: at, UpdatedAt: at, AccountID: account}
	case Contacts:
		base = &amo.Contact{ID: r.ID, CreatedBy: me, UpdatedBy: me, CreatedAt: at, UpdatedAt: at, AccountID: account}
	case Companies:
		base = &amo.Company{ID: r.ID, CreatedBy: me, UpdatedBy: me, CreatedAt: at, UpdatedAt: at, AccountID: account}
	case Tasks:
		base = &amo.Task{ID: r.ID, CreatedBy: me, UpdatedBy: me, CreatedAt: at, UpdatedAt: at, AccountID: account}
	case Notes:
		base = &amo.Note{ID: r.ID, CreatedBy: me, UpdatedBy: me, CreatedAt: at, UpdatedAt: at, AccountID: account, NoteType: amo.NoteCommon}
		if err := w.layNote(r.ID, after); err != nil {
			return err
		}
	}
	raw, err := base.MarshalJSON()
	if err != nil {
		return err
	}
	return w.saveBase(r, raw)
}

func (w *writing) saveBase(r Row, base []byte) error {
	_, err := w.exec(saveBase(r.Entity), r.ID, base)
	return err
}

// whoAmI returns the current user and the account, 0 before the first load.
func (w *writing) whoAmI() (user, account int64, err error) {
	err = w.tx.QueryRowContext(w.ctx, `SELECT current_user_id, id FROM account`).Scan(&user, &account)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return user, account, err
}

// resolve gives the server's id of a row that was born here, as soon as it is
// known. Other ids stand for themselves.
func resolve(q interface {
	row(query string, args ...any) *sql.Row
}, id int64,
) (int64, error) {
	if id >= 0 {
		return id, nil
	}
	for range 100 { // a row may be made anew by a redo, and given its id after that
		var next int64
		err := q.row(`SELECT id FROM aliases WHERE local_id = ?`, id).Scan(&next)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return id, nil
		case err != nil:
			return id, err
		case next == 0:
			return id, ErrNotFound
		case next > 0:
			return next, nil
		}
		id = next
	}
	return id, ErrNotFound
}

func (w *writing) row(query string, args ...any) *sql.Row {
	return w.tx.QueryRowContext(w.ctx, query, args...)
}

// known puts the ids that the server has given meanwhile in the place of local
// ones. A row that was taken away keeps its id: it may be made anew.
func known(q interface {
	row(query string, args ...any) *sql.Row
}, fields merge.Fields,
) (merge.Fields, error) {
	for _, id := range fields.References() {
		real, err := resolve(q, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if real != id {
			fields, _ = fields.Rename(id, real)
		}
	}
	return fields, nil
}

// adopt gives a row that was born here its id of the server's, everywhere it
// is named. The history names it by its old id, which known makes good.
func (w *writing) adopt(r Row, real int64) error {
	if r.ID >= 0 || real <= 0 {
		return errors.New("only a row that was born here is given an id")
	}
	name := strings.TrimSuffix(string(r.Entity), "s") // as drafts are called: lead/-5
	if r.Entity == Companies {
		name = "company"
	}
	for _, step := range []struct {
		statement string
		args      []any
	}{
		{`INSERT OR REPLACE INTO aliases (local_id, id) VALUES (?, ?)`, []any{r.ID, real}},
		{`UPDATE outbox SET entity_id = ? WHERE entity = ? AND entity_id = ?`, []any{real, r.Entity, r.ID}},
		{`UPDATE history SET entity_id = ? WHERE entity = ? AND entity_id = ?`, []any{real, r.Entity, r.ID}},
		{`UPDATE OR REPLACE drafts SET key = ? WHERE key = ?`, []any{name + "/" + intText(real), name + "/" + intText(r.ID)}},
		{`UPDATE OR REPLACE drafts SET key = ? WHERE key = ?`, []any{noteKey(r.Entity, real), noteKey(r.Entity, r.ID)}},
	} {
		if _, err := w.exec(step.statement, step.args...); err != nil {
			return err
		}
	}
	if err := w.moveBase(r, real); err != nil {
		return err
	}
	return w.renameInOutbox(r.ID, real)
}

// noteKey is what the draft of a note about a row is kept under.
func noteKey(entity Entity, id int64) string { return "note/" + string(entity) + "/" + intText(id) }

// moveBase puts the row under its new id, unless a pull has brought it already.
func (w *writing) moveBase(r Row, real int64) error {
	m, err := readRecord(w.ctx, w.tx, r.Entity, r.ID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if r.Entity == Notes {
		if err := w.renameNote(r.ID, real); err != nil {
			return err
		}
	}
	if _, err := readBase(w.ctx, w.tx, r.Entity, real); errors.Is(err, ErrNotFound) {
		setID(m.value, real)
		base, err := m.value.MarshalJSON()
		if err != nil {
			return err
		}
		if err := w.saveBase(Row{r.Entity, real}, base); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	return w.dropRow(r)
}

func setID(v sourced, id int64) {
	switch v := v.(type) {
	case *amo.Lead:
		v.ID = id
	case *amo.Contact:
		v.ID = id
	case *amo.Company:
		v.ID = id
	case *amo.Task:
		v.ID = id
	case *amo.Note:
		v.ID = id
	}
}

// renameInOutbox rewrites the changes that wait for a row.
func (w *writing) renameInOutbox(local, real int64) error {
	waiting, err := changesWhere(w.ctx, w.tx, `id IN (SELECT change_id FROM outbox_needs WHERE row_id = ?)`, local)
	if err != nil {
		return err
	}
	for i := range waiting {
		c := &waiting[i]
		before, changedBefore := c.Before.Rename(local, real)
		after, changedAfter := c.After.Rename(local, real)
		if !changedBefore && !changedAfter {
			continue
		}
		c.Before, c.After = before, after
		if err := w.rewriteChange(c); err != nil {
			return err
		}
		if err := w.remerge(c.Entity, c.EntityID); err != nil {
			return err
		}
	}
	return nil
}

// unmake takes a row away that the server does not have, with everything that
// waits for it: a link to it is dropped, a note or task about it goes too.
func (w *writing) unmake(r Row) error {
	waiting, err := changesWhere(w.ctx, w.tx, `id IN (SELECT change_id FROM outbox_needs WHERE row_id = ?)`, r.ID)
	if err != nil {
		return err
	}
	for i := range waiting {
		if err := w.forgetRow(&waiting[i], r.ID); err != nil {
			return err
		}
	}
	own, err := changesOf(w.ctx, w.tx, r.Entity, r.ID)
	if err != nil {
		return err
	}
	for _, c := range own {
		if err := errors.Join(w.removeChange(c.ID), w.settle(c.ID, actCancelled)); err != nil {
			return err
		}
	}
	if _, err := w.exec(`INSERT OR REPLACE INTO aliases (local_id, id) VALUES (?, 0)`, r.ID); err != nil {
		return err
	}
	return w.dropRow(r)
}

// unmakeBundle takes a row away with those that were to be made with it.
func (w *writing) unmakeBundle(c *Change) error {
	head := c.ID
	if c.Bundle != 0 {
		head = c.Bundle
	}
	all, err := changesWhere(w.ctx, w.tx, `id = ? OR bundle = ?`, head, head)
	if err != nil {
		return err
	}
	for _, part := range all {
		if err := w.unmake(Row{part.Entity, part.EntityID}); err != nil {
			return err
		}
	}
	return nil
}

// forgetRow takes a row that is not made out of a change that names it.
func (w *writing) forgetRow(c *Change, id int64) error {
	kept := merge.Fields{}
	dropped := false
	for key, value := range c.After {
		if one := (merge.Fields{key: value}); len(one.References()) > 0 && one.References()[0] == id {
			dropped = true
			continue
		}
		kept[key] = value
	}
	switch {
	case !dropped:
		return nil
	case c.Entity == Notes || c.Entity == Tasks:
		return w.unmake(Row{c.Entity, c.EntityID})
	case len(kept) == 0:
		return errors.Join(w.removeChange(c.ID), w.settle(c.ID, actCancelled), w.remerge(c.Entity, c.EntityID))
	}
	c.After = kept
	return errors.Join(w.rewriteChange(c), w.remerge(c.Entity, c.EntityID))
}

func intText(n int64) string { return strconv.FormatInt(n, 10) }
