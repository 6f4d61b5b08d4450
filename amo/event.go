package amo

import (
	"context"
	"encoding/json"
	"iter"
)

// maxEventsPage is the most events of a page.
const maxEventsPage = 100

// Event is one thing that happened in the account, as GET /api/v4/events
// answers it. EntityType is in the singular: lead, contact, company, customer,
// task, catalog_90.
type Event struct {
	Source `json:"-"`

	ID          string        `json:"id"` // text, 26 characters that sort by time
	Type        string        `json:"type,omitzero"`
	EntityID    int64         `json:"entity_id,omitzero"`
	EntityType  string        `json:"entity_type,omitzero"`
	CreatedBy   int64         `json:"created_by,omitzero"` // 0 is a robot
	CreatedAt   int64         `json:"created_at,omitzero"` // Unix seconds
	ValueAfter  []EventValue  `json:"value_after,omitzero"`
	ValueBefore []EventValue  `json:"value_before,omitzero"`
	AccountID   int64         `json:"account_id,omitzero"`
	Embedded    EventEmbedded `json:"_embedded,omitzero"`
}

// EventEmbedded holds the entity an event is about.
type EventEmbedded struct {
	Source `json:"-"`

	Entity EventEntity `json:"entity,omitzero"`
}

// EventEntity is the entity an event is about; its name with with=lead_name
// and the like.
type EventEntity struct {
	Source `json:"-"`

	ID        int64  `json:"id"`
	Name      string `json:"name,omitzero"`
	CatalogID *int64 `json:"catalog_id,omitzero"`
}

// EventType is a kind of events with its name in a language.
type EventType struct {
	Source `json:"-"`

	Key  string          `json:"key"`
	Type json.RawMessage `json:"type,omitzero"`
	Lang string          `json:"lang,omitzero"` // the name
}

func eventsResource() resource {
	return resource{
		name: "events", path: "/events", key: "events", most: maxEventsPage,
		with: []string{"contact_name", "lead_name", "company_name", "catalog_element_name", "customer_name", "catalog_name"},
	}
}

// Events is GET /api/v4/events, newest first in practice. Pages have at most
// 100 events. Only what the token's user may see is answered.
func (c *Client) Events(ctx context.Context, e EventQuery) (Page[Event], error) {
	return list[Event](ctx, c, e.query(), e.Page, e.Limit)
}

// AllEvents walks the events of a query from e.Page on, as AllLeads does.
// Pages shift while events happen: bound CreatedAt.
func (c *Client) AllEvents(ctx context.Context, e EventQuery) iter.Seq2[Page[Event], error] {
	return walk(ctx, &e.Page, &e.Limit, func(ctx context.Context) (Page[Event], error) {
		return c.Events(ctx, e)
	}, func(v *Event) string { return v.ID })
}

// Event is GET /api/v4/events/{id}. A missing one matches ErrNotFound. With is
// that of EventQuery.
func (c *Client) Event(ctx context.Context, id string, with ...string) (Event, error) {
	return oneNamed[Event](ctx, c, eventsResource(), id, with...)
}

// EventTypes is GET /api/v4/events/types: all of them, named in ru, en, es or
// pt; in the account's language when that is empty.
func (c *Client) EventTypes(ctx context.Context, language string) ([]EventType, error) {
	q := newQuery(resource{name: "event types", path: "/events/types", key: "events_types", also: "types"})
	switch language {
	case "":
	case "ru", "en", "es", "pt":
		q.values.Set("language_code", language)
	default:
		q.refuse("language_code", language)
	}
	page, err := list[EventType](ctx, c, q, 0, 0)
	return page.Items, err
}
