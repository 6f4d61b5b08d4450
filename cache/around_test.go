package cache

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"voronka/amo"
)

// reachable is a contact or company with a phone and an e-mail address.
func reachable(id int64, name, phone, email string, company int64) string {
	companies := ""
	if company != 0 {
		companies = fmt.Sprintf(`{"id":%d}`, company)
	}
	return fmt.Sprintf(`{"id":%d,"name":%q,"responsible_user_id":7,"created_at":1,"updated_at":%d,"custom_fields_values":[
		{"field_id":401,"field_code":"PHONE","field_type":"multitext","values":[{"value":%q,"enum_code":"MOB"}]},
		{"field_id":402,"field_code":"EMAIL","field_type":"multitext","values":[{"value":%q,"enum_code":"WORK"}]}],
		"_embedded":{"tags":[{"id":1,"name":"VIP"}],"companies":[%s]}}`, id, name, id, phone, email, companies)
}

func note(t testing.TB, id, entity, at int64, text string) amo.Note {
	t.Helper()
	return decode[amo.Note](t, fmt.Sprintf(`{"id":%d,"entity_id":%d,"created_by":7,"created_at":%d,"updated_at":%d,"note_type":"common","params":{"text":%q}}`,
		id, entity, at, at, text))
}

func event(t testing.TB, id, kind string, entity, at int64, before, after string) amo.Event {
	t.Helper()
	return decode[amo.Event](t, fmt.Sprintf(`{"id":%q,"type":%q,"entity_id":%d,"entity_type":"lead","created_by":8,"created_at":%d,"value_before":%s,"value_after":%s}`,
		id, kind, entity, at, before, after))
}

func TestDefinitionsInTheOrderOfTheAccount(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	told := heard(t, s)
	batch := Batch{
		CustomFields: map[Entity][]amo.CustomField{Leads: decode[[]amo.CustomField](t, `[
			{"id":1,"name":"utm","group_id":"statistic","sort":1},{"id":2,"name":"b","group_id":"g","sort":2},
			{"id":3,"name":"a","group_id":"g","sort":1},{"id":4,"name":"plain","group_id":null,"sort":9},
			{"id":5,"name":"lost","group_id":"gone","sort":0}]`)},
		FieldGroups: map[Entity][]amo.FieldGroup{Leads: decode[[]amo.FieldGroup](t, `[
			{"id":"statistic","sort":3},{"id":"g","sort":2},{"id":"default","sort":1}]`)},
		LossReasons: decode[[]amo.LossReason](t, `[{"id":7,"name":"late","sort":2},{"id":8,"name":"dear","sort":1}]`),
		Tags:        map[Entity][]amo.Tag{Leads: decode[[]amo.Tag](t, `[{"id":1,"name":"VIP","color":"FFCE5A"},{"id":2,"name":"eski"}]`), Contacts: {}},
	}
	check(t, s.Apply(ctx, batch))
	if diff := cmp.Diff([]Changed{{CustomFields, []int64{0, 1, 2, 3, 4, 5}}, {Tags, []int64{1, 2}}, {LossReasons, []int64{7, 8}}}, told()); diff != "" {
		t.Errorf("told: %s", diff)
	}
	check(t, s.Apply(ctx, batch))
	if again := told(); len(again) != 0 {
		t.Errorf("the same again: %v", again)
	}
	var order []int64
	for _, f := range must(s.CustomFields(ctx, Leads))(t) {
		order = append(order, f.ID)
	}
	if diff := cmp.Diff([]int64{4, 3, 2, 1, 5}, order); diff != "" {
		t.Errorf("fields: %s", diff)
	}
	groups, reasons, tags := must(s.FieldGroups(ctx, Leads))(t), must(s.LossReasons(ctx))(t), must(s.TagsOf(ctx, Leads))(t)
	if groups[0].ID != "default" || reasons[0].Name != "dear" || tags[0].Name != "eski" || *tags[1].Color != "FFCE5A" {
		t.Errorf("groups %+v, reasons %+v, tags %+v", groups, reasons, tags)
	}
	if types := must(s.TaskTypes(ctx))(t); len(types) != 2 || types[0].Name != "Qoʻngʻiroq" {
		t.Errorf("task types %+v", types)
	}
	// One list is replaced, the others stay.
	check(t, s.Apply(ctx, Batch{CustomFields: map[Entity][]amo.CustomField{Leads: {}}, LossReasons: []amo.LossReason{}}))
	if diff := cmp.Diff([]Changed{{CustomFields, []int64{1, 2, 3, 4, 5}}, {LossReasons, []int64{7, 8}}}, told()); diff != "" {
		t.Errorf("emptied: %s", diff)
	}
	if len(must(s.CustomFields(ctx, Leads))(t)) != 0 || len(must(s.LossReasons(ctx))(t)) != 0 ||
		len(must(s.FieldGroups(ctx, Leads))(t)) != 3 || len(must(s.TagsOf(ctx, Leads))(t)) != 2 {
		t.Error("the lists were mixed up")
	}
}

