package replica

import (
	"context"

	"voronka/cache"
)

// watermark moves with the stamps a round sees. All of it is in the server's
// time; the local clock has no say.
type watermark struct {
	key     string
	saved   int64 // rows with an older stamp are known
	newest  int64 // stamp seen so far
	date    int64 // server's clock at the first page, 0 unknown
	future  int   // rows stamped later than that
	crowded bool  // the newest second did not fit a page
}

func (c *core) watermark(ctx context.Context, entity cache.Entity) (*watermark, error) {
	saved, err := c.intMark(ctx, markPull(entity))
	return &watermark{key: markPull(entity), saved: saved}, err
}

// futureSlack is how far the clocks of one server's machines may differ.
const futureSlack = 300

func (w *watermark) saw(stamp int64) {
	if w.date > 0 && stamp > w.date+futureSlack {
		// Stamps can be written by integrations. A few of the year 2030 must
		// not make us wait until then; very many are a clock that runs ahead.
		if w.future++; w.future <= pageSize {
			return
		}
	}
	w.newest = max(w.newest, stamp)
}

func (w *watermark) page(date int64, c *crowd) {
	if w.date == 0 {
		w.date = date
	}
	w.crowded = c != nil && c.stamp == w.newest
}

// mark puts the watermark into the batch of the rows just seen and tells
// whether it has moved. At the end of a round, and only then, it may come
// closer to the newest stamp than the overlap: once the server's clock is well
// past that second, nothing older can appear any more.
func (w *watermark) mark(b *cache.Batch, last bool) bool {
	next := w.newest - overlap
	if last && w.date-w.newest > overlap {
		next = w.newest
		if w.crowded {
			next++ // or each poll would read its pages again
		}
	}
	if w.newest == 0 || next <= w.saved {
		return false
	}
	w.saved = next
	if b.Marks == nil {
		b.Marks = map[string]string{}
	}
	b.Marks[w.key] = intText(next)
	return true
}
