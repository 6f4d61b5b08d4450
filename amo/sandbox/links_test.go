package sandbox_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"voronka/amo/sandbox"
)

// links writes an entity's links one a line.
func (b *bench) links(path string) string {
	b.Helper()
	a := b.try("GET", path, "")
	if a.status == 204 {
		return ""
	}
	var out []string
	for _, l := range a.object(b).list("_embedded.links") {
		line := fmt.Sprint(l.int("entity_id"), " ", l.text("to_entity_type"), " ", l.int("to_entity_id"))
		if main, told := l.at("metadata.main_contact").(bool); told && main {
			line += " main"
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func TestLinkAndUnlink(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.post("/api/v4/leads", `[{"name":"x"}]`, 200).int("_embedded.leads.0.id")
	path := leadPath(id)
	o := b.post(path+"/link", `[{"to_entity_id":60001,"to_entity_type":"contacts"},{"to_entity_id":60002,"to_entity_type":"contacts","metadata":{"is_main":true}},
		{"to_entity_id":50001,"to_entity_type":"companies"}]`, 200)
	links := o.list("_embedded.links")
	if o.int("_total_items") != 3 || links[0].at("metadata.main_contact") != false || links[1].at("metadata.main_contact") != true || links[2].at("metadata") != nil {
		t.Errorf("linked: %v", o)
	}
	want := fmt.Sprintf("%d contacts 60001\n%d contacts 60002 main\n%d companies 50001", id, id, id)
	if have := b.links(path + "/links"); have != want {
		t.Errorf("links:\n%s", have)
	}
	// Another company takes the first one's place, and the rest of the main
	// contact's part goes to the one that is left.
	b.post(path+"/link", `[{"to_entity_id":50002,"to_entity_type":"companies"}]`, 200)
	b.do("POST", path+"/unlink", `[{"to_entity_id":60002,"to_entity_type":"contacts"}]`, 204)
	want = fmt.Sprintf("%d contacts 60001 main\n%d companies 50002", id, id)
	if have := b.links(path + "/links"); have != want {
		t.Errorf("links:\n%s", have)
	}
	if l := b.get(path + "?with=contacts"); l.int("_embedded.companies.0.id") != 50002 || l.int("_embedded.contacts.0.id") != 60001 {
		t.Errorf("lead: %v", l.at("_embedded"))
	}
	// From the other side, and many at once.
	b.post("/api/v4/contacts/link", fmt.Sprintf(`[{"entity_id":60003,"to_entity_id":%d,"to_entity_type":"leads"},{"entity_id":60003,"to_entity_id":50002,"to_entity_type":"companies"}]`, id), 200)
	if have := b.links("/api/v4/contacts/60003/links?filter[to_entity_type]=companies"); have != "60003 companies 50002" {
		t.Errorf("contact's links:\n%s", have)
	}
	if have := b.links(fmt.Sprintf("/api/v4/leads/links?filter[entity_id][]=%d&filter[entity_id][]=1", id)); strings.Count(have, "\n") != 2 {
		t.Errorf("mass links:\n%s", have)
	}
	b.do("GET", "/api/v4/leads/links", "", 400)
	b.do("GET", "/api/v4/leads/links?filter[entity_id][]=1", "", 204)
	b.do("POST", "/api/v4/companies/unlink", `[{"entity_id":50002,"to_entity_id":60003,"to_entity_type":"contacts"}]`, 204)
	if have := b.links("/api/v4/contacts/60003/links?filter[to_entity_type]=companies"); have != "" {
		t.Errorf("contact's links:\n%s", have)
	}
	for _, c := range [][3]string{
		{path + "/link", `[{"to_entity_id":1,"to_entity_type":"contacts"}]`, "NotSupportedChoice to_entity_id"},
		{path + "/link", `[{"to_entity_id":1,"to_entity_type":"catalog_elements"}]`, "NotSupportedChoice to_entity_type"},
		{path + "/link", `[{"to_entity_type":"contacts"}]`, "FieldMissing to_entity_id"},
		{path + "/link", fmt.Sprintf(`[{"to_entity_id":%d,"to_entity_type":"leads"}]`, id), "NotSupportedChoice to_entity_type"},
		{"/api/v4/leads/link", `[{"to_entity_id":60001,"to_entity_type":"contacts"}]`, "FieldMissing entity_id"},
		{"/api/v4/leads/unlink", `[{"entity_id":1,"to_entity_id":60001,"to_entity_type":"contacts"}]`, "NotSupportedChoice entity_id"},
	} {
		if have := b.refused("POST", c[0], c[1]); have != c[2] {
			t.Errorf("%s %s: %s, want %s", c[0], c[1], have, c[2])
		}
	}
	b.do("POST", "/api/v4/leads/1/link", `[{"to_entity_id":60001,"to_entity_type":"contacts"}]`, 404)
}

func TestComplex(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	body := `[{"name":"Order 1003","price":300000,"request_id":"c1","tags_to_add":[{"name":"VIP"}],"_embedded":{
		"contacts":[{"first_name":"Alisher","last_name":"T.","custom_fields_values":[{"field_code":"PHONE","values":[{"enum_code":"WORK","value":"+998900000001"}]}]}],
		"companies":[{"name":"Example LLC"}]}},
		{"name":"From site","request_id":"c2","_embedded":{"metadata":{"category":"forms","form_id":"f1","form_name":"Landing","form_sent_at":1760000000},"contacts":[{"first_name":"Guest"}]}},
		{"price":5}]`
	a := b.do("POST", "/api/v4/leads/complex", body, 200)
	var made []struct {
		ID, ContactID, CompanyID *int64
		RequestID                []string `json:"request_id"`
		Merged                   *bool
	}
	var raw []map[string]any
	if err := json.Unmarshal([]byte(a.body), &made); err != nil {
		t.Fatalf("not a bare array: %s", a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &raw); err != nil {
		t.Fatal(err)
	}
	if len(made) != 3 || made[0].RequestID[0] != "c1" || made[2].RequestID[0] != "2" || *made[0].Merged || raw[1]["company_id"] != nil || raw[2]["contact_id"] != nil {
		t.Errorf("made: %s", a.body)
	}
	id := func(i int, name string) int64 { n, _ := raw[i][name].(float64); return int64(n) }
	l := b.get(leadPath(id(0, "id")) + "?with=contacts")
	if l.int("_embedded.contacts.0.id") != id(0, "contact_id") || l.at("_embedded.contacts.0.is_main") != true ||
		l.int("_embedded.companies.0.id") != id(0, "company_id") || l.text("_embedded.tags.0.name") != "VIP" {
		t.Errorf("lead: %v", l)
	}
	c := b.get(fmt.Sprint("/api/v4/contacts/", id(0, "contact_id")))
	if c.text("name") != "Alisher T." || c.int("_embedded.companies.0.id") != id(0, "company_id") {
		t.Errorf("contact: %v", c)
	}
	// With metadata it is an incoming lead, and its contact is hidden.
	incoming := b.get(leadPath(id(1, "id")))
	if incoming.int("status_id") != firstStatus-3 {
		t.Errorf("incoming: status %d", incoming.int("status_id"))
	}
	b.do("GET", fmt.Sprint("/api/v4/contacts/", id(1, "contact_id")), "", 204)
	for body, want := range map[string]string{
		`{"_embedded":{"contacts":[{},{}]}}`:                                      "InvalidRange _embedded.contacts",
		`{"_embedded":{"metadata":{"category":"mail"}}}`:                          "NotSupportedChoice _embedded.metadata.category",
		`{"_embedded":{"contacts":[{"id":5}]}}`:                                   "NotSupportedChoice _embedded.contacts.0.id",
		`{"price":"x"}`:                                                           "InvalidType price",
		`{"_embedded":{"contacts":[{"first_name":"a","responsible_user_id":5}]}}`: "NotSupportedChoice _embedded.contacts.0.responsible_user_id",
		`{"custom_fields_values":[` + strings.TrimSuffix(strings.Repeat(`{"field_id":294471,"values":null},`, 41), ",") + `]}`: "InvalidRange custom_fields_values",
	} {
		if have := b.refused("POST", "/api/v4/leads/complex", "["+body+"]"); have != want {
			t.Errorf("%.80s: %s, want %s", body, have, want)
		}
	}
	b.do("POST", "/api/v4/leads/complex", "["+strings.TrimSuffix(strings.Repeat("{},", 51), ",")+"]", 400)
}

func TestNotes(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.openLead()
	path := leadPath(id) + "/notes"
	made := b.post(path, `[{"note_type":"common","params":{"text":"Naqd toʻlandi"},"request_id":"n1"},
		{"note_type":"call_in","params":{"uniq":"u","duration":60,"source":"s","link":"https://a","phone":"+998","call_responsible":"Dilnoza"},"created_by":0}]`, 200)
	first := made.list("_embedded.notes")[0]
	if first.int("entity_id") != id || first.text("request_id") != "n1" {
		t.Errorf("made: %v", made)
	}
	one := fmt.Sprint(path, "/", first.int("id"))
	n := b.get(one)
	if n.text("params.text") != "Naqd toʻlandi" || n.text("note_type") != "common" || n.int("created_by") != 123321 || n.int("entity_id") != id || n.int("account_id") != 5135160 {
		t.Errorf("note: %v", n)
	}
	b.clock.move(60e9)
	edited := b.patch(one, `{"note_type":"common","params":{"text":"Oʻzgardi"}}`)
	if edited.int("updated_at") != noon.Unix()+60 || b.get(fmt.Sprint("/api/v4/leads/notes/", first.int("id"))).text("params.text") != "Oʻzgardi" {
		t.Errorf("edited: %v", edited)
	}
	b.post("/api/v4/leads/notes", fmt.Sprintf(`[{"entity_id":%d,"note_type":"geolocation","params":{"text":"a","address":"b","longitude":"53.7","latitude":87.1}}]`, id), 200)
	b.patch("/api/v4/leads/notes", fmt.Sprintf(`[{"id":%d,"params":{"text":"Yana"}}]`, first.int("id")))
	for query, want := range map[string]int{
		"": 3, "?filter[note_type][]=common&filter[note_type][]=call_in": 2, fmt.Sprintf("?filter[updated_at][from]=%d", noon.Unix()+60): 2,
		fmt.Sprintf("?filter[updated_at]=%d", noon.Unix()+60): 2, "?limit=1&page=3": 1, fmt.Sprintf("?filter[id]=%d", first.int("id")): 1,
	} {
		if have := len(b.get(path + query).list("_embedded.notes")); have != want {
			t.Errorf("%s: %d notes, want %d", query, have, want)
		}
	}
	if have := len(b.get(fmt.Sprintf("/api/v4/leads/notes?filter[entity_id][]=%d&order[id]=desc", id)).list("_embedded.notes")); have != 3 {
		t.Errorf("%d notes of the lead", have)
	}
	b.do("POST", fmt.Sprint("/api/v4/leads/notes/", first.int("id"), "/pin"), "", 204)
	if b.get(one+"?with=is_pinned").at("is_pinned") != true {
		t.Error("not pinned")
	}
	b.do("POST", fmt.Sprint("/api/v4/leads/notes/", first.int("id"), "/unpin"), "", 204)
	b.do("POST", "/api/v4/leads/notes/1/pin", "", 404)
	if a := b.do("DELETE", one, "", 405); a.body != "" {
		t.Errorf("DELETE: %s", a.body)
	}
	b.do("GET", "/api/v4/leads/notes/1", "", 204)
	b.do("GET", "/api/v4/contacts/notes", "", 204)
	for body, want := range map[string]string{
		`{"params":{"text":"x"}}`:                                                       "FieldMissing note_type",
		`{"note_type":"common","text":"x"}`:                                             "FieldMissing params.text",
		`{"note_type":"common","params":{"text":5}}`:                                    "InvalidType params.text",
		`{"note_type":"amomail_message","params":{}}`:                                   "NotSupportedChoice note_type",
		`{"note_type":"message_cashier","params":{"status":"x","text":"y"}}`:            "NotSupportedChoice params.status",
		`{"note_type":"sms_in","params":{"text":"y"}}`:                                  "FieldMissing params.phone",
		`{"note_type":"call_in","params":{"phone":"y","duration":"1"}}`:                 "InvalidType params.duration",
		`{"note_type":"service_message","params":{"text":"y"}}`:                         "FieldMissing params.service",
		`{"note_type":"attachment","params":{"file_uuid":"y"}}`:                         "FieldMissing params.file_name",
		`{"note_type":"common","params":{"text":"x"},"responsible_user_id":5}`:          "NotSupportedChoice responsible_user_id",
		`{"note_type":"call_out","params":{"phone":"y","call_responsible":{}}}`:         "InvalidType params.call_responsible",
		`{"note_type":"geolocation","params":{"text":"a","address":"b","latitude":1}}`:  "FieldMissing params.longitude",
		`{"note_type":"extended_service_message","params":{"service":"a","text":null}}`: "FieldMissing params.text",
	} {
		if have := b.refused("POST", path, "["+body+"]"); have != want {
			t.Errorf("%s: %s, want %s", body, have, want)
		}
	}
	if have := b.refused("POST", "/api/v4/leads/notes", `[{"note_type":"common","params":{"text":"x"}}]`); have != "FieldMissing entity_id" {
		t.Error(have)
	}
	if have := b.refused("POST", "/api/v4/leads/1/notes", `[{"note_type":"common","params":{"text":"x"}}]`); have != "NotSupportedChoice entity_id" {
		t.Error(have)
	}
	if have := b.refused("PATCH", leadPath(id+1)+"/notes/"+fmt.Sprint(first.int("id")), `{"params":{"text":"x"}}`); have != "NotSupportedChoice id" {
		t.Errorf("another lead's note: %s", have)
	}
}

func TestCalls(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	contact := b.post("/api/v4/contacts", `[{"name":"Qoʻngʻiroq","custom_fields_values":[{"field_code":"PHONE","values":[{"value":"+998 (90) 123-45-67"}]}]}]`, 200).int("_embedded.contacts.0.id")
	call := `[{"direction":"inbound","duration":5,"source":"ATC","phone":"8901234567","uniq":"u","call_status":4,"responsible_user_id":123328},
		{"direction":"outbound","duration":0,"source":"ATC","phone":"+79990000000","request_id":"lost"}]`
	o := b.post("/api/v4/calls", call, 200)
	if o.int("_total_items") != 1 || o.int("_embedded.calls.0.entity_id") != contact || o.text("_embedded.calls.0.entity_type") != "contact" || o.text("errors.0.request_id") != "lost" {
		t.Errorf("calls: %v", o)
	}
	n := b.get(fmt.Sprint("/api/v4/contacts/notes/", o.int("_embedded.calls.0.id")))
	if n.text("note_type") != "call_in" || n.text("params.uniq") != "u" || n.int("responsible_user_id") != 123328 {
		t.Errorf("note: %v", n)
	}
	// With one open lead, the call is filed there.
	lead := b.post("/api/v4/leads", fmt.Sprintf(`[{"_embedded":{"contacts":[{"id":%d}]}}]`, contact), 200).int("_embedded.leads.0.id")
	if o := b.post("/api/v4/calls", call, 200); o.int("_embedded.calls.0.entity_id") != lead {
		t.Errorf("calls: %v", o)
	}
	for body, want := range map[string]string{
		`{"duration":5,"source":"ATC","phone":"1"}`:                                                "FieldMissing direction",
		`{"direction":"up","duration":5,"source":"ATC","phone":"1"}`:                               "NotSupportedChoice direction",
		`{"direction":"inbound","duration":"5","source":"ATC","phone":"1"}`:                        "InvalidType duration",
		`{"direction":"inbound","duration":5,"source":"ATC","phone":"8901234567","call_status":9}`: "NotSupportedChoice call_status",
		`{"direction":"inbound","duration":5,"source":"ATC","phone":"8901234567","created_by":9}`:  "NotSupportedChoice created_by",
	} {
		if have := b.refused("POST", "/api/v4/calls", "["+body+"]"); have != want {
			t.Errorf("%s: %s, want %s", body, have, want)
		}
	}
	b.do("GET", "/api/v4/sources", "", 204)
}
