package cache

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
)

// Mark returns a checkpoint saved with a Batch, "" when there is none.
func (s *Store) Mark(ctx context.Context, key string) (value string, err error) {
	defer func() { err = s.fail(err, "read mark %s", key) }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT value FROM marks WHERE key = ?`, key).Scan(&value)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

func (w *writing) setMarks(marks map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(marks)) {
		var err error
		if value := marks[key]; value == "" {
			_, err = w.exec(`DELETE FROM marks WHERE key = ?`, key)
		} else {
			_, err = w.exec(`INSERT INTO marks (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
