//go:build unix

package driver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Browser is a real Chromium with a throwaway profile, beside the window on
// the same display. Nobody starts it but an opener of the desktop, xdg-open,
// that is this browser's own: the program under test finds it in [Browser.Path]
// when it opens an address. The second address opens in a tab of the first
// one's browser, as it does for a person. The eyes are its debugging protocol,
// the hand is the display's mouse.
type Browser struct {
	dir      string
	display  *Display
	devtools *devtools
	sessions map[string]string // with tabs, by their ids
	opened   []*exec.Cmd       // by Open, to be waited for
}

// openerName is the first name that programs look for.
const openerName = "xdg-open"

// opener starts Chromium with an address, or hands it to the one that runs.
// It notes the process and the arguments; exec keeps the number.
//
// No sandbox, because root has none; nothing is fetched but what the test
// opens; nothing covers the page.
const opener = `#!/bin/sh
PATH=%[1]s
printf '%%s\n' "$$" >>%[2]s/pids
printf '%%s\n' "$@" >>%[2]s/addresses
exec %[3]s --no-sandbox --test-type --disable-gpu --disable-quic --no-first-run --no-default-browser-check \
	--disable-background-networking --disable-component-update --disable-sync --disable-default-apps \
	--disable-extensions --disable-search-engine-choice-screen --disable-dev-shm-usage --password-store=basic \
	--force-device-scale-factor=1 --user-data-dir=%[2]s/profile --window-position=%[4]d,0 --window-size=%[5]d,%[6]d \
	--remote-debugging-pipe "$@" 3<%[2]s/` + pipeTo + ` 4>%[2]s/` + pipeFrom + ` >>%[2]s/output 2>&1
`

// NewBrowser prepares a browser whose window is to stand at x, in a folder
// whose name needs no quoting. The program finds it after Install.
func NewBrowser(d *Display, dir string, x, width, height int) (*Browser, error) {
	program, err := findChromium()
	if err != nil {
		return nil, err
	}
	b := &Browser{dir: dir, display: d, sessions: map[string]string{}}
	if err := os.MkdirAll(b.Path(), 0o700); err != nil {
		return nil, fmt.Errorf("browser: %w", err)
	}
	text := fmt.Sprintf(opener, os.Getenv("PATH"), dir, program, x, width, height)
	if err := os.WriteFile(filepath.Join(dir, openerName), []byte(text), 0o700); err != nil {
		return nil, fmt.Errorf("browser: %w", err)
	}
	if err := b.settle(); err != nil {
		return nil, err
	}
	b.devtools, err = newDevtools(dir)
	return b, err
}

// settle makes the profile one that offers no translations, which would lie
// over the page.
func (b *Browser) settle() error {
	profile := filepath.Join(b.dir, "profile", "Default")
	if err := os.MkdirAll(profile, 0o700); err != nil {
		return fmt.Errorf("browser: %w", err)
	}
	if err := os.WriteFile(filepath.Join(profile, "Preferences"), []byte(`{"translate":{"enabled":false}}`), 0o600); err != nil {
		return fmt.Errorf("browser: %w", err)
	}
	return nil
}

// findChromium finds the browser by the names that systems give it.
func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("browser: there is no Chromium in PATH")
}

// Path is a folder with nothing in it but the opener, and without Install not
// even that: a PATH that has no browser.
func (b *Browser) Path() string { return filepath.Join(b.dir, "bin") }

// Install lets programs find the opener.
func (b *Browser) Install() error {
	if err := os.Link(filepath.Join(b.dir, openerName), filepath.Join(b.Path(), openerName)); err != nil {
		return fmt.Errorf("browser: %w", err)
	}
	return nil
}

// Open opens an address as another program on the desktop does.
func (b *Browser) Open(address string) error {
	cmd := exec.Command(filepath.Join(b.dir, openerName), address)
	cmd.Env = append(os.Environ(), b.display.Env()...)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("open in the browser: %w", err)
	}
	b.opened = append(b.opened, cmd)
	return nil
}

// Output is what the browser has printed.
func (b *Browser) Output() (string, error) { return b.note("output") }

// Addresses are those the opener was given, one a line.
func (b *Browser) Addresses() (string, error) { return b.note("addresses") }

// note reads what the opener has noted; nothing before it was started.
func (b *Browser) note(name string) (string, error) {
	text, err := os.ReadFile(filepath.Join(b.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(text), err
}

// PIDs are the processes that the opener became, ended ones included.
func (b *Browser) PIDs() ([]int, error) {
	text, err := b.note("pids")
	if err != nil {
		return nil, err
	}
	var pids []int
	for _, line := range strings.Fields(text) {
		pid, err := strconv.Atoi(line)
		if err != nil {
			return nil, fmt.Errorf("browser: %w", err)
		}
		pids = append(pids, pid)
	}
	return pids, nil
}

// Close closes the browser, when it was started, and waits until its processes
// have ended.
func (b *Browser) Close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, closePatience)
	defer cancel()
	pids, err := b.PIDs()
	if err != nil {
		return errors.Join(err, b.devtools.close())
	}
	if b.runs(pids) {
		err = b.devtools.call(ctx, "", "Browser.close", nil, nil)
		err = errors.Join(err, Wait(ctx, "the browser to end", func(context.Context) (bool, error) { return !b.runs(pids), nil }))
	}
	for _, cmd := range b.opened {
		var exit *exec.ExitError
		if wait := cmd.Wait(); wait != nil && !errors.As(wait, &exit) {
			err = errors.Join(err, wait)
		}
	}
	return errors.Join(err, b.devtools.close())
}

// runs reports whether one of the processes is still this browser. Their
// numbers may have gone to others.
func (b *Browser) runs(pids []int) bool {
	for _, pid := range pids {
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if err == nil && bytes.Contains(line, []byte(b.dir)) {
			return true
		}
	}
	return false
}
