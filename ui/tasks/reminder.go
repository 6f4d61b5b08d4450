package tasks

import (
	"context"

	"voronka/cache"
	"voronka/ui/format"
)

// Reminder is what the desktop tells about tasks that fall due.
type Reminder struct{ Title, Text string }

// mostReminders is how many tasks are told one by one.
const mostReminders = 3

// Reminders returns what to tell about a user's open tasks that fell due after
// since and not after now, both Unix seconds. It reads the replica.
func Reminders(ctx context.Context, r Replica, f *format.Format, user, since, now int64) ([]Reminder, error) {
	if since >= now || user == 0 {
		return nil, nil
	}
	open := false
	list, err := r.Tasks(ctx, cache.TaskQuery{OwnerIDs: []int64{user}, Completed: &open, From: since + 1, To: now})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if len(list) > mostReminders {
		return []Reminder{{Title: f.Texts().T("tasks.due_now"), Text: f.Texts().N("tasks.due_many", len(list))}}, nil
	}
	out := make([]Reminder, len(list))
	for i, t := range list {
		text := t.Text
		if t.EntityName != "" {
			text += " · " + t.EntityName
		}
		out[i] = Reminder{Title: f.Texts().T("tasks.due_now") + " · " + f.Time(t.DueAt), Text: text}
	}
	return out, nil
}
