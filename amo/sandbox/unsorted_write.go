package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
)

// createUnsorted answers POST /api/v4/leads/unsorted/sip and …/forms. The
// same source_uid may come twice: it is no key.
func createUnsorted(category string) handler {
	return func(s *Server, r *request) reply {
		models, refused := r.batch(maxBatch)
		if refused != nil {
			return *refused
		}
		s.state.mu.Lock()
		defer s.state.mu.Unlock()
		tx := s.state.begin(r.userID, r.now)
		made := make([]*unsorted, len(models))
		for i, m := range models {
			made[i] = tx.newUnsorted(m, category)
		}
		if refused := s.finish(tx, models); refused != nil {
			return *refused
		}
		w := &writer{}
		w.object()
		w.intField("_total_items", int64(len(made)))
		w.self(r.base + r.path)
		w.key("_embedded")
		w.object()
		w.key(kindUnsorted)
		w.array()
		for i, u := range made {
			w.object()
			w.textField("uid", u.UID)
			w.intField("account_id", s.state.account.id)
			w.textField("request_id", models[i].requestID(i))
			w.self(r.href("/leads/unsorted/" + u.UID))
			u.writeEmbedded(w, r)
			w.endObject()
		}
		w.endArray()
		w.endObject()
		w.endObject()
		return halReply(w)
	}
}

// newUnsorted makes an incoming lead of what a model says.
func (tx *txn) newUnsorted(m model, category string) *unsorted {
	for _, name := range []string{"source_name", "source_uid", "metadata"} {
		if !m.has(name) {
			m.missing(name)
		}
	}
	u := &unsorted{Category: category, CreatedAt: tx.now}
	u.SourceName, _ = m.text("source_name")
	u.SourceUID, _ = m.text("source_uid")
	if at, given := m.integer("created_at"); given {
		u.CreatedAt = at
	}
	u.Metadata = unsortedMetadata(m.child("metadata"), category)
	target := tx.st.mainPipeline()
	if id, given := m.integer("pipeline_id"); given {
		if target = tx.st.pipeline(id); target == nil {
			m.refuse("pipeline_id")
			target = tx.st.mainPipeline()
		}
	}
	u.Pipeline = target.ID
	embedded := m.child("_embedded")
	leads, _ := embedded.list(kindLeads)
	lead := model{map[string]any{}, "_embedded.leads.0", m.issues}
	if len(leads) > 0 {
		lead = leads[0]
	}
	for _, kind := range []string{kindContacts, kindCompanies} {
		items, _ := embedded.list(kind)
		for _, item := range items {
			u.hide(kind, tx.hiddenParty(item, kind))
		}
	}
	tx.newIncoming(lead, u, target)
	return u
}

// unsortedMetadata checks the members that must be there and keeps all.
func unsortedMetadata(m model, category string) string {
	required, texts, times := []string{}, []string{"form_id", "form_name", "form_page", "ip", "referer"}, []string{"form_sent_at"}
	if category == "sip" {
		required = []string{"from", "phone", "called_at", "duration", "link", "service_code"}
		texts, times = []string{"from", "link", "service_code", "uniq"}, []string{"called_at", "duration"}
	}
	for _, name := range required {
		if !m.has(name) {
			m.missing(name)
		}
	}
	for _, name := range texts {
		if _, isNumber := m.members[name].(json.Number); !isNumber {
			m.text(name)
		}
	}
	for _, name := range times {
		m.integer(name)
	}
	raw, err := json.Marshal(m.members)
	if err != nil || m.members == nil {
		return "{}"
	}
	return string(raw)
}

func (u *unsorted) hide(kind string, p *party) {
	if kind == kindCompanies {
		u.Companies = append(u.Companies, p)
		return
	}
	u.Contacts = append(u.Contacts, p)
}

// hiddenParty makes a contact or company that is not filed yet.
func (tx *txn) hiddenParty(m model, kind string) *party {
	p := &party{head: tx.newHead(kind)}
	tx.fillParty(m, kind, p, true)
	return p
}

// newHead is that of a new entity of the user's.
func (tx *txn) newHead(kind string) head {
	return head{
		ID: tx.st.takeID(kind), Owner: tx.userID, CreatedBy: tx.userID, UpdatedBy: tx.userID,
		CreatedAt: tx.now, UpdatedAt: tx.now,
	}
}

