package amo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// MaxBatch is the most models one write takes; longer lists are cut.
const MaxBatch = 250

// batch tells how one kind of model is written, many at once.
type batch[M any] struct {
	name  string // of the entity in errors, leads
	path  string // without apiPrefix
	key   string // of _embedded in the answer
	also  string // another key some answers have, empty mostly
	id    func(*M) *int64
	label func(*M) *string // the request id
	again bool             // creating twice is as good as once
}

// cutting gives the models in portions, each with the place of its first.
func cutting[M any](models []M, size int, send func(portion []M, offset int) error) error {
	offset := 0
	for portion := range slices.Chunk(models, size) {
		if err := send(portion, offset); err != nil {
			return err
		}
		offset += len(portion)
	}
	return nil
}

// numbered is a copy of the models with their places as request ids, so that
// ids given by the caller need not be unique.
func (b batch[M]) numbered(models []M) []M {
	out := slices.Clone(models)
	for i := range out {
		*b.label(&out[i]) = strconv.Itoa(i)
	}
	return out
}

// nameInvalid gives each complaint of a refusal the model it is about. The
// server names a model by the request id it was sent with, by its index, or
// not at all when there is but one.
func (b batch[M]) nameInvalid(err error, models []M, offset int) {
	var refusal *Error
	if !errors.As(err, &refusal) {
		return
	}
	for i := range refusal.Validation {
		v := &refusal.Validation[i]
		n, parseErr := strconv.Atoi(v.RequestID)
		switch {
		case len(models) == 1:
			n = 0
		case parseErr != nil || n < 0 || n >= len(models):
			continue
		}
		v.Item = offset + n + 1
		if b.id != nil {
			v.ID = *b.id(&models[n])
		}
		if given := *b.label(&models[n]); given != "" {
			v.RequestID = given
		}
	}
}

// DraftError is a write that was not sent because the server is known to
// refuse it.
type DraftError struct {
	Entity string // statuses, leads, …
	Item   int    // which of the models given to the method, from 1; 0 for the only one
	Path   string // dotted path inside the model, as in Invalid
	Value  string // what stands there; empty when nothing does
	Reason string
}

// Error names the model, the field and the reason.
func (e *DraftError) Error() string {
	where := e.Entity
	if e.Item > 0 {
		where += " item " + strconv.Itoa(e.Item)
	}
	if e.Value != "" {
		return fmt.Sprintf("%s: %s %q %s", where, e.Path, e.Value, e.Reason)
	}
	return fmt.Sprintf("%s: %s %s", where, e.Path, e.Reason)
}

// hasTimedOut reports whether a batch was too much for the server, which the
// reference asks to answer by halving it.
func hasTimedOut(err error) bool {
	var refusal *Error
	return errors.As(err, &refusal) && refusal.Status == http.StatusGatewayTimeout
}

// Created is the server's receipt for one created entity.
type Created struct {
	ID        int64
	RequestID string // of the draft, as it was given
}

// createReceipts creates entities whose answer names no more than their ids.
func createReceipts[M any](ctx context.Context, c *Client, b batch[M], drafts []M) ([]Created, error) {
	done, err := create(ctx, c, b, drafts, func(r *receipt) (Created, error) {
		if id := r.number(); id > 0 {
			return Created{ID: id}, nil
		}
		return Created{}, &mismatch{path: "id", want: "the id of what was made", got: strconv.Quote(r.ID)}
	})
	for i := range done {
		done[i].RequestID = *b.label(&drafts[i])
	}
	return done, err
}

// createWhole creates entities that the server answers whole.
func createWhole[M, R any](ctx context.Context, c *Client, b batch[M], drafts []M) ([]R, error) {
	return create(ctx, c, b, drafts, func(r *receipt) (R, error) {
		var v R
		return v, decodeEntity(r.Raw(), &v)
	})
}

// create writes drafts in requests of at most MaxBatch. What it returns stands
// in the order of the drafts, up to the first request that failed. A draft
// that an answer leaves out has a zero value, and is named by the error.
func create[M, R any](ctx context.Context, c *Client, b batch[M], drafts []M, read func(*receipt) (R, error)) ([]R, error) {
	done := make([]R, 0, len(drafts))
	var lost []int
	err := cutting(drafts, MaxBatch, func(portion []M, offset int) error {
		what := call{method: http.MethodPost, path: b.path, repeatable: b.again}
		answer, err := c.send(ctx, what, b.numbered(portion))
		if err != nil {
			b.nameInvalid(err, portion, offset)
			return placed(err, offset, len(portion))
		}
		made, missing, err := readReceipts(answer, len(portion), read, b.key, b.also)
		if err != nil {
			return placed(unread(answer, answer.bad("the answer is not a list of receipts", err)), offset, len(portion))
		}
		for _, n := range missing {
			lost = append(lost, offset+n+1)
		}
		done = append(done, made...)
		return nil
	})
	if len(lost) > 0 {
		err = errors.Join(err, &UnclearError{
			Method: http.MethodPost, Path: apiPrefix + b.path, Items: lost,
			Err: fmt.Errorf("the server's answer leaves out %d of the %s", len(lost), b.name),
		})
	}
	return done, err
}

// placed names the models whose end is unclear.
func placed(err error, offset, n int) error {
	var open *UnclearError
	if errors.As(err, &open) && open.Items == nil {
		for i := range n {
			open.Items = append(open.Items, offset+i+1)
		}
	}
	return err
}

// receipt is what every answer to a write has of an entity.
type receipt struct {
	Source `json:"-"`

	ID        string `json:"id"` // of a group of fields it is text, else a number
	UpdatedAt int64  `json:"updated_at,omitzero"`
	RequestID string `json:"request_id,omitzero"`
}

// number is the id as a number, 0 when it is none.
func (r *receipt) number() int64 {
	id, ok := wholeNumber([]byte(r.ID))
	if !ok {
		return 0
	}
	return id
}

// readReceipts gives what was made of n drafts, in their order, and the places
// of those that are not in the answer.
func readReceipts[R any](answer *reply, n int, read func(*receipt) (R, error), keys ...string) ([]R, []int, error) {
	var list []receipt
	if !answer.isEmpty() {
		var err error
		if list, _, err = decodePage[receipt](answer.body, keys[0], keys[1:]...); err != nil {
			return nil, nil, err
		}
	}
	made := make([]R, n)
	var missing []int
	for i, r := range inOrder(list, n) {
		if r == nil {
			missing = append(missing, i)
			continue
		}
		var err error
		if made[i], err = read(r); err != nil {
			return nil, nil, err
		}
	}
	return made, missing, nil
}

// inOrder sorts receipts by the places that were sent as request ids. When the
// server tells none, it must have kept the order.
func inOrder(list []receipt, n int) []*receipt {
	out := make([]*receipt, n)
	found := false
	for i := range list {
		place, err := strconv.Atoi(list[i].RequestID)
		if err == nil && place >= 0 && place < n && out[place] == nil {
			out[place], found = &list[i], true
		}
	}
	if !found && len(list) == n {
		for i := range list {
			out[i] = &list[i]
		}
	}
	return out
}