func TestContactsByName(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{
		Contacts: decode[[]amo.Contact](t, `[`+reachable(1, "Шерзод", "+998 90 123-45-67", "Sherzod@Mail.uz", 31)+`,`+
			reachable(2, "Alisher", "998935557788", "", 0)+`,`+reachable(3, "Oʻktam", "", "oktam@mail.uz", 31)+`,`+reachable(4, "777", "", "", 0)+`,`+reachable(5, "ali", "", "", 0)+`]`),
		Companies: decode[[]amo.Company](t, `[`+reachable(31, "Baraka", "71 200 00 00", "info@baraka.uz", 0)+`]`),
		Leads:     leadsOf(t, leadSpec{ID: 1, Contact: 1, Company: 31}, leadSpec{ID: 2, Contact: 1, Updated: 9}),
		Tasks:     []amo.Task{decode[amo.Task](t, `{"id":9,"entity_id":1,"entity_type":"contacts","text":"x","complete_till":5}`)},
		Notes:     map[Entity][]amo.Note{Contacts: {note(t, 8, 1, 3, "salom")}},
	}))
	all := must(s.Contacts(ctx, ContactQuery{}))(t)
	var names []string
	for _, c := range all {
		names = append(names, c.Letter+" "+c.Name)
	}
	if diff := cmp.Diff([]string{"# 777", "A ali", "A Alisher", "O Oʻktam", "S Шерзод"}, names); diff != "" {
		t.Errorf("names: %s", diff)
	}
	want := ContactRow{
		ID: 1, Name: "Шерзод", Letter: "S", OwnerID: 7, OwnerName: "Aziz", CompanyID: 31, CompanyName: "Baraka",
		Phone: "+998 90 123-45-67", Email: "Sherzod@Mail.uz", Tags: []string{"VIP"}, Leads: 2, UpdatedAt: 1,
	}
	if diff := cmp.Diff(want, all[4], cmpopts.IgnoreFields(ContactRow{}, "Place")); diff != "" {
		t.Errorf("row: %s", diff)
	}
	for name, c := range map[string]struct {
		query ContactQuery
		want  []int64
	}{
		"letter":        {ContactQuery{Letter: "A"}, []int64{5, 2}},
		"name":          {ContactQuery{Text: "sherz"}, []int64{1}},
		"phone":         {ContactQuery{Text: "93 555-77"}, []int64{2}},
		"two digits":    {ContactQuery{Text: "77"}, []int64{4}},
		"mail":          {ContactQuery{Text: "OKTAM@"}, []int64{3}},
		"company":       {ContactQuery{CompanyID: 31}, []int64{3, 1}},
		"tag":           {ContactQuery{Tags: []string{"VIP"}, Limit: 1}, []int64{4}},
		"nobody's":      {ContactQuery{OwnerIDs: []int64{8}}, nil},
		"behind second": {ContactQuery{After: all[1].Place, Limit: 2}, []int64{2, 3}},
		"behind all":    {ContactQuery{After: all[4].Place}, nil},
	} {
		if got := must(s.ContactIDs(ctx, c.query))(t); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		var rows []int64
		for _, r := range must(s.Contacts(ctx, c.query))(t) {
			rows = append(rows, r.ID)
		}
		if !slices.Equal(rows, c.want) {
			t.Errorf("%s: rows %v, want %v", name, rows, c.want)
		}
	}
	if diff := cmp.Diff([]Letter{{"A", 2}, {"O", 1}, {"S", 1}, {"#", 1}}, must(s.ContactLetters(ctx, ContactQuery{Letter: "A"}))(t)); diff != "" {
		t.Errorf("letters: %s", diff)
	}
	if rows := must(s.ContactRows(ctx, []int64{2, 99, 1}))(t); len(rows) != 2 || rows[0].ID != 2 || rows[1].ID != 1 {
		t.Errorf("rows %+v", rows)
	}
	d := must(s.Contact(ctx, 1))(t)
	if d.Company == nil || d.Company.Name != "Baraka" || len(d.Leads) != 2 || d.Leads[0].ID != 2 || len(d.Tasks) != 1 || d.Notes != 1 {
		t.Errorf("contact %+v", d)
	}
	f := must(s.Company(ctx, 31))(t)
	if len(f.Contacts) != 2 || f.Contacts[0].ID != 3 || len(f.Leads) != 1 || f.Notes != 0 {
		t.Errorf("company %+v", f)
	}
	if rows := must(s.Companies(ctx, ContactQuery{Text: "2000000"}))(t); len(rows) != 1 || rows[0].Leads != 1 || rows[0].Contacts != 2 || rows[0].Phone != "71 200 00 00" {
		t.Errorf("companies %+v", rows)
	}
	if _, err := s.Contact(ctx, 99); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such contact: %v", err)
	}
	check(t, s.Apply(ctx, Batch{DeletedContacts: []int64{1}, DeletedLeads: []int64{1}}))
	if left := must(s.DuplicatesOf(ctx, []string{"901234567"}, nil, 0))(t); len(left) != 0 {
		t.Errorf("a deleted contact is still reached: %v", left)
	}
	var links int
	check(t, s.reader.QueryRowContext(ctx, `SELECT count(*) FROM lead_contacts WHERE lead_id = 1`).Scan(&links))
	if links != 0 {
		t.Errorf("%d links of a deleted lead", links)
	}
}

