package cache

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"

	"voronka/cache/fold"
)

// markIndex is the version of what the index holds. When it is another one
// than indexVersion all rows are indexed anew.
const (
	markIndex    = "search"
	indexVersion = "2/" + fold.Version
)

// queueChanged notes the rows that were changed as those to index.
func (w *writing) queueChanged() error {
	kinds := searchKinds()
	for _, c := range w.changed {
		kind, searched := kinds[c.Entity]
		if !searched {
			continue
		}
		_, err := w.exec(`INSERT OR IGNORE INTO search_queue (kind, id) SELECT ?, value FROM json_each(?)`, kind, idArray(c.IDs))
		if err != nil {
			return err
		}
		w.toIndex = true
	}
	return nil
}

// renewIndex notes all rows as those to index, and folds their names anew, if
// the index is of another version or has never been made.
func (w *writing) renewIndex() error {
	var version string
	err := w.tx.QueryRowContext(w.ctx, `SELECT value FROM marks WHERE key = ?`, markIndex).Scan(&version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) || version == indexVersion {
		return err
	}
	for entity, kind := range searchKinds() {
		if kind.hasName() {
			if err := w.refold(entity); err != nil {
				return err
			}
		}
		if _, err := w.exec(`INSERT OR IGNORE INTO search_queue (kind, id) SELECT ?, id FROM `+string(entity), kind); err != nil {
			return err
		}
	}
	return w.setMarks(map[string]string{markIndex: indexVersion})
}

// indexSome indexes at most n of the rows that wait for it, and returns how
// many it was.
func (w *writing) indexSome(n int) (int, error) {
	if err := w.renewIndex(); err != nil {
		return 0, err
	}
	var rows []rowKey
	err := each(w.ctx, w.tx, func(r *sql.Rows) error {
		var row rowKey
		err := r.Scan(&row.kind, &row.id)
		rows = append(rows, row)
		return err
	}, `SELECT kind, id FROM search_queue ORDER BY kind DESC, id DESC LIMIT ?`, n)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	var entries []entry
	for kind, ids := range byKind(rows) {
		changed, err := w.stageRows(kind, ids)
		if err != nil {
			return 0, err
		}
		entries = append(entries, changed...)
		if _, err := w.exec(`DELETE FROM search_queue WHERE kind = ? AND id IN (SELECT value FROM json_each(?))`, kind, idArray(ids)); err != nil {
			return 0, err
		}
	}
	return len(rows), w.saveEntries(entries)
}

// entry is one row's place and text in the index.
type entry struct {
	row       rowKey
	at        int64
	updatedAt int64
	hash      int64
	text      indexed
}

// stageRows takes rows out of the index whose text or place there is no longer
// right, and returns what to put in instead.
func (w *writing) stageRows(kind searchKind, ids []int64) ([]entry, error) {
	documents, err := kind.documents(w.ctx, w.tx, ids)
	if err != nil {
		return nil, err
	}
	known, err := w.entries(kind, ids)
	if err != nil {
		return nil, err
	}
	var fresh []entry
	for i := range documents {
		d := &documents[i]
		e := entry{row: d.rowKey, at: placeOf(d.updatedAt, d.isClosed), updatedAt: d.updatedAt, text: d.indexed()}
		e.hash = e.text.hash()
		old, there := known[d.id]
		if there && old.hash == e.hash && placeOf(old.updatedAt, old.at >= closedPlace) == e.at {
			delete(known, d.id) // stays as it is
			if old.updatedAt != e.updatedAt {
				if _, err := w.exec(`UPDATE search_rows SET updated_at = ? WHERE at = ?`, e.updatedAt, old.at); err != nil {
					return nil, err
				}
			}
			continue
		}
		fresh = append(fresh, e)
	}
	return fresh, w.removeEntries(known)
}

func (w *writing) entries(kind searchKind, ids []int64) (map[int64]entry, error) {
	known := map[int64]entry{}
	err := each(w.ctx, w.tx, func(r *sql.Rows) error {
		e := entry{row: rowKey{kind: kind}}
		err := r.Scan(&e.row.id, &e.at, &e.updatedAt, &e.hash)
		known[e.row.id] = e
		return err
	}, `SELECT id, at, updated_at, hash FROM search_rows WHERE kind = ? AND id IN (SELECT value FROM json_each(?))`, kind, idArray(ids))
	return known, err
}

