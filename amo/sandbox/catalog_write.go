package sandbox

import (
	"net/http"
	"slices"
)

// maxCatalogs is the most catalogs of an account.
const maxCatalogs = 10

// createCatalogs answers POST /api/v4/catalogs.
func createCatalogs(s *Server, r *request) reply {
	return s.writeModels(r, maxBatch, kindCatalogs, http.StatusOK, func(tx *txn, m model) func(*writer) {
		c := &catalog{
			ID: tx.st.takeID(kindCatalogs), Type: "regular", CanAdd: true, Multiple: true, Sort: 10 * int64(tx.catalogCount()+1),
			CreatedBy: tx.userID, UpdatedBy: tx.userID, CreatedAt: tx.now, UpdatedAt: tx.now,
		}
		if tx.catalogCount() >= maxCatalogs {
			tx.impossible = "The account cannot have more than 10 catalogs"
		}
		if !m.has("name") {
			m.missing("name")
		}
		if typ, given := m.textOrNull("type"); given {
			if c.Type = typ; !slices.Contains([]string{"regular", "invoices", "products"}, typ) || typ != "regular" && tx.hasCatalog(typ) {
				m.refuse("type")
			}
		}
		tx.fillCatalog(m, c)
		tx.add(record{Catalog: c})
		return func(w *writer) { writeCatalog(w, r, c) }
	})
}

// catalogCount counts the catalogs there will be after what is written so far.
func (tx *txn) catalogCount() int {
	n := len(tx.st.catalogs)
	for _, r := range tx.records {
		if r.Catalog != nil && tx.st.catalog(r.Catalog.ID) == nil {
			n++
		}
	}
	return n
}

func (tx *txn) hasCatalog(typ string) bool {
	is := func(c *catalog) bool { return c != nil && c.Type == typ }
	return slices.ContainsFunc(tx.st.catalogs, is) || slices.ContainsFunc(tx.records, func(r record) bool { return is(r.Catalog) })
}

func (tx *txn) fillCatalog(m model, c *catalog) {
	if name, given := m.text("name"); given {
		c.Name = named(m, name)
	}
	if sort, given := m.integer("sort"); given {
		c.Sort = sort
	}
	for _, f := range []struct {
		name string
		flag *bool
	}{{"can_add_elements", &c.CanAdd}, {"can_show_in_cards", &c.InCards}, {"can_link_multiple", &c.Multiple}} {
		if on, given := m.boolean(f.name); given {
			*f.flag = on
		}
	}
}

// named complains about an empty name.
func named(m model, name string) string {
	if name == "" {
		m.complain(issue{codeBlank, m.at("name"), "This value should not be blank."})
	}
	return name
}

// editCatalogs answers PATCH of many catalogs, editCatalog of one. A catalog
// keeps its type.
func editCatalogs(s *Server, r *request) reply {
	return s.writeModels(r, maxBatch, kindCatalogs, http.StatusOK, func(tx *txn, m model) func(*writer) {
		id, _ := m.reference()
		return tx.editCatalog(r, m, id)
	})
}

func editCatalog(s *Server, r *request) reply {
	if s.missingCatalog(r.ids[0]) {
		return notFound("Catalog not found")
	}
	return s.writeModel(r, http.StatusOK, func(tx *txn, m model) func(*writer) { return tx.editCatalog(r, m, r.ids[0]) })
}

func (tx *txn) editCatalog(r *request, m model, id int64) func(*writer) {
	old := tx.st.catalog(id)
	if old == nil {
		if m.has("id") && len(*m.issues) == 0 {
			m.refuse("id")
		}
		return func(*writer) {}
	}
	c := *old
	c.UpdatedBy, c.UpdatedAt = tx.userID, tx.now
	if typ, given := m.textOrNull("type"); given && typ != c.Type {
		m.refuse("type")
	}
	tx.fillCatalog(m, &c)
	tx.add(record{Catalog: &c})
	return func(w *writer) { writeCatalog(w, r, &c) }
}

// createElements answers POST /api/v4/catalogs/{id}/elements.
func createElements(s *Server, r *request) reply {
	if s.missingCatalog(r.ids[0]) {
		return notFound("Catalog not found")
	}
	return s.writeModels(r, maxBatch, kindElements, http.StatusOK, func(tx *txn, m model) func(*writer) {
		e := &element{
			ID: tx.st.takeID(kindElements), Catalog: r.ids[0],
			CreatedBy: tx.userID, UpdatedBy: tx.userID, CreatedAt: tx.now, UpdatedAt: tx.now,
		}
		if !m.has("name") {
			m.missing("name")
		}
		fillElement(m, e)
		tx.add(record{Element: e})
		return func(w *writer) { writeElement(w, r, e) }
	})
}

func (s *Server) missingCatalog(id int64) bool {
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	return s.state.catalog(id) == nil
}

func (s *Server) missingElement(catalog, id int64) bool {
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	return s.state.element(catalog, id) == nil
}

// fillElement applies an element's members. Catalogs have no fields here.
func fillElement(m model, e *element) {
	if name, given := m.text("name"); given {
		e.Name = named(m, name)
	}
	if fields, given := m.list("custom_fields_values"); given {
		for _, f := range fields {
			f.refuse("field_id")
		}
	}
}

// editElements answers PATCH of many elements, editElement of one.
func editElements(s *Server, r *request) reply {
	if s.missingCatalog(r.ids[0]) {
		return notFound("Catalog not found")
	}
	return s.writeModels(r, maxBatch, kindElements, http.StatusOK, func(tx *txn, m model) func(*writer) {
		id, _ := m.reference()
		return tx.editElement(r, m, id)
	})
}

func editElement(s *Server, r *request) reply {
	if s.missingElement(r.ids[0], r.ids[1]) {
		return notFound("Element not found")
	}
	return s.writeModel(r, http.StatusOK, func(tx *txn, m model) func(*writer) { return tx.editElement(r, m, r.ids[1]) })
}

func (tx *txn) editElement(r *request, m model, id int64) func(*writer) {
	old := tx.st.element(r.ids[0], id)
	if old == nil {
		if m.has("id") && len(*m.issues) == 0 {
			m.refuse("id")
		}
		return func(*writer) {}
	}
	e := *old
	e.UpdatedBy, e.UpdatedAt = tx.userID, tx.now
	fillElement(m, &e)
	tx.add(record{Element: &e})
	return func(w *writer) { writeElement(w, r, &e) }
}
