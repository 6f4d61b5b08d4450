package sandbox_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

const callback = "http://localhost:8085/callback"

// form posts a form without following the redirect it is answered with.
func (b *bench) form(path string, form url.Values) answer {
	b.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.PostForm(b.url+path, form)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(raw), err}
}

// allow clicks Allow and gives what the callback was told.
func (b *bench) allow(extra ...string) url.Values {
	b.Helper()
	form := url.Values{"client_id": {b.Credentials().ClientID}, "state": {"s1"}, "account_id": {fmt.Sprint(b.Credentials().AccountID)}, "decision": {"allow"}}
	for i := 0; i+1 < len(extra); i += 2 {
		form.Set(extra[i], extra[i+1])
	}
	a := b.form("/oauth", form)
	if a.status != http.StatusFound {
		b.Fatalf("consent: %d %s", a.status, a.body)
	}
	target, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		b.Fatal(err)
	}
	return target.Query()
}

// token posts to the token endpoint; extra changes or, when empty, drops members.
func (b *bench) token(want int, members map[string]string) object {
	b.Helper()
	body := map[string]string{
		"client_id": b.Credentials().ClientID, "client_secret": b.Credentials().ClientSecret, "redirect_uri": b.Credentials().RedirectURI,
	}
	for name, value := range members {
		body[name] = value
	}
	raw, err := json.Marshal(body)
	if err != nil {
		b.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, b.url+"/oauth2/access_token", strings.NewReader(string(raw)))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	a := b.send(req)
	if a.err != nil || a.status != want || a.header.Get("Content-Type") != "application/json" {
		b.Fatalf("token endpoint: %d (want %d) %s %v: %s", a.status, want, a.header.Get("Content-Type"), a.err, a.body)
	}
	return a.object(b)
}

func (b *bench) exchange(code string, want int) object {
	b.Helper()
	return b.token(want, map[string]string{"grant_type": "authorization_code", "code": code})
}

func (b *bench) refresh(token string, want int) object {
	b.Helper()
	return b.token(want, map[string]string{"grant_type": "refresh_token", "refresh_token": token})
}

// as asks for the account with a token and gives the status.
func (b *bench) as(token string) int {
	b.Helper()
	req, err := http.NewRequest(http.MethodGet, b.url+"/api/v4/account", nil)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	return b.send(req).status
}

func TestConsentPage(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	address := "/oauth?client_id=" + b.Credentials().ClientID + "&state=%22%3E%3Cscript%3E&mode=post_message&scope=x"
	for _, path := range []string{address, strings.Replace(address, "/oauth?", "/oauth/?", 1)} {
		a := b.do(http.MethodGet, path, "", http.StatusOK)
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			t.Errorf("content type %v", a.header)
		}
		for _, part := range []string{
			`id="allow"`, `id="refuse"`, `id="account"`, `name="account_id"`, `method="post" action="/oauth"`, "Voronka", "lola-textile",
			`<option value="5135160" selected>nurmebel (` + strings.TrimPrefix(b.url, "http://") + `)`, "Dilnoza Karimova",
		} {
			if !strings.Contains(a.body, part) {
				t.Errorf("%s is missing: %s", part, a.body)
			}
		}
		if strings.Contains(a.body, "<script") {
			t.Error("the page has a script, or the state was not escaped")
		}
	}
	a := b.do(http.MethodGet, "/oauth?client_id=nobody", "", http.StatusNotFound)
	if strings.Contains(a.body, `id="allow"`) || !strings.Contains(a.body, `id="error"`) {
		t.Errorf("an unknown integration may be allowed: %s", a.body)
	}
}

func TestAllowAndRefuse(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, OAuth: sandbox.OAuthOptions{RedirectURI: "http://localhost:9/back?a=b"}})
	got := b.allow("state", "x&y", "mode", "post_message")
	if got.Get("a") != "b" || got.Get("state") != "x&y" || got.Get("referer") != strings.TrimPrefix(b.url, "http://") ||
		got.Get("platform") != "1" || got.Get("client_id") != b.Credentials().ClientID || !strings.HasPrefix(got.Get("code"), "def502") {
		t.Errorf("allowed: %v", got)
	}
	refused := b.allow("decision", "refuse")
	if refused.Get("error") != "access_denied" || refused.Get("state") != "s1" || refused.Has("code") || refused.Has("referer") {
		t.Errorf("refused: %v", refused)
	}
	form := url.Values{"client_id": {b.Credentials().ClientID}, "account_id": {"5135160"}, "decision": {"allow"}}
	if a := b.form("/oauth", form); strings.Contains(a.header.Get("Location"), "state=") {
		t.Errorf("a state that was not sent: %s", a.header.Get("Location"))
	}
	for _, wrong := range [][2]string{{"client_id", "x"}, {"account_id", "7"}, {"decision", "maybe"}} {
		form := url.Values{"client_id": {b.Credentials().ClientID}, "account_id": {"5135160"}, "decision": {"allow"}}
		form.Set(wrong[0], wrong[1])
		if a := b.form("/oauth", form); a.status == http.StatusFound {
			t.Errorf("%v was allowed", wrong)
		}
	}
	if grants := b.Grants(); len(grants) != 2 || grants[0].Pairs != 0 || grants[0].UserID != 123321 {
		t.Errorf("grants: %+v", grants)
	}
}

