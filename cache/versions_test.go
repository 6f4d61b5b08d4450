package cache

import (
	"bytes"
	"compress/gzip"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voronka/amo"
)

// keepFixture makes the fixture of the schema as it stands now. Run once, by
// whoever is about to change the schema of a version that was released:
//
//	go test -tags ci ./cache -run TestKeepFixture -keep-fixture
var keepFixture = flag.Bool("keep-fixture", false, "write testdata/account_vN.db.gz, an account database of the newest schema")

// fixtures are the account databases of earlier schemas, one of each, all with
// what fillFixture puts there, the later ones with what fillLater does too.
func fixtures(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "account_v*.db.gz"))
	check(t, err)
	if len(names) == 0 {
		t.Fatal("no database of an earlier version is kept")
	}
	return names
}

// fillFixture puts rows of every kind into an account, and one change in each
// state a change can be in.
func fillFixture(t testing.TB, s *Store) {
	t.Helper()
	ctx := t.Context()
	account := decode[amo.Account](t, accountJSON)
	check(t, s.Apply(ctx, Batch{
		Account: &account, Users: decode[[]amo.User](t, usersJSON), Pipelines: testPipelines(t),
		Leads: leadsOf(t,
			leadSpec{ID: 1, Name: "Oshxona", Price: 100, Owner: 7, Contact: 21, Company: 31, Created: 5, Updated: 10, Closest: 900, Tags: []string{"VIP", "Eski"}},
			leadSpec{ID: 2, Name: "Шкаф ёлка", Price: 50, Owner: 8, Updated: 20},
			leadSpec{ID: 3, Name: "Stol", Price: 7, Status: contractID, Updated: 30, Company: 31},
			leadSpec{ID: 4, Pipeline: serviceID, Status: onlyService, Contact: 22, NoContact: true},
			leadSpec{ID: 5, Name: "Yoʻqotilgan", Status: amo.StatusLost, Loss: 3},
			leadSpec{ID: 6, Name: "Karavot", Contact: 22}),
		Contacts: []amo.Contact{
			decode[amo.Contact](t, `{"id":21,"name":"Karima Aliyeva","first_name":"Karima","last_name":"Aliyeva","responsible_user_id":7,"created_at":3,"updated_at":4,`+
				`"custom_fields_values":[{"field_id":401,"field_name":"Telefon","field_code":"PHONE","field_type":"multitext","values":[{"value":"+998 (90) 123-45-67","enum_id":1,"enum_code":"MOB"}]},`+
				`{"field_id":402,"field_name":"Email","field_code":"EMAIL","field_type":"multitext","values":[{"value":"Karima@Example.uz","enum_id":2,"enum_code":"WORK"}]}],`+
				`"_embedded":{"tags":[],"companies":[{"id":31}]},"_new_key":1}`),
			contact(t, 22, "Алишер"), contact(t, 100021, "Ikkinchi"),
		},
		Companies: []amo.Company{company(t, 31, "Baraka MChJ")},
		Tasks: []amo.Task{
			task(t, 41, 1, 900, false, 1), task(t, 42, 1, 800, true, 1),
			decode[amo.Task](t, `{"id":43,"entity_id":21,"entity_type":"contacts","responsible_user_id":8,"is_completed":false,"task_type_id":9,"text":"yozish","complete_till":950}`),
		},
		Marks: map[string]string{"load": `{"stage":"done"}`, "pull.leads": "10"},
	}))
	won := func(lead int64, hold time.Duration) int64 {
		return must(s.MoveLead(ctx, Move{LeadID: lead, PipelineID: salesID, StatusID: amo.StatusWon}, hold))(t).ID
	}
	sent := won(6, 0)
	check(t, s.StartSending(ctx, []int64{sent}, 0))
	check(t, s.FinishChanges(ctx, Finished{IDs: []int64{sent}, Rows: Batch{Leads: leadsOf(t, leadSpec{ID: 6, Name: "Karavot", Contact: 22, Status: amo.StatusWon, Updated: 40})}}))
	won(1, time.Hour)
	won(2, 0)
	sending := won(4, 0)
	check(t, s.StartSending(ctx, []int64{sending}, 0))
	check(t, s.RefuseChange(ctx, won(3, 0), 400, "NotSupportedChoice"))
	check(t, s.ConflictChange(ctx, must(s.MoveLead(ctx, Move{LeadID: 5, PipelineID: salesID, StatusID: newID}, 0))(t).ID, []Clash{{Field: "status_id"}},
		Batch{Leads: []amo.Lead{leadSpec{ID: 5, Name: "Yoʻqotilgan", Status: measureID, Updated: 50}.lead(t)}}))
}

