package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/inspect"
	"voronka/ui/kit"
	"voronka/ui/shell"
)

// idle is an engine that does nothing but say how it stands.
type idle struct {
	status replica.Status
	pokes  int
	feeds  atomic.Int64 // that were asked for
	cut    atomic.Bool  // there is no connection
}

// LoadFeed brings nothing, and fails while there is no connection.
func (e *idle) LoadFeed(context.Context, cache.Entity, int64) error {
	e.feeds.Add(1)
	if e.cut.Load() {
		return errors.New("no connection")
	}
	return nil
}

func (e *idle) Poke()                                    { e.pokes++ }
func (e *idle) Look()                                    { e.pokes++ }
func (e *idle) Status() replica.Status                   { return e.status }
func (e *idle) Watch(func(replica.Status)) (stop func()) { return func() {} }

// scene is a window in Fyne's test driver over a real store on files.
type scene struct {
	t       testing.TB
	w       *window
	store   *cache.Store
	engine  *idle
	queue   chan func()
	started int
}

func newScene(t *testing.T, leads int) *scene {
	t.Helper()
	folder, store := newStore(t)
	fill(t, store, leads)
	s := &scene{t: t, store: store, engine: &idle{}}
	s.open(folder, Account{
		ID: 31415926, Name: "nurmebel", Host: "nurmebel.amocrm.ru", WebURL: "https://nurmebel.amocrm.ru",
		Store: store, Engine: s.engine, StartSync: func() { s.started++ },
	})
	return s
}

// newStore makes a data folder with an empty replica.
func newStore(t testing.TB) (*cache.Folder, *cache.Store) {
	t.Helper()
	folder, err := cache.OpenFolder(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	store, err := folder.OpenAccount(t.Context(), 31415926)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(store.Close(), folder.Close()); err != nil {
			t.Error(err)
		}
	})
	return folder, store
}

// open opens the window of an account.
func (s *scene) open(folder *cache.Folder, account Account) {
	s.t.Helper()
	s.stand(folder, account)
	s.w.started(nil)
}

// stand sets the window of an account up, which has not begun to read.
func (s *scene) stand(folder *cache.Folder, account Account) {
	s.t.Helper()
	s.queue = make(chan func(), 1000)
	app := test.NewTempApp(s.t)
	s.w = &window{
		p: Params{
			App: app, Settings: folder, Log: slog.New(slog.DiscardHandler), Language: "en", Theme: "light", Account: account,
		},
		do: func(f func()) { s.queue <- f }, probe: inspect.NewProbe(), screen: shell.Board,
	}
	s.w.ctx, s.w.stop = context.WithCancel(s.t.Context())
	s.w.syncNews = kit.NewPoker(kit.DispatcherFunc(s.w.do), s.w.showSync)
	if err := s.w.choose(); err != nil {
		s.t.Fatal(err)
	}
	app.Settings().SetTheme(s.w.theme)
	s.w.win = test.NewTempWindow(s.t, nil)
	s.w.build()
	s.w.win.SetPadded(false)
	s.w.win.Resize(fyne.NewSize(1440, 900))
	s.t.Cleanup(s.w.close)
}

