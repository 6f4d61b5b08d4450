package merge

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"voronka/amo"
)

// Row is an entity seen as fields. It changes the entity it was made of; it is
// as safe for concurrent use as that.
type Row struct {
	name      string // of the entity, for errors
	scalar    func(key string) any
	tags      *[]amo.Tag
	fields    *[]amo.FieldValues
	companies *[]amo.CompanyRef
	contacts  *[]amo.ContactRef
	special   special
	settle    func(touched Fields, at int64)
	stamp     *int64
}

// special are fields that an entity keeps in a form of its own.
type special map[string]struct {
	get func() (json.RawMessage, error)
	set func(json.RawMessage) error
}

// Lead sees a lead as fields.
func Lead(l *amo.Lead) Row {
	return Row{
		name: "lead",
		scalar: func(key string) any {
			switch key {
			case Name:
				return &l.Name
			case Price:
				return &l.Price
			case Owner:
				return &l.ResponsibleUserID
			case Pipeline:
				return &l.PipelineID
			case Status:
				return &l.StatusID
			case LossReason:
				return &l.LossReasonID
			}
			return nil
		},
		tags: &l.Embedded.Tags, fields: &l.CustomFieldsValues,
		companies: &l.Embedded.Companies, contacts: &l.Embedded.Contacts,
		settle: func(touched Fields, at int64) {
			if _, moved := touched[Status]; moved {
				closeOrOpen(l, at)
			}
		},
		stamp: &l.UpdatedAt,
	}
}

// closeOrOpen does what the server does when a lead enters its status: won and
// lost ones have a closing time, open ones have neither that nor a reason.
func closeOrOpen(lead *amo.Lead, at int64) {
	if lead.StatusID == amo.StatusWon || lead.StatusID == amo.StatusLost {
		if lead.ClosedAt == nil {
			lead.ClosedAt = &at
		}
		return
	}
	lead.ClosedAt = nil
	lead.LossReasonID = nil
}

// Person sees a contact as fields.
func Person(c *amo.Contact) Row {
	return Row{
		name: "contact",
		scalar: func(key string) any {
			switch key {
			case Name:
				return &c.Name
			case FirstName:
				return &c.FirstName
			case LastName:
				return &c.LastName
			case Owner:
				return &c.ResponsibleUserID
			}
			return nil
		},
		tags: &c.Embedded.Tags, fields: &c.CustomFieldsValues, companies: &c.Embedded.Companies,
		settle: func(touched Fields, _ int64) {
			_, first := touched[FirstName]
			_, last := touched[LastName]
			if _, whole := touched[Name]; (first || last) && !whole {
				c.Name = strings.TrimSpace(c.FirstName + " " + c.LastName)
			}
		},
		stamp: &c.UpdatedAt,
	}
}

// Firm sees a company as fields.
func Firm(c *amo.Company) Row {
	return Row{
		name: "company",
		scalar: func(key string) any {
			switch key {
			case Name:
				return &c.Name
			case Owner:
				return &c.ResponsibleUserID
			}
			return nil
		},
		tags: &c.Embedded.Tags, fields: &c.CustomFieldsValues,
		stamp: &c.UpdatedAt,
	}
}

// Task sees a task as fields.
func Task(t *amo.Task) Row {
	return Row{
		name: "task",
		scalar: func(key string) any {
			switch key {
			case Text:
				return &t.Text
			case CompleteTill:
				return &t.CompleteTill
			case TaskType:
				return &t.TaskTypeID
			case Owner:
				return &t.ResponsibleUserID
			case Completed:
				return &t.IsCompleted
			case EntityType:
				return &t.EntityType
			case EntityID:
				return &t.EntityID
			}
			return nil
		},
		special: special{Result: {
			get: func() (json.RawMessage, error) { return json.Marshal(t.ResultText()) },
			set: func(v json.RawMessage) error {
				var text string
				if err := json.Unmarshal(v, &text); err != nil {
					return err
				}
				var err error
				t.Result, err = json.Marshal(amo.TaskResult{Text: text})
				return err
			},
		}},
		stamp: &t.UpdatedAt,
	}
}

// Note sees a note as fields: its text, and what it is about. The entity type
// is not part of a note as the API answers it, so it is given.
func Note(n *amo.Note, entityType string) Row {
	return Row{
		name: "note",
		scalar: func(key string) any {
			switch key {
			case EntityID:
				return &n.EntityID
			case EntityType:
				return &entityType
			}
			return nil
		},
		special: special{Text: {
			get: func() (json.RawMessage, error) {
				var params struct {
					Text string `json:"text"`
				}
				if len(n.Params) > 0 {
					if err := json.Unmarshal(n.Params, &params); err != nil {
						return nil, err
					}
				}
				return json.Marshal(params.Text)
			},
			set: func(v json.RawMessage) error {
				var params amo.CommonNote
				if len(n.Params) > 0 {
					if err := json.Unmarshal(n.Params, &params); err != nil {
						return err
					}
				}
				if err := json.Unmarshal(v, &params.Text); err != nil {
					return err
				}
				if n.NoteType == "" {
					n.NoteType = amo.NoteCommon
				}
				var err error
				n.Params, err = params.MarshalJSON()
				return err
			},
		}},
		stamp: &n.UpdatedAt,
	}
}

