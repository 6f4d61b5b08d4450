package sandbox

import (
	"math"
	"math/rand/v2"
	"slices"
)

const (
	secondsPerDay = 86400
	firstLeadID   = 19619 // the lead of the guide's examples
	firstContact  = 60001
	firstCompany  = 50001
	firstTask     = 120001
)

// generate makes the account of the options as of a day, which is the Unix
// time of its first second in Tashkent.
func generate(o Options, day int64) *state {
	st := newState()
	st.account = demoAccount(day)
	st.users, st.roles = demoUsers(), demoRoles()
	st.pipelines = demoPipelines()
	st.reasons = demoReasons(day)
	st.fields[kindLeads] = demoLeadFields()
	st.fields[kindContacts] = demoContactFields()
	st.fields[kindCompanies] = demoCompanyFields()
	st.addDemoTags()
	r := rand.New(rand.NewPCG(o.Seed, 0x64656d6f))
	d := &demo{namer: newNamer(r), st: st, day: day}
	d.catalogs()
	d.companies(o)
	d.contacts(o.Contacts)
	d.leads(o.Leads)
	d.tasks()
	d.showcase()
	d.load()
	d.noteDefinitions()
	d.incoming()
	st.generated = int64(len(d.leadRows))
	return st
}

// demo is the account while it is made.
type demo struct {
	*namer
	st          *state
	day         int64
	companyRows []*party
	contactRows []*party
	leadRows    []*lead
	taskRows    []*task
}

// owner is a random employee; the token's user has the most.
func (d *demo) owner(at int64) int64 {
	users := d.st.users
	if d.chance(20) {
		return users[0].ID
	}
	u := users[d.r.IntN(len(users))]
	if !u.Active && at > d.day-200*secondsPerDay {
		u = users[1]
	}
	return u.ID
}

// between is a random second from a to b.
func (d *demo) between(a, b int64) int64 {
	if b <= a {
		return a
	}
	return a + d.r.Int64N(b-a)
}

// yesterday is the last second before the day.
func (d *demo) yesterday() int64 { return d.day - 1 }

// latest is when the last change was made to leads that nobody dressed up.
func (d *demo) latest() int64 { return d.day - 2*3600 }

func (d *demo) newHead(id int64, name string, created, updated int64) head {
	owner := d.owner(created)
	h := head{
		ID: id, Name: name, Owner: owner, Group: d.st.groupOf(owner),
		CreatedBy: owner, UpdatedBy: owner, CreatedAt: created, UpdatedAt: updated,
	}
	if d.chance(15) {
		h.CreatedBy = 0
	}
	if d.chance(25) {
		h.UpdatedBy = d.owner(updated)
	}
	return h
}

// someTags picks a few of a kind's tags.
func (d *demo) someTags(kind string, percent int) []int64 {
	var ids []int64
	list := d.st.tags[kind].list
	for len(ids) < 3 && d.chance(percent) {
		if id := pick(d.r, list).ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (d *demo) companies(o Options) {
	count := o.Contacts * 3 / 10
	if count == 0 && o.Contacts > 0 {
		count = 1
	}
	for i := range count {
		created := d.between(d.day-760*secondsPerDay, d.yesterday())
		p := &party{head: d.newHead(firstCompany+int64(i), d.company(), created, d.between(created, d.yesterday()))}
		p.Tags = d.someTags(kindCompanies, 15)
		p.Fields = append(p.Fields, fieldValues{fieldCompanyPhone, []value{{Text: d.phone(), Num: 880041}}})
		if d.chance(50) {
			p.Fields = append(p.Fields, fieldValues{fieldCompanyAddress, []value{{Text: d.address()}}})
		}
		if d.chance(8) {
			p.Fields = append(p.Fields, fieldValues{fieldCompanyLegal, []value{{Text: d.legalEntity(p.Name)}}})
		}
		d.companyRows = append(d.companyRows, p)
	}
}

func (d *demo) contacts(count int) {
	for i := range count {
		first, last := d.person()
		created := d.between(d.day-760*secondsPerDay, d.yesterday())
		p := &party{
			head:  d.newHead(firstContact+int64(i), first+" "+last, created, d.between(created, d.yesterday())),
			First: first, Last: last,
		}
		if d.chance(6) {
			// As a form or a messenger makes them.
			p.First, p.Last = "", ""
		}
		if len(d.companyRows) > 0 && d.chance(60) {
			p.Company = pick(d.r, d.companyRows).ID
		}
		p.Tags = d.someTags(kindContacts, 12)
		p.Fields = d.contactFields(first, last)
		d.contactRows = append(d.contactRows, p)
	}
}

// load puts the finished rows into the state's tables.
func (d *demo) load() {
	d.st.companies.live.load(d.companyRows)
	d.st.contacts.live.load(d.contactRows)
	d.linkTasks()
	d.st.leads.live.load(d.leadRows)
	d.st.tasks.load(d.taskRows)
	for _, c := range d.contactRows {
		if c.Company != 0 {
			d.st.contactsOf[c.Company] = append(d.st.contactsOf[c.Company], c.ID)
		}
	}
	for _, l := range d.leadRows {
		d.st.linkLead(l)
	}
	d.st.nextID[kindCompanies] = firstCompany + int64(len(d.companyRows))
	d.st.nextID[kindContacts] = firstContact + int64(len(d.contactRows))
	d.st.nextID[kindLeads] = firstLeadID + int64(len(d.leadRows))
	d.st.nextID[kindTasks] = firstTask + int64(len(d.taskRows))
}

// linkTasks tells leads and contacts when their nearest open task is due.
func (d *demo) linkTasks() {
	for _, t := range d.taskRows {
		if t.EntityType == "" {
			continue
		}
		d.st.tasksOf[t.entity()] = append(d.st.tasksOf[t.entity()], t.ID)
		if t.Completed {
			continue
		}
		var h *head
		if t.EntityType == kindLeads {
			h = &d.leadRows[t.EntityID-firstLeadID].head
		} else {
			h = &d.contactRows[t.EntityID-firstContact].head
		}
		if h.ClosestTaskAt == 0 || t.CompleteTill < h.ClosestTaskAt {
			h.ClosestTaskAt = t.CompleteTill
		}
	}
}

// budget is a sum in soʻm: many small, few large, mostly round, some none.
func (d *demo) budget() int64 {
	if d.chance(7) {
		return 0
	}
	sum := math.Exp(16.2 + 1.25*d.r.NormFloat64()) // half of them below 11 million
	step := 50_000.0
	switch {
	case sum > 100_000_000:
		step = 5_000_000
	case sum > 20_000_000:
		step = 500_000
	}
	if d.chance(40) {
		step *= 10
	}
	sum = math.Max(math.Round(sum/step), 1) * step
	return int64(math.Min(sum, 420_000_000))
}

// noteDefinitions remembers which ids the account's definitions have taken.
func (d *demo) noteDefinitions() {
	st := d.st
	for _, u := range st.users {
		st.noteID(kindUsers, u.ID)
	}
	for _, r := range st.roles {
		st.noteID(kindRoles, r.ID)
	}
	for _, r := range st.reasons {
		st.noteID(kindReasons, r.ID)
	}
	for _, p := range st.pipelines {
		st.noteID(kindPipelines, p.ID)
		for _, s := range p.Statuses {
			st.noteID(kindPipelines, s.ID)
		}
	}
	for _, set := range st.fields {
		for _, f := range set.list {
			st.noteField(f)
		}
	}
}