// TestKeepFixture writes the fixture, when told so.
func TestKeepFixture(t *testing.T) {
	s := openAccount(t, openFolder(t, t.TempDir()))
	c := &clock{now: time.Unix(testStart, 0)}
	s.now = c.Now
	fillFixture(t, s)
	fillLater(t, s)
	verifyFixture(t, s, accountSchema().version())
	if !*keepFixture {
		return
	}
	plain := filepath.Join(t.TempDir(), "plain.db")
	_, err := s.writer.ExecContext(t.Context(), `VACUUM INTO ?`, plain)
	check(t, err)
	bytesOf := must(os.ReadFile(plain))(t)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err = w.Write(bytesOf)
	check(t, err)
	check(t, w.Close())
	check(t, os.WriteFile(filepath.Join("testdata", fmt.Sprintf("account_v%d.db.gz", accountSchema().version())), packed.Bytes(), 0o600))
}

// dump reads all rows of the tables a fixture has, with their columns, as text
// by table. Of a later schema only the columns asked for are read.
func dump(t testing.TB, path string, columns map[string][]string) map[string][]string {
	t.Helper()
	db, err := connect(path, readOnly, 1)
	check(t, err)
	defer func() { check(t, db.Close()) }()
	rows := map[string][]string{}
	for table, names := range columns {
		list := ""
		for i, name := range names {
			if i > 0 {
				list += `||'|'||`
			}
			list += `quote(` + quoted(name) + `)`
		}
		rows[table] = must(texts(t.Context(), db, `SELECT `+list+` FROM `+quoted(table)+` ORDER BY 1`))(t)
	}
	return rows
}

