package amo

import (
	"context"
	"slices"
	"strings"
)

// StatusDraft is one status of POST /api/v4/leads/pipelines/{id}/statuses, or
// of a new pipeline. Name and Sort are required.
type StatusDraft struct {
	ID           int64                    `json:"id,omitzero"` // StatusWon or StatusLost of a new pipeline, to name it; else 0
	Name         string                   `json:"name"`
	Sort         int64                    `json:"sort,omitzero"`
	Color        string                   `json:"color,omitzero"` // one of StatusColors
	Descriptions []StatusDescriptionDraft `json:"descriptions,omitzero"`
	RequestID    string                   `json:"request_id,omitzero"`
}

// StatusDescriptionDraft is what a status means to employees of one level. A
// patch with ID and Level but no Text deletes it.
type StatusDescriptionDraft struct {
	ID    int64  `json:"id,omitzero"`
	Level string `json:"level"`                // newbie, candidate, master
	Text  string `json:"description,omitzero"` // at most 1000 characters
}

// StatusPatch is PATCH /api/v4/leads/pipelines/{id}/statuses/{id}. Only the
// name of StatusWon and StatusLost can be changed.
type StatusPatch struct {
	ID           int64                    `json:"id,omitzero"`
	PipelineID   int64                    `json:"-"`
	Name         Optional[string]         `json:"name,omitzero"`
	Sort         Optional[int64]          `json:"sort,omitzero"`
	Color        Optional[string]         `json:"color,omitzero"` // one of StatusColors
	Descriptions []StatusDescriptionDraft `json:"descriptions,omitzero"`
	RequestID    string                   `json:"request_id,omitzero"`
}

// StatusColors are the colours a status may be given. Others may be read:
// old defaults, and those of the system's statuses.
func StatusColors() []string {
	return []string{
		"#fffeb2", "#fffd7f", "#fff000", "#ffeab2", "#ffdc7f", "#ffce5a", "#ffdbdb", "#ffc8c8", "#ff8f92", "#d6eaff", "#c1e0ff",
		"#98cbff", "#ebffb1", "#deff81", "#87f2c0", "#f9deff", "#f3beff", "#ccc8f9", "#eb93ff", "#f2f3f4", "#e6e8ea",
	}
}

// IsStatusColor reports whether a status may be given a colour. Letters are
// small, as the API writes them.
func IsStatusColor(color string) bool { return slices.Contains(StatusColors(), color) }

func checkColor(color string) *DraftError {
	if IsStatusColor(color) {
		return nil
	}
	return &DraftError{
		Entity: "statuses", Path: "color", Value: color,
		Reason: "is not one of the colours that can be written: " + strings.Join(StatusColors(), " "),
	}
}

func (s StatusDraft) check() *DraftError {
	switch {
	case s.Name == "":
		return &DraftError{Entity: "statuses", Path: "name", Reason: "is missing"}
	case s.ID != 0 && s.ID != StatusWon && s.ID != StatusLost:
		return &DraftError{Entity: "statuses", Path: "id", Reason: "is not that of a status of the system"}
	case s.ID == 0 && s.Sort <= 0:
		return &DraftError{Entity: "statuses", Path: "sort", Reason: "is missing"}
	case s.Color != "":
		return checkColor(s.Color)
	}
	return nil
}

func statusesResource(pipeline int64) resource {
	return resource{
		name: "statuses", path: path("leads", "pipelines", pipeline, "statuses"), key: "statuses",
		with: []string{"descriptions"},
	}
}

// Statuses is GET /api/v4/leads/pipelines/{id}/statuses: all of them in one
// answer. With: descriptions.
func (c *Client) Statuses(ctx context.Context, pipeline int64, with ...string) ([]Status, error) {
	q := newQuery(statusesResource(pipeline))
	q.with(with)
	page, err := list[Status](ctx, c, q, 0, 0)
	return page.Items, err
}

// Status is GET /api/v4/leads/pipelines/{id}/statuses/{id}. A missing one
// matches ErrNotFound. With: descriptions.
func (c *Client) Status(ctx context.Context, pipeline, id int64, with ...string) (Status, error) {
	return one[Status](ctx, c, statusesResource(pipeline), id, with)
}

// CreateStatuses is POST /api/v4/leads/pipelines/{id}/statuses
// (administrators; a pipeline has at most 100). The statuses stand in the
// order of the drafts. A *DraftError tells of a draft that the server would
// refuse, before anything is sent.
func (c *Client) CreateStatuses(ctx context.Context, pipeline int64, drafts []StatusDraft) ([]Status, error) {
	for i, d := range drafts {
		err := d.check()
		if err == nil && d.ID != 0 {
			err = &DraftError{Entity: "statuses", Path: "id", Reason: "is given, but every pipeline has that status already"}
		}
		if err != nil {
			err.Item = i + 1
			return nil, err
		}
	}
	r := statusesResource(pipeline)
	return createWhole[StatusDraft, Status](ctx, c, batch[StatusDraft]{
		name: r.name, path: r.path, key: r.key,
		label: func(d *StatusDraft) *string { return &d.RequestID },
	}, drafts)
}

// UpdateStatus is PATCH /api/v4/leads/pipelines/{id}/statuses/{id}
// (administrators). It answers the status as it is then. A colour that cannot
// be written gives a *DraftError, before anything is sent.
func (c *Client) UpdateStatus(ctx context.Context, p StatusPatch) (Status, error) {
	if color, ok := p.Color.Value(); ok {
		if err := checkColor(color); err != nil {
			return Status{}, err
		}
	}
	return editWhole[Status](ctx, c, batch[StatusPatch]{
		name: "statuses", path: statusesResource(p.PipelineID).path,
		id:    func(p *StatusPatch) *int64 { return &p.ID },
		label: func(p *StatusPatch) *string { return &p.RequestID },
	}, p)
}

// DeleteStatus is DELETE /api/v4/leads/pipelines/{id}/statuses/{id}
// (administrators). The server moves its leads to the pipeline's first status.
func (c *Client) DeleteStatus(ctx context.Context, pipeline, id int64) error {
	return c.drop(ctx, "statuses", path("leads", "pipelines", pipeline, "statuses", id), id)
}
