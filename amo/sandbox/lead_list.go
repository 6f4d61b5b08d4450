package sandbox

// listLeads answers GET /api/v4/leads.
func listLeads(s *Server, r *request) reply {
	st, p := s.state, r.page(maxLimit)
	st.mu.RLock()
	defer st.mu.RUnlock()
	rows, trashed := st.leads.live, r.with("only_deleted")
	if trashed {
		rows = st.leads.trash
	}
	found := find(rows, st.selectLeads(r), p)
	item := p.itemQuery()
	return writeList(r, p, kindLeads, found, func(w *writer, l *lead) {
		if trashed {
			writeTrashedLead(w, r, l, item)
			return
		}
		st.writeLead(w, r, l, item)
	})
}

func (st *state) selectLeads(r *request) selection[*lead] {
	var s selection[*lead]
	s.order, s.desc = r.order("updated_at", "updated_at", "created_at", "id")
	filter := r.query.get("filter")
	if p := filter.get("id"); p != nil {
		s.ids = append([]int64{}, p.ints()...)
	}
	s.spanOf(filter, "updated_at", func(l *lead) int64 { return l.UpdatedAt })
	add := func(t []test[*lead]) { s.tests = append(s.tests, t...) }
	add(headTests[*lead](filter, st.fields[kindLeads]))
	if st.lenient { // the user's guide has it; amoCRM ignores it
		add(oneOf(filter, "status_id", func(l *lead) int64 { return l.Status }))
	}
	add(oneOf(filter, "pipeline_id", func(l *lead) int64 { return l.Pipeline }))
	add(between(filter, "price", func(l *lead) int64 { return l.Price }))
	add(betweenTimes(filter, "closed_at", func(l *lead) int64 { return l.ClosedAt }))
	add(statusTests(filter.get("statuses")))
	add(searchTests(r.query.get("query"), st.fields[kindLeads], st.leadMentions))
	return s
}

// statusTests reads filter[statuses][i][pipeline_id|status_id]. A pair needs
// both, but won and lost may come without a pipeline and then mean all.
func statusTests(pairs *param) []test[*lead] {
	if pairs == nil || pairs.isText() {
		return nil
	}
	var wanted []statusRef
	for _, key := range pairs.keys {
		pair := pairs.members[key]
		if !pair.get("status_id").isText() {
			continue
		}
		wanted = append(wanted, statusRef{
			Status:   intval(pair.get("status_id").text),
			Pipeline: intval(pair.get("pipeline_id").string()),
		})
	}
	if len(wanted) == 0 {
		return nil
	}
	return []test[*lead]{func(l *lead) bool {
		for _, ref := range wanted {
			if l.Status == ref.Status && (l.Pipeline == ref.Pipeline || ref.Pipeline == 0 && l.isClosed()) {
				return true
			}
		}
		return false
	}}
}

// leadMentions looks for a text in what a lead is linked to.
func (st *state) leadMentions(l *lead, wanted string) bool {
	for _, id := range l.Contacts {
		if c := st.contacts.live.byID[id]; c != nil &&
			(mentions(c.Name, wanted) || c.fieldMentions(st.fields[kindContacts], wanted)) {
			return true
		}
	}
	if c := st.companies.live.byID[l.Company]; c != nil && mentions(c.Name, wanted) {
		return true
	}
	for _, id := range l.Tags {
		if t := st.tags[kindLeads].byID[id]; t != nil && mentions(t.Name, wanted) {
			return true
		}
	}
	return false
}

// getLead answers GET /api/v4/leads/{id}; a lead in the trash is missing.
func getLead(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	l := st.leads.live.byID[r.ids[0]]
	if l == nil {
		return noContent()
	}
	w := &writer{}
	st.writeLead(w, r, l, "")
	return halReply(w)
}
