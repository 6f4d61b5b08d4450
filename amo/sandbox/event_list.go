package sandbox

import (
	"slices"
	"strings"
)

// maxEvents is the most events of a page.
const maxEvents = 100

// maxEventChoices is how many users or entities events can be filtered by.
const maxEventChoices = 10

// listEvents answers GET /api/v4/events: the newest first.
func listEvents(s *Server, r *request) reply {
	st, p := s.state, r.page(maxEvents)
	st.mu.RLock()
	defer st.mu.RUnlock()
	selected, refused := st.selectEvents(r)
	if refused != "" {
		return badRequest(refused)
	}
	found := find(st.events, selected, p)
	return writeList(r, p, "events", found, func(w *writer, e *event) { st.writeEvent(w, r, e) })
}

// selectEvents reads the filters; refused says why they cannot be.
func (st *state) selectEvents(r *request) (s selection[*event], refused string) {
	s.order, s.desc = "created_at", true
	filter := r.query.get("filter")
	add := func(t test[*event]) { s.tests = append(s.tests, t) }
	if p := filter.get("id"); p != nil {
		wanted := p.list()
		add(func(e *event) bool { return slices.Contains(wanted, e.UID) })
	}
	if p := filter.get("created_at"); p.isText() {
		from := intval(p.text)
		s.span = span{from: &from}
	} else if span, given := p.span(); given {
		s.span = span
	}
	if authors := filter.get("created_by").commaInts(); authors != nil {
		if len(authors) > maxEventChoices {
			return s, "filter[created_by] takes up to 10 users"
		}
		add(func(e *event) bool { return slices.Contains(authors, e.CreatedBy) })
	}
	entities := filter.get("entity").commaList()
	if entities != nil {
		add(func(e *event) bool { return slices.Contains(entities, e.Entity) })
	}
	if ids := filter.get("entity_id").commaInts(); ids != nil {
		if len(ids) > maxEventChoices || len(entities) != 1 {
			return s, "filter[entity_id] takes up to 10 ids and needs exactly one filter[entity]"
		}
		add(func(e *event) bool { return slices.Contains(ids, e.EntityID) })
		if entities[0] == singular(kindLeads) {
			s.older = st.pasts(ids)
		}
	}
	types := filter.get("type").commaList()
	if types != nil {
		if len(types) > 1 && slices.ContainsFunc(types, isFieldEvent) {
			return s, "custom_field_{ID}_value_changed cannot be combined with other types"
		}
		add(func(e *event) bool { return slices.ContainsFunc(types, e.isOf) })
	}
	for _, side := range []string{"value_before", "value_after"} {
		if t := valueTest(filter.get(side), side == "value_after"); t != nil {
			add(t)
		}
	}
	return s, ""
}

// isFieldEvent reports whether a type names one custom field.
func isFieldEvent(typ string) bool {
	return strings.HasPrefix(typ, "custom_field_") && typ != anyFieldEvent
}

const anyFieldEvent = "custom_field_value_changed"

func (e *event) isOf(typ string) bool {
	return e.Type == typ || typ == anyFieldEvent && isFieldEvent(e.Type)
}

// commaList is list whose values may hold several, separated by commas.
func (p *param) commaList() []string {
	var out []string
	for _, text := range p.list() {
		for part := range strings.SplitSeq(text, ",") {
			out = append(out, strings.TrimSpace(part))
		}
	}
	return out
}

func (p *param) commaInts() []int64 {
	var out []int64
	for _, text := range p.commaList() {
		out = append(out, intval(text))
	}
	return out
}

// valueTest makes the test of filter[value_before] or filter[value_after].
func valueTest(p *param, after bool) test[*event] {
	if p == nil {
		return nil
	}
	match := valueMatch(p)
	if match == nil {
		return nil
	}
	return func(e *event) bool {
		if after {
			return slices.ContainsFunc(e.After, match)
		}
		return slices.ContainsFunc(e.Before, match)
	}
}

func valueMatch(p *param) func(eventValue) bool {
	if pairs := p.get("leads_statuses"); pairs != nil && !pairs.isText() {
		return func(v eventValue) bool {
			return v.Kind == "lead_status" && slices.ContainsFunc(pairs.keys, func(key string) bool {
				pair := pairs.members[key]
				return v.ID == intval(pair.get("status_id").string()) && v.Pipeline == intval(pair.get("pipeline_id").string())
			})
		}
	}
	if users := p.get("responsible_user_id").commaInts(); users != nil {
		return func(v eventValue) bool { return v.Kind == "responsible_user" && slices.Contains(users, v.ID) }
	}
	if enums := p.get("custom_field_values").commaInts(); enums != nil {
		return func(v eventValue) bool { return v.Kind == "custom_field_value" && slices.Contains(enums, v.ID) }
	}
	if wanted := p.get("value"); wanted.isText() {
		return func(v eventValue) bool {
			if v.Kind == "sale_field_value" {
				return itoa(v.ID) == wanted.text
			}
			return v.Text == wanted.text
		}
	}
	return nil
}

