package amo

import "context"

// TaskDraft is one task of POST /api/v4/tasks. Text and CompleteTill are
// required; the server takes the first type of task and the token's user.
type TaskDraft struct {
	Text              string          `json:"text"`
	CompleteTill      int64           `json:"complete_till"` // Unix seconds
	TaskTypeID        int64           `json:"task_type_id,omitzero"`
	EntityID          int64           `json:"entity_id,omitzero"`
	EntityType        string          `json:"entity_type,omitzero"` // leads, contacts, companies, customers
	ResponsibleUserID int64           `json:"responsible_user_id,omitzero"`
	Duration          int64           `json:"duration,omitzero"` // seconds
	CreatedBy         Optional[int64] `json:"created_by,omitzero"`
	UpdatedBy         Optional[int64] `json:"updated_by,omitzero"`
	CreatedAt         int64           `json:"created_at,omitzero"` // Unix seconds
	RequestID         string          `json:"request_id,omitzero"`
}

// TaskPatch is one task of PATCH /api/v4/tasks. The documentation wants Text
// and CompleteTill in every edit but the completion: set them both. To
// complete a task there is CompleteTask.
type TaskPatch struct {
	ID                int64                `json:"id,omitzero"`
	Text              Optional[string]     `json:"text,omitzero"`
	CompleteTill      Optional[int64]      `json:"complete_till,omitzero"` // Unix seconds
	TaskTypeID        Optional[int64]      `json:"task_type_id,omitzero"`
	EntityID          Optional[int64]      `json:"entity_id,omitzero"`
	EntityType        Optional[string]     `json:"entity_type,omitzero"`
	ResponsibleUserID Optional[int64]      `json:"responsible_user_id,omitzero"`
	Duration          Optional[int64]      `json:"duration,omitzero"` // seconds
	IsCompleted       Optional[bool]       `json:"is_completed,omitzero"`
	Result            Optional[TaskResult] `json:"result,omitzero"`
	UpdatedBy         Optional[int64]      `json:"updated_by,omitzero"`
	RequestID         string               `json:"request_id,omitzero"`
}

// TaskResult is what came out of a task.
type TaskResult struct {
	Text string `json:"text"`
}

func taskPatches() batch[TaskPatch] {
	return batch[TaskPatch]{
		name: "tasks", path: "/tasks", key: "tasks",
		id:    func(p *TaskPatch) *int64 { return &p.ID },
		label: func(p *TaskPatch) *string { return &p.RequestID },
	}
}

// Task is GET /api/v4/tasks/{id}. A missing one matches ErrNotFound.
func (c *Client) Task(ctx context.Context, id int64) (Task, error) {
	return one[Task](ctx, c, tasksResource(), id, nil)
}

// CreateTasks is POST /api/v4/tasks. Batches, receipts and errors are those of
// CreateLeads.
func (c *Client) CreateTasks(ctx context.Context, drafts []TaskDraft) ([]Created, error) {
	return createReceipts(ctx, c, batch[TaskDraft]{
		name: "tasks", path: "/tasks", key: "tasks",
		label: func(d *TaskDraft) *string { return &d.RequestID },
	}, drafts)
}

// UpdateTask is PATCH /api/v4/tasks/{id}. The API does not delete tasks.
func (c *Client) UpdateTask(ctx context.Context, p TaskPatch) (Updated, error) {
	return editReceipt(ctx, c, taskPatches(), p)
}

// UpdateTasks is PATCH /api/v4/tasks. Batches, receipts and errors are those
// of UpdateLeads.
func (c *Client) UpdateTasks(ctx context.Context, patches []TaskPatch) ([]Updated, error) {
	return editAll(ctx, c, taskPatches(), patches)
}

// CompleteTask is PATCH /api/v4/tasks/{id} with is_completed and result and
// nothing else, which is the only edit that the text may be left out of.
func (c *Client) CompleteTask(ctx context.Context, id int64, result string) (Updated, error) {
	return c.UpdateTask(ctx, TaskPatch{ID: id, IsCompleted: Set(true), Result: Set(TaskResult{Text: result})})
}
