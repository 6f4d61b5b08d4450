package replica

import (
	"context"
	"fmt"
	"iter"

	"voronka/amo"
)

// place is where a walk stands: it goes on by asking for Page of the rows
// whose stamp is Edge or beyond. A scan by numbered pages uses Page alone.
type place struct {
	Edge int64 `json:"edge,omitempty"` // Unix seconds of updated_at, 0: no bound
	Page int   `json:"page"`
}

func start(edge int64) place { return place{Edge: edge, Page: 1} }

// step is one page of a walk.
type step[T any] struct {
	rows  []T    // without those the walk has given before
	next  place  // where to go on once the rows are kept
	last  bool   // nothing comes after
	tick  int64  // of the fence, before the page was asked for
	date  int64  // server's clock, 0 unknown
	crowd *crowd // the second that was left with this page, when it took several
}

// walk reads a list of the API so that rows changed meanwhile are not missed:
// every page is the first page of what lies beyond the last stamp seen, never
// page n of a list that moves. Only rows of one and the same second, where
// there is no other handle, are read by page numbers.
type walk[T any] struct {
	desc bool // newest first
	read func(ctx context.Context, at place) (amo.Page[T], error)
	key  func(*T) (id, stamp int64)
	fits func(*T) bool // nil, or whether the row is one that was asked for
	// above reads rows stamped after a second, for a descending walk to find
	// out whether it really began at the newest.
	above func(ctx context.Context, stamp int64) (amo.Page[T], error)
	tick  func() int64
}

// ignoredError means that a list is not what was asked for: the server does
// not honour a filter or order and says nothing.
type ignoredError struct{ what string }

func (e *ignoredError) Error() string {
	return fmt.Sprintf("the server ignores the %s that was asked for", e.what)
}

// steps gives the pages from a place on. It ends after the last one or with
// the first error.
func (w walk[T]) steps(ctx context.Context, begin place) iter.Seq2[step[T], error] {
	return func(yield func(step[T], error) bool) {
		f := footing{at: begin, seen: map[int64]struct{}{}, torn: begin.Page > 1}
		for {
			tick := w.tick()
			page, err := w.read(ctx, f.at)
			if err == nil && (f.at != begin || page.HasNext) {
				// A list that fits one page is whole in any order.
				err = w.check(ctx, page, f.at)
			}
			if err != nil {
				yield(step[T]{}, err)
				return
			}
			s := w.step(&f, page)
			s.tick = tick
			if !yield(s, nil) || s.last {
				return
			}
		}
	}
}

// footing is what a walk remembers between two pages.
type footing struct {
	at   place
	seen map[int64]struct{} // ids stamped at.Edge
	head int64              // first id of the page before
	torn bool               // seen lacks the pages before a restart
}

// step takes a page and moves on.
func (w walk[T]) step(f *footing, page amo.Page[T]) step[T] {
	s := step[T]{date: page.Date, last: !page.HasNext || len(page.Items) == 0}
	s.next = w.after(page.Items, f)
	rows := page.Items
	numbered := f.at.Page > 1
	leaves := numbered && s.next.Edge != f.at.Edge
	if leaves {
		// A row that left the numbered pages meanwhile may have pulled one
		// from beyond their second out of this page: go on right behind it.
		rows = w.only(rows, f.at.Edge)
		s.next, s.last = w.past(f.at.Edge), false
	}
	s.rows = w.unseen(rows, f)
	if leaves || numbered && s.last {
		w.remember(rows, f.at.Edge, f.seen)
		s.crowd = &crowd{stamp: f.at.Edge, ids: f.seen}
		if f.torn {
			s.crowd.ids = nil
		}
	}
	if s.next.Edge != f.at.Edge {
		f.seen, f.torn = map[int64]struct{}{}, false
	}
	w.remember(rows, s.next.Edge, f.seen)
	f.at = s.next
	return s
}

// only is the rows stamped with one second.
func (w walk[T]) only(rows []T, stamp int64) []T {
	kept := make([]T, 0, len(rows))
	for i := range rows {
		if _, s := w.key(&rows[i]); s == stamp {
			kept = append(kept, rows[i])
		}
	}
	return kept
}

