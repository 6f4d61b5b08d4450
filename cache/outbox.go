package cache

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// heads are the changes that may be sent as far as order goes: the oldest
// unsent one of each row, unless it is being sent or waits for the person, or
// names a row that the server does not have. A create that goes with a lead's
// is no head, and no reason for that one to wait.
const heads = `state IN ('held', 'queued') AND bundle = 0
	AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.entity = o.entity AND e.entity_id = o.entity_id AND e.id < o.id)
	AND NOT EXISTS (SELECT 1 FROM outbox_needs AS n WHERE n.change_id = o.id
		AND NOT EXISTS (SELECT 1 FROM outbox AS b WHERE b.bundle = o.id AND b.entity_id = n.row_id))`

// offered remembers which state of a change Due has handed out, so that one
// the person has changed since is not sent as it was.
type offered struct {
	mu        sync.Mutex
	revisions map[int64]int64
}

// Due returns the changes to send at the time now (Unix seconds), oldest
// first, at most limit and at most one for each row: the oldest of a row goes
// first, and none while that one is being sent, refused or in conflict. A
// change made after now counts as due, for then the clock was set back and its
// hold means nothing.
func (s *Store) Due(ctx context.Context, now int64, limit int) (list []Change, err error) {
	defer func() { err = s.fail(err, "read due changes") }()
	revisions := map[int64]int64{}
	err = s.read(ctx, func(tx *sql.Tx) error {
		err := each(ctx, tx, func(rows *sql.Rows) error {
			var revision int64
			c, err := scanChange(rows, &revision)
			list = append(list, c)
			revisions[c.ID] = revision
			return err
		}, `SELECT `+changeColumns+`, revision FROM outbox AS o
			WHERE `+heads+` AND (due_at <= ? OR ? < created_at) ORDER BY id LIMIT ?`, now, now, limit)
		for i := range list {
			if err == nil && list[i].Kind == ChangeCreate && list[i].Entity == Leads {
				list[i].With, err = changesWhere(ctx, tx, `bundle = ?`, list[i].ID)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.offered.mu.Lock()
	defer s.offered.mu.Unlock()
	s.offered.revisions = revisions
	return list, nil
}

// NextDue returns when the earliest change that may be sent as far as order
// goes is due (Unix seconds, maybe past), false when there is none.
func (s *Store) NextDue(ctx context.Context) (at int64, ok bool, err error) {
	defer func() { err = s.fail(err, "read next due time") }()
	var due sql.NullInt64
	err = s.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT min(due_at) FROM outbox AS o WHERE `+heads).Scan(&due)
	})
	return due.Int64, due.Valid, err
}

// StartSending marks changes as being sent, all or none. From then on they
// cannot be taken back or changed. It fails with ErrNotFound when one was
// taken back since Due offered it, and with ErrNotDue when one was changed
// since, or does not stand first in its row: ask Due again.
//
// serverNow is the server's clock, Unix seconds, 0 unknown: of a create that
// was never tried it is kept, to look for what it has made from then on.
func (s *Store) StartSending(ctx context.Context, ids []int64, serverNow int64) (err error) {
	defer func() { err = s.fail(err, "start sending changes %v", ids) }()
	return s.write(ctx, func(w *writing) error {
		for _, id := range ids {
			if err := s.startSending(w, id, serverNow); err != nil {
				return fmt.Errorf("change %d: %w", id, err)
			}
		}
		return nil
	})
}

func (s *Store) startSending(w *writing, id, serverNow int64) error {
	var revision int64
	var first bool
	err := w.tx.QueryRowContext(w.ctx, `SELECT revision, `+heads+` FROM outbox AS o WHERE id = ?`, id).Scan(&revision, &first)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	if !first || !s.offered.still(id, revision) {
		return ErrNotDue
	}
	w.note(Outbox, id)
	_, err = w.exec(`UPDATE outbox SET state = ?, attempts = attempts + 1, tried = 1,
		tried_at = CASE WHEN tried_at = 0 THEN ? ELSE tried_at END WHERE id = ? OR bundle = ?`, ChangeSending, serverNow, id, id)
	return err
}

// still reports whether a change is as Due has offered it; one that Due has
// not offered is as good as any.
func (o *offered) still(id, revision int64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	known, ok := o.revisions[id]
	return !ok || known == revision
}

// ResumeSending makes changes that were being sent when the program died
// sendable again. The caller holds the engine lock, so nobody is sending them.
// Whether the server got them is unknown; a move may be sent twice, since its
// base is checked first.
func (s *Store) ResumeSending(ctx context.Context) (err error) {
	defer func() { err = s.fail(err, "resume sending") }()
	return s.write(ctx, func(w *writing) error {
		list, err := changesWhere(w.ctx, w.tx, `state = ?`, ChangeSending)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, c := range list {
			w.note(Outbox, c.ID)
		}
		_, err = w.exec(`UPDATE outbox SET state = ?, due_at = ? WHERE state = ?`, ChangeQueued, w.now.Unix(), ChangeSending)
		return err
	})
}
