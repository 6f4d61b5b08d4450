package cache

import (
	"time"

	"voronka/amo"
	"voronka/cache/merge"
)

// Row names a row of the replica.
type Row struct {
	Entity Entity
	ID     int64 // below zero until the server has given it one
}

// Command is one thing the person does, to any number of rows: one
// transaction, and one act to be undone.
type Command struct {
	Edits []Edit
	// Hold is how long nothing is sent of it, so that undo costs no request.
	Hold time.Duration
}

// Edit is what a command does to one row: LeadEdit, ContactEdit, CompanyEdit,
// TaskEdit or NoteEdit. An ID of 0 makes a new row.
type Edit interface {
	// into carries the edit out as a part of the act.
	into(w *writing, a *acting) error
}

// LeadEdit changes a lead, or makes one. What is not set stays.
type LeadEdit struct {
	ID                   int64
	Name                 amo.Optional[string]
	Price                amo.Optional[int64] // whole units of the account currency
	OwnerID              amo.Optional[int64]
	PipelineID, StatusID int64               // 0: stays; a new lead goes to the main pipeline's first status
	LossReasonID         amo.Optional[int64] // counts with amo.StatusLost only
	CompanyID            amo.Optional[int64] // null or 0: none
	AddTags, RemoveTags  []string
	Link, Unlink         []int64 // contacts
	MainContactID        int64   // 0: stays
	Fields               []FieldEdit

	// Contact and Company are made with the lead and linked to it and to each
	// other. With a new lead all of it is one call of POST
	// /api/v4/leads/complex.
	Contact *ContactEdit
	Company *CompanyEdit
}

// FieldEdit gives a custom field its values; none clear it.
type FieldEdit struct {
	FieldID int64
	Values  []amo.Value
}

// ContactEdit changes a contact, or makes one. What is not set stays.
type ContactEdit struct {
	ID                        int64
	Name, FirstName, LastName amo.Optional[string] // the server makes the name of the other two when they are given
	OwnerID                   amo.Optional[int64]
	CompanyID                 amo.Optional[int64] // null or 0: none
	AddTags, RemoveTags       []string
	Fields                    []FieldEdit
	Company                   *CompanyEdit // made with the contact, which gets it; a new lead has one of its own
}

// CompanyEdit changes a company, or makes one. What is not set stays.
type CompanyEdit struct {
	ID                  int64
	Name                amo.Optional[string]
	OwnerID             amo.Optional[int64]
	AddTags, RemoveTags []string
	Fields              []FieldEdit
}

// TaskEdit changes a task, or makes one. What is not set stays. Entity and
// EntityID say what a new task is about; an empty Entity is nothing.
type TaskEdit struct {
	ID           int64
	Entity       Entity
	EntityID     int64
	Text         amo.Optional[string]
	CompleteTill amo.Optional[int64] // Unix seconds
	TaskTypeID   amo.Optional[int64]
	OwnerID      amo.Optional[int64]
	Completed    amo.Optional[bool]
	Result       amo.Optional[string]
}

// NoteEdit changes the text of a note of one's own, or adds a note to a lead,
// contact or company.
type NoteEdit struct {
	ID       int64
	Entity   Entity
	EntityID int64
	Text     string
}

// ActKind says what an act did, for words.
type ActKind string

// The kinds of acts.
const (
	ActMove     ActKind = "move"     // leads went to a status
	ActEdit     ActKind = "edit"     // fields were changed
	ActAssign   ActKind = "assign"   // rows got another responsible user, and nothing else
	ActTag      ActKind = "tag"      // tags were added or removed, and nothing else
	ActLink     ActKind = "link"     // contacts or a company were linked or unlinked
	ActCreate   ActKind = "create"   // a row was made
	ActComplete ActKind = "complete" // tasks were completed, or opened again
	ActNote     ActKind = "note"     // a note was added or changed
	ActResolve  ActKind = "resolve"  // a conflict was decided
)

// Act is one thing the person did here.
type Act struct {
	ID      int64
	At      int64 // Unix seconds, local clock
	Kind    ActKind
	Rows    []Row // every row it touched
	Made    []Row // those of them that are new
	Changes []ActChange
	Undone  bool
}

// ActChange is what an act did to one row.
type ActChange struct {
	Row
	ChangeID      int64 // in the outbox while unsent; 0 when it came to nothing
	Before, After merge.Fields
	State         ActState
}
