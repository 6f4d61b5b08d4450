package format

import (
	"strconv"
	"strings"
	"time"
)

// Day is a day of the calendar.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf is the day of a moment in its own zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{y, m, d}
}

// Time is the moment a day has a time of day in a zone.
func (d Day) Time(hour, minute int, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone)
}

// String writes the day as it is typed: "22.11.2026".
func (d Day) String() string { return d.Time(0, 0, time.UTC).Format(layoutDate) }

// The years a day may be typed in.
const (
	firstYear = 1900
	lastYear  = 2199
)

// ParseDay reads a day as people type it: dd.mm.yyyy, with any of . / - and
// spaces between, with two digits of the year, without signs as 22112026, and
// yyyy-mm-dd as it is pasted. It reports false for anything else and for days
// that do not exist.
func ParseDay(text string) (Day, bool) {
	parts := digitGroups(text)
	if len(parts) == 1 && len(parts[0]) == len("22112026") {
		parts = []string{parts[0][:2], parts[0][2:4], parts[0][4:]}
	}
	if len(parts) != 3 {
		return Day{}, false
	}
	if len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	d, okDay := small(parts[0], 2)
	m, okMonth := small(parts[1], 2)
	y, okYear := small(parts[2], 4)
	switch len(parts[2]) {
	case 2:
		y += 2000
		if y > 2069 {
			y -= 100
		}
	case 4:
	default:
		okYear = false
	}
	day := Day{y, time.Month(m), d}
	if !okDay || !okMonth || !okYear || y < firstYear || y > lastYear || DayOf(day.Time(12, 0, time.UTC)) != day {
		return Day{}, false
	}
	return day, true
}

// ParseMoment reads a day with a time of day after it: "22.11.2026 14:20". A
// day alone is its first minute.
func ParseMoment(text string, zone *time.Location) (time.Time, bool) {
	text = strings.TrimSpace(text)
	at := strings.LastIndexAny(text, " \u00a0T,")
	if at < 0 || !strings.ContainsAny(text[at:], ":") {
		day, ok := ParseDay(text)
		return day.Time(0, 0, zone), ok
	}
	day, ok := ParseDay(strings.TrimRight(text[:at], ", \u00a0"))
	hour, minute, okTime := ParseClock(strings.TrimLeft(text[at:], " \u00a0T,"))
	return day.Time(hour, minute, zone), ok && okTime
}

// ParseClock reads a time of day: "14:20", "9:05", "14.20".
func ParseClock(text string) (hour, minute int, ok bool) {
	parts := digitGroups(text)
	if len(parts) != 2 || len(parts[1]) != 2 {
		return 0, 0, false
	}
	hour, okHour := small(parts[0], 2)
	minute, okMinute := small(parts[1], 2)
	return hour, minute, okHour && okMinute && hour < 24 && minute < 60
}

// digitGroups cuts a text into its digits; nil when it has anything but digits
// and the signs that stand between them.
func digitGroups(text string) []string {
	if len(text) > 24 || strings.Trim(text, "0123456789./-: \u00a0\t") != "" {
		return nil
	}
	return strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

func small(digits string, most int) (int, bool) {
	if digits == "" || len(digits) > most {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}
