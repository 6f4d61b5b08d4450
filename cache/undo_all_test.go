package cache

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"voronka/amo"
)

// What is done to a lead while a change of it waits goes into that change. To
// take the change back takes all of that back, and to carry it out again all of
// it again, whatever was done.
func TestAChangeIsTakenBackWithAllThatWentIntoIt(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Name: "a", Price: 1, Tags: []string{"eski"}})}))
	seen := func(t testing.TB) string {
		d := must(s.Lead(ctx, 1))(t)
		tags := make([]string, len(d.Lead.Embedded.Tags))
		for i, tag := range d.Lead.Embedded.Tags {
			tags[i] = tag.Name
		}
		slices.Sort(tags)
		return fmt.Sprint(d.Lead.Name, d.Lead.Price, d.Lead.StatusID, tags)
	}
	edits := rapid.Custom(func(t *rapid.T) LeadEdit {
		e := LeadEdit{ID: 1}
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			e.Name = amo.Set(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "name"))
		case 1:
			e.Price = amo.Set(rapid.Int64Range(1, 3).Draw(t, "price"))
		case 2:
			e.AddTags = []string{rapid.SampledFrom([]string{"eski", "x", "y"}).Draw(t, "tag")}
		default:
			e.RemoveTags = []string{rapid.SampledFrom([]string{"eski", "x"}).Draw(t, "tag")}
		}
		return e
	})
	longest := 0
	type step struct {
		act, change int64
		before      string
	}
	for n := range 16 { // every one writes some ten times
		var steps []step
		for _, e := range rapid.SliceOfN(edits, 2, 6).Example(n) {
			before := seen(t)
			a, err := s.Do(ctx, Command{Edits: []Edit{e}})
			if errors.Is(err, ErrUnchanged) {
				continue
			}
			check(t, err)
			if id := a.Changes[0].ChangeID; id != 0 {
				steps = append(steps, step{a.ID, id, before})
			} else {
				steps = nil // it has brought the change to nothing
			}
		}
		if len(steps) == 0 {
			continue
		}
		change, after := steps[0].change, seen(t)
		var want []int64
		for _, one := range steps {
			if one.change != change {
				t.Fatalf("act %d went into change %d, not into the one that waits, %d", one.act, one.change, change)
			}
			want = append([]int64{one.act}, want...)
		}
		acts := must(s.ActsOf(ctx, change))(t)
		if len(acts) < len(want) || !slices.Equal(acts[:len(want)], want) {
			t.Fatalf("into change %d went acts %v, want %v", change, acts, want)
		}
		undone := must(s.UndoAll(ctx, acts))(t)
		if got := seen(t); got != steps[0].before || len(undone) != len(want) || !undone[0].Undone {
			t.Fatalf("after taking %v back the lead is %s, want %s; %d acts were taken back", want, got, steps[0].before, len(undone))
		}
		if left := must(s.Outbox(ctx))(t); len(left) > 0 {
			t.Fatalf("still waiting: %+v", left)
		}
		if _, err := s.UndoAll(ctx, acts); !errors.Is(err, ErrNotFound) {
			t.Fatalf("taken back again: %v", err)
		}
		must(s.RedoAll(ctx, acts))(t)
		if got := seen(t); got != after {
			t.Fatalf("carried out again the lead is %s, want %s", got, after)
		}
		if _, err := s.RedoAll(ctx, acts); !errors.Is(err, ErrNotFound) {
			t.Fatalf("carried out once more: %v", err)
		}
		for _, c := range must(s.Outbox(ctx))(t) {
			check(t, s.CancelChange(ctx, c.ID))
		}
		longest = max(longest, len(want))
	}
	if longest < 3 {
		t.Errorf("at most %d acts went into a change", longest)
	}
	if _, err := s.ActsOf(ctx, 1<<40); !errors.Is(err, ErrNotFound) {
		t.Errorf("of no change: %v", err)
	}
}

// All or none: when somebody has changed what one of the acts has put there,
// nothing is taken back.
func TestNothingIsTakenBackWhenNotAllCanBe(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, leadSpec{ID: 1, Name: "a", Price: 1})}))
	first := must(s.Do(ctx, Command{Edits: []Edit{LeadEdit{ID: 1, Name: amo.Set("b")}}}))(t)
	second := must(s.Do(ctx, Command{Edits: []Edit{LeadEdit{ID: 1, Price: amo.Set(int64(2))}}}))(t)
	third := must(s.Do(ctx, Command{Edits: []Edit{LeadEdit{ID: 1, Name: amo.Set("c")}}}))(t)
	var stuck *UndoError
	if _, err := s.UndoAll(ctx, []int64{second.ID, first.ID}); !errors.As(err, &stuck) || stuck.ActID != first.ID || stuck.Reason != UndoChanged {
		t.Fatalf("said %v", err)
	}
	if d := must(s.Lead(ctx, 1))(t); d.Lead.Price != 2 || d.Lead.Name != "c" {
		t.Errorf("the lead is %s at %d", d.Lead.Name, d.Lead.Price)
	}
	if got := must(s.UndoAll(ctx, []int64{third.ID, second.ID, first.ID}))(t); len(got) != 3 {
		t.Errorf("taken back were %+v", got)
	}
}
