package cache

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gofrs/flock"
)

// LockWindow takes the folder for a window: a folder has at most one. It fails
// with ErrBusy when another window has it. The lock ends with unlock or with
// the process, however it ends.
func (f *Folder) LockWindow() (unlock func(), err error) {
	unlock, err = lock(filepath.Join(f.dir, "window.lock"))
	if err != nil {
		return nil, fmt.Errorf("lock data folder %s for the window: %w", f.dir, err)
	}
	return unlock, nil
}

// LockEngine takes an account for an engine: an account has at most one at
// work. It fails with ErrBusy when another process runs it. The lock ends with
// unlock or with the process, however it ends.
func (f *Folder) LockEngine(accountID int64) (unlock func(), err error) {
	name := strconv.FormatInt(accountID, 10) + ".engine.lock"
	unlock, err = lock(filepath.Join(f.dir, "accounts", name))
	if err != nil {
		return nil, fmt.Errorf("lock account %d for its engine: %w", accountID, err)
	}
	return unlock, nil
}

// LockTokens takes the right to change the tokens of an account. It waits until
// another process, or another part of this one, lets go of it, or ctx ends,
// which then is the error.
func (f *Folder) LockTokens(ctx context.Context, accountID int64) (unlock func(), err error) {
	path := filepath.Join(f.dir, "accounts", strconv.FormatInt(accountID, 10)+".tokens.lock")
	file := flock.New(path, flock.SetPermissions(0o600))
	_, err = file.TryLockContext(ctx, 10*time.Millisecond)
	switch {
	case err == nil:
		return func() { _ = file.Close() }, nil // as in lock
	case ctx.Err() == nil:
		err = &FolderError{Dir: filepath.Dir(path), Err: err}
	}
	return nil, fmt.Errorf("lock tokens of account %d: %w", accountID, errors.Join(err, file.Close()))
}

// lock takes the file at path, which is never removed: a removed one could be
// held by two processes at once.
func lock(path string) (func(), error) {
	file := flock.New(path, flock.SetPermissions(0o600))
	taken, err := file.TryLock()
	switch {
	case err != nil:
		return nil, &FolderError{Dir: filepath.Dir(path), Err: err}
	case !taken:
		return nil, errors.Join(ErrBusy, file.Close())
	}
	// Closing the file cannot fail in a way that keeps the lock.
	return func() { _ = file.Close() }, nil
}

// lockOpening keeps other processes from checking, creating or migrating
// databases of the folder. It waits, since the holder needs it only for moments.
func lockOpening(ctx context.Context, dir string) (func(), error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	file := flock.New(filepath.Join(dir, "open.lock"), flock.SetPermissions(0o600))
	taken, err := file.TryLockContext(ctx, 5*time.Millisecond)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, errors.Join(ErrBusy, file.Close())
	case err != nil && ctx.Err() != nil:
		return nil, errors.Join(err, file.Close())
	case err != nil:
		return nil, &FolderError{Dir: dir, Err: err}
	case !taken:
		return nil, errors.Join(ErrBusy, file.Close())
	}
	return func() { _ = file.Close() }, nil // as in lock
}