// Get is the value of a field; null when the row has none.
func (r Row) Get(key string) (json.RawMessage, error) {
	if s, ok := r.special[key]; ok {
		v, err := s.get()
		return v, r.fail(key, err)
	}
	if target := r.scalar(key); target != nil {
		v, err := json.Marshal(target)
		return v, r.fail(key, err)
	}
	if name, ok := TagName(key); ok && r.tags != nil {
		return json.Marshal(slices.ContainsFunc(*r.tags, func(t amo.Tag) bool { return t.Name == name }))
	}
	if id, ok := FieldID(key); ok && r.fields != nil {
		return r.getField(id)
	}
	if id, ok := ContactID(key); ok && r.contacts != nil {
		return r.getLink(id)
	}
	if key == Company && r.companies != nil {
		var id int64
		if len(*r.companies) > 0 {
			id = (*r.companies)[0].ID
		}
		return json.Marshal(id)
	}
	return nil, r.fail(key, errUnknown)
}

// Set gives a field a value; null takes it away.
func (r Row) Set(key string, value json.RawMessage) error {
	return r.fail(key, r.set(key, value))
}

func (r Row) set(key string, value json.RawMessage) error {
	if s, ok := r.special[key]; ok {
		return s.set(value)
	}
	if target := r.scalar(key); target != nil {
		reflect.ValueOf(target).Elem().SetZero() // null alone would leave a number as it is
		return json.Unmarshal(value, target)
	}
	if name, ok := TagName(key); ok && r.tags != nil {
		return r.setTag(name, value)
	}
	if id, ok := FieldID(key); ok && r.fields != nil {
		return r.setField(id, value)
	}
	if id, ok := ContactID(key); ok && r.contacts != nil {
		return r.setLink(id, value)
	}
	if key == Company && r.companies != nil {
		var id int64
		if err := json.Unmarshal(value, &id); err != nil {
			return err
		}
		*r.companies = []amo.CompanyRef{}
		if id != 0 {
			*r.companies = []amo.CompanyRef{{ID: id}}
		}
		return nil
	}
	return errUnknown
}

var errUnknown = errors.New("there is no such field")

func (r Row) fail(key string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("field %s of a %s: %w", key, r.name, err)
}

func (r Row) setTag(name string, value json.RawMessage) error {
	var on bool
	if err := json.Unmarshal(value, &on); err != nil {
		return err
	}
	rest := slices.DeleteFunc(slices.Clone(*r.tags), func(t amo.Tag) bool { return t.Name == name })
	switch {
	case !on:
		*r.tags = rest
	case len(rest) == len(*r.tags):
		*r.tags = append(rest, amo.Tag{Name: name})
	}
	return nil
}

func (r Row) getField(id int64) (json.RawMessage, error) {
	for i := range *r.fields {
		if f := &(*r.fields)[i]; f.FieldID == id && len(f.Values) > 0 {
			return f.MarshalJSON()
		}
	}
	return json.RawMessage("null"), nil
}

func (r Row) setField(id int64, value json.RawMessage) error {
	rest := slices.Clone(*r.fields)
	at := slices.IndexFunc(rest, func(f amo.FieldValues) bool { return f.FieldID == id })
	if isNull(value) {
		if at >= 0 {
			*r.fields = slices.Delete(rest, at, at+1)
		}
		return nil
	}
	var f amo.FieldValues
	if err := f.UnmarshalJSON(value); err != nil {
		return err
	}
	if f.FieldID != id {
		return fmt.Errorf("the value is of field %d", f.FieldID)
	}
	if at >= 0 {
		rest[at] = f
	} else {
		rest = append(rest, f)
	}
	*r.fields = rest
	return nil
}

func (r Row) getLink(id int64) (json.RawMessage, error) {
	for _, c := range *r.contacts {
		if c.ID == id && c.IsMain {
			return json.Marshal(LinkMain)
		}
		if c.ID == id {
			return json.Marshal(LinkPlain)
		}
	}
	return json.RawMessage("null"), nil
}

// setLink links a contact or takes the link away, and keeps the server's rule
// that exactly one contact of a lead is the main one.
func (r Row) setLink(id int64, value json.RawMessage) error {
	var link string
	if err := json.Unmarshal(value, &link); err != nil {
		return err
	}
	list := slices.Clone(*r.contacts)
	at := slices.IndexFunc(list, func(c amo.ContactRef) bool { return c.ID == id })
	switch {
	case link == "" && at >= 0:
		list = slices.Delete(list, at, at+1)
	case link != "" && at < 0:
		list = append(list, amo.ContactRef{ID: id})
		at = len(list) - 1
	}
	main := slices.IndexFunc(list, func(c amo.ContactRef) bool { return c.IsMain })
	switch {
	case link == LinkMain:
		main = at
	case link == LinkPlain && main == at && len(list) > 1:
		main = (at + 1) % len(list)
	case main < 0:
		main = 0
	}
	for i := range list {
		list[i].IsMain = i == main
	}
	*r.contacts = list
	return nil
}

func isNull(v json.RawMessage) bool { return len(v) == 0 || string(v) == "null" }

// All reads every field a row has that can be written: what makes a new row
// the same as this one.
func All(r Row) (Fields, error) {
	all := Fields{}
	keys := []string{
		Name, FirstName, LastName, Price, Owner, Pipeline, Status, LossReason, Company,
		Text, CompleteTill, TaskType, Completed, Result, EntityType, EntityID,
	}
	if r.tags != nil {
		for _, t := range *r.tags {
			keys = append(keys, Tag(t.Name))
		}
	}
	if r.fields != nil {
		for _, f := range *r.fields {
			keys = append(keys, CustomField(f.FieldID))
		}
	}
	if r.contacts != nil {
		for _, c := range *r.contacts {
			keys = append(keys, Contact(c.ID))
		}
	}
	for _, key := range keys {
		value, err := r.Get(key)
		if errors.Is(err, errUnknown) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !isNull(value) {
			all[key] = value
		}
	}
	return all, nil
}
