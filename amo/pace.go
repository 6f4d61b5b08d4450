package amo

import (
	"math"
	"time"
)

// The server counts arrivals, the limiter departures; the network shifts the
// one against the other. These margins keep a window at the server from
// holding one request more than a window here.
const (
	spacingMargin = 1.02
	minuteWindow  = 60*time.Second + 250*time.Millisecond
	// lateness is how much less than its time a second's worth of requests may
	// take, so that what a busy computer lost is made good. The margin is
	// larger, so that a second still holds no request too many.
	lateness = 8 * time.Millisecond
)

// Background work leaves a part of the minute's budget to people: a tenth when
// the next free place is a whole window away, shrinking as it draws near, and
// never less than 3 %. Kept at a tenth all the time it would cost a tenth of
// the speed of a first load.
const (
	reserveMost  = 0.10
	reserveLeast = 0.03
)

// maxRemembered bounds the memory of past requests when limits are off.
const maxRemembered = 4096

// pace decides when the next request may leave, from those that left before.
// The caller locks.
type pace struct {
	limits  Limits
	spacing time.Duration // between two requests, 0 for none
	window  time.Duration
	places  int         // requests in a window, 0 for any number
	last    time.Time   // when the last request should have left
	past    []time.Time // departures within the last window, oldest first
}

func (p *pace) setLimits(limits Limits) {
	p.limits = limits
	p.spacing = 0
	if limits.PerSecond > 0 {
		p.spacing = time.Duration(spacingMargin / limits.PerSecond * float64(time.Second))
	}
	p.window, p.places = minuteWindow, 0
	if limits.PerMinute > 0 {
		p.places = max(1, int(limits.PerMinute))
	}
	if limits.PerMinute > 0 && limits.PerMinute < 1 {
		p.window = time.Duration(float64(minuteWindow) / limits.PerMinute)
	}
}

// sent records a departure.
func (p *pace) sent(now time.Time) {
	// A late start is made good by the next requests, down to half the space
	// between two.
	due, earliest := p.last.Add(p.spacing), now.Add(-p.spacing/2)
	if p.last = due; due.Before(earliest) {
		p.last = earliest
	}
	p.past = append(p.past, now)
	if len(p.past) >= 2*maxRemembered && p.places < maxRemembered {
		p.past = append(p.past[:0], p.past[len(p.past)-maxRemembered:]...)
	}
}

// wait is the time until a request of the class may leave, 0 for now. After it
// the answer must be asked for again.
func (p *pace) wait(c class, now time.Time) time.Duration {
	p.forget(now)
	var spaced time.Duration
	if p.spacing > 0 && !p.last.IsZero() {
		spaced = max(p.last.Add(p.spacing).Sub(now), p.secondWait(now))
	}
	return max(0, spaced, p.windowWait(c, now))
}

// secondWait is the time until a second's worth of requests is not sent faster
// than in a second.
func (p *pace) secondWait(now time.Time) time.Duration {
	n := max(1, int(p.limits.PerSecond))
	if len(p.past) < n {
		return 0
	}
	took := time.Duration(n)*p.spacing - min(lateness, p.spacing/4)
	return p.past[len(p.past)-n].Add(took).Sub(now)
}

// forget drops departures that have left the window.
func (p *pace) forget(now time.Time) {
	n := 0
	for n < len(p.past) && now.Sub(p.past[n]) >= p.window {
		n++
	}
	p.past = p.past[n:]
}

// windowWait is the time until the window has a place for the class.
func (p *pace) windowWait(c class, now time.Time) time.Duration {
	if p.places == 0 || len(p.past) == 0 {
		return 0
	}
	left := p.places - len(p.past) - 1 // places left over after this request
	if c == interactive {
		return p.untilLeft(left, 0, now)
	}
	least := int(reserveLeast * float64(p.places))
	if wait := p.untilLeft(left, least, now); wait > 0 {
		return wait
	}
	// The next place becomes free after a time that shrinks as we wait, and
	// the reserve with it: least + slope × time, rounded.
	slope := (math.Floor(reserveMost*float64(p.places)) - float64(least)) / float64(p.window)
	if slope <= 0 {
		return 0
	}
	nextFree := p.past[0].Add(p.window).Sub(now)
	allowed := time.Duration((float64(left-least) + 0.5) / slope)
	return max(0, nextFree-allowed)
}

// untilLeft is the time until enough departures have left the window for want
// places to be left over.
func (p *pace) untilLeft(left, want int, now time.Time) time.Duration {
	lacking := want - left
	if lacking <= 0 {
		return 0
	}
	if lacking > len(p.past) {
		lacking = len(p.past)
	}
	return p.past[lacking-1].Add(p.window).Sub(now)
}
