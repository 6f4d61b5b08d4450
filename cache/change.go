package cache

import "encoding/json"

// ChangeState is where an outbox change stands.
type ChangeState string

// The states of a change. A sent change leaves the outbox.
const (
	ChangeHeld     ChangeState = "held"     // waits for its hold to pass, so that undo costs nothing
	ChangeQueued   ChangeState = "queued"   // may be sent
	ChangeSending  ChangeState = "sending"  // a request with it is under way, or was when the program died
	ChangeConflict ChangeState = "conflict" // the server's value was changed by someone else; waits for the person
	ChangeRefused  ChangeState = "refused"  // the server said no; waits for the person
)

// ChangeKind says what a change does.
type ChangeKind string

// ChangeMove puts a lead into another status, perhaps of another pipeline.
const ChangeMove ChangeKind = "move"

// Change is one unsent act. Its fields hold only what the person touched:
// Before what stood there, After what shall stand.
type Change struct {
	ID        int64
	Entity    Entity
	EntityID  int64
	Kind      ChangeKind
	Before    map[string]json.RawMessage
	After     map[string]json.RawMessage
	State     ChangeState
	Attempts  int
	Error     string // the server's last answer in its own words, empty when there was none
	ErrorCode int    // its HTTP status, 0 for none or a network failure
	CreatedAt int64  // Unix seconds, local clock
	DueAt     int64  // Unix seconds, local clock: not sent before
}

// Move asks for a lead to be put into a status.
type Move struct {
	LeadID       int64
	PipelineID   int64 // 0: the lead's own, or the only one the status belongs to
	StatusID     int64
	LossReasonID *int64 // with amo.StatusLost
}
