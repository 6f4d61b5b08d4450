package ui

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/shell"
)

// fyneKeeps is the environment variable of how long Fyne keeps renderers.
const fyneKeeps = "FYNE_CACHE"

// hour is a window at work on an account of a server in another process, with
// others who work on it as well.
type hour struct {
	*scene
	engine *replica.Engine
	client *amo.Client
	rng    *rand.Rand
	leads  []cache.LeadRow
	made   int
	forgot time.Time // when Fyne last had to let go of what is not drawn any more
}

// TestHourOfWork does at random what a person does in an hour, while others
// change the same leads. Afterwards the window holds no more memory and no more
// goroutines than after a fifth of it, and the replica is what the server has.
//
// Fyne forgets what it keeps of widgets that are gone a minute after they were
// drawn last. A test cannot wait for that, and only the environment of a new
// process makes it less.
func TestHourOfWork(t *testing.T) {
	if os.Getenv(fyneKeeps) == "" {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHourOfWork$", "-test.v", fmt.Sprint("-acts=", *acts), "-test.timeout=2h")
		cmd.Env = append(os.Environ(), fyneKeeps+"=1s")
		out, err := cmd.CombinedOutput()
		t.Logf("%s", out)
		if err != nil {
			t.Error(err)
		}
		return
	}
	h := newHour(t)
	fifth := *acts / 5
	var early cost
	for n := range *acts {
		if n == fifth {
			h.settle()
			early = h.cost()
		}
		h.act()
	}
	h.settle()
	late := h.cost()
	grown := func() bool { return late.heap > early.heap+6 || late.goroutines > early.goroutines+2 }
	for again := 0; grown() && again < 3; again++ {
		late = h.cost() // what Fyne had not forgotten yet may be gone now
	}
	t.Logf("after %d acts %.1f MB and %d goroutines, after %d %.1f MB and %d", fifth, early.heap, early.goroutines, *acts, late.heap, late.goroutines)
	if grown() {
		stacks := make([]byte, 1<<20)
		t.Errorf("the window has grown from %+v to %+v:\n%s", early, late, stacks[:runtime.Stack(stacks, true)])
	}
	h.expectEqual()
}

func newHour(t *testing.T) *hour {
	ctx, cancel := context.WithCancel(t.Context())
	address, token := startServer(t)
	client, err := amo.NewClient(address, amo.StaticToken(token), amo.WithLimiter(amo.NewLimiter(amo.Limits{})))
	if err != nil {
		t.Fatal(err)
	}
	folder, store := newStore(t)
	h := &hour{scene: &scene{t: t, store: store}, client: client, rng: rand.New(rand.NewPCG(1, 2))}
	h.engine = replica.New(replica.Options{Store: store, API: client, Poll: 200 * time.Millisecond, DeletedEvery: time.Second, AroundEvery: time.Second})
	if _, err := h.engine.Once(ctx); err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	h.open(folder, Account{
		ID: 31415926, Name: "nurmebel", Host: "nurmebel.amocrm.ru", WebURL: "https://nurmebel.amocrm.ru", Store: store, Engine: h.engine,
		StartSync: func() {
			h.started++
			running.Go(func() {
				if err := h.engine.Run(ctx); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			})
		},
	})
	h.until("the board is drawn", func() bool { return h.started == 1 })
	return h
}

