package sandbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"
)

// HookOptions is how webhooks are delivered. The zero HookOptions is amoCRM's
// way: an answer within 2 seconds, up to five attempts, nothing lost on
// purpose.
type HookOptions struct {
	// Timeout is how long a receiver may take, 2 seconds when zero.
	Timeout time.Duration
	// Loss is the share of deliveries that are never sent, Late the share
	// that is held back for up to LateBy of the account's time, so that later
	// ones overtake them. LateBy is 10 seconds when zero.
	Loss, Late float64
	LateBy     time.Duration
	// Seed makes the draws repeatable.
	Seed uint64
	// JSON sends JSON instead of forms, as the user's guide expects; seed
	// mode does so too.
	JSON bool
}

// Delivery is one attempt to deliver a webhook.
type Delivery struct {
	At          time.Time // by the account's clock
	Destination string
	Attempt     int    // from 1
	Body        string // as sent
	// Code is the answer's HTTP status, 0 when there was none and 499 when it
	// came too late.
	Code int
	// Lost is set on what was dropped on purpose.
	Lost bool
}

// parcel is a delivery on its way.
type parcel struct {
	hook        int64 // 0 for a trigger
	destination string
	contentType string
	body        []byte
	attempt     int
	due         time.Time
	once        bool
}

// keptDeliveries is how many attempts are remembered.
const keptDeliveries = 10_000

// watchEvery is how often the account's clock, which tests move, is looked at
// while something waits.
const watchEvery = 20 * time.Millisecond

// courier delivers webhooks. Its goroutines live while there is something to
// deliver; close ends them.
type courier struct {
	now     func() time.Time
	client  *http.Client
	disable func(hookID int64) error

	mu      sync.Mutex
	options HookOptions
	random  *rand.Rand
	parcels []*parcel
	busy    map[string]bool // destinations being waited for
	running bool
	log     []Delivery
	invalid map[int64][]time.Time // by hook, the last two hours
	changed chan struct{}         // closed and replaced when something ends

	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

func newCourier(now func() time.Time, o HookOptions, disable func(int64) error) *courier {
	ctx, cancel := context.WithCancel(context.Background())
	transport := &http.Transport{DisableKeepAlives: true, Proxy: nil}
	c := &courier{
		now: now, disable: disable,
		client: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		busy: map[string]bool{}, invalid: map[int64][]time.Time{}, changed: make(chan struct{}),
		ctx: ctx, cancel: cancel,
	}
	c.set(o)
	return c
}

func (c *courier) set(o HookOptions) {
	if o.Timeout <= 0 {
		o.Timeout = 2 * time.Second
	}
	if o.LateBy <= 0 {
		o.LateBy = 10 * time.Second
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.options = o
	c.random = rand.New(rand.NewPCG(o.Seed, 0x686f6f6b))
}

// send takes parcels on their way.
func (c *courier) send(parcels []*parcel) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx.Err() != nil {
		return
	}
	now := c.now()
	for _, p := range parcels {
		p.attempt, p.due = 1, now
		switch x := c.random.Float64(); {
		case x < c.options.Loss:
			c.note(Delivery{At: now, Destination: p.destination, Body: string(p.body), Lost: true})
			continue
		case x < c.options.Loss+c.options.Late:
			p.due = now.Add(time.Duration(1 + c.random.Int64N(int64(c.options.LateBy))))
		}
		c.parcels = append(c.parcels, p)
	}
	if !c.running && len(c.parcels) > 0 {
		c.running = true
		c.wg.Go(c.run)
	}
}

// run hands out what is due until nothing is left.
func (c *courier) run() {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		c.mu.Lock()
		c.handOut()
		if len(c.parcels) == 0 && len(c.busy) == 0 || c.ctx.Err() != nil {
			c.running = false
			c.announce()
			c.mu.Unlock()
			return
		}
		changed := c.changed
		c.mu.Unlock()
		select {
		case <-c.ctx.Done():
		case <-changed:
		case <-ticker.C:
		}
	}
}

