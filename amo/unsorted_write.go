package amo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// IncomingDraft is one incoming lead of POST /api/v4/leads/unsorted/sip or
// /forms. SourceName, SourceUID and Metadata are required; SourceUID does not
// keep a second one from being made.
type IncomingDraft struct {
	SourceName string           `json:"source_name"`
	SourceUID  string           `json:"source_uid"`
	PipelineID int64            `json:"pipeline_id,omitzero"` // 0: the main one
	CreatedAt  int64            `json:"created_at,omitzero"`  // Unix seconds
	Embedded   IncomingParts    `json:"_embedded,omitzero"`
	Metadata   IncomingMetadata `json:"metadata"`
	RequestID  string           `json:"request_id,omitzero"`
}

// IncomingParts is what an incoming lead is made of, one of each at most.
type IncomingParts struct {
	Leads     []LeadDraft    `json:"leads,omitzero"`
	Contacts  []ContactDraft `json:"contacts,omitzero"`
	Companies []CompanyDraft `json:"companies,omitzero"`
}

// IsZero reports whether there are no parts.
func (p IncomingParts) IsZero() bool {
	return p.Leads == nil && p.Contacts == nil && p.Companies == nil
}

// IncomingMetadata is what an incoming lead came from: a form (the first
// fields) or a call (the others). Times are Unix seconds.
type IncomingMetadata struct {
	Category string `json:"category,omitzero"` // forms or sip, in a complex lead only

	FormID     string `json:"form_id,omitzero"`
	FormName   string `json:"form_name,omitzero"`
	FormPage   string `json:"form_page,omitzero"`
	FormSentAt int64  `json:"form_sent_at,omitzero"`
	IP         string `json:"ip,omitzero"`
	Referer    string `json:"referer,omitzero"`

	From              string `json:"from,omitzero"`
	Phone             string `json:"phone,omitzero"`
	CalledAt          int64  `json:"called_at,omitzero"`
	Duration          int64  `json:"duration,omitzero"` // seconds
	Link              string `json:"link,omitzero"`     // of the record
	ServiceCode       string `json:"service_code,omitzero"`
	Uniq              string `json:"uniq,omitzero"`
	IsCallEventNeeded bool   `json:"is_call_event_needed,omitzero"`
	CallResponsible   string `json:"call_responsible,omitzero"` // a user's id, or a name
}

// CreateUnsorted is POST /api/v4/leads/unsorted/{category}, of the categories
// CategorySIP and CategoryForms. The incoming leads come with their uid and
// the ids of their parts, in the order of the drafts. Batches and errors are
// those of CreateLeads.
func (c *Client) CreateUnsorted(ctx context.Context, category string, drafts []IncomingDraft) ([]Unsorted, error) {
	if err := checkEntity("unsorted", category, CategorySIP, CategoryForms); err != nil {
		return nil, err
	}
	for i, d := range drafts {
		if d.SourceName == "" || d.SourceUID == "" {
			return nil, &DraftError{Entity: "unsorted", Item: i + 1, Path: "source_name", Reason: "or source_uid is missing"}
		}
	}
	return createWhole[IncomingDraft, Unsorted](ctx, c, batch[IncomingDraft]{
		name: "unsorted", path: path("leads", "unsorted", category), key: "unsorted",
		label: func(d *IncomingDraft) *string { return &d.RequestID },
	}, drafts)
}

// SortBy is who decides about an incoming lead, and where it goes. Zeros leave
// it to the server: the token's user, the first status of the pipeline.
type SortBy struct {
	UserID   int64 `json:"user_id,omitzero"`
	StatusID int64 `json:"status_id,omitzero"` // of an accepted one
}

// AcceptUnsorted is POST /api/v4/leads/unsorted/{uid}/accept. The answer has
// the ids of the lead, contacts and companies. One that is missing, accepted
// or declined already matches ErrNotFound.
func (c *Client) AcceptUnsorted(ctx context.Context, uid string, by SortBy) (Unsorted, error) {
	return c.sort(ctx, call{method: http.MethodPost}, uid, "accept", by)
}

// DeclineUnsorted is DELETE /api/v4/leads/unsorted/{uid}/decline: the lead
// goes to the trash. Errors are those of AcceptUnsorted.
func (c *Client) DeclineUnsorted(ctx context.Context, uid string, userID int64) (Unsorted, error) {
	return c.sort(ctx, call{method: http.MethodDelete}, uid, "decline", SortBy{UserID: userID})
}

// UnsortedLink says what an incoming chat is linked to instead of being
// accepted as a lead of its own.
type UnsortedLink struct {
	UserID int64              `json:"user_id,omitzero"`
	Link   UnsortedLinkTarget `json:"link"`
}

// UnsortedLinkTarget names a lead or customer, and the contact in it.
type UnsortedLinkTarget struct {
	EntityID   int64               `json:"entity_id"`
	EntityType string              `json:"entity_type"` // leads, customers
	Metadata   *UnsortedLinkPerson `json:"metadata,omitzero"`
}

// UnsortedLinkPerson names the contact a chat belongs to.
type UnsortedLinkPerson struct {
	ContactID int64 `json:"contact_id"`
}

// LinkUnsorted is POST /api/v4/leads/unsorted/{uid}/link, of the category
// CategoryChats only.
func (c *Client) LinkUnsorted(ctx context.Context, uid string, to UnsortedLink) (Unsorted, error) {
	if err := checkEntity("unsorted", to.Link.EntityType, EntityLeads, EntityCustomers); err != nil {
		return Unsorted{}, err
	}
	return c.sort(ctx, call{method: http.MethodPost}, uid, "link", to)
}

func (c *Client) sort(ctx context.Context, what call, uid, act string, body any) (Unsorted, error) {
	if !isName(uid) {
		return Unsorted{}, &NotFoundError{Entity: "unsorted", Name: uid}
	}
	what.path = path("leads", "unsorted", uid, act)
	answer, err := c.send(ctx, what, body)
	if err != nil {
		if errors.Is(err, ErrNotFound) {
			return Unsorted{}, fmt.Errorf("unsorted %s: missing, or decided about already: %w", uid, err)
		}
		return Unsorted{}, err
	}
	if answer.isEmpty() {
		return Unsorted{UID: uid}, nil
	}
	done, err := decodeOne[Unsorted](answer)
	return done, unread(answer, err)
}
