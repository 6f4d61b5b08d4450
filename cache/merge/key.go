package merge

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Fields are values by key, as JSON. An absent key and null mean the same.
type Fields map[string]json.RawMessage

// The keys of fields that stand in a row by themselves, in the API's words.
const (
	Name         = "name"
	FirstName    = "first_name"
	LastName     = "last_name"
	Price        = "price" // whole units of the account currency
	Owner        = "responsible_user_id"
	Pipeline     = "pipeline_id"
	Status       = "status_id"
	LossReason   = "loss_reason_id"
	Company      = "company_id" // the one linked company, 0 for none
	Text         = "text"       // of a task or a note
	CompleteTill = "complete_till"
	TaskType     = "task_type_id"
	Completed    = "is_completed"
	Result       = "result"      // what came out of a task, as text
	EntityType   = "entity_type" // what a task or note is about
	EntityID     = "entity_id"
)

const (
	tagPrefix     = "tag:"
	contactPrefix = "contact:"
	fieldPrefix   = "field:"
)

// Tag is the key of a tag: true while the row has it.
func Tag(name string) string { return tagPrefix + name }

// Contact is the key of the link to a contact: LinkMain, LinkPlain or null.
func Contact(id int64) string { return contactPrefix + strconv.FormatInt(id, 10) }

// CustomField is the key of a custom field: an amo.FieldValues, or null.
func CustomField(id int64) string { return fieldPrefix + strconv.FormatInt(id, 10) }

// What the link to a contact may be.
const (
	LinkMain  = "main"
	LinkPlain = "linked"
)

// TagName is the tag a key stands for.
func TagName(key string) (name string, ok bool) { return strings.CutPrefix(key, tagPrefix) }

// ContactID is the contact whose link a key stands for.
func ContactID(key string) (id int64, ok bool) { return idAfter(key, contactPrefix) }

// FieldID is the custom field a key stands for.
func FieldID(key string) (id int64, ok bool) { return idAfter(key, fieldPrefix) }

func idAfter(key, prefix string) (int64, bool) {
	digits, ok := strings.CutPrefix(key, prefix)
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(digits, 10, 64)
	return id, err == nil
}

// Keys are the keys in the order in which they are to be applied: sorted, but
// the main contact after the other links, which it demotes.
func (f Fields) Keys() []string {
	keys := slices.Sorted(maps.Keys(f))
	slices.SortStableFunc(keys, func(a, b string) int { return f.late(a) - f.late(b) })
	return keys
}

func (f Fields) late(key string) int {
	if _, isLink := ContactID(key); isLink && string(f[key]) == `"`+LinkMain+`"` {
		return 1
	}
	return 0
}

// Pick returns the fields of f under these keys.
func (f Fields) Pick(keys []string) Fields {
	out := make(Fields, len(keys))
	for _, key := range keys {
		if value, ok := f[key]; ok {
			out[key] = value
		}
	}
	return out
}

// References returns the ids below zero that the fields name: rows that were
// born here and have no id of the server's yet.
func (f Fields) References() []int64 {
	var ids []int64
	for key, value := range f {
		if id, ok := ContactID(key); ok && id < 0 && !isNull(value) {
			ids = append(ids, id)
		}
		if key == Company || key == EntityID {
			if id, err := strconv.ParseInt(string(value), 10, 64); err == nil && id < 0 {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Rename returns the fields with one row's id put in the place of another,
// and whether that changed anything.
func (f Fields) Rename(from, to int64) (Fields, bool) {
	out, changed := make(Fields, len(f)), false
	old := strconv.FormatInt(from, 10)
	for key, value := range f {
		if id, ok := ContactID(key); ok && id == from {
			key, changed = Contact(to), true
		}
		if (key == Company || key == EntityID) && string(value) == old {
			value, changed = strconv.AppendInt(nil, to, 10), true
		}
		out[key] = value
	}
	return out, changed
}
