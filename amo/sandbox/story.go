package sandbox

import (
	"slices"
)

// happening is what a write did to one entity, for those who are told of it.
type happening struct {
	kind   string // leads, contacts, companies, tasks, unsorted, elements
	action string // add, update, delete, restore, status, responsible, note
	id     int64
	note   *note
	// before the write, where they changed
	oldStatus, oldPipeline, oldOwner int64
	deleted                          *task // a task that is no more
	sorted                           *unsorted
	sorter                           int64
	element                          *element
}

// story collects the history of a write while its rows are compared with what
// stands in the tables.
type story struct {
	tx   *txn
	told []happening
}

// tell adds the events of the write to its records and gives what happened.
func (tx *txn) tell() []happening {
	y := &story{tx: tx}
	for _, r := range slices.Clone(tx.records) {
		switch {
		case r.Lead != nil:
			y.lead(r.Lead)
		case r.Contact != nil:
			y.party(kindContacts, r.Contact)
		case r.Company != nil:
			y.party(kindCompanies, r.Company)
		case r.Task != nil:
			y.task(r.Task)
		case r.Note != nil:
			y.note(r.Note)
		case r.Unsorted != nil:
			y.unsorted(r.Unsorted)
		case r.Element != nil:
			y.element(r.Element)
		}
	}
	return y.told
}

func (y *story) event(typ, kind string, id, by int64, before, after []eventValue) {
	st := y.tx.st
	number := st.takeID(kindEvents)
	y.tx.add(record{Event: &event{
		Number: number, UID: eventUID(y.tx.now, number), Type: typ, Entity: singular(kind), EntityID: id,
		CreatedBy: by, CreatedAt: y.tx.now, Before: before, After: after,
	}})
}

func (y *story) say(kind, action string, id int64) {
	y.told = append(y.told, happening{kind: kind, action: action, id: id})
}

// element has no events: webhooks alone tell of it.
func (y *story) element(e *element) {
	action := "update"
	switch {
	case e.Deleted:
		action = "delete"
	case y.tx.st.element(e.Catalog, e.ID) == nil:
		action = "add"
	}
	y.told = append(y.told, happening{kind: kindElements, action: action, id: e.ID, element: e})
}

// added is the event of a new entity, which names a note that nobody lists.
func (y *story) added(kind string, h *head) {
	y.event(singular(kind)+"_added", kind, h.ID, h.CreatedBy, nil, []eventValue{{Kind: "note", ID: y.tx.st.takeID(kindNotes)}})
}

func (y *story) lead(l *lead) {
	st := y.tx.st
	old := st.leads.live.byID[l.ID]
	waited := old != nil && st.isIncoming(old)
	switch {
	case l.Deleted && old != nil:
		y.event("lead_deleted", kindLeads, l.ID, l.UpdatedBy, nil, nil)
		if !waited {
			y.say(kindLeads, "delete", l.ID)
		}
		return
	case l.Deleted:
		return
	case old == nil && st.leads.trash.byID[l.ID] != nil:
		y.event("lead_restored", kindLeads, l.ID, l.UpdatedBy, nil, nil)
		y.say(kindLeads, "restore", l.ID)
		return
	case old == nil:
		y.added(kindLeads, &l.head)
		if !st.isIncoming(l) {
			y.say(kindLeads, "add", l.ID)
		}
		return
	}
	y.leadEvents(old, l)
	switch {
	case waited && !st.isIncoming(l):
		y.say(kindLeads, "add", l.ID)
	case waited:
	default:
		y.leadChanges(old, l)
	}
}

// isIncoming reports whether a lead stands in a status of incoming leads.
func (st *state) isIncoming(l *lead) bool {
	p := st.pipeline(l.Pipeline)
	if p == nil {
		return false
	}
	s := p.status(l.Status)
	return s != nil && s.Unsorted
}

func (y *story) leadEvents(old, l *lead) {
	by := l.UpdatedBy
	if old.Status != l.Status || old.Pipeline != l.Pipeline {
		y.event("lead_status_changed", kindLeads, l.ID, by,
			[]eventValue{{Kind: "lead_status", ID: old.Status, Pipeline: old.Pipeline}},
			[]eventValue{{Kind: "lead_status", ID: l.Status, Pipeline: l.Pipeline}})
	}
	if old.Price != l.Price {
		y.event("sale_field_changed", kindLeads, l.ID, by,
			[]eventValue{{Kind: "sale_field_value", ID: old.Price}}, []eventValue{{Kind: "sale_field_value", ID: l.Price}})
	}
	y.headEvents(kindLeads, &old.head, &l.head)
	for _, id := range missingFrom(l.Contacts, old.Contacts) {
		y.linked("entity_linked", kindLeads, l.ID, kindContacts, id, by)
	}
	for _, id := range missingFrom(old.Contacts, l.Contacts) {
		y.linked("entity_unlinked", kindLeads, l.ID, kindContacts, id, by)
	}
	y.companyEvents(kindLeads, l.ID, old.Company, l.Company, by)
}

