package lead

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
	drafts "voronka/ui/draft"
	"voronka/ui/input"
	"voronka/ui/sentence"
)

// scene is a lead with everything the panel says of it. It is read off the UI
// goroutine and not changed afterwards.
type scene struct {
	detail    cache.LeadDetail
	pipelines []amo.Pipeline
	users     []amo.User
	fields    []amo.CustomField // of leads, in the account's order
	groups    []amo.FieldGroup
	reasons   []amo.LossReason
	types     []amo.TaskType
	tags      []string // of all leads
	tasks     []cache.TaskRow
	acts      []cache.Act
	contacts  map[int64]string            // names, for words about links
	elements  map[cache.ElementRef]string // names of what fields have chosen from catalogs
	clashes   []cache.Conflict            // of the lead's unsent changes
	draft     *draft                      // nil when there is none
}

// actsShown is how much of the history is shown.
const actsShown = 200

func readScene(ctx context.Context, r Replica, kept *drafts.Keeper, lead int64) (s *scene, err error) {
	s = &scene{contacts: make(map[int64]string)}
	if s.detail, err = r.Lead(ctx, lead); err != nil {
		return nil, err
	}
	for _, read := range []func() error{
		func() (err error) { s.pipelines, err = r.Pipelines(ctx); return err },
		func() (err error) { s.users, err = r.Users(ctx); return err },
		func() (err error) { s.fields, err = r.CustomFields(ctx, cache.Leads); return err },
		func() (err error) { s.groups, err = r.FieldGroups(ctx, cache.Leads); return err },
		func() (err error) { s.reasons, err = r.LossReasons(ctx); return err },
		func() (err error) { s.types, err = r.TaskTypes(ctx); return err },
		func() (err error) { s.tags, err = r.Tags(ctx); return err },
		func() (err error) {
			s.tasks, err = r.Tasks(ctx, cache.TaskQuery{Entity: cache.Leads, EntityID: s.detail.Lead.ID})
			return err
		},
		func() error { return s.readActs(ctx, r) },
		func() error { return s.readClashes(ctx, r) },
		func() error { return s.readElements(ctx, r) },
		func() error {
			value, err := kept.Read(ctx, draftKey(lead))
			s.draft = readDraft(value)
			return err
		},
	} {
		if err := read(); err != nil && !errors.Is(err, cache.ErrNotFound) {
			return nil, err
		}
	}
	for _, c := range s.detail.Contacts {
		s.contacts[c.ID] = c.Name
	}
	slices.SortStableFunc(s.groups, func(a, b amo.FieldGroup) int { return int(a.Sort - b.Sort) })
	return s, nil
}

// tasksTold is of how many tasks the acts are told among those of the lead.
const tasksTold = 20

// readActs reads what was done to the lead and to its tasks, newest first.
func (s *scene) readActs(ctx context.Context, r Replica) error {
	rows := []cache.Row{{Entity: cache.Leads, ID: s.detail.Lead.ID}}
	for _, t := range s.tasks[:min(len(s.tasks), tasksTold)] {
		rows = append(rows, cache.Row{Entity: cache.Tasks, ID: t.ID})
	}
	for _, row := range rows {
		acts, err := r.History(ctx, row.Entity, row.ID, actsShown)
		if err != nil {
			return err
		}
		s.acts = append(s.acts, acts...)
	}
	slices.SortFunc(s.acts, func(a, b cache.Act) int { return cmp.Compare(b.ID, a.ID) })
	s.acts = slices.CompactFunc(s.acts, func(a, b cache.Act) bool { return a.ID == b.ID })
	return nil
}

// readElements reads what the elements are called that the lead's fields name,
// and did before.
func (s *scene) readElements(ctx context.Context, r Replica) (err error) {
	var changes []merge.Fields
	for _, a := range s.acts {
		for _, c := range a.Changes {
			changes = append(changes, c.Before, c.After)
		}
	}
	for _, c := range s.clashes {
		changes = append(changes, merge.Fields{c.Field: c.Theirs})
	}
	refs := append(input.Elements(s.detail.Lead.CustomFieldsValues), sentence.Elements(changes...)...)
	s.elements, err = r.ElementNames(ctx, refs)
	return err
}

// readClashes reads what of the lead's unsent changes somebody else has set to
// something else.
func (s *scene) readClashes(ctx context.Context, r Replica) error {
	if !slices.ContainsFunc(s.detail.Changes, func(c cache.Change) bool { return c.State == cache.ChangeConflict }) {
		return nil
	}
	all, err := r.Conflicts(ctx)
	s.clashes = slices.DeleteFunc(all, func(c cache.Conflict) bool { return c.Entity != cache.Leads || c.EntityID != s.detail.Lead.ID })
	return err
}

func (s *scene) lead() *amo.Lead { return &s.detail.Lead }

// pipeline is the lead's, nil when it is not known.
func (s *scene) pipeline() *amo.Pipeline {
	for i := range s.pipelines {
		if s.pipelines[i].ID == s.lead().PipelineID {
			return &s.pipelines[i]
		}
	}
	return nil
}

// ownFirst are the pipelines, the lead's own before the others.
func (s *scene) ownFirst() []amo.Pipeline {
	own := s.lead().PipelineID
	list := slices.Clone(s.pipelines)
	slices.SortStableFunc(list, func(a, b amo.Pipeline) int {
		switch own {
		case a.ID:
			return -1
		case b.ID:
			return 1
		}
		return 0
	})
	return list
}

// user is a user's name, empty for one that is not known.
func (s *scene) user(id int64) string {
	for _, u := range s.users {
		if u.ID == id {
			return u.Name
		}
	}
	return ""
}

// openTasks counts the tasks still to be done.
func (s *scene) openTasks() (n int) {
	for _, t := range s.tasks {
		if !t.Completed {
			n++
		}
	}
	return n
}

// mainFirst are the linked contacts, the main one first.
func (s *scene) mainFirst() []amo.Contact {
	main := s.lead().MainContactID()
	list := slices.Clone(s.detail.Contacts)
	slices.SortStableFunc(list, func(a, b amo.Contact) int {
		switch main {
		case a.ID:
			return -1
		case b.ID:
			return 1
		}
		return 0
	})
	return list
}
