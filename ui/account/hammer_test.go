package account_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
	"voronka/cache/vault"
	"voronka/ui/account"
)

// hammerTime can be made longer: go test ./ui/account -run Hammer -hammer 1m
var hammerTime = flag.Duration("hammer", 4*time.Second, "how long the hammering takes")

// hammerEnv tells a copy of this test program to be the other process.
const hammerEnv = "VORONKA_TEST_ACCOUNT_HAMMER"

const hammerWorkers = 8

// TestHammer lets two processes with eight goroutines each call one account
// whose token lives for a second, over a line that breaks before the server has
// done anything.
func TestHammer(t *testing.T) {
	if dir := os.Getenv(hammerEnv); dir != "" {
		hammer(t, dir)
		return
	}
	d := newDesk(t)
	d.server.SetOAuth(sandbox.OAuthOptions{AccessLife: time.Second, StrictRefresh: true})
	conn := d.connected()
	d.moveUnsent(conn)
	replica := d.kept(conn)
	d.server.SetFaults(sandbox.Faults{CutBefore: 0.05, Seed: 7})
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			other := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHammer$", "-hammer="+hammerTime.String())
			other.Env = append(os.Environ(), hammerEnv+"="+d.folder.Dir())
			out, err := other.CombinedOutput()
			if err != nil {
				t.Errorf("%v: %s", err, out)
			}
			leaks(t, "output of a process", string(out), d.server.Credentials().ClientSecret)
		})
	}
	group.Wait()
	after, err := d.Find(t.Context(), conn.AccountID)
	if err != nil || after.State != cache.StateOK {
		t.Fatalf("state %q, %v", after.State, err)
	}
	// Each pair the server gave was stored, and none was given for one token twice.
	if pairs := d.server.Grants()[0].Pairs; pairs != after.Version {
		t.Errorf("%d pairs, stored version %d", pairs, after.Version)
	}
	if want := int64(*hammerTime / time.Second / 2); after.Version < want {
		t.Errorf("only %d renewals", after.Version)
	}
	d.server.SetFaults(sandbox.Faults{})
	if err := d.call(d.Accounts, after); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if now := d.kept(conn); now != replica {
		t.Errorf("the replica was %s\nand is %s", replica, now)
	}
}

// hammer is one process.
func hammer(t *testing.T, dir string) {
	folder := openFolder(t, dir)
	a := account.New(account.Params{Folder: folder, Keychain: vault.ModeFile})
	defer func() {
		if err := a.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	list, err := a.List(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%d accounts, %v", len(list), err)
	}
	client, err := amo.NewClient(list[0].BaseURL, a.Tokens(list[0]), amo.WithLimiter(amo.NewLimiter(amo.Limits{})))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), *hammerTime)
	defer cancel()
	var group sync.WaitGroup
	for range hammerWorkers {
		group.Go(func() {
			for ctx.Err() == nil {
				_, err := client.Account(ctx)
				var again *account.SignInError
				if errors.As(err, &again) {
					t.Errorf("asked to sign in: %v", err)
					return
				}
				pause(ctx, 10*time.Millisecond)
			}
		})
	}
	group.Wait()
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// leaks holds that a text has none of the secrets.
func leaks(t *testing.T, where, text string, secrets ...string) {
	t.Helper()
	for i, s := range secrets {
		if s != "" && strings.Contains(text, s) {
			t.Errorf("%s has secret %s", where, strconv.Itoa(i))
		}
	}
}

// TestLostPair: when the server's answer itself is cut, the account asks to
// sign in again, and the replica and its unsent changes are untouched.
func TestLostPair(t *testing.T) {
	d := newDesk(t)
	d.server.SetOAuth(sandbox.OAuthOptions{AccessLife: time.Second})
	conn := d.connected()
	d.moveUnsent(conn)
	replica := d.kept(conn)
	d.server.SetFaults(sandbox.Faults{CutAfter: 1, Times: 1, Path: "/oauth2/"})
	deadline := time.Now().Add(time.Minute)
	var err error
	for err == nil && time.Now().Before(deadline) {
		err = d.call(d.Accounts, conn)
	}
	var again *account.SignInError
	if !errors.As(err, &again) || amo.KindOf(err) != amo.KindUnauthorized || d.state() != cache.StateSignIn {
		t.Fatalf("state %q, error %v", d.state(), err)
	}
	if now := d.kept(conn); now != replica {
		t.Errorf("the replica was %s\nand is %s", replica, now)
	}
	d.connected()
	if err := d.call(d.Accounts, conn); err != nil || d.state() != cache.StateOK {
		t.Errorf("after signing in: state %q, %v", d.state(), err)
	}
	if now := d.kept(conn); now != replica {
		t.Errorf("after signing in the replica was %s\nand is %s", replica, now)
	}
}
