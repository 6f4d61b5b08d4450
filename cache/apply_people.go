package cache

import (
	"net/http"
	"strings"

	"voronka/amo"
	"voronka/cache/fold"
)

// person is a contact or a company: what lists and cards need of it.
type person struct {
	id, owner, company int64
	name               string
	tags               []amo.Tag
	fields             []amo.FieldValues
	created, updated   int64
	deleted            bool
	source             sourced
}

// contactName is what a contact is called: by its own name, or by the parts.
func contactName(c *amo.Contact) string {
	if c.Name != "" {
		return c.Name
	}
	return strings.TrimSpace(c.FirstName + " " + c.LastName)
}

func personOfContact(c *amo.Contact) person {
	p := person{
		id: c.ID, owner: c.ResponsibleUserID, name: contactName(c), tags: c.Embedded.Tags, fields: c.CustomFieldsValues,
		created: c.CreatedAt, updated: c.UpdatedAt, deleted: c.IsDeleted, source: c,
	}
	if len(c.Embedded.Companies) > 0 {
		p.company = c.Embedded.Companies[0].ID
	}
	return p
}

func personOfCompany(c *amo.Company) person {
	return person{
		id: c.ID, owner: c.ResponsibleUserID, name: c.Name, tags: c.Embedded.Tags, fields: c.CustomFieldsValues,
		created: c.CreatedAt, updated: c.UpdatedAt, deleted: c.IsDeleted, source: c,
	}
}

func peopleOf[T any](rows []T, of func(*T) person) []person {
	people := make([]person, len(rows))
	for i := range rows {
		people[i] = of(&rows[i])
	}
	return people
}

func (w *writing) applyContacts(contacts []amo.Contact) error {
	return w.applyPeople(Contacts, peopleOf(contacts, personOfContact))
}

func (w *writing) applyCompanies(companies []amo.Company) error {
	return w.applyPeople(Companies, peopleOf(companies, personOfCompany))
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
	stale, err := w.stale(string(entity)+"_base", ids, bases)
	if err != nil || len(stale) == 0 {
		return err
	}
	changed := make([]person, len(stale))
	for n, i := range stale {
		changed[n] = kept[i]
		w.note(entity, ids[i])
	}
	if err := w.savePeople(entity, changed); err != nil {
		return err
	}
	return w.saveBases(entity, ids, bases, stale)
}

// savePeople writes what is read of contacts or companies besides their bases,
// as the person shall see it.
func (w *writing) savePeople(entity Entity, people []person) error {
	people, err := w.seenPeople(entity, people)
	if err != nil {
		return err
	}
	reaches := make([]reach, len(people))
	for i := range people {
		reaches[i] = reachOf(people[i].fields)
	}
	columns, marks := `id, name, search, letter, owner_id, phone, email, tags, created_at, updated_at`, `?, ?, ?, ?, ?, ?, ?, ?, ?, ?`
	if entity == Contacts {
		columns, marks = columns+`, company_id`, marks+`, ?`
	}
	err = w.execEach(`INSERT OR REPLACE INTO `+string(entity)+` (`+columns+`) VALUES (`+marks+`)`, len(people), func(i int) []any {
		p, r := &people[i], &reaches[i]
		search := fold.Index(p.name)
		args := []any{p.id, p.name, search, letterOf(search), p.owner, r.phone, r.email, packTags(p.tags), p.created, p.updated}
		if entity == Contacts {
			args = append(args, p.company)
		}
		return args
	})
	if err != nil {
		return err
	}
	return w.savePoints(entity, people, reaches)
}

// savePoints replaces the contact points of contacts or companies.
func (w *writing) savePoints(entity Entity, people []person, reaches []reach) error {
	ids := make([]int64, len(people))
	type row struct {
		id    int64
		point contactPoint
	}
	var rows []row
	for i := range people {
		ids[i] = people[i].id
		for _, p := range reaches[i].points {
			rows = append(rows, row{ids[i], p})
		}
	}
	if err := w.deletePoints(entity, ids); err != nil {
		return err
	}
	return w.execEach(`INSERT INTO contact_points (entity, entity_id, kind, value, tail) VALUES (?, ?, ?, ?, ?)`, len(rows), func(i int) []any {
		r := &rows[i]
		return []any{entity, r.id, r.point.kind, r.point.value, r.point.tail}
	})
}

func (w *writing) deletePoints(entity Entity, ids []int64) error {
	_, err := w.exec(`DELETE FROM contact_points WHERE entity = ? AND entity_id IN (SELECT value FROM json_each(?))`, entity, idArray(ids))
	return err
}

// saveBases keeps the server's word on the rows at these indexes.
func (w *writing) saveBases(entity Entity, ids []int64, bases [][]byte, at []int) error {
	return w.execEach(saveBase(entity), len(at), func(n int) []any {
		return []any{ids[at[n]], bases[at[n]]}
	})
}

// saveBase writes the server's word on one row. A row that is known keeps its
// place in the table, so that no holes are left there.
func saveBase(entity Entity) string {
	return `INSERT INTO ` + string(entity) + `_base (id, base) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET base = excluded.base`
}

func (w *writing) deletePeople(entity Entity, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	if err := w.deletePoints(entity, ids); err != nil {
		return err
	}
	return w.deleteRows(entity, ids)
}

// deleteRows takes rows out of the replica and notes the ones that were there.
// What the person wanted of them and was not sent stays in the outbox, as
// refused: it cannot be sent, and it is for the person to drop it.
func (w *writing) deleteRows(entity Entity, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	orphans, err := w.ids(`SELECT id FROM outbox WHERE entity = ? AND state IN ('held', 'queued')
		AND entity_id IN (SELECT value FROM json_each(?))`, entity, idArray(ids))
	if err != nil {
		return err
	}
	for _, id := range orphans {
		if err := w.refuse(id, http.StatusNotFound, ""); err != nil {
			return err
		}
	}
	if err := w.keepGone(entity, ids); err != nil {
		return err
	}
	there, err := w.ids(`DELETE FROM `+string(entity)+` WHERE id IN (SELECT value FROM json_each(?)) RETURNING id`, idArray(ids))
	if err != nil {
		return err
	}
	w.note(entity, there...)
	_, err = w.exec(`DELETE FROM `+string(entity)+`_base WHERE id IN (SELECT value FROM json_each(?))`, idArray(ids))
	return err
}
