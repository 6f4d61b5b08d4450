package cache

import "voronka/cache/merge"

// ChangeState is where an outbox change stands.
type ChangeState string

// The states of a change. A sent change leaves the outbox.
const (
	ChangeHeld     ChangeState = "held"     // waits for its hold to pass, so that undo costs nothing
	ChangeQueued   ChangeState = "queued"   // may be sent
	ChangeSending  ChangeState = "sending"  // a request with it is under way, or was when the program died
	ChangeConflict ChangeState = "conflict" // the server's value was changed by someone else; waits for the person
	ChangeRefused  ChangeState = "refused"  // the server said no; waits for the person
	ChangeUnclear  ChangeState = "unclear"  // a create that the server may have carried out: several of its rows could be it, so the person says
)

// ChangeKind says what a change does.
type ChangeKind string

// The kinds of changes. They touch different fields, so that an unsent change
// of a kind can be taken further without regard to those of other kinds.
const (
	ChangeMove   ChangeKind = "move"   // a lead goes into another status, perhaps of another pipeline
	ChangeEdit   ChangeKind = "edit"   // fields of a row, its tags included
	ChangeLink   ChangeKind = "link"   // contacts and the company of a lead, the company of a contact
	ChangeCreate ChangeKind = "create" // a row that the server does not have yet
)

// Change is one unsent act. Its fields hold only what the person touched:
// Before what stood there, After what shall stand.
type Change struct {
	ID        int64
	Entity    Entity
	EntityID  int64
	Kind      ChangeKind
	Before    merge.Fields
	After     merge.Fields
	State     ChangeState
	Attempts  int
	Error     string // the server's last answer in its own words, empty when there was none
	ErrorCode int    // its HTTP status, 0 for none or a network failure
	CreatedAt int64  // Unix seconds, local clock
	DueAt     int64  // Unix seconds, local clock: not sent before

	ActID   int64    // the act it came from last
	Tried   bool     // the server may have acted on it already
	TriedAt int64    // the server's clock when it was first sent, Unix seconds, 0 unknown
	Bundle  int64    // of a create: the lead's create it is sent with, 0 for none
	With    []Change // of a lead's create from Due: the creates that are sent with it
}

// Move asks for a lead to be put into a status.
type Move struct {
	LeadID       int64
	PipelineID   int64 // 0: the lead's own, or the only one the status belongs to
	StatusID     int64
	LossReasonID *int64 // with amo.StatusLost
}
