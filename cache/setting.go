package cache

import (
	"context"
	"database/sql"
	"errors"
)

// Setting returns a setting of the program, "" when it was never set.
func (f *Folder) Setting(ctx context.Context, key string) (string, error) {
	var value string
	err := f.db.QueryRowContext(ctx, `SELECT value FROM settings WHERE key = ?`, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, f.fail(err, "read setting %s", key)
}

// SetSetting keeps a setting; an empty value is the same as never set.
func (f *Folder) SetSetting(ctx context.Context, key, value string) error {
	_, err := f.db.ExecContext(ctx, `
		INSERT INTO settings (key, value) VALUES (?, ?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return f.fail(err, "set setting %s", key)
}
