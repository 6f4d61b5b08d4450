package cache

import "voronka/amo"

// FeedCursor is a place in a feed, which is read newest first; the zero cursor
// is before the newest entry.
type FeedCursor struct {
	At    int64 // of the entry before it, Unix seconds; 0: before all
	Note  int64 // its id, when it is a note
	Event string
}

// Feed is a stretch of an entity's notes and events, newest first.
type Feed struct {
	Entries []FeedEntry
	Next    FeedCursor // behind the last entry
	More    bool       // the replica has more behind it
	State   FeedState  // how much of the events is here at all; zero before the feed was ever loaded
}

// FeedEntry is one line of a feed: a note, or an event.
type FeedEntry struct {
	At       int64  // Unix seconds
	AuthorID int64  // 0 is a robot
	Author   string // empty when the user is not known
	Type     string // of the note (amo.NoteCommon, …) or of the event (lead_status_changed, …)

	Note *amo.Note // nil for an event
	Text string    // what the note says, in its own words

	EventID       string // empty for a note
	Before, After []FeedValue
}

// FeedValue is one thing that was before an event, or is after it, with the
// names a person knows it by. Which fields count depends on Kind.
type FeedValue struct {
	// Kind is that of amo.EventValue: lead_status, responsible_user, tag, link,
	// custom_field_value, sale_field_value, name_field_value, task,
	// task_deadline, task_type, note, ….
	Kind string
	ID   int64 // of the status, user, linked entity, custom field, type of task or note
	// Name is that of the status, user, tag, linked entity or type of task, or
	// the value itself: a custom field's, a price, a name, a task's text, a
	// note's. It is empty for what is not known here.
	Name       string
	Of         string // of a status its pipeline's name, of a value its custom field's
	PipelineID int64  // of a status
	Entity     Entity // of a link: what is linked
	EnumID     int64  // of a custom field's value, 0 without one
	At         int64  // of a deadline, Unix seconds
}
