package replica

import (
	"context"
	"errors"
	"sync"
	"time"

	"voronka/amo"
)

// linkState says whether calls have a chance.
type linkState uint8

const (
	linkUp linkState = iota
	linkOffline
	linkSignIn
	linkBlocked
	linkLocked
)

// link is the way to the server as all loops share it: one of them learns that
// it is cut, all wait, the prober alone asks whether it is back.
type link struct {
	clock    Clock
	board    *statusBoard
	patience time.Duration // 0: wait as long as it takes

	mu      sync.Mutex
	state   linkState
	err     error
	since   time.Time     // of the first failure in a row
	probes  int           // in vain, or followed by another failure, since a call last succeeded
	changed chan struct{} // closed when state changes
}

func newLink(clock Clock, board *statusBoard, patience time.Duration) *link {
	return &link{clock: clock, board: board, patience: patience, changed: make(chan struct{})}
}

// wait returns when calls have a chance. It gives up with the reason they have
// none when the link's patience is over, which without a limit is never.
func (l *link) wait(ctx context.Context) error {
	for {
		l.mu.Lock()
		state, err, changed := l.state, l.err, l.changed
		left := l.patience - l.clock.Now().Sub(l.since)
		l.mu.Unlock()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if state == linkUp {
			return nil
		}
		if l.patience == 0 {
			left = time.Hour // just looks again
		} else if state != linkOffline || left <= 0 {
			return err
		}
		if err := l.await(ctx, changed, left); err != nil {
			return err
		}
	}
}

func (l *link) await(ctx context.Context, changed <-chan struct{}, most time.Duration) error {
	fired, stop := l.clock.Timer(most)
	defer stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-changed:
	case <-fired:
	}
	return nil
}

// report takes note of how a call ended.
func (l *link) report(f failure, err error) {
	switch f {
	case failureNone, failureFinal:
		l.set(linkUp, nil, true)
		l.trouble(nil)
	case failureOutage:
		l.set(linkOffline, err, false)
	case failureSignIn:
		l.set(linkSignIn, err, false)
	case failureBlocked:
		l.set(linkBlocked, err, false)
	case failureLocked:
		l.set(linkLocked, err, false)
	case failureHiccup:
		l.trouble(err)
	case failureCancelled:
	}
}

// revive lets calls go on after a probe that succeeded. Unlike a real call
// that did, it does not forget the failures before: the next may fail as well.
func (l *link) revive() { l.set(linkUp, nil, false) }

func (l *link) set(state linkState, err error, proven bool) {
	l.mu.Lock()
	was := l.state
	l.state, l.err = state, err
	if proven {
		l.probes = 0
		l.since = time.Time{}
	} else if l.since.IsZero() {
		l.since = l.clock.Now()
	}
	if was != state {
		close(l.changed)
		l.changed = make(chan struct{})
	}
	l.mu.Unlock()
	if was != state || (err != nil && state != linkUp) {
		l.board.set(func(b *statusBoard) { b.link, b.linkErr = state, err })
	}
}

func (l *link) isUp() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state == linkUp
}

// trouble shows an error that does not cut the link, nil when it has passed.
func (l *link) trouble(err error) {
	l.board.set(func(b *statusBoard) { b.trouble = err })
}

// next blocks while the link is up and then tells how long to wait before the
// next probe.
func (l *link) next(ctx context.Context) (time.Duration, error) {
	for {
		l.mu.Lock()
		state, changed, probes := l.state, l.changed, l.probes
		if state != linkUp {
			l.probes++
		}
		l.mu.Unlock()
		switch state {
		case linkUp:
		case linkOffline:
			return backoff(probes, offlinePause), nil
		default:
			return backoff(probes+6, blockedPause), nil
		}
		if err := l.await(ctx, changed, time.Hour); err != nil {
			return 0, err
		}
	}
}

// probe asks a link that is down whether it is back, until ctx ends. A poke
// makes it ask at once.
func (c *core) probe(ctx context.Context, poked bell) error {
	for {
		wait, err := c.link.next(ctx)
		if err != nil {
			return err
		}
		if err := pause(ctx, c.clock, wait, poked); err != nil {
			return err
		}
		c.ask(ctx)
	}
}

// ask makes the cheapest call that needs both server and token.
func (c *core) ask(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	_, err := c.api.Account(limited)
	if refusal := (*amo.Error)(nil); errors.As(err, &refusal) && refusal.Unsent {
		return // nothing was asked, so nothing is known
	}
	switch f := classify(ctx, err); f {
	case failureNone, failureFinal:
		c.log.Info("server is back")
		c.link.revive()
	case failureHiccup:
		// It answers, if badly; the calls that matter find out themselves.
		c.link.revive()
	default:
		c.link.report(f, err)
	}
}
