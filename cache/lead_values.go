package cache

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"math"
	"strings"

	"voronka/amo"
	"voronka/cache/fold"
)

// valuesVersion is of what lead_values holds. A field that is kept in another
// one is filled anew.
const valuesVersion = "1/" + fold.Version

// keptFields is how many fields are kept: of more, the one kept first goes. It
// is what a page of leads from the server costs to keep.
const keptFields = 24

// How many leads a transaction fills in: few enough that a command waiting for
// its turn is not felt, and more during a bulk, whose own are as long.
const (
	fillSize     = 500
	bulkFillSize = 5_000
)

// lastPlace is what a field is filled up to when all leads are in.
const lastPlace = math.MaxInt64

// keptField is a custom field of leads whose values are kept.
type keptField struct {
	id        int64
	fieldType string
}

// readFiltered is read for what a filter narrows. The first time that somebody
// filters by a custom field its values are put where they can be filtered by;
// that takes a second or two at 100,000 leads. It fails with *FieldFilterError
// when the account has no such field, or one of another kind.
func (s *Store) readFiltered(ctx context.Context, f Filter, fn func(tx *sql.Tx) error) error {
	for {
		ready := false
		err := s.read(ctx, func(tx *sql.Tx) (err error) {
			if ready, err = isKept(ctx, tx, f.Fields); err != nil || !ready {
				return err
			}
			return fn(tx)
		})
		if err != nil || ready {
			return err
		}
		if err := s.keepFields(ctx, f.Fields); err != nil {
			return err
		}
	}
}

// PrepareField has a custom field of leads ready to be filtered by, so that the
// first filter need not wait. It fails as that filter would; a later call, or
// the filter, goes on from where one was cut short.
func (s *Store) PrepareField(ctx context.Context, fieldID int64) error {
	f := Filter{Fields: []FieldFilter{{FieldID: fieldID, Test: FieldFilled}}}
	return s.readFiltered(ctx, f, func(*sql.Tx) error { return nil })
}

// isKept reports whether all values of the fields are there to filter by.
func isKept(ctx context.Context, q querier, fields []FieldFilter) (bool, error) {
	for i := range fields {
		def, err := fieldOf(ctx, q, Leads, fields[i].FieldID)
		if err != nil {
			return false, err
		}
		if err := fields[i].check(def); err != nil {
			return false, err
		}
		var there bool
		err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM kept_fields WHERE field_id = ? AND type = ? AND version = ? AND filled = ?)`,
			def.ID, def.Type, valuesVersion, lastPlace).Scan(&there)
		if err != nil || !there {
			return false, err
		}
	}
	return true, nil
}

// keepFields keeps the fields from now on, and fills in what is there. When it
// is cut short, even by a kill, the next one goes on from there.
func (s *Store) keepFields(ctx context.Context, fields []FieldFilter) error {
	ids := make([]int64, len(fields))
	for i := range fields {
		ids[i] = fields[i].FieldID
	}
	err := s.write(ctx, func(w *writing) error {
		for _, id := range ids {
			if err := w.keepField(id); err != nil {
				return err
			}
		}
		return w.dropFields(`field_id NOT IN (SELECT field_id FROM kept_fields ORDER BY at DESC, field_id LIMIT ?)`, max(keptFields, len(ids)))
	})
	for more := true; err == nil && more; {
		size := fillSize
		if s.indexing.bulk.Load() {
			size = bulkFillSize
		}
		// What a power cut takes of it is filled in again.
		err = s.writeAs(ctx, relaxed, func(w *writing) (err error) {
			more, err = w.fillSome(ids, size)
			return err
		})
	}
	return err
}

// keepField has the values of a field kept from now on: all that are saved
// until fillSome has come to them are in already.
func (w *writing) keepField(id int64) error {
	def, err := fieldOf(w.ctx, w.tx, Leads, id)
	if err != nil || def == nil {
		return err // deleted meanwhile, which the next read says
	}
	if err := w.dropFields(`field_id = ? AND (type <> ? OR version <> ?)`, id, def.Type, valuesVersion); err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO kept_fields (field_id, type, version, filled, at)
		SELECT ?, ?, ?, ?, coalesce(max(at), 0) + 1 FROM kept_fields WHERE TRUE
		ON CONFLICT (field_id) DO UPDATE SET at = excluded.at`, id, def.Type, valuesVersion, int64(minID))
	return err
}

// dropFields keeps some fields no longer.
func (w *writing) dropFields(where string, args ...any) error {
	ids, err := w.ids(`DELETE FROM kept_fields WHERE `+where+` RETURNING field_id`, args...)
	if err != nil || len(ids) == 0 {
		return err
	}
	_, err = w.exec(`DELETE FROM lead_values WHERE field_id IN (SELECT value FROM json_each(?))`, idArray(ids))
	return err
}

