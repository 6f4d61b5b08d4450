package amo

// Pipeline is a sales pipeline (voronka) with its statuses in order, as
// GET /api/v4/leads/pipelines answers it.
type Pipeline struct {
	Source `json:"-"`

	ID           int64            `json:"id"`
	Name         string           `json:"name,omitzero"`
	Sort         int64            `json:"sort,omitzero"`
	IsMain       bool             `json:"is_main,omitzero"`
	IsUnsortedOn bool             `json:"is_unsorted_on,omitzero"`
	IsArchive    bool             `json:"is_archive,omitzero"`
	AccountID    int64            `json:"account_id,omitzero"`
	Embedded     PipelineEmbedded `json:"_embedded,omitzero"`
}

// PipelineEmbedded holds a pipeline's statuses.
type PipelineEmbedded struct {
	Source `json:"-"`

	Statuses []Status `json:"statuses,omitzero"`
}

// StatusUnsorted is the Type of the status of incoming leads; all others are 0.
const StatusUnsorted = 1

// Status is a stage (etap) of a pipeline. The ids StatusWon and StatusLost
// stand in every pipeline, so a status is named by pipeline and id together.
type Status struct {
	Source `json:"-"`

	ID         int64  `json:"id"`
	Name       string `json:"name,omitzero"`
	Sort       int64  `json:"sort,omitzero"`
	IsEditable bool   `json:"is_editable,omitzero"`
	PipelineID int64  `json:"pipeline_id,omitzero"`
	Color      string `json:"color,omitzero"` // #rrggbb
	Type       int64  `json:"type,omitzero"`
	AccountID  int64  `json:"account_id,omitzero"`

	Descriptions []StatusDescription `json:"descriptions,omitzero"` // with=descriptions
}

// StatusDescription is what a status means to employees of one level.
type StatusDescription struct {
	Source `json:"-"`

	ID          int64  `json:"id"`
	AccountID   int64  `json:"account_id,omitzero"`
	CreatedAt   string `json:"created_at,omitzero"` // "2026-02-03 10:00:00" in the account's zone
	UpdatedAt   string `json:"updated_at,omitzero"` // as CreatedAt
	CreatedBy   int64  `json:"created_by,omitzero"`
	UpdatedBy   int64  `json:"updated_by,omitzero"`
	PipelineID  int64  `json:"pipeline_id,omitzero"`
	StatusID    int64  `json:"status_id,omitzero"`
	Level       string `json:"level,omitzero"` // newbie, candidate, master
	Description string `json:"description,omitzero"`
}

// IsClosed reports whether leads in this status are won or lost.
func (s Status) IsClosed() bool { return s.ID == StatusWon || s.ID == StatusLost }
