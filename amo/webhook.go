package amo

import (
	"context"
	"encoding/json"
	"slices"
)

// Webhook is a subscription, as GET /api/v4/webhooks answers it. Times are
// Unix seconds.
type Webhook struct {
	Source `json:"-"`

	ID          int64           `json:"id"`
	Destination string          `json:"destination"` // the address; it holds a secret
	CreatedAt   int64           `json:"created_at,omitzero"`
	UpdatedAt   int64           `json:"updated_at,omitzero"`
	AccountID   int64           `json:"account_id,omitzero"`
	CreatedBy   int64           `json:"created_by,omitzero"`
	Sort        int64           `json:"sort,omitzero"`
	Disabled    bool            `json:"disabled,omitzero"` // by the server, after too many bad answers
	Settings    json.RawMessage `json:"settings,omitzero"` // a list, or an object with the names as keys; see Events
}

// Events are the names of the events the webhook is sent for: add_lead,
// status_lead, ….
func (w Webhook) Events() []string {
	var list []string
	if json.Unmarshal(w.Settings, &list) == nil {
		return list
	}
	var set map[string]json.RawMessage
	if json.Unmarshal(w.Settings, &set) != nil {
		return nil // of no known shape; Settings has it
	}
	for event, on := range set {
		if text := string(on); text != "0" && text != "false" && text != `"0"` && text != "null" {
			list = append(list, event)
		}
	}
	slices.Sort(list)
	return list
}

// WebhookDraft is POST /api/v4/webhooks.
type WebhookDraft struct {
	Destination string   `json:"destination"` // https, no Cyrillic host
	Settings    []string `json:"settings"`    // of WebhookEvents
	Sort        int64    `json:"sort,omitzero"`
}

// WebhookEvents are the events one may subscribe to.
func WebhookEvents() []string {
	return []string{
		"responsible_lead", "responsible_contact", "responsible_company", "responsible_customer", "responsible_task",
		"restore_lead", "restore_contact", "restore_company",
		"add_lead", "add_contact", "add_company", "add_customer", "add_talk", "add_task",
		"update_lead", "update_contact", "update_company", "update_customer", "update_talk", "update_task",
		"delete_lead", "delete_contact", "delete_company", "delete_customer", "delete_task",
		"status_lead", "note_lead", "note_contact", "note_company", "note_customer", "add_chat_template_review",
	}
}

// Webhooks is GET /api/v4/webhooks (administrators): all of them, or the one
// of a destination when that is not empty.
func (c *Client) Webhooks(ctx context.Context, destination string) ([]Webhook, error) {
	q := newQuery(resource{name: "webhooks", path: "/webhooks", key: "webhooks", also: "hooks"})
	q.one("destination", destination)
	page, err := list[Webhook](ctx, c, q, 0, 0)
	return page.Items, err
}

// Subscribe is POST /api/v4/webhooks (administrators, at most 100 of an
// account). A destination that is subscribed already gets the new events in
// place of its old ones, so the call is repeated like a read.
func (c *Client) Subscribe(ctx context.Context, d WebhookDraft) (Webhook, error) {
	for _, event := range d.Settings {
		if !slices.Contains(WebhookEvents(), event) {
			return Webhook{}, &DraftError{Entity: "webhooks", Path: "settings", Value: event, Reason: "is not an event one may subscribe to"}
		}
	}
	answer, err := c.repost(ctx, "/webhooks", d)
	if err != nil {
		return Webhook{}, err
	}
	return decodeOne[Webhook](answer)
}

// Unsubscribe is DELETE /api/v4/webhooks (administrators). A destination that
// is not subscribed matches ErrNotFound.
func (c *Client) Unsubscribe(ctx context.Context, destination string) error {
	_, err := c.remove(ctx, "/webhooks", map[string]string{"destination": destination})
	return err
}
