package sandbox

import "slices"

// phoneTail is how many last digits of a phone are compared.
const phoneTail = 10

// createCalls answers POST /api/v4/calls. A call is filed as a note with the
// contact or company that has its number, or with that one's only open lead;
// calls of unknown numbers are told under errors, and the others are written.
func createCalls(s *Server, r *request) reply {
	models, refused := r.batch(maxBatch)
	if refused != nil {
		return *refused
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	tx := s.state.begin(r.userID, r.now)
	notes := make([]*note, len(models))
	for i, m := range models {
		notes[i] = tx.newCall(m)
	}
	if refused := s.finish(tx, models); refused != nil {
		return *refused
	}
	filed := int64(0)
	done, failed := &writer{}, &writer{}
	done.array()
	failed.array()
	for i, n := range notes {
		if n == nil {
			failed.object()
			writeProblem(failed, 404, "Not Found", "Entity not found")
			failed.textField("request_id", models[i].requestID(i))
			failed.endObject()
			continue
		}
		filed++
		writeCall(done, r, n, models[i].requestID(i))
	}
	done.endArray()
	failed.endArray()
	w := &writer{}
	w.object()
	w.intField("_total_items", filed)
	w.rawField("errors", string(failed.b))
	w.key("_embedded")
	w.object()
	w.rawField("calls", string(done.b))
	w.endObject()
	w.endObject()
	return halReply(w)
}

func writeCall(w *writer, r *request, n *note, requestID string) {
	w.object()
	w.intField("id", n.ID)
	w.intField("entity_id", n.Entity)
	w.textField("entity_type", singular(n.Kind))
	w.intField("account_id", accountID)
	w.textField("request_id", requestID)
	w.key("_embedded")
	w.object()
	w.key("entity")
	w.object()
	w.intField("id", n.Entity)
	w.self(r.href("/" + n.Kind + "/" + itoa(n.Entity)))
	w.endObject()
	w.endObject()
	w.endObject()
}

// newCall makes the note of a call, nil when nobody has its number.
func (tx *txn) newCall(m model) *note {
	for _, name := range []string{"direction", "duration", "source", "phone"} {
		if !m.has(name) {
			m.missing(name)
		}
	}
	n := &note{
		Type: "call_in", CreatedBy: tx.userID, UpdatedBy: tx.userID, CreatedAt: tx.now, UpdatedAt: tx.now, Owner: tx.userID,
	}
	switch direction, given := m.text("direction"); {
	case direction == "outbound":
		n.Type = "call_out"
	case given && direction != "inbound":
		m.refuse("direction")
	}
	if status, given := m.nullable("call_status"); given && (status < 0 || status > 7) {
		m.refuse("call_status")
	}
	want, _ := noteParams(n.Type)
	params := model{map[string]any{}, m.path, m.issues}
	for _, p := range want {
		if v, given := m.members[p.name]; given && v != nil {
			params.members[p.name] = v
			p.check(m)
		}
	}
	n.Params = asJSON(params.members)
	phone, _ := m.textOrNull("phone")
	ref, found := tx.st.byPhone(phone)
	if !found {
		return nil
	}
	n.ID, n.Kind, n.Entity = tx.st.takeID(kindNotes), ref.kind, ref.id
	rest := model{map[string]any{}, m.path, m.issues}
	for _, name := range []string{"responsible_user_id", "created_by", "updated_by", "created_at", "updated_at"} {
		if v, given := m.members[name]; given {
			rest.members[name] = v
		}
	}
	tx.addNote(n)
	tx.fillNoteHead(rest, n, true)
	return n
}

// byPhone is who has a number, compared by its last digits, or the only open
// lead of that one.
func (st *state) byPhone(phone string) (ref entityRef, found bool) {
	digits := onlyDigits(phone)
	if len(digits) > phoneTail {
		digits = digits[len(digits)-phoneTail:]
	}
	if len(digits) < 5 {
		return ref, false
	}
	for _, kind := range []string{kindContacts, kindCompanies} {
		for _, p := range st.parties(kind).live.index("id").rows {
			if p.hasPhone(st.fields[kind], digits) {
				return st.openLeadOf(entityRef{kind, p.ID}), true
			}
		}
	}
	return ref, false
}

func (p *party) hasPhone(fields *fieldSet, tail string) bool {
	f := fields.byCode["PHONE"]
	return f != nil && slices.ContainsFunc(p.values(f.ID), func(v value) bool {
		digits := onlyDigits(v.Text)
		return len(digits) >= len(tail) && digits[len(digits)-len(tail):] == tail
	})
}

// openLeadOf is the one open lead of an entity, or the entity itself.
func (st *state) openLeadOf(ref entityRef) entityRef {
	var open []int64
	for _, id := range st.leadsOf[ref] {
		if l := st.leads.live.byID[id]; l != nil && !l.isClosed() {
			open = append(open, id)
		}
	}
	if len(open) == 1 {
		return entityRef{kindLeads, open[0]}
	}
	return ref
}

// listNothing answers for kinds the account has none of: fields of catalogs,
// and the sources of an integration without a widget.
func listNothing(*Server, *request) reply { return noContent() }
