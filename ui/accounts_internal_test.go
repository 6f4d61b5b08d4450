package ui

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/account"
	"voronka/ui/connect"
	"voronka/ui/kit"
)

// resting is an idle engine that may be poked by anyone.
type resting struct{ idle }

func (*resting) Poke() {}

// office is a window over a data folder with accounts that come and go.
type office struct {
	*testing.T
	*scene
	h      *host
	folder *cache.Folder
	engine *resting

	mu      sync.Mutex
	opened  []int64
	closed  []int64
	refuse  error // of opening an account
	refused error // of disconnecting
	signIns []account.SignIn
	saved   int
}

func newOffice(t *testing.T, ids ...int64) *office {
	t.Helper()
	folder, err := cache.OpenFolder(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	o := &office{T: t, folder: folder, engine: &resting{}, scene: &scene{t: t, queue: make(chan func(), 1000)}}
	for _, id := range ids {
		o.connect(id, cache.StateOK)
	}
	app := test.NewTempApp(t)
	p := Params{
		App: app, Settings: folder, Log: slog.New(slog.DiscardHandler), Language: "en", Theme: "light",
		Accounts: o, Open: o.Open, Demo: func() error { return errors.New("no demo") },
	}
	if len(ids) > 0 {
		if p.Account, err = o.Open(t.Context(), ids[0]); err != nil {
			t.Fatal(err)
		}
	}
	o.h = newHost(t.Context(), p, func(f func()) { o.queue <- f })
	w := o.h.newWindow(p.Account)
	if err := w.choose(); err != nil {
		t.Fatal(err)
	}
	app.Settings().SetTheme(w.theme)
	o.h.win = test.NewTempWindow(t, nil)
	w.win = o.h.win
	w.build()
	w.win.SetPadded(false)
	w.win.Resize(fyne.NewSize(1440, 900))
	t.Cleanup(func() {
		o.h.close()
		if err := folder.Close(); err != nil {
			t.Error(err)
		}
		if len(o.opened) != len(o.closed) {
			t.Errorf("opened %v, closed %v", o.opened, o.closed)
		}
	})
	w.started(nil)
	return o
}

func (o *office) connect(id int64, state string) {
	o.Helper()
	err := o.folder.SaveConnection(o.Context(), cache.Connection{
		AccountID: id, Name: "Account " + formatID(id), Subdomain: "a" + formatID(id), Host: "a" + formatID(id) + ".amocrm.ru",
		BaseURL: "https://a" + formatID(id) + ".amocrm.ru", Kind: cache.OAuth, ClientID: "5f2c", RedirectURI: "http://localhost:1/", State: state, CreatedAt: id,
	})
	if err != nil {
		o.Fatal(err)
	}
}

// Open opens an account with as many leads as its id says.
func (o *office) Open(ctx context.Context, id int64) (Account, error) {
	o.mu.Lock()
	refuse := o.refuse
	o.mu.Unlock()
	if refuse != nil && id != 10 {
		return Account{}, refuse
	}
	store, err := o.folder.OpenAccount(ctx, id)
	if err != nil {
		return Account{}, err
	}
	fill(o.T, store, int(id))
	o.mu.Lock()
	defer o.mu.Unlock()
	o.opened = append(o.opened, id)
	return Account{
		ID: id, Name: "a" + formatID(id), Host: "a.amocrm.ru", WebURL: "https://a.amocrm.ru", Store: store, Engine: o.engine, StartSync: func() {},
		Close: sync.OnceValue(func() error {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.closed = append(o.closed, id)
			return store.Close()
		}),
	}, nil
}

func (o *office) List(ctx context.Context) ([]cache.Connection, error) {
	return o.folder.Connections(ctx)
}

func (o *office) Browser(context.Context, account.SignIn) (cache.Connection, error) {
	return cache.Connection{}, context.Canceled
}

func (o *office) Code(_ context.Context, s account.SignIn, _ string) (cache.Connection, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.signIns = append(o.signIns, s)
	return cache.Connection{AccountID: 12}, nil
}

func (o *office) Token(context.Context, string, string) (cache.Connection, error) {
	return cache.Connection{AccountID: 12}, nil
}

func (o *office) Disconnect(ctx context.Context, id int64, _ bool) error {
	o.mu.Lock()
	open := len(o.opened) - len(o.closed)
	refused := o.refused
	o.mu.Unlock()
	if open != 0 {
		o.Error("disconnected while it was open")
	}
	if refused != nil {
		return refused
	}
	return o.folder.Forget(ctx, id)
}

func (o *office) SaveUnsent(context.Context, int64) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.saved++
	return "/home/dilnoza/unsent.json", nil
}

