package amo

import "encoding/json"

// EventValue is one thing that was before an event, or is after it. Which of
// its parts is there depends on the type of the event; Kind tells.
type EventValue struct {
	Source `json:"-"`

	Note             EventRef        `json:"note,omitzero"` // lead_added, common_note_added, incoming_call, …
	LeadStatus       EventStatus     `json:"lead_status,omitzero"`
	CustomerStatus   EventRef        `json:"customer_status,omitzero"`
	ResponsibleUser  EventRef        `json:"responsible_user,omitzero"`
	Tag              EventName       `json:"tag,omitzero"`
	Link             EventLink       `json:"link,omitzero"`
	CustomFieldValue EventFieldValue `json:"custom_field_value,omitzero"`
	SaleFieldValue   EventSale       `json:"sale_field_value,omitzero"`
	NameFieldValue   EventName       `json:"name_field_value,omitzero"`
	Task             EventText       `json:"task,omitzero"`
	TaskDeadline     EventTime       `json:"task_deadline,omitzero"`
	TaskType         EventRef        `json:"task_type,omitzero"`
	Message          EventMessage    `json:"message,omitzero"`
	Transaction      EventRef        `json:"transaction,omitzero"`
	NPS              EventRate       `json:"nps,omitzero"`
	Helpbot          EventRef        `json:"helpbot,omitzero"`
}

// Kind is the key of the part that is there: note, lead_status, tag, …; also
// one this version does not know. It is empty for a value without parts.
func (v EventValue) Kind() string {
	members, _, err := membersOf(&plan{}, v.raw)
	if err != nil || len(members) == 0 {
		return ""
	}
	return string(name(members[0].key))
}

// EventRef names something by its id.
type EventRef struct {
	Source `json:"-"`

	ID int64 `json:"id"`
}

// EventStatus is a status of a lead.
type EventStatus struct {
	Source `json:"-"`

	ID         int64 `json:"id"`
	PipelineID int64 `json:"pipeline_id"`
}

// EventName is a name: of a tag, of the entity itself.
type EventName struct {
	Source `json:"-"`

	Name string `json:"name"`
}

// EventLink is what an entity was linked to.
type EventLink struct {
	Source `json:"-"`

	Entity EventTarget `json:"entity"`
}

// EventTarget is the other end of a link; Type is in the singular.
type EventTarget struct {
	Source `json:"-"`

	Type string `json:"type"`
	ID   int64  `json:"id"`
}

// EventFieldValue is one value of a custom field.
type EventFieldValue struct {
	Source `json:"-"`

	FieldID   int64  `json:"field_id"`
	FieldType int64  `json:"field_type,omitzero"` // a number of the API's own
	EnumID    *int64 `json:"enum_id,omitzero"`
	Text      string `json:"text,omitzero"`
}

// EventSale is a lead's price; none when it was empty.
type EventSale struct {
	Source `json:"-"`

	Sale json.Number `json:"sale"`
}

// EventText is a task's text.
type EventText struct {
	Source `json:"-"`

	Text string `json:"text"`
}

// EventTime is a task's deadline, Unix seconds.
type EventTime struct {
	Source `json:"-"`

	Timestamp int64 `json:"timestamp"`
}

// EventMessage names a message of a chat.
type EventMessage struct {
	Source `json:"-"`

	ID string `json:"id"`
}

// EventRate is a mark a customer gave.
type EventRate struct {
	Source `json:"-"`

	Rate int64 `json:"rate"`
}
