package cache

import (
	"context"
	"errors"
	"fmt"

	"voronka/amo"
)

// Batch is what the engine has learned from the server in one go. Users,
// Pipelines, LossReasons, Catalogs and Incoming are complete lists that replace
// what was known, nil leaves it; CustomFields, FieldGroups and Tags are such
// lists for each entity (leads, contacts, companies) they have a key of, and
// Elements for each such catalog, of those in Catalogs. The others are rows that
// are new or may have changed, as the server sent them.
type Batch struct {
	Account      *amo.Account
	Users        []amo.User
	Pipelines    []amo.Pipeline
	CustomFields map[Entity][]amo.CustomField
	FieldGroups  map[Entity][]amo.FieldGroup
	Tags         map[Entity][]amo.Tag
	LossReasons  []amo.LossReason
	Catalogs     []amo.Catalog // that custom fields choose from
	Elements     map[int64][]amo.Element
	Incoming     []amo.Unsorted

	Leads     []amo.Lead // IsDeleted ones leave the replica
	Contacts  []amo.Contact
	Companies []amo.Company
	Tasks     []amo.Task
	Notes     map[Entity][]amo.Note // by what they belong to: leads, contacts, companies
	Events    []amo.Event
	Feeds     []FeedState

	DeletedLeads, DeletedContacts, DeletedCompanies, DeletedTasks, DeletedNotes []int64

	Marks map[string]string // checkpoints kept in the same transaction; "" deletes one
}

// Apply takes the server's word into the replica in one transaction. Rows that
// are as they were are neither written nor reported. What the person has
// changed and not yet sent stays visible over it. The unsent changes of a row
// that was deleted are kept, as refused with code 404.
func (s *Store) Apply(ctx context.Context, b Batch) error { return s.ApplyAll(ctx, b) }

// RowError means that the server named a row by a number that cannot be its:
// ids begin at one, and those below zero are of rows born here. Nothing of what
// came with it was taken.
type RowError struct {
	Entity Entity
	ID     int64
}

func (e *RowError) Error() string {
	return fmt.Sprintf("the server sent %s with the impossible id %d; nothing of that answer was kept", e.Entity, e.ID)
}

// ApplyAll takes several batches in one transaction, in their order. Of marks
// the last word counts.
func (s *Store) ApplyAll(ctx context.Context, batches ...Batch) (err error) {
	defer func() { err = s.fail(err, "apply server rows") }()
	return s.writeAs(ctx, s.ofServerRows(), func(w *writing) error {
		for i := range batches {
			if err := w.apply(&batches[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *writing) apply(b *Batch) error {
	for _, step := range []func() error{
		b.checkIDs,
		func() error { return w.applyAccount(b.Account) },
		func() error { return w.applyUsers(b.Users) },
		func() error { return w.applyPipelines(b.Pipelines) },
		func() error { return w.applyDefinitions(b) },
		func() error { return w.applyCatalogs(b) },
		func() error { return w.applyContacts(b.Contacts) },
		func() error { return w.applyCompanies(b.Companies) },
		func() error { return w.applyTasks(b.Tasks) },
		func() error { return w.applyLeads(b.Leads) },
		func() error { return w.applyNotes(b.Notes) },
		func() error { return w.applyEvents(b.Events, b.Feeds) },
		func() error { return w.applyIncoming(b.Incoming) },
		func() error { return w.deletePeople(Contacts, b.DeletedContacts) },
		func() error { return w.deletePeople(Companies, b.DeletedCompanies) },
		func() error { return w.deleteTasks(b.DeletedTasks) },
		func() error { return w.deleteLeads(b.DeletedLeads) },
		func() error { return w.deleteRows(Notes, b.DeletedNotes) },
		func() error { return w.setMarks(b.Marks) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// checkIDs refuses a batch that would do away with rows born here.
func (b *Batch) checkIDs() error {
	err := errors.Join(
		possible(Leads, b.Leads, func(l *amo.Lead) int64 { return l.ID }),
		possible(Contacts, b.Contacts, func(c *amo.Contact) int64 { return c.ID }),
		possible(Companies, b.Companies, func(c *amo.Company) int64 { return c.ID }),
		possible(Tasks, b.Tasks, func(t *amo.Task) int64 { return t.ID }),
	)
	for _, notes := range b.Notes {
		err = errors.Join(err, possible(Notes, notes, func(n *amo.Note) int64 { return n.ID }))
	}
	for entity, ids := range map[Entity][]int64{
		Leads: b.DeletedLeads, Contacts: b.DeletedContacts, Companies: b.DeletedCompanies, Tasks: b.DeletedTasks, Notes: b.DeletedNotes,
	} {
		err = errors.Join(err, possible(entity, ids, func(id *int64) int64 { return *id }))
	}
	return err
}

// possible returns the first row's *RowError.
func possible[T any](entity Entity, rows []T, id func(*T) int64) error {
	for i := range rows {
		if n := id(&rows[i]); n <= 0 {
			return &RowError{entity, n}
		}
	}
	return nil
}
