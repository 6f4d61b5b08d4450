package board

import "time"

// countingAfter is when counts that still belong to another filter are no
// longer shown. The first filter by a custom field takes the replica a second or
// two in a large account; others are answered before anybody could read a count.
const countingAfter = 300 * time.Millisecond

// uncounted stands for a count that is not known yet.
const uncounted = "…"

// await shows no counts when the question that was just asked is not answered
// soon.
func (b *Board) await() {
	b.stopAwaiting()
	if !b.painted {
		return // there are none yet
	}
	asked := b.gen
	b.awaiting = b.p.Clock.AfterFunc(countingAfter, func() {
		b.p.Do(func() {
			if asked == b.gen && b.awaiting != nil && b.ctx.Err() == nil {
				b.kit.counting = true
				b.show()
			}
		})
	})
}

func (b *Board) stopAwaiting() {
	if b.awaiting != nil {
		b.awaiting()
		b.awaiting = nil
	}
}

// totals tells how many leads are on the board and what they are worth.
func (b *Board) totals() {
	switch {
	case b.kit.counting && b.p.On.Counting != nil:
		b.p.On.Counting()
	case !b.kit.counting && b.p.On.Totals != nil:
		b.p.On.Totals(b.model.totals())
	}
}

// tally writes the count and sum of a column.
func (k *toolkit) tally(c *column) (count, sum string) {
	if k.counting {
		return uncounted, uncounted
	}
	return k.format.Number(int64(c.count)), k.format.Money(c.sum)
}
