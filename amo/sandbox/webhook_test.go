package sandbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

// receiver is an address that webhooks are sent to.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
	kinds  []string
	code   int
	hang   chan struct{} // until it is closed, no answer
}

func receive(t *testing.T) *receiver {
	r := &receiver{code: http.StatusOK}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		raw, err := io.ReadAll(req.Body)
		if err != nil {
			return
		}
		r.mu.Lock()
		r.bodies = append(r.bodies, string(raw))
		r.kinds = append(r.kinds, req.Header.Get("Content-Type"))
		code, hang := r.code, r.hang
		r.mu.Unlock()
		if hang != nil {
			select {
			case <-hang:
			case <-req.Context().Done():
			}
		}
		w.WriteHeader(code)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answers(code int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.code = code
}

// take gives what has come so far, as forms, and forgets it.
func (r *receiver) take(t *testing.T) []url.Values {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []url.Values
	for _, body := range r.bodies {
		form, err := url.ParseQuery(body)
		if err != nil {
			t.Errorf("not a form: %s", body)
		}
		out = append(out, form)
	}
	r.bodies, r.kinds = nil, nil
	return out
}

// settled waits until everything due has been sent.
func (b *bench) settled() {
	b.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := b.AwaitDeliveries(ctx); err != nil {
		b.Fatal(err)
	}
}

func (b *bench) subscribe(to string, events ...string) object {
	b.Helper()
	body, err := json.Marshal(map[string]any{"destination": to, "settings": events})
	if err != nil {
		b.Fatal(err)
	}
	return b.post("/api/v4/webhooks", string(body), http.StatusCreated)
}

func TestWebhookSubscriptions(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	const to = "https://hooks.example.test/amo/s3cr3t?a=b"
	b.do("GET", "/api/v4/webhooks", "", 204)
	made := b.subscribe(to, "add_lead", "status_lead")
	if made.text("destination") != to || made.at("disabled") != false || made.int("created_by") != 123321 || fmt.Sprint(made.at("settings")) != "[add_lead status_lead]" {
		t.Errorf("made: %v", made)
	}
	b.clock.move(time.Minute)
	again := b.subscribe(to, "note_lead")
	if again.int("id") != made.int("id") || again.int("created_at") != made.int("created_at") || again.int("updated_at") != made.int("updated_at")+60 || fmt.Sprint(again.at("settings")) != "[note_lead]" {
		t.Errorf("again: %v", again)
	}
	b.subscribe("https://hooks.example.test/2", "add_lead")
	if o := b.get("/api/v4/webhooks"); o.int("_total_items") != 2 || len(o.list("_embedded.webhooks")) != 2 {
		t.Errorf("list: %v", o)
	}
	if o := b.get("/api/v4/webhooks?filter[destination]=" + url.QueryEscape(to)); o.int("_embedded.webhooks.0.id") != made.int("id") || o.int("_total_items") != 1 {
		t.Errorf("filtered: %v", o)
	}
	for body, want := range map[string]string{
		`{"settings":["add_lead"]}`:                                       "FieldMissing destination",
		`{"destination":"https://a.example"}`:                             "FieldMissing settings",
		`{"destination":"ftp://a.example","settings":["add_lead"]}`:       "InvalidUrl destination",
		`{"destination":"https://пример.рф/","settings":["add_lead"]}`:    "InvalidUrl destination",
		`{"destination":"https://a.example","settings":["add_deal"]}`:     "NotSupportedChoice settings.0",
		`{"destination":"https://a.example","settings":"add_lead"}`:       "InvalidType settings",
		`{"destination":"https://a.example","settings":[]}`:               "NotBlank settings",
		`{"destination":"https://a.example","settings":["add_unsorted"]}`: "NotSupportedChoice settings.0",
	} {
		if have := b.refused("POST", "/api/v4/webhooks", body); have != want {
			t.Errorf("%s: %s, want %s", body, have, want)
		}
	}
	b.do("POST", "/api/v4/webhooks", `[{"destination":"https://a.example","settings":["add_lead"]}]`, 400)
	b.do("DELETE", "/api/v4/webhooks", `{"destination":"`+to+`"}`, 204)
	b.do("DELETE", "/api/v4/webhooks", `{"destination":"`+to+`"}`, 404)
	b.do("DELETE", "/api/v4/webhooks", `{}`, 400)
	for i := range 99 {
		b.subscribe(fmt.Sprint("https://hooks.example.test/n", i), "add_lead")
	}
	b.do("POST", "/api/v4/webhooks", `{"destination":"https://a.example","settings":["add_lead"]}`, 422)
}

func TestWebhooksTellWhatHappened(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	r := receive(t)
	var events []string
	for _, kind := range []string{"lead", "contact", "company"} {
		for _, action := range []string{"add", "update", "delete", "restore", "responsible", "note"} {
			events = append(events, action+"_"+kind)
		}
	}
	b.subscribe(r.URL+"/hook", append(events, "status_lead", "add_task", "update_task", "delete_task", "responsible_task")...)
	expect := func(what string, want ...string) []url.Values {
		t.Helper()
		b.settled()
		var have []string
		forms := r.take(t)
		for _, form := range forms {
			for key := range form {
				root, rest, _ := strings.Cut(key, "[")
				action, _, _ := strings.Cut(rest, "]")
				if root != "account" && !slices.Contains(have, root+" "+action) {
					have = append(have, root+" "+action)
				}
			}
			if form.Get("account[id]") != "5135160" || form.Get("account[subdomain]") != "nurmebel" || form.Get("account[_links][self]") == "" {
				t.Errorf("%s: account of %v", what, form)
			}
		}
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("%s: %v, want %v", what, have, want)
		}
		return forms
	}
	id := b.post("/api/v4/leads", `[{"name":"Order 1001","price":250000,"pipeline_id":3177727,"status_id":32392159,"tags_to_add":[{"name":"VIP"}],
		"custom_fields_values":[{"field_id":294471,"values":[{"value":"A-1001"}]},{"field_id":294479,"values":[{"value":true}]},{"field_id":294473,"values":[{"value":1767225600}]}]}]`, 200).int("_embedded.leads.0.id")
	form := expect("add", "leads add")[0]
	for key, want := range map[string]string{
		"leads[add][0][id]": fmt.Sprint(id), "leads[add][0][name]": "Order 1001", "leads[add][0][price]": "250000", "leads[add][0][status_id]": "32392159",
		"leads[add][0][tags][0][name]": "VIP", "leads[add][0][custom_fields][0][id]": "294471", "leads[add][0][custom_fields][0][code]": "ORDER_NUMBER",
		"leads[add][0][custom_fields][0][values][0][value]": "A-1001", "leads[add][0][custom_fields][1][values][0][value]": "1",
		"leads[add][0][custom_fields][2][values][0]": "1767207600", "leads[add][0][created_user_id]": "123321", "leads[add][0][date_create]": fmt.Sprint(noon.Unix()),
	} {
		if form.Get(key) != want {
			t.Errorf("%s is %q, want %q", key, form.Get(key), want)
		}
	}
	b.patch(leadPath(id), `{"status_id":142,"responsible_user_id":123328,"updated_by":0}`)
	for _, form := range expect("status", "leads status", "leads update", "leads responsible") {
		for key, want := range map[string]string{
			"leads[status][0][old_status_id]": "32392159", "leads[status][0][old_pipeline_id]": "3177727",
			"leads[responsible][0][old_responsible_user_id]": "123321", "leads[update][0][modified_user_id]": "0",
		} {
			prefix, _, _ := strings.Cut(key, "[0]")
			if _, there := form[prefix+"[0][id]"]; there && form.Get(key) != want {
				t.Errorf("%s is %q, want %q", key, form.Get(key), want)
			}
		}
	}
	b.post(leadPath(id)+"/notes", `[{"note_type":"common","params":{"text":"x"}}]`, 200)
	if form := expect("note", "leads note")[0]; form.Get("leads[note][0][note][element_id]") != fmt.Sprint(id) || form.Get("leads[note][0][note][note_type]") != "4" {
		t.Errorf("note: %v", form)
	}
	if err := b.Delete(0, "leads", id); err != nil {
		t.Fatal(err)
	}
	if form := expect("delete", "leads delete")[0]; form.Get("leads[delete][0][id]") != fmt.Sprint(id) || form.Has("leads[delete][0][name]") {
		t.Errorf("delete: %v", form)
	}
	if err := b.Restore(0, "leads", id); err != nil {
		t.Fatal(err)
	}
	expect("restore", "leads restore")
	b.post("/api/v4/companies", `[{"name":"Firma"}]`, 200)
	if form := expect("company", "contacts add")[0]; form.Get("contacts[add][0][type]") != "company" {
		t.Errorf("company: %v", form)
	}
	b.patch("/api/v4/contacts/60001", `{"name":"Yangi"}`)
	if form := expect("contact", "contacts update")[0]; form.Get("contacts[update][0][type]") != "contact" || form.Get("contacts[update][0][custom_fields][0][values][0][enum]") == "" {
		t.Errorf("contact: %v", form)
	}
	task := b.post("/api/v4/tasks", fmt.Sprintf(`[{"text":"x","complete_till":1767225600,"entity_id":%d,"entity_type":"leads"}]`, id), 200).int("_embedded.tasks.0.id")
	if form := expect("task", "task add")[0]; form.Get("task[add][0][element_type]") != "2" || form.Get("task[add][0][complete_till]") != "2026-01-01 05:00:00" || form.Get("task[add][0][status]") != "0" {
		t.Errorf("task: %v", form)
	}
	b.patch(fmt.Sprint("/api/v4/tasks/", task), `{"is_completed":true,"result":{"text":"y"}}`)
	if form := expect("task done", "task update")[0]; form.Get("task[update][0][status]") != "1" || form.Get("task[update][0][action_close]") != "1" || form.Get("task[update][0][result][text]") != "y" {
		t.Errorf("task: %v", form)
	}
	if err := b.Delete(0, "tasks", task); err != nil {
		t.Fatal(err)
	}
	expect("task gone", "task delete")
	// A batch is told in one delivery a sort of happening.
	b.do("PATCH", "/api/v4/leads", `[{"id":19620,"price":1},{"id":19621,"price":2}]`, 200)
	forms := expect("batch", "leads update")
	if len(forms) != 1 || forms[0].Get("leads[update][0][id]") != "19620" || forms[0].Get("leads[update][1][id]") != "19621" {
		t.Errorf("batch: %v", forms)
	}
	// Refused writes and reads are not told, nor what nobody asked for.
	b.do("PATCH", leadPath(id), `{"price":"x"}`, 400)
	b.do("DELETE", "/api/v4/webhooks", `{"destination":"`+r.URL+`/hook"}`, 204)
	b.patch(leadPath(id), `{"price":1}`)
	expect("nothing")
}

