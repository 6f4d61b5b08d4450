package sandbox

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{
		"filter[id][]=1&filter[id][]=2", "filter[statuses][0][pipeline_id]=1", "a=1&a[b]=2&a=3", "a[b=1", "a]=1", "[]=1", "a[[]]=1", "%5B%5D=%zz&+=+",
		"filter%5Bupdated_at%5D%5Bfrom%5D=1", strings.Repeat("a", 100) + strings.Repeat("[]", 100) + "=1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		p := parseQuery(raw)
		// Written out under full names it reads back as the same.
		var pairs []string
		p.walkMembers(func(key, value string) { pairs = append(pairs, url.QueryEscape(key)+"="+url.QueryEscape(value)) })
		again := parseQuery(strings.Join(pairs, "&"))
		var repeated []string
		again.walkMembers(func(key, value string) {
			repeated = append(repeated, url.QueryEscape(key)+"="+url.QueryEscape(value))
		})
		if strings.Join(pairs, "&") != strings.Join(repeated, "&") {
			t.Fatalf("%q: %v became %v", raw, pairs, repeated)
		}
		r := &request{query: p, wants: withSet(p)}
		r.page(maxLimit)
		r.order("updated_at", "id")
	})
}

func (p *param) walkMembers(visit func(key, value string)) {
	for _, name := range p.keys {
		p.members[name].walk(name, visit)
	}
}

func TestParseQueryFollowsPHP(t *testing.T) {
	for raw, want := range map[string]string{
		"a=1":                      "a=1",
		"a=1&a=2":                  "a=2",
		"a=1&a[x]=2":               "a[x]=2",
		"a[x]=2&a=1":               "a=1",
		"a[]=1&a[]=2&a[5]=3&a[]=4": "a[0]=1 a[1]=2 a[5]=3 a[6]=4",
		"a[b][c]=1&a[b][d]=2":      "a[b][c]=1 a[b][d]=2",
		"a%5Bb%5D=x+y%20z":         "a[b]=x y z",
		"a":                        "a=",
		"a[b":                      "a[b=",
		"a[b]c[d]=1":               "a[b]=1",
		"=1&&":                     "",
	} {
		var have []string
		parseQuery(raw).walkMembers(func(key, value string) { have = append(have, key+"="+value) })
		if strings.Join(have, " ") != want {
			t.Errorf("%s: %q, want %q", raw, have, want)
		}
	}
}

// FuzzLists throws query strings at every list: an answer is 200 with a JSON
// object or 204.
func FuzzLists(f *testing.F) {
	s, err := New(Options{Leads: 40})
	if err != nil {
		f.Fatal(err)
	}
	f.Add("filter[custom_fields_values][294481][from]=x&order[id]=desc&page=-5&limit=1&query=%00")
	f.Add("filter[id][]=19620&with=contacts,loss_reason&filter[statuses]=1&filter[price]=")
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"leads", "contacts", "tasks", "users", "leads/tags", "leads/custom_fields", "leads/19620/links"} {
			req := httptest.NewRequest(http.MethodGet, "/api/v4/"+path, nil)
			req.URL.RawQuery = query
			checkAnswer(t, s, req, http.StatusOK, http.StatusNoContent)
		}
	})
}

// FuzzWrites throws bodies at the writes: an answer is 200 or 400 with a JSON
// object, and the account can still be read.
func FuzzWrites(f *testing.F) {
	s, err := New(Options{Leads: 40})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(`[{"id":19620,"price":5,"custom_fields_values":[{"field_id":294475,"values":[{"enum_id":881001}]}],"_embedded":{"tags":[{"name":"x"}]}}]`)
	f.Add(`[{"id":19621,"status_id":143,"loss_reason_id":4011,"closed_at":null,"tags_to_delete":[{"id":301}],"request_id":7}]`)
	f.Add(`[{"id":120001,"is_completed":true,"result":{"text":"x"},"entity_id":null,"entity_type":null,"text":"","complete_till":9}]`)
	f.Add(`[{"name":"x","first_name":"a","custom_fields_values":[{"field_code":"PHONE","values":[{"value":"+998","enum_code":"MOB"}]}]}]`)
	f.Add(`[{"custom_fields_values":[{"field_id":294497,"values":[{"value":{"name":{"a":[1e999]}}}]}]}]`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, path := range []string{"leads", "contacts", "companies", "tasks"} {
			for _, method := range []string{http.MethodPatch, http.MethodPost} {
				req := httptest.NewRequest(method, "/api/v4/"+path, strings.NewReader(body))
				checkAnswer(t, s, req, http.StatusOK, http.StatusBadRequest)
			}
			checkAnswer(t, s, httptest.NewRequest(http.MethodGet, "/api/v4/"+path+"?limit=250&order[id]=desc", nil), http.StatusOK, http.StatusOK)
		}
	})
}

