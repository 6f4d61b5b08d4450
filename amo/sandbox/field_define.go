package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// createFields answers POST …/custom_fields.
func createFields(kind string) handler {
	return func(s *Server, r *request) reply {
		return s.writeModels(r, maxBatch, "custom_fields", http.StatusCreated, func(tx *txn, m model) func(*writer) {
			f := &field{ID: tx.st.takeID(kindFields), Kind: kind, Group: "default"}
			f.Sort = 501 + 2*int64(len(tx.st.fields[kind].list)+len(tx.fields))
			tx.fields = append(tx.fields, f)
			for _, name := range []string{"type", "name"} {
				if !m.has(name) {
					m.missing(name)
				}
			}
			if typ, given := m.text("type"); given {
				if f.Type = typ; !slices.Contains(fieldTypes(kind), typ) {
					m.refuse("type")
				}
			}
			tx.fillField(m, f)
			f.complete(m)
			tx.add(record{Field: f})
			return func(w *writer) { writeField(w, r, f) }
		})
	}
}

// complete complains about what a field of its type cannot be without.
func (f *field) complete(m model) {
	switch {
	case isChoice(f.Type) && len(f.Enums) == 0 && !m.has("enums"):
		m.missing("enums")
	case f.Type == "monetary" && f.Currency == "" && !m.has("currency"):
		m.missing("currency")
	case f.Type == "chained_list" && f.Chained == "":
		m.missing("chained_lists")
	case f.Type == "smart_address":
		f.Enums = addressParts()
	case f.Type == "multitext" && len(f.Enums) == 0:
		m.missing("enums")
	}
}

// editFields answers PATCH of many fields, editField of one. A field keeps
// its type.
func editFields(kind string) handler {
	return func(s *Server, r *request) reply {
		return s.writeModels(r, maxBatch, "custom_fields", http.StatusCreated, func(tx *txn, m model) func(*writer) {
			id, _ := m.reference()
			return tx.editField(r, m, kind, id)
		})
	}
}

func editField(kind string) handler {
	return func(s *Server, r *request) reply {
		if s.missingField(kind, r.ids[0]) {
			return notFound("Custom field not found")
		}
		return s.writeModel(r, http.StatusCreated, func(tx *txn, m model) func(*writer) {
			return tx.editField(r, m, kind, r.ids[0])
		})
	}
}

func (s *Server) missingField(kind string, id int64) bool {
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	return s.state.fields[kind].byID[id] == nil
}

func (tx *txn) editField(r *request, m model, kind string, id int64) func(*writer) {
	old := tx.st.fields[kind].byID[id]
	if old == nil {
		if m.has("id") && len(*m.issues) == 0 {
			m.refuse("id")
		}
		return func(*writer) {}
	}
	f := old.clone()
	if typ, given := m.text("type"); given && typ != f.Type {
		m.refuse("type")
	}
	tx.fields = append(tx.fields, f)
	tx.fillField(m, f)
	tx.add(record{Field: f})
	return func(w *writer) { writeField(w, r, f) }
}

