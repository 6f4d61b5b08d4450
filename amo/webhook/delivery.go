package webhook

import (
	"crypto/sha256"
	"encoding/hex"
)

// The kinds of bodies.
const (
	MediaForm = "form" // application/x-www-form-urlencoded: webhooks
	MediaJSON = "json" // application/json: triggers of widgets
)

// Delivery is one request as it came in, not yet looked into.
type Delivery struct {
	ID         string // of the content: a delivery repeated by the server has the same
	ReceivedAt int64  // Unix seconds by the clock here
	Media      string // MediaForm or MediaJSON
	Body       []byte // as received
}

// NewDelivery makes a delivery of a body received at a time in Unix seconds.
func NewDelivery(media string, body []byte, receivedAt int64) Delivery {
	sum := sha256.Sum256(append([]byte(media+"\n"), body...))
	return Delivery{ID: hex.EncodeToString(sum[:16]), ReceivedAt: receivedAt, Media: media, Body: body}
}

// Payload is what a delivery says.
type Payload struct {
	AccountID int64  // 0 when it does not say
	Subdomain string // of the account
	Events    []Event
}

// Decode reads the body. Zero limits stand for DefaultLimits. Errors are
// *LimitError and *SyntaxError.
func (d Delivery) Decode(limits Limits) (Payload, error) {
	var root *Node
	var err error
	switch d.Media {
	case MediaForm:
		root, err = parseForm(string(d.Body), limits)
	case MediaJSON:
		root, err = parseJSON(d.Body, limits)
	default:
		err = &SyntaxError{Media: MediaForm, Reason: "its kind is not known"}
	}
	if err != nil {
		return Payload{}, err
	}
	return payloadOf(root), nil
}

func payloadOf(root *Node) Payload {
	p := Payload{AccountID: root.Int("account", "id"), Subdomain: root.Text("account", "subdomain")}
	if p.AccountID == 0 {
		p.AccountID = root.Int("account_id")
	}
	if p.Subdomain == "" {
		p.Subdomain = root.Text("subdomain")
	}
	if isTrigger(root) {
		p.Events = []Event{triggerEvent(root)}
		return p
	}
	for name, part := range root.All() {
		if name == "account" || !part.IsTree() {
			continue
		}
		for action, items := range part.All() {
			p.Events = appendEvents(p.Events, name, action, items)
		}
	}
	return p
}

// appendEvents makes an event of every item. Items stand under indexes, once
// or, for tasks, twice; an action may also have a single item without one.
func appendEvents(events []Event, root, action string, items *Node) []Event {
	if !items.isList() {
		if items.IsTree() || items.text != "" {
			events = append(events, newEvent(root, action, items))
		}
		return events
	}
	for _, item := range items.All() {
		events = appendEvents(events, root, action, item)
	}
	return events
}
