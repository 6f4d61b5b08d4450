package replica

import (
	"context"
	"strconv"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
)

// clashes says of each field in conflict who has set it, and when. The events
// of the row tell; where they cannot be read, the row's own last change does.
func (p *pusher) clashes(ctx context.Context, it item, keys []string) []cache.Clash {
	list := make([]cache.Clash, len(keys))
	for i, key := range keys {
		list[i] = cache.Clash{Field: key, By: it.row.by, At: it.row.stamp}
	}
	singular := map[cache.Entity]string{cache.Leads: "lead", cache.Contacts: "contact", cache.Companies: "company", cache.Tasks: "task"}[it.change.Entity]
	if singular == "" {
		return list
	}
	page, err := p.api.Events(ctx, amo.EventQuery{Limit: 100, Entities: []string{singular}, EntityIDs: []int64{it.change.EntityID}})
	if err != nil {
		p.log.Debug("the events of a row in conflict cannot be read", "entity", it.change.Entity, "id", it.change.EntityID, "error", err)
		return list
	}
	for i, key := range keys {
		newest := int64(0)
		for j := range page.Items {
			e := &page.Items[j]
			if e.CreatedAt >= newest && tellsOf(e, key) {
				newest = e.CreatedAt
				list[i].By, list[i].At = e.CreatedBy, e.CreatedAt
			}
		}
	}
	return list
}

// tellsOf reports whether an event is about a field.
func tellsOf(e *amo.Event, key string) bool {
	if id, ok := merge.FieldID(key); ok {
		if e.Type == "custom_field_"+strconv.FormatInt(id, 10)+"_value_changed" {
			return true
		}
		for _, v := range e.ValueAfter {
			if v.CustomFieldValue.FieldID == id {
				return true
			}
		}
		return false
	}
	switch key {
	case merge.Status, merge.Pipeline:
		return e.Type == "lead_status_changed"
	case merge.Price:
		return e.Type == "sale_field_changed"
	case merge.Name, merge.FirstName, merge.LastName:
		return e.Type == "name_field_changed"
	case merge.Owner:
		return e.Type == "entity_responsible_changed"
	case merge.Text:
		return e.Type == "task_text_changed"
	case merge.CompleteTill:
		return e.Type == "task_deadline_changed"
	case merge.TaskType:
		return e.Type == "task_type_changed"
	case merge.Completed:
		return e.Type == "task_completed"
	}
	return false
}
