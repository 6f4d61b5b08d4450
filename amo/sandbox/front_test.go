package sandbox_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"voronka/amo/sandbox"
)

// under asks the sandbox by a name that leads to it.
func (b *bench) under(host, method, path, body string, header ...string) answer {
	b.Helper()
	req, err := http.NewRequest(method, b.url+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	req.Host = host
	req.Header.Set("Authorization", "Bearer "+b.Credentials().LongLivedToken)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(raw), err}
}

// TestPlatformNames: clients that know amoCRM's own addresses are led from the
// consent page of the platform to the account, by https.
func TestPlatformNames(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	form := url.Values{"client_id": {b.Credentials().ClientID}, "account_id": {"5135160"}, "decision": {"allow"}}.Encode()
	for consent, account := range map[string]string{
		"www.amocrm.ru": "nurmebel.amocrm.ru", "www.kommo.com": "nurmebel.kommo.com", "www.amocrm.com:8443": "nurmebel.amocrm.com:8443",
		"nurmebel.amocrm.ru": "nurmebel.amocrm.ru", "127.0.0.1:9": "127.0.0.1:9", "amo.example.test": "amo.example.test",
	} {
		a := b.under(consent, http.MethodPost, "/oauth", form, "Content-Type", "application/x-www-form-urlencoded")
		target, err := url.Parse(a.header.Get("Location"))
		if err != nil || target.Query().Get("referer") != account {
			t.Errorf("%s: %d, referer %q, %v", consent, a.status, target.Query().Get("referer"), err)
		}
	}
	for _, c := range []struct{ host, proto, want string }{
		{"nurmebel.amocrm.ru", "", "https://nurmebel.amocrm.ru"},
		{"amo.example.test", "https", "https://amo.example.test"},
		{"amo.example.test", "", "http://amo.example.test"},
	} {
		page := b.under(c.host, http.MethodGet, "/api/v4/leads?limit=10", "", "X-Forwarded-Proto", c.proto).object(t)
		if next := page.text("_links.next.href"); !strings.HasPrefix(next, c.want+"/api/v4/leads?") {
			t.Errorf("%s %s: next is %s", c.host, c.proto, next)
		}
	}
}

// TestOddRequests: what clients send that never thought of it gets what they
// meant.
func TestOddRequests(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 300})
	for _, path := range []string{
		"//api/v4/leads?limit=7", "/api/v4/leads/?limit=7", "/api//v4///leads//?limit=7", "/api/v4/leads?limit=7&page=0", "/api/v4/leads?limit=7&with=nothing,contacts,",
		"/api/v4/leads?limit=7&filter%5Bnothing%5D=1&filter[]=2&order[name]=sideways", "/api/v4/leads?limit=7&page=abc", "/api/v4/leads?limit=7&with[]=contacts&with[]=loss_reason",
	} {
		req, err := http.NewRequest(http.MethodGet, b.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.URL.Opaque, _, _ = strings.Cut(path, "?")
		if strings.HasPrefix(req.URL.Opaque, "//") {
			req.URL.Opaque = b.url + req.URL.Opaque
		}
		_, req.URL.RawQuery, _ = strings.Cut(path, "?")
		req.Header.Set("Authorization", "Bearer "+b.Credentials().LongLivedToken)
		a := b.send(req)
		if a.status != http.StatusOK || len(a.object(t).list("_embedded.leads")) != 7 {
			t.Errorf("%s: %d %.200s", path, a.status, a.body)
		}
	}
	if n := len(b.get("/api/v4/leads?limit=500").list("_embedded.leads")); n != 250 {
		t.Errorf("limit=500 gives %d", n)
	}
	if a := b.do(http.MethodHead, "/api/v4/leads?limit=7", "", http.StatusOK); a.body != "" || a.header.Get("Content-Length") == "" {
		t.Errorf("HEAD: %q %v", a.body, a.header)
	}
	b.do(http.MethodHead, "/api/v4/leads/999999999", "", http.StatusNoContent)
	for _, path := range []string{"/api/v2/leads", "/private/api/v2/json/leads/list", "/api/v4/nothing", "/v3/user"} {
		if a := b.do(http.MethodGet, path, "", http.StatusNotFound); a.object(t).int("status") != 404 {
			t.Errorf("%s: %s", path, a.body)
		}
	}
	for _, kind := range []string{"", "text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded"} {
		a := b.under("", http.MethodPost, "/api/v4/leads", `[{"name":"x"}]`, "Content-Type", kind, "X-Requested-With", "XMLHttpRequest", "X-Context-User-ID", "")
		if a.status != http.StatusOK {
			t.Errorf("%q: %d %s", kind, a.status, a.body)
		}
	}
	for _, body := range []string{"", "{}", "null", "[]", `"x"`, "7", `{"name":"x"}`, "[1]", "name=x"} {
		if a := b.under("", http.MethodPost, "/api/v4/leads", body); a.status != http.StatusBadRequest || a.object(t).int("status") != 400 {
			t.Errorf("%q: %d %s", body, a.status, a.body)
		}
	}
}

