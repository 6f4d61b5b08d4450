package board

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/theme"
)

// memory is a replica in memory: enough of the store for the board's own
// behaviour; the store itself is tested on files.
type memory struct {
	mu     sync.Mutex
	board  memoryBoard
	price  map[int64]int64
	moves  []stored
	held   map[int64]int64 // lead → when its change may be sent
	refuse error
	unread error         // of reading the board
	slow   chan struct{} // each reading of the board takes one from it; nil: none waits
	reads  int
	alias  map[int64]int64 // of leads that were made here, 0 for those taken back
}

// stored is a move the memory took.
type stored struct{ lead, status int64 }

type memoryBoard struct {
	Pipeline amo.Pipeline
	Columns  []memoryColumn
}

type memoryColumn cache.BoardColumn

func newMemory(perColumn ...int) *memory {
	m := &memory{price: make(map[int64]int64)}
	m.board.Pipeline = amo.Pipeline{ID: 7, Name: "Asosiy voronka"}
	next := int64(1000)
	for i, n := range perColumn {
		c := memoryColumn{Status: amo.Status{ID: int64(100 + i), Name: "Status " + strconv.Itoa(i), PipelineID: 7, Color: "#98cbff"}}
		for range n {
			c.IDs = append(c.IDs, next)
			m.price[next] = next * 1000
			c.Count++
			c.Sum += next * 1000
			next++
		}
		m.board.Columns = append(m.board.Columns, c)
	}
	for _, s := range []amo.Status{{ID: amo.StatusWon, Name: "Won"}, {ID: amo.StatusLost, Name: "Lost"}} {
		m.board.Columns = append(m.board.Columns, memoryColumn{Status: s})
	}
	return m
}

func (m *memory) Board(context.Context, cache.BoardQuery) (cache.Board, error) {
	if m.slow != nil {
		<-m.slow
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.unread != nil {
		return cache.Board{}, m.unread
	}
	out := cache.Board{Pipeline: m.board.Pipeline}
	for _, c := range m.board.Columns {
		c.IDs = slices.Clone(c.IDs)
		out.Columns = append(out.Columns, cache.BoardColumn(c))
	}
	return out, nil
}

func (m *memory) Cards(_ context.Context, ids []int64) ([]cache.Card, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads += len(ids)
	out := make([]cache.Card, 0, len(ids))
	for _, id := range ids {
		if _, ok := m.price[id]; ok {
			out = append(out, cache.Card{
				HeldUntil: m.held[id], Pending: m.held[id] != 0, UpdatedAt: stageNow,
				ID: id, Name: fmt.Sprintf("Mebel jihozlari — Samarqand %d", id), Price: m.price[id], OwnerID: id % 7,
				OwnerName: "Dilnoza Karimova", ContactName: "Alisher", CompanyName: "Nur Mebel", Tags: []string{"VIP", "IT"},
			})
		}
	}
	return out, nil
}

func (m *memory) ResolveID(_ context.Context, id int64) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	real, ok := m.alias[id]
	switch {
	case !ok:
		return id, nil
	case real == 0:
		return 0, cache.ErrNotFound
	}
	return real, nil
}

// adopt gives a lead that was made here its id of the server's.
func (m *memory) adopt(local, real int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.alias == nil {
		m.alias = make(map[int64]int64)
	}
	m.alias[local] = real
	m.price[real] = m.price[local]
	delete(m.price, local)
	for i := range m.board.Columns {
		for j, id := range m.board.Columns[i].IDs {
			if id == local {
				m.board.Columns[i].IDs[j] = real
			}
		}
	}
}

var errRefused = errors.New("refused")

func (m *memory) move(leads []int64, status int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse != nil {
		return m.refuse
	}
	for i := len(leads) - 1; i >= 0; i-- { // the first one ends up on top
		m.moves = append(m.moves, stored{leads[i], status})
		for c := range m.board.Columns {
			m.board.Columns[c].move(m, leads[i], status)
		}
	}
	return nil
}

func (c *memoryColumn) move(m *memory, lead, status int64) {
	if at := slices.Index(c.IDs, lead); at >= 0 {
		c.IDs = slices.Delete(c.IDs, at, at+1)
		c.Count--
		c.Sum -= m.price[lead]
	}
	if c.Status.ID == status {
		c.IDs = slices.Insert(c.IDs, 0, lead)
		c.Count++
		c.Sum += m.price[lead]
	}
}

// remove is what a pull does with a lead that was deleted on the server.
func (m *memory) remove(lead int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.board.Columns {
		m.board.Columns[i].move(m, lead, 0)
	}
	delete(m.price, lead)
}

// stage is a board in a test window with a queue for what would run on the UI
// goroutine, so that the test decides when it runs.
type stage struct {
	t      testing.TB
	board  *Board
	window fyne.Window
	queue  chan func()
	memory *memory
	drops  []Drop
	put    func(Drop) // what becomes of a drop; stored as it is when nil
	failed []error
	totals string // as told last
	opened []int64
	gone   []string
	held   fyne.KeyModifier
	clock  *clock
}

