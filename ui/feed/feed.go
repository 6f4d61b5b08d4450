package feed

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/draft"
	"voronka/ui/format"
	"voronka/ui/kit"
)

// Replica is what the feed needs of the local store; it is called off the UI
// goroutine.
type Replica interface {
	Feed(ctx context.Context, entity cache.Entity, id int64, cursor cache.FeedCursor, limit int) (cache.Feed, error)
	Outbox(ctx context.Context) ([]cache.Change, error)
	Do(ctx context.Context, c cache.Command) (cache.Act, error)
	draft.Store
}

// Loader brings more of a feed from the server into the replica: what is new,
// and each time some more of what is older. It waits for the server, off the
// UI goroutine.
type Loader interface {
	LoadFeed(ctx context.Context, entity cache.Entity, id int64) error
}

// Params is what a feed is made of. Loader may be nil: then only what is kept
// is shown.
type Params struct {
	Replica Replica
	Loader  Loader
	Format  *format.Format
	Now     func() int64                        // Unix seconds
	Do      func(func())                        // runs a function on the UI goroutine
	Me      func() (id int64, name string)      // who is looking
	Copy    func(text string)                   // to the clipboard
	Failed  func(err error)                     // what a person has to know of
	Written func(act cache.Act)                 // a note was added or changed; may be nil
	Menu    func(fyne.Position, kit.MenuParams) // opens a menu at a place of the window
}

// Feed is the list of what happened to one entity, with a field to write notes
// in over it. UI goroutine only, but for Close.
type Feed struct {
	p        Params
	view     *view
	entity   cache.Entity
	id       int64
	gen      int // of what is shown
	want     int // entries asked for
	more     bool
	whole    bool // the server has no more either
	reading  bool
	again    bool // and has to be read once more
	loading  bool
	asked    bool  // the server was asked since Show
	loadErr  error // why it could not be asked
	me       author
	list     []item
	opened   map[string]bool // long notes that are shown whole
	rows     *kit.Rows
	composer *composer
	empty    *kit.Prose
	drafts   *draft.Keeper
	ctx      context.Context
	stop     context.CancelFunc
	work     sync.WaitGroup
}

// page is how many entries are read at once.
const page = 100

// New returns a feed that shows nothing yet.
func New(p Params) *Feed {
	f := &Feed{p: p, opened: make(map[string]bool)}
	f.ctx, f.stop = context.WithCancel(context.Background())
	f.view = newView(f)
	f.drafts = draft.NewKeeper(p.Replica, func(err error) { p.Do(func() { f.failed(err) }) })
	f.build()
	return f
}

// Close stops the reading, keeps what is being written, and waits for both.
func (f *Feed) Close() {
	f.stop()
	f.work.Wait()
	f.drafts.Close()
}

// SetFormat changes the language, currency or zone.
func (f *Feed) SetFormat(to *format.Format) {
	f.p.Format = to
	text := f.composer.text()
	f.build()
	f.composer.set(text)
	f.view.Refresh()
	f.Reload()
}

// Object is what the window shows.
func (f *Feed) Object() fyne.CanvasObject { return f.view }

// Shown returns what the feed is about; an id of 0 is nothing.
func (f *Feed) Shown() (entity cache.Entity, id int64) { return f.entity, f.id }

// Show shows the feed of a lead, contact or company, and asks the server for
// what is new; an id of 0 empties it.
func (f *Feed) Show(entity cache.Entity, id int64) {
	if entity == f.entity && id == f.id {
		return
	}
	f.entity, f.id, f.want = entity, id, page
	f.list, f.more, f.whole, f.asked, f.loadErr = nil, false, false, false, nil
	f.gen++
	f.reading, f.again = false, false
	clear(f.opened)
	f.composer.reset()
	f.rows.Reload()
	f.rows.Top()
	f.view.Refresh()
	if id == 0 {
		return
	}
	f.restore()
	f.Reload()
	f.load()
}

