package replica

import (
	"fmt"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
)

// target is a row of the server that a change is judged by.
type target struct {
	id, stamp, by int64 // by is who changed it last, 0 a robot
	value         any   // amo.Lead, amo.Contact, amo.Company, amo.Task or amo.Note
	row           merge.Row
	parent        cache.Entity // of a note: what it is about
}

func leadTarget(l amo.Lead) *target {
	t := &target{id: l.ID, stamp: l.UpdatedAt, by: l.UpdatedBy, value: l}
	t.row = merge.Lead(&l)
	return t
}

func contactTarget(c amo.Contact) *target {
	t := &target{id: c.ID, stamp: c.UpdatedAt, by: c.UpdatedBy, value: c}
	t.row = merge.Person(&c)
	return t
}

func companyTarget(c amo.Company) *target {
	t := &target{id: c.ID, stamp: c.UpdatedAt, by: c.UpdatedBy, value: c}
	t.row = merge.Firm(&c)
	return t
}

func taskTarget(v amo.Task) *target {
	t := &target{id: v.ID, stamp: v.UpdatedAt, by: v.UpdatedBy, value: v}
	t.row = merge.Task(&v)
	return t
}

func noteTarget(n amo.Note, parent cache.Entity) *target {
	t := &target{id: n.ID, stamp: n.UpdatedAt, by: n.UpdatedBy, value: n, parent: parent}
	t.row = merge.Note(&n, string(parent))
	return t
}

// into puts the row into a batch for the store.
func (t *target) into(b *cache.Batch) {
	switch v := t.value.(type) {
	case amo.Lead:
		b.Leads = append(b.Leads, v)
	case amo.Contact:
		b.Contacts = append(b.Contacts, v)
	case amo.Company:
		b.Companies = append(b.Companies, v)
	case amo.Task:
		b.Tasks = append(b.Tasks, v)
	case amo.Note:
		if b.Notes == nil {
			b.Notes = map[cache.Entity][]amo.Note{}
		}
		b.Notes[t.parent] = append(b.Notes[t.parent], v)
	}
}

// batchOf puts rows into a batch.
func batchOf(rows ...*target) cache.Batch {
	var b cache.Batch
	for _, t := range rows {
		t.into(&b)
	}
	return b
}

// route is what changes have to have in common to be sent in one request.
type route struct {
	entity cache.Entity
	verb   verb
	parent cache.Entity // of notes
}

// verb is which calls carry a change out.
type verb uint8

const (
	verbPatch   verb = iota // PATCH of fields
	verbLink                // POST link and unlink
	verbCreate              // POST
	verbComplex             // POST /api/v4/leads/complex
)

func (r route) String() string {
	return fmt.Sprintf("%s/%d/%s", r.entity, r.verb, r.parent)
}

// routeOf tells how a change is sent.
func routeOf(c cache.Change) route {
	r := route{entity: c.Entity}
	switch {
	case c.Kind == cache.ChangeLink:
		r.verb = verbLink
	case c.Kind == cache.ChangeCreate && len(c.With) > 0:
		r.verb = verbComplex
	case c.Kind == cache.ChangeCreate:
		r.verb = verbCreate
	}
	if c.Entity == cache.Notes {
		r.parent = parentOf(c)
	}
	return r
}

// parentOf is what a note that a change is about belongs to.
func parentOf(c cache.Change) cache.Entity {
	return cache.Entity(textOf(c.After[merge.EntityType]))
}

// routes parts changes by how they are sent, in the order of the first of each.
func routes(changes []cache.Change) [][]cache.Change {
	var order []route
	byRoute := map[route][]cache.Change{}
	for _, c := range changes {
		r := routeOf(c)
		if _, known := byRoute[r]; !known {
			order = append(order, r)
		}
		byRoute[r] = append(byRoute[r], c)
	}
	parts := make([][]cache.Change, len(order))
	for i, r := range order {
		parts[i] = byRoute[r]
	}
	return parts
}
