package sandbox

import (
	"cmp"
	"slices"
	"strings"
)

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

// The definitions below are replaced as a whole when they change; Deleted is
// set on the last version of one that was removed.

type user struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Email  string `json:"email"`
	Lang   string `json:"lang"`
	Phone  string `json:"phone,omitempty"`
	UUID   string `json:"uuid"`
	Admin  bool   `json:"admin,omitempty"`
	Active bool   `json:"active,omitempty"`
	Group  int64  `json:"group,omitempty"`
	Role   int64  `json:"role,omitempty"`
}

// role is a set of rights; Rights is the API's object, empty for the usual ones.
type role struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Rights  string `json:"rights,omitempty"`
	Deleted bool   `json:"deleted,omitempty"`
}

type pipeline struct {
	ID         int64    `json:"id"`
	Name       string   `json:"name"`
	Sort       int64    `json:"sort"`
	Main       bool     `json:"main,omitempty"`
	UnsortedOn bool     `json:"unsorted_on,omitempty"`
	Statuses   []status `json:"statuses"` // the one of incoming leads first, won and lost last
	Deleted    bool     `json:"deleted,omitempty"`
}

type status struct {
	ID           int64         `json:"id"`
	Name         string        `json:"name"`
	Sort         int64         `json:"sort"`
	Color        string        `json:"color"`
	Editable     bool          `json:"editable,omitempty"`
	Unsorted     bool          `json:"unsorted,omitempty"` // type 1
	Descriptions []description `json:"descriptions,omitempty"`
}

// description tells the staff of one level what to do in a status.
type description struct {
	ID        int64  `json:"id"`
	Level     string `json:"level"`
	Text      string `json:"text"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
	CreatedBy int64  `json:"created_by,omitempty"`
	UpdatedBy int64  `json:"updated_by,omitempty"`
}

func (p *pipeline) clone() *pipeline {
	c := *p
	c.Statuses = slices.Clone(p.Statuses)
	for i := range c.Statuses {
		c.Statuses[i].Descriptions = slices.Clone(c.Statuses[i].Descriptions)
	}
	return &c
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
	ID        int64  `json:"id"`
	Sort      int64  `json:"sort"`
	Name      string `json:"name"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
	Deleted   bool   `json:"deleted,omitempty"`
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

// enum is a choice of a field. Code is empty for the API's null.
type enum struct {
	ID    int64  `json:"id"`
	Value string `json:"value"`
	Code  string `json:"code,omitempty"`
}

// statusRef is a status of a pipeline.
type statusRef struct {
	Status   int64 `json:"status"`
	Pipeline int64 `json:"pipeline"`
}

// field is the definition of a custom field of one kind of entity. Chained and
// Tracking are the API's members as they came.
type field struct {
	ID         int64       `json:"id"`
	Kind       string      `json:"kind"` // leads, contacts, companies
	Name       string      `json:"name"`
	Code       string      `json:"code,omitempty"`
	Type       string      `json:"type"`
	Sort       int64       `json:"sort"`
	Group      string      `json:"group,omitempty"`
	APIOnly    bool        `json:"api_only,omitempty"`
	Predefined bool        `json:"predefined,omitempty"`
	Currency   string      `json:"currency,omitempty"`
	Remind     string      `json:"remind,omitempty"`
	Enums      []enum      `json:"enums,omitempty"`
	Required   []statusRef `json:"required,omitempty"`
	Hidden     []statusRef `json:"hidden,omitempty"`
	Chained    string      `json:"chained,omitempty"`
	Tracking   string      `json:"tracking,omitempty"`
	Deleted    bool        `json:"deleted,omitempty"`
}

func (f *field) clone() *field {
	c := *f
	c.Enums = slices.Clone(f.Enums)
	c.Required, c.Hidden = slices.Clone(f.Required), slices.Clone(f.Hidden)
	return &c
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
	ID         string `json:"id"`
	Name       string `json:"name"`
	Kind       string `json:"kind"`
	Sort       int64  `json:"sort"`
	Predefined bool   `json:"predefined,omitempty"`
	Deleted    bool   `json:"deleted,omitempty"`
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

// put files a new or changed definition, or takes out a deleted one.
func (s *fieldSet) put(f *field) {
	if old := s.byID[f.ID]; old != nil {
		s.list = slices.DeleteFunc(slices.Clone(s.list), func(o *field) bool { return o.ID == f.ID })
		delete(s.byID, f.ID)
		delete(s.byCode, old.Code)
	}
	if f.Deleted {
		return
	}
	s.list = append(s.list, f)
	s.byID[f.ID] = f
	if f.Code != "" {
		s.byCode[f.Code] = f
	}
}

func (s *fieldSet) putGroup(g fieldGroup) {
	s.groups = slices.DeleteFunc(slices.Clone(s.groups), func(o fieldGroup) bool { return o.ID == g.ID })
	if !g.Deleted {
		s.groups = append(s.groups, g)
		slices.SortStableFunc(s.groups, func(a, b fieldGroup) int { return cmp.Compare(a.Sort, b.Sort) })
	}
}

func (s *fieldSet) group(id string) *fieldGroup {
	for i := range s.groups {
		if s.groups[i].ID == id {
			return &s.groups[i]
		}
	}
	return nil
}

// in are the ids of a group's fields.
func (s *fieldSet) in(group string) []int64 {
	var ids []int64
	for _, f := range s.list {
		if f.Group == group {
			ids = append(ids, f.ID)
		}
	}
	return ids
}
