package amo

import (
	"context"
	"iter"
	"strconv"
)

// Account is GET /api/v4/account, the cheapest way to learn whether a token
// works. With: amojo_id, uuid, amojo_rights, users_groups, task_types,
// version, entity_names, datetime_settings, drive_url, is_api_filter_enabled,
// invoices_settings.
func (c *Client) Account(ctx context.Context, with ...string) (Account, error) {
	r := accountResource()
	q := newQuery(r)
	q.with(with)
	answer, err := c.get(ctx, r.path, q)
	if err != nil {
		return Account{}, err
	}
	return decodeOne[Account](answer)
}

// Users is GET /api/v4/users: administrators only, others get KindForbidden.
// With: role, group, uuid, amojo_id, user_rank, phone_number.
func (c *Client) Users(ctx context.Context, p PageQuery) (Page[User], error) {
	return list[User](ctx, c, p.query(usersResource()), p.Page, p.Limit)
}

// AllUsers walks the users from p.Page on.
func (c *Client) AllUsers(ctx context.Context, p PageQuery) iter.Seq2[Page[User], error] {
	return pages(ctx, p.Page, func(ctx context.Context, n int) (Page[User], error) {
		p.Page, p.Limit = n, wholePage(p.Limit)
		return c.Users(ctx, p)
	}, func(u *User) int64 { return u.ID })
}

// Pipelines is GET /api/v4/leads/pipelines: all of them, with their statuses,
// in one answer.
func (c *Client) Pipelines(ctx context.Context) ([]Pipeline, error) {
	r := resource{name: "pipelines", path: "/leads/pipelines", key: "pipelines"}
	page, err := list[Pipeline](ctx, c, newQuery(r), 0, 0)
	return page.Items, err
}

// Leads is GET /api/v4/leads.
func (c *Client) Leads(ctx context.Context, l LeadQuery) (Page[Lead], error) {
	return list[Lead](ctx, c, l.query(), l.Page, l.Limit)
}

// AllLeads walks the leads of a query from l.Page on, in pages of l.Limit, by
// default the largest. Page numbers shift while leads change: order by id, or
// move a range of updated_at instead.
func (c *Client) AllLeads(ctx context.Context, l LeadQuery) iter.Seq2[Page[Lead], error] {
	return pages(ctx, l.Page, func(ctx context.Context, n int) (Page[Lead], error) {
		l.Page, l.Limit = n, wholePage(l.Limit)
		return c.Leads(ctx, l)
	}, func(v *Lead) int64 { return v.ID })
}

// Lead is GET /api/v4/leads/{id}. A lead that is missing or in the trash gives
// a *NotFoundError. With is that of LeadQuery.
func (c *Client) Lead(ctx context.Context, id int64, with ...string) (Lead, error) {
	return one[Lead](ctx, c, leadsResource(), id, with)
}

// Contacts is GET /api/v4/contacts.
func (c *Client) Contacts(ctx context.Context, e EntityQuery) (Page[Contact], error) {
	return list[Contact](ctx, c, e.query(contactsResource()), e.Page, e.Limit)
}

// AllContacts walks the contacts of a query, as AllLeads does.
func (c *Client) AllContacts(ctx context.Context, e EntityQuery) iter.Seq2[Page[Contact], error] {
	return pages(ctx, e.Page, func(ctx context.Context, n int) (Page[Contact], error) {
		e.Page, e.Limit = n, wholePage(e.Limit)
		return c.Contacts(ctx, e)
	}, func(v *Contact) int64 { return v.ID })
}

// Contact is GET /api/v4/contacts/{id}. A missing one gives a *NotFoundError.
func (c *Client) Contact(ctx context.Context, id int64, with ...string) (Contact, error) {
	return one[Contact](ctx, c, contactsResource(), id, with)
}

// Companies is GET /api/v4/companies.
func (c *Client) Companies(ctx context.Context, e EntityQuery) (Page[Company], error) {
	return list[Company](ctx, c, e.query(companiesResource()), e.Page, e.Limit)
}

