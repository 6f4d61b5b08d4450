package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/amo/sandbox"
	"voronka/ui/cli"
)

// allow clicks Allow on the sandbox's consent page and gives the address the
// browser is sent to.
func (s *server) allow(t *testing.T) string {
	t.Helper()
	c := s.account.Credentials()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.PostForm(s.URL+"/oauth", url.Values{
		"client_id": {c.ClientID}, "account_id": {fmt.Sprint(c.AccountID)}, "decision": {"allow"},
	})
	if err != nil {
		t.Fatal(err)
	}
	client.CloseIdleConnections()
	if err := res.Body.Close(); err != nil || res.StatusCode != http.StatusFound {
		t.Fatalf("consent: %s, %v", res.Status, err)
	}
	return res.Header.Get("Location")
}

// signIn connects the console by a pasted address.
func (c *console) signIn(s *server) printed {
	c.Helper()
	k := s.account.Credentials()
	return c.run(k.ClientSecret+"\n"+s.allow(c.T)+"\n", "connect", "--base-url", s.URL,
		"--client-id", k.ClientID, "--client-secret", "-", "--redirect-uri", k.RedirectURI, "--code", "-", "--limits", "off", "--json")
}

type accountState struct {
	Kind, State, Host string
	ExpiresAt         int64 `json:"expires_at"`
	Renewed           bool
	Error             string
}

func (c *console) accounts() []accountState {
	c.Helper()
	return decode[[]accountState](c.T, c.ok("accounts", "--json"))
}

func TestConnectByCode(t *testing.T) {
	c, s := newConsole(t), newServer(t, smallAccount)
	s.account.SetOAuth(sandbox.OAuthOptions{AccessLife: time.Hour})
	p := c.signIn(s)
	if p.code != cli.ExitDone {
		t.Fatalf("exit %d: %s", p.code, p.stderr)
	}
	if list := c.accounts(); len(list) != 1 || list[0].Kind != "oauth" || list[0].State != "ok" || list[0].ExpiresAt == 0 {
		t.Errorf("accounts %+v", list)
	}
	c.ok("sync", "--once")
	if n := len(c.leads()); n != 300 {
		t.Errorf("%d leads", n)
	}
	// An hour is less than the two that `refresh` wants to be sure of, but more
	// than a fifth of the token's life.
	if list := decode[[]accountState](t, c.ok("refresh", "--json")); len(list) != 1 || list[0].Renewed {
		t.Errorf("refreshed %+v", list)
	}
	s.account.SetOAuth(sandbox.OAuthOptions{AccessLife: time.Second})
	if p := c.signIn(s); p.code != cli.ExitDone {
		t.Fatalf("again: exit %d: %s", p.code, p.stderr)
	}
	deadline := time.Now().Add(time.Minute)
	for renewed := false; !renewed; {
		if time.Now().After(deadline) {
			t.Fatal("not refreshed")
		}
		renewed = decode[[]accountState](t, c.ok("refresh", "--json"))[0].Renewed
	}
	noSecrets(t, c, p.stdout+p.stderr, s)
}

