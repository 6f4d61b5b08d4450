package cache

import (
	"context"
	"database/sql"

	"voronka/amo"
)

// Companies returns companies by name; CompanyID of the query does not count.
func (s *Store) Companies(ctx context.Context, q ContactQuery) (list []CompanyRow, err error) {
	defer func() { err = s.fail(err, "list companies") }()
	where := personCondition(Companies, q)
	return s.companyRows(ctx, `companies AS p`, `WHERE `+where.sql()+` ORDER BY p.search, p.id LIMIT ?`, append(where.args, limitOf(q.Limit))...)
}

// CompanyIDs returns the ids of companies by name, as ContactIDs does.
func (s *Store) CompanyIDs(ctx context.Context, q ContactQuery) (ids []int64, err error) {
	defer func() { err = s.fail(err, "list company ids") }()
	return s.personIDs(ctx, Companies, q)
}

// CompanyRows returns what a list shows of these companies, in the order
// asked. Companies the replica does not have are left out.
func (s *Store) CompanyRows(ctx context.Context, ids []int64) (list []CompanyRow, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	defer func() { err = s.fail(err, "read %d companies", len(ids)) }()
	return s.companyRows(ctx, `json_each(?) AS j CROSS JOIN companies AS p ON p.id = j.value`, `ORDER BY j.key`, idArray(ids))
}

// CompanyLetters is ContactLetters for companies.
func (s *Store) CompanyLetters(ctx context.Context, q ContactQuery) (list []Letter, err error) {
	defer func() { err = s.fail(err, "count companies by letter") }()
	return s.letters(ctx, Companies, q)
}

func (s *Store) companyRows(ctx context.Context, from, rest string, args ...any) (list []CompanyRow, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var c CompanyRow
			var tags string
			var flags int64
			err := rows.Scan(&c.ID, &c.Name, &c.Place.key, &c.Letter, &c.OwnerID, &c.OwnerName, &c.Phone, &c.Email, &tags,
				&c.Leads, &c.Contacts, &c.UpdatedAt, &flags)
			c.Tags = unpackTags(tags)
			c.Place.id, c.Place.set = c.ID, true
			setFlags(flags, &c.Pending, &c.Conflict, &c.Refused)
			list = append(list, c)
			return err
		}, `SELECT p.id, p.name, p.search, p.letter, p.owner_id, coalesce(u.name, ''), p.phone, p.email, p.tags,
			(SELECT count(*) FROM leads AS l WHERE l.company_id = p.id AND l.company_id <> 0),
			(SELECT count(*) FROM contacts AS c WHERE c.company_id = p.id AND c.company_id <> 0), p.updated_at, `+flagsOf(Companies)+`
			FROM `+from+` LEFT JOIN users AS u ON u.id = p.owner_id `+rest, args...)
	})
	return list, err
}

// Company returns a company with everything the replica knows around it;
// ErrNotFound when it does not have the company.
func (s *Store) Company(ctx context.Context, id int64) (d CompanyDetail, err error) {
	defer func() { err = s.fail(err, "read company %d", id) }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		if d.Base, err = seenOne[amo.Company](ctx, tx, Companies, id); err != nil {
			return err
		}
		d.Company = d.Base
		if d.Changes, err = changesOf(ctx, tx, Companies, id); err != nil {
			return err
		}
		d.Contacts, err = seen[amo.Contact](ctx, tx, `FROM contacts AS p JOIN contacts_base AS b ON b.id = p.id
			WHERE p.company_id = ? AND p.company_id <> 0 ORDER BY p.search, p.id`, id)
		if err != nil {
			return err
		}
		if d.Leads, err = leadsOfCompany(ctx, tx, id); err != nil {
			return err
		}
		d.Tasks, d.Notes, err = around(ctx, tx, Companies, id)
		return err
	})
	if err != nil {
		return CompanyDetail{}, err
	}
	return d, nil
}

// LeadsOfCompany returns the leads of a company, newest update first.
func (s *Store) LeadsOfCompany(ctx context.Context, id int64) (list []LeadRow, err error) {
	defer func() { err = s.fail(err, "list leads of company %d", id) }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		list, err = leadsOfCompany(ctx, tx, id)
		return err
	})
	return list, err
}

func leadsOfCompany(ctx context.Context, q querier, id int64) ([]LeadRow, error) {
	return leadRows(ctx, q, `leads AS l`, `l.company_id = ? AND l.company_id <> 0`, id)
}
