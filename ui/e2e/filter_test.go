//go:build e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"voronka/ui/e2e/driver"
)

// Fields of the sandbox's leads, and choices of the first.
const (
	originField = 294475 // select
	ratingField = 294481 // numeric
	instagram   = 881001
	telegram    = 881003
	site        = 881005
)

// narrowing is what a filter passes, by what the server says of a lead.
type narrowing func(l driver.Lead) bool

// TestFieldFilter narrows the board by custom fields: by the choices of one, by
// a range of another as well, and holds counts and sums of every column against
// the server's leads through a drag, another's edit, a restart and the end of
// a field.
func TestFieldFilter(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	d := newDay(ctx, t, "field-filter")
	origin := func(l driver.Lead) bool { return slices.Contains([]int64{instagram, telegram}, choiceOf(t, l)) }
	both := func(l driver.Lead) bool {
		rating, ok := ratingOf(t, l)
		return origin(l) && ok && rating >= 1.5 && rating <= 4
	}
	for _, c := range []struct {
		name string
		act  func()
	}{
		{"choices", func() { d.byChoices(origin) }},
		{"drag", func() { d.dragNarrowed(origin) }},
		{"range", func() { d.byRange(both) }},
		{"others", func() { d.othersLeave(both) }},
		{"restart", func() { d.restartNarrowed(both) }},
		{"field-gone", func() { d.fieldGoes(origin) }},
	} {
		d.step(c.name, c.act)
	}
	d.close()
}

// choiceOf is the origin of a lead, 0 without one.
func choiceOf(t *testing.T, l driver.Lead) int64 {
	t.Helper()
	var values []struct {
		EnumID int64 `json:"enum_id"`
	}
	readField(t, l, originField, &values)
	if len(values) == 0 {
		return 0
	}
	return values[0].EnumID
}

func ratingOf(t *testing.T, l driver.Lead) (float64, bool) {
	t.Helper()
	var values []struct {
		Value string `json:"value"`
	}
	readField(t, l, ratingField, &values)
	if len(values) == 0 {
		return 0, false
	}
	n, err := strconv.ParseFloat(values[0].Value, 64)
	if err != nil {
		t.Fatalf("lead %d: %v", l.ID, err)
	}
	return n, true
}

func readField(t *testing.T, l driver.Lead, id int64, into any) {
	t.Helper()
	if text := l.Field(id); text != "" {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatalf("field %d of lead %d: %v", id, l.ID, err)
		}
	}
}

// narrowed waits until every column counts exactly the server's leads that
// pass, and the totals the open ones.
func (d *day) narrowed(passes narrowing) {
	d.Helper()
	d.wait("columns that count what passes", func(ctx context.Context) (bool, error) {
		leads, err := d.sandbox.Leads(ctx)
		if err != nil {
			return false, err
		}
		want := map[int64]driver.Tally{}
		var open driver.Tally
		for _, l := range leads {
			if l.PipelineID != d.pipeline || !passes(l) {
				continue
			}
			want[l.StatusID] = driver.Tally{Count: want[l.StatusID].Count + 1, Sum: want[l.StatusID].Sum + l.Price}
			if l.StatusID != 142 && l.StatusID != 143 {
				open = driver.Tally{Count: open.Count + 1, Sum: open.Sum + l.Price}
			}
		}
		if open.Count == 0 {
			return false, errors.New("nothing on the server passes")
		}
		for status, got := range d.tallies() {
			if got != want[status] {
				return false, fmt.Errorf("status %d says %+v, the server has %+v", status, got, want[status])
			}
		}
		totals := d.object("text:totals").Text
		return digitsOf(totals) == fmt.Sprintf("%d%d", open.Count, open.Sum), fmt.Errorf("the totals are %q, want %+v", totals, open)
	})
}

// askOf opens what can be asked of a field.
func (d *day) askOf(field int64) {
	d.Helper()
	if _, err := d.window.Object(d.ctx, "chip:field"); err != nil { // there is no room for it
		d.click("chip:more")
		d.click("item:field")
	} else {
		d.click("chip:field")
	}
	d.click(fmt.Sprintf("item:field-%d", field))
}

