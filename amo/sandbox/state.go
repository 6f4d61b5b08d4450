package sandbox

import (
	"slices"
	"sync"
)

// state is the whole account. Everything in it is read and written under mu;
// rows, tags and definitions are immutable once they stand in it.
type state struct {
	mu sync.RWMutex

	lenient   bool // seed mode
	account   account
	users     []user
	roles     []role
	pipelines []*pipeline
	reasons   []lossReason
	fields    map[string]*fieldSet // by kind
	tags      map[string]*tagSet   // by kind
	catalogs  []*catalog
	elements  map[int64]*table[*element] // by catalog

	leads     shelf[*lead]
	contacts  shelf[*party]
	companies shelf[*party]
	tasks     *table[*task]

	leadsOf    map[entityRef][]int64 // live leads of a contact or company
	contactsOf map[int64][]int64     // live contacts of a company
	tasksOf    map[entityRef][]int64 // tasks of an entity, done ones too

	notes      map[string]*table[*note] // by kind
	unsorted   *table[*unsorted]
	unsortedBy map[string]*unsorted // by uid
	events     *table[*event]
	eventBy    map[string]*event // by uid
	hooks      []*webhook
	triggers   []Trigger

	grants map[int64]*grantRow
	app    appRow

	nextID map[string]int64 // the next id of each kind, and of "tags"

	generated int64           // how many leads the account was made with, from firstLeadID on
	replaced  map[int64]*lead // those of them that were changed since, as they were
}

func newState() *state {
	return &state{
		fields:     map[string]*fieldSet{},
		elements:   map[int64]*table[*element]{},
		tags:       map[string]*tagSet{kindLeads: newTagSet(), kindContacts: newTagSet(), kindCompanies: newTagSet()},
		leads:      shelf[*lead]{newLeadTable(), newLeadTable()},
		contacts:   shelf[*party]{newPartyTable(), newPartyTable()},
		companies:  shelf[*party]{newPartyTable(), newPartyTable()},
		tasks:      newTaskTable(),
		leadsOf:    map[entityRef][]int64{},
		contactsOf: map[int64][]int64{},
		tasksOf:    map[entityRef][]int64{},
		notes: map[string]*table[*note]{
			kindLeads: newNoteTable(), kindContacts: newNoteTable(), kindCompanies: newNoteTable(),
		},
		unsorted:   newUnsortedTable(),
		unsortedBy: map[string]*unsorted{},
		events:     newEventTable(),
		eventBy:    map[string]*event{},
		grants:     map[int64]*grantRow{},
		nextID:     firstIDs(),
		replaced:   map[int64]*lead{},
	}
}

func newLeadTable() *table[*lead] {
	return newTable(nil,
		&index[*lead]{name: "updated_at", key: func(l *lead) int64 { return l.UpdatedAt }},
		&index[*lead]{name: "created_at", key: func(l *lead) int64 { return l.CreatedAt }},
		&index[*lead]{name: "id", key: (*lead).id})
}

func newPartyTable() *table[*party] {
	return newTable(func(p *party) string { return p.Name },
		&index[*party]{name: "updated_at", key: func(p *party) int64 { return p.UpdatedAt }},
		&index[*party]{name: "id", key: (*party).id})
}

func newTaskTable() *table[*task] {
	return newTable(nil,
		&index[*task]{name: "updated_at", key: func(t *task) int64 { return t.UpdatedAt }},
		&index[*task]{name: "created_at", key: func(t *task) int64 { return t.CreatedAt }},
		&index[*task]{name: "complete_till", key: func(t *task) int64 { return t.CompleteTill }},
		&index[*task]{name: "id", key: (*task).id})
}

func newNoteTable() *table[*note] {
	return newTable(nil,
		&index[*note]{name: "updated_at", key: func(n *note) int64 { return n.UpdatedAt }},
		&index[*note]{name: "id", key: (*note).id})
}

func newUnsortedTable() *table[*unsorted] {
	return newTable(nil, &index[*unsorted]{name: "created_at", key: func(u *unsorted) int64 { return u.CreatedAt }})
}

func newEventTable() *table[*event] {
	return newTable(nil, &index[*event]{name: "created_at", key: func(e *event) int64 { return e.CreatedAt }})
}

// firstIDs are the ids kinds begin with that the generated account has none of.
func firstIDs() map[string]int64 {
	return map[string]int64{
		kindGrants: 1, kindNotes: 200001, kindUnsorted: 1, kindEvents: 1, kindHooks: 50101,
		kindTriggers: 1, kindDescriptions: 77, kindGroups: 1,
	}
}

func (st *state) parties(kind string) *shelf[*party] {
	if kind == kindCompanies {
		return &st.companies
	}
	return &st.contacts
}

func (st *state) user(id int64) *user {
	for i := range st.users {
		if st.users[i].ID == id {
			return &st.users[i]
		}
	}
	return nil
}

