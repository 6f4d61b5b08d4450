package cache

import (
	"context"
	"database/sql"
	"errors"
	"math"

	"voronka/amo"
)

// Feed returns at most limit notes and events of an entity (leads, contacts,
// companies) behind a cursor, newest first. Within one second notes stand
// before events. An event that only tells of a note stands aside for the note.
//
// It reads what is in the replica; the engine's LoadFeed brings more.
func (s *Store) Feed(ctx context.Context, entity Entity, id int64, cursor FeedCursor, limit int) (feed Feed, err error) {
	defer func() { err = s.fail(err, "read feed of %s %d", entity, id) }()
	if limit <= 0 {
		return Feed{Next: cursor}, nil
	}
	err = s.read(ctx, func(tx *sql.Tx) error {
		// One more than asked tells whether there is more.
		notes, err := feedNotes(ctx, tx, entity, id, cursor, limit+1)
		if err != nil {
			return err
		}
		events, err := feedEvents(ctx, tx, entity, id, cursor, limit+1)
		if err != nil {
			return err
		}
		feed.merge(notes, events, cursor, limit)
		if feed.State, err = feedState(ctx, tx, entity, id); err != nil {
			return err
		}
		return (&namer{ctx: ctx, q: tx}).name(feed.Entries)
	})
	if err != nil {
		return Feed{}, err
	}
	return feed, nil
}

// merge puts notes and events, both newest first, into one list.
func (f *Feed) merge(notes, events []FeedEntry, cursor FeedCursor, limit int) {
	f.Next = cursor
	for len(f.Entries) < limit && len(notes)+len(events) > 0 {
		from := &events
		if len(events) == 0 || len(notes) > 0 && notes[0].At >= events[0].At {
			from = &notes
		}
		f.Entries = append(f.Entries, (*from)[0])
		*from = (*from)[1:]
	}
	f.More = len(notes)+len(events) > 0
	if n := len(f.Entries); n > 0 {
		f.Next = f.Entries[n-1].cursor()
	}
}

func (e *FeedEntry) cursor() FeedCursor {
	if e.Note != nil {
		return FeedCursor{At: e.At, Note: e.Note.ID}
	}
	return FeedCursor{At: e.At, Event: e.EventID}
}

// notesBelow and eventsBelow are the bounds of what lies behind a cursor.
func (c FeedCursor) notesBelow() (at, id int64) {
	switch {
	case c.At == 0:
		return math.MaxInt64, math.MaxInt64
	case c.Note != 0:
		return c.At, c.Note
	}
	return c.At, math.MinInt64 // the notes of that second were before its events
}

func (c FeedCursor) eventsBelow() (at int64, id string) {
	switch {
	case c.At == 0:
		return math.MaxInt64, ""
	case c.Event != "":
		return c.At, c.Event
	}
	return c.At + 1, ""
}

func feedNotes(ctx context.Context, q querier, entity Entity, id int64, cursor FeedCursor, limit int) ([]FeedEntry, error) {
	notes, err := notesBehind(ctx, q, entity, id, cursor, limit)
	entries := make([]FeedEntry, len(notes))
	for i := range notes {
		n := &notes[i]
		entries[i] = FeedEntry{At: n.CreatedAt, AuthorID: n.CreatedBy, Type: n.NoteType, Note: n, Text: noteText(n)}
	}
	return entries, err
}

func notesBehind(ctx context.Context, q querier, entity Entity, id int64, cursor FeedCursor, limit int) ([]amo.Note, error) {
	at, note := cursor.notesBelow()
	return seen[amo.Note](ctx, q, `FROM notes AS n JOIN notes_base AS b ON b.id = n.id
		WHERE n.entity = ? AND n.entity_id = ? AND (n.created_at, n.id) < (?, ?)
		ORDER BY n.created_at DESC, n.id DESC LIMIT ?`, entity, id, at, note, limit)
}

