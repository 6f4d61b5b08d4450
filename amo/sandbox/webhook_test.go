package sandbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
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
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
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

func TestHookRetryLadder(t *testing.T) {
	for name, c := range map[string]struct {
		code  int
		waits []time.Duration
	}{
		"receiver's own failure": {503, []time.Duration{5 * time.Minute, 15 * time.Minute, 15 * time.Minute, time.Hour}},
		"refused":                {404, []time.Duration{5 * time.Minute, 15 * time.Minute}},
		"redirected":             {301, []time.Duration{5 * time.Minute, 15 * time.Minute}},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, sandbox.Options{Leads: 30})
			r := receive(t)
			r.answers(c.code)
			b.subscribe(r.URL, "update_lead")
			b.patch(leadPath(19620), `{"price":1}`)
			b.settled()
			for i, wait := range c.waits {
				if n := len(b.Deliveries()); n != i+1 {
					t.Fatalf("%d attempts, want %d", n, i+1)
				}
				b.clock.move(wait - time.Second)
				b.settled()
				if n := len(b.Deliveries()); n != i+1 {
					t.Fatalf("attempt %d came too early", n)
				}
				b.clock.move(time.Second)
				b.settled()
			}
			b.clock.move(24 * time.Hour)
			b.settled()
			list := b.Deliveries()
			if len(list) != len(c.waits)+1 || list[len(list)-1].Attempt != len(list) || list[0].Code != c.code || list[0].Destination != r.URL {
				t.Errorf("attempts: %+v", list)
			}
		})
	}
}

func TestHookSucceedsLater(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	r := receive(t)
	r.answers(500)
	b.subscribe(r.URL, "update_lead")
	b.patch(leadPath(19620), `{"price":1}`)
	b.settled()
	r.answers(204)
	b.clock.move(5 * time.Minute)
	b.settled()
	b.clock.move(24 * time.Hour)
	b.settled()
	if list := b.Deliveries(); len(list) != 2 || list[1].Code != 204 || list[0].Body != list[1].Body {
		t.Errorf("attempts: %+v", list)
	}
	// Nobody there at all.
	r.Close()
	b.patch(leadPath(19620), `{"price":2}`)
	b.settled()
	if list := b.Deliveries(); list[len(list)-1].Code != 0 {
		t.Errorf("attempts: %+v", list)
	}
}

func TestHookTimesOut(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, Hooks: sandbox.HookOptions{Timeout: 30 * time.Millisecond}})
	r := receive(t)
	hang := make(chan struct{})
	r.mu.Lock()
	r.hang = hang
	r.mu.Unlock()
	b.subscribe(r.URL, "update_lead")
	b.patch(leadPath(19620), `{"price":1}`)
	b.settled()
	close(hang)
	if list := b.Deliveries(); len(list) != 1 || list[0].Code != 499 {
		t.Errorf("attempts: %+v", list)
	}
	if o := sandbox.HookOptions(start(t, sandbox.Options{Leads: 30}).HookOptions()); o.Timeout != 2*time.Second {
		t.Errorf("the usual timeout is %v", o.Timeout)
	}
}

func TestHookIsSwitchedOff(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 200})
	r := receive(t)
	r.answers(403)
	b.subscribe(r.URL, "update_lead")
	disabled := func() any { return b.get("/api/v4/webhooks").at("_embedded.webhooks.0.disabled") }
	for i := range 100 {
		b.patch(leadPath(19620+int64(i)), `{"price":1}`)
	}
	b.settled()
	if disabled() != false {
		t.Error("switched off after a hundred invalid answers")
	}
	b.patch(leadPath(19720), `{"price":1}`)
	b.settled()
	if disabled() != true {
		t.Error("still on after more than a hundred")
	}
	before := len(b.Deliveries())
	b.clock.move(time.Hour)
	b.patch(leadPath(19720), `{"price":2}`)
	b.settled()
	if len(b.Deliveries()) != before {
		t.Error("a hook that is off was used")
	}
	b.subscribe(r.URL, "update_lead")
	if disabled() != false {
		t.Error("subscribing anew did not switch it on")
	}
}