// clock stands still until the test moves it.
type clock struct {
	now    time.Time
	timers map[*time.Time]func() // by what is theirs alone
}

func (c *clock) Now() time.Time { return c.now }

func (c *clock) AfterFunc(_ time.Duration, f func()) func() bool {
	own := new(time.Time)
	if c.timers == nil {
		c.timers = make(map[*time.Time]func())
	}
	c.timers[own] = f
	return func() bool { delete(c.timers, own); return true }
}

// runs reports whether a timer is set.
func (c *clock) runs() bool { return len(c.timers) > 0 }

// step moves the clock and lets the timer run out.
func (c *clock) step(d time.Duration) {
	c.now = c.now.Add(d)
	timers := c.timers
	c.timers = nil
	for _, f := range timers {
		f()
	}
}

// store puts a drop into the memory, as a window does that has nothing to ask.
func (s *stage) store(d Drop) {
	s.drops = append(s.drops, d)
	if s.put != nil {
		s.put(d)
		return
	}
	s.board.Put(Put{
		Leads: d.Leads, To: d.To, Store: func(context.Context) error { return s.memory.move(d.Leads, d.To.StatusID) },
		Stored: func(err error) {
			if err != nil {
				s.failed = append(s.failed, err)
			}
		},
	})
}

const stageNow = 1_760_000_000

func newStage(t testing.TB, m *memory) *stage {
	s := newEmptyStage(t, m)
	s.board.SetQuery(cache.BoardQuery{PipelineID: 7})
	s.settle()
	return s
}

// newEmptyStage is a stage with a board that was asked for nothing yet.
func newEmptyStage(t testing.TB, m *memory) *stage {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light))
	s := &stage{t: t, memory: m, queue: make(chan func(), 1000), clock: &clock{now: time.Unix(stageNow, 0)}}
	s.board = New(Params{
		Replica: m, Format: format.New(i18n.New("en"), format.Currency{Code: "UZS"}, time.UTC), Density: Comfortable,
		Now: func() int64 { return stageNow }, Clock: s.clock, Hold: func() time.Duration { return 5 * time.Second },
		Actions: []Action{ActionMove, ActionAssign, ActionTag, ActionTask}, Modifiers: func() fyne.KeyModifier { return s.held },
		Do:   func(f func()) { s.queue <- f },
		Dark: func() bool { return false },
		On: Events{
			Drop: s.store, Add: func(int64, string) {},
			Totals:   func(count int, _ int64) { s.totals = strconv.Itoa(count) },
			Counting: func() { s.totals = uncounted },
			Failed:   func(err error) { s.failed = append(s.failed, err) },
			Gone:     func(name string) { s.gone = append(s.gone, name) },
			Open:     func(id int64) { s.opened = append(s.opened, id) },
		},
	})
	s.window = test.NewTempWindow(t, s.board)
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(1240, 800))
	t.Cleanup(s.board.Close)
	return s
}

// settle runs what was queued until the board has nothing under way.
func (s *stage) settle() {
	deadline := time.After(time.Minute)
	for s.board.reading || s.board.fetch || s.board.storing > 0 || s.board.drag.checks > 0 || len(s.queue) > 0 {
		select {
		case f := <-s.queue:
			f()
		case <-deadline:
			s.t.Fatal("the board did not come to rest")
		}
	}
}

// center is the middle of a lead's card on the canvas.
func (s *stage) center(lead int64) fyne.Position {
	s.t.Helper()
	col, row, ok := s.board.model.find(lead)
	if !ok {
		s.t.Fatalf("lead %d is not on the board", lead)
	}
	v := s.board.columns[s.board.model.columns[col].status.ID].body
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(v)
	return at.AddXY(v.Size().Width/2, v.top()+float32(row)*v.rowHeight()-v.offset+20)
}

func (s *stage) bodyAt(p fyne.Position) *body {
	s.t.Helper()
	for _, v := range s.board.columns {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(v.body)
		if v.Visible() && inside(p.Subtract(at), v.body.Size()) {
			return v.body
		}
	}
	s.t.Fatalf("no column at %v", p)
	return nil
}

// drag plays a drag as the desktop driver does: every event goes to the object
// under the press, and only its absolute position counts.
func (s *stage) drag(path ...fyne.Position) {
	v := s.bodyAt(path[0])
	for i := 1; i < len(path); i++ {
		e := &fyne.DragEvent{Dragged: fyne.NewDelta(path[i].X-path[i-1].X, path[i].Y-path[i-1].Y)}
		e.AbsolutePosition = path[i]
		v.Dragged(e)
	}
}

func (s *stage) drop(path ...fyne.Position) {
	s.drag(path...)
	s.bodyAt(path[0]).DragEnd()
	s.settle()
}
