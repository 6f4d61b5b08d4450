package cache

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestFolderIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("permissions are the parent folder's business there")
		return
	}
	dir := filepath.Join(t.TempDir(), "a", "b")
	f := openFolder(t, dir)
	check(t, f.SetSetting(t.Context(), "theme", "dark"))
	s := openAccount(t, f)
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, leadSpec{ID: 1})}))
	unlock := must(f.LockWindow())(t)
	defer unlock()
	files := 0
	check(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		} else {
			files++
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return nil
	}))
	if files < 6 { // two databases, their logs, the locks
		t.Errorf("%d files", files)
	}
}

func TestSettingsAndConnections(t *testing.T) {
	dir := t.TempDir()
	f := openFolder(t, dir)
	ctx := t.Context()
	if v := must(f.Setting(ctx, "theme"))(t); v != "" {
		t.Errorf("setting %q", v)
	}
	check(t, f.SetSetting(ctx, "theme", "light"))
	check(t, f.SetSetting(ctx, "theme", "dark"))
	second := Connection{AccountID: 32, Name: "Ikkinchi", Host: "b.amocrm.ru", Kind: "long_lived", State: "ok", CreatedAt: 200}
	first := Connection{
		AccountID: 31, Name: "Nur Mebel", Subdomain: "nurmebel", Host: "nurmebel.amocrm.ru", BaseURL: "https://nurmebel.amocrm.ru",
		Kind: "oauth", Sealed: []byte{1, 0, 2}, ExpiresAt: 9, State: "ok", CreatedAt: 100,
	}
	check(t, f.SaveConnection(ctx, second))
	check(t, f.SaveConnection(ctx, first))
	if err := f.SaveConnection(ctx, Connection{}); err == nil {
		t.Error("saved a connection of no account")
	}
	first.State, first.CreatedAt = "sign_in", 0
	check(t, f.SaveConnection(ctx, first))
	first.CreatedAt = 100
	again := openFolder(t, dir) // another process
	if diff := cmp.Diff([]Connection{first, second}, must(again.Connections(ctx))(t)); diff != "" {
		t.Errorf("connections: %s", diff)
	}
	if v := must(again.Setting(ctx, "theme"))(t); v != "dark" {
		t.Errorf("setting %q", v)
	}
	check(t, f.Close())
	if _, err := f.Setting(ctx, "theme"); !errors.Is(err, ErrClosed) {
		t.Errorf("after closing: %v", err)
	}
}

func TestLocks(t *testing.T) {
	dir := t.TempDir()
	a, b := openFolder(t, dir), openFolder(t, dir)
	for name, take := range map[string]func(f *Folder) (func(), error){
		"window": (*Folder).LockWindow,
		"engine": func(f *Folder) (func(), error) { return f.LockEngine(31) },
	} {
		unlock := must(take(a))(t)
		if _, err := take(b); !errors.Is(err, ErrBusy) {
			t.Errorf("%s lock taken twice: %v", name, err)
		}
		unlock()
		unlock()
		unlock = must(take(b))(t)
		unlock()
	}
	one, other := must(a.LockEngine(31))(t), must(b.LockEngine(32))(t)
	one()
	other()
}

func TestUnusableFolder(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	check(t, os.WriteFile(file, nil, 0o600))
	blocked := filepath.Join(dir, "blocked")
	check(t, os.MkdirAll(blocked, 0o700))
	check(t, os.WriteFile(filepath.Join(blocked, "accounts"), nil, 0o600))
	taken := filepath.Join(dir, "taken")
	check(t, os.MkdirAll(filepath.Join(taken, "open.lock"), 0o700))
	cases := map[string]string{"a file": file, "below a file": filepath.Join(file, "x"), "file for a folder": blocked, "lock that cannot be made": taken}
	if runtime.GOOS == "linux" {
		cases["system folder"] = "/proc/self/voronka"
	}
	if os.Getuid() != 0 && runtime.GOOS != "windows" { // nothing is forbidden to root
		closed := filepath.Join(dir, "closed")
		check(t, os.MkdirAll(filepath.Join(closed, "accounts"), 0o500))
		check(t, os.Chmod(filepath.Join(closed, "accounts"), 0o500))
		cases["without permission"] = closed
	}
	for name, dir := range cases {
		var folder *FolderError
		_, err := OpenFolder(dir)
		if !errors.As(err, &folder) || folder.Err == nil || !strings.Contains(err.Error(), "cannot be written") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := OpenFolder(""); err == nil {
		t.Error("opened no folder")
	}
	f := openFolder(t, filepath.Join(dir, "good"))
	if _, err := f.OpenAccount(t.Context(), 0); err == nil {
		t.Error("opened account 0")
	}
}

// snapshot reads every file below dir but the locks.
func snapshot(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	check(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, ".lock") {
			return err
		}
		content, err := os.ReadFile(path)
		files[path] = string(content)
		return err
	}))
	return files
}

