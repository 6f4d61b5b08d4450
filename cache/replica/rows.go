package replica

import (
	"context"
	"errors"

	"voronka/amo"
	"voronka/cache"
)

// readRows reads the server's current rows that changes of one entity are
// about, once and without patience. A row that is not in the answer exists no
// more, or is not visible.
func (c *core) readRows(ctx context.Context, changes []cache.Change) (map[int64]*target, error) {
	ids := make([]int64, 0, len(changes))
	wanted := make(map[int64]bool, len(changes))
	for _, change := range changes {
		if !wanted[change.EntityID] {
			wanted[change.EntityID] = true
			ids = append(ids, change.EntityID)
		}
	}
	read := c.reader(changes[0])
	list, err := read.many(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows := make(map[int64]*target, len(ids))
	for _, t := range list {
		if wanted[t.id] {
			rows[t.id] = t
		}
	}
	// An absent row is about to be taken for a deleted one, which must not
	// rest on a filter that the server may have ignored.
	for _, id := range ids {
		if _, ok := rows[id]; ok {
			continue
		}
		row, err := read.one(ctx, id)
		switch {
		case err == nil && row != nil:
			rows[id] = row
		case err != nil && !errors.Is(err, amo.ErrNotFound):
			return nil, err
		}
	}
	return rows, nil
}

// reader reads rows of one entity: several by id, or one, which is nil when it
// stands in the trash.
type reader struct {
	many func(ctx context.Context, ids []int64) ([]*target, error)
	one  func(ctx context.Context, id int64) (*target, error)
}

// reader is how the rows that a change is about are read.
func (c *core) reader(change cache.Change) reader {
	switch change.Entity {
	case cache.Contacts:
		return readerOf(c, func(ctx context.Context, ids []int64) (amo.Page[amo.Contact], error) {
			return c.api.Contacts(ctx, amo.EntityQuery{Limit: pageSize, IDs: ids})
		}, func(ctx context.Context, id int64) (amo.Contact, error) { return c.api.Contact(ctx, id) },
			contactTarget, func(v *amo.Contact) bool { return v.IsDeleted })
	case cache.Companies:
		return readerOf(c, func(ctx context.Context, ids []int64) (amo.Page[amo.Company], error) {
			return c.api.Companies(ctx, amo.EntityQuery{Limit: pageSize, IDs: ids})
		}, func(ctx context.Context, id int64) (amo.Company, error) { return c.api.Company(ctx, id) },
			companyTarget, func(v *amo.Company) bool { return v.IsDeleted })
	case cache.Tasks:
		return readerOf(c, func(ctx context.Context, ids []int64) (amo.Page[amo.Task], error) {
			return c.api.Tasks(ctx, amo.TaskQuery{Limit: pageSize, IDs: ids})
		}, c.api.Task, taskTarget, func(*amo.Task) bool { return false })
	case cache.Notes:
		parent := parentOf(change)
		scope := amo.NoteScope{Entity: string(parent)}
		return readerOf(c, func(ctx context.Context, ids []int64) (amo.Page[amo.Note], error) {
			return c.api.Notes(ctx, scope, amo.NoteQuery{Limit: pageSize, IDs: ids})
		}, func(ctx context.Context, id int64) (amo.Note, error) { return c.api.Note(ctx, scope, id) },
			func(n amo.Note) *target { return noteTarget(n, parent) }, func(*amo.Note) bool { return false })
	}
	return readerOf(c, func(ctx context.Context, ids []int64) (amo.Page[amo.Lead], error) {
		return c.api.Leads(ctx, amo.LeadQuery{Limit: pageSize, With: leadWith(), IDs: ids})
	}, func(ctx context.Context, id int64) (amo.Lead, error) { return c.api.Lead(ctx, id, leadWith()...) },
		leadTarget, func(v *amo.Lead) bool { return v.IsDeleted })
}

func readerOf[T any](
	c *core, page func(context.Context, []int64) (amo.Page[T], error), one func(context.Context, int64) (T, error),
	see func(T) *target, trashed func(*T) bool,
) reader {
	return reader{
		many: func(ctx context.Context, ids []int64) ([]*target, error) {
			read, err := page(ctx, ids)
			if err != nil {
				return nil, err
			}
			c.dated(read.Date)
			list := make([]*target, 0, len(read.Items))
			for i := range read.Items {
				if !trashed(&read.Items[i]) {
					list = append(list, see(read.Items[i]))
				}
			}
			return list, nil
		},
		one: func(ctx context.Context, id int64) (*target, error) {
			v, err := one(ctx, id)
			if err != nil || trashed(&v) {
				return nil, err
			}
			return see(v), nil
		},
	}
}
