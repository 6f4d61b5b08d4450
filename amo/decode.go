package amo

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
)

// decode reads an entity from an object and lets it remember a copy of b.
// null leaves the zero entity. What is read is what the server may mean: it
// writes numbers as strings, [] for empty objects, objects for lists, and null
// for almost anything.
func decode[T any](b []byte, v *T) error {
	d := decoder{cursor: cursor{b: bytes.Clone(b)}}
	var read T
	var err error
	if first := d.peek(); first == 'n' {
		err = d.literal("null")
	} else {
		err = d.object(planOf[T](), first, reflect.ValueOf(&read).Elem())
	}
	if err == nil {
		err = d.end()
	}
	if err == nil {
		*v = read
	}
	return err
}

// decoder fills entities from JSON. Sources and raw values it leaves in them
// are parts of its text.
type decoder struct {
	cursor
	words *wordbook // nil for a single entity
	sizes []int     // of the last list of each number; nil for a single entity
}

// mismatch is JSON of another form than an entity's field has.
type mismatch struct {
	path string
	want string
	got  string
}

func (e *mismatch) Error() string {
	if e.path == "" {
		return fmt.Sprintf("%s expected, not %s", e.want, e.got)
	}
	return fmt.Sprintf("%s: %s expected, not %s", e.path, e.want, e.got)
}

// under puts a step in front of the path of a mismatch.
func under(step string, err error) error {
	if m, ok := err.(*mismatch); ok { //nolint:errorlint // made here, never wrapped
		if m.path != "" && m.path[0] != '[' {
			step += "."
		}
		m.path = step + m.path
	}
	return err
}

func (d *decoder) mismatch(want string) error {
	got := map[byte]string{'{': "an object", '[': "a list", '"': "this text", 't': "true", 'f': "false", 0: "the end"}[d.peek()]
	if got == "" {
		got = "this number"
	}
	return &mismatch{want: want, got: got}
}

// value reads the next value into v, which is settable.
func (d *decoder) value(s *shape, v reflect.Value) error {
	b := d.peek()
	if b == 'n' && s.form != formRaw {
		v.SetZero()
		return d.literal("null")
	}
	switch s.form {
	case formInt:
		n, err := d.integer(b)
		v.SetInt(n)
		return err
	case formIntRef:
		n, err := d.integer(b)
		v.Set(reflect.ValueOf(&n))
		return err
	case formString, formStamp:
		text, err := d.string(b)
		v.SetString(text)
		return err
	case formStringRef:
		text, err := d.string(b)
		v.Set(reflect.ValueOf(&text))
		return err
	case formBool:
		on, err := d.bool(b)
		v.SetBool(on)
		return err
	case formNumber:
		number, err := d.numeral(b)
		v.SetString(number)
		return err
	case formRaw:
		raw, err := d.raw()
		v.SetBytes(raw)
		return err
	case formObject:
		return d.object(s.plan, b, v)
	case formList:
		return d.list(s, b, v)
	default:
		return d.wordMap(b, v)
	}
}

func (d *decoder) object(p *plan, b byte, v reflect.Value) error {
	v.SetZero()
	if b == '[' {
		return d.emptyList("an object")
	}
	if b != '{' {
		return d.mismatch("an object")
	}
	start := d.i
	if err := d.enter(); err != nil {
		return err
	}
	guess := 0
	for first := true; ; first = false {
		more, err := d.more('}', first)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		key, err := d.key()
		if err != nil {
			return err
		}
		i, known := p.find(name(key), guess)
		if !known {
			if err := d.skip(); err != nil {
				return err
			}
			continue
		}
		guess = i + 1
		f := &p.fields[i]
		if err := d.value(f.shape, v.Field(f.index)); err != nil {
			return under(f.key, err)
		}
	}
	sourceOf(p, v).raw = d.b[start:d.i:d.i]
	return nil
}

// name is an object's key without quotes and escapes.
func name(quoted []byte) []byte {
	inner := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner
	}
	return []byte(unquote(quoted))
}

func sourceOf(p *plan, v reflect.Value) *Source {
	return v.Field(p.source).Addr().Interface().(*Source)
}

// emptyList reads [], which the server writes for an empty object too.
func (d *decoder) emptyList(want string) error {
	mark := d.cursor
	if err := d.enter(); err != nil {
		return err
	}
	if more, err := d.more(']', true); err != nil || !more {
		return err
	}
	d.cursor = mark
	return d.mismatch(want)
}

func (d *decoder) list(s *shape, b byte, v reflect.Value) error {
	switch b {
	case '[':
	case '{':
		return d.listFromObject(s, v)
	default:
		return d.mismatch("a list")
	}
	if err := d.enter(); err != nil {
		return err
	}
	v.SetZero()
	for n := 0; ; n++ {
		more, err := d.more(']', n == 0)
		if err != nil {
			return err
		}
		if !more {
			d.finish(s, v, n)
			return nil
		}
		if err := d.element(s, v, n); err != nil {
			return under("["+strconv.Itoa(n)+"]", err)
		}
	}
}

// usualLength is the room made for a list whose length nothing foretells.
const usualLength = 4

// element appends the next value to the list v of length n.
func (d *decoder) element(s *shape, v reflect.Value, n int) error {
	if n == 0 {
		room := usualLength
		if d.sizes != nil && d.sizes[s.list] > 0 {
			room = d.sizes[s.list]
		}
		v.Grow(room)
	} else if n == v.Cap() {
		v.Grow(1)
	}
	v.SetLen(n + 1)
	return d.value(s.elem, v.Index(n))
}

func (d *decoder) finish(s *shape, v reflect.Value, n int) {
	if n == 0 {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	}
	if d.sizes != nil {
		d.sizes[s.list] = n
	}
}

// listFromObject reads an object where a list belongs: either a list with
// numbered keys, as PHP writes one with gaps, or its only element.
func (d *decoder) listFromObject(s *shape, v reflect.Value) error {
	mark := d.cursor
	if err := d.enter(); err != nil {
		return err
	}
	v.SetZero()
	for n := 0; ; n++ {
		more, err := d.more('}', n == 0)
		if err != nil {
			return err
		}
		if !more {
			d.finish(s, v, n)
			return nil
		}
		key, err := d.key()
		if err != nil {
			return err
		}
		if n == 0 && !isIndex(name(key)) {
			d.cursor = mark
			return d.element(s, v, 0)
		}
		if err := d.element(s, v, n); err != nil {
			return under("["+strconv.Itoa(n)+"]", err)
		}
	}
}

func isIndex(key []byte) bool {
	for _, b := range key {
		if b < '0' || b > '9' {
			return false
		}
	}
	return len(key) > 0
}

func decodeEntity[T any](body []byte, v *T) error {
	if c := (&cursor{b: body}); c.peek() != '{' {
		return (&decoder{cursor: *c}).mismatch("an object")
	}
	return decode(body, v)
}
