package replica

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"voronka/cache"
)

// crowd is a second of which so many rows are stamped that they did not fit a
// page, so that page numbers had to be used. A row of it that was changed
// meanwhile left the crowd and may have pulled another across a page border,
// unread. Whether that happened shows later: the row comes again with a newer
// stamp. Only then is the second read again.
type crowd struct {
	stamp int64
	ids   map[int64]struct{} // nil: not known any more, after a restart
	left  bool               // one of them has a newer stamp now
}

func (c *crowd) saw(id, stamp int64) {
	if _, ours := c.ids[id]; ours && stamp != c.stamp {
		c.left = true
	}
}

// crowded remembers a crowd until the end of a round, in the transaction of
// its last page.
func (p *puller) crowded(ctx context.Context, entity cache.Entity, c crowd, b *cache.Batch) error {
	state, err := p.list(ctx, entity)
	if err != nil {
		return err
	}
	state.crowds = append(state.crowds, c)
	if b.Marks == nil {
		b.Marks = map[string]string{}
	}
	b.Marks[markCrowds(entity)] = crowdsText(state.crowds)
	return nil
}

// settleCrowds ends a round of a list: seconds that were not read for certain
// are read again.
func settleCrowds[T any](ctx context.Context, p *puller, from list[T]) error {
	state, err := p.list(ctx, from.entity)
	if err != nil || len(state.crowds) == 0 {
		return err
	}
	var again []crowd
	for _, c := range state.crowds {
		if c.ids != nil && !c.left {
			continue
		}
		next, err := rereadSecond(ctx, p, from, c.stamp)
		if err != nil {
			return err
		}
		if next != nil {
			again = append(again, *next)
		}
	}
	state.crowds = again
	marks := map[string]string{markCrowds(from.entity): crowdsText(again)}
	return p.apply(ctx, cache.Batch{Marks: marks}, p.fence.now())
}

// rereadSecond reads all rows of one second. When that took several pages it
// answers the crowd to look after in the next round.
func rereadSecond[T any](ctx context.Context, p *puller, from list[T], stamp int64) (*crowd, error) {
	c := &crowd{stamp: stamp, ids: map[int64]struct{}{}}
	pages := 0
	walk := from.second(stamp)
	for s, err := range walk.scan(ctx, start(0)) {
		if err != nil {
			return nil, err
		}
		for i := range s.rows {
			id, _ := walk.key(&s.rows[i])
			c.ids[id] = struct{}{}
		}
		pages++
		if err := p.apply(ctx, from.batch(s.rows), s.tick); err != nil {
			return nil, err
		}
	}
	if pages < 2 {
		return nil, nil
	}
	return c, nil
}

func crowdsText(crowds []crowd) string {
	stamps := make([]string, len(crowds))
	for i, c := range crowds {
		stamps[i] = intText(c.stamp)
	}
	return strings.Join(stamps, ",")
}

func (c *core) loadCrowds(ctx context.Context, entity cache.Entity) ([]crowd, error) {
	text, err := c.store.Mark(ctx, markCrowds(entity))
	if err != nil || text == "" {
		return nil, err
	}
	var crowds []crowd
	for part := range strings.SplitSeq(text, ",") {
		stamp, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("mark %s: %w", markCrowds(entity), err)
		}
		crowds = append(crowds, crowd{stamp: stamp})
	}
	return crowds, nil
}
