package cache

import (
	"strconv"
	"strings"

	"voronka/cache/fold"
)

// condition is an SQL condition on leads, aliased l, with its arguments.
type condition struct {
	terms []string
	args  []any
	wide  bool // needs columns the board's index does not have
}

func (c *condition) add(term string, args ...any) {
	c.terms = append(c.terms, term)
	c.args = append(c.args, args...)
}

func (c *condition) sql() string {
	if len(c.terms) == 0 {
		return "TRUE"
	}
	return strings.Join(c.terms, " AND ")
}

// any is sql with one of the terms being enough.
func (c *condition) any() string { return "(" + strings.Join(c.terms, " OR ") + ")" }

// from names the table. A condition beyond the index reads the whole table in
// order: looking up each row of the index in it takes five times as long.
func (c *condition) from() string {
	if c.wide {
		return "leads AS l NOT INDEXED"
	}
	return "leads AS l"
}

// filterBy adds what the filter asks for, but for custom fields.
func (c *condition) filterBy(f Filter) {
	if len(f.OwnerIDs) > 0 {
		c.add("l.owner_id IN (" + idList(f.OwnerIDs) + ")")
	}
	if f.PriceFrom != nil {
		c.add("l.price >= ?", *f.PriceFrom)
	}
	if f.PriceTo != nil {
		c.add("l.price <= ?", *f.PriceTo)
	}
	c.within("l.created_at", f.CreatedFrom, f.CreatedTo)
	c.within("l.updated_at", f.UpdatedFrom, f.UpdatedTo)
	c.notBy(f.NotUpdatedBy, "updated_by", "l.updated_at")
	c.notBy(f.NotCreatedBy, "created_by", "l.created_at")
	switch f.Task {
	case TaskOverdue:
		c.add("l.task_at > 0 AND l.task_at < ?", f.Now)
	case TaskToday:
		c.add("l.task_at > 0 AND l.task_at BETWEEN ? AND ?", f.DayStart, f.DayEnd)
	case TaskNone:
		c.add("l.task_at = 0")
	}
	c.tagged(f.Tags)
	c.named(f.Text)
}

func (c *condition) within(column string, from, to int64) {
	if from != 0 {
		c.add(column+" >= ?", from)
	}
	if to != 0 {
		c.add(column+" <= ?", to)
	}
}

// ownRobot is how long after an act of the person a change by nobody is taken
// for that act: amoCRM writes no name under some changes that come by its API.
const ownRobot = 24 * 60 * 60 // seconds; an act may wait to be sent

// notBy leaves out what a user has done by the server's last word: by names the
// field with the user, at the column with the time. Leads that the server does
// not have yet are the person's own.
func (c *condition) notBy(user int64, by, at string) {
	if user == 0 {
		return
	}
	who := "coalesce(CAST(b.base AS TEXT) ->> '$." + by + "', 0)"
	c.add(`EXISTS (SELECT 1 FROM leads_base AS b WHERE b.id = l.id AND l.id > 0 AND `+who+` <> ?
		AND NOT (`+who+` = 0 AND EXISTS (SELECT 1 FROM history AS h WHERE h.entity = ? AND h.entity_id = l.id
			AND h.state = ? AND h.at BETWEEN `+at+` - ? AND `+at+`)))`, user, Leads, actSent, ownRobot)
}

func (c *condition) tagged(tags []string) {
	c.anyTag("l.tags", tags)
	c.wide = c.wide || len(tags) > 0
}

// anyTag looks for tags in a column that packTags has written.
func (c *condition) anyTag(column string, tags []string) {
	if len(tags) == 0 {
		return
	}
	var either condition
	for _, tag := range tags {
		either.add("instr("+column+", ?) > 0", tagMark+tagKey(tag)+tagMark)
	}
	c.add(either.any(), either.args...)
}

// named looks for a part of the lead's name, or of its main contact's or
// company's, in any of the forms cache/fold gives it.
func (c *condition) named(text string) {
	var either condition
	for _, form := range fold.Forms(text) {
		if form == "" {
			continue
		}
		either.add(`instr(l.search, ?) > 0
			OR l.contact_id IN (SELECT id FROM contacts WHERE instr(search, ?) > 0)
			OR l.company_id IN (SELECT id FROM companies WHERE instr(search, ?) > 0)`, form, form, form)
	}
	if len(either.terms) > 0 {
		c.add(either.any(), either.args...)
		c.wide = true
	}
}

// sortKey is the ORDER BY of an order, and whether the board's index knows
// every column of it.
func sortKey(order Order) (key string, wide bool) {
	switch order {
	case OrderCreated:
		return "l.created_at DESC, l.id DESC", false
	case OrderPrice:
		return "l.price DESC, l.id DESC", false
	case OrderName:
		return "l.search, l.id DESC", true
	case OrderTask:
		return "l.task_at = 0, l.task_at, l.id DESC", false
	}
	return "l.updated_at DESC, l.id DESC", false
}

// idList writes ids for an IN list or a JSON array.
func idList(ids []int64) string {
	b := make([]byte, 0, 12*len(ids))
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, id, 10)
	}
	return string(b)
}

// idArray writes ids for json_each, which unlike an IN list has no limit.
func idArray(ids []int64) string { return "[" + idList(ids) + "]" }
