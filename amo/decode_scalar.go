package amo

import (
	"bytes"
	"math"
	"reflect"
	"strconv"
)

// wordMap reads a flat object of strings; values of other forms are left out.
func (d *decoder) wordMap(b byte, v reflect.Value) error {
	v.SetZero()
	if b == '[' {
		return d.emptyList("an object")
	}
	if b != '{' {
		return d.mismatch("an object")
	}
	if err := d.enter(); err != nil {
		return err
	}
	words := map[string]string{}
	for first := true; ; first = false {
		more, err := d.more('}', first)
		if err != nil {
			return err
		}
		if !more {
			v.Set(reflect.ValueOf(words))
			return nil
		}
		key, err := d.key()
		if err != nil {
			return err
		}
		if d.peek() != '"' {
			if err := d.skip(); err != nil {
				return err
			}
			continue
		}
		text, err := d.string('"')
		if err != nil {
			return err
		}
		words[string(name(key))] = text
	}
}

// integer reads a whole number; a fraction is cut off. Text holding a number,
// empty text and false (PHP's nothing) are taken too.
func (d *decoder) integer(b byte) (int64, error) {
	const want = "a whole number"
	switch {
	case b == 't', b == 'f':
		on, err := d.bool(b)
		if on {
			return 1, err
		}
		return 0, err
	case b == '"':
		mark := d.cursor
		quoted, err := d.text()
		if err != nil {
			return 0, err
		}
		inner := bytes.TrimSpace(quoted[1 : len(quoted)-1])
		if len(inner) == 0 {
			return 0, nil
		}
		n, ok := wholeNumber(inner)
		if !ok {
			d.cursor = mark
			return 0, d.mismatch(want)
		}
		return n, nil
	case b == '{', b == '[', b == 0:
		return 0, d.mismatch(want)
	}
	mark := d.cursor
	text, err := d.number()
	if err != nil {
		return 0, err
	}
	n, ok := wholeNumber(text)
	if !ok {
		d.cursor = mark
		return 0, d.mismatch(want + " of 64 bits")
	}
	return n, nil
}

// wholeNumber is the number in text without its fraction.
func wholeNumber(text []byte) (int64, bool) {
	var n int64
	if len(text) < 19 && isIndex(text) { // cannot overflow
		for _, b := range text {
			n = n*10 + int64(b-'0')
		}
		return n, true
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err == nil {
		return n, true
	}
	if (&cursor{b: text}).valid() != nil {
		return 0, false // Infinity, 0x10 and the like, which ParseFloat takes
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || f >= math.MaxInt64 || f <= math.MinInt64 {
		return 0, false
	}
	return int64(f), true
}

// valid checks that the text is one JSON value.
func (c *cursor) valid() error {
	if err := c.skip(); err != nil {
		return err
	}
	return c.end()
}

func (d *decoder) string(b byte) (string, error) {
	switch b {
	case '"':
		quoted, err := d.text()
		if err != nil {
			return "", err
		}
		return d.words.word(quoted), nil
	case '{', '[', 0:
		return "", d.mismatch("text")
	default: // a number, true or false, kept as written
		raw, err := d.raw()
		return string(raw), err
	}
}

// bool reads true and false; 1, "1" and "true" are true, any other number or
// text is false.
func (d *decoder) bool(b byte) (bool, error) {
	switch b {
	case 't':
		return true, d.literal("true")
	case 'f':
		return false, d.literal("false")
	case '{', '[', 0:
		return false, d.mismatch("true or false")
	case '"':
		quoted, err := d.text()
		return string(quoted) == `"1"` || string(quoted) == `"true"`, err
	default:
		text, err := d.number()
		if err != nil {
			return false, err
		}
		n, ok := wholeNumber(text)
		return ok && n != 0, nil
	}
}

// numeral reads a number as written, from text too.
func (d *decoder) numeral(b byte) (string, error) {
	if b == '"' {
		mark := d.cursor
		quoted, err := d.text()
		if err != nil {
			return "", err
		}
		inner := cursor{b: quoted[1 : len(quoted)-1]}
		if len(inner.b) == 0 {
			return "", nil
		}
		if n, err := inner.number(); err != nil || len(n) != len(inner.b) {
			d.cursor = mark
			return "", d.mismatch("a number")
		}
		return string(inner.b), nil
	}
	if b != '-' && (b < '0' || b > '9') {
		return "", d.mismatch("a number")
	}
	n, err := d.number()
	return string(n), err
}
