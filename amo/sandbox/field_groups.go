package sandbox

import (
	"net/http"
)

// getFieldGroup answers GET …/custom_fields/groups/{id}.
func getFieldGroup(kind string) handler {
	return func(s *Server, r *request) reply {
		s.state.mu.RLock()
		defer s.state.mu.RUnlock()
		g := s.state.fields[kind].group(r.names[0])
		if g == nil {
			return notFound("Group not found")
		}
		w := &writer{}
		writeFieldGroup(w, r, *g, s.state.fields[kind].in(g.ID))
		return halReply(w)
	}
}

// writeFieldGroup writes a group with the fields of it that it is given.
func writeFieldGroup(w *writer, r *request, g fieldGroup, fields []int64) {
	w.object()
	w.textField("id", g.ID)
	w.textField("name", g.Name)
	w.intField("sort", g.Sort)
	w.textField("entity_type", g.Kind)
	w.boolField("is_predefined", g.Predefined)
	w.textField("type", "custom_field_group")
	w.key("fields")
	w.array()
	for _, id := range fields {
		w.int(id)
	}
	w.endArray()
	w.self(r.href("/" + g.Kind + "/custom_fields/groups/" + g.ID))
	w.endObject()
}

// createFieldGroups answers POST …/custom_fields/groups.
func createFieldGroups(kind string) handler {
	return func(s *Server, r *request) reply {
		return s.writeModels(r, maxBatch, "custom_field_groups", http.StatusCreated, func(tx *txn, m model) func(*writer) {
			number := tx.st.takeID(kindGroups)
			g := fieldGroup{
				ID: kind + "_" + itoa(r.now*1000+number), Kind: kind,
				Sort: int64(len(tx.st.fields[kind].groups) + 1),
			}
			if !m.has("name") {
				m.missing("name")
			}
			return tx.fillFieldGroup(r, m, g)
		})
	}
}

// editFieldGroup answers PATCH …/custom_fields/groups/{id}; fields moves
// fields into the group.
func editFieldGroup(kind string) handler {
	return func(s *Server, r *request) reply {
		s.state.mu.RLock()
		old := s.state.fields[kind].group(r.names[0])
		s.state.mu.RUnlock()
		if old == nil {
			return notFound("Group not found")
		}
		return s.writeModel(r, http.StatusOK, func(tx *txn, m model) func(*writer) {
			return tx.fillFieldGroup(r, m, *old)
		})
	}
}

func (tx *txn) fillFieldGroup(r *request, m model, g fieldGroup) func(*writer) {
	if name, given := m.text("name"); given {
		if name == "" {
			m.complain(issue{codeBlank, m.at("name"), "This value should not be blank."})
		}
		g.Name = name
	}
	if sort, given := m.integer("sort"); given {
		g.Sort = sort
	}
	tx.add(record{Group: &g})
	ids, _ := m.integers("fields")
	for i, id := range ids {
		old := tx.st.fields[g.Kind].byID[id]
		if old == nil {
			m.refuse("fields." + itoa(int64(i)))
			continue
		}
		f := old.clone()
		f.Group = g.ID
		tx.add(record{Field: f})
	}
	return func(w *writer) { writeFieldGroup(w, r, g, tx.st.fields[g.Kind].in(g.ID)) }
}

// deleteFieldGroup answers DELETE …/custom_fields/groups/{id}; its fields go
// to the default group.
func deleteFieldGroup(kind string) handler {
	return func(s *Server, r *request) reply {
		s.state.mu.Lock()
		defer s.state.mu.Unlock()
		old := s.state.fields[kind].group(r.names[0])
		switch {
		case old == nil:
			return notFound("Group not found")
		case old.Predefined:
			return problem(http.StatusForbidden, "Forbidden", "This group cannot be deleted")
		}
		g := *old
		g.Deleted = true
		records := []record{{Group: &g}}
		for _, f := range s.state.fields[kind].list {
			if f.Group == g.ID {
				moved := f.clone()
				moved.Group = "default"
				records = append(records, record{Field: moved})
			}
		}
		if err := s.save(records...); err != nil {
			return internalError()
		}
		return noContent()
	}
}
