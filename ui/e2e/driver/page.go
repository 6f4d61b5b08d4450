//go:build unix

package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Page is a page of the browser in the tab that shows it.
type Page struct {
	browser *Browser
	session string
}

// target is a tab, or something else the browser shows.
type target struct {
	ID   string `json:"targetId"`
	Type string `json:"type"`
	URL  string `json:"url"`
}

func (b *Browser) targets(ctx context.Context) ([]target, error) {
	var list struct{ TargetInfos []target }
	if err := b.devtools.call(ctx, "", "Target.getTargets", nil, &list); err != nil {
		return nil, err
	}
	var pages []target
	for _, t := range list.TargetInfos {
		if t.Type == "page" {
			pages = append(pages, t)
		}
	}
	return pages, nil
}

// URLs are the addresses of all tabs.
func (b *Browser) URLs(ctx context.Context) ([]string, error) {
	pages, err := b.targets(ctx)
	urls := make([]string, len(pages))
	for i, p := range pages {
		urls[i] = p.URL
	}
	return urls, err
}

// Tab opens an address in a tab, as a person who puts it into a new one does.
func (b *Browser) Tab(ctx context.Context, address string) error {
	return b.devtools.call(ctx, "", "Target.createTarget", map[string]any{"url": address}, nil)
}

// Page finds the tab whose address contains a text and that has an element,
// and brings it to the front. It is an error when there is none yet, or more
// than one.
func (b *Browser) Page(ctx context.Context, part, selector string) (*Page, error) {
	pages, err := b.targets(ctx)
	if err != nil {
		return nil, err
	}
	var found *target
	for _, p := range pages {
		if !strings.Contains(p.URL, part) {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("browser: two tabs at %s", part)
		}
		found = &p
	}
	if found == nil {
		return nil, fmt.Errorf("browser: no tab at %s among %v", part, pages)
	}
	session, err := b.attach(ctx, found.ID)
	if err != nil {
		return nil, err
	}
	page := &Page{browser: b, session: session}
	if err := b.devtools.call(ctx, page.session, "Page.bringToFront", nil, nil); err != nil {
		return nil, err
	}
	there, err := page.Text(ctx, "document.readyState === 'complete' && document.querySelector("+strconv.Quote(selector)+") !== null")
	if err == nil && there != "true" {
		err = fmt.Errorf("browser: the page at %s has no %s", part, selector)
	}
	return page, err
}

// attach makes a session with a tab, or gives the one there is.
func (b *Browser) attach(ctx context.Context, tab string) (session string, err error) {
	if session, ok := b.sessions[tab]; ok {
		return session, nil
	}
	var attached struct{ SessionID string }
	params := map[string]any{"targetId": tab, "flatten": true}
	if err := b.devtools.call(ctx, "", "Target.attachToTarget", params, &attached); err != nil {
		return "", err
	}
	b.sessions[tab] = attached.SessionID
	return attached.SessionID, b.devtools.bind(ctx, attached.SessionID)
}

// CloseTabs closes the tabs whose address contains a text, all for an empty
// one. It leaves an empty tab behind: a browser without any ends.
func (b *Browser) CloseTabs(ctx context.Context, part string) error {
	pages, err := b.targets(ctx)
	if err != nil {
		return err
	}
	if err := b.Tab(ctx, "about:blank"); err != nil {
		return err
	}
	for _, p := range pages {
		if !strings.Contains(p.URL, part) {
			continue
		}
		err = errors.Join(err, b.devtools.call(ctx, "", "Target.closeTarget", map[string]any{"targetId": p.ID}, nil))
	}
	return err
}

// Text is what an expression gives in the page, as text.
func (p *Page) Text(ctx context.Context, expression string) (string, error) {
	var value string
	return value, p.evaluate(ctx, "String("+expression+")", &value)
}

func (p *Page) evaluate(ctx context.Context, expression string, into any) error {
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct{ Text string }
	}
	params := map[string]any{"expression": expression, "returnByValue": true}
	if err := p.browser.devtools.call(ctx, p.session, "Runtime.evaluate", params, &answer); err != nil {
		return err
	}
	if answer.ExceptionDetails != nil {
		return fmt.Errorf("browser: %s: %s", expression, answer.ExceptionDetails.Text)
	}
	if err := json.Unmarshal(answer.Result.Value, into); err != nil {
		return fmt.Errorf("browser: %s: %w", expression, err)
	}
	return nil
}

// aim gives where on the display the middle of an element is, and has the page
// tell of a click of a real mouse on it. What is above the page is the browser's own.
const aim = `(e => {
	e.scrollIntoView({block: 'nearest'});
	e.addEventListener('click', event => event.isTrusted && ` + binding + `(''));
	const r = e.getBoundingClientRect();
	return [screenX + r.x + r.width / 2, screenY + outerHeight - innerHeight + r.y + r.height / 2].map(Math.round);
})(document.querySelector(%s))`

// clickPatience is how long a page may take to notice a click. One that has
// not painted itself yet drops it, so that nobody presses what they cannot see.
const clickPatience = 2 * time.Second

// Click presses the mouse on an element until the page has noticed.
func (p *Page) Click(ctx context.Context, selector string) error {
	tools := p.browser.devtools
	for before := tools.heard(p.session); ; {
		var at [2]int
		if err := p.evaluate(ctx, fmt.Sprintf(aim, strconv.Quote(selector)), &at); err != nil {
			return err
		}
		if err := p.browser.display.xdotool(ctx, "", "mousemove", strconv.Itoa(at[0]), strconv.Itoa(at[1]), "click", buttonLeft); err != nil {
			return err
		}
		soon, cancel := context.WithTimeout(ctx, clickPatience)
		err := Wait(soon, "a click on "+selector, func(ctx context.Context) (bool, error) {
			// The page itself answers nothing more while the next one is awaited.
			_, err := p.browser.targets(ctx)
			return tools.heard(p.session) > before, err
		})
		cancel()
		if err == nil || ctx.Err() != nil {
			return err
		}
	}
}

// Key presses a key while an element has the keyboard.
func (p *Page) Key(ctx context.Context, selector, key string) error {
	if _, err := p.Text(ctx, "document.querySelector("+strconv.Quote(selector)+").focus()"); err != nil {
		return err
	}
	pids, err := p.browser.PIDs()
	if err != nil || len(pids) == 0 {
		return errors.Join(errors.New("browser: it was not started"), err)
	}
	id, err := p.browser.display.window(ctx, pids[0])
	if err != nil {
		return err
	}
	return p.browser.display.xdotool(ctx, "", "windowfocus", "--sync", id, "key", key)
}

// Copy puts a text on the display's clipboard as a person does who copies it
// from a page. It stays there while the browser runs.
func (b *Browser) Copy(ctx context.Context, text string) error {
	page, err := b.Page(ctx, "about:blank", "body")
	if err != nil {
		return err
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		return fmt.Errorf("browser: copy: %w", err)
	}
	const area = "document.body.innerHTML = '<textarea></textarea>', document.querySelector('textarea').value = "
	if _, err := page.Text(ctx, "("+area+string(quoted)+")"); err != nil {
		return err
	}
	return errors.Join(page.Key(ctx, "textarea", "ctrl+a"), page.Key(ctx, "textarea", "ctrl+c"))
}
