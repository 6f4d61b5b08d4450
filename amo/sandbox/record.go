package sandbox

import (
	"cmp"
	"slices"
)

// record is one changed row as the state file keeps it. Exactly one member is
// set.
type record struct {
	Lead     *lead       `json:"lead,omitempty"`
	Contact  *party      `json:"contact,omitempty"`
	Company  *party      `json:"company,omitempty"`
	Task     *task       `json:"task,omitempty"`
	Tag      *tag        `json:"tag,omitempty"`
	Note     *note       `json:"note,omitempty"`
	Event    *event      `json:"event,omitempty"`
	Unsorted *unsorted   `json:"unsorted,omitempty"`
	User     *user       `json:"user,omitempty"`
	Role     *role       `json:"role,omitempty"`
	Pipeline *pipeline   `json:"pipeline,omitempty"`
	Reason   *lossReason `json:"reason,omitempty"`
	Field    *field      `json:"field,omitempty"`
	Group    *fieldGroup `json:"group,omitempty"`
	Hook     *webhook    `json:"hook,omitempty"`
	Trigger  *Trigger    `json:"trigger,omitempty"`
	Catalog  *catalog    `json:"catalog,omitempty"`
	Element  *element    `json:"element,omitempty"`
	Grant    *grantRow   `json:"grant,omitempty"`
	App      *appRow     `json:"app,omitempty"`
	Offset   *int64      `json:"offset,omitempty"` // of the clock, nanoseconds
}

// recordKey names the row a record is about; rank is the order in which kinds
// are replayed: definitions before what uses them, tasks after what they
// belong to.
type recordKey struct {
	rank int
	id   int64
	name string
}

func (r record) key() recordKey {
	switch {
	case r.User != nil:
		return recordKey{0, r.User.ID, ""}
	case r.Role != nil:
		return recordKey{1, r.Role.ID, ""}
	case r.Tag != nil:
		return recordKey{2, r.Tag.ID, ""}
	case r.Pipeline != nil:
		return recordKey{3, r.Pipeline.ID, ""}
	case r.Reason != nil:
		return recordKey{4, r.Reason.ID, ""}
	case r.Group != nil:
		return recordKey{5, 0, r.Group.Kind + " " + r.Group.ID}
	case r.Field != nil:
		return recordKey{6, r.Field.ID, ""}
	case r.Company != nil:
		return recordKey{7, r.Company.ID, ""}
	case r.Contact != nil:
		return recordKey{8, r.Contact.ID, ""}
	case r.Lead != nil:
		return recordKey{9, r.Lead.ID, ""}
	case r.Task != nil:
		return recordKey{10, r.Task.ID, ""}
	}
	return r.laterKey()
}

// laterKey is key for what no other row leans on.
func (r record) laterKey() recordKey {
	switch {
	case r.Unsorted != nil:
		return recordKey{11, r.Unsorted.ID, ""}
	case r.Note != nil:
		return recordKey{12, r.Note.ID, ""}
	case r.Event != nil:
		return recordKey{13, r.Event.Number, ""}
	case r.Hook != nil:
		return recordKey{14, r.Hook.ID, ""}
	case r.Trigger != nil:
		return recordKey{15, r.Trigger.ID, ""}
	case r.Grant != nil:
		return recordKey{16, r.Grant.ID, ""}
	case r.App != nil:
		return recordKey{17, 0, ""}
	case r.Catalog != nil:
		return recordKey{18, r.Catalog.ID, ""}
	case r.Element != nil:
		return recordKey{19, r.Element.ID, ""}
	}
	return recordKey{20, 0, ""}
}

// apply puts the changed row into the state. The caller holds the lock.
func (st *state) apply(r record) {
	switch {
	case r.Lead != nil:
		st.putLead(r.Lead)
	case r.Contact != nil:
		st.putParty(kindContacts, r.Contact)
	case r.Company != nil:
		st.putParty(kindCompanies, r.Company)
	case r.Task != nil:
		st.putTask(r.Task)
	case r.Note != nil:
		st.noteID(kindNotes, r.Note.ID)
		st.notes[r.Note.Kind].put(r.Note)
	case r.Unsorted != nil:
		st.putUnsorted(r.Unsorted)
	case r.Event != nil:
		st.putEvent(r.Event)
	case r.Hook != nil:
		st.putHook(r.Hook)
	case r.Trigger != nil:
		st.putTrigger(*r.Trigger)
	case r.Grant != nil:
		st.grants[r.Grant.ID] = r.Grant
		st.noteID(kindGrants, r.Grant.ID)
	case r.App != nil:
		st.app = *r.App
		if r.App.Subdomain != "" {
			st.account.subdomain = r.App.Subdomain
		}
	default:
		st.applyDefinition(r)
	}
}

func (st *state) applyDefinition(r record) {
	switch {
	case r.Tag != nil:
		if set := st.tags[r.Tag.Kind]; set != nil {
			set.add(r.Tag)
			st.noteID("tags", r.Tag.ID)
		}
	case r.User != nil:
		st.noteID(kindUsers, r.User.ID)
		st.users = replaced(st.users, *r.User, func(u user) int64 { return u.ID }, false)
	case r.Role != nil:
		st.noteID(kindRoles, r.Role.ID)
		st.roles = replaced(st.roles, *r.Role, func(o role) int64 { return o.ID }, r.Role.Deleted)
	case r.Reason != nil:
		st.noteID(kindReasons, r.Reason.ID)
		st.reasons = replaced(st.reasons, *r.Reason, func(o lossReason) int64 { return o.ID }, r.Reason.Deleted)
	case r.Pipeline != nil:
		st.noteID(kindPipelines, r.Pipeline.ID)
		for _, s := range r.Pipeline.Statuses {
			st.noteID(kindPipelines, s.ID)
			for _, d := range s.Descriptions {
				st.noteID(kindDescriptions, d.ID)
			}
		}
		st.pipelines = replaced(st.pipelines, r.Pipeline, func(p *pipeline) int64 { return p.ID }, r.Pipeline.Deleted)
		slices.SortStableFunc(st.pipelines, func(a, b *pipeline) int { return cmp.Compare(a.Sort, b.Sort) })
	case r.Field != nil:
		st.noteField(r.Field)
		st.fields[r.Field.Kind].put(r.Field)
	case r.Group != nil:
		st.fields[r.Group.Kind].putGroup(*r.Group)
	case r.Catalog != nil:
		st.putCatalog(r.Catalog)
	case r.Element != nil:
		st.putElement(r.Element)
	}
}

// noteField remembers the ids a field and its choices have taken.
func (st *state) noteField(f *field) {
	st.noteID(kindFields, f.ID)
	for _, e := range f.Enums {
		st.noteID(kindEnums, e.ID)
	}
}

// replaced is a list with a row put at its old place or at the end, or taken
// out. Readers may keep the old list.
func replaced[T any](list []T, row T, id func(T) int64, deleted bool) []T {
	list = slices.Clone(list)
	at := slices.IndexFunc(list, func(o T) bool { return id(o) == id(row) })
	switch {
	case at < 0 && deleted:
	case at < 0:
		list = append(list, row)
	case deleted:
		list = slices.Delete(list, at, at+1)
	default:
		list[at] = row
	}
	return list
}
