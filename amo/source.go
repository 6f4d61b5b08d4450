package amo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Source is the JSON object an entity was read from. Every entity of this
// package carries one, so that keys this version does not know, and the exact
// spelling of the ones it does, survive being read, kept and written again.
//
// The zero Source belongs to an entity that was made here.
type Source struct{ raw []byte }

// Raw returns the JSON object as the server sent it, nil for an entity made
// here. The caller must not change the bytes.
func (s Source) Raw() json.RawMessage { return s.raw }

// decode fills plain, which has no methods of its own, from b and remembers b.
func decode(b []byte, plain any, s *Source) error {
	if err := json.Unmarshal(b, plain); err != nil {
		return err
	}
	s.raw = bytes.Clone(b)
	return nil
}

// encode writes plain over the object it was read from: a key whose value was
// not changed since is written as it was read, a changed one with its new
// value, an unknown one as it was.
func encode[T any](plain T, s Source) ([]byte, error) {
	now, err := json.Marshal(plain)
	if err != nil || s.raw == nil {
		return now, err
	}
	var before T
	if err := json.Unmarshal(s.raw, &before); err != nil {
		return nil, fmt.Errorf("encode over source: %w", err)
	}
	was, err := json.Marshal(before)
	if err != nil {
		return nil, err
	}
	return overlay(s.raw, was, now, zeroValues(reflect.TypeFor[T]()))
}

// member is one key of a JSON object with its value as written.
type member struct {
	key   string
	value json.RawMessage
}

func overlay(raw, was, now []byte, zeros map[string]json.RawMessage) ([]byte, error) {
	source, err := members(raw)
	if err != nil {
		return nil, err
	}
	before, err := memberMap(was)
	if err != nil {
		return nil, err
	}
	after, err := members(now)
	if err != nil {
		return nil, err
	}
	values := make(map[string]json.RawMessage, len(after))
	for _, m := range after {
		values[m.key] = m.value
	}
	out := make([]member, 0, len(source)+len(after))
	seen := make(map[string]bool, len(source))
	for _, m := range source {
		if seen[m.key] {
			continue
		}
		seen[m.key] = true
		value, present := values[m.key]
		switch {
		case bytes.Equal(value, before[m.key]):
			out = append(out, m)
		case present:
			out = append(out, member{m.key, value})
		default:
			out = append(out, member{m.key, zeros[m.key]})
		}
	}
	for _, m := range after {
		if !seen[m.key] {
			out = append(out, m)
		}
	}
	return writeMembers(out)
}

func members(object []byte) ([]member, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("not a JSON object: %w", err)
	}
	var out []member
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		key, ok := t.(string)
		if !ok {
			return nil, fmt.Errorf("unexpected key %v", t)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		out = append(out, member{key, value})
	}
	return out, nil
}

func memberMap(object []byte) (map[string]json.RawMessage, error) {
	list, err := members(object)
	if err != nil {
		return nil, err
	}
	out := make(map[string]json.RawMessage, len(list))
	for _, m := range list {
		out[m.key] = m.value
	}
	return out, nil
}

func writeMembers(list []member) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(m.value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// zeroValues maps each JSON key of a struct to the encoding of its zero value,
// which is what a cleared field is written as.
func zeroValues(t reflect.Type) map[string]json.RawMessage {
	out := make(map[string]json.RawMessage, t.NumField())
	for f := range t.Fields() {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		zero, err := json.Marshal(reflect.Zero(f.Type).Interface())
		if err != nil {
			zero = json.RawMessage("null")
		}
		out[key] = zero
	}
	return out
}
