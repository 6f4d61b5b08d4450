//go:build e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"voronka/ui/e2e/driver"
	"voronka/ui/i18n"
)

const (
	windowWidth  = 1440
	browserWidth = 1000
)

// entrance is a stage with the connect screen on it, and a browser beside.
type entrance struct {
	*stage
	browser  *driver.Browser
	wire     *wire
	words    *i18n.Texts
	redirect string
	whole    *testing.T      // outlives the steps
	seen     strings.Builder // all texts the window has shown
}

func newEntrance(ctx context.Context, t *testing.T) *entrance {
	t.Helper()
	e := &entrance{
		whole:    t,
		stage:    emptyStage(ctx, t, windowWidth+browserWidth),
		words:    i18n.New(language),
		redirect: "http://localhost:" + portOf(freeAddr(t)) + "/callback",
	}
	e.name = "signin-"
	// A seed that no other test has: secrets found are this one's.
	e.switches = []string{"--leads", "40", "--seed", "260726", "--redirect-uri", e.redirect}
	e.startSandbox()
	e.wire = newWire(t, e.sandbox.BaseURL)
	browser, err := driver.NewBrowser(e.display, t.TempDir(), windowWidth, browserWidth, 880)
	if err != nil {
		t.Fatal(err)
	}
	e.browser = browser
	t.Cleanup(func() {
		if err := browser.Close(context.WithoutCancel(ctx)); err != nil {
			t.Error(err)
		}
	})
	return e
}

func portOf(addr string) string { return addr[strings.LastIndexByte(addr, ':')+1:] }

// enter opens the window with nothing in its PATH but the opener. It stays
// open for the steps to come.
func (e *entrance) enter() {
	e.Helper()
	step := e.T
	defer func() { e.T = step }()
	e.T = e.whole
	e.start("VORONKA_THEME=light", "GOTRACEBACK=all", "PATH="+e.browser.Path())
}

// step is one part of the test. After it nothing has leaked, and the browser
// shows nothing of it any more.
func (e *entrance) step(name string, play func()) {
	e.Helper()
	defer func() { e.T = e.whole }()
	passed := e.whole.Run(name, func(t *testing.T) {
		e.T = t
		play()
		e.noLeaks()
		e.closeTabs("")
	})
	if !passed {
		e.whole.FailNow() // the next step begins where this one ends
	}
}

// closeTabs closes the tabs whose address contains a text.
func (e *entrance) closeTabs(part string) {
	e.Helper()
	pids, err := e.browser.PIDs()
	if err == nil && len(pids) > 0 {
		err = e.browser.CloseTabs(e.ctx, part)
	}
	if err != nil {
		e.Fatal(err)
	}
}

// look notes what the window shows now.
func (e *entrance) look() []driver.Object {
	e.Helper()
	all, err := e.window.Objects(e.ctx)
	if err != nil {
		e.Fatal(err)
	}
	for _, o := range all {
		fmt.Fprintln(&e.seen, o.ID, o.Text)
	}
	return all
}

// find waits for an object that the window shows.
func (e *entrance) find(id string) driver.Object {
	e.Helper()
	var found driver.Object
	e.wait(id, func(context.Context) (bool, error) {
		all := e.look()
		i := slices.IndexFunc(all, func(o driver.Object) bool { return o.ID == id })
		if i < 0 {
			return false, errors.New("it is not on the screen")
		}
		found = all[i]
		return true, nil
	})
	return found
}

// press clicks on an object.
func (e *entrance) press(id string) {
	e.Helper()
	x, y := e.find(id).Center()
	if err := e.window.Click(e.ctx, x, y); err != nil {
		e.Fatal(err)
	}
}

// fill types a text into a field, in place of what is there.
func (e *entrance) fill(field, text string) {
	e.Helper()
	e.put(field, text, func() error { return e.window.Type(e.ctx, text) })
}

// paste copies a text from the browser into a field.
func (e *entrance) paste(field, text string) {
	e.Helper()
	if err := e.browser.Copy(e.ctx, text); err != nil {
		e.Fatal(err)
	}
	e.put(field, text, func() error { return e.window.Key(e.ctx, "ctrl+v") })
}

func (e *entrance) put(field, text string, enter func() error) {
	e.Helper()
	id := "field:" + field
	e.press(id)
	if err := errors.Join(e.window.Key(e.ctx, "ctrl+a"), enter()); err != nil {
		e.Fatal(err)
	}
	e.wait(id+" filled in", func(context.Context) (bool, error) {
		now := e.find(id).Text
		return now == text || now == concealed, fmt.Errorf("it has %q", now)
	})
}

// concealed is what stands for a secret.
const concealed = "•••"

