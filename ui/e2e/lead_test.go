//go:build e2e

package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"voronka/ui/e2e/driver"
)

// The custom fields of the sandbox's leads.
const (
	cfOrder    = 294471 + 2*iota // text
	cfDelivery                   // date
	cfOrigin                     // select
	cfProduct                    // url
	cfPaid                       // checkbox
	cfRating                     // numeric
	cfAddress                    // streetaddress
	cfComment                    // textarea
	cfProducts                   // multiselect
	cfPayment                    // radiobutton
	cfInstall                    // date_time
	cfDeposit                    // monetary
	cfSite                       // smart_address
	cfBuyer                      // legal_entity
	_                            // tracking_data
	cfChoice                     // chained_list
)

func cf(id int64) string { return "cf-" + strconv.FormatInt(id, 10) }

// TestLeadEditor fills and empties a field of every type with a real keyboard
// and mouse, lets somebody else change what is being edited, and kills the
// program while something is typed.
func TestLeadEditor(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
	defer cancel()
	d := &editing{}
	d.day = newDay(ctx, t, "lead")
	column := d.columns()[1]
	card := d.cards(column)[0]
	lead := number(t, card)
	d.openPanel(card)
	d.shot("opened")

	d.fill(lead)
	d.empty(lead)
	d.chain(lead)
	d.somebodyElse(lead)
	d.conflict(lead)
	d.killedWhileTyping(lead)
	d.close()
}

// editing is a day with one lead.
type editing struct{ *day }

// The elements that are chosen: what sort of goods, and which model.
const (
	kitchens       = "8001" // Oshxona mebeli, of catalog 90
	registonOffice = "8016" // Registon — Ofis mebeli, of catalog 91
)

// chain adds an element of a second catalog through its search to one that is
// there, and takes both away.
func (d *editing) chain(lead int64) {
	d.Helper()
	err := d.sandbox.Edit(d.ctx, lead, fmt.Sprintf(
		`{"custom_fields_values":[{"field_id":%d,"values":[{"catalog_id":90,"catalog_element_id":%s}]}]}`, cfChoice, kitchens))
	if err != nil {
		d.Fatal(err)
	}
	d.keys("ctrl+r")
	id := cf(cfChoice)
	d.reveal("field:" + id + "-1")
	d.says("field:"+id+"-1", "the element by its name", func(now string) bool { return now == "Oshxona mebeli" })
	d.press("chip:add-" + id + "-2")
	if err := d.window.Type(d.ctx, "registon ofis"); err != nil {
		d.Fatal(err)
	}
	d.wait("the one element", func(ctx context.Context) (bool, error) { // the whole catalog is there before that
		all, err := d.window.Objects(ctx)
		items := slices.DeleteFunc(all, func(o driver.Object) bool { return !strings.HasPrefix(o.ID, "item:") })
		return err == nil && len(items) == 1 && items[0].ID == "item:"+registonOffice, err
	})
	d.shot("chain-search")
	d.keys("Return")
	d.says("field:"+id+"-2", "the one that was chosen", func(now string) bool { return now == "Registon — Ofis mebeli" })
	d.shot("chain")
	d.save(lead, "a lead with both elements", func(l driver.Lead) error {
		if got := l.Field(cfChoice); !strings.Contains(got, kitchens) || !strings.Contains(got, registonOffice) {
			return fmt.Errorf("the chained list is %s", got)
		}
		return nil
	})
	d.drop(id+"-1", "90-"+kitchens)
	d.save(lead, "a lead with one element", func(l driver.Lead) error {
		if got := l.Field(cfChoice); strings.Contains(got, kitchens) || !strings.Contains(got, registonOffice) {
			return fmt.Errorf("the chained list is %s", got)
		}
		return nil
	})
	d.drop(id+"-2", "91-"+registonOffice)
	d.save(lead, "a lead without elements", func(l driver.Lead) error { return has(l, map[int64]string{cfChoice: ""}) })
}

// drop takes the only element of a line away. A form that still finds its place
// after a save may be missed: then once more.
func (d *editing) drop(line, element string) {
	d.Helper()
	empty := func(now string) bool { return now == "" }
	for range 2 {
		d.press("button:drop-" + line + "-" + element)
		if d.saysSoon("field:"+line, empty) {
			return
		}
	}
	d.says("field:"+line, "no element", empty)
}

// openPanel opens a lead by a click on its card.
func (d *editing) openPanel(card driver.Object) {
	d.Helper()
	x, y := card.Center()
	if err := d.window.Click(d.ctx, x, y); err != nil {
		d.Fatal(err)
	}
	d.comes("field:price")
}

// comes waits for an object.
func (d *editing) comes(id string) driver.Object {
	d.Helper()
	var found driver.Object
	d.wait(id, func(ctx context.Context) (ok bool, err error) {
		found, err = d.window.Object(ctx, id)
		return err == nil, err
	})
	return found
}

