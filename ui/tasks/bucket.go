package tasks

import (
	"time"

	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/i18n"
)

// bucket is a part of the list, by when tasks are due.
type bucket int

// The parts, from the top.
const (
	overdue bucket = iota
	today
	tomorrow
	week
	later
	done
	buckets
)

// bucketOf is where a task stands, now and in the zone of now.
func bucketOf(t cache.TaskRow, now time.Time) bucket {
	if t.Completed {
		return done
	}
	due := time.Unix(t.DueAt, 0).In(now.Location())
	if due.Before(now) {
		return overdue
	}
	start := format.DayOf(now).Time(0, 0, now.Location())
	monday := (int(now.Weekday()) + 6) % 7 // weeks begin on Monday
	switch {
	case due.Before(start.AddDate(0, 0, 1)):
		return today
	case due.Before(start.AddDate(0, 0, 2)):
		return tomorrow
	case due.Before(start.AddDate(0, 0, 7-monday)):
		return week
	}
	return later
}

func (b bucket) title(t *i18n.Texts) string {
	switch b {
	case overdue:
		return t.T("tasks.overdue")
	case today:
		return t.T("tasks.today")
	case tomorrow:
		return t.T("tasks.tomorrow")
	case week:
		return t.T("tasks.week")
	case later:
		return t.T("tasks.later")
	default:
		return t.T("tasks.done")
	}
}

// due is when a task of the bucket is due, as short as it can be told there.
func (b bucket) due(t cache.TaskRow, now time.Time, f *format.Format) string {
	at := time.Unix(t.DueAt, 0).In(now.Location())
	hour := f.Time(t.DueAt)
	if hour == "23:59" { // of the whole day, as amoCRM stores those
		hour = ""
	}
	switch b {
	case overdue:
		days := int(format.DayOf(now).Time(12, 0, time.UTC).Sub(format.DayOf(at).Time(12, 0, time.UTC)) / (24 * time.Hour))
		if days == 0 {
			return f.Time(t.DueAt)
		}
		return f.Day(t.DueAt, now.Unix()) + " · " + f.Texts().N("tasks.days", days)
	case today, tomorrow:
		if hour == "" {
			return f.Texts().T("tasks.all_day")
		}
		return hour
	default:
		day := f.Day(t.DueAt, now.Unix())
		if hour == "" || b == done {
			return day
		}
		return day + " " + hour
	}
}

// postponed is when a task is due after it was put off by whole days: from its
// own day, or from today when that has passed, at the same time of day.
func postponed(due int64, days int, now time.Time) int64 {
	at := time.Unix(due, 0).In(now.Location())
	day := format.DayOf(at)
	if at.Before(now) {
		day = format.DayOf(now)
	}
	return day.Time(at.Hour(), at.Minute(), now.Location()).AddDate(0, 0, days).Add(time.Duration(at.Second()) * time.Second).Unix()
}
