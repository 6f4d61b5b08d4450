package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"voronka/amo"
	"voronka/cache/fold"
)

// saveLead writes the columns of a lead as the person shall see it. The time
// of its nearest task is task, or the lead's own when task is nil.
const saveLead = `
	INSERT INTO leads (id, pipeline_id, status_id, name, search, price, owner_id, contact_id, company_id,
		loss_reason_id, created_at, updated_at, closest_task, task_at, tags)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (id) DO UPDATE SET
		pipeline_id = excluded.pipeline_id, status_id = excluded.status_id, name = excluded.name,
		search = excluded.search, price = excluded.price, owner_id = excluded.owner_id,
		contact_id = excluded.contact_id, company_id = excluded.company_id,
		loss_reason_id = excluded.loss_reason_id, created_at = excluded.created_at,
		updated_at = excluded.updated_at, closest_task = excluded.closest_task,
		task_at = excluded.task_at, tags = excluded.tags`

func saveLeadArgs(l *amo.Lead, task *int64) []any {
	closest := valueOr(l.ClosestTaskAt, 0)
	var loss any
	if l.LossReasonID != nil {
		loss = *l.LossReasonID
	}
	return []any{
		l.ID, l.PipelineID, l.StatusID, l.Name, fold.Index(l.Name), l.Price, l.ResponsibleUserID,
		l.MainContactID(), l.CompanyID(), loss, l.CreatedAt, l.UpdatedAt, closest, valueOr(task, closest),
		packTags(l.Embedded.Tags),
	}
}

func valueOr[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

// baseLead reads the server's last word on a lead; ErrNotFound when the
// replica does not have it.
func baseLead(ctx context.Context, q querier, id int64) (lead amo.Lead, err error) {
	var base []byte
	err = q.QueryRowContext(ctx, `SELECT base FROM leads_base WHERE id = ?`, id).Scan(&base)
	if errors.Is(err, sql.ErrNoRows) {
		return lead, ErrNotFound
	}
	if err != nil {
		return lead, err
	}
	return lead, json.Unmarshal(base, &lead)
}
