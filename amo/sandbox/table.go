package sandbox

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// row is what a table holds: a pointer to an immutable row.
type row interface {
	comparable
	id() int64
}

// index keeps all rows of a table sorted by a number, equal ones by id.
type index[R row] struct {
	name string
	key  func(R) int64
	rows []R
}

func (x *index[R]) compare(a, b R) int {
	if c := cmp.Compare(x.key(a), x.key(b)); c != 0 {
		return c
	}
	return cmp.Compare(a.id(), b.id())
}

func (x *index[R]) insert(r R) {
	at, _ := slices.BinarySearchFunc(x.rows, r, x.compare)
	x.rows = slices.Insert(x.rows, at, r)
}

func (x *index[R]) remove(r R) {
	if at, found := slices.BinarySearchFunc(x.rows, r, x.compare); found {
		x.rows = slices.Delete(x.rows, at, at+1)
	}
}

// replace swaps a row for its changed copy, moving only the rows between the
// two places.
func (x *index[R]) replace(old, now R) {
	from, found := slices.BinarySearchFunc(x.rows, old, x.compare)
	if !found {
		x.insert(now)
		return
	}
	to, _ := slices.BinarySearchFunc(x.rows, now, x.compare)
	if to > from {
		to--
		copy(x.rows[from:to], x.rows[from+1:to+1])
	} else {
		copy(x.rows[to+1:from+1], x.rows[to:from])
	}
	x.rows[to] = now
}

// within is the rows whose key lies in the span.
func (x *index[R]) within(s span) []R {
	rows := x.rows
	if s.from != nil {
		at, _ := slices.BinarySearchFunc(rows, *s.from, func(r R, n int64) int { return cmp.Compare(x.key(r), n) })
		rows = rows[at:]
	}
	if s.to != nil {
		end, _ := slices.BinarySearchFunc(rows, *s.to, func(r R, n int64) int {
			if x.key(r) > n {
				return 1
			}
			return -1
		})
		rows = rows[:end]
	}
	return rows
}

// table holds the rows of one kind that are not in the trash, or those that are.
type table[R row] struct {
	byID    map[int64]R
	indexes []*index[R]
	name    func(R) string // nil when rows cannot be sorted by name

	nameMu sync.Mutex // readers of the table may sort at the same time
	byName []R        // sorted on demand, nil when stale
}

func newTable[R row](name func(R) string, indexes ...*index[R]) *table[R] {
	return &table[R]{byID: map[int64]R{}, indexes: indexes, name: name}
}

// load fills an empty table in one go.
func (t *table[R]) load(rows []R) {
	t.byID = make(map[int64]R, len(rows))
	for _, r := range rows {
		t.byID[r.id()] = r
	}
	for _, x := range t.indexes {
		x.rows = slices.Clone(rows)
		slices.SortFunc(x.rows, x.compare)
	}
	t.byName = nil
}

// put adds a row or replaces the one with its id, which it returns.
func (t *table[R]) put(r R) (old R, replaced bool) {
	old, replaced = t.byID[r.id()]
	t.byID[r.id()] = r
	for _, x := range t.indexes {
		if replaced {
			x.replace(old, r)
		} else {
			x.insert(r)
		}
	}
	t.byName = nil
	return old, replaced
}

func (t *table[R]) drop(id int64) (old R, dropped bool) {
	old, dropped = t.byID[id]
	if !dropped {
		return old, false
	}
	delete(t.byID, id)
	for _, x := range t.indexes {
		x.remove(old)
	}
	t.byName = nil
	return old, true
}

func (t *table[R]) index(name string) *index[R] {
	for _, x := range t.indexes {
		if x.name == name {
			return x
		}
	}
	return nil
}

// sortedByName is all rows by name.
func (t *table[R]) sortedByName() []R {
	t.nameMu.Lock()
	defer t.nameMu.Unlock()
	if t.byName == nil {
		rows := make([]R, 0, len(t.byID))
		for _, r := range t.byID {
			rows = append(rows, r)
		}
		slices.SortFunc(rows, func(a, b R) int {
			if c := strings.Compare(t.name(a), t.name(b)); c != 0 {
				return c
			}
			return cmp.Compare(a.id(), b.id())
		})
		t.byName = rows
	}
	return t.byName
}

// shelf is a kind's table and its trash.
type shelf[R row] struct{ live, trash *table[R] }

// put files a row where it belongs and returns the live row it replaces.
func (s *shelf[R]) put(r R, deleted bool) (old R, replaced bool) {
	if deleted {
		old, replaced = s.live.drop(r.id())
		s.trash.put(r)
		return old, replaced
	}
	s.trash.drop(r.id())
	return s.live.put(r)
}
