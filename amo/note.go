package amo

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
)

// Note is an entry in the history of an entity, as
// GET /api/v4/{entity}/notes answers it. Times are Unix seconds.
type Note struct {
	Source `json:"-"`

	ID                int64           `json:"id"`
	EntityID          int64           `json:"entity_id,omitzero"`
	CreatedBy         int64           `json:"created_by,omitzero"`
	UpdatedBy         int64           `json:"updated_by,omitzero"`
	CreatedAt         int64           `json:"created_at,omitzero"`
	UpdatedAt         int64           `json:"updated_at,omitzero"`
	ResponsibleUserID int64           `json:"responsible_user_id,omitzero"`
	GroupID           int64           `json:"group_id,omitzero"`
	NoteType          string          `json:"note_type,omitzero"` // one of the Note… constants, or another
	Params            json.RawMessage `json:"params,omitzero"`    // by type; see Typed
	IsPinned          bool            `json:"is_pinned,omitzero"` // with=is_pinned
	AccountID         int64           `json:"account_id,omitzero"`
}

// NoteDraft is one note of POST /api/v4/{entity}/notes.
type NoteDraft struct {
	EntityID  int64           `json:"entity_id,omitzero"` // not needed in a scope with one
	NoteType  string          `json:"note_type"`
	Params    NoteParams      `json:"params"` // of that type
	CreatedBy Optional[int64] `json:"created_by,omitzero"`
	CreatedAt int64           `json:"created_at,omitzero"` // Unix seconds
	RequestID string          `json:"request_id,omitzero"`
}

// NotePatch is one note of PATCH /api/v4/{entity}/notes.
type NotePatch struct {
	ID        int64      `json:"id,omitzero"`
	NoteType  string     `json:"note_type,omitzero"`
	Params    NoteParams `json:"params,omitzero"` // replaced as a whole
	RequestID string     `json:"request_id,omitzero"`
}

