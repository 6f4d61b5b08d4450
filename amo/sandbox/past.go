package sandbox

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
)

// The generated leads have a past: events that are worked out when somebody
// asks about a lead or for one of them, always the same, and kept nowhere. The
// list of all events has only what has happened since the account was made.

// firstPast is above the numbers of all other events; those of a lead have
// pastRoom of their own.
const (
	firstPast int64 = 1 << 40
	pastRoom  int64 = 32
)

// asGenerated is a lead as the generated account has it, also when it was
// changed or deleted since; nil for one that was made later.
func (st *state) asGenerated(id int64) *lead {
	if id < firstLeadID || id >= firstLeadID+st.generated {
		return nil
	}
	for _, l := range []*lead{st.replaced[id], st.leads.live.byID[id], st.leads.trash.byID[id]} {
		if l != nil {
			return l
		}
	}
	return nil
}

// past is the past of one lead while it is worked out.
type past struct {
	st     *state
	lead   *lead
	r      *rand.Rand
	events []*event
}

// pastOf is what a generated lead went through, the oldest first.
func (st *state) pastOf(id int64) []*event {
	l := st.asGenerated(id)
	if l == nil {
		return nil
	}
	p := &past{st: st, lead: l, r: rand.New(rand.NewPCG(uint64(id), 0x70617374))}
	p.birth()
	if !st.isIncoming(l) {
		p.stages()
		p.budget()
		p.owner()
	}
	slices.SortStableFunc(p.events, func(a, b *event) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) })
	p.events = p.events[:min(len(p.events), int(pastRoom))]
	for i, e := range p.events {
		e.Number = firstPast + (id-firstLeadID)*pastRoom + int64(i)
		e.UID = eventUID(e.CreatedAt, e.Number)
		for j := range e.After {
			if e.After[j].Kind == "note" {
				e.After[j].ID = e.Number // a note that nobody lists
			}
		}
	}
	return p.events
}

// pasts are the pasts of several leads, the oldest events first.
func (st *state) pasts(ids []int64) []*event {
	var all []*event
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		all = append(all, st.pastOf(id)...)
	}
	slices.SortStableFunc(all, func(a, b *event) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) })
	return all
}

// pastEvent is one of those events by its id.
func (st *state) pastEvent(uid string) *event {
	const letters = "0123456789abcdefghjkmnpqrstvwxyz"
	if len(uid) != 26 {
		return nil
	}
	number := int64(0)
	for _, c := range uid[14:] { // 60 bits; those before are 0
		number = number<<5 | int64(max(strings.IndexRune(letters, c), 0))
	}
	if number < firstPast {
		return nil
	}
	for _, e := range st.pastOf(firstLeadID + (number-firstPast)/pastRoom) {
		if e.UID == uid {
			return e
		}
	}
	return nil
}

func (p *past) add(typ string, at, by int64, before, after []eventValue) {
	p.events = append(p.events, &event{
		Type: typ, Entity: singular(kindLeads), EntityID: p.lead.ID, CreatedBy: by, CreatedAt: at, Before: before, After: after,
	})
}

// end is when the last of it happened.
func (p *past) end() int64 {
	if p.lead.isClosed() {
		return max(p.lead.ClosedAt, p.lead.CreatedAt)
	}
	return max(p.lead.UpdatedAt, p.lead.CreatedAt)
}

// between is a time in the lead's life.
func (p *past) between() int64 {
	return p.lead.CreatedAt + p.r.Int64N(p.end()-p.lead.CreatedAt+1)
}

func (p *past) birth() {
	l := p.lead
	p.add("lead_added", l.CreatedAt, l.CreatedBy, nil, []eventValue{{Kind: "note"}})
	for _, id := range l.Contacts {
		p.add("entity_linked", l.CreatedAt, l.CreatedBy, nil, []eventValue{{Kind: "link", Text: singular(kindContacts), ID: id}})
	}
	var names []eventValue
	for _, id := range l.Tags {
		if t := p.st.tags[kindLeads].byID[id]; t != nil {
			names = append(names, eventValue{Kind: "tag", Text: t.Name})
		}
	}
	if len(names) > 0 {
		p.add("entity_tag_added", min(l.CreatedAt+90, p.end()), l.Owner, nil, names)
	}
}

// stages leads from the first status of the pipeline to the lead's own; a
// closed one left from any of them.
func (p *past) stages() {
	l := p.lead
	var way []int64
	here := -1
	for _, s := range p.st.pipeline(l.Pipeline).Statuses {
		if !s.Editable {
			continue
		}
		if s.ID == l.Status {
			here = len(way)
		}
		way = append(way, s.ID)
	}
	if here < 0 { // won or lost
		here = p.r.IntN(max(len(way), 1))
	}
	way = way[:min(here+1, len(way))]
	times := make([]int64, len(way)-1)
	for i := range times {
		times[i] = p.between()
	}
	slices.Sort(times)
	if l.isClosed() {
		way, times = append(slices.Clone(way), l.Status), append(times, p.end())
	}
	at := func(status int64) []eventValue {
		return []eventValue{{Kind: "lead_status", ID: status, Pipeline: l.Pipeline}}
	}
	for i, when := range times {
		p.add("lead_status_changed", when, l.Owner, at(way[i]), at(way[i+1]))
	}
}

// budget lets some leads have been cheaper at first.
func (p *past) budget() {
	l := p.lead
	if l.Price < 100 || p.r.IntN(100) >= 55 {
		return
	}
	round := int64(1)
	for l.Price/round >= 100 {
		round *= 10
	}
	before := l.Price * (60 + p.r.Int64N(35)) / 100 / round * round
	if before == l.Price {
		return
	}
	sale := func(sum int64) []eventValue { return []eventValue{{Kind: "sale_field_value", ID: sum}} }
	p.add("sale_field_changed", p.between(), l.Owner, sale(before), sale(l.Price))
}

// owner lets some leads have been another's at first.
func (p *past) owner() {
	l := p.lead
	was := p.st.users[p.r.IntN(len(p.st.users))].ID
	if was == l.Owner || p.r.IntN(100) >= 20 {
		return
	}
	user := func(id int64) []eventValue { return []eventValue{{Kind: "responsible_user", ID: id}} }
	p.add("entity_responsible_changed", p.between(), was, user(was), user(l.Owner))
}