func TestHooksAreLostAndReordered(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 200, Hooks: sandbox.HookOptions{Loss: 0.3, Late: 0.3, LateBy: time.Minute, Seed: 7}})
	r := receive(t)
	b.subscribe(r.URL, "update_lead")
	for i := range 60 {
		b.patch(leadPath(19620+int64(i)), `{"price":1}`)
		b.clock.move(time.Second)
	}
	b.settled()
	b.clock.move(2 * time.Minute)
	b.settled()
	var order []string
	for _, form := range r.take(t) {
		order = append(order, form.Get("leads[update][0][id]"))
	}
	lost := 0
	for _, d := range b.Deliveries() {
		if d.Lost {
			lost++
		}
	}
	if lost < 5 || len(order) != 60-lost || slices.IsSorted(order) {
		t.Errorf("%d lost, order %v", lost, order)
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

func TestSeedMode(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 300, SeedMode: true})
	r := receive(t)
	b.subscribe(r.URL, "add_lead")
	id := b.post("/api/v4/leads", `[{"name":"Sinov","custom_fields_values":[{"field_id":294471,"values":[{"value":"1"}]}]}]`, 200).int("_embedded.leads.0.id")
	b.settled()
	r.mu.Lock()
	bodies, kinds := r.bodies, r.kinds
	r.mu.Unlock()
	if len(bodies) != 1 || kinds[0] != "application/json" {
		t.Fatalf("%v %v", kinds, bodies)
	}
	if o := (answer{body: bodies[0]}).object(t); o.int("leads.add.0.id") != id || o.text("leads.add.0.name") != "Sinov" || o.int("account.id") != 5135160 || o.text("leads.add.0.custom_fields.0.values.0.value") != "1" {
		t.Errorf("JSON: %s", bodies[0])
	}
	for _, l := range b.all("/api/v4/leads?filter[status_id]=142&limit=250", "leads") {
		if l.int("status_id") != 142 {
			t.Fatalf("status %d", l.int("status_id"))
		}
	}
	p := b.post(pipelines, `[{"name":"Yangi voronka","sort":2,"_embedded":{"statuses":[{"name":"a","color":"#99ccff"},{"name":"b","color":"#ffff99"},{"id":142,"name":"c"}]}}]`, 200).list("_embedded.pipelines")[0]
	if p.text("_embedded.statuses.0.color") != "#98cbff" || p.text("_embedded.statuses.1.color") == "#ffff99" || p.at("is_main") != false {
		t.Errorf("pipeline: %v", p)
	}
	pair := b.exchange(b.allow().Get("code"), 200)
	b.refresh(pair.text("refresh_token"), 200)
	if b.as(pair.text("access_token")) != 401 {
		t.Error("the old access token lives on")
	}
	strict := start(t, sandbox.Options{Leads: 300})
	if n := len(strict.all("/api/v4/leads?filter[status_id]=142&limit=250", "leads")); n != 300 {
		t.Errorf("filter[status_id] found %d of 300 leads; it is to be ignored", n)
	}
}

