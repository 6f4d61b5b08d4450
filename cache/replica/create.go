package replica

import (
	"context"
	"errors"
	"slices"

	"voronka/amo"
	"voronka/cache"
)

// create makes rows on the server, each once. The API has no key by which a
// repeated create would be known, so one whose end is unclear is looked for
// before it is sent again.
func (p *pusher) create(ctx context.Context, r route, changes []cache.Change) error {
	if err := p.readClock(ctx); err != nil {
		p.failed(ctx, changes, err)
		return ctx.Err()
	}
	changes, err := p.startSending(ctx, changes)
	if err != nil {
		return err
	}
	tried := slices.Collect(filtered(changes, func(c cache.Change) bool { return c.Tried }))
	if len(tried) > 0 {
		unmade, err := p.lookUp(ctx, r, tried)
		if err != nil {
			return p.putOff(ctx, changes, err)
		}
		changes = append(unmade, slices.Collect(filtered(changes, func(c cache.Change) bool { return !c.Tried }))...)
	}
	if len(changes) == 0 {
		p.succeeded()
		return nil
	}
	items := make([]item, len(changes))
	for i, c := range changes {
		items[i] = item{change: c, send: c.After}
	}
	return p.sendCreates(ctx, r, items)
}

// readClock learns the server's clock, if no answer has told it yet: what is
// made from now on is looked for from there.
func (p *pusher) readClock(ctx context.Context) error {
	if p.serverNow.Load() != 0 {
		return nil
	}
	page, err := p.api.Leads(ctx, amo.LeadQuery{Limit: 1})
	p.dated(page.Date)
	return err
}

// sendCreates writes drafts that are marked as being sent and brings each to
// an end: finished, refused, put off, or left unclear until the next try.
func (p *pusher) sendCreates(ctx context.Context, r route, items []item) error {
	for parts := [][]item{items}; len(parts) > 0; {
		part := parts[len(parts)-1]
		parts = parts[:len(parts)-1]
		ids, err := p.post(ctx, r, part)
		in, out := split(part, func(it item) bool { return ids[it.change.ID] != 0 })
		if finishErr := p.born(ctx, in, ids); finishErr != nil {
			return finishErr
		}
		switch {
		case err == nil && len(out) == 0:
			p.link.report(failureNone, nil)
			continue
		case err == nil:
			err = errors.New("amoCRM did not say what it has made")
		case !amo.IsUnclear(err) && classifyWrite(ctx, err) == failureFinal:
			p.link.report(failureFinal, err)
			again, err := p.turnDown(ctx, out, err)
			if err != nil {
				return err
			}
			parts = append(parts, again...)
			continue
		}
		for _, rest := range parts {
			// They were not sent, but they are marked: a look for them costs
			// one request and finds nothing.
			out = append(out, rest...)
		}
		return p.putOffCreates(ctx, out, err)
	}
	p.succeeded()
	return nil
}

// putOffCreates puts creates back. Only an answer that says so outright means
// that nothing was made.
func (p *pusher) putOffCreates(ctx context.Context, items []item, cause error) error {
	return p.putOff(ctx, changesOf(items), cause)
}

// born ends creates whose rows the server has, with the rows as they are now.
func (p *pusher) born(ctx context.Context, items []item, ids made) error {
	if len(items) == 0 {
		return nil
	}
	var rows []*target
	for _, list := range p.parts(items, ids) {
		read, err := p.readRows(ctx, list)
		if err != nil {
			p.link.report(classify(ctx, err), err)
			continue // the next pull brings them
		}
		for _, t := range read {
			rows = append(rows, t)
		}
	}
	return p.finish(ctx, items, ids, rows, nil)
}

// parts names the rows that creates have made, by entity, in the form readRows
// wants them.
func (p *pusher) parts(items []item, ids made) map[cache.Entity][]cache.Change {
	parts := map[cache.Entity][]cache.Change{}
	for _, it := range items {
		for _, c := range append([]cache.Change{it.change}, it.change.With...) {
			if id := ids[c.ID]; id != 0 {
				c.EntityID = id
				parts[c.Entity] = append(parts[c.Entity], c)
			}
		}
	}
	return parts
}

func filtered[T any](list []T, keep func(T) bool) func(yield func(T) bool) {
	return func(yield func(T) bool) {
		for _, v := range list {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}
