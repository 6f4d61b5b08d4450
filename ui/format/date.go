package format

import "time"

// The layouts of dates and times.
const (
	layoutDate     = "02.01.2006"
	layoutDay      = "02.01"
	layoutTime     = "15:04"
	layoutDateTime = layoutDate + " " + layoutTime
)

// Date writes a moment (Unix seconds) as a day: "22.11.2026".
func (f *Format) Date(unix int64) string { return f.at(unix).Format(layoutDate) }

// Time writes a moment (Unix seconds) as a time of day: "14:20".
func (f *Format) Time(unix int64) string { return f.at(unix).Format(layoutTime) }

// DateTime writes a moment (Unix seconds) as a day and a time.
func (f *Format) DateTime(unix int64) string { return f.at(unix).Format(layoutDateTime) }

// Day writes a moment (Unix seconds) as a day, without the year when it is the
// year of now: "28.11", "28.11.2025".
func (f *Format) Day(unix, now int64) string {
	t := f.at(unix)
	if t.Year() == f.at(now).Year() {
		return t.Format(layoutDay)
	}
	return t.Format(layoutDate)
}

// Ago writes how long ago something was, both in Unix seconds: "12 s oldin",
// "3 daq oldin", "kecha 14:20". A moment ahead of now, as a slow clock makes
// it, is just now.
func (f *Format) Ago(unix, now int64) string {
	const justNow, minute, hour = 5, 60, 60 * 60
	d := now - unix
	switch days := f.daysBetween(unix, now); {
	case d < justNow:
		return f.texts.T("ago.now")
	case d < minute:
		return f.texts.T("ago.seconds", "Count", d)
	case d < hour:
		return f.texts.T("ago.minutes", "Count", d/minute)
	case days == 0:
		return f.texts.T("ago.hours", "Count", d/hour)
	case days == 1:
		return f.texts.T("ago.yesterday", "Time", f.Time(unix))
	default:
		return f.Day(unix, now)
	}
}

func (f *Format) at(unix int64) time.Time { return time.Unix(unix, 0).In(f.zone) }

// daysBetween counts midnights from one moment to another; negative when to
// lies before from.
func (f *Format) daysBetween(from, to int64) int {
	a, b := f.at(from), f.at(to)
	// Noon in UTC has the same date and knows no daylight saving.
	x := time.Date(a.Year(), a.Month(), a.Day(), 12, 0, 0, 0, time.UTC)
	y := time.Date(b.Year(), b.Month(), b.Day(), 12, 0, 0, 0, time.UTC)
	return int(y.Sub(x) / (24 * time.Hour))
}
