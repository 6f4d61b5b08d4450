package webhook

// Lead is a lead as a hook tells of it. Numbers that did not come are 0, texts
// empty; of a deleted lead only ID can be relied on. Times are Unix seconds.
type Lead struct {
	ID                   int64
	Name                 string
	StatusID             int64
	OldStatusID          int64 // of Status
	PipelineID           int64
	OldPipelineID        int64 // of Status, not always
	Price                int64
	PriceWithMinorUnits  string // units unsettled by the API; as it came
	ResponsibleUserID    int64
	OldResponsibleUserID int64 // of Responsible, not always
	ModifiedUserID       int64 // 0 is a robot
	CreatedUserID        int64
	CreatedAt            int64
	UpdatedAt            int64
	AccountID            int64
	Tags                 []Tag
	CustomFields         []Field
}

// Party is a contact, company or customer as a hook tells of it.
type Party struct {
	ID                   int64
	Name                 string
	ResponsibleUserID    int64
	OldResponsibleUserID int64
	ModifiedUserID       int64
	CreatedUserID        int64
	CreatedAt            int64
	UpdatedAt            int64
	AccountID            int64
	CompanyName          string
	LeadIDs              []int64 // linked ones, when the hook tells
	Tags                 []Tag
	CustomFields         []Field
}

// Tag is a label.
type Tag struct {
	ID   int64
	Name string
}

// Field is a custom field with its values, all as text: a checkbox is 1 or 0,
// a date Unix seconds.
type Field struct {
	ID     int64
	Name   string
	Code   string
	Values []FieldValue
}

// FieldValue is one value; Enum is the id of the choice or of the kind of
// phone.
type FieldValue struct {
	Value   string
	Enum    int64
	Subtype string // of an address: its part
}

// Lead reads the event's lead; false when it is about something else.
func (e Event) Lead() (Lead, bool) {
	if e.Entity != Leads || e.Action == Note || e.Action == Triggered {
		return Lead{}, false
	}
	n := e.Fields
	return Lead{
		ID: e.ID, Name: n.Text("name"),
		StatusID: n.Int("status_id"), OldStatusID: n.Int("old_status_id"),
		PipelineID: n.Int("pipeline_id"), OldPipelineID: n.Int("old_pipeline_id"),
		Price: n.Int("price"), PriceWithMinorUnits: n.Text("price_with_minor_units"),
		ResponsibleUserID: n.Int("responsible_user_id"), OldResponsibleUserID: n.Int("old_responsible_user_id"),
		ModifiedUserID: n.Int("modified_user_id"), CreatedUserID: n.Int("created_user_id"),
		CreatedAt: n.either("created_at", "date_create"), UpdatedAt: n.either("updated_at", "last_modified"),
		AccountID: n.Int("account_id"), Tags: tagsOf(n), CustomFields: fieldsOf(n),
	}, true
}

// Party reads the event's contact, company or customer; false when it is about
// something else.
func (e Event) Party() (Party, bool) {
	if e.Entity != Contacts && e.Entity != Companies && e.Entity != Customers || e.Action == Note || e.Action == Triggered {
		return Party{}, false
	}
	n := e.Fields
	p := Party{
		ID: e.ID, Name: n.Text("name"),
		ResponsibleUserID: n.Int("responsible_user_id"), OldResponsibleUserID: n.Int("old_responsible_user_id"),
		ModifiedUserID: n.Int("modified_user_id"), CreatedUserID: n.Int("created_user_id"),
		CreatedAt: n.either("created_at", "date_create"), UpdatedAt: n.either("updated_at", "last_modified"),
		AccountID: n.Int("account_id"), CompanyName: n.Text("company_name"),
		Tags: tagsOf(n), CustomFields: fieldsOf(n),
	}
	for id, linked := range n.At("linked_leads_id").All() {
		if lead := linked.Int("ID"); lead != 0 {
			p.LeadIDs = append(p.LeadIDs, lead)
		} else if lead := (&Node{text: id}).Int(); lead != 0 {
			p.LeadIDs = append(p.LeadIDs, lead)
		}
	}
	return p, true
}

// either is the first of two numbers that came.
func (n *Node) either(first, second string) int64 {
	if v := n.Int(first); v != 0 {
		return v
	}
	return n.Int(second)
}

func tagsOf(n *Node) []Tag {
	var list []Tag
	for _, tag := range n.At("tags").All() {
		list = append(list, Tag{ID: tag.Int("id"), Name: tag.Text("name")})
	}
	return list
}

func fieldsOf(n *Node) []Field {
	var list []Field
	for _, f := range n.At("custom_fields").All() {
		field := Field{ID: f.Int("id"), Name: f.Text("name"), Code: f.Text("code")}
		for _, v := range f.At("values").All() {
			if !v.IsTree() { // plain text, of simple types
				field.Values = append(field.Values, FieldValue{Value: v.Text()})
				continue
			}
			field.Values = append(field.Values, FieldValue{Value: v.Text("value"), Enum: v.Int("enum"), Subtype: v.Text("subtype")})
		}
		list = append(list, field)
	}
	return list
}