func TestPopupMode(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	form := url.Values{"client_id": {b.Credentials().ClientID}, "mode": {"popup"}, "account_id": {"5135160"}, "decision": {"allow"}}
	a := b.form("/oauth", form)
	if a.status != http.StatusOK || !strings.Contains(a.body, "window.opener.location") || !strings.Contains(a.body, `http-equiv="refresh"`) {
		t.Errorf("popup: %d %s", a.status, a.body)
	}
	b.SetOAuth(sandbox.OAuthOptions{BreakPopup: true})
	if a := b.form("/oauth", form); strings.Contains(a.body, `http-equiv="refresh"`) || !strings.Contains(a.body, "true )") {
		t.Errorf("broken popup: %s", a.body)
	}
}

func TestExchangeAndRefresh(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	pair := b.exchange(b.allow().Get("code"), 200)
	access, refresh := pair.text("access_token"), pair.text("refresh_token")
	if pair.text("token_type") != "Bearer" || pair.int("expires_in") != 86400 || pair.at("server_time") != nil || len(access) < 1000 || len(refresh) < 700 {
		t.Errorf("pair: %v", pair)
	}
	if b.as(access) != 200 || b.as(access+"x") != 401 || b.as(refresh) != 401 {
		t.Error("the access token")
	}
	next := b.refresh(refresh, 200)
	if next.text("access_token") == access || next.text("refresh_token") == refresh {
		t.Error("nothing was rotated")
	}
	if hint := b.refresh(refresh, 401).text("hint"); hint != "Token has been revoked" {
		t.Errorf("the old refresh token: %s", hint)
	}
	if b.as(access) != 200 || b.as(next.text("access_token")) != 200 {
		t.Error("the old access token lives to its end, and the new one from the start")
	}
	// A second consent does not end the first pair.
	second := b.exchange(b.allow().Get("code"), 200)
	if b.as(next.text("access_token")) != 200 || b.as(second.text("access_token")) != 200 {
		t.Error("two pairs")
	}
	b.clock.move(24 * time.Hour)
	if b.as(next.text("access_token")) != 401 {
		t.Error("the access token outlived its day")
	}
	b.refresh(next.text("refresh_token"), 200)
}

func TestStrictRefreshAndShortLives(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, OAuth: sandbox.OAuthOptions{StrictRefresh: true, AccessLife: time.Second}})
	pair := b.exchange(b.allow().Get("code"), 200)
	if pair.int("expires_in") != 1 || b.as(pair.text("access_token")) != 200 {
		t.Errorf("pair: %v", pair)
	}
	next := b.refresh(pair.text("refresh_token"), 200)
	if b.as(pair.text("access_token")) != 401 || b.as(next.text("access_token")) != 200 {
		t.Error("the old access token lives on")
	}
	b.clock.move(time.Second)
	if b.as(next.text("access_token")) != 401 {
		t.Error("a second is over")
	}
	b.clock.move(91 * 24 * time.Hour)
	if hint := b.refresh(next.text("refresh_token"), 401).text("hint"); hint != "Token has expired" {
		t.Error(hint)
	}
}

func TestAccessTokenClaims(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	token := b.exchange(b.allow().Get("code"), 200).text("access_token")
	parts := strings.Split(token, ".")
	claims := make([]object, 2)
	for i := range claims {
		raw, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		claims[i] = answer{body: string(raw)}.object(t)
	}
	head, body := claims[0], claims[1]
	if head.text("typ") != "JWT" || head.text("alg") != "RS256" || head.text("jti") == "" || head.text("jti") != body.text("jti") {
		t.Errorf("header: %v", head)
	}
	now := noon.Unix()
	if body.text("aud") != b.Credentials().ClientID || body.int("iat") != now || body.int("nbf") != now || body.int("exp") != now+86400 ||
		body.text("sub") != "123321" || body.int("account_id") != 5135160 || body.text("base_domain") != "amocrm.ru" || body.int("version") != 2 ||
		len(body.text("hash_uuid")) != 36 || body.text("api_domain") != "api-b.amocrm.ru" || body.at("grant_type") == nil {
		t.Errorf("claims: %v", body)
	}
	if scopes, _ := body.at("scopes").([]any); len(scopes) != 5 || scopes[0] != "crm" {
		t.Errorf("scopes: %v", body.at("scopes"))
	}
}

