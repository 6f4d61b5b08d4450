package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/kit"
	"voronka/ui/shell"
)

// Filters come back from what was written down, but for what was there while
// the person was away.
func TestFiltersAreKept(t *testing.T) {
	want := filters{
		owner: 9, tag: "VIP", priceFrom: 1, priceTo: 2, task: cache.TaskToday, created: span{Days: 7}, updated: span{From: 3, To: 4}, text: "x",
		fields: []fieldFilter{
			{ID: 5, Name: "Manba", Test: cache.FieldAnyOf, Enums: []int64{2, 1}},
			{ID: 6, Test: cache.FieldBetween, From: new(float64)},
			{ID: 7, Test: cache.FieldBetween, When: periodWeek},
			{ID: 8, Test: cache.FieldContains, Text: "ў"},
		},
	}
	given := want
	given.since = 77
	b, err := json.Marshal(given)
	if err != nil {
		t.Fatal(err)
	}
	var got filters
	if err := json.Unmarshal(b, &got); err != nil || !got.same(want) {
		t.Fatalf("%s is read as %+v, %v", b, got, err)
	}
}

func TestSpansInTheAccountsDays(t *testing.T) {
	zone := time.FixedZone("Asia/Tashkent", 5*60*60)
	now := time.Date(2026, 11, 28, 15, 0, 0, 0, zone)
	start := time.Date(2026, 11, 28, 0, 0, 0, 0, zone).Unix()
	q := filters{created: span{Days: 2}, updated: span{From: 5, To: 9}, since: 7, priceTo: 3}.query(1, now, nil)
	if q.CreatedFrom != start-day || q.CreatedTo != 0 || q.UpdatedFrom != 7 || q.UpdatedTo != 9 || q.PriceFrom != nil || *q.PriceTo != 3 {
		t.Errorf("the query is %+v", q)
	}
}

func TestSumsAreReadAsTyped(t *testing.T) {
	for text, want := range map[string]int64{"": 0, "10 000 000": 10_000_000, "5\u00a0000": 5000, "x": -1, "-3": -1} {
		n, ok := sumOf(text)
		if ok != (want >= 0) || ok && n != want {
			t.Errorf("%q is read as %d, %v", text, n, ok)
		}
	}
}

// A pipeline remembers what it was narrowed to, and a saved filter is under its
// name, in a window opened later as well.
func TestAPipelineRemembersItsFilter(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	s.w.filter(func(f *filters) { f.text = "bitim 3" })
	s.until("the board is narrowed", func() bool { return s.column(1101) == 0 && s.column(1102) == 1 })
	s.w.saveFilter("Uchinchi")
	s.w.filters = filters{}
	s.w.board.SetQuery(cache.BoardQuery{})
	s.w.showPipelines()
	s.until("it is narrowed again", func() bool { return s.column(1101) == 0 && s.column(1102) == 1 })
	list := s.w.prefs.savedFilters()
	if len(list) != 1 || list[0].Name != "Uchinchi" || list[0].Filter.text != "bitim 3" {
		t.Errorf("saved are %+v", list)
	}
}

