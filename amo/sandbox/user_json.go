package sandbox

// listUsers answers GET /api/v4/users, one of the lists with totals.
func listUsers(s *Server, r *request) reply {
	st, p := s.state, r.page(maxLimit)
	st.mu.RLock()
	defer st.mu.RUnlock()
	return writeTotalList(r, p, "users", st.users, func(w *writer, u user) { st.writeUser(w, r, &u) })
}

// writeTotalList wraps a page of a list that tells how long it is.
func writeTotalList[T any](r *request, p page, name string, all []T, write func(*writer, T)) reply {
	rows := cut(all, p)
	if len(rows) == 0 {
		return noContent()
	}
	pages := (len(all) + p.limit - 1) / p.limit
	w := &writer{}
	w.object()
	w.intField("_total_items", int64(len(all)))
	w.intField("_page", int64(p.number))
	w.intField("_page_count", int64(pages))
	w.key("_links")
	w.object()
	w.link("self", r.pageHref(p.number, p.limit))
	if p.number < pages {
		w.link("next", r.pageHref(p.number+1, p.limit))
		w.link("last", r.pageHref(pages, p.limit))
	}
	if p.number > 1 {
		w.link("first", r.pageHref(1, p.limit))
		w.link("prev", r.pageHref(p.number-1, p.limit))
	}
	w.endObject()
	w.key("_embedded")
	w.object()
	w.key(name)
	w.array()
	for _, row := range rows {
		write(w, row)
	}
	w.endArray()
	w.endObject()
	w.endObject()
	return halReply(w)
}

// getUser answers GET /api/v4/users/{id}. What a missing one gets is not
// documented; it is 404 here.
func getUser(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	u := st.user(r.ids[0])
	if u == nil {
		return notFound("User not found")
	}
	w := &writer{}
	st.writeUser(w, r, u)
	return halReply(w)
}

func (st *state) writeUser(w *writer, r *request, u *user) {
	w.object()
	w.intField("id", u.ID)
	w.textField("name", u.Name)
	w.textField("email", u.Email)
	w.textField("lang", u.Lang)
	writeRights(w, u)
	if r.with("uuid") {
		w.textField("uuid", u.UUID)
	}
	if r.with("amojo_id") {
		w.textField("amojo_id", u.UUID)
	}
	if r.with("user_rank") {
		w.nullField("user_rank")
	}
	if r.with("phone_number") {
		w.textField("phone_number", u.Phone)
	}
	w.self(r.href("/users/" + itoa(u.ID)))
	if r.with("role") || r.with("group") {
		st.writeUserEmbedded(w, r, u)
	}
	w.endObject()
}

func writeRights(w *writer, u *user) {
	view, export := "A", "A"
	if !u.Admin {
		view, export = "G", "D"
	}
	w.key("rights")
	w.object()
	for _, kind := range []string{kindLeads, kindContacts, kindCompanies} {
		w.key(kind)
		w.object()
		w.textField("view", "A")
		w.textField("edit", view)
		w.textField("add", "A")
		w.textField("delete", export)
		w.textField("export", export)
		w.endObject()
	}
	w.rawField("tasks", `{"edit":"A","delete":"A"}`)
	w.boolField("mail_access", u.Admin)
	w.boolField("catalog_access", true)
	w.rawField("status_rights", "[]")
	w.boolField("is_admin", u.Admin)
	w.boolField("is_free", false)
	w.boolField("is_active", u.Active)
	w.idField("group_id", u.Group)
	w.idField("role_id", u.Role)
	w.endObject()
}

func (st *state) writeUserEmbedded(w *writer, r *request, u *user) {
	w.key("_embedded")
	w.object()
	if r.with("role") {
		w.key("roles")
		w.array()
		for _, role := range st.roles {
			if role.ID == u.Role {
				w.object()
				w.intField("id", role.ID)
				w.textField("name", role.Name)
				w.endObject()
			}
		}
		w.endArray()
	}
	if r.with("group") {
		w.key("groups")
		w.array()
		for _, g := range st.account.groups {
			if g.id == u.Group {
				w.object()
				w.intField("id", g.id)
				w.textField("name", g.name)
				w.endObject()
			}
		}
		w.endArray()
	}
	w.endObject()
}
