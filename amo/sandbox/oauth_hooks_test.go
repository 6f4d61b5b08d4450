package sandbox_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

func TestRevocation(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	first, second := b.exchange(b.allow().Get("code"), 200), b.exchange(b.allow().Get("code"), 200)
	if err := b.RevokeGrant(b.Grants()[0].ID); err != nil {
		t.Fatal(err)
	}
	if b.as(first.text("access_token")) != 401 || b.as(second.text("access_token")) != 200 {
		t.Error("one grant was to be revoked")
	}
	if hint := b.refresh(first.text("refresh_token"), 401).text("hint"); hint != "Token has been revoked" {
		t.Error(hint)
	}
	if b.RevokeGrant(99) == nil {
		t.Error("no such grant")
	}
	secret := b.Credentials().ClientSecret
	if made, err := b.RegenerateSecret(); err != nil || made != b.Credentials().ClientSecret || made == secret {
		t.Error("the secret is the old one")
	}
	b.token(401, map[string]string{"client_secret": secret, "grant_type": "refresh_token", "refresh_token": second.text("refresh_token")})
	second = b.refresh(second.text("refresh_token"), 200)
	if err := b.SetIntegrationEnabled(false); err != nil {
		t.Fatal(err)
	}
	if b.as(second.text("access_token")) != 401 || b.as(b.Credentials().LongLivedToken) != 401 {
		t.Error("the integration is off")
	}
	b.refresh(second.text("refresh_token"), 401)
	// The next consent installs it again, but the old grants stay dead.
	third := b.exchange(b.allow().Get("code"), 200)
	if b.as(third.text("access_token")) != 200 || b.as(second.text("access_token")) != 401 || b.as(b.Credentials().LongLivedToken) != 200 {
		t.Error("after the installation")
	}
	if err := b.RevokeLongLivedToken(); err != nil || b.as(b.Credentials().LongLivedToken) != 401 {
		t.Error("the long-lived token is revoked")
	}
}

func TestAccountMoves(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	pair := b.exchange(b.allow().Get("code"), 200)
	there := strings.Replace(strings.TrimPrefix(b.url, "http://"), "127.0.0.1", "localhost", 1)
	for _, status := range []int{401, 404} {
		if err := b.MoveAccount(sandbox.Move{Subdomain: "yangi", Host: there, OldStatus: status}); err != nil {
			t.Fatal(err)
		}
		if b.as(pair.text("access_token")) != status {
			t.Errorf("the old host answers %d", b.as(pair.text("access_token")))
		}
		req, err := http.NewRequest(http.MethodGet, b.url+"/oauth2/account/current/subdomain", nil)
		if err != nil {
			t.Fatal(err)
		}
		if a := b.send(req); a.status != 401 {
			t.Errorf("without a token: %d", a.status)
		}
		req.Header.Set("X-Refresh-Token", pair.text("refresh_token"))
		o := b.send(req).object(t)
		if o.int("id") != 5135160 || o.text("subdomain") != "yangi" || o.text("domain") != there || o.text("top_level_domain") != "ru" {
			t.Errorf("whereabouts: %v", o)
		}
		older, err := http.NewRequest(http.MethodGet, b.url+"/oauth2/account/subdomain", nil)
		if err != nil {
			t.Fatal(err)
		}
		older.Header.Set("Authorization", "Bearer "+pair.text("access_token"))
		if b.send(older).object(t).text("domain") != there {
			t.Error("the older form")
		}
	}
	old := b.url
	b.url = "http://" + there
	pair = b.refresh(pair.text("refresh_token"), 200)
	if b.get("/api/v4/account").text("subdomain") != "yangi" || b.Credentials().Subdomain != "yangi" {
		t.Error("the new name")
	}
	if got := b.allow(); got.Get("referer") != there {
		t.Errorf("referer %s", got.Get("referer"))
	}
	b.url = old
	if err := b.MoveAccount(sandbox.Move{}); err != nil || b.as(pair.text("access_token")) != 200 {
		t.Error("back again")
	}
}

