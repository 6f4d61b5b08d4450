package sandbox

import "slices"

// The kinds of entities as paths and links name them.
const (
	kindLeads     = "leads"
	kindContacts  = "contacts"
	kindCompanies = "companies"
	kindTasks     = "tasks"
	kindNotes     = "notes"
)

// What else has ids of its own. Statuses share those of pipelines.
const (
	kindGrants       = "grants"
	kindUsers        = "users"
	kindRoles        = "roles"
	kindReasons      = "loss_reasons"
	kindPipelines    = "pipelines"
	kindDescriptions = "descriptions"
	kindFields       = "custom_fields"
	kindEnums        = "enums"
	kindGroups       = "custom_field_groups"
	kindUnsorted     = "unsorted"
	kindEvents       = "events"
	kindHooks        = "webhooks"
	kindTriggers     = "triggers"
	kindCatalogs     = "catalogs"
	kindElements     = "elements"
)

// The statuses every pipeline has.
const (
	statusWon  = 142
	statusLost = 143
)

// head is what leads, contacts and companies have in common. A row is never
// changed once it stands in a table: a write puts a changed copy in its place,
// so a reader may keep the pointer. Zero stands for the API's null in
// ClosestTaskAt.
type head struct {
	ID            int64         `json:"id"`
	Name          string        `json:"name"`
	Owner         int64         `json:"owner"`
	Group         int64         `json:"group,omitempty"`
	CreatedBy     int64         `json:"created_by,omitempty"`
	UpdatedBy     int64         `json:"updated_by,omitempty"`
	CreatedAt     int64         `json:"created_at"`
	UpdatedAt     int64         `json:"updated_at"`
	ClosestTaskAt int64         `json:"closest_task_at,omitempty"`
	Deleted       bool          `json:"deleted,omitempty"`
	Fields        []fieldValues `json:"fields,omitempty"`
	Tags          []int64       `json:"tags,omitempty"`
}

func (h *head) id() int64 { return h.ID }

// fieldValues is a filled custom field.
type fieldValues struct {
	Field  int64   `json:"field"`
	Values []value `json:"values"`
}

// value is one value of a custom field: Text for texts, numbers and objects
// (as JSON), Num for times, flags and enum ids.
type value struct {
	Text string `json:"text,omitempty"`
	Num  int64  `json:"num,omitempty"`
}

// lead is a row of leads. Zero stands for the API's null in LossReason,
// ClosedAt and Company.
type lead struct {
	head
	Price      int64   `json:"price,omitempty"`
	Status     int64   `json:"status"`
	Pipeline   int64   `json:"pipeline"`
	LossReason int64   `json:"loss_reason,omitempty"`
	ClosedAt   int64   `json:"closed_at,omitempty"`
	Contacts   []int64 `json:"contacts,omitempty"`
	Main       int64   `json:"main,omitempty"` // the main one of Contacts
	Company    int64   `json:"company,omitempty"`
}

func (l *lead) isClosed() bool { return l.Status == statusWon || l.Status == statusLost }

func (l *lead) clone() *lead {
	c := *l
	c.Fields = slices.Clone(l.Fields)
	c.Tags = slices.Clone(l.Tags)
	c.Contacts = slices.Clone(l.Contacts)
	return &c
}

// party is a row of contacts or companies. Company is a contact's only.
type party struct {
	head
	First   string `json:"first,omitempty"`
	Last    string `json:"last,omitempty"`
	Company int64  `json:"company,omitempty"`
}

func (p *party) clone() *party {
	c := *p
	c.Fields = slices.Clone(p.Fields)
	c.Tags = slices.Clone(p.Tags)
	return &c
}

// task is a row of tasks. EntityType is empty for a task of nobody.
type task struct {
	ID           int64  `json:"id"`
	CreatedBy    int64  `json:"created_by,omitempty"`
	UpdatedBy    int64  `json:"updated_by,omitempty"`
	CreatedAt    int64  `json:"created_at"`
	UpdatedAt    int64  `json:"updated_at"`
	Owner        int64  `json:"owner"`
	Group        int64  `json:"group,omitempty"`
	EntityType   string `json:"entity_type,omitempty"`
	EntityID     int64  `json:"entity_id,omitempty"`
	Duration     int64  `json:"duration,omitempty"`
	Completed    bool   `json:"completed,omitempty"`
	Type         int64  `json:"type"`
	Text         string `json:"text"`
	Result       string `json:"result,omitempty"`
	CompleteTill int64  `json:"complete_till"`
	Deleted      bool   `json:"deleted,omitempty"` // only on its way out: tasks have no trash
}

func (t *task) id() int64 { return t.ID }

func (t *task) clone() *task {
	c := *t
	return &c
}

func (t *task) entity() entityRef { return entityRef{t.EntityType, t.EntityID} }

// entityRef names one lead, contact or company.
type entityRef struct {
	kind string
	id   int64
}

// note is a row of notes. Params is the API's object.
type note struct {
	ID        int64  `json:"id"`
	Kind      string `json:"kind"`
	Entity    int64  `json:"entity"`
	CreatedBy int64  `json:"created_by,omitempty"`
	UpdatedBy int64  `json:"updated_by,omitempty"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
	Owner     int64  `json:"owner"`
	Group     int64  `json:"group,omitempty"`
	Type      string `json:"type"`
	Params    string `json:"params"`
	Pinned    bool   `json:"pinned,omitempty"`
}

func (n *note) id() int64 { return n.ID }

func (n *note) clone() *note {
	c := *n
	return &c
}

// unsorted is an incoming lead that waits to be sorted, or was. Its contacts
// and company are kept here until it is accepted.
type unsorted struct {
	ID         int64    `json:"id"`
	UID        string   `json:"uid"`
	Category   string   `json:"category"` // sip, forms, mail, chats
	SourceUID  string   `json:"source_uid,omitempty"`
	SourceName string   `json:"source_name,omitempty"`
	Pipeline   int64    `json:"pipeline"`
	CreatedAt  int64    `json:"created_at"`
	Metadata   string   `json:"metadata"` // the API's object
	Lead       int64    `json:"lead"`
	Contacts   []*party `json:"contacts,omitempty"`
	Companies  []*party `json:"companies,omitempty"`
	State      string   `json:"state,omitempty"` // empty while it waits
	SortedAt   int64    `json:"sorted_at,omitempty"`
}

func (u *unsorted) id() int64 { return u.ID }

// The states of an unsorted that was sorted.
const (
	unsortedAccepted = "accepted"
	unsortedDeclined = "declined"
)
