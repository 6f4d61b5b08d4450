package board

import (
	"context"
	"errors"
	"slices"

	"voronka/cache"
)

// A lead that was made here has a local id, below zero, until the server has
// given it another one. What the person has done to its card, and is doing,
// goes on with that one.

// born lists the local ids that the board holds on to: of cards on screen, of
// the selection, of the card with the keyboard, of the lead that is open, and
// of what is on its way.
func (b *Board) born() []int64 {
	var ids []int64
	add := func(list ...int64) {
		for _, id := range list {
			if id < 0 {
				ids = append(ids, id)
			}
		}
	}
	add(b.cursor, b.opened, b.selected.anchor)
	for id := range b.selected.leads {
		add(id)
	}
	for _, f := range b.flights.list {
		add(f.put.Leads...)
	}
	if s := b.drag.session; s != nil {
		add(s.carried...)
	}
	for _, v := range b.columns {
		first, last := v.body.window()
		add(v.body.ids[first:min(last, len(v.body.ids))]...)
	}
	return unique(ids)
}

// named finds out which of these leads have ids of the server by now. One that
// was taken back has none.
func (r reader) named(ctx context.Context, born []int64) (map[int64]int64, error) {
	var known map[int64]int64
	for _, id := range born {
		real, err := r.replica.ResolveID(ctx, id)
		if errors.Is(err, cache.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if real != id {
			if known == nil {
				known = make(map[int64]int64)
			}
			known[id] = real
		}
	}
	return known, nil
}

// rename puts the server's ids in the place of local ones.
func (b *Board) rename(known map[int64]int64) {
	if len(known) == 0 {
		return
	}
	for _, one := range []*int64{&b.cursor, &b.opened, &b.selected.anchor} {
		if real, ok := known[*one]; ok {
			*one = real
		}
	}
	for local, real := range known {
		if b.selected.has(local) {
			delete(b.selected.leads, local)
			b.selected.leads[real] = struct{}{}
		}
		b.shelf.rename(local, real)
		if until, ok := b.holds.until[local]; ok {
			delete(b.holds.until, local)
			b.holds.until[real] = until
		}
	}
	for _, f := range b.flights.list {
		f.put.Leads = renamed(f.put.Leads, known)
	}
	if s := b.drag.session; s != nil {
		s.rename(known)
	}
	for _, v := range b.columns {
		v.body.ids = renamed(v.body.ids, known)
	}
}

// renamed is a list with other ids in it. The list itself stays as it was:
// others may hold it.
func renamed(ids []int64, known map[int64]int64) []int64 {
	if !slices.ContainsFunc(ids, func(id int64) bool { return known[id] != 0 }) {
		return ids
	}
	ids = slices.Clone(ids)
	for i, id := range ids {
		if real, ok := known[id]; ok {
			ids[i] = real
		}
	}
	return ids
}

// rename shows what is known of a lead under its other id, until that is read.
func (s *shelf) rename(local, real int64) {
	e := s.cards[local]
	if e == nil || s.cards[real] != nil {
		return
	}
	delete(s.cards, local)
	s.cards[real] = &shelved{content: e.content, fitted: e.fitted, stale: true}
}

// rename goes on with other ids in the air.
func (s *dragSession) rename(known map[int64]int64) {
	if real, ok := known[s.lead]; ok {
		s.lead = real
	}
	s.carried = renamed(s.carried, known)
	for local, real := range known {
		if _, ok := s.set[local]; ok {
			delete(s.set, local)
			s.set[real] = struct{}{}
		}
	}
}
