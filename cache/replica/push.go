package replica

import (
	"context"
	"errors"
	"net/http"
	"time"

	"voronka/amo"
	"voronka/cache"
)

// pusher sends due changes, in batches, interactive before anything the puller
// does. It keeps no queue of its own: the outbox is the queue, and Due gives
// at most the oldest change of a row.
type pusher struct {
	*core
	size     int // changes in one batch: halved when the server chokes on it
	failures int // batches in a row that failed for the moment
	pushed   int // changes that reached the server
}

func newPusher(c *core) *pusher { return &pusher{core: c, size: pushSize} }

// run sends whatever becomes due until ctx ends.
func (p *pusher) run(ctx context.Context, wake bell) error {
	trouble := 0
	for {
		err := p.drain(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		wait := time.Hour
		if err != nil {
			if fatal(err) {
				return err
			}
			p.log.Error("sending stopped, trying again", "error", err)
			p.link.trouble(err)
			wait = backoff(trouble, maxPause)
			trouble++
		} else {
			trouble = 0
			if wait, err = p.untilDue(ctx); err != nil {
				p.log.Error("cannot tell what is due next", "error", err)
				wait = backoff(0, maxPause)
			}
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
	return min(max(time.Duration(at-now)*time.Second, 10*time.Millisecond), heldRecheck), nil
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

// drain sends batches until nothing is due. It fails when the store does, or
// when the link's patience ends.
func (p *pusher) drain(ctx context.Context) error {
	working := false
	defer func() {
		if working {
			p.board.set(func(b *statusBoard) { b.pushing = false })
		}
	}()
	for {
		changes, err := p.store.Due(ctx, p.unix(), p.size)
		if err != nil || len(changes) == 0 {
			return err
		}
		if err := p.link.wait(ctx); err != nil {
			return err
		}
		if !working {
			working = true
			p.board.set(func(b *statusBoard) { b.pushing = true })
		}
		if err := p.batch(ctx, changes); err != nil {
			return err
		}
	}
}

// item is a change on its way, with the row it was judged by.
type item struct {
	change cache.Change
	row    amo.Lead
	patch  amo.LeadPatch
}

// batch brings changes of distinct leads to an end, or puts them off.
func (p *pusher) batch(ctx context.Context, changes []cache.Change) error {
	rows, err := p.readRows(ctx, changes)
	if err != nil {
		return p.putOff(ctx, changes, err)
	}
	items, err := p.sort(ctx, changes, rows)
	if err != nil || len(items) == 0 {
		return err
	}
	if items, err = p.startSending(ctx, items); err != nil || len(items) == 0 {
		return err
	}
	return p.send(ctx, items)
}

// sort settles what needs no sending and returns the rest.
func (p *pusher) sort(ctx context.Context, changes []cache.Change, rows map[int64]amo.Lead) ([]item, error) {
	var items []item
	for _, change := range changes {
		row, exists := rows[change.EntityID]
		if !exists {
			if err := p.refuse(ctx, change.ID, http.StatusNotFound, goneText); err != nil {
				return nil, err
			}
			continue
		}
		patch, err := patchOf(change, row)
		if err != nil {
			if err := p.refuse(ctx, change.ID, 0, err.Error()); err != nil {
				return nil, err
			}
			continue
		}
		what, err := judge(change, row)
		if err != nil {
			return nil, err
		}
		switch what {
		case verdictSend:
			items = append(items, item{change, row, patch})
		case verdictAlready:
			err = p.finish(ctx, []item{{change, row, patch}}, []amo.Lead{row}, nil)
		case verdictConflict:
			p.log.Info("conflict", "change", change.ID, "lead", change.EntityID)
			err = p.settled(p.fence.learn(map[int64]int64{row.ID: row.UpdatedAt}, func() error {
				return p.store.ConflictChange(ctx, change.ID, row)
			}))
		}
		if err != nil {
			return nil, err
		}
	}
	return items, nil
}

// startSending marks changes as being sent. One that the person took back or
// changed since it was due is left out.
func (p *pusher) startSending(ctx context.Context, items []item) ([]item, error) {
	err := p.store.StartSending(ctx, ids(items))
	if err == nil || !moot(err) {
		return items, err
	}
	var kept []item
	for _, it := range items {
		err := p.store.StartSending(ctx, []int64{it.change.ID})
		switch {
		case err == nil:
			kept = append(kept, it)
		case !moot(err):
			return nil, errors.Join(err, p.unsend(ctx, kept, err))
		}
	}
	return kept, nil
}

// unsend puts changes back that were marked but not sent.
func (p *pusher) unsend(ctx context.Context, items []item, cause error) error {
	if len(items) == 0 {
		return nil
	}
	return p.store.PostponeChanges(context.WithoutCancel(ctx), ids(items), p.unix(), statusOf(cause), cause.Error())
}

// moot reports whether a change is not there any more as it was picked.
func moot(err error) bool {
	return errors.Is(err, cache.ErrNotFound) || errors.Is(err, cache.ErrNotDue)
}

// settled forgives that a change was taken back meanwhile.
func (p *pusher) settled(err error) error {
	if moot(err) {
		return nil
	}
	return err
}

func (p *pusher) refuse(ctx context.Context, id int64, code int, text string) error {
	p.log.Info("refused", "change", id, "code", code)
	return p.settled(p.store.RefuseChange(context.WithoutCancel(ctx), id, code, text))
}

// finish ends changes that the server has, with its rows as the new base. A
// change without a row is taken to stand as it was wanted; receipts then tell
// since when.
func (p *pusher) finish(ctx context.Context, items []item, rows []amo.Lead, receipts map[int64]int64) error {
	if len(items) == 0 {
		return nil
	}
	stamps := map[int64]int64{}
	for _, it := range items {
		stamps[it.change.EntityID] = receipts[it.change.EntityID]
	}
	for _, row := range rows {
		stamps[row.ID] = row.UpdatedAt
	}
	err := p.fence.learn(stamps, func() error {
		return p.store.FinishChanges(context.WithoutCancel(ctx), ids(items), rows)
	})
	if err != nil {
		return err
	}
	p.pushed += len(items)
	return nil
}

// putOff handles changes whose call failed for the moment: they wait for the
// link, or for a backoff, and are tried again.
func (p *pusher) putOff(ctx context.Context, changes []cache.Change, cause error) error {
	f := classify(ctx, cause)
	p.link.report(f, cause)
	due := p.unix()
	switch f {
	case failureCancelled:
		return p.store.PostponeChanges(context.WithoutCancel(ctx), changeIDs(changes), due, 0, "")
	case failureHiccup, failureFinal:
		tries := p.failures
		for _, c := range changes {
			tries = max(tries, c.Attempts)
		}
		wait := max(backoff(tries, maxPause), retryAfter(cause))
		due += int64((wait + time.Second - 1) / time.Second)
		p.link.trouble(cause)
		p.failures++
		p.size = max(p.size/2, 1)
	default: // the link is down; when it is up again, nothing has to wait
	}
	p.log.Warn("changes put off", "changes", len(changes), "error", cause)
	return p.store.PostponeChanges(context.WithoutCancel(ctx), changeIDs(changes), due, statusOf(cause), cause.Error())
}

// succeeded notes a batch that went through.
func (p *pusher) succeeded() {
	p.failures = 0
	p.size = min(p.size*2, pushSize)
}

func ids(items []item) []int64 {
	list := make([]int64, len(items))
	for i, it := range items {
		list[i] = it.change.ID
	}
	return list
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
