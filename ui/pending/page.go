package pending

import (
	"context"
	"strconv"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// Events are what the page asks of the window, on the UI goroutine.
type Events struct {
	Open   func(cache.Row) // nil offers none
	Done   func(cache.Act) // something was decided that can be undone
	Sync   func()          // sync now
	Export func()          // save the unsent changes to a file; nil offers none
	SignIn func()          // nil offers none
	Failed func(error)
}

// Params is what a page is made of. All but some events are needed.
type Params struct {
	Replica Replica
	Format  *format.Format
	Status  func() replica.Status
	Explain func(error) string // a failure of the engine, in a sentence
	Now     func() int64       // Unix seconds
	Do      func(func())       // runs a function on the UI goroutine, soon
	Clock   kit.Clock
	On      Events
}

// refreshEvery is how often a shown page tells the time left anew while there
// is something to tell.
const refreshEvery = 5 * time.Second

// Page is the Sync page. UI goroutine only, but for Close.
type Page struct {
	widget.BaseWidget
	p     Params
	head  *head
	form  *field.Form
	empty *kit.EmptyState
	cards map[string]*card
	order []*card
	scene *scene // what is shown; nil until it was read
	pace  pace

	shown   bool
	reading bool
	again   bool
	tick    func() bool
	ctx     context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup
}

// New returns a page that has read nothing yet; Shown makes it read.
func New(p Params) *Page {
	page := &Page{p: p, cards: map[string]*card{}}
	page.ctx, page.stop = context.WithCancel(context.Background())
	page.build()
	page.ExtendBaseWidget(page)
	return page
}

// Close gives up what is under way and waits for it. Not on the UI goroutine
// while its loop runs.
func (p *Page) Close() {
	p.stop()
	p.work.Wait()
}

// SetFormat rebuilds the page in another language, currency or zone.
func (p *Page) SetFormat(f *format.Format) {
	p.p.Format = f
	p.build()
	p.Refresh()
	p.Reload()
}

func (p *Page) texts() *i18n.Texts { return p.p.Format.Texts() }

func (p *Page) build() {
	t := p.texts()
	var buttons []*kit.Button
	if p.p.On.Export != nil {
		buttons = append(buttons, kit.NewPlainButton("export-unsent", t.T("pending.export"), "", p.p.On.Export))
	}
	buttons = append(buttons, kit.NewPlainButton("sync-now", t.T("menu.sync_now"), theme.IconSync, p.p.On.Sync))
	p.head = newHead(t.T("nav.sync"), buttons)
	p.form = field.NewForm()
	p.empty = kit.NewEmptyState("pending", theme.IconCheck, t.T("pending.nothing"), t.T("pending.nothing_hint"), nil)
	p.empty.Hide()
	p.cards, p.order = map[string]*card{}, nil
}

// SetShown tells the page whether it is the screen that is shown: only then it
// reads.
func (p *Page) SetShown(shown bool) {
	p.shown = shown
	p.schedule()
	if shown {
		p.Reload()
	}
}

// Status tells the page that the engine stands differently.
func (p *Page) Status() {
	if p.shown {
		p.showHead()
	}
}

// Reload reads everything anew. Calls while it reads are joined into one more.
func (p *Page) Reload() {
	if !p.shown {
		return
	}
	if p.reading {
		p.again = true
		return
	}
	p.reading = true
	f, now := p.p.Format, p.p.Now()
	p.work.Go(func() {
		s, err := readScene(p.ctx, p.p.Replica, f)
		var items []item
		if err == nil {
			items = s.words(now)
		}
		p.p.Do(func() { p.loaded(s, items, err) })
	})
}

func (p *Page) loaded(s *scene, items []item, err error) {
	p.reading = false
	if p.ctx.Err() != nil {
		return
	}
	if p.again {
		p.again = false
		defer p.Reload()
	}
	if err != nil {
		p.failed(err)
		return
	}
	if s.names.Format != p.p.Format {
		return // in another language; another reading is on its way
	}
	p.scene = s
	p.showHead()
	p.show(items)
	p.schedule()
}

func (p *Page) failed(err error) {
	if p.ctx.Err() == nil {
		p.p.On.Failed(err)
	}
}

// show shows the items; those that were there keep their widgets.
func (p *Page) show(items []item) {
	old := p.cards
	p.cards = make(map[string]*card, len(items))
	p.order = p.order[:0]
	blocks := make([]field.Block, 0, len(items))
	for _, it := range items {
		c, ok := old[it.key]
		if ok {
			c.set(it)
		} else {
			c = newCard(p, it)
		}
		p.cards[it.key] = c
		p.order = append(p.order, c)
		blocks = append(blocks, c)
	}
	p.form.Set([]field.Section{{Blocks: blocks}})
	if len(items) == 0 {
		p.empty.Show()
		p.form.Hide()
	} else {
		p.empty.Hide()
		p.form.Show()
	}
	p.Refresh()
}

// showHead says how the sync stands.
func (p *Page) showHead() {
	if p.scene == nil {
		return
	}
	now, status := p.p.Now(), p.p.Status()
	trouble, tone := "", kit.ToneWarn
	if status.Err != nil {
		trouble = p.p.Explain(status.Err)
		if status.Phase != replica.PhaseOffline {
			tone = kit.ToneBad
		}
	}
	text := ""
	if status.Phase == replica.PhaseFirstLoad {
		text = p.pace.progress(p.p.Format, status, now)
	}
	p.head.bar.set(float32(min(max(status.Progress, 0), 1)), text)
	p.head.set(facts(p.p.Format, status, p.scene.counts, now), trouble, tone)
	p.Refresh()
}

// schedule keeps words about the time left right, while there are any.
func (p *Page) schedule() {
	if p.tick != nil {
		p.tick()
		p.tick = nil
	}
	if !p.shown || p.scene == nil || len(p.scene.changes) == 0 && p.p.Status().Phase != replica.PhaseFirstLoad {
		return
	}
	p.tick = p.p.Clock.AfterFunc(refreshEvery, func() {
		p.p.Do(func() {
			if p.ctx.Err() == nil {
				p.Reload()
			}
		})
	})
}

// CreateRenderer gives the parts to Fyne.
func (p *Page) CreateRenderer() fyne.WidgetRenderer { return pageFace{p} }

type pageFace struct{ p *Page }

func (f pageFace) Destroy()           {}
func (f pageFace) MinSize() fyne.Size { return fyne.NewSize(400, 200) }

// Objects are the parts; another language brings others.
func (f pageFace) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{f.p.form, f.p.empty, f.p.head}
}

// Layout puts the list under the head.
func (f pageFace) Layout(size fyne.Size) {
	high := f.p.head.HeightFor(size.Width)
	put(f.p.head, 0, 0, size.Width, high)
	put(f.p.form, 0, high, size.Width, max(size.Height-high, 0))
	put(f.p.empty, 0, high, size.Width, max(size.Height-high, 0))
}

// Refresh follows the parts and the theme.
func (f pageFace) Refresh() {
	f.Layout(f.p.Size())
	for _, o := range f.Objects() {
		o.Refresh()
	}
}

func formatID(id int64) string { return strconv.FormatInt(id, 10) }
