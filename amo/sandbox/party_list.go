package sandbox

import "strings"

// listParties answers GET /api/v4/contacts and /companies.
func listParties(kind string) handler {
	return func(s *Server, r *request) reply {
		st, p := s.state, r.page(maxLimit)
		st.mu.RLock()
		defer st.mu.RUnlock()
		rows := st.parties(kind).live
		if r.with("only_deleted") {
			rows = st.parties(kind).trash
		}
		found := find(rows, st.selectParties(kind, r), p)
		item := p.itemQuery()
		return writeList(r, p, kind, found, func(w *writer, c *party) { st.writeParty(w, r, kind, c, item) })
	}
}

func (st *state) selectParties(kind string, r *request) selection[*party] {
	var s selection[*party]
	s.order, s.desc = r.order("updated_at", "updated_at", "id", "name")
	filter := r.query.get("filter")
	if p := filter.get("id"); p != nil {
		s.ids = append([]int64{}, p.ints()...)
	}
	s.spanOf(filter, "updated_at", func(c *party) int64 { return c.UpdatedAt })
	s.tests = append(s.tests, headTests[*party](filter, st.fields[kind])...)
	s.tests = append(s.tests, searchTests(r.query.get("query"), st.fields[kind], st.partyMentions)...)
	return s
}

// partyMentions finds phones however they are punctuated.
func (st *state) partyMentions(c *party, wanted string) bool {
	digits := onlyDigits(wanted)
	if len(digits) < 4 {
		return false
	}
	for _, fv := range c.Fields {
		for _, v := range fv.Values {
			if strings.HasPrefix(v.Text, "+") && strings.Contains(onlyDigits(v.Text), digits) {
				return true
			}
		}
	}
	return false
}

func onlyDigits(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}

// getParty answers GET /api/v4/contacts/{id} and /companies/{id}.
func getParty(kind string) handler {
	return func(s *Server, r *request) reply {
		st := s.state
		st.mu.RLock()
		defer st.mu.RUnlock()
		c := st.parties(kind).live.byID[r.ids[0]]
		if c == nil {
			return noContent()
		}
		w := &writer{}
		st.writeParty(w, r, kind, c, "")
		return halReply(w)
	}
}

// writeParty writes a contact or a company; in the trash they look as outside
// of it.
func (st *state) writeParty(w *writer, r *request, kind string, c *party, item string) {
	w.object()
	w.intField("id", c.ID)
	w.textField("name", c.Name)
	if kind == kindContacts {
		w.textField("first_name", c.First)
		w.textField("last_name", c.Last)
	}
	w.intField("responsible_user_id", c.Owner)
	w.intField("group_id", c.Group)
	w.intField("created_by", c.CreatedBy)
	w.intField("updated_by", c.UpdatedBy)
	w.intField("created_at", c.CreatedAt)
	w.intField("updated_at", c.UpdatedAt)
	w.idField("closest_task_at", c.ClosestTaskAt)
	w.boolField("is_deleted", false)
	if kind == kindContacts {
		w.boolField("is_unsorted", false)
	}
	st.writeFieldValues(w, st.fields[kind], c.Fields)
	w.intField("account_id", st.account.id)
	w.self(r.href("/"+kind+"/"+itoa(c.ID)) + item)
	w.key("_embedded")
	w.object()
	st.writeTags(w, kind, c.Tags)
	if kind == kindContacts {
		st.writeCompanyOf(w, r, c.Company, item)
	} else if r.with("contacts") {
		st.writeRefs(w, r, kindContacts, st.contactsOf[c.ID], item)
	}
	if r.with("leads") {
		st.writeRefs(w, r, kindLeads, st.leadsOf[entityRef{kind, c.ID}], item)
	}
	for _, name := range []string{"customers", "catalog_elements"} {
		if r.with(name) {
			w.key(name)
			w.array()
			w.endArray()
		}
	}
	w.endObject()
	w.endObject()
}

func (st *state) writeRefs(w *writer, r *request, kind string, ids []int64, item string) {
	w.key(kind)
	w.array()
	for _, id := range ids {
		w.object()
		w.intField("id", id)
		w.self(r.href("/"+kind+"/"+itoa(id)) + item)
		w.endObject()
	}
	w.endArray()
}
