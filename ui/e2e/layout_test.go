//go:build e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"voronka/ui/e2e/driver"
)

// The letter and digit keys by their place on the keyboard, whatever is printed
// on them, as X numbers them.
const (
	key1, key4 = "10", "13"
	keyQ       = "24"
	keyR       = "27"
	keyT       = "28"
	keyY       = "29"
	keyU       = "30"
	keyP       = "33"
	keyA       = "38"
	keyS       = "39"
	keyF       = "41"
	keyK       = "45"
	keyL       = "46"
	keyZ       = "52"
	keyC       = "54"
	keyB       = "56"
	keyN       = "57"
	keyM       = "58"
)

// TestShortcuts presses every shortcut of the menu that is a letter or a digit
// on a Russian and on an Uzbek Cyrillic keyboard, and uses the menu of a card.
func TestShortcuts(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	d := newDay(ctx, t, "key")
	d.step("menu", d.menuOfACard)
	for _, layout := range []string{"ru", "uz"} {
		if err := d.window.Layout(ctx, layout); err != nil {
			t.Fatal(err)
		}
		d.step(layout+"-questions", d.questionsByKey)
		d.step(layout+"-board", d.boardByKey)
		d.step(layout+"-undo", d.undoByKey)
		d.step(layout+"-lead", d.leadByKey)
	}
	d.key("ctrl+" + keyQ)
	d.wait("a window that was closed", func(context.Context) (bool, error) {
		over, err := d.window.Ended()
		return over, err
	})
}

// onACard gives the keyboard to the first card of the first column.
func (d *day) onACard() driver.Object {
	d.Helper()
	d.focusBoard()
	d.key("Down")
	for range d.columns() {
		d.key("Left")
	}
	d.key("Home")
	return d.cards(d.columns()[0])[0]
}

// opens presses keys and holds that something comes, and goes at Esc.
func (d *day) opens(keys, what, id string) {
	d.Helper()
	d.key(keys)
	d.appears(what, id)
	d.key("Escape")
	d.gone(what, id)
}

// questionsByKey asks everything that can be asked about a card.
func (d *day) questionsByKey() {
	d.onACard()
	for _, q := range []struct{ keys, what, id string }{
		{"ctrl+" + keyM, "the statuses", "dialog:status"},
		{"ctrl+shift+" + keyM, "the pipelines", "dialog:pipeline"},
		{"ctrl+shift+" + keyA, "the employees", "dialog:assign"},
		{"ctrl+" + keyT, "the tags", "dialog:tag"},
		{"ctrl+shift+" + keyT, "a field for a task", "field:task-text"},
		{"ctrl+" + keyK, "the search", "dialog:search"},
		{"ctrl+" + keyN, "the form of a new lead", "button:save-person"},
	} {
		d.opens(q.keys, q.what, q.id)
	}
}

// openedLast waits until the window has opened an address in another program.
func (d *day) openedLast(what string, holds func(address string) bool) {
	d.Helper()
	d.wait(what, func(context.Context) (bool, error) {
		all, err := os.ReadFile(d.opened)
		if errors.Is(err, os.ErrNotExist) {
			return false, err
		}
		lines := strings.Fields(string(all))
		return len(lines) > 0 && holds(lines[len(lines)-1]), fmt.Errorf("opened were %q (%w)", lines, err)
	})
}

// forgetOpened makes the next address the first.
func (d *day) forgetOpened() {
	d.Helper()
	if err := os.Remove(d.opened); err != nil && !errors.Is(err, os.ErrNotExist) {
		d.Fatal(err)
	}
}

// boardByKey changes what the board shows, and opens and copies addresses.
func (d *day) boardByKey() {
	first := d.columns()[0]
	status := number(d.T, first)
	card := d.onACard()
	d.key("ctrl+shift+" + keyF)
	d.wait("a folded column", func(context.Context) (bool, error) { return d.column(status).Kind == "rail", nil })
	d.key("ctrl+shift+" + keyU)
	d.wait("only open columns", func(context.Context) (bool, error) { return len(d.objects("rail")) == 0, nil })
	d.foldClosed()
	d.onACard()
	d.key("ctrl+shift+" + keyN)
	field := fmt.Sprintf("field:add-%d", status)
	d.appears("a field for a name", field)
	d.key("Escape")
	d.gone("the field", field)

	pipeline := d.object("button:pipeline").Text
	d.key("ctrl+shift+" + keyP)
	d.says("button:pipeline", "another pipeline", func(text string) bool { return text != pipeline })
	d.wait("the first pipeline again", func(ctx context.Context) (bool, error) {
		if d.object("button:pipeline").Text == pipeline {
			return true, nil
		}
		return false, d.window.Key(ctx, "ctrl+shift+"+keyP)
	})
	d.settled()
	d.key("ctrl+" + key4)
	d.appears("the tasks", "list:tasks")
	d.key("ctrl+" + key1)
	d.appears("the board", "column:"+strconv.FormatInt(status, 10))
	d.settled()

	card = d.onACard()
	d.forgetOpened()
	d.key("ctrl+" + keyB)
	d.openedLast("the lead in the browser", func(a string) bool { return strings.HasSuffix(a, fmt.Sprintf("/leads/detail/%d", number(d.T, card))) })
	d.key("ctrl+shift+" + keyC)
	d.appears("a message that the address was copied", "snackbar")
	if err := d.sandbox.ForgetRequests(d.ctx); err != nil {
		d.Fatal(err)
	}
	d.key("ctrl+" + keyR)
	d.wait("a look at everything", func(ctx context.Context) (bool, error) {
		all, err := d.sandbox.Requests(ctx)
		for _, r := range all {
			if strings.HasSuffix(r.Path, "/leads/pipelines") {
				return true, nil
			}
		}
		return false, err
	})
	d.callByKey()
}