func TestKommoAnswers(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, OAuth: sandbox.OAuthOptions{Kommo: true, Referer: "evil.example"}})
	got := b.allow()
	if got.Get("platform") != "2" || got.Get("referer") != "evil.example" {
		t.Errorf("callback: %v", got)
	}
	if pair := b.exchange(got.Get("code"), 200); pair.int("server_time") != noon.Unix() {
		t.Errorf("pair: %v", pair)
	}
	if o := b.exchange("x", 400); o.text("title") != "Invalid request" {
		t.Errorf("refusal: %v", o)
	}
}

func TestGrantsSurviveARestart(t *testing.T) {
	o := sandbox.Options{Leads: 30, Seed: 3, StateFile: filepath.Join(t.TempDir(), "state.jsonl")}
	first := start(t, o)
	pair := first.exchange(first.allow().Get("code"), 200)
	code := first.allow().Get("code")
	if _, err := first.RegenerateSecret(); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	b := start(t, o)
	if b.as(pair.text("access_token")) != 200 || b.Credentials() != first.Credentials() {
		t.Error("the pair is forgotten")
	}
	b.refresh(pair.text("refresh_token"), 200)
	b.refresh(pair.text("refresh_token"), 401)
	b.exchange(code, 200)
}

func TestOAuthHooksOverHTTP(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	first := b.Credentials().ClientSecret
	pair := b.exchange(b.allow().Get("code"), 200)
	b.hook("POST", "/sandbox/oauth", `{"access_life_seconds":1,"strict_refresh":true,"redirect_uri":"http://localhost:1/x","kommo":null}`, 204)
	if o := b.OAuth(); o.AccessLife != time.Second || !o.StrictRefresh || o.RedirectURI != "http://localhost:1/x" || o.CodeLife != 20*time.Minute {
		t.Errorf("options: %+v", o)
	}
	state := b.hook("GET", "/sandbox/oauth", "", 200).object(t)
	if state.int("options.access_life_seconds") != 1 || state.int("grants.0.pairs") != 1 {
		t.Errorf("state: %v", state)
	}
	b.hook("POST", "/sandbox/oauth/revoke", fmt.Sprintf(`{"grant":%d}`, state.int("grants.0.id")), 204)
	b.refresh(pair.text("refresh_token"), 401)
	for _, c := range [][2]string{{"revoke", `{"grant":77}`}, {"revoke", "x"}, {"integration", "x"}, {"move", "x"}, {"", "x"}} {
		b.hook("POST", strings.TrimSuffix("/sandbox/oauth/"+c[0], "/"), c[1], 400)
	}
	b.hook("POST", "/sandbox/oauth/nosuch", "", 404)
	b.hook("DELETE", "/sandbox/oauth", "", 404)
	b.hook("POST", "/sandbox/oauth/integration", `{"enabled":false}`, 204)
	if b.as(b.Credentials().LongLivedToken) != 401 {
		t.Error("the integration is on")
	}
	b.hook("POST", "/sandbox/oauth/integration", `{"enabled":true,"external":true}`, 204)
	b.hook("POST", "/sandbox/oauth/move", `{"subdomain":"boshqa"}`, 204)
	b.hook("POST", "/sandbox/oauth/revoke", `{"long_lived":true}`, 204)
	if b.as(b.Credentials().LongLivedToken) != 401 || b.Credentials().Subdomain != "boshqa" {
		t.Error("hooks without an effect")
	}
	made := b.hook("POST", "/sandbox/oauth/secret", "", 200).object(t).text("client_secret")
	if made != b.Credentials().ClientSecret || made == first {
		t.Error("secret")
	}
	// Whoever was given the first secret keeps the hooks.
	req, err := http.NewRequest(http.MethodGet, b.url+"/sandbox/oauth", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set(sandbox.SecretHeader, first)
	if a := b.send(req); a.status != 200 {
		t.Errorf("hooks with the first secret: %d", a.status)
	}
}
