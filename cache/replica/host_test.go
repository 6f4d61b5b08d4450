package replica

import (
	"context"
	"net"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
)

// host is a sandbox on a real port that can be taken down and put up again.
type host struct {
	t       testing.TB
	account *sandbox.Server
	address string
	server  *http.Server
	served  chan struct{}
}

func newHost(t testing.TB, o sandbox.Options) *host {
	t.Helper()
	account, err := sandbox.New(o)
	if err != nil {
		t.Fatalf("sandbox: %v", err)
	}
	h := &host{t: t, account: account, address: "127.0.0.1:0"}
	h.up()
	t.Cleanup(h.down)
	return h
}

func (h *host) up() {
	h.t.Helper()
	var listener net.Listener
	eventually(h.t, "the port is free again", func() bool {
		var err error
		listener, err = net.Listen("tcp", h.address)
		return err == nil
	})
	h.address = listener.Addr().String()
	server := &http.Server{Handler: h.account, ErrorLog: nil}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(listener) // ends with ErrServerClosed, by down
	}()
	h.server, h.served = server, served
}

func (h *host) down() {
	if h.server == nil {
		return
	}
	if err := h.server.Close(); err != nil {
		h.t.Errorf("close server: %v", err)
	}
	<-h.served
	h.server = nil
}

// client is a client without limits of its own.
func (h *host) client() *amo.Client {
	h.t.Helper()
	return h.limitedClient(amo.Limits{})
}

func (h *host) limitedClient(limits amo.Limits) *amo.Client {
	h.t.Helper()
	c, err := amo.NewClient("http://"+h.address, amo.StaticToken(h.account.Credentials().LongLivedToken),
		amo.WithLimiter(amo.NewLimiter(limits)))
	if err != nil {
		h.t.Fatalf("client: %v", err)
	}
	h.t.Cleanup(c.Close)
	return c
}

// run starts an engine and stops it with the test.
func run(t testing.TB, o Options) *Engine {
	t.Helper()
	e, stop := runUntil(t, o)
	t.Cleanup(stop)
	return e
}

// runUntil starts an engine; stop ends it and may be called twice.
func runUntil(t testing.TB, o Options) (e *Engine, stop func()) {
	t.Helper()
	e = New(o)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx) }()
	stopped := false
	return e, func() {
		cancel()
		if stopped {
			return
		}
		stopped = true
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
	}
}

func once(t testing.TB, o Options) Summary {
	t.Helper()
	sum, err := New(o).Once(context.Background())
	if err != nil {
		t.Fatalf("sync once: %v", err)
	}
	if !sum.Done {
		t.Fatal("sync once ended without an error and not done")
	}
	return sum
}

// eventually waits for a condition.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// expectReplica compares every row of the server's lists with the replica.
func expectReplica(t testing.TB, h *host, store *cache.Store) {
	t.Helper()
	ctx := context.Background()
	ignore := []cmp.Option{cmpopts.IgnoreTypes(amo.Source{}), cmpopts.EquateEmpty()}
	c := h.client()
	count := 0
	var contacts, companies []int64
	for page, err := range c.AllLeads(ctx, amo.LeadQuery{With: leadWith(), Order: amo.Order{Field: "id"}}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range page.Items {
			count++
			got, err := store.Lead(ctx, want.ID)
			if err != nil {
				t.Fatalf("lead %d: %v", want.ID, err)
			}
			if diff := cmp.Diff(want, got.Base, ignore...); diff != "" {
				t.Fatalf("lead %d (-server +replica):\n%s", want.ID, diff)
			}
			if len(got.Contacts) != len(want.Embedded.Contacts) || (got.Company != nil) != (want.CompanyID() != 0) {
				t.Fatalf("lead %d: server has %d contacts and company %d, replica %d and %v",
					want.ID, len(want.Embedded.Contacts), want.CompanyID(), len(got.Contacts), got.Company)
			}
			for _, p := range got.Contacts {
				contacts = append(contacts, p.ID)
			}
			if got.Company != nil {
				companies = append(companies, got.Company.ID)
			}
		}
	}
	counts, err := store.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if counts.Leads != count {
		t.Fatalf("server has %d leads, replica %d", count, counts.Leads)
	}
	if got := countAll(t, c.AllContacts(ctx, amo.EntityQuery{Order: amo.Order{Field: "id"}})); counts.Contacts != got {
		t.Fatalf("server has %d contacts, replica %d", got, counts.Contacts)
	}
	if got := countAll(t, c.AllCompanies(ctx, amo.EntityQuery{Order: amo.Order{Field: "id"}})); counts.Companies != got {
		t.Fatalf("server has %d companies, replica %d", got, counts.Companies)
	}
	expectAround(t, c, store)
	if count > 0 && (len(contacts) == 0 || len(companies) == 0) {
		t.Fatal("no lead has a contact or a company: nothing was compared")
	}
}

func countAll[T any](t testing.TB, pages func(func(amo.Page[T], error) bool)) int {
	t.Helper()
	n := 0
	for page, err := range pages {
		if err != nil {
			t.Fatal(err)
		}
		n += len(page.Items)
	}
	return n
}