func (d *day) byChoices(passes narrowing) {
	d.askOf(originField)
	d.click(fmt.Sprintf("item:choice-%d", instagram))
	d.click(fmt.Sprintf("item:choice-%d", telegram)) // the menu has stayed
	d.shot("choices")
	d.key("Escape")
	d.narrowed(passes)
	d.says(fmt.Sprintf("chip:field-%d", originField), "the choices", func(text string) bool {
		return strings.Contains(text, "Instagram, Telegram")
	})
}

// dragNarrowed moves a card while the board is narrowed.
func (d *day) dragNarrowed(passes narrowing) {
	columns := d.columns()
	card := d.cards(columns[0])[0]
	lead := d.lead(card)
	to := number(d.T, columns[1])
	x, y := columns[1].Center()
	before := d.tallies()
	d.carry(card, x, y)
	if now := d.tallies(); now[to].Count < before[to].Count {
		d.Errorf("during a drag the columns count %+v, before it %+v", now, before)
	}
	d.shot("drag")
	d.release()
	d.run("", "sync", "--once")
	d.wait("a server that has the move", func(ctx context.Context) (bool, error) {
		got, err := d.sandbox.Status(ctx, lead.ID)
		return got == to, err
	})
	d.narrowed(passes)
}

// byRange adds a second field: both have to be met.
func (d *day) byRange(passes narrowing) {
	d.askOf(ratingField)
	d.click("item:field-range")
	d.appears("the question", "field:range-from")
	for _, text := range []string{"1,5", "4"} {
		if err := d.window.Type(d.ctx, text); err != nil {
			d.Fatal(err)
		}
		d.key("Tab")
	}
	d.shot("range")
	d.click("button:range-ok")
	d.narrowed(passes)
	d.shot("both")
}

// othersLeave has somebody else change the field of a lead that passes.
func (d *day) othersLeave(passes narrowing) {
	leads, err := d.sandbox.Leads(d.ctx)
	if err != nil {
		d.Fatal(err)
	}
	i := slices.IndexFunc(leads, func(l driver.Lead) bool { return l.PipelineID == d.pipeline && passes(l) })
	if i < 0 {
		d.Fatal("no lead passes")
	}
	body := fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":[{"enum_id":%d}]}]}`, originField, site)
	if err := d.sandbox.Edit(d.ctx, leads[i].ID, body); err != nil {
		d.Fatal(err)
	}
	if now, err := d.sandbox.Lead(d.ctx, leads[i].ID); err != nil || passes(now) {
		d.Fatalf("the server has lead %+v, %v", now, err)
	}
	d.key("ctrl+r")
	d.narrowed(passes)
}

// restartNarrowed finds the conditions in the next window.
func (d *day) restartNarrowed(passes narrowing) {
	d.close()
	d.open("dark")
	d.appears("the first condition", fmt.Sprintf("chip:field-%d", originField))
	d.appears("the second condition", fmt.Sprintf("chip:field-%d", ratingField))
	d.narrowed(passes)
	d.shot("dark")
}

// fieldGoes takes one of the fields out of the account: its condition says that
// it does not apply, the other goes on, and it can be taken away.
func (d *day) fieldGoes(passes narrowing) {
	if err := d.sandbox.DeleteField(d.ctx, ratingField); err != nil {
		d.Fatal(err)
	}
	d.close()
	d.run("", "sync", "--once")
	d.open("light")
	chip := fmt.Sprintf("chip:field-%d", ratingField)
	gone := d.object(chip)
	d.says(chip, "that it does not apply", func(text string) bool { return strings.Contains(text, "amal qilmaydi") })
	d.narrowed(passes)
	d.shot("gone")
	d.click(gone.ID)
	d.click("item:drop-field")
	d.gone("the condition", chip)
	d.narrowed(passes)
}
