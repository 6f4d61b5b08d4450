package sandbox

import (
	"net/http"
	"slices"
)

// linkEntities answers POST /api/v4/{kind}/{id}/link and, without an id in the
// path, /api/v4/{kind}/link, where every item carries entity_id.
func linkEntities(kind string) handler {
	return func(s *Server, r *request) reply {
		links, refused := s.changeLinks(r, kind, (*txn).link)
		if refused != nil {
			return *refused
		}
		w := &writer{}
		w.object()
		w.intField("_total_items", int64(len(links)))
		self := "/" + kind + "/links"
		if len(r.ids) > 0 {
			self = "/" + kind + "/" + itoa(r.ids[0]) + "/links"
		}
		w.self(r.href(self))
		w.key("_embedded")
		w.object()
		w.key("links")
		w.array()
		for _, l := range links {
			writeLink(w, l.from, l.link)
		}
		w.endArray()
		w.endObject()
		w.endObject()
		return halReply(w)
	}
}

// unlinkEntities answers POST …/unlink.
func unlinkEntities(kind string) handler {
	return func(s *Server, r *request) reply {
		if _, refused := s.changeLinks(r, kind, (*txn).unlink); refused != nil {
			return *refused
		}
		return noContent()
	}
}

// joined is a link of one entity.
type joined struct {
	from entityRef
	link
}

// changeLinks runs a batch of links, all of them or none.
func (s *Server) changeLinks(r *request, kind string, apply func(*txn, joined) bool) ([]joined, *reply) {
	models, refused := r.batch(maxBatch)
	if refused != nil {
		return nil, refused
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	if len(r.ids) > 0 && !s.state.exists(entityRef{kind, r.ids[0]}) {
		missing := notFound("Entity not found")
		return nil, &missing
	}
	tx := s.state.begin(r.userID, r.now)
	var all []joined
	for _, m := range models {
		j, ok := tx.readLink(m, r, kind)
		if ok && !apply(tx, j) {
			m.refuse("to_entity_type")
		}
		all = append(all, j)
	}
	if refused := s.finish(tx, models); refused != nil {
		return nil, refused
	}
	for i := range all {
		all[i].main = s.state.isMain(all[i].from, all[i].to)
	}
	return all, nil
}

// readLink reads one item of a batch.
func (tx *txn) readLink(m model, r *request, kind string) (joined, bool) {
	j := joined{from: entityRef{kind: kind}}
	if len(r.ids) > 0 {
		j.from.id = r.ids[0]
	} else if !m.has("entity_id") {
		m.missing("entity_id")
	} else if id, given := m.integer("entity_id"); given {
		j.from.id = id
		if !tx.st.exists(j.from) {
			m.refuse("entity_id")
		}
	}
	for _, name := range []string{"to_entity_id", "to_entity_type"} {
		if !m.has(name) {
			m.missing(name)
		}
	}
	to, hasID := m.integer("to_entity_id")
	typ, hasType := m.text("to_entity_type")
	j.to = entityRef{typ, to}
	if hasType && !slices.Contains([]string{kindLeads, kindContacts, kindCompanies}, typ) {
		m.refuse("to_entity_type")
	} else if hasID && hasType && !tx.st.exists(j.to) {
		m.refuse("to_entity_id")
	}
	metadata := m.child("metadata")
	for _, name := range []string{"is_main", "main_contact"} {
		if main, given := metadata.boolean(name); given {
			j.main = main
		}
	}
	return j, len(*m.issues) == 0
}

// isMain reports whether a link is that of a lead's main contact.
func (st *state) isMain(a, b entityRef) bool {
	if a.kind == kindContacts {
		a, b = b, a
	}
	if a.kind != kindLeads || b.kind != kindContacts {
		return false
	}
	_, main := st.contactsOfLead(st.leads.live.byID[a.id])
	return main == b.id
}

// link ties two entities together; false when entities of these kinds cannot
// be. Links do not move updated_at.
func (tx *txn) link(j joined) bool {
	from, to := j.from, j.to
	switch {
	case from.kind == kindLeads && to.kind == kindContacts:
		l := tx.lead(from.id)
		if !slices.Contains(l.Contacts, to.id) {
			l.Contacts = append(l.Contacts, to.id)
		}
		if j.main || l.Main == 0 {
			l.Main = to.id
		}
	case from.kind == kindLeads && to.kind == kindCompanies:
		tx.lead(from.id).Company = to.id
	case from.kind == kindContacts && to.kind == kindCompanies:
		tx.party(kindContacts, from.id).Company = to.id
	case to.kind == kindLeads && from.kind != kindLeads,
		to.kind == kindContacts && from.kind == kindCompanies:
		return tx.link(joined{to, link{from, j.main}})
	default:
		return false
	}
	return true
}

// unlink undoes link. Of what is left another contact becomes the main one.
func (tx *txn) unlink(j joined) bool {
	from, to := j.from, j.to
	switch {
	case from.kind == kindLeads && to.kind == kindContacts:
		l := tx.lead(from.id)
		l.Contacts = slices.DeleteFunc(l.Contacts, func(id int64) bool { return id == to.id })
		if l.Main == to.id {
			l.Main = 0
			if len(l.Contacts) > 0 {
				l.Main = l.Contacts[0]
			}
		}
	case from.kind == kindLeads && to.kind == kindCompanies:
		if l := tx.lead(from.id); l.Company == to.id {
			l.Company = 0
		}
	case from.kind == kindContacts && to.kind == kindCompanies:
		if p := tx.party(kindContacts, from.id); p.Company == to.id {
			p.Company = 0
		}
	case to.kind == kindLeads && from.kind != kindLeads,
		to.kind == kindContacts && from.kind == kindCompanies:
		return tx.unlink(joined{to, link{from, j.main}})
	default:
		return false
	}
	return true
}

// listManyLinks answers GET /api/v4/{kind}/links?filter[entity_id][]=…, which
// cannot do without ids.
func listManyLinks(kind string) handler {
	return func(s *Server, r *request) reply {
		ids := r.query.get("filter", "entity_id").ints()
		if len(ids) == 0 {
			return badRequest("filter[entity_id] is required")
		}
		st := s.state
		st.mu.RLock()
		defer st.mu.RUnlock()
		w := &writer{}
		count := 0
		list := &writer{}
		list.array()
		for _, id := range ids {
			from := entityRef{kind, id}
			for _, l := range st.linksOf(from) {
				if r.wantsLink(l) {
					writeLink(list, from, l)
					count++
				}
			}
		}
		list.endArray()
		if count == 0 {
			return noContent()
		}
		w.object()
		w.intField("_total_items", int64(count))
		w.self(r.href("/" + kind + "/links"))
		w.key("_embedded")
		w.object()
		w.rawField("links", string(list.b))
		w.endObject()
		w.endObject()
		return reply{status: http.StatusOK, contentType: typeHAL, body: w.b}
	}
}
