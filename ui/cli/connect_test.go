package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voronka/amo/sandbox"
	"voronka/ui/cli"
)

func TestConnectKeepsTheTokenSealed(t *testing.T) {
	c, s := newConsole(t), newServer(t, sandbox.Options{Leads: 10})
	p := c.run("  "+s.token+"\r\n", "connect", "--base-url", s.URL+"/", "--token", "-", "--json")
	if p.code != cli.ExitDone {
		t.Fatalf("exit %d: %s", p.code, p.stderr)
	}
	wantKeys(t, json.RawMessage(p.stdout), "account_id", "name", "subdomain", "host", "base_url", "kind", "state", "expires_at", "created_at")
	account := decode[map[string]any](t, p.stdout)
	if account["base_url"] != s.URL || account["state"] != "ok" || account["kind"] != "long_lived" {
		t.Errorf("connected %v", account)
	}
	if account["expires_at"].(float64) < 1e9 {
		t.Errorf("the token's end was not read: %v", account["expires_at"])
	}
	list := decode[[]json.RawMessage](t, c.ok("accounts", "--json"))
	if len(list) != 1 || string(list[0])+"\n" != p.stdout {
		t.Errorf("accounts: %s, connect: %s", list, p.stdout)
	}
	if got := decode[[]json.RawMessage](t, c.ok("leads", "--json")); len(got) != 0 {
		t.Errorf("connect has loaded %d leads", len(got))
	}
	c.ok("sync", "--once")
	secret := []byte(s.token)
	err := filepath.WalkDir(c.folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, secret) {
			t.Errorf("the token stands in %s", path)
		}
		if info, err := d.Info(); err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others may read %s: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A real account is reached over https, so a test has only a host that does
// not exist; what it tells is that the host was taken.
func TestConnectByHost(t *testing.T) {
	c := newConsole(t)
	line := c.fails("connect", "--host", "Nothing.INVALID", "--token", "x")
	if !strings.Contains(line, "nothing.invalid") {
		t.Errorf("the sentence does not name the host: %s", line)
	}
}

func TestConnectFailures(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	answer := func(status int, kind string, body func(w http.ResponseWriter)) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			body(w)
		}
	}
	text := func(s string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { fmt.Fprint(w, s) }
	}
	enormous := func(w http.ResponseWriter) {
		chunk := bytes.Repeat([]byte("x"), 1<<20)
		fmt.Fprint(w, `{"name":"`)
		for range 40 {
			if _, err := w.Write(chunk); err != nil {
				return // the client has had enough
			}
		}
	}
	truncated := func(w http.ResponseWriter) {
		fmt.Fprint(w, `{"id":1,"na`)
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		panic(http.ErrAbortHandler)
	}
	const jsonType, htmlType = "application/hal+json", "text/html; charset=utf-8"
	tests := []struct {
		name    string
		handler http.Handler // nil: nobody listens
		want    string
	}{
		{"unreachable", nil, "does not answer"},
		{"wrong token", answer(401, "application/problem+json", text(`{"title":"Unauthorized","status":401,"detail":"x"}`)), "did not accept the access token"},
		{"web page", answer(200, htmlType, text("<!DOCTYPE html><title>Wi-Fi</title>")), "web page instead of data"},
		{"web page that claims to be data", answer(200, jsonType, text("<html>")), "web page instead of data"},
		{"truncated", answer(200, jsonType, truncated), "broke off"},
		{"enormous", answer(200, jsonType, enormous), "far too large"},
		{"nonsense", answer(200, jsonType, text("OK")), "could not be read"},
		{"another API", answer(200, jsonType, text(`{"status":"up"}`)), "could not be read"},
		{"empty", answer(200, jsonType, text("")), "could not be read"},
		{"blocked", answer(403, htmlType, text("<html>403</html>")), "blocked"},
		{"unpaid", answer(402, "application/problem+json", text(`{"status":402}`)), "subscription"},
		{"no rights", answer(403, "application/problem+json", text(`{"status":403,"title":"Forbidden"}`)), "does not allow"},
		{"in trouble", answer(500, htmlType, text("<html>500</html>")), "(500)"},
		{"not there", answer(404, htmlType, text("<html>404</html>")), "web page instead of data"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel() // some are tried again for seconds
			c, url := newConsole(t), gone.URL
			if test.handler != nil {
				s := httptest.NewServer(test.handler)
				defer s.Close()
				url = s.URL
			}
			line := c.fails("connect", "--base-url", url, "--token", "secret-token", "--limits", "off")
			if !strings.Contains(line, test.want) {
				t.Errorf("said %q, want %q in it", line, test.want)
			}
			if got := c.ok("accounts", "--json"); got != "[]\n" {
				t.Errorf("an account was kept: %s", got)
			}
			log, err := os.ReadFile(filepath.Join(c.folder, "logs", "voronka.log"))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(log, []byte(`"command failed"`)) || bytes.Contains(log, []byte("secret-token")) {
				t.Errorf("log: %s", log)
			}
		})
	}
}

func TestAccountsAreToldApart(t *testing.T) {
	c, s := newConsole(t), newServer(t, sandbox.Options{Leads: 10})
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"id":7,"name":"Zavod","subdomain":"zavod"}`)
	}))
	defer other.Close()
	c.connect(s)
	c.ok("sync", "--once")
	c.ok("connect", "--base-url", other.URL, "--token", "x")
	count := func(args ...string) int {
		t.Helper()
		return len(decode[[]json.RawMessage](t, c.ok(append(args, "leads", "--json")...)))
	}
	if n := count(); n != 0 {
		t.Errorf("the account connected last is not the default: %d leads", n)
	}
	for _, name := range []string{"5135160", "nurmebel", "NurMebel"} {
		if n := count("--account", name); n != 10 {
			t.Errorf("--account %s: %d leads", name, n)
		}
	}
	if line := c.fails("--account", "nobody", "leads"); !strings.Contains(line, "nobody") {
		t.Errorf("said %q", line)
	}
	if n := len(decode[[]json.RawMessage](t, c.ok("accounts", "--json"))); n != 2 {
		t.Errorf("%d accounts", n)
	}
}
