package kit_test

import (
	"sort"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

// start prepares Fyne's test app with our theme.
func start(t testing.TB) {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
}

// shown puts an object into a window of a size.
func shown(t testing.TB, o fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

// inline runs what is dispatched at once.
func inline() kit.Dispatcher { return kit.DispatcherFunc(func(f func()) { f() }) }

// queue keeps what is dispatched until it is drained, as the UI goroutine does.
type queue struct{ waiting []func() }

func (q *queue) Do(f func()) { q.waiting = append(q.waiting, f) }

func (q *queue) drain() {
	for len(q.waiting) > 0 {
		f := q.waiting[0]
		q.waiting = q.waiting[1:]
		f()
	}
}

// clock is a time that only a test moves.
type clock struct {
	now    time.Time
	alarms []*alarm
}

type alarm struct {
	at   time.Time
	run  func()
	dead bool
}

func newClock() *clock { return &clock{now: time.Unix(1_795_000_000, 0)} }

func (c *clock) Now() time.Time { return c.now }

func (c *clock) AfterFunc(d time.Duration, f func()) func() bool {
	a := &alarm{at: c.now.Add(d), run: f}
	c.alarms = append(c.alarms, a)
	return func() bool {
		was := !a.dead
		a.dead = true
		return was
	}
}

// pass moves the time and rings what is due, in order.
func (c *clock) pass(d time.Duration) {
	end := c.now.Add(d)
	for {
		sort.SliceStable(c.alarms, func(i, j int) bool { return c.alarms[i].at.Before(c.alarms[j].at) })
		next := (*alarm)(nil)
		for _, a := range c.alarms {
			if !a.dead && !a.at.After(end) {
				next = a
				break
			}
		}
		if next == nil {
			break
		}
		next.dead = true
		c.now = next.at
		next.run()
	}
	c.now = end
}

// armed counts the alarms still to come.
func (c *clock) armed() int {
	n := 0
	for _, a := range c.alarms {
		if !a.dead {
			n++
		}
	}
	return n
}
