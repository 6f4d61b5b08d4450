package amo

import (
	"context"
	"iter"
)

// LossReason is why a lead was lost (GET /api/v4/leads/loss_reasons).
type LossReason struct {
	Source `json:"-"`

	ID        int64  `json:"id"`
	Name      string `json:"name,omitzero"`
	Sort      int64  `json:"sort,omitzero"`
	CreatedAt int64  `json:"created_at,omitzero"`
	UpdatedAt int64  `json:"updated_at,omitzero"`
}

// LossReasonDraft is one reason of POST /api/v4/leads/loss_reasons.
type LossReasonDraft struct {
	Name      string `json:"name"`
	Sort      int64  `json:"sort"`
	RequestID string `json:"request_id,omitzero"`
}

func reasonsResource() resource {
	return resource{name: "loss_reasons", path: "/leads/loss_reasons", key: "loss_reasons"}
}

// LossReasons is GET /api/v4/leads/loss_reasons; none without
// is_loss_reason_enabled of the account.
func (c *Client) LossReasons(ctx context.Context, p PageQuery) (Page[LossReason], error) {
	return list[LossReason](ctx, c, p.query(reasonsResource()), p.Page, p.Limit)
}

// AllLossReasons walks the reasons from p.Page on, as AllLeads does.
func (c *Client) AllLossReasons(ctx context.Context, p PageQuery) iter.Seq2[Page[LossReason], error] {
	return walk(ctx, &p.Page, &p.Limit, func(ctx context.Context) (Page[LossReason], error) {
		return c.LossReasons(ctx, p)
	}, func(v *LossReason) int64 { return v.ID })
}

// LossReason is GET /api/v4/leads/loss_reasons/{id}. A missing one matches
// ErrNotFound.
func (c *Client) LossReason(ctx context.Context, id int64) (LossReason, error) {
	return one[LossReason](ctx, c, reasonsResource(), id, nil)
}

// CreateLossReasons is POST /api/v4/leads/loss_reasons. The reasons stand in
// the order of the drafts.
func (c *Client) CreateLossReasons(ctx context.Context, drafts []LossReasonDraft) ([]LossReason, error) {
	return createWhole[LossReasonDraft, LossReason](ctx, c, batch[LossReasonDraft]{
		name: "loss_reasons", path: reasonsResource().path, key: reasonsResource().key,
		label: func(d *LossReasonDraft) *string { return &d.RequestID },
	}, drafts)
}

// DeleteLossReason is DELETE /api/v4/leads/loss_reasons/{id}.
func (c *Client) DeleteLossReason(ctx context.Context, id int64) error {
	r := reasonsResource()
	return c.drop(ctx, r.name, path("leads", "loss_reasons", id), id)
}