// fillField applies a definition's members.
func (tx *txn) fillField(m model, f *field) {
	if name, given := m.text("name"); given {
		if name == "" {
			m.complain(issue{codeBlank, m.at("name"), "This value should not be blank."})
		}
		f.Name = name
	}
	if code, given := m.textOrNull("code"); given {
		tx.fillCode(m, f, code)
	}
	if sort, given := m.integer("sort"); given {
		f.Sort = sort
	}
	if group, given := m.textOrNull("group_id"); given {
		if f.Group = group; tx.st.fields[f.Kind].group(group) == nil {
			m.refuse("group_id")
		}
	}
	if only, given := m.boolean("is_api_only"); given {
		f.APIOnly = only
	}
	if currency, given := m.textOrNull("currency"); given {
		if f.Currency = currency; len(currency) != 3 || strings.ToUpper(currency) != currency {
			m.refuse("currency")
		}
	}
	if remind, given := m.textOrNull("remind"); given {
		if f.Remind = remind; !slices.Contains([]string{"never", "day", "week", "month"}, remind) {
			m.refuse("remind")
		}
	}
	f.Required = tx.statusRefs(m, "required_statuses", f.Required)
	f.Hidden = tx.statusRefs(m, "hidden_statuses", f.Hidden)
	if m.has("chained_lists") && !m.isNull("chained_lists") {
		if lists, given := m.list("chained_lists"); given {
			for _, l := range lists {
				if id, given := l.needed("catalog_id"); given && tx.st.catalog(id) == nil {
					l.refuse("catalog_id")
				}
			}
			f.Chained = asJSON(m.members["chained_lists"])
		}
	}
	if script, given := m.textOrNull("tracking_callback"); given {
		f.Tracking = script
	}
	tx.fillEnums(m, f)
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "null"
	}
	return string(raw)
}

// fillCode gives a field its code, which no other one of the kind may have.
func (tx *txn) fillCode(m model, f *field, code string) {
	if f.Predefined {
		return
	}
	taken := tx.st.fields[f.Kind].byCode[code]
	for _, other := range tx.fields {
		if other.Kind == f.Kind && other.Code == code && code != "" {
			taken = other
		}
	}
	if taken != nil && taken.ID != f.ID {
		m.complain(issue{codeTaken, m.at("code"), "This value is already used."})
	}
	f.Code = code
}

// statusRefs reads the statuses in which a field is required or hidden.
func (tx *txn) statusRefs(m model, name string, was []statusRef) []statusRef {
	if m.isNull(name) {
		return nil
	}
	items, given := m.list(name)
	if !given {
		return was
	}
	var refs []statusRef
	for _, item := range items {
		statusID, _ := item.integer("status_id")
		pipelineID, _ := item.integer("pipeline_id")
		if p := tx.st.pipeline(pipelineID); p == nil || p.status(statusID) == nil {
			item.refuse("status_id")
			continue
		}
		refs = append(refs, statusRef{statusID, pipelineID})
	}
	return refs
}

// fillEnums replaces the choices: those named by id are kept, others made,
// and the ones left out deleted.
func (tx *txn) fillEnums(m model, f *field) {
	items, given := m.list("enums")
	if !given || f.Type == "smart_address" {
		return
	}
	type placed struct {
		enum
		sort int64
	}
	var list []placed
	for i, item := range items {
		e := placed{sort: int64(i + 1)}
		if id, given := item.nullable("id"); given && id != 0 {
			old := f.enum(id)
			if old == nil {
				item.refuse("id")
				continue
			}
			e.enum = *old
		} else {
			e.ID = tx.st.takeID(kindEnums)
			if !item.has("value") {
				item.missing("value")
			}
		}
		if text, given := item.text("value"); given {
			e.Value = text
		}
		if sort, given := item.nullable("sort"); given {
			e.sort = sort
		}
		if code, given := item.textOrNull("code"); given {
			e.Code = code
		}
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b placed) int { return int(a.sort - b.sort) })
	f.Enums = []enum{}
	for _, e := range list {
		f.Enums = append(f.Enums, e.enum)
	}
}

// deleteField answers DELETE …/custom_fields/{id}. The field's values are not
// shown any more.
func deleteField(kind string) handler {
	return func(s *Server, r *request) reply {
		s.state.mu.Lock()
		defer s.state.mu.Unlock()
		old := s.state.fields[kind].byID[r.ids[0]]
		switch {
		case old == nil:
			return notFound("Custom field not found")
		case old.Predefined:
			return problem(http.StatusForbidden, "Forbidden", "This custom field cannot be deleted")
		}
		f := old.clone()
		f.Deleted = true
		if err := s.save(record{Field: f}); err != nil {
			return internalError()
		}
		return noContent()
	}
}
