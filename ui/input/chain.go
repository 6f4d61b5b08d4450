package input

import (
	"slices"
	"strconv"

	"voronka/amo"
	"voronka/cache"
)

// MostElements is how many elements a field of chained lists takes.
const MostElements = 5

// Element is an element of a catalog that stands in a Chain.
type Element struct {
	Catalog int64  `json:"catalog"`
	ID      int64  `json:"id"`
	Name    string `json:"name,omitzero"` // as it was found; says nothing about which one it is
}

func (e Element) ref() cache.ElementRef { return cache.ElementRef{CatalogID: e.Catalog, ID: e.ID} }

// Is reports whether two are the same element.
func (e Element) Is(o Element) bool { return e.ref() == o.ref() }

func sameElements(a, b []Element) bool { return slices.EqualFunc(a, b, Element.Is) }

// Level is a catalog that a Chain chooses from.
type Level struct {
	Catalog int64
	Title   string // empty where the account gives none
}

// Levels are the catalogs a Chain chooses from, one that others hang on before
// them.
func (r Rule) Levels() []Level {
	if r.Field.Type == amo.FieldLinkedEntity {
		if id := r.searched(); id != 0 {
			return []Level{{Catalog: id}}
		}
		return nil
	}
	var levels []Level
	rest := slices.Clone(r.Field.ChainedLists)
	has := func(catalog int64) bool {
		return slices.ContainsFunc(levels, func(l Level) bool { return l.Catalog == catalog })
	}
	hangs := func(c amo.ChainedList) bool { // on a list that is not there yet
		parent := c.ParentCatalogID
		return parent != nil && !has(*parent) && slices.ContainsFunc(rest, func(o amo.ChainedList) bool { return o.CatalogID == *parent && o.CatalogID != c.CatalogID })
	}
	for len(rest) > 0 {
		at := max(slices.IndexFunc(rest, func(c amo.ChainedList) bool { return !hangs(c) }), 0) // in a ring, the first
		next := rest[at]
		rest = slices.Delete(rest, at, at+1)
		if next.CatalogID <= 0 || has(next.CatalogID) {
			continue
		}
		level := Level{Catalog: next.CatalogID}
		if next.Title != nil {
			level.Title = *next.Title
		}
		levels = append(levels, level)
	}
	return levels
}

// searched is the catalog a linked entity is looked for in, 0 when it is none.
func (r Rule) searched() int64 {
	if r.Field.SearchIn == nil {
		return 0
	}
	id, err := strconv.ParseInt(*r.Field.SearchIn, 10, 64)
	if err != nil || id < 0 {
		return 0 // contacts, companies
	}
	return id
}

// elementOf is the element a value names; false for a value that is none.
func (r Rule) elementOf(v amo.Value) (Element, bool) {
	switch v := v.(type) {
	case amo.ChainedItem:
		return Element{Catalog: v.CatalogID, ID: v.CatalogElementID}, true
	case amo.LinkedEntity:
		e := Element{Catalog: r.searched(), ID: v.Value.EntityID, Name: v.Value.Name}
		if v.Value.CatalogID != nil {
			e.Catalog = *v.Value.CatalogID
		}
		return e, v.Value.EntityType == amo.EntityCatalogElements && e.ID != 0
	}
	return Element{}, false
}

// Elements are those that the values of custom fields name, to ask for their
// names.
func Elements(values []amo.FieldValues) []cache.ElementRef {
	var refs []cache.ElementRef
	for i := range values {
		for _, v := range values[i].Typed(values[i].FieldType) {
			if item, ok := v.(amo.ChainedItem); ok {
				refs = append(refs, cache.ElementRef{CatalogID: item.CatalogID, ID: item.CatalogElementID})
			}
		}
	}
	return refs
}

// ElementName is what an element is called; one whose name is not known has its
// list's and its number.
func (r Rule) ElementName(e Element) string {
	if name := r.Elements[e.ref()]; name != "" {
		return name
	}
	if e.Name != "" {
		return e.Name
	}
	for _, l := range r.Levels() {
		if l.Catalog == e.Catalog && l.Title != "" {
			return l.Title + " " + number(e.ID)
		}
	}
	return number(e.ID)
}

// checkChain keeps the values that were there as they came and adds the
// others. Which element may stand under which is known to the server alone.
func (r Rule) checkChain(elements []Element, was []amo.Value) Outcome {
	var values []amo.Value
	for _, e := range elements {
		at := slices.IndexFunc(was, func(v amo.Value) bool {
			have, ok := r.elementOf(v)
			return ok && have.Is(e)
		})
		switch {
		case at >= 0:
			values = append(values, was[at])
		case r.Field.Type == amo.FieldLinkedEntity:
			values = append(values, amo.LinkedEntity{Value: amo.LinkedDetails{
				Name: r.ElementName(e), EntityID: e.ID, EntityType: amo.EntityCatalogElements, CatalogID: &e.Catalog,
			}})
		default:
			values = append(values, amo.ChainedItem{CatalogID: e.Catalog, CatalogElementID: e.ID})
		}
	}
	if r.Field.Type == amo.FieldChainedList && len(values) > MostElements {
		return Outcome{Mistake: Mistake{Reason: TooMany, Most: MostElements}}
	}
	return Outcome{Values: values}
}
