//go:build e2e

package e2e_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"voronka/ui/e2e/driver"
)

// TestActs does with the keyboard and the menus what TestDrags does with the
// mouse, and what only they can do, in one window.
func TestActs(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	d := newDay(ctx, t, "act")
	for _, c := range []struct {
		name string
		act  func()
	}{
		{"walk-and-move", d.walkAndMove},
		{"undo", d.undoInTime},
		{"help", d.helpListsTheShortcuts},
		{"quick-add", d.addLeadsInARow},
		{"assign", d.assignFromTheMenu},
		{"tag-several", d.tagSeveral},
		{"task-several", d.taskForSeveral},
		{"sort", d.sortByBudget},
		{"required", d.fieldsThatAStatusDemands},
	} {
		d.step(c.name, c.act)
	}
	d.close()
}

// focusBoard takes the keyboard from everything; the first arrow gives it to
// the board.
func (d *day) focusBoard() {
	d.Helper()
	d.key("Escape")
	// A click on an empty part of the top bar takes the keyboard from
	// everything, and the first arrow gives it to the board.
	pill := d.object("pill:sync")
	_, y := pill.Center()
	if err := d.window.Click(d.ctx, int(pill.X)-60, y); err != nil {
		d.Fatal(err)
	}
}

func (d *day) walkAndMove() {
	columns := d.columns()
	cards := d.cards(columns[0])
	before := d.tallies()
	leads := []driver.Lead{d.lead(cards[0]), d.lead(cards[1])}
	d.focusBoard()
	d.key("Down") // the first card
	d.key("space")
	d.key("shift+Down")
	d.says("bar:selection", "two leads", func(text string) bool { return strings.HasPrefix(text, "2") })
	d.key("alt+Right")
	d.moved(before, leads, number(d.T, columns[1]))
	d.key("Return")
	d.appears("the lead's panel", "panel:lead")
	d.key("Escape")
	d.gone("the lead's panel", "panel:lead")
}

// undoInTime takes a drop back while it is held: the ring on the card stops and
// the server never hears of it.
func (d *day) undoInTime() {
	before := d.tallies()
	card, to := d.pair()
	lead := d.lead(card)
	x, y := to.Center()
	if err := d.sandbox.ForgetRequests(d.ctx); err != nil {
		d.Fatal(err)
	}
	d.carry(card, x, y)
	d.release()
	d.says(card.ID, "that it is held", func(text string) bool { return strings.Contains(text, "ring") })
	d.click("button:snackbar")
	d.says(card.ID, "nothing of a hold", func(text string) bool { return !strings.Contains(text, "ring") })
	d.agree()
	d.untouched(before)
	requests, err := d.sandbox.Requests(d.ctx)
	if err != nil {
		d.Fatal(err)
	}
	for _, r := range requests {
		if r.Method != "GET" {
			d.Errorf("the server was asked to %s %s", r.Method, r.Path)
		}
	}
	if now, err := d.sandbox.Lead(d.ctx, lead.ID); err != nil || now.StatusID != lead.StatusID {
		d.Errorf("the server has lead %d in status %d (%v)", lead.ID, now.StatusID, err)
	}
}

func (d *day) helpListsTheShortcuts() {
	d.key("ctrl+F1")
	d.says("list:lines", "the keys", func(text string) bool {
		return strings.Contains(text, "Ctrl + M") && strings.Contains(text, "Esc") && strings.Contains(text, "Alt + →")
	})
	d.key("Escape")
	d.gone("the list", "dialog:shortcuts")
}

