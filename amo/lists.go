package amo

// LeadQuery asks for a page of GET /api/v4/leads. The zero query asks for the
// first 50 leads, longest untouched first. Lists of ids and names mean any of
// them; different conditions must hold together.
type LeadQuery struct {
	Page  int
	Limit int      // at most MaxPageSize; 0: DefaultPageSize
	With  []string // contacts, loss_reason, catalog_elements, source_id, source, is_price_modified_by_robot, only_deleted
	Query string   // full text over filled fields; matches more than one expects
	Order Order    // created_at, updated_at, id

	IDs                []int64
	Names              []string
	PipelineIDs        []int64
	Statuses           []StatusRef
	ResponsibleUserIDs []int64
	CreatedBy          []int64
	UpdatedBy          []int64
	Price              Range
	CreatedAt          Range
	UpdatedAt          Range
	ClosedAt           Range
	ClosestTaskAt      Range
	CustomFields       []FieldFilter
}

func (l LeadQuery) query() *query {
	q := newQuery(leadsResource())
	q.page(l.Page, l.Limit)
	q.with(l.With)
	q.text(l.Query)
	q.order(l.Order)
	q.ids("id", l.IDs)
	q.strings("name", l.Names)
	q.ids("pipeline_id", l.PipelineIDs)
	q.statuses(l.Statuses)
	q.ids("responsible_user_id", l.ResponsibleUserIDs)
	q.ids("created_by", l.CreatedBy)
	q.ids("updated_by", l.UpdatedBy)
	q.between("price", l.Price)
	q.between("created_at", l.CreatedAt)
	q.between("updated_at", l.UpdatedAt)
	q.between("closed_at", l.ClosedAt)
	q.between("closest_task_at", l.ClosestTaskAt)
	q.fields(l.CustomFields)
	return q
}

// EntityQuery asks for a page of GET /api/v4/contacts or /companies, as
// LeadQuery does for leads. There is no filter by phone: use Query.
type EntityQuery struct {
	Page  int
	Limit int      // at most MaxPageSize; 0: DefaultPageSize
	With  []string // leads, customers, catalog_elements, only_deleted; contacts of companies, social_profiles of contacts
	Query string
	Order Order // updated_at, id

	IDs                []int64
	Names              []string
	ResponsibleUserIDs []int64
	CreatedBy          []int64
	UpdatedBy          []int64
	CreatedAt          Range
	UpdatedAt          Range
	ClosestTaskAt      Range
	CustomFields       []FieldFilter
}

func (e EntityQuery) query(r resource) *query {
	q := newQuery(r)
	q.page(e.Page, e.Limit)
	q.with(e.With)
	q.text(e.Query)
	q.order(e.Order)
	q.ids("id", e.IDs)
	q.strings("name", e.Names)
	q.ids("responsible_user_id", e.ResponsibleUserIDs)
	q.ids("created_by", e.CreatedBy)
	q.ids("updated_by", e.UpdatedBy)
	q.between("created_at", e.CreatedAt)
	q.between("updated_at", e.UpdatedAt)
	q.between("closest_task_at", e.ClosestTaskAt)
	q.fields(e.CustomFields)
	return q
}

// TaskQuery asks for a page of GET /api/v4/tasks.
type TaskQuery struct {
	Page  int
	Limit int   // at most MaxPageSize; 0: DefaultPageSize
	Order Order // created_at, complete_till, id

	IDs                []int64
	ResponsibleUserIDs []int64
	TaskTypeIDs        []int64
	Completed          *bool   // nil: both
	EntityType         string  // leads, contacts, companies, customers
	EntityIDs          []int64 // need EntityType
	UpdatedAt          Range
}

func (t TaskQuery) query() *query {
	q := newQuery(tasksResource())
	q.page(t.Page, t.Limit)
	q.order(t.Order)
	q.ids("id", t.IDs)
	q.ids("responsible_user_id", t.ResponsibleUserIDs)
	q.ids("task_type", t.TaskTypeIDs)
	if t.Completed != nil {
		q.flag("is_completed", *t.Completed)
	}
	switch t.EntityType {
	case "":
		if len(t.EntityIDs) > 0 {
			q.refuse("filter[entity_id] without", "filter[entity_type]")
		}
	case "leads", "contacts", "companies", "customers":
		q.values.Set("filter[entity_type]", t.EntityType)
	default:
		q.refuse("filter[entity_type]", t.EntityType)
	}
	q.ids("entity_id", t.EntityIDs)
	q.between("updated_at", t.UpdatedAt)
	return q
}

func (p PageQuery) query(r resource) *query {
	q := newQuery(r)
	q.page(p.Page, p.Limit)
	q.with(p.With)
	return q
}
