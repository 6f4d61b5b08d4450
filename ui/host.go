package ui

import (
	"context"
	"errors"
	"sync"

	"fyne.io/fyne/v2"

	"voronka/ui/inspect"
	"voronka/ui/kit"
	"voronka/ui/shell"
	"voronka/ui/theme"
)

// host is what stays while the window turns from one account to another: each
// account gets a window value of its own, so that nothing of one can end up in
// the other. Its fields belong to the UI goroutine, except those that say
// otherwise.
type host struct {
	p       Params
	do      func(func()) // runs a function on the UI goroutine, soon; safe for concurrent use
	win     fyne.Window
	probe   *inspect.Probe
	current *window
	turning bool // current was left, and another one is on its way

	arriving Account         // opened, but not shown yet; owned by tasks until they end
	ctx      context.Context // safe for concurrent use
	stop     context.CancelFunc
	tasks    sync.WaitGroup
}

func newHost(ctx context.Context, p Params, do func(func())) *host {
	h := &host{p: p, do: do, probe: inspect.NewProbe()}
	h.ctx, h.stop = context.WithCancel(ctx)
	return h
}

// newWindow makes the window value of an account and the current one of it.
// What it queues for the UI goroutine is dropped when it was left meanwhile.
func (h *host) newWindow(a Account) *window {
	w := &window{host: h, p: h.p, win: h.win, probe: h.probe, screen: shell.Board}
	w.p.Account = a
	w.ctx, w.stop = context.WithCancel(h.ctx)
	ctx := w.ctx
	w.do = func(f func()) {
		h.do(func() {
			if ctx.Err() == nil {
				f()
			}
		})
	}
	w.syncNews = kit.NewPoker(kit.DispatcherFunc(w.do), w.showSync)
	h.current = w
	return w
}

// close ends whatever is under way. The UI loop has ended.
func (h *host) close() {
	h.stop()
	h.tasks.Wait()
	if h.current != nil {
		h.current.close()
		h.shut(h.current.p.Account)
	}
	h.shut(h.arriving)
}

// shut closes an account that is not shown any more.
func (h *host) shut(a Account) {
	if a.Close == nil {
		return
	}
	if err := a.Close(); err != nil {
		h.p.Log.Error("account not closed well", "account", a.ID, "err", err)
	}
}

// arrival is where the window turns to.
type arrival struct {
	account Account // ID 0 for none
	prefs   *preferences
	err     error // why it is not where the person wanted to go
}

// turn leaves the account that is shown and turns to the one that next opens,
// off the UI goroutine and after the old one was closed. When that fails the
// window turns back, and says why.
func (h *host) turn(next func(context.Context) (Account, error)) {
	if h.turning {
		return
	}
	h.turning = true
	old := h.current
	old.leave()
	// Nothing of the account can be touched any more.
	h.win.SetContent(kit.NewEmptyState("turning", theme.IconSync, old.texts.T("app.loading"), "", nil))
	h.tasks.Go(func() {
		old.wait()
		h.shut(old.p.Account)
		got := h.arrive(next, old.p.Account.ID)
		h.arriving = got.account
		h.do(func() { h.enter(got) })
	})
}

// arrive opens the account to turn to, or the one that was left.
func (h *host) arrive(next func(context.Context) (Account, error), left int64) (got arrival) {
	got.account, got.err = next(h.ctx)
	if got.err != nil && left != 0 {
		var back error
		if got.account, back = h.p.Open(h.ctx, left); back != nil {
			got.account, got.err = Account{}, errors.Join(got.err, back)
		}
	}
	prefs, err := loadPreferences(h.ctx, h.p.Settings, got.account.ID, h.p.Log)
	if err != nil {
		got.err = errors.Join(got.err, err)
	}
	got.prefs = prefs
	return got
}

// enter shows where the window has turned to.
func (h *host) enter(got arrival) {
	if h.ctx.Err() != nil {
		if got.prefs != nil {
			got.prefs.close()
		}
		return // close shuts the account
	}
	if got.prefs == nil {
		h.p.Log.Error("window cannot turn", "err", got.err)
		h.p.App.Quit()
		return
	}
	h.arriving, h.turning = Account{}, false
	w := h.newWindow(got.account)
	if err := w.settle(got.prefs); err != nil {
		h.p.Log.Error("language not settled", "err", err)
	}
	h.win.SetTitle(w.title())
	w.build()
	w.started(nil)
	if got.err != nil {
		w.fail(got.err)
	}
}
