package cache

import (
	"context"
	"database/sql"
	"slices"
)

// Duplicate is a contact or company that can be reached where somebody being
// written down can.
type Duplicate struct {
	Entity      Entity // Contacts or Companies
	ID          int64
	Name        string
	CompanyName string // of a contact
	OwnerName   string
	By          string // the phone or e-mail address asked about, as it was given
}

// DuplicatesOf returns the contacts and companies that have one of these
// phones, however written, or e-mail addresses; contacts first, each once.
// exceptID, if not 0, is who asks.
func (s *Store) DuplicatesOf(ctx context.Context, phones, emails []string, exceptID int64) (list []Duplicate, err error) {
	defer func() { err = s.fail(err, "look for duplicates") }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		for _, given := range phones {
			if p, ok := phonePoint(given); ok {
				if list, err = reachedBy(ctx, tx, list, p, given, exceptID); err != nil {
					return err
				}
			}
		}
		for _, given := range emails {
			if p, ok := emailPoint(given); ok {
				if list, err = reachedBy(ctx, tx, list, p, given, exceptID); err != nil {
					return err
				}
			}
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b Duplicate) int {
		switch {
		case a.Entity == b.Entity:
			return 0
		case a.Entity == Contacts:
			return -1
		}
		return 1
	})
	return list, err
}

// reachedBy adds who has a point to the list.
func reachedBy(ctx context.Context, tx *sql.Tx, list []Duplicate, p contactPoint, given string, exceptID int64) ([]Duplicate, error) {
	err := each(ctx, tx, func(rows *sql.Rows) error {
		q := contactPoint{kind: p.kind, tail: p.tail}
		d := Duplicate{By: given}
		if err := rows.Scan(&d.Entity, &d.ID, &q.value, &d.Name, &d.CompanyName, &d.OwnerName); err != nil {
			return err
		}
		known := slices.ContainsFunc(list, func(other Duplicate) bool { return other.Entity == d.Entity && other.ID == d.ID })
		if d.ID != exceptID && !known && p.sameAs(q) {
			list = append(list, d)
		}
		return nil
	}, `SELECT k.entity, k.entity_id, k.value, coalesce(c.name, f.name, ''), coalesce(o.name, ''), coalesce(u.name, '')
		FROM contact_points AS k
		LEFT JOIN contacts AS c ON k.entity = 'contacts' AND c.id = k.entity_id
		LEFT JOIN companies AS f ON k.entity = 'companies' AND f.id = k.entity_id
		LEFT JOIN companies AS o ON o.id = c.company_id
		LEFT JOIN users AS u ON u.id = coalesce(c.owner_id, f.owner_id)
		WHERE k.kind = ? AND k.tail = ? ORDER BY k.entity_id`, p.kind, p.tail)
	return list, err
}
