package amo

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// The kinds of entities, as paths and entity_type name them. Events name them
// in the singular; see EventQuery.
const (
	EntityLeads           = "leads"
	EntityContacts        = "contacts"
	EntityCompanies       = "companies"
	EntityCustomers       = "customers"
	EntityCatalogElements = "catalog_elements"
)

// checkEntity refuses an entity that a resource does not have; its name would
// become a part of the path.
func checkEntity(resource, entity string, allowed ...string) error {
	if slices.Contains(allowed, entity) {
		return nil
	}
	return &QueryError{Resource: resource, Param: "entity", Value: entity}
}

func bearers() []string {
	return []string{EntityLeads, EntityContacts, EntityCompanies, EntityCustomers}
}

// path joins the steps of a path: strings, and ids as int64.
func path(steps ...any) string {
	var b strings.Builder
	for _, step := range steps {
		b.WriteByte('/')
		switch s := step.(type) {
		case int64:
			b.WriteString(strconv.FormatInt(s, 10))
		case string:
			b.WriteString(s)
		}
	}
	return b.String()
}

// drop calls a DELETE of one entity.
func (c *Client) drop(ctx context.Context, name, path string, id int64) error {
	if id <= 0 {
		return &NotFoundError{Entity: name, ID: id}
	}
	_, err := c.remove(ctx, path, nil)
	return err
}
