package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/board"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// leadMenu offers what can be done with cards.
func (w *window) leadMenu(leads []int64, at fyne.Position) {
	t, one := w.texts, len(leads) == 1
	items := []kit.Item{
		{ID: "open", Text: t.T("lead_menu.open"), Disabled: !one, Do: func() { w.openLead(leads[0]) }},
		{ID: "move-to", Text: t.T("lead_menu.move_to"), Icon: theme.IconArrowRight, Separator: true, Do: func() { w.moveMenu(leads, at) }},
		{ID: "pipeline", Text: t.T("lead_menu.move_pipeline"), Icon: theme.IconSwap, Disabled: len(w.pipelines) < 2, Do: func() {
			w.pipelineMenu(board.Drop{Leads: leads, At: at})
		}},
		{ID: "assign", Text: t.T("lead_menu.assign"), Icon: theme.IconUser, Separator: true, Do: func() { w.assignMenu(leads, at) }},
		{ID: "tag", Text: t.T("lead_menu.tag"), Icon: theme.IconTag, Do: func() { w.tagMenu(leads, at) }},
		{ID: "task", Text: t.T("lead_menu.task"), Icon: theme.IconTasks, Do: func() { w.taskSheet(leads) }},
		{ID: "call", Text: t.T("lead_menu.call"), Icon: theme.IconPhone, Separator: true, Disabled: !one || !w.hasContact(leads[0]), Do: func() { w.call(leads[0], at) }},
		{ID: "browser", Text: t.T("lead_menu.open_browser"), Icon: theme.IconExternalLink, Disabled: !one || leads[0] < 0, Do: func() { w.browseLead(leads[0]) }},
		{ID: "copy-link", Text: t.T("lead_menu.copy_link"), Icon: theme.IconCopy, Disabled: len(sent(leads)) == 0, Do: func() { w.copyLinks(leads) }},
	}
	w.shell.Menu(at, kit.MenuParams{Name: "lead", Title: w.countTitle(leads), Items: items})
}

// countTitle says over a menu that it is for several leads.
func (w *window) countTitle(leads []int64) string {
	if len(leads) < 2 {
		return ""
	}
	return w.texts.N("card.selected", len(leads))
}

// bulk does something with the selected leads.
func (w *window) bulk(a board.Action, leads []int64, at fyne.Position) {
	switch a {
	case board.ActionMove:
		w.moveMenu(leads, at)
	case board.ActionAssign:
		w.assignMenu(leads, at)
	case board.ActionTag:
		w.tagMenu(leads, at)
	case board.ActionTask:
		w.taskSheet(leads)
	}
}

// withTargets does something with the selected leads, or with the one that has
// the keyboard.
func (w *window) withTargets(do func(leads []int64, at fyne.Position)) func() {
	return func() {
		if leads, at := w.board.Targets(); len(leads) > 0 {
			do(leads, at)
		}
	}
}

// moveMenu offers the statuses of the shown pipeline.
func (w *window) moveMenu(leads []int64, at fyne.Position) {
	w.statusMenu(board.Drop{Leads: leads, At: at}, w.board.Query().PipelineID)
}

// assignMenu offers the employees that can be responsible.
func (w *window) assignMenu(leads []int64, at fyne.Position) {
	owners := make(map[int64]bool)
	for _, id := range leads {
		if card, ok := w.board.Card(id); ok {
			owners[card.OwnerID] = true
		}
	}
	var items []kit.Item
	for _, u := range w.users {
		items = append(items, kit.Item{
			ID: "user-" + formatID(u.ID), Text: u.Name, Checked: len(owners) == 1 && owners[u.ID],
			Do: func() {
				w.act(eachLead(leads, func(id int64) cache.LeadEdit { return cache.LeadEdit{ID: id, OwnerID: amo.Set(u.ID)} }),
					w.texts.N("snackbar.assigned", len(leads), "Who", u.Name))
			},
		})
	}
	w.shell.Menu(at, kit.MenuParams{Name: "assign", Title: w.texts.T("lead_menu.assign"), Items: items})
}

// eachLead is one command for any number of leads.
func eachLead(leads []int64, edit func(id int64) cache.LeadEdit) cache.Command {
	var c cache.Command
	for _, id := range leads {
		c.Edits = append(c.Edits, edit(id))
	}
	return c
}

// tagMenu offers the tags that leads have; one that all of these have is taken
// off, any other is put on.
func (w *window) tagMenu(leads []int64, at fyne.Position) {
	items := []kit.Item{{ID: "new-tag", Text: w.texts.T("tag.new"), Icon: theme.IconPlus, Do: func() { w.tagSheet(leads) }}}
	for i, tag := range w.tags {
		all := w.allHave(leads, tag)
		items = append(items, kit.Item{
			ID: "tag-" + tag, Text: tag, Checked: all, Separator: i == 0,
			Do: func() { w.tagLeads(leads, tag, !all) },
		})
	}
	w.shell.Menu(at, kit.MenuParams{Name: "tag", Title: w.texts.T("lead_menu.tag"), Items: items})
}

// allHave reports whether every lead is known to have a tag.
func (w *window) allHave(leads []int64, tag string) bool {
	for _, id := range leads {
		if card, ok := w.board.Card(id); !ok || !slices.Contains(card.Tags, tag) {
			return false
		}
	}
	return true
}

