package sandbox_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

const unsortedPath = "/api/v4/leads/unsorted"

// form makes an incoming lead from a form and gives its answer.
func (b *bench) newForm(name string) object {
	b.Helper()
	return b.post(unsortedPath+"/forms", `[{"request_id":"u1","source_name":"Landing","source_uid":"lp-77","pipeline_id":3177730,
		"_embedded":{"leads":[{"name":"`+name+`","price":7,"status_id":142}],
		"contacts":[{"first_name":"Guest","custom_fields_values":[{"field_code":"PHONE","values":[{"value":"+998900000003"}]}]}],"companies":[{"name":"Firma"}]},
		"metadata":{"form_id":"f1","form_name":"Order","form_page":"https://example.test","form_sent_at":1760000000,"ip":"192.0.2.7","referer":"https://example.test/ad"}}]`, 200).list("_embedded.unsorted")[0]
}

func TestUnsortedIsAcceptedOrDeclined(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	made := b.newForm("Saytdan")
	uid, lead, contact, company := made.text("uid"), made.int("_embedded.leads.0.id"), made.int("_embedded.contacts.0.id"), made.int("_embedded.companies.0.id")
	if made.text("request_id") != "u1" || made.int("account_id") != 5135160 || len(uid) < 32 {
		t.Errorf("made: %v", made)
	}
	if l := b.get(leadPath(lead)); l.int("status_id") != firstStatus+12 || l.int("price") != 7 || l.text("name") != "Saytdan" {
		t.Errorf("incoming lead: %v", l)
	}
	for kind, id := range map[string]int64{"contacts": contact, "companies": company} {
		b.do("GET", fmt.Sprint("/api/v4/", kind, "/", id), "", 204)
		b.do("GET", fmt.Sprintf("/api/v4/%s?filter[id]=%d", kind, id), "", 204)
	}
	item := b.get(unsortedPath + "/" + uid)
	if item.text("category") != "forms" || item.text("source_uid") != "lp-77" || item.text("metadata.form_id") != "f1" || item.int("pipeline_id") != 3177730 {
		t.Errorf("item: %v", item)
	}
	// Accepted: the lead moves, and what was hidden shows.
	b.clock.move(time.Minute)
	accepted := b.post(unsortedPath+"/"+uid+"/accept", fmt.Sprintf(`{"user_id":123328,"status_id":%d}`, firstStatus+18), 200)
	if accepted.text("uid") != uid || accepted.int("_embedded.leads.0.id") != lead || accepted.int("_embedded.contacts.0.id") != contact {
		t.Errorf("accepted: %v", accepted)
	}
	l := b.get(leadPath(lead) + "?with=contacts")
	if l.int("status_id") != firstStatus+18 || l.int("responsible_user_id") != 123328 || l.int("_embedded.contacts.0.id") != contact || l.int("_embedded.companies.0.id") != company {
		t.Errorf("accepted lead: %v", l)
	}
	if c := b.get(fmt.Sprint("/api/v4/contacts/", contact)); c.text("first_name") != "Guest" || c.int("_embedded.companies.0.id") != company {
		t.Errorf("contact: %v", c)
	}
	b.do("GET", unsortedPath+"/"+uid, "", 404)
	b.do("POST", unsortedPath+"/"+uid+"/accept", "", 404)
	b.do("DELETE", unsortedPath+"/"+uid+"/decline", "", 404)
	// The same source_uid again is another one; this one is declined.
	second := b.newForm("Yana")
	b.do("DELETE", unsortedPath+"/"+second.text("uid")+"/decline", `{"user_id":123328}`, 200)
	b.do("GET", leadPath(second.int("_embedded.leads.0.id")), "", 204)
	if trash := b.get("/api/v4/leads?with=only_deleted").list("_embedded.leads"); len(trash) != 1 || trash[0].int("updated_by") != 123328 {
		t.Errorf("trash: %v", trash)
	}
	s := b.get(unsortedPath + "/summary?filter[pipeline_id]=3177730")
	if s.int("total") != 2 || s.int("accepted") != 1 || s.int("declined") != 1 || s.int("average_sort_time") != 30 || s.int("categories.forms.total") != 2 {
		t.Errorf("summary: %v", s)
	}
	b.do("GET", unsortedPath, "", 204)
	b.do("POST", unsortedPath+"/nosuch/accept", "{}", 404)
}