// handOut starts the first due parcel of every destination that is not busy.
// The caller holds mu.
func (c *courier) handOut() {
	now := c.now()
	slices.SortStableFunc(c.parcels, func(a, b *parcel) int { return a.due.Compare(b.due) })
	var left []*parcel
	for _, p := range c.parcels {
		if p.due.After(now) || c.busy[p.destination] || c.ctx.Err() != nil {
			left = append(left, p)
			continue
		}
		c.busy[p.destination] = true
		c.wg.Go(func() { c.attempt(p) })
	}
	c.parcels = left
}

// attempt delivers a parcel once and decides what becomes of it.
func (c *courier) attempt(p *parcel) {
	c.mu.Lock()
	timeout := c.options.Timeout
	c.mu.Unlock()
	code := c.post(p, timeout)
	var ended int64
	c.mu.Lock()
	now := c.now()
	c.note(Delivery{At: now, Destination: p.destination, Attempt: p.attempt, Body: string(p.body), Code: code})
	if code < 100 || code > 299 {
		if wait, again := nextAttempt(p.attempt, code); again && !p.once {
			p.attempt++
			p.due = now.Add(wait)
			c.parcels = append(c.parcels, p)
		}
		if c.isTooBad(p.hook, now) {
			ended = p.hook
			c.parcels = slices.DeleteFunc(c.parcels, func(o *parcel) bool { return o.hook == ended })
		}
	}
	c.mu.Unlock()
	if ended != 0 {
		// A state file that cannot be written shows at the next write.
		_ = c.disable(ended)
	}
	c.mu.Lock()
	delete(c.busy, p.destination)
	c.announce()
	c.mu.Unlock()
}

// post sends a parcel and gives the answer's status.
func (c *courier) post(p *parcel, timeout time.Duration) int {
	ctx, cancel := context.WithTimeout(c.ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.destination, bytes.NewReader(p.body))
	if err != nil {
		return 0
	}
	req.Header.Set("Content-Type", p.contentType)
	req.Header.Set("User-Agent", "amoCRM-Webhooks/3.0")
	res, err := c.client.Do(req)
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
			return statusClientGone
		}
		return 0
	}
	// What the receiver says besides its status does not matter.
	_, _ = io.CopyN(io.Discard, res.Body, 64<<10)
	_ = res.Body.Close()
	return res.StatusCode
}

// statusClientGone is what nginx notes when a caller did not wait.
const statusClientGone = 499

// nextAttempt is when to try again after a failed attempt: 5 and 15 minutes
// after the first two, and for the receiver's own failures once more after 15
// minutes and after an hour.
func nextAttempt(attempt, code int) (wait time.Duration, again bool) {
	theirs := code == statusClientGone || code >= 500
	switch {
	case attempt == 1:
		return 5 * time.Minute, true
	case attempt == 2:
		return 15 * time.Minute, true
	case attempt == 3 && theirs:
		return 15 * time.Minute, true
	case attempt == 4 && theirs:
		return time.Hour, true
	}
	return 0, false
}

// The rule by which a hook is switched off: more than so many invalid answers
// within that time, of which the last one was the newest answer.
const (
	tooManyInvalid = 100
	invalidWithin  = 2 * time.Hour
)

func (c *courier) isTooBad(hook int64, now time.Time) bool {
	if hook == 0 {
		return false
	}
	c.invalid[hook] = append(since(c.invalid[hook], now.Add(-invalidWithin)), now)
	if len(c.invalid[hook]) <= tooManyInvalid {
		return false
	}
	delete(c.invalid, hook)
	return true
}

func (c *courier) note(d Delivery) {
	c.log = append(c.log, d)
	if len(c.log) > keptDeliveries {
		c.log = slices.Delete(c.log, 0, len(c.log)-keptDeliveries)
	}
}

// announce wakes those who wait for a change. The caller holds mu.
func (c *courier) announce() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// settled waits until nothing is under way and nothing is due.
func (c *courier) settled(ctx context.Context) error {
	for {
		c.mu.Lock()
		now := c.now()
		waiting := len(c.busy) > 0 || slices.ContainsFunc(c.parcels, func(p *parcel) bool { return !p.due.After(now) })
		changed := c.changed
		c.mu.Unlock()
		if !waiting {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

func (c *courier) close() {
	c.cancel()
	c.wg.Wait()
	c.client.CloseIdleConnections()
}