func TestLinksFollowTheLead(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	ids := func(rows []LeadRow, err error) (list []int64) {
		check(t, err)
		for _, r := range rows {
			list = append(list, r.ID)
		}
		return list
	}
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Contact: 21, Company: 31, Updated: 1}, leadSpec{ID: 2, Contact: 21, Updated: 2})}))
	if got := ids(s.LeadsOfContact(ctx, 21)); !slices.Equal(got, []int64{2, 1}) {
		t.Errorf("leads of 21: %v", got)
	}
	if got := ids(s.LeadsOfContact(ctx, 100021)); !slices.Equal(got, []int64{2, 1}) {
		t.Errorf("leads of the second contact: %v", got)
	}
	if got := ids(s.LeadsOfCompany(ctx, 31)); !slices.Equal(got, []int64{1}) {
		t.Errorf("leads of 31: %v", got)
	}
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Contact: 22, Updated: 3})}))
	if got := ids(s.LeadsOfContact(ctx, 21)); !slices.Equal(got, []int64{2}) {
		t.Errorf("leads of 21 after one left: %v", got)
	}
	if got := ids(s.LeadsOfCompany(ctx, 31)); len(got) != 0 {
		t.Errorf("leads of 31 after it left: %v", got)
	}
	if got := ids(s.LeadsOfCompany(ctx, 0)); len(got) != 0 {
		t.Errorf("leads of no company: %v", got)
	}
}

