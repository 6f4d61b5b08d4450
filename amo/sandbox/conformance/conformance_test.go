//go:build conformance

package conformance

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"voronka/amo/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	account     = "nurmebel.amocrm.ru"
	redirectURI = "https://example.test/callback"
	leads       = 500
	patience    = 2 * time.Minute
)

// outcome is a line of a driver.
type outcome struct {
	Check string  `json:"check"`
	Error *string `json:"error"`
}

func TestShevernitskiy(t *testing.T) {
	drive(t, "shevernitskiy.cjs", []string{
		"oauth: exchange of a code", "oauth: refresh", "leads: list and paging", "leads: filters and order", "leads: create", "leads: update one and many",
		"leads: complex", "tags", "pipelines and statuses", "contacts and links", "custom fields", "tasks", "notes", "events", "incoming leads",
		"webhooks", "validation errors", "204: nothing found", "429: too fast",
	})
}

func TestAmocrmJS(t *testing.T) {
	drive(t, "amocrm-js.cjs", []string{
		"oauth: exchange of a code", "oauth: refresh", "oauth: long-lived token", "leads: list and paging", "leads: filter and with", "leads: create and save",
		"leads: update many", "leads: complex", "tags", "pipelines", "contacts and companies", "custom fields", "tasks", "notes", "webhooks",
		"validation errors", "204: nothing found", "429: too fast",
	})
}

// drive runs a driver against a fresh sandbox. Each check becomes a subtest;
// those named must be among them.
func drive(t *testing.T, script string, required []string) {
	node := install(t)
	running, err := sandbox.Serve(t.Context(), "", sandbox.Options{
		Leads: leads, Seed: 11, BaseURL: "https://" + account, OAuth: sandbox.OAuthOptions{RedirectURI: redirectURI},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := running.Close(); err != nil {
			t.Error(err)
		}
	})
	received := newReceiver(t)
	front := newFront(t, running.BaseURL)
	done := map[string]bool{}
	for _, o := range node.run(t, script, front, running, received.URL) {
		done[o.Check] = true
		t.Run(o.Check, func(t *testing.T) {
			if o.Error != nil {
				t.Error(*o.Error)
			}
		})
	}
	for _, name := range required {
		if !done[name] {
			t.Errorf("the check %q did not run", name)
		}
	}
	checkDelivery(t, running.Server(), received)
}

// checkDelivery looks at the webhook the driver's last change has set off.
func checkDelivery(t *testing.T, s *sandbox.Server, r *receiver) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := s.AwaitDeliveries(ctx); err != nil {
		t.Fatal(err)
	}
	form, err := url.ParseQuery(r.last())
	if err != nil || form.Get("leads[update][0][price]") != "4242" {
		t.Errorf("delivered: %v %v", form, err)
	}
}

// installed is a folder with the drivers and the packages they drive.
type installed struct{ folder string }

// install puts the drivers in the folder of the packages, and the packages
// there when they are not yet.
func install(t *testing.T) installed {
	t.Helper()
	cache := os.Getenv("VORONKA_CONFORMANCE_CACHE")
	if cache == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			t.Fatalf("no cache folder, set VORONKA_CONFORMANCE_CACHE: %v", err)
		}
		cache = filepath.Join(base, "voronka-conformance")
	}
	lock, err := os.ReadFile(filepath.Join("js", "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(filepath.Join(cache, "node_modules", ".installed"))
	fresh := err == nil && bytes.Equal(kept, lock)
	if err := os.MkdirAll(cache, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(cache, "js.new"), os.DirFS("js")); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.RemoveAll(filepath.Join(cache, "js.new")); err != nil {
			t.Error(err)
		}
	}()
	entries, err := os.ReadDir(filepath.Join(cache, "js.new"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.Rename(filepath.Join(cache, "js.new", e.Name()), filepath.Join(cache, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	if fresh {
		return installed{cache}
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = cache
	if out, err := npm.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(cache, "node_modules", ".installed"), lock, 0o600); err != nil {
		t.Fatal(err)
	}
	return installed{cache}
}

// run starts Node with a driver and gives what it said.
func (i installed) run(t *testing.T, script string, f *front, running *sandbox.Running, receiver string) []outcome {
	t.Helper()
	c := running.Credentials()
	config, err := json.Marshal(map[string]any{
		"host": account, "subdomain": c.Subdomain, "accountId": c.AccountID, "clientId": c.ClientID, "clientSecret": c.ClientSecret,
		"redirectUri": c.RedirectURI, "longLivedToken": c.LongLivedToken, "hooks": running.BaseURL, "hookSecret": c.ClientSecret,
		"receiver": receiver, "leads": leads, "pipeline": 3177727, "status": 32392159, "lossReason": 4011, "textField": 294471,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	node := exec.CommandContext(ctx, "node", "--require", "./redirect.cjs", script)
	node.Dir = i.folder
	node.Env = append(os.Environ(),
		"CONFORMANCE_CONFIG="+string(config), "CONFORMANCE_TLS_PORT="+f.port, "NODE_EXTRA_CA_CERTS="+f.authority, "NO_PROXY=*")
	var said, complained bytes.Buffer
	node.Stdout, node.Stderr = &said, &complained
	runErr := node.Run()
	var outcomes []outcome
	lines := bufio.NewScanner(&said)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var o outcome
		if json.Unmarshal(lines.Bytes(), &o) == nil && o.Check != "" {
			outcomes = append(outcomes, o)
		}
	}
	if err := lines.Err(); err != nil {
		t.Error(err)
	}
	if runErr != nil || len(outcomes) == 0 {
		t.Fatalf("%s: %v\n%s", script, runErr, strings.TrimSpace(complained.String()))
	}
	for _, secret := range []string{c.ClientSecret, c.LongLivedToken} {
		if strings.Contains(fmt.Sprint(http.Header{}, complained.String()), secret) {
			t.Error("a secret was printed")
		}
	}
	return outcomes
}
