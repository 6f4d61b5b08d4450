package sandbox

import "slices"

// link is one row of an entity's links.
type link struct {
	to   entityRef
	main bool // of a lead's contact
}

// listLinks answers GET /api/v4/{leads|contacts|companies}/{id}/links. An
// entity without links, or that does not exist, has no content.
func listLinks(kind string) handler {
	return func(s *Server, r *request) reply {
		st := s.state
		st.mu.RLock()
		defer st.mu.RUnlock()
		from := entityRef{kind, r.ids[0]}
		links := slices.DeleteFunc(st.linksOf(from), func(l link) bool { return !r.wantsLink(l) })
		if len(links) == 0 {
			return noContent()
		}
		w := &writer{}
		w.object()
		w.intField("_total_items", int64(len(links)))
		w.self(r.href("/" + kind + "/" + itoa(from.id) + "/links"))
		w.key("_embedded")
		w.object()
		w.key("links")
		w.array()
		for _, l := range links {
			writeLink(w, from, l)
		}
		w.endArray()
		w.endObject()
		w.endObject()
		return halReply(w)
	}
}

func (r *request) wantsLink(l link) bool {
	filter := r.query.get("filter")
	if p := filter.get("to_entity_type"); p != nil && !slices.Contains(p.list(), l.to.kind) {
		return false
	}
	if p := filter.get("to_entity_id"); p != nil && !slices.Contains(p.ints(), l.to.id) {
		return false
	}
	return true
}

func writeLink(w *writer, from entityRef, l link) {
	w.object()
	w.intField("entity_id", from.id)
	w.textField("entity_type", from.kind)
	w.intField("to_entity_id", l.to.id)
	w.textField("to_entity_type", l.to.kind)
	w.key("metadata")
	if l.to.kind == kindCompanies || from.kind == kindCompanies {
		w.null()
	} else {
		w.object()
		w.boolField("main_contact", l.main)
		w.endObject()
	}
	w.endObject()
}

func (st *state) linksOf(from entityRef) []link {
	var links []link
	add := func(kind string, id int64, main bool) {
		links = append(links, link{entityRef{kind, id}, main})
	}
	company := func(id int64) {
		if st.companies.live.byID[id] != nil {
			add(kindCompanies, id, false)
		}
	}
	switch from.kind {
	case kindLeads:
		l := st.leads.live.byID[from.id]
		if l == nil {
			return nil
		}
		ids, main := st.contactsOfLead(l)
		for _, id := range ids {
			add(kindContacts, id, id == main)
		}
		company(l.Company)
		return links
	case kindContacts:
		c := st.contacts.live.byID[from.id]
		if c == nil {
			return nil
		}
		company(c.Company)
	case kindCompanies:
		if st.companies.live.byID[from.id] == nil {
			return nil
		}
		for _, id := range st.contactsOf[from.id] {
			add(kindContacts, id, false)
		}
	}
	for _, id := range st.leadsOf[from] {
		_, main := st.contactsOfLead(st.leads.live.byID[id])
		add(kindLeads, id, main == from.id && from.kind == kindContacts)
	}
	return links
}
