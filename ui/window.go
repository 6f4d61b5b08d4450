package ui

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/board"
	"voronka/ui/connect"
	"voronka/ui/contacts"
	"voronka/ui/feed"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/inspect"
	"voronka/ui/kit"
	"voronka/ui/lead"
	"voronka/ui/pending"
	"voronka/ui/people"
	"voronka/ui/shell"
	"voronka/ui/tasks"
	"voronka/ui/theme"
)

// Store is what the window needs of an account's replica.
type Store interface {
	board.Replica
	lead.Replica
	pending.Replica
	people.Replica
	contacts.Replica
	tasks.Replica
	feed.Replica
	Account(ctx context.Context) (amo.Account, error)
	Tags(ctx context.Context) ([]string, error)
	PrepareField(ctx context.Context, fieldID int64) error
	Do(ctx context.Context, c cache.Command) (cache.Act, error)
	Undo(ctx context.Context, actID int64) (cache.Act, error)
	Search(ctx context.Context, text string, limit int) ([]cache.Hit, error)
	Redo(ctx context.Context, actID int64) (cache.Act, error)
	UndoState(ctx context.Context) (undo, redo *cache.Act, err error)
	TaskTypes(ctx context.Context) ([]amo.TaskType, error)
	ReleaseHolds(ctx context.Context) error
	Watch(fn func(cache.Changed)) (stop func())
}

// Engine is what the window needs of the engine between replica and server.
type Engine interface {
	Poke() // try now
	Look() // the person asks: look at everything now
	Status() replica.Status
	Watch(fn func(replica.Status)) (stop func())
	feed.Loader
}

// Settings keeps a person's choices from one start to the next.
type Settings interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Account is the account a window shows.
type Account struct {
	ID        int64
	Name      string // as the account block says it
	Host      string // likewise; also where "open in browser" leads
	WebURL    string // https://nurmebel.amocrm.ru, without a slash at the end
	Store     Store
	Engine    Engine
	StartSync func() // lets the engine run, once the board stands
	// Close stops the engine and closes the store, when the window turns to
	// another account. It may be called again; nil when there is nothing to do.
	Close func() error
}

// Params is what a window is made of. All but Account, Accounts, Open and Demo
// are needed; an Account with ID 0 means that none is connected.
type Params struct {
	App      fyne.App
	Settings Settings
	Account  Account
	// Accounts connects and disconnects accounts, and Open opens a connected
	// one after the one before was closed, off the UI goroutine. Without them
	// the window keeps to its account.
	Accounts Accounts
	Open     func(ctx context.Context, accountID int64) (Account, error)
	Demo     func() error // opens the demo account in a window of its own; off the UI goroutine
	Log      *slog.Logger
	Language string // uz, ru, en; empty for the setting or the desktop's
	Theme    string // light, dark; empty for the setting or the desktop's
	Inspect  string // address for the inspection server, in builds that have one
}

// window is the window with everything in it. Its fields belong to the UI
// goroutine, except those that say otherwise.
type window struct {
	host   *host
	do     func(func()) // runs a function on the UI goroutine, soon; safe for concurrent use
	p      Params
	win    fyne.Window
	texts  *i18n.Texts
	format *format.Format
	theme  *theme.Theme
	shell  *shell.Shell
	board  *board.Board
	lead   *lead.Panel
	folk   *folk
	sync   *pending.Page
	prefs  *preferences
	probe  *inspect.Probe
	news   *news

	reminding bool // the tasks that fall due are being read

	connect *connect.Screen // while it is shown
	known   connect.Request // that it was filled in with

	account    amo.Account
	users      []amo.User
	tags       []string
	pipelines  []amo.Pipeline
	reasons    []amo.LossReason
	types      []amo.TaskType
	fields     []amo.CustomField // of leads
	filters    filters
	undoing    undoing
	away       away
	screen     shell.Screen
	empty      emptiness // what the board's place shows
	boardShown bool      // it shows the board or an emptiness, not another screen
	counts     cache.Counts
	syncNews   *kit.Poker
	lastSync   int64 // Unix seconds of the sync that was shown last
	counting   bool  // the counts are being read
	countAgain bool  // and have to be read once more

	ctx   context.Context // safe for concurrent use
	stop  context.CancelFunc
	tasks sync.WaitGroup // of every goroutine the window started
	ended sync.Once
}

