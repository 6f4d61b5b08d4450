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

// move takes a lead to the top of another status, counts and sums included, as
// the replica will tell a moment later. It reports whether anything changed.
func (m *model) move(lead, status, price int64) bool {
	from, row, ok := m.find(lead)
	to := m.columnOf(status)
	if !ok || to == from {
		return false
	}
	src := &m.columns[from]
	src.ids = slices.Delete(src.ids, row, row+1)
	src.count--
	src.sum -= price
	if to < 0 {
		return true // another pipeline
	}
	dst := &m.columns[to]
	if !dst.folded {
		dst.ids = slices.Insert(dst.ids, 0, lead)
	}
	dst.count++
	dst.sum += price
	return true
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
