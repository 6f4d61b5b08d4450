package replica

import (
	"context"
	"fmt"
	"strings"
	"time"

	"voronka/amo"
	"voronka/cache"
)

// eventPage is the most events of a page.
const eventPage = 100

// tellingEvents are the events of what no list of changed rows shows: rows
// that went or came back, and links, which move no stamp.
func tellingEvents() []string {
	return []string{
		"lead_deleted", "contact_deleted", "company_deleted", "task_deleted",
		"lead_restored", "contact_restored", "company_restored",
		"entity_merged", "entity_linked", "entity_unlinked",
	}
}

// entityOf names an entity of an event, which has it in the singular; "" for
// one that the replica does not keep.
func entityOf(singular string) cache.Entity {
	switch singular {
	case "lead":
		return cache.Leads
	case "contact":
		return cache.Contacts
	case "company":
		return cache.Companies
	case "task":
		return cache.Tasks
	}
	return ""
}

func singular(entity cache.Entity) string {
	for _, name := range []string{"lead", "contact", "company", "task"} {
		if entityOf(name) == entity {
			return name
		}
	}
	return ""
}

// pullEvents looks through what happened since the last time for rows that the
// lists do not tell of. Events are hints: each row is asked for by id.
func (p *puller) pullEvents(ctx context.Context) error {
	state, err := p.list(ctx, cache.Events)
	if err != nil || !p.due(state.missed, p.options.RefreshEvery) {
		return err
	}
	w, err := p.watermark(ctx, cache.Events)
	if err != nil {
		return err
	}
	if w.saved == 0 { // the account was loaded before events were looked at
		if w.saved, err = p.intMark(ctx, markDeleted); err != nil {
			return err
		}
	}
	found, returned := suspects{}, suspects{}
	seen, err := p.eachEvent(ctx, w, func(e *amo.Event) {
		if !p.events[e.ID] {
			hint(e, found)
			if strings.HasSuffix(e.Type, "_restored") {
				returned.add(entityOf(e.EntityType), e.EntityID)
			}
		}
	})
	if isAbsent(err) {
		p.log.Debug("round goes on without events", "error", err)
		state.missed = p.clock.Now()
		return nil
	}
	if err != nil {
		return fmt.Errorf("pull events: %w", err)
	}
	state.missed = time.Time{}
	if err := p.aroundReturned(ctx, returned, found); err != nil && !absent(err) {
		return err
	}
	if err := p.confirm(ctx, found); err != nil {
		return err
	}
	p.events = seen
	b := cache.Batch{}
	if w.mark(&b, true) {
		return p.apply(ctx, b, p.fence.now())
	}
	return nil
}

// eachEvent walks the events behind a watermark, newest first: what happens
// meanwhile makes some come twice and none be missed. It answers their ids.
func (p *puller) eachEvent(ctx context.Context, w *watermark, fn func(*amo.Event)) (seen map[string]bool, err error) {
	seen = map[string]bool{}
	for number := 1; ; number++ {
		page, err := call(ctx, p.core, func(ctx context.Context) (amo.Page[amo.Event], error) {
			page, err := p.api.Events(ctx, amo.EventQuery{
				Page: number, Limit: eventPage, Types: tellingEvents(), CreatedAt: amo.Range{From: w.saved},
			})
			if absent(err) {
				err = &absentError{cache.Events, err}
			}
			return page, err
		})
		if err != nil {
			return nil, err
		}
		w.page(page.Date, nil)
		fresh, old := 0, 0
		for i := range page.Items {
			e := &page.Items[i]
			if e.CreatedAt < w.saved { // the filter is ignored; newest first, so the rest is older still
				old++
				continue
			}
			if !seen[e.ID] {
				seen[e.ID] = true
				fresh++
				w.saw(e.CreatedAt)
				fn(e)
			}
		}
		if !page.HasNext || fresh == 0 || old > 0 {
			return seen, nil
		}
	}
}

// hint notes whom an event makes suspicious.
func hint(e *amo.Event, found suspects) {
	found.add(entityOf(e.EntityType), e.EntityID)
	for _, values := range [][]amo.EventValue{e.ValueBefore, e.ValueAfter} {
		for i := range values {
			other := values[i].Link.Entity
			found.add(entityOf(other.Type), other.ID)
		}
	}
}
