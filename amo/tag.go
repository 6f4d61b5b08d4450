package amo

import (
	"context"
	"iter"
)

// Tag is a label of a lead, contact or company; each entity type has its own
// set. Color has no leading '#' and only leads have one.
type Tag struct {
	Source `json:"-"`

	ID    int64   `json:"id,omitzero"`
	Name  string  `json:"name,omitzero"`
	Color *string `json:"color,omitzero"`
}

// TagRef names a tag to add or delete, by ID when it is not 0, else by Name.
type TagRef struct {
	ID   int64  `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
}

// TagDraft is one tag of POST /api/v4/{entity}/tags.
type TagDraft struct {
	Name      string `json:"name"`
	Color     string `json:"color,omitzero"` // one of TagColors, leads only
	RequestID string `json:"request_id,omitzero"`
}

// TagQuery asks for a page of GET /api/v4/{entity}/tags.
type TagQuery struct {
	Page  int
	Limit int    // at most MaxPageSize; 0: DefaultPageSize
	Query string // a part of the name
	Name  string // the whole name
	IDs   []int64
}

func (t TagQuery) query(entity string) *query {
	q := newQuery(resource{name: "tags", path: path(entity, "tags"), key: "tags"})
	q.page(t.Page, t.Limit)
	q.text(t.Query)
	q.one("name", t.Name)
	q.list("id", numerals(t.IDs))
	return q
}

// TagColors are the colours a lead's tag may have, without '#'.
func TagColors() []string {
	return []string{
		"EBEBEB", "D0D0D0", "F2DDF7", "D1A4DC", "FF8F92", "FFC8C8", "C7DB8C", "DDEBB5", "8699DA", "AABDFF", "FFCE5A", "FFE193",
		"90CDB0", "C6F4DE", "A9A5D7", "D8D5FF", "86C0FC", "832161", "6A0F49", "0C7C59", "10599D", "9D2B32", "247BA0",
	}
}

// Tags is GET /api/v4/{entity}/tags, of leads, contacts, companies or
// customers. Tags are put on and taken off by TagsToAdd and TagsToDelete of a
// patch; the API neither renames nor deletes them.
func (c *Client) Tags(ctx context.Context, entity string, t TagQuery) (Page[Tag], error) {
	if err := checkEntity("tags", entity, bearers()...); err != nil {
		return Page[Tag]{}, err
	}
	return list[Tag](ctx, c, t.query(entity), t.Page, t.Limit)
}

// AllTags walks the tags of an entity from t.Page on, as AllLeads does.
func (c *Client) AllTags(ctx context.Context, entity string, t TagQuery) iter.Seq2[Page[Tag], error] {
	return walk(ctx, &t.Page, &t.Limit, func(ctx context.Context) (Page[Tag], error) {
		return c.Tags(ctx, entity, t)
	}, func(v *Tag) int64 { return v.ID })
}

// CreateTags is POST /api/v4/{entity}/tags, in requests of at most MaxBatch.
// The tag of a name that exists already is answered with its id, so the call
// is repeated like a read. The tags stand in the order of the drafts.
func (c *Client) CreateTags(ctx context.Context, entity string, drafts []TagDraft) ([]Tag, error) {
	if err := checkEntity("tags", entity, bearers()...); err != nil {
		return nil, err
	}
	return createWhole[TagDraft, Tag](ctx, c, batch[TagDraft]{
		name: "tags", path: path(entity, "tags"), key: "tags", again: true,
		label: func(d *TagDraft) *string { return &d.RequestID },
	}, drafts)
}
