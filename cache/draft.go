package cache

import (
	"context"
	"database/sql"
	"errors"
)

// SaveDraft keeps what a person is typing, under a key such as lead/19619 or
// contact/new, so that it survives a crash. It is no part of the outbox:
// nothing of it is sent. A nil value drops the draft.
func (s *Store) SaveDraft(ctx context.Context, key string, value []byte) (err error) {
	defer func() { err = s.fail(err, "save draft %s", key) }()
	return s.write(ctx, func(w *writing) error {
		if value == nil {
			_, err := w.exec(`DELETE FROM drafts WHERE key = ?`, key)
			return err
		}
		_, err := w.exec(`INSERT INTO drafts (key, value, at) VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at`, key, value, w.now.Unix())
		return err
	})
}

// Draft returns a draft, nil when there is none.
func (s *Store) Draft(ctx context.Context, key string) (value []byte, err error) {
	defer func() { err = s.fail(err, "read draft %s", key) }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT value FROM drafts WHERE key = ?`, key).Scan(&value)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return value, err
}

// Drafts returns the keys of all drafts, the one typed at last first.
func (s *Store) Drafts(ctx context.Context) (keys []string, err error) {
	defer func() { err = s.fail(err, "list drafts") }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var key string
			err := rows.Scan(&key)
			keys = append(keys, key)
			return err
		}, `SELECT key FROM drafts ORDER BY at DESC, key`)
	})
	return keys, err
}
