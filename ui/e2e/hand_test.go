//go:build e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"voronka/ui/e2e/driver"
)

// day is a session of one window over many cases: after each the window, the
// server and the outbox have to agree.
type day struct {
	*stage
	pipeline int64
}

// newDay opens the window on a small account with everything loaded.
func newDay(ctx context.Context, t *testing.T, name string) *day {
	t.Helper()
	d := &day{stage: newStageOf(ctx, t, 600)}
	d.name = name + "-"
	d.run("", "sync", "--once")
	d.open("light")
	d.settled()
	lead, err := d.sandbox.Lead(ctx, number(t, d.cards(d.columns()[0])[0]))
	if err != nil {
		t.Fatal(err)
	}
	d.pipeline = lead.PipelineID
	return d
}

// columns are the statuses on the screen from the left, folded ones included.
func (d *day) columns() []driver.Object {
	d.Helper()
	all := slices.Concat(d.objects("column"), d.objects("rail"))
	slices.SortFunc(all, func(a, b driver.Object) int { return int(a.X - b.X) })
	return all
}

// column is a status on the screen.
func (d *day) column(status int64) driver.Object {
	d.Helper()
	return d.object("column:" + strconv.FormatInt(status, 10))
}

// tally is what a column says about itself.
func tally(t *testing.T, column driver.Object) driver.Tally {
	t.Helper()
	lines := strings.Split(column.Text, "\n")
	if len(lines) != 3 {
		t.Fatalf("%s says %q", column.ID, column.Text)
	}
	digits := func(s string) int64 {
		n, err := strconv.ParseInt(strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, s), 10, 64)
		if err != nil {
			t.Fatalf("%s says %q", column.ID, s)
		}
		return n
	}
	return driver.Tally{Count: int(digits(lines[1])), Sum: digits(lines[2])}
}

// tallies are the counts and sums of all columns on the screen.
func (d *day) tallies() map[int64]driver.Tally {
	d.Helper()
	out := make(map[int64]driver.Tally)
	for _, c := range d.columns() {
		out[number(d.T, c)] = tally(d.T, c)
	}
	return out
}

// agree waits until everything is sent, and until every column on the screen
// says exactly what the server has.
func (d *day) agree() {
	d.Helper()
	d.run("", "sync", "--once")
	d.wait("a window that says what the server has", func(ctx context.Context) (bool, error) {
		want, err := d.sandbox.Tallies(ctx, d.pipeline)
		if err != nil {
			return false, err
		}
		for status, got := range d.tallies() {
			if got != want[status] {
				return false, fmt.Errorf("status %d says %+v, the server has %+v", status, got, want[status])
			}
		}
		return true, nil
	})
	if n := d.pending(); n != 0 {
		d.Errorf("%d changes are left", n)
	}
}

// moved waits until the columns have changed by exactly these leads, as the
// drop itself has to show it, and then until the server has it.
func (d *day) moved(before map[int64]driver.Tally, leads []driver.Lead, to int64) {
	d.Helper()
	want := make(map[int64]driver.Tally, len(before))
	for status, t := range before {
		want[status] = t
	}
	for _, l := range leads {
		from, into := want[l.StatusID], want[to]
		want[l.StatusID] = driver.Tally{Count: from.Count - 1, Sum: from.Sum - l.Price}
		if _, here := want[to]; here {
			want[to] = driver.Tally{Count: into.Count + 1, Sum: into.Sum + l.Price}
		}
	}
	d.wait("counts and sums that follow the drop", func(context.Context) (bool, error) {
		for status, got := range d.tallies() {
			if got != want[status] {
				return false, fmt.Errorf("status %d says %+v, want %+v", status, got, want[status])
			}
		}
		return true, nil
	})
	d.agree()
	for _, l := range leads {
		now, err := d.sandbox.Lead(d.ctx, l.ID)
		if err != nil {
			d.Fatal(err)
		}
		if now.StatusID != to {
			d.Errorf("lead %d is in status %d on the server, want %d", l.ID, now.StatusID, to)
		}
	}
}

// untouched holds that an act came to nothing.
func (d *day) untouched(before map[int64]driver.Tally) {
	d.Helper()
	d.gone("the ghost", "ghost")
	if n := d.pending(); n != 0 {
		d.Errorf("%d changes are left of what was cancelled", n)
	}
	for status, got := range d.tallies() {
		if got != before[status] {
			d.Errorf("status %d says %+v, it said %+v before", status, got, before[status])
		}
	}
}

// lead is a card's lead on the server.
func (d *day) lead(card driver.Object) driver.Lead {
	d.Helper()
	l, err := d.sandbox.Lead(d.ctx, number(d.T, card))
	if err != nil {
		d.Fatal(err)
	}
	return l
}

// carry takes a card over a point and keeps the button down.
func (d *day) carry(card driver.Object, x, y int) {
	d.Helper()
	fromX, fromY := card.Center()
	if err := d.window.DragTo(d.ctx, fromX, fromY, x, y); err != nil {
		d.Fatal(err)
	}
	d.appears("the ghost", "ghost")
}

func (d *day) release() {
	d.Helper()
	if err := d.window.Release(d.ctx); err != nil {
		d.Fatal(err)
	}
}

func (d *day) point(x, y int) {
	d.Helper()
	if err := d.window.Point(d.ctx, x, y); err != nil {
		d.Fatal(err)
	}
}

func (d *day) key(name string) {
	d.Helper()
	if err := d.window.Key(d.ctx, name); err != nil {
		d.Fatal(err)
	}
}

// click presses something by its id, waiting until it is there and stands still.
func (d *day) click(id string) {
	d.Helper()
	x, y := d.stands(id).Center()
	if err := d.window.Click(d.ctx, x, y); err != nil {
		d.Fatal(err)
	}
}

// appears waits for something on the screen.
func (d *day) appears(what, id string) (o driver.Object) {
	d.Helper()
	d.wait(what, func(ctx context.Context) (_ bool, err error) {
		o, err = d.window.Object(ctx, id)
		return err == nil, err
	})
	return o
}

// stands waits until something is on the screen and in the same place at two
// looks: a form that has just been saved or read still moves its fields.
func (d *day) stands(id string) (o driver.Object) {
	d.Helper()
	var before driver.Object
	d.wait(id+" in its place", func(ctx context.Context) (_ bool, err error) {
		before = o
		o, err = d.window.Object(ctx, id)
		return err == nil && o.X == before.X && o.Y == before.Y && o.W == before.W && o.H == before.H, err
	})
	return o
}

// gone waits until something has left the screen.
func (d *day) gone(what, id string) {
	d.Helper()
	d.wait("no more "+what, func(ctx context.Context) (bool, error) {
		list, err := d.window.Objects(ctx)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(list, func(o driver.Object) bool { return o.ID == id }) {
			return false, errors.New("it is still there")
		}
		return true, nil
	})
}

// says waits until an object says something that holds.
func (d *day) says(id, what string, holds func(text string) bool) {
	d.Helper()
	d.wait(id+" that says "+what, func(ctx context.Context) (bool, error) {
		o, err := d.window.Object(ctx, id)
		return err == nil && holds(o.Text), fmt.Errorf("it says %q (%w)", o.Text, err)
	})
}

// step runs a case and takes a picture after it. The pauses between cases let
// the snackbar of one not cover the next.
func (d *day) step(name string, act func()) {
	d.Helper()
	start := time.Now()
	act()
	d.shot(name)
	d.Logf("%-40s %.1f s", name, time.Since(start).Seconds())
}
