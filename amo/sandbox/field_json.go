package sandbox

import (
	"cmp"
	"slices"
)

// fieldPage is the most fields one page has, whatever limit asks for.
const fieldPage = 50

// listFields answers GET /api/v4/{leads|contacts|companies}/custom_fields.
func listFields(kind string) handler {
	return func(s *Server, r *request) reply {
		st, p := s.state, r.page(fieldPage)
		st.mu.RLock()
		defer st.mu.RUnlock()
		found := selectFields(st.fields[kind].list, r)
		return writeTotalList(r, p, "custom_fields", found, func(w *writer, f *field) { writeField(w, r, f) })
	}
}

func selectFields(all []*field, r *request) []*field {
	filter := r.query.get("filter")
	types, ids := filter.get("type"), filter.get("id")
	var found []*field
	for _, f := range all {
		if (types == nil || slices.Contains(types.list(), f.Type)) && (ids == nil || slices.Contains(ids.ints(), f.ID)) {
			found = append(found, f)
		}
	}
	order, desc := r.order("sort", "sort", "id")
	slices.SortStableFunc(found, func(a, b *field) int {
		c := cmp.Compare(a.Sort, b.Sort)
		if order == "id" {
			c = cmp.Compare(a.ID, b.ID)
		}
		if desc {
			return -c
		}
		return c
	})
	return found
}

// getField answers GET …/custom_fields/{id}.
func getField(kind string) handler {
	return func(s *Server, r *request) reply {
		st := s.state
		st.mu.RLock()
		defer st.mu.RUnlock()
		f := st.fields[kind].byID[r.ids[0]]
		if f == nil {
			return notFound("Custom field not found")
		}
		w := &writer{}
		writeField(w, r, f)
		return halReply(w)
	}
}

func writeField(w *writer, r *request, f *field) {
	w.object()
	w.intField("id", f.ID)
	w.textField("name", f.Name)
	w.textField("type", f.Type)
	w.intField("account_id", accountID)
	w.codeField("code", f.Code)
	w.intField("sort", f.Sort)
	w.boolField("is_api_only", f.APIOnly)
	w.codeField("group_id", f.Group)
	writeEnums(w, f)
	w.key("required_statuses")
	w.array()
	for _, ref := range f.Required {
		w.object()
		w.intField("status_id", ref.Status)
		w.intField("pipeline_id", ref.Pipeline)
		w.endObject()
	}
	w.endArray()
	if f.Kind == kindLeads {
		w.rawField("hidden_statuses", "[]")
		w.boolField("is_computed", false)
	}
	w.boolField("is_predefined", f.Predefined)
	w.boolField("is_deletable", !f.Predefined)
	w.codeField("remind", f.Remind)
	w.codeField("currency", f.Currency)
	for _, name := range []string{"chained_lists", "tracking_callback", "search_in", "settings"} {
		w.nullField(name)
	}
	w.textField("entity_type", f.Kind)
	w.self(r.href("/" + f.Kind + "/custom_fields/" + itoa(f.ID)))
	w.endObject()
}

func writeEnums(w *writer, f *field) {
	w.key("enums")
	if f.Enums == nil {
		w.null()
		return
	}
	w.array()
	for i, e := range f.Enums {
		w.object()
		w.intField("id", e.ID)
		w.textField("value", e.Value)
		w.intField("sort", int64(i+1))
		w.codeField("code", e.Code)
		w.endObject()
	}
	w.endArray()
}

// listFieldGroups answers GET …/custom_fields/groups.
func listFieldGroups(kind string) handler {
	return func(s *Server, r *request) reply {
		st, p := s.state, r.page(maxLimit)
		st.mu.RLock()
		defer st.mu.RUnlock()
		groups := st.fields[kind].groups
		return writeTotalList(r, p, "custom_field_groups", groups, func(w *writer, g fieldGroup) {
			w.object()
			w.textField("id", g.ID)
			w.textField("name", g.Name)
			w.intField("sort", g.Sort)
			w.textField("entity_type", g.Kind)
			w.boolField("is_predefined", g.Predefined)
			w.textField("type", "custom_field_group")
			w.self(r.href("/" + kind + "/custom_fields/groups/" + g.ID))
			w.endObject()
		})
	}
}

// writeFieldValues writes custom_fields_values of an entity, null when it has
// none filled.
func (st *state) writeFieldValues(w *writer, fields *fieldSet, filled []fieldValues) {
	w.key("custom_fields_values")
	if len(filled) == 0 {
		w.null()
		return
	}
	w.array()
	for i := range filled {
		f := fields.byID[filled[i].Field]
		if f == nil {
			continue
		}
		w.object()
		w.intField("field_id", f.ID)
		w.textField("field_name", f.Name)
		w.codeField("field_code", f.Code)
		w.textField("field_type", f.Type)
		w.key("values")
		w.array()
		for _, v := range filled[i].Values {
			w.object()
			f.writeValue(w, v)
			w.endObject()
		}
		w.endArray()
		w.endObject()
	}
	w.endArray()
}

// writeValue writes the members of one value.
func (f *field) writeValue(w *writer, v value) {
	switch f.Type {
	case "checkbox":
		w.boolField("value", v.Num == 1)
	case "date", "date_time", "birthday":
		w.intField("value", v.Num)
	case "select", "multiselect", "radiobutton", "category":
		text, code := "", ""
		if e := f.enum(v.Num); e != nil {
			text, code = e.Value, e.Code
		}
		w.textField("value", text)
		w.intField("enum_id", v.Num)
		w.codeField("enum_code", code)
	case "multitext", "smart_address":
		w.textField("value", v.Text)
		code := ""
		if e := f.enum(v.Num); e != nil {
			code = e.Code
			if code == "" {
				code = e.Value
			}
		}
		w.intField("enum_id", v.Num)
		w.codeField("enum_code", code)
	case "legal_entity", "file", "linked_entity":
		w.rawField("value", v.Text)
	default:
		w.textField("value", v.Text)
	}
}
