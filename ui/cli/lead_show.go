package cli

import (
	"context"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/sentence"
)

// leadFullJSON is the answer of `lead show`: the keys of `leads` and what
// stands around the lead, in the API's own words where it has them.
type leadFullJSON struct {
	leadJSON
	CreatedAt    int64             `json:"created_at"`
	ClosedAt     *int64            `json:"closed_at"`
	LossReasonID *int64            `json:"loss_reason_id"`
	Refused      bool              `json:"refused"`
	CustomFields []amo.FieldValues `json:"custom_fields_values"`
	Contacts     []linkedJSON      `json:"contacts"`
	Companies    []linkedJSON      `json:"companies"`
	Tasks        []taskJSON        `json:"tasks"`
	Changes      []changeJSON      `json:"changes"` // unsent, oldest first
}

// linkedJSON is a contact or company of a lead.
type linkedJSON struct {
	ID           int64             `json:"id"`
	Name         string            `json:"name"`
	IsMain       bool              `json:"is_main"`
	CustomFields []amo.FieldValues `json:"custom_fields_values"`
}

// taskJSON is a task of a lead.
type taskJSON struct {
	ID                int64  `json:"id"`
	TaskTypeID        int64  `json:"task_type_id"`
	Text              string `json:"text"`
	CompleteTill      int64  `json:"complete_till"`
	IsCompleted       bool   `json:"is_completed"`
	ResponsibleUserID int64  `json:"responsible_user_id"`
}

func (r *run) leadShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "One lead of the replica with all that belongs to it",
		Long:  "Shows one lead of the replica with all that belongs to it. It never asks the network.",
		Args:  cobra.ExactArgs(1),
		RunE: act(func(ctx context.Context, args []string) error {
			id, err := idArg("lead", args[0])
			if err != nil {
				return err
			}
			return r.withAccount(ctx, func(s *session) error { return r.leadShow(ctx, s, id) })
		}),
	}
}

func (r *run) leadShow(ctx context.Context, s *session, id int64) error {
	detail, err := s.Store.Lead(ctx, id)
	if err != nil {
		return noSuch(err, "lead", id)
	}
	words, err := s.words(ctx)
	if err != nil {
		return err
	}
	names, err := r.names(ctx, s, rowsOf(detail.Changes))
	if err != nil {
		return err
	}
	full := fullOf(detail, words, names)
	if r.json {
		return r.printJSON(full)
	}
	return r.printRows(full.rows(words))
}

func fullOf(d cache.LeadDetail, words words, names sentence.Names) leadFullJSON {
	l := d.Lead
	full := leadFullJSON{
		leadJSON: leadJSON{
			ID: l.ID, Name: l.Name, Price: l.Price, StatusID: l.StatusID, PipelineID: l.PipelineID,
			ResponsibleUserID: l.ResponsibleUserID, UpdatedAt: l.UpdatedAt, Tags: []string{},
			Pending: len(d.Changes) > 0,
		},
		CreatedAt: l.CreatedAt, ClosedAt: l.ClosedAt, LossReasonID: l.LossReasonID,
		CustomFields: fields(l.CustomFieldsValues),
		Contacts:     []linkedJSON{}, Companies: []linkedJSON{}, Tasks: []taskJSON{}, Changes: []changeJSON{},
	}
	for _, t := range l.Embedded.Tags {
		full.Tags = append(full.Tags, t.Name)
	}
	for _, c := range d.Contacts {
		main := c.ID == l.MainContactID()
		if main {
			full.Contact = c.Name
		}
		full.Contacts = append(full.Contacts, linkedJSON{c.ID, c.Name, main, fields(c.CustomFieldsValues)})
	}
	if d.Company != nil {
		full.Company = d.Company.Name
		full.Companies = append(full.Companies, linkedJSON{d.Company.ID, d.Company.Name, true, fields(d.Company.CustomFieldsValues)})
	}
	for _, t := range d.Tasks {
		full.Tasks = append(full.Tasks, taskJSON{t.ID, t.TaskTypeID, t.Text, t.CompleteTill, t.IsCompleted, t.ResponsibleUserID})
	}
	for _, c := range d.Changes {
		full.Conflict = full.Conflict || c.State == cache.ChangeConflict
		full.Refused = full.Refused || c.State == cache.ChangeRefused
		full.Changes = append(full.Changes, words.change(c, names))
	}
	return full
}

// fields keeps an empty list a list in JSON.
func fields(f []amo.FieldValues) []amo.FieldValues {
	if f == nil {
		return []amo.FieldValues{}
	}
	return f
}

// rows is the lead for a person to read.
func (l leadFullJSON) rows(words words) [][]string {
	rows := [][]string{
		{"id", strconv.FormatInt(l.ID, 10)},
		{"name", l.Name},
		{"price", strconv.FormatInt(l.Price, 10)},
		{"pipeline", words.pipeline(l.PipelineID)},
		{"status", words.status(l.PipelineID, l.StatusID)},
		{"owner", words.user(l.ResponsibleUserID)},
		{"updated", time.Unix(l.UpdatedAt, 0).In(words.zone).Format(timeLayout)},
	}
	for _, t := range l.Tags {
		rows = append(rows, []string{"tag", t})
	}
	for _, c := range l.Contacts {
		rows = append(rows, []string{"contact", c.Name})
	}
	for _, c := range l.Companies {
		rows = append(rows, []string{"company", c.Name})
	}
	for _, t := range l.Tasks {
		if !t.IsCompleted {
			rows = append(rows, []string{"task", time.Unix(t.CompleteTill, 0).In(words.zone).Format(timeLayout) + " " + t.Text})
		}
	}
	for _, c := range l.Changes {
		rows = append(rows, []string{"unsent", c.Text})
	}
	return rows
}
