//go:build e2e

package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"voronka/ui/e2e/driver"
)

const (
	statusWon  = 142
	statusLost = 143
)

// TestDrags plays every way a card can be dragged, in one window. After each
// the columns, the server and the outbox have to agree to the last soʻm.
func TestDrags(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	d := newDay(ctx, t, "drag")
	for _, c := range []struct {
		name string
		act  func()
	}{
		{"neighbour", d.dragToNeighbour},
		{"head", d.dragOverTheHead},
		{"own-column", d.dragWithinTheColumn},
		{"esc", d.dragAndEsc},
		{"outside", d.dragOutside},
		{"focus-lost", d.dragAndLoseFocus},
		{"folded", d.dragOnAFoldedColumn},
		{"won", d.dragToWon},
		{"lost", d.dragToLost},
		{"lost-cancelled", d.dragToLostAndEsc},
		{"pipeline", d.dragToAnotherPipeline},
		{"several", d.dragSeveral},
		{"scroll-down", d.dragScrollsDown},
		{"scroll-up", d.dragScrollsUp},
		{"scroll-sideways", d.dragScrollsSideways},
		{"pull", d.dragDuringAPull},
		{"deleted", d.dragADeletedLead},
	} {
		d.step(c.name, c.act)
	}
	d.close()
}

// pair gives a card near the top of the first column and another open column.
func (d *day) pair() (card, to driver.Object) {
	d.Helper()
	columns := d.columns()
	return d.cards(columns[0])[1], columns[1]
}

func (d *day) dragToNeighbour() {
	before := d.tallies()
	card, to := d.pair()
	lead := d.lead(card)
	x, y := to.Center()
	d.carry(card, x, y)
	d.shot("in-the-air")
	d.release()
	d.moved(before, []driver.Lead{lead}, number(d.T, to))
}

// dragOverTheHead drops on the head of a column: it takes cards over its whole
// height.
func (d *day) dragOverTheHead() {
	before := d.tallies()
	card, to := d.pair()
	lead := d.lead(card)
	d.carry(card, int(to.X+to.W/2), int(to.Y+12))
	d.release()
	d.moved(before, []driver.Lead{lead}, number(d.T, to))
}

func (d *day) dragWithinTheColumn() {
	before := d.tallies()
	card, _ := d.pair()
	x, y := card.Center()
	d.carry(card, x+4, y+200)
	d.release()
	d.untouched(before)
}

func (d *day) dragAndEsc() {
	before := d.tallies()
	card, to := d.pair()
	x, y := to.Center()
	d.carry(card, x, y)
	d.key("Escape")
	d.gone("the ghost", "ghost")
	d.point(x+10, y+10) // the rest of the press does nothing
	d.release()
	d.untouched(before)
}

func (d *day) dragOutside() {
	before := d.tallies()
	card, _ := d.pair()
	rail := d.object("nav:tasks")
	x, y := rail.Center()
	d.carry(card, x, y)
	d.release()
	d.untouched(before)
	d.appears("the board", "nav:board")
	card, _ = d.pair()
	d.carry(card, int(card.X+40), 40) // over the top bar
	d.release()
	d.untouched(before)
}

func (d *day) dragAndLoseFocus() {
	before := d.tallies()
	card, to := d.pair()
	x, y := to.Center()
	d.carry(card, x, y)
	if err := d.window.LoseFocus(d.ctx); err != nil {
		d.Fatal(err)
	}
	d.gone("the ghost", "ghost")
	d.release()
	d.untouched(before)
}

// dragOnAFoldedColumn drops on a rail, which stays one.
func (d *day) dragOnAFoldedColumn() {
	columns := d.columns()
	folded := columns[2]
	d.click("button:fold-" + fmt.Sprint(number(d.T, folded)))
	d.wait("a folded column", func(context.Context) (bool, error) {
		return d.column(number(d.T, folded)).Kind == "rail", nil
	})
	before := d.tallies()
	card, _ := d.pair()
	lead := d.lead(card)
	x, y := d.column(number(d.T, folded)).Center()
	d.carry(card, x, y)
	d.release()
	d.moved(before, []driver.Lead{lead}, number(d.T, folded))
	if now := d.column(number(d.T, folded)); now.Kind != "rail" {
		d.Errorf("the drop has opened the column: %v", now)
	}
	d.click("column:" + fmt.Sprint(number(d.T, folded)))
	d.wait("an open column", func(context.Context) (bool, error) {
		return d.column(number(d.T, folded)).Kind == "column", nil
	})
}

func (d *day) dragToWon() {
	before := d.tallies()
	card, _ := d.pair()
	lead := d.lead(card)
	d.dropOn(card, "drop:won")
	d.moved(before, []driver.Lead{lead}, statusWon)
}

