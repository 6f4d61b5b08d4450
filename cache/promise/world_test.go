package promise

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
	"voronka/cache/replica"
)

// soak makes the tests that draw at random draw much longer.
var soak = flag.Bool("soak", false, "run the long form of the random tests")

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDir); dir != "" {
		fmt.Fprintln(os.Stderr, editUntilKilled(dir))
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}

// accountID is the sandbox's account.
const accountID = 31415926

// world is an amoCRM on a real port and one computer's replica of it.
type world struct {
	t       testing.TB
	server  *sandbox.Server
	front   *front
	address string
	folder  *cache.Folder
	store   *cache.Store
	options replica.Options
}

// front stands before the server: it counts writes and may answer in its place.
type front struct {
	next   http.Handler
	before func(w http.ResponseWriter, r *http.Request) bool // true: it has answered
	writes func(r *http.Request)
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if f.before != nil && f.before(w, r) {
		return
	}
	if f.writes != nil && r.Method != http.MethodGet {
		f.writes(r)
	}
	f.next.ServeHTTP(w, r)
}

// newWorld is an account with some leads and an empty replica of it.
func newWorld(t testing.TB, o sandbox.Options) *world {
	t.Helper()
	server, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, server: server, front: &front{next: server}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.address = "http://" + listener.Addr().String()
	host := &http.Server{Handler: w.front}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if err := host.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("serve: %v", err)
		}
	}()
	t.Cleanup(func() {
		if err := host.Close(); err != nil {
			t.Error(err)
		}
		<-served
	})
	w.folder = openFolder(t, t.TempDir())
	w.store = openStore(t, w.folder)
	w.options = replica.Options{Store: w.store, API: w.client(), Patience: 20 * time.Second}
	return w
}

func openFolder(t testing.TB, dir string) *cache.Folder {
	t.Helper()
	f, err := cache.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, f.Close()) })
	return f
}

func openStore(t testing.TB, f *cache.Folder) *cache.Store {
	t.Helper()
	s, err := f.OpenAccount(context.Background(), accountID)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, s.Close()) })
	return s
}

func closed(t testing.TB, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, cache.ErrClosed) {
		t.Error(err)
	}
}

// client is a client of the account, without limits of its own.
func (w *world) client() *amo.Client { return w.clientWith(amo.Limits{}) }

func (w *world) clientWith(limits amo.Limits) *amo.Client {
	w.t.Helper()
	c, err := amo.NewClient(w.address, amo.StaticToken(w.server.Credentials().LongLivedToken), amo.WithLimiter(amo.NewLimiter(limits)))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(c.Close)
	return c
}

// sync brings replica and server together.
func (w *world) sync() replica.Summary {
	w.t.Helper()
	sum, err := replica.New(w.options).Once(context.Background())
	if err != nil {
		w.t.Fatalf("sync: %v", err)
	}
	return sum
}

// do carries out a command that is sent at once.
func (w *world) do(edits ...cache.Edit) cache.Act {
	w.t.Helper()
	act, err := w.store.Do(context.Background(), cache.Command{Edits: edits})
	if err != nil {
		w.t.Fatalf("do %+v: %v", edits, err)
	}
	return act
}

// lead is a lead as the server has it.
func (w *world) lead(id int64) amo.Lead {
	w.t.Helper()
	l, err := w.client().Lead(context.Background(), id, "contacts", "loss_reason")
	if err != nil {
		w.t.Fatalf("lead %d: %v", id, err)
	}
	return l
}

// seen is a lead as the person sees it.
func (w *world) seen(id int64) cache.LeadDetail {
	w.t.Helper()
	d, err := w.store.Lead(context.Background(), id)
	if err != nil {
		w.t.Fatalf("lead %d in the replica: %v", id, err)
	}
	return d
}

// edit has somebody else change a row in amoCRM's own window.
func (w *world) edit(kind string, id int64, patch map[string]any) {
	w.t.Helper()
	if err := w.server.Edit(0, kind, id, patch); err != nil {
		w.t.Fatal(err)
	}
}

// open are leads in statuses that are not closed.
func (w *world) open(n int) []cache.LeadRow {
	w.t.Helper()
	rows, err := w.store.Leads(context.Background(), cache.LeadQuery{})
	if err != nil {
		w.t.Fatal(err)
	}
	var list []cache.LeadRow
	for _, r := range rows {
		if r.StatusID != amo.StatusWon && r.StatusID != amo.StatusLost {
			list = append(list, r)
		}
	}
	if len(list) < n {
		w.t.Fatalf("there are %d open leads, not %d", len(list), n)
	}
	return list[:n]
}

// elsewhere is an open status that a lead is not in.
func (w *world) elsewhere(lead int64) amo.StatusRef {
	w.t.Helper()
	here := w.seen(lead).Lead
	pipelines, err := w.store.Pipelines(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range pipelines {
		for _, s := range p.Embedded.Statuses {
			if p.ID == here.PipelineID && s.ID != here.StatusID && s.Type != amo.StatusUnsorted && !s.IsClosed() {
				return amo.StatusRef{PipelineID: p.ID, StatusID: s.ID}
			}
		}
	}
	w.t.Fatalf("pipeline %d has no other status", here.PipelineID)
	return amo.StatusRef{}
}

// outbox is what is unsent.
func (w *world) outbox() []cache.Change {
	w.t.Helper()
	list, err := w.store.Outbox(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func (w *world) expectSent() {
	w.t.Helper()
	for _, c := range w.outbox() {
		w.t.Errorf("unsent: %d %s %s %d %s: %s (%d)", c.ID, c.Kind, c.Entity, c.EntityID, c.State, c.Error, c.ErrorCode)
	}
}

// field is a custom field of leads by its type.
func (w *world) field(entity cache.Entity, fieldType string) amo.CustomField {
	w.t.Helper()
	fields, err := w.store.CustomFields(context.Background(), entity)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range fields {
		if f.Type == fieldType {
			return f
		}
	}
	w.t.Fatalf("%s have no field of type %s (%d fields)", entity, fieldType, len(fields))
	return amo.CustomField{}
}
