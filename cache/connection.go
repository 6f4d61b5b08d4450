package cache

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// The kinds of a Connection.
const (
	LongLived = "long_lived" // one token made by hand, which is never renewed
	OAuth     = "oauth"      // a pair of tokens, renewed again and again
)

// The states of a Connection.
const (
	StateOK     = "ok"
	StateSignIn = "sign_in" // the person has to sign in again
)

// Connection is an account this folder is connected to. What opens the account
// is sealed by cache/vault, bound to the account id, and of no use elsewhere.
type Connection struct {
	AccountID int64
	Name      string // of the account, as a person knows it
	Subdomain string
	Host      string // nurmebel.amocrm.ru
	BaseURL   string // https://nurmebel.amocrm.ru, or where a sandbox listens
	Kind      string // LongLived or OAuth
	Sealed    []byte // the token, or the pair of tokens
	ExpiresAt int64  // Unix seconds, 0 unknown
	State     string // StateOK or StateSignIn
	CreatedAt int64  // Unix seconds; SaveConnection sets it when it is 0

	// Of the integration that an OAuth connection was made with.
	ClientID     string
	RedirectURI  string
	SealedSecret []byte

	Version int64 // grows with everything sealed for the connection
}

const connectionColumns = `account_id, name, subdomain, host, base_url, kind, sealed, expires_at, state, created_at,
	client_id, redirect_uri, sealed_secret, version`

func scanConnection(row interface{ Scan(...any) error }) (c Connection, err error) {
	err = row.Scan(&c.AccountID, &c.Name, &c.Subdomain, &c.Host, &c.BaseURL, &c.Kind, &c.Sealed, &c.ExpiresAt, &c.State, &c.CreatedAt,
		&c.ClientID, &c.RedirectURI, &c.SealedSecret, &c.Version)
	return c, err
}

// Connections returns the connected accounts, oldest first.
func (f *Folder) Connections(ctx context.Context) (list []Connection, err error) {
	defer func() { err = f.fail(err, "read connections") }()
	rows, err := f.db.QueryContext(ctx, `SELECT `+connectionColumns+` FROM connections ORDER BY created_at, account_id`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		c, err := scanConnection(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// Connection returns one connected account, or ErrNotFound.
func (f *Folder) Connection(ctx context.Context, accountID int64) (Connection, error) {
	c, err := scanConnection(f.db.QueryRowContext(ctx, `SELECT `+connectionColumns+` FROM connections WHERE account_id = ?`, accountID))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return c, f.fail(err, "read connection of account %d", accountID)
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
		INSERT INTO connections (`+connectionColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (account_id) DO UPDATE SET
			name = excluded.name, subdomain = excluded.subdomain, host = excluded.host,
			base_url = excluded.base_url, kind = excluded.kind, sealed = excluded.sealed,
			expires_at = excluded.expires_at, state = excluded.state,
			created_at = CASE WHEN ? = 0 THEN created_at ELSE excluded.created_at END,
			client_id = excluded.client_id, redirect_uri = excluded.redirect_uri,
			sealed_secret = excluded.sealed_secret, version = excluded.version`,
		c.AccountID, c.Name, c.Subdomain, c.Host, c.BaseURL, c.Kind, c.Sealed, c.ExpiresAt, c.State, created,
		c.ClientID, c.RedirectURI, c.SealedSecret, c.Version, c.CreatedAt)
	return f.fail(err, "save connection of account %d", c.AccountID)
}

// RenewConnection keeps a renewed pair of tokens: Sealed, ExpiresAt and
// Version of c, and Host and BaseURL, which may have changed with it. The
// connection works again. It fails with ErrNotFound when the account was
// disconnected or signed in anew meanwhile.
func (f *Folder) RenewConnection(ctx context.Context, c Connection) error {
	done, err := f.db.ExecContext(ctx, `
		UPDATE connections SET sealed = ?, expires_at = ?, version = ?, host = ?, base_url = ?, state = ?
		WHERE account_id = ? AND kind = ? AND version < ?`,
		c.Sealed, c.ExpiresAt, c.Version, c.Host, c.BaseURL, StateOK, c.AccountID, OAuth, c.Version)
	if err == nil {
		var rows int64
		if rows, err = done.RowsAffected(); err == nil && rows == 0 {
			err = ErrNotFound
		}
	}
	return f.fail(err, "renew connection of account %d", c.AccountID)
}

// SetConnectionState tells whether what is sealed in a version still opens the
// account. A connection that has another version by now is left alone.
func (f *Folder) SetConnectionState(ctx context.Context, accountID, version int64, state string) error {
	_, err := f.db.ExecContext(ctx, `UPDATE connections SET state = ? WHERE account_id = ? AND version = ? AND state <> ?`,
		state, accountID, version, state)
	return f.fail(err, "set state of account %d", accountID)
}
