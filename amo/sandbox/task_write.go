package sandbox

import "slices"

// createTasks answers POST /api/v4/tasks.
func createTasks(s *Server, r *request) reply {
	return s.writeBatch(r, kindTasks, false, func(tx *txn, m model) int64 {
		t := tx.addTask(&task{
			ID: tx.st.takeID(kindTasks), CreatedBy: r.userID, UpdatedBy: r.userID,
			CreatedAt: r.now, UpdatedAt: r.now, Owner: r.userID, Type: 1,
		})
		for _, name := range []string{"text", "complete_till"} {
			if !m.has(name) {
				m.missing(name)
			}
		}
		tx.fillTask(m, t)
		return t.ID
	})
}

// editTasks answers PATCH /api/v4/tasks, editTask PATCH /api/v4/tasks/{id}.
func editTasks(s *Server, r *request) reply { return s.writeBatch(r, kindTasks, true, changeTask) }

func editTask(s *Server, r *request) reply { return s.writeOne(r, kindTasks, changeTask) }

func changeTask(tx *txn, m model) int64 {
	id, given := m.reference()
	if !given {
		return 0
	}
	t := tx.task(id)
	if t == nil {
		m.refuse("id")
		return 0
	}
	t.UpdatedAt, t.UpdatedBy = tx.now, tx.userID
	tx.fillTask(m, t)
	return id
}

func (tx *txn) fillTask(m model, t *task) {
	if text, given := m.text("text"); given {
		t.Text = text
	}
	if at, given := m.integer("complete_till"); given {
		t.CompleteTill = at
	}
	if owner, given := tx.userField(m, "responsible_user_id"); given {
		t.Owner = owner
	}
	t.Group = tx.st.groupOf(t.Owner)
	if author, given := tx.authorField(m, "created_by"); given {
		t.CreatedBy = author
	}
	if author, given := tx.authorField(m, "updated_by"); given {
		t.UpdatedBy = author
	}
	if at, given := m.integer("created_at"); given {
		t.CreatedAt = at
	}
	if at, given := m.integer("updated_at"); given {
		t.UpdatedAt = at
	}
	if seconds, given := m.nullable("duration"); given {
		t.Duration = seconds
	}
	if done, given := m.boolean("is_completed"); given {
		t.Completed = done
	}
	if result := m.child("result"); result.has("text") {
		t.Result, _ = result.text("text")
	}
	tx.fillTaskType(m, t)
	tx.fillTaskEntity(m, t)
}

func (tx *txn) fillTaskType(m model, t *task) {
	id, given := m.integer("task_type_id")
	if !given {
		return
	}
	if !slices.ContainsFunc(tx.st.account.taskTypes, func(tt taskType) bool { return tt.id == id }) {
		m.refuse("task_type_id")
		return
	}
	t.Type = id
}

// fillTaskEntity ties a task to an entity that exists.
func (tx *txn) fillTaskEntity(m model, t *task) {
	if kind, given := tx.kindField(m); given {
		t.EntityType = kind
	}
	if id, given := m.nullable("entity_id"); given {
		t.EntityID = id
	}
	if !m.has("entity_id") && !m.has("entity_type") {
		return
	}
	var found bool
	switch t.EntityType {
	case "":
		found = t.EntityID == 0
	case kindLeads:
		found = tx.st.leads.live.byID[t.EntityID] != nil
	default:
		found = tx.st.parties(t.EntityType).live.byID[t.EntityID] != nil
	}
	if !found {
		m.refuse("entity_id")
	}
}

func (tx *txn) kindField(m model) (kind string, given bool) {
	if m.isNull("entity_type") {
		return "", true
	}
	if kind, given = m.text("entity_type"); !given {
		return "", false
	}
	switch kind {
	case kindLeads, kindContacts, kindCompanies:
		return kind, true
	}
	m.refuse("entity_type")
	return "", false
}
