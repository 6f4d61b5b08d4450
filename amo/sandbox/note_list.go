package sandbox

import "slices"

// listNotes answers GET /api/v4/{kind}/notes and …/{kind}/{id}/notes.
func listNotes(kind string) handler {
	return func(s *Server, r *request) reply {
		st, p := s.state, r.page(maxLimit)
		st.mu.RLock()
		defer st.mu.RUnlock()
		found := find(st.notes[kind], selectNotes(r), p)
		item := p.itemQuery()
		return writeList(r, p, kindNotes, found, func(w *writer, n *note) { st.writeNote(w, r, n, item) })
	}
}

func selectNotes(r *request) selection[*note] {
	var s selection[*note]
	s.order, s.desc = r.order("updated_at", "updated_at", "id")
	filter := r.query.get("filter")
	if p := filter.get("id"); p != nil {
		s.ids = append([]int64{}, p.ints()...)
	}
	add := func(t []test[*note]) { s.tests = append(s.tests, t...) }
	if len(r.ids) > 0 {
		entity := r.ids[0]
		add([]test[*note]{func(n *note) bool { return n.Entity == entity }})
	} else {
		add(oneOf(filter, "entity_id", func(n *note) int64 { return n.Entity }))
	}
	if p := filter.get("note_type"); p != nil {
		types := p.list()
		add([]test[*note]{func(n *note) bool { return slices.Contains(types, n.Type) }})
	}
	if p := filter.get("updated_at"); p.isText() {
		after := intval(p.text)
		add([]test[*note]{func(n *note) bool { return n.UpdatedAt >= after }})
	} else {
		s.spanOf(filter, "updated_at", func(n *note) int64 { return n.UpdatedAt })
	}
	return s
}

// getNote answers GET …/notes/{id}. What a missing one gets is not
// documented; it is 204 here.
func getNote(kind string) handler {
	return func(s *Server, r *request) reply {
		st := s.state
		st.mu.RLock()
		defer st.mu.RUnlock()
		n := st.notes[kind].byID[r.ids[len(r.ids)-1]]
		if n == nil || len(r.ids) == 2 && n.Entity != r.ids[0] {
			return noContent()
		}
		w := &writer{}
		st.writeNote(w, r, n, "")
		return halReply(w)
	}
}

func (st *state) writeNote(w *writer, r *request, n *note, item string) {
	w.object()
	w.intField("id", n.ID)
	w.intField("entity_id", n.Entity)
	w.intField("created_by", n.CreatedBy)
	w.intField("updated_by", n.UpdatedBy)
	w.intField("created_at", n.CreatedAt)
	w.intField("updated_at", n.UpdatedAt)
	w.intField("responsible_user_id", n.Owner)
	w.intField("group_id", n.Group)
	w.textField("note_type", n.Type)
	w.rawField("params", n.Params)
	if r.with("is_pinned") {
		w.boolField("is_pinned", n.Pinned)
	}
	w.intField("account_id", st.account.id)
	w.self(r.href(n.path()) + item)
	w.endObject()
}
