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
	deadline := time.Now().Add(30 * time.Second)
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
