package sandbox_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

// history is the types of events, oldest first.
func (b *bench) history(query string) []string {
	b.Helper()
	var out []string
	for _, e := range b.all("/api/v4/events?limit=100&"+query, "events") {
		out = append(out, e.text("type"))
	}
	slices.Reverse(out)
	return out
}

func TestEveryChangeMakesEvents(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	b.do("GET", "/api/v4/events", "", 204)
	id := b.post("/api/v4/leads", `[{"name":"Tarix","price":5,"pipeline_id":3177727,"status_id":32392159}]`, 200).int("_embedded.leads.0.id")
	b.clock.move(time.Second)
	b.patch(leadPath(id), `{"name":"Yangi nom","price":155,"status_id":142,"responsible_user_id":123328,"tags_to_add":[{"name":"VIP"},{"name":"yangi-teg"}],
		"custom_fields_values":[{"field_id":294471,"values":[{"value":"N-1"}]},{"field_id":294475,"values":[{"enum_id":881001}]}]}`)
	b.clock.move(time.Second)
	b.patch(leadPath(id), `{"tags_to_delete":[{"name":"VIP"}]}`)
	b.post(leadPath(id)+"/link", `[{"to_entity_id":60001,"to_entity_type":"contacts"}]`, 200)
	b.do("POST", leadPath(id)+"/unlink", `[{"to_entity_id":60001,"to_entity_type":"contacts"}]`, 204)
	note := b.post(leadPath(id)+"/notes", `[{"note_type":"common","params":{"text":"x"}}]`, 200).int("_embedded.notes.0.id")
	for _, err := range []error{b.Delete(0, "leads", id), b.Restore(0, "leads", id)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	query := fmt.Sprintf("filter[entity][]=lead&filter[entity_id][]=%d", id)
	want := []string{
		"lead_added", "lead_status_changed", "sale_field_changed", "name_field_changed", "entity_responsible_changed", "entity_tag_added",
		"custom_field_294471_value_changed", "custom_field_294475_value_changed", "entity_tag_deleted", "entity_linked", "entity_unlinked",
		"common_note_added", "lead_deleted", "lead_restored",
	}
	if have := b.history(query); !slices.Equal(have, want) {
		t.Errorf("history: %v", have)
	}
	values := map[string]string{
		"lead_status_changed":               `[{"lead_status":{"id":142,"pipeline_id":3177727}}] [{"lead_status":{"id":32392159,"pipeline_id":3177727}}]`,
		"sale_field_changed":                `[{"sale_field_value":{"sale":155}}] [{"sale_field_value":{"sale":5}}]`,
		"name_field_changed":                `[{"name_field_value":{"name":"Yangi nom"}}] [{"name_field_value":{"name":"Tarix"}}]`,
		"entity_responsible_changed":        `[{"responsible_user":{"id":123328}}] [{"responsible_user":{"id":123321}}]`,
		"entity_tag_added":                  `[{"tag":{"name":"VIP"}},{"tag":{"name":"yangi-teg"}}] []`,
		"entity_tag_deleted":                `[] [{"tag":{"name":"VIP"}}]`,
		"custom_field_294471_value_changed": `[{"custom_field_value":{"enum_id":null,"field_id":294471,"field_type":1,"text":"N-1"}}] []`,
		"custom_field_294475_value_changed": `[{"custom_field_value":{"enum_id":881001,"field_id":294475,"field_type":4,"text":"Instagram"}}] []`,
		"entity_linked":                     `[{"link":{"entity":{"id":60001,"type":"contact"}}}] []`,
		"common_note_added":                 fmt.Sprintf(`[{"note":{"id":%d}}] []`, note),
		"lead_deleted":                      `[] []`,
	}
	ids := map[string]bool{}
	for _, e := range b.all("/api/v4/events?with=lead_name&"+query, "events") {
		after, err := json.Marshal(e.at("value_after"))
		if err != nil {
			t.Fatal(err)
		}
		before, err := json.Marshal(e.at("value_before"))
		if err != nil {
			t.Fatal(err)
		}
		if want, checked := values[e.text("type")]; checked && string(after)+" "+string(before) != want {
			t.Errorf("%s: %s %s", e.text("type"), after, before)
		}
		uid := e.text("id")
		if len(uid) != 26 || uid != strings.ToLower(uid) || ids[uid] {
			t.Errorf("id %q", uid)
		}
		ids[uid] = true
		if one := b.get("/api/v4/events/" + uid); one.text("type") != e.text("type") || e.text("_embedded.entity.name") != "Yangi nom" || e.text("entity_type") != "lead" {
			t.Errorf("event: %v", e)
		}
		by := e.int("created_by")
		if wantBy := int64(123321); (e.text("type") == "lead_deleted" || e.text("type") == "lead_restored") == (by == wantBy) {
			t.Errorf("%s by %d", e.text("type"), by)
		}
	}
	b.do("GET", "/api/v4/events/nosuch", "", 204)
	if n := b.get("/api/v4/events/types?language_code=en").int("_total_items"); n < 30 {
		t.Errorf("%d types", n)
	}
}

func TestTaskAndPartyEvents(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	task := b.post("/api/v4/tasks", `[{"text":"a","complete_till":5000,"entity_id":60001,"entity_type":"contacts"}]`, 200).int("_embedded.tasks.0.id")
	path := fmt.Sprint("/api/v4/tasks/", task)
	b.patch(path, `{"text":"b","complete_till":6000,"task_type_id":2,"responsible_user_id":123328}`)
	b.patch(path, `{"is_completed":true,"result":{"text":"Boʻldi"}}`)
	if err := b.Delete(0, "tasks", task); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"task_added", "task_text_changed", "task_deadline_changed", "task_type_changed", "entity_responsible_changed", "task_completed",
		"task_result_added", "task_deleted",
	}
	if have := b.history("filter[entity][]=task"); !slices.Equal(have, want) {
		t.Errorf("task: %v", have)
	}
	contact := b.post("/api/v4/contacts", `[{"name":"x"}]`, 200).int("_embedded.contacts.0.id")
	b.patch(fmt.Sprint("/api/v4/contacts/", contact), `{"name":"y","updated_by":0,"custom_fields_values":[{"field_code":"PHONE","values":[{"value":"+998","enum_code":"MOB"}]}]}`)
	want = []string{"contact_added", "name_field_changed", "custom_field_294401_value_changed"}
	if have := b.history(fmt.Sprintf("filter[entity]=contact&filter[entity_id]=%d", contact)); !slices.Equal(have, want) {
		t.Errorf("contact: %v", have)
	}
	if e := b.get("/api/v4/events?filter[type]=name_field_changed").list("_embedded.events")[0]; e.int("created_by") != 0 {
		t.Errorf("by %d, not by a robot", e.int("created_by"))
	}
	company := b.post("/api/v4/companies", `[{"name":"x"}]`, 200).int("_embedded.companies.0.id")
	for _, err := range []error{b.Delete(0, "companies", company), b.Restore(0, "companies", company)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if have := b.history("filter[entity][]=company"); !slices.Equal(have, []string{"company_added", "company_deleted", "company_restored"}) {
		t.Errorf("company: %v", have)
	}
}

func TestEventFilters(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 300})
	ids := b.get("/api/v4/leads?limit=200&order[id]=desc").ids("_embedded.leads")
	for i, id := range ids[:120] {
		b.clock.move(time.Second)
		b.patch(leadPath(id), fmt.Sprintf(`{"price":%d,"pipeline_id":3177727,"status_id":%d}`, 1_000_001+i, firstStatus+3*(i%4)))
	}
	b.patch(leadPath(ids[0]), `{"responsible_user_id":123335,"custom_fields_values":[{"field_id":294475,"values":[{"enum_id":881005}]}]}`)
	page := b.get("/api/v4/events?limit=250")
	events := page.list("_embedded.events")
	if len(events) != 100 || page.text("_links.next.href") == "" {
		t.Errorf("%d events on a page", len(events))
	}
	for i := 1; i < len(events); i++ {
		if events[i-1].int("created_at") < events[i].int("created_at") {
			t.Fatal("not the newest first")
		}
	}
	last := noon.Unix() + 120
	for query, want := range map[string]int{
		fmt.Sprintf("filter[type]=sale_field_changed&filter[created_at]=%d", last-4):                                         5,
		fmt.Sprintf("filter[type]=sale_field_changed&filter[created_at][from]=%d&filter[created_at][to]=%d", last-9, last-5): 5,
		"filter[type]=sale_field_changed,entity_responsible_changed":                                                         121,
		"filter[created_by][]=123321&filter[type]=sale_field_changed":                                                        120,
		"filter[created_by][]=5": 0,
		fmt.Sprintf("filter[entity][]=lead&filter[entity_id][]=%d&filter[entity_id][]=%d&filter[type]=sale_field_changed", ids[0], ids[1]): 2,
		"filter[type]=sale_field_changed&filter[value_after][value]=1000005":                                                               1,
		"filter[type]=entity_responsible_changed&filter[value_after][responsible_user_id]=123335,5":                                        1,
		"filter[type]=custom_field_294475_value_changed&filter[value_after][custom_field_values]=881005":                                   1,
		"filter[type]=custom_field_294475_value_changed&filter[value_before][custom_field_values]=881005":                                  0,
		"filter[type]=custom_field_value_changed":                                                                                          1,
		"filter[id]=" + events[0].text("id"):                                                                                               1,
		"filter[unknown]=5&filter[type]=entity_responsible_changed":                                                                        1,
	} {
		if have := len(b.history(query)); have != want {
			t.Errorf("%s: %d, want %d", query, have, want)
		}
	}
	if n := len(b.history(fmt.Sprintf("filter[type]=lead_status_changed&filter[value_after][leads_statuses][0][pipeline_id]=3177727&filter[value_after][leads_statuses][0][status_id]=%d", firstStatus+3))); n == 0 || n > 30 {
		t.Errorf("%d moves into the second status", n)
	}
	eleven := strings.Repeat("&filter[created_by][]=1", 11)
	for _, query := range []string{
		eleven[1:], "filter[entity_id][]=5", "filter[entity][]=lead&filter[entity][]=contact&filter[entity_id]=5",
		"filter[type]=lead_added,custom_field_294475_value_changed", "filter[entity]=lead" + strings.Repeat("&filter[entity_id][]=1", 11),
	} {
		b.do("GET", "/api/v4/events?"+query, "", 400)
	}
}
