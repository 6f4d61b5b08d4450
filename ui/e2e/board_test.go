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
	"voronka/ui/i18n"
)

const (
	patience   = time.Minute     // for one condition
	stillness  = 2 * time.Second // of columns that load no more
	wideEnough = 120             // pixels; folded columns are narrower
	farDown    = 150             // cards above the one to drag
	notches    = 200             // of the wheel in one go
)

// TestBoard is a working day in a few minutes: cards are dragged near the top
// of a column and far down it, the server dies and comes back.
func TestBoard(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	s := newStage(ctx, t)

	s.open("light")
	s.run("", "sync", "--once") // waits until the window has loaded all
	s.settled()
	quiet := s.object("nav:sync").Text
	s.portrait("board-light.png")
	s.shot("loaded")

	from, to := s.neighbours()
	first := s.cards(from)[0]
	s.drag(first, to)
	s.arrived(first, to)
	s.shot("dragged")

	s.cancelledDrag(from, to)

	s.scroll(from)
	s.still()
	deep := s.cards(from)
	second := deep[len(deep)/2]
	s.shot("scrolled")
	s.drag(second, to)
	s.arrived(second, to)
	s.shot("dragged-far-down")

	s.close()
	s.open("dark")
	s.run("", "sync", "--once")
	s.settled()
	s.portrait("board-dark.png")

	s.killSandbox()
	s.close()
	s.open("dark")
	s.settled()
	offline := i18n.New(language).T("pill.offline")
	s.wait("a window that says it is offline", func(context.Context) (bool, error) {
		now := s.object("pill:sync").Text
		return strings.HasPrefix(now, offline), fmt.Errorf("it says %q", now)
	})
	s.shot("server-gone")
	from, to = s.neighbours()
	third := s.cards(from)[0]
	s.drag(third, to)
	s.wait("one pending change", func(context.Context) (bool, error) {
		n := s.pending()
		return n == 1, fmt.Errorf("%d are pending", n)
	})
	s.shot("pending")

	s.startSandbox()
	s.arrived(third, to)
	s.wait("an empty outbox", func(context.Context) (bool, error) {
		n := s.pending()
		return n == 0, fmt.Errorf("%d are pending", n)
	})
	s.wait("a window that shows nothing pending", func(context.Context) (bool, error) {
		now := s.object("nav:sync").Text
		return now == quiet, fmt.Errorf("it shows %q", now)
	})
	s.shot("sent")
	s.close()
}

// cancelledDrag carries a card over another column and presses Esc there:
// nothing is moved.
func (s *stage) cancelledDrag(from, to driver.Object) {
	s.Helper()
	card := s.cards(from)[0]
	fromX, fromY := card.Center()
	toX, toY := to.Center()
	if err := s.window.DragTo(s.ctx, fromX, fromY, toX, toY); err != nil {
		s.Fatal(err)
	}
	s.shot("dragging")
	if err := s.window.Key(s.ctx, "Escape"); err != nil {
		s.Fatal(err)
	}
	if err := s.window.Release(s.ctx); err != nil {
		s.Fatal(err)
	}
	s.still()
	if n := s.pending(); n != 0 {
		s.Errorf("a cancelled drag has left %d changes", n)
	}
	if now := s.cards(from)[0]; now.ID != card.ID {
		s.Errorf("after a cancelled drag the first card is %s instead of %s", now.ID, card.ID)
	}
}

// scroll turns the wheel over a column until the cards on the screen stand far
// down in it.
func (s *stage) scroll(column driver.Object) {
	s.Helper()
	var order []struct{ ID int64 }
	list := s.run("", "leads", "--json", "--status", strconv.FormatInt(number(s.T, column), 10))
	if err := json.Unmarshal(list, &order); err != nil {
		s.Fatal(err)
	}
	x, y := column.Center()
	s.wait("cards far down a column", func(ctx context.Context) (bool, error) {
		if err := s.window.Wheel(ctx, x, y, notches); err != nil {
			return false, err
		}
		top := number(s.T, s.cards(column)[0])
		above := slices.IndexFunc(order, func(l struct{ ID int64 }) bool { return l.ID == top })
		return above >= farDown, fmt.Errorf("%d cards are above", above)
	})
}

