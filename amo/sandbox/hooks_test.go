package sandbox_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"voronka/amo"
	"voronka/amo/sandbox"
)

func TestEditAsAnotherUser(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.openLead()
	b.clock.move(time.Minute)
	if err := b.Edit(0, "leads", id, amo.LeadPatch{Price: amo.Set[int64](4321)}); err != nil {
		t.Fatal(err)
	}
	l := b.get(leadPath(id))
	if l.int("price") != 4321 || l.int("updated_by") == 123321 || l.int("updated_by") == 0 || l.int("updated_at") != noon.Unix()+60 {
		t.Errorf("lead: %v", l)
	}
	if err := b.Edit(123356, "leads", id, map[string]any{"status_id": 143}); err != nil {
		t.Fatal(err)
	}
	if l := b.get(leadPath(id)); l.int("updated_by") != 123356 || l.int("closed_at") == 0 {
		t.Errorf("lead: %v", l)
	}
	for _, err := range []error{
		b.Edit(0, "leads", 1, map[string]any{"price": 1}),
		b.Edit(0, "leads", id, map[string]any{"price": "x"}),
		b.Edit(0, "deals", id, map[string]any{"price": 1}),
		b.Edit(0, "leads", id, func() {}),
		b.Delete(0, "leads", 1), b.Restore(0, "leads", id), b.Delete(0, "deals", id), b.Restore(0, "tasks", 120001),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), "sandbox: ") {
			t.Errorf("error: %v", err)
		}
	}
}

func TestTrash(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.openLead()
	whole := b.do(http.MethodGet, leadPath(id), "", http.StatusOK).body
	b.do(http.MethodGet, "/api/v4/leads?with=only_deleted", "", http.StatusNoContent)
	b.clock.move(time.Hour)
	if err := b.Delete(0, "leads", id); err != nil {
		t.Fatal(err)
	}
	b.do(http.MethodGet, leadPath(id), "", http.StatusNoContent)
	b.do(http.MethodGet, leadPath(id)+"?with=only_deleted", "", http.StatusNoContent)
	b.do(http.MethodPatch, leadPath(id), `{"price":1}`, http.StatusBadRequest)
	if n := len(b.all("/api/v4/leads", "leads")); n != 59 {
		t.Errorf("%d leads", n)
	}
	trashed := b.get(fmt.Sprintf("/api/v4/leads?with=only_deleted&filter[id][]=%d&filter[updated_at][from]=%d", id, noon.Unix()+3600)).list("_embedded.leads")
	if len(trashed) != 1 {
		t.Fatalf("trash: %v", trashed)
	}
	l := trashed[0]
	if l.int("id") != id || l.int("updated_at") != noon.Unix()+3600 || l.at("is_deleted") != true || l.int("account_id") == 0 || l.int("updated_by") == 123321 {
		t.Errorf("trashed: %v", l)
	}
	for _, name := range []string{"name", "price", "status_id", "pipeline_id", "created_at", "responsible_user_id", "custom_fields_values", "closest_task_at"} {
		if v, there := l[name]; v != nil || !there {
			t.Errorf("%s is %v in the trash", name, v)
		}
	}
	if err := b.Restore(123321, "leads", id); err != nil {
		t.Fatal(err)
	}
	restored := b.get(leadPath(id))
	if restored.int("updated_by") != 123321 || !strings.Contains(whole, restored.text("name")) || restored.at("is_deleted") != false {
		t.Errorf("restored: %v", restored)
	}
	b.do(http.MethodGet, "/api/v4/leads?with=only_deleted", "", http.StatusNoContent)
}

func TestTrashOfContacts(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	var lead object
	for _, l := range b.all("/api/v4/leads?limit=250&with=contacts", "leads") {
		if len(l.list("_embedded.contacts")) > 1 && len(l.list("_embedded.companies")) == 1 {
			lead = l
		}
	}
	main := lead.list("_embedded.contacts")[0]
	if main.at("is_main") != true {
		t.Fatalf("the first is not the main one: %v", main)
	}
	if err := b.Delete(0, "contacts", main.int("id")); err != nil {
		t.Fatal(err)
	}
	if err := b.Delete(0, "companies", lead.int("_embedded.companies.0.id")); err != nil {
		t.Fatal(err)
	}
	l := b.get(leadPath(lead.int("id")) + "?with=contacts")
	if len(l.list("_embedded.companies")) != 0 || len(l.list("_embedded.contacts")) != len(lead.list("_embedded.contacts"))-1 || l.at("_embedded.contacts.0.is_main") != true {
		t.Errorf("lead: %v", l.at("_embedded"))
	}
	for kind, id := range map[string]int64{"contacts": main.int("id"), "companies": lead.int("_embedded.companies.0.id")} {
		trashed := b.get("/api/v4/" + kind + "?with=only_deleted").list("_embedded." + kind)
		// Measured: their flag stays false.
		if len(trashed) != 1 || trashed[0].int("id") != id || trashed[0].at("is_deleted") != false || trashed[0].text("name") == "" {
			t.Errorf("%s: %v", kind, trashed)
		}
		if err := b.Restore(0, kind, id); err != nil {
			t.Fatal(err)
		}
	}
	if again := b.get(leadPath(lead.int("id")) + "?with=contacts"); len(again.list("_embedded.contacts")) != len(lead.list("_embedded.contacts")) {
		t.Errorf("restored: %v", again.at("_embedded"))
	}
}

