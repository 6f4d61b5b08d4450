package cache

import (
	"strings"

	"voronka/amo"
)

// FeedState says how much of an entity's events is in the replica. Times are
// Unix seconds.
type FeedState struct {
	Entity   Entity // leads, contacts, companies
	EntityID int64
	Newest   int64 // server's clock: everything up to this second is here
	Oldest   int64 // created_at of the oldest event here
	Whole    bool  // nothing is older than Oldest
	LoadedAt int64 // local clock
}

// entityOfEvent names what an event is about as the replica does: the API has
// it in the singular there.
func entityOfEvent(e *amo.Event) Entity {
	switch e.EntityType {
	case "lead":
		return Leads
	case "contact":
		return Contacts
	case "company":
		return Companies
	case "task":
		return Tasks
	}
	return Entity(e.EntityType)
}

// noteOfEvent is the note whose appearance an event tells, 0 for others. A new
// entity's event names a note too, but one that no list has.
func noteOfEvent(e *amo.Event) int64 {
	switch e.Type {
	case "incoming_call", "outgoing_call", "incoming_sms", "outgoing_sms":
	default:
		if !strings.HasSuffix(e.Type, "_note_added") {
			return 0
		}
	}
	for _, v := range e.ValueAfter {
		if v.Note.ID != 0 {
			return v.Note.ID
		}
	}
	return 0
}

// applyEvents keeps events, which never change once they happened, and how
// much of which feed they make whole.
func (w *writing) applyEvents(events []amo.Event, feeds []FeedState) error {
	known, err := w.knownEvents(events)
	if err != nil {
		return err
	}
	fresh := make([]*amo.Event, 0, len(events))
	for i := range events {
		if e := &events[i]; !known[e.ID] {
			known[e.ID] = true
			fresh = append(fresh, e)
			w.note(Events, e.EntityID)
		}
	}
	bases, err := basesOf(fresh, func(e **amo.Event) sourced { return *e })
	if err != nil {
		return err
	}
	err = w.execEach(`INSERT INTO events (id, entity, entity_id, type, note_id, created_by, created_at, base) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		len(fresh), func(i int) []any {
			e := fresh[i]
			return []any{e.ID, entityOfEvent(e), e.EntityID, e.Type, noteOfEvent(e), e.CreatedBy, e.CreatedAt, bases[i]}
		})
	if err != nil {
		return err
	}
	for _, f := range feeds {
		w.note(Events, f.EntityID)
	}
	return w.execEach(`INSERT OR REPLACE INTO feeds (entity, entity_id, newest, oldest, is_whole, loaded_at) VALUES (?, ?, ?, ?, ?, ?)`,
		len(feeds), func(i int) []any {
			f := &feeds[i]
			return []any{f.Entity, f.EntityID, f.Newest, f.Oldest, f.Whole, f.LoadedAt}
		})
}

// knownEvents returns which of the events are here.
func (w *writing) knownEvents(events []amo.Event) (map[string]bool, error) {
	known := map[string]bool{}
	if len(events) == 0 {
		return known, nil
	}
	ids := make([]string, len(events))
	for i := range events {
		ids[i] = events[i].ID
	}
	wanted, err := jsonArray(ids)
	if err != nil {
		return nil, err
	}
	here, err := w.names(`SELECT id FROM events WHERE id IN (SELECT value FROM json_each(?))`, wanted)
	for _, id := range here {
		known[id] = true
	}
	return known, err
}