func TestUnsortedMovedByHand(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	made := b.newForm("Qoʻlda")
	b.patch(leadPath(made.int("_embedded.leads.0.id")), fmt.Sprintf(`{"status_id":%d}`, firstStatus+15))
	b.do("GET", fmt.Sprint("/api/v4/contacts/", made.int("_embedded.contacts.0.id")), "", 200)
	b.do("GET", unsortedPath+"/"+made.text("uid"), "", 404)
}

func TestUnsortedListsAndSIP(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 10_000})
	all := b.all(unsortedPath+"?limit=2", "unsorted")
	if len(all) != 12 {
		t.Fatalf("%d incoming leads", len(all))
	}
	for i := 1; i < len(all); i++ {
		if all[i-1].int("created_at") < all[i].int("created_at") {
			t.Error("not the newest first")
		}
	}
	b.clock.move(time.Second)
	made := b.post(unsortedPath+"/sip", `[{"source_name":"ATC","source_uid":"a1","metadata":{"from":"+998712000000","phone":"+998900000001","called_at":1760000000,"duration":30,"link":"https://a","service_code":"s","uniq":"u","is_call_event_needed":true}}]`, 200).list("_embedded.unsorted")[0]
	if have := b.get(unsortedPath + "?filter[uid]=" + made.text("uid") + "&filter[category][]=sip&order[created_at]=asc").list("_embedded.unsorted"); len(have) != 1 || have[0].at("metadata.is_call_event_needed") != true {
		t.Errorf("sip: %v", have)
	}
	for _, c := range [][3]string{
		{"forms", `[{"source_uid":"a","metadata":{}}]`, "FieldMissing source_name"},
		{"forms", `[{"source_uid":"a","source_name":"b"}]`, "FieldMissing metadata"},
		{"sip", `[{"source_uid":"a","source_name":"b","metadata":{"from":"x"}}]`, "FieldMissing metadata.phone"},
		{"forms", `[{"source_uid":"a","source_name":"b","metadata":{"form_sent_at":"x"}}]`, "InvalidType metadata.form_sent_at"},
		{"forms", `[{"source_uid":"a","source_name":"b","metadata":{},"pipeline_id":5}]`, "NotSupportedChoice pipeline_id"},
		{"forms", `[{"source_uid":"a","source_name":"b","metadata":{},"_embedded":{"leads":[{"price":"x"}]}}]`, "InvalidType _embedded.leads.0.price"},
	} {
		if have := b.refused("POST", unsortedPath+"/"+c[0], c[1]); have != c[2] {
			t.Errorf("%s: %s, want %s", c[1], have, c[2])
		}
	}
	if have := b.refused("POST", unsortedPath+"/"+made.text("uid")+"/accept", `{"status_id":5}`); have != "NotSupportedChoice status_id" {
		t.Error(have)
	}
	// A chat can become part of a lead that is there.
	at := slices.IndexFunc(all, func(o object) bool { return o.text("category") == "chats" })
	if at < 0 {
		t.Fatal("no chat among the incoming ones")
	}
	target := b.openLead()
	link := fmt.Sprintf(`{"link":{"entity_id":%d,"entity_type":"leads"}}`, target)
	b.do("POST", unsortedPath+"/"+made.text("uid")+"/link", link, 400)
	b.do("POST", unsortedPath+"/"+all[at].text("uid")+"/link", `{"link":{"entity_id":1,"entity_type":"leads"}}`, 400)
	b.do("POST", unsortedPath+"/"+all[at].text("uid")+"/link", link, http.StatusOK)
	if have := b.links(leadPath(target) + fmt.Sprintf("/links?filter[to_entity_id]=%d", all[at].int("_embedded.contacts.0.id"))); have == "" {
		t.Error("the chat's contact was not linked")
	}
	b.do("GET", leadPath(all[at].int("_embedded.leads.0.id")), "", 204)
}
