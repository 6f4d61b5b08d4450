package people

import (
	"context"
	"slices"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/draft"
	"voronka/ui/field"
	"voronka/ui/input"
)

// Replica is what the forms need of the local store; it is called off the UI
// goroutine.
type Replica interface {
	Contact(ctx context.Context, id int64) (cache.ContactDetail, error)
	Company(ctx context.Context, id int64) (cache.CompanyDetail, error)
	CustomFields(ctx context.Context, entity cache.Entity) ([]amo.CustomField, error)
	FieldGroups(ctx context.Context, entity cache.Entity) ([]amo.FieldGroup, error)
	TagsOf(ctx context.Context, entity cache.Entity) ([]amo.Tag, error)
	Users(ctx context.Context) ([]amo.User, error)
	Pipelines(ctx context.Context) ([]amo.Pipeline, error)
	Contacts(ctx context.Context, q cache.ContactQuery) ([]cache.ContactRow, error)
	Companies(ctx context.Context, q cache.ContactQuery) ([]cache.CompanyRow, error)
	field.Catalogs
	ElementNames(ctx context.Context, refs []cache.ElementRef) (map[cache.ElementRef]string, error)
	DuplicatesOf(ctx context.Context, phones, emails []string, exceptID int64) ([]cache.Duplicate, error)
	Conflicts(ctx context.Context) ([]cache.Conflict, error)
	Do(ctx context.Context, c cache.Command) (cache.Act, error)
	Resolve(ctx context.Context, changeID int64, field string, choice cache.Choice) (cache.Act, error)
	draft.Store
}

// Subject is what a form is about. An ID of 0 makes a new one; of leads a form
// makes new ones only. The zero subject is nothing.
type Subject struct {
	Entity cache.Entity // cache.Contacts, cache.Companies, cache.Leads
	ID     int64
	// Where a new lead goes; 0 is the main pipeline, and its first status.
	PipelineID, StatusID int64
	LeadID               int64 // whose contact a new one is to be, 0 for none
}

// scene is everything a form shows, as it was read.
type scene struct {
	subject   Subject
	person    person
	leads     []cache.LeadRow
	contacts  []amo.Contact // of a company
	fields    []amo.CustomField
	groups    []amo.FieldGroup
	elements  map[cache.ElementRef]string // names of what fields have chosen from catalogs
	tags      []string                    // that the account has
	users     []amo.User
	pipelines []amo.Pipeline
	kept      []byte           // the draft, nil without one
	clashes   []cache.Conflict // of the subject's unsent changes
}

// person is a contact or a company, as far as they are alike.
type person struct {
	id                int64
	name, first, last string
	owner             int64
	company           int64
	companyName       string
	tags              []string
	values            []amo.FieldValues
	updatedBy         int64
	pending           bool
	refused, conflict bool // of the unsent changes
}

// parts is the entity whose fields the form has: a new lead has its contact's.
func (s Subject) parts() cache.Entity {
	if s.Entity == cache.Leads {
		return cache.Contacts
	}
	return s.Entity
}

func (f *Form) read(ctx context.Context, of Subject) (s *scene, err error) {
	s = &scene{subject: of}
	r := f.p.Replica
	if s.fields, err = r.CustomFields(ctx, of.parts()); err != nil {
		return nil, err
	}
	if s.groups, err = r.FieldGroups(ctx, of.parts()); err != nil {
		return nil, err
	}
	tags, err := r.TagsOf(ctx, of.parts())
	if err != nil {
		return nil, err
	}
	for _, t := range tags {
		s.tags = append(s.tags, t.Name)
	}
	if s.users, err = r.Users(ctx); err != nil {
		return nil, err
	}
	if s.pipelines, err = r.Pipelines(ctx); err != nil {
		return nil, err
	}
	if err := s.readPerson(ctx, r); err != nil {
		return nil, err
	}
	s.subject.ID = s.person.id // one born here has got its id of the server's
	if s.elements, err = r.ElementNames(ctx, input.Elements(s.person.values)); err != nil {
		return nil, err
	}
	if err := s.readClashes(ctx, r); err != nil {
		return nil, err
	}
	s.kept, err = f.drafts.Read(ctx, draftKey(of))
	return s, err
}

// readClashes reads what of the unsent changes somebody else has set to
// something else.
func (s *scene) readClashes(ctx context.Context, r Replica) error {
	if !s.person.conflict {
		return nil
	}
	all, err := r.Conflicts(ctx)
	s.clashes = slices.DeleteFunc(all, func(c cache.Conflict) bool { return c.Entity != s.subject.Entity || c.EntityID != s.person.id })
	return err
}

func (s *scene) readPerson(ctx context.Context, r Replica) error {
	switch {
	case s.subject.ID == 0:
		return nil
	case s.subject.Entity == cache.Contacts:
		d, err := r.Contact(ctx, s.subject.ID)
		if err != nil {
			return err
		}
		c := d.Contact
		s.leads = d.Leads
		s.person = person{
			id: c.ID, name: c.Name, first: c.FirstName, last: c.LastName, owner: c.ResponsibleUserID, tags: tagNames(c.Embedded.Tags),
			values: c.CustomFieldsValues, updatedBy: c.UpdatedBy,
		}
		if len(c.Embedded.Companies) > 0 {
			s.person.company = c.Embedded.Companies[0].ID
		}
		if d.Company != nil {
			s.person.companyName = d.Company.Name
		}
		s.mark(d.Changes)
	default:
		d, err := r.Company(ctx, s.subject.ID)
		if err != nil {
			return err
		}
		c := d.Company
		s.leads, s.contacts = d.Leads, d.Contacts
		s.person = person{id: c.ID, name: c.Name, owner: c.ResponsibleUserID, tags: tagNames(c.Embedded.Tags), values: c.CustomFieldsValues, updatedBy: c.UpdatedBy}
		s.mark(d.Changes)
	}
	return nil
}

// mark notes how the unsent changes stand.
func (s *scene) mark(changes []cache.Change) {
	s.person.pending = len(changes) > 0
	for _, c := range changes {
		s.person.refused = s.person.refused || c.State == cache.ChangeRefused
		s.person.conflict = s.person.conflict || c.State == cache.ChangeConflict
	}
}

// isOneName reports whether the subject is called by one name: a company, or a
// contact whose name has no parts.
func (s *scene) isOneName() bool {
	return s.subject.Entity == cache.Companies || s.person.name != "" && s.person.first == "" && s.person.last == ""
}

func tagNames(tags []amo.Tag) []string {
	list := make([]string, len(tags))
	for i, t := range tags {
		list[i] = t.Name
	}
	return list
}

func (s *scene) user(id int64) string {
	for _, u := range s.users {
		if u.ID == id {
			return u.Name
		}
	}
	return ""
}

// statusName is what a lead's stage is called.
func (s *scene) statusName(pipeline, status int64) string {
	for _, p := range s.pipelines {
		for _, st := range p.Embedded.Statuses {
			if p.ID == pipeline && st.ID == status {
				return st.Name
			}
		}
	}
	return ""
}