func feedEvents(ctx context.Context, q querier, entity Entity, id int64, cursor FeedCursor, limit int) ([]FeedEntry, error) {
	at, event := cursor.eventsBelow()
	events, err := decoded[amo.Event](ctx, q, `SELECT e.base FROM events AS e
		WHERE e.entity = ? AND e.entity_id = ? AND (e.created_at, e.id) < (?, ?)
			AND NOT (e.note_id <> 0 AND EXISTS (SELECT 1 FROM notes AS n WHERE n.id = e.note_id))
		ORDER BY e.created_at DESC, e.id DESC LIMIT ?`, entity, id, at, event, limit)
	entries := make([]FeedEntry, len(events))
	for i := range events {
		e := &events[i]
		entries[i] = FeedEntry{
			At: e.CreatedAt, AuthorID: e.CreatedBy, Type: e.Type, EventID: e.ID,
			Before: feedValues(e.ValueBefore), After: feedValues(e.ValueAfter),
		}
	}
	return entries, err
}

// FeedState returns how much of an entity's events is here; the zero state
// before the feed was ever loaded.
func (s *Store) FeedState(ctx context.Context, entity Entity, id int64) (state FeedState, err error) {
	defer func() { err = s.fail(err, "read feed state of %s %d", entity, id) }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		state, err = feedState(ctx, tx, entity, id)
		return err
	})
	return state, err
}

func feedState(ctx context.Context, q querier, entity Entity, id int64) (f FeedState, err error) {
	err = q.QueryRowContext(ctx, `SELECT entity, entity_id, newest, oldest, is_whole, loaded_at FROM feeds WHERE entity = ? AND entity_id = ?`, entity, id).
		Scan(&f.Entity, &f.EntityID, &f.Newest, &f.Oldest, &f.Whole, &f.LoadedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return FeedState{}, nil
	}
	return f, err
}

// Notes returns at most limit notes of an entity (leads, contacts, companies)
// behind a cursor, newest first, and the cursor behind the last one.
func (s *Store) Notes(ctx context.Context, entity Entity, id int64, cursor FeedCursor, limit int) (notes []amo.Note, next FeedCursor, err error) {
	defer func() { err = s.fail(err, "read notes of %s %d", entity, id) }()
	next = cursor
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		notes, err = notesBehind(ctx, tx, entity, id, cursor, limit)
		return err
	})
	if n := len(notes); n > 0 {
		next = FeedCursor{At: notes[n-1].CreatedAt, Note: notes[n-1].ID}
	}
	return notes, next, err
}

// NoteIDs returns the ids of an entity's notes that the server gave them.
func (s *Store) NoteIDs(ctx context.Context, entity Entity, id int64) (ids []int64, err error) {
	defer func() { err = s.fail(err, "read note ids of %s %d", entity, id) }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		ids, err = column[int64](ctx, tx, `SELECT id FROM notes WHERE entity = ? AND entity_id = ? AND id > 0 ORDER BY id`, entity, id)
		return err
	})
	return ids, err
}

// feedValues reads the parts of an event's values that are for people.
func feedValues(values []amo.EventValue) []FeedValue {
	list := make([]FeedValue, len(values))
	for i := range values {
		list[i] = feedValue(&values[i])
	}
	return list
}

func feedValue(v *amo.EventValue) FeedValue {
	out := FeedValue{Kind: v.Kind()}
	switch out.Kind {
	case "lead_status":
		out.ID, out.PipelineID = v.LeadStatus.ID, v.LeadStatus.PipelineID
	case "responsible_user":
		out.ID = v.ResponsibleUser.ID
	case "tag":
		out.Name = v.Tag.Name
	case "link":
		out.ID, out.Entity = v.Link.Entity.ID, entityOfEvent(&amo.Event{EntityType: v.Link.Entity.Type})
	case "custom_field_value":
		out.ID, out.Name, out.EnumID = v.CustomFieldValue.FieldID, v.CustomFieldValue.Text, valueOr(v.CustomFieldValue.EnumID, 0)
	case "sale_field_value":
		out.Name = v.SaleFieldValue.Sale.String() // as the API wrote it, "" for none
	case "name_field_value":
		out.Name = v.NameFieldValue.Name
	case "task":
		out.Name = v.Task.Text
	case "task_deadline":
		out.At = v.TaskDeadline.Timestamp
	case "task_type":
		out.ID = v.TaskType.ID
	case "note":
		out.ID = v.Note.ID
	case "customer_status":
		out.ID = v.CustomerStatus.ID
	case "transaction":
		out.ID = v.Transaction.ID
	case "helpbot":
		out.ID = v.Helpbot.ID
	}
	return out
}
