package cache

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strconv"
	"strings"

	"voronka/amo"
	"voronka/cache/fold"
)

// The kinds of the lists of catalogs and their elements in the table
// definitions. The elements of a catalog have its id in the place of an entity.
const (
	kindCatalogs = "catalogs"
	kindElements = "elements"
)

// ElementRef names an element of a catalog.
type ElementRef struct{ CatalogID, ID int64 }

// Element is an element of a catalog, as it is chosen.
type Element struct {
	ElementRef
	Name string
}

// ElementQuery asks for elements of one catalog in the server's order.
type ElementQuery struct {
	CatalogID int64
	Text      string // words, parts of which are in the name; case and Uzbek spelling do not matter
	Limit     int    // 0: all
}

// Catalogs returns the catalogs that custom fields choose from, by sort. There
// are none before they were read, and where the user has no access to them.
func (s *Store) Catalogs(ctx context.Context) (catalogs []amo.Catalog, err error) {
	defer func() { err = s.fail(err, "read catalogs") }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		catalogs, err = definitions[amo.Catalog](ctx, tx, kindCatalogs, "")
		return err
	})
	slices.SortStableFunc(catalogs, func(a, b amo.Catalog) int { return cmp.Compare(a.Sort, b.Sort) })
	return catalogs, err
}

// elementText is the text of an element's JSON, which is kept as bytes.
const elementText = `CAST(base AS TEXT)`

// Elements returns what a query asks for; deleted elements are left out.
func (s *Store) Elements(ctx context.Context, q ElementQuery) (found []Element, err error) {
	defer func() { err = s.fail(err, "read elements of catalog %d", q.CatalogID) }()
	var words [][]string // each in its forms
	for _, w := range strings.Fields(q.Text) {
		words = append(words, fold.Forms(w))
	}
	err = s.read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT id, coalesce(json_extract(`+elementText+`, '$.name'), '') FROM definitions
			WHERE kind = ? AND entity = ? AND coalesce(json_extract(`+elementText+`, '$.is_deleted'), 0) = 0 ORDER BY place`,
			kindElements, idText(q.CatalogID))
		if err != nil {
			return err
		}
		defer rows.Close()
		for (q.Limit <= 0 || len(found) < q.Limit) && rows.Next() {
			e := Element{ElementRef: ElementRef{CatalogID: q.CatalogID}}
			if err := rows.Scan(&e.ID, &e.Name); err != nil {
				return err
			}
			if len(words) == 0 || hasWords(fold.Index(e.Name), words) {
				found = append(found, e)
			}
		}
		return rows.Err()
	})
	return found, err
}

func hasWords(index string, words [][]string) bool {
	for _, forms := range words {
		if !fold.Contains(index, forms) {
			return false
		}
	}
	return true
}

// ElementNames returns what elements are called. Those that the replica does
// not have are left out.
func (s *Store) ElementNames(ctx context.Context, refs []ElementRef) (names map[ElementRef]string, err error) {
	defer func() { err = s.fail(err, "read the names of %d elements", len(refs)) }()
	names = make(map[ElementRef]string, len(refs))
	if len(refs) == 0 {
		return names, nil
	}
	ids := map[int64][]int64{}
	for _, r := range refs {
		ids[r.CatalogID] = append(ids[r.CatalogID], r.ID)
	}
	err = s.read(ctx, func(tx *sql.Tx) error {
		for catalog, list := range ids {
			err := each(ctx, tx, func(rows *sql.Rows) error {
				ref, name := ElementRef{CatalogID: catalog}, ""
				err := rows.Scan(&ref.ID, &name)
				names[ref] = name
				return err
			}, `SELECT id, coalesce(json_extract(`+elementText+`, '$.name'), '') FROM definitions
				WHERE kind = ? AND entity = ? AND id IN (SELECT CAST(value AS TEXT) FROM json_each(?))`,
				kindElements, idText(catalog), idArray(list))
			if err != nil {
				return err
			}
		}
		return nil
	})
	return names, err
}

// CatalogIDs returns the catalogs that the custom fields of leads, contacts and
// companies choose from, ascending: those of chained lists, and those that a
// linked entity is looked for in.
func (s *Store) CatalogIDs(ctx context.Context) (ids []int64, err error) {
	defer func() { err = s.fail(err, "read the catalogs of custom fields") }()
	wanted := map[int64]bool{}
	err = s.read(ctx, func(tx *sql.Tx) error {
		for _, entity := range bearers() {
			fields, err := definitions[amo.CustomField](ctx, tx, kindFields, entity)
			if err != nil {
				return err
			}
			for i := range fields {
				for _, id := range catalogsOf(&fields[i]) {
					wanted[id] = true
				}
			}
		}
		return nil
	})
	return slices.Sorted(maps.Keys(wanted)), err
}

func catalogsOf(f *amo.CustomField) (ids []int64) {
	switch f.Type {
	case amo.FieldChainedList:
		for _, l := range f.ChainedLists {
			ids = append(ids, l.CatalogID)
		}
	case amo.FieldLinkedEntity:
		if id, err := strconv.ParseInt(valueOr(f.SearchIn, ""), 10, 64); err == nil { // else it is no catalog
			ids = append(ids, id)
		}
	}
	return slices.DeleteFunc(ids, func(id int64) bool { return id <= 0 })
}

// applyCatalogs replaces the list of catalogs, and the elements of those that
// come with theirs. What is kept of other catalogs goes with them.
func (w *writing) applyCatalogs(b *Batch) error {
	for _, id := range slices.Sorted(maps.Keys(b.Elements)) {
		err := replaceList(w, Catalogs, kindElements, Entity(idText(id)), b.Elements[id], func(e *amo.Element) string { return idText(e.ID) })
		if err != nil {
			return err
		}
	}
	if b.Catalogs == nil {
		return nil
	}
	ids := make([]string, len(b.Catalogs))
	for i := range b.Catalogs {
		ids[i] = idText(b.Catalogs[i].ID)
	}
	kept, err := jsonArray(ids)
	if err != nil {
		return err
	}
	gone, err := w.names(`DELETE FROM definitions WHERE kind = ? AND entity NOT IN (SELECT value FROM json_each(?)) RETURNING id`, kindElements, kept)
	if err != nil {
		return err
	}
	for _, name := range gone {
		w.note(Catalogs, idOf(name))
	}
	return replaceList(w, Catalogs, kindCatalogs, "", b.Catalogs, func(c *amo.Catalog) string { return idText(c.ID) })
}
