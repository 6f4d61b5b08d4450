package amo

import (
	"context"
	"iter"
)

// FieldGroup is a tab of a card with some of its fields, as
// GET /api/v4/{entity}/custom_fields/groups answers it.
type FieldGroup struct {
	Source `json:"-"`

	ID           string `json:"id"` // default, statistic, leads_1234567890123, a catalog's id
	Name         string `json:"name,omitzero"`
	Sort         int64  `json:"sort,omitzero"`
	EntityType   string `json:"entity_type,omitzero"`
	IsPredefined bool   `json:"is_predefined,omitzero"`
	Type         string `json:"type,omitzero"` // custom_field_group, linked_group
}

// FieldGroupDraft is one group of POST …/custom_fields/groups.
type FieldGroupDraft struct {
	Name      string `json:"name"`
	Sort      int64  `json:"sort"`
	RequestID string `json:"request_id,omitzero"`
}

// FieldGroupPatch is PATCH …/custom_fields/groups/{id}. Fields are moved into
// the group.
type FieldGroupPatch struct {
	ID     string           `json:"-"`
	Name   Optional[string] `json:"name,omitzero"`
	Sort   Optional[int64]  `json:"sort,omitzero"`
	Fields []int64          `json:"fields,omitzero"`
}

func groupsResource(entity string) resource {
	return resource{name: "groups", path: path(entity, "custom_fields", "groups"), key: "custom_field_groups", also: "groups"}
}

// checkGroupEntity: segments have no groups.
func checkGroupEntity(entity string) error {
	if entity == CustomerSegments {
		return &QueryError{Resource: "groups", Param: "entity", Value: entity}
	}
	return checkFieldEntity(entity)
}

// FieldGroups is GET /api/v4/{entity}/custom_fields/groups, entities as for
// CustomFields but without CustomerSegments.
func (c *Client) FieldGroups(ctx context.Context, entity string, p PageQuery) (Page[FieldGroup], error) {
	if err := checkGroupEntity(entity); err != nil {
		return Page[FieldGroup]{}, err
	}
	return list[FieldGroup](ctx, c, p.query(groupsResource(entity)), p.Page, p.Limit)
}

// AllFieldGroups walks the groups from p.Page on, as AllLeads does.
func (c *Client) AllFieldGroups(ctx context.Context, entity string, p PageQuery) iter.Seq2[Page[FieldGroup], error] {
	return walk(ctx, &p.Page, &p.Limit, func(ctx context.Context) (Page[FieldGroup], error) {
		return c.FieldGroups(ctx, entity, p)
	}, func(v *FieldGroup) string { return v.ID })
}

// FieldGroup is GET /api/v4/{entity}/custom_fields/groups/{id}. A missing one
// matches ErrNotFound.
func (c *Client) FieldGroup(ctx context.Context, entity, id string) (FieldGroup, error) {
	if err := checkGroupEntity(entity); err != nil {
		return FieldGroup{}, err
	}
	r := groupsResource(entity)
	return oneNamed[FieldGroup](ctx, c, r, id)
}

// CreateFieldGroups is POST /api/v4/{entity}/custom_fields/groups
// (administrators). The groups stand in the order of the drafts.
func (c *Client) CreateFieldGroups(ctx context.Context, entity string, drafts []FieldGroupDraft) ([]FieldGroup, error) {
	if err := checkGroupEntity(entity); err != nil {
		return nil, err
	}
	r := groupsResource(entity)
	return createWhole[FieldGroupDraft, FieldGroup](ctx, c, batch[FieldGroupDraft]{
		name: r.name, path: r.path, key: r.key, also: r.also,
		label: func(d *FieldGroupDraft) *string { return &d.RequestID },
	}, drafts)
}

// UpdateFieldGroup is PATCH /api/v4/{entity}/custom_fields/groups/{id}
// (administrators). It answers the group as it is then.
func (c *Client) UpdateFieldGroup(ctx context.Context, entity string, p FieldGroupPatch) (FieldGroup, error) {
	if err := checkGroupEntity(entity); err != nil {
		return FieldGroup{}, err
	}
	if !isName(p.ID) {
		return FieldGroup{}, &NotFoundError{Entity: "groups", Name: p.ID}
	}
	answer, err := c.patch(ctx, groupsResource(entity).path+path(p.ID), p)
	if err != nil {
		return FieldGroup{}, err
	}
	return decodeOne[FieldGroup](answer)
}

// DeleteFieldGroup is DELETE /api/v4/{entity}/custom_fields/groups/{id}
// (administrators).
func (c *Client) DeleteFieldGroup(ctx context.Context, entity, id string) error {
	if err := checkGroupEntity(entity); err != nil {
		return err
	}
	if !isName(id) {
		return &NotFoundError{Entity: "groups", Name: id}
	}
	_, err := c.remove(ctx, groupsResource(entity).path+path(id), nil)
	return err
}
