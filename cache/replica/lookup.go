package replica

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
)

// lookUp finds out which of these creates the server has carried out already:
// those are ended. It returns the ones that were not made and may be sent.
// Where several rows of the server could be the one, the person has to say.
func (p *pusher) lookUp(ctx context.Context, r route, tried []cache.Change) ([]cache.Change, error) {
	since := tried[0].TriedAt
	for _, c := range tried {
		since = min(since, c.TriedAt)
	}
	found, err := p.madeSince(ctx, r, tried, since)
	if err != nil {
		return nil, fmt.Errorf("look for what was made: %w", err)
	}
	known := make([]int64, len(found))
	for i, t := range found {
		known[i] = t.id
	}
	born, err := p.store.Adopted(ctx, known)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(t *target) bool { return born[t.id] })
	var unmade []cache.Change
	var items []item
	ids := made{}
	for _, twins := range groupTwins(tried) {
		theirs, settled := match(twins, found)
		if !settled {
			if err := p.ask(ctx, twins, theirs); err != nil {
				return nil, err
			}
			continue
		}
		for i, t := range theirs {
			items = append(items, item{change: twins[i]})
			maps.Copy(ids, adopted(twins[i], t))
		}
		unmade = append(unmade, twins[len(theirs):]...)
	}
	if len(items) > 0 {
		p.link.report(failureNone, nil) // a write whose answer was lost has arrived
	}
	return unmade, p.born(ctx, items, ids)
}

// groupTwins puts creates together that cannot be told apart by their content.
func groupTwins(changes []cache.Change) [][]cache.Change {
	var groups [][]cache.Change
	for _, c := range changes {
		at := slices.IndexFunc(groups, func(g []cache.Change) bool { return merge.SameFields(g[0].After, c.After) })
		if at < 0 {
			groups = append(groups, []cache.Change{c})
		} else {
			groups[at] = append(groups[at], c)
		}
	}
	return groups
}

// match finds the rows of the server that creates alike have made. As many
// rows as there are creates, or fewer, are theirs; with more, it cannot be told
// which, and the person has to say. A row of the same name that differs
// otherwise may have been changed since, or be another's: likewise.
func match(twins []cache.Change, found []*target) (theirs []*target, settled bool) {
	var perhaps []*target
	for _, t := range found {
		switch likeness(twins[0], t) {
		case isSame:
			theirs = append(theirs, t)
		case isAlike:
			perhaps = append(perhaps, t)
		}
	}
	if len(theirs) == len(twins) {
		return theirs, true
	}
	if len(theirs) > len(twins) || len(perhaps) > 0 {
		return append(theirs, perhaps...), false
	}
	return theirs, true
}

// ask leaves creates to the person.
func (p *pusher) ask(ctx context.Context, twins []cache.Change, rows []*target) error {
	ids := make([]int64, len(rows))
	for i, t := range rows {
		ids[i] = t.id
	}
	for _, c := range twins {
		p.log.Info("unclear create", "change", c.ID, "entity", c.Entity, "candidates", len(ids))
		if err := p.store.UnclearChange(context.WithoutCancel(ctx), c.ID, ids); err != nil {
			return err
		}
	}
	return nil
}

// adopted names what a create has made: the row, and of a complex lead the
// contact and the company linked to it.
func adopted(c cache.Change, t *target) made {
	ids := made{c.ID: t.id}
	lead, ok := t.value.(amo.Lead)
	for _, with := range c.With {
		if !ok {
			break
		}
		switch with.Entity {
		case cache.Contacts:
			ids[with.ID] = lead.MainContactID()
		case cache.Companies:
			ids[with.ID] = lead.CompanyID()
		}
	}
	return ids
}

// How like a row of the server is to what a create would have made.
type likenessOf uint8

const (
	isOther likenessOf = iota
	isAlike            // it has the same name, or text
	isSame             // it has all that the create has set
)

func likeness(c cache.Change, t *target) likenessOf {
	want := merge.Fields{}
	for key, value := range c.After {
		// What the server gives an id of its own to, or a later call sets.
		if one := (merge.Fields{key: value}); len(one.References()) > 0 || key == merge.Company || key == merge.Completed || key == merge.Result {
			continue
		}
		want[key] = value
	}
	what, err := merge.Judge(t.row, merge.Fields{}, want)
	if err == nil && what.IsDone() {
		return isSame
	}
	for _, key := range []string{merge.Name, merge.FirstName, merge.Text} {
		name, given := c.After[key]
		if !given {
			continue
		}
		if now, err := t.row.Get(key); err == nil && merge.Same(key, now, name) {
			return isAlike
		}
	}
	return isOther
}

