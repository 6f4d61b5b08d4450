package sandbox

import "slices"

// txn is a write under way: copies of the rows it changes, of which either
// all are applied or none. It lives under the state's write lock.
type txn struct {
	st      *state
	userID  int64
	now     int64
	records []record
	leads   map[int64]*lead
	parties map[entityRef]*party
	tasks   map[int64]*task
	tags    []*tag // made by this write
	notes   map[int64]*note
	waiting map[int64]*unsorted
	funnels []*pipeline
	fields  []*field

	lenient    bool   // seed mode
	impossible string // why the write cannot be, though it is well-formed
}

func (st *state) begin(userID, now int64) *txn {
	return &txn{
		st: st, userID: userID, now: now, lenient: st.lenient,
		leads: map[int64]*lead{}, parties: map[entityRef]*party{}, tasks: map[int64]*task{},
		notes: map[int64]*note{}, waiting: map[int64]*unsorted{},
	}
}

// lead is the copy of a live lead to change, nil for a missing one. A batch
// that names a lead twice gets the same copy.
func (tx *txn) lead(id int64) *lead {
	if l := tx.leads[id]; l != nil {
		return l
	}
	old := tx.st.leads.live.byID[id]
	if old == nil {
		return nil
	}
	return tx.addLead(old.clone())
}

func (tx *txn) addLead(l *lead) *lead {
	tx.leads[l.ID] = l
	tx.records = append(tx.records, record{Lead: l})
	return l
}

func (tx *txn) party(kind string, id int64) *party {
	if p := tx.parties[entityRef{kind, id}]; p != nil {
		return p
	}
	old := tx.st.parties(kind).live.byID[id]
	if old == nil {
		return nil
	}
	return tx.addParty(kind, old.clone())
}

func (tx *txn) addParty(kind string, p *party) *party {
	tx.parties[entityRef{kind, p.ID}] = p
	if kind == kindCompanies {
		tx.records = append(tx.records, record{Company: p})
	} else {
		tx.records = append(tx.records, record{Contact: p})
	}
	return p
}

func (tx *txn) task(id int64) *task {
	if t := tx.tasks[id]; t != nil {
		return t
	}
	old := tx.st.tasks.byID[id]
	if old == nil {
		return nil
	}
	return tx.addTask(old.clone())
}

func (tx *txn) addTask(t *task) *task {
	tx.tasks[t.ID] = t
	tx.records = append(tx.records, record{Task: t})
	return t
}

func (tx *txn) note(kind string, id int64) *note {
	if n := tx.notes[id]; n != nil {
		return n
	}
	old := tx.st.notes[kind].byID[id]
	if old == nil {
		return nil
	}
	return tx.addNote(old.clone())
}

func (tx *txn) addNote(n *note) *note {
	tx.notes[n.ID] = n
	tx.add(record{Note: n})
	return n
}

// unsorted is the copy of an incoming lead to change.
func (tx *txn) unsorted(id int64) *unsorted {
	if u := tx.waiting[id]; u != nil {
		return u
	}
	old := tx.st.unsorted.byID[id]
	if old == nil {
		return nil
	}
	u := *old
	return tx.addUnsorted(&u)
}

func (tx *txn) addUnsorted(u *unsorted) *unsorted {
	tx.waiting[u.ID] = u
	tx.add(record{Unsorted: u})
	return u
}

func (tx *txn) add(r record) { tx.records = append(tx.records, r) }

// tagNamed finds a tag or makes it.
func (tx *txn) tagNamed(kind, name string) *tag {
	if t := tx.st.tags[kind].named(name); t != nil {
		return t
	}
	for _, t := range tx.tags {
		if t.Kind == kind && t.Name == name {
			return t
		}
	}
	t := &tag{Kind: kind, ID: tx.st.takeID("tags"), Name: name}
	tx.tags = append(tx.tags, t)
	tx.records = append(tx.records, record{Tag: t})
	return t
}

// commit makes the write durable, then visible, and then tells about it.
func (s *Server) commit(tx *txn) error {
	told := tx.tell()
	if err := s.save(tx.records...); err != nil {
		return err
	}
	s.notify(told, tx.now)
	return nil
}

// applyTags changes the tags of a row as a model asks: _embedded.tags
// replaces them all, tags_to_delete and tags_to_add follow.
func (tx *txn) applyTags(m model, kind string, h *head, isNew bool) {
	if embedded := m.child("_embedded"); embedded.has("tags") {
		if items, given := embedded.list("tags"); given {
			h.Tags = tx.tagIDs(kind, items)
		}
	}
	if items, given := m.list("tags_to_delete"); given && !isNew {
		for _, item := range items {
			h.Tags = slices.DeleteFunc(h.Tags, func(id int64) bool { return tx.isTag(kind, id, item) })
		}
	}
	if items, given := m.list("tags_to_add"); given {
		for _, id := range tx.tagIDs(kind, items) {
			if !slices.Contains(h.Tags, id) {
				h.Tags = append(h.Tags, id)
			}
		}
	}
}

// isTag reports whether a tag of a row is the one an item names.
func (tx *txn) isTag(kind string, id int64, item model) bool {
	if n, given := item.nullable("id"); given && n != 0 {
		return n == id
	}
	name, given := item.text("name")
	t := tx.st.tags[kind].named(name)
	return given && t != nil && t.ID == id
}

func (tx *txn) tagIDs(kind string, items []model) []int64 {
	var ids []int64
	for _, item := range items {
		var id int64
		switch {
		case item.has("id") && !item.isNull("id"):
			n, given := item.integer("id")
			if given && tx.st.tags[kind].byID[n] == nil {
				item.refuse("id")
				continue
			}
			id = n
		case item.has("name"):
			name, given := item.text("name")
			if !given || name == "" {
				continue
			}
			id = tx.tagNamed(kind, name).ID
		default:
			item.missing("name")
			continue
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// userField reads a member that names an employee.
func (tx *txn) userField(m model, name string) (id int64, given bool) {
	id, given = m.integer(name)
	if u := tx.st.user(id); given && (u == nil || !u.Active) {
		m.refuse(name)
		return 0, false
	}
	return id, given
}

// authorField is userField where 0 is a robot.
func (tx *txn) authorField(m model, name string) (id int64, given bool) {
	if id, given = m.integer(name); !given || id == 0 {
		return id, given
	}
	return tx.userField(m, name)
}
