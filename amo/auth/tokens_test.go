package auth

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"voronka/amo"
)

// dial is a clock that stands until it is moved.
type dial struct {
	mu sync.Mutex
	at time.Time
}

func (d *dial) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at
}

func (d *dial) move(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = d.at.Add(by)
}

// bench is a source of tokens with everything around it.
type bench struct {
	*fake
	store  *memStore
	tokens *Tokens
	clock  *dial
	first  Pair
}

func newBench(t *testing.T, opts ...Option) *bench {
	f := newFake(t)
	b := &bench{fake: f, clock: &dial{at: time.Now()}, first: f.grantPair()}
	b.store = newMemStore(f.app, b.first)
	b.tokens = b.source(opts...)
	t.Cleanup(func() {
		if err := b.tokens.Close(context.Background()); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return b
}

func (b *bench) source(opts ...Option) *Tokens {
	return NewTokens(b.store, append([]Option{WithHTTPClient(b.client()), withClock(b.clock.now), withPauses(quick())}, opts...)...)
}

func (b *bench) token(t *testing.T) string {
	t.Helper()
	token, err := b.tokens.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestTokenIsRenewedEarly(t *testing.T) {
	b := newBench(t)
	b.clock.move(24*time.Hour - 5*time.Minute - 2*time.Second)
	if got := b.token(t); got != b.first.Access || b.count("access_token") != 0 {
		t.Errorf("renewed before time")
	}
	b.clock.move(4 * time.Second)
	if got := b.token(t); got == b.first.Access || got != b.store.stored().Access || b.store.stored().Version != 2 {
		t.Errorf("not renewed 5 minutes early, version %d", b.store.stored().Version)
	}
	b.token(t)
	if n := b.count("access_token"); n != 1 {
		t.Errorf("%d requests", n)
	}
	if b.body()["redirect_uri"] != b.app.RedirectURI {
		t.Error("redirect_uri is missing in the renewal")
	}
	if b.cookies != 0 {
		t.Error("cookies were sent")
	}
}

func TestShortLives(t *testing.T) {
	tests := []struct {
		life, age time.Duration
		due       bool
	}{
		{time.Second, 790 * time.Millisecond, false},
		{time.Second, 810 * time.Millisecond, true},
		{10 * time.Minute, 7 * time.Minute, false},
		{10 * time.Minute, 9 * time.Minute, true},
		{24 * time.Hour, 23 * time.Hour, false},
		{24 * time.Hour, 24*time.Hour - 299*time.Second, true},
	}
	start := time.Now()
	for _, test := range tests {
		tokens := NewTokens(nil, withClock(func() time.Time { return start.Add(test.age) }))
		h := received{expires: start.Add(test.life), pair: Pair{LivesFor: int64(test.life / time.Second)}}
		if got := tokens.isDue(h, early); got != test.due {
			t.Errorf("life %s, age %s: due %t", test.life, test.age, got)
		}
	}
}

func TestRefreshIsBoundToTheFailedToken(t *testing.T) {
	b := newBench(t)
	second, err := b.tokens.Refresh(t.Context(), b.first.Access)
	if err != nil || second == b.first.Access {
		t.Fatalf("not renewed: %v", err)
	}
	for range 3 { // calls that failed with the old token, one after another
		if got, err := b.tokens.Refresh(t.Context(), b.first.Access); err != nil || got != second {
			t.Errorf("a late failure of the old token: other token %t, %v", got != second, err)
		}
	}
	if n := b.count("access_token"); n != 1 {
		t.Errorf("%d renewals for one failed token", n)
	}
}

func TestPairOfAnotherProcessIsUsed(t *testing.T) {
	b := newBench(t)
	b.token(t) // in memory now
	other := b.source()
	theirs, err := other.Refresh(t.Context(), b.first.Access)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.tokens.Refresh(t.Context(), b.first.Access); err != nil || got != theirs {
		t.Errorf("the other's token is not used: %v", err)
	}
	if n := b.count("access_token"); n != 1 {
		t.Errorf("%d renewals", n)
	}
	if err := other.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestManyCallersShareOneRenewal(t *testing.T) {
	b := newBench(t)
	b.gate = make(chan struct{})
	var group sync.WaitGroup
	got := make([]string, 20)
	for i := range got {
		group.Go(func() {
			token, err := b.tokens.Refresh(t.Context(), b.first.Access)
			if err != nil {
				t.Error(err)
			}
			got[i] = token
		})
	}
	<-b.arrived
	close(b.gate)
	group.Wait()
	if b.count("access_token") != 1 || got[0] == b.first.Access || len(slices.Compact(got)) != 1 {
		t.Errorf("%d renewals", b.count("access_token"))
	}
}

// TestRenewalOutlivesItsCaller: the server has spent the token, so the answer
// must be taken and stored although nobody waits for it any more.
func TestRenewalOutlivesItsCaller(t *testing.T) {
	b := newBench(t)
	b.gate = make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-b.arrived; cancel() }()
	if _, err := b.tokens.Refresh(ctx, b.first.Access); !errors.Is(err, context.Canceled) {
		t.Fatalf("the caller did not get away: %v", err)
	}
	close(b.gate)
	if err := b.tokens.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if stored := b.store.stored(); stored.Version != 2 || stored.Refresh == b.first.Refresh {
		t.Error("the new pair is lost")
	}
	if _, err := b.tokens.Token(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestPairIsStoredBeforeItIsSeen(t *testing.T) {
	b := newBench(t)
	full := errors.New("no space left")
	b.store.saveErrs = []error{full, full, full, full}
	_, err := b.tokens.Refresh(t.Context(), b.first.Access)
	if KindOf(err) != KindStore || !errors.Is(err, full) {
		t.Fatalf("a pair that cannot be stored: %v", err)
	}
	if pair, err := b.tokens.Pair(t.Context()); err != nil || pair.Access != b.first.Access {
		t.Errorf("an unstored pair is in use: %v", err)
	}
	// One failure is left; the attempts of the next call go past it.
	second, err := b.tokens.Refresh(t.Context(), b.first.Access)
	if err != nil || second != b.store.stored().Access || b.store.stored().Version != 2 {
		t.Errorf("the pair is not stored later: %v", err)
	}
	if n := b.count("access_token"); n != 1 {
		t.Errorf("%d renewals, the only good pair was thrown away", n)
	}
}

func TestUnstoredPairIsStoredByClose(t *testing.T) {
	b := newBench(t)
	full := errors.New("no space left")
	b.store.saveErrs = []error{full, full, full}
	if _, err := b.tokens.Refresh(t.Context(), b.first.Access); KindOf(err) != KindStore {
		t.Fatal(err)
	}
	if err := b.tokens.Close(t.Context()); err != nil || b.store.stored().Version != 2 {
		t.Errorf("version %d, %v", b.store.stored().Version, err)
	}
}

func TestNewSignInBeatsAnUnstoredPair(t *testing.T) {
	b := newBench(t)
	full := errors.New("no space left")
	b.store.saveErrs = []error{full, full, full}
	if _, err := b.tokens.Refresh(t.Context(), b.first.Access); KindOf(err) != KindStore {
		t.Fatal(err)
	}
	kept, err := Keep(t.Context(), b.store, b.grantPair())
	if err != nil || kept.Version != 2 {
		t.Fatalf("version %d, %v", kept.Version, err)
	}
	if got, err := b.tokens.Refresh(t.Context(), b.first.Access); err != nil || got != kept.Access {
		t.Errorf("the new sign-in is not used: %v", err)
	}
}

func TestRevokedIsFinalUntilANewSignIn(t *testing.T) {
	b := newBench(t)
	b.revokeAll()
	for range 3 {
		_, err := b.tokens.Refresh(t.Context(), b.first.Access)
		if KindOf(err) != KindRevoked || !NeedsSignIn(err) || !amo.IsUnauthorized(err) {
			t.Fatalf("got %v", err)
		}
		noLeak(t, b.fake, err.Error())
	}
	if n := b.count("access_token"); n != 1 {
		t.Errorf("the server was asked %d times", n)
	}
	if token, err := b.tokens.Token(t.Context()); err != nil || token != b.first.Access {
		t.Errorf("the access token is good for hours yet: %v", err)
	}
	kept, err := Keep(t.Context(), b.store, b.grantPair())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.tokens.Refresh(t.Context(), b.first.Access); err != nil || got != kept.Access {
		t.Errorf("after a new sign-in: %v", err)
	}
}

func TestCorrectedSecretIsTried(t *testing.T) {
	b := newBench(t)
	b.store.set(func(_ *Pair, app *App) { app.Secret = "regenerated" })
	for range 2 {
		if _, err := b.tokens.Refresh(t.Context(), b.first.Access); KindOf(err) != KindInvalidClient || !amo.IsUnauthorized(err) {
			t.Fatal(err)
		}
	}
	if n := b.count("access_token"); n != 1 {
		t.Errorf("the server was asked %d times with a secret it refused", n)
	}
	b.store.set(func(_ *Pair, app *App) { app.Secret = b.app.Secret })
	if _, err := b.tokens.Refresh(t.Context(), b.first.Access); err != nil {
		t.Errorf("with the right secret: %v", err)
	}
}

func TestTroubleIsWaitedOut(t *testing.T) {
	for _, test := range []struct {
		name   string
		faults []fault
		kind   Kind
		rest   time.Duration
	}{
		{"overload", []fault{page502, page502, page502}, KindOverload, firstRest},
		{"blocked", []fault{page403}, KindBlocked, longestRest},
		{"payment", []fault{pay402}, KindPayment, firstRest},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.fail(test.faults...)
			for range 3 {
				if _, err := b.tokens.Refresh(t.Context(), b.first.Access); KindOf(err) != test.kind {
					t.Fatal(err)
				}
			}
			if n := b.count("access_token"); n != len(test.faults) {
				t.Errorf("asked %d times", n)
			}
			b.clock.move(test.rest + time.Second)
			if _, err := b.tokens.Refresh(t.Context(), b.first.Access); err != nil {
				t.Errorf("after a rest: %v", err)
			}
		})
	}
}

func TestLiveTokenOutlastsTrouble(t *testing.T) {
	b := newBench(t)
	b.clock.move(24*time.Hour - time.Minute)
	b.fail(page502, page502, page502)
	if got := b.token(t); got != b.first.Access {
		t.Error("another token came from nowhere")
	}
	b.clock.move(2 * time.Minute)
	if got := b.token(t); got == b.first.Access {
		t.Error("an ended token is given")
	}
}

func TestSlowRenewalHoldsNobodyUp(t *testing.T) {
	b := newBench(t)
	b.tokens.calm = 20 * time.Millisecond
	b.gate = make(chan struct{})
	b.clock.move(24*time.Hour - time.Minute)
	if got := b.token(t); got != b.first.Access {
		t.Error("another token came from nowhere")
	}
	<-b.arrived
	close(b.gate)
	b.clock.move(2 * time.Minute)
	if got := b.token(t); got == b.first.Access || b.count("access_token") != 1 {
		t.Errorf("the renewal under way is not waited for, %d requests", b.count("access_token"))
	}
}

func TestNothingStored(t *testing.T) {
	b := newBench(t)
	b.store.pair = nil
	_, err := b.tokens.Token(t.Context())
	if KindOf(err) != KindNotSigned || !errors.Is(err, ErrNoPair) || !amo.IsUnauthorized(err) {
		t.Errorf("got %v", err)
	}
	if kept, err := Keep(t.Context(), &memStore{lock: make(chan struct{}, 1), app: b.app}, Pair{}); err != nil || kept.Version != 1 {
		t.Errorf("the first pair has version %d, %v", kept.Version, err)
	}
}

func TestLockHeldTooLong(t *testing.T) {
	b := newBench(t)
	unlock, err := b.store.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := Keep(ctx, b.store, Pair{}); KindOf(err) != KindOtherOwner || !IsTemporary(err) {
		t.Errorf("got %v", err)
	}
	unlock()
}

func TestRefreshIfNeeded(t *testing.T) {
	b := newBench(t)
	if renewed, err := b.tokens.RefreshIfNeeded(t.Context(), time.Hour); renewed || err != nil {
		t.Errorf("a fresh pair: %t, %v", renewed, err)
	}
	b.clock.move(23*time.Hour + time.Minute)
	if renewed, err := b.tokens.RefreshIfNeeded(t.Context(), time.Hour); !renewed || err != nil {
		t.Errorf("an old pair: %t, %v", renewed, err)
	}
	if n := b.count("access_token"); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// TestClientOfTheAPI lets the real client meet an ended token.
func TestClientOfTheAPI(t *testing.T) {
	b := newBench(t)
	b.skew = 25 * time.Hour // the server's clock; ours does not know
	client, err := amo.NewClient(b.server.URL, b.tokens)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	b.store.set(func(p *Pair, _ *App) { p.BaseURL = b.base() })
	if _, err := client.Account(t.Context()); err != nil {
		t.Errorf("the call is not repeated with a new token: %v", err)
	}
	if a, n := b.count("/account"), b.count("access_token"); a != 2 || n != 1 {
		t.Errorf("%d calls, %d renewals", a, n)
	}
}
