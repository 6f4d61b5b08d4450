package promise

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
	"voronka/cache/replica"
)

// desk is one of several computers that work on the account.
type desk struct {
	*world
	name string
	skew time.Duration // of its clock
	rng  *rand.Rand
	born int
}

// TestPromise14Convergence lets several computers and people in amoCRM's own
// window work on the same few rows at random, over a line that fails and with
// clocks that jump; each seed can be replayed. When all is quiet and every
// outbox is empty, each replica equals the server in every row.
//
// To see it fail, have puller.pullAll leave out the contacts.
func TestPromise14Convergence(t *testing.T) {
	seeds := 3
	if *soak {
		seeds = 300
	}
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { converge(t, seed, 40, true) })
	}
}

// TestPromise15NoTrustInTheClock is convergence between computers whose clocks
// are a day apart from the server and from each other, and jump: the order in
// which things were done is never taken from them, nothing is held for longer
// than it was told, and nothing is lost.
//
// To see it fail, have watermark.mark save the computer's time.
func TestPromise15NoTrustInTheClock(t *testing.T) {
	for _, skew := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		w := newWorld(t, sandbox.Options{Leads: 12, Seed: 9})
		now := skew
		w.folder.Clock = func() time.Time { return time.Now().Add(now) }
		w.options.Clock = skewed{w.folder.Clock}
		reopen(w)
		w.sync()
		l := w.open(2)
		w.do(cache.LeadEdit{ID: l[0].ID, Price: amo.Set(int64(1))})
		w.edit("leads", l[1].ID, map[string]any{"price": 2})
		w.sync()
		now = -skew // it jumps while a change is held
		if _, err := w.store.Do(context.Background(), cache.Command{Edits: []cache.Edit{cache.LeadEdit{ID: l[0].ID, Price: amo.Set(int64(3))}}, Hold: 5 * time.Second}); err != nil {
			t.Fatal(err)
		}
		now = skew
		w.edit("leads", l[1].ID, map[string]any{"price": 4})
		w.sync()
		w.expectSent()
		if a, b := w.lead(l[0].ID).Price, w.lead(l[1].ID).Price; a != 3 || b != 4 {
			t.Errorf("skew %v: the server has %d and %d", skew, a, b)
		}
		w.expectEqual()
	}
}

// skewed is an engine's clock on a computer whose time is wrong.
type skewed struct{ now func() time.Time }

func (c skewed) Now() time.Time { return c.now() }

