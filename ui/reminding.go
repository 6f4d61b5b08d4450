package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"voronka/ui/tasks"
)

// remind has the desktop tell about the person's tasks that fell due since it
// last did, also since before a restart. What was overdue when the program was
// first used is left alone: the rail counts it.
func (w *window) remind() {
	now, me := nowUnix(), w.me()
	if me == 0 || w.reminding {
		return
	}
	since, err := strconv.ParseInt(w.prefs.get(prefReminded), 10, 64)
	if err != nil || since > now {
		w.prefs.set(prefReminded, formatID(now))
		return
	}
	w.reminding = true
	f := w.format
	w.tasks.Go(func() {
		list, err := tasks.Reminders(w.ctx, w.p.Account.Store, f, me, since, now)
		w.do(func() {
			w.reminding = false
			if err != nil {
				w.p.Log.Error("tasks that fall due not read", "err", err)
				return
			}
			w.prefs.set(prefReminded, formatID(now))
			for _, r := range list {
				w.p.App.SendNotification(fyne.NewNotification(r.Title, r.Text))
			}
		})
	})
}
