package sandbox

import "strings"

// account is the account itself; it does not change here.
type account struct {
	id                   int64
	name, subdomain      string
	country              string
	currency, symbol     string
	createdAt            int64
	createdBy            int64
	uuid, amojoID        string
	timezone, zoneOffset string
	groups               []group
	taskTypes            []taskType
}

// group is a department of users; 0 is the default one.
type group struct {
	id   int64
	name string
}

type taskType struct {
	id         int64
	name, code string
}

type user struct {
	ID          int64
	Name, Email string
	Lang        string
	Phone       string
	UUID        string
	Admin       bool
	Active      bool
	Group       int64
	Role        int64
}

type role struct {
	ID   int64
	Name string
}

type pipeline struct {
	ID         int64
	Name       string
	Sort       int64
	Main       bool
	UnsortedOn bool
	Statuses   []status // the one of incoming leads first, won and lost last
}

type status struct {
	ID       int64
	Name     string
	Sort     int64
	Color    string
	Editable bool
	Unsorted bool // type 1
}

func (p *pipeline) status(id int64) *status {
	for i := range p.Statuses {
		if p.Statuses[i].ID == id {
			return &p.Statuses[i]
		}
	}
	return nil
}

// visible is the statuses the API shows: the one of incoming leads vanishes
// when the pipeline does not take them.
func (p *pipeline) visible() []status {
	if len(p.Statuses) > 0 && p.Statuses[0].Unsorted && !p.UnsortedOn {
		return p.Statuses[1:]
	}
	return p.Statuses
}

// first is the status new leads get.
func (p *pipeline) first() int64 {
	for _, s := range p.Statuses {
		if !s.Unsorted {
			return s.ID
		}
	}
	return statusWon
}

type lossReason struct {
	ID, Sort             int64
	Name                 string
	CreatedAt, UpdatedAt int64
}

// tag belongs to one kind of entity; color has no '#', only leads have one.
type tag struct {
	Kind  string `json:"kind"`
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color,omitempty"`
}

// tagSet is the tags of one kind, in order of birth.
type tagSet struct {
	list   []*tag
	byID   map[int64]*tag
	byName map[string]*tag // by lower-case name: tags differ by more than case
}

func newTagSet() *tagSet {
	return &tagSet{byID: map[int64]*tag{}, byName: map[string]*tag{}}
}

func (s *tagSet) add(t *tag) {
	if s.byID[t.ID] != nil {
		return
	}
	s.list = append(s.list, t)
	s.byID[t.ID] = t
	s.byName[strings.ToLower(t.Name)] = t
}

func (s *tagSet) named(name string) *tag { return s.byName[strings.ToLower(name)] }

// enum is a choice of a field. code is empty for the API's null.
type enum struct {
	ID          int64
	Value, Code string
}

// statusRef is a status of a pipeline.
type statusRef struct{ Status, Pipeline int64 }

// field is the definition of a custom field of one kind of entity.
type field struct {
	ID         int64
	Kind       string // leads, contacts, companies
	Name, Code string
	Type       string
	Sort       int64
	Group      string
	APIOnly    bool
	Predefined bool
	Currency   string
	Remind     string
	Enums      []enum
	Required   []statusRef
}

func (f *field) enum(id int64) *enum {
	for i := range f.Enums {
		if f.Enums[i].ID == id {
			return &f.Enums[i]
		}
	}
	return nil
}

// fieldGroup is a tab of the card.
type fieldGroup struct {
	ID, Name   string
	Kind       string
	Sort       int64
	Predefined bool
}

// fieldSet is the fields of one kind, in the order of the card.
type fieldSet struct {
	list   []*field
	byID   map[int64]*field
	byCode map[string]*field
	groups []fieldGroup
}

func newFieldSet(groups []fieldGroup, fields []*field) *fieldSet {
	s := &fieldSet{list: fields, byID: map[int64]*field{}, byCode: map[string]*field{}, groups: groups}
	for _, f := range fields {
		s.byID[f.ID] = f
		if f.Code != "" {
			s.byCode[f.Code] = f
		}
	}
	return s
}
