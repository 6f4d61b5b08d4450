package cli_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voronka/ui/cli"
)

func TestWrongUsage(t *testing.T) {
	calls := [][]string{
		{"nonsense"},
		{"--nonsense"},
		{"lead"},
		{"lead", "nonsense"},
		{"lead", "show"},
		{"lead", "show", "x"},
		{"lead", "show", "0"},
		{"lead", "show", "1", "2"},
		{"lead", "move", "1"},
		{"lead", "move", "--status", "142"},
		{"lead", "move", "1", "--status", "won"},
		{"lead", "move", "1", "--status", "-142"},
		{"lead", "move", "1", "--status", "142", "--loss-reason", "5"},
		{"lead", "show", "-5", "-h5"},
		{"lead", "add"},
		{"lead", "add", "--name", " "},
		{"lead", "add", "--name", "x", "--status", "won"},
		{"lead", "add", "--name", "x", "phone=1"},
		{"lead", "set", "1"},
		{"lead", "set", "1", "name"},
		{"lead", "set", "1", "status_id=142"},
		{"lead", "set", "1", "name+=x"},
		{"lead", "set", "1", "field:x=1"},
		{"lead", "tag", "1"},
		{"lead", "tag", "1", "VIP"},
		{"lead", "tag", "1", "+"},
		{"lead", "tag", "1", "-"},
		{"lead", "note", "1"},
		{"lead", "note", "1", " "},
		{"contact", "show", "x"},
		{"contact", "add", "--phone", "901234567"},
		{"contact", "set", "1", "price=5"},
		{"conflicts"},
		{"conflicts", "resolve", "1"},
		{"conflicts", "resolve", "1", "--take", "both"},
		{"undo", "x"},
		{"redo", "1", "2"},
		{"leads", "1"},
		{"leads", "--limit", "-1"},
		{"leads", "--limit", "many"},
		{"search"},
		{"search", " "},
		{"search", "x", "--limit", "0"},
		{"outbox"},
		{"outbox", "list", "1"},
		{"outbox", "cancel"},
		{"outbox", "cancel", "x"},
		{"outbox", "retry", "x"},
		{"sync", "now"},
		{"accounts", "all"},
		{"version", "2"},
		{"demo", "--leads", "-1"},
		{"sandbox", "--limits", "maybe"},
		{"sandbox", "--mode", "real"},
		{"sandbox", "--redirect-uri", "callback"},
		{"sandbox", "--faults", "nonsense"},
		{"sandbox", "--leads", "-5"},
		{"connect"},
		{"connect", "--token", "x"},
		{"connect", "--host", "a.amocrm.ru"},
		{"connect", "--host", "a.amocrm.ru", "--base-url", "http://127.0.0.1:1", "--token", "x"},
		{"connect", "--host", "a.amocrm.ru/api", "--token", "x"},
		{"connect", "--base-url", "nonsense", "--token", "x"},
		{"connect", "--base-url", "ftp://127.0.0.1", "--token", "x"},
		{"connect", "--base-url", "http://a.amocrm.ru", "--token", "x"}, // the token would travel in the open
		{"connect", "--base-url", "http://127.0.0.1:1", "--token", "-"}, // nothing on standard input
		{"connect", "--base-url", "http://127.0.0.1:1", "--token", "two words"},
		{"connect", "--base-url", "http://127.0.0.1:1", "--token", "x", "--limits", "maybe"},
		{"connect", "--base-url", "http://127.0.0.1:1", "--client-id", "x"},
		{"connect", "--base-url", "http://127.0.0.1:1", "--client-id", "x", "--client-secret", "y"},
		{"connect", "--base-url", "http://127.0.0.1:1", "--client-id", "x", "--client-secret", "-", "--redirect-uri", "http://localhost:1/"},
		{"connect", "--base-url", "http://127.0.0.1:1", "--client-id", "x", "--token", "y"},
		{"connect", "--base-url", "http://127.0.0.1:1", "--code", "x", "--token", "y"},
		{"connect", "--base-url", "http://a.amocrm.ru", "--client-id", "x", "--client-secret", "y", "--redirect-uri", "http://localhost:1/", "--code", "def50200c0de"},
		{"disconnect"},
		{"disconnect", "1", "2"},
		{"refresh", "now"},
		{"listen"},
		{"listen", "--secret", ""},
		{"listen", "--secret", "two words"},
	}
	for _, call := range calls {
		t.Run(strings.Join(call, " "), func(t *testing.T) {
			c := newConsole(t)
			c.window = func(_ context.Context, _ cli.WindowParams) error { t.Error("the window opened"); return nil }
			p := c.run("", call...)
			c.failed(p, cli.ExitUsage)
			if p.stdout != "" {
				t.Errorf("stdout %q", p.stdout)
			}
			if _, err := os.Stat(filepath.Join(c.folder, "accounts")); err == nil && call[0] != "connect" && call[0] != "listen" {
				t.Error("a wrong call has made a data folder")
			}
		})
	}
}

func TestHelp(t *testing.T) {
	c := newConsole(t)
	for _, call := range [][]string{{"--help"}, {"help"}, {"help", "lead", "move"}, {"connect", "-h"}} {
		if out := c.ok(call...); !strings.Contains(out, "Usage:") {
			t.Errorf("%v printed %q", call, out)
		}
	}
	if _, err := os.Stat(c.folder); err == nil {
		t.Error("help has made a data folder")
	}
}

func TestVersion(t *testing.T) {
	c := newConsole(t)
	out := c.ok("version", "--json")
	wantKeys(t, json.RawMessage(out), "version", "commit", "tags", "go", "os", "arch")
	if got := decode[struct{ Version string }](t, out).Version; got != cli.Version {
		t.Errorf("version %s", got)
	}
	if text := c.ok("version"); !strings.Contains(text, cli.Version) {
		t.Errorf("printed %q", text)
	}
}

// The packager reads the version from FyneApp.toml.
func TestVersionIsThePackages(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "FyneApp.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), `Version = "`+cli.Version+`"`) {
		t.Errorf("FyneApp.toml does not name version %s", cli.Version)
	}
}
