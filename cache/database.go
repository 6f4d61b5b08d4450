package cache

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// access says how a database file is opened.
type access int

const (
	readWrite access = iota
	readOnly         // beside a writer
	frozen           // as it lies on the disk, without touching it or anything beside it
)

// dataSource names a database file for the driver.
func dataSource(path string, how access) string {
	q := url.Values{}
	q.Set("_dqs", "0")
	q.Add("_pragma", "busy_timeout(5000)")
	q.Add("_pragma", "temp_store(MEMORY)")
	switch how {
	case readWrite:
		q.Add("_pragma", "journal_mode(WAL)")
		// FULL makes every commit reach the disk before the screen changes, so
		// an edit that was shown survives a power cut as well as a kill. NORMAL
		// would survive the kill only. A commit, its fsync included, was measured
		// at 0.35 ms; a command may take 10.
		q.Add("_pragma", "synchronous(FULL)")
		q.Add("_pragma", "cache_size(-8000)") // KiB
		// The log goes into the file every 1,000 pages, SQLite's default. With
		// 4,000 a command now and then pays for many pages of a pull: its p95
		// went from 2 ms to 60 ms.
		// A transaction takes the write lock when it begins: one that reads
		// first and writes later would fail instead of waiting when another
		// process writes in between.
		q.Set("_txlock", "immediate")
	case readOnly:
		q.Set("mode", "ro")
		// There are several of these, and the system keeps the file in memory
		// for all of them: what each keeps again for itself is memory twice.
		q.Add("_pragma", "cache_size(-2000)")
	case frozen:
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	}
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") { // a drive letter
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed, RawQuery: q.Encode()}).String()
}

// connect opens a pool of at most conns connections, which it keeps: a new one
// costs a millisecond, and the writer's notices what other processes write.
func connect(path string, how access, conns int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dataSource(path, how))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// openDatabase opens the database at path in the data folder dir for writing,
// with the newest schema: it is created, or checked, backed up and migrated as
// needed. Only one process at a time does that in a folder.
func openDatabase(ctx context.Context, dir, path string, schema schema) (*sql.DB, error) {
	unlock, err := lockOpening(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := prepareDatabase(ctx, path, schema); err != nil {
		return nil, err
	}
	db, err := connect(path, readWrite, 1)
	if err != nil {
		return nil, databaseError(path, err)
	}
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(databaseError(path, err), db.Close())
	}
	return db, nil
}

// prepareDatabase leaves a sound database of the newest schema at path.
func prepareDatabase(ctx context.Context, path string, schema schema) error {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return createDatabase(ctx, path, schema)
	} else if err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	version, err := checkDatabase(ctx, path)
	if err != nil {
		return err
	}
	known := schema.version()
	if version > known {
		return &NewerError{Path: path, Version: version, Known: known}
	}
	// What an earlier umask or a copy by hand may have opened to others.
	if err := os.Chmod(path, 0o600); err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	if version == known {
		return nil
	}
	if err := backUp(ctx, path, version); err != nil {
		return err
	}
	return migrate(ctx, path, schema)
}

// createDatabase makes the database beside its place and then puts it there,
// so that a file at path is never a half-made one, whenever the program dies.
func createDatabase(ctx context.Context, path string, schema schema) error {
	fresh := path + ".new"
	if err := removeDatabase(fresh); err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	// Of a database whose file is gone: they would be taken for the new one's.
	if err := errors.Join(removeIfThere(path+"-wal"), removeIfThere(path+"-shm")); err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	// SQLite would make the file readable by others, and takes the permissions
	// of the files beside it from this one.
	file, err := os.OpenFile(fresh, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	if err := file.Close(); err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	if err := migrate(ctx, fresh, schema); err != nil {
		return errors.Join(err, removeDatabase(fresh))
	}
	if err := os.Rename(fresh, path); err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	return nil
}

// removeDatabase removes a database and what SQLite keeps beside it.
func removeDatabase(path string) error {
	return errors.Join(removeIfThere(path), removeIfThere(path+"-wal"), removeIfThere(path+"-shm"))
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
