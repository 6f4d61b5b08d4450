package account_test

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"voronka/cache"
	"voronka/ui/account"
)

// TestPromise11UnsentWorkIsNeverDroppedSilently: signing out and wiping an
// account refuse while work is unsent, whatever state it is in; signing in
// again and an update of the program keep it.
//
// To see it fail, have Disconnect pass over Unsent.
func TestPromise11UnsentWorkIsNeverDroppedSilently(t *testing.T) {
	d := newDesk(t)
	conn := d.connected()
	ctx := t.Context()
	// The replica as an earlier version has left it: five changes, one in each
	// state a change can be in.
	openOlder(t, d.folder, conn.AccountID)
	want := map[int64]cache.ChangeState{
		1: cache.ChangeHeld, 2: cache.ChangeQueued, 3: cache.ChangeRefused, 4: cache.ChangeSending, 5: cache.ChangeConflict,
	}
	expect := func(when string) {
		t.Helper()
		s, err := d.folder.OpenAccount(ctx, conn.AccountID)
		if err != nil {
			t.Fatal(err)
		}
		list, err := s.Outbox(ctx)
		if err := errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
		got := map[int64]cache.ChangeState{}
		for _, c := range list {
			got[c.EntityID] = c.State
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, not %v", when, got, want)
		}
	}
	expect("after the update")
	var unsent *account.UnsentError
	if err := d.Disconnect(ctx, conn.AccountID, false); !errors.As(err, &unsent) || unsent.Count != len(want) {
		t.Errorf("sign-out: %v", err)
	}
	expect("after a sign-out that was refused")
	if _, err := d.Find(ctx, conn.AccountID); err != nil {
		t.Errorf("the account is gone: %v", err)
	}
	// Nobody accepts the token any more, and the person signs in again.
	if err := d.server.RevokeGrant(d.server.Grants()[0].ID); err != nil {
		t.Fatal(err)
	}
	if again := d.connected(); again.AccountID != conn.AccountID {
		t.Fatalf("signed in to %d", again.AccountID)
	}
	expect("after another sign-in")
	if err := d.Disconnect(ctx, conn.AccountID, true); err != nil {
		t.Fatal(err)
	}
	if n, err := d.Unsent(ctx, conn.AccountID); n != 0 || err != nil {
		t.Errorf("%d unsent after they were dropped on demand, %v", n, err)
	}
}

// openOlder puts the kept database of the first version in an account's place.
func openOlder(t *testing.T, folder *cache.Folder, accountID int64) {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "cache", "testdata", "account_v1.db.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder.Dir(), "accounts", fmt.Sprint(accountID)+".db"), content, 0o600); err != nil {
		t.Fatal(err)
	}
}
