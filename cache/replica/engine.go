package replica

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"voronka/cache"
)

// Engine keeps one account's store equal to the server. Its methods may be
// called from any goroutine; Run and Once take turns by the engine lock.
type Engine struct {
	options Options
	board   *statusBoard
	// One bell for each loop that a poke must reach, and one for what other
	// processes write.
	pull, push, probe, lock, outside bell
	asked                            atomic.Bool // see Look
}

// New makes an engine. Nothing happens before Run or Once.
func New(o Options) *Engine {
	o = o.withDefaults()
	before := o.API.Requests()
	return &Engine{
		options: o,
		board:   newStatusBoard(func() int64 { return o.API.Requests() - before }),
		pull:    newBell(), push: newBell(), probe: newBell(), lock: newBell(), outside: newBell(),
	}
}

// Status is what the engine is doing now.
func (e *Engine) Status() Status { return e.board.status() }

// Watch has fn called after every change of the status, in order, until stop
// is called. fn must not block; it may be called from any goroutine.
func (e *Engine) Watch(fn func(Status)) (stop func()) { return e.board.watch(fn) }

// Poke makes the engine try now: a command was made, the person asked, or the
// network has come back. It never blocks.
func (e *Engine) Poke() {
	for _, b := range []bell{e.pull, e.push, e.probe, e.lock} {
		b.ring()
	}
}

// Look is Poke for a person who asks whether there is anything new: the next
// pull looks at everything, also at what is looked at now and then only, such as
// what was deleted and the account's definitions.
func (e *Engine) Look() {
	e.asked.Store(true)
	e.Poke()
}

// Run loads, pulls and sends until ctx ends, and then returns nil after all
// its goroutines have. Whatever may pass is waited for: a server out of reach,
// a token that is not accepted, a lock that another process holds. It fails
// only when the store is closed or damaged.
func (e *Engine) Run(ctx context.Context) error {
	for {
		unlock, err := e.awaitLock(ctx)
		if err != nil {
			return ended(ctx, err)
		}
		err = e.session(ctx)
		unlock()
		if ctx.Err() != nil || err != nil {
			return ended(ctx, err)
		}
	}
}

// ended is nil when ctx has: that is how Run is told to stop.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// session runs the loops while the lock is held.
func (e *Engine) session(ctx context.Context) error {
	c, err := e.begin(ctx, 0)
	if err != nil {
		return err
	}
	stop := c.store.Watch(e.heard)
	defer stop()
	loops, ctx := errgroup.WithContext(ctx)
	loops.Go(func() error { return c.probe(ctx, e.probe) })
	loops.Go(func() error { return newPusher(c).run(ctx, e.push) })
	loops.Go(func() error { return newPuller(c).run(ctx, e.pull, e.outside) })
	if e.options.Deliveries != "" {
		loops.Go(func() error { return c.receive(ctx, e.pull) })
	}
	return loops.Wait()
}

// begin starts a session: nobody else is sending now, whatever the outbox says.
func (e *Engine) begin(ctx context.Context, patience time.Duration) (*core, error) {
	c := newCore(e.options, e.board, patience)
	c.hurry, c.asked = e.pull, &e.asked
	last, err := e.lastSync(ctx)
	if err != nil {
		return nil, err
	}
	e.board.set(func(b *statusBoard) {
		b.shown.LastSync = max(last, b.shown.LastSync)
		b.elsewhere, b.link, b.linkErr, b.trouble = nil, linkUp, nil, nil
	})
	if err := c.store.ResumeSending(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// heard wakes the loops when the store was written by others: a command here,
// or another process, which may have poked.
func (e *Engine) heard(ch cache.Changed) {
	if ch.Entity != cache.Outbox {
		return
	}
	e.push.ring()
	if ch.IDs == nil {
		e.outside.ring()
	}
}

// fatal reports whether an error of the store will not pass.
func fatal(err error) bool {
	var damaged *cache.DamagedError
	return errors.Is(err, cache.ErrClosed) || errors.As(err, &damaged)
}