// dropOn carries a card to a zone of the strip, which is there only during a
// drag.
func (d *day) dropOn(card driver.Object, zone string) {
	d.Helper()
	x, y := card.Center()
	d.carry(card, x+30, y+30)
	x, y = d.appears(zone, zone).Center()
	d.point(x-3, y)
	d.point(x, y)
	d.release()
}

func (d *day) dragToLost() {
	before := d.tallies()
	card, _ := d.pair()
	lead := d.lead(card)
	d.dropOn(card, "drop:lost")
	d.appears("the question why", "dialog:loss-reason")
	d.untouched(before)
	reason := d.objects("item")[1]
	d.shot("why-lost")
	d.click(reason.ID)
	d.moved(before, []driver.Lead{lead}, statusLost)
	now, err := d.sandbox.Lead(d.ctx, lead.ID)
	if err != nil {
		d.Fatal(err)
	}
	if want := "item:reason-" + fmt.Sprint(now.LossReasonID); want != reason.ID {
		d.Errorf("the server has the reason %s, chosen was %s", want, reason.ID)
	}
}

func (d *day) dragToLostAndEsc() {
	before := d.tallies()
	card, _ := d.pair()
	d.dropOn(card, "drop:lost")
	d.appears("the question why", "dialog:loss-reason")
	d.key("Escape")
	d.gone("the question why", "dialog:loss-reason")
	d.untouched(before)
}

func (d *day) dragToAnotherPipeline() {
	before := d.tallies()
	card, _ := d.pair()
	lead := d.lead(card)
	d.dropOn(card, "drop:pipeline")
	d.appears("the pipelines", "dialog:pipeline")
	d.click(d.objects("item")[0].ID)
	d.appears("their statuses", "dialog:status")
	status := d.objects("item")[1]
	d.click(status.ID)
	var to int64
	if _, err := fmt.Sscanf(status.ID, "item:status-%d", &to); err != nil {
		d.Fatal(err)
	}
	d.moved(before, []driver.Lead{lead}, to)
	now, err := d.sandbox.Lead(d.ctx, lead.ID)
	if err != nil {
		d.Fatal(err)
	}
	if now.PipelineID == d.pipeline {
		d.Errorf("lead %d is in the same pipeline on the server", lead.ID)
	}
}

// dragSeveral selects cards of two columns and drags them by one.
func (d *day) dragSeveral() {
	before := d.tallies()
	columns := d.columns()
	first, second := d.cards(columns[0]), d.cards(columns[1])
	picked := []driver.Object{first[0], first[2], second[1]}
	var leads []driver.Lead
	for _, card := range picked {
		x, y := card.Center()
		if err := d.window.ClickWith(d.ctx, "ctrl", x, y); err != nil {
			d.Fatal(err)
		}
		leads = append(leads, d.lead(card))
	}
	d.appears("the bar of the selection", "bar:selection")
	x, y := columns[2].Center()
	d.carry(first[2], x, y)
	d.says("ghost", "that it carries three", func(text string) bool { return text == "3" })
	d.shot("three-in-the-air")
	d.release()
	d.moved(before, leads, number(d.T, columns[2]))
	d.key("Escape")
	d.gone("the bar of the selection", "bar:selection")
}

// dragScrollsDown holds a card near the foot of a column, which scrolls, and
// drops it there.
func (d *day) dragScrollsDown() {
	before := d.tallies()
	card, to := d.pair()
	lead := d.lead(card)
	top := d.cards(to)[0].ID
	x, _ := to.Center()
	d.carry(card, x, int(to.Y+300))
	strip := d.object("drop:won")
	d.point(x, int(strip.Y)-8)
	d.wait("a column that scrolls", func(context.Context) (bool, error) {
		now := d.cards(to)
		return !slices.ContainsFunc(now, func(o driver.Object) bool { return o.ID == top }), fmt.Errorf("%s is still shown", top)
	})
	d.release()
	d.moved(before, []driver.Lead{lead}, number(d.T, to))
	d.wait("a column that is at its top again", func(ctx context.Context) (bool, error) {
		return slices.ContainsFunc(d.cards(to), func(o driver.Object) bool { return o.ID == "card:"+fmt.Sprint(lead.ID) }),
			d.window.Wheel(ctx, x, int(to.Y+300), -60)
	})
}

