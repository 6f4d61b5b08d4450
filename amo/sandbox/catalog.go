package sandbox

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// catalog is a list of elements beside leads and people.
type catalog struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Sort      int64  `json:"sort"`
	Type      string `json:"type"` // regular, invoices, products
	CanAdd    bool   `json:"can_add,omitempty"`
	InCards   bool   `json:"in_cards,omitempty"`
	Multiple  bool   `json:"multiple,omitempty"`
	CreatedBy int64  `json:"created_by,omitempty"`
	UpdatedBy int64  `json:"updated_by,omitempty"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
}

// element is a row of a catalog. It is never changed once it stands in the
// state. Deleted is set on the last version of one that was removed.
type element struct {
	ID        int64  `json:"id"`
	Catalog   int64  `json:"catalog"`
	Name      string `json:"name"`
	CreatedBy int64  `json:"created_by,omitempty"`
	UpdatedBy int64  `json:"updated_by,omitempty"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
	Deleted   bool   `json:"deleted,omitempty"`
}

func (e *element) id() int64 { return e.ID }

func newElementTable() *table[*element] {
	return newTable(nil, &index[*element]{name: "id", key: (*element).id})
}

func (st *state) catalog(id int64) *catalog {
	for _, c := range st.catalogs {
		if c.ID == id {
			return c
		}
	}
	return nil
}

func (st *state) putCatalog(c *catalog) {
	st.noteID(kindCatalogs, c.ID)
	st.catalogs = replaced(st.catalogs, c, func(o *catalog) int64 { return o.ID }, false)
	slices.SortStableFunc(st.catalogs, func(a, b *catalog) int { return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.ID, b.ID)) })
}

func (st *state) putElement(e *element) {
	st.noteID(kindElements, e.ID)
	t := st.elements[e.Catalog]
	if t == nil {
		t = newElementTable()
		st.elements[e.Catalog] = t
	}
	if e.Deleted {
		t.drop(e.ID)
		return
	}
	t.put(e)
}

// element is a row of a catalog, nil for a missing one.
func (st *state) element(catalog, id int64) *element {
	if t := st.elements[catalog]; t != nil {
		return t.byID[id]
	}
	return nil
}

// anywhere is an element by its id alone, which no two catalogs share.
func (st *state) anywhere(id int64) *element {
	for _, t := range st.elements {
		if e := t.byID[id]; e != nil {
			return e
		}
	}
	return nil
}

// catalogs are those a field of chained lists chooses from.
func (f *field) catalogs() []int64 {
	var lists []struct {
		Catalog int64 `json:"catalog_id"`
	}
	if json.Unmarshal([]byte(f.Chained), &lists) != nil {
		return nil // not a list of such objects: it chooses from nothing
	}
	ids := make([]int64, len(lists))
	for i, l := range lists {
		ids[i] = l.Catalog
	}
	return ids
}

// chainedIDs are the catalog and the element that a value of chained lists
// names.
func (v value) chainedIDs() (catalog, id int64) {
	first, second, _ := strings.Cut(v.Text, ":")
	return intval(first), intval(second)
}

// chainedName is what the element of such a value is called, its id when it is
// no more.
func (st *state) chainedName(v value) string {
	catalog, id := v.chainedIDs()
	if e := st.element(catalog, id); e != nil {
		return e.Name
	}
	return itoa(id)
}

// checkChain refuses elements of catalogs the field does not have, and those
// that are not there.
func (tx *txn) checkChain(item model, f *field) (ok bool) {
	items, _ := item.list("values")
	known := f.catalogs()
	ok = true
	for _, one := range items {
		catalog, _ := one.integer("catalog_id")
		id, _ := one.integer("catalog_element_id")
		switch {
		case !slices.Contains(known, catalog):
			one.refuse("catalog_id")
		case tx.st.element(catalog, id) == nil:
			one.refuse("catalog_element_id")
		default:
			continue
		}
		ok = false
	}
	return ok
}
