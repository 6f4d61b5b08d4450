//go:build e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"voronka/ui/e2e/driver"
	"voronka/ui/i18n"
)

// TestPeople makes and changes leads, contacts, tasks and notes by keyboard and
// mouse in one window; what comes of it is read from the server.
func TestPeople(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	d := newDay(ctx, t, "people")
	d.step("new-lead", func() { d.newLead("Ofis mebeli e2e", "Alisher", "Sinov", "901112233", true) })
	var contact int64
	d.step("contact", func() { contact = d.changeContact() })
	d.step("contact-fields", func() { d.contactFields(contact) })
	d.step("contact-offered", func() { d.contactEditedElsewhere(contact) })
	d.step("contact-conflict", func() { d.contactConflict(contact) })
	d.step("contact-draft", d.contactDraftSurvivesAKill)
	d.step("contact-of-lead", d.contactOfALead)
	d.step("task", d.completeTask)
	d.step("note", d.writeNote)
	d.step("offline", d.newLeadOffline)
	d.close()
}

// fill types into a field, which has the keyboard after a click. A click on a
// form that is still finding its place may miss: then, as a person would, it
// clicks again.
func (d *day) fill(id, text string) {
	d.Helper()
	for try := 1; ; try++ {
		d.click("field:" + id)
		// A tap becomes one when it can no longer be the first half of a
		// double one, and only then has the field the keyboard.
		time.Sleep(time.Duration(try) * 600 * time.Millisecond)
		if err := d.window.Type(d.ctx, text); err != nil {
			d.Fatal(err)
		}
		if try == 3 || d.saysSoon("field:"+id, func(now string) bool { return now != "" }) {
			break
		}
	}
	d.says("field:"+id, strconv.Quote(text), func(now string) bool { return now != "" })
}

// saysSoon reports whether an object has a text within some seconds.
func (d *day) saysSoon(id string, holds func(text string) bool) bool {
	for end := time.Now().Add(4 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if o, err := d.window.Object(d.ctx, id); err == nil && holds(o.Text) {
			return true
		}
	}
	return false
}

// person is a contact as the server has it.
type person struct {
	ID     int64
	Name   string
	Values []struct {
		Code   string `json:"field_code"`
		Values []struct{ Value string }
	} `json:"custom_fields_values"`
}

func (p person) phones() string {
	var list []string
	for _, f := range p.Values {
		if f.Code == "PHONE" {
			for _, v := range f.Values {
				list = append(list, v.Value)
			}
		}
	}
	return strings.Join(list, ",")
}

// made is a lead as the server has it, with who belongs to it.
type made struct {
	ID       int64
	Name     string
	Price    int64
	Embedded struct {
		Contacts  []struct{ ID int64 }
		Companies []struct{ ID int64 }
	} `json:"_embedded"`
}

// leadNamed waits until the server has a lead of a name.
func (d *day) leadNamed(name string) (found made) {
	d.Helper()
	d.wait("lead "+name+" on the server", func(ctx context.Context) (bool, error) {
		var page struct {
			Embedded struct{ Leads []made } `json:"_embedded"`
		}
		if err := d.sandbox.Get(ctx, "/api/v4/leads?limit=10&order[created_at]=desc&with=contacts", &page); err != nil {
			return false, err
		}
		for _, l := range page.Embedded.Leads {
			if l.Name == name {
				found = l
				return true, nil
			}
		}
		return false, errors.New("it is not there")
	})
	return found
}

func (d *day) person(id int64) (p person) {
	d.Helper()
	if err := d.sandbox.Get(d.ctx, fmt.Sprintf("/api/v4/contacts/%d", id), &p); err != nil {
		d.Fatal(err)
	}
	return p
}

// writes counts the requests the sandbox has answered, by method and path.
func (d *day) writes() map[string]int {
	d.Helper()
	var log struct{ Counters map[string]int }
	if err := d.sandbox.Get(d.ctx, "/sandbox/requests", &log); err != nil {
		d.Fatal(err)
	}
	return log.Counters
}

