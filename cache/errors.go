package cache

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Errors a caller decides by. They come wrapped with what was being done; test
// with errors.Is.
var (
	// ErrBusy means another process holds what was asked for: the window lock,
	// an account's engine lock, or the database for longer than five seconds.
	ErrBusy = errors.New("in use by another process")
	// ErrNotFound means the row or change does not exist here (any more).
	ErrNotFound = errors.New("not found")
	// ErrUnchanged means a command would change nothing.
	ErrUnchanged = errors.New("nothing to change")
	// ErrSending means a change is being sent at this moment and can neither be
	// taken back nor sent again; ask again when it was answered.
	ErrSending = errors.New("the change is being sent")
	// ErrConflict means a change stands in conflict and has to be resolved.
	ErrConflict = errors.New("the change is in conflict with the server")
	// ErrUnclear means the server may have carried out a create already: it has
	// to be looked for before the create is taken back or sent again.
	ErrUnclear = errors.New("the server may have carried this out already")
	// ErrNotDue means a change is not to be sent as it was picked: the person
	// has changed it since, or it waits behind another one. Ask Due again.
	ErrNotDue = errors.New("the change is not due")
	// ErrDiskFull means the disk has no room for the write; nothing was written.
	ErrDiskFull = errors.New("the disk is full")
	// ErrClosed means the Folder or Store was closed before.
	ErrClosed = errors.New("already closed")
)

// DamagedError means a database file cannot be read as one. The file is left
// as it is, so that it can be rescued.
type DamagedError struct {
	Path string
	Err  error // what is wrong with it
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("database %s is damaged: %v; move it away to start with an empty one", e.Path, e.Err)
}

// Unwrap returns what is wrong with the file.
func (e *DamagedError) Unwrap() error { return e.Err }

// NewerError means a database was written by a newer version of the program.
// The file is left as it is.
type NewerError struct {
	Path    string
	Version int64 // of the file's schema
	Known   int64 // the newest schema this program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("database %s was written by a newer version of Voronka (schema %d, this program knows %d); update the program", e.Path, e.Version, e.Known)
}

// FolderError means the data folder, or a file in it, cannot be created or
// written.
type FolderError struct {
	Dir string
	Err error
}

func (e *FolderError) Error() string {
	return fmt.Sprintf("data folder %s cannot be written: %v; check its permissions or choose another folder", e.Dir, e.Err)
}

// Unwrap returns the error of the operating system or of SQLite.
func (e *FolderError) Unwrap() error { return e.Err }

// StatusError means a lead cannot be moved to a status because the pipeline
// has none with this id, or because several pipelines have one and none was
// named.
type StatusError struct {
	PipelineID int64 // 0 when the move named none
	StatusID   int64
}

func (e *StatusError) Error() string {
	if e.PipelineID == 0 {
		return fmt.Sprintf("status %d belongs to no pipeline or to several; name the pipeline", e.StatusID)
	}
	return fmt.Sprintf("pipeline %d has no status %d", e.PipelineID, e.StatusID)
}

// databaseError gives an error of SQLite about the file at path its typed
// form. Others pass unchanged.
func databaseError(path string, err error) error {
	var failure *sqlite.Error
	if err == nil || !errors.As(err, &failure) {
		return err
	}
	switch failure.Code() & 0xff { // the rest is the extended code
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return &DamagedError{Path: path, Err: err}
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w (%s)", ErrDiskFull, path)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
		sqlite3.SQLITE_IOERR: // among others a quota: only a full disk has a code of its own
		return &FolderError{Dir: filepath.Dir(path), Err: err}
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w (%s)", ErrBusy, path)
	case sqlite3.SQLITE_INTERRUPT:
		// database/sql interrupts a statement only when its context ended.
		return fmt.Errorf("%w (%w)", context.Canceled, err)
	}
	return err
}
