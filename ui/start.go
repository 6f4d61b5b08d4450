package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/board"
	"voronka/ui/kit"
	"voronka/ui/shell"
	"voronka/ui/theme"
)

// reference is what the window knows of the account as a whole.
type reference struct {
	account   amo.Account
	users     []amo.User
	pipelines []amo.Pipeline
	tags      []string
	reasons   []amo.LossReason
	types     []amo.TaskType
	fields    []amo.CustomField // of leads
	counts    cache.Counts
}

func readReference(ctx context.Context, s Store) (r reference, err error) {
	if r.account, err = s.Account(ctx); err != nil && !errors.Is(err, cache.ErrNotFound) {
		return r, err
	}
	if r.users, err = s.Users(ctx); err != nil {
		return r, err
	}
	if r.pipelines, err = s.Pipelines(ctx); err != nil {
		return r, err
	}
	if r.tags, err = s.Tags(ctx); err != nil {
		return r, err
	}
	if r.reasons, err = s.LossReasons(ctx); err != nil {
		return r, err
	}
	// They stand in the account, which may not have been loaded yet.
	if r.types, err = s.TaskTypes(ctx); err != nil && !errors.Is(err, cache.ErrNotFound) {
		return r, err
	}
	if r.fields, err = s.CustomFields(ctx, cache.Leads); err != nil {
		return r, err
	}
	r.counts, err = s.Counts(ctx)
	return r, err
}

// readFonts makes Fyne read the fonts of the theme and what stands in for their
// missing letters, which it does when one is measured first. Nothing else may
// measure a text meanwhile.
func readFonts() {
	for _, bold := range []bool{false, true} {
		kit.Measure("V", theme.TextBase, bold)
	}
	fyne.CurrentApp().Driver().RenderedTextSize("V", theme.TextBase, fyne.TextStyle{}, theme.Medium())
}

// started begins to read. The board is drawn from the replica before the engine
// may touch the network. It may run before the UI loop: what it finds is shown
// when that does. e is what it may draw by until then, nil when the loop runs.
func (w *window) started(e *early) {
	if w.p.Account.ID == 0 {
		return
	}
	w.news = newNews(w.ctx, w.do, w.deliver)
	stop := w.p.Account.Store.Watch(w.news.add)
	context.AfterFunc(w.ctx, stop)
	w.learn(e)
	w.relearnUndo()
	w.tasks.Go(w.minutes)
	w.tasks.Go(w.tidy)
}

// learn reads the reference for the first time. When there is no board to wait
// for, it starts the engine afterwards. e is nil once the window stands.
func (w *window) learn(e *early) {
	w.tasks.Go(func() {
		ref, err := readReference(w.ctx, w.p.Account.Store)
		var ahead *board.Ahead
		if err == nil && e != nil {
			ahead = w.readAhead(w.ctx, ref, e)
		}
		w.do(func() {
			if ahead != nil {
				w.board.Adopt(ahead)
			}
			w.learned(ref, err)
			if err == nil && (len(ref.pipelines) == 0 || ref.counts.Leads == 0) {
				w.firstSync()
			}
		})
	})
}

// relearn reads the reference anew.
func (w *window) relearn() {
	w.tasks.Go(func() {
		ref, err := readReference(w.ctx, w.p.Account.Store)
		w.do(func() { w.learned(ref, err) })
	})
}

// learned shows what the reference says, or why it could not be read.
func (w *window) learned(ref reference, err error) {
	switch {
	case w.ctx.Err() != nil:
	case err != nil:
		w.fail(err)
	default:
		w.take(ref)
	}
}

