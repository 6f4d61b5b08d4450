package sandbox

import (
	"cmp"
	"slices"
)

// selection is what a list request asks of a table.
type selection[R row] struct {
	order string // an index of the table, or "name"
	desc  bool
	span  span    // on the index's key
	ids   []int64 // nil: all rows
	tests []test[R]
	older []R // rows no table has, which all come before those of the table; only with tests
}

// order reads order[field]=asc|desc. Of several the last counts; a field that
// is not in supported, or another direction, means the default order.
func (r *request) order(fallback string, supported ...string) (field string, desc bool) {
	asked := r.query.get("order")
	if asked == nil || len(asked.keys) == 0 {
		return fallback, false
	}
	field = asked.keys[len(asked.keys)-1]
	direction := asked.members[field].string()
	if !slices.Contains(supported, field) || direction != "asc" && direction != "desc" {
		return fallback, false
	}
	return field, direction == "desc"
}

// find is the page of the table's rows that a selection names.
func find[R row](t *table[R], s selection[R], p page) []R {
	rows := s.candidates(t)
	if p.offset() < 0 {
		return nil
	}
	if len(s.tests) == 0 {
		return s.slice(rows, p)
	}
	var out []R
	skip := p.offset()
	for i := range rows {
		r := rows[i]
		if s.desc {
			r = rows[len(rows)-1-i]
		}
		if !passes(r, s.tests) {
			continue
		}
		if skip > 0 {
			skip--
			continue
		}
		if out = append(out, r); len(out) == p.limit {
			break
		}
	}
	return out
}

// candidates is the rows the tests have to look at, in ascending order.
func (s *selection[R]) candidates(t *table[R]) []R {
	if s.ids != nil {
		return s.byID(t)
	}
	if s.order == "name" {
		return t.sortedByName()
	}
	x := t.index(s.order)
	rows := x.within(s.span)
	if len(s.older) == 0 {
		return rows
	}
	older := slices.DeleteFunc(slices.Clone(s.older), func(r R) bool { return !s.span.holds(x.key(r)) })
	return append(older, rows...)
}

func (s *selection[R]) byID(t *table[R]) []R {
	ids := slices.Clone(s.ids)
	slices.Sort(ids)
	var rows []R
	for _, id := range slices.Compact(ids) {
		if r, found := t.byID[id]; found {
			rows = append(rows, r)
		}
	}
	if s.order == "name" {
		slices.SortStableFunc(rows, func(a, b R) int { return cmp.Compare(t.name(a), t.name(b)) })
		return rows
	}
	x := t.index(s.order)
	slices.SortFunc(rows, x.compare)
	return slices.DeleteFunc(rows, func(r R) bool { return !s.span.holds(x.key(r)) })
}

// slice cuts a page out of rows that all belong to the list.
func (s *selection[R]) slice(rows []R, p page) []R {
	if !s.desc {
		return cut(rows, p)
	}
	from := len(rows) - p.offset()
	if from <= 0 {
		return nil
	}
	out := slices.Clone(rows[max(from-p.limit, 0):from])
	slices.Reverse(out)
	return out
}

// spanOf reads filter[name][from|to] into the selection when the list is
// sorted by it, and into a test otherwise.
func (s *selection[R]) spanOf(filter *param, name string, of func(R) int64) {
	p := filter.get(name)
	if sp, given := p.span(); given && s.order == name {
		s.span = sp
		return
	}
	s.tests = append(s.tests, between(filter, name, of)...)
}

// writeList wraps a page of rows as every list without totals is wrapped. An
// empty page is no content.
func writeList[R any](r *request, p page, name string, rows []R, write func(*writer, R)) reply {
	if len(rows) == 0 {
		return noContent()
	}
	w := &writer{b: make([]byte, 0, 512+len(rows)*1500)}
	w.object()
	w.intField("_page", int64(p.number))
	r.writePageLinks(w, p, len(rows) == p.limit)
	w.key("_embedded")
	w.object()
	w.key(name)
	w.array()
	for _, row := range rows {
		write(w, row)
	}
	w.endArray()
	w.endObject()
	w.endObject()
	return halReply(w)
}
