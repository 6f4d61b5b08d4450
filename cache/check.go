package cache

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// smallDatabase is the size in bytes up to which every page is looked at when
// a database is opened. A larger one would keep the person waiting; its damage
// is reported by the read or write that meets it.
const smallDatabase = 4 << 20

// checkDatabase reads the schema version of an existing database without
// changing a byte of it or of the folder. It fails with *DamagedError when the
// file is not a sound database of this program.
func checkDatabase(ctx context.Context, path string) (version int64, err error) {
	if err := checkHeader(path); err != nil {
		return 0, err
	}
	for tries := 1; ; tries++ {
		before, err := os.Stat(path)
		if err != nil {
			return 0, &FolderError{Dir: filepath.Dir(path), Err: err}
		}
		how := frozen
		if size, err := fileSize(path + "-wal"); err != nil {
			return 0, &FolderError{Dir: filepath.Dir(path), Err: err}
		} else if size > 0 {
			// The newest commits are in the log, which a frozen view does not see.
			how = readOnly
		}
		version, err = readVersion(ctx, path, how)
		if err == nil || how == readOnly || tries == frozenTries {
			return version, err
		}
		// Another process may have written under the frozen view, and even put
		// its log into the file since.
		if after, statErr := os.Stat(path); statErr == nil && after.ModTime().Equal(before.ModTime()) && after.Size() == before.Size() {
			if size, sizeErr := fileSize(path + "-wal"); sizeErr == nil && size == 0 {
				return version, err
			}
		}
	}
}

// frozenTries is how often a file that others write to is looked at.
const frozenTries = 10

// checkHeader looks at the first bytes, so that a foreign file is told from a
// database before SQLite gets it.
func checkHeader(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	header := make([]byte, 100)
	_, err = io.ReadFull(file, header)
	closeErr := file.Close()
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &DamagedError{Path: path, Err: errors.New("the file is cut short")}
	case err != nil || closeErr != nil:
		return &FolderError{Dir: filepath.Dir(path), Err: errors.Join(err, closeErr)}
	case !bytes.HasPrefix(header, []byte("SQLite format 3\x00")):
		return &DamagedError{Path: path, Err: errors.New("the file is not an SQLite database")}
	}
	return nil
}

func readVersion(ctx context.Context, path string, how access) (version int64, err error) {
	db, err := connect(path, how, 1)
	if err != nil {
		return 0, databaseError(path, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	size, err := fileSize(path)
	if err != nil {
		return 0, &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	if err := probeTables(ctx, db, size <= smallDatabase); err != nil {
		return 0, openingError(path, err)
	}
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	if err != nil {
		return 0, openingError(path, err)
	}
	return version, nil
}

// probeTables reads the first page of every table, or all pages of the file.
func probeTables(ctx context.Context, db *sql.DB, all bool) error {
	names, err := texts(ctx, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL`)
	if err != nil {
		return err
	}
	ours := false
	for _, name := range names {
		ours = ours || name == "goose_db_version"
		if _, err := texts(ctx, db, `SELECT 1 FROM `+quoted(name)+` LIMIT 1`); err != nil {
			return err
		}
	}
	if !ours {
		return errors.New("the file is not a database of Voronka")
	}
	if !all {
		return nil
	}
	verdict, err := texts(ctx, db, `PRAGMA quick_check(1)`)
	if err != nil {
		return err
	}
	if len(verdict) != 1 || verdict[0] != "ok" {
		return fmt.Errorf("%q", verdict)
	}
	return nil
}

// openingError makes a failed look at an existing file a *DamagedError unless
// it has a reason of another kind.
func openingError(path string, err error) error {
	typed := databaseError(path, err)
	var folder *FolderError
	var damaged *DamagedError
	if errors.As(typed, &folder) || errors.As(typed, &damaged) || errors.Is(typed, ErrBusy) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return typed
	}
	return &DamagedError{Path: path, Err: err}
}

func quoted(name string) string {
	return `"` + string(bytes.ReplaceAll([]byte(name), []byte(`"`), []byte(`""`))) + `"`
}

// texts returns the first column of a query.
func texts(ctx context.Context, db *sql.DB, query string, args ...any) (out []string, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, rows.Err()
}

// fileSize returns 0 for a file that does not exist.
func fileSize(path string) (int64, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
