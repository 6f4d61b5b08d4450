package promise

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
	"voronka/cache/replica"
)

// The environment of a child process that edits leads until it is killed: the
// data folder, the server's address, its token, and the leads.
const (
	killDir   = "VORONKA_TEST_KILL_DIR"
	killURL   = "VORONKA_TEST_KILL_URL"
	killToken = "VORONKA_TEST_KILL_TOKEN"
	killLeads = "VORONKA_TEST_KILL_LEADS"
	killFirst = "VORONKA_TEST_KILL_FIRST"
)

// editUntilKilled gives leads ever new prices, and makes new ones, while an
// engine sends them, and tells of each act when Do has returned, as a screen
// would.
func editUntilKilled(dir string) error {
	ctx := context.Background()
	f, err := cache.OpenFolder(dir)
	if err != nil {
		return err
	}
	store, err := f.OpenAccount(ctx, accountID)
	if err != nil {
		return err
	}
	client, err := amo.NewClient(os.Getenv(killURL), amo.StaticToken(os.Getenv(killToken)), amo.WithLimiter(amo.NewLimiter(amo.Limits{})))
	if err != nil {
		return err
	}
	engine := replica.New(replica.Options{Store: store, API: client, Lock: func() (func(), error) { return f.LockEngine(accountID) }})
	go func() {
		if err := engine.Run(ctx); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}()
	var leads []int64
	for _, text := range strings.Split(os.Getenv(killLeads), ",") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return err
		}
		leads = append(leads, id)
	}
	price, err := strconv.ParseInt(os.Getenv(killFirst), 10, 64)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		price++
		edit := cache.LeadEdit{ID: leads[i%len(leads)], Price: amo.Set(price)}
		if i%7 == 6 {
			edit = cache.LeadEdit{Name: amo.Set(fmt.Sprintf("Yangi %d", price)), Price: amo.Set(price)}
		}
		act, err := store.Do(ctx, cache.Command{Edits: []cache.Edit{edit}})
		if err != nil {
			return err
		}
		fmt.Printf("%d %d\n", act.Rows[0].ID, price)
	}
}

// TestPromise01NoLostEdit kills a process that edits and sends at random
// points, many times. Every edit it told of is in the outbox or on the server.
//
// To see it fail, have Store.Do tell the watchers, and return, before Commit.
func TestPromise01NoLostEdit(t *testing.T) {
	w := newWorld(t, sandbox.Options{Leads: 12})
	w.sync()
	var ids []string
	for _, l := range w.open(5) {
		ids = append(ids, strconv.FormatInt(l.ID, 10))
	}
	dir := w.folder.Dir()
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	runs := 200
	if *soak {
		runs = 2000
	}
	told := map[int64]int64{}
	first := int64(1000)
	for range runs {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), killDir+"="+dir, killURL+"="+w.address, killToken+"="+w.server.Credentials().LongLivedToken,
			killLeads+"="+strings.Join(ids, ","), killFirst+"="+strconv.FormatInt(first, 10))
		first = killOnce(t, cmd, told, first)
	}
	w.store = openStore(t, w.folder)
	w.options.Store = w.store
	w.server.SetFaults(sandbox.Faults{})
	for lead, price := range told {
		if seen := w.seen(lead).Lead.Price; seen < price {
			t.Fatalf("lead %d: the person saw %d, and sees %d after the kill", lead, price, seen)
		}
	}
	w.sync()
	w.expectSent()
	for lead, price := range told {
		d := w.seen(lead)
		if got := w.lead(d.Lead.ID); got.Price < price {
			t.Fatalf("lead %d: told %d, the server has %d", d.Lead.ID, price, got.Price)
		}
	}
	names := map[string]int{}
	for page, err := range w.client().AllLeads(context.Background(), amo.LeadQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range page.Items {
			names[l.Name]++
		}
	}
	for name, n := range names {
		if n > 1 && strings.HasPrefix(name, "Yangi ") {
			t.Errorf("%q was made %d times", name, n)
		}
	}
}

// killOnce runs the editing process for a random while. What it told of is put
// into told; the price to go on from is returned.
func killOnce(t *testing.T, cmd *exec.Cmd, told map[int64]int64, first int64) int64 {
	t.Helper()
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	last := first
	note := func() {
		var lead, price int64
		if _, err := fmt.Sscan(lines.Text(), &lead, &price); err != nil {
			t.Fatalf("line %q: %v", lines.Text(), err)
		}
		told[lead] = max(told[lead], price)
		last = max(last, price)
	}
	for acts := 1 + rand.IntN(25); acts > 0; acts-- {
		if !lines.Scan() {
			t.Fatalf("the editing process ended: %s", stderr.String())
		}
		note()
	}
	time.Sleep(time.Duration(rand.IntN(4000)) * time.Microsecond)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // told before the kill arrived
		if strings.Contains(lines.Text(), " ") {
			note()
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the editing process was not killed")
	}
	return last + 1
}