func (w *writing) removeEntries(known map[int64]entry) error {
	places := make([]int64, 0, len(known))
	for _, e := range known {
		places = append(places, e.at)
	}
	slices.Sort(places)
	for _, statement := range []string{`DELETE FROM search_text WHERE rowid = ?`, `DELETE FROM search_rows WHERE at = ?`} {
		if err := w.execEach(statement, len(places), func(i int) []any { return []any{places[i]} }); err != nil {
			return err
		}
	}
	return nil
}

// saveEntries puts rows into the index, in the order of their places: FTS5
// writes much less when they grow.
func (w *writing) saveEntries(entries []entry) error {
	if err := w.settlePlaces(entries); err != nil {
		return err
	}
	err := w.execEach(`INSERT INTO search_text (rowid, head, title, other, digits) VALUES (?, ?, ?, ?, ?)`, len(entries), func(i int) []any {
		e := &entries[i]
		return []any{e.at, e.text.head, e.text.title, e.text.other, e.text.digits}
	})
	if err != nil {
		return err
	}
	return w.execEach(`INSERT INTO search_rows (at, kind, id, updated_at, hash) VALUES (?, ?, ?, ?, ?)`, len(entries), func(i int) []any {
		e := &entries[i]
		return []any{e.at, e.row.kind, e.row.id, e.updatedAt, e.hash}
	})
}

// refold makes the folded names of an entity anew, which cache/fold of another
// version has made.
func (w *writing) refold(entity Entity) error {
	type row struct {
		id     int64
		folded string
	}
	var stale []row
	err := each(w.ctx, w.tx, func(r *sql.Rows) error {
		var id int64
		var name, folded string
		err := r.Scan(&id, &name, &folded)
		if now := fold.Index(name); now != folded {
			stale = append(stale, row{id, now})
		}
		return err
	}, `SELECT id, name, search FROM `+string(entity))
	if err != nil {
		return err
	}
	return w.execEach(`UPDATE `+string(entity)+` SET search = ? WHERE id = ?`, len(stale), func(i int) []any {
		return []any{stale[i].folded, stale[i].id}
	})
}

// A place is a rowid of the index. Rows of the same few seconds stand side by
// side in one slot; when it is full, they go into the next older one that is not.
const (
	slotSeconds = 8
	slotRows    = 128
	newestTime  = 1 << 34 // seconds, later than any
	closedPlace = 1 << 42 // where closed leads begin
)

// placeOf is the first place of the slot a row belongs to.
func placeOf(updatedAt int64, isClosed bool) int64 {
	at := (newestTime - min(max(updatedAt, 0), newestTime)) / slotSeconds * slotRows
	if isClosed {
		at += closedPlace
	}
	return at
}

func slotOf(at int64) int64 { return at / slotRows }

// settlePlaces gives entries free places near those they belong to, and sorts
// them by place.
func (w *writing) settlePlaces(entries []entry) (err error) {
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(b.updatedAt, a.updatedAt), cmp.Compare(b.row.id, a.row.id))
	})
	last, err := w.tx.PrepareContext(w.ctx, `SELECT coalesce(max(at) + 1, ?1) FROM search_rows WHERE at BETWEEN ?1 AND ?2`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, last.Close()) }()
	slot, next := int64(-1), int64(0) // the slot that is being filled, and its next place
	for i := range entries {
		e := &entries[i]
		if slot < 0 || slotOf(e.at) > slot {
			slot, next = slotOf(e.at), e.at
			if err := last.QueryRowContext(w.ctx, next, next+slotRows-1).Scan(&next); err != nil {
				return err
			}
		}
		for next >= (slot+1)*slotRows {
			slot++
			next = slot * slotRows
			if err := last.QueryRowContext(w.ctx, next, next+slotRows-1).Scan(&next); err != nil {
				return err
			}
		}
		e.at = next
		next++
	}
	return nil
}
