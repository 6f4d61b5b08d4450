package amo

import "encoding/json"

// Task is something to do, as GET /api/v4/tasks answers it. Times are Unix
// seconds.
type Task struct {
	Source `json:"-"`

	ID                int64           `json:"id"`
	CreatedBy         int64           `json:"created_by,omitzero"`
	UpdatedBy         int64           `json:"updated_by,omitzero"`
	CreatedAt         int64           `json:"created_at,omitzero"`
	UpdatedAt         int64           `json:"updated_at,omitzero"`
	ResponsibleUserID int64           `json:"responsible_user_id,omitzero"`
	GroupID           int64           `json:"group_id,omitzero"`
	EntityID          *int64          `json:"entity_id,omitzero"`
	EntityType        *string         `json:"entity_type,omitzero"` // leads, contacts, companies, customers or nil
	Duration          int64           `json:"duration,omitzero"`    // seconds
	IsCompleted       bool            `json:"is_completed,omitzero"`
	TaskTypeID        int64           `json:"task_type_id,omitzero"`
	Text              string          `json:"text,omitzero"`
	Result            json.RawMessage `json:"result,omitzero"` // [] when absent, {"text":…} when present
	CompleteTill      int64           `json:"complete_till,omitzero"`
	AccountID         int64           `json:"account_id,omitzero"`
}

// ResultText is what came out of the task, empty when nothing was noted. The
// API writes [] for that, and {"text": …} otherwise.
func (v *Task) ResultText() string {
	var result TaskResult
	if len(v.Result) == 0 || json.Unmarshal(v.Result, &result) != nil {
		return ""
	}
	return result.Text
}