func TestBeforeComesBetweenReadAndWrite(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.openLead()
	b.Before(func(req *http.Request) {
		if req.Method == http.MethodPatch {
			if err := b.Edit(0, "leads", id, map[string]any{"name": "Boshqa odam"}); err != nil {
				t.Error(err)
			}
		}
	})
	b.patch(leadPath(id), `{"price":5}`)
	b.Before(nil)
	l := b.get(leadPath(id))
	if l.text("name") != "Boshqa odam" || l.int("price") != 5 || l.int("updated_by") != 123321 {
		t.Errorf("lead: %v", l)
	}
}

// hook calls /sandbox/ with the secret.
func (b *bench) hook(method, path, body string, want int) answer {
	b.Helper()
	req, err := http.NewRequest(method, b.url+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set(sandbox.SecretHeader, b.Credentials().ClientSecret)
	a := b.send(req)
	if a.err != nil || a.status != want {
		b.Fatalf("%s %s: %d %v, want %d: %s", method, path, a.status, a.err, want, a.body)
	}
	return a
}

func TestHooksOverHTTP(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.openLead()
	b.do(http.MethodGet, "/sandbox/state", "", http.StatusForbidden)
	for _, c := range []struct {
		method, path, body string
		want               int
	}{
		{"POST", fmt.Sprintf("/sandbox/leads/%d?user_id=123356", id), `{"price":99}`, 200},
		{"POST", fmt.Sprintf("/sandbox/leads/%d", id), `{"price":"x"}`, 400},
		{"POST", fmt.Sprintf("/sandbox/leads/%d/delete", id), "", 204},
		{"POST", fmt.Sprintf("/sandbox/leads/%d/delete", id), "", 404},
		{"POST", fmt.Sprintf("/sandbox/leads/%d/restore", id), "", 204},
		{"POST", fmt.Sprintf("/sandbox/leads/%d/explode", id), "", 404},
		{"POST", "/sandbox/leads/x", "{}", 404},
		{"POST", "/sandbox/deals/1", "{}", 404},
		{"POST", "/sandbox/clock", `{"offset_seconds":3600}`, 204},
		{"POST", "/sandbox/clock", `x`, 400},
		{"POST", "/sandbox/limits", `{"per_second":3,"block_after":5,"block_for_seconds":60}`, 204},
		{"POST", "/sandbox/limits", `x`, 400},
		{"POST", "/sandbox/faults", `500=1,path=/users`, 204},
		{"POST", "/sandbox/faults", `x`, 400},
		{"POST", "/sandbox/nosuch", `x`, 404},
		{"GET", "/sandbox/nosuch", ``, 404},
		{"PUT", "/sandbox/faults", ``, 404},
	} {
		b.hook(c.method, c.path, c.body, c.want)
	}
	b.do(http.MethodGet, "/api/v4/users", "", http.StatusInternalServerError)
	l := b.do(http.MethodGet, leadPath(id), "", http.StatusOK)
	if date, err := http.ParseTime(l.header.Get("Date")); err != nil || date.Unix() != noon.Unix()+3600 {
		t.Errorf("Date %s", l.header.Get("Date"))
	}
	if l.object(t).int("price") != 99 {
		t.Errorf("price %d", l.object(t).int("price"))
	}
	state := b.hook(http.MethodGet, "/sandbox/state", "", http.StatusOK).object(t)
	if state.int("leads") != 60 || state.int("now") != noon.Unix()+3600 || state.text("faults") != "500=1,path=/users" || state.int("limits.per_second") != 3 {
		t.Errorf("state: %v", state)
	}
	log := b.hook(http.MethodGet, "/sandbox/requests", "", http.StatusOK).object(t)
	if counters, _ := log.at("counters").(map[string]any); fmt.Sprint(counters["GET /leads/*"]) != "1" || fmt.Sprint(counters["GET /users"]) != "1" || len(log.list("requests")) != 3 {
		t.Errorf("log: %v", log)
	}
	b.hook(http.MethodDelete, "/sandbox/requests", "", http.StatusNoContent)
	if len(b.Requests()) != 0 || len(b.Counters()) != 0 {
		t.Error("the log is not empty")
	}
}
