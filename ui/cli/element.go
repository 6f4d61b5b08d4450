package cli

import (
	"slices"
	"strconv"
	"strings"

	"voronka/ui/input"
)

// elementsOf finds elements of the catalogs that a field chooses from. Several
// stand between commas, unless the whole is the name of one.
func (v *values) elementsOf(rule input.Rule, a assignment, before input.Typed) (input.Typed, error) {
	var out input.Typed
	if a.add {
		out.Elements = slices.Clone(before.Elements)
	}
	whole, err := v.element(rule, a.value)
	if err != nil {
		return out, err
	}
	parts := []string{a.value}
	if len(whole) == 0 {
		parts = strings.Split(a.value, ",")
	}
	for _, part := range parts {
		found, err := v.element(rule, strings.TrimSpace(part))
		if err != nil {
			return out, err
		}
		if len(found) != 1 {
			return out, &valueError{field: rule.Field.Name, mistake: input.Mistake{Reason: input.NotChoice}}
		}
		if !slices.ContainsFunc(out.Elements, found[0].Is) {
			out.Elements = append(out.Elements, found[0])
		}
	}
	return out, nil
}

// element finds an element by its whole name or its id, either of which may be
// that of several catalogs; CATALOG/ID is that of one.
func (v *values) element(rule input.Rule, text string) (found []input.Element, err error) {
	for _, l := range rule.Levels() {
		list, err := v.elements(l.Catalog)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			id := strconv.FormatInt(e.ID, 10)
			if strings.EqualFold(e.Name, text) || id == text || strconv.FormatInt(e.CatalogID, 10)+"/"+id == text {
				found = append(found, input.Element{Catalog: e.CatalogID, ID: e.ID, Name: e.Name})
			}
		}
	}
	return found, nil
}
