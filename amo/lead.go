package amo

import "encoding/json"

// System statuses that every pipeline has; they may be renamed, never removed.
const (
	StatusWon  int64 = 142
	StatusLost int64 = 143
)

// Lead is a deal (sdelka) as GET /api/v4/leads answers it. Times are Unix
// seconds, money is in whole units of the account currency (so'm).
type Lead struct {
	Source `json:"-"`

	ID                     int64         `json:"id"`
	Name                   string        `json:"name,omitzero"` // empty for a lead in the trash
	Price                  int64         `json:"price,omitzero"`
	PriceWithMinorUnits    json.Number   `json:"price_with_minor_units,omitzero"` // units unsettled by the API; kept as sent
	ResponsibleUserID      int64         `json:"responsible_user_id,omitzero"`
	GroupID                int64         `json:"group_id,omitzero"`
	StatusID               int64         `json:"status_id,omitzero"`
	PipelineID             int64         `json:"pipeline_id,omitzero"`
	LossReasonID           *int64        `json:"loss_reason_id,omitzero"`
	SourceID               *int64        `json:"source_id,omitzero"`  // with=source_id
	CreatedBy              int64         `json:"created_by,omitzero"` // 0 is a robot
	UpdatedBy              int64         `json:"updated_by,omitzero"` // 0 is a robot
	CreatedAt              int64         `json:"created_at,omitzero"`
	UpdatedAt              int64         `json:"updated_at,omitzero"`
	ClosedAt               *int64        `json:"closed_at,omitzero"`
	ClosestTaskAt          *int64        `json:"closest_task_at,omitzero"`
	IsDeleted              bool          `json:"is_deleted,omitzero"`
	CustomFieldsValues     []FieldValues `json:"custom_fields_values,omitzero"`
	Score                  *int64        `json:"score,omitzero"`
	AccountID              int64         `json:"account_id,omitzero"`
	LaborCost              *int64        `json:"labor_cost,omitzero"` // seconds of work
	IsPriceModifiedByRobot bool          `json:"is_price_modified_by_robot,omitzero"`
	IsPriceComputed        bool          `json:"is_price_computed,omitzero"`
	Embedded               LeadEmbedded  `json:"_embedded,omitzero"`
}

// LeadEmbedded is what a lead carries of other entities.
type LeadEmbedded struct {
	Source `json:"-"`

	Tags            []Tag            `json:"tags,omitzero"`
	Contacts        []ContactRef     `json:"contacts,omitzero"`  // with=contacts
	Companies       []CompanyRef     `json:"companies,omitzero"` // always sent, none or one
	CatalogElements []CatalogElement `json:"catalog_elements,omitzero"`
	LossReason      []LossReason     `json:"loss_reason,omitzero"` // with=loss_reason, none or one
	Origin          json.RawMessage  `json:"source,omitzero"`      // with=source
}

// ContactRef names a contact linked to a lead or company.
type ContactRef struct {
	Source `json:"-"`

	ID     int64 `json:"id"`
	IsMain bool  `json:"is_main,omitzero"`
}

// CompanyRef names a linked company.
type CompanyRef struct {
	Source `json:"-"`

	ID int64 `json:"id"`
}

// LeadRef names a linked lead.
type LeadRef struct {
	Source `json:"-"`

	ID int64 `json:"id"`
}

// CatalogElement is a linked element of a catalog (a product, say).
type CatalogElement struct {
	Source `json:"-"`

	ID       int64           `json:"id"`
	Metadata ElementMetadata `json:"metadata,omitzero"`
}

// ElementMetadata says how much of a catalog element is linked, and from which
// catalog.
type ElementMetadata struct {
	Source `json:"-"`

	Quantity  json.Number `json:"quantity,omitzero"`
	CatalogID int64       `json:"catalog_id,omitzero"`
	PriceID   *int64      `json:"price_id,omitzero"`
}

// MainContactID is the id of the lead's main contact, or of its first one when
// none is marked; 0 without contacts.
func (l *Lead) MainContactID() int64 {
	for _, c := range l.Embedded.Contacts {
		if c.IsMain {
			return c.ID
		}
	}
	if len(l.Embedded.Contacts) > 0 {
		return l.Embedded.Contacts[0].ID
	}
	return 0
}

// CompanyID is the id of the lead's company, 0 without one.
func (l *Lead) CompanyID() int64 {
	if len(l.Embedded.Companies) > 0 {
		return l.Embedded.Companies[0].ID
	}
	return 0
}

// LeadPatch is one lead of PATCH /api/v4/leads: only the fields that are set
// are sent, and the server touches no other. StatusWon and StatusLost exist in
// every pipeline, so PipelineID must go with them.
type LeadPatch struct {
	ID                 int64            `json:"id,omitzero"`
	Name               Optional[string] `json:"name,omitzero"`
	Price              Optional[int64]  `json:"price,omitzero"`
	StatusID           Optional[int64]  `json:"status_id,omitzero"`
	PipelineID         Optional[int64]  `json:"pipeline_id,omitzero"`
	ResponsibleUserID  Optional[int64]  `json:"responsible_user_id,omitzero"`
	LossReasonID       Optional[int64]  `json:"loss_reason_id,omitzero"`
	CustomFieldsValues []FieldPatch     `json:"custom_fields_values,omitzero"`
	TagsToAdd          []TagRef         `json:"tags_to_add,omitzero"`
	TagsToDelete       []TagRef         `json:"tags_to_delete,omitzero"`
	CreatedBy          Optional[int64]  `json:"created_by,omitzero"`
	UpdatedBy          Optional[int64]  `json:"updated_by,omitzero"`
	CreatedAt          Optional[int64]  `json:"created_at,omitzero"` // Unix seconds
	ClosedAt           Optional[int64]  `json:"closed_at,omitzero"`  // Unix seconds
	Embedded           LeadPatchParts   `json:"_embedded,omitzero"`
	RequestID          string           `json:"request_id,omitzero"`
}

// LeadPatchParts is what an edit replaces as a whole. Tags stand for all tags
// of the lead, null and none taking them away; TagsToAdd and TagsToDelete,
// which keep what others do at the same time, are better wherever they do.
type LeadPatchParts struct {
	Tags Optional[[]TagRef] `json:"tags,omitzero"`
}
