package pending

import (
	"strconv"

	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/kit"
)

// conflict tells of a change of which somebody else has changed fields too.
func (s *scene) conflict(c *cache.Change) item {
	t := s.names.Format.Texts()
	id := strconv.FormatInt(c.ID, 10)
	it := item{
		key: "change-" + id, row: cache.Row{Entity: c.Entity, ID: c.EntityID}, tone: kit.ToneBad,
		sign: t.T("pending.conflict"), title: s.title(c), line: s.parties(c), alarm: true,
	}
	clashes := s.conflicts[c.ID]
	if c.Kind == cache.ChangeMove {
		it.table = []line{s.place(c, clashes)}
	} else {
		for _, f := range clashes {
			it.table = append(it.table, line{
				key: f.Field, change: c.ID, name: s.names.Field(f.Field, f.Before, f.Mine, f.Theirs),
				before: s.value(f.Field, f.Before), mine: s.value(f.Field, f.Mine), theirs: s.value(f.Field, f.Theirs),
			})
		}
		it.table = append(it.table, s.free(c, clashes)...)
	}
	it.acts = []act{
		{verb: takeTheirs, name: "theirs-" + id, text: t.T("pending.take_theirs"), id: c.ID},
		{verb: takeMine, name: "mine-" + id, text: t.T("pending.take_mine"), main: true, id: c.ID},
	}
	return it
}

// parties says who has changed what when.
func (s *scene) parties(c *cache.Change) string {
	t := s.names.Format.Texts()
	mine := t.T("pending.mine_at", "When", s.names.Format.Time(c.CreatedAt))
	if len(s.conflicts[c.ID]) == 0 {
		return mine
	}
	f := s.conflicts[c.ID][0]
	who := t.T("pending.somebody")
	if f.TheirsBy != 0 {
		who = s.names.Value(merge.Owner, []byte(strconv.FormatInt(f.TheirsBy, 10)))
	}
	if f.TheirsAt == 0 {
		return t.T("pending.parties_untimed", "Mine", mine, "Who", who)
	}
	return t.T("pending.parties", "Mine", mine, "Who", who, "When", s.names.Format.Time(f.TheirsAt))
}

// value writes a value, or that there is none.
func (s *scene) value(key string, raw []byte) string {
	if text := s.names.Value(key, raw); text != "" {
		return text
	}
	return s.names.Format.Texts().T("lead.empty_value")
}

// place is the one field of a move: pipeline and status together.
func (s *scene) place(c *cache.Change, clashes []cache.Conflict) line {
	theirs := c.Before.Pick(c.Before.Keys())
	for _, f := range clashes {
		theirs[f.Field] = f.Theirs
	}
	here := whole(c.Before[merge.Pipeline])
	one := whole(c.After[merge.Pipeline]) == here && whole(theirs[merge.Pipeline]) == here
	stage := func(f merge.Fields) string {
		text := s.names.Stage(f)
		if one { // the pipeline would only be repeated
			text = s.names.StageAlone(f)
		}
		if text != "" {
			return text
		}
		return s.names.Format.Texts().T("lead.empty_value")
	}
	return line{
		key: merge.Status, change: c.ID, move: true, name: s.names.Field(merge.Status),
		before: stage(c.Before), mine: stage(c.After), theirs: stage(theirs),
	}
}

// free are the fields of a change that nobody else has touched; they go out
// with the rest.
func (s *scene) free(c *cache.Change, clashes []cache.Conflict) []line {
	t := s.names.Format.Texts()
	var list []line
	for _, key := range c.After.Keys() {
		taken := false
		for _, f := range clashes {
			taken = taken || f.Field == key
		}
		if !taken && key != merge.EntityType && key != merge.EntityID {
			list = append(list, line{
				key: key, change: c.ID, free: true, name: s.names.Field(key, c.Before[key], c.After[key]),
				before: s.value(key, c.Before[key]), mine: s.value(key, c.After[key]), theirs: t.T("pending.unchanged"),
			})
		}
	}
	return list
}

// clashing counts the fields that have to be decided.
func (i *item) clashing() (n int) {
	for _, l := range i.table {
		if !l.free {
			n++
		}
	}
	return n
}
