package cache

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// writing is a write transaction together with what it has changed so far.
type writing struct {
	ctx     context.Context
	tx      *writeTx
	now     time.Time
	changed []Changed
	toIndex bool // rows were noted for the search index
}

// note adds rows to what the watchers will be told.
func (w *writing) note(entity Entity, ids ...int64) {
	if len(ids) == 0 {
		return
	}
	for i := range w.changed {
		if c := &w.changed[i]; c.Entity == entity {
			if c.IDs != nil {
				c.IDs = append(c.IDs, ids...)
			}
			return
		}
	}
	w.changed = append(w.changed, Changed{Entity: entity, IDs: slices.Clone(ids)})
}

// changes returns what was noted, every id once.
func (w *writing) changes() []Changed {
	for i := range w.changed {
		slices.Sort(w.changed[i].IDs)
		w.changed[i].IDs = slices.Compact(w.changed[i].IDs)
	}
	return w.changed
}

func (w *writing) exec(query string, args ...any) (sql.Result, error) {
	return w.tx.ExecContext(w.ctx, query, args...)
}

// execEach runs one statement for each of n argument lists.
func (w *writing) execEach(query string, n int, args func(i int) []any) (err error) {
	if n == 0 {
		return nil
	}
	stmt := w.tx.prepared(w.ctx, query)
	if stmt == nil {
		if stmt, err = w.tx.PrepareContext(w.ctx, query); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stmt.Close()) }()
	}
	for i := range n {
		if _, err := stmt.ExecContext(w.ctx, args(i)...); err != nil {
			return err
		}
	}
	return nil
}

// querier is a transaction of either kind.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// each calls fn for every row of a query.
func each(ctx context.Context, q querier, fn func(rows *sql.Rows) error, query string, args ...any) (err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
