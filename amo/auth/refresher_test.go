package auth

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// renewable is an account that counts.
type renewable struct {
	asked  []time.Duration
	answer bool
	err    error
}

func (r *renewable) RefreshIfNeeded(_ context.Context, within time.Duration) (bool, error) {
	r.asked = append(r.asked, within)
	return r.answer, r.err
}

func TestOnce(t *testing.T) {
	dead := errors.New("revoked")
	a, b, c := &renewable{answer: true}, &renewable{err: dead}, &renewable{}
	r := &Refresher{Accounts: func(context.Context) ([]Account, error) {
		return []Account{{"a", a}, {"b", b}, {"c", c}}, nil
	}}
	got, err := r.Once(t.Context())
	if want := []Outcome{{"a", true, nil}, {"b", false, dead}, {"c", false, nil}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	if a.asked[0] < time.Hour+6*time.Minute+early {
		t.Errorf("a token that ends within %s may end before the next round", a.asked[0])
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := r.Once(ctx); len(got) != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v, %v", got, err)
	}
	broken := errors.New("no database")
	r.Accounts = func(context.Context) ([]Account, error) { return nil, broken }
	if _, err := r.Once(t.Context()); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestRunGoesRoundHourly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		account := &renewable{answer: true}
		start := time.Now()
		var rounds []time.Duration
		r := &Refresher{
			Accounts: func(context.Context) ([]Account, error) {
				if rounds = append(rounds, time.Since(start)); len(rounds) == 3 {
					return nil, errors.New("no database for a moment")
				}
				return []Account{{"a", account}}, nil
			},
			Report: func(o Outcome) {
				if o.Name != "a" || !o.Renewed {
					t.Errorf("outcome %v", o)
				}
			},
		}
		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
		defer cancel()
		r.Run(ctx)
		if len(rounds) < 22 || len(rounds) > 28 || rounds[0] != 0 {
			t.Fatalf("%d rounds in a day, the first after %s", len(rounds), rounds[0])
		}
		even := true
		for i := 1; i < len(rounds); i++ {
			gap := rounds[i] - rounds[i-1]
			if gap < 54*time.Minute || gap > 66*time.Minute {
				t.Errorf("a pause of %s", gap)
			}
			even = even && gap == rounds[1]
		}
		if even {
			t.Error("every pause is the same, all computers ask at once")
		}
	})
}

func TestRefresherWithRealTokens(t *testing.T) {
	b := newBench(t)
	b.clock.move(23 * time.Hour)
	r := &Refresher{Accounts: func(context.Context) ([]Account, error) {
		return []Account{{"nurmebel", b.tokens}}, nil
	}}
	for _, want := range []bool{true, false} {
		if got, err := r.Once(t.Context()); err != nil || got[0].Renewed != want || got[0].Err != nil {
			t.Errorf("got %v, %v", got, err)
		}
	}
	if b.store.stored().Version != 2 {
		t.Errorf("version %d", b.store.stored().Version)
	}
}

func TestLongLived(t *testing.T) {
	token := fakeJWT(map[string]any{"exp": 1767312000, "account_id": 5135160})
	for _, pasted := range []string{token, " " + token + "\n", `"` + token + `"`, "Bearer " + token, token[:40] + "\n" + token[40:]} {
		l, err := ParseLongLived(pasted)
		if err != nil {
			t.Fatalf("not taken: %v", err)
		}
		if got, err := l.Token(t.Context()); err != nil || got != token {
			t.Errorf("another token came out: %v", err)
		}
		if l.ExpiresAt().Unix() != 1767312000 || l.Claims().AccountID != 5135160 {
			t.Errorf("claims %+v", l.Claims())
		}
		if _, renews := any(l).(interface {
			Refresh(context.Context, string) (string, error)
		}); renews {
			t.Error("a long-lived token offers to be renewed")
		}
	}
	if l, err := ParseLongLived("opaque-token-of-a-sandbox"); err != nil || !l.ExpiresAt().IsZero() {
		t.Errorf("a token of another form: %v", err)
	}
	for _, bad := range []string{"", "  ", "short", "токен-токен-токен", "Bearer"} {
		if _, err := ParseLongLived(bad); KindOf(err) != KindNotAToken {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