func TestEverythingSurvivesARestart(t *testing.T) {
	o := sandbox.Options{Leads: 60, Seed: 5, StateFile: filepath.Join(t.TempDir(), "state.jsonl")}
	first := start(t, o)
	id := first.openLead()
	first.post(pipelines, `[{"name":"P","sort":5,"is_main":true,"is_unsorted_on":true,"_embedded":{"statuses":[{"name":"a","sort":1,"descriptions":[{"level":"master","description":"x"}]}]}}]`, 200)
	first.post(leadFields, `[{"name":"F","type":"select","enums":[{"value":"q"}]}]`, 201)
	first.post(leadFields+"/groups", `[{"name":"G"}]`, 201)
	first.do("DELETE", leadFields+"/294477", "", 204)
	first.post("/api/v4/leads/loss_reasons", `[{"name":"R"}]`, 200)
	first.post("/api/v4/roles", `[{"name":"R"}]`, 201)
	first.post("/api/v4/users", `[{"name":"Olim","email":"olim@nurmebel.example","password":"Parol1"}]`, 201)
	first.post(leadPath(id)+"/notes", `[{"note_type":"common","params":{"text":"n"}}]`, 200)
	first.newForm("a")
	first.post(unsortedPath+"/"+first.newForm("b").text("uid")+"/accept", "", 200)
	first.subscribe("https://hooks.example.test/", "add_lead")
	paths := []string{
		pipelines + "?with=descriptions", leadFields + "?limit=50", leadFields + "/groups", "/api/v4/leads/loss_reasons", "/api/v4/roles", "/api/v4/users",
		leadPath(id) + "/notes", unsortedPath, unsortedPath + "/summary", "/api/v4/webhooks", "/api/v4/events?limit=100",
	}
	read := func(b *bench) []string {
		var out []string
		for _, path := range paths {
			out = append(out, strings.ReplaceAll(b.do("GET", path, "", 200).body, b.url, ""))
		}
		return out
	}
	want := read(first)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	b := start(t, o)
	for i, have := range read(b) {
		if have != want[i] {
			t.Errorf("%s\nwas %.600s\nnow %.600s", paths[i], want[i], have)
		}
	}
	// New ids go on where the old ones ended.
	again := b.post(pipelines, `[{"name":"Q","sort":6,"is_main":false,"is_unsorted_on":true,"_embedded":{"statuses":[{"name":"a","sort":1}]}}]`, 200)
	if strings.Contains(want[0], fmt.Sprintf(`"id":%d,`, again.int("_embedded.pipelines.0.id"))) {
		t.Error("an id was given twice")
	}
}

func TestAmbushAndHooksOverHTTP(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	r := receive(t)
	id := b.openLead()
	b.hook("POST", "/sandbox/ambush", fmt.Sprintf(`{"method":"PATCH","path":"/leads/%d","kind":"leads","id":%d,"patch":{"name":"Boshqa odam"}}`, id, id), 204)
	b.get(leadPath(id))
	if b.Ambushes() != 1 {
		t.Error("a GET has set it off")
	}
	b.patch(leadPath(id), `{"price":5}`)
	if l := b.get(leadPath(id)); l.text("name") != "Boshqa odam" || l.int("price") != 5 || b.Ambushes() != 0 {
		t.Errorf("lead: %v", l)
	}
	b.Ambush(sandbox.Ambush{Path: "/account", Kind: "leads", ID: 1, Patch: json.RawMessage(`{"price":1}`)})
	b.get("/api/v4/account")
	if len(b.AmbushRefusals()) != 1 {
		t.Error("the refusal is not told")
	}
	b.hook("POST", "/sandbox/webhooks", `{"destination":"`+r.URL+`","settings":["update_lead"]}`, 204)
	b.hook("POST", "/sandbox/hooks", `{"json":true,"timeout_ms":500}`, 204)
	b.hook("POST", "/sandbox/triggers", `{"destination":"`+r.URL+`","pipeline_id":3177727}`, 200)
	b.patch(leadPath(id), `{"price":6}`)
	b.settled()
	d := b.hook("GET", "/sandbox/deliveries", "", 200).object(t)
	if d.int("deliveries.0.code") != 200 || !strings.HasPrefix(d.text("deliveries.0.body"), `{"leads":`) {
		t.Errorf("deliveries: %v", d)
	}
	for _, c := range [][2]string{
		{"webhooks", `{"destination":"x"}`},
		{"webhooks", "x"},
		{"triggers", `{}`},
		{"triggers", "x"},
		{"hooks", "x"},
		{"ambush", "x"},
	} {
		b.hook("POST", "/sandbox/"+c[0], c[1], 400)
	}
}

func TestStaleAndDroppedNext(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	b.SetFaults(sandbox.Faults{StaleNext: 1})
	page := b.get("/api/v4/leads?limit=250")
	next := page.text("_links.next.href")
	if next == "" || len(page.list("_embedded.leads")) != 60 {
		t.Fatalf("links: %v", page.at("_links"))
	}
	b.do("GET", next, "", 204)
	b.SetFaults(sandbox.Faults{DropNext: 1})
	if page := b.get("/api/v4/leads?limit=10"); page.at("_links.next") != nil {
		t.Errorf("links: %v", page.at("_links"))
	}
	const spec = "stale-next=0.1,drop-next=0.2"
	if f, err := sandbox.ParseFaults(spec); err != nil || f.String() != spec {
		t.Errorf("%v %v", f, err)
	}
}