// addLeadsInARow types one name after the other without waiting for anything.
func (d *day) addLeadsInARow() {
	before := d.tallies()
	status := number(d.T, d.columns()[1])
	d.click(fmt.Sprintf("button:add-%d", status))
	d.appears("a field for the name", fmt.Sprintf("field:add-%d", status))
	names := []string{"Tez bitim bir", "Tez bitim ikki", "Tez bitim uch"}
	for _, name := range names {
		if err := d.window.Type(d.ctx, name); err != nil {
			d.Fatal(err)
		}
		d.key("Return")
	}
	d.wait("three more leads in the column", func(context.Context) (bool, error) {
		now := d.tallies()[status]
		return now.Count == before[status].Count+3 && now.Sum == before[status].Sum, fmt.Errorf("it says %+v", now)
	})
	d.shot("three-added")
	d.key("Escape")
	d.gone("the field", fmt.Sprintf("field:add-%d", status))
	d.agree()
	all, err := d.sandbox.Leads(d.ctx)
	if err != nil {
		d.Fatal(err)
	}
	for _, name := range names {
		if !slices.ContainsFunc(all, func(l driver.Lead) bool { return l.Name == name && l.StatusID == status }) {
			d.Errorf("the server has no lead %q in status %d", name, status)
		}
	}
}

func (d *day) assignFromTheMenu() {
	card, _ := d.pair()
	x, y := card.Center()
	if err := d.window.RightClick(d.ctx, x, y); err != nil {
		d.Fatal(err)
	}
	d.appears("the menu of the lead", "dialog:lead")
	d.shot("menu")
	d.click("item:assign")
	d.appears("the employees", "dialog:assign")
	who := d.objects("item")[2]
	d.click(who.ID)
	d.wait("a lead with another owner", func(ctx context.Context) (bool, error) {
		d.run("", "sync", "--once")
		now := d.lead(card)
		return "item:user-"+fmt.Sprint(now.OwnerID) == who.ID, fmt.Errorf("it belongs to %d, chosen was %s", now.OwnerID, who.ID)
	})
	d.agree()
}

// pick selects some cards of the first column.
func (d *day) pick(n int) (leads []driver.Lead) {
	d.Helper()
	for _, card := range d.cards(d.columns()[0])[:n] {
		x, y := card.Center()
		if err := d.window.ClickWith(d.ctx, "ctrl", x, y); err != nil {
			d.Fatal(err)
		}
		leads = append(leads, d.lead(card))
	}
	d.says("bar:selection", "how many", func(text string) bool { return strings.HasPrefix(text, fmt.Sprint(n)) })
	return leads
}

func (d *day) tagSeveral() {
	leads := d.pick(3)
	d.click("button:bulk-tag")
	d.appears("the tags", "dialog:tag")
	d.click("item:new-tag")
	d.appears("a field for the tag", "field:tag")
	if err := d.window.Type(d.ctx, "shoshilinch ish"); err != nil {
		d.Fatal(err)
	}
	d.shot("new-tag")
	d.click("button:tag-ok")
	d.agree()
	for _, l := range leads {
		now, err := d.sandbox.Lead(d.ctx, l.ID)
		if err != nil {
			d.Fatal(err)
		}
		if !slices.Contains(now.Tags(), "shoshilinch ish") {
			d.Errorf("lead %d has the tags %q on the server", l.ID, now.Tags())
		}
	}
	// One act: one undo takes the tag off all of them.
	d.click("button:snackbar")
	d.wait("leads without the tag", func(ctx context.Context) (bool, error) {
		d.run("", "sync", "--once")
		for _, l := range leads {
			now, err := d.sandbox.Lead(ctx, l.ID)
			if err != nil || slices.Contains(now.Tags(), "shoshilinch ish") {
				return false, fmt.Errorf("lead %d has the tags %q (%w)", l.ID, now.Tags(), err)
			}
		}
		return true, nil
	})
	d.key("Escape")
}

