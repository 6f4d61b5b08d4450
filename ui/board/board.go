package board

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/kit"
)

// Replica is what the board needs of the local store. It is called off the UI
// goroutine.
type Replica interface {
	Board(ctx context.Context, q cache.BoardQuery) (cache.Board, error)
	Cards(ctx context.Context, ids []int64) ([]cache.Card, error)
	ResolveID(ctx context.Context, id int64) (real int64, err error)
}

// Events are what the board tells the window; every one is called on the UI
// goroutine and may be nil. Places are in canvas coordinates.
type Events struct {
	Open     func(lead int64)                                // a card was clicked, or Enter pressed
	Menu     func(leads []int64, at fyne.Position)           // a card was right-clicked
	Column   func(status int64, at fyne.Position)            // the head of a column was right-clicked
	Bulk     func(a Action, leads []int64, at fyne.Position) // something is to be done with the selected leads
	Drop     func(d Drop)                                    // cards are to go elsewhere; see Board.Put
	Add      func(status int64, name string)                 // a lead is to be made
	Totals   func(count int, sum int64)                      // of the open statuses under the filter
	Counting func()                                          // they are not known yet under a filter that was just set
	Gone     func(name string)                               // a card in the air was deleted on the server
	Failed   func(err error)                                 // reading did not work
	Back     func()                                          // Esc, and nothing on the board to step back from
	Folded   func(pipeline int64, statuses []int64)          // the person folded or opened columns
	Painted  func()                                          // the first cards are on screen
	Dragging func(on bool)                                   // a card is being dragged from now on, or no longer
	Scrolled func()                                          // one step of scrolling
	Shortcut func(fyne.Shortcut)                             // a shortcut that means nothing to the board
	Foot     func(height float32)                            // how much of the board's foot is taken by a bar, 0 for nothing
}

// Params is what a board is made of.
type Params struct {
	Replica Replica
	Format  *format.Format
	Now     func() int64 // Unix seconds
	Do      func(func()) // runs a function on the UI goroutine, soon; safe for concurrent use
	Dark    func() bool
	Hold    func() time.Duration // how long a move waits before it is sent
	Density Density
	Actions []Action  // offered for the selected leads
	Clock   kit.Clock // of the rings of held changes
	// Modifiers are the keys held down now; nil for none.
	Modifiers func() fyne.KeyModifier
	On        Events
}

// Board is the kanban of one pipeline. All methods belong to the UI goroutine
// except where they say otherwise.
type Board struct {
	widget.BaseWidget
	p     Params
	kit   *toolkit
	model *model
	shelf *shelf
	query cache.BoardQuery

	columns map[int64]*columnView // by status
	rails   map[int64]*rail
	slots   []slot
	strip   float32           // sideways scroll
	covered float32           // of the width, at the right, by a panel
	width   float32           // of the whole strip
	notice  fyne.CanvasObject // over bare columns, nil for none
	objects []fyne.CanvasObject
	drag    *dragView
	bulk    *bulkBar

	cursor   int64 // lead with the keyboard
	opened   int64 // lead shown in the panel
	focused  bool
	taking   bool        // the board takes the keyboard by itself, for what it does next
	keyed    bool        // the keyboard was used last, not the mouse
	order    cache.Order // of what is shown
	asked    bool        // what is being shown is the first answer to a question
	shown    int         // the question that was answered last
	selected *selection
	holds    *holds
	flights  flights
	storing  int // moves that are being stored
	pulse    *canvas.Rectangle

	ctx     context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup
	gen     int  // of the question, late answers to older ones are dropped
	reading bool // a reload is under way
	again   bool // and another one is wanted after it
	fetch   bool // cards are being read
	painted bool
	ahead   *Ahead // until the first question is asked

	awaiting func() bool // stops what would hide the counts of another filter; nil without
}

// New makes an empty board; SetQuery fills it.
func New(p Params) *Board {
	b := &Board{p: p, model: newModel(), shelf: newShelf(), pulse: canvas.NewRectangle(nil)}
	b.kit = newToolkit(p.Format, p.Density, p.Dark)
	b.selected = newSelection()
	b.holds = &holds{
		clock: p.Clock, do: p.Do, length: b.holdLength, redraw: b.refill, seen: b.visible, until: make(map[int64]int64),
	}
	b.columns, b.rails = make(map[int64]*columnView), make(map[int64]*rail)
	b.drag = newDragView(b)
	b.bulk = newBulkBar(b)
	b.ctx, b.stop = context.WithCancel(context.Background())
	b.ExtendBaseWidget(b)
	return b
}

