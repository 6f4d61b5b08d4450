package sandbox

import "time"

// hookRoot is where a kind's happenings stand in a delivery: companies are
// among the contacts.
func hookRoot(kind string) string {
	switch kind {
	case kindLeads, kindUnsorted:
		return kind
	case kindTasks:
		return "task"
	case kindElements:
		return kindCatalogs
	}
	return kindContacts
}

// setting is the name under which a webhook asks for a happening.
func (h happening) setting() string {
	if h.kind == kindUnsorted {
		return h.action + "_unsorted"
	}
	if h.kind == kindElements {
		return h.action + "_catalog"
	}
	return h.action + "_" + singular(h.kind)
}

// account writes whose hook it is.
func (st *state) hookAccount(t *tree, base string) {
	account := t.child("account")
	account.put("subdomain", st.account.subdomain)
	account.putInt("id", st.account.id)
	account.child("_links").put("self", base)
}

// hookItem writes what happened to one entity; false when it is gone.
func (st *state) hookItem(item *tree, h happening) bool {
	switch h.kind {
	case kindLeads:
		return st.hookLead(item, h)
	case kindTasks:
		return st.hookTask(item, h)
	case kindUnsorted:
		return st.hookUnsorted(item, h)
	case kindElements:
		h.element.hook(item)
		return true
	}
	return st.hookParty(item, h)
}

func (st *state) hookLead(t *tree, h happening) bool {
	l := st.leads.live.byID[h.id]
	if l == nil {
		l = st.leads.trash.byID[h.id]
	}
	if l == nil {
		return false
	}
	if h.action == "delete" {
		t.putInt("id", l.ID)
		t.putInt("status_id", l.Status)
		t.putInt("pipeline_id", l.Pipeline)
		return true
	}
	if h.note != nil {
		h.note.hook(t.child("note"), 2)
		return true
	}
	t.putInt("id", l.ID)
	t.put("name", l.Name)
	t.putInt("status_id", l.Status)
	if h.action == "status" {
		t.putInt("old_status_id", h.oldStatus)
		t.putInt("old_pipeline_id", h.oldPipeline)
	}
	t.putInt("price", l.Price)
	t.putInt("responsible_user_id", l.Owner)
	if h.action == "responsible" {
		t.putInt("old_responsible_user_id", h.oldOwner)
	}
	t.putInt("last_modified", l.UpdatedAt)
	t.putInt("modified_user_id", l.UpdatedBy)
	t.putInt("created_user_id", l.CreatedBy)
	t.putInt("date_create", l.CreatedAt)
	t.putInt("pipeline_id", l.Pipeline)
	st.hookTags(t, kindLeads, l.Tags)
	t.putInt("account_id", st.account.id)
	st.hookFields(t, kindLeads, &l.head)
	t.putInt("created_at", l.CreatedAt)
	t.putInt("updated_at", l.UpdatedAt)
	return true
}

func (st *state) hookParty(t *tree, h happening) bool {
	shelf := st.parties(h.kind)
	p := shelf.live.byID[h.id]
	if p == nil {
		p = shelf.trash.byID[h.id]
	}
	if p == nil {
		return false
	}
	if h.note != nil {
		element := int64(1)
		if h.kind == kindCompanies {
			element = 3
		}
		h.note.hook(t.child("note"), element)
		return true
	}
	t.putInt("id", p.ID)
	t.put("type", singular(h.kind))
	if h.action == "delete" {
		return true
	}
	t.put("name", p.Name)
	t.putInt("responsible_user_id", p.Owner)
	if h.action == "responsible" {
		t.putInt("old_responsible_user_id", h.oldOwner)
	}
	t.putInt("date_create", p.CreatedAt)
	t.putInt("last_modified", p.UpdatedAt)
	t.putInt("created_user_id", p.CreatedBy)
	t.putInt("modified_user_id", p.UpdatedBy)
	if company := st.companies.live.byID[p.Company]; company != nil && h.kind == kindContacts {
		t.put("company_name", company.Name)
		t.putInt("linked_company_id", company.ID)
	}
	t.putInt("account_id", st.account.id)
	st.hookTags(t, h.kind, p.Tags)
	st.hookFields(t, h.kind, &p.head)
	if leads := st.leadsOf[entityRef{h.kind, p.ID}]; len(leads) > 0 {
		linked := t.child("linked_leads_id")
		for _, id := range leads {
			linked.child(itoa(id)).putInt("ID", id)
		}
	}
	t.putInt("created_at", p.CreatedAt)
	t.putInt("updated_at", p.UpdatedAt)
	return true
}

func (st *state) hookTags(t *tree, kind string, ids []int64) {
	if len(ids) == 0 {
		return
	}
	list := t.list("tags")
	for _, id := range ids {
		if tag := st.tags[kind].byID[id]; tag != nil {
			item := list.item()
			item.putInt("id", tag.ID)
			item.put("name", tag.Name)
		}
	}
}

// hookFields writes custom fields as API v2 named them.
func (st *state) hookFields(t *tree, kind string, h *head) {
	if len(h.Fields) == 0 {
		return
	}
	list := t.list("custom_fields")
	for _, filled := range h.Fields {
		f := st.fields[kind].byID[filled.Field]
		if f == nil {
			continue
		}
		item := list.item()
		item.putInt("id", f.ID)
		item.put("name", f.Name)
		if f.Code != "" {
			item.put("code", f.Code)
		}
		values := item.list("values")
		for _, v := range f.living(filled.Values) {
			f.hookValue(values, v)
		}
	}
}

