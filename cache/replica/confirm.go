package replica

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"voronka/amo"
	"voronka/cache"
)

// suspects are rows that may be gone, or back: somebody who is not to be taken
// at his word said so. By entity.
type suspects map[cache.Entity]map[int64]struct{}

func (s suspects) add(entity cache.Entity, ids ...int64) {
	switch entity {
	case cache.Leads, cache.Contacts, cache.Companies, cache.Tasks:
	default:
		return
	}
	if s[entity] == nil {
		s[entity] = map[int64]struct{}{}
	}
	for _, id := range ids {
		if id > 0 {
			s[entity][id] = struct{}{}
		}
	}
}

// confirm asks the server about suspects by id. Rows it has are taken as it
// has them, those it has not leave the replica.
func (p *puller) confirm(ctx context.Context, s suspects) error {
	// Leads last: what becomes of the others adds leads to look at.
	for _, ask := range []func() error{
		func() error { return confirmRows(ctx, p, p.tasks(nil), s) },
		func() error { return confirmRows(ctx, p, p.companies(), s) },
		func() error { return confirmRows(ctx, p, p.contacts(), s) },
		func() error { return confirmRows(ctx, p, p.leads(nil), s) },
	} {
		if err := ask(); err != nil && !isAbsent(err) {
			return err
		}
	}
	return nil
}

func confirmRows[T any](ctx context.Context, p *puller, from list[T], s suspects) error {
	var ids []int64
	for id := range s[from.entity] {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for some := range slices.Chunk(ids, idsPerRead) {
		if err := confirmSome(ctx, p, from, some, s); err != nil {
			return fmt.Errorf("confirm %d %s: %w", len(some), from.entity, err)
		}
	}
	return nil
}

func confirmSome[T any](ctx context.Context, p *puller, from list[T], ids []int64, s suspects) error {
	tick := p.fence.now()
	page, err := call(ctx, p.core, func(ctx context.Context) (amo.Page[T], error) {
		page, err := from.byIDs(ctx, ids)
		if absent(err) {
			err = &absentError{from.entity, err}
		}
		return page, err
	})
	if err != nil {
		return err
	}
	f := found[T]{list: from, asked: ids, there: map[int64]bool{}}
	for i := range page.Items {
		f.take(&page.Items[i])
	}
	if f.ignored { // the filter: that a row is not there says nothing
		for _, id := range ids {
			if err := p.askAlone(ctx, id, f.there, func(ctx context.Context) error {
				row, err := from.one(ctx, id)
				if err == nil {
					f.take(&row)
				}
				return err
			}); err != nil {
				return err
			}
		}
	}
	missing := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return f.there[id] })
	if err := p.around(ctx, from.entity, missing, s); err != nil {
		return err
	}
	gone, err := p.goneRows(ctx, from.entity)
	if err != nil {
		return err
	}
	b := from.batch(f.rows)
	if forgive(gone, f.there) {
		b.Marks = map[string]string{markGone(from.entity): goneMark(gone)}
	}
	if len(f.rows) > 0 {
		if err := p.apply(ctx, b, tick); err != nil {
			return err
		}
	}
	return p.remove(ctx, from.entity, missing, gone, tick)
}

// found collects the rows that the server has of those asked for.
type found[T any] struct {
	list    list[T]
	asked   []int64
	rows    []T
	there   map[int64]bool
	ignored bool // rows came that nobody asked for
}

func (f *found[T]) take(row *T) {
	id, _ := f.list.all.key(row)
	switch {
	case !slices.Contains(f.asked, id):
		f.ignored = true
	case f.there[id] || f.list.gone != nil && f.list.gone(row):
	default:
		f.there[id] = true
		f.rows = append(f.rows, *row)
	}
}

// askAlone asks for one row, unless it is known to be there.
func (p *puller) askAlone(ctx context.Context, id int64, there map[int64]bool, read func(context.Context) error) error {
	if there[id] {
		return nil
	}
	_, err := call(ctx, p.core, func(ctx context.Context) (struct{}, error) { return struct{}{}, read(ctx) })
	if errors.Is(err, amo.ErrNotFound) || statusOf(err) == http.StatusNotFound {
		return nil
	}
	return err
}

