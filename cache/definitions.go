package cache

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"voronka/amo"
)

// CustomFields returns the definitions of an entity's custom fields (leads,
// contacts, companies) as the account shows them: by group, then by sort. Of
// an entity that has none it returns none.
func (s *Store) CustomFields(ctx context.Context, entity Entity) (fields []amo.CustomField, err error) {
	defer func() { err = s.fail(err, "read custom fields of %s", entity) }()
	var groups []amo.FieldGroup
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		if fields, err = definitions[amo.CustomField](ctx, tx, kindFields, entity); err != nil {
			return err
		}
		groups, err = definitions[amo.FieldGroup](ctx, tx, kindGroups, entity)
		return err
	})
	sortFields(fields, groups)
	return fields, err
}

// FieldGroups returns the groups of an entity's custom fields by sort.
func (s *Store) FieldGroups(ctx context.Context, entity Entity) (groups []amo.FieldGroup, err error) {
	defer func() { err = s.fail(err, "read field groups of %s", entity) }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		groups, err = definitions[amo.FieldGroup](ctx, tx, kindGroups, entity)
		return err
	})
	sortGroups(groups)
	return groups, err
}

// LossReasons returns why leads can be lost, by sort.
func (s *Store) LossReasons(ctx context.Context) (reasons []amo.LossReason, err error) {
	defer func() { err = s.fail(err, "read loss reasons") }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		reasons, err = definitions[amo.LossReason](ctx, tx, kindReasons, "")
		return err
	})
	slices.SortStableFunc(reasons, func(a, b amo.LossReason) int { return cmp.Compare(a.Sort, b.Sort) })
	return reasons, err
}

// TagsOf returns the tags that the account has for an entity (leads, contacts,
// companies) by name, with their colours; used ones and unused ones alike.
func (s *Store) TagsOf(ctx context.Context, entity Entity) (tags []amo.Tag, err error) {
	defer func() { err = s.fail(err, "read tags of %s", entity) }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		tags, err = definitions[amo.Tag](ctx, tx, kindTags, entity)
		return err
	})
	slices.SortStableFunc(tags, func(a, b amo.Tag) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return tags, err
}

// TaskTypes returns the kinds of tasks in the account's order; none before the
// account was read.
func (s *Store) TaskTypes(ctx context.Context) ([]amo.TaskType, error) {
	account, err := s.knownAccount(ctx)
	return account.Embedded.TaskTypes, err
}

// UserGroups returns the departments of the account; amo.UserRights.GroupID
// says who is in which. There are none before the account was read.
func (s *Store) UserGroups(ctx context.Context) ([]amo.UserGroup, error) {
	account, err := s.knownAccount(ctx)
	return account.Embedded.UsersGroups, err
}

// knownAccount is Account, or an empty one before it was read.
func (s *Store) knownAccount(ctx context.Context) (amo.Account, error) {
	account, err := s.Account(ctx)
	if errors.Is(err, ErrNotFound) {
		return amo.Account{}, nil
	}
	return account, err
}

func definitions[T any](ctx context.Context, q querier, kind string, entity Entity) ([]T, error) {
	return decoded[T](ctx, q, `SELECT base FROM definitions WHERE kind = ? AND entity = ? ORDER BY place`, kind, entity)
}

func sortGroups(groups []amo.FieldGroup) {
	slices.SortStableFunc(groups, func(a, b amo.FieldGroup) int { return cmp.Compare(a.Sort, b.Sort) })
}

// sortFields puts fields in the order of the account. Those of no group stand
// in the first one, as the web client shows them; those of one that is not
// known stand last.
func sortFields(fields []amo.CustomField, groups []amo.FieldGroup) {
	sortGroups(groups)
	place := make(map[string]int, len(groups))
	for i, g := range groups {
		place[g.ID] = i
	}
	of := func(f *amo.CustomField) int {
		if f.GroupID == nil || *f.GroupID == "" {
			return 0
		}
		if at, ok := place[*f.GroupID]; ok {
			return at
		}
		return len(groups)
	}
	slices.SortStableFunc(fields, func(a, b amo.CustomField) int {
		return cmp.Or(cmp.Compare(of(&a), of(&b)), cmp.Compare(a.Sort, b.Sort))
	})
}
