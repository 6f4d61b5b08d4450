package replica

import (
	"context"
	"errors"
	"net/http"
	"time"

	"voronka/cache"
	"voronka/cache/merge"
)

// pusher sends due changes, in batches, interactive before anything the puller
// does. It keeps no queue of its own: the outbox is the queue, and Due gives
// at most the oldest change of a row.
type pusher struct {
	*core
	size     int           // changes in one batch: halved when the server chokes on it
	failures int           // batches in a row that failed for the moment
	rest     time.Duration // before the next batch, after such a failure
	torn     bool          // a batch was left with changes marked as being sent
	pushed   int           // changes that reached the server
	trouble  *StuckError   // the last such failure, nil after a batch that went through
}

func newPusher(c *core) *pusher { return &pusher{core: c, size: pushSize} }

// run sends whatever becomes due until ctx ends.
func (p *pusher) run(ctx context.Context, wake bell) error {
	for trouble := 0; ; {
		err := p.drain(ctx)
		var wait time.Duration
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			trouble = 0
			wait, err = p.untilDue(ctx)
		case fatal(err):
			return err
		}
		if err != nil {
			p.log.Error("sending stopped, trying again", "error", err)
			p.link.trouble(err)
			wait = backoff(trouble, maxPause)
			trouble++
		}
		if err := pause(ctx, p.clock, wait, wake); err != nil {
			return err
		}
	}
}

// untilDue is how long nothing will be due. The due time is wall clock, which
// may jump, so the wait is short and then looked at again.
func (p *pusher) untilDue(ctx context.Context) (time.Duration, error) {
	at, some, err := p.store.NextDue(ctx)
	if err != nil || !some {
		return time.Hour, err
	}
	now := p.unix()
	if at > now+2*int64(maxPause/time.Second) {
		if err := p.unstick(ctx, now); err != nil {
			return 0, err
		}
	}
	wait := max(time.Duration(at-now)*time.Second, p.rest, 10*time.Millisecond)
	return min(wait, max(p.rest, heldRecheck)), nil
}

// unstick makes changes due that were put off until a time no backoff reaches:
// the clock was set back meanwhile.
func (p *pusher) unstick(ctx context.Context, now int64) error {
	outbox, err := p.store.Outbox(ctx)
	if err != nil {
		return err
	}
	for _, change := range outbox {
		if change.State == cache.ChangeQueued && change.DueAt > now+2*int64(maxPause/time.Second) {
			if err := p.store.PostponeChanges(ctx, []int64{change.ID}, now, change.ErrorCode, change.Error); err != nil {
				return err
			}
		}
	}
	return nil
}

// drain sends batches until nothing is due, or the server wants a rest. It
// fails when the store does, or when the link's patience ends.
func (p *pusher) drain(ctx context.Context) error {
	p.rest = 0
	working := false
	defer func() {
		if working {
			p.board.set(func(b *statusBoard) { b.pushing = false })
		}
	}()
	for p.rest == 0 {
		// The person may change their mind while the link is down, so what is
		// due is asked for after.
		if err := p.link.wait(ctx); err != nil {
			return err
		}
		if p.torn {
			if err := p.store.ResumeSending(ctx); err != nil {
				return err
			}
			p.torn = false
		}
		changes, err := p.store.Due(ctx, p.unix(), p.size)
		if err != nil || len(changes) == 0 {
			return err
		}
		if !working {
			working = true
			p.board.set(func(b *statusBoard) { b.pushing = true })
		}
		if err := p.batch(ctx, changes); err != nil {
			p.torn = true
			return err
		}
	}
	return nil
}

// batch brings changes to an end, or puts them off: those of one route at a
// time, in the order of the oldest of each.
func (p *pusher) batch(ctx context.Context, changes []cache.Change) error {
	for _, part := range routes(changes) {
		var err error
		switch r := routeOf(part[0]); r.verb {
		case verbCreate, verbComplex:
			err = p.create(ctx, r, part)
		default:
			err = p.edit(ctx, r, part)
		}
		// With the link down, the other routes would each wait out a call that
		// nobody answers.
		if err != nil || p.rest != 0 || !p.link.isUp() {
			return err
		}
	}
	return nil
}

// edit changes rows that the server has.
func (p *pusher) edit(ctx context.Context, r route, changes []cache.Change) error {
	rows, err := p.readRows(ctx, changes)
	if err != nil {
		p.failed(ctx, changes, err)
		return ctx.Err()
	}
	// From here on the person cannot change them, and what is decided about
	// them is decided about what was read from the outbox.
	if changes, err = p.startSending(ctx, changes); err != nil {
		return err
	}
	items, err := p.sort(ctx, changes, rows)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		p.succeeded()
		return nil
	}
	return p.send(ctx, r, items)
}

