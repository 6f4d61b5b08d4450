package amo

import (
	"context"
	"errors"
	"slices"
	"strconv"
)

// PipelineDraft is one pipeline of POST /api/v4/leads/pipelines. Name, Sort,
// IsMain and IsUnsortedOn are required and always sent, and at least one
// status of its own. The statuses StatusWon and StatusLost are made by the
// server; give them with their ID to name them. It renumbers Sort.
type PipelineDraft struct {
	Name         string        `json:"name"`
	Sort         int64         `json:"sort"`
	IsMain       bool          `json:"is_main"`
	IsUnsortedOn bool          `json:"is_unsorted_on"`
	Embedded     PipelineParts `json:"_embedded"`
	RequestID    string        `json:"request_id,omitzero"`
}

// PipelineParts are the statuses a pipeline is created with.
type PipelineParts struct {
	Statuses []StatusDraft `json:"statuses"`
}

// PipelinePatch is PATCH /api/v4/leads/pipelines/{id}. Statuses have calls of
// their own.
type PipelinePatch struct {
	ID           int64            `json:"id,omitzero"`
	Name         Optional[string] `json:"name,omitzero"`
	Sort         Optional[int64]  `json:"sort,omitzero"`
	IsMain       Optional[bool]   `json:"is_main,omitzero"`
	IsUnsortedOn Optional[bool]   `json:"is_unsorted_on,omitzero"`
	RequestID    string           `json:"request_id,omitzero"`
}

func pipelinesResource() resource {
	return resource{name: "pipelines", path: "/leads/pipelines", key: "pipelines"}
}

// Pipeline is GET /api/v4/leads/pipelines/{id}, with its statuses. A missing
// one matches ErrNotFound.
func (c *Client) Pipeline(ctx context.Context, id int64) (Pipeline, error) {
	return one[Pipeline](ctx, c, pipelinesResource(), id, nil)
}

// CreatePipelines is POST /api/v4/leads/pipelines (administrators; an account
// has at most 50). The pipelines come whole, with the ids of their statuses,
// in the order of the drafts. A *DraftError tells of a draft that the server
// would refuse, before anything is sent.
func (c *Client) CreatePipelines(ctx context.Context, drafts []PipelineDraft) ([]Pipeline, error) {
	for i, d := range drafts {
		if err := d.check(); err != nil {
			err.Item = i + 1
			return nil, err
		}
	}
	return createWhole[PipelineDraft, Pipeline](ctx, c, batch[PipelineDraft]{
		name: "pipelines", path: pipelinesResource().path, key: pipelinesResource().key,
		label: func(d *PipelineDraft) *string { return &d.RequestID },
	}, drafts)
}

func (d PipelineDraft) check() *DraftError {
	if d.Name == "" {
		return &DraftError{Entity: "pipelines", Path: "name", Reason: "is missing"}
	}
	own := false
	for i, s := range d.Embedded.Statuses {
		if err := s.check(); err != nil {
			err.Entity = "pipelines"
			err.Path = "_embedded.statuses." + strconv.Itoa(i) + "." + err.Path
			return err
		}
		own = own || s.ID == 0
	}
	if !own {
		return &DraftError{Entity: "pipelines", Path: "_embedded.statuses", Reason: "has no status but those of the system, the server wants one"}
	}
	return nil
}

// UpdatePipeline is PATCH /api/v4/leads/pipelines/{id} (administrators). It
// answers the pipeline as it is then.
func (c *Client) UpdatePipeline(ctx context.Context, p PipelinePatch) (Pipeline, error) {
	return editWhole[Pipeline](ctx, c, batch[PipelinePatch]{
		name: "pipelines", path: pipelinesResource().path,
		id:    func(p *PipelinePatch) *int64 { return &p.ID },
		label: func(p *PipelinePatch) *string { return &p.RequestID },
	}, p)
}

// DeletePipeline is DELETE /api/v4/leads/pipelines/{id} (administrators). One
// with leads gives KindUnprocessable; the account's last one cannot be deleted
// either. A missing one matches ErrNotFound.
func (c *Client) DeletePipeline(ctx context.Context, id int64) error {
	err := c.drop(ctx, "pipelines", path("leads", "pipelines", id), id)
	var refusal *Error
	if errors.As(err, &refusal) && slices.ContainsFunc(refusal.Validation, isMissingID) {
		return &NotFoundError{Entity: "pipelines", ID: id} // the API's way to say so
	}
	return err
}

func isMissingID(v Invalid) bool { return v.Path == "id" && v.Code == "NotSupportedChoice" }
