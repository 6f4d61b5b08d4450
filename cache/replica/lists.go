package replica

import (
	"context"
	"slices"

	"voronka/amo"
	"voronka/cache"
)

// leadWith is what every read of leads embeds, so that rows can be compared.
func leadWith() []string { return []string{"contacts", "loss_reason", "source_id"} }

// list is one list of the API with all the ways it is read.
type list[T any] struct {
	entity cache.Entity
	newest walk[T]             // newest first, for a first load; tasks come oldest first all the same
	oldest walk[T]             // oldest first, from an edge on
	all    walk[T]             // by numbered pages, ordered by id
	second func(int64) walk[T] // likewise, of the rows stamped with one second
	since  func(int64) walk[T] // likewise, of the rows stamped with a second or later
	batch  func([]T) cache.Batch
	// Some rows by id, and one, for asking whether they are still there. Of
	// entities alone, not of notes and the trash.
	byIDs func(context.Context, []int64) (amo.Page[T], error)
	one   func(context.Context, int64) (T, error)
	gone  func(*T) bool // nil, or whether a row stands in the trash
}

// ask is one request for a page of a list.
type ask struct {
	page   int
	order  amo.Order
	stamps amo.Range
	whole  bool // without the list's own filter
}

// newList derives the ways of reading a list from a way to ask for a page.
// base holds what they have in common.
func newList[T any](
	c *core, entity cache.Entity, base walk[T],
	read func(context.Context, ask) (amo.Page[T], error), batch func([]T) cache.Batch,
) list[T] {
	base.tick = c.fence.now
	by := func(desc bool, query func(place) ask) walk[T] {
		w := base
		w.desc = desc
		w.read = func(ctx context.Context, at place) (amo.Page[T], error) {
			q := query(at)
			q.page = at.Page
			return call(ctx, c, func(ctx context.Context) (amo.Page[T], error) {
				page, err := read(ctx, q)
				if entity != cache.Leads && absent(err) {
					err = &absentError{entity, err}
				}
				return page, err
			})
		}
		return w
	}
	stamped := func(desc bool) amo.Order { return amo.Order{Field: "updated_at", Desc: desc} }
	byID := amo.Order{Field: "id"}
	l := list[T]{
		entity: entity,
		batch:  batch,
		newest: by(true, func(at place) ask { return ask{order: stamped(true), stamps: amo.Range{To: at.Edge}} }),
		oldest: by(false, func(at place) ask { return ask{order: stamped(false), stamps: amo.Range{From: at.Edge}} }),
		// A list filtered by something that changes would shift under page
		// numbers with every such change; the whole one shifts with deletions
		// only.
		all: by(false, func(place) ask { return ask{order: byID, whole: true} }),
		second: func(stamp int64) walk[T] {
			return by(false, func(place) ask { return ask{order: byID, stamps: amo.Range{From: stamp, To: stamp}, whole: true} })
		},
	}
	l.since = func(stamp int64) walk[T] {
		return by(false, func(place) ask { return ask{order: byID, stamps: amo.Range{From: stamp}, whole: true} })
	}
	l.newest.above = func(ctx context.Context, stamp int64) (amo.Page[T], error) { return l.oldest.read(ctx, start(stamp+1)) }
	return l
}

// leads lists the leads of some statuses, nil for all.
func (c *core) leads(statuses []amo.StatusRef) list[amo.Lead] {
	base := walk[amo.Lead]{key: leadKey}
	if statuses != nil {
		base.fits = func(l *amo.Lead) bool {
			return slices.Contains(statuses, amo.StatusRef{PipelineID: l.PipelineID, StatusID: l.StatusID})
		}
	}
	l := newList(c, cache.Leads, base, func(ctx context.Context, a ask) (amo.Page[amo.Lead], error) {
		q := amo.LeadQuery{Page: a.page, Limit: pageSize, With: leadWith(), Order: a.order, UpdatedAt: a.stamps}
		if !a.whole {
			q.Statuses = statuses
		}
		return c.api.Leads(ctx, q)
	}, func(rows []amo.Lead) cache.Batch { return cache.Batch{Leads: rows} })
	l.byIDs = func(ctx context.Context, ids []int64) (amo.Page[amo.Lead], error) {
		return c.api.Leads(ctx, amo.LeadQuery{Limit: pageSize, With: leadWith(), IDs: ids})
	}
	l.one = func(ctx context.Context, id int64) (amo.Lead, error) { return c.api.Lead(ctx, id, leadWith()...) }
	l.gone = func(l *amo.Lead) bool { return l.IsDeleted }
	return l
}

func leadKey(l *amo.Lead) (id, stamp int64) { return l.ID, l.UpdatedAt }

