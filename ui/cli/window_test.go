package cli_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/cli"
)

// untilLoaded waits until an engine has done its first load.
func untilLoaded(ctx context.Context, engine *replica.Engine) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	done := make(chan struct{}, 1)
	stop := engine.Watch(func(s replica.Status) {
		if s.LastSync != 0 {
			select {
			case done <- struct{}{}:
			default:
			}
		}
	})
	defer stop()
	if engine.Status().LastSync != 0 {
		return nil
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return errors.New("the first load does not end")
	}
}

func TestWindowWithoutAccount(t *testing.T) {
	c := newConsole(t)
	opened := false
	c.env[cli.EnvTheme] = "dark"
	c.window = func(_ context.Context, p cli.WindowParams) error {
		opened = true
		if p.Account.ID != 0 || p.Account.Store != nil || p.Account.Engine != nil || p.Demo {
			t.Errorf("%+v", p)
		}
		if p.Folder == nil || p.Log == nil || p.Language != "en" || p.Theme != "dark" {
			t.Errorf("%+v", p)
		}
		p.Account.StartSync()
		return nil
	}
	c.ok()
	if !opened {
		t.Error("no window")
	}
}

func TestWindowOnTheAccount(t *testing.T) {
	c, s := newConsole(t), newServer(t, smallAccount)
	c.connect(s)
	c.window = func(ctx context.Context, p cli.WindowParams) error {
		if p.Account.ID != 5135160 || p.Account.Store == nil || p.Account.Engine == nil || p.Demo {
			t.Errorf("%+v", p)
		}
		counts, err := p.Account.Store.Counts(ctx)
		if err != nil || counts.Leads != 0 {
			t.Errorf("before the window wanted it, %d leads were there; %v", counts.Leads, err)
		}
		p.Account.StartSync()
		p.Account.StartSync() // is allowed
		if err := untilLoaded(ctx, p.Account.Engine); err != nil {
			return err
		}
		// The folder is open in another process as well.
		if n := len(c.leads()); n != 300 {
			t.Errorf("%d leads", n)
		}
		_, err = p.Account.Store.MoveLead(ctx, moveOf(t, c.open()), time.Hour)
		return err
	}
	c.ok()
	if list := c.outbox(); len(list) != 1 || list[0].State == "held" {
		t.Errorf("after closing, the outbox is %+v", list)
	}
	if line := c.fails("--account", "nobody"); !strings.Contains(line, "nobody") {
		t.Errorf("said %q", line)
	}
}

// moveOf moves a lead to won.
func moveOf(t *testing.T, l lead) cache.Move {
	t.Helper()
	id, err := l.ID.Int64()
	if err != nil {
		t.Fatal(err)
	}
	return cache.Move{LeadID: id, StatusID: 142}
}

func TestDemo(t *testing.T) {
	c, s := newConsole(t), newServer(t, smallAccount)
	c.connect(s)
	runs := 0
	c.window = func(ctx context.Context, p cli.WindowParams) error {
		runs++
		if !p.Demo || p.Account.ID == 0 {
			t.Errorf("%+v", p)
		}
		if counts, err := p.Account.Store.Counts(ctx); err != nil || counts.Leads != 0 {
			t.Errorf("the demo starts with %d leads; %v", counts.Leads, err)
		}
		if p.Folder.Dir() != filepath.Join(c.folder, "demo") {
			t.Errorf("the demo is in %s", p.Folder.Dir())
		}
		p.Account.StartSync()
		if err := untilLoaded(ctx, p.Account.Engine); err != nil {
			return err
		}
		counts, err := p.Account.Store.Counts(ctx)
		if err != nil || counts.Leads != 500 {
			t.Errorf("%d leads; %v", counts.Leads, err)
		}
		if line := c.fails("demo"); !strings.Contains(line, "already open") {
			t.Errorf("a second demo said %q", line)
		}
		return nil
	}
	c.ok("demo", "--leads", "500", "--seed", "3")
	c.ok("demo", "--leads", "500", "--seed", "4")
	if runs != 2 {
		t.Errorf("%d windows", runs)
	}
	if n := len(c.leads()); n != 0 {
		t.Errorf("the demo has brought %d leads to the real account", n)
	}
}

func TestDemoLeavesOthersFoldersAlone(t *testing.T) {
	c := newConsole(t)
	c.window = func(context.Context, cli.WindowParams) error { t.Error("the window opened"); return nil }
	mine := filepath.Join(c.folder, "demo", "mine.txt")
	if err := os.MkdirAll(filepath.Dir(mine), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if line := c.fails("demo"); !strings.Contains(line, filepath.Dir(mine)) {
		t.Errorf("said %q", line)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}

func TestNoDisplay(t *testing.T) {
	if err := cli.CheckDisplay(func(name string) string { return map[string]string{"DISPLAY": ":0"}[name] }); err != nil {
		t.Error(err)
	}
	c := newConsole(t)
	c.window = func(context.Context, cli.WindowParams) error {
		return cli.CheckDisplay(func(string) string { return "" })
	}
	if runtime.GOOS == "linux" {
		if line := c.fails(); !strings.Contains(line, "no display") {
			t.Errorf("said %q", line)
		}
	}
	c.window = func(context.Context, cli.WindowParams) error {
		panic("NotInitialized: The GLFW library is not initialized")
	}
	if line := c.fails(); !strings.Contains(line, "no display") {
		t.Errorf("said %q", line)
	}
	c.ok("accounts") // all was closed
}

// Any other panic is a crash, and stays one.
func TestPanicIsNotHidden(t *testing.T) {
	c := newConsole(t)
	c.window = func(context.Context, cli.WindowParams) error { panic("something else") }
	defer func() {
		if cause := recover(); cause != "something else" {
			t.Errorf("recovered %v", cause)
		}
	}()
	c.run("")
	t.Error("it went on")
}
