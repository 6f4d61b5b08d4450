package cache

import (
	"context"
	"database/sql"

	"voronka/amo"
)

// leadOf is the lead a task is about, 0 for one of something else.
func leadOf(t *amo.Task) int64 {
	if t.EntityType != nil && *t.EntityType == string(Leads) && t.EntityID != nil {
		return *t.EntityID
	}
	return 0
}

func (w *writing) applyTasks(tasks []amo.Task) error {
	if len(tasks) == 0 {
		return nil
	}
	ids := make([]int64, len(tasks))
	for i := range tasks {
		ids[i] = tasks[i].ID
	}
	bases, err := basesOf(tasks, func(t *amo.Task) sourced { return t })
	if err != nil {
		return err
	}
	stale, err := w.stale("tasks_base", ids, bases)
	if err != nil || len(stale) == 0 {
		return err
	}
	changed := make([]int64, len(stale))
	for n, i := range stale {
		changed[n] = ids[i]
	}
	w.note(Tasks, changed...)
	leads, err := w.leadsOfTasks(changed) // where they were
	if err != nil {
		return err
	}
	rows := make([]amo.Task, len(stale))
	for n, i := range stale {
		rows[n] = tasks[i]
		leads = append(leads, leadOf(&rows[n])) // where they are
	}
	if err := w.saveTasks(rows); err != nil {
		return err
	}
	if err := w.saveBases(Tasks, ids, bases, stale); err != nil {
		return err
	}
	return w.renewTaskTimes(leads)
}

// saveTasks writes the columns of tasks as the person shall see them.
func (w *writing) saveTasks(tasks []amo.Task) error {
	if err := overlayRows(w.ctx, w.tx, Tasks, tasks, seeTask); err != nil {
		return err
	}
	return w.execEach(`INSERT OR REPLACE INTO tasks (id, lead_id, owner_id, is_completed, complete_till, task_type_id, text,
			entity, entity_id, result, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		len(tasks), func(i int) []any {
			t := &tasks[i]
			return []any{
				t.ID, leadOf(t), t.ResponsibleUserID, t.IsCompleted, t.CompleteTill, t.TaskTypeID, t.Text,
				valueOr(t.EntityType, ""), valueOr(t.EntityID, 0), t.ResultText(), t.CreatedAt, t.UpdatedAt,
			}
		})
}

func (w *writing) deleteTasks(ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	leads, err := w.leadsOfTasks(ids)
	if err != nil {
		return err
	}
	if err := w.deleteRows(Tasks, ids); err != nil {
		return err
	}
	return w.renewTaskTimes(leads)
}

func (w *writing) leadsOfTasks(ids []int64) ([]int64, error) {
	return w.ids(`SELECT DISTINCT lead_id FROM tasks WHERE lead_id <> 0 AND id IN (SELECT value FROM json_each(?))`, idArray(ids))
}

// taskTimes returns for each of these leads that has tasks here when its
// nearest open one is due, 0 when all are done. The tasks know better than the
// lead's own closest_task_at, which the server renews late.
func (w *writing) taskTimes(leads []int64) (map[int64]int64, error) {
	times := map[int64]int64{}
	err := each(w.ctx, w.tx, func(rows *sql.Rows) error {
		var lead, at int64
		err := rows.Scan(&lead, &at)
		times[lead] = at
		return err
	}, `SELECT lead_id, coalesce(min(CASE WHEN is_completed = 0 THEN complete_till END), 0) FROM tasks
		WHERE lead_id <> 0 AND lead_id IN (SELECT value FROM json_each(?)) GROUP BY lead_id`, idArray(leads))
	return times, err
}

// renewTaskTimes recomputes when the nearest task of these leads is due.
func (w *writing) renewTaskTimes(leads []int64) error {
	if len(leads) == 0 {
		return nil
	}
	renewed, err := w.ids(`WITH renewed AS (
			SELECT l.id, coalesce((SELECT coalesce(min(CASE WHEN t.is_completed = 0 THEN t.complete_till END), 0)
				FROM tasks AS t WHERE t.lead_id = l.id HAVING count(*) > 0), l.closest_task) AS at
			FROM leads AS l WHERE l.id IN (SELECT value FROM json_each(?)))
		UPDATE leads SET task_at = renewed.at FROM renewed WHERE renewed.id = leads.id RETURNING leads.id`, idArray(leads))
	// Their cards show the task's text too, so all are noted.
	w.note(Leads, renewed...)
	return err
}

// ids runs a statement that answers with ids.
func (w *writing) ids(query string, args ...any) ([]int64, error) {
	return column[int64](w.ctx, w.tx, query, args...)
}

// names runs a statement that answers with text.
func (w *writing) names(query string, args ...any) ([]string, error) {
	return column[string](w.ctx, w.tx, query, args...)
}

// column reads the first column of a query.
func column[T any](ctx context.Context, q querier, query string, args ...any) (list []T, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var v T
		err := rows.Scan(&v)
		list = append(list, v)
		return err
	}, query, args...)
	return list, err
}
