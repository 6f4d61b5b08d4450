package amo

import (
	"encoding/json"
	"slices"
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

// without is the source less some keys.
func (s Source) without(keys ...string) (Source, error) {
	if s.raw == nil {
		return s, nil
	}
	members, _, err := membersOf(&plan{}, s.raw)
	if err != nil {
		return s, err
	}
	b := append(make([]byte, 0, len(s.raw)), '{')
	start := len(b)
	for _, m := range members {
		if !slices.Contains(keys, string(name(m.key))) {
			b = append(append(append(comma(b, start), m.key...), ':'), m.value...)
		}
	}
	return Source{raw: append(b, '}')}, nil
}