// openLeads are some leads in open statuses, by id.
func openLeads(t testing.TB, store *cache.Store, n int) []cache.LeadRow {
	t.Helper()
	rows, err := store.Leads(context.Background(), cache.LeadQuery{})
	if err != nil {
		t.Fatal(err)
	}
	rows = slices.DeleteFunc(rows, func(r cache.LeadRow) bool {
		return r.StatusID == amo.StatusWon || r.StatusID == amo.StatusLost
	})
	if len(rows) < n {
		t.Fatalf("need %d open leads, have %d", n, len(rows))
	}
	return rows[:n]
}

// expectAround compares what stands around the leads: every contact, company,
// open task, note and incoming lead, and the definitions.
func expectAround(t testing.TB, c *amo.Client, store *cache.Store) {
	t.Helper()
	ctx := context.Background()
	byID := amo.Order{Field: "id"}
	expectRows(t, "contact", c.AllContacts(ctx, amo.EntityQuery{Order: byID}), func(p amo.Contact) (amo.Contact, error) {
		d, err := store.Contact(ctx, p.ID)
		return d.Base, err
	})
	expectRows(t, "company", c.AllCompanies(ctx, amo.EntityQuery{Order: byID}), func(p amo.Company) (amo.Company, error) {
		d, err := store.Company(ctx, p.ID)
		return d.Base, err
	})
	tasks, err := store.Tasks(ctx, cache.TaskQuery{})
	if err != nil {
		t.Fatal(err)
	}
	here := map[int64]cache.TaskRow{}
	for _, row := range tasks {
		here[row.ID] = row
	}
	there := map[int64]bool{}
	for page, err := range c.AllTasks(ctx, amo.TaskQuery{Order: byID}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range page.Items {
			there[want.ID] = true
			got, known := here[want.ID]
			if !known && want.IsCompleted {
				continue // a first load takes the open ones
			}
			if got.Text != want.Text || got.DueAt != want.CompleteTill || got.Completed != want.IsCompleted || got.OwnerID != want.ResponsibleUserID {
				t.Fatalf("task %d: server %+v, replica %+v", want.ID, want, got)
			}
		}
	}
	for id := range here {
		if !there[id] {
			t.Fatalf("task %d is not on the server", id)
		}
	}
	expectNotes(t, c, store)
	expectRows(t, "incoming lead", c.AllUnsorted(ctx, amo.UnsortedQuery{}), func(u amo.Unsorted) (amo.Unsorted, error) {
		list, err := store.Incoming(ctx, u.PipelineID)
		for _, other := range list {
			if other.UID == u.UID {
				return other, err
			}
		}
		return amo.Unsorted{}, err
	})
	incoming, err := store.Incoming(ctx, 0)
	if err != nil || len(incoming) != countAll(t, c.AllUnsorted(ctx, amo.UnsortedQuery{})) {
		t.Fatalf("%d incoming leads, %v", len(incoming), err)
	}
	expectDefinitions(t, c, store)
}

func expectNotes(t testing.TB, c *amo.Client, store *cache.Store) {
	t.Helper()
	ctx := context.Background()
	for _, bearer := range noteEntities() {
		notes := map[int64]amo.Note{}
		expectRows(t, "note", c.AllNotes(ctx, amo.NoteScope{Entity: string(bearer)}, amo.NoteQuery{}), func(n amo.Note) (amo.Note, error) {
			if _, read := notes[n.ID]; !read {
				list, _, err := store.Notes(ctx, bearer, n.EntityID, cache.FeedCursor{}, 10_000)
				if err != nil {
					return amo.Note{}, err
				}
				for _, other := range list {
					notes[other.ID] = other
				}
			}
			return notes[n.ID], nil
		})
	}
}

func expectDefinitions(t testing.TB, c *amo.Client, store *cache.Store) {
	t.Helper()
	ctx := context.Background()
	for _, bearer := range noteEntities() {
		fields, err := store.CustomFields(ctx, bearer)
		if err != nil || len(fields) != countAll(t, c.AllCustomFields(ctx, string(bearer), amo.CustomFieldQuery{})) {
			t.Fatalf("%s have %d custom fields, %v", bearer, len(fields), err)
		}
		groups, err := store.FieldGroups(ctx, bearer)
		if err != nil || len(groups) != countAll(t, c.AllFieldGroups(ctx, string(bearer), amo.PageQuery{})) {
			t.Fatalf("%s have %d field groups, %v", bearer, len(groups), err)
		}
		tags, err := store.TagsOf(ctx, bearer)
		if err != nil || len(tags) != countAll(t, c.AllTags(ctx, string(bearer), amo.TagQuery{})) {
			t.Fatalf("%s have %d tags, %v", bearer, len(tags), err)
		}
	}
	reasons, err := store.LossReasons(ctx)
	if err != nil || len(reasons) != countAll(t, c.AllLossReasons(ctx, amo.PageQuery{})) {
		t.Fatalf("%d loss reasons, %v", len(reasons), err)
	}
}

// expectRows compares the rows of a list with those that read gives.
func expectRows[T any](t testing.TB, what string, pages func(func(amo.Page[T], error) bool), read func(T) (T, error)) {
	t.Helper()
	for page, err := range pages {
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range page.Items {
			got, err := read(want)
			if err != nil {
				t.Fatalf("%s %+v: %v", what, want, err)
			}
			if diff := cmp.Diff(want, got, cmpopts.IgnoreTypes(amo.Source{}), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s (-server +replica):\n%s", what, diff)
			}
		}
	}
}
