package sandbox

import (
	"sync/atomic"
	"time"
)

// clock is the account's time: the given clock plus an offset that tests move.
type clock struct {
	now    func() time.Time
	offset atomic.Int64 // nanoseconds
}

func (c *clock) time() time.Time { return c.now().Add(time.Duration(c.offset.Load())) }
func (c *clock) unix() int64     { return c.time().Unix() }

// tashkent is fixed rather than looked up: Uzbekistan keeps one offset all
// year, and a bare machine may have no zone files.
func tashkent() *time.Location { return time.FixedZone("Asia/Tashkent", 5*60*60) }

// startOfDay is midnight in Tashkent before or at t.
func startOfDay(t time.Time) int64 {
	t = t.In(tashkent())
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, tashkent()).Unix()
}