// newLead fills in the form of a new lead with its contact and a company that
// does not exist, and waits until all three are on the server.
func (d *day) newLead(name, first, last, phone string, online bool) made {
	d.Helper()
	before := map[string]int{}
	if online {
		before = d.writes()
	}
	d.key("ctrl+n")
	d.appears("the form", "field:lead-name")
	d.fill("lead-name", name)
	d.fill("price", "84500000")
	d.fill("first-name", first)
	d.fill("last-name", last)
	d.fill(d.phoneField(), phone)
	d.click("field:company")
	d.appears("the companies", "field:company-search")
	if err := d.window.Type(d.ctx, "Zavod "+last); err != nil {
		d.Fatal(err)
	}
	d.wait("the offer of a new company", func(ctx context.Context) (bool, error) {
		list, err := d.window.Objects(ctx)
		for _, o := range list {
			if o.Kind == "item" && strings.HasPrefix(o.Text, "Zavod "+last) {
				x, y := o.Center()
				return true, d.window.Click(ctx, x, y)
			}
		}
		return false, errors.Join(err, errors.New("it is not offered"))
	})
	d.says("field:company", "the new company", func(now string) bool { return now == "Zavod "+last })
	d.click("button:save-person")
	d.gone("the form", "field:lead-name")
	if !online {
		return made{}
	}
	lead := d.leadNamed(name)
	d.whole(lead, first+" "+last)
	after := d.writes()
	if got := after["POST /leads/complex"] - before["POST /leads/complex"]; got != 1 {
		d.Errorf("it took %d complex calls: %v", got, after)
	}
	for _, path := range []string{"POST /contacts", "POST /companies", "POST /leads"} {
		if after[path] != before[path] {
			d.Errorf("something was sent by %s as well", path)
		}
	}
	return lead
}

// whole holds that a lead has its budget, contact and company.
func (d *day) whole(lead made, contact string) {
	d.Helper()
	if lead.Price != 84_500_000 || len(lead.Embedded.Contacts) != 1 || len(lead.Embedded.Companies) != 1 {
		d.Fatalf("the lead on the server is %+v", lead)
	}
	if p := d.person(lead.Embedded.Contacts[0].ID); p.Name != contact || !strings.HasPrefix(p.phones(), "+99890111") {
		d.Errorf("the contact on the server is %+v", p)
	}
}

// phoneField is the first phone of the form that is shown.
func (d *day) phoneField() string {
	d.Helper()
	for _, o := range d.objects("button") {
		if name, ok := strings.CutPrefix(o.ID, "button:chat-"); ok {
			return name
		}
	}
	d.Fatal("the form has no phone")
	return ""
}

// changeContact adds a phone to a contact on the Contacts screen, and takes
// the other away.
func (d *day) changeContact() (id int64) {
	id = d.findContact("Alisher Sinov")
	first := d.phoneField()
	name := strings.TrimSuffix(first, "-1")
	d.click("button:add-" + name)
	d.appears("another phone", "field:"+name+"-2")
	d.fill(name+"-2", "935554433")
	d.click("button:drop-" + first)
	d.gone("the first line", "field:"+first)
	d.savePerson()
	d.wait("the other phone on the server", func(context.Context) (bool, error) {
		now := d.person(id).phones()
		return now == "+998935554433", fmt.Errorf("the phones are %s", now)
	})
	if p := d.person(id); p.Name != "Alisher Sinov" {
		d.Errorf("the name has become %q", p.Name)
	}
	return id
}

// findContact opens a contact on the Contacts screen by its name.
func (d *day) findContact(name string) (id int64) {
	d.Helper()
	d.click("nav:contacts")
	d.fill("people-search", name)
	d.wait("one contact in the list", func(context.Context) (bool, error) {
		n := len(d.objects("contact"))
		return n == 1, fmt.Errorf("there are %d", n)
	})
	row := d.objects("contact")[0]
	d.click(row.ID)
	d.appears("the form", "field:first-name")
	return number(d.T, row)
}

