package replica

import (
	"context"

	"voronka/amo"
	"voronka/cache"
)

// definition reads one of the lists that say what an account's entities
// consist of into a batch. One that the server does not offer is left out of
// it, so that what is known of it stays.
type definition func(context.Context, *cache.Batch) error

func (c *core) definitions() (reads []definition) {
	for _, entity := range noteEntities() {
		name := string(entity)
		reads = append(reads, func(ctx context.Context, b *cache.Batch) error {
			return keep(ctx, c, "field groups of ", &b.FieldGroups, entity, func(ctx context.Context, page int) (amo.Page[amo.FieldGroup], error) {
				return c.api.FieldGroups(ctx, name, amo.PageQuery{Page: page, Limit: pageSize})
			}, func(g *amo.FieldGroup) string { return g.ID })
		}, func(ctx context.Context, b *cache.Batch) error {
			return keep(ctx, c, "custom fields of ", &b.CustomFields, entity, func(ctx context.Context, page int) (amo.Page[amo.CustomField], error) {
				return c.api.CustomFields(ctx, name, amo.CustomFieldQuery{Page: page, Limit: pageSize})
			}, func(f *amo.CustomField) int64 { return f.ID })
		}, func(ctx context.Context, b *cache.Batch) error {
			return keep(ctx, c, "tags of ", &b.Tags, entity, func(ctx context.Context, page int) (amo.Page[amo.Tag], error) {
				return c.api.Tags(ctx, name, amo.TagQuery{Page: page, Limit: pageSize})
			}, func(t *amo.Tag) int64 { return t.ID })
		})
	}
	return append(reads, func(ctx context.Context, b *cache.Batch) (err error) {
		b.LossReasons, err = wholeList(ctx, c, cache.LossReasons, func(ctx context.Context, page int) (amo.Page[amo.LossReason], error) {
			return c.api.LossReasons(ctx, amo.PageQuery{Page: page, Limit: pageSize})
		}, func(r *amo.LossReason) int64 { return r.ID })
		return unlessAbsent(c, err)
	})
}

// readDefinitions reads all of them.
func (c *core) readDefinitions(ctx context.Context) (b cache.Batch, err error) {
	for _, read := range c.definitions() {
		if err := read(ctx, &b); err != nil {
			return b, err
		}
	}
	return b, nil
}

// keep reads a list of an entity into its place in a batch.
func keep[T any, K comparable](
	ctx context.Context, c *core, what cache.Entity, into *map[cache.Entity][]T, entity cache.Entity,
	read func(context.Context, int) (amo.Page[T], error), id func(*T) K,
) error {
	list, err := wholeList(ctx, c, what+entity, read, id)
	if list != nil {
		if *into == nil {
			*into = map[cache.Entity][]T{}
		}
		(*into)[entity] = list
	}
	return unlessAbsent(c, err)
}

// unlessAbsent drops the error of a list that is not offered.
func unlessAbsent(c *core, err error) error {
	if isAbsent(err) {
		c.log.Debug("going on without a list", "error", err)
		return nil
	}
	return err
}

// wholeList reads all pages of a short list; the answer is never nil without
// an error. Rows that come twice, because the list moved under its page
// numbers, are taken once.
func wholeList[T any, K comparable](
	ctx context.Context, c *core, entity cache.Entity,
	read func(context.Context, int) (amo.Page[T], error), id func(*T) K,
) ([]T, error) {
	list, seen := []T{}, map[K]bool{}
	for number := 1; ; number++ {
		page, err := call(ctx, c, func(ctx context.Context) (amo.Page[T], error) {
			page, err := read(ctx, number)
			if absent(err) {
				err = &absentError{entity, err}
			}
			return page, err
		})
		if err != nil {
			return nil, err
		}
		fresh := 0
		for i := range page.Items {
			if key := id(&page.Items[i]); !seen[key] {
				seen[key] = true
				list = append(list, page.Items[i])
				fresh++
			}
		}
		if !page.HasNext || fresh == 0 { // also when page numbers are ignored
			return list, nil
		}
	}
}
