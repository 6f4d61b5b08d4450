package sandbox

import "net/http"

// make applies one model of definitions: it adds records to the write and
// gives what shows the result afterwards, as a whole object.
type making func(tx *txn, m model) func(w *writer)

// writeModels runs a batch whose answer has the full models, under name, with
// their request ids.
func (s *Server) writeModels(r *request, most int, name string, status int, apply making) reply {
	models, refused := r.batch(most)
	if refused != nil {
		return *refused
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	tx := s.state.begin(r.userID, r.now)
	shows := make([]func(*writer), len(models))
	for i, m := range models {
		shows[i] = apply(tx, m)
	}
	if tx.impossible != "" {
		return unprocessable(tx.impossible)
	}
	if refused := s.finish(tx, models); refused != nil {
		return *refused
	}
	w := &writer{}
	w.object()
	w.intField("_total_items", int64(len(shows)))
	w.self(r.base + r.path)
	w.key("_embedded")
	w.object()
	w.key(name)
	w.array()
	for i, show := range shows {
		show(w)
		w.reopen()
		w.textField("request_id", models[i].requestID(i))
		w.endObject()
	}
	w.endArray()
	w.endObject()
	w.endObject()
	return reply{status: status, contentType: typeHAL, body: w.b}
}

// writeModel runs a change of one definition and answers with all of it.
func (s *Server) writeModel(r *request, status int, apply making) reply {
	m, refused := r.single()
	if refused != nil {
		return *refused
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	tx := s.state.begin(r.userID, r.now)
	show := apply(tx, m)
	if tx.impossible != "" {
		return unprocessable(tx.impossible)
	}
	if refused := s.finish(tx, []model{m}); refused != nil {
		return *refused
	}
	w := &writer{}
	show(w)
	return reply{status: status, contentType: typeHAL, body: w.b}
}

// unprocessable is the answer to what makes sense but cannot be.
func unprocessable(detail string) reply {
	return problem(http.StatusUnprocessableEntity, "Unprocessable Entity", detail)
}

// refusedAlone refuses a request that has no models, without a request id.
func refusedAlone(i issue) reply {
	w := &writer{}
	w.object()
	w.key("validation-errors")
	w.array()
	w.object()
	w.key("errors")
	w.array()
	writeIssue(w, i)
	w.endArray()
	w.endObject()
	w.endArray()
	writeProblem(w, http.StatusBadRequest, "Bad Request", "Request validation failed")
	w.endObject()
	return reply{status: http.StatusBadRequest, contentType: typeProblem, body: w.b}
}
