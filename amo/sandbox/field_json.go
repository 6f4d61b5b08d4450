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
	writeStatusRefs(w, "required_statuses", f.Required)
	if f.Kind == kindLeads {
		writeStatusRefs(w, "hidden_statuses", f.Hidden)
		w.boolField("is_computed", false)
	}
	w.boolField("is_predefined", f.Predefined)
	w.boolField("is_deletable", !f.Predefined)
	w.codeField("remind", f.Remind)
	w.codeField("currency", f.Currency)
	if f.Chained == "" {
		w.nullField("chained_lists")
	} else {
		w.rawField("chained_lists", f.Chained)
	}
	w.codeField("tracking_callback", f.Tracking)
	w.nullField("search_in")
	w.nullField("settings")
	w.textField("entity_type", f.Kind)
	w.self(r.href("/" + f.Kind + "/custom_fields/" + itoa(f.ID)))
	w.endObject()
}

func writeStatusRefs(w *writer, name string, refs []statusRef) {
	w.key(name)
	w.array()
	for _, ref := range refs {
		w.object()
		w.intField("status_id", ref.Status)
		w.intField("pipeline_id", ref.Pipeline)
		w.endObject()
	}
	w.endArray()
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
		fields := st.fields[kind]
		return writeTotalList(r, p, "custom_field_groups", fields.groups, func(w *writer, g fieldGroup) {
			writeFieldGroup(w, r, g, fields.in(g.ID))
		})
	}
}

// writeFieldValues writes custom_fields_values of an entity, null when it has
// none filled. Fields and choices that were deleted take their values along.
func (st *state) writeFieldValues(w *writer, fields *fieldSet, filled []fieldValues) {
	w.key("custom_fields_values")
	opened := false
	for i := range filled {
		f := fields.byID[filled[i].Field]
		if f == nil {
			continue
		}
		values := f.living(filled[i].Values)
		if len(values) == 0 {
			continue
		}
		if !opened {
			w.array()
			opened = true
		}
		w.object()
		w.intField("field_id", f.ID)
		w.textField("field_name", f.Name)
		w.codeField("field_code", f.Code)
		w.textField("field_type", f.Type)
		w.key("values")
		w.array()
		for _, v := range values {
			w.object()
			f.writeValue(w, v)
			w.endObject()
		}
		w.endArray()
		w.endObject()
	}
	if !opened {
		w.null()
		return
	}
	w.endArray()
}

// living leaves out the values of choices that are no more.
func (f *field) living(values []value) []value {
	if !isChoice(f.Type) {
		return values
	}
	for _, v := range values {
		if f.enum(v.Num) == nil {
			var left []value
			for _, v := range values {
				if f.enum(v.Num) != nil {
					left = append(left, v)
				}
			}
			return left
		}
	}
	return values
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
	case "chained_list":
		catalog, id := v.chainedIDs()
		w.intField("catalog_id", catalog)
		w.intField("catalog_element_id", id)
	default:
		w.textField("value", v.Text)
	}
}
