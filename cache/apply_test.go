package cache

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voronka/amo"
)

// heard collects what a store tells.
func heard(t testing.TB, s *Store) func() []Changed {
	var got []Changed
	stop := s.Watch(func(c Changed) { got = append(got, c) })
	t.Cleanup(stop)
	return func() []Changed {
		out := got
		got = nil
		return out
	}
}

func TestApplyTellsOnlyWhatChanged(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	told := heard(t, s)
	account := decode[amo.Account](t, accountJSON)
	batch := Batch{
		Account: &account, Users: decode[[]amo.User](t, usersJSON), Pipelines: testPipelines(t),
		Leads:     leadsOf(t, leadSpec{ID: 1}, leadSpec{ID: 2}),
		Contacts:  []amo.Contact{contact(t, 21, "Karima")},
		Companies: []amo.Company{company(t, 31, "Baraka")},
		Tasks:     []amo.Task{task(t, 41, 2, 900, false, 1)},
	}
	check(t, s.Apply(ctx, batch))
	want := []Changed{{Contacts, []int64{21}}, {Companies, []int64{31}}, {Tasks, []int64{41}}, {Leads, []int64{1, 2}}}
	if diff := cmp.Diff(want, told()); diff != "" {
		t.Errorf("first time: %s", diff)
	}
	check(t, s.Apply(ctx, batch))
	if got := told(); len(got) != 0 {
		t.Errorf("the same again: %v", got)
	}
	batch.Leads = leadsOf(t, leadSpec{ID: 1}, leadSpec{ID: 2, Name: "Yangi"})
	batch.Users = decode[[]amo.User](t, `[{"id":7,"name":"Aziz"}]`)
	batch.Pipelines = testPipelines(t)[:1]
	check(t, s.Apply(ctx, batch))
	if diff := cmp.Diff([]Changed{{Users, []int64{7}}, {Pipelines, []int64{12}}, {Leads, []int64{2}}}, told()); diff != "" {
		t.Errorf("changed: %s", diff)
	}
	if users := must(s.Users(ctx))(t); len(users) != 1 || users[0].Name != "Aziz" {
		t.Errorf("users %+v", users)
	}
	if _, err := s.Board(ctx, BoardQuery{PipelineID: salesID}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a pipeline that is gone: %v", err)
	}
	check(t, s.Apply(ctx, Batch{DeletedLeads: []int64{2, 99}, DeletedContacts: []int64{21}, DeletedCompanies: []int64{31, 32}, DeletedTasks: []int64{41}}))
	if diff := cmp.Diff([]Changed{{Contacts, []int64{21}}, {Companies, []int64{31}}, {Tasks, []int64{41}}, {Leads, []int64{2}}}, told()); diff != "" {
		t.Errorf("deleted: %s", diff)
	}
	if c := must(s.Counts(ctx))(t); c != (Counts{Leads: 1}) {
		t.Errorf("counts %+v", c)
	}
}

func TestReference(t *testing.T) {
	s := openAccount(t, openFolder(t, t.TempDir()))
	ctx := t.Context()
	if _, err := s.Account(ctx); !errors.Is(err, ErrNotFound) {
		t.Errorf("account before the first load: %v", err)
	}
	if users := must(s.Users(ctx))(t); len(users) != 0 {
		t.Errorf("users before the first load: %v", users)
	}
	account := decode[amo.Account](t, accountJSON)
	check(t, s.Apply(ctx, Batch{Account: &account, Users: decode[[]amo.User](t, usersJSON), Pipelines: testPipelines(t)}))
	if got := must(s.Account(ctx))(t); got.CurrentUserID != 7 || !bytes.Equal(got.Raw(), account.Raw()) {
		t.Errorf("account %+v", got)
	}
	var names []string
	for _, u := range must(s.Users(ctx))(t) {
		names = append(names, u.Name)
	}
	var order []int64
	for _, p := range must(s.Pipelines(ctx))(t) {
		order = append(order, p.ID)
		for _, status := range p.Embedded.Statuses {
			order = append(order, status.ID)
		}
	}
	if diff := cmp.Diff([]string{"Aziz", "Dilnoza"}, names); diff != "" {
		t.Errorf("users: %s", diff)
	}
	if diff := cmp.Diff([]int64{11, 100, 101, 102, 103, 142, 143, 12, 201, 142, 143}, order); diff != "" {
		t.Errorf("pipelines: %s", diff)
	}
	check(t, s.Apply(ctx, Batch{Users: []amo.User{}}))
	if users := must(s.Users(ctx))(t); len(users) != 0 {
		t.Errorf("an empty list left %v", users)
	}
}