func (w *window) tagLeads(leads []int64, tag string, on bool) {
	edit := func(id int64) cache.LeadEdit { return cache.LeadEdit{ID: id, AddTags: []string{tag}} }
	said := w.texts.N("snackbar.tagged", len(leads), "Tag", tag)
	if !on {
		edit = func(id int64) cache.LeadEdit { return cache.LeadEdit{ID: id, RemoveTags: []string{tag}} }
		said = w.texts.N("snackbar.untagged", len(leads), "Tag", tag)
	}
	w.act(eachLead(leads, edit), said)
}

// tagSheet asks for the name of a tag that is not there yet.
func (w *window) tagSheet(leads []int64) {
	name := w.newField(amo.CustomField{Type: amo.FieldText}, "tag", w.texts.T("tag.name"))
	w.askFields("tag", w.texts.T("tag.new_title"), w.texts.T("tag.add"), []*field.Field{name}, func() {
		w.tagLeads(leads, name.Typed().Text, true)
	})
}

// taskSheet asks for a task that every one of the leads gets.
func (w *window) taskSheet(leads []int64) {
	t := w.texts
	types := amo.CustomField{Type: amo.FieldSelect}
	for _, k := range w.taskTypes() {
		types.Enums = append(types.Enums, amo.FieldEnum{ID: k.ID, Value: w.taskTypeName(k)})
	}
	text := w.newField(amo.CustomField{Type: amo.FieldText}, "task-text", t.T("task_form.text"))
	kind := w.newField(types, "task-type", t.T("task_form.type"))
	due := w.newField(amo.CustomField{Type: amo.FieldDateTime}, "task-due", t.T("task_form.due"))
	kind.SetValues([]amo.Value{amo.Enum{EnumID: types.Enums[0].ID, Value: types.Enums[0].Value}})
	tomorrow := time.Now().In(w.format.Location()).AddDate(0, 0, 1)
	at := time.Date(tomorrow.Year(), tomorrow.Month(), tomorrow.Day(), 10, 0, 0, 0, tomorrow.Location())
	due.SetValues([]amo.Value{amo.MomentOf(at)})
	title := t.T("task_form.title")
	if len(leads) > 1 {
		title = t.N("task_form.title_many", len(leads))
	}
	w.askFields("task", title, t.T("task_form.add"), []*field.Field{text, kind, due}, func() {
		w.addTasks(leads, text.Typed().Text, kind.Values(), due.Values())
	})
}

func (w *window) addTasks(leads []int64, text string, kind, due []amo.Value) {
	var c cache.Command
	for _, id := range leads {
		edit := cache.TaskEdit{Entity: cache.Leads, EntityID: id, Text: amo.Set(text)}
		if len(kind) > 0 {
			if v, ok := kind[0].(amo.Enum); ok {
				edit.TaskTypeID = amo.Set(v.EnumID)
			}
		}
		if len(due) > 0 {
			if v, ok := due[0].(amo.DateTime); ok {
				if at, ok := v.Value.Time(); ok {
					edit.CompleteTill = amo.Set(at.Unix())
				}
			}
		}
		if card, ok := w.board.Card(id); ok && card.OwnerID != 0 {
			edit.OwnerID = amo.Set(card.OwnerID)
		}
		c.Edits = append(c.Edits, edit)
	}
	w.act(c, w.texts.N("snackbar.tasks_added", len(leads)))
}

// taskTypes are the account's, or the ones every account has.
func (w *window) taskTypes() []amo.TaskType {
	if len(w.types) > 0 {
		return w.types
	}
	return []amo.TaskType{{ID: 1}, {ID: 2}}
}

// taskTypeName is a type in words; the two that every account has are in the
// person's language.
func (w *window) taskTypeName(k amo.TaskType) string {
	switch k.ID {
	case 1:
		return w.texts.T("task.call")
	case 2:
		return w.texts.T("task.meeting")
	}
	return k.Name
}

// newField is a field of a sheet that must not stay empty.
func (w *window) newField(f amo.CustomField, name, label string) *field.Field {
	return field.New(field.Params{
		Rule: input.Rule{Field: f, Format: w.format, Required: true}, Name: name, Label: label, Today: w.today, Follow: w.follow, FindElement: w.findElement,
	})
}

// findElement looks for elements of a catalog by name.
func (w *window) findElement(catalog int64, text string, show func([]field.Found)) {
	w.tasks.Go(func() {
		found, err := field.FindElements(w.ctx, w.p.Account.Store, catalog, text)
		w.do(func() {
			if err != nil {
				w.notDone(err)
				return
			}
			show(found)
		})
	})
}

func (w *window) today() format.Day { return format.DayOf(time.Now().In(w.format.Location())) }

// addLead makes a lead with a name; its card comes as soon as it is stored.
func (w *window) addLead(status int64, name string) {
	w.act(cache.Command{Edits: []cache.Edit{cache.LeadEdit{
		Name: amo.Set(name), PipelineID: w.board.Query().PipelineID, StatusID: status,
	}}}, w.texts.T("snackbar.added", "Name", name))
}
