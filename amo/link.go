package amo

import (
	"context"
	"encoding/json"
	"slices"
)

// Link is one link between two entities, as GET /api/v4/{entity}/{id}/links
// answers it.
type Link struct {
	Source `json:"-"`

	EntityID     int64        `json:"entity_id"`
	EntityType   string       `json:"entity_type,omitzero"`
	ToEntityID   int64        `json:"to_entity_id"`
	ToEntityType string       `json:"to_entity_type,omitzero"`
	Metadata     LinkMetadata `json:"metadata,omitzero"` // none for a company
}

// LinkMetadata says more about a link: whether a contact is the main one, how
// much of a catalog's element is meant.
type LinkMetadata struct {
	Source `json:"-"`

	MainContact bool        `json:"main_contact,omitzero"`
	Quantity    json.Number `json:"quantity,omitzero"`
	CatalogID   int64       `json:"catalog_id,omitzero"`
	PriceID     *int64      `json:"price_id,omitzero"`
}

// LinkDraft is one link to make or to take away. EntityID is needed by
// LinkMany and UnlinkMany alone.
type LinkDraft struct {
	EntityID     int64              `json:"entity_id,omitzero"`
	ToEntityID   int64              `json:"to_entity_id"`
	ToEntityType string             `json:"to_entity_type"`
	Metadata     *LinkDraftMetadata `json:"metadata,omitzero"`
}

// LinkDraftMetadata goes with a link to a contact (IsMain, which reads answer
// as main_contact) or to an element of a catalog (all others).
type LinkDraftMetadata struct {
	IsMain    Optional[bool]  `json:"is_main,omitzero"`
	Quantity  json.Number     `json:"quantity,omitzero"`
	CatalogID int64           `json:"catalog_id,omitzero"`
	PriceID   Optional[int64] `json:"price_id,omitzero"`
	UpdatedBy Optional[int64] `json:"updated_by,omitzero"`
}

// LinkQuery narrows a list of links down to those to one entity, type of
// entity or catalog.
type LinkQuery struct {
	ToEntityID   int64
	ToEntityType string // contacts, companies, leads, customers, catalog_elements
	ToCatalogID  int64
}

func (l LinkQuery) query(path string) *query {
	q := newQuery(resource{name: "links", path: path, key: "links"})
	q.id("to_entity_id", l.ToEntityID)
	q.id("to_catalog_id", l.ToCatalogID)
	if l.ToEntityType != "" && !slices.Contains(targets(), l.ToEntityType) {
		q.refuse("filter[to_entity_type]", l.ToEntityType)
	}
	q.one("to_entity_type", l.ToEntityType)
	return q
}

// idsPerAddress keeps an address under 4 KB.
const idsPerAddress = 100

func targets() []string { return append(bearers(), EntityCatalogElements) }

// Links is GET /api/v4/{entity}/{id}/links, of leads, contacts, companies or
// customers: all of them in one answer.
func (c *Client) Links(ctx context.Context, entity string, id int64, l LinkQuery) ([]Link, error) {
	if err := checkEntity("links", entity, bearers()...); err != nil {
		return nil, err
	}
	page, err := list[Link](ctx, c, l.query(path(entity, id, "links")), 0, 0)
	return page.Items, err
}

// LinksOf is GET /api/v4/{entity}/links: the links of several entities, whose
// ids are required. More than a hundred ids take several
// requests, because they stand in the address.
func (c *Client) LinksOf(ctx context.Context, entity string, ids []int64, l LinkQuery) ([]Link, error) {
	if err := checkEntity("links", entity, bearers()...); err != nil {
		return nil, err
	}
	var links []Link
	err := cutting(ids, idsPerAddress, func(portion []int64, _ int) error {
		q := l.query(path(entity, "links"))
		q.list("entity_id", numerals(portion))
		page, err := list[Link](ctx, c, q, 0, 0)
		links = append(links, page.Items...)
		return err
	})
	return links, err
}

// Link is POST /api/v4/{entity}/{id}/link. Linking twice is the same as once,
// so the call is repeated like a read. A lead has one company: linking another
// replaces it. The answer is the links made.
func (c *Client) Link(ctx context.Context, entity string, id int64, drafts []LinkDraft) ([]Link, error) {
	return c.link(ctx, entity, path(entity, id, "link"), drafts)
}

// LinkMany is POST /api/v4/{entity}/link: Link for several entities at once,
// each draft with its EntityID.
func (c *Client) LinkMany(ctx context.Context, entity string, drafts []LinkDraft) ([]Link, error) {
	return c.link(ctx, entity, path(entity, "link"), drafts)
}

func (c *Client) link(ctx context.Context, entity, path string, drafts []LinkDraft) ([]Link, error) {
	if err := checkLinks(entity, drafts); err != nil {
		return nil, err
	}
	var links []Link
	err := cutting(drafts, MaxBatch, func(portion []LinkDraft, offset int) error {
		answer, err := c.repost(ctx, path, portion)
		if err != nil {
			linkBatch().nameInvalid(err, portion, offset)
			return err
		}
		if answer.isEmpty() {
			return nil
		}
		made, _, err := decodePage[Link](answer.body, "links")
		if err != nil {
			return answer.bad("the answer is not a list of links", err)
		}
		links = append(links, made...)
		return nil
	})
	return links, err
}

// Unlink is POST /api/v4/{entity}/{id}/unlink. When the main contact of a lead
// is unlinked, another becomes the main one.
func (c *Client) Unlink(ctx context.Context, entity string, id int64, drafts []LinkDraft) error {
	return c.unlink(ctx, entity, path(entity, id, "unlink"), drafts)
}

// UnlinkMany is POST /api/v4/{entity}/unlink: Unlink for several entities at
// once, each draft with its EntityID.
func (c *Client) UnlinkMany(ctx context.Context, entity string, drafts []LinkDraft) error {
	return c.unlink(ctx, entity, path(entity, "unlink"), drafts)
}

func (c *Client) unlink(ctx context.Context, entity, path string, drafts []LinkDraft) error {
	if err := checkLinks(entity, drafts); err != nil {
		return err
	}
	return cutting(drafts, MaxBatch, func(portion []LinkDraft, offset int) error {
		_, err := c.repost(ctx, path, portion)
		linkBatch().nameInvalid(err, portion, offset)
		return err
	})
}

func checkLinks(entity string, drafts []LinkDraft) error {
	if err := checkEntity("links", entity, bearers()...); err != nil {
		return err
	}
	for i, d := range drafts {
		if !slices.Contains(targets(), d.ToEntityType) {
			return &DraftError{Entity: "links", Item: i + 1, Path: "to_entity_type", Value: d.ToEntityType, Reason: "is not what can be linked"}
		}
	}
	return nil
}

// linkBatch names links in refusals. They have no ids and no request ids.
func linkBatch() batch[LinkDraft] {
	none := ""
	return batch[LinkDraft]{name: "links", label: func(*LinkDraft) *string { return &none }}
}
