package date

import (
	"time"

	"voronka/ui/format"
)

// The grid of a month.
const (
	columns = 7
	rows    = 6
)

// grid is the days of a month as they stand under Monday to Sunday, with those
// of the months beside it at both ends.
func grid(year int, month time.Month) [rows * columns]format.Day {
	first := format.Day{Year: year, Month: month, Day: 1}
	back := (int(first.Time(12, 0, time.UTC).Weekday()) + 6) % columns // Monday is 0
	var days [rows * columns]format.Day
	for i := range days {
		days[i] = shift(first, i-back)
	}
	return days
}

// shift is the day so many days later.
func shift(d format.Day, days int) format.Day {
	d.Day += days
	return format.DayOf(d.Time(12, 0, time.UTC))
}

// shiftMonth is the same day so many months later, or the last of that month.
func shiftMonth(d format.Day, months int) format.Day {
	first := format.DayOf(time.Date(d.Year, d.Month+time.Month(months), 1, 12, 0, 0, 0, time.UTC))
	last := shift(format.DayOf(time.Date(first.Year, first.Month+1, 1, 12, 0, 0, 0, time.UTC)), -1)
	first.Day = min(d.Day, last.Day)
	return first
}
