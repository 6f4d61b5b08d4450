package amo

import "context"

// ContactDraft is one contact of POST /api/v4/contacts: Name, or FirstName and
// LastName, of which the server makes a name.
type ContactDraft struct {
	Name               string          `json:"name,omitzero"`
	FirstName          string          `json:"first_name,omitzero"`
	LastName           string          `json:"last_name,omitzero"`
	ResponsibleUserID  int64           `json:"responsible_user_id,omitzero"`
	CreatedBy          Optional[int64] `json:"created_by,omitzero"` // Set(0): a robot
	UpdatedBy          Optional[int64] `json:"updated_by,omitzero"`
	CreatedAt          int64           `json:"created_at,omitzero"` // Unix seconds
	CustomFieldsValues []FieldPatch    `json:"custom_fields_values,omitzero"`
	TagsToAdd          []TagRef        `json:"tags_to_add,omitzero"`
	RequestID          string          `json:"request_id,omitzero"`
}

// ContactPatch is one contact of PATCH /api/v4/contacts: only the fields that
// are set are sent. Links have calls of their own.
type ContactPatch struct {
	ID                 int64            `json:"id,omitzero"`
	Name               Optional[string] `json:"name,omitzero"`
	FirstName          Optional[string] `json:"first_name,omitzero"`
	LastName           Optional[string] `json:"last_name,omitzero"`
	ResponsibleUserID  Optional[int64]  `json:"responsible_user_id,omitzero"`
	CustomFieldsValues []FieldPatch     `json:"custom_fields_values,omitzero"`
	TagsToAdd          []TagRef         `json:"tags_to_add,omitzero"`
	TagsToDelete       []TagRef         `json:"tags_to_delete,omitzero"`
	CreatedBy          Optional[int64]  `json:"created_by,omitzero"`
	UpdatedBy          Optional[int64]  `json:"updated_by,omitzero"`
	CreatedAt          Optional[int64]  `json:"created_at,omitzero"` // Unix seconds
	RequestID          string           `json:"request_id,omitzero"`
}

// CompanyDraft is one company of POST /api/v4/companies.
type CompanyDraft struct {
	Name               string          `json:"name"`
	ResponsibleUserID  int64           `json:"responsible_user_id,omitzero"`
	CreatedBy          Optional[int64] `json:"created_by,omitzero"` // Set(0): a robot
	UpdatedBy          Optional[int64] `json:"updated_by,omitzero"`
	CreatedAt          int64           `json:"created_at,omitzero"` // Unix seconds
	CustomFieldsValues []FieldPatch    `json:"custom_fields_values,omitzero"`
	TagsToAdd          []TagRef        `json:"tags_to_add,omitzero"`
	RequestID          string          `json:"request_id,omitzero"`
}

// CompanyPatch is one company of PATCH /api/v4/companies, as ContactPatch.
type CompanyPatch struct {
	ID                 int64            `json:"id,omitzero"`
	Name               Optional[string] `json:"name,omitzero"`
	ResponsibleUserID  Optional[int64]  `json:"responsible_user_id,omitzero"`
	CustomFieldsValues []FieldPatch     `json:"custom_fields_values,omitzero"`
	TagsToAdd          []TagRef         `json:"tags_to_add,omitzero"`
	TagsToDelete       []TagRef         `json:"tags_to_delete,omitzero"`
	CreatedBy          Optional[int64]  `json:"created_by,omitzero"`
	UpdatedBy          Optional[int64]  `json:"updated_by,omitzero"`
	CreatedAt          Optional[int64]  `json:"created_at,omitzero"` // Unix seconds
	RequestID          string           `json:"request_id,omitzero"`
}

func contactPatches() batch[ContactPatch] {
	return batch[ContactPatch]{
		name: "contacts", path: "/contacts", key: "contacts",
		id:    func(p *ContactPatch) *int64 { return &p.ID },
		label: func(p *ContactPatch) *string { return &p.RequestID },
	}
}

func companyPatches() batch[CompanyPatch] {
	return batch[CompanyPatch]{
		name: "companies", path: "/companies", key: "companies",
		id:    func(p *CompanyPatch) *int64 { return &p.ID },
		label: func(p *CompanyPatch) *string { return &p.RequestID },
	}
}

// CreateContacts is POST /api/v4/contacts. Batches, receipts and errors are
// those of CreateLeads.
func (c *Client) CreateContacts(ctx context.Context, drafts []ContactDraft) ([]Created, error) {
	return createReceipts(ctx, c, batch[ContactDraft]{
		name: "contacts", path: "/contacts", key: "contacts",
		label: func(d *ContactDraft) *string { return &d.RequestID },
	}, drafts)
}

// UpdateContact is PATCH /api/v4/contacts/{id}.
func (c *Client) UpdateContact(ctx context.Context, p ContactPatch) (Updated, error) {
	return editReceipt(ctx, c, contactPatches(), p)
}

// UpdateContacts is PATCH /api/v4/contacts. Batches, receipts and errors are
// those of UpdateLeads.
func (c *Client) UpdateContacts(ctx context.Context, patches []ContactPatch) ([]Updated, error) {
	return editAll(ctx, c, contactPatches(), patches)
}

// CreateCompanies is POST /api/v4/companies. Batches, receipts and errors are
// those of CreateLeads.
func (c *Client) CreateCompanies(ctx context.Context, drafts []CompanyDraft) ([]Created, error) {
	return createReceipts(ctx, c, batch[CompanyDraft]{
		name: "companies", path: "/companies", key: "companies",
		label: func(d *CompanyDraft) *string { return &d.RequestID },
	}, drafts)
}

// UpdateCompany is PATCH /api/v4/companies/{id}.
func (c *Client) UpdateCompany(ctx context.Context, p CompanyPatch) (Updated, error) {
	return editReceipt(ctx, c, companyPatches(), p)
}

// UpdateCompanies is PATCH /api/v4/companies. Batches, receipts and errors are
// those of UpdateLeads.
func (c *Client) UpdateCompanies(ctx context.Context, patches []CompanyPatch) ([]Updated, error) {
	return editAll(ctx, c, companyPatches(), patches)
}
