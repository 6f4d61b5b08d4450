package sandbox

import "net/http"

// createReasons answers POST /api/v4/leads/loss_reasons.
func createReasons(s *Server, r *request) reply {
	return s.writeModels(r, maxBatch, "loss_reasons", http.StatusOK, func(tx *txn, m model) func(*writer) {
		reason := lossReason{ID: tx.st.takeID(kindReasons), Sort: 100000, CreatedAt: r.now, UpdatedAt: r.now}
		name, given := m.text("name")
		switch {
		case !m.has("name"):
			m.missing("name")
		case given && name == "":
			m.complain(issue{codeBlank, m.at("name"), "This value should not be blank."})
		}
		reason.Name = name
		if sort, given := m.integer("sort"); given {
			reason.Sort = sort
		}
		tx.add(record{Reason: &reason})
		return func(w *writer) { writeReason(w, r, &reason) }
	})
}

// deleteReason answers DELETE /api/v4/leads/loss_reasons/{id}; leads that
// have it keep its id.
func deleteReason(s *Server, r *request) reply {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	old := s.state.reason(r.ids[0])
	if old == nil {
		return notFound("Loss reason not found")
	}
	reason := *old
	reason.Deleted = true
	if err := s.save(record{Reason: &reason}); err != nil {
		return internalError()
	}
	return noContent()
}
