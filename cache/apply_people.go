package cache

import (
	"strings"

	"voronka/amo"
	"voronka/cache/fold"
)

// person is a contact or a company: what the screens of leads need of it.
type person struct {
	id      int64
	name    string
	deleted bool
	source  sourced
}

func (w *writing) applyContacts(contacts []amo.Contact) error {
	people := make([]person, len(contacts))
	for i := range contacts {
		c := &contacts[i]
		name := c.Name
		if name == "" {
			name = strings.TrimSpace(c.FirstName + " " + c.LastName)
		}
		people[i] = person{c.ID, name, c.IsDeleted, c}
	}
	return w.applyPeople(Contacts, people)
}

func (w *writing) applyCompanies(companies []amo.Company) error {
	people := make([]person, len(companies))
	for i := range companies {
		c := &companies[i]
		people[i] = person{c.ID, c.Name, c.IsDeleted, c}
	}
	return w.applyPeople(Companies, people)
}

// applyPeople keeps contacts or companies; the tables are named after the
// entity.
func (w *writing) applyPeople(entity Entity, people []person) error {
	if len(people) == 0 {
		return nil
	}
	var gone []int64
	kept := people[:0]
	for _, p := range people {
		if p.deleted {
			gone = append(gone, p.id)
		} else {
			kept = append(kept, p)
		}
	}
	if err := w.deletePeople(entity, gone); err != nil {
		return err
	}
	ids := make([]int64, len(kept))
	for i := range kept {
		ids[i] = kept[i].id
	}
	bases, err := basesOf(kept, func(p *person) sourced { return p.source })
	if err != nil {
		return err
	}
	table := string(entity)
	stale, err := w.stale(table+"_base", ids, bases)
	if err != nil {
		return err
	}
	for _, i := range stale {
		w.note(entity, ids[i])
	}
	err = w.execEach(`INSERT OR REPLACE INTO `+table+` (id, name, search) VALUES (?, ?, ?)`, len(stale), func(n int) []any {
		p := kept[stale[n]]
		return []any{p.id, p.name, fold.Index(p.name)}
	})
	if err != nil {
		return err
	}
	return w.saveBases(entity, ids, bases, stale)
}

// saveBases keeps the server's word on the rows at these indexes.
func (w *writing) saveBases(entity Entity, ids []int64, bases [][]byte, at []int) error {
	return w.execEach(`INSERT OR REPLACE INTO `+string(entity)+`_base (id, base) VALUES (?, ?)`, len(at), func(n int) []any {
		return []any{ids[at[n]], bases[at[n]]}
	})
}

func (w *writing) deletePeople(entity Entity, ids []int64) error {
	return w.deleteRows(entity, ids)
}

// deleteRows takes rows out of the replica and notes the ones that were there.
func (w *writing) deleteRows(entity Entity, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	there, err := w.ids(`DELETE FROM `+string(entity)+` WHERE id IN (SELECT value FROM json_each(?)) RETURNING id`, idArray(ids))
	if err != nil {
		return err
	}
	w.note(entity, there...)
	_, err = w.exec(`DELETE FROM `+string(entity)+`_base WHERE id IN (SELECT value FROM json_each(?))`, idArray(ids))
	return err
}
