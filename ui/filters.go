package ui

import (
	"time"

	"voronka/cache"
)

// filters is what the person has narrowed the board to. The zero value shows
// everything.
type filters struct {
	mine      bool
	owner     int64  // 0: everyone; not used together with mine
	tag       string // empty: any
	priceFrom int64  // whole units of the account currency, 0: any
	overdue   bool
	days      int // created within the last so many days, 0: any time
	text      string
}

// empty reports whether nothing is narrowed.
func (f filters) empty() bool { return f == filters{} }

const day = 24 * 60 * 60 // seconds; Tashkent keeps one time all the year

// query is the filter as the replica takes it: me is the current user, now the
// moment in the account's time zone.
func (f filters) query(me int64, now time.Time) cache.Filter {
	start := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	out := cache.Filter{
		Text: f.text, Now: now.Unix(), DayStart: start.Unix(), DayEnd: start.AddDate(0, 0, 1).Unix() - 1,
	}
	switch {
	case f.mine:
		out.OwnerIDs = []int64{me}
	case f.owner != 0:
		out.OwnerIDs = []int64{f.owner}
	}
	if f.tag != "" {
		out.Tags = []string{f.tag}
	}
	if f.priceFrom > 0 {
		out.PriceFrom = &f.priceFrom
	}
	if f.overdue {
		out.Task = cache.TaskOverdue
	}
	if f.days > 0 {
		out.CreatedFrom = start.Unix() - int64(f.days-1)*day
	}
	return out
}
