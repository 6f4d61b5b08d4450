package account_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/account"
)

// grep looks for a text in every file of the folder.
func grep(t *testing.T, dir, text string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(text)) {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// moveUnsent gives an account a replica of one lead, with a move of it that was
// not sent.
func (d *desk) moveUnsent(conn cache.Connection) {
	d.Helper()
	store, err := d.folder.OpenAccount(d.Context(), conn.AccountID)
	if err != nil {
		d.Fatal(err)
	}
	batch := cache.Batch{
		Pipelines: []amo.Pipeline{{ID: 11}},
		Leads:     []amo.Lead{{ID: 7000, Name: "Karimovlar oshxonasi", StatusID: 1101, PipelineID: 11}},
	}
	batch.Pipelines[0].Embedded.Statuses = []amo.Status{{ID: 1101, PipelineID: 11}, {ID: 142, PipelineID: 11}}
	if err := store.Apply(d.Context(), batch); err != nil {
		d.Fatal(err)
	}
	if _, err := store.MoveLead(d.Context(), cache.Move{LeadID: 7000, StatusID: 142}, time.Hour); err != nil {
		d.Fatal(err)
	}
	if err := store.Close(); err != nil {
		d.Fatal(err)
	}
}

// kept is the lead of moveUnsent and its change, as the replica has them.
func (d *desk) kept(conn cache.Connection) string {
	d.Helper()
	store, err := d.folder.OpenAccount(d.Context(), conn.AccountID)
	if err != nil {
		d.Fatal(err)
	}
	lead, err := store.Lead(d.Context(), 7000)
	if err != nil {
		d.Error(err)
	}
	changes, err := store.Outbox(d.Context())
	if err != nil || len(changes) != 1 {
		d.Errorf("%d unsent changes, %v", len(changes), err)
	}
	if err := store.Close(); err != nil {
		d.Error(err)
	}
	text, err := json.Marshal([]any{lead, changes})
	if err != nil {
		d.Fatal(err)
	}
	return string(text)
}

func TestDisconnectWipes(t *testing.T) {
	d := newDesk(t)
	conn := d.connected()
	ctx := t.Context()
	d.moveUnsent(conn)
	id := fmt.Sprint(conn.AccountID)
	for key, value := range map[string]string{"limits/" + id: "off", "ui/" + id + "/pipeline": "11", "account": id, "ui/theme": "dark"} {
		if err := d.folder.SetSetting(ctx, key, value); err != nil {
			t.Fatal(err)
		}
	}
	deliveries := d.folder.DeliveriesDir(conn.AccountID)
	if err := os.MkdirAll(deliveries, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(deliveries, "x.jsonl"), []byte("Karimovlar oshxonasi"), 0o600); err != nil {
		t.Fatal(err)
	}

	var unsent *account.UnsentError
	if err := d.Disconnect(ctx, conn.AccountID, false); !errors.As(err, &unsent) || unsent.Count != 1 {
		t.Fatalf("with an unsent change: %v", err)
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if saved, err := d.SaveUnsent(ctx, conn.AccountID); err != nil || filepath.Dir(saved) != home || len(grep(t, home, `"entity_id":7000`)) != 1 {
		t.Fatalf("saved %s, %v", saved, err)
	}
	unlock, err := d.folder.LockEngine(conn.AccountID)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Disconnect(ctx, conn.AccountID, true); !errors.Is(err, cache.ErrBusy) {
		t.Fatalf("while it is at work: %v", err)
	}
	unlock()
	if len(grep(t, d.folder.Dir(), "Karimovlar oshxonasi")) == 0 || len(grep(t, d.folder.Dir(), conn.Host)) == 0 {
		t.Fatal("there is nothing to wipe")
	}
	if err := d.Disconnect(ctx, conn.AccountID, true); err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{"Karimovlar oshxonasi", conn.Host, conn.ClientID, string(conn.Sealed), string(conn.SealedSecret)} {
		if files := grep(t, d.folder.Dir(), trace); len(files) > 0 {
			t.Errorf("%.20q is left in %v", trace, files)
		}
	}
	entries, err := os.ReadDir(filepath.Join(d.folder.Dir(), "accounts"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || !strings.HasSuffix(e.Name(), ".lock") || info.Size() > 0 {
			t.Errorf("%s is left", e.Name())
		}
	}
	for key, want := range map[string]string{"limits/" + id: "", "ui/" + id + "/pipeline": "", "account": "", "ui/theme": "dark"} {
		if got, err := d.folder.Setting(ctx, key); err != nil || got != want {
			t.Errorf("setting %s = %q, %v", key, got, err)
		}
	}
	if _, err := d.Tokens(conn).Token(ctx); err == nil {
		t.Error("there is still a token")
	}
}