func TestPullNeverHidesAPendingEdit(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Price: 10})}))
	change := must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, time.Hour))(t)
	for _, status := range []int64{contractID, measureID, newID} {
		check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Status: status, Price: status, Updated: status})}))
		card := must(s.Cards(ctx, []int64{1}))(t)[0]
		if card.StatusID != measureID || card.Price != status || !card.Pending {
			t.Errorf("server says %d: card %+v", status, card)
		}
	}
	check(t, s.CancelChange(ctx, change.ID))
	if got := standing(t, s, 1); got != "11/101" {
		t.Errorf("stands in %s", got)
	}
}

func TestDeletedLeadKeepsItsChanges(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1})}))
	must(s.MoveLead(ctx, Move{LeadID: 1, StatusID: measureID}, 0))(t)
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Deleted: true})}))
	if _, err := s.Lead(ctx, 1); !errors.Is(err, ErrNotFound) {
		t.Errorf("a lead in the trash: %v", err)
	}
	left := must(s.Outbox(ctx))(t)
	if len(left) != 1 || left[0].State != ChangeRefused || left[0].ErrorCode != 404 {
		t.Fatalf("outbox %+v", left)
	}
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1})}))
	if got := standing(t, s, 1); got != "11/102" {
		t.Errorf("restored, it stands in %s", got)
	}
	check(t, s.Apply(ctx, Batch{DeletedLeads: []int64{1}}))
	check(t, s.CancelChange(ctx, left[0].ID))
	if c := must(s.Counts(ctx))(t); c != (Counts{}) {
		t.Errorf("counts %+v", c)
	}
}

func TestNearestTask(t *testing.T) {
	s, clock := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Closest: 500}, leadSpec{ID: 2})}))
	want := func(step string, id, at, kind int64, text string) {
		t.Helper()
		c := must(s.Cards(ctx, []int64{id}))(t)[0]
		if c.TaskAt != at || c.TaskTypeID != kind || c.TaskText != text {
			t.Errorf("%s: lead %d has a task at %d of type %d: %q", step, id, c.TaskAt, c.TaskTypeID, c.TaskText)
		}
	}
	want("by the lead alone", 1, 500, 0, "")
	check(t, s.Apply(ctx, Batch{Tasks: []amo.Task{task(t, 41, 1, 700, false, 9), task(t, 42, 1, 600, false, 1), task(t, 43, 1, 100, true, 1)}}))
	want("tasks loaded", 1, 600, 1, "Qoʻngʻiroq")
	check(t, s.Apply(ctx, Batch{Tasks: []amo.Task{task(t, 42, 2, 600, false, 1)}}))
	want("type without a name", 1, 700, 9, "matn 41")
	want("given to another lead", 2, 600, 1, "Qoʻngʻiroq")
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Closest: 650, Updated: 1})}))
	want("the lead says otherwise", 1, 700, 9, "matn 41")
	check(t, s.Apply(ctx, Batch{Tasks: []amo.Task{task(t, 41, 1, 700, true, 9)}}))
	want("all done", 1, 0, 0, "")
	check(t, s.Apply(ctx, Batch{DeletedTasks: []int64{41, 43}}))
	want("tasks unknown again", 1, 650, 0, "")
	clock.Turn(time.Second)
	if c := must(s.Counts(ctx))(t); c.OverdueTasks != 1 || c.Tasks != 1 {
		t.Errorf("counts %+v", c)
	}
}

