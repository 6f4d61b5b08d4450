package auth

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// memStore is a Store in memory whose parts can be told to fail.
type memStore struct {
	lock chan struct{}

	mu       sync.Mutex
	pair     *Pair
	app      App
	saves    int
	saveErrs []error
	onSave   func()
}

func newMemStore(app App, p Pair) *memStore {
	return &memStore{lock: make(chan struct{}, 1), pair: &p, app: app}
}

func (s *memStore) Load(context.Context) (Pair, App, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pair == nil {
		return Pair{}, s.app, ErrNoPair
	}
	return *s.pair, s.app, nil
}

func (s *memStore) Save(ctx context.Context, p Pair) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.onSave != nil {
		s.onSave()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(s.saveErrs) > 0 {
		err := s.saveErrs[0]
		s.saveErrs = s.saveErrs[1:]
		if err != nil {
			return err
		}
	}
	s.saves++
	s.pair = &p
	return nil
}

func (s *memStore) Lock(ctx context.Context) (func(), error) {
	select {
	case s.lock <- struct{}{}:
		return func() { <-s.lock }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *memStore) stored() Pair {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.pair
}

func (s *memStore) set(change func(*Pair, *App)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.pair, &s.app)
}

// fileStore is a Store in a file, locked against other processes and, since
// each Lock opens the lock file anew, against other stores of this one.
type fileStore struct {
	dir string
	app App
}

func newFileStore(t testing.TB, app App, p Pair) *fileStore {
	s := &fileStore{dir: t.TempDir(), app: app}
	if err := s.Save(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *fileStore) Load(context.Context) (Pair, App, error) {
	raw, err := os.ReadFile(filepath.Join(s.dir, "pair.json"))
	if errors.Is(err, os.ErrNotExist) {
		return Pair{}, s.app, ErrNoPair
	}
	if err != nil {
		return Pair{}, s.app, err
	}
	var p Pair
	err = json.Unmarshal(raw, &p)
	return p, s.app, err
}

func (s *fileStore) Save(_ context.Context, p Pair) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	next := filepath.Join(s.dir, "next.json")
	if err := os.WriteFile(next, raw, 0o600); err != nil {
		return err
	}
	return os.Rename(next, filepath.Join(s.dir, "pair.json"))
}

func (s *fileStore) Lock(ctx context.Context) (func(), error) {
	f := flock.New(filepath.Join(s.dir, "lock"))
	if _, err := f.TryLockContext(ctx, 2*time.Millisecond); err != nil {
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}