func TestDuplicates(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{
		Contacts: decode[[]amo.Contact](t, `[`+reachable(1, "Uzbek", "+998 (90) 123-45-67", "A@b.uz", 31)+`,`+
			reachable(2, "Russian", "+7 901 234-56-78", "", 0)+`,`+reachable(3, "Short", "1234567", "a@b.uz", 0)+`]`),
		Companies: decode[[]amo.Company](t, `[`+reachable(31, "Firm", "901234567", "", 0)+`]`),
	}))
	for name, c := range map[string]struct {
		phones, emails []string
		except         int64
		want           []int64
	}{
		"with the country": {[]string{"998901234567"}, nil, 0, []int64{1, 31}},
		"without":          {[]string{"90 123 45 67"}, nil, 0, []int64{1, 31}},
		"one asks":         {[]string{"90 123 45 67"}, nil, 1, []int64{31}},
		"trunk prefix":     {[]string{"8 (901) 234 56 78"}, nil, 0, []int64{2}},
		"another country":  {[]string{"+47 901 234 567"}, nil, 0, []int64{31}},
		"an extension":     {[]string{"4567"}, nil, 0, nil},
		"a short one":      {[]string{"123-45-67"}, nil, 0, []int64{3}},
		"mail":             {nil, []string{" a@B.UZ"}, 0, []int64{1, 3}},
		"each once":        {[]string{"901234567"}, []string{"a@b.uz"}, 0, []int64{1, 3, 31}},
		"nothing":          {[]string{"", "+"}, []string{"", "nobody"}, 0, nil},
	} {
		var got []int64
		for _, d := range must(s.DuplicatesOf(ctx, c.phones, c.emails, c.except))(t) {
			got = append(got, d.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	d := must(s.DuplicatesOf(ctx, []string{"90-1234567"}, nil, 31))(t)
	if diff := cmp.Diff([]Duplicate{{Contacts, 1, "Uzbek", "Firm", "Aziz", "90-1234567"}}, d); diff != "" {
		t.Errorf("duplicate: %s", diff)
	}
}

func TestTaskList(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{
		Leads: leadsOf(t, leadSpec{ID: 1, Name: "Oshxona"}),
		Tasks: []amo.Task{
			task(t, 1, 1, 500, false, 1), task(t, 2, 0, 100, false, 9), task(t, 3, 1, 300, true, 1),
			decode[amo.Task](t, `{"id":4,"entity_id":21,"entity_type":"contacts","responsible_user_id":8,"is_completed":true,"task_type_id":2,"text":"t","complete_till":400,"result":{"text":"Kelishildi"}}`),
		},
	}))
	ids := func(q TaskQuery) (list []int64) {
		for _, r := range must(s.Tasks(ctx, q))(t) {
			list = append(list, r.ID)
		}
		if n := must(s.CountTasks(ctx, q))(t); q.Limit == 0 && n != len(list) {
			t.Errorf("%+v: %d tasks, counted %d", q, len(list), n)
		}
		return list
	}
	for _, c := range []struct {
		query TaskQuery
		want  []int64
	}{
		{TaskQuery{}, []int64{2, 1, 4, 3}},
		{TaskQuery{Limit: 3}, []int64{2, 1, 4}},
		{TaskQuery{Completed: new(false)}, []int64{2, 1}},
		{TaskQuery{Completed: new(true)}, []int64{4, 3}},
		{TaskQuery{From: 300, To: 400}, []int64{4, 3}},
		{TaskQuery{OwnerIDs: []int64{8}}, []int64{4}},
		{TaskQuery{Entity: Leads, EntityID: 1}, []int64{1, 3}},
		{TaskQuery{TypeID: 1, Text: "matn 1"}, []int64{1}},
	} {
		if got := ids(c.query); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.query, got, c.want)
		}
	}
	rows := must(s.Tasks(ctx, TaskQuery{}))(t)
	want := TaskRow{ID: 1, Entity: Leads, EntityID: 1, EntityName: "Oshxona", OwnerID: 7, OwnerName: "Aziz", TypeID: 1, TypeName: "Qoʻngʻiroq", Text: "matn 1", DueAt: 500}
	if diff := cmp.Diff(want, rows[1]); diff != "" {
		t.Errorf("row: %s", diff)
	}
	if rows[2].Result != "Kelishildi" || rows[2].Entity != Contacts || rows[2].EntityName != "" {
		t.Errorf("row %+v", rows[2])
	}
}

func TestIncomingIsReplaced(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	told := heard(t, s)
	list := decode[[]amo.Unsorted](t, `[{"uid":"a","pipeline_id":11,"created_at":1,"_embedded":{"leads":[{"id":7}]}},{"uid":"b","pipeline_id":12,"created_at":2}]`)
	check(t, s.Apply(ctx, Batch{Incoming: list}))
	check(t, s.Apply(ctx, Batch{Incoming: list}))
	check(t, s.Apply(ctx, Batch{}))
	if got := must(s.Incoming(ctx, 0))(t); len(got) != 2 || got[0].UID != "b" {
		t.Errorf("incoming %+v", got)
	}
	if got := must(s.Incoming(ctx, 11))(t); len(got) != 1 || got[0].LeadID() != 7 {
		t.Errorf("incoming of a pipeline %+v", got)
	}
	check(t, s.Apply(ctx, Batch{Incoming: []amo.Unsorted{}}))
	if got := must(s.Incoming(ctx, 0))(t); len(got) != 0 {
		t.Errorf("left %+v", got)
	}
	if diff := cmp.Diff([]Changed{{Incoming, []int64{0, 7}}, {Incoming, []int64{0, 7}}}, told()); diff != "" {
		t.Errorf("told: %s", diff)
	}
}

// A window may open an account before anything of it was read.
func TestNothingIsKnownYet(t *testing.T) {
	s := openAccount(t, openFolder(t, t.TempDir()))
	ctx := t.Context()
	if types := must(s.TaskTypes(ctx))(t); len(types) != 0 {
		t.Errorf("types of tasks: %v", types)
	}
	if groups := must(s.UserGroups(ctx))(t); len(groups) != 0 {
		t.Errorf("departments: %v", groups)
	}
	if fields := must(s.CustomFields(ctx, Leads))(t); len(fields) != 0 {
		t.Errorf("custom fields: %v", fields)
	}
}
