package amo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"unicode/utf8"
)

// encode writes an entity over the object it was read from: a key whose value
// was not changed since is written as it was read, a changed one with its new
// value, an unknown one as it was.
func encode[T any](v *T) ([]byte, error) {
	e := reflect.ValueOf(v).Elem()
	p := planOf[T]()
	return appendObject(make([]byte, 0, len(sourceOf(p, e).raw)+64), p, e)
}

// appendObject writes the entity v, which is addressable.
func appendObject(b []byte, p *plan, v reflect.Value) ([]byte, error) {
	raw := sourceOf(p, v).raw
	before := reflect.New(p.typ).Elem()
	if raw == nil {
		return appendFields(b, p, v, before, nil)
	}
	d := decoder{cursor: cursor{b: raw}}
	if err := d.object(p, d.peek(), before); err != nil {
		return nil, fmt.Errorf("encode over source: %w", err)
	}
	return appendFields(b, p, v, before, raw)
}

// appendFields writes the members of raw, changed where v differs from before,
// and then the fields of v that raw does not have.
func appendFields(b []byte, p *plan, v, before reflect.Value, raw []byte) ([]byte, error) {
	members, has, err := membersOf(p, raw)
	if err != nil {
		return nil, err
	}
	b = append(b, '{')
	start := len(b)
	for _, m := range members {
		b = comma(b, start)
		b = append(append(b, m.key...), ':')
		if f := fieldAt(p, m.field); f == nil || same(f.shape, v.Field(f.index), before.Field(f.index)) {
			b = append(b, m.value...)
		} else if b, err = appendValue(b, f.shape, v.Field(f.index)); err != nil {
			return nil, err
		}
	}
	for i := range p.fields {
		f := &p.fields[i]
		value := v.Field(f.index)
		isNew := raw == nil && !(f.omitZero && value.IsZero())
		if has[i] || !isNew && same(f.shape, value, before.Field(f.index)) {
			continue
		}
		b = append(comma(b, start), f.quoted...)
		if b, err = appendValue(b, f.shape, value); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func comma(b []byte, start int) []byte {
	if len(b) > start {
		b = append(b, ',')
	}
	return b
}

// member is one key of a JSON object with its value, both as written.
type member struct {
	key   []byte // quoted
	value []byte
	field int // of the plan, -1 for an unknown key
}

func fieldAt(p *plan, i int) *field {
	if i < 0 {
		return nil
	}
	return &p.fields[i]
}

// membersOf lists the members of an object, and tells which fields of the plan
// are among them.
func membersOf(p *plan, raw []byte) ([]member, []bool, error) {
	has := make([]bool, len(p.fields))
	if raw == nil {
		return nil, has, nil
	}
	c := cursor{b: raw}
	if c.peek() != '{' {
		return nil, nil, c.fail("object")
	}
	list := make([]member, 0, len(p.fields)+usualLength)
	c.i++
	for guess := 0; ; {
		more, err := c.more('}', len(list) == 0)
		if err != nil || !more {
			return list, has, err
		}
		m := member{field: -1}
		if m.key, err = c.key(); err != nil {
			return nil, nil, err
		}
		if m.value, err = c.raw(); err != nil {
			return nil, nil, err
		}
		if i, ok := p.find(name(m.key), guess); ok {
			m.field, guess = i, i+1
			has[i] = true
		}
		list = append(list, m)
	}
}

// appendValue writes a field's value, zero or not.
func appendValue(b []byte, s *shape, v reflect.Value) ([]byte, error) {
	switch s.form {
	case formInt:
		return strconv.AppendInt(b, v.Int(), 10), nil
	case formString:
		return appendString(b, v.String())
	case formStamp:
		if _, ok := Stamp(v.String()).unix(); ok {
			return append(b, v.String()...), nil
		}
		return appendString(b, v.String())
	case formBool:
		return strconv.AppendBool(b, v.Bool()), nil
	case formIntRef, formStringRef:
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		plain := shape{form: s.form - 1} // the form pointed to
		return appendValue(b, &plain, v.Elem())
	case formNumber:
		return appendRaw(b, []byte(v.String()), "0")
	case formRaw:
		return appendRaw(b, v.Bytes(), "null")
	case formObject:
		return appendObject(b, s.plan, v)
	case formList:
		return appendList(b, s, v)
	default:
		return appendJSON(b, v.Interface())
	}
}

func appendList(b []byte, s *shape, v reflect.Value) ([]byte, error) {
	if v.IsNil() {
		return append(b, "null"...), nil
	}
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(b, s.elem, v.Index(i)); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

// appendRaw writes JSON that came from anywhere, once it is known to be some.
func appendRaw(b, raw []byte, empty string) ([]byte, error) {
	if len(raw) == 0 {
		return append(b, empty...), nil
	}
	c := cursor{b: raw}
	if err := c.valid(); err != nil {
		return nil, err
	}
	return append(b, raw...), nil
}

func appendString(b []byte, s string) ([]byte, error) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return appendJSON(b, s)
		}
	}
	return append(append(append(b, '"'), s...), '"'), nil
}

func appendJSON(b []byte, v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	return append(b, raw...), err
}

// same reports whether two values of a shape would be written alike.
func same(s *shape, x, y reflect.Value) bool {
	switch s.form {
	case formInt:
		return x.Int() == y.Int()
	case formString, formNumber, formStamp:
		return x.String() == y.String()
	case formBool:
		return x.Bool() == y.Bool()
	case formIntRef, formStringRef:
		if x.IsNil() || y.IsNil() {
			return x.IsNil() == y.IsNil()
		}
		return x.Elem().Equal(y.Elem())
	case formRaw:
		return x.IsNil() == y.IsNil() && bytes.Equal(x.Bytes(), y.Bytes())
	case formObject:
		return sameObject(s.plan, x, y)
	case formList:
		return sameList(s, x, y)
	default:
		return reflect.DeepEqual(x.Interface(), y.Interface())
	}
}

func sameObject(p *plan, x, y reflect.Value) bool {
	if !bytes.Equal(sourceOf(p, x).raw, sourceOf(p, y).raw) {
		return false
	}
	for i := range p.fields {
		f := &p.fields[i]
		if !same(f.shape, x.Field(f.index), y.Field(f.index)) {
			return false
		}
	}
	return true
}

func sameList(s *shape, x, y reflect.Value) bool {
	if x.IsNil() != y.IsNil() || x.Len() != y.Len() {
		return false
	}
	for i := range x.Len() {
		if !same(s.elem, x.Index(i), y.Index(i)) {
			return false
		}
	}
	return true
}