func fill(t testing.TB, store *cache.Store, leads int) {
	t.Helper()
	var b cache.Batch
	parse := func(text string, v any) {
		if err := json.Unmarshal([]byte(text), v); err != nil {
			t.Fatal(err)
		}
	}
	b.Account = new(amo.Account)
	parse(`{"id":31415926,"name":"nurmebel","subdomain":"nurmebel","current_user_id":9001,"currency":"UZS"}`, b.Account)
	parse(`[{"id":9001,"name":"Dilnoza Karimova"},{"id":9002,"name":"Jasur Rahimov"}]`, &b.Users)
	parse(`[{"id":11,"name":"Asosiy voronka","is_main":true,"sort":1,"_embedded":{"statuses":[
		{"id":1101,"name":"Yangi","sort":20,"pipeline_id":11,"color":"#98cbff"},{"id":1102,"name":"Muzokaralar","sort":30,"pipeline_id":11,"color":"#fffd7f"},
		{"id":142,"name":"Sotildi","sort":10000,"pipeline_id":11},{"id":143,"name":"Bekor","sort":11000,"pipeline_id":11}]}}]`, &b.Pipelines)
	for i := range leads {
		var l amo.Lead
		parse(fmt.Sprintf(`{"id":%d,"name":"Bitim %d","price":1000,"status_id":%d,"pipeline_id":11,"responsible_user_id":%d,"created_at":1760000000,"updated_at":%d}`,
			7000+i, i, 1101+i%2, 9001+i%2, 1760000000+i), &l)
		b.Leads = append(b.Leads, l)
	}
	if err := store.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// until runs what the window queues until a condition holds.
func (s *scene) until(what string, ok func() bool) {
	s.t.Helper()
	deadline := time.After(time.Minute)
	for !ok() {
		select {
		case f := <-s.queue:
			f()
		case <-deadline:
			s.t.Fatalf("waited in vain until %s", what)
		}
	}
}

func (s *scene) column(status int64) int {
	for _, c := range s.w.board.Statuses() {
		if c.ID == status {
			return c.Count
		}
	}
	return -1
}

func TestTheBoardStandsBeforeTheNetworkIsTouched(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool {
		if s.started > 0 && s.w.board.LiveCards() == 0 {
			t.Fatal("the engine was started before there were cards on the screen")
		}
		return s.started == 1
	})
	if got := s.column(1101); got != 5 {
		t.Errorf("status 1101 has %d leads, want 5", got)
	}
}

func TestAnEmptyReplicaStartsTheEngineAtOnce(t *testing.T) {
	s := newScene(t, 0)
	s.until("the engine runs", func() bool { return s.started == 1 })
}

func TestMoveIsStoredShownAndUndone(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	s.w.moveLead(7000, 11, 1102)
	s.until("the move is counted", func() bool { return s.w.counts.Pending == 1 && s.column(1102) == 6 })
	changes, err := s.store.Outbox(t.Context())
	if err != nil || len(changes) != 1 || changes[0].EntityID != 7000 || changes[0].State != cache.ChangeHeld {
		t.Fatalf("outbox = %+v, %v", changes, err)
	}
	if s.engine.pokes == 0 {
		t.Error("the engine was not told")
	}
	var message kit.Message
	s.until("an undo is offered", func() bool {
		for _, o := range test.LaidOutObjects(s.w.win.Canvas().Content()) {
			if bar, ok := o.(*kit.Snackbar); ok {
				message, _ = bar.Current()
			}
		}
		return message.Do != nil
	})
	if !strings.Contains(message.Text, "Bitim 0") {
		t.Fatalf("snackbar = %+v", message)
	}
	message.Do()
	s.until("the move is undone", func() bool { return s.w.counts.Pending == 0 && s.column(1102) == 5 })
}

func TestFiltersNarrowTheBoard(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	s.w.filter(func(f *filters) { f.mine = true })
	s.until("only my leads are shown", func() bool { return s.column(1101) == 5 && s.column(1102) == 0 })
	s.w.filter(func(f *filters) { *f = filters{text: "bitim 3"} })
	s.until("only the lead that was searched for is shown", func() bool { return s.column(1101) == 0 && s.column(1102) == 1 })
	s.w.filter(func(f *filters) { *f = filters{} })
	s.until("all leads are back", func() bool { return s.column(1101) == 5 && s.column(1102) == 5 })
}

func TestLanguageDensityAndFoldsAreKept(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	s.w.setLanguage("ru")
	s.w.setCompact(true)
	s.w.prefs.setFolded(11, []int64{142, 143, 1101})
	want := map[string]string{"ui/language": "ru", "ui/density": "compact", "ui/31415926/folded": `{"11":[142,143,1101]}`}
	deadline := time.Now().Add(time.Minute)
	for key, value := range want {
		for got := ""; got != value; {
			var err error
			if got, err = s.w.p.Settings.Setting(t.Context(), key); err != nil {
				t.Fatal(err)
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s = %q, want %q", key, got, value)
			}
		}
	}
}

func TestChangesOfOthersReachTheBoard(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	var l amo.Lead
	if err := json.Unmarshal([]byte(`{"id":9999,"name":"Yangi bitim","price":5,"status_id":1101,"pipeline_id":11,"created_at":1760000000,"updated_at":1770000000}`), &l); err != nil {
		t.Fatal(err)
	}
	if err := s.store.Apply(t.Context(), cache.Batch{Leads: []amo.Lead{l}}); err != nil {
		t.Fatal(err)
	}
	s.until("the new lead is counted", func() bool { return s.column(1101) == 6 })
}
