package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"voronka/ui/e2e/driver"
)

// taken is what was measured of one account.
type taken struct {
	rest
	load   driver.Stats // of the window that loaded the account and indexed it
	live   int          // the most cards that were on screen
	drag   driver.Stats
	scroll driver.Stats
	typing driver.Stats
	heapMB float64
}

// account measures the window that loads an account of so many leads, and then
// one opened on what was loaded, as people do every day.
func (p *plan) account(ctx context.Context, leads int) (t taken, err error) {
	dir, err := os.MkdirTemp("", "voronka-measure-")
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	sandbox, err := driver.ServeSandbox(p.program, "--leads", strconv.Itoa(leads), "--seed", "1", "--limits", "off")
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, sandbox.Stop()) }()
	env := []string{"VORONKA_DATA=" + filepath.Join(dir, "data"), "VORONKA_KEYCHAIN=file", "VORONKA_THEME=light", "VORONKA_LANG=uz"}
	voronka := func(args ...string) error {
		cmd := exec.CommandContext(ctx, p.program, args...)
		cmd.Env = append(os.Environ(), env...)
		cmd.Stdin = strings.NewReader(sandbox.Token)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("voronka %v: %w: %s", args, err, out)
		}
		return nil
	}
	if err := voronka("connect", "--base-url", sandbox.BaseURL, "--token", "-", "--limits", "off"); err != nil {
		return t, err
	}
	if t.load, err = p.load(ctx, env); err != nil {
		return t, err
	}
	if err := voronka("sync", "--once"); err != nil { // whatever is left
		return t, err
	}
	w, err := driver.Open(ctx, p.display, p.program, env)
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, w.Stop()) }()
	return t, t.measure(ctx, w)
}

// load opens a window on an account of which nothing was loaded yet, and waits
// until all of it is loaded and indexed for the search.
func (p *plan) load(ctx context.Context, env []string) (s driver.Stats, err error) {
	w, err := driver.Open(ctx, p.display, p.program, env)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, w.Stop()) }()
	if err := w.ResetStats(ctx); err != nil { // what the start itself takes
		return s, err
	}
	if err := quiet(ctx, w.PID()); err != nil {
		return s, err
	}
	return w.Stats(ctx)
}

func (t *taken) measure(ctx context.Context, w *driver.Window) (err error) {
	if t.rest, err = resting(ctx, w); err != nil {
		return err
	}
	h := &hand{w: w, ctx: ctx}
	for _, act := range []struct {
		do   func() error
		into *driver.Stats
	}{{h.drag, &t.drag}, {h.scroll, &t.scroll}, {h.write, &t.typing}} {
		if err := w.ResetStats(ctx); err != nil {
			return err
		}
		if err := act.do(); err != nil {
			return err
		}
		if *act.into, err = w.Stats(ctx); err != nil {
			return err
		}
		t.live = max(t.live, act.into.LiveCards)
		t.heapMB = act.into.HeapMB
		if err := pause(ctx, time.Second); err != nil {
			return err
		}
	}
	after, err := usage(w.PID())
	t.memoryMB, t.privateMB = max(t.memoryMB, after.memoryMB), max(t.privateMB, after.privateMB)
	return err
}

// hand does with the mouse and the keyboard what a person does.
type hand struct {
	w   *driver.Window
	ctx context.Context
}

// columns are the open columns from the left.
func (h *hand) columns() ([]driver.Object, error) {
	all, err := h.w.Objects(h.ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(o driver.Object) bool { return o.Kind != "column" })
	slices.SortFunc(all, func(a, b driver.Object) int { return int(a.X - b.X) })
	if len(all) < 3 {
		return nil, fmt.Errorf("%d columns are on the screen, three are needed", len(all))
	}
	return all, nil
}

// drag carries a card from column to column for some seconds and lets it go
// where it came from.
func (h *hand) drag() error {
	columns, err := h.columns()
	if err != nil {
		return err
	}
	x, y := columns[0].Center()
	at, to := x, int(columns[2].X+columns[2].W/2)
	for range 4 {
		if err := h.w.DragTo(h.ctx, at, y, to, y+80); err != nil {
			return err
		}
		at, to = to, at
		y += 5
	}
	if err := h.w.DragTo(h.ctx, at, y, x, y); err != nil {
		return err
	}
	return h.w.Release(h.ctx)
}

// scroll turns the wheel over a column.
func (h *hand) scroll() error {
	columns, err := h.columns()
	if err != nil {
		return err
	}
	x, y := columns[0].Center()
	for range 3 {
		if err := h.w.Wheel(h.ctx, x, y, 150); err != nil {
			return err
		}
	}
	return h.w.Wheel(h.ctx, x, y, -450)
}

// write types a word into the search field and takes it back.
func (h *hand) write() error {
	field, err := h.w.Object(h.ctx, "field:search")
	if err != nil {
		return err
	}
	x, y := field.Center()
	if err := h.w.Click(h.ctx, x, y); err != nil {
		return err
	}
	for _, key := range strings.Split("m e b e l BackSpace BackSpace BackSpace BackSpace BackSpace", " ") {
		if err := h.w.Key(h.ctx, key); err != nil {
			return err
		}
		if err := pause(h.ctx, 150*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}
