package amo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// The limits of POST /api/v4/leads/complex.
const (
	MaxComplexBatch  = 50 // leads of a request; longer lists are cut
	MaxComplexFields = 40 // custom fields' values of each entity
)

// ComplexDraft is one lead of POST /api/v4/leads/complex, with at most one
// contact and one company that are made with it and linked to it and to each
// other.
type ComplexDraft struct {
	Name               string          `json:"name,omitzero"`
	Price              Optional[int64] `json:"price,omitzero"`
	StatusID           int64           `json:"status_id,omitzero"` // without effect beside Metadata
	PipelineID         int64           `json:"pipeline_id,omitzero"`
	ResponsibleUserID  int64           `json:"responsible_user_id,omitzero"`
	CreatedBy          Optional[int64] `json:"created_by,omitzero"` // Set(0): a robot
	UpdatedBy          Optional[int64] `json:"updated_by,omitzero"`
	CreatedAt          int64           `json:"created_at,omitzero"` // Unix seconds
	ClosedAt           int64           `json:"closed_at,omitzero"`  // Unix seconds
	LossReasonID       int64           `json:"loss_reason_id,omitzero"`
	CustomFieldsValues []FieldPatch    `json:"custom_fields_values,omitzero"`
	TagsToAdd          []TagRef        `json:"tags_to_add,omitzero"`
	VisitorUID         string          `json:"visitor_uid,omitzero"`
	Embedded           ComplexParts    `json:"_embedded,omitzero"`
	RequestID          string          `json:"request_id,omitzero"`
}

// ComplexParts is what is made with a complex lead. Metadata makes it an
// incoming lead instead of one in a status.
type ComplexParts struct {
	Contacts  []ContactDraft    `json:"contacts,omitempty"`
	Companies []CompanyDraft    `json:"companies,omitempty"`
	Metadata  *IncomingMetadata `json:"metadata,omitzero"`
	Origin    *LeadOrigin       `json:"source,omitzero"`
}

// IsZero reports whether nothing is made with the lead.
func (p ComplexParts) IsZero() bool {
	return len(p.Contacts) == 0 && len(p.Companies) == 0 && p.Metadata == nil && p.Origin == nil
}

// ComplexResult is what became of one draft.
type ComplexResult struct {
	LeadID    int64
	ContactID int64 // 0 when none was made
	CompanyID int64 // 0 when none was made
	// Merged says that the lead was a duplicate and an existing one was
	// changed. Several drafts may have been merged into the same lead.
	Merged    bool
	RequestID string // of the draft, as it was given
}

// complexReceipt is one element of the answer, which is a bare list.
type complexReceipt struct {
	Source `json:"-"`

	ID         int64    `json:"id"`
	ContactID  int64    `json:"contact_id,omitzero"`
	CompanyID  int64    `json:"company_id,omitzero"`
	RequestIDs []string `json:"request_id,omitzero"`
	Merged     bool     `json:"merged,omitzero"`
}

func complexDrafts() batch[ComplexDraft] {
	return batch[ComplexDraft]{
		name: "leads", path: "/leads/complex",
		label: func(d *ComplexDraft) *string { return &d.RequestID },
	}
}

// CreateComplexLeads is POST /api/v4/leads/complex, in requests of at most
// MaxComplexBatch. Results stand in the order of the drafts, up to the first
// request that failed; a draft the answer leaves out has a zero LeadID and is
// named by an *UnclearError. More than MaxComplexFields values, contacts or
// companies than the API takes give a *DraftError, before anything is sent.
func (c *Client) CreateComplexLeads(ctx context.Context, drafts []ComplexDraft) ([]ComplexResult, error) {
	for i, d := range drafts {
		if err := d.check(); err != nil {
			err.Item = i + 1
			return nil, err
		}
	}
	b := complexDrafts()
	done := make([]ComplexResult, 0, len(drafts))
	var lost []int
	err := cutting(drafts, MaxComplexBatch, func(portion []ComplexDraft, offset int) error {
		answer, err := c.post(ctx, b.path, b.numbered(portion))
		if err != nil {
			b.nameInvalid(err, portion, offset)
			return placed(err, offset, len(portion))
		}
		list, err := decodeList[complexReceipt](answer.body)
		if err != nil {
			return placed(unread(answer, answer.bad("the answer is not a list of results", err)), offset, len(portion))
		}
		for i, result := range complexResults(list, portion) {
			if result.LeadID == 0 {
				lost = append(lost, offset+i+1)
			}
			done = append(done, result)
		}
		return nil
	})
	if len(lost) > 0 {
		err = errors.Join(err, &UnclearError{
			Method: http.MethodPost, Path: apiPrefix + b.path, Items: lost,
			Err: fmt.Errorf("the server's answer leaves out %d of the leads", len(lost)),
		})
	}
	return done, err
}

func complexResults(list []complexReceipt, portion []ComplexDraft) []ComplexResult {
	out := make([]ComplexResult, len(portion))
	found := false
	put := func(place int, r *complexReceipt) {
		out[place] = ComplexResult{LeadID: r.ID, ContactID: r.ContactID, CompanyID: r.CompanyID, Merged: r.Merged}
	}
	for i := range list {
		for _, id := range list[i].RequestIDs {
			if place, err := strconv.Atoi(id); err == nil && place >= 0 && place < len(out) {
				put(place, &list[i])
				found = true
			}
		}
	}
	if !found && len(list) == len(portion) {
		for i := range list { // no request ids at all: the server kept the order
			put(i, &list[i])
		}
	}
	for i := range out {
		out[i].RequestID = portion[i].RequestID
	}
	return out
}

func (d ComplexDraft) check() *DraftError {
	refuse := func(path, reason string) *DraftError {
		return &DraftError{Entity: "leads", Path: path, Reason: reason}
	}
	const full = "has more values than the 40 a complex lead may have"
	switch {
	case len(d.Embedded.Contacts) > 1:
		return refuse("_embedded.contacts", "has more than the one contact a complex lead may have")
	case len(d.Embedded.Companies) > 1:
		return refuse("_embedded.companies", "has more than the one company a complex lead may have")
	case countValues(d.CustomFieldsValues) > MaxComplexFields:
		return refuse("custom_fields_values", full)
	}
	for _, p := range d.Embedded.Contacts {
		if countValues(p.CustomFieldsValues) > MaxComplexFields {
			return refuse("_embedded.contacts.0.custom_fields_values", full)
		}
	}
	for _, p := range d.Embedded.Companies {
		if countValues(p.CustomFieldsValues) > MaxComplexFields {
			return refuse("_embedded.companies.0.custom_fields_values", full)
		}
	}
	return nil
}

func countValues(fields []FieldPatch) int {
	n := 0
	for _, f := range fields {
		n += len(f.Values)
	}
	return n
}
