package sandbox_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"voronka/amo/sandbox"
)

// TestSuccessCodes walks through everything that can be done and the status
// each answers with; nothing here is the same for all.
func TestSuccessCodes(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.openLead()
	lead := leadPath(id)
	for _, c := range []struct {
		method, path, body string
		want               int
	}{
		{"POST", "/api/v4/leads", `[{}]`, 200},
		{"PATCH", "/api/v4/leads", fmt.Sprintf(`[{"id":%d}]`, id), 200},
		{"PATCH", lead, `{}`, 200},
		{"POST", "/api/v4/leads/complex", `[{}]`, 200},
		{"POST", "/api/v4/contacts", `[{"name":"x"}]`, 200},
		{"POST", "/api/v4/companies", `[{"name":"x"}]`, 200},
		{"POST", "/api/v4/tasks", `[{"text":"x","complete_till":1}]`, 200},
		{"POST", lead + "/notes", `[{"note_type":"common","params":{"text":"x"}}]`, 200},
		{"POST", "/api/v4/leads/tags", `[{"name":"x"}]`, 200},
		{"POST", lead + "/link", `[{"to_entity_id":60001,"to_entity_type":"contacts"}]`, 200},
		{"POST", lead + "/unlink", `[{"to_entity_id":60001,"to_entity_type":"contacts"}]`, 204},
		{"POST", pipelines, `[{"name":"x","sort":1,"is_main":false,"is_unsorted_on":true,"_embedded":{"statuses":[{"name":"a","sort":1}]}}]`, 200},
		{"PATCH", pipelines + "/3177727", `{"name":"x"}`, 200},
		{"POST", pipelines + "/3177727/statuses", `[{"name":"x","sort":1}]`, 200},
		{"POST", "/api/v4/leads/loss_reasons", `[{"name":"x"}]`, 200},
		{"POST", leadFields, `[{"name":"x","type":"text"}]`, 201},
		{"PATCH", leadFields + "/294471", `{"name":"x"}`, 201},
		{"POST", leadFields + "/groups", `[{"name":"x"}]`, 201},
		{"PATCH", leadFields + "/groups/default", `{"name":"x"}`, 200},
		{"DELETE", leadFields + "/294473", ``, 204},
		{"POST", "/api/v4/users", `[{"name":"x","email":"x@example.test","password":"Parol1"}]`, 201},
		{"POST", "/api/v4/roles", `[{"name":"x"}]`, 201},
		{"PATCH", "/api/v4/roles/77", `{"name":"x"}`, 202},
		{"POST", "/api/v4/webhooks", `{"destination":"https://hooks.example.test/","settings":["add_lead"]}`, 201},
		{"DELETE", "/api/v4/webhooks", `{"destination":"https://hooks.example.test/"}`, 204},
		{"POST", unsortedPath + "/forms", `[{"source_name":"a","source_uid":"b","metadata":{}}]`, 200},
		{"DELETE", "/api/v4/tasks/120001", ``, 403},
		{"DELETE", lead, ``, 405},
		{"GET", "/api/v4/leads/1", ``, 204},
		{"GET", "/api/v4/leads?page=9999", ``, 204},
		{"GET", pipelines + "/1", ``, 404},
		{"GET", leadFields + "/groups/nosuch", ``, 404},
	} {
		b.do(c.method, c.path, c.body, c.want)
	}
}

// TestTemporaryFailures are the ones that are not what they look like.
func TestTemporaryFailures(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	for spec, want := range map[string]struct {
		status int
		kind   string
		has    string
	}{
		"400=1": {400, "application/problem+json", "повторите запрос"},
		"402=1": {402, "application/problem+json", "Payment Required"},
		"500=1": {500, "text/html", "500 Internal Server Error"},
		"502=1": {502, "text/html", "502 Bad Gateway"},
		"504=1": {504, "text/html", "504 Gateway Timeout"},
	} {
		f, err := sandbox.ParseFaults(spec + ",times=1")
		if err != nil {
			t.Fatal(err)
		}
		b.SetFaults(f)
		a := b.do(http.MethodGet, "/api/v4/account", "", want.status)
		if a.header.Get("Content-Type") != want.kind || !strings.Contains(a.body, want.has) || strings.Contains(a.body, "validation-errors") {
			t.Errorf("%s: %s %s", spec, a.header.Get("Content-Type"), a.body)
		}
		b.do(http.MethodGet, "/api/v4/account", "", http.StatusOK)
	}
}