// savePerson saves the form of somebody who exists, and waits until it has
// nothing left to save.
func (d *day) savePerson() {
	d.Helper()
	d.click("button:save-person")
	d.gone("anything to save", "button:save-person")
}

// retype writes something else into a field, or empties it. Like fill it clicks
// again where a click has missed.
func (d *day) retype(id, text string) {
	d.Helper()
	says := func(now string) bool { return now == text }
	for try := 1; ; try++ {
		d.click("field:" + id)
		time.Sleep(time.Duration(try) * 600 * time.Millisecond) // until the tap cannot become a double one
		d.key("ctrl+a")
		d.key("BackSpace")
		if text != "" {
			if err := d.window.Type(d.ctx, text); err != nil {
				d.Fatal(err)
			}
		}
		if try == 3 || d.saysSoon("field:"+id, says) {
			break
		}
	}
	d.says("field:"+id, strconv.Quote(text), says)
}

// The custom fields of the sandbox's contacts that are filled here.
const (
	cfEmail    = 294403
	cfPosition = 294405
	cfBirthday = 294407
)

// value is what the server has in a custom field, as JSON.
func (d *day) value(contact, field int64) string {
	d.Helper()
	var c struct {
		Values []struct {
			ID     int64 `json:"field_id"`
			Values json.RawMessage
		} `json:"custom_fields_values"`
	}
	if err := d.sandbox.Get(d.ctx, fmt.Sprintf("/api/v4/contacts/%d", contact), &c); err != nil {
		d.Fatal(err)
	}
	for _, v := range c.Values {
		if v.ID == field {
			return string(v.Values)
		}
	}
	return ""
}

// contactFields fills an e-mail, a text and a birthday in, and empties them.
func (d *day) contactFields(id int64) {
	d.retype(cf(cfEmail)+"-1", "Jasur@Artel.uz")
	d.retype(cf(cfPosition), "Direktor")
	d.retype(cf(cfBirthday), "1.2.1985")
	d.savePerson()
	for field, want := range map[int64]string{cfEmail: `"jasur@artel.uz"`, cfPosition: `"Direktor"`, cfBirthday: "4760"} {
		d.wait(want+" on the server", func(context.Context) (bool, error) {
			got := d.value(id, field)
			return strings.Contains(got, want), fmt.Errorf("field %d is %s", field, got)
		})
	}
	d.click("button:drop-" + cf(cfEmail) + "-1")
	for _, field := range []int64{cfPosition, cfBirthday} {
		d.retype(cf(field), "")
	}
	d.savePerson()
	for _, field := range []int64{cfEmail, cfPosition, cfBirthday} {
		d.wait("a server without it", func(context.Context) (bool, error) {
			got := d.value(id, field)
			return got == "" || got == "null", fmt.Errorf("field %d is %s", field, got)
		})
	}
}

// contactOfALead makes a new contact from the tab of a lead's contacts, takes
// it back, and makes it again: one act.
func (d *day) contactOfALead() {
	d.click("nav:board")
	d.settled()
	card := d.cards(d.columns()[1])[1]
	lead := number(d.T, card)
	var before made
	if err := d.sandbox.Get(d.ctx, fmt.Sprintf("/api/v4/leads/%d?with=contacts", lead), &before); err != nil {
		d.Fatal(err)
	}
	d.click(card.ID)
	d.click("tab:contacts")
	d.click("button:new-contact")
	d.appears("the form", "field:first-name")
	d.fill("first-name", "Yangikontakt")
	d.click("button:save-person")
	d.gone("the form", "button:save-person")
	d.appears("the lead again", "button:new-contact")
	shown := func() (n int) { return len(d.objects("contact")) }
	d.wait("one contact more in the panel", func(context.Context) (bool, error) {
		n := shown()
		return n == len(before.Embedded.Contacts)+1, fmt.Errorf("there are %d", n)
	})
	d.key("ctrl+z")
	d.wait("the contact taken back", func(context.Context) (bool, error) {
		n := shown()
		return n == len(before.Embedded.Contacts) && d.pending() == 0, fmt.Errorf("there are %d contacts and %d changes", n, d.pending())
	})
	d.key("ctrl+shift+z")
	d.wait("the contact linked on the server", func(ctx context.Context) (bool, error) {
		var now made
		if err := d.sandbox.Get(ctx, fmt.Sprintf("/api/v4/leads/%d?with=contacts", lead), &now); err != nil {
			return false, err
		}
		for _, c := range now.Embedded.Contacts {
			if d.person(c.ID).Name == "Yangikontakt" {
				return true, nil
			}
		}
		return false, fmt.Errorf("the lead has %+v", now.Embedded.Contacts)
	})
	d.key("Escape")
}

