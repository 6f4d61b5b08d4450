package amo

import (
	"slices"
	"strconv"
	"strings"
)

// maxEventIDs is the most users and entities an events filter takes.
const maxEventIDs = 10

// EventQuery asks for a page of GET /api/v4/events.
type EventQuery struct {
	Page  int
	Limit int      // at most 100; 0: 50
	With  []string // contact_name, lead_name, company_name, catalog_element_name, customer_name, catalog_name

	IDs       []string
	CreatedAt Range
	CreatedBy []int64  // at most 10
	Entities  []string // in the singular: lead, contact, company, customer, task, catalog_90
	EntityIDs []int64  // at most 10, of the one entity in Entities
	Types     []string // lead_status_changed, custom_field_501_value_changed (alone), …
	Before    EventValueFilter
	After     EventValueFilter
}

// EventValueFilter picks events by exact values.
type EventValueFilter struct {
	LeadStatuses       []StatusRef
	CustomerStatusIDs  []int64
	ResponsibleUserIDs []int64
	EnumIDs            []int64 // with the one type custom_field_{id}_value_changed
	Value              string
}

func (e EventQuery) query() *query {
	q := newQuery(eventsResource())
	q.page(e.Page, e.Limit)
	q.with(e.With)
	q.strings("id", e.IDs)
	q.between("created_at", e.CreatedAt)
	q.list("created_by", numerals(e.CreatedBy))
	q.list("entity", e.Entities)
	q.list("entity_id", numerals(e.EntityIDs))
	q.list("type", e.Types)
	e.check(q)
	e.Before.write(q, "value_before")
	e.After.write(q, "value_after")
	return q
}

func (e EventQuery) check(q *query) {
	for _, entity := range e.Entities {
		if !isEventEntity(entity) {
			q.refuse("filter[entity]", entity)
		}
	}
	fields := slices.IndexFunc(e.Types, isFieldChange)
	switch {
	case len(e.CreatedBy) > maxEventIDs:
		q.refuse("filter[created_by] of more than 10 users, there are", strconv.Itoa(len(e.CreatedBy)))
	case len(e.EntityIDs) > maxEventIDs:
		q.refuse("filter[entity_id] of more than 10 ids, there are", strconv.Itoa(len(e.EntityIDs)))
	case len(e.EntityIDs) > 0 && len(e.Entities) != 1:
		q.refuse("filter[entity_id] without exactly one", "filter[entity]")
	case fields >= 0 && len(e.Types) > 1:
		q.refuse("filter[type] with others beside", e.Types[fields])
	case fields < 0 && len(e.Before.EnumIDs)+len(e.After.EnumIDs) > 0:
		q.refuse("filter by the values of a custom field without the type", "custom_field_{id}_value_changed")
	}
}

func isEventEntity(entity string) bool {
	catalog, ok := strings.CutPrefix(entity, "catalog_")
	return ok && isIndex([]byte(catalog)) || slices.Contains([]string{"lead", "contact", "company", "customer", "task"}, entity)
}

func isFieldChange(eventType string) bool {
	id, ok := strings.CutPrefix(eventType, "custom_field_")
	id, isOne := strings.CutSuffix(id, "_value_changed")
	return ok && isOne && isIndex([]byte(id))
}

func (f EventValueFilter) write(q *query, side string) {
	set := func(name, value string) { q.values.Set("filter["+side+"]["+name, value) }
	for i, s := range f.LeadStatuses {
		if s.PipelineID == 0 || s.StatusID == 0 {
			q.refuse("filter["+side+"] without a pipeline or status", strconv.Itoa(i))
			return
		}
		at := "leads_statuses]" + indexed("", i)
		set(at+"[pipeline_id]", strconv.FormatInt(s.PipelineID, 10))
		set(at+"[status_id]", strconv.FormatInt(s.StatusID, 10))
	}
	for i, id := range f.CustomerStatusIDs {
		set("customers_statuses]"+indexed("", i)+"[status_id]", strconv.FormatInt(id, 10))
	}
	if len(f.ResponsibleUserIDs) > 0 {
		set("responsible_user_id]", strings.Join(numerals(f.ResponsibleUserIDs), ","))
	}
	if len(f.EnumIDs) > 0 {
		set("custom_field_values]", strings.Join(numerals(f.EnumIDs), ","))
	}
	if f.Value != "" {
		set("value]", f.Value)
	}
}
