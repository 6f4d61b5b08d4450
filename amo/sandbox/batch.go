package sandbox

import "encoding/json"

// change applies one model to a write and returns the id of its row; what it
// dislikes it leaves in the model's issues.
type change func(*txn, model) int64

// writeBatch answers a write of many models: all of them or none.
func (s *Server) writeBatch(r *request, kind string, isEdit bool, apply change) reply {
	models, refused := r.models()
	if refused != nil {
		return *refused
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	ids, refused := s.write(r, models, apply)
	if refused != nil {
		return *refused
	}
	w := &writer{}
	w.object()
	w.self(r.href("/" + kind))
	w.key("_embedded")
	w.object()
	w.key(kind)
	w.array()
	for i, id := range ids {
		w.object()
		w.intField("id", id)
		s.state.writeWritten(w, kind, id, isEdit)
		w.textField("request_id", models[i].requestID(i))
		w.self(r.href("/" + kind + "/" + itoa(id)))
		w.endObject()
	}
	w.endArray()
	w.endObject()
	w.endObject()
	return halReply(w)
}

// writeOne answers a write of the entity the path names.
func (s *Server) writeOne(r *request, kind string, apply change) reply {
	models, refused := r.models()
	if refused != nil {
		return *refused
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	models[0].members["id"] = json.Number(itoa(r.ids[0]))
	ids, refused := s.write(r, models, apply)
	if refused != nil {
		return *refused
	}
	w := &writer{}
	w.object()
	w.intField("id", ids[0])
	s.state.writeWritten(w, kind, ids[0], true)
	if models[0].has("request_id") {
		w.textField("request_id", models[0].requestID(0))
	}
	w.self(r.href("/" + kind + "/" + itoa(ids[0])))
	w.endObject()
	return halReply(w)
}

// write runs a batch under the state's lock.
func (s *Server) write(r *request, models []model, apply change) ([]int64, *reply) {
	tx := s.state.begin(r.userID, r.now)
	ids := make([]int64, len(models))
	for i, m := range models {
		ids[i] = apply(tx, m)
	}
	if refused := complaints(models); refused != nil {
		return nil, refused
	}
	if err := s.commit(tx); err != nil {
		failed := internalError()
		return nil, &failed
	}
	return ids, nil
}

// writeWritten writes what an answer to a write tells beside the id.
func (st *state) writeWritten(w *writer, kind string, id int64, isEdit bool) {
	if !isEdit {
		return
	}
	switch kind {
	case kindLeads:
		w.intField("updated_at", st.leads.live.byID[id].UpdatedAt)
	case kindTasks:
		w.intField("updated_at", st.tasks.byID[id].UpdatedAt)
	default:
		p := st.parties(kind).live.byID[id]
		w.textField("name", p.Name)
		w.intField("updated_at", p.UpdatedAt)
	}
}
