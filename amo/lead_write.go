package amo

import "context"

// LeadDraft is one lead of POST /api/v4/leads. Every field is optional: the
// server makes a name, takes the first status of the main pipeline and the
// token's user. StatusWon and StatusLost exist in every pipeline, so
// PipelineID must go with them. Money is in whole units of the account's
// currency, at most 2 147 483 647 on older accounts.
type LeadDraft struct {
	Name               string          `json:"name,omitzero"`
	Price              Optional[int64] `json:"price,omitzero"`
	StatusID           int64           `json:"status_id,omitzero"`
	PipelineID         int64           `json:"pipeline_id,omitzero"`
	ResponsibleUserID  int64           `json:"responsible_user_id,omitzero"`
	LossReasonID       int64           `json:"loss_reason_id,omitzero"` // with StatusLost
	CreatedBy          Optional[int64] `json:"created_by,omitzero"`     // Set(0): a robot
	UpdatedBy          Optional[int64] `json:"updated_by,omitzero"`
	CreatedAt          int64           `json:"created_at,omitzero"` // Unix seconds
	ClosedAt           int64           `json:"closed_at,omitzero"`  // Unix seconds
	CustomFieldsValues []FieldPatch    `json:"custom_fields_values,omitzero"`
	TagsToAdd          []TagRef        `json:"tags_to_add,omitzero"`
	VisitorUID         string          `json:"visitor_uid,omitzero"`
	Embedded           LeadParts       `json:"_embedded,omitzero"`
	RequestID          string          `json:"request_id,omitzero"`
}

// LeadParts are the entities a new lead is linked to; they must exist already.
type LeadParts struct {
	Contacts  []ContactLink `json:"contacts,omitempty"`
	Companies []EntityLink  `json:"companies,omitempty"` // one at most
	Origin    *LeadOrigin   `json:"source,omitzero"`
}

// IsZero reports whether there is nothing to link.
func (p LeadParts) IsZero() bool {
	return len(p.Contacts) == 0 && len(p.Companies) == 0 && p.Origin == nil
}

// EntityLink names an entity to link, by its id on the server.
type EntityLink struct {
	ID int64 `json:"id"`
}

// ContactLink names a contact to link; one contact of a lead is the main one.
type ContactLink struct {
	ID     int64 `json:"id"`
	IsMain bool  `json:"is_main,omitzero"`
}

// LeadOrigin names the source a lead came from. Without a pipeline in the
// draft the source's own is used.
type LeadOrigin struct {
	ExternalID string `json:"external_id"`
	Type       string `json:"type"` // widget
}

func leadDrafts() batch[LeadDraft] {
	return batch[LeadDraft]{
		name: "leads", path: "/leads", key: "leads",
		label: func(d *LeadDraft) *string { return &d.RequestID },
	}
}

func leadPatches() batch[LeadPatch] {
	return batch[LeadPatch]{
		name: "leads", path: "/leads", key: "leads",
		id:    func(p *LeadPatch) *int64 { return &p.ID },
		label: func(p *LeadPatch) *string { return &p.RequestID },
	}
}

// CreateLeads is POST /api/v4/leads, in requests of at most MaxBatch leads.
// The server takes or refuses each request whole; Validation of a refusal
// names the drafts at fault. Receipts stand in the order of the drafts; on an
// error those of the requests before are returned with it. A request that was
// cut off gives an *UnclearError and is never repeated by itself.
func (c *Client) CreateLeads(ctx context.Context, drafts []LeadDraft) ([]Created, error) {
	return createReceipts(ctx, c, leadDrafts(), drafts)
}

// UpdateLead is PATCH /api/v4/leads/{id}. Validation of a refusal names the
// lead.
func (c *Client) UpdateLead(ctx context.Context, p LeadPatch) (Updated, error) {
	return editReceipt(ctx, c, leadPatches(), p)
}

// UpdateLeads is PATCH /api/v4/leads, in requests of at most MaxBatch leads,
// halved when the server answers 504. The server takes or refuses each request
// whole: Validation of a refusal names the leads at fault. On an error the
// receipts of the requests before are returned with it. Receipts come in the
// order of the patches; leads that the server left out of its answer are named
// by a *MissingError.
func (c *Client) UpdateLeads(ctx context.Context, patches []LeadPatch) ([]Updated, error) {
	return editAll(ctx, c, leadPatches(), patches)
}
