package sandbox

import "encoding/json"

// change applies one model to a write and returns the id of its row; what it
// dislikes it leaves in the model's issues.
type change func(*txn, model) int64

// writeBatch answers a write of many entities: all of them or none.
func (s *Server) writeBatch(r *request, kind string, isEdit bool, apply change) reply {
	return s.writeMany(r, maxBatch, kind, apply, func(w *writer, id int64) {
		w.intField("id", id)
		s.state.writeWritten(w, kind, id, isEdit)
	}, func(id int64) string { return "/" + kind + "/" + itoa(id) })
}

// writeMany runs a batch and answers with a list called name: for each model
// what write says, its request_id and a link to its path.
func (s *Server) writeMany(
	r *request, most int, name string, apply change, write func(*writer, int64), path func(int64) string,
) reply {
	models, refused := r.batch(most)
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
	w.self(r.base + r.path)
	w.key("_embedded")
	w.object()
	w.key(name)
	w.array()
	for i, id := range ids {
		w.object()
		write(w, id)
		w.textField("request_id", models[i].requestID(i))
		w.self(r.href(path(id)))
		w.endObject()
	}
	w.endArray()
	w.endObject()
	w.endObject()
	return halReply(w)
}

// writeOne answers a write of the entity the path names.
func (s *Server) writeOne(r *request, kind string, apply change) reply {
	id := r.ids[0]
	return s.writeSingle(r, id, apply, func(w *writer) {
		w.intField("id", id)
		s.state.writeWritten(w, kind, id, true)
		w.self(r.href("/" + kind + "/" + itoa(id)))
	})
}

// writeSingle runs a write of one model and answers with the bare object that
// write fills.
func (s *Server) writeSingle(r *request, id int64, apply change, write func(*writer)) reply {
	m, refused := r.single()
	if refused != nil {
		return *refused
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	m.members["id"] = json.Number(itoa(id))
	if _, refused := s.write(r, []model{m}, apply); refused != nil {
		return *refused
	}
	w := &writer{}
	w.object()
	write(w)
	if m.has("request_id") {
		w.textField("request_id", m.requestID(0))
	}
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
	return ids, s.finish(tx, models)
}

// finish commits a write, or refuses it for what its models were told.
func (s *Server) finish(tx *txn, models []model) *reply {
	if refused := complaints(models); refused != nil {
		return refused
	}
	if err := s.commit(tx); err != nil {
		failed := internalError()
		return &failed
	}
	return nil
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
