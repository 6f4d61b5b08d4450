package replica

import (
	"context"
	"fmt"
	"time"

	"voronka/amo"
	"voronka/cache"
)

// aroundIfDue pulls what stands around the leads, in one go now and then: notes
// and incoming leads are four requests that seldom bring anything.
func (p *puller) aroundIfDue(ctx context.Context) error {
	if !p.due(p.aroundAt, p.options.AroundEvery) {
		return nil
	}
	for _, bearer := range noteEntities() {
		notes := p.notes(bearer)
		if err := pullOffered(ctx, p, notes, nil); err != nil {
			return err
		}
		if err := settleCrowds(ctx, p, notes); err != nil {
			return err
		}
	}
	if err := p.incoming(ctx); err != nil {
		return err
	}
	p.aroundAt = p.clock.Now()
	return nil
}

// incoming reads the list of incoming leads, which has neither stamps nor a
// trash, as a whole.
func (p *puller) incoming(ctx context.Context) error {
	state, err := p.list(ctx, cache.Incoming)
	if err != nil || !p.due(state.missed, p.options.RefreshEvery) {
		return err
	}
	tick := p.fence.now()
	list, err := wholeList(ctx, p.core, cache.Incoming, func(ctx context.Context, page int) (amo.Page[amo.Unsorted], error) {
		return p.api.Unsorted(ctx, amo.UnsortedQuery{Page: page, Limit: pageSize})
	}, func(u *amo.Unsorted) string { return u.UID })
	state.missed = time.Time{}
	if isAbsent(err) {
		p.log.Debug("round goes on without incoming leads", "error", err)
		state.missed = p.clock.Now()
		return nil
	}
	if err != nil {
		return fmt.Errorf("pull incoming leads: %w", err)
	}
	return p.apply(ctx, cache.Batch{Incoming: list}, tick)
}