// startServer starts a server in a process of its own.
func startServer(t *testing.T) (address, token string) {
	t.Helper()
	cmd := exec.Command(os.Args[0]) // ends with its input
	cmd.Env = append(os.Environ(), serveLeads+"=400")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(in.Close(), cmd.Wait()); err != nil {
			t.Error(err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(line, &address, &token); err != nil {
		t.Fatal(err)
	}
	return address, token
}

// some is an open lead of the board.
func (h *hour) some() cache.LeadRow {
	if len(h.leads) == 0 || h.rng.IntN(50) == 0 {
		h.leads = h.leads[:0]
		rows, err := h.store.Leads(h.t.Context(), cache.LeadQuery{})
		if err != nil {
			h.t.Fatal(err)
		}
		for _, r := range rows {
			if r.StatusID != amo.StatusWon && r.StatusID != amo.StatusLost && r.PipelineID == h.w.board.Query().PipelineID {
				h.leads = append(h.leads, r)
			}
		}
	}
	return h.leads[h.rng.IntN(len(h.leads))]
}

// act does something that a person, or somebody else, does all day.
func (h *hour) act() {
	h.t.Helper()
	lead := h.some()
	statuses := h.w.board.Statuses()
	status := statuses[h.rng.IntN(len(statuses))].ID
	h.made++
	switch h.rng.IntN(16) {
	case 0, 1, 2:
		h.w.moveLead(lead.ID, lead.PipelineID, status)
	case 3:
		h.do(cache.LeadEdit{ID: lead.ID, Price: amo.Set(int64(h.made))}, cache.LeadEdit{ID: h.some().ID, Name: amo.Set(fmt.Sprintf("Bitim %d", h.made))})
	case 4:
		h.w.tagLeads([]int64{lead.ID, h.some().ID}, fmt.Sprintf("teg %d", h.rng.IntN(5)), h.rng.IntN(2) == 0)
	case 5:
		h.do(cache.TaskEdit{Entity: cache.Leads, EntityID: lead.ID, Text: amo.Set("Qoʻngʻiroq"), CompleteTill: amo.Set(time.Now().Unix() + int64(h.made))})
	case 6:
		h.w.addLead(statuses[0].ID, fmt.Sprintf("Yangi %d", h.made))
	case 7:
		h.w.undoLast()
	case 8:
		h.w.redoLast()
	case 9:
		h.w.filter(func(f *filters) { f.text = []string{"", "a", "mebel"}[h.rng.IntN(3)] })
	case 10:
		h.w.openLead(lead.ID)
	case 11:
		h.w.shellBack()
	case 12:
		h.w.navigate([]shell.Screen{shell.Contacts, shell.Tasks, shell.Sync, shell.Board, shell.Board}[h.rng.IntN(5)])
	case 13:
		h.elsewhere(lead.ID)
	case 14:
		h.w.setOrder([]cache.Order{cache.OrderUpdated, cache.OrderPrice, cache.OrderName}[h.rng.IntN(3)])
		h.w.setCompact(h.rng.IntN(2) == 0)
	case 15:
		if err := h.store.ReleaseHolds(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
		h.engine.Poke()
	}
	h.drain(5 * time.Millisecond)
	for overlays := h.w.win.Canvas().Overlays(); overlays.Top() != nil; { // such as the question why a lead was lost
		overlays.Remove(overlays.Top())
	}
}

func (h *hour) do(edits ...cache.Edit) {
	h.w.act(cache.Command{Edits: edits}, "Oʻzgartirildi")
}

// elsewhere has somebody else change a lead in amoCRM's own window.
func (h *hour) elsewhere(lead int64) {
	if lead < 0 {
		return
	}
	if _, err := h.client.UpdateLeads(h.t.Context(), []amo.LeadPatch{{ID: lead, Price: amo.Set(int64(h.made))}}); err != nil {
		h.t.Fatal(err)
	}
}

// drain runs what the window queues until it queues nothing for a while.
func (h *hour) drain(quiet time.Duration) {
	for {
		select {
		case f := <-h.queue:
			f()
		case <-time.After(quiet):
			return
		}
	}
}

// settle brings everything to rest: what waits is sent, conflicts are decided,
// and the board stands alone on the screen.
func (h *hour) settle() {
	h.t.Helper()
	ctx := h.t.Context()
	h.w.navigate(shell.Board)
	h.w.shellBack()
	h.w.filter(func(f *filters) { *f = filters{} })
	deadline := time.Now().Add(time.Minute)
	for {
		h.drain(50 * time.Millisecond)
		list, err := h.store.Outbox(ctx)
		if err != nil {
			h.t.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		if time.Now().After(deadline) {
			h.t.Fatalf("%d changes do not go out, the first is %+v; the engine is %+v", len(list), list[0], h.engine.Status())
		}
		h.decide(list)
		if err := h.store.ReleaseHolds(ctx); err != nil {
			h.t.Fatal(err)
		}
		h.engine.Poke()
	}
	// Two whole rounds see what others did last.
	for range 2 {
		since := h.engine.Status().LastSync
		h.engine.Poke()
		for began := time.Now(); h.engine.Status().LastSync == since && time.Since(began) < time.Minute; {
			h.drain(20 * time.Millisecond)
		}
	}
	h.drain(500 * time.Millisecond)
}

func (h *hour) decide(list []cache.Change) {
	h.t.Helper()
	for _, c := range list {
		var err error
		switch c.State {
		case cache.ChangeConflict:
			_, err = h.store.Resolve(h.t.Context(), c.ID, "", cache.Choice{Take: cache.TakeMine})
		case cache.ChangeRefused:
			err = h.store.CancelChange(h.t.Context(), c.ID)
		}
		if err != nil && !errors.Is(err, cache.ErrNotFound) {
			h.t.Fatalf("decide %+v: %v", c, err)
		}
	}
}

// cost is what the process holds while nothing happens.
type cost struct {
	heap       float64 // MB
	goroutines int
}

func (h *hour) cost() cost {
	var m runtime.MemStats
	for time.Since(h.forgot) < 11*time.Second { // Fyne does so every ten seconds at most
		h.drain(100 * time.Millisecond)
	}
	h.w.win.Canvas().Capture() // as every frame in a window does, this lets go of what was not drawn lately
	h.forgot = time.Now()
	for range 3 { // finalizers, and what they let go of
		runtime.GC()
		h.drain(50 * time.Millisecond)
	}
	runtime.ReadMemStats(&m)
	return cost{float64(m.HeapAlloc) / (1 << 20), h.goroutines()}
}

// goroutines is how many there are between two looks at the server: the fewest
// of many counts. Those of connections that are kept open come and go with the
// load, and are not the window's.
func (h *hour) goroutines() int {
	fewest := math.MaxInt
	stacks := make([]byte, 1<<20)
	for range 40 {
		h.drain(50 * time.Millisecond)
		all := string(stacks[:runtime.Stack(stacks, true)])
		fewest = min(fewest, strings.Count(all, "\n\n")+1-strings.Count(all, "net/http.(*persistConn).readLoop(")-strings.Count(all, "net/http.(*persistConn).writeLoop("))
	}
	return fewest
}

func (h *hour) expectEqual() {
	h.t.Helper()
	ctx := h.t.Context()
	n := 0
	for page, err := range h.client.AllLeads(ctx, amo.LeadQuery{With: []string{"contacts", "loss_reason", "source_id"}}) {
		if err != nil {
			h.t.Fatal(err)
		}
		for _, there := range page.Items {
			n++
			here, err := h.store.Lead(ctx, there.ID)
			if err != nil {
				h.t.Errorf("lead %d: %v", there.ID, err)
				continue
			}
			if diff := cmp.Diff(there, here.Lead, cmpopts.IgnoreTypes(amo.Source{}), cmpopts.EquateEmpty()); diff != "" {
				h.t.Errorf("lead %d (-server +replica):\n%s", there.ID, diff)
			}
		}
	}
	counts, err := h.store.Counts(ctx)
	if err != nil || counts.Leads != n || counts.Pending != 0 {
		h.t.Errorf("the replica counts %+v, %v; the server has %d leads", counts, err, n)
	}
	board, err := h.store.Board(ctx, h.w.board.Query())
	if err != nil {
		h.t.Fatal(err)
	}
	shown := h.w.board.Statuses()
	for i, c := range board.Columns {
		if shown[i].ID != c.Status.ID || shown[i].Count != c.Count || shown[i].Sum != c.Sum {
			h.t.Errorf("the board shows %+v, status %d has %d leads and the sum %d", shown[i], c.Status.ID, c.Count, c.Sum)
		}
	}
}
