package replica

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"voronka/amo"
	"voronka/cache"
)

// goneText is what a person reads about a change of a deleted lead; code 404
// goes with it.
const goneText = "the lead was deleted in amoCRM, or is no longer visible to this user"

// deletions takes leads that were deleted on the server out of the replica.
// Those with unsent changes stay, with the changes refused, until the person
// has decided.
func (p *puller) deletions(ctx context.Context) error {
	gone, err := p.goneLeads(ctx)
	if err != nil {
		return err
	}
	from := p.trash()
	mark, err := p.intMark(ctx, markDeleted)
	if err != nil {
		return err
	}
	walk := func(ctx context.Context) iter.Seq2[step[amo.Lead], error] { return from.oldest.steps(ctx, start(mark)) }
	err = p.trashed(ctx, walk, gone)
	if ignored := (*ignoredError)(nil); errors.As(err, &ignored) {
		err = p.trashed(ctx, func(ctx context.Context) iter.Seq2[step[amo.Lead], error] {
			return from.all.scan(ctx, start(0))
		}, gone)
	}
	if ignored := (*ignoredError)(nil); errors.As(err, &ignored) {
		p.log.Warn("deleted leads cannot be learnt: the server does not list its trash")
		p.noTrash = true
		return nil
	}
	if err != nil {
		return fmt.Errorf("pull deleted leads: %w", err)
	}
	return p.bury(ctx, gone)
}

// trashed handles the pages of a trash.
func (p *puller) trashed(ctx context.Context, pages func(context.Context) iter.Seq2[step[amo.Lead], error], gone map[int64]bool) error {
	mark, err := p.intMark(ctx, markDeleted)
	if err != nil {
		return err
	}
	state, err := p.list(ctx, cache.Leads)
	if err != nil {
		return err
	}
	w := &watermark{key: markDeleted, saved: mark}
	for s, err := range ahead(ctx, pages) {
		if err != nil {
			return err
		}
		ids := make([]int64, 0, len(s.rows))
		for i := range s.rows {
			if !s.rows[i].IsDeleted || s.rows[i].ID == 0 {
				return &ignoredError{"with=only_deleted"}
			}
			ids = append(ids, s.rows[i].ID)
			w.saw(s.rows[i].UpdatedAt)
			state.left(s.rows[i].ID)
		}
		w.page(s.date, s.crowd)
		batch, err := p.removal(ctx, ids, gone)
		if err != nil {
			return err
		}
		if w.mark(&batch, s.last) || len(ids) > 0 {
			if err := p.apply(ctx, batch, s.tick); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// removal is the batch that takes deleted leads out, except those with unsent
// changes, which are refused and noted as gone.
func (p *puller) removal(ctx context.Context, ids []int64, gone map[int64]bool) (cache.Batch, error) {
	var b cache.Batch
	if len(ids) == 0 {
		return b, nil
	}
	unsent, err := p.unsent(ctx)
	if err != nil {
		return b, err
	}
	for _, id := range ids {
		changes := unsent[id]
		if len(changes) == 0 {
			b.DeletedLeads = append(b.DeletedLeads, id)
			delete(gone, id)
			continue
		}
		gone[id] = true
		for _, change := range changes {
			if change.State == cache.ChangeSending || change.State == cache.ChangeRefused {
				continue // the sending finds out by itself
			}
			if err := p.store.RefuseChange(ctx, change.ID, http.StatusNotFound, goneText); err != nil && !errors.Is(err, cache.ErrNotFound) {
				return b, err
			}
		}
	}
	b.Marks = map[string]string{markGone: goneMark(gone)}
	return b, nil
}

// unsent is the outbox by lead.
func (c *core) unsent(ctx context.Context) (map[int64][]cache.Change, error) {
	outbox, err := c.store.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	byLead := map[int64][]cache.Change{}
	for _, change := range outbox {
		if change.Entity == cache.Leads {
			byLead[change.EntityID] = append(byLead[change.EntityID], change)
		}
	}
	return byLead, nil
}

// bury takes out the gone leads whose changes are settled by now, if they are
// still deleted.
func (p *puller) bury(ctx context.Context, gone map[int64]bool) error {
	if len(gone) == 0 {
		return nil
	}
	unsent, err := p.unsent(ctx)
	if err != nil {
		return err
	}
	var settled []int64
	for id := range gone {
		if len(unsent[id]) == 0 {
			settled = append(settled, id)
		}
	}
	slices.Sort(settled)
	for ids := range slices.Chunk(settled, idsPerRead) {
		if err := p.buryThese(ctx, ids, gone); err != nil {
			return err
		}
	}
	return nil
}

func (p *puller) buryThese(ctx context.Context, ids []int64, gone map[int64]bool) error {
	tick := p.fence.now()
	page, err := call(ctx, p.core, func(ctx context.Context) (amo.Page[amo.Lead], error) {
		return p.api.Leads(ctx, amo.LeadQuery{Limit: pageSize, With: []string{"only_deleted"}, IDs: ids})
	})
	if err != nil {
		return err
	}
	var b cache.Batch
	for _, l := range page.Items {
		if l.IsDeleted && slices.Contains(ids, l.ID) {
			b.DeletedLeads = append(b.DeletedLeads, l.ID)
		}
	}
	for _, id := range ids {
		delete(gone, id) // deleted now, or restored, and then pulled like any lead
	}
	b.Marks = map[string]string{markGone: goneMark(gone)}
	return p.apply(ctx, b, tick)
}

func (c *core) goneLeads(ctx context.Context) (map[int64]bool, error) {
	gone := map[int64]bool{}
	text, err := c.store.Mark(ctx, markGone)
	if err != nil || text == "" {
		return gone, err
	}
	for part := range strings.SplitSeq(text, ",") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("mark %s: %w", markGone, err)
		}
		gone[id] = true
	}
	return gone, nil
}

func goneMark(gone map[int64]bool) string {
	ids := make([]string, 0, len(gone))
	for id := range gone {
		ids = append(ids, intText(id))
	}
	slices.Sort(ids)
	return strings.Join(ids, ",")
}