// getEvent answers GET /api/v4/events/{id}.
func getEvent(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	e := st.eventBy[r.names[0]]
	if e == nil {
		e = st.pastEvent(r.names[0])
	}
	if e == nil {
		return noContent()
	}
	w := &writer{}
	st.writeEvent(w, r, e)
	return halReply(w)
}

func (st *state) writeEvent(w *writer, r *request, e *event) {
	w.object()
	w.textField("id", e.UID)
	w.textField("type", e.Type)
	w.intField("entity_id", e.EntityID)
	w.textField("entity_type", e.Entity)
	w.intField("created_by", e.CreatedBy)
	w.intField("created_at", e.CreatedAt)
	for _, side := range []struct {
		name   string
		values []eventValue
	}{{"value_after", e.After}, {"value_before", e.Before}} {
		w.key(side.name)
		w.array()
		for _, v := range side.values {
			v.write(w)
		}
		w.endArray()
	}
	w.intField("account_id", st.account.id)
	w.self(r.href("/events/" + e.UID))
	w.key("_embedded")
	w.object()
	w.key("entity")
	w.object()
	w.intField("id", e.EntityID)
	if r.with(e.Entity + "_name") {
		w.textField("name", st.nameOf(entityRef{plural(e.Entity), e.EntityID}))
	}
	w.self(r.href("/" + plural(e.Entity) + "/" + itoa(e.EntityID)))
	w.endObject()
	w.endObject()
	w.endObject()
}

// nameOf is the name of an entity, also of one in the trash.
func (st *state) nameOf(ref entityRef) string {
	switch ref.kind {
	case kindLeads:
		for _, t := range []*table[*lead]{st.leads.live, st.leads.trash} {
			if l := t.byID[ref.id]; l != nil {
				return l.Name
			}
		}
	case kindContacts, kindCompanies:
		shelf := st.parties(ref.kind)
		for _, t := range []*table[*party]{shelf.live, shelf.trash} {
			if p := t.byID[ref.id]; p != nil {
				return p.Name
			}
		}
	}
	return ""
}

// eventTypes are the types of events made here, and their meaning.
func eventTypes() [][3]string {
	return [][3]string{
		{"lead_added", "Новая сделка", "New lead"},
		{"lead_deleted", "Сделка удалена", "Lead deleted"},
		{"lead_restored", "Сделка восстановлена", "Lead restored"},
		{"lead_status_changed", "Изменение этапа продажи", "Lead stage changed"},
		{"contact_added", "Новый контакт", "New contact"},
		{"contact_deleted", "Контакт удален", "Contact deleted"},
		{"contact_restored", "Контакт восстановлен", "Contact restored"},
		{"company_added", "Новая компания", "New company"},
		{"company_deleted", "Компания удалена", "Company deleted"},
		{"company_restored", "Компания восстановлена", "Company restored"},
		{"task_added", "Новая задача", "New task"},
		{"task_deleted", "Задача удалена", "Task deleted"},
		{"task_completed", "Завершение задачи", "Task completed"},
		{"task_type_changed", "Изменение типа задачи", "Task type changed"},
		{"task_text_changed", "Изменение текста задачи", "Task text changed"},
		{"task_deadline_changed", "Изменение даты исполнения задачи", "Task due date changed"},
		{"task_result_added", "Результат по задаче", "Task result added"},
		{"incoming_call", "Входящий звонок", "Incoming call"},
		{"outgoing_call", "Исходящий звонок", "Outgoing call"},
		{"incoming_sms", "Входящее SMS", "Incoming SMS"},
		{"outgoing_sms", "Исходящее SMS", "Outgoing SMS"},
		{"entity_tag_added", "Теги добавлены", "Tags added"},
		{"entity_tag_deleted", "Теги убраны", "Tags removed"},
		{"entity_linked", "Прикрепление", "Linked"},
		{"entity_unlinked", "Открепление", "Unlinked"},
		{"sale_field_changed", "Изменение поля “Бюджет”", "Budget changed"},
		{"name_field_changed", "Изменение поля “Название”", "Name changed"},
		{"entity_responsible_changed", "Ответственный изменен", "Responsible user changed"},
		{"custom_field_value_changed", "Изменение поля", "Field changed"},
		{"common_note_added", "Новое примечание", "Note added"},
		{"attachment_note_added", "Добавлен новый файл", "File added"},
		{"geo_note_added", "Новое примечание с гео-меткой", "Geolocation note added"},
		{"service_note_added", "Новое системное примечание", "System note added"},
		{"message_to_cashier_note_added", "Сообщение кассиру", "Message to the cashier"},
	}
}

// listEventTypes answers GET /api/v4/events/types.
func listEventTypes(_ *Server, r *request) reply {
	types := eventTypes()
	column := 1
	if language := r.query.get("language_code").string(); language != "" && language != "ru" {
		column = 2
	}
	w := &writer{}
	w.object()
	w.intField("_total_items", int64(len(types)))
	w.self(r.href("/events/types"))
	w.key("_embedded")
	w.object()
	w.key("events_types")
	w.array()
	for _, t := range types {
		w.object()
		w.textField("key", t[0])
		w.intField("type", 0)
		w.textField("lang", t[column])
		w.endObject()
	}
	w.endArray()
	w.endObject()
	w.endObject()
	return halReply(w)
}
