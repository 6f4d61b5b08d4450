package replica

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"voronka/amo"
	"voronka/amo/auth"
	"voronka/cache/vault"
)

func (m *modelServer) setDown(err error) {
	defer m.lock()()
	m.down = err
}

// TestReturnOfTheServerIsNoticed takes the server away for an hour, in each of
// the ways it can be away, and measures how long after its return a move that
// was made meanwhile has arrived, and how often it was asked for until then.
func TestReturnOfTheServerIsNoticed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    error
		phase  Phase
		within time.Duration
		asked  int64 // at most, in the hour
	}{
		{"no network", &amo.NetworkError{Op: "GET", Host: "h", Err: errors.New("refused")}, PhaseOffline, 5 * time.Second, 1300},
		{"gateway", &amo.Error{Status: http.StatusBadGateway, Kind: amo.KindTemporary}, PhaseOffline, 5 * time.Second, 1300},
		{"in trouble", &amo.Error{Status: http.StatusInternalServerError, Kind: amo.KindTemporary}, PhaseOffline, 75 * time.Second, 200},
		{"token", &amo.Error{Status: http.StatusUnauthorized, Kind: amo.KindUnauthorized}, PhaseSignIn, 65 * time.Second, 90},
		{"unpaid", &amo.Error{Status: http.StatusPaymentRequired, Kind: amo.KindPayment}, PhaseBlocked, 65 * time.Second, 90},
		{"blocked", &amo.Error{Status: http.StatusForbidden, Kind: amo.KindBlocked}, PhaseBlocked, 65 * time.Second, 90},
		{"locked", locked(vault.ErrNoAnswer), PhaseLocked, 65 * time.Second, 90},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, store, options := pushModel(t, 1)
				m.setDown(tt.err)
				e, stop := runUntil(t, options)
				defer stop()
				began := m.Requests()
				time.Sleep(time.Hour)
				if s := e.Status(); s.Phase != tt.phase || !errors.Is(s.Err, tt.err) {
					t.Fatalf("phase %s because of %v", s.Phase, s.Err)
				}
				if n := m.Requests() - began; n > tt.asked {
					t.Errorf("%d requests in an hour without an answer", n)
				}
				m.setDown(nil)
				back := time.Now()
				for outbox(t, store) > 0 && time.Since(back) < time.Hour {
					time.Sleep(100 * time.Millisecond)
				}
				if took := time.Since(back); took > tt.within {
					t.Errorf("noticed after %v", took)
				}
				time.Sleep(time.Minute)
				if s := e.Status(); s.Phase != PhaseIdle || s.Err != nil {
					t.Errorf("afterwards %s, %v", s.Phase, s.Err)
				}
			})
		})
	}
}

// TestPokeEndsEveryWait: the person does not have to wait for a pause to end.
func TestPokeEndsEveryWait(t *testing.T) {
	for _, err := range []error{
		&amo.Error{Status: http.StatusInternalServerError, Kind: amo.KindTemporary},
		&amo.Error{Status: http.StatusUnauthorized, Kind: amo.KindUnauthorized},
		&amo.Error{Status: http.StatusForbidden, Kind: amo.KindBlocked},
		locked(vault.ErrNoAnswer),
	} {
		synctest.Test(t, func(t *testing.T) {
			m, store, options := pushModel(t, 1)
			m.setDown(err)
			e, stop := runUntil(t, options)
			defer stop()
			time.Sleep(10 * time.Minute)
			m.setDown(nil)
			e.Poke()
			time.Sleep(2 * time.Second)
			expectOutbox(t, store, 0)
		})
	}
}

// TestRunEndsAtOnce: whatever the engine waits for, the end of its context
// ends it, and nothing is left behind (synctest and goleak look).
func TestRunEndsAtOnce(t *testing.T) {
	for _, after := range []time.Duration{0, time.Millisecond, time.Second, time.Hour} {
		for _, err := range []error{nil, &amo.NetworkError{Op: "GET", Host: "h", Err: errors.New("refused")}, refusal(401, amo.KindUnauthorized), refusal(500, amo.KindTemporary)} {
			synctest.Test(t, func(t *testing.T) {
				m, _, options := pushModel(t, 1)
				m.setDown(err)
				_, stop := runUntil(t, options)
				time.Sleep(after)
				began := time.Now()
				stop()
				if took := time.Since(began); took > time.Second {
					t.Errorf("ended after %v", took)
				}
			})
		}
	}
}

