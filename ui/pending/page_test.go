package pending_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
	"voronka/cache/replica"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/pending"
	"voronka/ui/theme"
)

// scene is the page over a real store on files.
type scene struct {
	*testing.T
	store  *cache.Store
	page   *pending.Page
	window fyne.Window
	status replica.Status
	queue  chan func()
	acts   []cache.Act
	errs   []error
}

func newScene(t *testing.T) *scene {
	t.Helper()
	folder, err := cache.OpenFolder(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	store, err := folder.OpenAccount(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{T: t, store: store, queue: make(chan func(), 1000), status: replica.Status{Progress: -1}}
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Dark))
	s.fill()
	s.page = pending.New(pending.Params{
		Replica: store, Format: format.New(i18n.New("en"), format.Currency{Code: "UZS"}, nil),
		Status: func() replica.Status { return s.status }, Explain: func(err error) string { return err.Error() },
		Now: func() int64 { return time.Now().Unix() }, Do: func(f func()) { s.queue <- f }, Clock: kit.SystemClock(),
		On: pending.Events{
			Done: func(a cache.Act) { s.acts = append(s.acts, a) }, Sync: func() {}, Export: func() {},
			Failed: func(err error) { s.errs = append(s.errs, err) },
		},
	})
	s.window = test.NewTempWindow(t, s.page)
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(1200, 800))
	t.Cleanup(func() {
		s.page.SetShown(false)
		s.page.Close()
		for _, err := range s.errs {
			t.Error(err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		if err := folder.Close(); err != nil {
			t.Error(err)
		}
	})
	s.page.SetShown(true)
	return s
}

func (s *scene) fill() {
	s.Helper()
	var b cache.Batch
	parse(s.T, `{"id":7,"name":"nurmebel","subdomain":"nurmebel","current_user_id":9001,"currency":"UZS"}`, &b.Account)
	parse(s.T, `[{"id":9001,"name":"Dilnoza Karimova"},{"id":9002,"name":"Sherzod Qodirov"}]`, &b.Users)
	parse(s.T, `[{"id":11,"name":"Asosiy voronka","is_main":true,"_embedded":{"statuses":[
		{"id":1101,"name":"Yangi","sort":20,"pipeline_id":11},{"id":1102,"name":"Muzokaralar","sort":30,"pipeline_id":11},
		{"id":142,"name":"Sotildi","sort":10000,"pipeline_id":11},{"id":143,"name":"Bekor","sort":11000,"pipeline_id":11}]}}]`, &b.Pipelines)
	b.Leads = []amo.Lead{lead(s.T, 1, "Qurilish materiallari", 198), lead(s.T, 2, "Server uskunalari", 5)}
	s.apply(b)
}

func parse(t *testing.T, text string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		t.Fatal(err)
	}
}

func lead(t *testing.T, id int64, name string, price int64) (l amo.Lead) {
	t.Helper()
	parse(t, fmt.Sprintf(`{"id":%d,"name":%q,"price":%d,"status_id":1101,"pipeline_id":11,"responsible_user_id":9001,"created_at":1,"updated_at":1}`, id, name, price), &l)
	return l
}

func (s *scene) apply(b cache.Batch) {
	s.Helper()
	if err := s.store.Apply(s.Context(), b); err != nil {
		s.Fatal(err)
	}
}

// edit changes lead 1 and returns the change in the outbox.
func (s *scene) edit(e cache.LeadEdit) cache.Change {
	s.Helper()
	e.ID = 1
	if _, err := s.store.Do(s.Context(), cache.Command{Edits: []cache.Edit{e}}); err != nil {
		s.Fatal(err)
	}
	list := s.outbox()
	return list[len(list)-1]
}

