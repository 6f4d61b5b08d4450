package board

import (
	"math"
	"time"

	"voronka/ui/kit"
)

// ringEvery is how often the rings of held changes are looked at: often enough
// to be seen to run, seldom enough to cost nothing.
const ringEvery = 250 * time.Millisecond

// holds knows which leads have a change that waits before it is sent, so that
// their cards can show how long it can still be taken back at no cost. Its
// clock runs only while such a card is on screen. UI goroutine only.
type holds struct {
	clock   kit.Clock
	do      func(func())
	length  func() time.Duration // of a whole hold
	redraw  func()               // looks again at the visible cards
	seen    func(lead int64) bool
	until   map[int64]int64 // lead → Unix seconds
	stop    func() bool     // of the timer, nil while it rests
	stopped bool
}

// put takes note of cards that were read.
func (h *holds) put(cards []*content) {
	now := h.clock.Now().Unix()
	for _, c := range cards {
		if c.card.HeldUntil > now {
			h.until[c.card.ID] = c.card.HeldUntil
		} else {
			delete(h.until, c.card.ID)
		}
	}
	h.arm()
}

// ring is how many steps of the hold are left, 0 when nothing is held.
func (h *holds) ring(lead int64) uint8 {
	until, ok := h.until[lead]
	if !ok {
		return 0
	}
	left := time.Unix(until, 0).Sub(h.clock.Now())
	whole := h.length()
	if left <= 0 || whole <= 0 {
		return 0
	}
	part := math.Min(float64(left)/float64(whole), 1)
	return uint8(math.Ceil(part * ringSteps))
}

// arm starts the clock when a held card is on screen.
func (h *holds) arm() {
	if h.stop != nil || h.stopped {
		return
	}
	for lead := range h.until {
		if h.seen(lead) {
			h.stop = h.clock.AfterFunc(ringEvery, func() { h.do(h.tick) })
			return
		}
	}
}

func (h *holds) tick() {
	h.stop = nil
	now := h.clock.Now().Unix()
	for lead, until := range h.until {
		if until <= now {
			delete(h.until, lead)
		}
	}
	h.redraw()
	h.arm()
}

// close stops the clock. What it has queued already does nothing more than
// redraw.
func (h *holds) close() {
	h.stopped = true
	if h.stop != nil {
		h.stop()
	}
}

// holdLength is how long a move waits before it is sent.
func (b *Board) holdLength() time.Duration {
	if b.p.Hold == nil {
		return 0
	}
	return b.p.Hold()
}