// filled makes a folder with an account that has some rows, and closes it.
func filled(t testing.TB, leads int) (dir, path string) {
	t.Helper()
	dir = t.TempDir()
	f := must(OpenFolder(dir))(t)
	s := must(f.OpenAccount(t.Context(), testAccount))(t)
	specs := make([]leadSpec, leads)
	for i := range specs {
		specs[i] = leadSpec{ID: int64(i + 1), Name: strings.Repeat("Oshxona ", i%5)}
	}
	check(t, s.Apply(t.Context(), Batch{Pipelines: testPipelines(t), Leads: leadsOf(t, specs...)}))
	check(t, s.Close())
	check(t, f.Close())
	return dir, f.accountPath(testAccount)
}

func TestDamagedDatabaseIsLeftAlone(t *testing.T) {
	for name, damage := range map[string]func(b []byte) []byte{
		"empty":               func([]byte) []byte { return nil },
		"a few bytes":         func(b []byte) []byte { return b[:50] },
		"garbage":             func(b []byte) []byte { return bytes.Repeat([]byte("voronka "), 4096) },
		"cut to one page":     func(b []byte) []byte { return b[:4096] },
		"cut in half":         func(b []byte) []byte { return b[:len(b)/2] },
		"zeroed first page":   func(b []byte) []byte { return append(make([]byte, 4096), b[4096:]...) },
		"zeroed second page":  func(b []byte) []byte { clear(b[4096:8192]); return b },
		"zeroed later page":   func(b []byte) []byte { clear(b[len(b)-20*4096 : len(b)-19*4096]); return b },
		"strange page size":   func(b []byte) []byte { b[16], b[17] = 3, 7; return b },
		"a picture":           func(b []byte) []byte { return append([]byte("\x89PNG\r\n\x1a\n"), b...) },
		"another's database":  foreignDatabase(t),
		"half a first header": func(b []byte) []byte { return append(b[:16:16], make([]byte, 8192)...) },
	} {
		for _, victim := range []string{"voronka.db", "account"} {
			t.Run(name+"/"+victim, func(t *testing.T) {
				dir, path := filled(t, 300)
				if victim != "account" {
					path = filepath.Join(dir, victim)
				}
				content, err := os.ReadFile(path)
				check(t, err)
				if victim != "account" && name == "zeroed later page" {
					return // it has no twenty pages
				}
				check(t, os.WriteFile(path, damage(content), 0o600))
				before := snapshot(t, dir)
				f, err := OpenFolder(dir)
				if victim == "account" {
					check(t, err)
					_, err = f.OpenAccount(t.Context(), testAccount)
					check(t, f.Close())
				}
				var damaged *DamagedError
				if !errors.As(err, &damaged) || damaged.Path != path {
					t.Fatalf("error %v", err)
				}
				if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
					t.Errorf("the folder was changed: %.300s", diff)
				}
			})
		}
	}
}

// foreignDatabase returns a sound database of some other program.
func foreignDatabase(t *testing.T) func([]byte) []byte {
	path := filepath.Join(t.TempDir(), "other.db")
	db := must(sql.Open("sqlite", path))(t)
	_, err := db.ExecContext(t.Context(), `CREATE TABLE songs (name TEXT)`)
	check(t, err)
	check(t, db.Close())
	content := must(os.ReadFile(path))(t)
	return func([]byte) []byte { return content }
}

func TestDamageFoundAtRunTime(t *testing.T) {
	// Large enough not to be looked through when it is opened.
	_, path := filled(t, 9000)
	content, err := os.ReadFile(path)
	check(t, err)
	if len(content) <= smallDatabase {
		t.Fatalf("the database has %d bytes", len(content))
	}
	for at := 40 * 4096; at+4096 <= len(content); at += 4096 {
		clear(content[at : at+4096])
	}
	check(t, os.WriteFile(path, content, 0o600))
	s, err := openStore(t.Context(), filepath.Dir(path), path, accountSchema())
	if err == nil {
		defer func() { check(t, s.Close()) }()
		_, err = s.Board(t.Context(), BoardQuery{PipelineID: salesID})
	}
	var damaged *DamagedError
	if !errors.As(err, &damaged) || damaged.Path != path {
		t.Fatalf("error %v", err)
	}
}

