package account

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"voronka/cache"
)

// unsentJSON is a change as SaveUnsent writes it.
type unsentJSON struct {
	Entity    string                     `json:"entity"`
	EntityID  int64                      `json:"entity_id"`
	Kind      string                     `json:"kind"`
	Before    map[string]json.RawMessage `json:"before"`
	After     map[string]json.RawMessage `json:"after"`
	State     string                     `json:"state"`
	Error     string                     `json:"error,omitempty"`
	CreatedAt int64                      `json:"created_at"` // Unix seconds
}

// SaveUnsent writes the changes of an account that were not sent to a file of
// the person's own, among the downloads or else at home, and tells its path: a
// JSON object on each line, oldest first. Only the person can read it.
func (a *Accounts) SaveUnsent(ctx context.Context, accountID int64) (path string, err error) {
	c, err := a.Find(ctx, accountID)
	if err != nil {
		return "", err
	}
	dir, err := downloads()
	if err != nil {
		return "", err
	}
	return a.saveUnsent(ctx, c, dir)
}

func (a *Accounts) saveUnsent(ctx context.Context, c cache.Connection, dir string) (path string, err error) {
	s, err := a.p.Folder.OpenAccount(ctx, c.AccountID)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	changes, err := s.Outbox(ctx)
	if err != nil {
		return "", err
	}
	var text bytes.Buffer
	lines := json.NewEncoder(&text) // a line each
	lines.SetEscapeHTML(false)
	for _, ch := range changes {
		err := lines.Encode(unsentJSON{
			Entity: string(ch.Entity), EntityID: ch.EntityID, Kind: string(ch.Kind), Before: ch.Before, After: ch.After,
			State: string(ch.State), Error: ch.Error, CreatedAt: ch.CreatedAt,
		})
		if err != nil {
			return "", fmt.Errorf("save unsent change %d of account %d: %w", ch.ID, c.AccountID, err)
		}
	}
	path = filepath.Join(dir, fmt.Sprintf("voronka-%d-%s.jsonl", c.AccountID, time.Now().Format("20060102-150405.000")))
	return path, writeNew(path, text.Bytes())
}

// writeNew writes a file that is not there yet, and waits for the disk.
func writeNew(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return &cache.FolderError{Dir: filepath.Dir(path), Err: err}
	}
	_, err = file.Write(text)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return &cache.FolderError{Dir: filepath.Dir(path), Err: err}
	}
	return nil
}

// downloads is where a person looks for files that a program has given them.
func downloads() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the home folder: %w", err)
	}
	dir := filepath.Join(home, "Downloads")
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return dir, nil
	}
	return home, nil
}
