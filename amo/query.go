package amo

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Range bounds a number or a time (Unix seconds). Both ends are included; 0
// leaves an end open.
type Range struct{ From, To int64 }

// StatusRef names a status: ids 142 and 143 stand in every pipeline, so both
// are needed.
type StatusRef struct{ PipelineID, StatusID int64 }

// Order is how a list is sorted. The zero Order sends none, and the server
// then sorts by updated_at, oldest first.
type Order struct {
	Field string // id, updated_at, …; which ones depends on the list
	Desc  bool
}

// FieldFilter picks entities by a custom field; set what fits its type.
type FieldFilter struct {
	FieldID int64
	Values  []string // any of them: text, url, textarea, streetaddress, numeric
	EnumIDs []int64  // any of them: select, multiselect, radiobutton
	Checked *bool    // checkbox
	Between Range    // numeric, date, date_time
}

// resource is what the API documents about one list; anything else is ignored
// by the server, which would then answer with other rows than asked for.
type resource struct {
	name   string
	path   string
	key    string // of _embedded
	also   string // another key some answers have, empty mostly
	most   int    // rows of a page, 0: MaxPageSize
	with   []string
	orders []string
}

// pageSize is the size of page that the server will use for an asked one.
func (r resource) pageSize(asked int) int {
	most := r.most
	if most == 0 {
		most = MaxPageSize
	}
	if asked <= 0 {
		return min(DefaultPageSize, most)
	}
	return min(asked, most)
}

func leadsResource() resource {
	return resource{
		name: "leads", path: "/leads", key: "leads",
		with:   []string{"catalog_elements", "is_price_modified_by_robot", "loss_reason", "contacts", "only_deleted", "source_id", "source"},
		orders: []string{"created_at", "updated_at", "id"},
	}
}

func contactsResource() resource {
	return resource{
		name: "contacts", path: "/contacts", key: "contacts",
		with:   []string{"leads", "customers", "catalog_elements", "social_profiles", "only_deleted"},
		orders: []string{"updated_at", "id"},
	}
}

func companiesResource() resource {
	return resource{
		name: "companies", path: "/companies", key: "companies",
		with:   []string{"leads", "customers", "contacts", "catalog_elements", "only_deleted"},
		orders: []string{"updated_at", "id"},
	}
}

func tasksResource() resource {
	return resource{
		name: "tasks", path: "/tasks", key: "tasks",
		orders: []string{"created_at", "complete_till", "id"},
	}
}

func usersResource() resource {
	return resource{
		name: "users", path: "/users", key: "users",
		with: []string{"role", "group", "uuid", "amojo_id", "user_rank", "phone_number"},
	}
}

func accountResource() resource {
	return resource{
		name: "account", path: "/account",
		with: []string{
			"amojo_id", "uuid", "amojo_rights", "users_groups", "task_types", "version", "entity_names",
			"datetime_settings", "drive_url", "is_api_filter_enabled", "invoices_settings",
		},
	}
}

// query collects the parameters of one request. The first part that the API
// does not document is kept as err.
type query struct {
	resource resource
	values   url.Values
	err      error
}

func newQuery(r resource) *query { return &query{resource: r, values: url.Values{}} }

func (q *query) refuse(param, value string) {
	if q.err == nil {
		q.err = &QueryError{Resource: q.resource.name, Param: param, Value: value}
	}
}

func (q *query) page(page, limit int) {
	if page > 0 {
		q.values.Set("page", strconv.Itoa(page))
	}
	if limit > 0 {
		q.values.Set("limit", strconv.Itoa(q.resource.pageSize(limit)))
	}
}

func (q *query) with(with []string) {
	for _, w := range with {
		if !slices.Contains(q.resource.with, w) {
			q.refuse("with", w)
		}
	}
	if len(with) > 0 {
		q.values.Set("with", strings.Join(with, ","))
	}
}

func (q *query) order(o Order) {
	if o.Field == "" {
		return
	}
	if !slices.Contains(q.resource.orders, o.Field) {
		q.refuse("order", o.Field)
		return
	}
	direction := "asc"
	if o.Desc {
		direction = "desc"
	}
	q.values.Set("order["+o.Field+"]", direction)
}

func (q *query) text(text string) {
	if text != "" {
		q.values.Set("query", text)
	}
}

func (q *query) ids(name string, ids []int64) {
	for i, id := range ids {
		q.values.Set(indexed("filter["+name+"]", i), strconv.FormatInt(id, 10))
	}
}

// list writes values as filter[name][], a form some lists need.
func (q *query) list(name string, values []string) {
	for _, v := range values {
		q.values.Add("filter["+name+"][]", v)
	}
}

// one writes a filter of a single value, unless that is empty.
func (q *query) one(name, value string) {
	if value != "" {
		q.values.Set("filter["+name+"]", value)
	}
}

// id writes a filter of a single id, unless that is 0.
func (q *query) id(name string, id int64) {
	if id != 0 {
		q.one(name, strconv.FormatInt(id, 10))
	}
}

func (q *query) strings(name string, list []string) {
	for i, s := range list {
		q.values.Set(indexed("filter["+name+"]", i), s)
	}
}

func (q *query) between(name string, r Range) {
	if r.From != 0 {
		q.values.Set("filter["+name+"][from]", strconv.FormatInt(r.From, 10))
	}
	if r.To != 0 {
		q.values.Set("filter["+name+"][to]", strconv.FormatInt(r.To, 10))
	}
}

func (q *query) statuses(list []StatusRef) {
	for i, s := range list {
		if s.PipelineID == 0 || s.StatusID == 0 {
			q.refuse("filter[statuses] without a pipeline or status", strconv.Itoa(i))
			return
		}
		q.values.Set(indexed("filter[statuses]", i)+"[pipeline_id]", strconv.FormatInt(s.PipelineID, 10))
		q.values.Set(indexed("filter[statuses]", i)+"[status_id]", strconv.FormatInt(s.StatusID, 10))
	}
}

func (q *query) fields(list []FieldFilter) {
	for _, f := range list {
		if f.FieldID == 0 {
			q.refuse("filter[custom_fields_values] of field", "0")
			return
		}
		name := "custom_fields_values][" + strconv.FormatInt(f.FieldID, 10)
		for _, v := range f.Values {
			q.values.Add("filter["+name+"][]", v)
		}
		for _, id := range f.EnumIDs {
			q.values.Add("filter["+name+"][]", strconv.FormatInt(id, 10))
		}
		q.between(name, f.Between)
		if f.Checked != nil {
			q.flag(name, *f.Checked)
		}
	}
}

func (q *query) flag(name string, on bool) {
	value := "0"
	if on {
		value = "1"
	}
	q.values.Set("filter["+name+"]", value)
}

func numerals(ids []int64) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = strconv.FormatInt(id, 10)
	}
	return list
}

func indexed(name string, i int) string { return name + "[" + strconv.Itoa(i) + "]" }

// encode gives the query string, without '?'.
func (q *query) encode() (string, error) { return q.values.Encode(), q.err }
