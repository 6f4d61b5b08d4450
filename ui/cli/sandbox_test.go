package cli_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"voronka/ui/cli"
)

// running is a command that goes on until it is stopped.
type running struct {
	t     *testing.T
	lines *bufio.Reader
	stop  context.CancelFunc
	code  int
	done  sync.WaitGroup
}

// start starts a command and leaves it running.
func (c *console) start(args ...string) *running {
	c.Helper()
	ctx, cancel := context.WithCancel(c.Context())
	reader, writer := io.Pipe()
	r := &running{t: c.T, lines: bufio.NewReader(reader), stop: cancel}
	program, _, stderr := c.program("", args...)
	program.Stdout = writer
	r.done.Go(func() {
		r.code = program.Run(ctx)
		if stderr.Len() > 0 {
			c.Errorf("%v: stderr %q", args, stderr)
		}
		writer.Close() //nolint:errcheck // a pipe cannot fail to close
	})
	c.Cleanup(func() { r.end() })
	return r
}

// line reads the next line the command prints.
func (r *running) line() string {
	r.t.Helper()
	line, err := r.lines.ReadString('\n')
	if err != nil {
		r.t.Fatalf("the command has ended: %v", err)
	}
	return line
}

// end interrupts the command, waits for it and gives its exit code.
func (r *running) end() int {
	r.stop()
	var rest sync.WaitGroup
	rest.Go(func() {
		// What it still prints may fill the pipe.
		_, _ = io.Copy(io.Discard, r.lines)
	})
	r.done.Wait()
	rest.Wait()
	return r.code
}

func TestSandbox(t *testing.T) {
	c := newConsole(t)
	state := filepath.Join(t.TempDir(), "state")
	serve := func(addr string) (*running, credentials) {
		r := c.start("sandbox", "--addr", addr, "--leads", "300", "--contacts", "50", "--seed", "9", "--limits", "off", "--state", state)
		first := r.line()
		wantKeys(t, json.RawMessage(first), "base_url", "subdomain", "account_id", "client_id", "client_secret", "redirect_uri", "long_lived_token")
		return r, decode[credentials](t, first)
	}
	r, account := serve("127.0.0.1:0")
	if p := c.run(account.Token, "connect", "--base-url", account.BaseURL, "--token", "-", "--limits", "off"); p.code != cli.ExitDone {
		t.Fatal(p.stderr)
	}
	c.ok("sync", "--once")
	l := c.open()
	c.ok("lead", "move", l.ID.String(), "--status", "142")
	c.ok("sync", "--once")

	addr := strings.TrimPrefix(account.BaseURL, "http://")
	if line := c.fails("sandbox", "--addr", addr); !strings.Contains(line, addr) {
		t.Errorf("said %q", line)
	}
	if code := r.end(); code != cli.ExitDone {
		t.Errorf("interrupted, it ends with %d", code)
	}

	again, same := serve(addr)
	if same != account {
		t.Errorf("with the same seed, the account is another: %v, %v", same, account)
	}
	c.ok("sync", "--once")
	if now := decode[lead](t, c.ok("lead", "show", l.ID.String(), "--json")); now.StatusID != "142" {
		t.Errorf("after a restart the lead is in %s", now.StatusID)
	}
	again.end()
}

// credentials are what a client needs of the sandbox's first line.
type credentials struct {
	BaseURL   string `json:"base_url"`
	AccountID int64  `json:"account_id"`
	Token     string `json:"long_lived_token"`
}

func TestSandboxOnAllInterfaces(t *testing.T) {
	c := newConsole(t)
	r := c.start("sandbox", "--addr", "0.0.0.0:0", "--leads", "0")
	account := decode[credentials](t, r.line())
	host, _, err := net.SplitHostPort(strings.TrimPrefix(account.BaseURL, "http://"))
	if err != nil || host != "127.0.0.1" {
		t.Errorf("base_url is %s", account.BaseURL)
	}
}

// TestSandboxModes: filter[status_id] is one of the guide's, which amoCRM
// ignores.
func TestSandboxModes(t *testing.T) {
	c := newConsole(t)
	for mode, want := range map[string]bool{"strict": false, "seed": true} {
		r := c.start("sandbox", "--leads", "60", "--mode", mode, "--limits", "off")
		account := decode[credentials](t, r.line())
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, account.BaseURL+"/api/v4/leads?filter[status_id]=142", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+account.Token)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err = errors.Join(err, resp.Body.Close()); err != nil {
			t.Fatal(err)
		}
		page := decode[struct {
			Embedded struct {
				Leads []struct {
					StatusID int64 `json:"status_id"`
				} `json:"leads"`
			} `json:"_embedded"`
		}](t, string(body))
		only := true
		for _, l := range page.Embedded.Leads {
			only = only && l.StatusID == 142
		}
		if only != want || len(page.Embedded.Leads) == 0 {
			t.Errorf("%s: %d leads, of the status asked for only: %t", mode, len(page.Embedded.Leads), only)
		}
		r.end()
	}
	if p := c.run("", "sandbox", "--mode", "guide"); p.code != cli.ExitUsage || !strings.Contains(p.stderr, "guide") {
		t.Errorf("exit %d, said %q", p.code, p.stderr)
	}
}

// Two processes may sync one account: the second lets the first do the work.
func TestSecondEngine(t *testing.T) {
	c, s := loaded(t)
	r := c.start("sync")
	r.line() // it runs
	l := c.open()
	c.ok("lead", "move", l.ID.String(), "--status", "142")
	c.ok("sync", "--once")
	if now := s.status(t, l.ID); now != "142" {
		t.Errorf("on the server the lead is in %s", now)
	}
	if code := r.end(); code != cli.ExitDone {
		t.Errorf("interrupted, sync ends with %d", code)
	}
}

// The integration's settings have the redirect URI that was asked for.
func TestSandboxRedirectURI(t *testing.T) {
	c := newConsole(t)
	const redirect = "http://localhost:8917/callback"
	r := c.start("sandbox", "--leads", "0", "--redirect-uri", redirect)
	account := decode[struct {
		Base     string `json:"base_url"`
		ID       string `json:"client_id"`
		Redirect string `json:"redirect_uri"`
	}](t, r.line())
	if account.Redirect != redirect {
		t.Errorf("it tells %q", account.Redirect)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.PostForm(account.Base+"/oauth", url.Values{"client_id": {account.ID}, "decision": {"refuse"}})
	if err != nil {
		t.Fatal(err)
	}
	client.CloseIdleConnections()
	if err := resp.Body.Close(); err != nil {
		t.Error(err)
	}
	if to := resp.Header.Get("Location"); to != redirect+"?error=access_denied" {
		t.Errorf("the consent page leads to %q", to)
	}
}
