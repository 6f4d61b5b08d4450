package cache

import (
	"database/sql"
	"strings"

	"voronka/cache/fold"
)

// fewWaiting is up to how many rows that wait to be indexed are read as a
// whole by a search. With more, right after a first load, only their names are
// looked at.
const fewWaiting = 400

// waiting looks at the rows the index does not know as they are now.
func (f *finding) waiting() error {
	var rows []rowKey
	err := each(f.ctx, f.tx, func(r *sql.Rows) error {
		var row rowKey
		err := r.Scan(&row.kind, &row.id)
		rows = append(rows, row)
		return err
	}, `SELECT kind, id FROM search_queue ORDER BY kind DESC, id DESC LIMIT ?`, fewWaiting+1)
	if err != nil {
		return err
	}
	if len(rows) > fewWaiting {
		if rows, err = f.named(); err != nil {
			return err
		}
	}
	return f.look(rows, false)
}

// named reads which rows have all the words in their names, at most
// fewWaiting of a kind, those with the greatest ids first.
func (f *finding) named() (list []rowKey, err error) {
	var where condition
	for _, w := range f.query.words {
		where.hasPart("search", w)
	}
	for entity, kind := range searchKinds() {
		if !kind.hasName() {
			continue
		}
		err := each(f.ctx, f.tx, func(r *sql.Rows) error {
			row := rowKey{kind: kind}
			err := r.Scan(&row.id)
			list = append(list, row)
			return err
		}, `SELECT id FROM `+string(entity)+` WHERE `+where.sql()+` ORDER BY id DESC LIMIT ?`, append(where.args, fewWaiting)...)
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// hasPart asks for a word in a column fold.Index has made.
func (c *condition) hasPart(column string, w fold.Word) {
	terms, args := []string{"instr(" + column + ", ?) > 0"}, []any{w.Spelt}
	if w.Short != w.Spelt {
		terms, args = append(terms, terms[0]), append(args, w.Short)
	}
	c.add("("+strings.Join(terms, " OR ")+")", args...)
}
