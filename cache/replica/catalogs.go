package replica

import (
	"context"
	"fmt"
	"slices"
	"time"

	"voronka/amo"
	"voronka/cache"
)

// catalogsEvery is how often catalogs are read again. They have no stamps to
// pull by and may be large, and the server blocks those who read the same over
// and over; what changes meanwhile is told by webhooks, where there are any.
const catalogsEvery = time.Hour

// catalogsSeen is what the puller knows of the catalogs that custom fields
// choose from.
type catalogsSeen struct {
	looked time.Time // as of which reading of the directory
	asked  bool      // somebody says that there is news
}

// catalogsIfDue reads the catalogs that custom fields choose from now and then,
// also when the last time was another process's, and when the fields choose
// from others than before. An account whose fields choose from none costs no
// request.
func (p *puller) catalogsIfDue(ctx context.Context) error {
	if !p.catalogs.asked && p.catalogs.looked.Equal(p.refreshed) {
		return nil
	}
	ids, err := p.store.CatalogIDs(ctx)
	if err != nil {
		return err
	}
	known, err := p.store.Catalogs(ctx)
	if err != nil {
		return err
	}
	last, err := p.intMark(ctx, markCatalogs)
	if err != nil {
		return err
	}
	since := p.clock.Now().Sub(time.Unix(last, 0))
	due := p.catalogs.asked || since < 0 || since >= catalogsEvery || !sameIDs(ids, known)
	if due && len(ids)+len(known) > 0 {
		if err := p.readCatalogs(ctx, ids, known); err != nil {
			return fmt.Errorf("read catalogs: %w", err)
		}
	}
	p.catalogs = catalogsSeen{looked: p.refreshed}
	return nil
}

// sameIDs reports whether ids, ascending, are those of the catalogs.
func sameIDs(ids []int64, catalogs []amo.Catalog) bool {
	list := make([]int64, len(catalogs))
	for i, c := range catalogs {
		list[i] = c.ID
	}
	slices.Sort(list)
	return slices.Equal(ids, list)
}

// readCatalogs reads catalogs with their elements. Those that the server does
// not offer stay as they are known, for the user may lack the right to them.
func (p *puller) readCatalogs(ctx context.Context, ids []int64, known []amo.Catalog) error {
	tick := p.fence.now()
	b := cache.Batch{
		Catalogs: make([]amo.Catalog, len(ids)), Elements: map[int64][]amo.Element{},
		Marks: map[string]string{markCatalogs: intText(p.clock.Now().Unix())},
	}
	if len(ids) > 0 {
		all, err := wholeList(ctx, p.core, cache.Catalogs, func(ctx context.Context, page int) (amo.Page[amo.Catalog], error) {
			return p.api.Catalogs(ctx, amo.PageQuery{Page: page, Limit: pageSize})
		}, func(c *amo.Catalog) int64 { return c.ID })
		if err := unlessAbsent(p.core, err); err != nil {
			return err
		}
		if all == nil {
			all = known
		}
		for i, id := range ids {
			b.Catalogs[i].ID = id
			if at := slices.IndexFunc(all, func(c amo.Catalog) bool { return c.ID == id }); at >= 0 {
				b.Catalogs[i] = all[at]
			}
		}
	}
	for _, id := range ids {
		elements, err := wholeList(ctx, p.core, cache.Catalogs, func(ctx context.Context, page int) (amo.Page[amo.Element], error) {
			return p.api.Elements(ctx, id, amo.ElementQuery{Page: page, Limit: pageSize})
		}, func(e *amo.Element) int64 { return e.ID })
		if elements != nil {
			b.Elements[id] = elements
		}
		if err := unlessAbsent(p.core, err); err != nil {
			return err
		}
	}
	return p.apply(ctx, b, tick)
}