// Rename goes on with what is shown under another id: a row born here has got
// the server's. What is being written stays, and so does its draft.
func (f *Feed) Rename(entity cache.Entity, from, to int64) {
	if f.entity != entity || f.id != from || from == 0 {
		return
	}
	key := f.draftKey()
	f.id = to
	f.drafts.Rename(key, f.draftKey())
	f.gen++
	f.reading, f.again = false, false
	f.Reload()
	f.load()
}

// Reload reads what is shown again, after news.
func (f *Feed) Reload() {
	if f.id == 0 {
		return
	}
	if f.reading {
		f.again = true
		return
	}
	f.reading = true
	gen, entity, id, want := f.gen, f.entity, f.id, f.want
	me := author{}
	me.id, me.name = f.p.Me()
	tell := teller{f.p.Format, f.p.Now()}
	f.work.Go(func() {
		list, got, err := f.read(tell, entity, id, want, me)
		f.p.Do(func() {
			if gen != f.gen || f.ctx.Err() != nil {
				return
			}
			f.reading = false
			if err != nil {
				f.failed(err)
				return
			}
			f.take(list, got, me)
		})
	})
}

func (f *Feed) read(tell teller, entity cache.Entity, id int64, want int, me author) ([]item, cache.Feed, error) {
	got, err := f.p.Replica.Feed(f.ctx, entity, id, cache.FeedCursor{}, want)
	if err != nil {
		return nil, got, err
	}
	changes, err := f.p.Replica.Outbox(f.ctx)
	if err != nil {
		return nil, got, err
	}
	return tell.items(got.Entries, unsentNotes(changes), me), got, nil
}

// take shows what was read.
func (f *Feed) take(list []item, got cache.Feed, me author) {
	f.more, f.whole, f.me = got.More, got.State.Whole, me
	for i := range list {
		list[i].open = f.opened[list[i].key]
	}
	if foot := f.foot(); foot != "" && len(list) > 0 {
		list = append(list, item{kind: footItem, key: "foot", spans: []span{{text: foot}}})
	}
	f.list = list
	f.rows.Reload()
	f.view.Refresh()
	if f.again {
		f.again = false
		f.Reload()
	}
}

// foot is what stands under the last entry.
func (f *Feed) foot() string {
	switch {
	case f.whole || f.p.Loader == nil || f.id < 0:
		return ""
	case f.loadErr != nil:
		return f.p.Format.Texts().T("feed.offline")
	case f.loading || f.more || !f.asked:
		return f.p.Format.Texts().T("feed.loading")
	}
	return ""
}

// nearEnd shows more: of the replica, or when that has no more, of the server.
func (f *Feed) nearEnd() {
	if f.id == 0 || f.reading || len(f.list) == 0 {
		return
	}
	if f.more {
		f.want += page
		f.p.Do(f.Reload) // not while the list is being laid out
		return
	}
	if f.asked && !f.whole && f.loadErr == nil {
		f.p.Do(f.load)
	}
}

// load asks the server once. That it cannot be reached is no failure: what is
// kept is shown, and the list says so.
func (f *Feed) load() {
	if f.p.Loader == nil || f.loading || f.id <= 0 || f.ctx.Err() != nil {
		return
	}
	f.loading = true
	gen, entity, id := f.gen, f.entity, f.id
	f.work.Go(func() {
		err := f.p.Loader.LoadFeed(f.ctx, entity, id)
		f.p.Do(func() {
			f.loading = false
			if f.ctx.Err() != nil {
				return
			}
			if gen != f.gen {
				f.load() // for what is shown meanwhile
				return
			}
			f.asked, f.loadErr = true, err
			f.Reload()
		})
	})
}

// Online tells the feed that the connection is back.
func (f *Feed) Online() {
	if f.loadErr != nil {
		f.load()
	}
}

func (f *Feed) failed(err error) {
	if errors.Is(err, context.Canceled) && f.ctx.Err() != nil {
		return
	}
	f.p.Failed(err)
}

func (f *Feed) draftKey() string {
	return "note/" + string(f.entity) + "/" + strconv.FormatInt(f.id, 10)
}
