package cache

import (
	"context"
	"crypto/rand"
	"database/sql"
	"strconv"

	"voronka/amo"
	"voronka/cache/merge"
)

// markMarker holds the id of the custom field in which new leads carry a mark.
const markMarker = "create.marker"

// SetMarkerField chooses the text field of leads in which every lead made here
// carries a mark of its own, so that one whose creation was cut off is known
// again for certain; 0 goes back to telling by creator, time and content. It
// fails with *ValueError when the account has no such text field.
func (s *Store) SetMarkerField(ctx context.Context, fieldID int64) (err error) {
	defer func() { err = s.fail(err, "choose field %d for marks of new leads", fieldID) }()
	return s.write(ctx, func(w *writing) error {
		value := ""
		if fieldID != 0 {
			def, err := fieldOf(ctx, w.tx, Leads, fieldID)
			if err != nil {
				return err
			}
			if def == nil || def.Type != amo.FieldText || def.IsComputed {
				return &ValueError{Entity: Leads, Field: merge.CustomField(fieldID), Reason: ValueType}
			}
			value = strconv.FormatInt(fieldID, 10)
		}
		return w.setMarks(map[string]string{markMarker: value})
	})
}

// MarkerField returns the field chosen with SetMarkerField, 0 for none.
func (s *Store) MarkerField(ctx context.Context) (fieldID int64, err error) {
	defer func() { err = s.fail(err, "read the field for marks of new leads") }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		fieldID, err = markerField(ctx, tx)
		return err
	})
	return fieldID, err
}

func markerField(ctx context.Context, q querier) (fieldID int64, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error { return rows.Scan(&fieldID) },
		`SELECT CAST(value AS INTEGER) FROM marks WHERE key = ?`, markMarker)
	return fieldID, err
}

// putMarker gives a new lead its mark, unless the person has filled the field.
func (w *writing) putMarker(into merge.Fields) error {
	fieldID, err := markerField(w.ctx, w.tx)
	if err != nil || fieldID == 0 {
		return err
	}
	key := merge.CustomField(fieldID)
	if _, filled := into[key]; filled {
		return nil
	}
	def, err := fieldOf(w.ctx, w.tx, Leads, fieldID)
	if err != nil || def == nil {
		return err // the field is gone: the lead goes without a mark
	}
	value, reason := fieldValues(def, []amo.Value{amo.Text{Value: "voronka-" + rand.Text()}})
	if reason == "" {
		into[key] = value
	}
	return nil
}

// fieldOf reads the definition of a custom field, nil when the account has
// none with this id.
func fieldOf(ctx context.Context, q querier, entity Entity, id int64) (*amo.CustomField, error) {
	list, err := decoded[amo.CustomField](ctx, q,
		`SELECT base FROM definitions WHERE kind = ? AND entity = ? AND id = ?`, kindFields, entity, strconv.FormatInt(id, 10))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}
