package replica

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"voronka/amo"
	"voronka/cache"
)

// loader reads an account for the first time: the board's rows first, newest
// first, so that it can be used after one page. Its checkpoint is saved with
// every page.
type loader struct {
	*core
	puller *puller
	cp     checkpoint
	queue  []pageRead // read and not written yet, each with its checkpoint
}

// pageRead is what one request brought.
type pageRead struct {
	batch cache.Batch
	tick  int64 // of the fence, before it was asked for
}

// Pages that come faster than one in fastPage are written some at a time: a
// transaction of its own for each would be most of the work. No server that
// limits as amoCRM does is so fast, so there a kill costs one page at most, and
// with one that is, mostPages. Stopping costs none of them.
const (
	fastPage  = 50 * time.Millisecond
	mostPages = 16
)

// load runs the stages that are not done yet.
func (l *loader) load(ctx context.Context) (err error) {
	cp, err := l.loadCheckpoint(ctx)
	if err != nil {
		return err
	}
	l.cp = cp
	if l.cp.Stage == stageDone {
		return nil
	}
	if err := l.store.BeginBulk(ctx); err != nil {
		return err
	}
	// Also when ctx has ended: the store goes on.
	defer func() { err = errors.Join(err, l.store.EndBulk(context.WithoutCancel(ctx))) }()
	for l.cp.Stage != stageDone {
		l.show()
		if err := l.run(ctx, l.cp.Stage); err != nil {
			return fmt.Errorf("first load, %s: %w", l.cp.Stage, err)
		}
	}
	l.board.set(func(b *statusBoard) { b.shown.Progress = -1 })
	return nil
}

func (l *loader) run(ctx context.Context, s stage) error {
	switch s {
	case stageAccount:
		return l.account(ctx)
	case stageUsers:
		return l.users(ctx)
	case stagePipelines:
		return l.pipelines(ctx)
	case stageFields:
		return l.fields(ctx)
	case stageOpenLeads:
		return l.openLeads(ctx)
	case stageContacts:
		return l.orWithout(ctx, cache.Contacts, runStage(ctx, l, l.core.contacts(), &l.cp.Contacts))
	case stageCompanies:
		return l.orWithout(ctx, cache.Companies, runStage(ctx, l, l.core.companies(), &l.cp.Companies))
	case stageTasks:
		return l.orWithout(ctx, cache.Tasks, runStage(ctx, l, l.core.tasks(new(false)), nil))
	case stageClosedLeads:
		return l.closedLeads(ctx)
	case stageLeadNotes, stageContactNotes, stageCompanyNotes:
		notes := l.core.notes(noteEntities()[s-stageLeadNotes])
		return l.orWithout(ctx, notes.entity, runStage(ctx, l, notes, nil))
	case stageDoneTasks:
		return l.orWithout(ctx, cache.Tasks, runStage(ctx, l, l.core.tasks(new(true)), nil))
	case stageRound:
		return l.round(ctx)
	}
	return fmt.Errorf("stage %d does not exist", s)
}

// orWithout goes on without a list that the server does not offer. The rounds
// begin it at its first row, should it ever come.
func (l *loader) orWithout(ctx context.Context, entity cache.Entity, err error) error {
	if !isAbsent(err) {
		return err
	}
	l.log.Warn("first load goes on without a list", "entity", entity, "error", err)
	l.cp.Without = append(l.cp.Without, entity)
	return l.finish(ctx, cache.Batch{})
}

func (l *loader) account(ctx context.Context) error {
	account, err := l.readAccount(ctx)
	if err != nil {
		return err
	}
	l.cp.Floor = account.CreatedAt
	return l.finish(ctx, cache.Batch{Account: &account})
}

func (l *loader) users(ctx context.Context) error {
	users, date, err := l.readUsers(ctx)
	if err != nil {
		return err
	}
	l.cp.Began = date
	return l.finish(ctx, cache.Batch{Users: users})
}

