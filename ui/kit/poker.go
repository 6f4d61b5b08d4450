package kit

import "sync/atomic"

// Poker collapses bursts: however often it is poked, at most one run of its
// function is waiting for the UI goroutine. It is safe for concurrent use.
type Poker struct {
	queued atomic.Bool
	on     Dispatcher
	run    func()
}

// NewPoker returns a poker that runs a function through a dispatcher.
func NewPoker(on Dispatcher, run func()) *Poker { return &Poker{on: on, run: run} }

// Poke asks for a run. A poke that comes while the function runs leads to one
// more run.
func (p *Poker) Poke() {
	if p.queued.CompareAndSwap(false, true) {
		p.on.Do(func() {
			p.queued.Store(false)
			p.run()
		})
	}
}