// times is how often an account was opened.
func (o *office) times() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.opened)
}

// shows waits until the window shows the leads of an account.
func (o *office) shows(id int64) {
	o.Helper()
	o.until("account "+formatID(id)+" is shown", func() bool {
		w := o.h.current
		if o.h.turning || w.p.Account.ID != id || w.board == nil {
			return false
		}
		n := 0
		for _, c := range w.board.Statuses() {
			n += c.Count
		}
		return n == int(id)
	})
	if got := o.h.current.title(); !strings.Contains(got, formatID(id)) {
		o.Errorf("the title is %q", got)
	}
}

// item finds an item of the switcher.
func (o *office) item(id string) kit.Item {
	o.Helper()
	list, err := o.List(o.Context())
	if err != nil {
		o.Fatal(err)
	}
	for _, i := range o.h.current.switcher(list).Items {
		if i.ID == id {
			return i
		}
	}
	o.Fatalf("no %s to choose", id)
	return kit.Item{}
}

// press presses the button with an id, which may be over the window.
func (o *office) press(id string) {
	o.Helper()
	pressed := false
	look := func(root fyne.CanvasObject) {
		for _, object := range test.LaidOutObjects(root) {
			if b, ok := object.(*kit.Button); ok && !pressed {
				if got, _, _ := b.Inspect(); got == id {
					pressed = true
					b.Tapped(nil)
				}
			}
		}
	}
	canvas := o.h.win.Canvas()
	for _, overlay := range canvas.Overlays().List() {
		look(overlay)
	}
	look(canvas.Content())
	if !pressed {
		o.Fatalf("there is no %s", id)
	}
}

func TestSwitchingAccounts(t *testing.T) {
	o := newOffice(t, 10, 11, 12)
	o.shows(10)
	old := o.h.current
	for _, id := range []int64{11, 12, 10} {
		o.item("account-" + formatID(id)).Do()
		o.item("account-12").Do() // a second choice meanwhile is dropped
		o.shows(id)
	}
	old.prefs.set(prefTheme, "dark") // a click that came late does no harm
	if o.h.current == old || old.ctx.Err() == nil {
		t.Error("the first window still lives")
	}
	if item := o.item("account-10"); !item.Checked {
		t.Error("the current account is not marked")
	}
}

func TestAnAccountThatDoesNotOpen(t *testing.T) {
	o := newOffice(t, 10, 11)
	o.shows(10)
	o.mu.Lock()
	o.refuse = &cache.DamagedError{Path: "11.db", Err: errors.New("x")}
	o.mu.Unlock()
	o.item("account-11").Do()
	o.until("the window has turned back", func() bool { return !o.h.turning && o.times() == 2 })
	o.shows(10)
}

func TestConnectScreen(t *testing.T) {
	o := newOffice(t)
	if o.h.current.connect == nil {
		t.Fatal("no connect screen")
	}
	o.h.current.setLanguage("ru")
	if o.h.current.connect == nil {
		t.Fatal("no connect screen in another language")
	}
	o.connect12()
	o.shows(12)
	o.item("add-account").Do()
	if o.h.current.connect == nil {
		t.Fatal("no connect screen for another account")
	}
	o.h.current.leaveConnect()
	if o.h.win.Canvas().Content() != o.h.current.shell.Object() {
		t.Error("there is no way back")
	}
	o.shows(12)
}

