package replica

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"voronka/cache"
)

// scanPages is how many pages of the comparison a round may read: with polls
// every 20 s, 15 requests a minute of the 100.
const scanPages = 5

// scanned is how far the slow comparison of all ids has come. It finds what no
// other way does: rows that went without a word, and rows that were changed
// with a stamp of the past.
type scanned struct {
	Ended  int64        `json:"ended,omitempty"`  // local clock, Unix seconds: when the last one was done
	Entity cache.Entity `json:"entity,omitempty"` // which list is being read, "" while none is
	Page   int          `json:"page,omitempty"`
	After  int64        `json:"after,omitempty"` // the greatest id so far
}

func (c *core) loadScanned(ctx context.Context) (s scanned, err error) {
	text, err := c.store.Mark(ctx, markScan)
	if err != nil || text == "" {
		return s, err
	}
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return s, fmt.Errorf("mark %s: %w", markScan, err)
	}
	return s, nil
}

func (s scanned) marks() (map[string]string, error) {
	b, err := json.Marshal(s)
	return map[string]string{markScan: string(b)}, err
}

// reconcile goes on with the comparison of all ids, or begins it when it is
// due: a few pages a round, so that the rounds stay quick. Once does without.
func (p *puller) reconcile(ctx context.Context) error {
	if p.link.patience > 0 {
		return nil
	}
	s, err := p.loadScanned(ctx)
	if err != nil {
		return err
	}
	if s.Entity == "" {
		if !p.scanDue(s) {
			return nil
		}
		s.Entity, s.Page, s.After = cache.Leads, 1, 0
	}
	for range scanPages {
		if s, err = p.scanPage(ctx, s); err != nil {
			return fmt.Errorf("compare ids: %w", err)
		}
		if s.Entity == "" {
			break
		}
	}
	return nil
}

// scanDue tells whether a comparison is to begin. When the last one ended is
// wall clock, which may have jumped, so no wait is longer than the interval.
func (p *puller) scanDue(s scanned) bool {
	now, every := p.clock.Now(), p.options.ReconcileEvery
	if p.scanAt.IsZero() {
		wait := every / 24 // after the first load there is other work
		if s.Ended != 0 {
			wait = min(max(time.Unix(s.Ended, 0).Add(every).Sub(now), 0), every)
		}
		p.scanAt = now.Add(wait)
	}
	return !now.Before(p.scanAt)
}

// scanPage reads one page of the list that is compared.
func (p *puller) scanPage(ctx context.Context, s scanned) (scanned, error) {
	switch s.Entity {
	case cache.Leads:
		return compare(ctx, p, p.leads(nil), s, cache.Contacts)
	case cache.Contacts:
		return compare(ctx, p, p.contacts(), s, cache.Companies)
	case cache.Companies:
		return compare(ctx, p, p.companies(), s, cache.Tasks)
	case cache.Tasks:
		return compare(ctx, p, p.tasks(nil), s, "")
	}
	return scanned{}, fmt.Errorf("mark %s: %q is not a list", markScan, s.Entity)
}

// compare takes one page in the order of ids: its rows are the server's word,
// and ids of the replica that should stand on it and do not are looked for.
func compare[T any](ctx context.Context, p *puller, from list[T], s scanned, next cache.Entity) (scanned, error) {
	tick := p.fence.now()
	page, err := from.all.read(ctx, place{Page: s.Page})
	if err != nil && !isAbsent(err) {
		return s, err
	}
	ids := make([]int64, len(page.Items))
	for i := range page.Items {
		ids[i], _ = from.all.key(&page.Items[i])
	}
	upto := int64(math.MaxInt64)
	if page.HasNext && len(ids) > 0 {
		upto = ids[len(ids)-1]
	}
	usable := err == nil
	for i, id := range ids {
		if i > 0 && id <= ids[i-1] {
			usable = false // another order: that an id is not here says nothing
		}
	}
	// A row that went meanwhile has shifted the others, so that one of them may
	// stand on the page before, which was read by then. It is found by its id.
	var lost suspects
	if usable {
		if lost, err = p.lost(ctx, from.entity, s.After, upto, ids); err != nil {
			return s, err
		}
	} else {
		p.log.Warn("ids cannot be compared", "entity", from.entity, "error", err)
	}
	if err := p.confirm(ctx, lost); err != nil {
		return s, err
	}
	s.Page, s.After = s.Page+1, max(s.After, upto)
	if !usable || upto == math.MaxInt64 {
		s.Entity, s.Page, s.After = next, 1, 0
	}
	if s.Entity == "" {
		s = scanned{Ended: p.unix()}
		p.scanAt = p.clock.Now().Add(p.options.ReconcileEvery)
	}
	b := from.batch(page.Items)
	if b.Marks, err = s.marks(); err != nil {
		return s, err
	}
	return s, p.apply(ctx, b, tick)
}

// lost are the rows of the replica with ids after one and up to another that
// are not among those of the server.
func (p *puller) lost(ctx context.Context, entity cache.Entity, after, upto int64, there []int64) (suspects, error) {
	here, err := p.store.IDs(ctx, entity, after, upto)
	if err != nil {
		return nil, err
	}
	s := suspects{}
	for _, id := range here {
		if _, ok := slices.BinarySearch(there, id); !ok {
			s.add(entity, id)
		}
	}
	return s, nil
}
