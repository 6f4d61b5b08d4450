package cache

import (
	"fmt"
	"math"
	"unicode/utf8"

	"voronka/amo"
	"voronka/cache/merge"
)

// ValueReason says what is wrong with a value.
type ValueReason string

// The reasons of a ValueError.
const (
	ValueMissing  ValueReason = "missing"   // nothing where something has to be
	ValueTooLong  ValueReason = "too long"  // longer than the server takes
	ValueRange    ValueReason = "range"     // a number the server does not take
	ValueUnknown  ValueReason = "unknown"   // a field, choice or user that the account does not have
	ValueType     ValueReason = "type"      // not a value of the field's type
	ValueReadOnly ValueReason = "read only" // a field that people do not fill in
)

// ValueError is a value that a command refuses because the server is known to.
type ValueError struct {
	Entity Entity
	ID     int64  // of the row, 0 for a new one
	Field  string // a key of package merge
	Reason ValueReason
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("%s %d: field %s: %s", e.Entity, e.ID, e.Field, e.Reason)
}

// Limits of the server.
const (
	// MaxPrice is the largest budget of a lead, in whole units of the account
	// currency.
	MaxPrice = math.MaxInt32
	// MaxName is how many characters the name of a row or tag may have.
	MaxName = 255
	// maxText bounds a task or note, so that a paste of a whole book is not
	// sent for minutes.
	maxText = 20000
)

// checker puts values into the fields of a change and remembers the first that
// cannot be sent.
type checker struct {
	entity Entity
	id     int64
	first  *ValueError
}

func (c *checker) refuse(field string, reason ValueReason) {
	if c.first == nil {
		c.first = &ValueError{Entity: c.entity, ID: c.id, Field: field, Reason: reason}
	}
}

func (c *checker) err() error {
	if c.first == nil {
		return nil
	}
	return c.first
}

func (c *checker) text(field string, v amo.Optional[string], into merge.Fields) {
	if v.IsZero() {
		return
	}
	text, _ := v.Value()
	most := MaxName
	if field == merge.Text {
		most = maxText
	}
	if utf8.RuneCountInString(text) > most {
		c.refuse(field, ValueTooLong)
	}
	if !utf8.ValidString(text) {
		c.refuse(field, ValueType)
		return
	}
	into[field] = plain(text)
}

func (c *checker) number(field string, v amo.Optional[int64], into merge.Fields) {
	if n, set := v.Value(); set {
		if n < 0 {
			c.refuse(field, ValueRange)
		}
		into[field] = number(&n)
	}
}

func (c *checker) price(v amo.Optional[int64], into merge.Fields) {
	if v.IsZero() {
		return
	}
	price, _ := v.Value() // null is 0
	if price < 0 || price > MaxPrice {
		c.refuse(merge.Price, ValueRange)
	}
	into[merge.Price] = number(&price)
}

func (c *checker) tags(add, remove []string, into merge.Fields) {
	for _, list := range []struct {
		names []string
		on    bool
	}{{add, true}, {remove, false}} {
		for _, name := range list.names {
			name = tagKey(name)
			switch {
			case name == "":
				c.refuse(merge.Tag(name), ValueMissing)
			case utf8.RuneCountInString(name) > MaxName:
				c.refuse(merge.Tag(name), ValueTooLong)
			}
			into[merge.Tag(name)] = plain(list.on)
		}
	}
}

func (c *checker) required(field string, in merge.Fields) {
	if v := string(in[field]); v == "" || v == `""` || v == "0" {
		c.refuse(field, ValueMissing)
	}
}

func (c *checker) filled(field, text string) {
	if text == "" {
		c.refuse(field, ValueMissing)
	}
}

// putOwner sets the responsible user, who has to be one of the account as far
// as its users are known.
func (w *writing) putOwner(c *checker, v amo.Optional[int64], into merge.Fields) error {
	id, set := v.Value()
	if !set {
		return nil
	}
	var known, all int
	err := w.row(`SELECT (SELECT count(*) FROM users WHERE id = ?), (SELECT count(*) FROM users)`, id).Scan(&known, &all)
	if err != nil {
		return err
	}
	if all > 0 && known == 0 {
		c.refuse(merge.Owner, ValueUnknown)
	}
	into[merge.Owner] = number(&id)
	return nil
}

// putFields sets custom fields, in the form reads have them.
func (w *writing) putFields(c *checker, edits []FieldEdit, into merge.Fields) error {
	for _, edit := range edits {
		key := merge.CustomField(edit.FieldID)
		if len(edit.Values) == 0 {
			into[key] = []byte("null")
			continue
		}
		definition, err := fieldOf(w.ctx, w.tx, c.entity, edit.FieldID)
		if err != nil {
			return err
		}
		if definition == nil {
			c.refuse(key, ValueUnknown)
			continue
		}
		value, reason := fieldValues(definition, edit.Values)
		if reason != "" {
			c.refuse(key, reason)
			continue
		}
		into[key] = value
	}
	return nil
}
