package cache

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"voronka/amo"
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
	err = s.write(ctx, func(w *writing) error {
		from, err := w.place(m.LeadID)
		if err != nil {
			return err
		}
		to, err := w.destination(m, from)
		if err != nil {
			return err
		}
		before, after := from.fields(to), to.fields(to)
		if sameFields(before, after) {
			return ErrUnchanged
		}
		change, err = w.enqueueMove(m.LeadID, before, after, hold)
		return err
	})
	if err != nil {
		return Change{}, err
	}
	return change, nil
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
func (p place) fields(to place) map[string]json.RawMessage {
	fields := map[string]json.RawMessage{
		keyPipeline: number(&p.pipelineID),
		keyStatus:   number(&p.statusID),
	}
	if to.touchesLoss {
		fields[keyLossReason] = number(p.loss)
	}
	return fields
}

func number(n *int64) json.RawMessage {
	if n == nil {
		return json.RawMessage("null")
	}
	return strconv.AppendInt(nil, *n, 10)
}

// sameFields reports whether a and b agree in every field both have, and have
// the same ones. Values are compared as written, which is always by number.
func sameFields(a, b map[string]json.RawMessage) bool {
	return maps.EqualFunc(a, b, func(x, y json.RawMessage) bool { return bytes.Equal(x, y) })
}

// enqueueMove puts a move into the outbox, into the row's last change if that
// may still be changed, and shows it.
func (w *writing) enqueueMove(leadID int64, before, after map[string]json.RawMessage, hold time.Duration) (Change, error) {
	changes, err := changesOf(w.ctx, w.tx, Leads, leadID)
	if err != nil {
		return Change{}, err
	}
	change := Change{Entity: Leads, EntityID: leadID, Kind: ChangeMove, Before: before, After: after}
	again := false
	if last := len(changes) - 1; last >= 0 {
		if again, err = w.coalesces(&changes[last]); err != nil {
			return Change{}, err
		}
		if again {
			change, changes = changes[last], changes[:last]
		}
	}
	state := actPending
	if again {
		state, err = w.enqueueAgain(&change, after, changes, hold)
	} else {
		change.hold(w.now, hold)
		err = w.addChange(&change)
	}
	if err != nil {
		return Change{}, err
	}
	err = w.record(act{kind: ChangeMove, entity: Leads, entityID: leadID, changeID: change.ID, before: before, after: after, state: state})
	if err != nil {
		return Change{}, err
	}
	if state == actCancelled {
		change = Change{Entity: Leads, EntityID: leadID, Kind: ChangeMove}
	}
	return change, w.remerge(leadID)
}

// coalesces reports whether the person may still change c itself: the server
// has certainly not acted on it, and nothing has to be decided first.
func (w *writing) coalesces(c *Change) (bool, error) {
	if c.Kind != ChangeMove || c.State == ChangeSending || c.State == ChangeConflict {
		return false, nil
	}
	var tried bool
	err := w.tx.QueryRowContext(w.ctx, `SELECT tried FROM outbox WHERE id = ?`, c.ID).Scan(&tried)
	return !tried, err
}

// enqueueAgain takes a later act into a change: what stood there first stays
// Before, what is wanted now becomes After. A change that has come to nothing
// is removed with all its acts. The earlier changes are those of the same row.
func (w *writing) enqueueAgain(c *Change, after map[string]json.RawMessage, earlier []Change, hold time.Duration) (actState, error) {
	lead, err := baseLead(w.ctx, w.tx, c.EntityID)
	if err != nil {
		return "", err
	}
	if lead, err = overlayAll(lead, earlier); err != nil {
		return "", err
	}
	under := fieldsOf(&lead, after)
	before := maps.Clone(under) // for a field touched only now
	for key, value := range c.Before {
		if _, touched := after[key]; touched {
			before[key] = value
		}
	}
	c.Before, c.After = before, after
	// The server may have something else by now than when the first act was
	// made. Then even a way back to that has to be sent.
	if sameFields(before, after) && sameFields(under, after) {
		return actCancelled, errors.Join(w.removeChange(c.ID), w.settle(c.ID, actCancelled))
	}
	c.hold(w.now, hold)
	return actPending, errors.Join(w.updateChange(c), w.settle(c.ID, actPending))
}

// hold sets when the change may leave. The second it was made in is not whole,
// so the time is rounded up: a hold is never shorter than the person was told.
func (c *Change) hold(now time.Time, hold time.Duration) {
	if hold <= 0 {
		c.State, c.DueAt = ChangeQueued, now.Unix()
	} else {
		c.State, c.DueAt = ChangeHeld, now.Add(hold+time.Second-time.Nanosecond).Unix()
	}
	if c.CreatedAt == 0 || c.CreatedAt > now.Unix() {
		c.CreatedAt = now.Unix()
	}
}

// fieldsOf reads the fields named by keys from a lead.
func fieldsOf(lead *amo.Lead, keys map[string]json.RawMessage) map[string]json.RawMessage {
	all := map[string]json.RawMessage{
		keyPipeline:   number(&lead.PipelineID),
		keyStatus:     number(&lead.StatusID),
		keyLossReason: number(lead.LossReasonID),
	}
	maps.DeleteFunc(all, func(key string, _ json.RawMessage) bool {
		_, wanted := keys[key]
		return !wanted
	})
	return all
}
