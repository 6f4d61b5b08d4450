package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"voronka/amo"
	"voronka/cache/merge"
)

// record is one row of the replica, in the API's type and as fields.
type record struct {
	value sourced // *amo.Lead, *amo.Contact, *amo.Company, *amo.Task or *amo.Note
	row   merge.Row
}

// newRecord reads a row of an entity from JSON. parent is what a note is about.
func newRecord(entity Entity, base []byte, parent string) (record, error) {
	var m record
	switch entity {
	case Leads:
		v := new(amo.Lead)
		m = record{v, merge.Lead(v)}
	case Contacts:
		v := new(amo.Contact)
		m = record{v, merge.Person(v)}
	case Companies:
		v := new(amo.Company)
		m = record{v, merge.Firm(v)}
	case Tasks:
		v := new(amo.Task)
		m = record{v, merge.Task(v)}
	case Notes:
		v := new(amo.Note)
		m = record{v, merge.Note(v, parent)}
	default:
		return m, fmt.Errorf("rows of %s cannot be changed", entity)
	}
	return m, json.Unmarshal(base, m.value)
}

// overlay puts unsent changes over the row, oldest first.
func (m record) overlay(changes []Change) error { return overlay(m.row, changes) }

func overlay(row merge.Row, changes []Change) error {
	for i := range changes {
		c := &changes[i]
		if err := merge.Apply(row, c.Before, c.After, c.CreatedAt); err != nil {
			return fmt.Errorf("change %d: %w", c.ID, err)
		}
	}
	return nil
}

// overlayAll puts changes over a copy of base, oldest first.
func overlayAll(base amo.Lead, changes []Change) (amo.Lead, error) {
	return base, overlay(merge.Lead(&base), changes)
}

// readRecord reads the server's last word on a row; ErrNotFound when the
// replica does not have it.
func readRecord(ctx context.Context, q querier, entity Entity, id int64) (record, error) {
	base, err := readBase(ctx, q, entity, id)
	if err != nil {
		return record{}, err
	}
	parent := ""
	if entity == Notes {
		if parent, err = noteParent(ctx, q, id); err != nil {
			return record{}, err
		}
	}
	return newRecord(entity, base, parent)
}

func readBase(ctx context.Context, q querier, entity Entity, id int64) (base []byte, err error) {
	err = q.QueryRowContext(ctx, `SELECT base FROM `+string(entity)+`_base WHERE id = ?`, id).Scan(&base)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	return base, err
}

// noteParent is the entity a note is about, "" when that is not known.
func noteParent(ctx context.Context, q querier, id int64) (parent string, err error) {
	err = q.QueryRowContext(ctx, `SELECT entity FROM notes WHERE id = ?`, id).Scan(&parent)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return parent, err
}

// readMerged reads a row as the person sees it.
func readMerged(ctx context.Context, q querier, entity Entity, id int64) (m record, changes []Change, err error) {
	if m, err = readRecord(ctx, q, entity, id); err != nil {
		return m, nil, err
	}
	if changes, err = changesOf(ctx, q, entity, id); err != nil {
		return m, nil, err
	}
	return m, changes, m.overlay(changes)
}

// overlayRows puts the unsent changes of an entity over rows that were read
// from the server's word.
func overlayRows[T any](ctx context.Context, q querier, entity Entity, rows []T, see func(*T) (int64, merge.Row)) error {
	ids := make([]int64, len(rows))
	for i := range rows {
		ids[i], _ = see(&rows[i])
	}
	unsent, err := unsentOf(ctx, q, entity, ids)
	if err != nil || len(unsent) == 0 {
		return err
	}
	for i := range rows {
		id, row := see(&rows[i])
		if err := overlay(row, unsent[id]); err != nil {
			return err
		}
	}
	return nil
}