// columnsOf names the columns of all tables of a database, but for the one that
// cache/fold makes of a name: each version may make another.
func columnsOf(t testing.TB, path string) map[string][]string {
	t.Helper()
	db, err := connect(path, readOnly, 1)
	check(t, err)
	defer func() { check(t, db.Close()) }()
	columns := map[string][]string{}
	for _, table := range must(texts(t.Context(), db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`))(t) {
		columns[table] = must(texts(t.Context(), db, `SELECT name FROM pragma_table_info(?) WHERE name <> 'search'`, table))(t)
	}
	return columns
}

// A database of an earlier version opens: every row and column it had is still
// there, and the store works on it.
func TestEarlierVersionsOpen(t *testing.T) {
	for _, name := range fixtures(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			dir := t.TempDir()
			openFolder(t, dir)
			path := filepath.Join(dir, "accounts", fmt.Sprintf("%d.db", testAccount))
			unpack(t, name, path)
			columns := columnsOf(t, path)
			before := dump(t, path, columns)
			version := versionOf(t, name)
			if want := fixtureRows(version); len(before["leads"]) != want.leads || len(before["outbox"]) != want.outbox ||
				len(before["history"]) != want.history || len(before["contacts_base"]) != want.contacts {
				t.Fatalf("the fixture holds %v", before)
			}
			folder := openFolder(t, dir)
			s, err := folder.OpenAccount(t.Context(), testAccount)
			check(t, err)
			verifyFixture(t, s, version)
			check(t, s.Close())
			if diff := cmp.Diff(before, dump(t, path, columns)); diff != "" {
				t.Errorf("opening changed what was there (-before +after):\n%s", diff)
			}
			// And once more, now that nothing is left to migrate.
			verifyFixture(t, openAccount(t, folder), version)
		})
	}
}

func unpack(t testing.TB, name, path string) {
	t.Helper()
	file, err := os.Open(name)
	check(t, err)
	defer func() { check(t, file.Close()) }()
	r, err := gzip.NewReader(file)
	check(t, err)
	check(t, os.WriteFile(path, must(io.ReadAll(r))(t), 0o600))
}

// versionOf is the schema of a fixture, as its name says.
func versionOf(t testing.TB, name string) (version int64) {
	t.Helper()
	_, err := fmt.Sscanf(filepath.Base(name), "account_v%d.db.gz", &version)
	check(t, err)
	return version
}

// rowsOf counts what a fixture holds.
type rowsOf struct{ leads, outbox, history, contacts int }

func fixtureRows(version int64) rowsOf {
	if version < commandsVersion {
		return rowsOf{leads: 6, outbox: 5, history: 6, contacts: 3}
	}
	return rowsOf{leads: 8, outbox: 11, history: 14, contacts: 4}
}

// verifyFixture reads what fillFixture wrote, and fillLater in a version that
// could.
func verifyFixture(t *testing.T, s *Store, version int64) {
	t.Helper()
	ctx := context.Background()
	states := map[int64]ChangeState{}
	for _, c := range must(s.Outbox(ctx))(t) {
		if c.Kind == ChangeMove {
			states[c.EntityID] = c.State
		}
	}
	want := map[int64]ChangeState{1: ChangeHeld, 2: ChangeQueued, 3: ChangeRefused, 4: ChangeSending, 5: ChangeConflict}
	if diff := cmp.Diff(want, states); diff != "" {
		t.Errorf("outbox (-want +got):\n%s", diff)
	}
	card := must(s.Cards(ctx, []int64{1}))(t)[0]
	if card.StatusID != amo.StatusWon || card.ContactName != "Karima Aliyeva" || card.CompanyName != "Baraka MChJ" ||
		!card.Pending || card.TaskAt != 900 || len(card.Tags) != 2 {
		t.Errorf("card %+v", card)
	}
	d := must(s.Lead(ctx, 1))(t)
	if len(d.Contacts) != 2 || d.Company == nil || len(d.Tasks) != 2 || d.Base.StatusID != newID || !bytes.Contains(d.Base.Raw(), []byte(`"_new_key"`)) {
		t.Errorf("lead %+v", d)
	}
	rows, conflicts, refused := fixtureRows(version), 1, 1
	if version >= commandsVersion {
		conflicts, refused = 2, 2
		verifyLater(t, s)
	}
	if c := must(s.Counts(ctx))(t); c.Leads != rows.leads || c.Contacts != rows.contacts || c.Companies != 1 || c.Tasks != 3 ||
		c.Pending != rows.outbox || c.Conflicts != conflicts || c.Refused != refused {
		t.Errorf("counts %+v", c)
	}
	if got := must(s.Mark(ctx, "pull.leads"))(t); got != "10" {
		t.Errorf("mark %q", got)
	}
	verifyAround(t, s)
}

// verifyAround reads what migrations have made of the bases.
func verifyAround(t *testing.T, s *Store) {
	t.Helper()
	ctx := context.Background()
	contact := must(s.ContactRows(ctx, []int64{21}))(t)[0]
	if contact.Letter != "K" || contact.OwnerName != "Aziz" || contact.CompanyName != "Baraka MChJ" || contact.Leads != 1 ||
		contact.Phone != "+998 (90) 123-45-67" || contact.Email != "Karima@Example.uz" {
		t.Errorf("contact %+v", contact)
	}
	if found := must(s.DuplicatesOf(ctx, []string{"901234567"}, nil, 0))(t); len(found) != 1 || found[0].ID != 21 {
		t.Errorf("duplicates %+v", found)
	}
	if leads := must(s.LeadsOfContact(ctx, 22))(t); len(leads) != 1 || leads[0].ID != 6 {
		t.Errorf("leads of a contact %+v", leads)
	}
	if companies := must(s.Companies(ctx, ContactQuery{Letter: "B"}))(t); len(companies) != 1 || companies[0].Leads != 2 || companies[0].Contacts != 1 {
		t.Errorf("companies %+v", companies)
	}
	if tasks := must(s.Tasks(ctx, TaskQuery{Entity: Contacts}))(t); len(tasks) != 1 || tasks[0].ID != 43 || tasks[0].EntityName != "Karima Aliyeva" {
		t.Errorf("tasks %+v", tasks)
	}
	if left := must(s.Mark(ctx, markRebuild))(t); left != "" {
		t.Error("the rebuilding was not noted as done")
	}
}