// renameElsewhere changes the contact of this test as somebody else does.
func (d *day) renameElsewhere(id int64, body string) {
	d.Helper()
	if err := d.sandbox.Set(d.ctx, fmt.Sprintf("contacts/%d", id), body); err != nil {
		d.Fatal(err)
	}
	d.key("ctrl+r")
}

// contactEditedElsewhere has somebody else change what is being typed: it
// stays, and theirs is offered.
func (d *day) contactEditedElsewhere(id int64) {
	d.retype("last-name", "Meniki")
	d.renameElsewhere(id, `{"first_name":"Anvar","last_name":"Ularniki"}`)
	d.says("field:first-name", "what nobody is editing", func(now string) bool { return now == "Anvar" })
	d.appears("the offer", "button:take-last-name")
	d.says("field:last-name", "what is typed", func(now string) bool { return now == "Meniki" })
	d.shot("contact-offer")
	d.click("button:take-last-name")
	d.says("field:last-name", "theirs", func(now string) bool { return now == "Ularniki" })
	d.gone("anything to save", "button:save-person")
}

// contactConflict has somebody else save another name while the server does
// not take this one, twice: once theirs is chosen, once mine.
func (d *day) contactConflict(id int64) {
	for _, side := range []string{"theirs", "mine"} {
		mine := "Aziz-" + side
		d.refuseWrites(true)
		d.retype("first-name", mine)
		d.savePerson()
		d.wait("a change that waits", func(context.Context) (bool, error) { return d.pending() == 1, nil })
		d.renameElsewhere(id, fmt.Sprintf(`{"first_name":"Botir-%s"}`, side))
		d.appears("the question", "button:"+side+"-first-name")
		d.shot("contact-conflict-" + side)
		d.refuseWrites(false)
		d.click("button:" + side + "-first-name")
		d.gone("the question", "button:"+side+"-first-name")
		want := map[string]string{"theirs": "Botir-theirs", "mine": mine}[side]
		d.says("field:first-name", want, func(now string) bool { return now == want })
		d.wait(want+" on the server and an empty outbox", func(context.Context) (bool, error) {
			name := d.person(id).Name
			return strings.HasPrefix(name, want) && d.pending() == 0, fmt.Errorf("it is called %q", name)
		})
	}
}

// contactDraftSurvivesAKill kills the program while a contact is typed.
func (d *day) contactDraftSurvivesAKill() {
	d.retype("last-name", "Qoralama")
	time.Sleep(time.Second) // typing is kept within a third of it
	if err := d.window.Kill(); err != nil {
		d.Fatal(err)
	}
	d.open("dark")
	d.settled()
	d.findContact("Ularniki")
	d.says("field:last-name", "what was typed before the kill", func(now string) bool { return now == "Qoralama" })
	d.shot("contact-draft")
	d.click("button:cancel-person")
	d.says("field:last-name", "what the server has", func(now string) bool { return now == "Ularniki" })
}

// job is a task as the server has it.
type job struct {
	Completed bool  `json:"is_completed"`
	Till      int64 `json:"complete_till"`
	Result    any   // an object, or an empty list
}

func (d *day) job(id int64) (j job) {
	d.Helper()
	if err := d.sandbox.Get(d.ctx, fmt.Sprintf("/api/v4/tasks/%d", id), &j); err != nil {
		d.Fatal(err)
	}
	return j
}

