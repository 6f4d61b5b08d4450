// Package webhook receives what amoCRM sends when something changes in an
// account: form-encoded deliveries of webhooks, and JSON of widget triggers.
//
// [Handler] stores a delivery durably before it answers, and answers within
// the two seconds the server waits. [Delivery.Decode] makes events of it later.
// Deliveries come late, twice, out of order or not at all, and carry the field
// names of an older version of the API: an [Event] is a hint to read the
// entity by its id, not a change to apply.
//
// A delivery is not signed. What keeps strangers out is the secret in the
// address, and what they could do is bounded: bodies are limited in size,
// number of keys and depth, and nothing in them is ever executed.
package webhook
