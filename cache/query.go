package cache

import "voronka/amo"

// Order is how leads are sorted in a column of the board.
type Order string

// The orders of a column; ties are broken by id, newest first.
const (
	OrderUpdated Order = "updated" // newest first, the default
	OrderCreated Order = "created" // newest first
	OrderPrice   Order = "price"   // largest first
	OrderName    Order = "name"    // A to Z
	OrderTask    Order = "task"    // nearest task first, leads without a task last
)

// TaskState picks leads by their nearest open task.
type TaskState string

// The task states a filter can ask for; empty means any.
const (
	TaskOverdue TaskState = "overdue"
	TaskToday   TaskState = "today"
	TaskNone    TaskState = "none"
)

// Filter narrows leads. The zero Filter passes all. Prices are in whole units
// of the account currency, times in Unix seconds; ranges include both ends.
type Filter struct {
	OwnerIDs               []int64
	Tags                   []string // any of them
	PriceFrom, PriceTo     *int64
	CreatedFrom, CreatedTo int64 // 0: open
	UpdatedFrom, UpdatedTo int64 // 0: open
	Task                   TaskState
	Text                   string        // part of the lead's, contact's or company's name; case and Uzbek spelling do not matter
	NotUpdatedBy           int64         // 0: anyone; else leads that this user has changed last are left out
	NotCreatedBy           int64         // 0: anyone; else leads that this user has made are left out
	Now, DayStart, DayEnd  int64         // what overdue and today mean; set by the caller when Task is used
	Fields                 []FieldFilter // on custom fields: all of them have to be met
}

// BoardQuery asks for one pipeline as the board shows it.
type BoardQuery struct {
	PipelineID int64
	Order      Order
	Filter     Filter
	Folded     []int64 // statuses whose lead ids are not needed, only count and sum
}

// Board is a pipeline with the ids of its leads in order, and exact totals
// under the filter.
type Board struct {
	Pipeline amo.Pipeline
	Columns  []BoardColumn // in pipeline order; incoming first when it has one, won and lost last
	Count    int           // of the open columns (neither won nor lost)
	Sum      int64         // likewise
}

// BoardColumn is one status of a board.
type BoardColumn struct {
	Status amo.Status
	IDs    []int64 // nil for a folded column
	Count  int
	Sum    int64
}

// Card is what the board shows of one lead.
type Card struct {
	ID          int64
	Name        string
	Price       int64
	StatusID    int64
	PipelineID  int64
	OwnerID     int64
	OwnerName   string // empty when the user is not known
	ContactName string // of the main contact
	CompanyName string
	Tags        []string
	TaskAt      int64  // due time of the nearest open task, 0 without one
	TaskTypeID  int64  // 0 when only the time is known
	TaskText    string // type name, or the text when the type has no name
	CreatedAt   int64
	UpdatedAt   int64
	Pending     bool // has changes that were not sent yet
	Conflict    bool
	Refused     bool  // has a change the server refused
	HeldUntil   int64 // when the last of its held changes may be sent, Unix seconds by the local clock; 0 without one
}

// LeadQuery asks for leads as a list, newest update first unless Order says
// otherwise.
type LeadQuery struct {
	PipelineID int64 // 0: all
	StatusID   int64 // 0: all
	Order      Order
	Filter     Filter
	Limit      int // 0: all
}

// LeadRow is one lead of a list.
type LeadRow struct {
	Card
}

// LeadDetail is a lead with everything the replica knows around it.
type LeadDetail struct {
	Lead     amo.Lead // as seen here: the server's last word with the pending changes over it
	Base     amo.Lead // the server's last word
	Contacts []amo.Contact
	Company  *amo.Company
	Tasks    []amo.Task // open ones first, by due time
	Changes  []Change   // unsent, oldest first
}

// Counts are the sizes a person is shown.
type Counts struct {
	Leads, Contacts, Companies, Tasks int
	Pending                           int // unsent changes, conflicts and refused ones included
	Conflicts                         int
	Refused                           int
	OverdueTasks                      int // of the current user
}
