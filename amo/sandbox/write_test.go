package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

// openLead is an open lead of the main pipeline.
func (b *bench) openLead() int64 {
	b.Helper()
	return b.get(fmt.Sprintf("/api/v4/leads?limit=1&filter[statuses][0][pipeline_id]=%d&filter[statuses][0][status_id]=%d", mainPipeline, firstStatus)).int("_embedded.leads.0.id")
}

func leadPath(id int64) string { return fmt.Sprintf("/api/v4/leads/%d", id) }

func TestMovesAndTheirSideEffects(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.openLead()
	now := noon.Unix()
	type state struct{ status, pipeline, closed, reason int64 }
	for i, step := range []struct {
		patch string
		want  state
	}{
		{`{"status_id":32392162}`, state{32392162, mainPipeline, 0, 0}},
		{`{"status_id":32392174}`, state{32392174, salesPipeline, 0, 0}},
		{`{"status_id":142}`, state{142, salesPipeline, now + 120, 0}},
		{`{"price":5}`, state{142, salesPipeline, now + 120, 0}},
		{`{"status_id":143,"loss_reason_id":4013}`, state{143, salesPipeline, now + 240, 4013}},
		{`{"loss_reason_id":4015}`, state{143, salesPipeline, now + 240, 4015}},
		{`{"loss_reason_id":null}`, state{143, salesPipeline, now + 240, 0}},
		{`{"loss_reason_id":4015,"closed_at":1700000000}`, state{143, salesPipeline, 1700000000, 4015}},
		{`{"pipeline_id":3177727}`, state{143, mainPipeline, 1700000000, 4015}},
		{`{"status_id":142,"pipeline_id":3177730}`, state{142, salesPipeline, now + 540, 0}},
		{`{"status_id":32392165,"loss_reason_id":4011,"closed_at":5}`, state{32392165, mainPipeline, 0, 0}},
		{`{"pipeline_id":3177730}`, state{32392174, salesPipeline, 0, 0}},
		{`{"pipeline_id":3177730,"status_id":32392177}`, state{32392177, salesPipeline, 0, 0}},
	} {
		answer := b.patch(leadPath(id), step.patch)
		if answer.int("updated_at") != now+int64(i)*60 || answer.int("id") != id || answer.text("_links.self.href") != b.url+leadPath(id) {
			t.Errorf("%s: answer %v", step.patch, answer)
		}
		l := b.get(leadPath(id) + "?with=loss_reason")
		have := state{l.int("status_id"), l.int("pipeline_id"), l.int("closed_at"), l.int("loss_reason_id")}
		if have != step.want {
			t.Errorf("step %d %s: %+v, want %+v", i, step.patch, have, step.want)
		}
		if (have.closed == 0) != (l.at("closed_at") == nil) || (have.reason == 0) != (l.at("loss_reason_id") == nil) {
			t.Errorf("%s: zero instead of null", step.patch)
		}
		if have.reason != 0 && l.int("_embedded.loss_reason.0.id") != have.reason {
			t.Errorf("%s: embedded reason %v", step.patch, l.at("_embedded.loss_reason"))
		}
		if l.int("updated_by") != 123321 {
			t.Errorf("updated_by %d", l.int("updated_by"))
		}
		b.clock.move(time.Minute)
	}
}

func TestBatchEdit(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	ids := b.get("/api/v4/leads?limit=2").ids("_embedded.leads")
	o := b.patch("/api/v4/leads", fmt.Sprintf(
		`[{"id":%d,"price":1,"request_id":"x"},{"id":%d,"price":2,"updated_by":0,"responsible_user_id":123356,"junk":{"a":1}},{"id":%d,"name":"Ikki marta"}]`, ids[0], ids[1], ids[0]))
	rows := o.list("_embedded.leads")
	if len(rows) != 3 || rows[0].text("request_id") != "x" || rows[1].text("request_id") != "1" || rows[0].int("updated_at") != noon.Unix() {
		t.Errorf("answer: %v", o)
	}
	first, second := b.get(leadPath(ids[0])), b.get(leadPath(ids[1]))
	if first.int("price") != 1 || first.text("name") != "Ikki marta" || first.int("price_with_minor_units") != 1 {
		t.Errorf("first: %v", first)
	}
	if second.int("price") != 2 || second.int("updated_by") != 0 || second.int("responsible_user_id") != 123356 || second.int("group_id") != 625 {
		t.Errorf("second: %v", second)
	}
	// Both stand at the end of the default order now.
	newest := b.all("/api/v4/leads?limit=250", "leads")
	tail := idsOf(newest[len(newest)-2:])
	slices.Sort(ids)
	if !slices.Equal(tail, ids) {
		t.Errorf("tail %v, want %v", tail, ids)
	}
}