// trash lists the deleted leads; their rows have an id and the time of
// deletion as stamp, and little else.
func (c *core) trash() list[amo.Lead] {
	base := walk[amo.Lead]{key: leadKey, fits: func(l *amo.Lead) bool { return l.IsDeleted }}
	return newList(c, cache.Leads, base, func(ctx context.Context, a ask) (amo.Page[amo.Lead], error) {
		return c.api.Leads(ctx, amo.LeadQuery{
			Page: a.page, Limit: pageSize, With: []string{"only_deleted"}, Order: a.order, UpdatedAt: a.stamps,
		})
	}, func(rows []amo.Lead) cache.Batch {
		ids := make([]int64, len(rows))
		for i := range rows {
			ids[i] = rows[i].ID
		}
		return cache.Batch{DeletedLeads: ids}
	})
}

func (c *core) contacts() list[amo.Contact] {
	base := walk[amo.Contact]{key: func(p *amo.Contact) (int64, int64) { return p.ID, p.UpdatedAt }}
	l := newList(c, cache.Contacts, base, func(ctx context.Context, a ask) (amo.Page[amo.Contact], error) {
		return c.api.Contacts(ctx, amo.EntityQuery{Page: a.page, Limit: pageSize, Order: a.order, UpdatedAt: a.stamps})
	}, func(rows []amo.Contact) cache.Batch { return cache.Batch{Contacts: rows} })
	l.byIDs = func(ctx context.Context, ids []int64) (amo.Page[amo.Contact], error) {
		return c.api.Contacts(ctx, amo.EntityQuery{Limit: pageSize, IDs: ids})
	}
	l.one = func(ctx context.Context, id int64) (amo.Contact, error) { return c.api.Contact(ctx, id) }
	l.gone = func(p *amo.Contact) bool { return p.IsDeleted }
	return l
}

func (c *core) companies() list[amo.Company] {
	base := walk[amo.Company]{key: func(p *amo.Company) (int64, int64) { return p.ID, p.UpdatedAt }}
	l := newList(c, cache.Companies, base, func(ctx context.Context, a ask) (amo.Page[amo.Company], error) {
		return c.api.Companies(ctx, amo.EntityQuery{Page: a.page, Limit: pageSize, Order: a.order, UpdatedAt: a.stamps})
	}, func(rows []amo.Company) cache.Batch { return cache.Batch{Companies: rows} })
	l.byIDs = func(ctx context.Context, ids []int64) (amo.Page[amo.Company], error) {
		return c.api.Companies(ctx, amo.EntityQuery{Limit: pageSize, IDs: ids})
	}
	l.one = func(ctx context.Context, id int64) (amo.Company, error) { return c.api.Company(ctx, id) }
	l.gone = func(p *amo.Company) bool { return p.IsDeleted }
	return l
}

// tasks lists the tasks that are completed, those that are not, or with nil
// all. The API cannot order them by stamp, but
// without an order it answers them oldest stamp first, which the walk checks.
func (c *core) tasks(completed *bool) list[amo.Task] {
	base := walk[amo.Task]{key: func(t *amo.Task) (int64, int64) { return t.ID, t.UpdatedAt }}
	if completed != nil {
		base.fits = func(t *amo.Task) bool { return t.IsCompleted == *completed }
	}
	l := newList(c, cache.Tasks, base, func(ctx context.Context, a ask) (amo.Page[amo.Task], error) {
		q := amo.TaskQuery{Page: a.page, Limit: pageSize, Order: a.order, UpdatedAt: a.stamps}
		if q.Order.Field == "updated_at" {
			q.Order = amo.Order{}
		}
		if !a.whole {
			q.Completed = completed
		}
		return c.api.Tasks(ctx, q)
	}, func(rows []amo.Task) cache.Batch { return cache.Batch{Tasks: rows} })
	l.newest = l.oldest
	l.byIDs = func(ctx context.Context, ids []int64) (amo.Page[amo.Task], error) {
		return c.api.Tasks(ctx, amo.TaskQuery{Limit: pageSize, IDs: ids})
	}
	l.one = c.api.Task
	return l
}

// noteEntities are the entities that have notes, fields and tags, in the order
// of their stages.
func noteEntities() []cache.Entity {
	return []cache.Entity{cache.Leads, cache.Contacts, cache.Companies}
}

// notesOf names the list of the notes of all entities of a kind, in marks.
func notesOf(bearer cache.Entity) cache.Entity { return cache.Notes + "." + bearer }

// notes lists the notes of all leads, contacts or companies.
func (c *core) notes(bearer cache.Entity) list[amo.Note] {
	base := walk[amo.Note]{key: func(n *amo.Note) (int64, int64) { return n.ID, n.UpdatedAt }}
	return newList(c, notesOf(bearer), base, func(ctx context.Context, a ask) (amo.Page[amo.Note], error) {
		return c.api.Notes(ctx, amo.NoteScope{Entity: string(bearer)},
			amo.NoteQuery{Page: a.page, Limit: pageSize, Order: a.order, UpdatedAt: a.stamps})
	}, func(rows []amo.Note) cache.Batch {
		return cache.Batch{Notes: map[cache.Entity][]amo.Note{bearer: rows}}
	})
}
