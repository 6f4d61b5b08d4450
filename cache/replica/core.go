package replica

import (
	"log/slog"
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
	hurry   bell // ends the pauses between tries of a call early
}

func newCore(o Options, board *statusBoard, patience time.Duration) *core {
	return &core{
		store: o.Store, api: o.API, clock: o.Clock, log: o.Log, options: o,
		board: board, link: newLink(o.Clock, board, patience), fence: newFence(),
	}
}

// unix is the local clock, for due times and for telling a person when.
func (c *core) unix() int64 { return c.clock.Now().Unix() }
