package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"voronka/amo"
	"voronka/cache/merge"
)

// MoveLead puts a lead into another status: what the screens show, the change
// in the outbox and the act in the history, in one transaction. The change is
// not sent before hold has passed.
//
// Moving a lead again while its last move was never tried, or was refused,
// changes that move instead of adding one: its Before stays, its hold starts
// anew. Moving it back to where the server has it takes the move away; the
// Change returned has ID 0 then. A move that is being sent, was tried without
// an answer, or stands in conflict is left alone, and the new one waits
// behind it.
//
// LossReasonID counts with amo.StatusLost only; without it a lost lead keeps
// the reason it has. Errors: ErrNotFound, *StatusError, and ErrUnchanged when
// the lead is there already. The server hears of it as PATCH /api/v4/leads.
func (s *Store) MoveLead(ctx context.Context, m Move, hold time.Duration) (change Change, err error) {
	defer func() { err = s.fail(err, "move lead %d", m.LeadID) }()
	edit := LeadEdit{ID: m.LeadID, PipelineID: m.PipelineID, StatusID: m.StatusID}
	if m.LossReasonID != nil {
		edit.LossReasonID = amo.Set(*m.LossReasonID)
	}
	act, err := s.Do(ctx, Command{Edits: []Edit{edit}, Hold: hold})
	if err != nil {
		return Change{}, err
	}
	made := act.Changes[0]
	if made.ChangeID == 0 {
		return Change{Entity: Leads, EntityID: made.ID, Kind: ChangeMove, ActID: act.ID}, nil
	}
	err = s.read(ctx, func(tx *sql.Tx) error {
		list, err := changesWhere(ctx, tx, `id = ?`, made.ChangeID)
		if err == nil && len(list) == 1 {
			change = list[0]
		}
		return err
	})
	return change, err
}

// place is where a lead stands.
type place struct {
	pipelineID, statusID int64
	loss                 *int64
	touchesLoss          bool // a destination that names a reason
}

// place reads where the person sees a lead.
func (w *writing) place(leadID int64) (p place, err error) {
	err = w.tx.QueryRowContext(w.ctx, `SELECT pipeline_id, status_id, loss_reason_id FROM leads WHERE id = ?`, leadID).
		Scan(&p.pipelineID, &p.statusID, &p.loss)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return p, err
}

// destination works out where a move leads, and that the place exists.
func (w *writing) destination(m Move, from place) (to place, err error) {
	to = place{pipelineID: m.PipelineID, statusID: m.StatusID}
	var pipelines []int64
	err = each(w.ctx, w.tx, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		pipelines = append(pipelines, id)
		return err
	}, `SELECT pipeline_id FROM statuses WHERE id = ?`, m.StatusID)
	if err != nil {
		return to, err
	}
	if to.pipelineID == 0 {
		switch {
		case slices.Contains(pipelines, from.pipelineID):
			to.pipelineID = from.pipelineID
		case len(pipelines) == 1:
			to.pipelineID = pipelines[0]
		}
	}
	if !slices.Contains(pipelines, to.pipelineID) {
		return to, &StatusError{PipelineID: m.PipelineID, StatusID: m.StatusID}
	}
	if m.StatusID == amo.StatusLost && m.LossReasonID != nil {
		to.loss, to.touchesLoss = m.LossReasonID, true
	}
	return to, nil
}

// fields writes a place as the fields of a change towards to. Pipeline and
// status name a place together, so both are always there.
func (p place) fields(to place) merge.Fields {
	fields := merge.Fields{
		merge.Pipeline: number(&p.pipelineID),
		merge.Status:   number(&p.statusID),
	}
	if to.touchesLoss {
		fields[merge.LossReason] = number(p.loss)
	}
	return fields
}

func number(n *int64) json.RawMessage {
	if n == nil {
		return json.RawMessage("null")
	}
	return strconv.AppendInt(nil, *n, 10)
}
