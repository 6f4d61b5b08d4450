package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestStatusHook(t *testing.T) {
	want := Lead{
		ID: 7001, Name: "Order 1001", StatusID: 142, OldStatusID: 1102, PipelineID: 11, Price: 250000,
		ResponsibleUserID: 9001, ModifiedUserID: 9001, CreatedUserID: 9001, CreatedAt: 1760000000, UpdatedAt: 1760003600, AccountID: 31415926,
		CustomFields: []Field{{ID: 501, Name: "Order number", Values: []FieldValue{{Value: "A-1001"}}}},
	}
	for name, body := range map[string]string{"encoded": statusHook, "raw": raw(t, statusHook)} {
		t.Run(name, func(t *testing.T) {
			p := decoded(t, MediaForm, body)
			if p.AccountID != 31415926 || p.Subdomain != "acme" || len(p.Events) != 1 {
				t.Fatalf("%+v", p)
			}
			e := p.Events[0]
			lead, ok := e.Lead()
			if !ok || e.Entity != Leads || e.Action != Status {
				t.Errorf("%s %s", e.Entity, e.Action)
			}
			if diff := cmp.Diff(want, lead); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEvents: every event of the API, as its entity, action and id.
func TestEvents(t *testing.T) {
	for name, tc := range map[string]struct {
		media, body, want string
	}{
		"lead added":             {MediaForm, formOf("leads[add][0][id]", "1"), "leads add 1"},
		"lead updated":           {MediaForm, formOf("leads[update][0][id]", "1"), "leads update 1"},
		"lead deleted":           {MediaForm, formOf("leads[delete][0][id]", "1", "leads[delete][0][status_id]", "142"), "leads delete 1"},
		"lead restored":          {MediaForm, formOf("leads[restore][0][id]", "1"), "leads restore 1"},
		"lead given away":        {MediaForm, formOf("leads[responsible][0][id]", "1", "leads[responsible][0][old_responsible_user_id]", "5"), "leads responsible 1"},
		"note of a lead":         {MediaForm, formOf("leads[note][0][note][id]", "77", "leads[note][0][note][element_id]", "1", "leads[note][0][note][note_type]", "4"), "leads note 1"},
		"contact":                {MediaForm, formOf("contacts[add][0][id]", "2", "contacts[add][0][type]", "contact"), "contacts add 2"},
		"company under contacts": {MediaForm, formOf("contacts[update][0][id]", "3", "contacts[update][0][type]", "company"), "companies update 3"},
		"company":                {MediaForm, formOf("companies[update][0][id]", "3"), "companies update 3"},
		"customer":               {MediaForm, formOf("customers[responsible][0][id]", "4"), "customers responsible 4"},
		"task, extra level":      {MediaForm, formOf("task[add][0][0][id]", "5", "task[add][0][0][text]", "Call"), "tasks add 5"},
		"task":                   {MediaForm, formOf("task[update][0][id]", "5"), "tasks update 5"},
		"incoming lead":          {MediaForm, formOf("unsorted[add][0][uid]", "ab12", "unsorted[add][0][category]", "forms"), "unsorted add 0 ab12"},
		"incoming lead accepted": {MediaForm, formOf("unsorted[delete][0][uid]", "ab12", "unsorted[delete][0][action]", "accept", "unsorted[delete][0][accept_result][leads][0]", "9"), "unsorted delete 0 ab12"},
		"message":                {MediaForm, formOf("message[add][0][id]", "0f-9a", "message[add][0][text]", "Salom"), "messages add 0 0f-9a"},
		"talk":                   {MediaForm, formOf("talk[update][0][talk_id]", "12"), "talks update 12 12"},
		"catalog element":        {MediaForm, formOf("catalogs[add][0][id]", "6", "catalogs[add][0][catalog_id]", "90"), "catalogs add 6"},
		"digital pipeline":       {MediaForm, formOf("leads[mail_in][0][id]", "1"), "leads mail_in 1"},
		"without an index":       {MediaForm, formOf("leads[add][id]", "1"), "leads add 1"},
		"appended":               {MediaForm, "leads[delete][]=8&leads[delete][]=9", "leads delete 8; leads delete 9"},
		"several of all": {MediaForm, formOf(
			"leads[update][0][id]", "1", "leads[update][1][id]", "2", "leads[status][0][id]", "1", "contacts[add][0][id]", "3", "account[id]", "4",
		), "leads update 1; leads update 2; leads status 1; contacts add 3"},
		"unknown":        {MediaForm, formOf("robots[wake][0][id]", "1"), "robots wake 1"},
		"nothing":        {MediaForm, "", ""},
		"account alone":  {MediaForm, formOf("account[id]", "4"), ""},
		"text at a root": {MediaForm, "x=1&leads=2", ""},
		"seed's JSON":    {MediaJSON, `{"leads":{"add":[{"id":1}],"update":[{"id":2},{"id":3}]}}`, "leads add 1; leads update 2; leads update 3"},
		"trigger": {
			MediaJSON, `{"event":{"type":15,"type_code":"lead_appeared_in_status","data":{"id":7001,"element_type":2,"status_id":1102,"pipeline_id":11,` +
				`"direction_of_movement":"went_to_trigger"},"time":1760003600},"action":{"settings":{"widget":{"settings":{}}}},"subdomain":"acme","account_id":31415926}`,
			"leads trigger 7001",
		},
		"empty JSON": {MediaJSON, `{}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, e := range decoded(t, tc.media, tc.body).Events {
				got = append(got, strings.TrimSpace(fmt.Sprintln(e.Entity, e.Action, e.ID, e.UID)))
			}
			if text := strings.Join(got, "; "); text != tc.want {
				t.Errorf("got  %q\nwant %q", text, tc.want)
			}
		})
	}
}

func TestTypedEntities(t *testing.T) {
	p := decoded(t, MediaForm, formOf(
		"contacts[update][0][id]", "3", "contacts[update][0][type]", "company", "contacts[update][0][name]", "Akfa",
		"contacts[update][0][linked_leads_id][19][ID]", "19",
		"contacts[update][0][custom_fields][0][id]", "401", "contacts[update][0][custom_fields][0][code]", "PHONE",
		"contacts[update][0][custom_fields][0][values][0][value]", "+998900000001", "contacts[update][0][custom_fields][0][values][0][enum]", "4103",
		"contacts[update][0][custom_fields][1][id]", "402", "contacts[update][0][custom_fields][1][values][0]", "plain",
		"contacts[update][0][tags][0][id]", "301", "contacts[update][0][tags][0][name]", "VIP",
	))
	party, ok := p.Events[0].Party()
	want := Party{
		ID: 3, Name: "Akfa", LeadIDs: []int64{19}, Tags: []Tag{{301, "VIP"}},
		CustomFields: []Field{{ID: 401, Code: "PHONE", Values: []FieldValue{{Value: "+998900000001", Enum: 4103}}}, {ID: 402, Values: []FieldValue{{Value: "plain"}}}},
	}
	if diff := cmp.Diff(want, party); !ok || diff != "" {
		t.Error(ok, diff)
	}

	p = decoded(t, MediaForm, formOf(
		"task[update][0][0][id]", "5", "task[update][0][0][element_type]", "2", "task[update][0][0][element_id]", "7001", "task[update][0][0][status]", "1",
		"task[update][0][0][text]", "Call", "task[update][0][0][complete_till]", "2026-02-03 10:00:00", "task[update][0][0][result][text]", "Agreed",
		"task[update][0][0][old_responsible_user_id]", "8",
	))
	task, ok := p.Events[0].Task()
	if diff := cmp.Diff(Task{
		ID: 5, Element: Leads, ElementID: 7001, IsCompleted: true, Text: "Call", CompleteTill: "2026-02-03 10:00:00", Result: "Agreed", OldResponsibleUserID: 8,
	}, task); !ok || diff != "" {
		t.Error(ok, diff)
	}
	tashkent := time.FixedZone("UZT", 5*3600)
	if at, ok := Moment(task.CompleteTill, tashkent); !ok || at != time.Date(2026, 2, 3, 5, 0, 0, 0, time.UTC).Unix() {
		t.Errorf("moment %d %t", at, ok)
	}
	if at, ok := Moment("1760003600", tashkent); !ok || at != 1760003600 {
		t.Errorf("moment %d %t", at, ok)
	}
	if _, ok := Moment("soon", tashkent); ok {
		t.Error("soon is a moment")
	}

	p = decoded(t, MediaForm, formOf(
		"unsorted[delete][0][uid]", "ab12", "unsorted[delete][0][action]", "accept", "unsorted[delete][0][accept_result][leads][0]", "9",
		"unsorted[delete][0][accept_result][contacts][0]", "10", "unsorted[delete][0][modified_user_id]", "9001",
		"unsorted[add][0][uid]", "cd34", "unsorted[add][0][data][leads][0][id]", "11", "unsorted[add][0][category]", "sip",
	))
	in, ok := p.Events[0].Incoming()
	if diff := cmp.Diff(Incoming{UID: "ab12", Decision: "accept", LeadID: 9, LeadIDs: []int64{9}, ContactIDs: []int64{10}, UserID: 9001}, in); !ok || diff != "" {
		t.Error(ok, diff)
	}
	in, ok = p.Events[1].Incoming()
	if diff := cmp.Diff(Incoming{UID: "cd34", Category: "sip", LeadID: 11, LeadIDs: []int64{11}}, in); !ok || diff != "" {
		t.Error(ok, diff)
	}

	p = decoded(t, MediaForm, formOf(
		"leads[note][0][note][id]", "77", "leads[note][0][note][element_id]", "1", "leads[note][0][note][note_type]", "4", "leads[note][0][note][text]", "Paid",
		"message[add][0][id]", "0f", "message[add][0][text]", "Salom", "message[add][0][contact_id]", "6", "message[add][0][entity_id]", "7",
	))
	note, ok := p.Events[0].Note()
	if diff := cmp.Diff(NoteOf{ID: 77, Type: "4", Text: "Paid", ElementID: 1, Element: Leads}, note); !ok || diff != "" {
		t.Error(ok, diff)
	}
	message, ok := p.Events[1].Message()
	if diff := cmp.Diff(Message{ID: "0f", Text: "Salom", ContactID: 6, EntityID: 7}, message); !ok || diff != "" {
		t.Error(ok, diff)
	}
	// An event is of one kind only.
	e := p.Events[0]
	_, lead := e.Lead()
	_, party2 := e.Party()
	_, task2 := e.Task()
	_, incoming := e.Incoming()
	_, message2 := e.Message()
	_, trigger := e.Trigger()
	if lead || party2 || task2 || incoming || message2 || trigger {
		t.Error("a note is something else too")
	}
}

func TestTrigger(t *testing.T) {
	p := decoded(t, MediaJSON, `{"event":{"type":15,"type_code":"lead_appeared_in_status","data":{"id":7001,"element_type":2,"status_id":1102,"pipeline_id":11},`+
		`"time":1760003600},"subdomain":"acme","account_id":31415926}`)
	trigger, ok := p.Events[0].Trigger()
	if diff := cmp.Diff(Trigger{Type: 15, TypeCode: "lead_appeared_in_status", ID: 7001, StatusID: 1102, PipelineID: 11, Time: 1760003600}, trigger); !ok || diff != "" {
		t.Error(ok, diff)
	}
	if p.AccountID != 31415926 || p.Subdomain != "acme" {
		t.Errorf("%+v", p)
	}
}

func TestBadBodies(t *testing.T) {
	deep := strings.Repeat("[x]", 50)
	for name, tc := range map[string]struct {
		media, body string
		limits      Limits
		want        string // limit or syntax
	}{
		"percent in a key":    {MediaForm, "leads%5=1", Limits{}, "syntax"},
		"percent in a value":  {MediaForm, "leads[add][0][name]=100%", Limits{}, "syntax"},
		"too many keys":       {MediaForm, strings.Repeat("a=1&", 11), Limits{Keys: 10}, "keys"},
		"too deep":            {MediaForm, "a" + deep + "=1", Limits{}, "depth"},
		"JSON list":           {MediaJSON, `[1]`, Limits{}, "syntax"},
		"JSON cut":            {MediaJSON, `{"leads":{"add":[{"id":1}`, Limits{}, "syntax"},
		"JSON and more":       {MediaJSON, `{} {}`, Limits{}, "syntax"},
		"JSON of many keys":   {MediaJSON, `{"a":[1,2,3,4,5,6,7,8,9,10,11]}`, Limits{Keys: 10}, "keys"},
		"deep JSON":           {MediaJSON, strings.Repeat(`{"a":`, 30) + "1" + strings.Repeat("}", 30), Limits{}, "depth"},
		"nothing as JSON":     {MediaJSON, ``, Limits{}, "syntax"},
		"unknown kind":        {"xml", `<a/>`, Limits{}, "syntax"},
		"unclosed deep lists": {MediaJSON, `{"a":` + strings.Repeat("[", 1000), Limits{}, "depth"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewDelivery(tc.media, []byte(tc.body), 0).Decode(tc.limits)
			var limit *LimitError
			var syntax *SyntaxError
			got := ""
			switch {
			case errors.As(err, &limit):
				got = limit.What
			case errors.As(err, &syntax):
				got = "syntax"
			}
			if got != tc.want {
				t.Errorf("error %v, want %s", err, tc.want)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	for key, want := range map[string]string{
		"a": "a", "a[b]": "a|b", "a[b][c]": "a|b|c", "a[]": "a|", "a[b": "a[b", "[a]": "[a]", "a[b]c": "a|b", "a[b][c": "a|b", "": "", "a]b": "a]b",
	} {
		if got := strings.Join(splitKey(key, 10), "|"); got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
	}
}

// TestFieldsKeepEverything: what came can be written as JSON whole.
func TestFieldsKeepEverything(t *testing.T) {
	body := `{"leads":{"add":[{"id":1,"name":"Stol \"Oq\"","x":{"y":null,"z":[true,2.5]}}]}}`
	out, err := json.Marshal(decoded(t, MediaJSON, body).Events[0].Fields)
	if err != nil || string(out) != `{"id":"1","name":"Stol \"Oq\"","x":{"y":null,"z":{"0":"true","1":"2.5"}}}` {
		t.Errorf("%s, %v", out, err)
	}
	var none *Node
	if none.Text("a") != "" || none.Int() != 0 || none.Has() || none.IsTree() || none.At("x", "y") != nil || none.Flag() {
		t.Error("a part that is not there has something")
	}
	for range none.All() {
		t.Error("a part that is not there has parts")
	}
}

func TestRepeatedDeliveriesHaveOneID(t *testing.T) {
	a, b := NewDelivery(MediaForm, []byte("x=1"), 1), NewDelivery(MediaForm, []byte("x=1"), 2)
	if c := NewDelivery(MediaForm, []byte("x=2"), 1); a.ID != b.ID || a.ID == c.ID || len(a.ID) != 32 {
		t.Error(a.ID, b.ID, c.ID)
	}
}

func FuzzForm(f *testing.F) {
	f.Add(statusHook)
	f.Add("leads[add][0][id]=1&leads[delete][]=8&account[id]=4")
	f.Add("task[add][0][0][id]=5&a[b=1&[]=2&a[][]=3&%5B=4&=&&&a[0]=1&a=2")
	f.Fuzz(func(t *testing.T, body string) {
		checkDecoding(t, MediaForm, body)
	})
}

func FuzzJSON(f *testing.F) {
	f.Add(`{"leads":{"add":[{"id":1}]}}`)
	f.Add(`{"event":{"type":1,"data":{"id":"7001","element_type":2}},"account":{"id":1e3}}`)
	f.Add(`{"a":[[[{}]]],"b":null,"c":true}`)
	f.Fuzz(func(t *testing.T, body string) {
		checkDecoding(t, MediaJSON, body)
	})
}

// checkDecoding: any body gives events or a typed error, within the limits,
// and every view of every event is safe.
func checkDecoding(t *testing.T, media, body string) {
	p, err := NewDelivery(media, []byte(body), 0).Decode(Limits{Keys: 200, Depth: 10})
	var limit *LimitError
	var syntax *SyntaxError
	if err != nil {
		if !errors.As(err, &limit) && !errors.As(err, &syntax) {
			t.Fatalf("error %T", err)
		}
		return
	}
	if len(p.Events) > 200 {
		t.Fatalf("%d events of 200 keys", len(p.Events))
	}
	for _, e := range p.Events {
		e.Lead()
		e.Party()
		e.Task()
		e.Incoming()
		e.Note()
		e.Message()
		e.Trigger()
		if out, err := json.Marshal(e.Fields); err != nil || !json.Valid(out) {
			t.Fatalf("%s, %v", out, err)
		}
	}
}
