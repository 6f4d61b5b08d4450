package replica

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"voronka/cache"
)

// syncKept is how long the time of the last pull may stay out of the store
// when nothing else has to be written: a write wakes every other process.
const syncKept = 5 * time.Minute

// puller keeps a loaded account current, in rounds.
type puller struct {
	*core
	lists     map[cache.Entity]*pulled
	refreshed time.Time       // the directory, by this session
	emptied   time.Time       // the trash was looked through
	aroundAt  time.Time       // notes and incoming leads were pulled
	scanAt    time.Time       // the comparison of all ids may begin; zero: not known
	events    map[string]bool // ids of the events that the last look has acted on
	noTrash   bool            // the server does not list it
	catalogs  catalogsSeen
	kept      time.Time // the time of the last pull was written
	wrote     bool      // this round wrote something
}

// pulled is what the puller knows of a list besides its watermark.
type pulled struct {
	crowds []crowd
	way    way
	scanAt time.Time // byScan: the next is not before
	missed time.Time // the server did not offer the list; zero while it does
	seen   map[int64]int64
}

func newPuller(c *core) *puller {
	return &puller{core: c, lists: map[cache.Entity]*pulled{}}
}

// list is the state of a list, read from the store at first use.
func (p *puller) list(ctx context.Context, entity cache.Entity) (*pulled, error) {
	if known, ok := p.lists[entity]; ok {
		return known, nil
	}
	crowds, err := p.loadCrowds(ctx, entity)
	if err != nil {
		return nil, err
	}
	p.lists[entity] = &pulled{crowds: crowds, seen: map[int64]int64{}}
	return p.lists[entity], nil
}

// round brings everything that has changed since the last one. fresh means
// that the directory has just been read.
func (p *puller) round(ctx context.Context, fresh bool) error {
	p.fence.forget()
	p.wrote = false
	poke, err := p.store.Mark(ctx, markPoke)
	if err != nil {
		return err
	}
	if p.asked.Swap(false) {
		p.refreshed, p.emptied, p.aroundAt = time.Time{}, time.Time{}, time.Time{}
		p.catalogs.asked = true
	}
	if fresh {
		p.refreshed = p.clock.Now()
	}
	if p.due(p.refreshed, p.options.RefreshEvery) {
		if err := p.refresh(ctx); err != nil {
			return err
		}
		p.refreshed = p.clock.Now()
	}
	if err := p.pullAll(ctx); err != nil {
		return err
	}
	return p.completed(ctx, poke)
}

func (p *puller) pullAll(ctx context.Context) (err error) {
	found := p.takeHints()
	defer func() {
		if err != nil && found.size() > 0 {
			p.hints.again(found)
		}
	}()
	leads, contacts, companies, tasks := p.leads(nil), p.contacts(), p.companies(), p.tasks(nil)
	tasked := suspects{}
	strange, err := p.newStrangers(ctx)
	if err != nil {
		return err
	}
	for _, pull := range []func() error{
		func() error { return pullList(ctx, p, leads, strange.lead) },
		func() error { return pullOffered(ctx, p, contacts, nil) },
		func() error { return pullOffered(ctx, p, companies, nil) },
		func() error { return pullOffered(ctx, p, tasks, tasked.aboutTask) },
		func() error { return p.confirm(ctx, tasked) },
		func() error { return p.aroundIfDue(ctx) },
		func() error { return p.deletionsIfDue(ctx) },
		func() error { return p.confirm(ctx, found) },
		func() error { return settleCrowds(ctx, p, leads) },
		func() error { return settleCrowds(ctx, p, contacts) },
		func() error { return settleCrowds(ctx, p, companies) },
		func() error { return settleCrowds(ctx, p, tasks) },
		func() error { return p.reconcile(ctx) },
		func() error { return p.catalogsIfDue(ctx) },
	} {
		if err := pull(); err != nil {
			return err
		}
	}
	if strange.met {
		return p.refreshPipelines(ctx)
	}
	return nil
}

// pullOffered is pullList of a list that a server may not offer. Without it the
// round goes on, and asks for it again as seldom as for the directory.
func pullOffered[T any](ctx context.Context, p *puller, from list[T], each func(*T)) error {
	state, err := p.list(ctx, from.entity)
	if err != nil {
		return err
	}
	if !p.due(state.missed, p.options.RefreshEvery) {
		return nil
	}
	err = pullList(ctx, p, from, each)
	state.missed = time.Time{}
	if !isAbsent(err) {
		return err
	}
	p.log.Debug("round goes on without a list", "error", err)
	state.missed = p.clock.Now()
	return nil
}

// deletionsIfDue looks through the trash and the events now and then, and
// always when a crowd of leads waits to hear who has left it.
func (p *puller) deletionsIfDue(ctx context.Context) error {
	leads, err := p.list(ctx, cache.Leads)
	if err != nil {
		return err
	}
	if len(leads.crowds) == 0 && !p.due(p.emptied, p.options.DeletedEvery) {
		return nil
	}
	if !p.noTrash {
		if err := p.deletions(ctx); err != nil {
			return err
		}
	}
	if err := p.pullEvents(ctx); err != nil {
		return err
	}
	if err := p.buryOthers(ctx); err != nil {
		return err
	}
	p.emptied = p.clock.Now()
	return nil
}

func (p *puller) due(last time.Time, every time.Duration) bool {
	return last.IsZero() || p.clock.Now().Sub(last) >= every
}

