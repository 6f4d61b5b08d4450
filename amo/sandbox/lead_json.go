package sandbox

import "strconv"

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// writeLead writes a lead as GET /api/v4/leads does; item is the query its
// links carry.
func (st *state) writeLead(w *writer, r *request, l *lead, item string) {
	w.object()
	w.intField("id", l.ID)
	w.textField("name", l.Name)
	w.intField("price", l.Price)
	w.intField("responsible_user_id", l.Owner)
	w.intField("group_id", l.Group)
	w.intField("status_id", l.Status)
	w.intField("pipeline_id", l.Pipeline)
	w.idField("loss_reason_id", l.LossReason)
	if r.with("source_id") {
		w.nullField("source_id")
	}
	w.intField("created_by", l.CreatedBy)
	w.intField("updated_by", l.UpdatedBy)
	w.intField("created_at", l.CreatedAt)
	w.intField("updated_at", l.UpdatedAt)
	w.idField("closed_at", l.ClosedAt)
	w.idField("closest_task_at", l.ClosestTaskAt)
	w.boolField("is_deleted", false)
	st.writeFieldValues(w, st.fields[kindLeads], l.Fields)
	w.nullField("score")
	w.intField("account_id", st.account.id)
	w.nullField("labor_cost")
	if r.with("is_price_modified_by_robot") {
		w.boolField("is_price_modified_by_robot", false)
	}
	w.boolField("is_price_computed", false)
	w.intField("price_with_minor_units", l.Price)
	w.self(r.href("/leads/"+itoa(l.ID)) + item)
	st.writeLeadEmbedded(w, r, l, item)
	w.endObject()
}

func (st *state) writeLeadEmbedded(w *writer, r *request, l *lead, item string) {
	w.key("_embedded")
	w.object()
	st.writeTags(w, kindLeads, l.Tags)
	st.writeCompanyOf(w, r, l.Company, item)
	if r.with("contacts") {
		w.key("contacts")
		w.array()
		ids, main := st.contactsOfLead(l)
		for _, id := range ids {
			w.object()
			w.intField("id", id)
			w.boolField("is_main", id == main)
			w.self(r.href("/contacts/" + itoa(id)))
			w.endObject()
		}
		w.endArray()
	}
	if r.with("loss_reason") {
		w.key("loss_reason")
		w.array()
		if reason := st.reason(l.LossReason); reason != nil {
			writeReason(w, r, reason)
		}
		w.endArray()
	}
	if r.with("catalog_elements") {
		w.key("catalog_elements")
		w.array()
		w.endArray()
	}
	w.endObject()
}

// contactsOfLead leaves out contacts in the trash; exactly one of the others
// is the main one.
func (st *state) contactsOfLead(l *lead) (ids []int64, main int64) {
	for _, id := range l.Contacts {
		if st.contacts.live.byID[id] == nil {
			continue
		}
		ids = append(ids, id)
		if main == 0 || id == l.Main {
			main = id
		}
	}
	return ids, main
}

// writeCompanyOf writes the list of none or one company that leads and
// contacts carry.
func (st *state) writeCompanyOf(w *writer, r *request, id int64, item string) {
	w.key("companies")
	w.array()
	if id != 0 && st.companies.live.byID[id] != nil {
		w.object()
		w.intField("id", id)
		w.self(r.href("/companies/"+itoa(id)) + item)
		w.endObject()
	}
	w.endArray()
}

func (st *state) writeTags(w *writer, kind string, ids []int64) {
	w.key("tags")
	w.array()
	for _, id := range ids {
		if t := st.tags[kind].byID[id]; t != nil {
			writeTag(w, t)
		}
	}
	w.endArray()
}

func writeTag(w *writer, t *tag) {
	w.object()
	w.intField("id", t.ID)
	w.textField("name", t.Name)
	w.codeField("color", t.Color)
	w.endObject()
}

// writeTrashedLead writes what the API leaves of a lead in the trash.
func writeTrashedLead(w *writer, r *request, l *lead, item string) {
	w.object()
	w.intField("id", l.ID)
	for _, name := range []string{
		"name", "price", "responsible_user_id", "group_id", "status_id", "pipeline_id",
		"loss_reason_id", "created_by",
	} {
		w.nullField(name)
	}
	w.intField("updated_by", l.UpdatedBy)
	w.nullField("created_at")
	w.intField("updated_at", l.UpdatedAt)
	w.nullField("closed_at")
	w.nullField("closest_task_at")
	w.boolField("is_deleted", true)
	w.nullField("custom_fields_values")
	w.nullField("score")
	w.intField("account_id", accountID)
	w.nullField("labor_cost")
	w.nullField("is_price_computed")
	w.nullField("price_with_minor_units")
	w.self(r.href("/leads/"+itoa(l.ID)) + item)
	w.key("_embedded")
	w.object()
	w.nullField("tags")
	w.key("companies")
	w.array()
	w.endArray()
	w.endObject()
	w.endObject()
}
