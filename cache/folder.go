package cache

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"
)

// Folder is an opened data folder: voronka.db with settings and connections,
// and one database for each account under accounts. Several processes may have
// the same folder open. A Folder is safe for concurrent use.
type Folder struct {
	dir    string
	path   string // of voronka.db
	db     *sql.DB
	closed atomic.Bool

	// Clock is the time of the stores opened from now on, the machine's when
	// nil. Tests set it, to show that nothing is ordered by it.
	Clock func() time.Time
}

// OpenFolder opens the data folder, creating it for this user alone (0700)
// when there is none. It fails with *FolderError when the folder cannot be
// created or written, *DamagedError or *NewerError because of voronka.db, and
// ErrBusy when another process keeps the folder locked.
func OpenFolder(dir string) (*Folder, error) {
	if dir == "" {
		return nil, errors.New("open data folder: no folder named")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open data folder %s: %w", dir, err)
	}
	for _, d := range []string{dir, filepath.Join(dir, "accounts")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, &FolderError{Dir: dir, Err: err}
		}
	}
	f := &Folder{dir: dir, path: filepath.Join(dir, "voronka.db")}
	// A folder that belongs to someone else may exist and be readable.
	if err := probe(filepath.Join(dir, "accounts")); err != nil {
		return nil, &FolderError{Dir: dir, Err: err}
	}
	f.db, err = openDatabase(context.Background(), dir, f.path, folderSchema())
	if err != nil {
		return nil, fmt.Errorf("open data folder: %w", err)
	}
	return f, nil
}

// probe tells whether files can be made in dir.
func probe(dir string) error {
	file, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// Dir returns the folder's absolute path.
func (f *Folder) Dir() string { return f.dir }

// Close closes voronka.db. Stores opened from the folder stay open and are
// closed by their owners; locks are let go by their unlock functions.
func (f *Folder) Close() error {
	if f.closed.Swap(true) {
		return nil
	}
	if err := f.db.Close(); err != nil {
		return fmt.Errorf("close data folder: %w", databaseError(f.path, err))
	}
	return nil
}

// OpenAccount opens the replica of an account, creating it when there is none.
// It fails like OpenFolder. The caller closes the Store.
func (f *Folder) OpenAccount(ctx context.Context, accountID int64) (*Store, error) {
	if accountID <= 0 {
		return nil, fmt.Errorf("open account %d: not an account id", accountID)
	}
	s, err := openStore(ctx, f.dir, f.accountPath(accountID), accountSchema())
	if err != nil {
		return nil, fmt.Errorf("open account %d: %w", accountID, err)
	}
	if f.Clock != nil {
		s.now = f.Clock
	}
	return s, nil
}

func (f *Folder) accountPath(accountID int64) string {
	return filepath.Join(f.dir, "accounts", strconv.FormatInt(accountID, 10)+".db")
}

// fail wraps an error with what was being done to the folder.
func (f *Folder) fail(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	if f.closed.Load() {
		err = ErrClosed
	}
	return fmt.Errorf(format+": %w", append(args, databaseError(f.path, err))...)
}