// renewFields keeps fields no longer that the account does not have any more,
// or has as ones of another type.
func (w *writing) renewFields() error {
	kept, err := w.keptFields(`TRUE`)
	if err != nil {
		return err
	}
	for _, k := range kept {
		def, err := fieldOf(w.ctx, w.tx, Leads, k.id)
		if err != nil {
			return err
		}
		if def == nil || def.Type != k.fieldType {
			if err := w.dropFields(`field_id = ?`, k.id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writing) keptFields(where string, args ...any) (list []keptField, err error) {
	err = each(w.ctx, w.tx, func(rows *sql.Rows) error {
		var k keptField
		err := rows.Scan(&k.id, &k.fieldType)
		list = append(list, k)
		return err
	}, `SELECT field_id, type FROM kept_fields WHERE `+where, args...)
	return list, err
}

// saveValues renews the kept values of leads, which are as the person shall
// see them.
func (w *writing) saveValues(leads []amo.Lead) error {
	kept, err := w.keptFields(`TRUE`)
	if err != nil || len(kept) == 0 {
		return err
	}
	ids := make([]int64, len(leads))
	for i := range leads {
		ids[i] = leads[i].ID
	}
	if err := w.deleteValues(ids); err != nil {
		return err
	}
	return w.addValues(leads, kept)
}

// deleteValues drops all kept values of leads.
func (w *writing) deleteValues(leads []int64) error {
	_, err := w.exec(`DELETE FROM lead_values WHERE field_id IN (SELECT field_id FROM kept_fields)
		AND lead_id IN (SELECT value FROM json_each(?))`, idArray(leads))
	return err
}

func (w *writing) addValues(leads []amo.Lead, fields []keptField) error {
	var rows []leadValue
	for i := range leads {
		for _, f := range fields {
			rows = appendValues(rows, leads[i].ID, leads[i].CustomFieldsValues, f)
		}
	}
	return w.insertValues(rows)
}

// insertRows is how many rows go into lead_values at once: one by one they take
// four times as long.
const insertRows = 50

// insertValues adds values. Those that were saved since their field is kept
// are there already.
func (w *writing) insertValues(rows []leadValue) error {
	const insert = `INSERT OR IGNORE INTO lead_values (field_id, lead_id, place, number, text) VALUES (?, ?, ?, ?, ?)`
	many := len(rows) / insertRows
	err := w.execEach(insert+strings.Repeat(`, (?, ?, ?, ?, ?)`, insertRows-1), many, func(i int) []any {
		args := make([]any, 0, 5*insertRows)
		for _, r := range rows[i*insertRows:][:insertRows] {
			args = append(args, r.args()...)
		}
		return args
	})
	if err != nil {
		return err
	}
	rows = rows[many*insertRows:]
	return w.execEach(insert, len(rows), func(i int) []any { return rows[i].args() })
}

// fillSome fills in at most size leads of those of the fields that lack the most, and
// reports whether more is to be done.
func (w *writing) fillSome(ids []int64, size int) (more bool, err error) {
	var from sql.NullInt64
	err = w.row(`SELECT min(filled) FROM kept_fields WHERE field_id IN (SELECT value FROM json_each(?))`, idArray(ids)).Scan(&from)
	if err != nil || !from.Valid || from.Int64 == lastPlace {
		return false, err
	}
	const these = `filled = ? AND field_id IN (SELECT value FROM json_each(?))`
	fields, err := w.keptFields(these, from.Int64, idArray(ids))
	if err != nil {
		return false, err
	}
	rows, last, err := w.valuesAfter(from.Int64, size, fields)
	if err != nil {
		return false, err
	}
	if err := w.insertValues(rows); err != nil {
		return false, err
	}
	_, err = w.exec(`UPDATE kept_fields SET filled = ? WHERE `+these, last, from.Int64, idArray(ids))
	return true, err
}

// valuesAfter reads what the person sees in fields of the next size leads behind
// a place of the bases, and returns the last one's, lastPlace when there are no
// more.
func (w *writing) valuesAfter(after int64, size int, fields []keptField) (rows []leadValue, last int64, err error) {
	changed, err := w.changedAfter(after, size)
	if err != nil {
		return nil, 0, err
	}
	n := 0
	var late []amo.Lead // with unsent changes
	err = each(w.ctx, w.tx, func(r *sql.Rows) error {
		var id int64
		var base sql.RawBytes
		if err := r.Scan(&last, &id, &base); err != nil {
			return err
		}
		n++
		if changed[id] {
			var lead amo.Lead
			err := lead.UnmarshalJSON(base)
			late = append(late, lead)
			return err
		}
		for _, f := range fields {
			values, err := valuesIn(base, f.id)
			if err != nil {
				return err
			}
			rows = appendValues(rows, id, values, f)
		}
		return nil
	}, `SELECT at, id, base FROM leads_base WHERE at > ? ORDER BY at LIMIT ?`, after, size)
	if err != nil {
		return nil, 0, err
	}
	if n < size {
		last = lastPlace
	}
	if err := overlayRows(w.ctx, w.tx, Leads, late, seeLead); err != nil {
		return nil, 0, err
	}
	for i := range late {
		for _, f := range fields {
			rows = appendValues(rows, late[i].ID, late[i].CustomFieldsValues, f)
		}
	}
	return rows, last, nil
}

// changedAfter tells which of the next size leads behind a place have
// unsent changes.
func (w *writing) changedAfter(place int64, size int) (map[int64]bool, error) {
	ids, err := w.ids(`SELECT DISTINCT entity_id FROM outbox WHERE entity = ?
		AND entity_id IN (SELECT id FROM leads_base WHERE at > ? ORDER BY at LIMIT ?)`, Leads, place, size)
	changed := make(map[int64]bool, len(ids))
	for _, id := range ids {
		changed[id] = true
	}
	return changed, err
}

// valuesIn reads one custom field out of the JSON of a lead. Where the id is
// found once, and as the server writes it, the rest need not be read; a quote
// in a text is never written as this one is.
func valuesIn(base []byte, fieldID int64) ([]amo.FieldValues, error) {
	digits := []byte(intText(fieldID))
	if !bytes.Contains(base, digits) {
		return nil, nil
	}
	head := append([]byte(`{"field_id":`), digits...)
	at := bytes.Index(base, append(head, ','))
	if at < 0 || bytes.Count(base, digits) > 1 {
		var lead amo.Lead
		err := lead.UnmarshalJSON(base)
		return lead.CustomFieldsValues, err
	}
	var field amo.FieldValues
	err := json.NewDecoder(bytes.NewReader(base[at:])).Decode(&field)
	return []amo.FieldValues{field}, err
}

// leadValue is one value of a field that a lead has: a number or a text, or
// neither of a choice without an id.
type leadValue struct {
	field, lead  int64
	place        int
	number, text any
}

func (v leadValue) args() []any { return []any{v.field, v.lead, v.place, v.number, v.text} }

// appendValues adds the values that a lead has in a field.
func appendValues(rows []leadValue, lead int64, fields []amo.FieldValues, of keptField) []leadValue {
	place := 0
	for i := range fields {
		if fields[i].FieldID != of.id {
			continue
		}
		for _, raw := range fields[i].Values {
			number, text, says := reduced(raw, of.fieldType)
			if says {
				rows = append(rows, leadValue{of.id, lead, place, number, text})
				place++
			}
		}
	}
	return rows
}

// reduced is what is kept of a value; says is false of one that is as good as
// none.
func reduced(raw amo.FieldValue, fieldType string) (number, text any, says bool) {
	switch v := raw.Typed(fieldType).(type) {
	case amo.Number:
		if exact, ok := v.Rat(); ok {
			near, _ := exact.Float64()
			return near, nil, true
		}
	case amo.Checkbox:
		return v.Value, nil, v.Value || saysSomething(raw)
	case amo.Date:
		if at, ok := v.Value.Time(); ok {
			return at.Unix(), nil, true
		}
	case amo.DateTime:
		if at, ok := v.Time(); ok {
			return at.Unix(), nil, true
		}
	case amo.Enum:
		if v.EnumID != 0 {
			return v.EnumID, nil, true
		}
		return nil, nil, v.Value != "" || v.EnumCode != ""
	case amo.Text:
		return nil, fold.Index(v.Value), v.Value != ""
	}
	texts := valueTexts(raw)
	for i, text := range texts {
		texts[i] = fold.Index(text)
	}
	// No text of its own yields a line break.
	return nil, strings.Join(texts, "\n"), saysSomething(raw)
}

// saysSomething reports whether a value is more than none: not null and not
// an empty text.
func saysSomething(raw amo.FieldValue) bool {
	var keys map[string]json.RawMessage
	if json.Unmarshal(raw, &keys) != nil {
		return len(raw) > 0
	}
	value, has := keys["value"]
	if !has {
		return len(keys) > 0
	}
	return string(value) != "null" && string(value) != `""`
}
