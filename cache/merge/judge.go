package merge

import "encoding/json"

// Judgement is what the server's row means for a change.
type Judgement struct {
	Send      Fields   // what has to be written, as it shall be afterwards
	Conflicts []string // keys that somebody else has set to something else
}

// IsDone reports whether the row is as the change wants it.
func (j Judgement) IsDone() bool { return len(j.Send) == 0 && len(j.Conflicts) == 0 }

// Judge compares the fields a change touches, and no others, with a row: what
// stood there when the person made the change, what the person wants, and what
// stands there now.
func Judge(row Row, before, after Fields) (Judgement, error) {
	j := Judgement{Send: Fields{}}
	for _, key := range after.Keys() {
		if !touches(key, before, after) {
			continue
		}
		now, err := row.Get(key)
		if err != nil {
			return j, err
		}
		want, settled := settle(key, before[key], after[key], now)
		switch {
		case !settled:
			j.Conflicts = append(j.Conflicts, key)
		case !Same(key, now, want):
			j.Send[key] = want
		}
	}
	return j, nil
}

// touches reports whether a change is about a field. What a task or note is
// about is only told along with an edit, unless that changes it. A field that
// was set and set back is still about something: the server may have another
// value by now.
func touches(key string, before, after Fields) bool {
	return key != EntityType && key != EntityID || !Same(key, before[key], after[key])
}

// settle combines what a person wants of a field with what stands there now,
// and reports whether that could be done without passing over anybody.
func settle(key string, before, mine, theirs json.RawMessage) (json.RawMessage, bool) {
	switch {
	case Same(key, theirs, before), Same(key, theirs, mine):
		return mine, true
	case isLink(key):
		return settleLink(before, mine, theirs)
	}
	return settleMany(key, before, mine, theirs)
}

func isLink(key string) bool {
	_, ok := ContactID(key)
	return ok
}

// settleLink combines links to one contact. Which contact is the main one may
// change by what is done to the others, so a link that was only promoted or
// demoted meanwhile is no conflict with taking it away or making it the main
// one.
func settleLink(before, mine, theirs json.RawMessage) (json.RawMessage, bool) {
	wasThere, isThere := !isNull(before), !isNull(theirs)
	return mine, wasThere == isThere
}

// Apply puts a change over a row as the server will when it gets the change,
// side effects included. Where somebody else has set a field to something else
// the person's own value is shown: until it is decided, one sees what one did.
// The time of the change, Unix seconds, stands in for the server's stamp.
func Apply(row Row, before, after Fields, at int64) error {
	touched := Fields{}
	for _, key := range after.Keys() {
		if !touches(key, before, after) {
			continue
		}
		now, err := row.Get(key)
		if err != nil {
			return err
		}
		want, settled := settle(key, before[key], after[key], now)
		if !settled {
			want = after[key]
		}
		if err := row.Set(key, want); err != nil {
			return err
		}
		touched[key] = want
	}
	if len(touched) == 0 {
		return nil
	}
	if row.settle != nil {
		row.settle(touched, at)
	}
	*row.stamp = max(*row.stamp, at)
	return nil
}

// Read returns the row's values under the keys.
func Read(row Row, keys Fields) (Fields, error) {
	out := make(Fields, len(keys))
	for key := range keys {
		value, err := row.Get(key)
		if err != nil {
			return nil, err
		}
		out[key] = value
	}
	return out, nil
}

// SameFields reports whether two sets of fields have the same keys with values
// that mean the same.
func SameFields(a, b Fields) bool {
	if len(a) != len(b) {
		return false
	}
	for key, value := range a {
		other, ok := b[key]
		if !ok || !Same(key, value, other) {
			return false
		}
	}
	return true
}
