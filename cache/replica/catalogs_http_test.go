package replica

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/amo/webhook"
	"voronka/cache"
)

// elementsOf are the names of a catalog's elements in the replica, sorted.
func elementsOf(t testing.TB, store *cache.Store, catalog int64) []string {
	t.Helper()
	list, err := store.Elements(context.Background(), cache.ElementQuery{CatalogID: catalog})
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.Name
	}
	slices.Sort(names)
	return names
}

// catalogRequests counts what was asked about catalogs since the last time.
func catalogRequests(h *host) (n int) {
	for _, r := range h.account.Requests() {
		if r.Method == http.MethodGet && len(r.Path) >= 16 && r.Path[:16] == "/api/v4/catalogs" {
			n++
		}
	}
	h.account.ResetRequests()
	return n
}

// The catalogs that fields choose from are read with the first load, all of
// their elements though no page names the next one, and no others.
func TestCatalogsOfFields(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 40, Seed: 51})
	api := h.client()
	other, err := api.CreateCatalogs(t.Context(), []amo.CatalogDraft{{Name: "Boshqa"}})
	if err != nil {
		t.Fatal(err)
	}
	drafts := make([]amo.ElementDraft, pageSize+10)
	for i := range drafts {
		drafts[i].Name = fmt.Sprint("Model ", i)
	}
	if _, err := api.CreateElements(t.Context(), 91, drafts); err != nil {
		t.Fatal(err)
	}
	if _, err := api.CreateElements(t.Context(), other[0].ID, drafts[:2]); err != nil {
		t.Fatal(err)
	}
	store := newStore(t, t.TempDir())
	catalogRequests(h)
	once(t, Options{Store: store, API: api})
	if got := catalogRequests(h); got != 1+3+1 { // the catalogs, a page of each, and the second one of the largest
		t.Errorf("%d requests", got)
	}
	if n := len(elementsOf(t, store, 91)); n != 42+len(drafts) {
		t.Errorf("%d models", n)
	}
	if sorts := elementsOf(t, store, 90); len(sorts) != 6 || sorts[0] != "Bolalar mebeli" {
		t.Errorf("sorts %q", sorts)
	}
	if got := elementsOf(t, store, other[0].ID); len(got) != 0 {
		t.Errorf("of a catalog that no field chooses from: %q", got)
	}
	catalogs, err := store.Catalogs(t.Context())
	if err != nil || len(catalogs) != 3 || catalogs[1].Name != "Modellar" {
		t.Errorf("catalogs %+v, %v", catalogs, err)
	}
	once(t, Options{Store: store, API: api})
	if got := catalogRequests(h); got != 0 {
		t.Errorf("the next session asks %d times within the hour", got)
	}
	// A field that chooses from another catalog is news.
	field, err := api.CreateCustomFields(t.Context(), amo.EntityLeads, []amo.CustomFieldDraft{
		{Type: amo.FieldChainedList, Name: "Yana", ChainedLists: []amo.ChainedList{{CatalogID: other[0].ID}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	once(t, Options{Store: store, API: api})
	if got := elementsOf(t, store, other[0].ID); len(got) != 2 {
		t.Errorf("of the new field's catalog: %q", got)
	}
	if err := api.DeleteCustomField(t.Context(), amo.EntityLeads, field[0].ID); err != nil {
		t.Fatal(err)
	}
	once(t, Options{Store: store, API: api})
	if got := elementsOf(t, store, other[0].ID); len(got) != 0 {
		t.Errorf("of the dropped field's catalog: %q", got)
	}
}

// Catalogs are read again by the hour, when a webhook tells of them, and when
// somebody looks.
func TestCatalogsAreReadAgain(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 30, Seed: 52})
	store := newStore(t, t.TempDir())
	clock := &wrongClock{}
	o := Options{Store: store, API: h.client(), Clock: clock}
	c := newCore(o.withDefaults(), newStatusBoard(func() int64 { return 0 }), time.Second)
	l := &loader{core: c, puller: newPuller(c)}
	if err := l.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := l.puller
	round := func(what string, want bool) {
		t.Helper()
		catalogRequests(h)
		if err := p.round(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		if got := catalogRequests(h); got > 0 != want {
			t.Errorf("%s: %d requests", what, got)
		}
	}
	round("at once", false)
	if err := h.account.Delete(0, "elements", 8001); err != nil {
		t.Fatal(err)
	}
	clock.set(11 * time.Minute)
	round("after the directory", false)
	clock.set(catalogsEvery + 11*time.Minute)
	round("after an hour", true)
	if sorts := elementsOf(t, store, 90); len(sorts) != 5 || slices.Contains(sorts, "Oshxona mebeli") {
		t.Errorf("after a deletion there are %q", sorts)
	}
	p.hints.add([]webhook.Event{{Entity: webhook.Leads, Action: webhook.Update, ID: 1}})
	round("after news of a lead", false)
	p.hints.add([]webhook.Event{{Entity: webhook.Catalogs, Action: webhook.Delete, ID: 8002}})
	round("after news of an element", true)
	round("again", false)
	p.asked.Store(true)
	round("asked for", true)
}

// TestNoCatalogs: an account that refuses catalogs works, and what is known of
// them stays.
func TestNoCatalogs(t *testing.T) {
	for _, status := range []int{http.StatusForbidden, http.StatusNotFound, http.StatusPaymentRequired} {
		h := newHost(t, sandbox.Options{Leads: 30, Seed: 53})
		api := &withoutCatalogs{Client: h.client(), status: status}
		store := newStore(t, t.TempDir())
		once(t, Options{Store: store, API: api})
		if got := elementsOf(t, store, 90); len(got) != 0 {
			t.Errorf("%d: %q", status, got)
		}
		api.status = 0
		look := func() {
			c := newCore((Options{Store: store, API: api}).withDefaults(), newStatusBoard(func() int64 { return 0 }), time.Second)
			c.asked.Store(true)
			if err := newPuller(c).round(t.Context(), false); err != nil {
				t.Fatal(err)
			}
		}
		look()
		if got := elementsOf(t, store, 90); len(got) != 6 {
			t.Errorf("%d: offered, there are %q", status, got)
		}
		api.status = status
		look()
		if got := elementsOf(t, store, 90); len(got) != 6 {
			t.Errorf("%d: refused again, there are %q", status, got)
		}
		if catalogs, err := store.Catalogs(t.Context()); err != nil || len(catalogs) != 3 || catalogs[0].Name == "" {
			t.Errorf("%d: refused again, the catalogs are %+v, %v", status, catalogs, err)
		}
	}
}

// withoutCatalogs is a client whose user may not see catalogs.
type withoutCatalogs struct {
	*amo.Client
	status int // 0: they may
}

func (w *withoutCatalogs) refusal() error {
	kind := map[int]amo.Kind{
		http.StatusForbidden: amo.KindForbidden, http.StatusNotFound: amo.KindNotFound, http.StatusPaymentRequired: amo.KindPayment,
	}[w.status]
	return &amo.Error{Status: w.status, Kind: kind}
}

func (w *withoutCatalogs) Catalogs(ctx context.Context, q amo.PageQuery) (amo.Page[amo.Catalog], error) {
	if w.status != 0 {
		return amo.Page[amo.Catalog]{}, w.refusal()
	}
	return w.Client.Catalogs(ctx, q)
}

func (w *withoutCatalogs) Elements(ctx context.Context, catalog int64, q amo.ElementQuery) (amo.Page[amo.Element], error) {
	if w.status != 0 {
		return amo.Page[amo.Element]{}, w.refusal()
	}
	return w.Client.Elements(ctx, catalog, q)
}

// TestDeliveriesAboutElements: a delivery makes the engine read the catalogs.
func TestDeliveriesAboutElements(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 30, Seed: 54})
	store := newStore(t, t.TempDir())
	dir := filepath.Join(t.TempDir(), "deliveries")
	deliveries, err := webhook.OpenFileStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := deliveries.Close(); err != nil {
			t.Error(err)
		}
	}()
	e := run(t, Options{Store: store, API: h.client(), Poll: time.Hour, Deliveries: dir})
	eventually(t, "idle", func() bool { return e.Status().Phase == PhaseIdle && e.Status().LastSync != 0 })
	if _, err := h.client().CreateElements(t.Context(), 90, []amo.ElementDraft{{Name: "Bogʻ mebeli"}}); err != nil {
		t.Fatal(err)
	}
	body := []byte("catalogs[add][0][id]=9000&catalogs[add][0][catalog_id]=90")
	if err := deliveries.SaveDelivery(t.Context(), webhook.NewDelivery(webhook.MediaForm, body, time.Now().Unix())); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the element is there", func() bool { return slices.Contains(elementsOf(t, store, 90), "Bogʻ mebeli") })
}