// says waits until the window says a sentence, and holds that one can go on:
// the form has kept what was typed, and takes the next try.
func (e *entrance) says(key string) {
	e.Helper()
	e.warns(key)
	e.wait("a form that can be sent again", func(context.Context) (bool, error) {
		for _, o := range e.look() {
			if o.ID == "button:cancel" {
				return false, errors.New("it can still be cancelled")
			}
		}
		return e.find("button:connect").Text == e.words.T("connect.button_browser"), errors.New("the button does not offer it")
	})
	for field, want := range map[string]string{
		"subdomain": e.wire.URL, "client-id": e.sandbox.ClientID, "secret": concealed, "redirect": e.redirect,
	} {
		if got := e.find("field:" + field).Text; got != want {
			e.Errorf("afterwards the field %s has %q instead of %q", field, got, want)
		}
	}
	e.shot(key)
}

// warns waits until the window says a sentence, whether or not the sign-in
// goes on.
func (e *entrance) warns(key string) {
	e.Helper()
	want := e.words.T(key)
	e.wait("the sentence "+key, func(context.Context) (bool, error) {
		now := "nothing"
		for _, o := range e.look() {
			if o.ID == "notice:connect" {
				now = o.Text
			}
		}
		return now == want, fmt.Errorf("it says %q", now)
	})
}

// page waits for a page of the browser.
func (e *entrance) page(at, selector string) *driver.Page {
	e.Helper()
	var page *driver.Page
	e.wait("a page at "+at, func(ctx context.Context) (found bool, err error) {
		page, err = e.browser.Page(ctx, at, selector)
		return err == nil, err
	})
	return page
}

// consent presses the button to connect and waits for the consent page in the
// browser.
func (e *entrance) consent() *driver.Page {
	e.Helper()
	e.press("button:connect")
	return e.page(e.wire.URL+"/oauth?", "#allow")
}

// click presses a button of a page.
func (e *entrance) click(p *driver.Page, selector string) {
	e.Helper()
	if err := p.Click(e.ctx, selector); err != nil {
		e.Fatal(err)
	}
}

// allow goes all the way to the button Allow, and presses it.
func (e *entrance) allow() {
	e.Helper()
	e.click(e.consent(), "#allow")
}

// ends waits until the browser shows our page, with a title and a text in the
// person's language, and nothing on it that could do anything.
func (e *entrance) ends(title, text string) {
	e.Helper()
	e.endsAt(e.redirect+"?", title, text)
}

func (e *entrance) endsAt(address, title, text string) {
	e.Helper()
	page := e.page(address, "main h1")
	for expression, want := range map[string]string{
		"document.documentElement.lang":                                                  language,
		"document.querySelector('h1').textContent":                                       e.words.T(title),
		"document.title":                                                                 e.words.T(title) + " — Voronka",
		"document.querySelector('p').textContent":                                        e.words.T(text),
		"document.querySelectorAll('script, form, iframe, a, img').length":               "0",
		"performance.getEntriesByType('resource').filter(r => r.name[0] === 'h').length": "0",
	} {
		if got, err := page.Text(e.ctx, expression); err != nil || got != want {
			e.Errorf("the page at the end: %s is %q instead of %q, %v", expression, got, want, err)
		}
	}
}

// set changes how the sandbox behaves.
func (e *entrance) set(hook, body string) {
	e.Helper()
	if err := e.sandbox.Set(e.ctx, hook, body); err != nil {
		e.Fatal(err)
	}
}

// asks waits until so many requests for tokens have come.
func (e *entrance) asks(times int) {
	e.Helper()
	e.wait("a request for tokens", func(context.Context) (bool, error) {
		n, _ := e.wire.counts()
		return n >= times, fmt.Errorf("%d have come", n)
	})
}

// gets waits until so many pairs of tokens were given.
func (e *entrance) gets(times int) {
	e.Helper()
	e.wait("a pair of tokens", func(context.Context) (bool, error) {
		_, n := e.wire.counts()
		return n >= times, fmt.Errorf("%d were given", n)
	})
}

// forged is an answer of the consent page that nobody asked for.
func (e *entrance) forged() string {
	q := url.Values{
		"code":    {"def50200" + strings.Repeat("f0", 40)},
		"state":   {"somebody-elses-state"},
		"referer": {strings.TrimPrefix(e.wire.URL, "http://")},
	}
	return e.redirect + "?" + q.Encode()
}

// crash makes the program die as a bug in the runtime would, and gives what it
// leaves behind.
func (e *entrance) crash() string {
	e.Helper()
	if err := e.window.Crash(); err != nil {
		e.Fatal(err)
	}
	return e.window.Output() + e.file(filepath.Join("logs", "crash.log"))
}
