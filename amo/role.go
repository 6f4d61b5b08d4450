package amo

import (
	"context"
	"iter"
)

// Role is a named set of rights.
type Role struct {
	Source `json:"-"`

	ID       int64        `json:"id"`
	Name     string       `json:"name,omitzero"`
	Rights   UserRights   `json:"rights,omitzero"`
	Embedded RoleEmbedded `json:"_embedded,omitzero"`
}

// RoleEmbedded holds what with=users adds to a role.
type RoleEmbedded struct {
	Source `json:"-"`

	Users []UserRef `json:"users,omitzero"`
}

// UserRef names a user.
type UserRef struct {
	Source `json:"-"`

	ID int64 `json:"id"`
}

func rolesResource() resource {
	return resource{name: "roles", path: "/roles", key: "roles", with: []string{"users"}}
}

// User is GET /api/v4/users/{id}: administrators only. With is that of Users.
func (c *Client) User(ctx context.Context, id int64, with ...string) (User, error) {
	return one[User](ctx, c, usersResource(), id, with)
}

// Roles is GET /api/v4/roles: administrators only. With: users.
func (c *Client) Roles(ctx context.Context, p PageQuery) (Page[Role], error) {
	return list[Role](ctx, c, p.query(rolesResource()), p.Page, p.Limit)
}

// AllRoles walks the roles from p.Page on, as AllLeads does.
func (c *Client) AllRoles(ctx context.Context, p PageQuery) iter.Seq2[Page[Role], error] {
	return walk(ctx, &p.Page, &p.Limit, func(ctx context.Context) (Page[Role], error) {
		return c.Roles(ctx, p)
	}, func(v *Role) int64 { return v.ID })
}

// Role is GET /api/v4/roles/{id}: administrators only. With: users.
func (c *Client) Role(ctx context.Context, id int64, with ...string) (Role, error) {
	return one[Role](ctx, c, rolesResource(), id, with)
}
