package cli

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"voronka/cache"
)

// leadsFlags are the filters of `leads`.
type leadsFlags struct {
	pipeline, status, owner int64
	tags                    []string
	query                   string
	overdue                 bool
	limit                   int
}

// leadJSON is one lead of `leads`.
type leadJSON struct {
	ID                int64    `json:"id"`
	Name              string   `json:"name"`
	Price             int64    `json:"price"`
	StatusID          int64    `json:"status_id"`
	PipelineID        int64    `json:"pipeline_id"`
	ResponsibleUserID int64    `json:"responsible_user_id"`
	UpdatedAt         int64    `json:"updated_at"`
	Tags              []string `json:"tags"`
	Contact           string   `json:"contact"` // name of the main contact
	Company           string   `json:"company"` // name
	Pending           bool     `json:"pending"`
	Conflict          bool     `json:"conflict"`
}

func leadOf(l cache.LeadRow) leadJSON {
	tags := l.Tags
	if tags == nil {
		tags = []string{}
	}
	return leadJSON{
		ID: l.ID, Name: l.Name, Price: l.Price, StatusID: l.StatusID, PipelineID: l.PipelineID,
		ResponsibleUserID: l.OwnerID, UpdatedAt: l.UpdatedAt, Tags: tags,
		Contact: l.ContactName, Company: l.CompanyName, Pending: l.Pending, Conflict: l.Conflict,
	}
}

func (r *run) leadsCommand() *cobra.Command {
	var f leadsFlags
	cmd := &cobra.Command{
		Use:   "leads",
		Short: "Leads of the replica, newest update first",
		Long:  "Lists leads of the replica, newest update first. It never asks the network.",
		Args:  cobra.NoArgs,
		RunE: act(func(ctx context.Context, _ []string) error {
			if f.limit < 0 {
				return usagef("--limit is a number of leads, 0 for all, not %d", f.limit)
			}
			return r.withAccount(ctx, func(s *session) error { return r.leads(ctx, s, f) })
		}),
	}
	flags := cmd.Flags()
	flags.Int64Var(&f.pipeline, "pipeline", 0, "only of this pipeline, by id")
	flags.Int64Var(&f.status, "status", 0, "only in this status, by id")
	flags.Int64Var(&f.owner, "owner", 0, "only of this user, by id")
	flags.StringArrayVar(&f.tags, "tag", nil, "only with this tag; given several times, with any of them")
	flags.StringVar(&f.query, "query", "", "only with this in the name of the lead, its contact or company")
	flags.BoolVar(&f.overdue, "overdue", false, "only with an overdue task")
	flags.IntVar(&f.limit, "limit", 0, "at most so many, 0 for all")
	return cmd
}

func (r *run) leads(ctx context.Context, s *session, f leadsFlags) error {
	q := cache.LeadQuery{
		PipelineID: f.pipeline, StatusID: f.status, Limit: f.limit,
		Filter: cache.Filter{Tags: f.tags, Text: f.query},
	}
	if f.owner != 0 {
		q.Filter.OwnerIDs = []int64{f.owner}
	}
	if f.overdue {
		zone, err := s.zone(ctx)
		if err != nil {
			return err
		}
		now := time.Now().In(zone)
		day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone)
		q.Filter.Task = cache.TaskOverdue
		q.Filter.Now, q.Filter.DayStart, q.Filter.DayEnd = now.Unix(), day.Unix(), day.AddDate(0, 0, 1).Unix()-1
	}
	found, err := s.Store.Leads(ctx, q)
	if err != nil {
		return err
	}
	list := make([]leadJSON, 0, len(found))
	for _, l := range found {
		list = append(list, leadOf(l))
	}
	if r.json {
		return r.printJSON(list)
	}
	rows := make([][]string, 0, len(list))
	for _, l := range list {
		rows = append(rows, []string{
			strconv.FormatInt(l.ID, 10), strconv.FormatInt(l.Price, 10), l.Name, l.Contact, l.Company, strings.Join(l.Tags, ", "),
		})
	}
	return r.printRows(rows)
}
