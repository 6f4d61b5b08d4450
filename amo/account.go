package amo

import "encoding/json"

// Account is the amoCRM account behind a token (GET /api/v4/account).
type Account struct {
	Source `json:"-"`

	ID                      int64           `json:"id"`
	Name                    string          `json:"name,omitzero"`
	Subdomain               string          `json:"subdomain,omitzero"`
	CurrentUserID           int64           `json:"current_user_id,omitzero"`
	Country                 string          `json:"country,omitzero"`
	CreatedAt               int64           `json:"created_at,omitzero"`
	CreatedBy               int64           `json:"created_by,omitzero"`
	UpdatedAt               int64           `json:"updated_at,omitzero"`
	UpdatedBy               int64           `json:"updated_by,omitzero"`
	Currency                string          `json:"currency,omitzero"` // three letters, UZS
	CurrencySymbol          string          `json:"currency_symbol,omitzero"`
	CustomersMode           string          `json:"customers_mode,omitzero"`
	IsUnsortedOn            bool            `json:"is_unsorted_on,omitzero"`
	IsLossReasonEnabled     bool            `json:"is_loss_reason_enabled,omitzero"`
	IsHelpbotEnabled        bool            `json:"is_helpbot_enabled,omitzero"`
	IsTechnicalAccount      bool            `json:"is_technical_account,omitzero"`
	ContactNameDisplayOrder int64           `json:"contact_name_display_order,omitzero"` // 1 first-last, 2 last-first
	IsAPIFilterEnabled      bool            `json:"is_api_filter_enabled,omitzero"`      // with=is_api_filter_enabled
	AmojoID                 string          `json:"amojo_id,omitzero"`                   // with=amojo_id
	UUID                    string          `json:"uuid,omitzero"`                       // with=uuid
	Version                 int64           `json:"version,omitzero"`                    // with=version
	DriveURL                string          `json:"drive_url,omitzero"`                  // with=drive_url
	EntityNames             json.RawMessage `json:"entity_names,omitzero"`               // with=entity_names
	Embedded                AccountEmbedded `json:"_embedded,omitzero"`
}

// AccountEmbedded is what GET /api/v4/account adds on request.
type AccountEmbedded struct {
	Source `json:"-"`

	AmojoRights      json.RawMessage  `json:"amojo_rights,omitzero"`
	UsersGroups      []UserGroup      `json:"users_groups,omitzero"`
	TaskTypes        []TaskType       `json:"task_types,omitzero"`
	DatetimeSettings DatetimeSettings `json:"datetime_settings,omitzero"`
	InvoicesSettings json.RawMessage  `json:"invoices_settings,omitzero"`
}

// UserGroup is a department; ID 0 is the default one.
type UserGroup struct {
	Source `json:"-"`

	ID   int64   `json:"id"`
	Name string  `json:"name,omitzero"`
	UUID *string `json:"uuid,omitzero"`
}

// TaskType names a kind of task: 1 is a call, 2 a meeting, others are the account's own.
type TaskType struct {
	Source `json:"-"`

	ID     int64           `json:"id"`
	Name   string          `json:"name,omitzero"`
	Color  *string         `json:"color,omitzero"`
	IconID json.RawMessage `json:"icon_id,omitzero"`
	Code   string          `json:"code,omitzero"`
}

// DatetimeSettings say how the account writes dates and in which zone it lives.
type DatetimeSettings struct {
	Source `json:"-"`

	DatePattern      string `json:"date_pattern,omitzero"`
	ShortDatePattern string `json:"short_date_pattern,omitzero"`
	ShortTimePattern string `json:"short_time_pattern,omitzero"`
	DateFormat       string `json:"date_format,omitzero"`
	DateFormant      string `json:"date_formant,omitzero"` // the same, as the documentation spells it
	TimeFormat       string `json:"time_format,omitzero"`
	Timezone         string `json:"timezone,omitzero"` // Asia/Tashkent
	TimezoneOffset   string `json:"timezone_offset,omitzero"`
}

// User is an employee (GET /api/v4/users, administrators only). A deactivated
// one stays on old leads as ResponsibleUserID.
type User struct {
	Source `json:"-"`

	ID       int64        `json:"id"`
	Name     string       `json:"name,omitzero"`
	Email    string       `json:"email,omitzero"`
	Lang     string       `json:"lang,omitzero"`
	Rights   UserRights   `json:"rights,omitzero"`
	UUID     string       `json:"uuid,omitzero"`
	AmojoID  string       `json:"amojo_id,omitzero"`
	UserRank string       `json:"user_rank,omitzero"`
	Embedded UserEmbedded `json:"_embedded,omitzero"`
}

// UserRights says what a user may do. The letters are A all, G own group, M
// own only, D denied.
type UserRights struct {
	Source `json:"-"`

	Leads         map[string]string `json:"leads,omitzero"`
	Contacts      map[string]string `json:"contacts,omitzero"`
	Companies     map[string]string `json:"companies,omitzero"`
	Tasks         map[string]string `json:"tasks,omitzero"`
	MailAccess    bool              `json:"mail_access,omitzero"`
	CatalogAccess bool              `json:"catalog_access,omitzero"`
	StatusRights  []StatusRights    `json:"status_rights,omitzero"`
	IsAdmin       bool              `json:"is_admin,omitzero"`
	IsFree        bool              `json:"is_free,omitzero"`
	IsActive      bool              `json:"is_active,omitzero"`
	GroupID       *int64            `json:"group_id,omitzero"`
	RoleID        *int64            `json:"role_id,omitzero"`
}

// StatusRights limits a user in one status of one pipeline.
type StatusRights struct {
	Source `json:"-"`

	EntityType string            `json:"entity_type,omitzero"`
	PipelineID int64             `json:"pipeline_id,omitzero"`
	StatusID   int64             `json:"status_id,omitzero"`
	Rights     map[string]string `json:"rights,omitzero"`
}

// UserEmbedded holds what with=role,group adds to a user.
type UserEmbedded struct {
	Source `json:"-"`

	Roles  []Role      `json:"roles,omitzero"`
	Groups []UserGroup `json:"groups,omitzero"`
}
