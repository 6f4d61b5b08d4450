package webhook

import "time"

// Task is a task as a hook tells of it. Hooks write its times as text in the
// account's time zone; see Moment.
type Task struct {
	ID                   int64
	ElementID            int64
	Element              string // Leads, Contacts, Companies or Customers, empty for none
	TypeID               int64
	Text                 string
	IsCompleted          bool
	CompleteTill         string
	CreatedAt            string
	UpdatedAt            string
	ResponsibleUserID    int64
	OldResponsibleUserID int64
	CreatedUserID        int64
	AccountID            int64
	Result               string // what came out of it
}

// Incoming is an incoming lead as a hook tells of it. Of Delete, Decision says
// whether it was accepted or declined, and the ids what became of it.
type Incoming struct {
	UID        string
	SourceUID  string
	SourceName string
	Category   string
	PipelineID int64
	LeadID     int64
	CreatedAt  int64  // Unix seconds
	Decision   string // accept, decline; of Delete
	LeadIDs    []int64
	ContactIDs []int64
	UserID     int64 // who decided
}

// NoteOf is a note as a hook tells of it.
type NoteOf struct {
	ID        int64
	Type      string // a number, or a name
	Text      string // as it came: of some types it is JSON
	ElementID int64
	Element   string
	CreatedBy int64
	AccountID int64
}

// Message is a message of a chat.
type Message struct {
	ID        string
	ChatID    string
	TalkID    string
	ContactID int64
	EntityID  int64
	Entity    string // lead, contact, …
	Text      string
	Type      string // incoming, outgoing
	CreatedAt int64  // Unix seconds
}

// Trigger is what a widget's trigger says.
type Trigger struct {
	Type       int64  // 1 lead added, 14 status changed, 15 appeared in status, …
	TypeCode   string // lead_appeared_in_status, …
	ID         int64
	StatusID   int64
	PipelineID int64
	Time       int64 // Unix seconds
}

// Task reads the event's task; false when it is about something else.
func (e Event) Task() (Task, bool) {
	if e.Entity != Tasks {
		return Task{}, false
	}
	n := e.Fields
	return Task{
		ID: e.ID, ElementID: n.Int("element_id"), Element: entityOfType(n.Int("element_type")),
		TypeID: n.Int("task_type"), Text: n.Text("text"), IsCompleted: n.Flag("status") || n.Flag("action_close"),
		CompleteTill: n.Text(firstOf(n, "complete_till", "complete_before")),
		CreatedAt:    n.Text(firstOf(n, "created_at", "date_create")), UpdatedAt: n.Text(firstOf(n, "updated_at", "last_modified")),
		ResponsibleUserID: n.Int("responsible_user_id"), OldResponsibleUserID: n.Int("old_responsible_user_id"),
		CreatedUserID: n.Int("created_user_id"), AccountID: n.Int("account_id"), Result: n.Text("result", "text"),
	}, true
}

// Moment reads a task's time in the account's zone: Unix seconds, false when it
// is none.
func Moment(text string, account *time.Location) (int64, bool) {
	if isIndex(text) {
		return (&Node{text: text}).Int(), true
	}
	t, err := time.ParseInLocation(time.DateTime, text, account)
	if err != nil {
		return 0, false
	}
	return t.Unix(), true
}

// Incoming reads the event's incoming lead; false when it is about something
// else.
func (e Event) Incoming() (Incoming, bool) {
	if e.Entity != Unsorted {
		return Incoming{}, false
	}
	n := e.Fields
	in := Incoming{
		UID: e.UID, SourceUID: n.Text("source_uid"), SourceName: n.Text("source_name"), Category: n.Text("category"),
		PipelineID: n.Int("pipeline_id"), LeadID: n.Int("lead_id"), CreatedAt: n.either("created_at", "date_create"),
		Decision: n.Text("action"), UserID: n.Int("modified_user_id"),
	}
	result := n.At(in.Decision + "_result")
	if in.LeadIDs = idsOf(result.At("leads")); len(in.LeadIDs) == 0 {
		in.LeadIDs = idsOf(n.At("data", "leads"))
	}
	if in.ContactIDs = idsOf(result.At("contacts")); len(in.ContactIDs) == 0 {
		in.ContactIDs = idsOf(n.At("data", "contacts"))
	}
	if in.LeadID == 0 && len(in.LeadIDs) > 0 {
		in.LeadID = in.LeadIDs[0]
	}
	return in, true
}

// Note reads the event's note; false when there is none.
func (e Event) Note() (NoteOf, bool) {
	if e.Action != Note {
		return NoteOf{}, false
	}
	n := noteOf(e.Fields)
	return NoteOf{
		ID: n.Int("id"), Type: n.Text("note_type"), Text: n.Text("text"), ElementID: e.ID,
		Element: e.Entity, CreatedBy: n.either("created_by", "created_user_id"), AccountID: n.Int("account_id"),
	}, true
}

// Message reads the event's message; false when it is about something else.
func (e Event) Message() (Message, bool) {
	if e.Entity != Messages {
		return Message{}, false
	}
	n := e.Fields
	return Message{
		ID: n.Text("id"), ChatID: n.Text("chat_id"), TalkID: n.Text("talk_id"), ContactID: n.Int("contact_id"),
		EntityID: n.either("entity_id", "element_id"), Entity: n.Text("entity_type"), Text: n.Text("text"),
		Type: n.Text("type"), CreatedAt: n.Int("created_at"),
	}, true
}

// Trigger reads a widget's trigger; false when the event is none.
func (e Event) Trigger() (Trigger, bool) {
	if e.Action != Triggered {
		return Trigger{}, false
	}
	n := e.Fields.At("event")
	return Trigger{
		Type: n.Int("type"), TypeCode: n.Text("type_code"), ID: e.ID,
		StatusID: n.Int("data", "status_id"), PipelineID: n.Int("data", "pipeline_id"), Time: n.Int("time"),
	}, true
}

// noteOf is the note inside of an item, which is the item itself in some hooks.
func noteOf(item *Node) *Node {
	if note := item.At("note"); note.IsTree() {
		return note
	}
	return item
}

func firstOf(n *Node, names ...string) string {
	for _, name := range names {
		if n.Text(name) != "" {
			return name
		}
	}
	return names[0]
}

// idsOf lists ids, which stand bare or inside of objects.
func idsOf(n *Node) []int64 {
	var ids []int64
	for _, part := range n.All() {
		id := part.Int()
		if part.IsTree() {
			id = part.Int("id")
		}
		if id != 0 {
			ids = append(ids, id)
		}
	}
	return ids
}