// completeTask puts the first task off by a day, and completes the next one
// with a result.
func (d *day) completeTask() {
	d.click("nav:tasks")
	d.wait("tasks", func(context.Context) (bool, error) { return len(d.objects("task")) > 3, errors.New("there are none") })
	d.steady("a list that stands", "task")
	first := d.objects("task")[0]
	id := number(d.T, first)
	due := d.job(id).Till
	d.inside(first, "button:put-off")
	d.wait("a later due time on the server", func(context.Context) (bool, error) {
		now := d.job(id).Till
		return now > due, fmt.Errorf("it is due at %d, was at %d", now, due)
	})
	d.steady("a list that stands", "task")
	second := d.objects("task")[0]
	id = number(d.T, second)
	d.inside(second, "field:task")
	d.appears("the result", "field:task-result")
	if err := d.window.Type(d.ctx, "kelishildi"); err != nil {
		d.Fatal(err)
	}
	d.key("Return")
	d.wait("a completed task on the server", func(context.Context) (bool, error) {
		now := d.job(id)
		return now.Completed && strings.Contains(fmt.Sprint(now.Result), "kelishildi"), fmt.Errorf("it is %+v", now)
	})
}

// inside presses a part of a row.
func (d *day) inside(row driver.Object, id string) {
	d.Helper()
	list, err := d.window.Objects(d.ctx)
	if err != nil {
		d.Fatal(err)
	}
	for _, o := range list {
		if o.ID == id && o.Y >= row.Y && o.Y+o.H <= row.Y+row.H+1 {
			x, y := o.Center()
			if id == "field:task" {
				x = int(o.X) + 9 // on the box itself
			}
			if err := d.window.Click(d.ctx, x, y); err != nil {
				d.Fatal(err)
			}
			return
		}
	}
	d.Fatalf("%s has no %s", row.ID, id)
}

// writeNote writes a note into the feed of a lead.
func (d *day) writeNote() {
	d.click("nav:board")
	d.settled()
	card := d.cards(d.columns()[1])[0]
	lead := number(d.T, card)
	d.click(card.ID)
	d.click("tab:feed")
	d.click("field:note")
	if err := d.window.Type(d.ctx, "Ertaga qaytaman"); err != nil {
		d.Fatal(err)
	}
	d.key("ctrl+Return")
	d.wait("the note on the server", func(ctx context.Context) (bool, error) {
		var page struct {
			Embedded struct {
				Notes []struct{ Params struct{ Text string } }
			} `json:"_embedded"`
		}
		err := d.sandbox.Get(ctx, fmt.Sprintf("/api/v4/leads/%d/notes?limit=250", lead), &page)
		for _, n := range page.Embedded.Notes {
			if n.Params.Text == "Ertaga qaytaman" {
				return true, nil
			}
		}
		return false, errors.Join(err, errors.New("it is not there"))
	})
	waiting := i18n.New(language).T("card.pending")
	d.wait("a note that is sent", func(context.Context) (bool, error) {
		for _, o := range d.objects("note") {
			if strings.HasPrefix(o.Text, "Ertaga qaytaman") {
				return !strings.Contains(o.Text, waiting), fmt.Errorf("it says %q", o.Text)
			}
		}
		return false, errors.New("the feed does not have it")
	})
}

// newLeadOffline makes a lead with a contact and a company while the server is
// away; they arrive when it is back.
func (d *day) newLeadOffline() {
	d.key("Escape")
	d.killSandbox()
	d.newLead("Oflayn bitim e2e", "Nodira", "Oflayn", "901113344", false)
	d.wait("pending changes", func(context.Context) (bool, error) {
		n := d.pending()
		return n > 0, fmt.Errorf("%d are pending", n)
	})
	d.startSandbox()
	d.whole(d.leadNamed("Oflayn bitim e2e"), "Nodira Oflayn")
	d.wait("an empty outbox", func(context.Context) (bool, error) {
		n := d.pending()
		return n == 0, fmt.Errorf("%d are pending", n)
	})
	if got := d.writes()["POST /leads/complex"]; got != 1 {
		d.Errorf("it took %d complex calls", got)
	}
}