func (c skewed) Timer(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

func reopen(w *world) {
	w.t.Helper()
	closed(w.t, w.store.Close())
	w.store = openStore(w.t, w.folder)
	w.options.Store = w.store
}

func converge(t *testing.T, seed uint64, acts int, clocks bool) {
	first := newWorld(t, sandbox.Options{Leads: 14, Contacts: 10, Seed: seed + 1})
	desks := make([]*desk, 3)
	for i := range desks {
		w := *first
		if i > 0 {
			w.folder = openFolder(t, t.TempDir())
		}
		d := &desk{world: &w, name: fmt.Sprintf("desk %d", i), rng: rand.New(rand.NewPCG(seed, uint64(i)))}
		w.folder.Clock = func() time.Time { return time.Now().Add(d.skew) }
		w.options.Clock = skewed{w.folder.Clock}
		if i > 0 {
			w.store = openStore(t, w.folder)
			w.options = replica.Options{Store: w.store, API: w.client(), Patience: 20 * time.Second, Clock: w.options.Clock}
		} else {
			reopen(&w)
		}
		w.sync()
		desks[i] = d
	}
	rng := rand.New(rand.NewPCG(seed, 99))
	for range acts {
		d := desks[rng.IntN(len(desks))]
		switch rng.IntN(10) {
		case 0:
			first.edit("leads", d.lead(), map[string]any{"price": rng.IntN(5), "name": fmt.Sprintf("Ular %d", rng.IntN(5))})
		case 1:
			first.server.SetFaults(sandbox.Faults{CutAfter: 0.3, CutBefore: 0.2, Status: map[int]float64{500: 0.1, 502: 0.1}, Times: rng.IntN(4), Seed: rng.Uint64()})
		case 2:
			if clocks {
				d.skew = time.Duration(rng.IntN(96)-48) * time.Hour
			}
		case 3, 4:
			d.trySync()
		case 5:
			d.undo()
		default:
			d.act()
		}
	}
	first.server.SetFaults(sandbox.Faults{})
	settleAll(t, desks)
	for _, d := range desks {
		d.expectEqual()
	}
}

// settleAll brings every desk to rest: conflicts are decided, refused changes
// are dropped, and each pulls what the others have sent.
func settleAll(t *testing.T, desks []*desk) {
	t.Helper()
	for range 12 {
		quiet := true
		for _, d := range desks {
			d.sync()
			d.decide()
			quiet = quiet && len(d.outbox()) == 0
		}
		if quiet {
			for _, d := range desks {
				d.sync()
			}
			return
		}
	}
	for _, d := range desks {
		d.expectSent()
	}
	t.Fatal("the desks do not come to rest")
}

func (d *desk) lead() int64 {
	rows, err := d.store.Leads(context.Background(), cache.LeadQuery{})
	if err != nil || len(rows) == 0 {
		d.t.Fatal(err, len(rows))
	}
	return rows[d.rng.IntN(len(rows))].ID
}

// act does something at random.
func (d *desk) act() {
	d.t.Helper()
	ctx := context.Background()
	lead := d.lead()
	seen := d.seen(lead)
	edit := cache.Edit(cache.LeadEdit{ID: lead, Price: amo.Set(int64(d.rng.IntN(5)))})
	switch d.rng.IntN(9) {
	case 0:
		edit = cache.LeadEdit{ID: lead, Name: amo.Set(fmt.Sprintf("%s %d", d.name, d.rng.IntN(5)))}
	case 1:
		to := d.elsewhere(lead)
		edit = cache.LeadEdit{ID: lead, StatusID: to.StatusID, PipelineID: to.PipelineID}
	case 2:
		edit = cache.LeadEdit{ID: lead, StatusID: amo.StatusWon, PipelineID: seen.Lead.PipelineID}
	case 3:
		edit = cache.LeadEdit{ID: lead, AddTags: []string{[]string{"a", "b", "c"}[d.rng.IntN(3)]}, RemoveTags: []string{"d"}}
	case 4:
		if len(seen.Contacts) > 0 {
			edit = cache.LeadEdit{ID: lead, Unlink: []int64{seen.Contacts[0].ID}}
		}
	case 5:
		d.born++
		edit = cache.LeadEdit{
			Name: amo.Set(fmt.Sprintf("%s yangi %d", d.name, d.born)), Contact: &cache.ContactEdit{Name: amo.Set(fmt.Sprintf("%s kontakt %d", d.name, d.born))},
		}
	case 6:
		d.born++
		edit = cache.TaskEdit{Entity: cache.Leads, EntityID: lead, Text: amo.Set(fmt.Sprintf("%s vazifa %d", d.name, d.born)), CompleteTill: amo.Set(int64(1893456000))}
	case 7:
		if len(seen.Tasks) > 0 {
			edit = cache.TaskEdit{ID: seen.Tasks[0].ID, Completed: amo.Set(!seen.Tasks[0].IsCompleted)}
		}
	case 8:
		if len(seen.Contacts) > 0 {
			edit = cache.ContactEdit{ID: seen.Contacts[0].ID, Name: amo.Set(fmt.Sprintf("%s nom %d", d.name, d.rng.IntN(5)))}
		}
	}
	_, err := d.store.Do(ctx, cache.Command{Edits: []cache.Edit{edit}, Hold: time.Duration(d.rng.IntN(2)) * time.Second})
	if err != nil && !errors.Is(err, cache.ErrUnchanged) {
		d.t.Fatalf("%s: %+v: %v", d.name, edit, err)
	}
}

// undo takes the last act back, or carries it out again.
func (d *desk) undo() {
	d.t.Helper()
	do := d.store.Undo
	if d.rng.IntN(3) == 0 {
		do = d.store.Redo
	}
	_, err := do(context.Background(), 0)
	var stuck *cache.UndoError
	if err != nil && !errors.Is(err, cache.ErrNotFound) && !errors.As(err, &stuck) && !errors.Is(err, cache.ErrUnchanged) {
		d.t.Fatalf("%s: undo: %v", d.name, err)
	}
}

// trySync may fail: the line is bad.
func (d *desk) trySync() {
	o := d.options
	o.Patience = 300 * time.Millisecond
	if _, err := replica.New(o).Once(context.Background()); err != nil {
		d.t.Logf("%s: %v", d.name, err)
	}
}

// decide ends what waits for the person.
func (d *desk) decide() {
	d.t.Helper()
	ctx := context.Background()
	for _, c := range d.outbox() {
		var err error
		switch c.State {
		case cache.ChangeConflict:
			choice := cache.Choice{Take: cache.TakeMine}
			if d.rng.IntN(2) == 0 {
				choice.Take = cache.TakeTheirs
			}
			_, err = d.store.Resolve(ctx, c.ID, "", choice)
		case cache.ChangeRefused:
			err = d.store.CancelChange(ctx, c.ID)
		case cache.ChangeUnclear:
			d.t.Fatalf("%s: %+v is unclear, though every row here has a name of its own", d.name, c)
		}
		if err != nil && !errors.Is(err, cache.ErrNotFound) {
			d.t.Fatalf("%s: decide %+v: %v", d.name, c, err)
		}
	}
}

// expectEqual compares every row of the server with the replica.
func (w *world) expectEqual() {
	w.t.Helper()
	ctx := context.Background()
	c := w.client()
	ignore := []cmp.Option{cmpopts.IgnoreTypes(amo.Source{}), cmpopts.EquateEmpty()}
	equal := func(what string, id int64, server, here any) {
		w.t.Helper()
		if diff := cmp.Diff(server, here, ignore...); diff != "" {
			w.t.Errorf("%s %d (-server +replica):\n%s", what, id, diff)
		}
	}
	var n cache.Counts
	for page, err := range c.AllLeads(ctx, amo.LeadQuery{With: []string{"contacts", "loss_reason", "source_id"}}) {
		w.must(err)
		for _, v := range page.Items {
			n.Leads++
			d := w.seen(v.ID)
			equal("lead", v.ID, v, d.Base)
			equal("lead as seen", v.ID, d.Base, d.Lead)
		}
	}
	for page, err := range c.AllContacts(ctx, amo.EntityQuery{}) {
		w.must(err)
		for _, v := range page.Items {
			n.Contacts++
			d, err := w.store.Contact(ctx, v.ID)
			w.must(err)
			equal("contact", v.ID, v, d.Contact)
		}
	}
	for page, err := range c.AllCompanies(ctx, amo.EntityQuery{}) {
		w.must(err)
		for _, v := range page.Items {
			n.Companies++
			d, err := w.store.Company(ctx, v.ID)
			w.must(err)
			equal("company", v.ID, v, d.Company)
		}
	}
	here := map[int64]cache.TaskRow{}
	rows, err := w.store.Tasks(ctx, cache.TaskQuery{})
	w.must(err)
	for _, r := range rows {
		here[r.ID] = r
	}
	for page, err := range c.AllTasks(ctx, amo.TaskQuery{}) {
		w.must(err)
		for _, v := range page.Items {
			n.Tasks++
			r, known := here[v.ID]
			if !known || r.Text != v.Text || r.DueAt != v.CompleteTill || r.Completed != v.IsCompleted || r.OwnerID != v.ResponsibleUserID {
				w.t.Errorf("task %d (%q, completed %v) is %+v here (known: %v)", v.ID, v.Text, v.IsCompleted, r, known)
			}
		}
	}
	counts, err := w.store.Counts(ctx)
	w.must(err)
	if counts.Leads != n.Leads || counts.Contacts != n.Contacts || counts.Companies != n.Companies || counts.Tasks != n.Tasks {
		w.t.Errorf("the server has %+v, the replica %+v", n, counts)
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}
