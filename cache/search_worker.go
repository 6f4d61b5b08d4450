package cache

import (
	"context"
	"database/sql"
	"sync/atomic"
	"time"
)

// The index is made behind the person's back, in transactions short enough that
// a command waiting for its turn is not felt.
const (
	indexStart = 2 * time.Second        // after opening; a short command has ended by then
	indexQuiet = 60 * time.Millisecond  // without a write before the index is worked at
	bulkQuiet  = 250 * time.Millisecond // likewise during a bulk, which is over sooner without it
	indexLate  = time.Second            // after which it is, quiet or not, unless a bulk is under way
	indexTurn  = 10 * time.Millisecond  // about what one transaction may take
	indexPause = 2 * time.Millisecond   // between two, for others of this process
)

// How many rows a transaction indexes: the first guess, and the bounds of what
// indexTurn makes of it.
const (
	indexRows  = 64
	indexLeast = 8
	indexMost  = 1024
)

// indexing is what wakes the goroutine that keeps the index, and holds it off.
type indexing struct {
	called chan struct{} // of one place: there may be something to do
	bulk   atomic.Bool   // a bulk is under way
	wrote  atomic.Int64  // when rows were queued last, in Unix nanoseconds
}

// call has the queue looked at.
func (x *indexing) call() {
	select {
	case x.called <- struct{}{}:
	default: // it is called already
	}
}

// queued tells that rows were written to the queue.
func (x *indexing) queued() {
	x.wrote.Store(time.Now().UnixNano())
	x.call()
}

// keepIndex works the queue off whenever it is called, until ctx ends. What
// fails is tried again at the next call; until then searches read the rows
// themselves, and FinishIndex tells the error.
func (s *Store) keepIndex(ctx context.Context) {
	start := time.NewTimer(indexStart)
	defer start.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-start.C:
		case <-s.indexing.called:
		}
		s.indexQueue(ctx)
	}
}

// indexQueue indexes what is queued, between the writes of others.
func (s *Store) indexQueue(ctx context.Context) {
	for size := indexRows; s.awaitQuiet(ctx); {
		if behind, err := s.isBehind(ctx); err != nil || !behind {
			return
		}
		began := time.Now()
		n, err := s.indexSome(ctx, size)
		if err != nil {
			return
		}
		took := max(time.Since(began), time.Microsecond)
		size = int(min(max(int64(n)*int64(indexTurn)/int64(took), indexLeast), indexMost))
	}
}

// isBehind reports whether there is something to index. It only reads, so that
// nobody has to wait, and a disk that cannot be written does not matter.
func (s *Store) isBehind(ctx context.Context) (behind bool, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM search_queue)
			OR NOT EXISTS (SELECT 1 FROM marks WHERE key = ? AND value = ?)`, markIndex, indexVersion).Scan(&behind)
	})
	return behind, err
}

// awaitQuiet waits for a moment without writes; false when ctx has ended.
func (s *Store) awaitQuiet(ctx context.Context) bool {
	pause := time.NewTimer(indexPause)
	defer pause.Stop()
	for began := time.Now(); ; {
		select {
		case <-ctx.Done():
			return false
		case <-pause.C:
		}
		quiet, bulk := indexQuiet, s.indexing.bulk.Load()
		if bulk {
			quiet = bulkQuiet
		}
		left := quiet - time.Since(time.Unix(0, s.indexing.wrote.Load()))
		if left <= 0 || (time.Since(began) > indexLate && !bulk) {
			return true
		}
		pause.Reset(min(left, quiet)) // a clock set back gives more
	}
}

// indexSome indexes at most n queued rows and returns how many there were.
// Nobody is told: what the screens show has not changed.
func (s *Store) indexSome(ctx context.Context, n int) (done int, err error) {
	if err := s.takeTurn(ctx); err != nil {
		return 0, err
	}
	defer func() { s.turn <- struct{}{} }()
	_, err = s.transact(ctx, time.Now(), func(w *writing) (err error) {
		done, err = w.indexSome(n)
		return err
	})
	if err != nil && ctx.Err() != nil {
		s.lost.Store(true)
	}
	return done, err
}

// FinishIndex indexes all that was written so far, without regard for others
// who want to write. It is for whoever has to find everything at once: the index
// otherwise keeps up by itself, some seconds behind a first load.
func (s *Store) FinishIndex(ctx context.Context) (err error) {
	defer func() { err = s.fail(err, "finish the search index") }()
	for {
		if behind, err := s.isBehind(ctx); err != nil || !behind {
			return err
		}
		if _, err := s.indexSome(ctx, indexMost); err != nil {
			return err
		}
	}
}
