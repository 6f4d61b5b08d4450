package replica

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/amo/webhook"
	"voronka/cache"
)

// addNotes writes notes to leads, contacts or companies on the server.
func addNotes(t testing.TB, h *host, bearer cache.Entity, id int64, texts ...string) {
	t.Helper()
	drafts := make([]amo.NoteDraft, len(texts))
	for i, text := range texts {
		drafts[i] = amo.NoteDraft{EntityID: id, NoteType: amo.NoteCommon, Params: amo.CommonNote{Text: text}}
	}
	if _, err := h.client().CreateNotes(t.Context(), amo.NoteScope{Entity: string(bearer)}, drafts); err != nil {
		t.Fatal(err)
	}
}

// numbered are n texts.
func numbered(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("izoh %d", i)
	}
	return texts
}

// firstIDs are some ids of the replica.
func firstIDs(t testing.TB, store *cache.Store, entity cache.Entity, n int) []int64 {
	t.Helper()
	ids, err := store.IDs(t.Context(), entity, 0, 1<<62)
	if err != nil {
		t.Fatal(err)
	}
	if len(ids) < n {
		t.Fatalf("need %d %s, have %d", n, entity, len(ids))
	}
	return ids[:n]
}

func TestWhatStandsAroundIsLoadedAndPulled(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 60, Seed: 21})
	store := newStore(t, t.TempDir())
	options := Options{Store: store, API: h.client()}
	leads, err := h.client().Leads(t.Context(), amo.LeadQuery{Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	first, second := leads.Items[0].ID, leads.Items[1].ID
	addNotes(t, h, cache.Leads, first, numbered(300)...)
	for _, name := range []string{"Saytdan", "Формадан"} {
		if _, err := h.client().CreateUnsorted(t.Context(), amo.CategoryForms, []amo.IncomingDraft{{
			SourceName: name, SourceUID: name, Metadata: amo.IncomingMetadata{FormID: "f", FormName: "n", FormPage: "https://x.example", FormSentAt: 1760000000},
		}}); err != nil {
			t.Fatal(err)
		}
	}
	once(t, options)
	expectReplica(t, h, store)
	if fields, err := store.CustomFields(t.Context(), cache.Leads); err != nil || len(fields) == 0 {
		t.Fatalf("%d fields, %v", len(fields), err)
	}
	if incoming, err := store.Incoming(t.Context(), 0); err != nil || len(incoming) == 0 {
		t.Fatalf("%d incoming leads, %v", len(incoming), err)
	}

	c := h.client()
	addNotes(t, h, cache.Leads, second, "yangi")
	addNotes(t, h, cache.Contacts, firstIDs(t, store, cache.Contacts, 1)[0], "kontaktga")
	addNotes(t, h, cache.Companies, firstIDs(t, store, cache.Companies, 1)[0], "firmaga")
	notes, _, err := store.Notes(t.Context(), cache.Leads, first, cache.FeedCursor{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.UpdateNote(t.Context(), amo.NoteScope{Entity: "leads"}, amo.NotePatch{ID: notes[0].ID, NoteType: amo.NoteCommon, Params: amo.CommonNote{Text: "oʻzgardi"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateTags(t.Context(), "leads", []amo.TagDraft{{Name: "yangi belgi", Color: "FFCE5A"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateCustomFields(t.Context(), "contacts", []amo.CustomFieldDraft{{Name: "Yoshi", Type: amo.FieldNumeric}}); err != nil {
		t.Fatal(err)
	}
	incoming, err := store.Incoming(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.AcceptUnsorted(t.Context(), incoming[0].UID, amo.SortBy{}); err != nil {
		t.Fatal(err)
	}
	once(t, options)
	expectReplica(t, h, store)
}

// Contacts, companies and tasks that go and come back elsewhere do so here,
// and so do their links, which move no stamp.
func TestDeletionsElsewhereAreNoticed(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 60, Seed: 22})
	store := newStore(t, t.TempDir())
	options := Options{Store: store, API: h.client()}
	once(t, options)
	contacts, companies, tasks := firstIDs(t, store, cache.Contacts, 4), firstIDs(t, store, cache.Companies, 2), firstIDs(t, store, cache.Tasks, 3)
	turn := func(move func(int64, string, int64) error, ids map[string][]int64) {
		t.Helper()
		for kind, list := range ids {
			for _, id := range list {
				if err := move(0, kind, id); err != nil {
					t.Fatal(err)
				}
			}
		}
		once(t, options)
		expectReplica(t, h, store)
	}
	turn(h.account.Delete, map[string][]int64{"contacts": contacts[:3], "companies": companies[:1], "tasks": tasks})
	if _, err := store.Contact(t.Context(), contacts[0]); !errors.Is(err, cache.ErrNotFound) {
		t.Fatalf("a deleted contact: %v", err)
	}
	turn(h.account.Restore, map[string][]int64{"contacts": contacts[:2], "companies": companies[:1]})
	lead := firstIDs(t, store, cache.Leads, 1)[0]
	if _, err := h.client().Link(t.Context(), "leads", lead, []amo.LinkDraft{{ToEntityID: contacts[3], ToEntityType: "contacts"}}); err != nil {
		t.Fatal(err)
	}
	turn(nil, nil)
	if linked, err := store.LeadsOfContact(t.Context(), contacts[3]); err != nil || len(linked) == 0 {
		t.Fatalf("%d leads, %v", len(linked), err)
	}
	if err := h.client().Unlink(t.Context(), "leads", lead, []amo.LinkDraft{{ToEntityID: contacts[3], ToEntityType: "contacts"}}); err != nil {
		t.Fatal(err)
	}
	turn(nil, nil)
}

// Where events may not be read, and rows go without a word, the slow
// comparison of all ids finds it, and so does it rows that were changed with a
// stamp of the past.
func TestSlowComparisonFindsWhatNobodyTold(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 60, Seed: 23})
	store := newStore(t, t.TempDir())
	api := &guarded{API: h.client(), forbid: "events"}
	once(t, Options{Store: store, API: api})
	for kind, entity := range map[string]cache.Entity{"contacts": cache.Contacts, "companies": cache.Companies, "tasks": cache.Tasks} {
		ids := firstIDs(t, store, entity, 2)
		if err := h.account.Delete(0, kind, ids[1]); err != nil {
			t.Fatal(err)
		}
	}
	lead, err := h.client().Lead(t.Context(), firstIDs(t, store, cache.Leads, 1)[0], leadWith()...)
	if err != nil {
		t.Fatal(err)
	}
	ghost, stale := lead, lead
	ghost.ID, stale.Price = 1<<40, lead.Price+1
	if err := store.Apply(t.Context(), cache.Batch{Leads: []amo.Lead{unsourced(t, ghost), unsourced(t, stale)}}); err != nil {
		t.Fatal(err)
	}
	once(t, Options{Store: store, API: api})
	if left := firstIDs(t, store, cache.Leads, 1); len(left) == 0 {
		t.Fatal("no leads")
	}
	if _, err := store.Lead(t.Context(), ghost.ID); err != nil {
		t.Fatalf("something else has found the ghost: %v", err)
	}
	e, stop := runUntil(t, Options{Store: store, API: api, Poll: 5 * time.Millisecond, ReconcileEvery: 24 * time.Millisecond})
	eventually(t, "all was compared", func() bool {
		e.Poke()
		return strings.Contains(mark(t, store, markScan), "ended")
	})
	stop()
	expectReplica(t, h, store)
}

// unsourced is a lead as if it had been read: with JSON of its own.
func unsourced(t testing.TB, l amo.Lead) amo.Lead {
	t.Helper()
	text, err := l.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return fromJSON[amo.Lead](string(text))
}

// guarded forbids a list and notes how feeds are asked for.
type guarded struct {
	API
	forbid     string
	background atomic.Int64
}

func (g *guarded) Events(ctx context.Context, q amo.EventQuery) (amo.Page[amo.Event], error) {
	if amo.IsBackground(ctx) {
		g.background.Add(1)
	}
	if g.forbid == "events" {
		return amo.Page[amo.Event]{}, &amo.Error{Status: http.StatusForbidden, Kind: amo.KindForbidden}
	}
	return g.API.Events(ctx, q)
}

func TestLoadFeed(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 30, Seed: 24})
	store := newStore(t, t.TempDir())
	api := &guarded{API: h.client()}
	options := Options{Store: store, API: api}
	once(t, options)
	lead := openLeads(t, store, 1)[0]
	for i := range 350 {
		edit(t, h, "leads", lead.ID, map[string]any{"price": i + 1})
	}
	addNotes(t, h, cache.Leads, lead.ID, "birinchi", "ikkinchi")
	e := New(options)
	api.background.Store(0)
	load := func() cache.Feed {
		t.Helper()
		if err := e.LoadFeed(t.Context(), cache.Leads, lead.ID); err != nil {
			t.Fatal(err)
		}
		feed, err := store.Feed(t.Context(), cache.Leads, lead.ID, cache.FeedCursor{}, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		return feed
	}
	feed := load()
	if n := len(feed.Entries); n < 300 || n > 303 || feed.State.Whole {
		t.Fatalf("%d entries, %+v", n, feed.State)
	}
	if feed = load(); !feed.State.Whole {
		t.Fatalf("the second stretch leaves %+v", feed.State)
	}
	all := countAll(t, h.client().AllEvents(t.Context(), amo.EventQuery{Entities: []string{"lead"}, EntityIDs: []int64{lead.ID}}))
	// Two events tell of the notes, and stand aside for them.
	if n := len(feed.Entries); n != all || n < 352 {
		t.Fatalf("%d entries of %d events", n, all)
	}
	notes := 0
	for _, entry := range feed.Entries {
		if entry.Note != nil {
			notes++
		}
	}
	if notes != 2 || api.background.Load() != 0 {
		t.Fatalf("%d notes, %d calls in the background", notes, api.background.Load())
	}
	if err := h.account.SetClockOffset(5 * time.Second); err != nil {
		t.Fatal(err)
	}
	edit(t, h, "leads", lead.ID, map[string]any{"price": 777})
	if feed = load(); len(feed.Entries) != all+1 || feed.Entries[0].Type != "sale_field_changed" || feed.Entries[0].After[0].Name != "777" {
		t.Fatalf("%d entries, on top %+v", len(feed.Entries), feed.Entries[0])
	}
	// A note that the server has no more.
	gone := fromJSON[amo.Note](fmt.Sprintf(`{"id":%d,"entity_id":%d,"note_type":"common","params":{"text":"oʻchirilgan"}}`, 1<<40, lead.ID))
	if err := store.Apply(t.Context(), cache.Batch{Notes: map[cache.Entity][]amo.Note{cache.Leads: {gone}}}); err != nil {
		t.Fatal(err)
	}
	if feed = load(); len(feed.Entries) != all+1 {
		t.Fatalf("%d entries with a deleted note", len(feed.Entries))
	}
	// Without the right to read events there are the notes.
	api.forbid = "events"
	contact := firstIDs(t, store, cache.Contacts, 1)[0]
	addNotes(t, h, cache.Contacts, contact, "izoh")
	if err := e.LoadFeed(t.Context(), cache.Contacts, contact); err != nil {
		t.Fatal(err)
	}
	if notes, _, err := store.Notes(t.Context(), cache.Contacts, contact, cache.FeedCursor{}, 10); err != nil || len(notes) != 1 {
		t.Fatalf("%d notes, %v", len(notes), err)
	}
	if err := e.LoadFeed(t.Context(), cache.Leads, -1); err != nil {
		t.Fatalf("of a lead born here: %v", err)
	}
	if err := e.LoadFeed(t.Context(), cache.Tasks, 1); err == nil {
		t.Fatal("tasks have no feed")
	}
	h.down()
	if err := e.LoadFeed(t.Context(), cache.Leads, lead.ID); !amo.IsOffline(err) {
		t.Fatalf("with the server gone: %v", err)
	}
}

// A note that was sent while the notes were read is missing there, and stays.
func TestLoadFeedKeepsWhatIsSentMeanwhile(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 3, Seed: 24})
	store := newStore(t, t.TempDir())
	options := Options{Store: store, API: h.client()}
	once(t, options)
	lead := openLeads(t, store, 1)[0]
	sent := fromJSON[amo.Note](fmt.Sprintf(`{"id":%d,"entity_id":%d,"note_type":"common","params":{"text":"hozirgina"}}`, 1<<40, lead.ID))
	options.API = readsNotes{options.API, func() {
		if err := store.Apply(t.Context(), cache.Batch{Notes: map[cache.Entity][]amo.Note{cache.Leads: {sent}}}); err != nil {
			t.Error(err)
		}
	}}
	if err := New(options).LoadFeed(t.Context(), cache.Leads, lead.ID); err != nil {
		t.Fatal(err)
	}
	if ids, err := store.NoteIDs(t.Context(), cache.Leads, lead.ID); err != nil || len(ids) != 1 {
		t.Fatalf("notes %v, %v", ids, err)
	}
}

// readsNotes is an API that something else happens during.
type readsNotes struct {
	API
	meanwhile func()
}

func (r readsNotes) Notes(ctx context.Context, s amo.NoteScope, q amo.NoteQuery) (amo.Page[amo.Note], error) {
	defer r.meanwhile()
	return r.API.Notes(ctx, s, q)
}

// A delivery makes the engine look, is not believed, and is removed.
func TestDeliveriesAreHints(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 40, Seed: 25})
	store := newStore(t, t.TempDir())
	dir := filepath.Join(t.TempDir(), "deliveries")
	once(t, Options{Store: store, API: h.client()})
	deliveries, err := webhook.OpenFileStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := deliveries.Close(); err != nil {
			t.Error(err)
		}
	}()
	api := &guarded{API: h.client(), forbid: "events"}
	e := run(t, Options{Store: store, API: api, Poll: time.Hour, Deliveries: dir})
	eventually(t, "idle", func() bool { return e.Status().Phase == PhaseIdle && e.Status().LastSync != 0 })
	tasks, lead := firstIDs(t, store, cache.Tasks, 2), openLeads(t, store, 1)[0]
	if err := h.account.Delete(0, "tasks", tasks[0]); err != nil {
		t.Fatal(err)
	}
	edit(t, h, "leads", lead.ID, map[string]any{"price": 4242})
	body := fmt.Sprintf("task[delete][0][id]=%d&task[delete][1][id]=%d&leads[update][0][id]=%d&leads[update][0][price]=1", tasks[0], tasks[1], lead.ID)
	for _, text := range []string{"nonsense[", body} {
		if err := deliveries.SaveDelivery(t.Context(), webhook.NewDelivery(webhook.MediaForm, []byte(text), time.Now().Unix())); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "the hint was followed", func() bool {
		detail, err := store.Lead(t.Context(), lead.ID)
		if err != nil {
			t.Fatal(err)
		}
		left := firstIDs(t, store, cache.Tasks, 1)
		return detail.Base.Price == 4242 && left[0] == tasks[1]
	})
	eventually(t, "the round is over", func() bool { return e.Status().Phase == PhaseIdle })
	expectReplica(t, h, store)
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v", files, err)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Size() != 0 {
		t.Fatalf("deliveries are still there: %v, %v", info, err)
	}
}

// An idle account costs four requests a round, six more once a minute, and the
// directory every ten minutes.
func TestIdleRoundsAreCheap(t *testing.T) {
	h := newHost(t, sandbox.Options{Leads: 40, Seed: 26})
	store := newStore(t, t.TempDir())
	options := Options{Store: store, API: h.client()}
	once(t, options)
	c := newCore(options.withDefaults(), newStatusBoard(func() int64 { return 0 }), time.Second)
	p := newPuller(c)
	for _, want := range []int{directoryReads + idleRound, 4, 4} {
		h.account.ResetRequests()
		if err := p.round(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		if got := len(h.account.Requests()); got != want {
			t.Errorf("%d requests, want %d: %v", got, want, h.account.Counters())
		}
	}
}
