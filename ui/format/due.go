package format

// Urgency is how near a task is.
type Urgency int

// The urgencies, from the calmest.
const (
	NoTask Urgency = iota
	Later
	Today
	Overdue
)

// Due writes when a task is due and how urgent that is, both in Unix seconds:
// "Bugun 15:00", "Ertaga", "28.11", "Kechikdi 2 k". at is 0 without a task. A
// task due at 23:59 is for the whole day, as amoCRM stores those.
func (f *Format) Due(at, now int64) (string, Urgency) {
	if at == 0 {
		return f.texts.T("task.none"), NoTask
	}
	if at < now {
		return f.overdue(at, now), Overdue
	}
	switch f.daysBetween(now, at) {
	case 0:
		if f.Time(at) == "23:59" {
			return f.texts.T("task.today_all_day"), Today
		}
		return f.texts.T("task.today", "Time", f.Time(at)), Today
	case 1:
		return f.texts.T("task.tomorrow"), Later
	default:
		return f.Day(at, now), Later
	}
}

func (f *Format) overdue(at, now int64) string {
	const minute, hour, day = 60, 60 * 60, 24 * 60 * 60
	switch late := now - at; {
	case late < hour:
		return f.texts.T("task.overdue_minutes", "Count", max(late/minute, 1))
	case late < day:
		return f.texts.T("task.overdue_hours", "Count", late/hour)
	default:
		return f.texts.T("task.overdue_days", "Count", max(f.daysBetween(at, now), 1))
	}
}

// Task writes a task as a card shows it: when it is due and what it is, "Bugun
// 15:00 · Qoʻngʻiroq". text may be empty.
func (f *Format) Task(at int64, text string, now int64) (string, Urgency) {
	due, urgency := f.Due(at, now)
	if urgency == NoTask || text == "" {
		return due, urgency
	}
	return f.texts.T("task.with_text", "Due", due, "Text", text), urgency
}
