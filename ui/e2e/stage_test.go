//go:build e2e

package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"voronka/ui/e2e/driver"
	"voronka/ui/i18n"
)

// language is the one the window speaks.
const language = i18n.Uzbek

// stage is what a test of the window plays on: a display, a sandbox account at
// an address that survives it, and a data folder connected to it.
type stage struct {
	*testing.T
	ctx      context.Context
	display  *driver.Display
	sandbox  *driver.Sandbox
	window   *driver.Window
	folder   string
	state    string   // the sandbox's memory
	addr     string   // the sandbox's address
	switches []string // of the sandbox, the same each time
	opened   string   // what the window has opened in other programs, one address a line
	bin      string   // where the program that opens addresses is
	name     string   // of the test, for its pictures
	shots    int
}

func newStage(ctx context.Context, t *testing.T) *stage {
	t.Helper()
	return newStageOf(ctx, t, 10_000)
}

// newStageOf is newStage with an account of so many leads.
func newStageOf(ctx context.Context, t *testing.T, leads int) *stage {
	t.Helper()
	s := emptyStage(ctx, t, 1440)
	s.switches = []string{"--leads", strconv.Itoa(leads), "--seed", "1"}
	s.startSandbox()
	s.run(s.sandbox.Token, "connect", "--base-url", s.sandbox.BaseURL, "--token", "-", "--limits", "off")
	return s
}

// emptyStage has a display, and a folder that nothing is in.
func emptyStage(ctx context.Context, t *testing.T, width int) *stage {
	t.Helper()
	display, err := driver.StartDisplay(width, 900)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := display.Close(); err != nil {
			t.Error(err)
		}
	})
	dir := t.TempDir()
	s := &stage{
		T: t, ctx: ctx, display: display,
		folder: filepath.Join(dir, "data"), state: filepath.Join(dir, "sandbox.state"), addr: freeAddr(t),
		opened: filepath.Join(dir, "opened"), bin: filepath.Join(dir, "bin"),
	}
	s.layOpener()
	return s
}

// layOpener puts a program where the window finds the one that opens addresses.
// It writes down what it was asked to open.
func (s *stage) layOpener() {
	s.Helper()
	script := "#!/bin/sh\necho \"$1\" >> '" + s.opened + "'\n"
	err := os.Mkdir(s.bin, 0o700)
	if err == nil {
		err = os.WriteFile(filepath.Join(s.bin, "xdg-open"), []byte(script), 0o700)
	}
	if err != nil {
		s.Fatal(err)
	}
}

// end takes a process down at the end of the test, if it is still there.
func (s *stage) end(p *driver.Process) {
	if over, _ := p.Ended(); over {
		return
	}
	if err := p.Stop(); err != nil {
		s.Error(err)
	}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	return l.Addr().String()
}

// startSandbox starts the account, at the same address and with the same
// memory each time.
func (s *stage) startSandbox() {
	s.Helper()
	switches := append([]string{"--addr", s.addr, "--state", s.state, "--limits", "off"}, s.switches...)
	sandbox, err := driver.ServeSandbox(program, switches...)
	if err != nil {
		s.Fatal(err)
	}
	s.sandbox = sandbox
	s.Cleanup(func() { s.end(sandbox.Process) })
}

// killSandbox takes the server away as a power cut does.
func (s *stage) killSandbox() {
	s.Helper()
	if err := s.sandbox.Kill(); err != nil {
		s.Fatal(err)
	}
}

func (s *stage) env() []string {
	return []string{
		"PATH=" + s.bin + string(os.PathListSeparator) + os.Getenv("PATH"), "VORONKA_DATA=" + s.folder, "VORONKA_KEYCHAIN=file", "VORONKA_LANG=" + language, "VORONKA_LOG=debug",
	}
}

// run runs a command of the program on the stage's folder and gives what it
// printed.
func (s *stage) run(stdin string, args ...string) []byte {
	s.Helper()
	cmd := exec.CommandContext(s.ctx, program, args...)
	cmd.Env = append(os.Environ(), s.env()...)
	cmd.Stdin = strings.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		s.Fatalf("voronka %v: %v: %s", args, err, stderr.Bytes())
	}
	return stdout.Bytes()
}

// pending counts the unsent changes, as `outbox list` does.
func (s *stage) pending() int {
	s.Helper()
	var changes []json.RawMessage
	if err := json.Unmarshal(s.run("", "outbox", "list", "--json"), &changes); err != nil {
		s.Fatal(err)
	}
	return len(changes)
}

// open opens the window in a theme and waits for its first cards.
func (s *stage) open(theme string) {
	s.Helper()
	s.start("VORONKA_THEME=" + theme)
	s.cardsShown()
}

// start opens the window, whatever it shows, with more in its environment.
func (s *stage) start(env ...string) {
	s.Helper()
	w, err := driver.Open(s.ctx, s.display, program, append(s.env(), env...))
	if err != nil {
		s.Fatal(err)
	}
	s.window = w
	s.Cleanup(func() {
		s.end(w.Process)
		s.checkOutput(w)
	})
}

func (s *stage) cardsShown() {
	s.Helper()
	s.wait("the first cards", func(ctx context.Context) (bool, error) {
		stats, err := s.window.Stats(ctx)
		return stats.ReadyMS > 0, err
	})
}

// checkOutput holds that the window made no call on a wrong goroutine, which
// Fyne notes on stderr, and did not crash.
func (s *stage) checkOutput(w *driver.Window) {
	for _, bad := range []string{"Fyne call thread", "panic:", "DATA RACE"} {
		if strings.Contains(w.Output(), bad) {
			s.Errorf("the window said: %s", w.Output())
			return
		}
	}
}

// close closes the window and waits for the program to end.
func (s *stage) close() {
	s.Helper()
	if err := s.window.Stop(); err != nil {
		s.Fatal(err)
	}
}

// wait waits for a condition, and shows what the screen looks like when it
// waited in vain.
func (s *stage) wait(what string, holds func(context.Context) (bool, error)) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	if err := driver.Wait(ctx, what, holds); err != nil {
		s.shot("failed")
		s.Fatalf("%v\nthe window said: %s", err, s.window.Output())
	}
}

// shot keeps a picture of this step under build/e2e.
func (s *stage) shot(step string) {
	s.Helper()
	s.shots++
	s.picture(filepath.Join("..", "..", "build", "e2e", fmt.Sprintf("%s%02d-%s.png", s.name, s.shots, step)))
}

// portrait takes a picture for the README. It replaces the one in the source
// only when UPDATE_SCREENSHOTS says so.
func (s *stage) portrait(name string) {
	s.Helper()
	dir := filepath.Join("..", "..", "build")
	if os.Getenv("UPDATE_SCREENSHOTS") == "1" {
		dir = filepath.Join("..", "..", "assets", "screenshots")
	}
	s.picture(filepath.Join(dir, name))
}

func (s *stage) picture(path string) {
	s.Helper()
	if err := s.display.Picture(context.WithoutCancel(s.ctx), path); err != nil {
		s.Error(err)
	}
}
