package sandbox

import (
	"net/http"
)

// listTasks answers GET /api/v4/tasks.
func listTasks(s *Server, r *request) reply {
	st, p := s.state, r.page(maxLimit)
	st.mu.RLock()
	defer st.mu.RUnlock()
	found := find(st.tasks, selectTasks(r), p)
	item := p.itemQuery()
	return writeList(r, p, kindTasks, found, func(w *writer, t *task) { st.writeTask(w, r, t, item) })
}

func selectTasks(r *request) selection[*task] {
	var s selection[*task]
	s.order, s.desc = r.order("updated_at", "created_at", "complete_till", "id")
	filter := r.query.get("filter")
	if p := filter.get("id"); p != nil {
		s.ids = append([]int64{}, p.ints()...)
	}
	add := func(t []test[*task]) { s.tests = append(s.tests, t...) }
	add(oneOf(filter, "responsible_user_id", func(t *task) int64 { return t.Owner }))
	add(oneOf(filter, "created_by", func(t *task) int64 { return t.CreatedBy }))
	add(oneOf(filter, "task_type", func(t *task) int64 { return t.Type }))
	add(oneOf(filter, "task_type_id", func(t *task) int64 { return t.Type }))
	add(oneOf(filter, "is_completed", func(t *task) int64 {
		if t.Completed {
			return 1
		}
		return 0
	}))
	if p := filter.get("updated_at"); p.isText() {
		// On tasks a single time means "since".
		after := intval(p.text)
		add([]test[*task]{func(t *task) bool { return t.UpdatedAt >= after }})
	} else {
		s.spanOf(filter, "updated_at", func(t *task) int64 { return t.UpdatedAt })
	}
	if p := filter.get("entity_type"); p != nil {
		kinds := p.list()
		add([]test[*task]{func(t *task) bool {
			for _, kind := range kinds {
				if t.EntityType == kind {
					return true
				}
			}
			return false
		}})
		add(oneOf(filter, "entity_id", func(t *task) int64 { return t.EntityID }))
	}
	return s
}

// getTask answers GET /api/v4/tasks/{id}.
func getTask(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	t := st.tasks.byID[r.ids[0]]
	if t == nil {
		return noContent()
	}
	w := &writer{}
	st.writeTask(w, r, t, "")
	return halReply(w)
}

// refuseTaskDelete answers DELETE /api/v4/tasks/{id} as amoCRM does to all.
func refuseTaskDelete(*Server, *request) reply {
	return problem(http.StatusForbidden, "Forbidden", "Invalid scope")
}

func (st *state) writeTask(w *writer, r *request, t *task, item string) {
	w.object()
	w.intField("id", t.ID)
	w.intField("created_by", t.CreatedBy)
	w.intField("updated_by", t.UpdatedBy)
	w.intField("created_at", t.CreatedAt)
	w.intField("updated_at", t.UpdatedAt)
	w.intField("responsible_user_id", t.Owner)
	w.intField("group_id", t.Group)
	w.idField("entity_id", t.EntityID)
	w.codeField("entity_type", t.EntityType)
	w.intField("duration", t.Duration)
	w.boolField("is_completed", t.Completed)
	w.intField("task_type_id", t.Type)
	w.textField("text", t.Text)
	w.key("result")
	if t.Result == "" {
		w.array()
		w.endArray()
	} else {
		w.object()
		w.textField("text", t.Result)
		w.endObject()
	}
	w.intField("complete_till", t.CompleteTill)
	w.intField("account_id", st.account.id)
	w.self(r.href("/tasks/"+itoa(t.ID)) + item)
	w.endObject()
}
