package cache

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// readers is how many reads run at the same time; more wait.
const readers = 4

// Store is the replica of one account. It is safe for concurrent use: one
// write at a time, reads beside it. Methods whose context ends return its
// error and, if they write, have written nothing.
type Store struct {
	path   string
	writer *sql.DB       // one connection
	reader *sql.DB       // read-only ones
	look   *sql.Stmt     // asks the writer's connection whether others wrote
	turn   chan struct{} // holds one token: whoever has it may write
	now    func() time.Time

	statements statements // of the writer; whoever has the turn
	durability durability // likewise

	watchers watchers
	offered  offered
	indexing indexing

	lost   atomic.Bool // the writer's connection was thrown away, see pollOthers
	closed atomic.Bool
	ending context.Context // ends when Close begins
	end    context.CancelFunc
	poll   sync.WaitGroup // its own goroutines
}

// openStore opens the database at path in the data folder dir.
func openStore(ctx context.Context, dir, path string, schema schema) (*Store, error) {
	writer, err := openDatabase(ctx, dir, path, schema)
	if err != nil {
		return nil, err
	}
	reader, err := connect(path, readOnly, readers)
	if err != nil {
		return nil, errors.Join(databaseError(path, err), writer.Close())
	}
	s := &Store{path: path, writer: writer, reader: reader, turn: make(chan struct{}, 1), now: time.Now}
	s.turn <- struct{}{}
	// Prepared, because it is asked four times a second as long as the window is open.
	if s.look, err = writer.PrepareContext(ctx, `PRAGMA data_version`); err != nil {
		return nil, errors.Join(databaseError(path, err), reader.Close(), writer.Close())
	}
	version, err := s.version(ctx)
	if err != nil {
		return nil, errors.Join(databaseError(path, err), reader.Close(), writer.Close())
	}
	s.ending, s.end = context.WithCancel(context.Background())
	s.indexing.called = make(chan struct{}, 1)
	if err := s.rebuild(ctx); err != nil {
		s.end()
		return nil, errors.Join(fmt.Errorf("fill what the new schema has added: %w", databaseError(path, err)), reader.Close(), writer.Close())
	}
	s.poll.Go(func() { s.pollOthers(s.ending, version) })
	s.poll.Go(func() { s.keepIndex(s.ending) })
	return s, nil
}

// Close ends the store: it waits for a write under way and for its own
// goroutines, and makes every later call fail with ErrClosed. Closing twice is
// harmless.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	s.end()
	s.poll.Wait()
	<-s.turn // for good; who still waits for it sees the end
	// The writer goes last: the last connection of all puts the log into the file.
	if err := errors.Join(s.reader.Close(), s.writer.Close()); err != nil {
		return fmt.Errorf("close %s: %w", filepath.Base(s.path), databaseError(s.path, err))
	}
	return nil
}

// read runs fn on one state of the database, whatever is written meanwhile.
func (s *Store) read(ctx context.Context, fn func(tx *sql.Tx) error) error {
	if s.closed.Load() {
		return ErrClosed
	}
	tx, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	// There is nothing a read could leave undone.
	defer func() { _ = tx.Rollback() }()
	return fn(tx)
}

// write runs fn as one transaction and, once it is on the disk, tells the
// watchers what fn has noted. When fn fails nothing is written or told.
func (s *Store) write(ctx context.Context, fn func(w *writing) error) error {
	return s.writeAs(ctx, full, fn)
}

// writeAs is write with a choice of what a power cut may take.
func (s *Store) writeAs(ctx context.Context, d durability, fn func(w *writing) error) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	// Kept until the watchers are told, so that they hear of commits in order.
	defer func() { s.turn <- struct{}{} }()
	if err := s.setDurability(ctx, d); err != nil {
		return err
	}
	w, err := s.transact(ctx, s.now(), fn)
	if err != nil {
		if ctx.Err() != nil {
			s.lost.Store(true)
		}
		return err
	}
	if w.toIndex {
		s.indexing.queued()
	}
	s.watchers.tell(w.changes())
	return nil
}

// takeTurn waits until nobody else writes; who has the turn gives it back into
// the channel.
func (s *Store) takeTurn(ctx context.Context) error {
	if s.closed.Load() {
		return ErrClosed
	}
	select {
	case <-s.turn:
		return nil
	case <-s.ending.Done():
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) transact(ctx context.Context, now time.Time, fn func(w *writing) error) (*writing, error) {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	w := &writing{ctx: ctx, tx: &writeTx{Tx: tx, statements: &s.statements}, now: now}
	err = fn(w)
	if err == nil {
		err = w.queueChanged()
	}
	if err != nil {
		// Nothing is left to undo when the transaction is gone already, and
		// fn's error is the one that says why.
		_ = tx.Rollback()
		return nil, err
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	s.statements.prepare(context.WithoutCancel(ctx), s.writer)
	return w, nil
}

// fail wraps an error with what was being done, in its typed form.
func (s *Store) fail(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	if s.closed.Load() {
		err = ErrClosed
	}
	return fmt.Errorf(format+": %w", append(args, databaseError(s.path, err))...)
}
