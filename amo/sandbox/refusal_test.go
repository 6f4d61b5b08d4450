package sandbox_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"voronka/amo/sandbox"
)

func TestUnauthorized(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	for _, value := range []string{"", "Bearer ", "Bearer wrong", "Basic abc", b.Credentials().LongLivedToken} {
		req, err := http.NewRequest(http.MethodGet, b.url+"/api/v4/account", nil)
		if err != nil {
			t.Fatal(err)
		}
		if value != "" {
			req.Header.Set("Authorization", value)
		}
		a := b.send(req)
		want := `{"title":"Unauthorized","type":"https://httpstatus.es/401","status":401,"detail":"Неверный логин или пароль"}`
		if a.status != 401 || a.body != want || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%q: %d %s %s", value, a.status, a.header.Get("Content-Type"), a.body)
		}
	}
}

func TestTokenExpires(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	if err := b.SetClockOffset(6 * 365 * 24 * 3600e9); err != nil {
		t.Fatal(err)
	}
	b.do(http.MethodGet, "/api/v4/account", "", http.StatusUnauthorized)
}

func TestUnknownRoutesAndMethods(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	for _, path := range []string{"/api/v4/calls/9", "/api/v4/leads/abc", "/api/v4/leads/1/2/3", "/api/v4", "/api/v4/leads/-1"} {
		a := b.do(http.MethodGet, path, "", http.StatusNotFound)
		want := fmt.Sprintf(`{"title":"Not Found","type":"https://httpstatus.es/404","status":404,"detail":"Cannot GET %s!"}`, b.url+strings.TrimPrefix(path, "/api/v4"))
		if a.body != want || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s", path, a.body)
		}
	}
	a := b.do(http.MethodGet, "/leads", "", http.StatusNotFound)
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("outside of the API: %v", a.header)
	}
	for _, path := range []string{"/api/v4/leads", "/api/v4/leads/19620", "/api/v4/account", "/api/v4/leads/pipelines"} {
		if a := b.do(http.MethodDelete, path, "", http.StatusMethodNotAllowed); a.body != "" {
			t.Errorf("DELETE %s: body %q", path, a.body)
		}
	}
	forbidden := b.do(http.MethodDelete, "/api/v4/tasks/120001", "", http.StatusForbidden)
	if forbidden.object(t).text("detail") != "Invalid scope" {
		t.Errorf("DELETE task: %s", forbidden.body)
	}
	b.do(http.MethodGet, "/api/v4/leads/", "", http.StatusOK)
}

func TestBodiesThatAreNoBatch(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	for _, body := range []string{
		``, `{`, `[{]`, `[{"id":19620}] x`, `{"0":{"id":19620,"price":5}}`, `"text"`, `null`, `[]`, `[1]`, `[[]]`, `[null]`,
		"[" + strings.Repeat(`{"id":19620},`, 250) + `{"id":19620}]`,
	} {
		a := b.do(http.MethodPatch, "/api/v4/leads", body, http.StatusBadRequest)
		if a.header.Get("Content-Type") != "application/problem+json" || a.object(t).int("status") != 400 {
			t.Errorf("%.40s: %s", body, a.body)
		}
	}
	for _, body := range []string{`[{"price":1}]`, `7`} {
		b.do(http.MethodPatch, "/api/v4/leads/19620", body, http.StatusBadRequest)
	}
	b.do(http.MethodPatch, "/api/v4/leads", `["`+strings.Repeat("x", 17<<20)+`"]`, http.StatusRequestEntityTooLarge)
}

