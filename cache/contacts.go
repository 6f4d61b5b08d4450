package cache

import (
	"context"
	"database/sql"

	"voronka/amo"
)

// Contacts returns contacts by name.
func (s *Store) Contacts(ctx context.Context, q ContactQuery) (list []ContactRow, err error) {
	defer func() { err = s.fail(err, "list contacts") }()
	where := personCondition(Contacts, q)
	return s.contactRows(ctx, `contacts AS p`, `WHERE `+where.sql()+` ORDER BY p.search, p.id LIMIT ?`, append(where.args, limitOf(q.Limit))...)
}

// ContactIDs returns the ids of contacts by name, for a list that reads its
// rows, by ContactRows, as they come into sight.
func (s *Store) ContactIDs(ctx context.Context, q ContactQuery) (ids []int64, err error) {
	defer func() { err = s.fail(err, "list contact ids") }()
	return s.personIDs(ctx, Contacts, q)
}

// ContactRows returns what a list shows of these contacts, in the order asked.
// Contacts the replica does not have are left out.
func (s *Store) ContactRows(ctx context.Context, ids []int64) (list []ContactRow, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	defer func() { err = s.fail(err, "read %d contacts", len(ids)) }()
	return s.contactRows(ctx, `json_each(?) AS j CROSS JOIN contacts AS p ON p.id = j.value`, `ORDER BY j.key`, idArray(ids))
}

// ContactLetters returns under which letters the contacts of a query stand,
// A to Z and then #; its Letter and After do not count.
func (s *Store) ContactLetters(ctx context.Context, q ContactQuery) (list []Letter, err error) {
	defer func() { err = s.fail(err, "count contacts by letter") }()
	return s.letters(ctx, Contacts, q)
}

func (s *Store) contactRows(ctx context.Context, from, rest string, args ...any) (list []ContactRow, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var c ContactRow
			var tags string
			var flags int64
			err := rows.Scan(&c.ID, &c.Name, &c.Place.key, &c.Letter, &c.OwnerID, &c.OwnerName, &c.CompanyID, &c.CompanyName,
				&c.Phone, &c.Email, &tags, &c.Leads, &c.UpdatedAt, &flags)
			c.Tags = unpackTags(tags)
			c.Place.id, c.Place.set = c.ID, true
			setFlags(flags, &c.Pending, &c.Conflict, &c.Refused)
			list = append(list, c)
			return err
		}, `SELECT p.id, p.name, p.search, p.letter, p.owner_id, coalesce(u.name, ''), p.company_id, coalesce(f.name, ''),
			p.phone, p.email, p.tags, (SELECT count(*) FROM lead_contacts AS l WHERE l.contact_id = p.id), p.updated_at, `+flagsOf(Contacts)+`
			FROM `+from+` LEFT JOIN users AS u ON u.id = p.owner_id LEFT JOIN companies AS f ON f.id = p.company_id `+rest, args...)
	})
	return list, err
}

// Contact returns a contact with everything the replica knows around it;
// ErrNotFound when it does not have the contact.
func (s *Store) Contact(ctx context.Context, id int64) (d ContactDetail, err error) {
	defer func() { err = s.fail(err, "read contact %d", id) }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		if d.Base, err = seenOne[amo.Contact](ctx, tx, Contacts, id); err != nil {
			return err
		}
		d.Contact = d.Base
		if d.Changes, err = changesOf(ctx, tx, Contacts, id); err != nil {
			return err
		}
		if refs := d.Contact.Embedded.Companies; len(refs) > 0 {
			companies, err := seen[amo.Company](ctx, tx, `FROM companies_base AS b WHERE b.id = ?`, refs[0].ID)
			if err != nil {
				return err
			}
			if len(companies) > 0 {
				d.Company = &companies[0]
			}
		}
		if d.Leads, err = leadsOfContact(ctx, tx, id); err != nil {
			return err
		}
		d.Tasks, d.Notes, err = around(ctx, tx, Contacts, id)
		return err
	})
	if err != nil {
		return ContactDetail{}, err
	}
	return d, nil
}

// LeadsOfContact returns the leads a contact is linked to, newest update first.
func (s *Store) LeadsOfContact(ctx context.Context, id int64) (list []LeadRow, err error) {
	defer func() { err = s.fail(err, "list leads of contact %d", id) }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		list, err = leadsOfContact(ctx, tx, id)
		return err
	})
	return list, err
}

func leadsOfContact(ctx context.Context, q querier, id int64) ([]LeadRow, error) {
	return leadRows(ctx, q, `lead_contacts AS k CROSS JOIN leads AS l ON l.id = k.lead_id`, `k.contact_id = ?`, id)
}

// leadRows reads leads in full, newest update first.
func leadRows(ctx context.Context, q querier, from, where string, args ...any) (list []LeadRow, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		card, err := scanCard(rows)
		list = append(list, LeadRow{card})
		return err
	}, `SELECT `+cardColumns+` FROM `+from+cardJoins+` WHERE `+where+` ORDER BY l.updated_at DESC, l.id DESC`, args...)
	return list, err
}

// around reads the tasks of an entity and counts its notes.
func around(ctx context.Context, q querier, entity Entity, id int64) (tasks []amo.Task, notes int, err error) {
	tasks, err = seen[amo.Task](ctx, q, `FROM tasks AS t JOIN tasks_base AS b ON b.id = t.id
		WHERE t.entity = ? AND t.entity_id = ? ORDER BY t.is_completed, t.complete_till, t.id`, entity, id)
	if err != nil {
		return nil, 0, err
	}
	err = q.QueryRowContext(ctx, `SELECT count(*) FROM notes WHERE entity = ? AND entity_id = ?`, entity, id).Scan(&notes)
	return tasks, notes, err
}