// completed notes the end of a round where people and other processes look.
func (p *puller) completed(ctx context.Context, poke string) error {
	now := p.clock.Now()
	poked, err := p.store.Mark(ctx, markPoked)
	if err != nil {
		return err
	}
	if p.wrote || poke != poked || p.due(p.kept, syncKept) {
		marks := map[string]string{markSync: intText(now.Unix()), markPoked: poke}
		if err := p.apply(ctx, cache.Batch{Marks: marks}, p.fence.now()); err != nil {
			return err
		}
		p.kept = now
	}
	p.board.set(func(b *statusBoard) { b.shown.LastSync = now.Unix() })
	return nil
}

func (p *puller) apply(ctx context.Context, b cache.Batch, tick int64) error {
	p.wrote = p.wrote || len(b.Marks) > 0 // rows that were known write nothing
	return p.fence.apply(ctx, p.store, b, tick)
}

// pullList brings the changed rows of one list, in the best way the server
// allows. each, when set, sees the rows that are new to this session.
func pullList[T any](ctx context.Context, p *puller, from list[T], each func(*T)) error {
	state, err := p.list(ctx, from.entity)
	if err != nil {
		return err
	}
	for ; ; state.way++ {
		switch state.way {
		case byEdge:
			err = pullSteps(ctx, p, from, state, each)
		case byPages:
			err = pullSince(ctx, p, from, state, each)
		default:
			err = scanAll(ctx, p, from, state, each)
		}
		if ignored := (*ignoredError)(nil); !errors.As(err, &ignored) {
			break
		}
		p.log.Warn("pulling in another way", "entity", from.entity, "reason", err)
	}
	if err != nil {
		return fmt.Errorf("pull %s: %w", from.entity, err)
	}
	return nil
}

// way is how the changed rows of a list are found. The later ones are for
// servers that do not honour what the earlier ones need.
type way uint8

const (
	byEdge  way = iota // needs the filter and the order by stamp
	byPages            // needs the filter
	byScan             // needs nothing and costs a reading of the whole list
)

func pullSteps[T any](ctx context.Context, p *puller, from list[T], state *pulled, each func(*T)) error {
	w, err := p.watermark(ctx, from.entity)
	if err != nil {
		return err
	}
	began := w.saved
	walk := func(ctx context.Context) iter.Seq2[step[T], error] { return from.oldest.steps(ctx, start(began)) }
	for s, err := range ahead(ctx, walk) {
		if err != nil {
			return err
		}
		for i := range s.rows {
			id, stamp := from.oldest.key(&s.rows[i])
			w.saw(stamp)
			state.saw(id, stamp, each != nil, func() { each(&s.rows[i]) })
		}
		w.page(s.date, s.crowd)
		batch := from.batch(s.rows)
		if s.crowd != nil {
			if err := p.crowded(ctx, from.entity, *s.crowd, &batch); err != nil {
				return err
			}
		}
		moved := w.mark(&batch, s.last)
		if moved || len(s.rows) > 0 {
			if err := p.apply(ctx, batch, s.tick); err != nil {
				return err
			}
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	state.forget(w.saved)
	return nil
}

// pullSince brings the rows behind the watermark by numbered pages in the order
// of ids. Rows that change meanwhile stay in the list and keep their places.
func pullSince[T any](ctx context.Context, p *puller, from list[T], state *pulled, each func(*T)) error {
	w, err := p.watermark(ctx, from.entity)
	if err != nil {
		return err
	}
	saved := w.saved
	walk := from.since(saved)
	pages := func(ctx context.Context) iter.Seq2[step[T], error] { return walk.scan(ctx, start(0)) }
	for s, err := range ahead(ctx, pages) {
		if err != nil {
			return err
		}
		w.page(s.date, nil)
		for i := range s.rows {
			id, stamp := walk.key(&s.rows[i])
			if stamp < saved {
				return &ignoredError{"filter by updated_at"}
			}
			w.saw(stamp)
			state.saw(id, stamp, each != nil, func() { each(&s.rows[i]) })
		}
		batch := from.batch(s.rows)
		if s.last {
			w.mark(&batch, true) // stamps come in any order: before the end none is behind us
		}
		if len(batch.Marks) > 0 || len(s.rows) > 0 {
			if err := p.apply(ctx, batch, s.tick); err != nil {
				return err
			}
		}
	}
	state.forget(w.saved)
	return ctx.Err()
}

// scanAll reads a whole list, where there is no other way to learn what has
// changed. It spends no more requests than the poll of a better server would.
func scanAll[T any](ctx context.Context, p *puller, from list[T], state *pulled, each func(*T)) error {
	now := p.clock.Now()
	if now.Before(state.scanAt) && p.link.patience == 0 {
		return nil
	}
	pages := 0
	walk := func(ctx context.Context) iter.Seq2[step[T], error] { return from.all.scan(ctx, start(0)) }
	for s, err := range ahead(ctx, walk) {
		if err != nil {
			return err
		}
		pages++
		for i := range s.rows {
			id, stamp := from.all.key(&s.rows[i])
			state.saw(id, stamp, each != nil, func() { each(&s.rows[i]) })
		}
		if err := p.apply(ctx, from.batch(s.rows), s.tick); err != nil {
			return err
		}
	}
	state.scanAt = now.Add(time.Duration(pages) * p.options.Poll)
	return ctx.Err()
}

// saw notes a row of the round, and calls each when it is new or changed.
func (s *pulled) saw(id, stamp int64, wanted bool, each func()) {
	for i := range s.crowds {
		s.crowds[i].saw(id, stamp)
	}
	if !wanted {
		return
	}
	if s.seen[id] != stamp {
		s.seen[id] = stamp
		each()
	}
}

// left notes a row that was deleted.
func (s *pulled) left(id int64) {
	for i := range s.crowds {
		s.crowds[i].saw(id, 0)
	}
}

// forget drops the rows that the next round will not give again.
func (s *pulled) forget(before int64) {
	for id, stamp := range s.seen {
		if stamp < before {
			delete(s.seen, id)
		}
	}
}