// FuzzDefinitions throws bodies at everything else that can be written.
func FuzzDefinitions(f *testing.F) {
	s, err := New(Options{Leads: 40})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := s.Close(); err != nil {
			f.Error(err)
		}
	})
	for _, seed := range []string{
		`[{"name":"x","sort":1,"is_main":true,"is_unsorted_on":false,"_embedded":{"statuses":[{"name":"a","sort":1,"color":"#fffeb2"},{"id":142,"name":"w"}]}}]`,
		`[{"name":"f","type":"select","enums":[{"value":"a","sort":2},{"value":"b"}],"required_statuses":[{"status_id":142,"pipeline_id":3177727}]}]`,
		`[{"id":294475,"enums":[{"id":881001,"value":"q"}],"code":null,"chained_lists":[{"title":"a"}]}]`,
		`[{"note_type":"call_in","entity_id":19620,"params":{"phone":"1","duration":5,"call_responsible":1}}]`,
		`[{"to_entity_id":60001,"to_entity_type":"contacts","entity_id":19620,"metadata":{"is_main":true}}]`,
		`[{"source_name":"a","source_uid":"b","metadata":{},"_embedded":{"leads":[{"name":"x"}],"contacts":[{"name":"y"}],"companies":[{"name":"z"}]}}]`,
		`[{"name":"x","_embedded":{"contacts":[{"id":60001}],"companies":[{"name":"z"}],"metadata":{"category":"forms"}}}]`,
		`{"name":"x","sort":3,"color":"#fff000","is_main":true,"descriptions":[{"level":"newbie","description":"d"}],"fields":[294471]}`,
		`{"destination":"http://127.0.0.1:1/","settings":["add_lead"]}`, `[1,2,"x",null]`, `null`, `[{"name":"t","color":"EBEBEB"}]`,
	} {
		f.Add(seed)
	}
	paths := []string{
		"POST leads/pipelines", "PATCH leads/pipelines/3177727", "POST leads/pipelines/3177727/statuses", "PATCH leads/pipelines/3177727/statuses/32392162",
		"POST leads/custom_fields", "PATCH leads/custom_fields", "PATCH leads/custom_fields/294475", "POST leads/custom_fields/groups",
		"PATCH leads/custom_fields/groups/default", "POST leads/notes", "POST leads/19620/notes", "PATCH leads/notes", "POST leads/link", "POST leads/unlink",
		"POST contacts/60001/link", "POST leads/unsorted/forms", "POST leads/unsorted/sip", "POST leads/complex", "POST leads/tags", "POST contacts/tags",
		"POST leads/loss_reasons", "POST calls", "POST users", "POST users/deactivate", "POST roles", "PATCH roles/77", "PATCH webhooks",
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, line := range paths {
			method, path, _ := strings.Cut(line, " ")
			req := httptest.NewRequest(method, "/api/v4/"+path, strings.NewReader(body))
			req.Header.Set("Authorization", "Bearer "+s.Credentials().LongLivedToken)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, req)
			switch w.Code {
			case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent, http.StatusBadRequest, http.StatusUnprocessableEntity,
				http.StatusMethodNotAllowed:
			default:
				t.Fatalf("%s %s: %d %.300s", line, body, w.Code, w.Body)
			}
			if w.Body.Len() > 0 && !json.Valid(w.Body.Bytes()) {
				t.Fatalf("%s %s: not JSON: %.300s", line, body, w.Body)
			}
		}
		for _, path := range []string{
			"leads/pipelines", "leads/custom_fields", "leads/custom_fields/groups", "leads/notes?limit=250", "leads?limit=250&with=contacts&order[id]=desc",
			"events?limit=100", "leads/unsorted?limit=250", "users?limit=250", "roles",
		} {
			checkAnswer(t, s, httptest.NewRequest(http.MethodGet, "/api/v4/"+path, nil), http.StatusOK, http.StatusNoContent)
		}
	})
}

// FuzzTokenRequest throws bodies at the token endpoint: nothing but refusals
// comes back, and they are JSON.
func FuzzTokenRequest(f *testing.F) {
	s, err := New(Options{Leads: -1})
	if err != nil {
		f.Fatal(err)
	}
	c := s.Credentials()
	f.Add(`{"client_id":"`+c.ClientID+`","client_secret":"`+c.ClientSecret+`","grant_type":"refresh_token","redirect_uri":"`+c.RedirectURI+`","refresh_token":"def502ab"}`, true)
	f.Add(`client_id=`+c.ClientID+`&client_secret=`+c.ClientSecret+`&grant_type=authorization_code&redirect_uri=`+c.RedirectURI+`&code=def50200`, false)
	f.Fuzz(func(t *testing.T, body string, isJSON bool) {
		req := httptest.NewRequest(http.MethodPost, "/oauth2/access_token", strings.NewReader(body))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if isJSON {
			req.Header.Set("Content-Type", "application/json")
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		if w.Code != http.StatusBadRequest && w.Code != http.StatusUnauthorized || !json.Valid(w.Body.Bytes()) {
			t.Fatalf("%s: %d %s", body, w.Code, w.Body)
		}
	})
}

func checkAnswer(t *testing.T, s *Server, req *http.Request, allowed ...int) {
	t.Helper()
	req.Header.Set("Authorization", "Bearer "+s.Credentials().LongLivedToken)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	ok := false
	for _, status := range allowed {
		ok = ok || w.Code == status
	}
	if !ok {
		t.Fatalf("%s %s: status %d: %.300s", req.Method, req.URL, w.Code, w.Body)
	}
	var object map[string]any
	if w.Code != http.StatusNoContent {
		if err := json.Unmarshal(w.Body.Bytes(), &object); err != nil {
			t.Fatalf("%s %s: %v: %.300s", req.Method, req.URL, err, w.Body)
		}
	}
}

func TestWriterWritesWhatJSONReads(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.String().Draw(rt, "text")
		w := &writer{}
		w.object()
		w.textField("a", text)
		w.codeField("b", text)
		w.idField("c", 0)
		w.key("d")
		w.array()
		w.int(1)
		w.text(text)
		w.object()
		w.endObject()
		w.endArray()
		w.boolField("e", true)
		w.endObject()
		var back struct {
			A string
			B *string
			C *int
			D []any
			E bool
		}
		if err := json.Unmarshal(w.b, &back); err != nil || back.A != text || back.C != nil || len(back.D) != 3 || !back.E || (back.B == nil) != (text == "") {
			rt.Fatalf("%s: %+v, %v", w.b, back, err)
		}
	})
}
