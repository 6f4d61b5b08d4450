package cache

import (
	"context"
	"errors"
)

// Settings of the writer while a whole account is read for the first time:
// more of the indexes stay in memory, and the log goes into the file less
// often. That takes a third off the time, and costs memory and now and then a
// slow command, which nobody wants afterwards. See ofServerRows for the rest.
const (
	bulkSettings  = `PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16000`
	usualSettings = `PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 1000`
)

// durability says when a commit is on the disk for good. Either survives a
// kill.
type durability int

const (
	full    durability = iota // before it is answered
	relaxed                   // with the next full one, or when the log goes into the file: a power cut may take it
)

// setDurability prepares the writer for the next transaction; the caller has
// the turn. A new connection, after one was thrown away, begins as a full one,
// which is never too little.
func (s *Store) setDurability(ctx context.Context, d durability) error {
	if d == s.durability {
		return nil
	}
	setting := `PRAGMA synchronous = FULL`
	if d == relaxed {
		setting = `PRAGMA synchronous = NORMAL`
	}
	if _, err := s.writer.ExecContext(ctx, setting); err != nil {
		return err
	}
	s.durability = d
	return nil
}

// ofServerRows is how what the server said is written: what a power cut takes
// of a bulk is read again, from the checkpoint before. The person's commands
// are written in full all the same, with all that stands before them.
func (s *Store) ofServerRows() durability {
	if s.indexing.bulk.Load() {
		return relaxed
	}
	return full
}

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