// hookValue writes one value; times stand in the list without a name.
func (f *field) hookValue(values *tree, v value) {
	switch f.Type {
	case "date", "date_time", "birthday":
		values.put(itoa(int64(len(values.members))), itoa(v.Num))
		return
	}
	item := values.item()
	if f.Type == "chained_list" {
		catalog, id := v.chainedIDs()
		item.putInt("catalog_id", catalog)
		item.putInt("catalog_element_id", id)
		return
	}
	text := v.Text
	choice := f.enum(v.Num)
	switch {
	case f.Type == "checkbox":
		text = itoa(v.Num)
	case isChoice(f.Type) && choice != nil:
		text = choice.Value
	}
	item.put("value", text)
	if choice != nil {
		item.putInt("enum", v.Num)
	}
}

// hook writes an element; of a deleted one its ids.
func (e *element) hook(t *tree) {
	t.putInt("id", e.ID)
	t.putInt("catalog_id", e.Catalog)
	if e.Deleted {
		return
	}
	t.put("name", e.Name)
	t.putInt("created_by", e.CreatedBy)
	t.putInt("created_at", e.CreatedAt)
	t.putInt("updated_by", e.UpdatedBy)
	t.putInt("updated_at", e.UpdatedAt)
}

// hook writes a note as API v2 did.
func (n *note) hook(t *tree, element int64) {
	types := map[string]int64{
		"common": 4, "attachment": 5, "call_in": 10, "call_out": 11, "service_message": 25, "extended_service_message": 25,
		"message_cashier": 26, "geolocation": 17, "sms_in": 102, "sms_out": 103,
	}
	moment := func(at int64) string { return time.Unix(at, 0).In(tashkent()).Format(time.DateTime) }
	t.putInt("id", n.ID)
	t.putInt("note_type", types[n.Type])
	t.putInt("element_type", element)
	t.putInt("element_id", n.Entity)
	t.put("text", n.Params)
	t.put("date_create", moment(n.CreatedAt))
	t.put("timestamp_x", moment(n.UpdatedAt))
	t.putInt("created_by", n.CreatedBy)
	t.putInt("modified_by", n.UpdatedBy)
	t.putInt("main_user_id", n.Owner)
	t.putInt("group_id", n.Group)
	t.putInt("account_id", accountID)
}

func (st *state) hookTask(t *tree, h happening) bool {
	k := st.tasks.byID[h.id]
	if h.deleted != nil {
		k = h.deleted
	}
	if k == nil {
		return false
	}
	moment := func(at int64) string { return time.Unix(at, 0).In(tashkent()).Format(time.DateTime) }
	t.putInt("id", k.ID)
	if k.EntityType != "" {
		t.putInt("element_id", k.EntityID)
		t.putInt("element_type", map[string]int64{kindContacts: 1, kindLeads: 2, kindCompanies: 3}[k.EntityType])
	}
	t.putInt("task_type", k.Type)
	t.put("date_create", moment(k.CreatedAt))
	t.put("last_modified", moment(k.UpdatedAt))
	t.put("text", k.Text)
	status := int64(0)
	if k.Completed {
		status = 1
	}
	t.putInt("status", status)
	t.putInt("account_id", st.account.id)
	t.putInt("created_user_id", k.CreatedBy)
	t.putInt("modified_user_id", k.UpdatedBy)
	t.putInt("responsible_user_id", k.Owner)
	if h.action == "responsible" {
		t.putInt("old_responsible_user_id", h.oldOwner)
	}
	t.put("complete_till", moment(k.CompleteTill))
	if k.Completed {
		t.putInt("action_close", 1)
	}
	if k.Result != "" {
		t.child("result").put("text", k.Result)
	}
	t.putInt("created_at", k.CreatedAt)
	t.putInt("updated_at", k.UpdatedAt)
	return true
}

func (st *state) hookUnsorted(t *tree, h happening) bool {
	u := st.unsorted.byID[h.id]
	if u == nil {
		return false
	}
	t.put("uid", u.UID)
	t.put("category", u.Category)
	t.put("source", u.SourceName)
	t.put("source_uid", u.SourceUID)
	t.putInt("pipeline_id", u.Pipeline)
	t.putInt("created_at", u.CreatedAt)
	t.putInt("lead_id", u.Lead)
	if h.sorted == nil {
		return true
	}
	if u.State == unsortedDeclined {
		t.put("action", "decline")
		t.putInt("modified_user_id", h.sorter)
		t.child("decline_result").list(kindLeads).put("0", itoa(u.Lead))
		return true
	}
	t.put("action", "accept")
	t.putInt("modified_user_id", h.sorter)
	result := t.child("accept_result")
	result.list(kindLeads).put("0", itoa(u.Lead))
	if len(u.Contacts) > 0 {
		contacts := result.list(kindContacts)
		for i, p := range u.Contacts {
			contacts.put(itoa(int64(i)), itoa(p.ID))
		}
	}
	return true
}
