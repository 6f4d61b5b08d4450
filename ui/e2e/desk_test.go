//go:build e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"voronka/ui/e2e/driver"
)

// TestDesk decides conflicts on the Sync page, finds a lead by what is typed,
// and keeps a filter through a restart.
func TestDesk(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	d := newDay(ctx, t, "desk")
	for _, c := range []struct {
		name string
		act  func()
	}{
		{"conflict-mine", func() { d.conflict("mine") }},
		{"conflict-theirs", func() { d.conflict("theirs") }},
		{"conflict-new", d.conflictWithANewValue},
		{"search", d.searchOpensALead},
		{"search-people", d.searchOpensPeople},
		{"filter", d.filterSurvivesARestart},
	} {
		d.step(c.name, c.act)
	}
	d.close()
}

// conflict drags the first card while somebody else moves the same lead
// elsewhere, and takes a side.
func (d *day) conflict(side string) {
	columns := d.columns()
	card := d.cards(columns[0])[0]
	lead := d.lead(card)
	mine, theirs := number(d.T, columns[1]), number(d.T, columns[2])
	x, y := columns[1].Center()
	d.carry(card, x, y)
	d.release()
	if err := d.sandbox.Edit(d.ctx, lead.ID, fmt.Sprintf(`{"status_id":%d}`, theirs)); err != nil {
		d.Fatal(err)
	}
	d.click("nav:sync")
	var change string
	d.wait("a conflict on the Sync page", func(ctx context.Context) (bool, error) {
		all, err := d.window.Objects(ctx)
		for _, o := range all {
			if id, ok := strings.CutPrefix(o.ID, "button:mine-"); ok {
				change = id
			}
		}
		return change != "", err
	})
	d.shot("conflict-" + side)
	d.click("button:" + side + "-" + change)
	d.gone("the conflict", "pending:change-"+change)
	want := map[string]int64{"mine": mine, "theirs": theirs}[side]
	d.wait("a server that has what was decided", func(ctx context.Context) (bool, error) {
		got, err := d.sandbox.Status(ctx, lead.ID)
		return got == want, err
	})
	d.click("nav:board")
	d.agree()
}

// conflictWithANewValue saves a budget over another one that somebody has just
// set, and gives the lead a third.
func (d *day) conflictWithANewValue() {
	before := d.tallies()
	card := d.cards(d.columns()[0])[0]
	lead := d.lead(card)
	x, y := card.Center()
	if err := d.window.Click(d.ctx, x, y); err != nil {
		d.Fatal(err)
	}
	d.click("field:price")
	time.Sleep(600 * time.Millisecond) // a tap becomes one when it can no longer be half a double one
	d.key("ctrl+a")
	if err := d.window.Type(d.ctx, "111000"); err != nil {
		d.Fatal(err)
	}
	if err := d.sandbox.Edit(d.ctx, lead.ID, `{"price":222000}`); err != nil {
		d.Fatal(err)
	}
	d.key("ctrl+s")
	d.click("nav:sync")
	var other string
	d.wait("a conflict on the Sync page", func(ctx context.Context) (bool, error) {
		all, err := d.window.Objects(ctx)
		for _, o := range all {
			if strings.HasPrefix(o.ID, "button:new-") && strings.HasSuffix(o.ID, "-price") {
				other = o.ID
			}
		}
		return other != "", err
	})
	d.click(other)
	d.appears("the question for a third value", "field:new-value")
	d.key("ctrl+a")
	if err := d.window.Type(d.ctx, "333 000"); err != nil {
		d.Fatal(err)
	}
	d.shot("new-value")
	d.click("button:new-value-ok")
	d.gone("the conflict", other)
	d.wait("a server that has what was decided", func(ctx context.Context) (bool, error) {
		got, err := d.sandbox.Lead(ctx, lead.ID)
		return got.Price == 333_000, errors.Join(err, fmt.Errorf("it has %d", got.Price))
	})
	d.click("nav:board")
	d.agree()
	want := before[lead.StatusID]
	want.Sum += 333_000 - lead.Price
	if got := d.tallies()[lead.StatusID]; got != want {
		d.Errorf("the column says %+v, want %+v", got, want)
	}
}

// searchOpensPeople finds the contact and the company of a lead by their names.
func (d *day) searchOpensPeople() {
	for kind, entity := range map[string]string{"contact": "contacts", "company": "companies"} {
		var list struct {
			Embedded map[string][]struct {
				ID   int64
				Name string
			} `json:"_embedded"`
		}
		if err := d.sandbox.Get(d.ctx, "/api/v4/"+entity+"?limit=1", &list); err != nil {
			d.Fatal(err)
		}
		who := list.Embedded[entity][0]
		d.key("ctrl+k")
		d.appears("the search", "dialog:search")
		if err := d.window.Type(d.ctx, fmt.Sprint(who.ID)); err != nil {
			d.Fatal(err)
		}
		d.click(fmt.Sprintf("item:hit-%s-%d", kind, who.ID))
		form := fmt.Sprintf("form:%s/%d", kind, who.ID)
		d.says(form, "who it is", func(text string) bool { return strings.Contains(text, who.Name) })
		d.shot("found-" + kind)
		d.key("Escape")
		d.gone("the form", form)
	}
}

// searchOpensALead types a name and opens the first hit.
func (d *day) searchOpensALead() {
	lead := d.lead(d.cards(d.columns()[0])[1])
	d.key("ctrl+k")
	d.appears("the search", "dialog:search")
	if err := d.window.Type(d.ctx, fmt.Sprint(lead.ID)); err != nil {
		d.Fatal(err)
	}
	d.appears("the lead among the hits", fmt.Sprintf("item:hit-lead-%d", lead.ID))
	d.shot("search")
	d.key("Return")
	d.appears("the lead", "panel:lead")
	d.key("Escape")
}

// filterSurvivesARestart saves a filter under a name and finds it, and the
// board still narrowed by it, in the next window.
func (d *day) filterSurvivesARestart() {
	all := d.object("text:totals").Text
	d.click("chip:mine")
	d.says("text:totals", "fewer leads", func(text string) bool { return text != all })
	narrowed := d.object("text:totals").Text
	d.click("chip:saved")
	d.click("item:save-filter")
	d.appears("the question for a name", "field:filter-name")
	if err := d.window.Type(d.ctx, "Bugungi"); err != nil {
		d.Fatal(err)
	}
	d.shot("filter")
	d.key("Return")
	d.gone("the question", "field:filter-name")
	d.close()
	d.open("dark")
	d.says("text:totals", "the same leads as before", func(text string) bool { return text == narrowed })
	d.click("chip:saved")
	var saved driver.Object
	d.wait("the saved filter in the list", func(ctx context.Context) (ok bool, err error) {
		saved, err = d.window.Object(ctx, "item:saved-0")
		return err == nil, nil
	})
	if saved.Text != "Bugungi" {
		d.Errorf("the filter is called %q", saved.Text)
	}
	d.shot("saved")
	d.key("Escape")
	d.click("nav:sync")
	d.shot("sync-dark")
}
