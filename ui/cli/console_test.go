package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"voronka/amo/sandbox"
	"voronka/ui/cli"
)

// patience bounds each command of a test.
const patience = time.Minute

// console is a person at a terminal with a data folder.
type console struct {
	*testing.T
	folder string
	env    map[string]string
	window cli.Window
}

func newConsole(t *testing.T) *console {
	t.Helper()
	return &console{T: t, folder: filepath.Join(t.TempDir(), "data"), env: map[string]string{
		cli.EnvKeychain: "file", cli.EnvLanguage: "en", cli.EnvLog: "debug",
	}}
}

// printed is what a command left behind.
type printed struct {
	code           int
	stdout, stderr string
}

func (c *console) program(stdin string, args ...string) (cli.Program, *bytes.Buffer, *bytes.Buffer) {
	var stdout, stderr bytes.Buffer
	return cli.Program{
		Args:   append([]string{"--data-dir", c.folder}, args...),
		Stdin:  strings.NewReader(stdin),
		Stdout: &stdout, Stderr: &stderr,
		Getenv: func(name string) string { return c.env[name] },
		Window: c.window,
	}, &stdout, &stderr
}

// run runs a command to its end.
func (c *console) run(stdin string, args ...string) printed {
	c.Helper()
	ctx, cancel := context.WithTimeout(c.Context(), patience)
	defer cancel()
	program, stdout, stderr := c.program(stdin, args...)
	code := program.Run(ctx)
	return printed{code, stdout.String(), stderr.String()}
}

// ok runs a command that has to succeed, and gives what it printed.
func (c *console) ok(args ...string) string {
	c.Helper()
	p := c.run("", args...)
	if p.code != cli.ExitDone || p.stderr != "" {
		c.Fatalf("%v: exit %d, stderr %q", args, p.code, p.stderr)
	}
	return p.stdout
}

// fails runs a command that has to fail, and gives its one sentence.
func (c *console) fails(args ...string) string {
	c.Helper()
	return c.failed(c.run("", args...), cli.ExitFailed)
}

// failed holds that a command ended with the code and said one sentence that
// is no chain of Go errors.
func (c *console) failed(p printed, code int) string {
	c.Helper()
	if p.code != code {
		c.Fatalf("exit %d instead of %d; stderr %q", p.code, code, p.stderr)
	}
	line, ended := strings.CutSuffix(p.stderr, "\n")
	if !ended || line == "" || strings.Contains(line, "\n") {
		c.Fatalf("stderr is not one line: %q", p.stderr)
	}
	for _, chain := range []string{"dial tcp", "Get \"", "sqlite", "SQL", "EOF", "0x", "goroutine", "errors."} {
		if strings.Contains(line, chain) {
			c.Errorf("the sentence shows its cause: %q", line)
		}
	}
	return line
}

// decode reads the JSON a command printed.
func decode[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("not JSON: %v: %s", err, text)
	}
	return v
}

// keys lists the keys of a JSON object in their order.
func keys(t *testing.T, object json.RawMessage) []string {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(object))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		t.Fatalf("not an object: %s", object)
	}
	var list []string
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		list = append(list, key.(string))
	}
	return list
}

// wantKeys holds that an object has exactly these keys.
func wantKeys(t *testing.T, object json.RawMessage, want ...string) {
	t.Helper()
	got := keys(t, object)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("keys %v, want %v", got, want)
	}
}

// server is a sandbox account that a test reaches over HTTP.
type server struct {
	*httptest.Server
	account *sandbox.Server
	token   string
}

func newServer(t *testing.T, o sandbox.Options) *server {
	t.Helper()
	account, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{Server: httptest.NewServer(account), account: account, token: account.Credentials().LongLivedToken}
	t.Cleanup(s.Close)
	return s
}

// status asks the server which status a lead is in.
func (s *server) status(t *testing.T, lead json.Number) json.Number {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/v4/leads/"+lead.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	resp, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := resp.Body.Close(); err != nil {
			t.Error(err)
		}
	}()
	var answer struct {
		StatusID json.Number `json:"status_id"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatalf("lead %s: %s: %v", lead, resp.Status, err)
	}
	return answer.StatusID
}

// connect connects the console to a server.
func (c *console) connect(s *server) {
	c.Helper()
	p := c.run(s.token+"\n", "connect", "--base-url", s.URL, "--token", "-", "--limits", "off", "--json")
	if p.code != cli.ExitDone {
		c.Fatalf("connect: exit %d: %s", p.code, p.stderr)
	}
}

// loaded gives a console with a loaded account of a few hundred leads.
func loaded(t *testing.T) (*console, *server) {
	t.Helper()
	c, s := newConsole(t), newServer(t, smallAccount)
	c.connect(s)
	c.ok("sync", "--once")
	return c, s
}

// Two small accounts with tokens of their own.
var (
	smallAccount = sandbox.Options{Leads: 300, Seed: 1}
	otherAccount = sandbox.Options{Leads: 10, Seed: 2}
)
