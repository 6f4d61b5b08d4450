package cache

import (
	"context"
	"database/sql"
)

// cardColumns are what a Card is read from; cardJoins name the tables. The
// nearest task's details are known when its entity is loaded; the time alone
// comes with the lead.
const (
	cardColumns = `l.id, l.name, l.price, l.status_id, l.pipeline_id, l.owner_id, coalesce(u.name, ''),
		coalesce(c.name, ''), coalesce(f.name, ''), l.tags, l.task_at, coalesce(t.task_type_id, 0),
		coalesce(nullif(y.name, ''), t.text, ''), l.created_at, l.updated_at,
		coalesce((SELECT sum(DISTINCT CASE o.state WHEN 'conflict' THEN 2 WHEN 'refused' THEN 4 ELSE 1 END)
			FROM outbox AS o WHERE o.entity = 'leads' AND o.entity_id = l.id), 0),
		coalesce((SELECT max(o.due_at) FROM outbox AS o
			WHERE o.entity = 'leads' AND o.entity_id = l.id AND o.state = 'held'), 0)`
	cardJoins = `
		LEFT JOIN users AS u ON u.id = l.owner_id
		LEFT JOIN contacts AS c ON c.id = l.contact_id
		LEFT JOIN companies AS f ON f.id = l.company_id
		LEFT JOIN tasks AS t ON t.id = (SELECT n.id FROM tasks AS n
			WHERE n.lead_id = l.id AND n.is_completed = 0 ORDER BY n.complete_till, n.id LIMIT 1)
		LEFT JOIN task_types AS y ON y.id = t.task_type_id`
)

// What cardColumns's last value but one is made of.
const (
	flagWaiting  = 1
	flagConflict = 2
	flagRefused  = 4
)

// Cards returns what the board shows of these leads, in the order asked.
// Leads the replica does not have are left out.
func (s *Store) Cards(ctx context.Context, ids []int64) (cards []Card, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	defer func() { err = s.fail(err, "read %d cards", len(ids)) }()
	cards = make([]Card, 0, len(ids))
	err = s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			card, err := scanCard(rows)
			cards = append(cards, card)
			return err
		}, `SELECT `+cardColumns+` FROM json_each(?) AS j CROSS JOIN leads AS l ON l.id = j.value`+cardJoins+`
			ORDER BY j.key`, idArray(ids))
	})
	return cards, err
}

// Leads returns leads as a list, newest update first unless q says otherwise.
// It fails with *FieldFilterError when leads cannot be filtered as asked.
func (s *Store) Leads(ctx context.Context, q LeadQuery) (list []LeadRow, err error) {
	defer func() { err = s.fail(err, "list leads") }()
	var where condition
	if q.PipelineID != 0 {
		where.add("l.pipeline_id = ?", q.PipelineID)
	}
	if q.StatusID != 0 {
		where.add("l.status_id = ?", q.StatusID)
	}
	where.filterBy(q.Filter)
	for i := range q.Filter.Fields {
		where.fielded(&q.Filter.Fields[i])
	}
	limit := q.Limit
	if limit <= 0 {
		limit = -1
	}
	key, _ := sortKey(q.Order)
	err = s.readFiltered(ctx, q.Filter, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			card, err := scanCard(rows)
			list = append(list, LeadRow{card})
			return err
		}, `SELECT `+cardColumns+` FROM leads AS l`+cardJoins+` WHERE `+where.sql()+`
			ORDER BY `+key+` LIMIT ?`, append(where.args, limit)...)
	})
	return list, err
}

func scanCard(rows *sql.Rows) (card Card, err error) {
	var tags string
	var flags int64
	err = rows.Scan(&card.ID, &card.Name, &card.Price, &card.StatusID, &card.PipelineID, &card.OwnerID, &card.OwnerName,
		&card.ContactName, &card.CompanyName, &tags, &card.TaskAt, &card.TaskTypeID,
		&card.TaskText, &card.CreatedAt, &card.UpdatedAt, &flags, &card.HeldUntil)
	card.Tags = unpackTags(tags)
	card.Pending = flags&(flagWaiting|flagConflict|flagRefused) != 0
	card.Conflict = flags&flagConflict != 0
	card.Refused = flags&flagRefused != 0
	return card, err
}
