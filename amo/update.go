package amo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// MaxBatch is the most models one write takes.
const MaxBatch = 250

// Updated is the server's receipt for one written entity.
type Updated struct {
	ID        int64
	UpdatedAt int64  // Unix seconds, 0 when the server did not tell
	RequestID string // of the patch, as it was given
}

// UpdateLead is PATCH /api/v4/leads/{id}. Validation of a refusal names the
// lead.
func (c *Client) UpdateLead(ctx context.Context, p LeadPatch) (Updated, error) {
	if p.ID <= 0 {
		return Updated{}, badPatch(p.ID)
	}
	path := "/leads/" + strconv.FormatInt(p.ID, 10)
	body := p
	body.ID = 0 // it stands in the path
	answer, err := c.patch(ctx, path, body)
	if err != nil {
		nameInvalid(err, []LeadPatch{p})
		return Updated{}, err
	}
	done := Updated{ID: p.ID, RequestID: p.RequestID}
	if answer.isEmpty() {
		return done, nil
	}
	receipt, err := decodeOne[Lead](answer) // a lead with hardly anything in it
	if err != nil {
		return Updated{}, err
	}
	done.UpdatedAt = receipt.UpdatedAt
	return done, nil
}

// UpdateLeads is PATCH /api/v4/leads, in requests of at most MaxBatch leads.
// The server takes or refuses each request whole: Validation of a refusal
// names the leads at fault. On an error the receipts of the requests before
// are returned with it. Receipts come in the order of the patches; leads that
// the server left out of its answer are named by a *MissingError.
func (c *Client) UpdateLeads(ctx context.Context, patches []LeadPatch) ([]Updated, error) {
	for _, p := range patches {
		if p.ID <= 0 {
			return nil, badPatch(p.ID)
		}
	}
	done := make([]Updated, 0, len(patches))
	var missing []int64
	for batch := range slices.Chunk(patches, MaxBatch) {
		updated, absent, err := c.updateBatch(ctx, batch)
		done = append(done, updated...)
		missing = append(missing, absent...)
		if err != nil && len(missing) > 0 {
			err = errors.Join(err, missingLeads(missing))
		}
		if err != nil {
			return done, err
		}
	}
	return done, missingLeads(missing)
}

func badPatch(id int64) error {
	return fmt.Errorf("PATCH %s/leads: %d is not the id of a lead on the server", apiPrefix, id)
}

func missingLeads(ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	return &MissingError{Entity: "leads", IDs: ids}
}

// updateBatch writes one request's leads. Every model is sent with its index
// as request id, so that ids given by the caller need not be unique.
func (c *Client) updateBatch(ctx context.Context, batch []LeadPatch) ([]Updated, []int64, error) {
	body := slices.Clone(batch)
	for i := range body {
		body[i].RequestID = strconv.Itoa(i)
	}
	answer, err := c.patch(ctx, "/leads", body)
	if err != nil {
		nameInvalid(err, batch)
		return nil, nil, err
	}
	if answer.isEmpty() {
		// A 2xx without a body accepts the batch whole.
		done, missing := receipts(batch, func(int64) (int64, bool) { return 0, true })
		return done, missing, nil
	}
	list, _, err := decodePage[Lead](answer.body, "leads")
	if err != nil {
		return nil, nil, answer.bad("the answer is not a list of receipts", err)
	}
	stamps := make(map[int64]int64, len(list))
	for i := range list {
		stamps[list[i].ID] = list[i].UpdatedAt
	}
	done, missing := receipts(batch, func(id int64) (int64, bool) {
		stamp, ok := stamps[id]
		return stamp, ok
	})
	return done, missing, nil
}

// receipts makes the receipts in the order of the patches from the server's
// stamps, and names the leads without one.
func receipts(batch []LeadPatch, stampOf func(id int64) (int64, bool)) (done []Updated, missing []int64) {
	for _, p := range batch {
		if stamp, ok := stampOf(p.ID); ok {
			done = append(done, Updated{ID: p.ID, UpdatedAt: stamp, RequestID: p.RequestID})
		} else {
			missing = append(missing, p.ID)
		}
	}
	return done, missing
}

// nameInvalid gives each complaint of a refusal the lead and the request id of
// its patch. The server names a model by the request id it was sent with, by
// its index, or not at all when there is but one.
func nameInvalid(err error, batch []LeadPatch) {
	var refusal *Error
	if !errors.As(err, &refusal) {
		return
	}
	for i := range refusal.Validation {
		v := &refusal.Validation[i]
		n, parseErr := strconv.Atoi(v.RequestID)
		switch {
		case len(batch) == 1:
			n = 0
		case parseErr != nil || n < 0 || n >= len(batch):
			continue
		}
		v.ID = batch[n].ID
		if batch[n].RequestID != "" {
			v.RequestID = batch[n].RequestID
		}
	}
}