func (st *state) groupOf(userID int64) int64 {
	if u := st.user(userID); u != nil {
		return u.Group
	}
	return 0
}

func (st *state) pipeline(id int64) *pipeline {
	for _, p := range st.pipelines {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// pipelineOf is the only pipeline that has an ordinary status, nil for an
// unknown one and for won and lost, which all pipelines have.
func (st *state) pipelineOf(statusID int64) *pipeline {
	if statusID == statusWon || statusID == statusLost {
		return nil
	}
	for _, p := range st.pipelines {
		if p.status(statusID) != nil {
			return p
		}
	}
	return nil
}

func (st *state) mainPipeline() *pipeline {
	for _, p := range st.pipelines {
		if p.Main {
			return p
		}
	}
	return st.pipelines[0]
}

func (st *state) reason(id int64) *lossReason {
	for i := range st.reasons {
		if st.reasons[i].ID == id {
			return &st.reasons[i]
		}
	}
	return nil
}

// takeID hands out the next id of a kind.
func (st *state) takeID(kind string) int64 {
	id := st.nextID[kind]
	st.nextID[kind] = id + 1
	return id
}

func (st *state) noteID(kind string, id int64) {
	if id >= st.nextID[kind] {
		st.nextID[kind] = id + 1
	}
}

func (st *state) putLead(l *lead) {
	old, had := st.leads.put(l, l.Deleted)
	st.noteID(kindLeads, l.ID)
	if had {
		if at := l.ID - firstLeadID; at >= 0 && at < st.generated && st.replaced[l.ID] == nil {
			st.replaced[l.ID] = old
		}
		if !l.Deleted && slices.Equal(old.Contacts, l.Contacts) && old.Company == l.Company {
			return
		}
		st.unlinkLead(old)
	}
	if !l.Deleted {
		st.linkLead(l)
	}
}

func (st *state) linkLead(l *lead) {
	for _, id := range l.Contacts {
		ref := entityRef{kindContacts, id}
		st.leadsOf[ref] = append(st.leadsOf[ref], l.ID)
	}
	if l.Company != 0 {
		ref := entityRef{kindCompanies, l.Company}
		st.leadsOf[ref] = append(st.leadsOf[ref], l.ID)
	}
}

func (st *state) unlinkLead(l *lead) {
	for _, id := range l.Contacts {
		removeRef(st.leadsOf, entityRef{kindContacts, id}, l.ID)
	}
	if l.Company != 0 {
		removeRef(st.leadsOf, entityRef{kindCompanies, l.Company}, l.ID)
	}
}

func (st *state) putParty(kind string, p *party) {
	old, had := st.parties(kind).put(p, p.Deleted)
	st.noteID(kind, p.ID)
	if kind != kindContacts {
		return
	}
	if had && old.Company != 0 {
		removeRef(st.contactsOf, old.Company, p.ID)
	}
	if !p.Deleted && p.Company != 0 {
		st.contactsOf[p.Company] = append(st.contactsOf[p.Company], p.ID)
	}
}

func (st *state) putTask(t *task) {
	st.noteID(kindTasks, t.ID)
	if old, had := st.tasks.byID[t.ID]; had {
		removeRef(st.tasksOf, old.entity(), t.ID)
		defer st.refreshClosestTask(old.entity())
	}
	if t.Deleted {
		st.tasks.drop(t.ID)
		return
	}
	st.tasks.put(t)
	if t.EntityType != "" {
		st.tasksOf[t.entity()] = append(st.tasksOf[t.entity()], t.ID)
		st.refreshClosestTask(t.entity())
	}
}

// refreshClosestTask counts an entity's nearest open task anew. It does not
// move updated_at: nothing says that the real service does.
func (st *state) refreshClosestTask(ref entityRef) {
	var closest int64
	for _, id := range st.tasksOf[ref] {
		t := st.tasks.byID[id]
		if t != nil && !t.Completed && (closest == 0 || t.CompleteTill < closest) {
			closest = t.CompleteTill
		}
	}
	switch ref.kind {
	case kindLeads:
		if l := st.leads.live.byID[ref.id]; l != nil && l.ClosestTaskAt != closest {
			l = l.clone()
			l.ClosestTaskAt = closest
			st.leads.live.put(l)
		}
	case kindContacts, kindCompanies:
		table := st.parties(ref.kind).live
		if p := table.byID[ref.id]; p != nil && p.ClosestTaskAt != closest {
			p = p.clone()
			p.ClosestTaskAt = closest
			table.put(p)
		}
	}
}

func removeRef[K comparable](m map[K][]int64, key K, id int64) {
	list := m[key]
	if i := slices.Index(list, id); i >= 0 {
		m[key] = slices.Delete(list, i, i+1)
	}
	if len(m[key]) == 0 {
		delete(m, key)
	}
}
