package cli_test

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // to spoil a database

	"voronka/cache"
	"voronka/ui/cli"
)

// local are commands that need the folder and an account in it, and nothing else.
func local() [][]string {
	return [][]string{{"leads"}, {"lead", "show", "1"}, {"lead", "move", "1", "--status", "142"}, {"outbox", "list"}, {"outbox", "retry"}, {"outbox", "cancel", "1"}, {"sync", "--once"}}
}

func TestNoAccount(t *testing.T) {
	c := newConsole(t)
	for _, call := range local() {
		if line := c.fails(call...); !strings.Contains(line, "No account") {
			t.Errorf("%v: said %q", call, line)
		}
	}
	if out := c.ok("accounts", "--json"); out != "[]\n" {
		t.Errorf("accounts: %s", out)
	}
	if out := c.ok("accounts"); out != "" {
		t.Errorf("accounts: %s", out)
	}
}

func TestDamagedAndNewerDatabases(t *testing.T) {
	spoil := func(t *testing.T, path string) {
		t.Helper()
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		copy(content, bytes.Repeat([]byte("not a database "), 400))
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	advance := func(t *testing.T, path string) {
		t.Helper()
		db, err := sql.Open("sqlite", "file:"+path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name, file string
		spoil      func(*testing.T, string)
		want       string
	}{
		{"damaged folder", "voronka.db", spoil, "is damaged"},
		{"damaged account", "accounts/5135160.db", spoil, "is damaged"},
		{"newer folder", "voronka.db", advance, "newer version"},
		{"newer account", "accounts/5135160.db", advance, "newer version"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, _ := loaded(t)
			path := filepath.Join(c.folder, test.file)
			test.spoil(t, path)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			opened := false
			c.window = func(context.Context, cli.WindowParams) error { opened = true; return nil }
			for _, call := range append(local(), nil) { // nil opens the window
				line := c.fails(call...)
				if !strings.Contains(line, test.want) || !strings.Contains(line, filepath.Base(path)) {
					t.Errorf("%v: said %q", call, line)
				}
			}
			if opened {
				t.Error("the window opened all the same")
			}
			after, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

// Permissions do not stop root, under whom tests may run; a file in the place
// of a folder stops everybody.
func TestFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{file, filepath.Join(file, "data")} {
		c := newConsole(t)
		c.folder = folder
		c.window = func(context.Context, cli.WindowParams) error { t.Error("the window opened"); return nil }
		for _, call := range append(local(), nil, []string{"accounts"}, []string{"demo"}) {
			if line := c.fails(call...); !strings.Contains(line, "cannot be written") || !strings.Contains(line, "--data-dir") {
				t.Errorf("%v: said %q", call, line)
			}
		}
	}
	if content, err := os.ReadFile(file); err != nil || string(content) != "mine" {
		t.Errorf("the file is now %q, %v", content, err)
	}
}

func TestFolderFromTheEnvironment(t *testing.T) {
	c := newConsole(t)
	program, stdout, stderr := c.program("", "accounts", "--json")
	program.Args = program.Args[2:] // without --data-dir
	c.env[cli.EnvFolder] = c.folder
	if code := program.Run(t.Context()); code != cli.ExitDone || stdout.String() != "[]\n" {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	if _, err := os.Stat(filepath.Join(c.folder, "voronka.db")); err != nil {
		t.Error(err)
	}
}

func TestSecondWindow(t *testing.T) {
	c := newConsole(t)
	folder, err := cache.OpenFolder(c.folder)
	if err != nil {
		t.Fatal(err)
	}
	unlock, err := folder.LockWindow()
	if err != nil {
		t.Fatal(err)
	}
	c.window = func(context.Context, cli.WindowParams) error { t.Error("the window opened"); return nil }
	if line := c.fails(); !strings.Contains(line, "already open") {
		t.Errorf("said %q", line)
	}
	c.ok("accounts") // commands go on
	unlock()
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
	c.window = func(context.Context, cli.WindowParams) error { return nil }
	c.ok()
}

// An unforeseen failure is a sentence as well.
func TestUnforeseen(t *testing.T) {
	c := newConsole(t)
	c.window = func(context.Context, cli.WindowParams) error { return os.ErrInvalid }
	if line := c.fails(); !strings.Contains(line, "unforeseen") {
		t.Errorf("said %q", line)
	}
}

func TestLanguages(t *testing.T) {
	for lang, want := range map[string]string{
		"uz": "akkaunt", "ru": "аккаунт", "en": "account", "ru_RU.UTF-8": "аккаунт",
	} {
		c := newConsole(t)
		c.env[cli.EnvLanguage] = lang
		if line := c.fails("leads"); !strings.Contains(strings.ToLower(line), want) {
			t.Errorf("%s: said %q", lang, line)
		}
	}
}
