package amo

import (
	"context"
	"iter"
)

// Catalog is a list of things besides leads and people, such as products, as
// GET /api/v4/catalogs answers it. Its rows are Elements; its fields are those
// of CatalogFields.
type Catalog struct {
	Source `json:"-"`

	ID              int64   `json:"id"`
	Name            string  `json:"name,omitzero"`
	Sort            int64   `json:"sort,omitzero"`
	Type            string  `json:"type,omitzero"` // one of the Catalog… constants, or an unknown one
	CanAddElements  bool    `json:"can_add_elements,omitzero"`
	CanShowInCards  bool    `json:"can_show_in_cards,omitzero"` // as a tab of leads and people
	CanLinkMultiple bool    `json:"can_link_multiple,omitzero"`
	CanBeDeleted    bool    `json:"can_be_deleted,omitzero"`
	SDKWidgetCode   *string `json:"sdk_widget_code,omitzero"` // the widget it belongs to
	CreatedBy       int64   `json:"created_by,omitzero"`
	UpdatedBy       int64   `json:"updated_by,omitzero"`
	CreatedAt       int64   `json:"created_at,omitzero"`
	UpdatedAt       int64   `json:"updated_at,omitzero"`
	AccountID       int64   `json:"account_id,omitzero"`
}

// The types of catalogs. An account has at most one of products and one of
// invoices.
const (
	CatalogRegular  = "regular"
	CatalogInvoices = "invoices"
	CatalogProducts = "products"
)

// MaxCatalogs is the most catalogs an account may have.
const MaxCatalogs = 10

// CatalogDraft is one catalog of POST /api/v4/catalogs.
type CatalogDraft struct {
	Name            string `json:"name"`
	Type            string `json:"type,omitzero"` // CatalogRegular when empty
	Sort            int64  `json:"sort,omitzero"`
	CanAddElements  *bool  `json:"can_add_elements,omitzero"`
	CanShowInCards  *bool  `json:"can_show_in_cards,omitzero"`
	CanLinkMultiple *bool  `json:"can_link_multiple,omitzero"`
	RequestID       string `json:"request_id,omitzero"`
}

// CatalogPatch is PATCH /api/v4/catalogs/{id}; the type of a catalog never
// changes.
type CatalogPatch struct {
	ID              int64            `json:"id,omitzero"`
	Name            Optional[string] `json:"name,omitzero"`
	Sort            Optional[int64]  `json:"sort,omitzero"`
	CanAddElements  Optional[bool]   `json:"can_add_elements,omitzero"`
	CanShowInCards  Optional[bool]   `json:"can_show_in_cards,omitzero"`
	CanLinkMultiple Optional[bool]   `json:"can_link_multiple,omitzero"`
	RequestID       string           `json:"request_id,omitzero"`
}

func catalogsResource() resource {
	return resource{name: "catalogs", path: "/catalogs", key: "catalogs"}
}

func catalogPatches() batch[CatalogPatch] {
	r := catalogsResource()
	return batch[CatalogPatch]{
		name: r.name, path: r.path, key: r.key,
		id:    func(p *CatalogPatch) *int64 { return &p.ID },
		label: func(p *CatalogPatch) *string { return &p.RequestID },
	}
}

// Catalogs is GET /api/v4/catalogs. Users without access to catalogs get
// KindForbidden.
func (c *Client) Catalogs(ctx context.Context, p PageQuery) (Page[Catalog], error) {
	return list[Catalog](ctx, c, p.query(catalogsResource()), p.Page, p.Limit)
}

// AllCatalogs walks the catalogs from p.Page on, as AllLeads does.
func (c *Client) AllCatalogs(ctx context.Context, p PageQuery) iter.Seq2[Page[Catalog], error] {
	return walk(ctx, &p.Page, &p.Limit, func(ctx context.Context) (Page[Catalog], error) {
		return c.Catalogs(ctx, p)
	}, func(v *Catalog) int64 { return v.ID })
}

// Catalog is GET /api/v4/catalogs/{id}. A missing one matches ErrNotFound.
func (c *Client) Catalog(ctx context.Context, id int64) (Catalog, error) {
	return one[Catalog](ctx, c, catalogsResource(), id, nil)
}

// CreateCatalogs is POST /api/v4/catalogs. The catalogs stand in the order of
// the drafts. The server refuses more than MaxCatalogs. The API cannot delete
// a catalog.
func (c *Client) CreateCatalogs(ctx context.Context, drafts []CatalogDraft) ([]Catalog, error) {
	r := catalogsResource()
	return createWhole[CatalogDraft, Catalog](ctx, c, batch[CatalogDraft]{
		name: r.name, path: r.path, key: r.key,
		label: func(d *CatalogDraft) *string { return &d.RequestID },
	}, drafts)
}

// UpdateCatalog is PATCH /api/v4/catalogs/{id}. It answers the catalog as it
// is then.
func (c *Client) UpdateCatalog(ctx context.Context, p CatalogPatch) (Catalog, error) {
	return editWhole[Catalog](ctx, c, catalogPatches(), p)
}

// UpdateCatalogs is PATCH /api/v4/catalogs, in requests of at most MaxBatch.
// It answers the catalogs as they are then; on an error, those of the requests
// before.
func (c *Client) UpdateCatalogs(ctx context.Context, patches []CatalogPatch) ([]Catalog, error) {
	return editAllWhole[Catalog](ctx, c, catalogPatches(), patches)
}
