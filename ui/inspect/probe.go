//go:build inspect

package inspect

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// Enabled tells whether this build can be inspected.
const Enabled = true

// scrollTail is how long after its last step a scroll counts as under way.
const scrollTail = 250 * time.Millisecond

// Probe takes the board's reports and counts frames while something moves. It
// is safe for concurrent use, and a nil Probe ignores everything.
type Probe struct {
	now    func() time.Time
	frames func(tick func()) (stop func()) // calls tick once a frame until stopped
	born   time.Time                       // when the process started

	mu       sync.Mutex
	stop     func() // of the running frame clock, nil when it rests
	dragging bool
	scrolled time.Time     // the last step of scrolling
	ticked   time.Time     // the last tick of this run, or its start
	ticks    int           // ticks counted while something moved
	moving   time.Duration // over how long
	shown    int           // ticks since the first cards were shown, counted up to two
	waiting  bool          // for the first cards to be painted
	ready    time.Duration // 0: not yet
}

// NewProbe returns a probe on the frames of the current Fyne app.
func NewProbe() *Probe {
	return &Probe{now: time.Now, frames: animationFrames, born: processStart()}
}

// animationFrames ticks with Fyne's animations, which run right before each
// painting of the windows.
func animationFrames(tick func()) (stop func()) {
	a := fyne.NewAnimation(time.Hour, func(float32) { tick() })
	a.RepeatCount = fyne.AnimationRepeatForever
	a.Start()
	return a.Stop
}

// CardsShown reports that cards were put on the screen.
func (p *Probe) CardsShown() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ready != 0 || p.waiting {
		return
	}
	p.waiting = true
	p.run()
}

// DragStarted reports that a card is being dragged from now on.
func (p *Probe) DragStarted() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dragging = true
	p.run()
}

// DragEnded reports that the drag is over, whether dropped or cancelled.
func (p *Probe) DragEnded() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dragging = false
}

// Scrolled reports one step of scrolling.
func (p *Probe) Scrolled() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.scrolled = p.now()
	p.run()
}

// run starts the frame clock unless it runs. The caller holds the lock.
func (p *Probe) run() {
	if p.stop != nil {
		return
	}
	p.ticked = p.now()
	p.stop = p.frames(p.tick)
}

// tick is called once a frame, on the UI goroutine.
func (p *Probe) tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop == nil { // a last tick of a clock stopped within this frame
		return
	}
	now := p.now()
	moving := p.dragging || now.Sub(p.scrolled) < scrollTail
	if moving {
		p.ticks++
		p.moving += now.Sub(p.ticked)
	}
	p.ticked = now
	if p.waiting {
		// Painting follows ticking, so the cards are on the screen when the
		// second tick after they were shown arrives.
		if p.shown++; p.shown == 2 {
			p.waiting, p.ready = false, now.Sub(p.born)
		}
	}
	if !moving && !p.waiting {
		p.stop()
		p.stop = nil
	}
}

// reset forgets the frames counted so far, not when the board was ready.
func (p *Probe) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ticks, p.moving = 0, 0
	p.ticked = p.now()
}

// figures gives frames per second while something moved, 0 when nothing did,
// and the milliseconds from process start to the first painted cards, 0
// before.
func (p *Probe) figures() (framesPerSecond, readyMS float64) {
	if p == nil {
		return 0, 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.moving > 0 {
		framesPerSecond = float64(p.ticks) / p.moving.Seconds()
	}
	return framesPerSecond, float64(p.ready.Microseconds()) / 1000
}
