package auth

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// hammerTime can be made longer: go test ./amo/auth -run Hammer -hammer 1m
var hammerTime = flag.Duration("hammer", 3*time.Second, "how long each hammering takes")

const hammerWorkers = 8

// TestHammer lets two sources of tokens over one locked store, with eight
// goroutines each, call an API whose tokens live for a second, on a line that
// breaks now and then before the server has done anything.
func TestHammer(t *testing.T) {
	for _, strict := range []bool{false, true} {
		t.Run(fmt.Sprintf("strict=%t", strict), func(t *testing.T) {
			f := newFake(t)
			f.life, f.strict = time.Second, strict
			first := f.grantPair()
			store := newFileStore(t, f.app, first)
			ctx, cancel := context.WithTimeout(t.Context(), *hammerTime)
			defer cancel()
			var group sync.WaitGroup
			for range 2 {
				tokens := NewTokens(&fileStore{dir: store.dir, app: store.app}, WithHTTPClient(f.client()), withPauses(quick()))
				group.Go(func() {
					hammer(ctx, t, f, tokens)
					if err := tokens.Close(context.Background()); err != nil {
						t.Error(err)
					}
				})
			}
			group.Go(func() { breakNowAndThen(ctx, f) })
			group.Wait()
			f.checkSpending(t, store)
		})
	}
}

// hammer calls the API from many goroutines as the client does: a refused
// token is replaced once.
func hammer(ctx context.Context, t *testing.T, f *fake, tokens *Tokens) {
	var group sync.WaitGroup
	for range hammerWorkers {
		group.Go(func() {
			client := f.client()
			for ctx.Err() == nil {
				if err := callOnce(ctx, client, f.base(), tokens); err != nil && ctx.Err() == nil {
					t.Errorf("a call failed: %v", err)
					return
				}
				_ = sleep(ctx, 10*time.Millisecond) // its end ends the loop
			}
		})
	}
	group.Wait()
}

// callOnce makes a call of the API. A token that ended on its way is no failure.
func callOnce(ctx context.Context, client *http.Client, base string, tokens *Tokens) error {
	token, err := tokens.Token(ctx)
	for attempt := 0; err == nil && attempt < 2; attempt++ {
		var status int
		if status, err = account(ctx, client, base, token); err != nil || status == http.StatusOK {
			break
		}
		token, err = tokens.Refresh(ctx, token)
	}
	if KindOf(err) == KindOffline {
		return nil // the line broke more often than a renewal is tried; the next call goes on
	}
	return err
}

func account(ctx context.Context, client *http.Client, base, token string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/api/v4/account", nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}

func breakNowAndThen(ctx context.Context, f *fake) {
	for sleep(ctx, time.Duration(200+rand.IntN(600))*time.Millisecond) == nil {
		f.fail(cutBefore)
	}
}

// checkSpending looks at what the server saw: no token gave two pairs, none
// was presented again unless its answer was cut, and the last pair is the
// stored one.
func (f *fake) checkSpending(t *testing.T, store Store) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for value, n := range f.spent {
		if n != 1 {
			t.Errorf("a token gave %d pairs", n)
		}
		if f.asked[value] > 1+f.broken[value] {
			t.Errorf("a token was presented %d times, %d answers were cut", f.asked[value], f.broken[value])
		}
	}
	for value, n := range f.asked {
		if f.spent[value] == 0 && n > f.broken[value] {
			t.Errorf("a token was refused %d times", n-f.broken[value])
		}
	}
	if len(f.spent) < int(*hammerTime/time.Second)/2 { // one in a second, but for the time a busy machine takes
		t.Errorf("only %d renewals", len(f.spent))
	}
	last, _, err := store.Load(t.Context())
	if err != nil || !f.live[last.Refresh] {
		t.Errorf("the stored pair is not the last one: %v", err)
	}
	if int(last.Version) != 1+len(f.spent) {
		t.Errorf("version %d after %d renewals", last.Version, len(f.spent))
	}
	t.Logf("%d renewals, %d requests, %d answers cut", len(f.spent), len(f.requests), len(f.broken))
}

// hammerEnv tells a copy of this test program to be the other process.
const hammerEnv = "VORONKA_TEST_HAMMER"

// TestTwoProcesses does the same between two programs.
func TestTwoProcesses(t *testing.T) {
	if where := os.Getenv(hammerEnv); where != "" {
		otherProcess(t, where)
		return
	}
	f := newFake(t)
	f.life = time.Second
	store := newFileStore(t, f.app, f.grantPair())
	ctx, cancel := context.WithTimeout(t.Context(), *hammerTime)
	defer cancel()
	var group sync.WaitGroup
	group.Go(func() { breakNowAndThen(ctx, f) })
	for range 2 {
		group.Go(func() {
			other := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTwoProcesses$", "-hammer="+hammerTime.String())
			other.Env = append(os.Environ(), hammerEnv+"="+strings.Join([]string{f.server.Listener.Addr().String(), store.dir, f.app.ClientID, f.app.RedirectURI}, "|"))
			other.Stdin = strings.NewReader(f.app.Secret) // not in its environment, where others can read it
			if out, err := other.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	group.Wait()
	f.checkSpending(t, store)
}

// otherProcess hammers a fake that lives elsewhere.
func otherProcess(t *testing.T, where string) {
	parts := strings.Split(where, "|")
	var secret string
	if _, err := fmt.Fscan(os.Stdin, &secret); err != nil {
		t.Fatal(err)
	}
	store := &fileStore{dir: parts[1], app: App{ClientID: parts[2], Secret: secret, RedirectURI: parts[3]}}
	f := &fake{}
	f.dialTo = parts[0]
	tokens := NewTokens(store, WithHTTPClient(f.client()), withPauses(quick()))
	ctx, cancel := context.WithTimeout(t.Context(), *hammerTime)
	defer cancel()
	hammer(ctx, t, f, tokens)
	if err := tokens.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// TestLossAsksForASignIn: when the server's answer itself is cut, every caller
// learns that a sign-in is needed, and one mends it for all.
func TestLossAsksForASignIn(t *testing.T) {
	b := newBench(t)
	b.fail(cutAfter)
	b.gate = make(chan struct{})
	var group sync.WaitGroup
	for range hammerWorkers {
		group.Go(func() {
			var lost *LostPairError
			if _, err := b.tokens.Refresh(t.Context(), b.first.Access); !errors.As(err, &lost) {
				t.Errorf("got %v", err)
			}
		})
	}
	<-b.arrived
	close(b.gate)
	group.Wait()
	if asked, _ := b.times(b.first.Refresh); asked != 2 {
		t.Errorf("the old token was presented %d times", asked)
	}
	kept, err := Keep(t.Context(), b.store, b.grantPair())
	if err != nil {
		t.Fatal(err)
	}
	for range hammerWorkers {
		group.Go(func() {
			if got, err := b.tokens.Refresh(t.Context(), b.first.Access); err != nil || got != kept.Access {
				t.Errorf("after the sign-in: %v", err)
			}
		})
	}
	group.Wait()
}
