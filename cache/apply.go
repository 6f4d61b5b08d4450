package cache

import (
	"context"

	"voronka/amo"
)

// Batch is what the engine has learned from the server in one go. Users,
// Pipelines, LossReasons and Incoming are complete lists that replace what was
// known, nil leaves it; CustomFields, FieldGroups and Tags are such lists for
// each entity (leads, contacts, companies) they have a key of. The others are
// rows that are new or may have changed, as the server sent them.
type Batch struct {
	Account      *amo.Account
	Users        []amo.User
	Pipelines    []amo.Pipeline
	CustomFields map[Entity][]amo.CustomField
	FieldGroups  map[Entity][]amo.FieldGroup
	Tags         map[Entity][]amo.Tag
	LossReasons  []amo.LossReason
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
		func() error { return w.applyAccount(b.Account) },
		func() error { return w.applyUsers(b.Users) },
		func() error { return w.applyPipelines(b.Pipelines) },
		func() error { return w.applyDefinitions(b) },
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
