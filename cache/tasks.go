package cache

import (
	"context"
	"database/sql"
)

// TaskQuery asks for tasks. The zero query asks for all, open and done.
// Conditions must all hold.
type TaskQuery struct {
	IDs       []int64
	OwnerIDs  []int64
	Completed *bool  // nil: both
	From, To  int64  // due then, Unix seconds, both included; 0: open
	Entity    Entity // "": any; with EntityID one entity's
	EntityID  int64
	TypeID    int64  // 0: any
	Text      string // part of the text, as it is written
	Limit     int    // 0: all
}

// TaskRow is one task of a list.
type TaskRow struct {
	ID         int64
	Entity     Entity // what it is about: leads, contacts, companies, customers; "" nothing
	EntityID   int64
	EntityName string // "" when it is not here
	OwnerID    int64
	OwnerName  string // empty when the user is not known
	TypeID     int64
	TypeName   string // empty for the types the account did not name
	Text       string
	Result     string // what was written down when it was done
	DueAt      int64  // Unix seconds
	Completed  bool
	UpdatedAt  int64
	Pending    bool // has changes that were not sent yet
	Conflict   bool
	Refused    bool
}

// Tasks returns tasks: open ones first, the one due next on top, then those
// that are done, the latest on top.
func (s *Store) Tasks(ctx context.Context, q TaskQuery) (list []TaskRow, err error) {
	defer func() { err = s.fail(err, "list tasks") }()
	where := q.condition()
	err = s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var t TaskRow
			var flags int64
			err := rows.Scan(&t.ID, &t.Entity, &t.EntityID, &t.EntityName, &t.OwnerID, &t.OwnerName, &t.TypeID, &t.TypeName,
				&t.Text, &t.Result, &t.DueAt, &t.Completed, &t.UpdatedAt, &flags)
			setFlags(flags, &t.Pending, &t.Conflict, &t.Refused)
			list = append(list, t)
			return err
		}, `SELECT p.id, p.entity, p.entity_id, coalesce(l.name, c.name, f.name, ''), p.owner_id, coalesce(u.name, ''),
			p.task_type_id, coalesce(y.name, ''), p.text, p.result, p.complete_till, p.is_completed, p.updated_at, `+flagsOf(Tasks)+`
			FROM tasks AS p
			LEFT JOIN leads AS l ON p.entity = 'leads' AND l.id = p.entity_id
			LEFT JOIN contacts AS c ON p.entity = 'contacts' AND c.id = p.entity_id
			LEFT JOIN companies AS f ON p.entity = 'companies' AND f.id = p.entity_id
			LEFT JOIN users AS u ON u.id = p.owner_id
			LEFT JOIN task_types AS y ON y.id = p.task_type_id
			WHERE `+where.sql()+`
			ORDER BY p.is_completed, iif(p.is_completed, -p.complete_till, p.complete_till), p.id LIMIT ?`,
			append(where.args, limitOf(q.Limit))...)
	})
	return list, err
}

// CountTasks returns how many tasks a query has, whatever its Limit.
func (s *Store) CountTasks(ctx context.Context, q TaskQuery) (count int, err error) {
	defer func() { err = s.fail(err, "count tasks") }()
	where := q.condition()
	err = s.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT count(*) FROM tasks AS p WHERE `+where.sql(), where.args...).Scan(&count)
	})
	return count, err
}

func (q TaskQuery) condition() condition {
	var where condition
	if len(q.IDs) > 0 {
		where.add("p.id IN (SELECT value FROM json_each(?))", idArray(q.IDs))
	}
	if len(q.OwnerIDs) > 0 {
		where.add("p.owner_id IN (" + idList(q.OwnerIDs) + ")")
	}
	if q.Completed != nil {
		where.add("p.is_completed = ?", *q.Completed)
	}
	where.within("p.complete_till", q.From, q.To)
	if q.Entity != "" {
		where.add("p.entity = ?", q.Entity)
	}
	if q.EntityID != 0 {
		where.add("p.entity_id = ?", q.EntityID)
	}
	if q.TypeID != 0 {
		where.add("p.task_type_id = ?", q.TypeID)
	}
	if q.Text != "" {
		where.add("instr(p.text, ?) > 0", q.Text)
	}
	return where
}
