package replica

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"voronka/amo"
	"voronka/cache"
)

// verdict is what the server's current row means for a change.
type verdict uint8

const (
	verdictSend     verdict = iota // nobody else touched the fields
	verdictAlready                 // the server has our values: nothing to send
	verdictConflict                // someone changed a field we change too
)

// judge compares the fields a change touches, and no others, with the server's
// current row.
func judge(change cache.Change, row amo.Lead) (verdict, error) {
	now, err := fieldsOf(row)
	if err != nil {
		return verdictConflict, fmt.Errorf("lead %d: read the server's row: %w", row.ID, err)
	}
	already := true
	for field, wanted := range change.After {
		if sameValue(now[field], wanted) {
			continue
		}
		already = false
		if !sameValue(now[field], change.Before[field]) {
			return verdictConflict, nil
		}
	}
	if already {
		return verdictAlready, nil
	}
	return verdictSend, nil
}

// fieldsOf gives an entity's fields as JSON, by key.
func fieldsOf(entity json.Marshaler) (map[string]json.RawMessage, error) {
	b, err := entity.MarshalJSON()
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	return fields, json.Unmarshal(b, &fields)
}

// sameValue compares two JSON values by meaning; an absent one is null.
func sameValue(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	x, err := value(a)
	if err != nil {
		return false
	}
	y, err := value(b)
	return err == nil && reflect.DeepEqual(x, y)
}

func value(raw json.RawMessage) (v any, err error) {
	if len(raw) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // ids do not fit a float
	err = d.Decode(&v)
	return v, err
}