// TestDeletedElementIsRefused: an element that was deleted since it was read is
// refused by the server, and the change stays with the server's words.
func TestDeletedElementIsRefused(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 30, Seed: 55})
	store := newStore(t, t.TempDir())
	o := Options{Store: store, API: h.client()}
	once(t, o)
	var field int64
	fields, err := store.CustomFields(t.Context(), cache.Leads)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fields {
		if f.Type == amo.FieldChainedList {
			field = f.ID
		}
	}
	if err := h.account.Delete(0, "elements", 8001); err != nil {
		t.Fatal(err)
	}
	lead := openLeads(t, store, 1)[0]
	for _, element := range []int64{8001, 8002} {
		values := []amo.Value{amo.ChainedItem{CatalogID: 90, CatalogElementID: element}}
		edit := cache.LeadEdit{ID: lead.ID, Fields: []cache.FieldEdit{{FieldID: field, Values: values}}}
		if _, err := store.Do(t.Context(), cache.Command{Edits: []cache.Edit{edit}}); err != nil {
			t.Fatal(err)
		}
		if err := store.ReleaseHolds(t.Context()); err != nil {
			t.Fatal(err)
		}
		sum, err := New(o).Once(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		left, err := store.Outbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case element == 8001 && (len(left) != 1 || left[0].State != cache.ChangeRefused || left[0].ErrorCode != http.StatusBadRequest || left[0].Error == ""):
			t.Errorf("a deleted element: %+v, %+v", left, sum)
		case element == 8002 && len(left) != 0:
			t.Errorf("another one: %+v, %+v", left, sum)
		}
	}
}
