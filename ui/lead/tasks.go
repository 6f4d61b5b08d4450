package lead

import (
	"time"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// tasks is the tab of what is to be done about the lead.
type tasks struct {
	v     *view
	form  *field.Form
	cards map[int64]*taskCard
	bar   *bar
	fresh *newTask // the task being written, nil for none
}

func newTasks(v *view) *tasks {
	t := &tasks{v: v, form: field.NewForm(), cards: make(map[int64]*taskCard)}
	t.bar = newBar(kit.NewPlainButton("new-task", v.texts().T("lead.new_task"), theme.IconPlus, func() {
		t.fresh = newNewTask(t)
		t.update()
		t.fresh.text.Focus()
	}))
	t.update()
	return t
}

// update shows the tasks that were read; cards that are still there stay, with
// what is typed into them.
func (t *tasks) update() {
	blocks := []field.Block{t.bar}
	if t.fresh != nil {
		blocks = t.fresh.blocks()
	}
	cards := make(map[int64]*taskCard, len(t.v.scene.tasks))
	for _, row := range t.v.scene.tasks {
		card, have := t.cards[row.ID]
		if !have {
			card = newTaskCard(t, row)
		}
		card.set(row)
		cards[row.ID] = card
		blocks = append(blocks, card)
	}
	t.cards = cards
	if len(cards) == 0 && t.fresh == nil {
		blocks = append(blocks, newSaying(t.v.texts().T("task.none")))
	}
	t.form.Set([]field.Section{{Blocks: blocks}})
}

// newTask is a task being written.
type newTask struct {
	t                      *tasks
	kind, text, due, owner *field.Field
	bar                    *bar
}

func newNewTask(t *tasks) *newTask {
	texts := t.v.texts()
	n := &newTask{t: t}
	made := func(name, label, kind string, enums []amo.FieldEnum, people bool) *field.Field {
		return field.New(field.Params{
			Name: name, Label: label, People: people, Always: len(enums) > 0, Today: t.v.today,
			Rule:   input.Rule{Field: amo.CustomField{Type: kind, Enums: enums}, Format: t.v.format, Required: true},
			Shaped: t.form.Arrange, Gained: func(f *field.Field) { t.form.Reveal(f) },
		})
	}
	n.kind = made("task-type", texts.T("lead.task_type"), amo.FieldSelect, t.kinds(), false)
	n.text = made("task-text", texts.T("lead.task_text"), amo.FieldTextarea, nil, false)
	n.due = made("task-due", texts.T("lead.task_due"), amo.FieldDateTime, nil, false)
	n.owner = made("task-owner", texts.T("lead.owner"), amo.FieldSelect, t.v.details.owners(), true)
	if kinds := t.kinds(); len(kinds) > 0 {
		n.kind.Choose(kinds[0].ID, kinds[0].Value)
	}
	if l := t.v.scene.lead(); l.ResponsibleUserID != 0 {
		n.owner.Choose(l.ResponsibleUserID, t.v.scene.user(l.ResponsibleUserID))
	}
	n.due.Restore(input.Typed{Text: t.v.format.DateTime(t.soon())})
	n.bar = newBar(
		kit.NewPrimaryButton("add-task", texts.T("lead.add_task"), "", n.add),
		kit.NewPlainButton("cancel-task", texts.T("lead.cancel"), "", func() { t.fresh = nil; t.update() }))
	return n
}

// soon is when a new task is due unless the person says otherwise: tomorrow at
// ten.
func (t *tasks) soon() int64 {
	zone := t.v.format.Location()
	day := format.DayOf(time.Unix(t.v.p.Now(), 0).In(zone))
	return day.Time(10, 0, zone).AddDate(0, 0, 1).Unix()
}

// The types every account has, which it does not name.
const (
	taskCall    = 1
	taskMeeting = 2
)

func (t *tasks) kinds() []amo.FieldEnum {
	var list []amo.FieldEnum
	for _, k := range t.v.scene.types {
		list = append(list, amo.FieldEnum{ID: k.ID, Value: t.kindName(k.ID, k.Name)})
	}
	if len(list) == 0 {
		list = []amo.FieldEnum{{ID: taskCall, Value: t.kindName(taskCall, "")}, {ID: taskMeeting, Value: t.kindName(taskMeeting, "")}}
	}
	return list
}

func (t *tasks) kindName(id int64, name string) string {
	switch {
	case name != "":
		return name
	case id == taskCall:
		return t.v.texts().T("task.call")
	case id == taskMeeting:
		return t.v.texts().T("task.meeting")
	}
	return ""
}

func (n *newTask) blocks() []field.Block {
	return []field.Block{n.kind, n.text, n.due, n.owner, n.bar, field.NewGap(4)}
}

func (n *newTask) add() {
	for _, f := range []*field.Field{n.text, n.due, n.kind, n.owner} {
		if !f.Check() || f.IsEmpty() {
			f.Refuse(input.Missing)
			f.Focus()
			return
		}
	}
	edit := cache.TaskEdit{Entity: cache.Leads, EntityID: n.t.v.scene.lead().ID, TaskTypeID: amo.Set(first(n.kind.Values())), OwnerID: amo.Set(first(n.owner.Values()))}
	if text, ok := n.text.Values()[0].(amo.Text); ok {
		edit.Text = amo.Set(text.Value)
	}
	if due, ok := n.due.Values()[0].(amo.DateTime); ok {
		if at, ok := due.Time(); ok {
			edit.CompleteTill = amo.Set(at.Unix())
		}
	}
	n.t.fresh = nil
	n.t.v.do(edit)
	n.t.update()
}