func TestNewerDatabaseIsLeftAlone(t *testing.T) {
	for _, victim := range []string{"voronka.db", "account", "account with a log"} {
		t.Run(victim, func(t *testing.T) {
			dir, path := filled(t, 3)
			schema := accountSchema()
			if victim == "voronka.db" {
				path, schema = filepath.Join(dir, victim), folderSchema()
			}
			db := must(connect(path, readWrite, 1))(t)
			_, err := db.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (900, 1)`)
			check(t, err)
			if victim == "account with a log" {
				defer func() { check(t, db.Close()) }() // only closing puts the log into the file
			} else {
				check(t, db.Close())
			}
			before := snapshot(t, dir)
			f, err := OpenFolder(dir)
			if victim != "voronka.db" {
				check(t, err)
				_, err = f.OpenAccount(t.Context(), testAccount)
				check(t, f.Close())
			}
			var newer *NewerError
			if !errors.As(err, &newer) || newer.Path != path || newer.Version != 900 || newer.Known != schema.version() {
				t.Fatalf("error %v", err)
			}
			delete(before, path+"-shm") // a scratch file that only lives while somebody has the database open
			after := snapshot(t, dir)
			delete(after, path+"-shm")
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the folder was changed: %.300s", diff)
			}
		})
	}
}

// grown is the account schema of a later version.
func grown(t testing.TB, step string) schema {
	t.Helper()
	files := fstest.MapFS{"00900_more.sql": {Data: []byte("-- +goose Up\n" + step)}}
	check(t, fs.WalkDir(accountSchema().files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(accountSchema().files, path)
		files[path] = &fstest.MapFile{Data: content}
		return err
	}))
	return schema{files}
}

func TestMigrationBacksUpFirst(t *testing.T) {
	dir, path := filled(t, 10)
	s := must(openStore(t.Context(), dir, path, grown(t, `ALTER TABLE leads ADD COLUMN mood TEXT;`)))(t)
	_, err := s.writer.ExecContext(t.Context(), `UPDATE leads SET mood = 'good'`)
	check(t, err)
	check(t, s.Close())
	known := accountSchema().version()
	backup := fmt.Sprintf("%s.v%d.backup", path, known)
	info, err := os.Stat(backup)
	check(t, err)
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("backup has mode %v", info.Mode())
	}
	if version := must(checkDatabase(t.Context(), backup))(t); version != known {
		t.Errorf("backup has schema %d", version)
	}
	old := must(openStore(t.Context(), dir, backup, accountSchema()))(t)
	if c := must(old.Counts(t.Context()))(t); c.Leads != 10 {
		t.Errorf("backup has %d leads", c.Leads)
	}
	check(t, old.Close())
	var newer *NewerError
	if _, err := openStore(t.Context(), dir, path, accountSchema()); !errors.As(err, &newer) || newer.Version != 900 || newer.Known != known {
		t.Errorf("back to the old program: %v", err)
	}
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	dir, path := filled(t, 10)
	broken := grown(t, "ALTER TABLE leads ADD COLUMN mood TEXT;\nINSERT INTO nowhere VALUES (1);")
	for range 2 {
		if _, err := openStore(t.Context(), dir, path, broken); err == nil {
			t.Fatal("a broken migration passed")
		}
	}
	s := must(openStore(t.Context(), dir, path, accountSchema()))(t)
	defer func() { check(t, s.Close()) }()
	if c := must(s.Counts(t.Context()))(t); c.Leads != 10 {
		t.Errorf("%d leads", c.Leads)
	}
	if _, err := s.writer.ExecContext(t.Context(), `SELECT mood FROM leads`); err == nil {
		t.Error("half a migration stayed")
	}
}

func TestHalfMadeDatabaseIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	f := openFolder(t, dir)
	path := f.accountPath(testAccount)
	for _, leftover := range []string{path + ".new", path + ".new-wal", path + "-wal"} {
		check(t, os.WriteFile(leftover, []byte("left by a kill"), 0o600))
	}
	s := openAccount(t, f)
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, leadSpec{ID: 1})}))
	if _, err := os.Stat(path + ".new"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("leftover: %v", err)
	}
}

func TestManyOpenAFreshFolderAtOnce(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for i := range 6 {
		leads := leadsOf(t, leadSpec{ID: int64(i + 1)})
		all.Go(func() {
			f, err := OpenFolder(dir)
			if err != nil {
				t.Error(err)
				return
			}
			s, err := f.OpenAccount(context.Background(), testAccount)
			if err != nil {
				t.Error(err)
				return
			}
			err = s.Apply(context.Background(), Batch{Leads: leads})
			if err := errors.Join(err, s.Close(), f.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if c := must(openAccount(t, openFolder(t, dir)).Counts(t.Context()))(t); c.Leads != 6 {
		t.Errorf("%d leads", c.Leads)
	}
}

func TestDefaultDir(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("the operating system's own place")
		return
	}
	t.Setenv("XDG_DATA_HOME", "/somewhere")
	if dir := must(DefaultDir())(t); dir != "/somewhere/voronka" {
		t.Errorf("dir %s", dir)
	}
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv("HOME", "/home/aziz")
	if dir := must(DefaultDir())(t); dir != "/home/aziz/.local/share/voronka" {
		t.Errorf("dir %s", dir)
	}
	t.Setenv("XDG_DATA_HOME", "relative")
	if _, err := DefaultDir(); err == nil {
		t.Error("a relative place was taken")
	}
}