// dragScrollsUp takes a card from far down a column to the head of another,
// which was scrolled down as well and comes back to its top.
func (d *day) dragScrollsUp() {
	columns := d.columns()
	from, to := columns[0], columns[1]
	top := d.cards(to)[0].ID
	for _, c := range []driver.Object{from, to} {
		x, y := c.Center()
		if err := d.window.Wheel(d.ctx, x, y, 60); err != nil {
			d.Fatal(err)
		}
	}
	d.still()
	before := d.tallies()
	card := d.cards(from)[1]
	lead := d.lead(card)
	x, _ := to.Center()
	d.carry(card, x, int(to.Y+300))
	d.point(x, int(to.Y)+60)
	d.wait("a column at its top", func(context.Context) (bool, error) {
		return slices.ContainsFunc(d.cards(to), func(o driver.Object) bool { return o.ID == top }), fmt.Errorf("%s is not shown", top)
	})
	d.shot("scrolled-up")
	d.release()
	d.moved(before, []driver.Lead{lead}, number(d.T, to))
	d.wait("a column that is at its top again", func(ctx context.Context) (bool, error) {
		first := d.cards(from)[0].ID
		x, y := from.Center()
		if err := d.window.Wheel(ctx, x, y, -80); err != nil {
			return false, err
		}
		return d.cards(from)[0].ID == first, fmt.Errorf("%s was the first", first)
	})
}

// dragScrollsSideways opens all columns, so that they do not fit, and takes a
// card to the last one and back.
func (d *day) dragScrollsSideways() {
	for _, status := range []int64{statusWon, statusLost} {
		d.click("column:" + fmt.Sprint(status))
		d.wait("an open column", func(context.Context) (bool, error) {
			all := d.columns()
			return all[len(all)-1].Kind == "column" || d.column(status).Kind == "column", nil
		})
	}
	columns := d.columns()
	left := columns[0].ID
	card, _ := d.pair()
	lead := d.lead(card)
	d.carry(card, 1000, 400)
	d.point(1434, 400)
	d.wait("the last column", func(context.Context) (bool, error) {
		last := d.column(statusLost)
		return last.X+last.W < 1440 && last.W > wideEnough, fmt.Errorf("it is at %v", last)
	})
	d.shot("scrolled-right")
	edge := d.columns()[0]
	d.point(int(edge.X)+6, 400)
	d.wait("the first column", func(context.Context) (bool, error) {
		first := d.columns()[0]
		return first.ID == left && first.W > wideEnough, fmt.Errorf("the first is %v", first)
	})
	before := d.tallies()
	x, y := d.columns()[1].Center()
	d.point(x, y)
	to := number(d.T, d.columns()[1])
	d.release()
	d.moved(before, []driver.Lead{lead}, to)
	d.foldClosed()
}

// foldClosed folds won and lost again, by the keyboard's way.
func (d *day) foldClosed() {
	d.Helper()
	for _, status := range []int64{statusWon, statusLost} {
		d.wait("a folded column", func(ctx context.Context) (bool, error) {
			o, err := d.window.Object(ctx, "column:"+fmt.Sprint(status))
			if err == nil && o.Kind == "rail" {
				return true, nil
			}
			fold, err := d.window.Object(ctx, "button:fold-"+fmt.Sprint(status))
			if err != nil {
				x, y := d.columns()[0].Center()
				// A hand scrolls sideways with Shift.
				return false, d.window.WheelSideways(ctx, x, y, 10)
			}
			x, y := fold.Center()
			return false, d.window.Click(ctx, x, y)
		})
	}
}

// dragDuringAPull lets somebody else change the account while a card is in the
// air: counts and sums follow at once, and the card lands where it is let go.
func (d *day) dragDuringAPull() {
	card, to := d.pair()
	lead := d.lead(card)
	other := d.lead(d.cards(d.columns()[0])[3])
	x, y := to.Center()
	d.carry(card, x, y)
	third := number(d.T, d.columns()[2])
	if err := d.sandbox.Edit(d.ctx, other.ID, fmt.Sprintf(`{"status_id":%d,"price":%d}`, third, other.Price+1000)); err != nil {
		d.Fatal(err)
	}
	d.key("ctrl+r")
	d.wait("counts that follow the pull during the drag", func(ctx context.Context) (bool, error) {
		want, err := d.sandbox.Tallies(ctx, d.pipeline)
		if err != nil {
			return false, err
		}
		for status, got := range d.tallies() {
			if got != want[status] {
				return false, fmt.Errorf("status %d says %+v, the server has %+v", status, got, want[status])
			}
		}
		return true, nil
	})
	d.appears("the card still in the air", "ghost")
	before := d.tallies()
	d.release()
	d.moved(before, []driver.Lead{lead}, number(d.T, to))
}

// dragADeletedLead lets somebody else delete the lead in the air.
func (d *day) dragADeletedLead() {
	card, to := d.pair()
	lead := d.lead(card)
	x, y := to.Center()
	d.carry(card, x, y)
	if err := d.sandbox.Delete(d.ctx, lead.ID); err != nil {
		d.Fatal(err)
	}
	d.key("ctrl+r")
	d.gone("the ghost of a lead that was deleted", "ghost")
	d.says("snackbar", "which lead is gone", func(text string) bool { return len(text) > 0 })
	d.release()
	d.agree()
	if _, err := d.window.Object(d.ctx, card.ID); err == nil {
		d.Errorf("%s is still on the screen", card.ID)
	}
}
