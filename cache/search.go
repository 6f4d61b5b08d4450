package cache

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
)

// HitKind says what a hit is.
type HitKind string

// The kinds of rows that are searched.
const (
	HitLead    HitKind = "lead"
	HitContact HitKind = "contact"
	HitCompany HitKind = "company"
	HitNote    HitKind = "note"
)

// Hit is one row a search has found.
type Hit struct {
	Kind    HitKind
	ID      int64
	Title   string // what the row is called, for a note what it is about; may be empty
	Snippet string // the text the words were found in; with words of the title alone, what else tells the row apart
	About   Row    // what a note belongs to
}

// manyHits is how many hits a search without a limit gives.
const manyHits = 50

// scanned is how many matches of the index are put in order, at least, to give
// the best of them. They come in that order already, but for those that were
// changed since.
const scanned = 256

// loadedAtOnce is how many rows are read to be looked at.
const loadedAtOnce = 64

// Search finds rows by what is known of them: names, phones, tags, the
// values of custom fields, and what notes say; the best hits come first, at most
// limit (0: 50).
//
// A row is found when every word of text begins a word of it, in any order, case,
// alphabet and spelling that cache/fold takes for the same. Three digits
// and more are also found inside a phone, however that is written. A number
// finds the row of that id too. The pasted address of a lead's, contact's or
// company's page gives that row alone. When nothing is found, the text is taken
// as typed in the other keyboard layout.
//
// Best are a row with that id, then titles that begin with the text, titles with
// words that do, then other texts; at equal rank open rows before closed leads, and
// the last updated first.
//
// Rows are found as they are now, also while the index is behind; only right
// after a first load, when thousands of rows wait for it, those are found by
// name alone. See FinishIndex.
func (s *Store) Search(ctx context.Context, text string, limit int) (hits []Hit, err error) {
	defer func() { err = s.fail(err, "search") }()
	if limit <= 0 {
		limit = manyHits
	}
	s.indexing.call()
	err = s.read(ctx, func(tx *sql.Tx) error {
		for _, q := range queriesOf(text) {
			if hits, err = find(ctx, tx, &q, limit); err != nil || len(hits) > 0 {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return hits, nil
}

// finding is a search under way.
type finding struct {
	ctx   context.Context
	tx    *sql.Tx
	query *searchQuery
	limit int
	found []match
	seen  map[rowKey]bool
}

// match is a row that was found, with what it is sorted by.
type match struct {
	document
	rank  rank
	where int // index of the other text it was found in, -1 for the title
}

func find(ctx context.Context, tx *sql.Tx, q *searchQuery, limit int) ([]Hit, error) {
	f := finding{ctx: ctx, tx: tx, query: q, limit: limit, seen: map[rowKey]bool{}}
	if err := f.run(); err != nil {
		return nil, err
	}
	slices.SortFunc(f.found, compareMatches)
	if len(f.found) > limit {
		f.found = f.found[:limit]
	}
	hits := make([]Hit, len(f.found))
	for i := range f.found {
		hits[i] = f.found[i].hit(q)
	}
	return hits, nil
}

func (f *finding) run() error {
	if len(f.query.rows) > 0 {
		if err := f.look(f.query.rows, true); err != nil || f.query.isAddress {
			return err
		}
	}
	if len(f.query.terms) == 0 {
		return nil
	}
	if err := f.waiting(); err != nil {
		return err
	}
	if f.query.isPhone() {
		return f.indexed(f.query.expression(), rankOther)
	}
	for _, step := range []struct {
		expression string
		rank       rank // of what the expression finds, at best
	}{
		{f.query.headExpression(), rankHead},
		{f.query.titleExpression(), rankTitle},
		{f.query.expression(), rankOther},
	} {
		if err := f.indexed(step.expression, step.rank); err != nil || f.enough(step.rank) {
			return err
		}
	}
	return nil
}

// enough reports whether there are as many matches as wanted of this rank or a
// better one.
func (f *finding) enough(upTo rank) bool {
	n := 0
	for i := range f.found {
		if f.found[i].rank <= upTo {
			n++
		}
	}
	return n >= f.limit
}

// indexed looks at what the index knows for an expression, best first, until
// there are enough matches.
func (f *finding) indexed(expression string, at rank) error {
	type candidate struct {
		row      rowKey
		isClosed bool
		updated  int64
	}
	var list []candidate
	err := each(f.ctx, f.tx, func(rows *sql.Rows) error {
		var c candidate
		var place int64
		err := rows.Scan(&place, &c.row.kind, &c.row.id, &c.updated)
		c.isClosed = place >= closedPlace
		if !f.seen[c.row] {
			list = append(list, c)
		}
		return err
	}, `SELECT r.at, r.kind, r.id, r.updated_at FROM search_text AS t CROSS JOIN search_rows AS r ON r.at = t.rowid
		WHERE t.search_text MATCH ? ORDER BY t.rowid LIMIT ?`, expression, max(scanned, 4*f.limit))
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(compareBools(a.isClosed, b.isClosed), cmp.Compare(b.updated, a.updated))
	})
	for some := range slices.Chunk(list, loadedAtOnce) {
		rows := make([]rowKey, len(some))
		for i := range some {
			rows[i] = some[i].row
		}
		if err := f.look(rows, false); err != nil || f.enough(at) {
			return err
		}
	}
	return nil
}

// look reads rows and takes those that match, or all of them when their ids
// were asked for.
func (f *finding) look(rows []rowKey, byID bool) error {
	for kind, ids := range byKind(rows) {
		documents, err := kind.documents(f.ctx, f.tx, ids)
		if err != nil {
			return err
		}
		for i := range documents {
			d := &documents[i]
			if f.seen[d.rowKey] {
				continue
			}
			m := match{document: *d, rank: rankID, where: -1}
			if !byID {
				if m.rank, m.where = f.query.match(d); m.rank == rankNone {
					continue
				}
			}
			f.seen[d.rowKey] = true
			f.found = append(f.found, m)
		}
	}
	return nil
}

func compareMatches(a, b match) int {
	return cmp.Or(
		cmp.Compare(a.rank, b.rank),
		compareBools(a.isClosed, b.isClosed),
		cmp.Compare(b.updatedAt, a.updatedAt),
		cmp.Compare(b.kind, a.kind),
		cmp.Compare(b.id, a.id),
	)
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func (m *match) hit(q *searchQuery) Hit {
	h := Hit{Kind: m.kind.hit(), ID: m.id, Title: m.title, About: m.about}
	if m.kind == searchNote {
		h.Title = m.aboutName
	}
	switch {
	case m.where >= 0:
		h.Snippet = q.snippet(m.others[m.where].text)
	case len(m.others) > 0:
		h.Snippet = q.snippet(m.others[0].text)
	}
	return h
}
