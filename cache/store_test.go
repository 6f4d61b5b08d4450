package cache

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voronka/amo"
)

func columnIDs(b Board) map[int64][]int64 {
	out := map[int64][]int64{}
	for _, c := range b.Columns {
		if len(c.IDs) > 0 {
			out[c.Status.ID] = c.IDs
		}
	}
	return out
}

func board(t testing.TB, s *Store) Board {
	t.Helper()
	return must(s.Board(t.Context(), BoardQuery{PipelineID: salesID}))(t)
}

func TestFirstLoadToMove(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{
		Leads: leadsOf(t,
			leadSpec{ID: 1, Name: "Oshxona", Price: 100, Owner: 7, Contact: 21, Company: 31, Updated: 10, Tags: []string{"VIP", "Eski"}},
			leadSpec{ID: 2, Name: "Shkaf", Price: 50, Owner: 8, Updated: 20},
			leadSpec{ID: 3, Name: "Stol", Price: 7, Status: contractID, Updated: 30},
			leadSpec{ID: 4, Pipeline: serviceID, Status: onlyService}),
		Contacts:  []amo.Contact{contact(t, 21, "Karima")},
		Companies: []amo.Company{company(t, 31, "Baraka MChJ")},
		Tasks:     []amo.Task{task(t, 41, 1, 900, false, 1), task(t, 42, 1, 800, true, 1)},
	}))
	b := board(t, s)
	var order []int64
	for _, c := range b.Columns {
		order = append(order, c.Status.ID)
	}
	if diff := cmp.Diff([]int64{incomingID, newID, measureID, contractID, 142, 143}, order); diff != "" {
		t.Errorf("columns: %s", diff)
	}
	if diff := cmp.Diff(map[int64][]int64{newID: {2, 1}, contractID: {3}}, columnIDs(b)); diff != "" {
		t.Errorf("ids: %s", diff)
	}
	if b.Count != 3 || b.Sum != 157 {
		t.Errorf("board has %d leads worth %d", b.Count, b.Sum)
	}
	want := []Card{
		{ID: 2, Name: "Shkaf", Price: 50, StatusID: newID, PipelineID: salesID, OwnerID: 8, OwnerName: "Dilnoza", UpdatedAt: 20},
		{
			ID: 1, Name: "Oshxona", Price: 100, StatusID: newID, PipelineID: salesID, OwnerID: 7, OwnerName: "Aziz",
			ContactName: "Karima", CompanyName: "Baraka MChJ", Tags: []string{"VIP", "Eski"},
			TaskAt: 900, TaskTypeID: 1, TaskText: "Qoʻngʻiroq", UpdatedAt: 10,
		},
	}
	if diff := cmp.Diff(want, must(s.Cards(ctx, []int64{2, 99, 1}))(t)); diff != "" {
		t.Errorf("cards: %s", diff)
	}

	change := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, 5*time.Second))(t)
	if change.ID == 0 || change.State != ChangeHeld || change.DueAt != testStart+5+1-1 {
		t.Errorf("change %+v", change)
	}
	if diff := cmp.Diff(map[int64][]int64{newID: {2}, measureID: {1}, contractID: {3}}, columnIDs(board(t, s))); diff != "" {
		t.Errorf("ids after the move: %s", diff)
	}
	if diff := cmp.Diff([]Change{change}, must(s.Outbox(ctx))(t)); diff != "" {
		t.Errorf("outbox: %s", diff)
	}
	if due := must(s.Due(ctx, testStart+4, 10))(t); len(due) != 0 {
		t.Errorf("due within the hold: %+v", due)
	}
	if due := must(s.Due(ctx, testStart+5, 10))(t); len(due) != 1 {
		t.Errorf("due after the hold: %+v", due)
	}
	if _, err := s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, 0); !errors.Is(err, ErrUnchanged) {
		t.Errorf("moved to where it is: %v", err)
	}
}

// A bulk changes how the writer works, not what is stored, and leaves the
// writer as it was.
func TestBulk(t *testing.T) {
	s, _ := newStore(t)
	setting := func(name string) (value int) {
		check(t, s.writer.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&value))
		return value
	}
	before := [2]int{setting("cache_size"), setting("wal_autocheckpoint")}
	check(t, s.BeginBulk(t.Context()))
	if during := [2]int{setting("cache_size"), setting("wal_autocheckpoint")}; during == before {
		t.Errorf("nothing changed: %v", during)
	}
	const normal, fully = 1, 2
	apply := func(price int64) {
		check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, leadSpec{ID: 1, Pipeline: salesID, Status: newID, Price: price})}))
	}
	apply(1)
	if got := setting("synchronous"); got != normal {
		t.Errorf("what the server said is written with synchronous %d", got)
	}
	must(s.MoveLead(t.Context(), Move{LeadID: 1, StatusID: measureID}, 0))(t)
	if got := setting("synchronous"); got != fully {
		t.Errorf("a command during a bulk is written with synchronous %d", got)
	}
	apply(2)
	check(t, s.EndBulk(t.Context()))
	apply(3)
	if got := setting("synchronous"); got != fully {
		t.Errorf("after the bulk, synchronous is %d", got)
	}
	if after := [2]int{setting("cache_size"), setting("wal_autocheckpoint")}; after != before {
		t.Errorf("settings were %v and are %v", before, after)
	}
	if got := must(s.Counts(t.Context()))(t).Leads; got != 1 {
		t.Errorf("%d leads", got)
	}
	check(t, s.Close())
	if err := s.BeginBulk(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}