func (y *story) companyEvents(kind string, id, old, now, by int64) {
	if old == now {
		return
	}
	if old != 0 {
		y.linked("entity_unlinked", kind, id, kindCompanies, old, by)
	}
	if now != 0 {
		y.linked("entity_linked", kind, id, kindCompanies, now, by)
	}
}

// linked is told on both sides of a link.
func (y *story) linked(typ, kind string, id int64, otherKind string, other, by int64) {
	one := func(kind string, id int64) []eventValue {
		return []eventValue{{Kind: "link", Text: singular(kind), ID: id}}
	}
	first, second := []eventValue(nil), one(otherKind, other)
	back, forth := []eventValue(nil), one(kind, id)
	if typ == "entity_unlinked" {
		first, second = second, first
		back, forth = forth, back
	}
	y.event(typ, kind, id, by, first, second)
	y.event(typ, otherKind, other, by, back, forth)
}

// missingFrom is what the first list has and the second has not.
func missingFrom(list, without []int64) []int64 {
	var out []int64
	for _, id := range list {
		if !slices.Contains(without, id) {
			out = append(out, id)
		}
	}
	return out
}

// leadChanges says every hook a change of a lead sets off.
func (y *story) leadChanges(old, l *lead) {
	if old.Status != l.Status || old.Pipeline != l.Pipeline {
		y.told = append(y.told, happening{
			kind: kindLeads, action: "status", id: l.ID, oldStatus: old.Status, oldPipeline: old.Pipeline,
		})
	}
	y.ownerChange(kindLeads, l.ID, old.Owner, l.Owner)
	if linksOnly(old, l) {
		return
	}
	y.say(kindLeads, "update", l.ID)
}

// linksOnly reports whether a write touched a lead's links alone, which does
// not move updated_at.
func linksOnly(old, l *lead) bool {
	return old.UpdatedAt == l.UpdatedAt && old.UpdatedBy == l.UpdatedBy &&
		(!slices.Equal(old.Contacts, l.Contacts) || old.Company != l.Company || old.Main != l.Main)
}

func (y *story) ownerChange(kind string, id, old, now int64) {
	if old != now {
		y.told = append(y.told, happening{kind: kind, action: "responsible", id: id, oldOwner: old})
	}
}

// headEvents compares what leads, contacts and companies have in common.
func (y *story) headEvents(kind string, old, h *head) {
	by := h.UpdatedBy
	if old.Name != h.Name {
		y.event("name_field_changed", kind, h.ID, by,
			[]eventValue{{Kind: "name_field_value", Text: old.Name}}, []eventValue{{Kind: "name_field_value", Text: h.Name}})
	}
	y.ownerEvent(kind, h.ID, old.Owner, h.Owner, by)
	if added := y.tags(kind, missingFrom(h.Tags, old.Tags)); added != nil {
		y.event("entity_tag_added", kind, h.ID, by, nil, added)
	}
	if gone := y.tags(kind, missingFrom(old.Tags, h.Tags)); gone != nil {
		y.event("entity_tag_deleted", kind, h.ID, by, gone, nil)
	}
	y.fieldEvents(kind, old, h)
}

func (y *story) ownerEvent(kind string, id, old, now, by int64) {
	if old != now {
		y.event("entity_responsible_changed", kind, id, by,
			[]eventValue{{Kind: "responsible_user", ID: old}}, []eventValue{{Kind: "responsible_user", ID: now}})
	}
}

func (y *story) tags(kind string, ids []int64) []eventValue {
	var values []eventValue
	for _, id := range ids {
		t := y.tx.st.tags[kind].byID[id]
		for _, made := range y.tx.tags {
			if made.ID == id {
				t = made
			}
		}
		if t != nil {
			values = append(values, eventValue{Kind: "tag", Text: t.Name})
		}
	}
	return values
}

func (y *story) fieldEvents(kind string, old, h *head) {
	for _, f := range y.tx.st.fields[kind].list {
		before, after := old.values(f.ID), h.values(f.ID)
		if !slices.Equal(before, after) {
			y.event("custom_field_"+itoa(f.ID)+"_value_changed", kind, h.ID, h.UpdatedBy, y.tx.st.eventValues(f, before), y.tx.st.eventValues(f, after))
		}
	}
}