// object finds one object on the screen.
func (s *stage) object(id string) driver.Object {
	s.Helper()
	o, err := s.window.Object(s.ctx, id)
	if err != nil {
		s.Fatal(err)
	}
	return o
}

// settled waits until the columns, which count their leads, change no more.
func (s *stage) settled() {
	s.Helper()
	s.steady("a loaded board", "column")
}

// still waits until a scrolled column stands.
func (s *stage) still() {
	s.Helper()
	s.steady("a column that stands", "card")
}

func (s *stage) steady(what, kind string) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	_, err := driver.Steady(ctx, what, stillness, func(ctx context.Context) (string, error) {
		objects, err := s.window.Objects(ctx)
		if err != nil {
			return "", err
		}
		var seen strings.Builder
		for _, o := range objects {
			if o.Kind == kind {
				fmt.Fprintln(&seen, o)
			}
		}
		if seen.Len() == 0 {
			return "", errors.New("there is none on the screen")
		}
		return seen.String(), nil
	})
	if err != nil {
		s.shot("failed")
		s.Fatalf("%v\nthe window said: %s", err, s.window.Output())
	}
}

// objects lists what is on the screen, of one kind.
func (s *stage) objects(kind string) []driver.Object {
	s.Helper()
	all, err := s.window.Objects(s.ctx)
	if err != nil {
		s.Fatal(err)
	}
	return slices.DeleteFunc(all, func(o driver.Object) bool { return o.Kind != kind })
}

// neighbours gives two unfolded columns that stand side by side, the left one
// with cards in it. The first column is left out: it may hold the incoming
// leads, which have to be accepted before they can be moved.
func (s *stage) neighbours() (from, to driver.Object) {
	s.Helper()
	columns := slices.DeleteFunc(s.objects("column"), func(o driver.Object) bool { return o.W < wideEnough })
	slices.SortFunc(columns, func(a, b driver.Object) int { return int(a.X - b.X) })
	for i := 1; i+1 < len(columns); i++ {
		if len(s.cards(columns[i])) > 0 {
			return columns[i], columns[i+1]
		}
	}
	s.shot("failed")
	s.Fatalf("no two columns with cards among %v", columns)
	return from, to
}

// cards lists the cards of a column that are wholly on the screen, from the
// top.
func (s *stage) cards(column driver.Object) []driver.Object {
	s.Helper()
	cards := slices.DeleteFunc(s.objects("card"), func(o driver.Object) bool { return !column.Holds(o) })
	tallest := 0.0
	for _, c := range cards {
		tallest = max(tallest, c.H)
	}
	cards = slices.DeleteFunc(cards, func(o driver.Object) bool { return o.H < tallest })
	slices.SortFunc(cards, func(a, b driver.Object) int { return int(a.Y - b.Y) })
	return cards
}

// drag carries a card into a column.
func (s *stage) drag(card, column driver.Object) {
	s.Helper()
	fromX, fromY := card.Center()
	toX, toY := column.Center()
	if err := s.window.Drag(s.ctx, fromX, fromY, toX, toY); err != nil {
		s.Fatal(err)
	}
}

// arrived waits until the server has the card's lead in the column's status.
func (s *stage) arrived(card, column driver.Object) {
	s.Helper()
	lead, status := number(s.T, card), number(s.T, column)
	s.wait(fmt.Sprintf("lead %d in status %d on the server", lead, status), func(ctx context.Context) (bool, error) {
		now, err := s.sandbox.Status(ctx, lead)
		if err != nil {
			return false, err
		}
		return now == status, fmt.Errorf("it is in %d", now)
	})
}

// number is the id after the colon of an object's.
func number(t *testing.T, o driver.Object) int64 {
	t.Helper()
	_, digits, _ := strings.Cut(o.ID, ":")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		t.Fatalf("%s has no number: %v", o.ID, err)
	}
	return n
}