// Run opens the window and returns when it was closed or ctx ended. It wants
// the main goroutine.
func Run(ctx context.Context, p Params) error {
	h := newHost(ctx, p, fyne.Do)
	defer h.close()
	w := h.newWindow(p.Account)
	if err := w.choose(); err != nil {
		return err
	}
	p.App.SetIcon(theme.AppIcon())
	p.App.Settings().SetTheme(w.theme)
	h.win = p.App.NewWindow(w.title())
	w.win = h.win
	w.win.SetMaster()
	quitSurely(p.App)
	w.win.SetPadded(false)
	w.win.Resize(w.prefs.windowSize())
	defer context.AfterFunc(ctx, func() { h.do(p.App.Quit) })()
	p.App.Lifecycle().SetOnExitedForeground(func() { h.current.left() })
	p.App.Lifecycle().SetOnEnteredForeground(func() { h.current.back() })
	defer inspect.Start(inspect.Params{
		Addr: p.Inspect, Window: h.win, Do: h.do, LiveCards: func() int { return h.current.liveCards() }, Probe: h.probe, Log: p.Log,
	})()
	w.open()
	p.App.Run()
	// Not in OnStopped: Fyne runs that hook through a queue which it closes
	// at the same moment, and may panic.
	if !h.turning {
		h.current.left()
		h.current.prefs.set(prefWindow, sizeText(h.win.Canvas().Size()))
		if b := h.current.board; b != nil {
			h.current.prefs.setStand(b.Size(), h.win.Canvas().Scale())
		}
	}
	return nil
}

// open puts the window on the screen. Starting the graphics system takes longer
// than all the rest, and on the UI goroutine; what it does not need is done
// meanwhile: the fonts are read, the replica, and the first board is drawn.
func (w *window) open() {
	e := new(early)
	w.tasks.Go(func() { e.draw(readFonts) })
	w.started(e)
	w.win.Show()
	e.end()
	w.build()
}

// close waits for everything the window started. The UI loop has ended.
func (w *window) close() {
	w.leave()
	w.wait()
}

// leave stops everything that the window started. UI goroutine, or when its
// loop has ended.
func (w *window) leave() {
	w.stop()
	w.endConnect()
	if w.shell != nil {
		w.shell.Close()
	}
}

// wait returns when all that leave stopped has ended. Not on the UI goroutine
// while its loop runs.
func (w *window) wait() {
	w.ended.Do(func() {
		if w.board != nil {
			w.board.Close()
			w.lead.Close()
			w.sync.Close()
			w.folk.close()
		}
		if w.news != nil {
			w.news.Wait()
		}
		w.tasks.Wait()
		if w.prefs != nil {
			w.prefs.close()
		}
	})
}

// choose settles language and theme: what the environment says, else the
// person's choice, else the desktop's.
func (w *window) choose() error {
	prefs, err := loadPreferences(w.ctx, w.p.Settings, w.p.Account.ID, w.p.Log)
	if err != nil {
		return err
	}
	return w.settle(prefs)
}

// settle is choose with choices that were read before.
func (w *window) settle(prefs *preferences) error {
	w.prefs = prefs
	lang := w.p.Language
	if lang == "" {
		lang = i18n.Detect(prefs.get(prefLanguage))
	}
	mode := w.p.Theme
	if mode == "" {
		mode = prefs.get(prefTheme)
	}
	w.theme = theme.New(theme.ParseMode(mode))
	w.speak(i18n.Choose(lang))
	return w.texts.TeachFyne()
}

