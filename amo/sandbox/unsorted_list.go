package sandbox

import "slices"

func (st *state) putUnsorted(u *unsorted) {
	st.noteID(kindUnsorted, u.ID)
	for _, p := range u.Contacts {
		st.noteID(kindContacts, p.ID)
	}
	for _, p := range u.Companies {
		st.noteID(kindCompanies, p.ID)
	}
	st.unsorted.put(u)
	st.unsortedBy[u.UID] = u
}

// waitingFor is the open incoming record of a lead.
func (st *state) waitingFor(leadID int64) *unsorted {
	for _, u := range st.unsorted.byID {
		if u.Lead == leadID && u.State == "" {
			return u
		}
	}
	return nil
}

// listUnsorted answers GET /api/v4/leads/unsorted, newest first whatever
// order asks for.
func listUnsorted(s *Server, r *request) reply {
	st, p := s.state, r.page(maxLimit)
	st.mu.RLock()
	defer st.mu.RUnlock()
	selected := selectUnsorted(r)
	selected.tests = append(selected.tests, func(u *unsorted) bool { return u.State == "" })
	found := find(st.unsorted, selected, p)
	return writeList(r, p, kindUnsorted, found, func(w *writer, u *unsorted) { st.writeUnsorted(w, r, u) })
}

func selectUnsorted(r *request) selection[*unsorted] {
	s := selection[*unsorted]{order: "created_at", desc: true}
	filter := r.query.get("filter")
	add := func(t ...test[*unsorted]) { s.tests = append(s.tests, t...) }
	if p := filter.get("uid"); p != nil {
		wanted := p.list()
		add(func(u *unsorted) bool { return slices.Contains(wanted, u.UID) })
	}
	if p := filter.get("category"); p != nil {
		wanted := p.list()
		add(func(u *unsorted) bool { return slices.Contains(wanted, u.Category) })
	}
	add(oneOf(filter, "pipeline_id", func(u *unsorted) int64 { return u.Pipeline })...)
	return s
}

// getUnsorted answers GET /api/v4/leads/unsorted/{uid}; a missing one is 404.
func getUnsorted(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	u := st.unsortedBy[r.names[0]]
	if u == nil || u.State != "" {
		return notFound("Unsorted not found")
	}
	w := &writer{}
	st.writeUnsorted(w, r, u)
	return halReply(w)
}

func (st *state) writeUnsorted(w *writer, r *request, u *unsorted) {
	w.object()
	w.textField("uid", u.UID)
	w.codeField("source_uid", u.SourceUID)
	w.codeField("source_name", u.SourceName)
	w.textField("category", u.Category)
	w.intField("pipeline_id", u.Pipeline)
	w.intField("created_at", u.CreatedAt)
	w.rawField("metadata", u.Metadata)
	w.intField("account_id", st.account.id)
	w.self(r.href("/leads/unsorted/" + u.UID))
	u.writeEmbedded(w, r)
	w.endObject()
}

func (u *unsorted) writeEmbedded(w *writer, r *request) {
	w.key("_embedded")
	w.object()
	list := func(kind string, ids ...int64) {
		w.key(kind)
		w.array()
		for _, id := range ids {
			w.object()
			w.intField("id", id)
			w.self(r.href("/" + kind + "/" + itoa(id)))
			w.endObject()
		}
		w.endArray()
	}
	list(kindContacts, partyIDs(u.Contacts)...)
	list(kindLeads, u.Lead)
	list(kindCompanies, partyIDs(u.Companies)...)
	w.endObject()
}

func partyIDs(parties []*party) []int64 {
	var ids []int64
	for _, p := range parties {
		ids = append(ids, p.ID)
	}
	return ids
}

// unsortedSummary answers GET /api/v4/leads/unsorted/summary.
func unsortedSummary(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	selected := selectUnsorted(r)
	if span, given := r.query.get("filter", "created_at").span(); given {
		selected.span = span
	}
	all := find(st.unsorted, selected, page{1, len(st.unsorted.byID) + 1})
	var accepted, declined, took, sorted int64
	byCategory := map[string]int64{}
	for _, u := range all {
		byCategory[u.Category]++
		switch u.State {
		case unsortedAccepted:
			accepted++
		case unsortedDeclined:
			declined++
		default:
			continue
		}
		sorted++
		took += u.SortedAt - u.CreatedAt
	}
	w := &writer{}
	w.object()
	w.intField("total", int64(len(all)))
	w.intField("accepted", accepted)
	w.intField("declined", declined)
	w.intField("average_sort_time", took/max(sorted, 1))
	w.key("categories")
	w.object()
	for _, category := range []string{"sip", "mail", "forms", "chats"} {
		w.key(category)
		w.object()
		w.intField("total", byCategory[category])
		w.endObject()
	}
	w.endObject()
	w.self(r.href("/leads/unsorted/summary"))
	w.endObject()
	return halReply(w)
}
