package amo

import "encoding/json"

// Source is the JSON object an entity was read from. Every entity of this
// package carries one, so that keys this version does not know, and the exact
// spelling of the ones it does, survive being read, kept and written again.
//
// The zero Source belongs to an entity that was made here.
type Source struct{ raw []byte }

// Raw returns the JSON object as the server sent it, nil for an entity made
// here. The caller must not change the bytes.
func (s Source) Raw() json.RawMessage { return s.raw }
