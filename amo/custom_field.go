package amo

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// CustomField is the definition of a custom field, as
// GET /api/v4/{entity}/custom_fields answers it. Which keys it has depends on
// its type and on what it belongs to.
type CustomField struct {
	Source `json:"-"`

	ID               int64           `json:"id"`
	Name             string          `json:"name,omitzero"`
	Type             string          `json:"type,omitzero"` // one of the Field… constants, or an unknown one
	AccountID        int64           `json:"account_id,omitzero"`
	Code             *string         `json:"code,omitzero"` // unique among the fields of an entity
	Sort             int64           `json:"sort,omitzero"`
	IsAPIOnly        bool            `json:"is_api_only,omitzero"` // not to be edited by people
	GroupID          *string         `json:"group_id,omitzero"`
	Enums            []FieldEnum     `json:"enums,omitzero"`             // select, multiselect, radiobutton, multitext
	RequiredStatuses []FieldStatus   `json:"required_statuses,omitzero"` // of leads: where a value is demanded
	HiddenStatuses   []FieldStatus   `json:"hidden_statuses,omitzero"`   // of leads
	IsComputed       bool            `json:"is_computed,omitzero"`       // of leads
	IsPredefined     bool            `json:"is_predefined,omitzero"`     // of contacts and companies: PHONE, EMAIL
	IsDeletable      bool            `json:"is_deletable,omitzero"`      // of contacts and companies
	IsVisible        bool            `json:"is_visible,omitzero"`        // of catalogs
	IsRequired       bool            `json:"is_required,omitzero"`       // of catalogs
	Remind           *string         `json:"remind,omitzero"`            // birthday: never, day, week, month
	Currency         *string         `json:"currency,omitzero"`          // monetary: three letters
	ChainedLists     []ChainedList   `json:"chained_lists,omitzero"`     // chained_list
	TrackingCallback *string         `json:"tracking_callback,omitzero"` // tracking_data: a script, never run here
	SearchIn         *string         `json:"search_in,omitzero"`         // linked_entity: a catalog's id, contacts, companies, contacts_and_companies
	Nested           []NestedEnum    `json:"nested,omitzero"`            // category
	Settings         json.RawMessage `json:"settings,omitzero"`          // of catalogs
	CatalogID        *int64          `json:"catalog_id,omitzero"`        // of catalogs
	EntityType       string          `json:"entity_type,omitzero"`
}

// FieldEnum is one choice of a field.
type FieldEnum struct {
	Source `json:"-"`

	ID    int64   `json:"id,omitzero"`
	Value string  `json:"value"`
	Sort  int64   `json:"sort,omitzero"`
	Code  *string `json:"code,omitzero"`
}

// FieldStatus is a status in which a field is demanded or hidden.
type FieldStatus struct {
	Source `json:"-"`

	StatusID   int64 `json:"status_id"`
	PipelineID int64 `json:"pipeline_id"`
}

// ChainedList is one link of a chained_list: a catalog, and the one its
// elements hang on.
type ChainedList struct {
	Source `json:"-"`

	Title           *string `json:"title,omitzero"`
	CatalogID       int64   `json:"catalog_id"`
	ParentCatalogID *int64  `json:"parent_catalog_id,omitzero"` // nil for the first
}

// NestedEnum is one choice of a category. A write may name a parent made by
// the same call by ParentRequestID.
type NestedEnum struct {
	Source `json:"-"`

	ID              int64  `json:"id,omitzero"`
	ParentID        *int64 `json:"parent_id,omitzero"` // nil for the first level
	Value           string `json:"value"`
	Sort            int64  `json:"sort,omitzero"`
	RequestID       string `json:"request_id,omitzero"`
	ParentRequestID string `json:"parent_request_id,omitzero"`
}

// maxFieldsPage is what the documentation says of lists of fields, whatever
// limit is asked for.
const maxFieldsPage = 50

// CustomFieldQuery asks for a page of GET /api/v4/{entity}/custom_fields.
type CustomFieldQuery struct {
	Page  int
	Limit int   // at most 50; 0: 50
	Order Order // sort, id
	Types []string
	IDs   []int64
}

func (f CustomFieldQuery) query(entity string) *query {
	q := newQuery(fieldsResource(entity))
	q.page(f.Page, f.Limit)
	q.order(f.Order)
	q.strings("type", f.Types)
	q.ids("id", f.IDs)
	return q
}

func fieldsResource(entity string) resource {
	return resource{
		name: "custom_fields", path: path(entity, "custom_fields"), key: "custom_fields", most: maxFieldsPage,
		orders: []string{"sort", "id"},
	}
}

// CustomerSegments is what fields may belong to beside entities, in the
// entity argument of CustomFields and its like. See CatalogFields for others.
const CustomerSegments = "customers/segments"

// CatalogFields is the entity argument for the fields of a catalog.
func CatalogFields(catalog int64) string { return "catalogs/" + strconv.FormatInt(catalog, 10) }

func checkFieldEntity(entity string) error {
	if id, ok := strings.CutPrefix(entity, "catalogs/"); ok && isIndex([]byte(id)) {
		return nil
	}
	return checkEntity("custom_fields", entity, slices.Concat(bearers(), []string{CustomerSegments})...)
}

// CustomFields is GET /api/v4/{entity}/custom_fields, of leads, contacts,
// companies, customers, CustomerSegments or CatalogFields. Pages have at most
// 50 fields: walk them with AllCustomFields.
func (c *Client) CustomFields(ctx context.Context, entity string, f CustomFieldQuery) (Page[CustomField], error) {
	if err := checkFieldEntity(entity); err != nil {
		return Page[CustomField]{}, err
	}
	return list[CustomField](ctx, c, f.query(entity), f.Page, f.Limit)
}

// AllCustomFields walks the fields of an entity from f.Page on, as AllLeads
// does.
func (c *Client) AllCustomFields(ctx context.Context, entity string, f CustomFieldQuery) iter.Seq2[Page[CustomField], error] {
	return walk(ctx, &f.Page, &f.Limit, func(ctx context.Context) (Page[CustomField], error) {
		return c.CustomFields(ctx, entity, f)
	}, func(v *CustomField) int64 { return v.ID })
}

// CustomField is GET /api/v4/{entity}/custom_fields/{id}. A missing one
// matches ErrNotFound.
func (c *Client) CustomField(ctx context.Context, entity string, id int64) (CustomField, error) {
	if err := checkFieldEntity(entity); err != nil {
		return CustomField{}, err
	}
	return one[CustomField](ctx, c, fieldsResource(entity), id, nil)
}
