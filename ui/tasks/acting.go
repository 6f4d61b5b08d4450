package tasks

import (
	"strconv"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

func (s *Screen) userName(id int64) string {
	for _, u := range s.users {
		if u.ID == id {
			return u.Name
		}
	}
	return "#" + strconv.FormatInt(id, 10)
}

func (s *Screen) show(owner int64) {
	if s.owner != owner {
		s.owner, s.reading = owner, false
		s.Reload()
		s.view.rows.Top()
		s.view.Refresh()
	}
}

func (s *Screen) toggleMine() {
	if me := s.p.Me(); s.owner != me {
		s.show(me)
	} else {
		s.show(0)
	}
}

// chooseOwner offers whose tasks to list.
func (s *Screen) chooseOwner(under fyne.CanvasObject) {
	items := []kit.Item{{ID: "owner-0", Text: s.texts().T("filter.everyone"), Checked: s.owner == 0, Do: func() { s.show(0) }}}
	for _, u := range s.users {
		items = append(items, kit.Item{ID: "owner-" + strconv.FormatInt(u.ID, 10), Text: u.Name, Checked: s.owner == u.ID, Do: func() { s.show(u.ID) }})
	}
	s.p.On.Under(under, kit.MenuParams{Name: "task-owner", Items: items})
}

// open opens what a task is about.
func (s *Screen) open(l line) {
	if !l.head && l.task.EntityID != 0 && l.task.Entity != "" {
		s.p.On.Open(l.task.Entity, l.task.EntityID)
	}
}

// menu offers what can be done with a task.
func (s *Screen) menu(l line, at fyne.Position) {
	if l.head {
		return
	}
	texts, t := s.texts(), l.task
	items := []kit.Item{{ID: "open", Text: texts.T("lead_menu.open"), Disabled: t.EntityID == 0, Do: func() { s.open(l) }}}
	if t.Completed {
		items = append(items, kit.Item{ID: "reopen", Text: texts.T("tasks.reopen"), Icon: theme.IconUndo, Do: func() { s.tick(t) }})
	} else {
		items = append(items,
			kit.Item{ID: "complete", Text: texts.T("tasks.complete"), Icon: theme.IconCheck, Do: func() { s.tick(t) }},
			kit.Item{ID: "day", Text: texts.T("tasks.put_off_day"), Icon: theme.IconClock, Separator: true, Do: func() { s.putOff(t, 1) }},
			kit.Item{ID: "week", Text: texts.T("tasks.put_off_week"), Icon: theme.IconCalendar, Do: func() { s.putOff(t, daysOfWeek) }},
			kit.Item{ID: "give", Text: texts.T("tasks.give"), Icon: theme.IconUser, Separator: true, Do: func() { s.giveMenu(t, at) }},
		)
	}
	s.p.On.Menu(at, kit.MenuParams{Name: "task", Items: items})
}

// giveMenu offers whom to give a task to.
func (s *Screen) giveMenu(t cache.TaskRow, at fyne.Position) {
	var items []kit.Item
	for _, u := range s.users {
		if u.Rights.IsActive || u.ID == t.OwnerID {
			items = append(items, kit.Item{ID: "owner-" + strconv.FormatInt(u.ID, 10), Text: u.Name, Checked: u.ID == t.OwnerID, Do: func() { s.give(t, u) }})
		}
	}
	s.p.On.Menu(at, kit.MenuParams{Name: "give-task", Title: s.texts().T("tasks.give"), Items: items})
}