// The menu says what undo would undo, undoing takes all of an act back at once,
// and redo does it again.
func TestUndoAndRedoInWords(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	act, err := s.store.Do(t.Context(), cache.Command{Hold: time.Minute, Edits: []cache.Edit{
		cache.LeadEdit{ID: 7000, StatusID: 1102}, cache.LeadEdit{ID: 7002, StatusID: 1102}, cache.LeadEdit{ID: 7004, Price: amo.Set[int64](5)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.until("the menu says so", func() bool { return s.label("Undo: move · 3 leads") })
	s.w.undoLast()
	s.until("it is undone", func() bool { return s.label("Redo: move · 3 leads") && s.w.counts.Pending == 0 })
	s.w.shortcut(redoAgain())
	s.until("it is done again", func() bool { return s.label("Undo: move · 3 leads") && s.w.counts.Pending == len(act.Rows) })
}

// label reports whether the menu has a command of this name.
func (s *scene) label(name string) bool {
	for _, m := range s.w.win.MainMenu().Items {
		for _, i := range m.Items {
			if i.Label == name {
				return true
			}
		}
	}
	return false
}

// What others changed while the person was away is told on a chip that narrows
// the board to it; what the person has done meanwhile is not counted.
func TestWhatChangedMeanwhileIsTold(t *testing.T) {
	s := newScene(t, 10)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	const since = 1_760_000_006 // leads 6 to 9 were changed since
	var mine, others amo.Lead
	for l, by := range map[*amo.Lead]int64{&mine: s.w.me(), &others: 9002} {
		text := fmt.Sprintf(`{"id":%d,"name":"Yangi","status_id":1101,"pipeline_id":11,"created_by":%d,"updated_by":%[2]d,"created_at":%d,"updated_at":%[3]d}`, 8000+by, by, since+1)
		if err := json.Unmarshal([]byte(text), l); err != nil {
			t.Fatal(err)
		}
	}
	var own amo.Lead
	if err := json.Unmarshal([]byte(fmt.Sprintf(`{"id":7009,"name":"Bitim 9","price":1000,"status_id":1102,"pipeline_id":11,"created_at":1760000000,"updated_by":%d,"updated_at":%d}`, s.w.me(), since+3)), &own); err != nil {
		t.Fatal(err)
	}
	if err := s.store.Apply(t.Context(), cache.Batch{Leads: []amo.Lead{mine, others, own}}); err != nil {
		t.Fatal(err)
	}
	s.until("the new leads are shown", func() bool { return s.column(1101) == 7 })
	s.w.lookBack(since)
	s.until("it is counted", func() bool { return s.w.away.since != 0 })
	if s.w.away.changed != 3 || s.w.away.made != 1 {
		t.Fatalf("changed are %d, made %d", s.w.away.changed, s.w.away.made)
	}
	chip, ok := s.w.awayFilter()
	if !ok || !strings.Contains(chip.Text, "3 leads changed") {
		t.Fatalf("the chip is %+v", chip)
	}
	chip.Tapped(nil)
	s.until("only those are shown", func() bool { return s.column(1101) == 3 && s.column(1102) == 1 })
	chip.Clear()
	s.until("all are shown", func() bool { return s.column(1101) == 7 })
	if _, ok := s.w.awayFilter(); ok {
		t.Error("the chip stays")
	}
}

// The sync page is a screen of its own, and the pill leads to it.
func TestThePillOpensTheSyncPage(t *testing.T) {
	s := newScene(t, 3)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	s.w.moveLead(7000, 11, 1102)
	s.w.showSyncPage()
	s.until("the change is told", func() bool {
		for _, o := range test.LaidOutObjects(s.w.win.Canvas().Content()) {
			if i, ok := o.(kit.Inspectable); ok {
				if _, kind, text := i.Inspect(); kind == "pending" && strings.Contains(text, "Bitim 0") && strings.Contains(text, "Yangi → Muzokaralar") {
					return s.w.screen == shell.Sync
				}
			}
		}
		return false
	})
}

// A feed that was opened without a connection is loaded when it is back.
func TestAFeedIsLoadedWhenTheConnectionIsBack(t *testing.T) {
	s := newScene(t, 3)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	s.engine.cut.Store(true)
	s.w.openLead(7000)
	s.w.lead.ShowTab("feed")
	s.until("it was asked for in vain", func() bool { return s.engine.feeds.Load() == 1 && s.w.lead.Lead() == 7000 })
	for range 10 { // what the answer has queued
		select {
		case f := <-s.queue:
			f()
		case <-time.After(30 * time.Millisecond):
		}
	}
	s.w.showSync()
	if n := s.engine.feeds.Load(); n != 1 {
		t.Errorf("without any news it was asked for %d times", n)
	}
	s.engine.cut.Store(false)
	// Every round that ends tells so again: the failure may still be on its way.
	for round, end := int64(77), time.Now().Add(time.Minute); s.engine.feeds.Load() == 1; round++ {
		if time.Now().After(end) {
			t.Fatal("it is not asked for again")
		}
		s.engine.status = replica.Status{Phase: replica.PhaseIdle, LastSync: round}
		s.w.showSync()
		s.rest()
	}
	if n := s.engine.feeds.Load(); n != 2 {
		t.Errorf("it was asked for %d times", n)
	}
}
