package pending

import (
	"context"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/sentence"
)

// Replica is what the page needs of the local store; it is called off the UI
// goroutine.
type Replica interface {
	Outbox(ctx context.Context) ([]cache.Change, error)
	Conflicts(ctx context.Context) ([]cache.Conflict, error)
	Gone(ctx context.Context) ([]cache.GoneRow, error)
	Candidates(ctx context.Context, changeID int64) ([]cache.Row, error)
	ElementNames(ctx context.Context, refs []cache.ElementRef) (map[cache.ElementRef]string, error)
	field.Catalogs
	Names(ctx context.Context, rows []cache.Row) (map[cache.Row]string, error)
	Pipelines(ctx context.Context) ([]amo.Pipeline, error)
	Users(ctx context.Context) ([]amo.User, error)
	CustomFields(ctx context.Context, entity cache.Entity) ([]amo.CustomField, error)
	LossReasons(ctx context.Context) ([]amo.LossReason, error)
	Counts(ctx context.Context) (cache.Counts, error)

	CancelChange(ctx context.Context, changeID int64) error
	RetryChange(ctx context.Context, changeID int64) error
	Resolve(ctx context.Context, changeID int64, field string, choice cache.Choice) (cache.Act, error)
	KeepAsNew(ctx context.Context, row cache.Row) (cache.Act, error)
	DropGone(ctx context.Context, row cache.Row) error
	ResolveUnclear(ctx context.Context, changeID, serverID int64) error
}

// scene is everything the page tells of, as it was read.
type scene struct {
	changes    []cache.Change
	conflicts  map[int64][]cache.Conflict // by change
	gone       []cache.GoneRow
	candidates map[int64][]cache.Row // by change
	names      sentence.Names
	counts     cache.Counts
}

func readScene(ctx context.Context, r Replica, f *format.Format) (s *scene, err error) {
	s = &scene{conflicts: map[int64][]cache.Conflict{}, candidates: map[int64][]cache.Row{}}
	s.names.Format = f
	if s.changes, err = r.Outbox(ctx); err != nil {
		return nil, err
	}
	list, err := r.Conflicts(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		s.conflicts[c.ChangeID] = append(s.conflicts[c.ChangeID], c)
	}
	if s.gone, err = r.Gone(ctx); err != nil {
		return nil, err
	}
	for _, c := range s.changes {
		if c.State == cache.ChangeUnclear && c.Bundle == 0 {
			if s.candidates[c.ID], err = r.Candidates(ctx, c.ID); err != nil {
				return nil, err
			}
		}
	}
	if s.counts, err = r.Counts(ctx); err != nil {
		return nil, err
	}
	return s, s.readNames(ctx, r)
}

// readNames reads what the ids in the changes stand for.
func (s *scene) readNames(ctx context.Context, r Replica) (err error) {
	if s.names.Pipelines, err = r.Pipelines(ctx); err != nil {
		return err
	}
	if s.names.Users, err = r.Users(ctx); err != nil {
		return err
	}
	if s.names.Reasons, err = r.LossReasons(ctx); err != nil {
		return err
	}
	for _, e := range []cache.Entity{cache.Leads, cache.Contacts, cache.Companies} {
		fields, err := r.CustomFields(ctx, e)
		if err != nil {
			return err
		}
		s.names.Fields = append(s.names.Fields, fields...)
	}
	if s.names.Elements, err = r.ElementNames(ctx, sentence.Elements(s.fields()...)); err != nil {
		return err
	}
	s.names.Rows, err = r.Names(ctx, s.rows())
	return err
}

// fields are those of all changes and conflicts.
func (s *scene) fields() []merge.Fields {
	var list []merge.Fields
	for i := range s.changes {
		list = append(list, s.changes[i].Before, s.changes[i].After)
	}
	for _, of := range s.conflicts {
		for _, c := range of {
			list = append(list, merge.Fields{c.Field: c.Theirs})
		}
	}
	return list
}

// rows are all rows that the page names.
func (s *scene) rows() []cache.Row {
	var rows []cache.Row
	for i := range s.changes {
		c := &s.changes[i]
		rows = append(rows, cache.Row{Entity: c.Entity, ID: c.EntityID})
		for _, f := range []merge.Fields{c.Before, c.After} {
			rows = append(rows, linked(f)...)
		}
	}
	for _, list := range s.candidates {
		rows = append(rows, list...)
	}
	for _, list := range s.conflicts {
		for _, c := range list {
			rows = append(rows, linked(merge.Fields{c.Field: c.Theirs})...)
		}
	}
	return rows
}

// linked are the rows that fields name.
func linked(f merge.Fields) []cache.Row {
	var rows []cache.Row
	for key, raw := range f {
		if id, ok := merge.ContactID(key); ok {
			rows = append(rows, cache.Row{Entity: cache.Contacts, ID: id})
		}
		if key == merge.Company {
			rows = append(rows, cache.Row{Entity: cache.Companies, ID: whole(raw)})
		}
	}
	if about := entityOf(f); about.ID != 0 {
		rows = append(rows, about)
	}
	return rows
}
