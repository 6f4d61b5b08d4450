package replica

import (
	"context"
	"sync"
	"time"

	"voronka/amo/webhook"
	"voronka/cache"
)

// hints are what webhook deliveries have said since the last round. They make
// a round come sooner and look at more; nothing is taken from them but ids to
// ask the server about.
type hints struct {
	mu       sync.Mutex
	given    bool
	catalogs bool // an element of one was changed
	found    suspects
}

// maxHints is how many rows may be asked for by id because of hints: whoever
// knows the receiver's address could name many.
const maxHints = 1000

func (h *hints) add(events []webhook.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.given = true
	if h.found == nil {
		h.found = suspects{}
	}
	for _, e := range events {
		if e.Entity == webhook.Catalogs {
			h.catalogs = true // the list tells which elements there are
			continue
		}
		// What was changed comes with the lists; what went, or came back, may not.
		if (e.Action == webhook.Delete || e.Action == webhook.Restore) && h.found.size() < maxHints {
			h.found.add(cache.Entity(e.Entity), e.ID)
		}
	}
}

// again gives hints back whose round has failed.
func (h *hints) again(s suspects) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.given = true
	if h.found == nil {
		h.found = suspects{}
	}
	for entity, ids := range s {
		for id := range ids {
			h.found.add(entity, id)
		}
	}
}

func (h *hints) take() (found suspects, given, catalogs bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	found, given, catalogs = h.found, h.given, h.catalogs
	h.found, h.given, h.catalogs = nil, false, false
	return found, given, catalogs
}

func (s suspects) size() (n int) {
	for _, ids := range s {
		n += len(ids)
	}
	return n
}

// takeHints makes everything due that hints may be about.
func (p *puller) takeHints() suspects {
	found, given, catalogs := p.hints.take()
	if given {
		p.aroundAt, p.emptied = time.Time{}, time.Time{}
	}
	p.catalogs.asked = p.catalogs.asked || catalogs
	if found == nil {
		found = suspects{}
	}
	return found
}

// deliveriesEvery is how often the folder of deliveries is looked at. A look
// reads a folder with a file or two.
const deliveriesEvery = time.Second

// receive takes webhook deliveries out of their folder until ctx ends, and has
// the puller look.
func (c *core) receive(ctx context.Context, pull bell) error {
	for {
		if c.takeDeliveries(ctx) {
			pull.ring()
		}
		if err := pause(ctx, c.clock, deliveriesEvery, nil); err != nil {
			return err
		}
	}
}

// takeDeliveries reports whether there were deliveries about the account. What
// cannot be read is logged and gone: it was a hint, no more.
func (c *core) takeDeliveries(ctx context.Context) bool {
	deliveries, err := webhook.Take(ctx, c.options.Deliveries)
	if err != nil && ctx.Err() == nil {
		c.log.Warn("deliveries cannot be read", "error", err)
	}
	var events []webhook.Event
	for _, d := range deliveries {
		payload, err := d.Decode(webhook.Limits{})
		if err != nil {
			c.log.Warn("a delivery makes no sense", "delivery", d.ID, "error", err)
			continue
		}
		events = append(events, payload.Events...)
	}
	if len(events) == 0 {
		return false
	}
	c.log.Info("deliveries came", "deliveries", len(deliveries), "events", len(events))
	c.hints.add(events)
	return true
}