func (l *loader) pipelines(ctx context.Context) error {
	pipelines, err := l.readPipelines(ctx)
	if err != nil {
		return err
	}
	return l.finish(ctx, cache.Batch{Pipelines: pipelines})
}

// fields reads the definitions; the checkpoint's page says how many are done.
func (l *loader) fields(ctx context.Context) error {
	reads := l.definitions()
	for l.cp.At.Page < len(reads) {
		var b cache.Batch
		if err := reads[l.cp.At.Page](ctx, &b); err != nil {
			return err
		}
		l.cp.At.Page++
		if err := l.save(ctx, b, l.fence.now()); err != nil {
			return err
		}
	}
	return l.finish(ctx, cache.Batch{})
}

// maxStatusFilter is how many statuses fit a request line with room to spare.
const maxStatusFilter = 40

func (l *loader) openLeads(ctx context.Context) error {
	open, err := l.statuses(ctx, false)
	if err != nil {
		return err
	}
	if len(open) == 0 || len(open) > maxStatusFilter {
		open = nil
		l.cp.AllLeads = true
	}
	return runStage(ctx, l, l.leads(open), &l.cp.Leads)
}

func (l *loader) closedLeads(ctx context.Context) error {
	if l.cp.AllLeads {
		return l.finish(ctx, cache.Batch{})
	}
	closed, err := l.statuses(ctx, true)
	if err != nil {
		return err
	}
	return runStage(ctx, l, l.leads(closed), &l.cp.Leads)
}

func (l *loader) statuses(ctx context.Context, closed bool) ([]amo.StatusRef, error) {
	pipelines, err := l.store.Pipelines(ctx)
	if err != nil {
		return nil, err
	}
	refs := []amo.StatusRef{}
	for _, p := range pipelines {
		for _, s := range p.Embedded.Statuses {
			if s.IsClosed() == closed {
				refs = append(refs, amo.StatusRef{PipelineID: p.ID, StatusID: s.ID})
			}
		}
	}
	return refs, nil
}

// round pulls what changed since the load began.
func (l *loader) round(ctx context.Context) error {
	if err := l.puller.round(ctx, true); err != nil {
		return err
	}
	return l.finish(ctx, cache.Batch{})
}

// runStage walks one list to its end. A server that ignores what the walk
// needs is read once more, by numbered pages.
func runStage[T any](ctx context.Context, l *loader, from list[T], count *int) error {
	if count == nil {
		count = new(int)
	}
	if !l.cp.Scan {
		err := walkStage(ctx, l, from, count)
		if ignored := (*ignoredError)(nil); !errors.As(err, &ignored) {
			return err
		}
		l.log.Warn("reading by numbered pages", "stage", l.cp.Stage, "reason", err)
		*count -= l.cp.Rows
		l.cp.At, l.cp.Scan, l.cp.Rows, l.cp.Top = start(0), true, 0, 0
		l.cp.AllLeads = l.cp.AllLeads || l.cp.Stage == stageOpenLeads
	}
	at := l.cp.At
	return takeSteps(ctx, l, from, func(ctx context.Context) iter.Seq2[step[T], error] {
		return from.all.scan(ctx, at)
	}, count)
}

func walkStage[T any](ctx context.Context, l *loader, from list[T], count *int) error {
	if l.cp.At.Page == 0 {
		l.cp.At = start(0)
	}
	at := l.cp.At
	return takeSteps(ctx, l, from, func(ctx context.Context) iter.Seq2[step[T], error] {
		return from.newest.steps(ctx, at)
	}, count)
}