// forgive takes rows that are there off those that are gone, and tells whether
// there was one.
func forgive(gone, there map[int64]bool) bool {
	before := len(gone)
	for id := range there {
		delete(gone, id)
	}
	return len(gone) < before
}

// around adds what is linked to contacts and companies that went, and what
// tasks that went were about, to the suspects: the server shows it without
// them, and moves no stamp.
func (p *puller) around(ctx context.Context, entity cache.Entity, ids []int64, s suspects) error {
	if entity == cache.Tasks && len(ids) > 0 {
		tasks, err := p.store.Tasks(ctx, cache.TaskQuery{IDs: ids})
		for _, t := range tasks {
			s.add(t.Entity, t.EntityID)
		}
		return err
	}
	for _, id := range ids {
		var leads []cache.LeadRow
		var err error
		switch entity {
		case cache.Contacts:
			leads, err = p.store.LeadsOfContact(ctx, id)
		case cache.Companies:
			var contacts []int64
			if contacts, err = p.store.ContactIDs(ctx, cache.ContactQuery{CompanyID: id}); err != nil {
				return err
			}
			s.add(cache.Contacts, contacts...)
			leads, err = p.store.LeadsOfCompany(ctx, id)
		}
		if err != nil {
			return err
		}
		for _, l := range leads {
			s.add(cache.Leads, l.ID)
		}
	}
	return nil
}

// aroundReturned adds what is linked to contacts and companies that came back
// from the trash to the suspects: the lists have shown it without them.
func (p *puller) aroundReturned(ctx context.Context, returned, s suspects) error {
	for _, id := range slices.Sorted(maps.Keys(returned[cache.Contacts])) {
		contact, err := call(ctx, p.core, func(ctx context.Context) (amo.Contact, error) { return p.api.Contact(ctx, id, "leads") })
		if err != nil && !errors.Is(err, amo.ErrNotFound) {
			return err
		}
		s.addLeads(contact.Embedded.Leads)
	}
	for _, id := range slices.Sorted(maps.Keys(returned[cache.Companies])) {
		company, err := call(ctx, p.core, func(ctx context.Context) (amo.Company, error) { return p.api.Company(ctx, id, "leads", "contacts") })
		if err != nil && !errors.Is(err, amo.ErrNotFound) {
			return err
		}
		s.addLeads(company.Embedded.Leads)
		for _, c := range company.Embedded.Contacts {
			s.add(cache.Contacts, c.ID)
		}
	}
	return nil
}

func (s suspects) addLeads(leads []amo.LeadRef) {
	for _, l := range leads {
		s.add(cache.Leads, l.ID)
	}
}

// remove takes rows out that the server does not have; gone are those of the
// entity that were kept for their unsent changes so far.
func (p *puller) remove(ctx context.Context, entity cache.Entity, ids []int64, gone map[int64]bool, tick int64) error {
	if len(ids) == 0 {
		return nil
	}
	b, err := p.removal(ctx, entity, ids, gone)
	if err != nil {
		return err
	}
	state, err := p.list(ctx, entity)
	if err != nil {
		return err
	}
	for _, id := range ids {
		state.left(id)
	}
	p.log.Info("rows are gone on the server", "entity", entity, "rows", len(ids))
	return p.apply(ctx, b, tick)
}

// buryOthers asks once more for the contacts, companies and tasks that were
// kept for changes which are settled by now.
func (p *puller) buryOthers(ctx context.Context) error {
	s := suspects{}
	for _, entity := range []cache.Entity{cache.Contacts, cache.Companies, cache.Tasks} {
		gone, err := p.goneRows(ctx, entity)
		if err != nil {
			return err
		}
		settled, err := p.settled(ctx, entity, gone)
		if err != nil {
			return err
		}
		s.add(entity, settled...)
	}
	return p.confirm(ctx, s)
}
