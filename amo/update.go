package amo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// Updated is the server's receipt for one written entity.
type Updated struct {
	ID        int64
	UpdatedAt int64  // Unix seconds, 0 when the server did not tell
	RequestID string // of the patch, as it was given
}

// editReceipt writes one entity by its path.
func editReceipt[M any](ctx context.Context, c *Client, b batch[M], p M) (Updated, error) {
	answer, err := editOne(ctx, c, b, p)
	if err != nil {
		return Updated{}, err
	}
	done := Updated{ID: *b.id(&p), RequestID: *b.label(&p)}
	if answer.isEmpty() {
		return done, nil
	}
	r, err := decodeOne[receipt](answer)
	if err != nil {
		return Updated{}, err
	}
	done.UpdatedAt = r.UpdatedAt
	return done, nil
}

// editWhole writes one entity that the server answers whole.
func editWhole[R, M any](ctx context.Context, c *Client, b batch[M], p M) (R, error) {
	answer, err := editOne(ctx, c, b, p)
	if err != nil {
		var none R
		return none, err
	}
	return decodeOne[R](answer)
}

// editAllWhole writes entities in requests of at most MaxBatch that the server
// answers whole. On an error, those of the requests before are returned.
func editAllWhole[R, M any](ctx context.Context, c *Client, b batch[M], patches []M) ([]R, error) {
	for i := range patches {
		if id := *b.id(&patches[i]); id <= 0 {
			return nil, b.badPatch(id)
		}
	}
	var done []R
	err := cutting(patches, MaxBatch, func(portion []M, offset int) error {
		answer, err := c.patch(ctx, b.path, b.numbered(portion))
		if err != nil {
			b.nameInvalid(err, portion, offset)
			return err
		}
		if answer.isEmpty() {
			return nil
		}
		list, _, err := decodePage[R](answer.body, b.key)
		if err != nil {
			return answer.bad("the answer is not a list of "+b.name, err)
		}
		done = append(done, list...)
		return nil
	})
	return done, err
}

func editOne[M any](ctx context.Context, c *Client, b batch[M], p M) (*reply, error) {
	id := *b.id(&p)
	if id <= 0 {
		return nil, b.badPatch(id)
	}
	body := b.bare(p)
	answer, err := c.patch(ctx, b.path+"/"+strconv.FormatInt(id, 10), body)
	b.nameInvalid(err, []M{p}, 0)
	return answer, err
}

// bare is the model without its id, which stands in the path.
func (b batch[M]) bare(p M) *M {
	*b.id(&p) = 0
	return &p
}

// editAll writes entities in requests of at most MaxBatch; a request that the
// server has no time for is cut in two. On an error the receipts of the
// requests before are returned with it. Receipts come in the order of the
// patches; entities that the server left out of its answer are named by a
// *MissingError.
func editAll[M any](ctx context.Context, c *Client, b batch[M], patches []M) ([]Updated, error) {
	for i := range patches {
		if id := *b.id(&patches[i]); id <= 0 {
			return nil, b.badPatch(id)
		}
	}
	done := make([]Updated, 0, len(patches))
	var missing []int64
	err := cutting(patches, MaxBatch, func(portion []M, offset int) error {
		updated, absent, err := b.editPortion(ctx, c, portion, offset)
		done = append(done, updated...)
		missing = append(missing, absent...)
		return err
	})
	if len(missing) == 0 {
		return done, err
	}
	absent := &MissingError{Entity: b.name, IDs: missing}
	if err == nil {
		return done, absent
	}
	return done, errors.Join(err, absent)
}

func (b batch[M]) badPatch(id int64) error {
	return fmt.Errorf("PATCH %s%s: %d is not the id of one of the %s on the server", apiPrefix, b.path, id, b.name)
}

// editPortion writes one request's models, or two requests' when the server
// has no time for them together.
func (b batch[M]) editPortion(ctx context.Context, c *Client, portion []M, offset int) ([]Updated, []int64, error) {
	done, missing, err := b.editRequest(ctx, c, portion, offset)
	if !hasTimedOut(err) || len(portion) == 1 {
		return done, missing, err
	}
	half := len(portion) / 2
	done, missing, err = b.editPortion(ctx, c, portion[:half], offset)
	if err != nil {
		return done, missing, err
	}
	rest, absent, err := b.editPortion(ctx, c, portion[half:], offset+half)
	return append(done, rest...), append(missing, absent...), err
}

func (b batch[M]) editRequest(ctx context.Context, c *Client, portion []M, offset int) ([]Updated, []int64, error) {
	what := call{method: http.MethodPatch, path: b.path, halves: len(portion) > 1}
	answer, err := c.send(ctx, what, b.numbered(portion))
	if err != nil {
		b.nameInvalid(err, portion, offset)
		return nil, nil, err
	}
	if answer.isEmpty() {
		// A 2xx without a body accepts the batch whole.
		done, missing := b.receipts(portion, func(int64) (int64, bool) { return 0, true })
		return done, missing, nil
	}
	list, _, err := decodePage[receipt](answer.body, b.key)
	if err != nil {
		return nil, nil, answer.bad("the answer is not a list of receipts", err)
	}
	stamps := make(map[int64]int64, len(list))
	for i := range list {
		stamps[list[i].number()] = list[i].UpdatedAt
	}
	done, missing := b.receipts(portion, func(id int64) (int64, bool) {
		stamp, ok := stamps[id]
		return stamp, ok
	})
	return done, missing, nil
}

// receipts makes the receipts in the order of the patches from the server's
// stamps, and names the entities without one.
func (b batch[M]) receipts(portion []M, stampOf func(id int64) (int64, bool)) (done []Updated, missing []int64) {
	for i := range portion {
		id := *b.id(&portion[i])
		if stamp, ok := stampOf(id); ok {
			done = append(done, Updated{ID: id, UpdatedAt: stamp, RequestID: *b.label(&portion[i])})
		} else {
			missing = append(missing, id)
		}
	}
	return done, missing
}
