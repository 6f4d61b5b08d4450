package cache

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// DeliveriesDir is where webhook deliveries about an account are kept: in a
// folder of its own that Forget removes. 0 stands for a receiver that was
// started without an account; its folder goes with the last connection.
func (f *Folder) DeliveriesDir(accountID int64) string {
	if accountID == 0 {
		return filepath.Join(f.dir, "deliveries")
	}
	return f.accountFile(accountID, ".deliveries")
}

func (f *Folder) accountFile(accountID int64, suffix string) string {
	return filepath.Join(f.dir, "accounts", strconv.FormatInt(accountID, 10)+suffix)
}

// HasReplica reports whether anything of the account was ever stored here.
func (f *Folder) HasReplica(accountID int64) bool {
	_, err := os.Stat(f.accountPath(accountID))
	return err == nil
}

// Forget wipes an account from the folder: its replica with everything beside
// it, its connection, the settings that have its id as a step of their name,
// and the backups of voronka.db, in which the connection may stand as well.
// The files go first, so that a wipe that was cut short can be repeated. The
// caller holds LockEngine and LockTokens, whose files stay and are empty.
func (f *Folder) Forget(ctx context.Context, accountID int64) error {
	if accountID <= 0 {
		return fmt.Errorf("forget account %d: not an account id", accountID)
	}
	if err := f.removeReplica(accountID); err != nil {
		return fmt.Errorf("forget account %d: %w", accountID, &FolderError{Dir: f.dir, Err: err})
	}
	return f.fail(f.removeConnection(ctx, accountID), "forget account %d", accountID)
}

func (f *Folder) removeReplica(accountID int64) error {
	path := f.accountPath(accountID)
	errs := []error{removeDatabase(path), removeDatabase(path + ".new"), os.RemoveAll(f.DeliveriesDir(accountID))}
	for _, database := range []string{path, f.path} {
		errs = append(errs, removeBackups(database))
	}
	return errors.Join(errs...)
}

// removeBackups removes the copies that backUp has made of a database.
func removeBackups(path string) error {
	dir, name := filepath.Split(path)
	entries, err := os.ReadDir(dir)
	errs := []error{err}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), name+".v") && strings.Contains(entry.Name(), ".backup") {
			errs = append(errs, removeIfThere(filepath.Join(dir, entry.Name())))
		}
	}
	return errors.Join(errs...)
}

// removeConnection removes the rows for good: SQLite overwrites them, and what
// its log still has of them is emptied as far as other processes let it.
func (f *Folder) removeConnection(ctx context.Context, accountID int64) error {
	if _, err := f.db.ExecContext(ctx, `PRAGMA secure_delete = ON`); err != nil {
		return err
	}
	id := strconv.FormatInt(accountID, 10)
	for _, step := range []struct {
		statement string
		args      []any
	}{
		{`DELETE FROM settings WHERE key LIKE '%/' || ? OR key LIKE '%/' || ? || '/%' OR key = 'account' AND value = ?`, []any{id, id, id}},
		{`DELETE FROM connections WHERE account_id = ?`, []any{accountID}},
	} {
		if _, err := f.db.ExecContext(ctx, step.statement, step.args...); err != nil {
			return err
		}
	}
	var left int
	if err := f.db.QueryRowContext(ctx, `SELECT count(*) FROM connections`).Scan(&left); err != nil {
		return err
	}
	if left == 0 {
		if err := os.RemoveAll(f.DeliveriesDir(0)); err != nil {
			return &FolderError{Dir: f.dir, Err: err}
		}
	}
	var busy, pages, moved int
	return f.db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved)
}
