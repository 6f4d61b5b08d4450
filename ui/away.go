package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/shell"
)

// awayLeast is how long the person has to be away for it to be worth a word of
// what changed.
const awayLeast = time.Minute

// away is what others have changed in the shown pipeline while the person did
// not look: while the window was elsewhere, or closed.
type away struct {
	since   int64 // Unix seconds, 0 when there is nothing to tell
	changed int
	made    int
}

// left notes when the person looked last.
func (w *window) left() {
	if w.p.Account.ID != 0 {
		w.prefs.set(prefSeen, formatID(nowUnix()))
	}
}

// back finds out what has changed since the person looked last.
func (w *window) back() {
	if w.board == nil {
		return
	}
	since := w.prefs.number(prefSeen)
	w.prefs.set(prefSeen, "")
	if since == 0 || nowUnix()-since < int64(awayLeast/time.Second) {
		return
	}
	w.lookBack(since)
}

// lookBack counts what has changed since then.
func (w *window) lookBack(since int64) {
	query, me := cache.BoardQuery{PipelineID: w.board.Query().PipelineID}, w.me()
	if query.PipelineID == 0 {
		return
	}
	w.tasks.Go(func() {
		got, err := countSince(w.ctx, w.p.Account.Store, query, since, me)
		w.do(func() {
			if err != nil {
				w.fail(err)
				return
			}
			w.away = got
			w.showFilters()
		})
	})
}

// countSince counts what anybody but me has changed since then.
func countSince(ctx context.Context, s Store, q cache.BoardQuery, since, me int64) (a away, err error) {
	count := func() (n int, err error) {
		b, err := s.Board(ctx, q)
		for _, c := range b.Columns {
			n += c.Count
		}
		return n, err
	}
	a.since = since
	q.Filter = cache.Filter{UpdatedFrom: since, NotUpdatedBy: me} // as the chip narrows the board
	all, err := count()
	if err != nil {
		return a, err
	}
	q.Filter.CreatedFrom, q.Filter.NotCreatedBy = since, me
	if a.made, err = count(); err != nil {
		return a, err
	}
	a.changed = all - a.made
	return a, nil
}

// awayFilter is the chip that tells what has changed and narrows the board to
// it.
func (w *window) awayFilter() (shell.Filter, bool) {
	a, t := w.away, w.texts
	if a.since == 0 || a.changed+a.made == 0 {
		return shell.Filter{}, false
	}
	var parts []string
	if a.changed > 0 {
		parts = append(parts, t.N("away.changed", a.changed))
	}
	if a.made > 0 {
		parts = append(parts, t.N("away.made", a.made))
	}
	if n := w.counts.Conflicts; n > 0 {
		parts = append(parts, t.N("away.conflicts", n))
	}
	forget := func() {
		w.away = away{}
		if w.filters.since == 0 {
			w.showFilters()
			return
		}
		w.filter(func(f *filters) { f.since = 0 })
	}
	return shell.Filter{
		Name: "away", Text: strings.Join(parts, ", "), Selected: true, Clear: forget,
		Tapped: func(fyne.CanvasObject) {
			w.filter(func(f *filters) {
				if f.since == 0 {
					f.since = a.since
				} else {
					f.since = 0
				}
			})
		},
	}, true
}
