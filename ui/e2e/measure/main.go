// Measure opens the board in a real window on a virtual display, with the
// sandbox in a process of its own, drags, scrolls and types as a hand does, and
// prints what that costs beside what it may cost. What Fyne itself takes is
// measured in the same run, on an empty window. `make measure` runs it.
//
// The figures are of this machine at this moment; whoever wants good ones lets
// it have the machine to itself.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"voronka/ui/e2e/driver"
)

const (
	width, height = 1440, 900
	patience      = 20 * time.Minute
	idleFor       = 10 * time.Second
)

func main() {
	var p plan
	var sizes string
	flag.StringVar(&p.program, "program", "", "voronka, built with the tag inspect")
	flag.StringVar(&p.empty, "empty", "", "the empty window, likewise")
	flag.StringVar(&sizes, "leads", "10000,100000", "accounts to measure, by their number of leads")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := p.run(ctx, sizes); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// plan is what to measure.
type plan struct {
	program, empty string
	display        *driver.Display
}

func (p *plan) run(ctx context.Context, sizes string) (err error) {
	if p.program == "" || p.empty == "" {
		return errors.New("name the programs with -program and -empty")
	}
	if p.display, err = driver.StartDisplay(width, height); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.display.Close()) }()
	base, err := p.emptyWindow(ctx)
	if err != nil {
		return fmt.Errorf("empty window: %w", err)
	}
	fmt.Printf("An empty Fyne window: ready after %.0f ms, %.0f MB, idle %.1f %% of a core\n", base.readyMS, base.memoryMB, base.idle)
	for text := range strings.SplitSeq(sizes, ",") {
		leads, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("number of leads: %w", err)
		}
		t, err := p.account(ctx, leads)
		if err != nil {
			return fmt.Errorf("%d leads: %w", leads, err)
		}
		t.print(leads, base)
	}
	return nil
}

// rest is what a window costs that nobody touches.
type rest struct {
	readyMS   float64
	memoryMB  float64
	privateMB float64
	idle      float64 // percent of a core
	waits     driver.Stats
}

// resting waits until a window stands and looks at it for a while.
func resting(ctx context.Context, w *driver.Window) (r rest, err error) {
	err = driver.Wait(ctx, "the first picture", func(ctx context.Context) (bool, error) {
		stats, err := w.Stats(ctx)
		r.readyMS = stats.ReadyMS
		return stats.ReadyMS > 0, err
	})
	if err != nil {
		return r, err
	}
	if err := quiet(ctx, w.PID()); err != nil {
		return r, err
	}
	before, err := usage(w.PID())
	if err != nil {
		return r, err
	}
	if err := w.ResetStats(ctx); err != nil {
		return r, err
	}
	if err := pause(ctx, idleFor); err != nil {
		return r, err
	}
	if r.waits, err = w.Stats(ctx); err != nil {
		return r, err
	}
	after, err := usage(w.PID())
	if err != nil {
		return r, err
	}
	r.idle = 100 * (after.cpu - before.cpu).Seconds() / idleFor.Seconds()
	r.memoryMB, r.privateMB = after.memoryMB, after.privateMB
	return r, nil
}

// quiet waits until what follows the first picture is done: a replica that was
// just loaded is still being indexed for the search. A window that does not
// come to rest is measured as it is.
func quiet(ctx context.Context, pid int) error {
	const look, busy = 3 * time.Second, 300 * time.Millisecond
	for range 60 {
		before, err := usage(pid)
		if err != nil {
			return err
		}
		if err := pause(ctx, look); err != nil {
			return err
		}
		after, err := usage(pid)
		if err != nil {
			return err
		}
		if after.cpu-before.cpu < busy {
			return nil
		}
	}
	return nil
}

func (p *plan) emptyWindow(ctx context.Context) (r rest, err error) {
	w, err := driver.Open(ctx, p.display, p.empty, nil)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, w.Stop()) }()
	return resting(ctx, w)
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
