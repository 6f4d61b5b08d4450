package cache

import (
	"context"
	"errors"
)

// Settings of the writer while a whole account is read for the first time:
// more of the indexes stay in memory, and the log goes into the file less
// often. That takes a third off the time, and costs memory and now and then a
// slow command, which nobody wants afterwards.
const (
	bulkSettings  = `PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000`
	usualSettings = `PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 1000`
)

// BeginBulk prepares the store for many large batches in a row; the engine
// calls it around a first load. EndBulk must follow.
func (s *Store) BeginBulk(ctx context.Context) (err error) {
	defer func() { err = s.fail(err, "begin bulk") }()
	s.indexing.bulk.Store(true)
	return s.outside(ctx, bulkSettings)
}

// EndBulk goes back to what suits a person's work and gives the memory back.
func (s *Store) EndBulk(ctx context.Context) (err error) {
	defer func() { err = s.fail(err, "end bulk") }()
	s.indexing.bulk.Store(false)
	s.indexing.call()
	return errors.Join(s.outside(ctx, usualSettings), s.outside(ctx, `PRAGMA shrink_memory`))
}

// outside runs statements on the writer outside any transaction.
func (s *Store) outside(ctx context.Context, statements string) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer func() { s.turn <- struct{}{} }()
	_, err := s.writer.ExecContext(ctx, statements)
	return err
}
