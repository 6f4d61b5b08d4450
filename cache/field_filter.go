package cache

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"

	"voronka/amo"
	"voronka/cache/fold"
)

// FieldTest is what a FieldFilter asks of a field.
type FieldTest string

// What can be asked of a field; FieldTests says of which type which.
const (
	FieldFilled   FieldTest = "filled"   // it has a value; a checkbox that was ever touched has one
	FieldEmpty    FieldTest = "empty"    // it has none
	FieldAnyOf    FieldTest = "any_of"   // one of its choices is among Enums
	FieldContains FieldTest = "contains" // Text is in it; case and Uzbek spelling do not matter
	FieldBetween  FieldTest = "between"  // it has a number or time from From to To
	FieldYes      FieldTest = "yes"      // it is ticked
	FieldNo       FieldTest = "no"       // it is not ticked, be it never so
)

// FieldFilter is a condition on a custom field of leads, on the values the
// person sees: unsent changes count.
type FieldFilter struct {
	FieldID  int64
	Test     FieldTest
	Enums    []int64  // FieldAnyOf: ids of choices
	Text     string   // FieldContains
	From, To *float64 // FieldBetween: both included, nil open; times in Unix seconds. Numbers are compared to 15 digits
}

// FieldTests are what can be asked of a field of a type, the most telling
// first.
func FieldTests(fieldType string) []FieldTest {
	switch fieldType {
	case amo.FieldSelect, amo.FieldMultiselect, amo.FieldRadioButton, amo.FieldCategory:
		return []FieldTest{FieldAnyOf, FieldFilled, FieldEmpty}
	case amo.FieldNumeric, amo.FieldMonetary, amo.FieldPrice, amo.FieldDate, amo.FieldDateTime, amo.FieldBirthday:
		return []FieldTest{FieldBetween, FieldFilled, FieldEmpty}
	case amo.FieldCheckbox:
		return []FieldTest{FieldYes, FieldNo, FieldFilled, FieldEmpty}
	}
	return []FieldTest{FieldContains, FieldFilled, FieldEmpty}
}

// FieldFilterError means that leads cannot be filtered by a field: the account
// has none with this id, or one of a type that the test means nothing for.
type FieldFilterError struct {
	FieldID int64
	Type    string // of the field, "" when the account has none
	Test    FieldTest
}

func (e *FieldFilterError) Error() string {
	if e.Type == "" {
		return fmt.Sprintf("leads have no custom field %d to filter by", e.FieldID)
	}
	return fmt.Sprintf("custom field %d of type %s cannot be filtered by %q", e.FieldID, e.Type, e.Test)
}

// check reports whether the condition fits the field's definition, nil when
// the account has none.
func (f *FieldFilter) check(def *amo.CustomField) error {
	switch {
	case def == nil:
		return &FieldFilterError{FieldID: f.FieldID, Test: f.Test}
	case !slices.Contains(FieldTests(def.Type), f.Test):
		return &FieldFilterError{FieldID: f.FieldID, Type: def.Type, Test: f.Test}
	}
	return nil
}

// leads is the query of the ids that meet the condition, or of those that do
// not when others is true. It reads the values of this field alone.
func (f *FieldFilter) leads() (query string, args []any, others bool) {
	var where condition
	where.add("field_id = ?", f.FieldID)
	switch f.Test {
	case FieldFilled:
	case FieldEmpty:
		others = true
	case FieldAnyOf:
		where.add("number IN (" + idList(f.Enums) + ")")
	case FieldContains:
		var either condition
		for _, form := range fold.Forms(f.Text) {
			either.add("instr(text, ?) > 0", form)
		}
		where.add(either.any(), either.args...)
	case FieldBetween:
		where.add("number IS NOT NULL")
		if f.From != nil {
			where.add("number >= ?", *f.From)
		}
		if f.To != nil {
			where.add("number <= ?", *f.To)
		}
	case FieldYes:
		where.add("number = 1")
	case FieldNo:
		where.add("number = 1")
		others = true
	}
	return `FROM lead_values WHERE ` + where.sql(), where.args, others
}

// fielded adds a condition on a custom field. The plus has the leads read in
// the order they are wanted in, not one by one as they meet it.
func (c *condition) fielded(f *FieldFilter) {
	from, args, others := f.leads()
	in := "IN"
	if others {
		in = "NOT IN"
	}
	c.add("+l.id "+in+" (SELECT lead_id "+from+")", args...)
}

// leadSet is the leads that meet a condition.
type leadSet struct {
	ids    []int64 // ascending
	others bool    // those that are not in ids
}

func (s leadSet) has(id int64) bool {
	_, found := slices.BinarySearch(s.ids, id)
	return found != s.others
}

func (f *FieldFilter) set(ctx context.Context, q querier) (set leadSet, err error) {
	from, args, others := f.leads()
	set.others = others
	err = each(ctx, q, func(rows *sql.Rows) error {
		var packed sql.RawBytes
		var n int
		err := rows.Scan(&n, &packed)
		set.ids = unpackIDs(packed, n)
		return err
	}, `SELECT count(*), coalesce(group_concat(lead_id), '') `+from, args...)
	slices.Sort(set.ids)
	return set, err
}

// fieldedColumns is boardColumns with conditions on custom fields: inOrder is
// the query of the other leads. Having SQLite look each lead up in the sets
// takes twice as long as handing both over as they are.
func fieldedColumns(ctx context.Context, tx *sql.Tx, q BoardQuery, inOrder string, args []any) (map[int64]BoardColumn, error) {
	sets := make([]leadSet, len(q.Filter.Fields))
	for i := range sets {
		var err error
		if sets[i], err = q.Filter.Fields[i].set(ctx, tx); err != nil {
			return nil, err
		}
	}
	columns := map[int64]BoardColumn{}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var status int64
		var n int
		var ids, prices sql.RawBytes
		if err := rows.Scan(&status, &n, &ids, &prices); err != nil {
			return err
		}
		columns[status] = narrowed(unpackIDs(ids, n), unpackIDs(prices, n), sets)
		return nil
	}, `SELECT status_id, count(*), group_concat(id), group_concat(price) FROM (`+inOrder+`) GROUP BY status_id`, args...)
	return columns, err
}

// narrowed is a column of those leads that are in all of the sets.
func narrowed(ids, prices []int64, sets []leadSet) (column BoardColumn) {
	var high, low int64
	column.IDs = ids[:0]
	for i, id := range ids {
		if slices.ContainsFunc(sets, func(s leadSet) bool { return !s.has(id) }) {
			continue
		}
		column.IDs = append(column.IDs, id)
		high += prices[i] >> 32
		low += prices[i] & math.MaxUint32
	}
	column.Count, column.Sum = len(column.IDs), joinHalves(high, low)
	return column
}