// TestOldTransports: HTTP/1.0, other spellings of headers, compressed answers
// asked for.
func TestOldTransports(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	address := strings.TrimPrefix(b.url, "http://")
	for _, head := range []string{
		"GET /api/v4/account HTTP/1.0\r\nauthorization: Bearer %s\r\n\r\n",
		"GET /api/v4/account HTTP/1.0\r\nHost: nurmebel.amocrm.ru\r\nAUTHORIZATION: Bearer %s\r\n\r\n",
		"GET /api/v4/account HTTP/1.1\r\nHost: x\r\nAuthorization:   Bearer %s  \r\nAccept-Encoding: gzip, deflate, br\r\nConnection: close\r\n\r\n",
		"GET //api/v4/account HTTP/1.1\r\nHost: x\r\nAuthorization: bearer %s\r\nConnection: close\r\n\r\n",
	} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, head, b.Credentials().LongLivedToken)
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		var body io.Reader = res.Body
		if res.Header.Get("Content-Encoding") == "gzip" {
			if body, err = gzip.NewReader(res.Body); err != nil {
				t.Fatal(err)
			}
		}
		raw, err := io.ReadAll(body)
		if err != nil || res.StatusCode != http.StatusOK || !bytes.Contains(raw, []byte(`"subdomain":"nurmebel"`)) {
			t.Errorf("%q: %d %s %v", head, res.StatusCode, raw, err)
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestTokenForms: the token endpoint takes JSON and both kinds of forms.
func TestTokenForms(t *testing.T) {
	b := start(t, sandbox.Options{Leads: -1})
	members := func() map[string]string {
		c := b.Credentials()
		return map[string]string{
			"client_id": c.ClientID, "client_secret": c.ClientSecret, "redirect_uri": c.RedirectURI,
			"grant_type": "authorization_code", "code": b.allow().Get("code"),
		}
	}
	values := url.Values{}
	for name, value := range members() {
		values.Set(name, value)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for name, value := range members() {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for kind, body := range map[string]string{
		"application/x-www-form-urlencoded; charset=UTF-8": values.Encode(), w.FormDataContentType(): form.String(),
	} {
		for _, path := range []string{"/oauth2/access_token", "//oauth2/access_token/"} {
			a := b.under("", http.MethodPost, path, body, "Content-Type", kind, "Authorization", "")
			if path == "/oauth2/access_token" && (a.status != http.StatusOK || a.object(t).text("refresh_token") == "") {
				t.Errorf("%s: %d %s", kind, a.status, a.body)
			}
			if path != "/oauth2/access_token" && a.object(t).text("hint") != "Authorization code has been revoked" {
				t.Errorf("again, at %s: %d %s", path, a.status, a.body)
			}
		}
	}
}

// TestFloatingStamps: a whole number written with a point is a whole number.
func TestFloatingStamps(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.post("/api/v4/tasks", `[{"text":"x","complete_till":1795900338.0,"entity_id":19620,"entity_type":"leads"}]`, 200).int("_embedded.tasks.0.id")
	if at := b.get(fmt.Sprint("/api/v4/tasks/", id)).int("complete_till"); at != 1795900338 {
		t.Errorf("complete_till %d", at)
	}
	for _, value := range []string{"1795900338.5", "1e9", "1.0e9", `"1795900338"`} {
		if a := b.try(http.MethodPost, "/api/v4/tasks", `[{"text":"x","complete_till":`+value+`}]`); a.status != http.StatusBadRequest || !strings.Contains(a.body, "InvalidType") {
			t.Errorf("%s: %d %s", value, a.status, a.body)
		}
	}
}

// TestClientsOfPHP: one type for lists and objects, and models read whole.
func TestClientsOfPHP(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	b.do(http.MethodDelete, unsortedPath+"/"+b.newForm("a").text("uid")+"/decline", "[]", http.StatusOK)
	b.do(http.MethodPost, unsortedPath+"/"+b.newForm("b").text("uid")+"/accept", "[]", http.StatusOK)
	settings := b.get("/api/v4/account?with=datetime_settings")
	if settings.text("_embedded.datetime_settings.date_format") == "" || settings.at("mobile_feature_version") == nil {
		t.Errorf("account: %v", settings)
	}
	group := b.post(leadFields+"/groups", `[{"name":"G","fields":[294471,294473]}]`, 201).text("_embedded.custom_field_groups.0.id")
	if fields := b.get(leadFields + "/groups/" + group).at("fields"); fmt.Sprint(fields) != "[294471 294473]" {
		t.Errorf("fields of the group: %v", fields)
	}
	for _, r := range b.get("/api/v4/roles?with=users").list("_embedded.roles") {
		for i := range r.list("_embedded.users") {
			if u := fmt.Sprintf("_embedded.users.%d.", i); r.text(u+"email") == "" || r.at(u+"rights.is_admin") == nil {
				t.Errorf("user of a role: %v", r)
			}
		}
	}
	role := b.post("/api/v4/roles", `[{"name":"R","rights":{"leads":{"view":"M"},"mail_access":true}}]`, 201).list("_embedded.roles")[0]
	for path, want := range map[string]any{"rights.leads.view": "M", "rights.leads.add": "A", "rights.contacts.view": "A", "rights.mail_access": true, "rights.tasks.edit": "A"} {
		if role.at(path) != want {
			t.Errorf("%s of a new role: %v, want %v", path, role.at(path), want)
		}
	}
	for _, path := range []string{"/customers", "/customers/segments", "/customers/custom_fields", "/catalogs/90/custom_fields", "/catalogs/1/elements", "/sources", "/widgets", "/chats/templates"} {
		b.do(http.MethodGet, "/api/v4"+path, "", http.StatusNoContent)
	}
}