// reveal turns the wheel over the panel until all of a field can be seen.
func (d *editing) reveal(id string) driver.Object {
	d.Helper()
	const whole = 20 // pixels; less is cut off
	up := false
	for range 60 {
		all, err := d.window.Objects(d.ctx)
		if err != nil {
			d.Fatal(err)
		}
		at := slices.IndexFunc(all, func(o driver.Object) bool { return o.ID == id && o.H >= whole })
		if at >= 0 {
			return all[at]
		}
		notches := 2
		if up {
			notches = -60
		}
		if err := d.window.Wheel(d.ctx, 1200, 600, notches); err != nil {
			d.Fatal(err)
		}
		up = false
		if seen := slices.ContainsFunc(all, func(o driver.Object) bool { return strings.HasPrefix(o.ID, "contact:") && o.H > whole }); seen {
			up = true // the end of the form: begin again at its top
		}
		time.Sleep(50 * time.Millisecond) // the wheel is quicker than the window
	}
	d.shot("failed")
	d.Fatalf("%s cannot be reached", id)
	return driver.Object{}
}

func (d *editing) press(id string) {
	d.Helper()
	o := d.reveal(id)
	if err := d.window.Click(d.ctx, int(o.X)+min(20, int(o.W/2)), int(o.Y+min(o.H/2, 16))); err != nil {
		d.Fatal(err)
	}
}

func (d *editing) keys(names ...string) {
	d.Helper()
	for _, k := range names {
		if err := d.window.Key(d.ctx, k); err != nil {
			d.Fatal(err)
		}
	}
}

// write types a text in the place of what stands in a field, and waits until
// it is there.
func (d *editing) write(name, text, shown string) {
	d.Helper()
	says := func(now string) bool { return strings.ReplaceAll(now, "\u00a0", " ") == shown }
	for try := 1; ; try++ {
		d.press("field:" + name) // a form that is still finding its place may be missed: then once more
		d.keys("ctrl+a", "BackSpace")
		if text != "" {
			if err := d.window.Type(d.ctx, text); err != nil {
				d.Fatal(err)
			}
		}
		if try == 3 || d.saysSoon("field:"+name, says) {
			break
		}
	}
	d.says("field:"+name, shown, says)
}

// choose opens a menu and takes an entry of it.
func (d *editing) choose(name, item string) {
	d.Helper()
	d.press("field:" + name)
	o := d.comes("item:" + item)
	x, y := o.Center()
	if err := d.window.Click(d.ctx, x, y); err != nil {
		d.Fatal(err)
	}
}

// save saves with the keyboard and waits until the server has it and the form
// says so: its foot goes, and the form gets that room.
func (d *editing) save(lead int64, what string, holds func(driver.Lead) error) {
	d.Helper()
	d.keys("ctrl+s")
	d.wait(what, func(ctx context.Context) (bool, error) {
		l, err := d.sandbox.Lead(ctx, lead)
		if err == nil {
			err = holds(l)
		}
		return err == nil, err
	})
	d.wait("an empty outbox", func(context.Context) (bool, error) {
		n := d.pending()
		return n == 0, fmt.Errorf("%d are pending", n)
	})
	d.gone("the foot", "button:save-lead")
}

// has holds that fields have values with these words in them, or no value for
// an empty one.
func has(l driver.Lead, want map[int64]string) error {
	for id, words := range want {
		got := l.Field(id)
		if words == "" && got != "" || words != "" && !strings.Contains(got, words) {
			return fmt.Errorf("field %d is %s, want %s", id, got, words)
		}
	}
	return nil
}

// fill gives every field something, and saves all of it at once.
func (d *editing) fill(lead int64) {
	d.Helper()
	d.write("price", "12345678", "12 345 678")
	d.write(cf(cfComment), "Qator", "Qator")
	d.press("field:" + cf(cfSite))
	d.write(cf(cfSite)+"-city", "Toshkent", "Toshkent")
	d.press("field:" + cf(cfSite))
	d.press("field:" + cf(cfBuyer))
	d.write(cf(cfBuyer)+"-name", "Artel", "Artel")
	d.write(cf(cfBuyer)+"-mfo", "00445", "00445")
	d.press("field:" + cf(cfBuyer))
	d.write(cf(cfOrder), "UZ-E2E-1", "UZ-E2E-1")
	d.write(cf(cfDelivery), "1.2.27", "1.2.27")
	d.choose(cf(cfOrigin), "881003")
	d.write(cf(cfProduct), "artel.uz/e2e", "artel.uz/e2e")
	if d.object("field:"+cf(cfPaid)).Text != "Ha" {
		d.press("field:" + cf(cfPaid))
	}
	d.write(cf(cfRating), "4.5", "4.5")
	d.write(cf(cfAddress), "Navoiy 5", "Navoiy 5")
	d.reveal("field:" + cf(cfProducts))
	if d.object("field:"+cf(cfProducts)).Text != "" {
		d.press("button:clear-" + cf(cfProducts))
	}
	d.choose(cf(cfProducts), "881103")
	d.keys("Escape")
	d.choose(cf(cfPayment), "881203")
	d.write(cf(cfInstall), "28.11.2026 14:30", "28.11.2026 14:30")
	d.write(cf(cfDeposit), "1500000", "1 500 000")
	d.shot("filled")
	d.save(lead, "a lead with all fields filled", func(l driver.Lead) error {
		if l.Price != 12_345_678 {
			return fmt.Errorf("the budget is %d", l.Price)
		}
		return has(l, map[int64]string{
			cfComment: "Qator", cfSite: "Toshkent", cfBuyer: `"mfo":"00445"`, cfOrder: "UZ-E2E-1", cfDelivery: "1801422000", cfOrigin: "881003",
			cfProduct: "https://artel.uz/e2e", cfPaid: "true", cfRating: "4.5", cfAddress: "Navoiy 5", cfProducts: "881103", cfPayment: "881203",
			cfInstall: "1795858200", cfDeposit: "1500000",
		})
	})
}

