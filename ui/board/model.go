package board

import (
	"slices"

	"voronka/amo"
	"voronka/cache"
)

// column is one status with the leads it shows, in order.
type column struct {
	status amo.Status
	ids    []int64 // nil while folded
	count  int
	sum    int64
	folded bool
}

// takes reports whether leads can be moved into the status: incoming leads
// come in from outside only.
func (c *column) takes() bool { return c.status.Type != amo.StatusUnsorted }

// adds reports whether a lead can be made in the status.
func (c *column) adds() bool { return c.takes() && !c.status.IsClosed() }

// model is the board without its looks: which leads stand where, and the
// totals. UI goroutine only.
type model struct {
	pipeline amo.Pipeline
	columns  []column
	folded   map[int64]bool // by status; won and lost start folded
}

func newModel() *model {
	return &model{folded: map[int64]bool{amo.StatusWon: true, amo.StatusLost: true}}
}

// replace takes a fresh answer of the replica.
func (m *model) replace(b cache.Board) {
	m.pipeline = b.Pipeline
	m.columns = m.columns[:0]
	for _, c := range b.Columns {
		m.columns = append(m.columns, column{
			status: c.Status, ids: c.IDs, count: c.Count, sum: c.Sum, folded: m.folded[c.Status.ID],
		})
	}
}

// restoreFolded folds these statuses, nil for won and lost.
func (m *model) restoreFolded(statuses []int64) {
	if statuses == nil {
		statuses = []int64{amo.StatusWon, amo.StatusLost}
	}
	clear(m.folded)
	for _, s := range statuses {
		m.folded[s] = true
	}
}

// foldedStatuses are the statuses whose leads need not be read.
func (m *model) foldedStatuses() []int64 {
	var out []int64
	for id, folded := range m.folded {
		if folded {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// find returns the column and row of a lead on the board.
func (m *model) find(lead int64) (col, row int, ok bool) {
	for i := range m.columns {
		if row := slices.Index(m.columns[i].ids, lead); row >= 0 {
			return i, row, true
		}
	}
	return 0, 0, false
}

func (m *model) columnOf(status int64) int {
	return slices.IndexFunc(m.columns, func(c column) bool { return c.status.ID == status })
}

// put takes leads to the top of another status, counts and sums included, as
// the replica will tell a moment later; -1 takes them off the board. It does
// nothing when the budget of one is not known: an inexact sum is worse than one
// that follows a moment later. It reports whether anything changed.
func (m *model) put(leads []int64, status int64, price func(int64) (int64, bool)) bool {
	wanted := make(map[int64]int64, len(leads)) // lead → price
	for _, id := range leads {
		p, ok := price(id)
		if !ok {
			return false
		}
		wanted[id] = p
	}
	to := m.columnOf(status)
	var taken []int64
	for i := range m.columns {
		if i != to {
			taken = append(taken, m.columns[i].take(wanted)...)
		}
	}
	if len(taken) == 0 {
		return false
	}
	if to >= 0 {
		m.columns[to].give(taken, wanted)
	}
	return true
}

// take removes leads from a column and gives those that were there.
func (c *column) take(wanted map[int64]int64) (taken []int64) {
	if len(wanted) == 1 { // a drop of one card: no walk over a map per row
		for id, price := range wanted {
			if row := slices.Index(c.ids, id); row >= 0 {
				c.ids = slices.Delete(c.ids, row, row+1)
				c.count--
				c.sum -= price
				return []int64{id}
			}
		}
		return nil
	}
	kept := c.ids[:0]
	for _, id := range c.ids {
		price, ok := wanted[id]
		if !ok {
			kept = append(kept, id)
			continue
		}
		taken = append(taken, id)
		c.count--
		c.sum -= price
	}
	if len(taken) > 0 {
		c.ids = kept
	}
	return taken
}

// give puts leads on top of a column.
func (c *column) give(leads []int64, price map[int64]int64) {
	if !c.folded {
		c.ids = slices.Insert(c.ids, 0, leads...)
	}
	for _, id := range leads {
		c.count++
		c.sum += price[id]
	}
}

// totals are the exact count and sum of the leads that are neither won nor lost.
func (m *model) totals() (count int, sum int64) {
	for _, c := range m.columns {
		if !c.status.IsClosed() {
			count += c.count
			sum += c.sum
		}
	}
	return count, sum
}

// neighbour is the next open status left (-1) or right (+1) of a column that a
// card can be pushed into by keyboard: never won or lost, which want a
// deliberate choice, nor the incoming ones.
func (m *model) neighbour(col, step int) (int64, bool) {
	for i := col + step; i >= 0 && i < len(m.columns); i += step {
		s := m.columns[i].status
		if !s.IsClosed() && s.Type != amo.StatusUnsorted {
			return s.ID, true
		}
	}
	return 0, false
}