func (st *state) eventValues(f *field, values []value) []eventValue {
	var out []eventValue
	for _, v := range values {
		e := eventValue{Kind: "custom_field_value", Field: f.ID, FieldType: fieldTypeNumber(f.Type), Text: v.Text}
		switch choice := f.enum(v.Num); {
		case choice != nil:
			e.ID = v.Num
			if e.Text == "" {
				e.Text = choice.Value
			}
		case v.Text == "":
			e.Text = itoa(v.Num)
		}
		if f.Type == "chained_list" {
			e.Text = st.chainedName(v)
		}
		out = append(out, e)
	}
	return out
}

func (y *story) party(kind string, p *party) {
	st := y.tx.st
	shelf := st.parties(kind)
	old := shelf.live.byID[p.ID]
	one := singular(kind)
	switch {
	case p.Deleted && old != nil:
		y.event(one+"_deleted", kind, p.ID, p.UpdatedBy, nil, nil)
		y.say(kind, "delete", p.ID)
	case p.Deleted:
	case old == nil && shelf.trash.byID[p.ID] != nil:
		y.event(one+"_restored", kind, p.ID, p.UpdatedBy, nil, nil)
		y.say(kind, "restore", p.ID)
	case old == nil:
		y.added(kind, &p.head)
		y.say(kind, "add", p.ID)
	default:
		y.headEvents(kind, &old.head, &p.head)
		y.companyEvents(kind, p.ID, old.Company, p.Company, p.UpdatedBy)
		y.ownerChange(kind, p.ID, old.Owner, p.Owner)
		if old.UpdatedAt != p.UpdatedAt || old.UpdatedBy != p.UpdatedBy || old.Company == p.Company {
			y.say(kind, "update", p.ID)
		}
	}
}

func (y *story) task(t *task) {
	old := y.tx.st.tasks.byID[t.ID]
	switch {
	case t.Deleted && old != nil:
		y.event("task_deleted", kindTasks, t.ID, y.tx.userID, nil, nil)
		y.told = append(y.told, happening{kind: kindTasks, action: "delete", id: t.ID, deleted: old})
		return
	case t.Deleted:
		return
	case old == nil:
		y.event("task_added", kindTasks, t.ID, t.CreatedBy, nil, nil)
		y.say(kindTasks, "add", t.ID)
		old = &task{Owner: t.Owner, Text: t.Text, CompleteTill: t.CompleteTill, Type: t.Type}
	default:
		y.say(kindTasks, "update", t.ID)
	}
	y.taskEvents(old, t)
	y.ownerChange(kindTasks, t.ID, old.Owner, t.Owner)
}

func (y *story) taskEvents(old, t *task) {
	by := t.UpdatedBy
	pair := func(typ string, before, after eventValue) {
		if before != after {
			y.event(typ, kindTasks, t.ID, by, []eventValue{before}, []eventValue{after})
		}
	}
	pair("task_text_changed", eventValue{Kind: "task", Text: old.Text}, eventValue{Kind: "task", Text: t.Text})
	pair("task_deadline_changed", eventValue{Kind: "task_deadline", ID: old.CompleteTill}, eventValue{Kind: "task_deadline", ID: t.CompleteTill})
	pair("task_type_changed", eventValue{Kind: "task_type", ID: old.Type}, eventValue{Kind: "task_type", ID: t.Type})
	y.ownerEvent(kindTasks, t.ID, old.Owner, t.Owner, by)
	if t.Completed && !old.Completed {
		y.event("task_completed", kindTasks, t.ID, by, nil, nil)
	}
	if t.Result != old.Result && t.Result != "" {
		y.event("task_result_added", kindTasks, t.ID, by, nil, []eventValue{{Kind: "note", ID: y.tx.st.takeID(kindNotes)}})
	}
}

func (y *story) note(n *note) {
	if y.tx.st.notes[n.Kind].byID[n.ID] != nil {
		return
	}
	if typ := noteEvent(n.Type); typ != "" {
		y.event(typ, n.Kind, n.Entity, n.CreatedBy, nil, []eventValue{{Kind: "note", ID: n.ID}})
	}
	y.told = append(y.told, happening{kind: n.Kind, action: "note", id: n.Entity, note: n})
}

func (y *story) unsorted(u *unsorted) {
	old := y.tx.st.unsorted.byID[u.ID]
	switch {
	case old == nil:
		y.told = append(y.told, happening{kind: kindUnsorted, action: "add", id: u.ID})
	case old.State == "" && u.State != "":
		y.told = append(y.told, happening{kind: kindUnsorted, action: "delete", id: u.ID, sorted: u, sorter: y.tx.userID})
	default:
		y.told = append(y.told, happening{kind: kindUnsorted, action: "update", id: u.ID})
	}
}
