package board

import (
	"context"

	"voronka/cache"
	"voronka/ui/format"
)

// Reload asks the replica for the board anew. Calls while a reload is under
// way are joined into one more after it.
func (b *Board) Reload() {
	if b.query.PipelineID == 0 {
		return
	}
	if b.reading {
		b.again = true
		return
	}
	b.reading = true
	q, gen, read := b.query, b.gen, b.flights.begin()
	q.Folded = b.model.foldedStatuses()
	rows := rowsWithin(b.Size().Height, b.kit.density)
	reader, first, born := b.reader(), !b.painted, b.born()
	b.work.Go(func() {
		board, err := b.p.Replica.Board(b.ctx, q)
		var contents []*content
		if err == nil && first {
			contents, err = reader.tops(b.ctx, board, rows)
		}
		var known map[int64]int64
		if err == nil {
			known, err = reader.named(b.ctx, born)
		}
		b.p.Do(func() { b.loaded(gen, read, answer{board, contents, known}, err) })
	})
}

// answer is what a reading of the board brings.
type answer struct {
	board    cache.Board
	contents []*content      // of the cards that are seen first
	known    map[int64]int64 // the server's ids of leads that had local ones
}

// rowsWithin is how many rows a board of a height may show.
func rowsWithin(height float32, d Density) int { return int(height/d.rowHeight()) + 2 }

// reader reads cards and puts them into words. It holds what it needs, so that
// it can be used off the UI goroutine.
type reader struct {
	replica Replica
	format  *format.Format
	now     int64
}

func (b *Board) reader() reader { return reader{b.p.Replica, b.kit.format, b.p.Now()} }

// tops reads the cards that will be seen first, so that a board never opens
// with blank cards.
func (r reader) tops(ctx context.Context, board cache.Board, rows int) ([]*content, error) {
	var ids []int64
	for _, c := range board.Columns {
		ids = append(ids, c.IDs[:min(rows, len(c.IDs))]...)
	}
	return r.contents(ctx, ids)
}

func (r reader) contents(ctx context.Context, ids []int64) ([]*content, error) {
	cards, err := r.replica.Cards(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]*content, len(cards))
	for i, c := range cards {
		out[i] = newContent(c, r.format, r.now)
	}
	return out, nil
}

func (b *Board) loaded(gen, read int, a answer, err error) {
	b.reading = false
	if b.again || gen != b.gen {
		b.again = false
		defer b.Reload()
	}
	if gen != b.gen || b.ctx.Err() != nil {
		return
	}
	b.stopAwaiting()
	if err != nil {
		b.kit.counting = b.painted && gen != b.shown // what is shown answers another question
		b.show()
		b.fail(err)
		return
	}
	b.kit.counting = false
	b.put(a.contents)
	b.rename(a.known)
	b.model.replace(a.board)
	b.flights.settle(b.model, read, b.priceOf)
	b.selected.prune(b.model)
	b.bulk.update()
	b.asked, b.shown = gen != b.shown, gen
	b.answered()
	b.show()
	b.asked = false
	b.drag.recheck()
	if !b.painted {
		b.painted = true
		if b.p.On.Painted != nil {
			b.p.On.Painted()
		}
	}
}

func (b *Board) fail(err error) {
	if b.ctx.Err() == nil && b.p.On.Failed != nil {
		b.p.On.Failed(err)
	}
}

// put keeps contents that were read.
func (b *Board) put(contents []*content) {
	b.shelf.put(contents, b.visible)
	b.holds.put(contents)
}

// visible reports whether a lead is on screen or nearly so.
func (b *Board) visible(lead int64) bool {
	for _, v := range b.columns {
		first, last := v.body.reach()
		for _, id := range v.body.ids[first:last] {
			if id == lead {
				return true
			}
		}
	}
	return false
}

// reach is the range of rows worth having: the visible ones and two screens
// either way, so that a scroll finds them read.
func (b *body) reach() (first, last int) {
	first, last = b.window()
	screen := last - first
	first = min(max(first-screen, 0), len(b.ids))
	return first, max(min(last+2*screen, len(b.ids)), first)
}

// needRows reads what a column is about to show and is not on the shelf.
// Columns ask whenever they move; one reading runs at a time.
func (b *Board) needRows(*body) {
	if b.fetch {
		return
	}
	ids := b.missing()
	if len(ids) == 0 {
		return
	}
	b.fetch = true
	reader := b.reader()
	b.work.Go(func() {
		contents, err := reader.contents(b.ctx, ids)
		b.p.Do(func() { b.fetched(ids, contents, err) })
	})
}

// fetchLimit bounds one reading, so that the cards on screen come soon.
const fetchLimit = 200

// missing lists leads to read, those on screen first.
func (b *Board) missing() []int64 {
	var ids []int64
	collect := func(v *columnView, first, last int) {
		for _, id := range v.body.ids[first:last] {
			if len(ids) < fetchLimit && b.shelf.wanted(id) {
				ids = append(ids, id)
			}
		}
	}
	for _, v := range b.columns {
		if v.Visible() {
			first, last := v.body.window()
			collect(v, first, last)
		}
	}
	for _, v := range b.columns {
		if v.Visible() && len(ids) < fetchLimit {
			first, last := v.body.reach()
			collect(v, first, last)
		}
	}
	return unique(ids)
}

func unique(ids []int64) []int64 {
	seen := make(map[int64]bool, len(ids))
	out := ids[:0]
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

func (b *Board) fetched(asked []int64, contents []*content, err error) {
	b.fetch = false
	if b.ctx.Err() != nil {
		return
	}
	if err != nil {
		b.fail(err)
		return
	}
	b.put(contents)
	b.shelf.settle(asked)
	b.refill()
	b.needRows(nil)
}
