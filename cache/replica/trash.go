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

// goneText is what a person reads about a change of a deleted row; code 404
// goes with it.
const goneText = "deleted in amoCRM, or no longer visible to this user"

// deletions takes leads that were deleted on the server out of the replica.
// Those with unsent changes stay, with the changes refused, until the person
// has decided.
func (p *puller) deletions(ctx context.Context) error {
	gone, err := p.goneRows(ctx, cache.Leads)
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
		batch, err := p.removal(ctx, cache.Leads, ids, gone)
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

// removal is the batch that takes deleted rows out, except those with unsent
// changes, which are refused and noted as gone.
func (p *puller) removal(ctx context.Context, entity cache.Entity, ids []int64, gone map[int64]bool) (cache.Batch, error) {
	var b cache.Batch
	if len(ids) == 0 {
		return b, nil
	}
	unsent, err := p.unsent(ctx, entity)
	if err != nil {
		return b, err
	}
	var free []int64
	for _, id := range ids {
		changes := unsent[id]
		if len(changes) == 0 {
			free = append(free, id)
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
	deleteRows(&b, entity, free)
	b.Marks = map[string]string{markGone(entity): goneMark(gone)}
	return b, nil
}

// deleteRows adds deleted rows to a batch.
func deleteRows(b *cache.Batch, entity cache.Entity, ids []int64) {
	switch entity {
	case cache.Leads:
		b.DeletedLeads = append(b.DeletedLeads, ids...)
	case cache.Contacts:
		b.DeletedContacts = append(b.DeletedContacts, ids...)
	case cache.Companies:
		b.DeletedCompanies = append(b.DeletedCompanies, ids...)
	case cache.Tasks:
		b.DeletedTasks = append(b.DeletedTasks, ids...)
	}
}

// unsent is the outbox of an entity by row.
func (c *core) unsent(ctx context.Context, entity cache.Entity) (map[int64][]cache.Change, error) {
	outbox, err := c.store.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	byRow := map[int64][]cache.Change{}
	for _, change := range outbox {
		if change.Entity == entity {
			byRow[change.EntityID] = append(byRow[change.EntityID], change)
		}
	}
	return byRow, nil
}

// bury takes out the gone leads whose changes are settled by now, if they are
// still deleted.
func (p *puller) bury(ctx context.Context, gone map[int64]bool) error {
	settled, err := p.settled(ctx, cache.Leads, gone)
	if err != nil {
		return err
	}
	for ids := range slices.Chunk(settled, idsPerRead) {
		if err := p.buryThese(ctx, ids, gone); err != nil {
			return err
		}
	}
	return nil
}

// settled are the gone rows without unsent changes.
func (p *puller) settled(ctx context.Context, entity cache.Entity, gone map[int64]bool) ([]int64, error) {
	if len(gone) == 0 {
		return nil, nil
	}
	unsent, err := p.unsent(ctx, entity)
	if err != nil {
		return nil, err
	}
	var settled []int64
	for id := range gone {
		if len(unsent[id]) == 0 {
			settled = append(settled, id)
		}
	}
	slices.Sort(settled)
	return settled, nil
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
	b.Marks = map[string]string{markGone(cache.Leads): goneMark(gone)}
	return p.apply(ctx, b, tick)
}

func (c *core) goneRows(ctx context.Context, entity cache.Entity) (map[int64]bool, error) {
	gone := map[int64]bool{}
	text, err := c.store.Mark(ctx, markGone(entity))
	if err != nil || text == "" {
		return gone, err
	}
	for part := range strings.SplitSeq(text, ",") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("mark %s: %w", markGone(entity), err)
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
