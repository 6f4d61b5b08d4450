package cache

import (
	"context"
	"database/sql"

	"voronka/amo"
)

// Lead returns a lead with everything the replica knows around it; ErrNotFound
// when it does not have the lead.
func (s *Store) Lead(ctx context.Context, id int64) (d LeadDetail, err error) {
	defer func() { err = s.fail(err, "read lead %d", id) }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		id, err := resolve(reading{ctx, tx}, id)
		if err != nil {
			return err
		}
		if d.Base, err = baseLead(ctx, tx, id); err != nil {
			return err
		}
		if d.Changes, err = changesOf(ctx, tx, Leads, id); err != nil {
			return err
		}
		if d.Lead, err = overlayAll(d.Base, d.Changes); err != nil {
			return err
		}
		return d.readAround(ctx, tx)
	})
	if err != nil {
		return LeadDetail{}, err
	}
	return d, nil
}

// readAround reads what is linked to the lead, as far as it is here.
func (d *LeadDetail) readAround(ctx context.Context, tx *sql.Tx) (err error) {
	for _, ref := range d.Lead.Embedded.Contacts {
		found, err := seen[amo.Contact](ctx, tx, `FROM contacts_base AS b WHERE b.id = ?`, ref.ID)
		if err != nil {
			return err
		}
		d.Contacts = append(d.Contacts, found...)
	}
	companies, err := seen[amo.Company](ctx, tx, `FROM companies_base AS b WHERE b.id = ?`, d.Lead.CompanyID())
	if err != nil {
		return err
	}
	if len(companies) > 0 {
		d.Company = &companies[0]
	}
	d.Tasks, err = seen[amo.Task](ctx, tx, `FROM tasks AS t JOIN tasks_base AS b ON b.id = t.id
		WHERE t.lead_id = ? ORDER BY t.is_completed, t.complete_till, t.id`, d.Lead.ID)
	return err
}

// Counts returns the sizes a person is shown.
func (s *Store) Counts(ctx context.Context) (c Counts, err error) {
	defer func() { err = s.fail(err, "count") }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT
			(SELECT count(*) FROM leads), (SELECT count(*) FROM contacts),
			(SELECT count(*) FROM companies), (SELECT count(*) FROM tasks),
			(SELECT count(*) FROM outbox),
			(SELECT count(*) FROM outbox WHERE state = ?), (SELECT count(*) FROM outbox WHERE state = ?),
			(SELECT count(*) FROM tasks WHERE is_completed = 0 AND complete_till < ?
				AND owner_id = (SELECT current_user_id FROM account))`,
			ChangeConflict, ChangeRefused, s.now().Unix()).
			Scan(&c.Leads, &c.Contacts, &c.Companies, &c.Tasks, &c.Pending, &c.Conflicts, &c.Refused, &c.OverdueTasks)
	})
	return c, err
}
