//go:build e2e

package e2e_test

import (
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"voronka/ui/e2e/driver"
)

// coreLength is how many letters of a secret are looked for: one that was cut
// or quoted in part has leaked as well.
const coreLength = 24

// forms are what a secret may look like where it has leaked: pieces of it, and
// the whole in the ways that programs write bytes.
func forms(secret string) []string {
	middle := len(secret) / 2
	whole := base64.StdEncoding.EncodeToString([]byte(secret))
	return []string{
		secret[middle : middle+coreLength], secret[len(secret)-coreLength:],
		url.QueryEscape(secret), hex.EncodeToString([]byte(secret)), whole[:len(whole)-4],
	}
}

// secrets is what nobody may get to see.
func (e *entrance) secrets() []string {
	return append(e.wire.heard(), e.sandbox.ClientSecret, e.sandbox.Token)
}

// unleaked holds that none of the secrets is in a text. mark is something that
// is in it, which shows that the right place was looked at.
func (e *entrance) unleaked(place, text, mark string) {
	e.Helper()
	if !strings.Contains(text, mark) {
		e.Errorf("%s: no %q, so it is not what it should be: %.300q", place, mark, text)
	}
	for _, secret := range e.secrets() {
		for _, form := range forms(secret) {
			if i := strings.Index(text, form); i >= 0 {
				e.Errorf("%s: a secret is in it, after %q", place, text[max(0, i-120):i])
				return
			}
		}
	}
}

// noLeaks looks through everything that others may see of a running sign-in.
func (e *entrance) noLeaks() {
	e.Helper()
	e.look()
	e.unleaked("window", e.seen.String(), e.sandbox.ClientID)
	e.unleaked("output", e.window.Output(), "")
	e.unleaked("addresses", e.wire.asked(), "")
	pids, err := e.browser.PIDs()
	if err != nil {
		e.Fatal(err)
	}
	arguments, err := driver.Arguments(append(pids, e.window.PID())...)
	if err != nil {
		e.Fatal(err)
	}
	e.unleaked("arguments", arguments, program)
	if len(pids) > 0 {
		e.unleaked("arguments of the browser", arguments, e.wire.URL+"/oauth?client_id="+e.sandbox.ClientID)
	}
	for what, read := range map[string]func() (string, error){"opened addresses": e.browser.Addresses, "browser's output": e.browser.Output} {
		text, err := read()
		if err != nil {
			e.Fatal(err)
		}
		e.unleaked(what, text, "")
	}
	e.unleaked("data folder", e.everything(), "inspection is on") // the log is in it
}

// everything is all files of the data folder, one after the other.
func (e *entrance) everything() string {
	e.Helper()
	var all strings.Builder
	err := filepath.WalkDir(e.folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		all.WriteString(path)
		all.Write(text)
		return err
	})
	if err != nil {
		e.Fatal(err)
	}
	return all.String()
}

// file reads one file of the data folder.
func (e *entrance) file(name ...string) string {
	e.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{e.folder}, name...)...))
	if err != nil {
		e.Fatal(err)
	}
	return string(text)
}
