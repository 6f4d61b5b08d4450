package amo

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
)

// The categories of incoming leads. Only the first two can be made by the API.
const (
	CategorySIP   = "sip"
	CategoryForms = "forms"
	CategoryMail  = "mail"
	CategoryChats = "chats"
)

// Unsorted is an incoming lead ("Неразобранное"),
// as GET /api/v4/leads/unsorted answers it: a lead in the status StatusUnsorted
// with what it came from. Its contacts and companies stay hidden until it is
// accepted.
type Unsorted struct {
	Source `json:"-"`

	UID        string           `json:"uid"`
	SourceUID  string           `json:"source_uid,omitzero"` // not unique
	SourceName string           `json:"source_name,omitzero"`
	Category   string           `json:"category,omitzero"`
	PipelineID int64            `json:"pipeline_id,omitzero"`
	CreatedAt  int64            `json:"created_at,omitzero"` // Unix seconds
	Metadata   json.RawMessage  `json:"metadata,omitzero"`   // by category
	AccountID  int64            `json:"account_id,omitzero"`
	Embedded   UnsortedEmbedded `json:"_embedded,omitzero"`
}

// UnsortedEmbedded is what an incoming lead consists of.
type UnsortedEmbedded struct {
	Source `json:"-"`

	Leads     []Lead    `json:"leads,omitzero"`
	Contacts  []Contact `json:"contacts,omitzero"`
	Companies []Company `json:"companies,omitzero"`
}

// LeadID is the id of the lead, 0 without one.
func (u *Unsorted) LeadID() int64 {
	if len(u.Embedded.Leads) == 0 {
		return 0
	}
	return u.Embedded.Leads[0].ID
}

// UnsortedSummary counts incoming leads.
type UnsortedSummary struct {
	Source `json:"-"`

	Total           int64              `json:"total"`
	Accepted        int64              `json:"accepted"`
	Declined        int64              `json:"declined"`
	AverageSortTime int64              `json:"average_sort_time"` // seconds
	Categories      UnsortedCategories `json:"categories"`
}

// UnsortedCategories are the counts by category.
type UnsortedCategories struct {
	Source `json:"-"`

	SIP   UnsortedCount `json:"sip"`
	Mail  UnsortedCount `json:"mail"`
	Forms UnsortedCount `json:"forms"`
	Chats UnsortedCount `json:"chats"`
}

// UnsortedCount is the count of one category.
type UnsortedCount struct {
	Source `json:"-"`

	Total int64 `json:"total"`
}

// UnsortedQuery asks for a page of GET /api/v4/leads/unsorted.
type UnsortedQuery struct {
	Page  int
	Limit int   // at most MaxPageSize; 0: DefaultPageSize
	Order Order // created_at, updated_at; ignored by the server, which answers newest first

	UIDs       []string
	Categories []string
	PipelineID int64
}

func unsortedResource() resource {
	return resource{
		name: "unsorted", path: "/leads/unsorted", key: "unsorted",
		orders: []string{"created_at", "updated_at"},
	}
}

func (u UnsortedQuery) query() *query {
	q := newQuery(unsortedResource())
	q.page(u.Page, u.Limit)
	q.order(u.Order)
	q.strings("uid", u.UIDs)
	for _, category := range u.Categories {
		if !slices.Contains([]string{CategorySIP, CategoryForms, CategoryMail, CategoryChats}, category) {
			q.refuse("filter[category]", category)
		}
	}
	q.list("category", u.Categories)
	q.id("pipeline_id", u.PipelineID)
	return q
}

// Unsorted is GET /api/v4/leads/unsorted.
func (c *Client) Unsorted(ctx context.Context, u UnsortedQuery) (Page[Unsorted], error) {
	return list[Unsorted](ctx, c, u.query(), u.Page, u.Limit)
}

// AllUnsorted walks the incoming leads from u.Page on, as AllLeads does.
func (c *Client) AllUnsorted(ctx context.Context, u UnsortedQuery) iter.Seq2[Page[Unsorted], error] {
	return walk(ctx, &u.Page, &u.Limit, func(ctx context.Context) (Page[Unsorted], error) {
		return c.Unsorted(ctx, u)
	}, func(v *Unsorted) string { return v.UID })
}

// UnsortedOne is GET /api/v4/leads/unsorted/{uid}. A missing one matches
// ErrNotFound.
func (c *Client) UnsortedOne(ctx context.Context, uid string) (Unsorted, error) {
	return oneNamed[Unsorted](ctx, c, unsortedResource(), uid)
}

// SummaryQuery narrows the counts of incoming leads.
type SummaryQuery struct {
	UID        string
	CreatedAt  Range
	PipelineID int64
}

// UnsortedSummary is GET /api/v4/leads/unsorted/summary.
func (c *Client) UnsortedSummary(ctx context.Context, s SummaryQuery) (UnsortedSummary, error) {
	q := newQuery(unsortedResource())
	q.one("uid", s.UID)
	q.between("created_at", s.CreatedAt)
	q.id("pipeline_id", s.PipelineID)
	answer, err := c.get(ctx, "/leads/unsorted/summary", q)
	if err != nil {
		return UnsortedSummary{}, err
	}
	return decodeOne[UnsortedSummary](answer)
}
