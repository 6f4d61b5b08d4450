package cache

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/amo"
)

// The account of the tests: two pipelines that share the ids of their closed
// statuses, as all do.
const (
	testAccount = 31
	salesID     = 11
	serviceID   = 12
	incomingID  = 100
	newID       = 101
	measureID   = 102
	contractID  = 103
	onlyService = 201
)

const pipelinesJSON = `[
	{"id":12,"name":"Servis","sort":2,"is_main":false,"account_id":31,"_embedded":{"statuses":[
		{"id":143,"name":"Yoʻqotildi","sort":11000,"pipeline_id":12,"type":0},
		{"id":201,"name":"Qabul","sort":20,"pipeline_id":12,"type":0},
		{"id":142,"name":"Tayyor","sort":10000,"pipeline_id":12,"type":0}]}},
	{"id":11,"name":"Sotuv","sort":1,"is_main":true,"account_id":31,"_embedded":{"statuses":[
		{"id":143,"name":"Yoʻqotildi","sort":11000,"pipeline_id":11,"type":0},
		{"id":142,"name":"Sotildi","sort":10000,"pipeline_id":11,"type":0},
		{"id":103,"name":"Shartnoma","sort":40,"pipeline_id":11,"type":0},
		{"id":101,"name":"Yangi","sort":20,"pipeline_id":11,"type":0},
		{"id":100,"name":"Incoming leads","sort":50,"pipeline_id":11,"type":1},
		{"id":102,"name":"Oʻlchov","sort":30,"pipeline_id":11,"type":0}]}}]`

const accountJSON = `{"id":31,"name":"Nur Mebel","subdomain":"nurmebel","current_user_id":7,"currency":"UZS",
	"_embedded":{"task_types":[{"id":1,"name":"Qoʻngʻiroq"},{"id":9,"name":""}]}}`

const usersJSON = `[{"id":8,"name":"Dilnoza"},{"id":7,"name":"Aziz"}]`

// decode reads JSON as the engine does.
func decode[T any](t testing.TB, text string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("decode %.200s: %v", text, err)
	}
	return v
}

// leadSpec is a lead as a test wants it; zero fields get what most leads have.
type leadSpec struct {
	ID                 int64
	Name               string
	Pipeline, Status   int64
	Price, Owner       int64
	Contact, Company   int64
	Created, Updated   int64
	Closest            int64
	Loss               int64
	Tags               []string
	Deleted, NoContact bool
}

func (s leadSpec) json() string {
	var b strings.Builder
	null := func(n int64) string {
		if n == 0 {
			return "null"
		}
		return fmt.Sprint(n)
	}
	name, _ := json.Marshal(s.Name) // a string always encodes
	fmt.Fprintf(&b, `{"id":%d,"name":%s,"price":%d,"responsible_user_id":%d,"group_id":0,"status_id":%d,"pipeline_id":%d,"loss_reason_id":%s,"created_by":7,"updated_by":7,"created_at":%d,"updated_at":%d,"closed_at":null,"closest_task_at":%s,"is_deleted":%v,"custom_fields_values":null,"score":null,"account_id":31,"labor_cost":null,"_new_key":{"kept":true},"_links":{"self":{"href":"https://nurmebel.amocrm.ru/api/v4/leads/%d"}},"_embedded":{"tags":[`,
		s.ID, name, s.Price, s.Owner, s.Status, s.Pipeline, null(s.Loss), s.Created, s.Updated, null(s.Closest), s.Deleted, s.ID)
	for i, tag := range s.Tags {
		if i > 0 {
			b.WriteByte(',')
		}
		text, _ := json.Marshal(tag) // a string always encodes
		fmt.Fprintf(&b, `{"id":%d,"name":%s,"color":null}`, 500+i, text)
	}
	b.WriteString(`],"companies":[`)
	if s.Company != 0 {
		fmt.Fprintf(&b, `{"id":%d}`, s.Company)
	}
	b.WriteString(`]`)
	if !s.NoContact {
		b.WriteString(`,"contacts":[`)
		if s.Contact != 0 {
			fmt.Fprintf(&b, `{"id":%d,"is_main":false},{"id":%d,"is_main":true}`, s.Contact+100000, s.Contact)
		}
		b.WriteString(`]`)
	}
	b.WriteString(`}}`)
	return b.String()
}

func (s leadSpec) lead(t testing.TB) amo.Lead {
	t.Helper()
	if s.Pipeline == 0 {
		s.Pipeline = salesID
	}
	if s.Status == 0 {
		s.Status = newID
	}
	return decode[amo.Lead](t, s.json())
}

func leadsOf(t testing.TB, specs ...leadSpec) []amo.Lead {
	t.Helper()
	leads := make([]amo.Lead, len(specs))
	for i, s := range specs {
		leads[i] = s.lead(t)
	}
	return leads
}

func contact(t testing.TB, id int64, name string) amo.Contact {
	t.Helper()
	return decode[amo.Contact](t, fmt.Sprintf(`{"id":%d,"name":%q,"updated_at":1}`, id, name))
}

func company(t testing.TB, id int64, name string) amo.Company {
	t.Helper()
	return decode[amo.Company](t, fmt.Sprintf(`{"id":%d,"name":%q,"updated_at":1}`, id, name))
}

func task(t testing.TB, id, lead, till int64, done bool, kind int64) amo.Task {
	t.Helper()
	return decode[amo.Task](t, fmt.Sprintf(`{"id":%d,"entity_id":%d,"entity_type":"leads","responsible_user_id":7,"is_completed":%v,"task_type_id":%d,"text":"matn %d","complete_till":%d}`,
		id, lead, done, kind, id, till))
}

func openFolder(t testing.TB, dir string) *Folder {
	t.Helper()
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { check(t, f.Close()) })
	return f
}

func openAccount(t testing.TB, f *Folder) *Store {
	t.Helper()
	s, err := f.OpenAccount(t.Context(), testAccount)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { check(t, s.Close()) })
	return s
}

// clock is a time tests turn by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Turn(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// testStart is when the clock of the tests starts.
const testStart = 1_760_000_000

// newStore opens an empty account with the pipelines, users and account of the
// tests and a clock of its own.
func newStore(t testing.TB) (*Store, *clock) {
	t.Helper()
	s := openAccount(t, openFolder(t, t.TempDir()))
	c := &clock{now: time.Unix(testStart, 0)}
	s.now = c.Now
	account := decode[amo.Account](t, accountJSON)
	check(t, s.Apply(t.Context(), Batch{
		Account:   &account,
		Users:     decode[[]amo.User](t, usersJSON),
		Pipelines: decode[[]amo.Pipeline](t, pipelinesJSON),
	}))
	return s, c
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// must returns v when err is nil.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		check(t, err)
		return v
	}
}

func testPipelines(t testing.TB) []amo.Pipeline {
	t.Helper()
	return decode[[]amo.Pipeline](t, pipelinesJSON)
}
