package board

import (
	"context"

	"fyne.io/fyne/v2"

	"voronka/cache"
)

// Place is a status of a pipeline.
type Place struct{ PipelineID, StatusID int64 }

// Drop is where a person wants leads to go, by mouse or by keyboard. Whoever
// takes it asks what has to be asked and calls Board.Put, or does nothing: the
// cards are where they were.
type Drop struct {
	Leads []int64
	To    Place         // StatusID 0: another pipeline, which one has to be asked
	At    fyne.Position // on the canvas, to ask at
}

// Put is a move that is to be stored.
type Put struct {
	Leads  []int64
	To     Place
	Store  func(ctx context.Context) error // off the UI goroutine; finished even when the board closes
	Stored func(err error)                 // on the UI goroutine; may be nil
}

// flight is a move the screen shows before the replica has it, so that a drop
// is instant. Answers that were read before the replica had it are corrected
// by it.
type flight struct {
	put   Put
	moved bool // stored
	after int  // the number of the last reading begun before it was stored
}

// flights are the moves on their way into the replica, in order.
type flights struct {
	list   []*flight
	readNo int // readings begun so far
}

// begin starts counting a reading and gives its number.
func (f *flights) begin() int {
	f.readNo++
	return f.readNo
}

// settle shows what a reading may not know yet, and forgets what it does.
func (f *flights) settle(m *model, read int, price func(int64) (int64, bool)) {
	kept := f.list[:0]
	for _, fl := range f.list {
		if fl.moved && read > fl.after {
			continue
		}
		m.put(fl.put.Leads, fl.status(m), price)
		kept = append(kept, fl)
	}
	clear(f.list[len(kept):])
	f.list = kept
}

// drop forgets a move that failed.
func (f *flights) drop(gone *flight) {
	kept := f.list[:0]
	for _, fl := range f.list {
		if fl != gone {
			kept = append(kept, fl)
		}
	}
	f.list = kept
}

// status is where the flight lands on a pipeline's board, -1 for off it.
func (f *flight) status(m *model) int64 {
	if f.put.To.PipelineID != 0 && f.put.To.PipelineID != m.pipeline.ID {
		return -1
	}
	return f.put.To.StatusID
}

// Put moves cards on the screen at once, counts and sums included, and stores
// the move. When it cannot be stored the cards go back.
func (b *Board) Put(p Put) {
	f := &flight{put: p}
	b.flights.list = append(b.flights.list, f)
	b.storing++
	if b.model.put(p.Leads, f.status(b.model), b.priceOf) {
		b.shelf.spoil(p.Leads)
		b.show()
	}
	ctx := context.WithoutCancel(b.ctx) // what was begun is finished
	b.work.Go(func() {
		err := p.Store(ctx)
		b.p.Do(func() { b.landed(f, err) })
	})
}

// landed takes note that a move was stored or not.
func (b *Board) landed(f *flight, err error) {
	b.storing--
	if err != nil {
		b.flights.drop(f)
		b.shelf.spoil(f.put.Leads)
		b.Reload()
	} else {
		f.moved, f.after = true, b.flights.readNo
		// The replica tells of the change by itself; a reading makes sure that
		// a store which keeps silent is not corrected for ever.
		b.shelf.spoil(f.put.Leads)
		b.Reload()
	}
	if f.put.Stored != nil {
		f.put.Stored(err)
	}
}

// priceOf is the budget of a lead whose card was read.
func (b *Board) priceOf(lead int64) (int64, bool) {
	if e := b.shelf.cards[lead]; e != nil && e.content != nil {
		return e.content.card.Price, true
	}
	return 0, false
}

// Card is what the board knows of a lead whose card it has read.
func (b *Board) Card(lead int64) (cache.Card, bool) {
	if e := b.shelf.cards[lead]; e != nil && e.content != nil {
		return e.content.card, true
	}
	return cache.Card{}, false
}
