package sandbox_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"voronka/amo/sandbox"
)

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
