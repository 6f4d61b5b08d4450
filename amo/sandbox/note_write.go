package sandbox

import (
	"encoding/json"
	"slices"
)

// paramType is what a member of a note's params has to be.
type paramType int

const (
	paramText paramType = iota
	paramInt
	paramNumber // also as a text
	paramUser   // a name or the id of an employee
)

type noteParam struct {
	name     string
	typ      paramType
	required bool
}

// noteParams are the members of params by type of note; a type that is not
// here cannot be written.
func noteParams(typ string) ([]noteParam, bool) {
	call := []noteParam{
		{"uniq", paramText, false},
		{"duration", paramInt, false},
		{"source", paramText, false},
		{"link", paramText, false},
		{"phone", paramText, true},
		{"call_responsible", paramUser, false},
		{"call_status", paramInt, false},
		{"call_result", paramText, false},
	}
	switch typ {
	case "common":
		return []noteParam{{"text", paramText, true}}, true
	case "call_in", "call_out":
		return call, true
	case "service_message", "extended_service_message":
		return []noteParam{{"service", paramText, true}, {"text", paramText, true}}, true
	case "message_cashier":
		return []noteParam{{"status", paramText, true}, {"text", paramText, true}}, true
	case "geolocation":
		return []noteParam{
			{"text", paramText, true},
			{"address", paramText, true},
			{"longitude", paramNumber, true},
			{"latitude", paramNumber, true},
		}, true
	case "sms_in", "sms_out":
		return []noteParam{{"text", paramText, true}, {"phone", paramText, true}}, true
	case "attachment":
		return []noteParam{{"file_uuid", paramText, true}, {"version_uuid", paramText, false}, {"file_name", paramText, true}}, true
	}
	return nil, false
}

// noteEvent is the type of the event a new note makes.
func noteEvent(typ string) string {
	switch typ {
	case "common":
		return "common_note_added"
	case "call_in":
		return "incoming_call"
	case "call_out":
		return "outgoing_call"
	case "sms_in":
		return "incoming_sms"
	case "sms_out":
		return "outgoing_sms"
	case "attachment":
		return "attachment_note_added"
	case "geolocation":
		return "geo_note_added"
	case "message_cashier":
		return "message_to_cashier_note_added"
	}
	return "service_note_added"
}

// createNotes answers POST /api/v4/{kind}/notes and …/{kind}/{id}/notes.
func createNotes(kind string) handler {
	return func(s *Server, r *request) reply {
		return s.writeNotes(r, kind, false, func(tx *txn, m model) int64 {
			n := tx.addNote(&note{
				ID: tx.st.takeID(kindNotes), Kind: kind, CreatedBy: r.userID, UpdatedBy: r.userID,
				CreatedAt: r.now, UpdatedAt: r.now, Owner: r.userID,
			})
			n.Entity = tx.noteEntity(m, r, kind)
			if !m.has("note_type") {
				m.missing("note_type")
			} else if typ, given := m.text("note_type"); given {
				n.Type = typ
			}
			tx.fillNote(m, n, true)
			return n.ID
		})
	}
}

// noteEntity is what a new note belongs to: what the path names, or the model.
func (tx *txn) noteEntity(m model, r *request, kind string) int64 {
	if len(r.ids) > 0 {
		if !tx.st.exists(entityRef{kind, r.ids[0]}) {
			m.refuse("entity_id")
		}
		return r.ids[0]
	}
	if !m.has("entity_id") {
		m.missing("entity_id")
		return 0
	}
	id, given := m.integer("entity_id")
	if given && !tx.st.exists(entityRef{kind, id}) {
		m.refuse("entity_id")
	}
	return id
}

// exists reports whether an entity is there and not in the trash.
func (st *state) exists(ref entityRef) bool {
	switch ref.kind {
	case kindLeads:
		return st.leads.live.byID[ref.id] != nil
	case kindContacts, kindCompanies:
		return st.parties(ref.kind).live.byID[ref.id] != nil
	}
	return false
}

func (tx *txn) fillNote(m model, n *note, isNew bool) {
	tx.fillNoteHead(m, n, isNew)
	if isNew || m.has("params") {
		tx.fillParams(m, n)
	}
}