// madeSince reads the rows that the current user has made since a time of the
// server's, Unix seconds.
func (p *pusher) madeSince(ctx context.Context, r route, tried []cache.Change, since int64) ([]*target, error) {
	me, err := p.me(ctx)
	if err != nil {
		return nil, err
	}
	var list []*target
	keep := func(createdBy, createdAt int64, t *target) {
		if createdAt >= since && (me == 0 || createdBy == me) {
			list = append(list, t)
		}
	}
	switch r.entity {
	case cache.Leads:
		err = eachPage(ctx, p.core, func(ctx context.Context, page int) (amo.Page[amo.Lead], error) {
			return p.api.Leads(ctx, amo.LeadQuery{
				Page: page, Limit: pageSize, With: leadWith(), Order: byID(), CreatedAt: amo.Range{From: since}, CreatedBy: some(me),
			})
		}, func(v *amo.Lead) { keep(v.CreatedBy, v.CreatedAt, leadTarget(*v)) })
	case cache.Contacts:
		err = eachPage(ctx, p.core, func(ctx context.Context, page int) (amo.Page[amo.Contact], error) {
			return p.api.Contacts(ctx, amo.EntityQuery{Page: page, Limit: pageSize, Order: byID(), CreatedAt: amo.Range{From: since}, CreatedBy: some(me)})
		}, func(v *amo.Contact) { keep(v.CreatedBy, v.CreatedAt, contactTarget(*v)) })
	case cache.Companies:
		err = eachPage(ctx, p.core, func(ctx context.Context, page int) (amo.Page[amo.Company], error) {
			return p.api.Companies(ctx, amo.EntityQuery{Page: page, Limit: pageSize, Order: byID(), CreatedAt: amo.Range{From: since}, CreatedBy: some(me)})
		}, func(v *amo.Company) { keep(v.CreatedBy, v.CreatedAt, companyTarget(*v)) })
	case cache.Tasks:
		err = eachPage(ctx, p.core, func(ctx context.Context, page int) (amo.Page[amo.Task], error) {
			return p.api.Tasks(ctx, amo.TaskQuery{Page: page, Limit: pageSize, Order: byID(), UpdatedAt: amo.Range{From: since}})
		}, func(v *amo.Task) { keep(v.CreatedBy, v.CreatedAt, taskTarget(*v)) })
	case cache.Notes:
		err = eachPage(ctx, p.core, func(ctx context.Context, page int) (amo.Page[amo.Note], error) {
			return p.api.Notes(ctx, amo.NoteScope{Entity: string(r.parent)}, amo.NoteQuery{
				Page: page, Limit: pageSize, Order: byID(), UpdatedAt: amo.Range{From: since}, EntityIDs: parents(tried),
			})
		}, func(v *amo.Note) { keep(v.CreatedBy, v.CreatedAt, noteTarget(*v, r.parent)) })
	}
	return list, err
}

func byID() amo.Order { return amo.Order{Field: "id"} }

// some is a filter by the current user, none while that is not known.
func some(user int64) []int64 {
	if user == 0 {
		return nil
	}
	return []int64{user}
}

// parents are the rows that notes are about.
func parents(changes []cache.Change) []int64 {
	var ids []int64
	for _, c := range changes {
		for _, id := range c.After.Pick([]string{merge.EntityID}) {
			var n int64
			if json := string(id); json != "" {
				if _, err := fmt.Sscan(json, &n); err == nil && !slices.Contains(ids, n) {
					ids = append(ids, n)
				}
			}
		}
	}
	return ids
}

// me is the token's user, 0 before the account was read.
func (p *pusher) me(ctx context.Context) (int64, error) {
	account, err := p.store.Account(ctx)
	if errors.Is(err, cache.ErrNotFound) {
		return 0, nil
	}
	return account.CurrentUserID, err
}

// eachPage walks numbered pages of a list that is sorted by id, until one is
// empty or repeats the one before.
func eachPage[T any](ctx context.Context, c *core, read func(context.Context, int) (amo.Page[T], error), fn func(*T)) error {
	for page := 1; ; page++ {
		got, err := read(ctx, page)
		if err != nil {
			return err
		}
		c.dated(got.Date)
		for i := range got.Items {
			fn(&got.Items[i])
		}
		if len(got.Items) < pageSize && !got.HasNext || len(got.Items) == 0 {
			return nil
		}
	}
}
