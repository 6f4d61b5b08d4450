package sandbox

import "strings"

// listCatalogs answers GET /api/v4/catalogs.
func listCatalogs(s *Server, r *request) reply {
	st, p := s.state, r.page(maxLimit)
	st.mu.RLock()
	defer st.mu.RUnlock()
	return writeList(r, p, kindCatalogs, cut(st.catalogs, p), func(w *writer, c *catalog) { writeCatalog(w, r, c) })
}

// getCatalog answers GET /api/v4/catalogs/{id}.
func getCatalog(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	c := st.catalog(r.ids[0])
	if c == nil {
		return noContent()
	}
	w := &writer{}
	writeCatalog(w, r, c)
	return halReply(w)
}

func writeCatalog(w *writer, r *request, c *catalog) {
	w.object()
	w.intField("id", c.ID)
	w.textField("name", c.Name)
	w.intField("created_by", c.CreatedBy)
	w.intField("updated_by", c.UpdatedBy)
	w.intField("created_at", c.CreatedAt)
	w.intField("updated_at", c.UpdatedAt)
	w.intField("sort", c.Sort)
	w.textField("type", c.Type)
	w.boolField("can_add_elements", c.CanAdd)
	w.boolField("can_show_in_cards", c.InCards)
	w.boolField("can_link_multiple", c.Multiple)
	w.boolField("can_be_deleted", c.Type == "regular")
	w.nullField("sdk_widget_code")
	w.intField("account_id", accountID)
	w.self(r.href("/catalogs/" + itoa(c.ID)))
	w.endObject()
}

// listElements answers GET /api/v4/catalogs/{id}/elements. A page never names
// the next one, as was seen on amoCRM since August 2023.
func listElements(s *Server, r *request) reply {
	st, p := s.state, r.page(maxLimit)
	st.mu.RLock()
	defer st.mu.RUnlock()
	t := st.elements[r.ids[0]]
	if t == nil {
		return noContent()
	}
	sel := selection[*element]{order: "id"}
	if ids := r.query.get("filter", "id"); ids != nil {
		sel.ids = append([]int64{}, ids.ints()...)
	}
	if query := strings.ToLower(strings.TrimSpace(r.query.get("query").string())); query != "" {
		sel.tests = append(sel.tests, func(e *element) bool { return mentions(e.Name, query) })
	}
	if r.next == nextTrue {
		r.next = nextDropped
	}
	return writeList(r, p, kindElements, find(t, sel, p), func(w *writer, e *element) { writeElement(w, r, e) })
}

// getElement answers GET /api/v4/catalogs/{id}/elements/{id}.
func getElement(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	e := st.element(r.ids[0], r.ids[1])
	if e == nil {
		return noContent()
	}
	w := &writer{}
	writeElement(w, r, e)
	return halReply(w)
}

func writeElement(w *writer, r *request, e *element) {
	w.object()
	w.intField("id", e.ID)
	w.textField("name", e.Name)
	w.intField("created_by", e.CreatedBy)
	w.intField("updated_by", e.UpdatedBy)
	w.intField("created_at", e.CreatedAt)
	w.intField("updated_at", e.UpdatedAt)
	w.nullField("is_deleted")
	w.nullField("custom_fields_values")
	w.intField("catalog_id", e.Catalog)
	w.intField("account_id", accountID)
	w.self(r.href("/catalogs/" + itoa(e.Catalog) + "/elements/" + itoa(e.ID)))
	w.endObject()
}
