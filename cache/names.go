package cache

import (
	"context"
	"database/sql"
	"fmt"
)

// namesIn says where a row's name stands, by entity.
func namesIn(entity Entity) (query string, ok bool) {
	switch entity {
	case Leads, Contacts, Companies:
		return `SELECT id, name FROM ` + string(entity), true
	case Tasks:
		return `SELECT id, text FROM tasks`, true
	}
	return "", false
}

// Names returns what rows are called as they are seen now; a task is called by
// its text. Rows that the replica does not have, and notes, are left out.
func (s *Store) Names(ctx context.Context, rows []Row) (names map[Row]string, err error) {
	defer func() { err = s.fail(err, "read the names of %d rows", len(rows)) }()
	ids := map[Entity][]int64{}
	for _, r := range rows {
		ids[r.Entity] = append(ids[r.Entity], r.ID)
	}
	names = make(map[Row]string, len(rows))
	err = s.read(ctx, func(tx *sql.Tx) error {
		for entity, list := range ids {
			query, ok := namesIn(entity)
			if !ok {
				continue
			}
			err := each(ctx, tx, func(rows *sql.Rows) error {
				var id int64
				var name string
				err := rows.Scan(&id, &name)
				names[Row{entity, id}] = name
				return err
			}, query+` WHERE id IN (SELECT value FROM json_each(?))`, idArray(list))
			if err != nil {
				return fmt.Errorf("%s: %w", entity, err)
			}
		}
		return nil
	})
	return names, err
}