// Close stops the board's reading and waits for it. A move that was begun is
// finished first. Call it from any goroutine, when no UI function of the board
// will run any more.
func (b *Board) Close() {
	b.stop()
	b.stopAwaiting()
	b.holds.close()
	b.work.Wait()
}

// SetQuery shows a pipeline, order and filter. Folded is kept by the board.
func (b *Board) SetQuery(q cache.BoardQuery) {
	if q.PipelineID != b.query.PipelineID {
		b.CancelDrag()
		b.Unselect()
		b.strip = 0
		for _, v := range b.columns {
			v.body.home, v.body.held, v.body.offset = false, false, 0
		}
	}
	b.query = q
	b.gen++
	b.await()
	if !b.showAhead() {
		b.Reload()
	}
}

// Query is what the board shows.
func (b *Board) Query() cache.BoardQuery { return b.query }

// SetDensity shows more or less on a card.
func (b *Board) SetDensity(d Density) {
	b.kit.density = d
	b.shelf.refit()
	clear(b.columns)
	b.show()
}

// SetFormat changes the language, currency or time zone; cards are read again.
func (b *Board) SetFormat(f *format.Format) {
	b.kit.format = f
	b.bulk.build()
	b.bulk.shown = 0
	b.bulk.update()
	b.drag.strip.retint()
	b.Stale(nil)
}

// Changed tells that leads changed in the replica, nil for any.
func (b *Board) Changed(leads []int64) {
	b.shelf.spoil(leads)
	b.Reload()
}

// Stale tells that what cards say has changed though the leads have not: the
// day, a user's name. Nil means all.
func (b *Board) Stale(leads []int64) {
	b.shelf.spoil(leads)
	b.show()
}

// Opened is the lead marked as shown in the panel, 0 for none.
func (b *Board) Opened() int64 { return b.opened }

// LiveCards is how many card faces are on screen.
func (b *Board) LiveCards() int {
	n := 0
	for _, v := range b.columns {
		if v.Visible() {
			n += v.body.live()
		}
	}
	return n
}

// Statuses are the statuses of the shown pipeline, in order.
func (b *Board) Statuses() []StatusTotal {
	out := make([]StatusTotal, 0, len(b.model.columns))
	for _, c := range b.model.columns {
		out = append(out, StatusTotal{ID: c.status.ID, Name: c.status.Name, Color: c.status.Color, Count: c.count, Sum: c.sum})
	}
	return out
}

// StatusTotal is a status with its exact totals under the filter.
type StatusTotal struct {
	ID    int64
	Name  string
	Color string
	Count int
	Sum   int64
}

// collect lists the board's objects, a column's at its place among the columns.
func (b *Board) collect() {
	b.objects = b.objects[:0]
	for i := range b.model.columns {
		c := &b.model.columns[i]
		if c.folded {
			b.objects = append(b.objects, b.railFor(c))
		} else {
			b.objects = append(b.objects, b.columnFor(c))
		}
	}
	if b.notice != nil {
		b.objects = append(b.objects, b.notice)
	}
	b.objects = append(b.objects, b.bulk)
	b.objects = append(b.objects, b.drag.objects...)
}

// show lays the model out anew.
func (b *Board) show() {
	b.collect()
	b.arrange()
	for i := range b.model.columns {
		c := &b.model.columns[i]
		if c.folded {
			b.rails[c.status.ID].show(c)
		} else {
			b.columns[c.status.ID].show(c)
		}
	}
	b.totals()
	b.repaint()
}

// repaint asks for a frame. Refreshing the board itself would throw away the
// texture of everything on it, so a leaf that is on no screen is refreshed.
func (b *Board) repaint() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Refresh(b.pulse)
	}
}

func (b *Board) railFor(c *column) fyne.CanvasObject {
	r := b.rails[c.status.ID]
	if r == nil {
		r = newRail(b.kit, func(s int64) { b.SetFolded(s, false) })
		b.rails[c.status.ID] = r
	}
	return r
}