// takeSteps writes pages as they come, each with its checkpoint.
func takeSteps[T any](ctx context.Context, l *loader, from list[T], pages func(context.Context) iter.Seq2[step[T], error], count *int) (err error) {
	defer func() { err = errors.Join(err, l.flush(ctx)) }()
	asked := time.Now()
	for s, err := range ahead(ctx, pages) {
		if err != nil {
			return err
		}
		first, fast := l.cp.Rows == 0, time.Since(asked) < fastPage
		l.note(from.entity, s.date, topStamp(from.newest, s.rows))
		l.cp.At = s.next
		l.cp.Rows += len(s.rows)
		*count += len(s.rows)
		batch := from.batch(s.rows)
		if s.crowd != nil {
			if err := l.puller.crowded(ctx, from.entity, *s.crowd, &batch); err != nil {
				return err
			}
		}
		if s.last {
			if err := l.finishAt(ctx, batch, s.tick); err != nil {
				return err
			}
			return nil
		}
		if err := l.add(batch, s.tick); err != nil {
			return err
		}
		// The first page is what somebody waits for.
		if first || !fast || len(l.queue) >= mostPages {
			if err := l.flush(ctx); err != nil {
				return err
			}
		}
		l.show()
		asked = time.Now()
	}
	return ctx.Err()
}

func topStamp[T any](w walk[T], rows []T) int64 {
	if len(rows) == 0 || !w.desc {
		return 0
	}
	_, stamp := w.key(&rows[0])
	return stamp
}

// note remembers when the load began, and a stage's first stamp.
func (l *loader) note(entity cache.Entity, date, top int64) {
	if l.cp.Began == 0 {
		l.cp.Began = date
	}
	if l.cp.Rows > 0 || top == 0 {
		return
	}
	l.cp.Top = top
	if _, known := l.cp.Newest[entity]; !known {
		l.cp.Newest[entity] = top
	}
}

// add queues a page together with the checkpoint behind it.
func (l *loader) add(b cache.Batch, tick int64) error {
	text, err := l.cp.text()
	if err != nil {
		return err
	}
	if b.Marks == nil {
		b.Marks = map[string]string{}
	}
	b.Marks[markLoad] = text
	l.queue = append(l.queue, pageRead{b, tick})
	return nil
}

// flush writes what is queued, also when ctx has ended: it was read for that.
func (l *loader) flush(ctx context.Context) error {
	if len(l.queue) == 0 {
		return nil
	}
	pages := l.queue
	l.queue = nil // what cannot be written is read again
	return l.fence.applyAll(ctx, l.store, pages)
}

// save writes a page, and those before it, together with the checkpoint behind
// it.
func (l *loader) save(ctx context.Context, b cache.Batch, tick int64) error {
	if err := l.add(b, tick); err != nil {
		return err
	}
	return l.flush(ctx)
}

func (l *loader) finish(ctx context.Context, b cache.Batch) error {
	return l.finishAt(ctx, b, l.fence.now())
}

// finishAt writes a stage's last page and moves on to the next stage.
func (l *loader) finishAt(ctx context.Context, b cache.Batch, tick int64) error {
	before := l.cp
	l.cp.advance()
	if l.cp.Stage == stageRound {
		if b.Marks == nil {
			b.Marks = map[string]string{}
		}
		maps.Copy(b.Marks, l.watermarks())
	}
	if err := l.save(ctx, b, tick); err != nil {
		l.cp = before
		return err
	}
	return nil
}

// watermarks are where the rounds after the load begin: when it began, or at
// the newest stamp there was then, should the server's stamps lag behind its
// Date.
func (l *loader) watermarks() map[string]string {
	marks := map[string]string{}
	lists := []cache.Entity{cache.Leads, cache.Contacts, cache.Companies, cache.Tasks}
	for _, bearer := range noteEntities() {
		lists = append(lists, notesOf(bearer))
	}
	for _, entity := range lists {
		newest := l.cp.Newest[entity]
		if entity == cache.Tasks {
			newest = l.cp.Newest[cache.Leads] // tasks are walked upwards, their newest stamp comes last
		}
		mark := l.cp.Began
		if newest > 0 && (mark == 0 || newest < mark) {
			mark = newest
		}
		if slices.Contains(l.cp.Without, entity) {
			mark = 0
		}
		marks[markPull(entity)] = intText(max(mark-overlap, 0))
	}
	marks[markDeleted] = intText(max(l.cp.Began-overlap, 0))
	marks[markPull(cache.Events)] = marks[markDeleted]
	return marks
}
