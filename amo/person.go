package amo

// Contact is a person as GET /api/v4/contacts answers it. Times are Unix seconds.
type Contact struct {
	Source `json:"-"`

	ID                 int64           `json:"id"`
	Name               string          `json:"name,omitzero"`
	FirstName          string          `json:"first_name,omitzero"`
	LastName           string          `json:"last_name,omitzero"`
	ResponsibleUserID  int64           `json:"responsible_user_id,omitzero"`
	GroupID            int64           `json:"group_id,omitzero"`
	CreatedBy          int64           `json:"created_by,omitzero"`
	UpdatedBy          int64           `json:"updated_by,omitzero"`
	CreatedAt          int64           `json:"created_at,omitzero"`
	UpdatedAt          int64           `json:"updated_at,omitzero"`
	ClosestTaskAt      *int64          `json:"closest_task_at,omitzero"`
	IsDeleted          bool            `json:"is_deleted,omitzero"`
	IsUnsorted         bool            `json:"is_unsorted,omitzero"`
	CustomFieldsValues []FieldValues   `json:"custom_fields_values,omitzero"`
	AccountID          int64           `json:"account_id,omitzero"`
	Embedded           ContactEmbedded `json:"_embedded,omitzero"`
}

// ContactEmbedded is what a contact carries of other entities.
type ContactEmbedded struct {
	Source `json:"-"`

	Tags            []Tag            `json:"tags,omitzero"`
	Companies       []CompanyRef     `json:"companies,omitzero"`        // none or one
	Leads           []LeadRef        `json:"leads,omitzero"`            // with=leads
	CatalogElements []CatalogElement `json:"catalog_elements,omitzero"` // with=catalog_elements
}

// Company is a firm as GET /api/v4/companies answers it. Times are Unix seconds.
type Company struct {
	Source `json:"-"`

	ID                 int64           `json:"id"`
	Name               string          `json:"name,omitzero"`
	ResponsibleUserID  int64           `json:"responsible_user_id,omitzero"`
	GroupID            int64           `json:"group_id,omitzero"`
	CreatedBy          int64           `json:"created_by,omitzero"`
	UpdatedBy          int64           `json:"updated_by,omitzero"`
	CreatedAt          int64           `json:"created_at,omitzero"`
	UpdatedAt          int64           `json:"updated_at,omitzero"`
	ClosestTaskAt      *int64          `json:"closest_task_at,omitzero"`
	IsDeleted          bool            `json:"is_deleted,omitzero"`
	CustomFieldsValues []FieldValues   `json:"custom_fields_values,omitzero"`
	AccountID          int64           `json:"account_id,omitzero"`
	Embedded           CompanyEmbedded `json:"_embedded,omitzero"`
}

// CompanyEmbedded is what a company carries of other entities.
type CompanyEmbedded struct {
	Source `json:"-"`

	Tags            []Tag            `json:"tags,omitzero"`
	Contacts        []ContactRef     `json:"contacts,omitzero"` // with=contacts
	Leads           []LeadRef        `json:"leads,omitzero"`    // with=leads
	CatalogElements []CatalogElement `json:"catalog_elements,omitzero"`
}