func (b *Board) columnFor(c *column) fyne.CanvasObject {
	v := b.columns[c.status.ID]
	if v == nil {
		v = newColumnView(b.kit, b)
		b.columns[c.status.ID] = v
	}
	return v
}

// RestoreFolded folds the columns a person had folded in the pipeline that is
// about to be shown; nil folds won and lost.
func (b *Board) RestoreFolded(statuses []int64) {
	b.model.restoreFolded(statuses)
}

// SetFolded folds a column into a rail or opens it again.
func (b *Board) SetFolded(status int64, folded bool) {
	if folded {
		b.model.folded[status] = true
	} else {
		delete(b.model.folded, status)
	}
	if i := b.model.columnOf(status); i >= 0 {
		b.model.columns[i].folded = folded
	}
	b.foldsChanged()
}

// foldsChanged shows which columns are folded, tells it, and reads what opened
// columns hold.
func (b *Board) foldsChanged() {
	for i := range b.model.columns {
		if c := &b.model.columns[i]; c.folded {
			c.ids = nil
		}
	}
	b.selected.prune(b.model)
	b.bulk.update()
	b.show()
	if b.p.On.Folded != nil {
		b.p.On.Folded(b.query.PipelineID, b.model.foldedStatuses())
	}
	b.Reload()
}

func (b *Board) canAdd() bool { return b.p.On.Add != nil }

func (b *Board) add(status int64, name string) { b.p.On.Add(status, name) }

func (b *Board) columnMenu(status int64, at fyne.Position) {
	if b.p.On.Column != nil {
		b.p.On.Column(status, at)
	}
}

func (b *Board) later(f func()) { b.p.Do(f) }

// OpenAdd opens the quick add of a column.
func (b *Board) OpenAdd(status int64) {
	if v := b.columns[status]; v != nil && v.Visible() {
		v.openAdd()
	}
}

// arrange places the columns that are in view and hides the others.
func (b *Board) arrange() {
	size := b.Size()
	folded := make([]bool, len(b.model.columns))
	for i, c := range b.model.columns {
		folded[i] = c.folded
	}
	b.slots, b.width = layoutStrip(folded, size.Width)
	b.strip = clampOffset(b.strip, b.width, b.room().Width)
	for i, s := range b.slots {
		b.placeColumn(b.objects[i], s, size)
	}
	b.placeNotice()
	b.bulk.arrange(b.room())
	b.drag.arrange(b.room())
}

func (b *Board) placeColumn(o fyne.CanvasObject, s slot, size fyne.Size) {
	x := s.x - b.strip
	inView := x+s.width > 0 && x < b.room().Width
	if inView {
		place(o, x, 0, s.width, max(size.Height-12, 0))
	}
	setVisible(o, inView)
}

// scrollStrip moves the columns sideways and reports whether it could.
func (b *Board) scrollStrip(dx float32) bool {
	to := clampOffset(b.strip+dx, b.width, b.room().Width)
	if to == b.strip {
		return false
	}
	b.strip = to
	for i, s := range b.slots {
		b.placeColumn(b.objects[i], s, b.Size())
	}
	b.scrolled()
	return true
}

// refill looks again at the state of every visible card.
func (b *Board) refill() {
	for _, v := range b.columns {
		if v.Visible() {
			v.body.refill()
		}
	}
	b.repaint()
}

// CreateRenderer gives the columns to Fyne.
func (b *Board) CreateRenderer() fyne.WidgetRenderer { return boardRenderer{b} }

type boardRenderer struct{ b *Board }

func (r boardRenderer) Destroy()                     {}
func (r boardRenderer) Layout(fyne.Size)             { r.b.arrange() }
func (r boardRenderer) MinSize() fyne.Size           { return fyne.NewSize(columnMin, 200) }
func (r boardRenderer) Objects() []fyne.CanvasObject { return r.b.objects }
func (r boardRenderer) Refresh()                     {}

// Retint follows a change of theme.
func (b *Board) Retint() {
	clear(b.kit.upright)
	for _, v := range b.columns {
		v.Refresh()
	}
	for _, r := range b.rails {
		r.Refresh()
	}
	if b.notice != nil {
		b.notice.Refresh()
	}
	b.bulk.Refresh()
	b.drag.strip.retint()
	b.refill()
}
