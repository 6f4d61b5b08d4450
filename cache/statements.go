package cache

import (
	"context"
	"database/sql"
)

// statements are the writer's prepared ones. Preparing takes longer than
// running for most of what a page of rows needs, so what was used twice is kept
// prepared. Whoever has the turn may use them.
type statements struct {
	kept map[string]*sql.Stmt
	seen map[string]bool // used once
	next []string        // used again: prepared when the transaction is over
}

// How many statements are kept, and how many are remembered: the texts of some
// hold ids, and never come again.
const (
	maxStatements = 256
	maxSeen       = 1024
)

func (s *statements) find(query string) *sql.Stmt {
	if stmt := s.kept[query]; stmt != nil {
		return stmt
	}
	switch {
	case len(s.kept)+len(s.next) >= maxStatements:
	case s.seen[query]:
		s.next = append(s.next, query)
		delete(s.seen, query)
	case len(s.seen) < maxSeen:
		if s.seen == nil {
			s.seen = map[string]bool{}
		}
		s.seen[query] = true
	default:
		clear(s.seen)
	}
	return nil
}

// prepare keeps what was used again; between two transactions, for the writer
// has one connection. One that cannot be prepared is no loss: it tells when it
// is run.
func (s *statements) prepare(ctx context.Context, writer *sql.DB) {
	for _, query := range s.next {
		if stmt, err := writer.PrepareContext(ctx, query); err == nil {
			if s.kept == nil {
				s.kept = map[string]*sql.Stmt{}
			}
			s.kept[query] = stmt
		}
	}
	s.next = nil
}

// writeTx is a transaction that runs statements prepared where it can. A new
// connection, after one was thrown away, has them prepared anew by itself.
type writeTx struct {
	*sql.Tx
	statements *statements
	bound      map[string]*sql.Stmt // the kept ones as this transaction runs them
}

func (t *writeTx) prepared(ctx context.Context, query string) *sql.Stmt {
	if stmt := t.bound[query]; stmt != nil {
		return stmt
	}
	stmt := t.statements.find(query)
	if stmt == nil {
		return nil
	}
	stmt = t.StmtContext(ctx, stmt)
	if t.bound == nil {
		t.bound = map[string]*sql.Stmt{}
	}
	t.bound[query] = stmt
	return stmt
}

// ExecContext is that of sql.Tx.
func (t *writeTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := t.prepared(ctx, query); stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

// QueryContext is that of sql.Tx.
func (t *writeTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := t.prepared(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext is that of sql.Tx.
func (t *writeTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := t.prepared(ctx, query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}