// TestTokenEndpointRefusals reaches every row of the reference's table.
func TestTokenEndpointRefusals(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	code := func() string { return b.allow().Get("code") }
	used := code()
	pair := b.exchange(used, 200)
	old := code()
	b.clock.move(20 * time.Minute)
	fresh := code()
	withCode := func(c string) map[string]string {
		return map[string]string{"grant_type": "authorization_code", "code": c}
	}
	with := func(m map[string]string, name, value string) map[string]string { m[name] = value; return m }
	for _, c := range []struct {
		name   string
		body   map[string]string
		status int
		hint   string
	}{
		{"expired code", withCode(old), 400, "Authorization code has expired"},
		{"truncated code", withCode(fresh[:len(fresh)-2]), 400, "Cannot decrypt the authorization code"},
		{"garbage code", withCode("hello"), 400, "Cannot decrypt the authorization code"},
		{"refresh token as code", withCode(pair.text("refresh_token")), 400, "Cannot decrypt the authorization code"},
		{"other account", withCode(b.allow("account_id", "5135277").Get("code")), 400, "Invalid account"},
		{"no client id", with(withCode(fresh), "client_id", ""), 400, "Check the `client_id` parameter"},
		{"no secret", with(withCode(fresh), "client_secret", ""), 400, "Check the `client_secret` parameter"},
		{"no redirect", with(withCode(fresh), "redirect_uri", ""), 400, "Check the `redirect_uri` parameter"},
		{"no code", withCode(""), 400, "Check the `code` parameter"},
		{"no grant type", map[string]string{"code": fresh}, 400, "Check the `grant_type` parameter"},
		{"no refresh token", map[string]string{"grant_type": "refresh_token"}, 400, "Check the `refresh_token` parameter"},
		{"unknown grant type", map[string]string{"grant_type": "password"}, 400, "Check that all required parameters have been provided"},
		{"redirect with a slash more", with(withCode(fresh), "redirect_uri", callback+"/"), 400, "Redirect URI is not associated with client"},
		{"wrong id", with(withCode(fresh), "client_id", "x"), 401, ""},
		{"wrong secret", with(withCode(fresh), "client_secret", "x"), 401, ""},
		{"foreign refresh token", map[string]string{"grant_type": "refresh_token", "refresh_token": "garbage"}, 400, "Invalid refresh token"},
		{"cut refresh token", map[string]string{"grant_type": "refresh_token", "refresh_token": pair.text("refresh_token")[:400]}, 401, "Cannot decrypt the refresh token"},
		{
			"refresh with another redirect",
			map[string]string{"grant_type": "refresh_token", "refresh_token": pair.text("refresh_token"), "redirect_uri": "x"},
			400, "Redirect URI is not associated with client",
		},
	} {
		o := b.token(c.status, c.body)
		if o.text("hint") != c.hint || o.int("status") != int64(c.status) || o.text("type") != "https://developers.amocrm.ru/v3/errors/OAuthProblemJson" ||
			o.text("title") == "" || o.text("detail") == "" || c.hint == "" && o.at("hint") != nil {
			t.Errorf("%s: %v", c.name, o)
		}
	}
	// None of these used up what they named; a code is good for one time only.
	b.exchange(fresh, 200)
	if hint := b.exchange(fresh, 400).text("hint"); hint != "Authorization code has been revoked" {
		t.Errorf("used code: %s", hint)
	}
	b.refresh(pair.text("refresh_token"), 200)
	for status := range map[int]bool{403: true, 429: true, 502: true} {
		b.SetFaults(sandbox.Faults{Status: map[int]float64{status: 1}, Path: "/oauth2/"})
		req, err := http.NewRequest(http.MethodPost, b.url+"/oauth2/access_token", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		if a := b.send(req); a.status != status || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			t.Errorf("fault %d: %d %v", status, a.status, a.header)
		}
	}
}

func TestTokenEndpointTakesForms(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	c := b.Credentials()
	a := b.form("/oauth2/access_token", url.Values{
		"client_id": {c.ClientID}, "client_secret": {c.ClientSecret}, "redirect_uri": {c.RedirectURI},
		"grant_type": {"authorization_code"}, "code": {b.allow().Get("code")},
	})
	if a.status != 200 || b.as(a.object(t).text("access_token")) != 200 {
		t.Errorf("form: %d %s", a.status, a.body)
	}
	a = b.form("/oauth2/access_token", url.Values{})
	if a.status != 400 || a.object(t).text("hint") != "Check the `client_id` parameter" {
		t.Errorf("empty form: %s", a.body)
	}
}