func TestUnsortedHooks(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	r := receive(t)
	if err := b.AddWebhook(r.URL, "add_unsorted", "delete_unsorted", "add_lead", "add_contact"); err != nil {
		t.Fatal(err)
	}
	first, second := b.newForm("a"), b.newForm("b")
	b.settled()
	if forms := r.take(t); len(forms) != 2 || forms[0].Get("unsorted[add][0][uid]") != first.text("uid") || forms[0].Get("unsorted[add][0][category]") != "forms" {
		t.Errorf("added: %v", forms)
	}
	b.post(unsortedPath+"/"+first.text("uid")+"/accept", "{}", 200)
	b.do("DELETE", unsortedPath+"/"+second.text("uid")+"/decline", "", 200)
	b.settled()
	got := url.Values{}
	for _, form := range r.take(t) {
		for key, values := range form {
			got[key] = append(got[key], values...)
		}
	}
	lead, contact := fmt.Sprint(first.int("_embedded.leads.0.id")), fmt.Sprint(first.int("_embedded.contacts.0.id"))
	if !slices.Equal(got["unsorted[delete][0][action]"], []string{"accept", "decline"}) || got.Get("unsorted[delete][0][accept_result][leads][0]") != lead ||
		got.Get("unsorted[delete][0][accept_result][contacts][0]") != contact || got.Get("unsorted[delete][0][decline_result][leads][0]") != fmt.Sprint(second.int("_embedded.leads.0.id")) ||
		got.Get("leads[add][0][id]") != lead || got.Get("contacts[add][0][id]") != contact {
		t.Errorf("sorted: %v", got)
	}
	for _, err := range []error{b.AddWebhook("nowhere", "add_lead"), b.AddWebhook(r.URL, "add_deal")} {
		if err == nil {
			t.Error("a webhook that cannot be")
		}
	}
}

