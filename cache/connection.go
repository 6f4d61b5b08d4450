package cache

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Connection is an account this folder is connected to. What opens the account
// is sealed by cache/vault, bound to the account id, and of no use elsewhere.
type Connection struct {
	AccountID int64
	Name      string // of the account, as a person knows it
	Subdomain string
	Host      string // nurmebel.amocrm.ru
	BaseURL   string // https://nurmebel.amocrm.ru, or where a sandbox listens
	Kind      string // "long_lived" or "oauth"
	Sealed    []byte
	ExpiresAt int64  // Unix seconds, 0 unknown
	State     string // "ok", or "sign_in" when the person has to sign in again
	CreatedAt int64  // Unix seconds; SaveConnection sets it when it is 0
}

// Connections returns the connected accounts, oldest first.
func (f *Folder) Connections(ctx context.Context) (list []Connection, err error) {
	defer func() { err = f.fail(err, "read connections") }()
	rows, err := f.db.QueryContext(ctx, `
		SELECT account_id, name, subdomain, host, base_url, kind, sealed, expires_at, state, created_at
		FROM connections ORDER BY created_at, account_id`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var c Connection
		if err := rows.Scan(&c.AccountID, &c.Name, &c.Subdomain, &c.Host, &c.BaseURL, &c.Kind, &c.Sealed, &c.ExpiresAt, &c.State, &c.CreatedAt); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// SaveConnection keeps a connection, in place of the one with its AccountID if
// there is one; that one's CreatedAt stays when c has none.
func (f *Folder) SaveConnection(ctx context.Context, c Connection) error {
	if c.AccountID <= 0 {
		return fmt.Errorf("save connection: %d is not an account id", c.AccountID)
	}
	created := c.CreatedAt
	if created == 0 {
		created = time.Now().Unix()
	}
	_, err := f.db.ExecContext(ctx, `
		INSERT INTO connections (account_id, name, subdomain, host, base_url, kind, sealed, expires_at, state, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (account_id) DO UPDATE SET
			name = excluded.name, subdomain = excluded.subdomain, host = excluded.host,
			base_url = excluded.base_url, kind = excluded.kind, sealed = excluded.sealed,
			expires_at = excluded.expires_at, state = excluded.state,
			created_at = CASE WHEN ? = 0 THEN created_at ELSE excluded.created_at END`,
		c.AccountID, c.Name, c.Subdomain, c.Host, c.BaseURL, c.Kind, c.Sealed, c.ExpiresAt, c.State, created, c.CreatedAt)
	return f.fail(err, "save connection of account %d", c.AccountID)
}