// empty takes everything away again.
func (d *editing) empty(lead int64) {
	d.Helper()
	want := map[int64]string{}
	for _, id := range []int64{cfComment, cfOrder, cfDelivery, cfProduct, cfRating, cfAddress, cfInstall, cfDeposit} {
		d.write(cf(id), "", "")
		want[id] = ""
	}
	for _, id := range []int64{cfSite, cfBuyer, cfOrigin, cfPaid, cfProducts, cfPayment} {
		d.reveal("field:" + cf(id))
		d.press("button:clear-" + cf(id))
		want[id] = ""
	}
	d.shot("emptied")
	d.save(lead, "a lead with all fields empty", func(l driver.Lead) error { return has(l, want) })
}

// somebodyElse changes a field that is being edited: the field stays and offers
// the other's value.
func (d *editing) somebodyElse(lead int64) {
	d.Helper()
	d.write(cf(cfOrder), "meniki", "meniki")
	err := d.sandbox.Edit(d.ctx, lead, fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":[{"value":"ularniki"}]}]}`, cfOrder))
	if err != nil {
		d.Fatal(err)
	}
	d.keys("ctrl+r")
	offer := d.comes("button:take-" + cf(cfOrder))
	if got := d.object("field:" + cf(cfOrder)).Text; got != "meniki" {
		d.Errorf("a pull has changed what is being edited to %q", got)
	}
	d.shot("offered")
	x, y := offer.Center()
	if err := d.window.Click(d.ctx, x, y); err != nil {
		d.Fatal(err)
	}
	d.wait("their value", func(ctx context.Context) (bool, error) {
		o, err := d.window.Object(ctx, "field:"+cf(cfOrder))
		return err == nil && o.Text == "ularniki", fmt.Errorf("it says %q, %w", o.Text, err)
	})
}

// conflict has somebody else save another value while the server does not take
// this program's: the field asks, and gets the one that is chosen.
func (d *editing) conflict(lead int64) {
	d.Helper()
	d.write(cf(cfOrder), "birinchi", "birinchi")
	d.refuseWrites(true)
	d.keys("ctrl+s")
	d.wait("a change that waits", func(context.Context) (bool, error) { return d.pending() == 1, nil })
	err := d.sandbox.Edit(d.ctx, lead, fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":[{"value":"boshqa"}]}]}`, cfOrder))
	if err != nil {
		d.Fatal(err)
	}
	d.keys("ctrl+r")
	mine := d.comes("button:mine-" + cf(cfOrder))
	d.comes("button:theirs-" + cf(cfOrder))
	d.shot("conflict")
	d.refuseWrites(false)
	x, y := mine.Center()
	if err := d.window.Click(d.ctx, x, y); err != nil {
		d.Fatal(err)
	}
	d.gone("the question", mine.ID)
	d.wait("the chosen value on the server", func(ctx context.Context) (bool, error) {
		l, err := d.sandbox.Lead(ctx, lead)
		if err == nil {
			err = has(l, map[int64]string{cfOrder: "birinchi"})
		}
		return err == nil, err
	})
}

// refuseWrites has the server answer writes with an error, or take them again.
func (d *day) refuseWrites(refuse bool) {
	d.Helper()
	faults := "off"
	if refuse {
		faults = "503=1,methods=PATCH+POST"
	}
	if err := d.sandbox.Set(d.ctx, "faults", faults); err != nil {
		d.Fatal(err)
	}
}

// killedWhileTyping kills the program and finds what was typed again.
func (d *editing) killedWhileTyping(lead int64) {
	d.Helper()
	const kept = time.Second // typing is kept within a third of it
	d.write(cf(cfOrder), "qoralama", "qoralama")
	time.Sleep(kept)
	if err := d.window.Kill(); err != nil {
		d.Fatal(err)
	}
	d.open("dark")
	d.settled()
	card := d.comes("card:" + strconv.FormatInt(lead, 10))
	d.openPanel(card)
	o := d.reveal("field:" + cf(cfOrder))
	if o.Text != "qoralama" {
		d.shot("failed")
		d.Errorf("after a kill it says %q", o.Text)
	}
	d.comes("button:save-lead")
	d.shot("draft")
	d.press("button:cancel-lead")
	d.wait("a field as it was", func(ctx context.Context) (bool, error) {
		o, err := d.window.Object(ctx, "field:"+cf(cfOrder))
		return err == nil && o.Text == "birinchi", fmt.Errorf("it says %q, %w", o.Text, err)
	})
}
