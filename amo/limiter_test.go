package amo

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// record lets workers call through l until the context ends, and returns when
// each call left.
func record(ctx context.Context, l *Limiter, workers int) []time.Time {
	var mu sync.Mutex
	var left []time.Time
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				ticket, err := l.acquire(ctx)
				if err != nil {
					return
				}
				mu.Lock()
				left = append(left, time.Now())
				mu.Unlock()
				l.done(ticket, outcome{})
			}
		})
	}
	wg.Wait()
	return left
}

// most is the largest number of times in any half-open window.
func most(times []time.Time, window time.Duration) int {
	best := 0
	for from, to := 0, 0; to < len(times); to++ {
		for times[to].Sub(times[from]) >= window {
			from++
		}
		best = max(best, to-from+1)
	}
	return best
}

func TestLimiterKeepsEveryWindowAndUsesTheRate(t *testing.T) {
	const span = 20 * time.Minute
	person := func(ctx context.Context) context.Context { return ctx }
	for name, tc := range map[string]struct {
		limits    Limits
		mark      func(context.Context) context.Context
		perMinute float64 // what the limits allow
	}{
		"both limits, background":   {Limits{7, 100}, Background, 100},
		"both limits, interactive":  {Limits{7, 100}, person, 100},
		"seconds only, background":  {Limits{PerSecond: 7}, Background, 420},
		"minutes only, interactive": {Limits{PerMinute: 100}, person, 100},
		"paid tier":                 {Limits{50, 2000}, Background, 2000},
		"slow":                      {Limits{0.5, 0}, Background, 30},
		"tiny minute":               {Limits{7, 5}, person, 5},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(tc.mark(t.Context()), span)
				defer cancel()
				left := record(ctx, NewLimiter(tc.limits), 4)
				if n := most(left, time.Minute); tc.limits.PerMinute > 0 && n > int(tc.limits.PerMinute) {
					t.Errorf("%d calls in 60 s, %v allowed", n, tc.limits.PerMinute)
				}
				if n := most(left, time.Second); tc.limits.PerSecond > 0 && n > max(1, int(tc.limits.PerSecond)) {
					t.Errorf("%d calls in 1 s, %v allowed", n, tc.limits.PerSecond)
				}
				rate := float64(len(left)) / span.Minutes()
				if rate < 0.95*tc.perMinute {
					t.Errorf("%.1f calls a minute of %v allowed", rate, tc.perMinute)
				}
				t.Logf("%d calls, %.3f of the allowed rate", len(left), rate/tc.perMinute)
			})
		})
	}
}

// arrival is one call of a scenario.
type arrival struct {
	after      time.Duration
	background bool
}

// play lets calls arrive and returns when each left, in order.
func play(t *testing.T, limits Limits, calls []arrival) []time.Time {
	var left []time.Time
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(limits)
		var mu sync.Mutex
		var wg sync.WaitGroup
		for _, call := range calls {
			ctx := t.Context()
			if call.background {
				ctx = Background(ctx)
			}
			wg.Go(func() {
				time.Sleep(call.after)
				ticket, err := l.acquire(ctx)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				left = append(left, time.Now())
				mu.Unlock()
				l.done(ticket, outcome{})
			})
		}
		wg.Wait()
	})
	slices.SortFunc(left, time.Time.Compare)
	return left
}

// TestLimiterWindows: whatever is called when, no window holds too much.
func TestLimiterWindows(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		limits := Limits{
			PerSecond: float64(rapid.IntRange(1, 20).Draw(r, "perSecond")),
			PerMinute: float64(rapid.IntRange(1, 150).Draw(r, "perMinute")),
		}
		calls := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) arrival {
			return arrival{
				after:      time.Duration(rapid.IntRange(0, 90_000).Draw(r, "after")) * time.Millisecond,
				background: rapid.Bool().Draw(r, "background"),
			}
		}), 1, 200).Draw(r, "calls")
		left := play(t, limits, calls)
		if len(left) != len(calls) {
			r.Fatalf("%d of %d calls left", len(left), len(calls))
		}
		if n := most(left, time.Minute); n > int(limits.PerMinute) {
			r.Fatalf("%d calls in 60 s, limits %+v", n, limits)
		}
		if n := most(left, time.Second); n > int(limits.PerSecond) {
			r.Fatalf("%d calls in 1 s, limits %+v", n, limits)
		}
	})
}

// TestLimiterServesPeopleUnderLoad: a click while a first load eats the budget
// goes out at once, and a few in a row soon.
func TestLimiterServesPeopleUnderLoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		l := NewLimiter(DefaultLimits())
		var wg sync.WaitGroup
		wg.Go(func() { record(Background(ctx), l, 4) })
		var worst [4]time.Duration
		for range 200 {
			time.Sleep(61*time.Second + 700*time.Millisecond) // drifts through all phases of the window
			for i := range worst {
				start := time.Now()
				ticket, err := l.acquire(ctx)
				if err != nil {
					t.Fatal(err)
				}
				l.done(ticket, outcome{})
				worst[i] = max(worst[i], time.Since(start))
			}
		}
		cancel()
		wg.Wait()
		t.Logf("longest waits of calls in a row: %v", worst)
		for i, wait := range worst {
			if allowed := []time.Duration{time.Second, time.Second, time.Second, 10 * time.Second}[i]; wait > allowed {
				t.Errorf("call %d of a click waited %v", i+1, wait)
			}
		}
	})
}

func TestInteractiveGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(Limits{PerSecond: 1})
		hold(t, l)
		var mu sync.Mutex
		var order []string
		var wg sync.WaitGroup
		queue := func(ctx context.Context, name string) {
			wg.Go(func() {
				ticket, err := l.acquire(ctx)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				order = append(order, name)
				mu.Unlock()
				l.done(ticket, outcome{})
			})
			synctest.Wait()
		}
		queue(Background(t.Context()), "load 1")
		queue(Background(t.Context()), "load 2")
		queue(t.Context(), "click 1")
		queue(t.Context(), "click 2")
		wg.Wait()
		want := []string{"click 1", "click 2", "load 1", "load 2"}
		if !slices.Equal(order, want) {
			t.Errorf("order %v, want %v", order, want)
		}
	})
}

// hold takes the turn that is free at once.
func hold(t *testing.T, l *Limiter) {
	t.Helper()
	ticket, err := l.acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l.done(ticket, outcome{})
}

func TestLimiterGivesUpWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(Limits{PerMinute: 1})
		hold(t, l)
		ctx, cancel := context.WithCancelCause(t.Context())
		reason := errors.New("the window was closed")
		failed := make(chan error)
		go func() {
			_, err := l.acquire(ctx)
			failed <- err
		}()
		synctest.Wait()
		second := make(chan time.Time)
		go func() {
			hold(t, l)
			second <- time.Now()
		}()
		synctest.Wait()
		start := time.Now()
		cancel(reason)
		if err := <-failed; !errors.Is(err, reason) {
			t.Errorf("error %v, want %v", err, reason)
		}
		if waited := (<-second).Sub(start); waited > minuteWindow {
			t.Errorf("the call behind the cancelled one waited %v", waited)
		}
	})
}

func TestSetLimitsWakesWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(Limits{PerMinute: 1})
		hold(t, l)
		start := time.Now()
		time.AfterFunc(time.Second, func() { l.SetLimits(Limits{}) })
		hold(t, l)
		if waited := time.Since(start); waited != time.Second {
			t.Errorf("waited %v after the limits were lifted at 1s", waited)
		}
		if got := l.Limits(); got != (Limits{}) {
			t.Errorf("limits %+v", got)
		}
	})
}

// TestLimitsSetLateCountThePast: what was sent without limits counts when one
// is set.
func TestLimitsSetLateCountThePast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(Limits{})
		for range 3 * maxRemembered {
			hold(t, l)
		}
		if n := len(l.pace.past); n > 2*maxRemembered {
			t.Errorf("%d requests remembered", n)
		}
		l.SetLimits(Limits{PerMinute: 100})
		start := time.Now()
		hold(t, l)
		if waited := time.Since(start); waited != minuteWindow {
			t.Errorf("waited %v after a burst without limits", waited)
		}
	})
}

// BenchmarkLimiterAccuracy shows, in real time, how much of what the server
// allows is used, and how many requests the fullest window of it held.
func BenchmarkLimiterAccuracy(b *testing.B) {
	for _, bench := range []struct {
		name    string
		limits  Limits
		allowed int // in a window
		window  time.Duration
		calls   int
	}{
		{"7PerSecond", Limits{PerSecond: 7}, 7, time.Second, 7*30 + 1},
		{"100PerMinute", DefaultLimits(), 100, time.Minute, 100 + 1},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				left := departures(b, NewLimiter(bench.limits), bench.calls)
				took := left[len(left)-1].Sub(left[0])
				share := float64(len(left)-1) / took.Seconds() * bench.window.Seconds() / float64(bench.allowed)
				b.ReportMetric(share, "of-allowed-rate")
				b.ReportMetric(0.95, "budget-of-allowed-rate")
				b.ReportMetric(float64(fullest(left, bench.window)), "in-a-window")
				b.ReportMetric(float64(bench.allowed), "budget-in-a-window")
				b.ReportMetric(took.Seconds(), "s-real")
			}
		})
	}
}

// departures lets calls go one after the other and tells when each left.
func departures(b *testing.B, l *Limiter, calls int) []time.Time {
	left := make([]time.Time, 0, calls)
	for range calls {
		ticket, err := l.acquire(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		left = append(left, time.Now())
		l.done(ticket, outcome{})
	}
	return left
}

// fullest is the most departures that any window of a length held.
func fullest(left []time.Time, window time.Duration) int {
	most, first := 0, 0
	for i, at := range left {
		for at.Sub(left[first]) >= window {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// BenchmarkLimiterFree is the cost of a turn without limits.
func BenchmarkLimiterFree(b *testing.B) {
	l := NewLimiter(Limits{})
	b.ReportAllocs()
	for b.Loop() {
		ticket, err := l.acquire(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		l.done(ticket, outcome{})
	}
}
