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
	id          int64
	name, email string
	lang        string
	phone       string
	uuid        string
	admin       bool
	active      bool
	group       int64
	role        int64
}

type role struct {
	id   int64
	name string
}

type pipeline struct {
	id         int64
	name       string
	sort       int64
	main       bool
	unsortedOn bool
	statuses   []status // the one of incoming leads first, won and lost last
}

type status struct {
	id       int64
	name     string
	sort     int64
	color    string
	editable bool
	unsorted bool // type 1
}

func (p *pipeline) status(id int64) *status {
	for i := range p.statuses {
		if p.statuses[i].id == id {
			return &p.statuses[i]
		}
	}
	return nil
}

// visible is the statuses the API shows: the one of incoming leads vanishes
// when the pipeline does not take them.
func (p *pipeline) visible() []status {
	if len(p.statuses) > 0 && p.statuses[0].unsorted && !p.unsortedOn {
		return p.statuses[1:]
	}
	return p.statuses
}

// first is the status new leads get.
func (p *pipeline) first() int64 {
	for _, s := range p.statuses {
		if !s.unsorted {
			return s.id
		}
	}
	return statusWon
}

type lossReason struct {
	id, sort             int64
	name                 string
	createdAt, updatedAt int64
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
	id          int64
	value, code string
}

// statusRef is a status of a pipeline.
type statusRef struct{ status, pipeline int64 }

// field is the definition of a custom field of one kind of entity.
type field struct {
	id         int64
	kind       string // leads, contacts, companies
	name, code string
	typ        string
	sort       int64
	group      string
	apiOnly    bool
	predefined bool
	currency   string
	remind     string
	enums      []enum
	required   []statusRef
}

func (f *field) enum(id int64) *enum {
	for i := range f.enums {
		if f.enums[i].id == id {
			return &f.enums[i]
		}
	}
	return nil
}

// fieldGroup is a tab of the card.
type fieldGroup struct {
	id, name   string
	kind       string
	sort       int64
	predefined bool
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
		s.byID[f.id] = f
		if f.code != "" {
			s.byCode[f.code] = f
		}
	}
	return s
}