func TestAnswerWithoutContactsKeepsThem(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{
		Leads:    leadsOf(t, leadSpec{ID: 1, Contact: 21}, leadSpec{ID: 2}),
		Contacts: []amo.Contact{contact(t, 21, "Karima"), contact(t, 100021, "Ikkinchi")},
	}))
	told := heard(t, s)
	silent := Batch{Leads: leadsOf(t, leadSpec{ID: 1, Updated: 5, NoContact: true}, leadSpec{ID: 2, Updated: 5, NoContact: true})}
	check(t, s.Apply(ctx, silent))
	d := must(s.Lead(ctx, 1))(t)
	if len(d.Contacts) != 2 || d.Contacts[1].Name != "Karima" || d.Base.UpdatedAt != 5 || !bytes.Contains(d.Base.Raw(), []byte(`"_new_key":{"kept":true}`)) {
		t.Errorf("contacts %+v of %s", d.Contacts, d.Base.Raw())
	}
	told()
	check(t, s.Apply(ctx, silent))
	if got := told(); len(got) != 0 {
		t.Errorf("the same again: %v", got)
	}
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Updated: 6})}))
	if d := must(s.Lead(ctx, 1))(t); len(d.Contacts) != 0 {
		t.Errorf("contacts that were unlinked: %+v", d.Contacts)
	}
}

func TestUnknownJSONSurvives(t *testing.T) {
	s, _ := newStore(t)
	lead := leadSpec{ID: 1, Name: "A"}.lead(t)
	check(t, s.Apply(t.Context(), Batch{Leads: []amo.Lead{lead}}))
	if got := must(s.Lead(t.Context(), 1))(t).Base.Raw(); !bytes.Equal(got, lead.Raw()) {
		t.Errorf("kept as %s", got)
	}
}

func TestOneBatchWithTheSameLeadTwice(t *testing.T) {
	s, _ := newStore(t)
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, leadSpec{ID: 1, Name: "old"}, leadSpec{ID: 1, Name: "new"})}))
	if card := must(s.Cards(t.Context(), []int64{1}))(t)[0]; card.Name != "new" {
		t.Errorf("card %+v", card)
	}
}

func TestTags(t *testing.T) {
	s, _ := newStore(t)
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t,
		leadSpec{ID: 1, Tags: []string{"VIP", "Eski"}}, leadSpec{ID: 2, Tags: []string{"VIP"}},
		leadSpec{ID: 3, Tags: []string{"a\x1fb", ""}}, leadSpec{ID: 4})}))
	if diff := cmp.Diff([]string{"VIP", "Eski", "a b"}, must(s.Tags(t.Context()))(t)); diff != "" {
		t.Errorf("tags: %s", diff)
	}
}

func TestFailedApplyLeavesNothing(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	told := heard(t, s)
	// The disk is full: the file may not grow any more.
	var pages int64
	check(t, s.writer.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&pages))
	_, err := s.writer.ExecContext(ctx, `PRAGMA max_page_count = `+idList([]int64{pages + 2}))
	check(t, err)
	specs := make([]leadSpec, 500)
	for i := range specs {
		specs[i].ID = int64(i + 1)
	}
	if err := s.Apply(ctx, Batch{Leads: leadsOf(t, specs...), Marks: map[string]string{"page": "2"}}); !errors.Is(err, ErrDiskFull) {
		t.Fatalf("full disk: %v", err)
	}
	if c := must(s.Counts(ctx))(t); c != (Counts{}) || must(s.Mark(ctx, "page"))(t) != "" || len(told()) != 0 {
		t.Errorf("a failed write left something: %+v", c)
	}
	_, err = s.writer.ExecContext(ctx, `PRAGMA max_page_count = 1000000`)
	check(t, err)
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, specs...)}))

	_, err = s.writer.ExecContext(ctx, `PRAGMA query_only = 1`)
	check(t, err)
	var folder *FolderError
	if err := s.Apply(ctx, Batch{DeletedLeads: []int64{1}}); !errors.As(err, &folder) {
		t.Errorf("read-only: %v", err)
	}
}
