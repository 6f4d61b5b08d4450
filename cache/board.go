package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math"

	"voronka/amo"
)

// Board returns a pipeline as the board shows it: for every status the exact
// count and sum under the filter and, unless it is folded, the ids in order.
// It fails with ErrNotFound when the replica has no such pipeline, and with
// *FieldFilterError when leads cannot be filtered as asked.
//
// SQLite counts, sums and packs the ids of a status into one value. Handing
// 100,000 rows to Go one by one takes twice as long as all of that.
func (s *Store) Board(ctx context.Context, q BoardQuery) (board Board, err error) {
	defer func() { err = s.fail(err, "read board of pipeline %d", q.PipelineID) }()
	err = s.readFiltered(ctx, q.Filter, func(tx *sql.Tx) error {
		board.Pipeline, err = pipeline(ctx, tx, q.PipelineID)
		if err != nil {
			return err
		}
		columns, err := boardColumns(ctx, tx, q)
		if err != nil {
			return err
		}
		board.assemble(q, columns)
		return nil
	})
	return board, err
}

func pipeline(ctx context.Context, q querier, id int64) (p amo.Pipeline, err error) {
	var base []byte
	err = q.QueryRowContext(ctx, `SELECT base FROM pipelines WHERE id = ?`, id).Scan(&base)
	if errors.Is(err, sql.ErrNoRows) {
		return p, ErrNotFound
	}
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(base, &p); err != nil {
		return p, err
	}
	sortStatuses(p.Embedded.Statuses)
	return p, nil
}

// boardColumns reads the columns that have leads, by status id.
func boardColumns(ctx context.Context, tx *sql.Tx, q BoardQuery) (map[int64]BoardColumn, error) {
	inOrder, args := boardRows(q)
	if len(q.Filter.Fields) > 0 {
		return fieldedColumns(ctx, tx, q, inOrder, args)
	}
	packed := "group_concat(id)"
	if len(q.Folded) > 0 {
		packed = "group_concat(CASE WHEN status_id NOT IN (" + idList(q.Folded) + ") THEN id END)"
	}
	// The sum is taken in two halves: prices of a hostile server may well
	// exceed 64 bits together, and sum() would fail on that.
	query := `SELECT status_id, count(*), sum(price >> 32), sum(price & 0xffffffff), coalesce(` + packed + `, '')
		FROM (` + inOrder + `) GROUP BY status_id`
	columns := map[int64]BoardColumn{}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var status, high, low int64
		var column BoardColumn
		var ids sql.RawBytes
		if err := rows.Scan(&status, &column.Count, &high, &low, &ids); err != nil {
			return err
		}
		column.Sum = joinHalves(high, low)
		column.IDs = unpackIDs(ids, column.Count)
		columns[status] = column
		return nil
	}, query, args...)
	return columns, err
}

// boardRows is the query of a board's leads in its order, but for what is
// asked of their custom fields.
func boardRows(q BoardQuery) (query string, args []any) {
	var where condition
	where.add("l.pipeline_id = ?", q.PipelineID)
	where.filterBy(q.Filter)
	key, wide := sortKey(q.Order)
	where.wide = where.wide || wide
	return `SELECT l.status_id, l.id, l.price FROM ` + where.from() + ` WHERE ` + where.sql() + ` ORDER BY l.status_id, ` + key, where.args
}

// assemble puts the columns in order and adds up the open ones.
func (b *Board) assemble(q BoardQuery, columns map[int64]BoardColumn) {
	folded := make(map[int64]bool, len(q.Folded))
	for _, id := range q.Folded {
		folded[id] = true
	}
	for _, status := range b.Pipeline.Embedded.Statuses {
		column := columns[status.ID]
		column.Status = status
		switch {
		case folded[status.ID]:
			column.IDs = nil
		case column.IDs == nil:
			column.IDs = []int64{}
		}
		b.Columns = append(b.Columns, column)
		if !status.IsClosed() {
			b.Count += column.Count
			b.Sum = addClamped(b.Sum, column.Sum)
		}
	}
}

// unpackIDs reads n comma-separated ids.
func unpackIDs(packed []byte, n int) []int64 {
	if len(packed) == 0 {
		return nil
	}
	ids := make([]int64, 0, n)
	var id, sign int64 = 0, 1
	for _, b := range packed {
		switch b {
		case ',':
			ids = append(ids, sign*id)
			id, sign = 0, 1
		case '-': // a lead born here
			sign = -1
		default:
			id = id*10 + int64(b-'0')
		}
	}
	return append(ids, sign*id)
}

// joinHalves returns high·2³² + low, or the nearest int64. Low is not negative.
func joinHalves(high, low int64) int64 {
	high += low >> 32
	if high > math.MaxInt32 {
		return math.MaxInt64
	}
	if high < math.MinInt32 {
		return math.MinInt64
	}
	return high<<32 | low&math.MaxUint32
}

// addClamped returns a + b, or the nearest int64.
func addClamped(a, b int64) int64 {
	switch {
	case b > 0 && a > math.MaxInt64-b:
		return math.MaxInt64
	case b < 0 && a < math.MinInt64-b:
		return math.MinInt64
	}
	return a + b
}