func TestTriggers(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	form, widget := receive(t), receive(t)
	id := b.openLead()
	b.patch(leadPath(id), `{"pipeline_id":3177727,"status_id":32392159}`)
	first, err := b.AddTrigger(sandbox.Trigger{Destination: form.URL, PipelineID: 3177727, StatusID: 32392162})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.AddTrigger(sandbox.Trigger{Destination: widget.URL, PipelineID: 3177727, Widget: true}); err != nil {
		t.Fatal(err)
	}
	form.answers(500)
	b.patch(leadPath(id), `{"status_id":32392162}`)
	b.settled()
	forms := form.take(t)
	if len(forms) != 1 || forms[0].Get("leads[status][0][id]") != fmt.Sprint(id) || forms[0].Get("leads[status][0][old_status_id]") != "32392159" {
		t.Errorf("trigger: %v", forms)
	}
	widget.mu.Lock()
	bodies, kinds := widget.bodies, widget.kinds
	widget.mu.Unlock()
	if len(bodies) != 1 || kinds[0] != "application/json" {
		t.Fatalf("widget: %v %v", bodies, kinds)
	}
	o := answer{body: bodies[0]}.object(t)
	if o.int("event.type") != 15 || o.int("event.data.id") != id || o.int("event.data.status_id") != 32392162 || o.int("account_id") != 5135160 {
		t.Errorf("widget: %v", o)
	}
	b.clock.move(time.Hour)
	b.settled()
	if len(form.take(t)) != 0 {
		t.Error("a trigger is tried once only")
	}
	if err := b.RemoveTrigger(first); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{b.RemoveTrigger(first), func() error { _, err := b.AddTrigger(sandbox.Trigger{Destination: "x"}); return err }(), func() error {
		_, err := b.AddTrigger(sandbox.Trigger{Destination: form.URL, PipelineID: 5})
		return err
	}()} {
		if err == nil {
			t.Error("a trigger that cannot be")
		}
	}
}