func (s *scene) outbox() []cache.Change {
	s.Helper()
	list, err := s.store.Outbox(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	return list
}

// clash makes lead 1's budget one that both sides have changed.
func (s *scene) clash() cache.Change {
	s.Helper()
	c := s.edit(cache.LeadEdit{Price: amo.Set[int64](210), Name: amo.Set("Qurilish, 2-bosqich")})
	theirs := cache.Batch{Leads: []amo.Lead{lead(s.T, 1, "Qurilish materiallari", 205)}}
	clashes := []cache.Clash{{Field: merge.Price, By: 9002, At: 1_795_000_000}}
	if err := s.store.ConflictChange(s.Context(), c.ID, clashes, theirs); err != nil {
		s.Fatal(err)
	}
	s.page.Reload()
	return c
}

// until runs what the page queues until a condition holds.
func (s *scene) until(what string, ok func() bool) {
	s.Helper()
	deadline := time.After(time.Minute)
	for !ok() {
		select {
		case f := <-s.queue:
			f()
		case <-deadline:
			s.Fatalf("waited in vain until %s; on the page: %q", what, s.texts())
		}
	}
}

// texts are what the page's items say.
func (s *scene) texts() (all []string) {
	for _, o := range test.LaidOutObjects(s.page) {
		if i, ok := o.(kit.Inspectable); ok {
			if _, kind, text := i.Inspect(); kind == "pending" {
				all = append(all, strings.ReplaceAll(text, "\u00a0", " "))
			}
		}
	}
	return all
}

func (s *scene) says(words ...string) bool {
	all := strings.Join(s.texts(), "\n")
	for _, w := range words {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

func (s *scene) press(id string) {
	s.Helper()
	for _, o := range test.LaidOutObjects(s.page) {
		i, ok := o.(kit.Inspectable)
		if !ok {
			continue
		}
		if name, _, _ := i.Inspect(); name == id {
			o.(fyne.Tappable).Tapped(&fyne.PointEvent{})
			return
		}
	}
	s.Fatalf("there is no %s", id)
}

func id(prefix string, c cache.Change) string { return fmt.Sprintf("button:%s-%d", prefix, c.ID) }

func TestAChangeIsToldInWordsAndTakenBack(t *testing.T) {
	s := newScene(t)
	c := s.edit(cache.LeadEdit{StatusID: 1102})
	s.page.Reload()
	s.until("the change is told", func() bool { return s.says("Qurilish materiallari", "Stage: Yangi → Muzokaralar") })
	s.press(id("cancel", c))
	s.until("it is gone", func() bool { return len(s.texts()) == 0 })
	if list := s.outbox(); len(list) != 0 {
		t.Fatalf("still in the outbox: %+v", list)
	}
}

func TestTheServersLastAnswerIsShownAndTheChangeTriedAgain(t *testing.T) {
	s := newScene(t)
	c := s.edit(cache.LeadEdit{Price: amo.Set[int64](7)})
	if err := s.store.StartSending(t.Context(), []int64{c.ID}, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.store.PostponeChanges(t.Context(), []int64{c.ID}, time.Now().Unix()+40, 504, "504 Gateway Timeout"); err != nil {
		t.Fatal(err)
	}
	s.page.Reload()
	s.until("the answer is shown", func() bool { return s.says("504 Gateway Timeout", "attempt 2 in") })
	s.press(id("retry", c))
	s.until("it is due", func() bool { return s.says("waits for the connection") })
	if at := s.outbox()[0].DueAt; at > time.Now().Unix() {
		t.Errorf("it is due at %d only", at)
	}
}

func TestAConflictIsDecidedEachWay(t *testing.T) {
	for name, c := range map[string]struct {
		button string
		price  int64 // that is shown afterwards
		unsent int
	}{
		"mine":   {"mine", 210, 1},
		"theirs": {"theirs", 205, 1}, // the name goes out all the same
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			change := s.clash()
			s.until("the conflict is shown", func() bool {
				return s.says("Conflict", "Sherzod Qodirov", "Budget | 198 soʻm | 210 soʻm | 205 soʻm", "not changed")
			})
			s.press(id(c.button, change))
			s.until("it is decided", func() bool { return len(s.acts) == 1 && !s.says("Conflict") })
			d, err := s.store.Lead(t.Context(), 1)
			if err != nil || d.Lead.Price != c.price || d.Lead.Name != "Qurilish, 2-bosqich" {
				t.Fatalf("the lead is %q with %d, %v", d.Lead.Name, d.Lead.Price, err)
			}
			if n := len(s.outbox()); n != c.unsent {
				t.Errorf("%d changes wait, want %d", n, c.unsent)
			}
			if _, err := s.store.Undo(t.Context(), s.acts[0].ID); err != nil {
				t.Fatal(err)
			}
			s.page.Reload()
			s.until("the conflict is back", func() bool { return s.says("Conflict", "205 soʻm") })
		})
	}
}

func TestAConflictIsDecidedByANewValue(t *testing.T) {
	s := newScene(t)
	change := s.clash()
	s.until("the conflict is shown", func() bool { return s.says("Conflict") })
	s.press(fmt.Sprintf("button:new-%d-price", change.ID))
	typed := false
	for _, o := range test.LaidOutObjects(s.window.Canvas().Overlays().Top()) {
		if f, ok := o.(*kit.Field); ok {
			if f.Text() != "210" {
				t.Errorf("the field begins with %q", f.Text())
			}
			f.SetText("300 000")
			typed = true
		}
	}
	if !typed {
		t.Fatal("nothing to type into")
	}
	for _, o := range test.LaidOutObjects(s.window.Canvas().Overlays().Top()) {
		if b, ok := o.(*kit.Button); ok {
			if name, _, _ := b.Inspect(); name == "button:new-value-ok" {
				b.Tapped(&fyne.PointEvent{})
			}
		}
	}
	s.until("it is decided", func() bool { return len(s.acts) == 1 })
	d, err := s.store.Lead(t.Context(), 1)
	if err != nil || d.Lead.Price != 300_000 {
		t.Fatalf("the budget is %d, %v", d.Lead.Price, err)
	}
}

func TestADeletedRowIsKeptAsNew(t *testing.T) {
	s := newScene(t)
	c := s.edit(cache.LeadEdit{Price: amo.Set[int64](7)})
	if err := s.store.RefuseChange(t.Context(), c.ID, 404, "gone"); err != nil {
		t.Fatal(err)
	}
	s.page.Reload()
	s.until("it is told", func() bool { return s.says("Deleted in amoCRM", "Qurilish materiallari", "Budget: 198 → 7") })
	s.press("button:keep-1")
	s.until("it is a new lead", func() bool { return s.says("New lead", "7 soʻm") })
	list := s.outbox()
	if len(list) != 1 || list[0].Kind != cache.ChangeCreate {
		t.Fatalf("the outbox is %+v", list)
	}
}

func TestALongOutboxCostsWhatIsSeen(t *testing.T) {
	s := newScene(t)
	var edits []cache.Edit
	for range 600 {
		edits = append(edits, cache.LeadEdit{Name: amo.Set("Bitim"), PipelineID: 11, StatusID: 1101})
	}
	if _, err := s.store.Do(t.Context(), cache.Command{Edits: edits}); err != nil {
		t.Fatal(err)
	}
	s.page.Reload()
	s.until("they are shown", func() bool { return s.says("New lead") })
	if n := len(s.texts()); n > 40 {
		t.Errorf("%d of them are in the tree", n)
	}
}

func TestTheFirstSyncTellsHowFarItIs(t *testing.T) {
	s := newScene(t)
	s.status = replica.Status{Phase: replica.PhaseFirstLoad, Progress: 0.43, Leads: 4300, Contacts: 900}
	s.page.Reload()
	s.until("the progress is told", func() bool {
		for _, o := range test.LaidOutObjects(s.page) {
			if i, ok := o.(kit.Inspectable); ok {
				if name, _, text := i.Inspect(); name == "text:sync-facts" && strings.Contains(text, "43 %") {
					return true
				}
			}
		}
		return false
	})
}