func (d *day) taskForSeveral() {
	leads := d.pick(2)
	d.click("button:bulk-task")
	d.appears("a field for the task", "field:task-text")
	if err := d.window.Type(d.ctx, "Shartnomani yuborish"); err != nil {
		d.Fatal(err)
	}
	d.shot("new-task")
	d.click("button:task-ok")
	d.agree()
	var tasks struct {
		Embedded struct {
			Tasks []struct {
				EntityID int64  `json:"entity_id"`
				Text     string `json:"text"`
			} `json:"tasks"`
		} `json:"_embedded"`
	}
	if err := d.sandbox.Get(d.ctx, "/api/v4/tasks?limit=250&order[id]=desc", &tasks); err != nil {
		d.Fatal(err)
	}
	for _, l := range leads {
		found := false
		for _, task := range tasks.Embedded.Tasks {
			found = found || task.EntityID == l.ID && task.Text == "Shartnomani yuborish"
		}
		if !found {
			d.Errorf("lead %d has no such task on the server", l.ID)
		}
	}
	d.key("Escape")
}

// sortByBudget sorts the columns from the menu of a head and back.
func (d *day) sortByBudget() {
	sorted := func(by string) {
		column := d.columns()[0]
		if err := d.window.RightClick(d.ctx, int(column.X+20), int(column.Y+18)); err != nil {
			d.Fatal(err)
		}
		d.appears("the menu of the column", "dialog:column")
		d.click("item:sort-" + by)
	}
	sorted("price")
	d.wait("cards by budget", func(context.Context) (bool, error) {
		var leads []driver.Lead
		for _, card := range d.cards(d.columns()[0]) {
			leads = append(leads, d.lead(card))
		}
		return slices.IsSortedFunc(leads, func(a, b driver.Lead) int { return cmp.Compare(b.Price, a.Price) }), fmt.Errorf("they are %+v", leads)
	})
	sorted("updated")
	d.settled()
}

// fieldsThatAStatusDemands makes a field that the third status demands: a drop
// asks for it, and Cancel leaves the card where it was.
func (d *day) fieldsThatAStatusDemands() {
	to := number(d.T, d.columns()[2])
	var made struct {
		Embedded struct {
			Fields []struct {
				ID int64 `json:"id"`
			} `json:"custom_fields"`
		} `json:"_embedded"`
	}
	body := fmt.Sprintf(`[{"name":"Shartnoma raqami","type":"text","required_statuses":[{"status_id":%d,"pipeline_id":%d}]}]`, to, d.pipeline)
	if err := d.sandbox.Post(d.ctx, "/api/v4/leads/custom_fields", body, &made); err != nil {
		d.Fatal(err)
	}
	d.close()
	d.run("", "sync", "--once") // definitions are read now and then only
	d.open("dark")
	d.settled()
	before := d.tallies()
	card, _ := d.pair()
	lead := d.lead(card)
	drop := func() {
		x, y := d.column(to).Center()
		d.carry(card, x, y)
		d.release()
		d.appears("the demanded field", fmt.Sprintf("field:cf-%d", made.Embedded.Fields[0].ID))
	}
	drop()
	d.shot("demanded")
	d.click("button:required-cancel")
	d.gone("the question", "dialog:required")
	d.untouched(before)
	drop()
	d.click("button:required-ok") // nothing typed: it stays open
	d.appears("the question", "dialog:required")
	if err := d.window.Type(d.ctx, "SH-77"); err != nil {
		d.Fatal(err)
	}
	d.click("button:required-ok")
	d.moved(before, []driver.Lead{lead}, to)
	var now struct {
		Fields []struct {
			ID     int64 `json:"field_id"`
			Values []struct {
				Value any `json:"value"`
			} `json:"values"`
		} `json:"custom_fields_values"`
	}
	if err := d.sandbox.Get(d.ctx, fmt.Sprintf("/api/v4/leads/%d", lead.ID), &now); err != nil {
		d.Fatal(err)
	}
	for _, f := range now.Fields {
		if f.ID == made.Embedded.Fields[0].ID && len(f.Values) == 1 && f.Values[0].Value == "SH-77" {
			return
		}
	}
	d.Errorf("the server has the fields %+v", now.Fields)
}