// fillNoteHead applies who wrote a note and when.
func (tx *txn) fillNoteHead(m model, n *note, isNew bool) {
	if owner, given := tx.userField(m, "responsible_user_id"); given {
		n.Owner = owner
	}
	n.Group = tx.st.groupOf(n.Owner)
	if author, given := tx.authorField(m, "created_by"); given && isNew {
		n.CreatedBy = author
	}
	if author, given := tx.authorField(m, "updated_by"); given {
		n.UpdatedBy = author
	}
	if at, given := m.integer("created_at"); given && isNew {
		n.CreatedAt = at
	}
	if at, given := m.integer("updated_at"); given {
		n.UpdatedAt = at
	}
}

// fillParams checks params against the note's type and keeps them as they came.
func (tx *txn) fillParams(m model, n *note) {
	want, writable := noteParams(n.Type)
	if !writable {
		if n.Type != "" {
			m.refuse("note_type")
		}
		return
	}
	params := m.child("params")
	before := len(*m.issues)
	for _, p := range want {
		if !params.has(p.name) || params.isNull(p.name) {
			if p.required {
				params.missing(p.name)
			}
			continue
		}
		p.check(params)
	}
	if n.Type == "message_cashier" && len(*m.issues) == before &&
		!slices.Contains([]any{"created", "shown", "canceled"}, params.members["status"]) {
		params.refuse("status")
	}
	raw, err := json.Marshal(params.members)
	if err != nil || params.members == nil {
		raw = []byte("{}")
	}
	n.Params = string(raw)
}

// check complains about a member of the wrong type.
func (p noteParam) check(params model) {
	switch p.typ {
	case paramText:
		params.text(p.name)
	case paramInt:
		params.integer(p.name)
	case paramNumber:
		decodeNumber(model{map[string]any{"value": params.members[p.name]}, params.at(p.name), params.issues})
	case paramUser:
		switch params.members[p.name].(type) {
		case string, json.Number:
		default:
			params.mistyped(p.name, "string")
		}
	}
}

// editNotes answers PATCH of many notes, editNote of one.
func editNotes(kind string) handler {
	return func(s *Server, r *request) reply {
		entity := int64(0)
		if len(r.ids) > 0 {
			entity = r.ids[0]
		}
		return s.writeNotes(r, kind, true, changeNote(kind, entity))
	}
}

func editNote(kind string) handler {
	return func(s *Server, r *request) reply {
		entity := int64(0)
		if len(r.ids) == 2 {
			entity = r.ids[0]
		}
		id := r.ids[len(r.ids)-1]
		return s.writeSingle(r, id, changeNote(kind, entity), func(w *writer) {
			n := s.state.notes[kind].byID[id]
			w.intField("id", n.ID)
			w.intField("entity_id", n.Entity)
			w.intField("updated_at", n.UpdatedAt)
			w.self(r.href(n.path()))
		})
	}
}

// changeNote changes the note a model names, which must belong to the entity
// unless that is 0.
func changeNote(kind string, entity int64) change {
	return func(tx *txn, m model) int64 {
		id, given := m.reference()
		if !given {
			return 0
		}
		n := tx.note(kind, id)
		if n == nil || entity != 0 && n.Entity != entity {
			m.refuse("id")
			return 0
		}
		if typ, given := m.text("note_type"); given && typ != n.Type {
			m.refuse("note_type")
		}
		n.UpdatedAt, n.UpdatedBy = tx.now, tx.userID
		tx.fillNote(m, n, false)
		return id
	}
}

func (n *note) path() string { return "/" + n.Kind + "/" + itoa(n.Entity) + "/notes/" + itoa(n.ID) }

// writeNotes runs a batch of notes and answers with their ids.
func (s *Server) writeNotes(r *request, kind string, isEdit bool, apply change) reply {
	return s.writeMany(r, maxBatch, kindNotes, apply, func(w *writer, id int64) {
		n := s.state.notes[kind].byID[id]
		w.intField("id", n.ID)
		w.intField("entity_id", n.Entity)
		if isEdit {
			w.intField("updated_at", n.UpdatedAt)
		}
	}, func(id int64) string { return s.state.notes[kind].byID[id].path() })
}

// pinNote answers POST /api/v4/{kind}/notes/{id}/pin and …/unpin.
func pinNote(kind string, pinned bool) handler {
	return func(s *Server, r *request) reply {
		s.state.mu.Lock()
		defer s.state.mu.Unlock()
		old := s.state.notes[kind].byID[r.ids[0]]
		if old == nil {
			return notFound("Note not found")
		}
		n := old.clone()
		n.Pinned = pinned
		if err := s.save(record{Note: n}); err != nil {
			return internalError()
		}
		return noContent()
	}
}
