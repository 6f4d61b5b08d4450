package cache

import (
	"context"
	"database/sql"
	"strings"

	"voronka/cache/fold"
)

// personCondition is the SQL condition of a ContactQuery on a table aliased p.
func personCondition(entity Entity, q ContactQuery) condition {
	var where condition
	if q.After.set {
		where.add("(p.search, p.id) > (?, ?)", q.After.key, q.After.id)
	}
	if q.Letter != "" {
		where.add("p.letter = ?", q.Letter)
	}
	if len(q.OwnerIDs) > 0 {
		where.add("p.owner_id IN (" + idList(q.OwnerIDs) + ")")
	}
	if q.CompanyID != 0 && entity == Contacts {
		where.add("p.company_id = ?", q.CompanyID)
	}
	where.anyTag("p.tags", q.Tags)
	where.person(entity, q.Text)
	return where
}

// person looks for a part of a name, phone or e-mail address.
func (c *condition) person(entity Entity, text string) {
	var terms []string
	var args []any
	for _, form := range fold.Forms(text) {
		if form != "" {
			terms = append(terms, "instr(p.search, ?) > 0")
			args = append(args, form)
		}
	}
	if len(terms) == 0 {
		return
	}
	const points = "p.id IN (SELECT entity_id FROM contact_points WHERE entity = ? AND kind = ? AND instr(value, ?) > 0)"
	// Two digits are in nearly every number.
	if phone, ok := phonePoint(text); ok && len(phone.value) > 2 && isDialled(text) {
		terms = append(terms, points)
		args = append(args, entity, pointPhone, phone.value)
	}
	terms = append(terms, points)
	args = append(args, entity, pointEmail, strings.ToLower(strings.TrimSpace(text)))
	c.add("("+strings.Join(terms, " OR ")+")", args...)
}

// isDialled reports whether text could be a part of a phone: digits and what
// people write between them.
func isDialled(text string) bool { return strings.Trim(text, "0123456789 +-()./\u00a0") == "" }

// personIDs returns the ids of contacts or companies in the order of the list.
func (s *Store) personIDs(ctx context.Context, entity Entity, q ContactQuery) (ids []int64, err error) {
	where := personCondition(entity, q)
	err = s.read(ctx, func(tx *sql.Tx) error {
		var packed sql.RawBytes
		var count int
		// Packed into one value, as the board does and for its reason.
		return each(ctx, tx, func(rows *sql.Rows) error {
			if err := rows.Scan(&packed, &count); err != nil {
				return err
			}
			ids = unpackIDs(packed, count)
			return nil
		}, `SELECT coalesce(group_concat(id), ''), count(*) FROM (SELECT p.id FROM `+string(entity)+` AS p
			WHERE `+where.sql()+` ORDER BY p.search, p.id LIMIT ?)`, append(where.args, limitOf(q.Limit))...)
	})
	return ids, err
}

// letters counts the rows of a list by letter.
func (s *Store) letters(ctx context.Context, entity Entity, q ContactQuery) (list []Letter, err error) {
	q.Letter, q.After = "", PersonPlace{}
	where := personCondition(entity, q)
	err = s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var l Letter
			err := rows.Scan(&l.Letter, &l.Count)
			list = append(list, l)
			return err
		}, `SELECT p.letter, count(*) FROM `+string(entity)+` AS p WHERE `+where.sql()+` GROUP BY p.letter ORDER BY p.letter = '#', p.letter`, where.args...)
	})
	return list, err
}

// limitOf is a LIMIT; 0 stands for none.
func limitOf(limit int) int {
	if limit <= 0 {
		return -1
	}
	return limit
}

// flagsOf is a column that tells of the unsent changes of a row p, see
// setFlags.
func flagsOf(entity Entity) string {
	return `coalesce((SELECT sum(DISTINCT CASE o.state WHEN 'conflict' THEN 2 WHEN 'refused' THEN 4 ELSE 1 END)
		FROM outbox AS o WHERE o.entity = '` + string(entity) + `' AND o.entity_id = p.id), 0)`
}

func setFlags(flags int64, pending, conflict, refused *bool) {
	*pending = flags != 0
	*conflict = flags&flagConflict != 0
	*refused = flags&flagRefused != 0
}