func TestTags(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.openLead()
	for _, step := range []struct{ patch, want string }{
		{`{"_embedded":{"tags":[{"name":"VIP"},{"id":303},{"name":"vip"}]}}`, "VIP IT"},
		{`{"tags_to_add":[{"name":"yangi teg"},{"name":"VIP"}]}`, "VIP IT yangi teg"},
		{`{"tags_to_delete":[{"name":"VIP"},{"id":303},{"name":"yoʻq"}]}`, "yangi teg"},
		{`{"tags_to_add":[{"id":301}],"tags_to_delete":[{"name":"yangi teg"}]}`, "VIP"},
		{`{"price":7}`, "VIP"},
		{`{"_embedded":{"tags":null}}`, ""},
		{`{"_embedded":{"tags":[{"name":"тендер"}]}}`, "тендер"},
		{`{"_embedded":{"tags":[]}}`, ""},
	} {
		b.patch(leadPath(id), step.patch)
		var names []string
		for _, tag := range b.get(leadPath(id)).list("_embedded.tags") {
			names = append(names, tag.text("name"))
		}
		if have := strings.Join(names, " "); have != step.want {
			t.Errorf("%s: %q, want %q", step.patch, have, step.want)
		}
	}
	if len(b.get("/api/v4/leads/tags?query=YANGI%20TEG").list("_embedded.tags")) != 1 {
		t.Error("the new tag is not listed")
	}
	b.do(http.MethodGet, "/api/v4/contacts/tags?query=yangi%20teg", "", http.StatusNoContent)
}