// speak sets the language, for everything that is built from now on.
func (w *window) speak(lang string) {
	w.texts = i18n.New(lang)
	w.setFormat()
}

func (w *window) setFormat() {
	w.format = formatOf(w.texts, w.account)
}

// build makes the frame and the screens in the current language.
func (w *window) build() {
	if w.shell != nil {
		w.shell.Close()
	}
	actions := shell.Actions{
		NewLead:  w.newLead,
		Navigate: w.navigate, ChoosePipeline: w.choosePipeline, OpenSearch: w.openSearch, ShowSync: w.showSyncPage,
		PanelClosed: w.panelClosed, Covered: w.covered,
	}
	if w.p.Accounts != nil {
		actions.ChooseAccount = w.chooseAccount
	}
	w.shell = shell.New(shell.Params{
		Texts: w.texts, Format: w.format, Dispatcher: kit.DispatcherFunc(w.do), Clock: kit.SystemClock(), Screens: shell.AllScreens(),
		Actions: actions,
	})
	w.shell.SetAccount(shell.Account{Name: w.p.Account.Name, Host: w.p.Account.Host})
	w.win.SetContent(w.shell.Object())
	w.win.SetMainMenu(w.mainMenu())
	w.win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		// Nothing has the keyboard: the board may have it.
		if w.board != nil && w.screen == shell.Board && w.connect == nil && len(w.win.Canvas().Overlays().List()) == 0 {
			w.board.Type(e)
		}
	})
	w.win.Canvas().AddShortcut(redoAgain(), w.shortcut)
	if w.p.Account.ID == 0 {
		w.noAccount()
		return
	}
	w.buildScreens()
	w.boardShown = false
	w.navigate(w.screen)
	w.showFilters()
	if w.connect != nil {
		w.showConnect(w.known) // in the new language
	}
}

func (w *window) buildScreens() {
	if w.board != nil {
		w.board.SetFormat(w.format)
		w.lead.SetFormat(w.format)
		w.sync.SetFormat(w.format)
		w.folk.speak(w)
		return
	}
	w.sync = w.newSyncPage()
	w.board = board.New(board.Params{
		Replica: w.p.Account.Store, Format: w.format, Now: nowUnix, Do: w.do, Dark: w.theme.Dark,
		Hold: func() time.Duration { return w.prefs.hold() }, Density: w.prefs.density(),
		Clock: kit.SystemClock(), Modifiers: heldKeys, Actions: board.AllActions(),
		On: board.Events{
			Open: w.openLead, Menu: w.leadMenu, Column: w.columnMenu, Bulk: w.bulk, Drop: w.dropped, Add: w.addLead, Totals: w.showTotals, Counting: func() { w.shell.SetCounting() },
			Gone: w.goneWhileDragged, Failed: w.boardFailed, Back: w.shellBack, Folded: w.prefs.setFolded,
			Painted: w.painted, Dragging: w.dragging, Scrolled: w.probe.Scrolled, Shortcut: w.shortcut, Foot: func(h float32) { w.shell.SetFoot(h) },
		},
	})
	w.folk = w.newFolk()
	w.lead = w.newLeadPanel()
}

// covered tells the board how much of it lies under the side panel.
func (w *window) covered(width float32) {
	if w.board != nil {
		w.board.SetCovered(width)
	}
}

func (w *window) title() string {
	if w.p.Account.ID == 0 {
		return w.texts.T("app.name")
	}
	return w.texts.T("app.title", "Account", w.p.Account.Name)
}

func (w *window) dragging(on bool) {
	if on {
		w.probe.DragStarted()
	} else {
		w.probe.DragEnded()
	}
}

func (w *window) liveCards() int {
	if w.board == nil {
		return 0
	}
	return w.board.LiveCards()
}

// heldKeys are the modifier keys that are down now.
func heldKeys() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

func nowUnix() int64 { return time.Now().Unix() }

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