// callByKey calls the contact of the first lead that has one with a phone.
func (d *day) callByKey() {
	d.Helper()
	d.onACard()
	d.forgetOpened()
	d.wait("a telephone that rings", func(ctx context.Context) (bool, error) {
		if err := d.window.Key(ctx, "ctrl+shift+"+keyL); err != nil {
			return false, err
		}
		time.Sleep(300 * time.Millisecond) // the phones are read
		if o, err := d.window.Object(ctx, "item:phone-0"); err == nil {
			x, y := o.Center()
			if err := d.window.Click(ctx, x, y); err != nil {
				return false, err
			}
			time.Sleep(300 * time.Millisecond)
		}
		if all, err := os.ReadFile(d.opened); err == nil && strings.HasPrefix(string(all), "tel:+") {
			return true, nil
		}
		return false, errors.Join(errors.New("nobody is called"), d.window.Key(ctx, "Down"))
	})
}

// undoByKey moves a card, takes it back and does it again.
func (d *day) undoByKey() {
	before := d.tallies()
	lead := d.lead(d.onACard())
	to := number(d.T, d.columns()[1])
	said := func(count int) func(context.Context) (bool, error) {
		return func(context.Context) (bool, error) {
			got := d.tallies()[to].Count
			return got == before[to].Count+count, fmt.Errorf("it says %d", got)
		}
	}
	d.key("alt+Right")
	d.wait("a column with one more", said(1))
	d.key("ctrl+" + keyZ)
	d.wait("a column as before", said(0))
	d.key("ctrl+" + keyY)
	d.wait("a column with one more", said(1))
	d.key("ctrl+" + keyZ)
	d.wait("a column as before", said(0))
	d.key("ctrl+shift+" + keyZ) // the other key of redo
	d.moved(before, []driver.Lead{lead}, to)
}

// leadByKey saves what was typed into a lead.
func (d *day) leadByKey() {
	lead := d.lead(d.onACard())
	d.key("Return")
	d.click("field:price")
	time.Sleep(600 * time.Millisecond) // a tap becomes one when it can no longer be half a double one
	d.key("ctrl+" + keyA)
	price := lead.Price + 1
	if err := d.window.Type(d.ctx, strconv.FormatInt(price, 10)); err != nil {
		d.Fatal(err)
	}
	d.key("ctrl+" + keyS)
	d.wait("a server with the new budget", func(ctx context.Context) (bool, error) {
		now, err := d.sandbox.Lead(ctx, lead.ID)
		return now.Price == price, errors.Join(err, fmt.Errorf("it has %d", now.Price))
	})
	d.key("Escape") // out of the field
	d.key("Escape")
	d.gone("the lead", "panel:lead")
	d.agree()
}

// menuOfACard uses what the right button offers.
func (d *day) menuOfACard() {
	card, to := d.pair()
	lead := d.lead(card)
	choose := func(item string) {
		d.Helper()
		x, y := d.object(card.ID).Center()
		if err := d.window.RightClick(d.ctx, x, y); err != nil {
			d.Fatal(err)
		}
		d.appears("the menu of the lead", "dialog:lead")
		d.click("item:" + item)
	}
	choose("browser")
	d.openedLast("the lead in the browser", func(a string) bool { return strings.HasSuffix(a, fmt.Sprintf("/leads/detail/%d", lead.ID)) })
	choose("copy-link")
	d.appears("a message that the address was copied", "snackbar")
	choose("tag")
	d.appears("the tags", "dialog:tag")
	tag, _ := strings.CutPrefix(d.objects("item")[1].ID, "item:tag-")
	had := strings.Contains(strings.Join(lead.Tags(), "\n"), tag)
	d.click("item:tag-" + tag)
	d.wait("a server with or without the tag", func(ctx context.Context) (bool, error) {
		now, err := d.sandbox.Lead(ctx, lead.ID)
		return had != strings.Contains(strings.Join(now.Tags(), "\n"), tag), errors.Join(err, fmt.Errorf("it has %q", now.Tags()))
	})
	d.agree()
	before := d.tallies()
	choose("move-to")
	d.appears("the statuses", "dialog:status")
	d.shot("move-to")
	d.click(fmt.Sprintf("item:status-%d", number(d.T, to)))
	d.moved(before, []driver.Lead{lead}, number(d.T, to))
}
