package sandbox

// listReasons answers GET /api/v4/leads/loss_reasons.
func listReasons(s *Server, r *request) reply {
	st, p := s.state, r.page(maxLimit)
	st.mu.RLock()
	defer st.mu.RUnlock()
	return writeList(r, p, "loss_reasons", cut(st.reasons, p), func(w *writer, reason lossReason) {
		writeReason(w, r, &reason)
	})
}

// getReason answers GET /api/v4/leads/loss_reasons/{id}.
func getReason(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	reason := st.reason(r.ids[0])
	if reason == nil {
		return noContent()
	}
	w := &writer{}
	writeReason(w, r, reason)
	return halReply(w)
}

func writeReason(w *writer, r *request, reason *lossReason) {
	w.object()
	w.intField("id", reason.ID)
	w.textField("name", reason.Name)
	w.intField("sort", reason.Sort)
	w.intField("created_at", reason.CreatedAt)
	w.intField("updated_at", reason.UpdatedAt)
	w.self(r.href("/leads/loss_reasons/" + itoa(reason.ID)))
	w.endObject()
}
