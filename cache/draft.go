package cache

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
)

// SaveDraft keeps what a person is typing, under a key such as lead/19619 or
// contact/new, so that it survives a crash. It is no part of the outbox:
// nothing of it is sent. A nil value drops the draft. A key that ends in a
// local id stands for the row also when the server has given it another one.
func (s *Store) SaveDraft(ctx context.Context, key string, value []byte) (err error) {
	defer func() { err = s.fail(err, "save draft %s", key) }()
	return s.write(ctx, func(w *writing) error {
		key, err := knownKey(w, key)
		if err != nil {
			return err
		}
		if value == nil {
			_, err := w.exec(`DELETE FROM drafts WHERE key = ?`, key)
			return err
		}
		_, err = w.exec(`INSERT INTO drafts (key, value, at) VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at`, key, value, w.now.Unix())
		return err
	})
}

// Draft returns a draft, nil when there is none.
func (s *Store) Draft(ctx context.Context, key string) (value []byte, err error) {
	defer func() { err = s.fail(err, "read draft %s", key) }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		key, err := knownKey(reading{ctx, tx}, key)
		if err != nil {
			return err
		}
		err = tx.QueryRowContext(ctx, `SELECT value FROM drafts WHERE key = ?`, key).Scan(&value)
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

// knownKey puts the id that the server has given meanwhile in the place of a
// local one at the end of a draft's key.
func knownKey(q interface {
	row(query string, args ...any) *sql.Row
}, key string,
) (string, error) {
	at := strings.LastIndexByte(key, '/') + 1
	id, err := strconv.ParseInt(key[at:], 10, 64)
	if err != nil || id >= 0 {
		return key, nil
	}
	real, err := resolve(q, id)
	if errors.Is(err, ErrNotFound) {
		return key, nil // it was taken back, and may be made anew
	}
	return key[:at] + intText(real), err
}