// AllCompanies walks the companies of a query, as AllLeads does.
func (c *Client) AllCompanies(ctx context.Context, e EntityQuery) iter.Seq2[Page[Company], error] {
	return pages(ctx, e.Page, func(ctx context.Context, n int) (Page[Company], error) {
		e.Page, e.Limit = n, wholePage(e.Limit)
		return c.Companies(ctx, e)
	}, func(v *Company) int64 { return v.ID })
}

// Company is GET /api/v4/companies/{id}. A missing one gives a *NotFoundError.
func (c *Client) Company(ctx context.Context, id int64, with ...string) (Company, error) {
	return one[Company](ctx, c, companiesResource(), id, with)
}

// Tasks is GET /api/v4/tasks. The server ignores an order by updated_at.
func (c *Client) Tasks(ctx context.Context, t TaskQuery) (Page[Task], error) {
	return list[Task](ctx, c, t.query(), t.Page, t.Limit)
}

// AllTasks walks the tasks of a query, as AllLeads does.
func (c *Client) AllTasks(ctx context.Context, t TaskQuery) iter.Seq2[Page[Task], error] {
	return pages(ctx, t.Page, func(ctx context.Context, n int) (Page[Task], error) {
		t.Page, t.Limit = n, wholePage(t.Limit)
		return c.Tasks(ctx, t)
	}, func(v *Task) int64 { return v.ID })
}

// walk goes through the pages of a list; see pages.
func walk[T any, K comparable](ctx context.Context, page, limit *int, fetch func(context.Context) (Page[T], error), id func(*T) K) iter.Seq2[Page[T], error] {
	*limit = wholePage(*limit)
	return pages(ctx, *page, func(ctx context.Context, n int) (Page[T], error) {
		*page = n
		return fetch(ctx)
	}, id)
}

// wholePage is the page size for walking a list: fewest calls unless told.
func wholePage(limit int) int {
	if limit <= 0 {
		return MaxPageSize
	}
	return limit
}

// list reads one page of a collection.
func list[T any](ctx context.Context, c *Client, q *query, page, limit int) (Page[T], error) {
	answer, err := c.get(ctx, q.resource.path, q)
	if err != nil {
		return Page[T]{}, err
	}
	out := Page[T]{Page: max(page, 1), Date: answer.date}
	if answer.isEmpty() {
		return out, nil
	}
	items, next, err := decodePage[T](answer.body, q.resource.key, q.resource.also)
	if err != nil {
		return Page[T]{}, answer.bad("the answer is not a list of "+q.resource.key, err)
	}
	out.Items = items
	out.HasNext = len(items) > 0 && (next || len(items) >= q.resource.pageSize(limit))
	return out, nil
}

// one reads one entity by id.
func one[T any](ctx context.Context, c *Client, r resource, id int64, with []string) (T, error) {
	var none T
	q := newQuery(r)
	q.with(with)
	answer, err := c.get(ctx, r.path+"/"+strconv.FormatInt(id, 10), q)
	if err != nil {
		return none, err
	}
	if answer.isEmpty() {
		return none, &NotFoundError{Entity: r.name, ID: id}
	}
	return decodeOne[T](answer)
}

// oneNamed reads one entity whose id is text.
func oneNamed[T any](ctx context.Context, c *Client, r resource, id string, with ...string) (T, error) {
	var none T
	if !isName(id) {
		return none, &NotFoundError{Entity: r.name, Name: id}
	}
	q := newQuery(r)
	q.with(with)
	answer, err := c.get(ctx, r.path+"/"+id, q)
	if err != nil {
		return none, err
	}
	if answer.isEmpty() {
		return none, &NotFoundError{Entity: r.name, Name: id}
	}
	return decodeOne[T](answer)
}

// isName reports whether text can be an id of the API's; it becomes a part of
// a path.
func isName(id string) bool {
	for i := range len(id) {
		c := id[i] | 0x20
		if (c < 'a' || c > 'z') && (id[i] < '0' || id[i] > '9') && id[i] != '_' && id[i] != '-' {
			return false
		}
	}
	return id != ""
}

func decodeOne[T any](answer *reply) (T, error) {
	var v T
	if answer.isEmpty() {
		return v, answer.bad("the answer is empty", nil)
	}
	if err := decodeEntity(answer.body, &v); err != nil {
		var none T
		return none, answer.bad("the answer is not the JSON object the API promises", err)
	}
	return v, nil
}
