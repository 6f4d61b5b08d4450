package replica

import (
	"log/slog"
	"sync/atomic"
	"time"

	"voronka/cache"
)

// core is what all loops of one session share. A session lasts as long as the
// engine lock is held.
type core struct {
	store   *cache.Store
	api     API
	clock   Clock
	log     *slog.Logger
	options Options
	board   *statusBoard
	link    *link
	fence   *fence
	hints   *hints
	asked   *atomic.Bool // the next pull is to look at everything
	hurry   bell         // ends the pauses between tries of a call early

	serverNow atomic.Int64 // the newest time a server's answer was dated with, Unix seconds; 0 none yet
}

func newCore(o Options, board *statusBoard, patience time.Duration) *core {
	return &core{
		store: o.Store, api: o.API, clock: o.Clock, log: o.Log, options: o,
		board: board, link: newLink(o.Clock, board, patience), fence: newFence(), hints: &hints{}, asked: &atomic.Bool{},
	}
}

// dated notes the server's clock as an answer tells it. It is at most late,
// which is what a search for everything made since then wants.
func (c *core) dated(date int64) {
	for {
		known := c.serverNow.Load()
		if date <= known || c.serverNow.CompareAndSwap(known, date) {
			return
		}
	}
}

// unix is the local clock, for due times and for telling a person when.
func (c *core) unix() int64 { return c.clock.Now().Unix() }
