//go:build e2e

package e2e_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"voronka/ui/e2e/driver"
)

// TestLive lets others work in the account while the person looks at it.
func TestLive(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	d := newDay(ctx, t, "live")
	for _, c := range []struct {
		name string
		act  func()
	}{
		{"under-the-pointer", d.newsUnderThePointer},
		{"quick-added", d.quickAddedLeadGetsItsID},
	} {
		d.step(c.name, c.act)
	}
	d.close()
}

// pull asks the window for news and waits until it says what the server has.
func (d *day) pull() {
	d.Helper()
	d.key("ctrl+r")
	d.agree()
}

// newsUnderThePointer rests the pointer on a card while others add leads above
// it, take them away and change the lead itself: the card stays, and a click
// opens its lead.
func (d *day) newsUnderThePointer() {
	column := d.columns()[0]
	status, third := number(d.T, column), number(d.T, d.columns()[2])
	cards := d.cards(column)
	card := cards[2]
	x, y := card.Center()
	d.point(x-4, y)
	d.point(x, y)
	stays := func(after string) {
		d.Helper()
		d.pull()
		now := d.object(card.ID)
		if math.Abs(now.Y-card.Y) > 1 {
			d.Errorf("after %s the card is at %v, it was at %v", after, now.Y, card.Y)
		}
	}
	var fresh []int64
	for i := range 3 {
		var made struct {
			Embedded struct{ Leads []struct{ ID int64 } } `json:"_embedded"`
		}
		body := fmt.Sprintf(`[{"name":"Boshqa odam %d","price":%d,"status_id":%d,"pipeline_id":%d}]`, i, 1000+i, status, d.pipeline)
		if err := d.sandbox.Post(d.ctx, "/api/v4/leads", body, &made); err != nil {
			d.Fatal(err)
		}
		fresh = append(fresh, made.Embedded.Leads[0].ID)
	}
	stays("three more leads")
	d.shot("three-more")
	edit := func(lead int64, body string) {
		d.Helper()
		if err := d.sandbox.Edit(d.ctx, lead, body); err != nil {
			d.Fatal(err)
		}
	}
	edit(number(d.T, cards[1]), fmt.Sprintf(`{"status_id":%d}`, third))
	edit(fresh[0], fmt.Sprintf(`{"status_id":%d}`, third))
	stays("two leads that went elsewhere")
	edit(number(d.T, card), `{"price":987654}`)
	stays("a change of its own")
	d.shot("changed")
	if err := d.window.Click(d.ctx, x, y); err != nil {
		d.Fatal(err)
	}
	d.appears("the lead", "panel:lead")
	d.says("field:price", "the new budget", func(text string) bool { return digitsOf(text) == "987654" })
	d.key("Escape")
	d.gone("the lead", "panel:lead")
	pill := d.object("pill:sync")
	d.point(int(pill.X)-60, int(pill.Y)+8)
	d.wait("a column that stands at its top, with the changed lead first", func(context.Context) (bool, error) {
		now := d.cards(column)
		return len(now) > 0 && now[0].ID == card.ID, fmt.Errorf("it shows %v", ids(now))
	})
}

// quickAddedLeadGetsItsID selects and opens a lead that the server does not have
// yet, and goes on with it when it does.
func (d *day) quickAddedLeadGetsItsID() {
	column := d.columns()[1]
	status := number(d.T, column)
	d.click(fmt.Sprintf("button:add-%d", status))
	d.appears("a field for the name", fmt.Sprintf("field:add-%d", status))
	if err := d.window.Type(d.ctx, "Hozir yozilgan"); err != nil {
		d.Fatal(err)
	}
	d.key("Return")
	d.key("Escape")
	var card driver.Object
	d.wait("the card of the new lead", func(context.Context) (bool, error) {
		for _, o := range d.cards(column) {
			if strings.HasPrefix(o.Text, "Hozir yozilgan") {
				card = o
				return true, nil
			}
		}
		return false, nil
	})
	local := number(d.T, card)
	if local >= 0 {
		d.Fatalf("the card is %s: it was sent at once", card.ID)
	}
	x, y := card.Center()
	if err := d.window.Click(d.ctx, x, y); err != nil {
		d.Fatal(err)
	}
	d.appears("its panel", fmt.Sprintf("panel:lead-%d", local))
	if err := d.window.ClickWith(d.ctx, "ctrl", x, y); err != nil {
		d.Fatal(err)
	}
	d.says("bar:selection", "one lead", func(text string) bool { return strings.HasPrefix(text, "1") })
	d.shot("not-sent-yet")
	d.agree()
	id := d.leadNamed("Hozir yozilgan").ID
	d.appears("its panel under its new id", fmt.Sprintf("panel:lead-%d", id))
	d.appears("its card under its new id", fmt.Sprintf("card:%d", id))
	d.says("bar:selection", "one lead", func(text string) bool { return strings.HasPrefix(text, "1") })
	d.shot("sent")
	before := d.tallies()
	lead, err := d.sandbox.Lead(d.ctx, id)
	if err != nil {
		d.Fatal(err)
	}
	d.key("alt+Right")
	d.moved(before, []driver.Lead{lead}, number(d.T, d.columns()[2]))
	d.key("Escape")
}

func ids(objects []driver.Object) (out []string) {
	for _, o := range objects {
		out = append(out, o.ID)
	}
	return out
}

func digitsOf(s string) string {
	return string(slices.DeleteFunc([]byte(s), func(c byte) bool { return c < '0' || c > '9' }))
}