// unsentOf reads the unsent changes of rows, by row.
func unsentOf(ctx context.Context, q querier, entity Entity, ids []int64) (map[int64][]Change, error) {
	list, err := changesWhere(ctx, q, `entity = ? AND entity_id IN (SELECT value FROM json_each(?))`, entity, idArray(ids))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	byRow := map[int64][]Change{}
	for _, c := range list {
		byRow[c.EntityID] = append(byRow[c.EntityID], c)
	}
	return byRow, nil
}

// remerge recomputes what the person sees of a row after its base or its
// unsent changes have changed. A row the replica does not have is no error:
// its changes may outlive it.
func (w *writing) remerge(entity Entity, id int64) error {
	m, err := readRecord(w.ctx, w.tx, entity, id)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	w.note(entity, id)
	switch v := m.value.(type) {
	case *amo.Lead:
		return w.saveMerged([]amo.Lead{*v})
	case *amo.Contact:
		return w.savePeople(Contacts, []person{personOfContact(v)})
	case *amo.Company:
		return w.savePeople(Companies, []person{personOfCompany(v)})
	case *amo.Task:
		return w.remergeTask(v)
	case *amo.Note:
		parent, err := noteParent(w.ctx, w.tx, id)
		if err != nil {
			return err
		}
		return w.saveNotes([]bornNote{{Entity(parent), v}})
	}
	return nil
}

// remergeTask also renews when the nearest task of the leads it was and is
// about is due.
func (w *writing) remergeTask(t *amo.Task) error {
	leads, err := w.leadsOfTasks([]int64{t.ID})
	if err != nil {
		return err
	}
	if err := w.saveTasks([]amo.Task{*t}); err != nil {
		return err
	}
	now, err := w.leadsOfTasks([]int64{t.ID})
	if err != nil {
		return err
	}
	return w.renewTaskTimes(append(leads, now...))
}

// seenPeople gives contacts or companies as the person shall see them: with
// their unsent changes.
func (w *writing) seenPeople(entity Entity, people []person) ([]person, error) {
	ids := make([]int64, len(people))
	for i := range people {
		ids[i] = people[i].id
	}
	unsent, err := unsentOf(w.ctx, w.tx, entity, ids)
	if err != nil || len(unsent) == 0 {
		return people, err
	}
	people = slices.Clone(people)
	for i := range people {
		changes := unsent[people[i].id]
		if len(changes) == 0 {
			continue
		}
		switch v := people[i].source.(type) {
		case *amo.Contact:
			c := *v
			err = overlay(merge.Person(&c), changes)
			people[i] = personOfContact(&c)
		case *amo.Company:
			c := *v
			err = overlay(merge.Firm(&c), changes)
			people[i] = personOfCompany(&c)
		}
		if err != nil {
			return nil, err
		}
	}
	return people, nil
}

// seenNotes gives notes as the person shall see them.
func (w *writing) seenNotes(notes []bornNote) ([]bornNote, error) {
	ids := make([]int64, len(notes))
	for i := range notes {
		ids[i] = notes[i].note.ID
	}
	unsent, err := unsentOf(w.ctx, w.tx, Notes, ids)
	if err != nil || len(unsent) == 0 {
		return notes, err
	}
	notes = slices.Clone(notes)
	for i := range notes {
		if changes := unsent[notes[i].note.ID]; len(changes) > 0 {
			n := *notes[i].note
			if err := overlay(merge.Note(&n, string(notes[i].entity)), changes); err != nil {
				return nil, err
			}
			notes[i].note = &n
		}
	}
	return notes, nil
}

// dropRow takes a row out of the replica with all that is kept of it.
func (w *writing) dropRow(r Row) error {
	ids := []int64{r.ID}
	switch r.Entity {
	case Leads:
		return w.deleteLeads(ids)
	case Contacts, Companies:
		return w.deletePeople(r.Entity, ids)
	case Tasks:
		return w.deleteTasks(ids)
	}
	return w.deleteRows(r.Entity, ids)
}