// connect12 is a person who signs in to account 12.
func (o *office) connect12() {
	o.Helper()
	o.connect(12, cache.StateOK)
	w := o.h.current
	a := connecting{w.p.Accounts, connect.Pages(w.texts)}
	r := connect.Request{Address: "https://a12.amocrm.ru", ClientID: "5f2c", Secret: "s3cret", RedirectURI: "http://localhost:1/"}
	id, err := a.WithCode(o.Context(), r, "def50200")
	if err != nil || id != 12 {
		o.Fatalf("account %d, %v", id, err)
	}
	if s := o.signIns[0]; s.Address != r.Address || s.App.ClientID != r.ClientID || s.App.Secret != r.Secret || s.App.RedirectURI != r.RedirectURI {
		o.Errorf("signed in with %+v", s)
	}
	w.turnTo(id)
}

func TestSignInAgain(t *testing.T) {
	o := newOffice(t, 10)
	o.shows(10)
	o.engine.status = replica.Status{Phase: replica.PhaseSignIn, Err: &amo.Error{Kind: amo.KindUnauthorized, Status: 401}}
	o.item("account-10").Do()
	if w := o.h.current; w.connect == nil || w.known.ClientID != "5f2c" || w.known.Address != "https://a10.amocrm.ru" {
		t.Errorf("shown with %v", o.h.current.known)
	}
	o.h.current.leaveConnect()
	o.h.current.explainSync()
	o.h.current.signInAgain()
	o.until("the connect screen is shown", func() bool { return o.h.current.connect != nil })
}

func TestDisconnecting(t *testing.T) {
	o := newOffice(t, 10, 11)
	o.shows(10)
	o.item("disconnect").Do()
	o.press("button:disconnect-cancel")
	o.item("disconnect").Do()
	o.press("button:disconnect-confirm")
	o.shows(11)
	o.mu.Lock()
	o.refused = cache.ErrBusy
	o.mu.Unlock()
	o.item("disconnect").Do()
	o.press("button:disconnect-confirm")
	o.until("the window has turned back", func() bool { return !o.h.turning && o.times() == 3 })
	o.shows(11)
	o.mu.Lock()
	o.refused = nil
	o.mu.Unlock()
	o.item("disconnect").Do()
	o.press("button:disconnect-confirm")
	o.until("nothing is left", func() bool { return !o.h.turning && o.h.current.p.Account.ID == 0 })
	if o.h.current.connect == nil {
		t.Error("no connect screen")
	}
}

func TestDisconnectingWithUnsentChanges(t *testing.T) {
	o := newOffice(t, 10)
	o.shows(10)
	o.h.current.moveLead(7000, 11, 1102)
	o.until("the move is counted", func() bool { return o.h.current.counts.Pending == 1 })
	o.item("disconnect").Do()
	o.press("button:disconnect-export")
	o.until("the file is told", func() bool {
		for _, overlay := range o.h.win.Canvas().Overlays().List() {
			for _, object := range test.LaidOutObjects(overlay) {
				if b, ok := object.(*kit.Button); ok {
					if id, _, _ := b.Inspect(); id == "button:saved-disconnect" {
						return true
					}
				}
			}
		}
		return false
	})
	o.press("button:saved-cancel")
	o.item("disconnect").Do()
	o.press("button:disconnect-send")
	store := o.h.current.p.Account.Store.(*cache.Store)
	o.until("the change may leave", func() bool {
		changes, err := store.Outbox(t.Context())
		return err == nil && len(changes) == 1 && changes[0].State == cache.ChangeQueued
	})
	changes, err := store.Outbox(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.CancelChange(t.Context(), changes[0].ID); err != nil { // as good as sent
		t.Fatal(err)
	}
	o.until("the account is gone", func() bool { return !o.h.turning && o.h.current.p.Account.ID == 0 })
	if o.saved != 1 {
		t.Errorf("saved %d times", o.saved)
	}
}

func TestFailuresOverTheConnectScreen(t *testing.T) {
	o := newOffice(t)
	o.h.current.openDemo()
	o.until("the failure is told", func() bool { return o.h.win.Canvas().Overlays().Top() != nil })
	o.press("button:failure-close")
}

func TestClosingWhileTurning(t *testing.T) {
	o := newOffice(t, 10, 11)
	o.shows(10)
	o.item("account-11").Do() // the cleanup closes the window before it has come
}
