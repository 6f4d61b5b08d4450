package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/amo"
	"voronka/cache/fold"
)

// The keys of Change.Before and Change.After for a lead, as in the API.
const (
	keyPipeline   = "pipeline_id"
	keyStatus     = "status_id"
	keyLossReason = "loss_reason_id"
)

// overlay puts an unsent change over a lead as the server will when it gets
// the change, side effects included.
func overlay(lead *amo.Lead, change *Change) error {
	for key, value := range change.After {
		var target any
		switch key {
		case keyPipeline:
			target = &lead.PipelineID
		case keyStatus:
			target = &lead.StatusID
		case keyLossReason:
			target = &lead.LossReasonID
		default:
			return fmt.Errorf("change %d has an unknown field %q", change.ID, key)
		}
		if err := json.Unmarshal(value, target); err != nil {
			return fmt.Errorf("change %d, field %s: %w", change.ID, key, err)
		}
	}
	if _, moved := change.After[keyStatus]; moved {
		closeOrOpen(lead, change.CreatedAt)
	}
	// The server will stamp the lead when it gets the change. Until then the
	// local clock stands in, so that what one has just done is on top.
	lead.UpdatedAt = max(lead.UpdatedAt, change.CreatedAt)
	return nil
}

// closeOrOpen does what the server does when a lead enters its status: won and
// lost ones have a closing time, open ones have neither that nor a reason.
func closeOrOpen(lead *amo.Lead, at int64) {
	if lead.StatusID == amo.StatusWon || lead.StatusID == amo.StatusLost {
		if lead.ClosedAt == nil {
			lead.ClosedAt = &at
		}
		return
	}
	lead.ClosedAt = nil
	lead.LossReasonID = nil
}

// overlayAll puts changes over a copy of base, oldest first.
func overlayAll(base amo.Lead, changes []Change) (amo.Lead, error) {
	for i := range changes {
		if err := overlay(&base, &changes[i]); err != nil {
			return base, err
		}
	}
	return base, nil
}

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

// remerge recomputes what the person sees of a lead after its base or its
// unsent changes have changed. A lead the replica does not have is no error:
// its changes may outlive it.
func (w *writing) remerge(leadID int64) error {
	base, err := baseLead(w.ctx, w.tx, leadID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	changes, err := changesOf(w.ctx, w.tx, Leads, leadID)
	if err != nil {
		return err
	}
	lead, err := overlayAll(base, changes)
	if err != nil {
		return err
	}
	// The other columns are never touched by a change so far.
	_, err = w.exec(`UPDATE leads SET pipeline_id = ?, status_id = ?, loss_reason_id = ?, updated_at = ? WHERE id = ?`,
		lead.PipelineID, lead.StatusID, lead.LossReasonID, lead.UpdatedAt, leadID)
	w.note(Leads, leadID)
	return err
}