func TestLeadRefusals(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	for model, want := range map[string]string{
		`{"id":1}`:                        "NotSupportedChoice id",
		`{"price":1}`:                     "FieldMissing id",
		`{"id":"19620"}`:                  "InvalidType id",
		`{"id":19620,"price":"100"}`:      "InvalidType price",
		`{"id":19620,"price":10.5}`:       "InvalidType price",
		`{"id":19620,"price":1e3}`:        "InvalidType price",
		`{"id":19620,"price":null}`:       "InvalidType price",
		`{"id":19620,"price":2147483648}`: "InvalidRange price",
		`{"id":19620,"name":5}`:           "InvalidType name",
		`{"id":19620,"status_id":7}`:      "NotSupportedChoice status_id",
		`{"id":19620,"pipeline_id":7}`:    "NotSupportedChoice pipeline_id",

		`{"id":19620,"pipeline_id":3177730,"status_id":32392159}`:                                               "NotSupportedChoice status_id",
		`{"id":19620,"pipeline_id":3177730,"status_id":32392171}`:                                               "NotSupportedChoice status_id",
		`{"id":19620,"status_id":"142"}`:                                                                        "InvalidType status_id",
		`{"id":19620,"responsible_user_id":5}`:                                                                  "NotSupportedChoice responsible_user_id",
		`{"id":19620,"responsible_user_id":123377}`:                                                             "NotSupportedChoice responsible_user_id",
		`{"id":19620,"updated_by":5}`:                                                                           "NotSupportedChoice updated_by",
		`{"id":19620,"loss_reason_id":5}`:                                                                       "NotSupportedChoice loss_reason_id",
		`{"id":19620,"closed_at":"now"}`:                                                                        "InvalidType closed_at",
		`{"id":19620,"custom_fields_values":{}}`:                                                                "InvalidType custom_fields_values",
		`{"id":19620,"custom_fields_values":[5]}`:                                                               "InvalidType custom_fields_values.0",
		`{"id":19620,"custom_fields_values":[{"values":[]}]}`:                                                   "FieldMissing custom_fields_values.0.field_id",
		`{"id":19620,"custom_fields_values":[{"field_id":5,"values":[]}]}`:                                      "NotSupportedChoice custom_fields_values.0.field_id",
		`{"id":19620,"custom_fields_values":[{"field_code":"NO","values":[]}]}`:                                 "NotSupportedChoice custom_fields_values.0.field_code",
		`{"id":19620,"custom_fields_values":[{"field_id":294471}]}`:                                             "FieldMissing custom_fields_values.0.values",
		`{"id":19620,"custom_fields_values":[{"field_id":294471,"values":[{}]}]}`:                               "FieldMissing custom_fields_values.0.values.0.value",
		`{"id":19620,"custom_fields_values":[{"field_id":294471,"values":[{"value":[1]}]}]}`:                    "InvalidType custom_fields_values.0.values.0.value",
		`{"id":19620,"custom_fields_values":[{"field_id":294475,"values":[{"enum_id":5}]}]}`:                    "NotSupportedChoice custom_fields_values.0.values.0.enum_id",
		`{"id":19620,"custom_fields_values":[{"field_id":294475,"values":[{"value":"Faks"}]}]}`:                 "NotSupportedChoice custom_fields_values.0.values.0.value",
		`{"id":19620,"custom_fields_values":[{"field_id":294479,"values":[{"value":"ha"}]}]}`:                   "InvalidType custom_fields_values.0.values.0.value",
		`{"id":19620,"custom_fields_values":[{"field_id":294473,"values":[{"value":"ertaga"}]}]}`:               "InvalidType custom_fields_values.0.values.0.value",
		`{"id":19620,"custom_fields_values":[{"field_id":294481,"values":[{"value":"besh"}]}]}`:                 "InvalidType custom_fields_values.0.values.0.value",
		`{"id":19620,"custom_fields_values":[{"field_id":294495,"values":[{"value":"x","enum_code":"moon"}]}]}`: "NotSupportedChoice custom_fields_values.0.values.0.enum_code",
		`{"id":19620,"custom_fields_values":[{"field_id":294497,"values":[{"value":"x"}]}]}`:                    "InvalidType custom_fields_values.0.values.0.value",
		`{"id":19620,"custom_fields_values":[{"field_id":294497,"values":[{"value":{"mfo":"1"}}]}]}`:            "FieldMissing custom_fields_values.0.values.0.value.name",
		`{"id":19620,"custom_fields_values":[{"field_id":294481,"values":[{"value":"Inf"}]}]}`:                  "InvalidType custom_fields_values.0.values.0.value",
		`{"id":19620,"tags_to_add":[{"id":5}]}`:                                                                 "NotSupportedChoice tags_to_add.0.id",
		`{"id":19620,"tags_to_add":[{}]}`:                                                                       "FieldMissing tags_to_add.0.name",
		`{"id":19620,"tags_to_add":{"name":"x"}}`:                                                               "InvalidType tags_to_add",
		`{"id":19620,"_embedded":{"tags":[{"name":5}]}}`:                                                        "InvalidType _embedded.tags.0.name",
		`{"id":19620,"_embedded":5}`:                                                                            "InvalidType _embedded",
	} {
		before := b.do(http.MethodGet, "/api/v4/leads/19621", "", http.StatusOK).body
		// A good model beside the bad one must not be written.
		a := b.do(http.MethodPatch, "/api/v4/leads", `[{"id":19621,"price":77,"request_id":"good"},`+model+`]`, http.StatusBadRequest)
		o := a.object(t)
		list := o.list("validation-errors")
		if len(list) != 1 || o.text("detail") != "Request validation failed" || o.text("title") != "Bad Request" {
			t.Errorf("%s: %s", model, a.body)
			continue
		}
		if have := list[0].text("errors.0.code") + " " + list[0].text("errors.0.path"); have != want || list[0].text("request_id") != "1" {
			t.Errorf("%s: %s (request_id %q), want %s", model, have, list[0].text("request_id"), want)
		}
		if after := b.do(http.MethodGet, "/api/v4/leads/19621", "", http.StatusOK).body; after != before {
			t.Errorf("%s: the good model was written", model)
		}
	}
}