// take shows what the reference says.
func (w *window) take(r reference) {
	currency := r.account.Currency != w.account.Currency || r.account.CurrencySymbol != w.account.CurrencySymbol
	zone := r.account.Embedded.DatetimeSettings.Timezone != w.account.Embedded.DatetimeSettings.Timezone
	w.account, w.users, w.tags, w.pipelines = r.account, r.users, r.tags, r.pipelines
	w.reasons, w.types, w.fields = r.reasons, r.types, r.fields
	if currency || zone {
		w.setFormat()
		w.shell.SetFormat(w.format)
		w.board.SetFormat(w.format)
		w.lead.SetFormat(w.format)
		w.sync.SetFormat(w.format)
		w.folk.speak(w)
	}
	w.showCounts(r.counts)
	w.showFilters()
	w.refilter()
	w.showPipelines()
}

// showPipelines offers the pipelines and shows the one chosen last, else the
// main one.
func (w *window) showPipelines() {
	open := openPipelines(w.pipelines)
	if len(open) == 0 {
		return
	}
	shown := w.board.Query().PipelineID
	if shown == 0 {
		shown = w.prefs.pipeline()
	}
	shown = shownPipeline(open, shown)
	list := make([]shell.Pipeline, len(open))
	for i, p := range open {
		list[i] = shell.Pipeline{ID: p.ID, Name: p.Name}
	}
	w.shell.SetPipelines(list, shown)
	if w.board.Query().PipelineID != shown {
		w.showPipeline(shown)
	}
}

func (w *window) choosePipeline(id int64) {
	w.prefs.set(prefPipeline, formatID(id))
	w.showPipeline(id)
	w.showPipelines()
}

func (w *window) showPipeline(id int64) {
	w.board.RestoreFolded(w.prefs.folded(id))
	q := w.board.Query()
	if q.PipelineID != id {
		w.filters = w.prefs.filters(id)
		w.showFilters()
	}
	q.PipelineID, q.Order, q.Filter = id, w.prefs.order(id), w.filterQuery()
	w.board.SetQuery(q)
	w.win.SetMainMenu(w.mainMenu()) // the tick of the order
}

// painted is called once, when the first cards are on the screen.
func (w *window) painted() {
	w.probe.CardsShown()
	w.back()
	w.firstSync()
}

// firstSync lets the engine run and follows it from then on.
func (w *window) firstSync() {
	if w.p.Account.StartSync == nil {
		return
	}
	start := w.p.Account.StartSync
	w.p.Account.StartSync = nil
	start()
	stop := w.p.Account.Engine.Watch(func(replica.Status) { w.syncNews.Poke() })
	context.AfterFunc(w.ctx, stop)
	w.showSync()
}

// deliver takes what changed in the replica to the screens.
func (w *window) deliver(heap map[cache.Entity]rows) {
	if w.ctx.Err() != nil {
		return
	}
	for _, e := range []cache.Entity{cache.Account, cache.Users, cache.Pipelines, cache.CustomFields, cache.LossReasons, cache.Tags} {
		if _, ok := heap[e]; ok {
			w.relearn()
			break
		}
	}
	if r, ok := heap[cache.Leads]; ok {
		w.board.Changed(r.list())
		if _, shown := r.ids[w.lead.Lead()]; shown || r.all {
			w.lead.Reload()
		}
	}
	for _, e := range []cache.Entity{cache.Contacts, cache.Companies, cache.Tasks, cache.CustomFields, cache.LossReasons} {
		if _, ok := heap[e]; ok {
			w.board.Stale(nil)
			w.lead.Reload()
			break
		}
	}
	if _, ok := heap[cache.Catalogs]; ok {
		w.lead.Reload()
	}
	if _, ok := heap[cache.Outbox]; ok {
		w.p.Account.Engine.Poke()
		w.sync.Reload()
		w.relearnUndo()
	}
	w.folk.deliver(w, heap)
	w.recount()
}

// minutes keeps words that depend on the time of day right.
func (w *window) minutes() {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-w.ctx.Done():
			return
		case <-tick.C:
			w.do(func() {
				if w.ctx.Err() == nil {
					w.board.Stale(nil)
					w.refilter()
					w.remind()
				}
			})
		}
	}
}

var _ board.Replica = Store(nil)