// newIncoming makes the lead of an incoming record, in the pipeline's status
// for such, whatever status the model names.
func (tx *txn) newIncoming(m model, u *unsorted, target *pipeline) *lead {
	for _, name := range []string{"status_id", "pipeline_id"} {
		delete(m.members, name)
	}
	l := tx.addLead(&lead{head: tx.newHead(kindLeads), Pipeline: target.ID, Status: target.Statuses[0].ID})
	l.CreatedAt = u.CreatedAt
	l.Name = defaultLeadName(l.ID)
	tx.fillLead(m, l, true)
	for _, p := range u.Contacts {
		l.Contacts = append(l.Contacts, p.ID)
		if l.Main == 0 {
			l.Main = p.ID
		}
	}
	for _, p := range u.Companies {
		l.Company = p.ID
		for _, c := range u.Contacts {
			c.Company = p.ID
		}
	}
	u.ID = tx.st.takeID(kindUnsorted)
	u.UID = newRequestID() + newRequestID()
	u.Lead = l.ID
	tx.addUnsorted(u)
	return l
}

// accept files what was hidden with an incoming record.
func (tx *txn) accept(u *unsorted) {
	u.State, u.SortedAt = unsortedAccepted, tx.now
	for _, p := range u.Companies {
		tx.addParty(kindCompanies, p.clone())
	}
	for _, p := range u.Contacts {
		tx.addParty(kindContacts, p.clone())
	}
}

// acceptUnsorted answers POST /api/v4/leads/unsorted/{uid}/accept.
func acceptUnsorted(s *Server, r *request) reply {
	return s.sortOut(r, func(tx *txn, m model, u *unsorted) {
		l := tx.lead(u.Lead)
		p := tx.st.pipeline(u.Pipeline)
		if p == nil {
			p = tx.st.mainPipeline()
		}
		l.Pipeline, l.Status = p.ID, p.first()
		if id, given := m.integer("status_id"); given {
			of := tx.st.pipelineOf(id)
			if chosen := p.status(id); chosen != nil {
				of = p
			}
			if of == nil || of.status(id).Unsorted {
				m.refuse("status_id")
				return
			}
			l.Pipeline, l.Status = of.ID, id
		}
		if id, given := tx.userField(m, "user_id"); given {
			l.Owner, l.Group = id, tx.st.groupOf(id)
		}
		l.UpdatedAt, l.UpdatedBy = tx.now, tx.userID
		if l.isClosed() {
			l.ClosedAt = tx.now
		}
		tx.accept(u)
	})
}

// declineUnsorted answers DELETE /api/v4/leads/unsorted/{uid}/decline; the
// lead goes to the trash.
func declineUnsorted(s *Server, r *request) reply {
	return s.sortOut(r, func(tx *txn, m model, u *unsorted) {
		by := tx.userID
		if id, given := tx.userField(m, "user_id"); given {
			by = id
		}
		l := tx.lead(u.Lead)
		l.Deleted, l.UpdatedAt, l.UpdatedBy = true, tx.now, by
		u.State, u.SortedAt = unsortedDeclined, tx.now
	})
}

// linkUnsorted answers POST /api/v4/leads/unsorted/{uid}/link: a chat becomes
// part of a lead that is already there.
func linkUnsorted(s *Server, r *request) reply {
	return s.sortOut(r, func(tx *txn, m model, u *unsorted) {
		if u.Category != "chats" {
			m.complain(notSupported("uid"))
			return
		}
		link := m.child("link")
		if !link.has("entity_id") {
			link.missing("entity_id")
			return
		}
		id, given := link.integer("entity_id")
		if kind, typed := link.text("entity_type"); given && (!typed && !link.has("entity_type") || kind != kindLeads || tx.lead(id) == nil) {
			link.refuse("entity_id")
			return
		}
		if !given {
			return
		}
		target := tx.lead(id)
		for _, p := range u.Contacts {
			if !slices.Contains(target.Contacts, p.ID) {
				target.Contacts = append(target.Contacts, p.ID)
			}
		}
		incoming := tx.lead(u.Lead)
		incoming.Deleted, incoming.UpdatedAt, incoming.UpdatedBy = true, tx.now, tx.userID
		tx.accept(u)
		u.Lead = id
	})
}

// sortOut runs what sorts an incoming record and answers with it.
func (s *Server) sortOut(r *request, apply func(*txn, model, *unsorted)) reply {
	m, refused := r.optional()
	if refused != nil {
		return *refused
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	old := s.state.unsortedBy[r.names[0]]
	if old == nil || old.State != "" || s.state.leads.live.byID[old.Lead] == nil {
		return notFound("Unsorted not found")
	}
	tx := s.state.begin(r.userID, r.now)
	u := tx.unsorted(old.ID)
	apply(tx, m, u)
	if refused := s.finish(tx, []model{m}); refused != nil {
		return *refused
	}
	w := &writer{}
	w.object()
	w.textField("uid", u.UID)
	w.intField("pipeline_id", u.Pipeline)
	w.textField("category", u.Category)
	w.intField("created_at", u.CreatedAt)
	u.writeEmbedded(w, r)
	w.endObject()
	return reply{status: http.StatusOK, contentType: typeHAL, body: w.b}
}