// sort settles what needs no sending and returns the rest.
func (p *pusher) sort(ctx context.Context, changes []cache.Change, rows map[int64]*target) ([]item, error) {
	var items []item
	for _, change := range changes {
		row := rows[change.EntityID]
		if row == nil {
			if err := p.refuse(ctx, change.ID, http.StatusNotFound, goneText); err != nil {
				return nil, err
			}
			continue
		}
		what, err := merge.Judge(row.row, change.Before, change.After)
		if err != nil {
			if err := p.refuse(ctx, change.ID, 0, err.Error()); err != nil {
				return nil, err
			}
			continue
		}
		it := item{change, row, what.Send}
		switch {
		case len(what.Conflicts) > 0:
			err = p.conflict(ctx, it, what.Conflicts)
		case what.IsDone():
			p.link.report(failureNone, nil) // a write whose answer was lost has arrived, or none is needed
			err = p.finish(ctx, []item{it}, nil, []*target{row}, nil)
		default:
			items = append(items, it)
		}
		if err != nil {
			return nil, err
		}
	}
	return items, nil
}

// conflict leaves a change to the person, who sees what the server has now.
func (p *pusher) conflict(ctx context.Context, it item, keys []string) error {
	p.log.Info("conflict", "change", it.change.ID, "entity", it.change.Entity, "id", it.change.EntityID)
	clashes := p.clashes(ctx, it, keys)
	return p.fence.learn(map[cache.Row]int64{rowOf(it.change): it.row.stamp}, func() error {
		return p.store.ConflictChange(context.WithoutCancel(ctx), it.change.ID, clashes, batchOf(it.row))
	})
}

func rowOf(c cache.Change) cache.Row { return cache.Row{Entity: c.Entity, ID: c.EntityID} }

// startSending marks changes as being sent. One that the person took back or
// changed since it was due is left out.
func (p *pusher) startSending(ctx context.Context, changes []cache.Change) ([]cache.Change, error) {
	err := p.store.StartSending(ctx, changeIDs(changes), p.serverNow.Load())
	if err == nil || !moot(err) {
		return changes, err
	}
	var kept []cache.Change
	for _, change := range changes {
		err := p.store.StartSending(ctx, []int64{change.ID}, p.serverNow.Load())
		switch {
		case err == nil:
			kept = append(kept, change)
		case !moot(err):
			return nil, err
		}
	}
	return kept, nil
}

// moot reports whether a change is not there any more as it was picked.
func moot(err error) bool {
	return errors.Is(err, cache.ErrNotFound) || errors.Is(err, cache.ErrNotDue)
}

func (p *pusher) refuse(ctx context.Context, id int64, code int, text string) error {
	p.log.Info("refused", "change", id, "code", code)
	return p.store.RefuseChange(context.WithoutCancel(ctx), id, code, text)
}

// finish ends changes that the server has, with its rows as the new base. born
// gives the ids of rows it has made, by change. A change without a row is taken
// to stand as it was wanted; receipts then tell since when.
func (p *pusher) finish(ctx context.Context, items []item, born map[int64]int64, rows []*target, receipts map[int64]receipt) error {
	if len(items) == 0 {
		return nil
	}
	stamps := map[cache.Row]int64{}
	ids := make([]int64, 0, len(items))
	for _, it := range items {
		ids = append(ids, it.change.ID)
		for _, with := range it.change.With {
			ids = append(ids, with.ID)
		}
		row := rowOf(it.change)
		if made := born[it.change.ID]; made != 0 {
			row.ID = made
		}
		stamps[row] = receipts[row.ID].stamp
		for _, t := range rows {
			if t.id == row.ID {
				stamps[row] = t.stamp
			}
		}
	}
	err := p.fence.learn(stamps, func() error {
		return p.store.FinishChanges(context.WithoutCancel(ctx), cache.Finished{IDs: ids, Born: born, Rows: batchOf(rows...)})
	})
	if err != nil {
		return err
	}
	p.pushed += len(items)
	return nil
}

// putOff puts changes back that were marked as being sent and whose call
// failed for the moment.
func (p *pusher) putOff(ctx context.Context, changes []cache.Change, cause error) error {
	code, text := statusOf(cause), cause.Error()
	if p.failed(ctx, changes, cause) == failureCancelled {
		code, text = 0, ""
	}
	due := p.unix() + int64((p.rest+time.Second-1)/time.Second)
	return p.store.PostponeChanges(context.WithoutCancel(ctx), changeIDs(changes), due, code, text)
}

// failed notes a batch that failed for the moment and decides what that means
// for the next ones: wait for the link, or rest and try fewer at once.
func (p *pusher) failed(ctx context.Context, changes []cache.Change, cause error) failure {
	f := classify(ctx, cause)
	p.link.report(f, cause)
	if f == failureHiccup || f == failureFinal {
		tries := p.failures
		for _, c := range changes {
			tries = max(tries, c.Attempts)
		}
		p.rest = max(backoff(tries, maxPause), retryAfter(cause))
		p.failures++
		p.size = max(p.size/2, 1)
		p.link.trouble(cause)
		p.trouble = &StuckError{ChangeID: changes[0].ID, Status: statusOf(cause), Err: cause}
	}
	p.log.Warn("changes put off", "changes", len(changes), "rest", p.rest, "error", cause)
	return f
}

// succeeded notes a batch that went through.
func (p *pusher) succeeded() {
	p.failures, p.trouble = 0, nil
	p.size = min(p.size*2, pushSize)
}

func changesOf(items []item) []cache.Change {
	list := make([]cache.Change, len(items))
	for i, it := range items {
		list[i] = it.change
	}
	return list
}

func changeIDs(changes []cache.Change) []int64 {
	list := make([]int64, len(changes))
	for i, c := range changes {
		list[i] = c.ID
	}
	return list
}
