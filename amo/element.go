package amo

import (
	"context"
	"iter"
)

// Element is a row of a catalog, such as a product, as
// GET /api/v4/catalogs/{id}/elements answers it.
type Element struct {
	Source `json:"-"`

	ID                 int64         `json:"id"`
	CatalogID          int64         `json:"catalog_id,omitzero"`
	Name               string        `json:"name,omitzero"`
	CreatedBy          int64         `json:"created_by,omitzero"`
	UpdatedBy          int64         `json:"updated_by,omitzero"`
	CreatedAt          int64         `json:"created_at,omitzero"`
	UpdatedAt          int64         `json:"updated_at,omitzero"`
	IsDeleted          bool          `json:"is_deleted,omitzero"`
	CustomFieldsValues []FieldValues `json:"custom_fields_values,omitzero"`
	AccountID          int64         `json:"account_id,omitzero"`
}

// ElementDraft is one element of POST /api/v4/catalogs/{id}/elements.
type ElementDraft struct {
	Name               string       `json:"name"`
	CustomFieldsValues []FieldPatch `json:"custom_fields_values,omitzero"`
	RequestID          string       `json:"request_id,omitzero"`
}

// ElementPatch is one element of PATCH /api/v4/catalogs/{id}/elements.
type ElementPatch struct {
	ID                 int64            `json:"id,omitzero"`
	Name               Optional[string] `json:"name,omitzero"`
	CustomFieldsValues []FieldPatch     `json:"custom_fields_values,omitzero"`
	RequestID          string           `json:"request_id,omitzero"`
}

// ElementQuery asks for a page of GET /api/v4/catalogs/{id}/elements.
type ElementQuery struct {
	Page  int
	Limit int      // at most MaxPageSize; 0: DefaultPageSize
	With  []string // invoice_link
	Query string   // full text over the name and filled fields
	IDs   []int64
}

func (e ElementQuery) query(catalog int64) *query {
	q := newQuery(elementsResource(catalog))
	q.page(e.Page, e.Limit)
	q.with(e.With)
	q.text(e.Query)
	q.ids("id", e.IDs)
	return q
}

func elementsResource(catalog int64) resource {
	return resource{name: "elements", path: path("catalogs", catalog, "elements"), key: "elements", with: []string{"invoice_link"}}
}

func elementPatches(catalog int64) batch[ElementPatch] {
	r := elementsResource(catalog)
	return batch[ElementPatch]{
		name: r.name, path: r.path, key: r.key,
		id:    func(p *ElementPatch) *int64 { return &p.ID },
		label: func(p *ElementPatch) *string { return &p.RequestID },
	}
}

// Elements is GET /api/v4/catalogs/{id}/elements. The server has been seen to
// leave out the link to the next page although there was one, so a full page
// counts as having a next one.
func (c *Client) Elements(ctx context.Context, catalog int64, e ElementQuery) (Page[Element], error) {
	return list[Element](ctx, c, e.query(catalog), e.Page, e.Limit)
}

// AllElements walks the elements of a catalog from e.Page on, as AllLeads
// does.
func (c *Client) AllElements(ctx context.Context, catalog int64, e ElementQuery) iter.Seq2[Page[Element], error] {
	return walk(ctx, &e.Page, &e.Limit, func(ctx context.Context) (Page[Element], error) {
		return c.Elements(ctx, catalog, e)
	}, func(v *Element) int64 { return v.ID })
}

// Element is GET /api/v4/catalogs/{catalog}/elements/{id}. A missing one
// matches ErrNotFound. With is that of ElementQuery.
func (c *Client) Element(ctx context.Context, catalog, id int64, with ...string) (Element, error) {
	return one[Element](ctx, c, elementsResource(catalog), id, with)
}

// CreateElements is POST /api/v4/catalogs/{id}/elements, in requests of at
// most MaxBatch. The elements stand in the order of the drafts. The API cannot
// delete an element.
func (c *Client) CreateElements(ctx context.Context, catalog int64, drafts []ElementDraft) ([]Element, error) {
	r := elementsResource(catalog)
	return createWhole[ElementDraft, Element](ctx, c, batch[ElementDraft]{
		name: r.name, path: r.path, key: r.key,
		label: func(d *ElementDraft) *string { return &d.RequestID },
	}, drafts)
}

// UpdateElement is PATCH /api/v4/catalogs/{catalog}/elements/{id}. It answers
// the element as it is then.
func (c *Client) UpdateElement(ctx context.Context, catalog int64, p ElementPatch) (Element, error) {
	return editWhole[Element](ctx, c, elementPatches(catalog), p)
}

// UpdateElements is PATCH /api/v4/catalogs/{id}/elements, in requests of at
// most MaxBatch. It answers the elements as they are then; on an error, those
// of the requests before.
func (c *Client) UpdateElements(ctx context.Context, catalog int64, patches []ElementPatch) ([]Element, error) {
	return editAllWhole[Element](ctx, c, elementPatches(catalog), patches)
}
