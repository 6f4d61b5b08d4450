package amo

import (
	"context"
	"slices"
	"strconv"
)

// CustomFieldDraft is one field of POST /api/v4/{entity}/custom_fields. Type
// and Name are required; besides, Enums of select, multiselect and
// radiobutton, Currency of monetary, SearchIn of linked_entity and
// ChainedLists of chained_list.
type CustomFieldDraft struct {
	Type             string        `json:"type"`
	Name             string        `json:"name"`
	Code             string        `json:"code,omitzero"`
	Sort             int64         `json:"sort,omitzero"`
	GroupID          string        `json:"group_id,omitzero"`
	IsAPIOnly        bool          `json:"is_api_only,omitzero"`
	Enums            []FieldEnum   `json:"enums,omitzero"`
	RequiredStatuses []FieldStatus `json:"required_statuses,omitzero"`
	Remind           string        `json:"remind,omitzero"`
	Currency         string        `json:"currency,omitzero"`
	ChainedLists     []ChainedList `json:"chained_lists,omitzero"`
	TrackingCallback string        `json:"tracking_callback,omitzero"`
	SearchIn         string        `json:"search_in,omitzero"`
	Nested           []NestedEnum  `json:"nested,omitzero"`
	IsVisible        *bool         `json:"is_visible,omitzero"`  // of catalogs
	IsRequired       *bool         `json:"is_required,omitzero"` // of catalogs
	RequestID        string        `json:"request_id,omitzero"`
}

// CustomFieldPatch is one field of PATCH /api/v4/{entity}/custom_fields; the
// type of a field never changes.
//
// Enums and Nested are replaced as a whole: an item with its ID is kept, one
// without is made, and what is not listed is deleted together with the values
// that point to it. Read the field, change its list, and send all of it.
type CustomFieldPatch struct {
	ID               int64                   `json:"id,omitzero"`
	Name             Optional[string]        `json:"name,omitzero"`
	Code             Optional[string]        `json:"code,omitzero"`
	Sort             Optional[int64]         `json:"sort,omitzero"`
	GroupID          Optional[string]        `json:"group_id,omitzero"`
	IsAPIOnly        Optional[bool]          `json:"is_api_only,omitzero"`
	Enums            []FieldEnum             `json:"enums,omitzero"`
	RequiredStatuses Optional[[]FieldStatus] `json:"required_statuses,omitzero"`
	Remind           Optional[string]        `json:"remind,omitzero"`
	Currency         Optional[string]        `json:"currency,omitzero"`
	ChainedLists     []ChainedList           `json:"chained_lists,omitzero"`
	TrackingCallback Optional[string]        `json:"tracking_callback,omitzero"`
	SearchIn         Optional[string]        `json:"search_in,omitzero"`
	Nested           []NestedEnum            `json:"nested,omitzero"`
	IsVisible        Optional[bool]          `json:"is_visible,omitzero"`  // of catalogs
	IsRequired       Optional[bool]          `json:"is_required,omitzero"` // of catalogs
	RequestID        string                  `json:"request_id,omitzero"`
}

func (d CustomFieldDraft) check() *DraftError {
	missing := func(path string) *DraftError {
		return &DraftError{Entity: "custom_fields", Path: path, Reason: "is missing, a field of type " + strconv.Quote(d.Type) + " needs it"}
	}
	switch {
	case d.Type == "":
		return missing("type")
	case d.Name == "":
		return missing("name")
	case len(d.Enums) == 0 && slices.Contains([]string{FieldSelect, FieldMultiselect, FieldRadioButton}, d.Type):
		return missing("enums")
	case d.Currency == "" && d.Type == FieldMonetary:
		return missing("currency")
	case d.SearchIn == "" && d.Type == FieldLinkedEntity:
		return missing("search_in")
	case len(d.ChainedLists) == 0 && d.Type == FieldChainedList:
		return missing("chained_lists")
	}
	return nil
}

func fieldPatches(entity string) batch[CustomFieldPatch] {
	r := fieldsResource(entity)
	return batch[CustomFieldPatch]{
		name: r.name, path: r.path, key: r.key,
		id:    func(p *CustomFieldPatch) *int64 { return &p.ID },
		label: func(p *CustomFieldPatch) *string { return &p.RequestID },
	}
}

// CreateCustomFields is POST /api/v4/{entity}/custom_fields (administrators),
// entities as for CustomFields. The fields come whole, with the ids of their
// enums, in the order of the drafts. A *DraftError tells of a draft that the
// server would refuse, before anything is sent.
func (c *Client) CreateCustomFields(ctx context.Context, entity string, drafts []CustomFieldDraft) ([]CustomField, error) {
	if err := checkFieldEntity(entity); err != nil {
		return nil, err
	}
	for i, d := range drafts {
		if err := d.check(); err != nil {
			err.Item = i + 1
			return nil, err
		}
	}
	r := fieldsResource(entity)
	return createWhole[CustomFieldDraft, CustomField](ctx, c, batch[CustomFieldDraft]{
		name: r.name, path: r.path, key: r.key,
		label: func(d *CustomFieldDraft) *string { return &d.RequestID },
	}, drafts)
}

// UpdateCustomField is PATCH /api/v4/{entity}/custom_fields/{id}
// (administrators). It answers the field as it is then. An enum id that no
// longer exists is refused at enums.N.id.
func (c *Client) UpdateCustomField(ctx context.Context, entity string, p CustomFieldPatch) (CustomField, error) {
	if err := checkFieldEntity(entity); err != nil {
		return CustomField{}, err
	}
	return editWhole[CustomField](ctx, c, fieldPatches(entity), p)
}

// UpdateCustomFields is PATCH /api/v4/{entity}/custom_fields, in requests of
// at most MaxBatch. It answers the fields as they are then; on an error, those
// of the requests before.
func (c *Client) UpdateCustomFields(ctx context.Context, entity string, patches []CustomFieldPatch) ([]CustomField, error) {
	if err := checkFieldEntity(entity); err != nil {
		return nil, err
	}
	return editAllWhole[CustomField](ctx, c, fieldPatches(entity), patches)
}

// DeleteCustomField is DELETE /api/v4/{entity}/custom_fields/{id}
// (administrators). All values of the field are lost.
func (c *Client) DeleteCustomField(ctx context.Context, entity string, id int64) error {
	if err := checkFieldEntity(entity); err != nil {
		return err
	}
	return c.drop(ctx, "custom_fields", path(entity, "custom_fields", id), id)
}
