package tasks

import (
	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/input"
	"voronka/ui/kit"
)

// The types every account has, which it does not name.
const (
	typeCall    = 1
	typeMeeting = 2
)

func (s *Screen) typeName(id int64, name string) string {
	switch {
	case name != "":
		return name
	case id == typeMeeting:
		return s.texts().T("task.meeting")
	}
	return s.texts().T("task.call")
}

// adding is a task being written.
type adding struct {
	s                             *Screen
	sheet                         *kit.Sheet
	about, kind, text, due, owner *field.Field
	rows                          map[int64]cache.Entity // what was found, by id
	finds                         int
}

// mostFound is how many rows a search offers.
const mostFound = 30

// Add opens a sheet to write a new task in.
func (s *Screen) Add() {
	on := fyne.CurrentApp().Driver().CanvasForObject(s.view)
	if on == nil {
		return
	}
	a := &adding{s: s, rows: make(map[int64]cache.Entity)}
	texts := s.texts()
	a.text = a.field("new-task-text", texts.T("tasks.text"), amo.FieldText, nil, false)
	a.kind = a.field("new-task-type", texts.T("tasks.type"), amo.FieldSelect, s.kinds(), false)
	a.due = a.field("new-task-due", texts.T("tasks.due"), amo.FieldDateTime, nil, false)
	a.owner = a.field("new-task-owner", texts.T("lead.owner"), amo.FieldSelect, s.owners(), true)
	a.about = field.New(field.Params{
		Name: "new-task-about", Label: texts.T("tasks.about"), Placeholder: texts.T("tasks.about_hint"),
		Rule: input.Rule{Field: amo.CustomField{Type: amo.FieldSelect}, Format: s.p.Format}, Find: a.find, Shaped: a.fit,
	})
	kinds := s.kinds()
	a.kind.Choose(kinds[0].ID, kinds[0].Value)
	if me := s.p.Me(); me != 0 {
		a.owner.Choose(me, s.userName(me))
	}
	zone := s.p.Format.Location()
	a.due.Restore(input.Typed{Text: s.p.Format.DateTime(format.DayOf(s.now()).Time(10, 0, zone).AddDate(0, 0, 1).Unix())})
	a.sheet = kit.NewSheet(on, kit.SheetParams{
		Name: "new-task", Title: texts.T("tasks.new"), Width: 560,
		Parts:   []kit.SheetPart{a.text, a.about, a.kind, a.due, a.owner},
		Answers: []kit.Answer{{Name: "add-task", Text: texts.T("tasks.add"), Main: true, Do: a.store}},
		Cancel:  kit.Answer{Name: "cancel-task", Text: texts.T("people.cancel")},
		Check:   a.check,
	})
	a.sheet.Show()
	a.text.Focus()
}

func (a *adding) fit() {
	if a.sheet != nil {
		a.sheet.Fit()
	}
}

func (a *adding) field(name, label, kind string, enums []amo.FieldEnum, people bool) *field.Field {
	return field.New(field.Params{
		Name: name, Label: label, People: people, Always: len(enums) > 0,
		Rule:   input.Rule{Field: amo.CustomField{Type: kind, Enums: enums}, Format: a.s.p.Format, Required: true},
		Today:  func() format.Day { return format.DayOf(a.s.now()) },
		Shaped: a.fit,
	})
}

func (s *Screen) kinds() []amo.FieldEnum {
	var list []amo.FieldEnum
	for _, t := range s.types {
		list = append(list, amo.FieldEnum{ID: t.ID, Value: s.typeName(t.ID, t.Name)})
	}
	if len(list) == 0 {
		list = []amo.FieldEnum{{ID: typeCall, Value: s.typeName(typeCall, "")}, {ID: typeMeeting, Value: s.typeName(typeMeeting, "")}}
	}
	return list
}

func (s *Screen) owners() []amo.FieldEnum {
	var list []amo.FieldEnum
	for _, u := range s.users {
		if u.Rights.IsActive {
			list = append(list, amo.FieldEnum{ID: u.ID, Value: u.Name})
		}
	}
	return list
}

// find offers leads, contacts and companies that the task can be about.
func (a *adding) find(text string, show func([]field.Found)) {
	a.finds++
	at := a.finds
	s := a.s
	s.work.Go(func() {
		hits, err := s.p.Replica.Search(s.ctx, text, mostFound)
		s.p.Do(func() {
			if at != a.finds || s.ctx.Err() != nil {
				return
			}
			if err != nil {
				s.failed(err)
				return
			}
			var found []field.Found
			for _, h := range hits {
				entity, ok := map[cache.HitKind]cache.Entity{cache.HitLead: cache.Leads, cache.HitContact: cache.Contacts, cache.HitCompany: cache.Companies}[h.Kind]
				if !ok {
					continue
				}
				a.rows[h.ID] = entity
				found = append(found, field.Found{ID: h.ID, Text: h.Title, Hint: h.Snippet})
			}
			show(found)
		})
	})
}

// check shows what is missing.
func (a *adding) check() bool {
	for _, f := range []*field.Field{a.text, a.kind, a.due, a.owner} {
		if !f.Check() || f.IsEmpty() {
			f.Refuse(input.Missing)
			a.fit()
			f.Focus()
			return false
		}
	}
	return true
}

func (a *adding) store() {
	edit := cache.TaskEdit{TaskTypeID: amo.Set(pick(a.kind)), OwnerID: amo.Set(pick(a.owner))}
	for _, v := range a.text.Values() {
		if t, ok := v.(amo.Text); ok {
			edit.Text = amo.Set(t.Value)
		}
	}
	for _, v := range a.due.Values() {
		if d, ok := v.(amo.DateTime); ok {
			if at, ok := d.Time(); ok {
				edit.CompleteTill = amo.Set(at.Unix())
			}
		}
	}
	if about := pick(a.about); about != 0 {
		edit.Entity, edit.EntityID = a.rows[about], about
	}
	a.s.do(edit, a.s.texts().T("tasks.added"))
}

func pick(f *field.Field) int64 {
	if p := f.Typed().Picked; len(p) > 0 {
		return p[0]
	}
	return 0
}
