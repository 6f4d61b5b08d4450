package cache

import (
	"context"
	"slices"
	"sync"
	"time"
)

// pollEvery is how often the store looks whether another process wrote. One
// look reads a counter in shared memory, no file.
const pollEvery = 250 * time.Millisecond

// watchers are those who want to hear of changes.
type watchers struct {
	mu   sync.Mutex
	list []*watcher // replaced, never changed in place, so that tell needs no lock while it calls
}

type watcher struct{ fn func(Changed) }

// Watch has fn called after every commit, once for each entity changed, until
// stop is called. fn runs on the goroutine that wrote, in the order of the
// commits; it must not block and must not call the store. When another
// process wrote, fn is called for every entity with no ids, at the latest
// 250 ms later, from a goroutine of the store.
func (s *Store) Watch(fn func(Changed)) (stop func()) {
	w := &watcher{fn}
	s.watchers.mu.Lock()
	s.watchers.list = append(slices.Clip(s.watchers.list), w)
	s.watchers.mu.Unlock()
	return func() {
		s.watchers.mu.Lock()
		defer s.watchers.mu.Unlock()
		s.watchers.list = slices.DeleteFunc(slices.Clone(s.watchers.list), func(other *watcher) bool { return other == w })
	}
}

func (ws *watchers) tell(changes []Changed) {
	ws.mu.Lock()
	list := ws.list
	ws.mu.Unlock()
	for _, c := range changes {
		for _, w := range list {
			w.fn(c)
		}
	}
}

// version returns SQLite's count of commits by other connections. Only the
// writer's connection may be asked: it is the one whose own commits, the only
// ones of this process, do not count.
func (s *Store) version(ctx context.Context) (version int64, err error) {
	err = s.look.QueryRowContext(ctx).Scan(&version)
	return version, err
}

// pollOthers tells the watchers when another process has written, until ctx
// ends.
func (s *Store) pollOthers(ctx context.Context, known int64) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		select {
		case <-s.turn:
		default:
			continue // someone writes; the count is read after that
		}
		// A write whose context ended may have cost the connection, and the
		// new one counts from anew: what was missed cannot be known.
		changed := s.lost.Swap(false)
		// An error would be met and told by whoever reads or writes next.
		if version, err := s.version(ctx); err == nil && version != known {
			known, changed = version, true
		}
		if changed {
			all := make([]Changed, 0, len(entities()))
			for _, e := range entities() {
				all = append(all, Changed{Entity: e})
			}
			s.watchers.tell(all)
			s.indexing.call() // the other may have ended before it indexed what it wrote
		}
		s.turn <- struct{}{}
	}
}