// UnmarshalJSON reads a draft that was kept as JSON, its params by its type.
func (d *NoteDraft) UnmarshalJSON(b []byte) error {
	type draft NoteDraft
	var v struct {
		draft
		Params json.RawMessage `json:"params"`
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*d = NoteDraft(v.draft)
	d.Params = keptParams(v.NoteType, v.Params)
	return nil
}

// UnmarshalJSON reads a patch that was kept as JSON, its params by its type.
func (p *NotePatch) UnmarshalJSON(b []byte) error {
	type patch NotePatch
	var v struct {
		patch
		Params json.RawMessage `json:"params"`
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*p = NotePatch(v.patch)
	p.Params = keptParams(v.NoteType, v.Params)
	return nil
}

// keptParams are the params of a note that was kept, nil without any.
func keptParams(noteType string, raw json.RawMessage) NoteParams {
	if raw == nil || string(raw) == "null" {
		return nil
	}
	return paramsOf(noteType, raw)
}

// NoteScope is whose notes are meant: those of all entities of a type, or of
// one of them when EntityID is not 0.
type NoteScope struct {
	Entity   string // leads, contacts, companies, customers
	EntityID int64
}

func (s NoteScope) resource() (resource, error) {
	r := resource{
		name: "notes", path: path(s.Entity, "notes"), key: "notes",
		with: []string{"is_pinned"}, orders: []string{"updated_at", "id"},
	}
	if s.EntityID != 0 {
		r.path = path(s.Entity, s.EntityID, "notes")
	}
	return r, checkEntity("notes", s.Entity, bearers()...)
}

// NoteQuery asks for a page of notes.
type NoteQuery struct {
	Page  int
	Limit int      // at most MaxPageSize; 0: DefaultPageSize
	With  []string // is_pinned
	Order Order    // updated_at, id

	IDs       []int64
	EntityIDs []int64 // in a scope without one
	Types     []string
	UpdatedAt Range
}

func (n NoteQuery) query(s NoteScope) (*query, error) {
	r, err := s.resource()
	q := newQuery(r)
	q.page(n.Page, n.Limit)
	q.with(n.With)
	q.order(n.Order)
	q.ids("id", n.IDs)
	q.list("entity_id", numerals(n.EntityIDs))
	q.strings("note_type", n.Types)
	q.between("updated_at", n.UpdatedAt)
	if s.EntityID != 0 && len(n.EntityIDs) > 0 && !slices.Equal(n.EntityIDs, []int64{s.EntityID}) {
		q.refuse("filter[entity_id]", "beside an entity in the path")
	}
	return q, err
}

func (s NoteScope) patches() batch[NotePatch] {
	r, _ := s.resource() // checked by the caller
	return batch[NotePatch]{
		name: r.name, path: r.path, key: r.key,
		id:    func(p *NotePatch) *int64 { return &p.ID },
		label: func(p *NotePatch) *string { return &p.RequestID },
	}
}

// Notes is GET /api/v4/{entity}/notes, or GET /api/v4/{entity}/{id}/notes in a
// scope with an entity.
func (c *Client) Notes(ctx context.Context, s NoteScope, n NoteQuery) (Page[Note], error) {
	q, err := n.query(s)
	if err != nil {
		return Page[Note]{}, err
	}
	return list[Note](ctx, c, q, n.Page, n.Limit)
}

// AllNotes walks the notes of a scope from n.Page on, as AllLeads does.
func (c *Client) AllNotes(ctx context.Context, s NoteScope, n NoteQuery) iter.Seq2[Page[Note], error] {
	return walk(ctx, &n.Page, &n.Limit, func(ctx context.Context) (Page[Note], error) {
		return c.Notes(ctx, s, n)
	}, func(v *Note) int64 { return v.ID })
}

// Note is GET /api/v4/{entity}/notes/{id}, or
// GET /api/v4/{entity}/{entity id}/notes/{id} in a scope with an entity. A
// missing one matches ErrNotFound.
func (c *Client) Note(ctx context.Context, s NoteScope, id int64) (Note, error) {
	r, err := s.resource()
	if err != nil {
		return Note{}, err
	}
	return one[Note](ctx, c, r, id, nil)
}

// CreateNotes is POST /api/v4/{entity}/notes, or
// POST /api/v4/{entity}/{id}/notes in a scope with an entity. Batches,
// receipts and errors are those of CreateLeads.
func (c *Client) CreateNotes(ctx context.Context, s NoteScope, drafts []NoteDraft) ([]Created, error) {
	r, err := s.resource()
	if err != nil {
		return nil, err
	}
	for i, d := range drafts {
		if d.EntityID == 0 && s.EntityID == 0 {
			return nil, &DraftError{Entity: "notes", Item: i + 1, Path: "entity_id", Reason: "is missing"}
		}
	}
	return createReceipts(ctx, c, batch[NoteDraft]{
		name: r.name, path: r.path, key: r.key,
		label: func(d *NoteDraft) *string { return &d.RequestID },
	}, drafts)
}

// UpdateNote is PATCH /api/v4/{entity}/notes/{id}, or of the entity in the
// scope. The API does not delete notes.
func (c *Client) UpdateNote(ctx context.Context, s NoteScope, p NotePatch) (Updated, error) {
	if _, err := s.resource(); err != nil {
		return Updated{}, err
	}
	return editReceipt(ctx, c, s.patches(), p)
}

// UpdateNotes is PATCH /api/v4/{entity}/notes, or of the entity in the scope.
// Batches, receipts and errors are those of UpdateLeads.
func (c *Client) UpdateNotes(ctx context.Context, s NoteScope, patches []NotePatch) ([]Updated, error) {
	if _, err := s.resource(); err != nil {
		return nil, err
	}
	return editAll(ctx, c, s.patches(), patches)
}

// PinNote is POST /api/v4/{entity}/notes/{id}/pin, or unpin.
func (c *Client) PinNote(ctx context.Context, entity string, id int64, pinned bool) error {
	if err := checkEntity("notes", entity, bearers()...); err != nil {
		return err
	}
	act := "unpin"
	if pinned {
		act = "pin"
	}
	_, err := c.repost(ctx, path(entity, "notes", id, act), nil)
	return err
}