func TestOncePatience(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want time.Duration // at most
	}{
		{&amo.NetworkError{Op: "GET", Host: "h", Err: errors.New("refused")}, 11 * time.Second},
		{refusal(500, amo.KindTemporary), 30 * time.Second},
		{refusal(401, amo.KindUnauthorized), 0},
		{locked(vault.ErrNoAnswer), 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			m, _, options := pushModel(t, 1)
			options.Patience = 10 * time.Second
			m.setDown(tt.err)
			began := time.Now()
			_, err := New(options).Once(t.Context())
			if !errors.Is(err, tt.err) && tt.want <= 11*time.Second {
				t.Errorf("failed with %v", err)
			}
			if err == nil {
				t.Error("did not fail")
			}
			var stuck *StuckError
			if errors.As(err, &stuck) != (tt.want > 11*time.Second) ||
				stuck != nil && (stuck.Left != 1 || stuck.ChangeID == 0 || stuck.Status != 500 || !errors.Is(stuck, tt.err)) {
				t.Errorf("of what does not go out it says %+v", stuck)
			}
			if took := time.Since(began); took > tt.want {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestBackoff(t *testing.T) {
	for n := range 100 {
		d := backoff(n, maxPause)
		most := min(maxPause, time.Second<<min(n, 10))
		if d > most || d < most*3/4 {
			t.Fatalf("pause %d is %v", n, d)
		}
	}
	if d := backoff(50, offlinePause); d > offlinePause {
		t.Fatalf("offline pause of %v", d)
	}
}

// locked is the error of a call whose token the keychain does not give, as
// amo.Client wraps it.
func locked(why error) error {
	return fmt.Errorf("GET /api/v4/account: access token: %w", &vault.KeychainError{Op: "read the key", Err: why})
}

func TestClassify(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		ctx  context.Context
		err  error
		want failure
	}{
		{t.Context(), nil, failureNone},
		{ended, errors.New("x"), failureCancelled},
		{t.Context(), &amo.NetworkError{Err: errors.New("x")}, failureOutage},
		{t.Context(), context.DeadlineExceeded, failureOutage},
		{t.Context(), refusal(503, amo.KindTemporary), failureOutage},
		{t.Context(), refusal(500, amo.KindTemporary), failureHiccup},
		{t.Context(), refusal(400, amo.KindTemporary), failureHiccup},
		{t.Context(), refusal(429, amo.KindRateLimited), failureHiccup},
		{t.Context(), &amo.Error{Status: 429, Kind: amo.KindRateLimited, Unsent: true}, failureBlocked},
		{t.Context(), refusal(418, amo.KindUnknown), failureFinal},
		{t.Context(), refusal(599, amo.KindUnknown), failureHiccup},
		{t.Context(), refusal(400, amo.KindValidation), failureFinal},
		{t.Context(), refusal(404, amo.KindNotFound), failureFinal},
		{t.Context(), &amo.NotFoundError{}, failureFinal},
		{t.Context(), &amo.QueryError{}, failureFinal},
		{t.Context(), &amo.BadReplyError{Reason: "a web page"}, failureHiccup},
		{t.Context(), refusal(401, amo.KindUnauthorized), failureSignIn},
		{t.Context(), refusal(402, amo.KindPayment), failureBlocked},
		{t.Context(), refusal(403, amo.KindForbidden), failureBlocked},
		{t.Context(), refusal(403, amo.KindBlocked), failureBlocked},
		{t.Context(), locked(vault.ErrNoAnswer), failureLocked},
		{t.Context(), locked(context.DeadlineExceeded), failureLocked},
		{t.Context(), locked(&net.OpError{Op: "read", Net: "unix", Err: errors.New("x")}), failureLocked},
		{t.Context(), &auth.StoreError{Op: "load", Err: locked(vault.ErrGone)}, failureLocked},
		{t.Context(), &vault.KeyError{Path: "vault.key", Err: errors.New("x")}, failureLocked},
		{t.Context(), &vault.ModeError{Mode: vault.ModeFile, Have: vault.KeeperSystem}, failureLocked},
		{ended, locked(context.Canceled), failureCancelled},
	} {
		if got := classify(tt.ctx, tt.err); got != tt.want {
			t.Errorf("%v: %d, want %d", tt.err, got, tt.want)
		}
	}
}