// past is the place behind a second.
func (w walk[T]) past(stamp int64) place {
	if w.desc {
		return start(stamp - 1)
	}
	return start(stamp + 1)
}

// check finds out whether the rows are those asked for.
func (w walk[T]) check(ctx context.Context, page amo.Page[T], at place) error {
	previous := at.Edge
	for i := range page.Items {
		_, stamp := w.key(&page.Items[i])
		switch {
		case w.fits != nil && !w.fits(&page.Items[i]):
			return &ignoredError{"filter"}
		case previous == 0:
		case i == 0 && w.beyond(previous, stamp):
			return &ignoredError{"filter by updated_at"}
		case w.beyond(previous, stamp):
			return &ignoredError{"order by updated_at"}
		}
		previous = stamp
	}
	if !w.desc || at.Edge != 0 || len(page.Items) == 0 {
		return nil
	}
	if _, first := w.key(&page.Items[0]); first == previous {
		return w.checkNewest(ctx, page, first)
	}
	return nil
}

// checkNewest makes sure that a first page which is all of one second is of
// the newest and not, with the order ignored, of the oldest.
func (w walk[T]) checkNewest(ctx context.Context, page amo.Page[T], newest int64) error {
	above, err := w.above(ctx, newest)
	if err != nil {
		return err
	}
	for i := range above.Items {
		// What has changed since the page was read may be there.
		if _, stamp := w.key(&above.Items[i]); page.Date == 0 || stamp < page.Date {
			return &ignoredError{"order by updated_at"}
		}
	}
	return nil
}

// beyond tells whether stamp a comes after b in the walk's direction, so that
// b must not follow a.
func (w walk[T]) beyond(a, b int64) bool {
	if w.desc {
		return b > a
	}
	return b < a
}

// unseen is the rows that the walk has not given before.
func (w walk[T]) unseen(rows []T, f *footing) []T {
	if len(f.seen) == 0 {
		return rows
	}
	kept := make([]T, 0, len(rows))
	for i := range rows {
		id, stamp := w.key(&rows[i])
		if _, again := f.seen[id]; again && stamp == f.at.Edge {
			continue
		}
		kept = append(kept, rows[i])
	}
	return kept
}

// remember adds the ids of rows stamped with a second.
func (w walk[T]) remember(rows []T, stamp int64, seen map[int64]struct{}) {
	for i := range rows {
		if id, s := w.key(&rows[i]); s == stamp {
			seen[id] = struct{}{}
		}
	}
}

// after is the place beyond a page.
func (w walk[T]) after(rows []T, f *footing) place {
	if len(rows) == 0 {
		return w.past(f.at.Edge)
	}
	first, _ := w.key(&rows[0])
	_, stamp := w.key(&rows[len(rows)-1])
	repeated := f.at.Page > 1 && first == f.head // page numbers are ignored
	f.head = first
	switch {
	case repeated:
		return w.past(f.at.Edge)
	case stamp == f.at.Edge:
		return place{f.at.Edge, f.at.Page + 1}
	}
	return start(stamp)
}

// scan reads a list by numbered pages from a page on, for servers that do not
// honour what a walk needs. It ends like steps.
func (w walk[T]) scan(ctx context.Context, at place) iter.Seq2[step[T], error] {
	return func(yield func(step[T], error) bool) {
		var head int64
		for {
			tick := w.tick()
			page, err := w.read(ctx, at)
			if err != nil {
				yield(step[T]{}, err)
				return
			}
			s := step[T]{rows: page.Items, tick: tick, date: page.Date, last: !page.HasNext || len(page.Items) == 0}
			s.next = place{Page: at.Page + 1}
			if len(page.Items) > 0 {
				first, _ := w.key(&page.Items[0])
				s.last = s.last || first == head
				head = first
			}
			if !yield(s, nil) || s.last {
				return
			}
			at = s.next
		}
	}
}