// noSecrets holds that neither output nor files have the sandbox's secrets.
func noSecrets(t *testing.T, c *console, output string, s *server) {
	t.Helper()
	k := s.account.Credentials()
	for name, secret := range map[string]string{"client secret": k.ClientSecret, "long-lived token": k.LongLivedToken} {
		if strings.Contains(output, secret) {
			t.Errorf("the %s was printed", name)
		}
		err := filepath.WalkDir(c.folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("the %s stands in %s", name, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestConnectByCodeFailures(t *testing.T) {
	c, s := newConsole(t), newServer(t, otherAccount)
	k := s.account.Credentials()
	used := s.allow(t)
	call := func(secret, redirect, code string) printed {
		return c.run(secret+"\n"+code+"\n", "connect", "--base-url", s.URL,
			"--client-id", k.ClientID, "--client-secret", "-", "--redirect-uri", redirect, "--code", "-")
	}
	if p := call(k.ClientSecret, k.RedirectURI, used); p.code != cli.ExitDone {
		t.Fatalf("exit %d: %s", p.code, p.stderr)
	}
	for want, p := range map[string]printed{
		"used before":             call(k.ClientSecret, k.RedirectURI, used),
		"secret key is wrong":     call("wrong"+k.ClientSecret, k.RedirectURI, s.allow(t)),
		"redirect URI differs":    call(k.ClientSecret, k.RedirectURI+"/", s.allow(t)),
		"neither a code nor":      call(k.ClientSecret, k.RedirectURI, "hello"),
		"is not amoCRM’s; nothin": call(k.ClientSecret, k.RedirectURI, strings.Replace(s.allow(t), "referer=", "referer=evil.example.com&x=", 1)),
	} {
		if line := c.failed(p, cli.ExitFailed); !strings.Contains(line, want) {
			t.Errorf("said %q, want %q", line, want)
		}
		noSecrets(t, c, p.stdout+p.stderr, s)
	}
}

func TestRefusedTokenShowsInAccounts(t *testing.T) {
	c, s := loaded(t)
	if err := s.account.RevokeLongLivedToken(); err != nil {
		t.Fatal(err)
	}
	if line := c.fails("sync", "--once"); !strings.Contains(line, "did not accept the access token") {
		t.Errorf("said %q", line)
	}
	if list := c.accounts(); list[0].State != "sign_in" {
		t.Errorf("accounts %+v", list)
	}
	if p := c.signIn(s); p.code != cli.ExitDone {
		t.Fatalf("exit %d: %s", p.code, p.stderr)
	}
	c.ok("sync", "--once")
	if err := s.account.RevokeGrant(1); err != nil {
		t.Fatal(err)
	}
	if line := c.fails("sync", "--once"); !strings.Contains(line, "taken back") {
		t.Errorf("said %q", line)
	}
	if n := len(c.leads()); n != 300 {
		t.Errorf("%d leads are left", n)
	}
}

func TestRefreshFails(t *testing.T) {
	c, s := newConsole(t), newServer(t, otherAccount)
	s.account.SetOAuth(sandbox.OAuthOptions{AccessLife: time.Second})
	if p := c.signIn(s); p.code != cli.ExitDone {
		t.Fatalf("exit %d: %s", p.code, p.stderr)
	}
	if _, err := s.account.RegenerateSecret(); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	for {
		p := c.run("", "refresh", "--json")
		if p.code == cli.ExitDone && time.Now().Before(deadline) {
			continue // the token still lives
		}
		line := c.failed(p, cli.ExitFailed)
		list := decode[[]accountState](t, p.stdout)
		if !strings.Contains(line, "secret key is wrong") || len(list) != 1 || list[0].Error != line || list[0].Renewed || list[0].State != "sign_in" {
			t.Errorf("said %q, %+v", line, list)
		}
		return
	}
}

func TestDisconnect(t *testing.T) {
	c, s := loaded(t)
	one := c.open()
	c.ok("lead", "move", one.ID.String(), "--status", "142")
	if line := c.fails("disconnect", "nurmebel"); !strings.Contains(line, "--drop-unsent") || !strings.Contains(line, "1") {
		t.Errorf("said %q", line)
	}
	if line := c.fails("disconnect", "nobody"); !strings.Contains(line, "nobody") {
		t.Errorf("said %q", line)
	}
	c.ok("disconnect", "nurmebel", "--drop-unsent")
	if list := c.accounts(); len(list) != 0 {
		t.Errorf("accounts %+v", list)
	}
	if line := c.fails("leads"); !strings.Contains(line, "No account") {
		t.Errorf("said %q", line)
	}
	files, err := filepath.Glob(filepath.Join(c.folder, "accounts", "*.db*"))
	if err != nil || len(files) > 0 {
		t.Errorf("left: %v, %v", files, err)
	}
	c.connect(s)
	c.ok("sync", "--once")
	c.ok("disconnect", s.account.Credentials().Subdomain)
}

// line is a writer that tells when its first line is there.
type lineWriter struct {
	mu    sync.Mutex
	text  bytes.Buffer
	first chan string
	once  sync.Once
}

func (w *lineWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	if line, _, ok := strings.Cut(w.text.String(), "\n"); ok {
		w.once.Do(func() { w.first <- line })
	}
	return len(p), nil
}

func TestListen(t *testing.T) {
	c, s := newConsole(t), newServer(t, otherAccount)
	if p := c.signIn(s); p.code != cli.ExitDone {
		t.Fatalf("exit %d: %s", p.code, p.stderr)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	program, _, stderr := c.program("maxfiy-soz\n", "listen", "--addr", "127.0.0.1:0", "--secret", "-")
	out := &lineWriter{first: make(chan string, 1)}
	program.Stdout = out
	ended := make(chan int, 1)
	go func() { ended <- program.Run(ctx) }()
	var line struct {
		BaseURL   string `json:"base_url"`
		AccountID int64  `json:"account_id"`
		Folder    string
	}
	if err := json.Unmarshal([]byte(<-out.first), &line); err != nil {
		t.Fatal(err)
	}
	if line.AccountID != s.account.Credentials().AccountID {
		t.Errorf("listens for %+v", line)
	}
	post := func(path string) int {
		client := &http.Client{}
		defer client.CloseIdleConnections()
		res, err := client.PostForm(line.BaseURL+path, url.Values{"account[id]": {"1"}, "leads[update][0][id]": {"7001"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
		return res.StatusCode
	}
	for path, want := range map[string]int{"/hooks/maxfiy-soz": 200, "/hooks/wrong": 404, "/refresh/maxfiy-soz": 200, "/refresh/wrong": 404, "/refresh?secret_key=maxfiy-soz": 200} {
		if got := post(path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	if other := c.run("x\n", "listen", "--addr", "127.0.0.1:0", "--secret", "-"); other.code != cli.ExitFailed || !strings.Contains(other.stderr, "Another receiver") {
		t.Errorf("a second receiver: %d %q", other.code, other.stderr)
	}
	cancel()
	if code := <-ended; code != cli.ExitDone {
		t.Errorf("exit %d: %s", code, stderr)
	}
	stored, err := filepath.Glob(filepath.Join(line.Folder, "deliveries-*.jsonl"))
	if err != nil || len(stored) != 1 {
		t.Fatalf("stored %v, %v", stored, err)
	}
	if text, err := os.ReadFile(stored[0]); err != nil || strings.Count(string(text), "7001") != 1 {
		t.Errorf("stored %s, %v", text, err)
	}
	noSecrets(t, c, stderr.String(), s)
	c.ok("disconnect", "nurmebel")
	if _, err := os.Stat(line.Folder); err == nil {
		t.Error("the deliveries outlive the account")
	}
}