// TestCustomFieldValues writes each type as the reference says, and reads the
// documented shape back.
func TestCustomFieldValues(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.openLead()
	day := time.Date(2026, 12, 5, 0, 0, 0, 0, noon.Location()).Unix()
	for _, c := range []struct {
		field       int64
		write, read string
	}{
		{294471, `[{"value":"UZ-1"}]`, `[{"value":"UZ-1"}]`},
		{294471, `[{"value":"a"},{"value":"b"}]`, `[{"value":"a"}]`},
		{294473, fmt.Sprintf(`[{"value":%d}]`, day+13*3600), fmt.Sprintf(`[{"value":%d}]`, day)},
		{294473, `[{"value":"2026-12-05T10:00:00+05:00"}]`, fmt.Sprintf(`[{"value":%d}]`, day)},
		{294475, `[{"value":"Telegram"}]`, `[{"value":"Telegram","enum_id":881003,"enum_code":null}]`},
		{294475, `[{"enum_id":881001}]`, `[{"value":"Instagram","enum_id":881001,"enum_code":null}]`},
		{294477, `[{"value":"https://a.example/\"x\""}]`, `[{"value":"https://a.example/\"x\""}]`},
		{294479, `[{"value":true}]`, `[{"value":true}]`},
		{294479, `[{"value":false}]`, `[{"value":false}]`},
		{294481, `[{"value":4.5}]`, `[{"value":"4.5"}]`},
		{294481, `[{"value":"12"}]`, `[{"value":"12"}]`},
		{294483, `[{"value":"Toshkent, Chilonzor"}]`, `[{"value":"Toshkent, Chilonzor"}]`},
		{294485, `[{"value":"bir\nikki\tuch"}]`, `[{"value":"bir\nikki\tuch"}]`},
		{
			294487, `[{"enum_id":881103},{"value":"Oshxona"}]`,
			`[{"value":"Ofis","enum_id":881103,"enum_code":null},{"value":"Oshxona","enum_id":881101,"enum_code":null}]`,
		},
		{294489, `[{"value":"Naqd"}]`, `[{"value":"Naqd","enum_id":881201,"enum_code":null}]`},
		{294491, fmt.Sprintf(`[{"value":%d}]`, day+61), fmt.Sprintf(`[{"value":%d}]`, day+61)},
		{294493, `[{"value":"1000"}]`, `[{"value":"1000"}]`},
		{294495, `[{"value":"Buxoro","enum_code":"city"}]`, `[{"value":"Buxoro","enum_id":3,"enum_code":"city"}]`},
		{294497, `[{"value":{"name":"MChJ","mfo":"00401"}}]`, `[{"value":{"mfo":"00401","name":"MChJ"}}]`},
		{294499, `[{"value":"yandex"}]`, `[{"value":"yandex"}]`},
	} {
		b.patch(leadPath(id), fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":%s}]}`, c.field, c.write))
		l := b.get(leadPath(id))
		if have := encode(t, fieldOf(l, c.field)); have != normal(t, c.read) {
			t.Errorf("field %d, %s: %s, want %s", c.field, c.write, have, c.read)
		}
		// What was read can be written back.
		b.patch(leadPath(id), fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":%s}]}`, c.field, encode(t, fieldOf(l, c.field))))
		if again := encode(t, fieldOf(b.get(leadPath(id)), c.field)); again != normal(t, c.read) {
			t.Errorf("field %d: after a round trip %s", c.field, again)
		}
	}
	filled := len(b.get(leadPath(id)).list("custom_fields_values"))
	for i, clearing := range []string{`null`, `[]`, `[{"value":""}]`, `[{"value":null}]`} {
		field := []int64{294471, 294477, 294483, 294485}[i]
		b.patch(leadPath(id), fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":%s}]}`, field, clearing))
		l := b.get(leadPath(id))
		if fieldOf(l, field) != nil || len(l.list("custom_fields_values")) != filled-i-1 {
			t.Errorf("%s does not clear field %d alone", clearing, field)
		}
	}
	b.patch(leadPath(id), `{"custom_fields_values":[{"field_code":"ORDER_NUMBER","values":[{"value":"kod"}]}]}`)
	if v := fieldOf(b.get(leadPath(id)), 294471); v == nil || v[0].text("value") != "kod" {
		t.Errorf("by code: %v", v)
	}
}

func encode(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return normal(t, string(raw))
}

func normal(t testing.TB, raw string) string {
	t.Helper()
	var v any
	d := json.NewDecoder(strings.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestCreateLeads(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	contact, company := int64(60001), int64(50001)
	a := b.do(http.MethodPost, "/api/v4/leads", fmt.Sprintf(
		`[{"name":"Yangi","price":100000,"pipeline_id":3177730,"status_id":32392174,"request_id":"r1","tags_to_add":[{"name":"VIP"}],
		   "custom_fields_values":[{"field_id":294471,"values":[{"value":"A-1"}]}],"created_at":1700000000,
		   "_embedded":{"contacts":[{"id":%d},{"id":60002,"is_main":true}],"companies":[{"id":%d}]}},
		  {},{"status_id":142},{"status_id":143,"loss_reason_id":4011,"closed_at":1700000001}]`, contact, company), http.StatusOK).object(t)
	rows := a.list("_embedded.leads")
	if len(rows) != 4 || rows[0].text("request_id") != "r1" || rows[0].at("updated_at") != nil || rows[3].text("request_id") != "3" {
		t.Fatalf("answer %v", a)
	}
	first := b.get(leadPath(rows[0].int("id")) + "?with=contacts")
	if first.int("created_at") != 1700000000 || first.int("_embedded.companies.0.id") != company || len(first.list("_embedded.contacts")) != 2 ||
		first.at("_embedded.contacts.0.is_main") != false || first.at("_embedded.contacts.1.is_main") != true || first.text("_embedded.tags.0.name") != "VIP" {
		t.Errorf("first: %v", first)
	}
	plain := b.get(leadPath(rows[1].int("id")))
	if plain.text("name") != fmt.Sprintf("Сделка #%d", rows[1].int("id")) || plain.int("pipeline_id") != mainPipeline || plain.int("status_id") != firstStatus ||
		plain.int("responsible_user_id") != 123321 || plain.at("custom_fields_values") != nil || plain.at("closed_at") != nil {
		t.Errorf("plain: %v", plain)
	}
	if won := b.get(leadPath(rows[2].int("id"))); won.int("closed_at") != noon.Unix() || won.int("pipeline_id") != mainPipeline {
		t.Errorf("won: %v", won)
	}
	if lost := b.get(leadPath(rows[3].int("id"))); lost.int("closed_at") != 1700000001 || lost.int("loss_reason_id") != 4011 {
		t.Errorf("lost: %v", lost)
	}
	if back := b.get(fmt.Sprintf("/api/v4/contacts/%d?with=leads", contact)); !slices.Contains(back.ids("_embedded.leads"), rows[0].int("id")) {
		t.Error("the contact does not know the new lead")
	}
}

func TestContactsAndCompanies(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	a := b.do(http.MethodPost, "/api/v4/contacts", `[{"first_name":"Malika","last_name":"S.","request_id":"k1",
		"custom_fields_values":[{"field_code":"PHONE","values":[{"value":"+998900000002","enum_code":"MOB"},{"value":"+998710000000"}]},
		 {"field_code":"EMAIL","values":[{"value":"m@example.test","enum_code":"PRIV"}]}]},{"name":"Faqat ism"}]`, http.StatusOK).object(t)
	rows := a.list("_embedded.contacts")
	path := fmt.Sprintf("/api/v4/contacts/%d", rows[0].int("id"))
	c := b.get(path)
	if c.text("name") != "Malika S." || c.text("first_name") != "Malika" || rows[0].text("request_id") != "k1" {
		t.Errorf("contact: %v", c)
	}
	want := normal(t, `[{"value":"+998900000002","enum_id":880005,"enum_code":"MOB"},{"value":"+998710000000","enum_id":880001,"enum_code":"WORK"}]`)
	if have := encode(t, fieldOf(c, 294401)); have != want {
		t.Errorf("phones: %s", have)
	}
	if plain := b.get(fmt.Sprintf("/api/v4/contacts/%d", rows[1].int("id"))); plain.text("name") != "Faqat ism" || plain.at("first_name") != "" {
		t.Errorf("name only: %v", plain)
	}
	answer := b.patch(path, `{"last_name":"Saidova","tags_to_add":[{"name":"hamkor"}]}`)
	if answer.text("name") != "Malika Saidova" || answer.int("updated_at") != noon.Unix() {
		t.Errorf("answer: %v", answer)
	}
	if tag := b.get(path).list("_embedded.tags"); len(tag) != 1 || tag[0].at("color") != nil {
		t.Errorf("tags: %v", tag)
	}
	firm := b.do(http.MethodPost, "/api/v4/companies", `[{"name":"Yangi MChJ"}]`, http.StatusOK).object(t)
	firmPath := fmt.Sprintf("/api/v4/companies/%d", firm.int("_embedded.companies.0.id"))
	if o := b.patch(firmPath, `{"name":"Eski MChJ"}`); o.text("name") != "Eski MChJ" {
		t.Errorf("company: %v", o)
	}
	if o := b.get(firmPath + "?with=leads,contacts"); o.at("first_name") != nil || o.at("_embedded.leads") == nil || o.at("_embedded.contacts") == nil {
		t.Errorf("company: %v", o)
	}
}

func TestTasksMoveClosestTaskAt(t *testing.T) {
	b := start(t, sandbox.Options{Leads: -1})
	lead := b.do(http.MethodPost, "/api/v4/leads", `[{"name":"x"}]`, http.StatusOK).object(t).int("_embedded.leads.0.id")
	stamp := b.get(leadPath(lead)).int("updated_at")
	b.clock.move(time.Hour)
	closest := func(want int64) {
		t.Helper()
		l := b.get(leadPath(lead))
		if l.int("closest_task_at") != want || l.int("updated_at") != stamp || (want == 0) != (l.at("closest_task_at") == nil) {
			t.Errorf("closest_task_at %v, want %d", l.at("closest_task_at"), want)
		}
	}
	closest(0)
	due := noon.Unix()
	tasks := b.do(http.MethodPost, "/api/v4/tasks", fmt.Sprintf(
		`[{"text":"a","complete_till":%d,"entity_id":%d,"entity_type":"leads"},{"text":"b","complete_till":%d,"entity_id":%d,"entity_type":"leads","task_type_id":2}]`,
		due+500, lead, due+900, lead), http.StatusOK).object(t).ids("_embedded.tasks")
	closest(due + 500)
	path := fmt.Sprintf("/api/v4/tasks/%d", tasks[0])
	if result := encode(t, b.get(path).at("result")); result != "[]" {
		t.Errorf("no result is %s", result)
	}
	done := b.patch(path, `{"is_completed":true,"result":{"text":"Kelishildi"}}`)
	if done.int("id") != tasks[0] || done.int("updated_at") != noon.Unix()+3600 {
		t.Errorf("answer: %v", done)
	}
	if o := b.get(path); o.text("result.text") != "Kelishildi" || o.at("is_completed") != true || o.text("text") != "a" {
		t.Errorf("done: %v", o)
	}
	closest(due + 900)
	b.patch(fmt.Sprintf("/api/v4/tasks/%d", tasks[1]), fmt.Sprintf(`{"complete_till":%d}`, due+100))
	closest(due + 100)
	b.patch("/api/v4/tasks", fmt.Sprintf(`[{"id":%d,"entity_id":null,"entity_type":null}]`, tasks[1]))
	closest(0)
	b.patch(path, `{"is_completed":false}`)
	closest(due + 500)
	if err := b.Delete(0, "tasks", tasks[0]); err != nil {
		t.Fatal(err)
	}
	closest(0)
	b.do(http.MethodGet, path, "", http.StatusNoContent)
}