func TestRefusalNamesEveryModelAndPath(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	a := b.do(http.MethodPatch, "/api/v4/leads",
		`[{"id":19620,"price":"x","name":1,"request_id":"a"},{"id":19621},{"id":2,"request_id":"c"}]`, http.StatusBadRequest)
	want := `{"validation-errors":[` +
		`{"request_id":"a","errors":[{"code":"InvalidType","path":"price","detail":"This value should be of type int."},` +
		`{"code":"InvalidType","path":"name","detail":"This value should be of type string."}]},` +
		`{"request_id":"c","errors":[{"code":"NotSupportedChoice","path":"id","detail":"The value you selected is not a valid choice."}]}],` +
		`"title":"Bad Request","type":"https://httpstatus.es/400","status":400,"detail":"Request validation failed"}`
	if a.body != want {
		t.Errorf("have %s\nwant %s", a.body, want)
	}
}

func TestTaskAndContactRefusals(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	for _, c := range []struct{ method, path, body, want string }{
		{"POST", "/api/v4/tasks", `[{"text":"x"}]`, "FieldMissing complete_till"},
		{"POST", "/api/v4/tasks", `[{"complete_till":1}]`, "FieldMissing text"},
		{"POST", "/api/v4/tasks", `[{"text":"x","complete_till":1,"task_type_id":99}]`, "NotSupportedChoice task_type_id"},
		{"POST", "/api/v4/tasks", `[{"text":"x","complete_till":1,"entity_id":1,"entity_type":"leads"}]`, "NotSupportedChoice entity_id"},
		{"POST", "/api/v4/tasks", `[{"text":"x","complete_till":1,"entity_id":19620,"entity_type":"deals"}]`, "NotSupportedChoice entity_type"},
		{"PATCH", "/api/v4/tasks/1", `{"is_completed":true}`, "NotSupportedChoice id"},
		{"PATCH", "/api/v4/tasks/120001", `{"is_completed":1}`, "InvalidType is_completed"},
		{"POST", "/api/v4/contacts", `[{"responsible_user_id":123321}]`, "FieldMissing name"},
		{"PATCH", "/api/v4/contacts/60001", `{"first_name":5}`, "InvalidType first_name"},
		{"PATCH", "/api/v4/companies/1", `{"name":"x"}`, "NotSupportedChoice id"},
		{"POST", "/api/v4/leads", `[{"_embedded":{"contacts":[{"id":1}]}}]`, "NotSupportedChoice _embedded.contacts.0.id"},
		{"POST", "/api/v4/leads", `[{"_embedded":{"companies":[{}]}}]`, "FieldMissing _embedded.companies.0.id"},
		{
			"POST", "/api/v4/contacts", `[{"name":"x","custom_fields_values":[{"field_code":"PHONE","values":[{"value":"1","enum_code":"MOON"}]}]}]`,
			"NotSupportedChoice custom_fields_values.0.values.0.enum_code",
		},
	} {
		o := b.do(c.method, c.path, c.body, http.StatusBadRequest).object(t)
		have := o.text("validation-errors.0.errors.0.code") + " " + o.text("validation-errors.0.errors.0.path")
		if have != c.want {
			t.Errorf("%s %s %s: %s, want %s", c.method, c.path, c.body, have, c.want)
		}
	}
}
